"""When a count replaces an earlier one of the same event and measure, whoever gives the two, and why.

Counts of one thing are ordered by the day up to which they count. A later one that is higher replaces the earlier ones
of every voice; so does one that its text gives as lowered or corrected. What remains, of one time and from several
voices, is compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reconcile.model.interval import Interval
from reconcile.model.units import Exact
from schemas.codes import Course, Measure, Restatement, Scope, Succession


@dataclass(frozen=True)
class Count:
    """What one voice says of a count as of one day.

    `informed` is True where a named speaker says it; `belligerent` where the speaker is a party to the fighting.
    `takes_back` are the earlier numbers that its text gives as replaced by it.
    """

    voice: str
    as_of: str | None
    interval: Interval
    stated: tuple[Exact, ...] = ()
    restates: frozenset[Restatement] = frozenset()
    takes_back: tuple[Exact, ...] = ()
    informed: bool = True
    belligerent: bool = False


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


def succession(early: Count, late: Count, measure: Measure, scope: Scope) -> Succession | None:
    """Why the second count replaces the first; None where it does not.

    >>> monday, tuesday = Count("a", "2023-05-01", Interval(21, 21)), Count("b", "2023-05-02", Interval(35, 35))
    >>> succession(monday, tuesday, Measure.KILLED, Scope.INCIDENT)
    <Succession.ROSE: 'rose'>
    >>> succession(tuesday, monday, Measure.KILLED, Scope.INCIDENT) is None
    True
    """
    if not (early.as_of and late.as_of) or late.as_of < early.as_of:
        return None
    if early.interval.overlaps(late.interval) or measure.course == Course.STAYS:
        return None
    if any(number in early.stated for number in late.takes_back):
        return Succession.CORRECTED if Restatement.CORRECTED in late.restates else _direction(early, late)
    if are_rivals(early, late):
        return None
    return _in_time(early, late, measure, scope)


def are_rivals(left: Count, right: Count) -> bool:
    """True for two parties to the fighting, and for a party beside another voice of the same day: neither gives way."""
    if left.voice == right.voice:
        return False
    if left.as_of == right.as_of:
        return left.belligerent or right.belligerent
    return left.belligerent and right.belligerent


def _in_time(early: Count, late: Count, measure: Measure, scope: Scope) -> Succession | None:
    """The succession of two counts by their days, and within a day by what the text says of the later one."""
    later = str(late.as_of) > str(early.as_of)
    if measure.course == Course.SHIFTS:
        return _direction(early, late) if later else None
    if early.interval.before(late.interval):
        return Succession.ROSE if later or Restatement.RAISED in late.restates else None
    lowered = Restatement.LOWERED in late.restates and scope != Scope.CUMULATIVE
    corrected = Restatement.CORRECTED in late.restates and early.voice == late.voice
    return Succession.REVISED if lowered else Succession.CORRECTED if corrected else None


def _direction(early: Count, late: Count) -> Succession:
    return Succession.ROSE if early.interval.before(late.interval) else Succession.REVISED


def known_before(late: Count, early: Count, others: Iterable[Count]) -> bool:
    """True where others gave the later number by the day of the earlier one: the two are rivals, and nothing grew.

    15 and 18 of one day, and 18 again the day after, is a contradiction; a text that says that it rose to 18 ends it.
    """
    if Restatement.RAISED in late.restates or not late.stated or not early.as_of:
        return False
    then = (o for o in others if o.voice != early.voice and o.as_of and o.as_of <= early.as_of)
    return any(not set(late.stated).isdisjoint(o.stated) for o in then)


def repeats_older(late: Count, early: Count, others: Iterable[Count], measure: Measure) -> bool:
    """True where a lower count of a later day only repeats an older number than another voice's count before it.

    A named speaker who gives a new lower number, or keeps to one that others exceeded on its own day, contradicts the
    higher count.
    """
    if measure.course != Course.GROWS or not (early.as_of and late.as_of) or late.as_of <= early.as_of:
        return False
    if late.voice == early.voice or not late.interval.before(early.interval) or are_rivals(early, late):
        return False
    older = (o for o in others if o.as_of and o.as_of < early.as_of)
    return bool(late.stated) and any(set(late.stated) <= set(o.stated) for o in older)
