"""Settling: the figure of each event and group, the rule that settles it, and the totals of all figures."""

from reconcile.settle.addends import settle_under_every_rule
from reconcile.settle.figures import settle_figures
from reconcile.settle.tolls import trace_tolls
from reconcile.settle.totals import break_down, total_figures

__all__ = ["break_down", "settle_figures", "settle_under_every_rule", "total_figures", "trace_tolls"]
