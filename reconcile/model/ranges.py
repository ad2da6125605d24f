"""Low and high of a figure on which voices differ, and how the ranges of parts and their wholes bear on one another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from reconcile.model.group import Group, are_apart, lies_within
from reconcile.model.interval import Interval, bound_at, finite, meet_all
from reconcile.model.units import Exact
from reconcile.model.voice import Voice


@dataclass(frozen=True)
class Range:
    """Low and high of a figure; None where nobody closed that side. `contested` where voices exclude one another.

    `firm` is the largest number that any voice puts as the least: what its whole must leave room for.
    """

    low: Exact | None
    high: Exact | None
    contested: bool = False
    firm: Exact | None = None

    def holding(self, best: Exact | None) -> Range:
        """The same, widened to hold the best figure."""
        if best is None:
            return self
        low = None if self.low is None else min(self.low, best)
        return replace(self, low=low, high=None if self.high is None else max(self.high, best))


@dataclass(frozen=True)
class Fitted:
    """A range among those of its event: is it a whole that totals add, and which other groups bear on it."""

    range: Range
    whole: bool = True
    narrowed: bool = False  # to the most that a whole of it may be
    raised_by: Group | None = None  # a part that alone makes certain so many
    exceeds: Group | None = None  # a whole that is given a smaller figure than this part of it
    exceeded_by: Group | None = None  # a part that is given a larger figure than this whole


def range_of(voices: Sequence[Voice]) -> Range:
    """What all voices allow, or the hull of what they say where they exclude one another.

    An open side stays open unless another voice that can hold beside it closes it: 'at least 70' beside 86 ends at 86.
    """
    intervals = [t.interval for voice in voices for t in voice.tellings]
    firm = max(finite(i.low for i in intervals), default=None)
    met = meet_all(intervals)
    if met is not None:
        return Range(bound_at(met.low), bound_at(met.high), False, firm)
    return Range(_hull_low(intervals), _hull_high(intervals), True, firm)


def fit_ranges(
    ranges: Mapping[Group, Range],
    measured: bool = False,
    decided: Collection[Group] = (),
    dependent: Collection[Group] = (),
) -> dict[Group, Fitted]:
    """The ranges of one event's groups, each told whether it is a whole or a part, and how parts and wholes meet.

    A part narrows to what its whole allows, and a whole is raised to what a part makes certain, where both can hold.
    Where they cannot, both are contested: each keeps what its own voices say, and the whole reaches up to the part.

    Args:
        ranges: what the voices of each group allow.
        measured: spells and distances: none is a part of another.
        decided: groups on whose figure the desk has ruled; those are left as they are.
        dependent: groups whose claims their texts make parts of another figure; none of them is a whole.
    """
    if measured:
        return {group: Fitted(found) for group, found in ranges.items()}
    wholes = _whole_groups(ranges, dependent)
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


def _whole_groups(ranges: Mapping[Group, Range], dependent: Collection[Group]) -> set[Group]:
    """The groups that totals add: the widest, and beside it only such as have nobody in common with it.

    Where several groups stand side by side and none holds the other, the largest counts, and any other is added only
    when the two are known to be apart (soldiers and rebels): a total may say too little, never too much.
    """
    tops = [g for g in ranges if g not in dependent and not any(lies_within(g, other) for other in ranges)]
    tops.sort(key=lambda g: (-(ranges[g].low or 0), -(ranges[g].high or 0), g))
    chosen: list[Group] = []
    for group in tops:
        if all(are_apart(group, other) for other in chosen):
            chosen.append(group)
    return set(chosen)


def _too_large(part: Range, whole: Range) -> bool:
    return part.firm is not None and whole.high is not None and part.firm > whole.high


def _part_ways(
    fitted: Mapping[Group, Fitted], part: Group, whole: Group, decided: Collection[Group]
) -> dict[Group, Fitted]:
    """A part that is given a larger figure than its whole: both are contested, and the whole reaches up to the part."""
    larger, smaller = fitted[part], fitted[whole]
    tops = (larger.range.high, smaller.range.high)
    high = None if None in tops else max(h for h in tops if h is not None)
    found = {
        part: replace(larger, range=replace(larger.range, contested=True), exceeds=whole),
        whole: replace(smaller, range=replace(smaller.range, contested=True, high=high), exceeded_by=part),
    }
    return {group: after for group, after in found.items() if group not in decided}


def _raised(whole: Fitted, part: Fitted, group: Group) -> Fitted:
    """At least ten people beside thirteen civilians: at least thirteen people. A disputed range stays as it is told."""
    sure = part.range.low
    if sure is None or part.range.contested or whole.range.contested or sure <= (whole.range.low or 0):
        return whole
    return replace(whole, range=replace(whole.range, low=sure), raised_by=group)


def _narrowed(part: Fitted, whole: Fitted, group: Group) -> Fitted:
    """At least six children among thirteen civilians: six to thirteen; what exceeds one whole another may narrow."""
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
