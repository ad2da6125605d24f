"""A figure as an interval: the numbers that its words allow, with open sides and ends, and operations on two of them.

`at least 11` is [11, open), `more than 94,000` is (94000, open), `about 100` is 100 within the desk's tolerance,
`dozens` is as the profile defines it. Counted things are whole, so `more than 94,000` of them begins at 94,001.
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
"""An end of an interval: an exact number, or infinity (the only float) where that side is open."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The numbers from `low` to `high`; a side without a bound is infinite, an end that is excluded is open.

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
        """True where the number is in the interval."""
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below

    def reaches(self, value: Exact) -> bool:
        """True where the number is in the interval or an excluded end of it: 'more than 94,000' states 94,000."""
        return self.low <= value <= self.high

    def before(self, other: Interval) -> bool:
        """True where every number of this one is smaller than every number of the other.

        >>> Interval(high=94000).before(Interval(94000, low_open=True)), Interval(3, 3).before(Interval(3, 5))
        (True, False)
        """
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))

    def overlaps(self, other: Interval) -> bool:
        """True where at least one number is in both."""
        return not self.before(other) and not other.before(self)

    def meet(self, other: Interval) -> Interval:
        """The numbers in both; only meaningful where the two overlap.

        >>> Interval(11).meet(Interval(14, 14))
        Interval(low=14, high=14, low_open=False, high_open=False)
        """
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not closed)

    def join(self, other: Interval) -> Interval:
        """The smallest interval that contains both; a side is open where either leaves it open."""
        low, low_open = min((self.low, self.low_open), (other.low, other.low_open))
        high, closed = max((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not closed)

    def widened(self, share: Exact) -> Interval:
        """The interval with both ends moved outwards by a share of themselves.

        >>> Interval(100, 100).widened(Fraction(1, 4))
        Interval(low=75, high=125, low_open=False, high_open=False)
        """
        return Interval(_times(self.low, 1 - share), _times(self.high, 1 + share), self.low_open, self.high_open)

    def scaled(self, factor: Exact) -> Interval:
        """The interval with both ends multiplied by a factor, to change its unit."""
        return Interval(_times(self.low, factor), _times(self.high, factor), self.low_open, self.high_open)

    def beyond(self, slack: Exact) -> Interval:
        """The interval with both ends moved outwards by an amount."""
        return Interval(_plus(self.low, -slack), _plus(self.high, slack), self.low_open, self.high_open)

    @property
    def empty(self) -> bool:
        """True where neither side has a bound."""
        return self.low == -INFINITY and self.high == INFINITY


def interval_of(
    low: float | Exact | None,
    high: float | Exact | None,
    bound: Bound,
    measure: Measure,
    about: float,
    keep_open: bool = False,
) -> Interval:
    """The interval that the words of a claim allow.

    Args:
        low: the low of the claims table; None where open.
        high: the high of the claims table; None where open.
        bound: how the words limit the number.
        measure: what is counted; some measures are whole numbers.
        about: the desk's tolerance for 'about N', a share of N.
        keep_open: let 'more than 94,000' begin just above 94,000 instead of at 94,001.

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
    """The numbers that all intervals allow; None where two of them exclude one another."""
    met = Interval()
    for interval in intervals:
        if not met.overlaps(interval):
            return None
        met = met.meet(interval)
    return met


def join_all(intervals: Iterable[Interval]) -> Interval:
    """The smallest interval that contains all of one or more intervals.

    >>> join_all([Interval(30, 30), Interval(43)])
    Interval(low=30, high=inf, low_open=False, high_open=False)
    """
    first, *rest = intervals
    for interval in rest:
        first = first.join(interval)
    return first


def finite(ends: Iterable[End]) -> list[Exact]:
    """The ends that are bounds; open sides are left out."""
    return [end for end in ends if not isinstance(end, float)]


def bound_at(end: End) -> Exact | None:
    """The bound at an end; None where that side is open."""
    return None if isinstance(end, float) else end


def rounding_of(value: Exact) -> Fraction:
    """Half a unit of a figure's last decimal place: 10 may be 9.5 to 10.5, 6.1 may be 6.05 to 6.15.

    >>> rounding_of(10), rounding_of(Fraction(61, 10))
    (Fraction(1, 2), Fraction(1, 20))
    """
    places = next((n for n in range(PLACES) if (value * 10**n).denominator == 1), PLACES)
    return Fraction(1, 2 * 10**places)


PLACES = 6
"""The largest number of decimal places that a figure is given with."""


def _times(end: End, factor: Exact) -> End:
    return end if isinstance(end, float) else exact(end * factor)


def _plus(end: End, amount: Exact) -> End:
    return end if isinstance(end, float) else exact(end + amount)


def _whole(found: Interval, keep_open: bool) -> Interval:
    """Counted things are whole: above 94,000 begins at 94,001."""
    low, high = found.low, found.high
    low_open, high_open = found.low_open and keep_open, found.high_open and keep_open
    if not isinstance(low, float) and not low_open:
        low = math.floor(low) + 1 if found.low_open else math.ceil(low)
    if not isinstance(high, float) and not high_open:
        high = math.ceil(high) - 1 if found.high_open else math.floor(high)
    return Interval(low, high, low_open, high_open)
