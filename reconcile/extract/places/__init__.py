"""Where the counted were hit: place names in a text, and the place of each figure."""
