"""A figure as an interval: what its words allow, with open sides and open ends, and how two of them stand together.

`at least 11` is [11, open), `more than 94,000` is (94000, open), `about 100` is 100 within the desk's tolerance,
`dozens` is what its profile says. Whole things are counted, so `more than 94,000` begins at 94,001 when they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from reconcile.model.units import Exact, exact
from schemas.codes import Bound, Measure

INFINITY = math.inf
End = Exact | float
"""An end of an interval: an exact number; infinite, which alone is a float, where that side is open."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Numbers from `low` to `high`; a side without a bound is infinite, an end that is excluded is open.

    >>> Interval(11).overlaps(Interval(14, 14))
    True
    >>> Interval(94000, low_open=True).holds(94000)
    False
    """

    low: End = -INFINITY
    high: End = INFINITY
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: Exact) -> bool:
        """True where the number lies inside."""
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below

    def reaches(self, value: Exact) -> bool:
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

    def widened(self, share: Exact) -> Interval:
        """The same with both ends moved outwards by a share of themselves.

        >>> Interval(100, 100).widened(Fraction(1, 4))
        Interval(low=75, high=125, low_open=False, high_open=False)
        """
        return Interval(_times(self.low, 1 - share), _times(self.high, 1 + share), self.low_open, self.high_open)

    def scaled(self, factor: Exact) -> Interval:
        """The same in another unit."""
        return Interval(_times(self.low, factor), _times(self.high, factor), self.low_open, self.high_open)

    def beyond(self, slack: Exact) -> Interval:
        """The same with both ends moved outwards by an amount."""
        return Interval(_plus(self.low, -slack), _plus(self.high, slack), self.low_open, self.high_open)

    @property
    def empty(self) -> bool:
        """True where nobody gave a bound on either side."""
        return self.low == -INFINITY and self.high == INFINITY


def interval_of(
    low: float | Exact | None,
    high: float | Exact | None,
    bound: Bound,
    measure: Measure,
    about: float,
    keep_open: bool = False,
) -> Interval:
    """What the words of a claim allow.

    Args:
        low: the least, as the claims table holds it; None where open.
        high: the most; None where open.
        bound: how the words bound the number.
        measure: what is counted; counted things come whole.
        about: the desk's tolerance for 'about N', a share of N.
        keep_open: leave 'more than 94,000' to begin just beyond 94,000 instead of at 94,001.

    >>> interval_of(100, 100, Bound.ABOUT, Measure.KILLED, 0.1)
    Interval(low=90, high=110, low_open=False, high_open=False)
    >>> interval_of(94000, None, Bound.MORE_THAN, Measure.KILLED, 0.1)
    Interval(low=94001, high=inf, low_open=False, high_open=False)
    """
    least: End = -INFINITY if low is None else exact(low)
    most: End = INFINITY if high is None else exact(high)
    found = Interval(least, most, bound == Bound.MORE_THAN, bound == Bound.LESS_THAN)
    if bound == Bound.ABOUT:
        found = found.widened(exact(about))
    return _whole(found, keep_open) if measure.whole else found


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


def finite(ends: Iterable[End]) -> list[Exact]:
    """Those of the ends that are bounds; an open side is left out."""
    return [end for end in ends if not isinstance(end, float)]


def bound_at(end: End) -> Exact | None:
    """The bound at an end; None where that side is open."""
    return None if isinstance(end, float) else end


def rounding_of(value: Exact) -> Fraction:
    """Half of the last place in which a figure is given: 10 may be 9.5 to 10.5, 6.1 may be 6.05 to 6.15.

    >>> rounding_of(10), rounding_of(Fraction(61, 10))
    (Fraction(1, 2), Fraction(1, 20))
    """
    places = next((n for n in range(PLACES) if (value * 10**n).denominator == 1), PLACES)
    return Fraction(1, 2 * 10**places)


PLACES = 6
"""Decimal places to which a figure is given at most."""


def _times(end: End, factor: Exact) -> End:
    return end if isinstance(end, float) else exact(end * factor)


def _plus(end: End, amount: Exact) -> End:
    return end if isinstance(end, float) else exact(end + amount)


def _whole(found: Interval, keep_open: bool) -> Interval:
    """Things that are counted come whole: beyond 94,000 begins at 94,001."""
    low, high = found.low, found.high
    low_open, high_open = found.low_open and keep_open, found.high_open and keep_open
    if not isinstance(low, float) and not low_open:
        low = math.floor(low) + 1 if found.low_open else math.ceil(low)
    if not isinstance(high, float) and not high_open:
        high = math.ceil(high) - 1 if found.high_open else math.floor(high)
    return Interval(low, high, low_open, high_open)
