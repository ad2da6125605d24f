"""Rulings on their way back: out of the workbook's yellow cells, through the checks, into the desk's log."""
