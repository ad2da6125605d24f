"""Who says it: mentions of speakers, verbs of saying, and the attribution of each figure."""
