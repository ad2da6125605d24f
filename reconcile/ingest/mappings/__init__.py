"""Mappings of event tables onto our tables, as data (see generic.yaml for what a mapping may say)."""
