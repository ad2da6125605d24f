"""When a later count takes the place of an earlier one, and which counts may rise or fall as time goes on."""

from __future__ import annotations

from datetime import date

from reconcile.model.interval import Interval
from schemas.codes import Course, Measure, Scope

AS_OF_DAYS = 1
"""Counts of one incident made within this many days of each other are held to the same day."""


def days_between(left: str, right: str) -> int:
    """Days from one ISO day to another, without sign."""
    return abs((date.fromisoformat(left) - date.fromisoformat(right)).days)


def same_day_within(measure: Measure) -> int:
    """Days within which two counts of one incident are held to the same day.

    >>> same_day_within(Measure.KILLED), same_day_within(Measure.MISSING)
    (1, 0)
    """
    return 0 if measure.course == Course.SHIFTS else AS_OF_DAYS


def falls(later: Interval, earlier: Interval, measure: Measure, scope: Scope) -> bool:
    """True where a toll to date is lower than it was: no update, but a contradiction."""
    return scope == Scope.CUMULATIVE and measure.course == Course.GROWS and later.before(earlier)


def takes_place(later: Interval, earlier: Interval, measure: Measure, scope: Scope) -> bool:
    """True where a voice's later figure is an update of its earlier one, and the earlier no longer stands.

    14 or more on Tuesday and 17 on Wednesday: 17. A later figure that only says less exactly what the earlier said
    (at least 20 after 30) replaces nothing.

    >>> takes_place(Interval(17, 17), Interval(14), Measure.KILLED, Scope.INCIDENT)
    True
    >>> takes_place(Interval(20), Interval(30, 30), Measure.KILLED, Scope.INCIDENT)
    False
    """
    loosens = later.meet(earlier) == earlier if later.overlaps(earlier) else False
    return not loosens and not falls(later, earlier, measure, scope)
