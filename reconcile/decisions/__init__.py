"""Rulings entered by analysts: read from the workbook's yellow cells, checked, and added to the desk's log."""
