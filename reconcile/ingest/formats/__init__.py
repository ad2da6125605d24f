"""Bytes to records: one module for each file format."""
