"""Closing a month: what prevents it, the frozen copy, and the verification that nothing has changed."""
