"""Settling: which figures the desk stands by, under which rule, and what they add up to."""

from reconcile.settle.addends import settle_under_every_rule
from reconcile.settle.figures import settle_figures
from reconcile.settle.totals import break_down, total_figures

__all__ = ["break_down", "settle_figures", "settle_under_every_rule", "total_figures"]
