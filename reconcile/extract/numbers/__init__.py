"""Which number it is: cardinals, bounds, vague words, lengths of time, and numbers that count nothing."""
