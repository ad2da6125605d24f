"""When a later count replaces an earlier one, and which counts may rise or fall with time."""

from __future__ import annotations

from datetime import date

from reconcile.model.interval import Interval
from schemas.codes import Course, Measure, Scope

AS_OF_DAYS = 1
"""Counts of one incident made within this many days of each other are treated as of the same day."""


def days_between(left: str, right: str) -> int:
    """The number of days between two ISO days, in either order."""
    return abs((date.fromisoformat(left) - date.fromisoformat(right)).days)


def same_day_within(measure: Measure) -> int:
    """The number of days within which two counts of one incident are treated as of the same day.

    >>> same_day_within(Measure.KILLED), same_day_within(Measure.MISSING)
    (1, 0)
    """
    return 0 if measure.course == Course.SHIFTS else AS_OF_DAYS


def falls(later: Interval, earlier: Interval, measure: Measure, scope: Scope) -> bool:
    """True where a toll to date is lower than an earlier one: a contradiction, not an update."""
    return scope == Scope.CUMULATIVE and measure.course == Course.GROWS and later.before(earlier)


def takes_place(later: Interval, earlier: Interval, measure: Measure, scope: Scope) -> bool:
    """True where a voice's later figure updates and replaces its earlier one.

    14 or more on Tuesday and 17 on Wednesday: 17. A later figure that is only less exact than the earlier (at least 20
    after 30) replaces nothing.

    >>> takes_place(Interval(17, 17), Interval(14), Measure.KILLED, Scope.INCIDENT)
    True
    >>> takes_place(Interval(20), Interval(30, 30), Measure.KILLED, Scope.INCIDENT)
    False
    """
    loosens = later.meet(earlier) == earlier if later.overlaps(earlier) else False
    return not loosens and not falls(later, earlier, measure, scope)
