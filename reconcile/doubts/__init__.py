"""Doubts: what may be counted twice, and what may be misread, each with what it does to the month's total."""

from reconcile.doubts.bearing_on_totals import Bearing
from reconcile.doubts.implausible import find_implausible
from reconcile.doubts.perhaps_one import pair_events

__all__ = ["Bearing", "find_implausible", "pair_events"]
