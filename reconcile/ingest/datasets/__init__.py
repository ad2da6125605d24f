"""Rows of event datasets to claims and events."""
