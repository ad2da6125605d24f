"""The typed records that all stages share, and the calculations on them that more than one stage needs."""
