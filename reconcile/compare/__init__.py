"""Comparing: which claims may be held against each other, what they come to, and which cannot stand side by side."""

from reconcile.compare.checks import check_arithmetic
from reconcile.compare.conflicts import age_conflicts, count_conflicts, find_conflicts
from reconcile.compare.pairs import compare_claims
from reconcile.model.rulings import claims_in_play

__all__ = [
    "age_conflicts",
    "check_arithmetic",
    "claims_in_play",
    "compare_claims",
    "count_conflicts",
    "find_conflicts",
]
