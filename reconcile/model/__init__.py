"""The typed records that every stage shares, and the codes that their fields take."""
