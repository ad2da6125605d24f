"""Low and high of a figure on which voices differ, and how the ranges of parts and wholes limit one another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from reconcile.model.group import Group, lies_within
from reconcile.model.interval import Interval, bound_at, finite, meet_all
from reconcile.model.persons import Persons
from reconcile.model.units import Exact, exact
from reconcile.model.voice import Voice
from schemas.codes import Bound


@dataclass(frozen=True)
class Range:
    """Low and high of a figure; None where no voice limits that side. `contested` where voices exclude one another.

    `firm` is the largest number that any voice gives as a minimum: its whole must be at least as large. `estimate` is
    the largest best figure that a voice gives inside a range of its own (0 to 2, most likely 2).
    """

    low: Exact | None
    high: Exact | None
    contested: bool = False
    firm: Exact | None = None
    estimate: Exact | None = None

    def holding(self, best: Exact) -> Range:
        """The range, widened to contain an estimate that a voice gives inside a range of its own."""
        low = None if self.low is None else min(self.low, best)
        return replace(self, low=low, high=None if self.high is None else max(self.high, best))

    def nearest(self, best: Exact | None) -> Exact | None:
        """The best figure; where the range leaves it out, the end nearest to it.

        Of 'at least 2' and 'at least 4' the least is taken as 4: both allow it.
        """
        if best is None:
            return None
        best = best if self.low is None else max(best, self.low)
        return best if self.high is None else min(best, self.high)


@dataclass(frozen=True)
class Fitted:
    """A range fitted to the others of its event: whether totals add it as a whole, and which other groups limit it."""

    range: Range
    whole: bool = True
    narrowed: bool = False  # limited to the most that a whole of it may be
    raised_by: Group | None = None  # a part whose minimum raises it
    exceeds: Group | None = None  # a whole that is given a smaller figure than this part of it
    exceeded_by: Group | None = None  # a part that is given a larger figure than this whole


def range_of(voices: Sequence[Voice]) -> Range:
    """The numbers that all voices allow; where voices exclude one another, the smallest range that contains them all.

    An open side stays open unless another, compatible voice limits it: 'at least 70' and 86 give 70 to 86.
    """
    intervals = [t.interval for voice in voices for t in voice.tellings]
    firm = max(finite(i.low for i in intervals), default=None)
    estimate = max(estimates_of(voices), default=None)
    met = meet_all(intervals)
    if met is not None:
        return Range(bound_at(met.low), bound_at(met.high), False, firm, estimate)
    return Range(_hull_low(intervals), _hull_high(intervals), True, firm, estimate)


def estimates_of(voices: Sequence[Voice]) -> frozenset[Exact]:
    """The best figures that voices give inside ranges of their own (0 to 4, most likely 1)."""
    claims = (claim for voice in voices for claim in voice.claims if claim.bound == Bound.RANGE)
    return frozenset(exact(claim.best) for claim in claims if claim.best is not None)


def fit_ranges(
    ranges: Mapping[Group, Range],
    persons: Persons,
    measured: bool = False,
    decided: Collection[Group] = (),
    dependent: Collection[Group] = (),
) -> dict[Group, Fitted]:
    """Fit the ranges of one event's groups to one another, and decide which are wholes and which are parts.

    A part is narrowed to what its whole allows, and a whole is raised to the minimum of its parts, where both can hold.
    Where they cannot, both are contested: each keeps its own voices' range, and the whole's high reaches the part.

    Args:
        ranges: the range that the voices of each group give, in one unit.
        persons: which of the groups share nobody.
        measured: True for durations and distances, which are never parts of one another.
        decided: groups whose figure the desk has ruled on; their ranges are not changed.
        dependent: groups whose claims are parts of another figure in their texts; none of them is a whole.

    Returns:
        The fitted range of each group.
    """
    if measured:
        return {group: Fitted(found) for group, found in ranges.items()}
    wholes = _whole_groups(ranges, persons, dependent)
    fitted = {group: Fitted(found, group in wholes) for group, found in ranges.items()}
    pairs = [(p, w) for p in ranges for w in ranges if lies_within(p, w)]
    for part, whole in pairs:
        if _too_large(ranges[part], ranges[whole]):
            fitted.update(_part_ways(fitted, part, whole, decided))
    for part, whole in pairs:
        if whole not in decided:
            fitted[whole] = _raised(fitted[whole], fitted[part], part)
    for part, whole in pairs:
        if part not in decided:
            fitted[part] = _narrowed(fitted[part], fitted[whole], whole)
    return fitted


def _whole_groups(ranges: Mapping[Group, Range], persons: Persons, dependent: Collection[Group]) -> set[Group]:
    """The groups that totals add: the widest group, and groups that share nobody with it.

    Where several groups are given and none contains the other, the largest counts; another is added only when the two
    are known to share nobody (soldiers and rebels). A total may be too small, never too large.
    """
    tops = [g for g in ranges if g not in dependent and not any(lies_within(g, other) for other in ranges)]
    tops.sort(key=lambda g: (-(ranges[g].low or 0), -(ranges[g].high or 0), g))
    chosen: list[Group] = []
    for group in tops:
        if all(persons.share_nobody(group, other) for other in chosen):
            chosen.append(group)
    return set(chosen)


def _too_large(part: Range, whole: Range) -> bool:
    return part.firm is not None and whole.high is not None and part.firm > whole.high


def _part_ways(
    fitted: Mapping[Group, Fitted], part: Group, whole: Group, decided: Collection[Group]
) -> dict[Group, Fitted]:
    """Mark a part and its whole as contested where the part's figure is larger; extend the whole's high to the part."""
    larger, smaller = fitted[part], fitted[whole]
    tops = (larger.range.high, smaller.range.high)
    high = None if None in tops else max(h for h in tops if h is not None)
    found = {
        part: replace(larger, range=replace(larger.range, contested=True), exceeds=whole),
        whole: replace(smaller, range=replace(smaller.range, contested=True, high=high), exceeded_by=part),
    }
    return {group: after for group, after in found.items() if group not in decided}


def _raised(whole: Fitted, part: Fitted, group: Group) -> Fitted:
    """Raise a whole to its part's minimum: at least ten people, of whom thirteen civilians, are at least thirteen.

    A part of an estimate with a range of its own says nothing of the low: 0 to 2, most likely 2, of whom 2 civilians.
    """
    sure, least = part.range.low, max(whole.range.low or 0, whole.range.estimate or 0)
    if sure is None or part.range.contested or whole.range.contested or sure <= least:
        return whole
    return replace(whole, range=replace(whole.range, low=sure), raised_by=group)


def _narrowed(part: Fitted, whole: Fitted, group: Group) -> Fitted:
    """Narrow a part to its whole's most: at least six children among thirteen civilians are six to thirteen."""
    top = whole.range.high
    if part.exceeds == group or top is None or (part.range.high is not None and part.range.high <= top):
        return part
    return replace(part, range=replace(part.range, high=top), narrowed=True)


def _hull_low(intervals: Sequence[Interval]) -> Exact | None:
    closed = [i for i in intervals if bound_at(i.low) is not None]
    met = all(any(i.overlaps(c) for c in closed) for i in intervals if bound_at(i.low) is None)
    return min(finite(c.low for c in closed)) if closed and met else None


def _hull_high(intervals: Sequence[Interval]) -> Exact | None:
    closed = [i for i in intervals if bound_at(i.high) is not None]
    met = all(any(i.overlaps(c) for c in closed) for i in intervals if bound_at(i.high) is None)
    return max(finite((*(c.high for c in closed), *(i.low for i in intervals)))) if closed and met else None
