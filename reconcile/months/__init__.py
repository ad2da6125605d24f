"""Month over month: what earlier months left, what this one changes in it, and how a month is closed for good."""

from __future__ import annotations

from reconcile.months.carry import carry_over
from reconcile.months.earlier import Earlier, read_earlier
from reconcile.months.forward import compare_figures, roll_forward, stand

__all__ = ["Earlier", "carry_over", "compare_figures", "read_earlier", "roll_forward", "stand"]
