"""The places named in a text, and the place of each figure's event."""
