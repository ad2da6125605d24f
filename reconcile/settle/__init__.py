"""Settling: which figures the desk stands by, under which rule, and what they add up to."""

from reconcile.settle.figures import settle_figures
from reconcile.settle.rulings import misread_claims
from reconcile.settle.totals import total_figures

__all__ = ["misread_claims", "settle_figures", "total_figures"]
