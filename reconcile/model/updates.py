"""When a later count takes the place of an earlier one, and which counts may rise or fall as time goes on."""

from __future__ import annotations

from datetime import date

from reconcile.model.interval import Interval

AS_OF_DAYS = 1
"""Counts of one incident made within this many days of each other are held to the same day."""

GROWING = frozenset({"killed", "injured", "casualties"})
"""Tolls that can only grow as time goes on."""

SHRINKING = frozenset({"missing", "displaced", "detained", "affected"})
"""Counts of a state, which rise and fall: the missing are found, the displaced go home; each day has its own count."""


def days_between(left: str, right: str) -> int:
    """Days from one ISO day to another, without sign."""
    return abs((date.fromisoformat(left) - date.fromisoformat(right)).days)


def same_day_within(measure: str) -> int:
    """Days within which two counts of one incident are held to the same day.

    >>> same_day_within("killed"), same_day_within("missing")
    (1, 0)
    """
    return 0 if measure in SHRINKING else AS_OF_DAYS


def falls(later: Interval, earlier: Interval, measure: str, scope: str) -> bool:
    """True where a toll to date is lower than it was: no update, but a contradiction."""
    return scope == "cumulative" and measure in GROWING and later.before(earlier)


def takes_place(later: Interval, earlier: Interval, measure: str, scope: str) -> bool:
    """True where a voice's later figure is an update of its earlier one, and the earlier no longer stands.

    14 or more on Tuesday and 17 on Wednesday: 17. A later figure that only says less exactly what the earlier said
    (at least 20 after 30) replaces nothing.

    >>> takes_place(Interval(17, 17), Interval(14), "killed", "incident")
    True
    >>> takes_place(Interval(20), Interval(30, 30), "killed", "incident")
    False
    """
    loosens = later.meet(earlier) == earlier if later.overlaps(earlier) else False
    return not loosens and not falls(later, earlier, measure, scope)
