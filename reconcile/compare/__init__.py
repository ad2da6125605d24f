"""Comparing: which claims may be compared, the verdict on each pair, and which claims cannot all hold."""

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
