"""Reads numbers: cardinals, bounds, vague words, durations, and numbers that are not figures."""
