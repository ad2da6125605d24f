"""Extracts claims from text: finds numbers, reads each in its clause, and adds group, place, date and speaker."""
