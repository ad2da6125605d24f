"""A figure as an interval: what its words allow, with open sides and open ends, and how two of them stand together.

`at least 11` is [11, open), `more than 94,000` is (94000, open), `about 100` is 100 within the desk's tolerance,
`dozens` is what its profile says. Whole things are counted, so `more than 94,000` begins at 94,001 when they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

INFINITY = math.inf
MEASURED = frozenset({"duration", "distance", "magnitude"})
"""Measures that are measured, not counted: their figures may have decimals."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Numbers from `low` to `high`; a side without a bound is infinite, an end that is excluded is open.

    >>> Interval(11).overlaps(Interval(14, 14))
    True
    >>> Interval(94000, low_open=True).holds(94000)
    False
    """

    low: float = -INFINITY
    high: float = INFINITY
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: float) -> bool:
        """True where the number lies inside."""
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below

    def reaches(self, value: float) -> bool:
        """True where the number lies inside or at an end, even an excluded one: 'more than 94,000' states 94,000."""
        return self.low <= value <= self.high

    def before(self, other: Interval) -> bool:
        """True where every number of this one is smaller than every number of the other.

        >>> Interval(high=94000).before(Interval(94000, low_open=True)), Interval(3, 3).before(Interval(3, 5))
        (True, False)
        """
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))

    def overlaps(self, other: Interval) -> bool:
        """True where some number lies in both."""
        return not self.before(other) and not other.before(self)

    def meet(self, other: Interval) -> Interval:
        """What both allow; only sensible where they overlap.

        >>> Interval(11).meet(Interval(14, 14))
        Interval(low=14, high=14, low_open=False, high_open=False)
        """
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not closed)

    def join(self, other: Interval) -> Interval:
        """The hull of both: from the least to the most; a side stays open where either leaves it open."""
        low, low_open = min((self.low, self.low_open), (other.low, other.low_open))
        high, closed = max((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not closed)

    def widened(self, share: float) -> Interval:
        """The same with both ends moved outwards by a share of themselves.

        >>> Interval(100, 100).widened(0.25)
        Interval(low=75.0, high=125.0, low_open=False, high_open=False)
        """
        return Interval(self.low * (1 - share), self.high * (1 + share), self.low_open, self.high_open)

    def scaled(self, factor: float) -> Interval:
        """The same in another unit."""
        return Interval(self.low * factor, self.high * factor, self.low_open, self.high_open)

    @property
    def empty(self) -> bool:
        """True where nobody gave a bound on either side."""
        return self.low == -INFINITY and self.high == INFINITY


def interval_of(
    low: float | None, high: float | None, bound: str, measure: str, about: float, keep_open: bool = False
) -> Interval:
    """What the words of a claim allow.

    Args:
        low: the least, as the claims table holds it; None where open.
        high: the most; None where open.
        bound: how the words bound the number.
        measure: what is counted; counted things come whole.
        about: the desk's tolerance for 'about N', a share of N.
        keep_open: leave 'more than 94,000' to begin just beyond 94,000 instead of at 94,001.

    >>> interval_of(100, 100, "about", "killed", 0.1)
    Interval(low=90, high=110, low_open=False, high_open=False)
    >>> interval_of(94000, None, "more_than", "killed", 0.1)
    Interval(low=94001, high=inf, low_open=False, high_open=False)
    """
    least, most = -INFINITY if low is None else low, INFINITY if high is None else high
    if bound == "about":
        least, most = _cut(least * (1 - about), -1), _cut(most * (1 + about), 1)
    found = Interval(least, most, bound == "more_than", bound == "less_than")
    return found if measure in MEASURED else _whole(found, keep_open)


def meet_all(intervals: Iterable[Interval]) -> Interval | None:
    """What all of them allow, or None where two of them exclude one another."""
    met = Interval()
    for interval in intervals:
        if not met.overlaps(interval):
            return None
        met = met.meet(interval)
    return met


def join_all(intervals: Iterable[Interval]) -> Interval:
    """The hull of one or more intervals.

    >>> join_all([Interval(30, 30), Interval(43)])
    Interval(low=30, high=inf, low_open=False, high_open=False)
    """
    first, *rest = intervals
    for interval in rest:
        first = first.join(interval)
    return first


def rounding_of(value: float) -> float:
    """Half of the last place in which a figure is given: 10 may be 9.5 to 10.5, 6.1 may be 6.05 to 6.15.

    >>> rounding_of(10), round(rounding_of(6.1), 3)
    (0.5, 0.05)
    """
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    places = len(text.partition(".")[2])
    return 0.5 / float(10**places)


def _cut(value: float, way: int) -> float:
    """Binary fractions of 'about' are cut to six places, so that 100 within a tenth is 90 to 110 and no hair more."""
    return float(round(value, 6)) if math.isfinite(value) else way * INFINITY


def _whole(found: Interval, keep_open: bool) -> Interval:
    """Things that are counted come whole: beyond 94,000 begins at 94,001."""
    low, high = found.low, found.high
    low_open, high_open = found.low_open and keep_open, found.high_open and keep_open
    if math.isfinite(low) and not low_open:
        low = math.floor(low) + 1 if found.low_open else math.ceil(low)
    if math.isfinite(high) and not high_open:
        high = math.ceil(high) - 1 if found.high_open else math.floor(high)
    return Interval(low, high, low_open, high_open)
