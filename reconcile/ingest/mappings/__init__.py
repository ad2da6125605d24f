"""Mappings of event tables to the project's tables, as data (generic.yaml explains every key)."""
