"""Month over month: results of earlier months, what this month changes in them, and how a month is closed."""

from __future__ import annotations

from reconcile.months.carry import carry_over
from reconcile.months.earlier import Earlier, read_earlier
from reconcile.months.forward import compare_figures, roll_forward, stand

__all__ = ["Earlier", "carry_over", "compare_figures", "read_earlier", "roll_forward", "stand"]
