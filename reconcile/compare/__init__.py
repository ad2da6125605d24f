"""Comparing: which claims may be held against each other, what they come to, and which cannot stand side by side."""

from reconcile.compare.conflicts import age_conflicts, find_conflicts
from reconcile.compare.pairs import compare_claims

__all__ = ["age_conflicts", "compare_claims", "find_conflicts"]
