"""Signing a month: what stands against it, its frozen copy and the proof that nothing has changed."""
