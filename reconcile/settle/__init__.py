"""Settling: which figures the desk stands by, under which rule, and what they add up to."""

from reconcile.settle.figures import settle_figures
from reconcile.settle.totals import total_figures

__all__ = ["settle_figures", "total_figures"]
