"""Reads what a number counts, from its noun, its clause and its verb."""
