"""Dates and spans of time in a text, resolved to days, and the days of each figure."""
