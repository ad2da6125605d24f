"""Comparing: which claims may be held against each other, what they come to, and which cannot stand side by side."""

from reconcile.compare.checks import Check, check_arithmetic
from reconcile.compare.conflicts import age_conflicts, find_conflicts
from reconcile.compare.pairs import compare_claims

__all__ = ["Check", "age_conflicts", "check_arithmetic", "compare_claims", "find_conflicts"]
