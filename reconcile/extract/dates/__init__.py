"""Dates and intervals in a text, resolved to days, and the days of each figure."""
