"""The verdict on two claims of one event, and its reason. Comparability is checked first, values last.

The questions are asked in a fixed order; the first one with an answer gives the verdict. Only claims of one event,
measure, unit, scope, group and day are compared as values; other pairs get the reason why they are not compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reconcile.compare.checks import implied_start
from reconcile.model.claim import Bucket, ComparedClaim
from reconcile.model.group import lies_within
from reconcile.model.interval import Interval, bound_at
from reconcile.model.units import exact
from reconcile.model.updates import Count, are_rivals, falls, succession, takes_place
from schemas.codes import Course, Measure, Reason, Scope, SpeakerKind, Stance, Verdict


@dataclass(frozen=True)
class Judgement:
    """The verdict on a pair, and the reason for it."""

    verdict: Verdict
    reason: Reason


@dataclass(frozen=True)
class Tolerances:
    """By measure: two figures agree when they differ by no more than this share of the larger."""

    shares: Mapping[str, float]

    def near(self, left: ComparedClaim, right: ComparedClaim) -> bool:
        """True where two figures that exclude one another differ by no more than the desk allows."""
        share = exact(self.shares.get(left.measure, 0.0))
        lower, higher = sorted((left.interval, right.interval))
        most, least = bound_at(lower.high), bound_at(higher.low)
        if most is None or least is None:
            return False
        return share > 0 and least - most <= share * least


UNASSERTED = {Stance.HYPOTHETICAL: Reason.HYPOTHETICAL, Stance.DENIED: Reason.DENIED}
"""Stances whose figures are not compared, with the reason."""


def judge(left: ComparedClaim, right: ComparedClaim, tolerances: Tolerances) -> Judgement:
    """The verdict on two claims of one event, in whatever order the two are given."""
    for question in (_not_data, _not_asserted, _not_alike, _not_a_whole):
        if found := question(left, right):
            return found
    if nested := _as_parts(left, right):
        return nested
    if left.counted != right.counted:
        return Judgement(Verdict.NOT_COMPARABLE, Reason.OTHER_GROUP)
    if left.measure == Measure.DURATION and left.scope == Scope.CUMULATIVE and left.as_of and right.as_of:
        return _as_ages(left, right)
    if found := _not_dated(left, right):
        return found
    return _as_values(left, right, tolerances)


@dataclass(frozen=True)
class Texts:
    """The claims of each story by bucket, to find figures that one story itself gives for different things."""

    told: dict[tuple[str, Bucket], list[ComparedClaim]]

    def apart(self, left: ComparedClaim, right: ComparedClaim) -> bool:
        """True where figures that exclude each other may count different things, as their own texts show.

        One text that gives two figures in one voice counts two things (ten on the bus, thirty-one in all); within one
        text only two named authorities contradict each other, or one and the number that the text opens with. A
        story that also gives the other claim's figure does not contradict it with a further figure of its own.
        """
        if left.text_id == right.text_id:
            told = [c for c in (left, right) if c.authority or c.opens_text]
            return len(told) < 2 or left.voice == right.voice or not (left.authority or right.authority)
        return self._also_says(left, right) or self._also_says(right, left)

    def _also_says(self, claim: ComparedClaim, other: ComparedClaim) -> bool:
        siblings = self.told.get((claim.text_id, other.bucket), [])
        same_voice = (c for c in siblings if claim.authority is None or c.voice == claim.voice)
        given = [c for c in same_voice if not c.part and c.interval.overlaps(other.interval)]
        return any(c.stated is not None and other.interval.holds(c.stated) for c in given)


def read_texts(claims: Iterable[ComparedClaim]) -> Texts:
    """Group the claims by story and by bucket."""
    told: dict[tuple[str, Bucket], list[ComparedClaim]] = defaultdict(list)
    for claim in claims:
        told[claim.text_id, claim.bucket].append(claim)
    return Texts(dict(told))


def judge_in_context(left: ComparedClaim, right: ComparedClaim, tolerances: Tolerances, texts: Texts) -> Judgement:
    """The verdict on two claims, unless their own texts show that they count different things."""
    found = judge(left, right, tolerances)
    tied = is_part_of(left, right) or is_part_of(right, left)
    if found.verdict == Verdict.CONTRADICTS and found.reason != Reason.FALLS and not tied and texts.apart(left, right):
        return Judgement(Verdict.NOT_COMPARABLE, Reason.TOLD_APART)
    return found


def part_in_whole(part: ComparedClaim, whole: ComparedClaim) -> Judgement:
    """The verdict on a part and its whole: the part may not be larger."""
    larger = Interval(whole.interval.low, whole.interval.high).before(part.interval)
    return Judgement(Verdict.CONTRADICTS, Reason.SUBSET) if larger else Judgement(Verdict.NESTED, Reason.PART)


def is_part_of(part: ComparedClaim, whole: ComparedClaim) -> bool:
    """True where the text itself makes the first claim a part of the second, or of a copy of the second."""
    told_of = part.text_id == whole.text_id and part.part_of == whole.quote and not whole.part
    return part.part and (part.whole == whole.claim_id or told_of)


def _not_data(left: ComparedClaim, right: ComparedClaim) -> Judgement | None:
    if left.interval.empty or right.interval.empty:
        return Judgement(Verdict.INAPPLICABLE, Reason.NO_FIGURE)
    return None


def _not_asserted(left: ComparedClaim, right: ComparedClaim) -> Judgement | None:
    for stance, reason in UNASSERTED.items():
        if stance in (left.stance, right.stance):
            return Judgement(Verdict.NOT_COMPARABLE, reason)
    return Judgement(Verdict.NOT_COMPARABLE, Reason.REPLACED) if left.gone or right.gone else None


def _not_alike(left: ComparedClaim, right: ComparedClaim) -> Judgement | None:
    """A judgement where the claims count different things, which are not compared; else None."""
    ours, theirs = left.bucket, right.bucket
    checks: tuple[tuple[Reason, Callable[[], bool]], ...] = (
        (Reason.OTHER_MEASURE, lambda: ours.measure != theirs.measure),
        (Reason.OTHER_UNIT, lambda: ours.unit != theirs.unit),
        (Reason.OTHER_SCOPE, lambda: ours.scope != theirs.scope),
    )
    reason = next((reason for reason, differs in checks if differs()), None)
    return Judgement(Verdict.NOT_COMPARABLE, reason) if reason else None


def _not_a_whole(left: ComparedClaim, right: ComparedClaim) -> Judgement | None:
    """A judgement where one claim is an addition: it is counted with its figure and not compared by itself."""
    return Judgement(Verdict.NOT_COMPARABLE, Reason.ADDITION) if left.addition or right.addition else None


def _as_parts(left: ComparedClaim, right: ComparedClaim) -> Judgement | None:
    """A judgement on a part and its whole, as the text relates them or as one group lies within the other."""
    for part, whole in ((left, right), (right, left)):
        if is_part_of(part, whole):
            return part_in_whole(part, whole)
    for part, whole in ((left, right), (right, left)):
        if lies_within(part.counted, whole.counted) and not whole.bucket.vague_subject and not whole.part:
            return _nested_groups(part, whole)
    if (left.part or right.part) and (left.counted == right.counted) and not _same_kind_of_part(left, right):
        return Judgement(Verdict.NOT_COMPARABLE, Reason.OTHER_PART)
    return None


def _nested_groups(part: ComparedClaim, whole: ComparedClaim) -> Judgement:
    """The judgement on a group inside another; a later count of the part may exceed an earlier one of the whole."""
    found = part_in_whole(part, whole)
    if found.verdict == Verdict.NESTED:
        return Judgement(Verdict.NESTED, Reason.GROUP_INSIDE)
    return _not_dated(part, whole) or found


def _same_kind_of_part(left: ComparedClaim, right: ComparedClaim) -> bool:
    """True for the same part of two wholes: six infants among thirteen, and four infants in another article."""
    return not left.counted.everyone and not left.bucket.vague_subject and left.text_id != right.text_id


def _not_dated(left: ComparedClaim, right: ComparedClaim) -> Judgement | None:
    """A judgement where figures count up to different days or cover different stretches: both may hold."""
    if left.scope == Scope.INCIDENT:
        return _days_apart(left, right)
    if left.scope == Scope.PERIOD:
        return _other_period(left, right)
    if not (left.as_of and right.as_of):
        return None if left.interval.overlaps(right.interval) else Judgement(Verdict.INAPPLICABLE, Reason.NO_DAY)
    return _days_apart(left, right)


def _other_period(left: ComparedClaim, right: ComparedClaim) -> Judgement | None:
    spans = [(c.event_start, c.event_end) for c in (left, right)]
    if not all(start and end for start, end in spans):
        return Judgement(Verdict.INAPPLICABLE, Reason.NO_DATES)
    return None if spans[0] == spans[1] else Judgement(Verdict.NOT_COMPARABLE, Reason.OTHER_PERIOD)


def _days_apart(left: ComparedClaim, right: ComparedClaim) -> Judgement | None:
    """The judgement on two days: a higher later count is growth; a lower one may hold only where counts can fall."""
    if not (left.as_of and right.as_of) or left.voice == right.voice or left.interval.overlaps(right.interval):
        return None
    earlier, later = sorted((left, right), key=lambda c: (str(c.as_of), c.interval))
    first, last = _count(earlier), _count(later)
    if succession(first, last, left.measure, left.scope):
        return Judgement(Verdict.SUPERSEDED, Reason.GREW)
    if left.as_of == right.as_of or (left.measure.course == Course.GROWS and later.interval.before(earlier.interval)):
        return None
    rivals = left.measure.course != Course.SHIFTS and are_rivals(first, last)
    return None if rivals else Judgement(Verdict.NOT_COMPARABLE, Reason.OTHER_DAY)


def _count(claim: ComparedClaim) -> Count:
    return Count(
        voice=claim.voice,
        as_of=claim.as_of,
        interval=claim.interval,
        stated=() if claim.stated is None else (claim.stated,),
        restates=frozenset([claim.restates] if claim.restates else ()),
        takes_back=() if claim.restated_from is None else (exact(claim.restated_from),),
        informed=claim.authority is not None,
        belligerent=claim.attribution_kind == SpeakerKind.BELLIGERENT,
    )


def _as_values(left: ComparedClaim, right: ComparedClaim, tolerances: Tolerances) -> Judgement:
    if left.interval == right.interval:
        return Judgement(Verdict.AGREES, Reason.SAME_FIGURE)
    overlap = left.interval.overlaps(right.interval)
    if not overlap and tolerances.near(left, right):
        return Judgement(Verdict.AGREES, Reason.WITHIN_TOLERANCE)
    if left.bucket.vague_subject and not overlap:
        return Judgement(Verdict.INAPPLICABLE, Reason.VAGUE_SUBJECT)
    if left.voice == right.voice and left.as_of and right.as_of and left.as_of != right.as_of:
        return _updated(left, right)
    return (
        Judgement(Verdict.COMPATIBLE, Reason.OVERLAP)
        if overlap
        else Judgement(Verdict.CONTRADICTS, _exclusion(left, right))
    )


def _as_ages(left: ComparedClaim, right: ComparedClaim) -> Judgement:
    """Compare ages of one conflict by the starts that they imply: 26 months in June 2013, eight years in March 2019."""
    starts = [implied_start(c, c.as_of) for c in (left, right) if c.as_of]
    if starts[0].overlaps(starts[1]):
        return Judgement(Verdict.AGREES, Reason.SAME_START)
    return Judgement(Verdict.INAPPLICABLE, Reason.VAGUE_SUBJECT)


def _updated(left: ComparedClaim, right: ComparedClaim) -> Judgement:
    """One source on two days: the later figure replaces the earlier, unless a toll to date falls."""
    earlier, later = sorted((left, right), key=lambda c: str(c.as_of))
    if falls(later.interval, earlier.interval, later.measure, later.scope):
        return Judgement(Verdict.CONTRADICTS, Reason.FALLS)
    if takes_place(later.interval, earlier.interval, later.measure, later.scope):
        return Judgement(Verdict.SUPERSEDED, Reason.LATER)
    return Judgement(Verdict.COMPATIBLE, Reason.OVERLAP)


def _exclusion(left: ComparedClaim, right: ComparedClaim) -> Reason:
    dated = left.as_of and right.as_of and left.as_of != right.as_of
    return Reason.FALLS if left.scope == Scope.CUMULATIVE and dated else Reason.EXCLUDE
