"""Comparability before conflict: what two claims on one event come to, and why.

The questions are asked in a fixed order; the first that settles the matter gives the verdict. Only claims of one
event, measure, unit, scope, group and day are compared as values; the rest are labelled with the reason why not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from reconcile.compare.checks import implied_start
from reconcile.model.claim import Bucket, Claim
from reconcile.model.group import lies_within
from reconcile.model.interval import Interval
from reconcile.model.updates import GROWING, days_between, falls, same_day_within, takes_place

EXCLUDE = "exclude one another"
SUBSET = "subset larger than its whole"
SAME_START = "same implied start"
FALLS = "a toll to date that falls"


@dataclass(frozen=True)
class Verdict:
    """What a pair comes to, and why in a few fixed words."""

    verdict: str
    reason: str


@dataclass(frozen=True)
class Tolerances:
    """Per measure: two figures agree when they differ by no more than this share of the larger."""

    shares: dict[str, float]

    def near(self, left: Claim, right: Claim) -> bool:
        """True where both state a number and the numbers differ by no more than the desk allows."""
        share = self.shares.get(left.measure, 0.0)
        gap = max(left.interval.low - right.interval.high, right.interval.low - left.interval.high)
        return share > 0 and gap <= share * max(abs(left.interval.low), abs(right.interval.low))


def judge(left: Claim, right: Claim, tolerances: Tolerances) -> Verdict:
    """The verdict on two claims of one event; the order of the two makes no difference."""
    for question in (_not_data, _not_asserted, _not_alike):
        if found := question(left, right):
            return found
    if nested := _as_parts(left, right):
        return nested
    if left.group != right.group:
        return Verdict("not comparable", "different group")
    if left.measure == "duration" and left.scope == "cumulative" and left.as_of and right.as_of:
        return _as_ages(left, right)
    if found := _not_dated(left, right):
        return found
    return _as_values(left, right, tolerances)


@dataclass(frozen=True)
class Texts:
    """What each story says of each thing, to see which figures a story itself tells apart."""

    told: dict[tuple[str, Bucket], list[Claim]]

    def apart(self, left: Claim, right: Claim) -> bool:
        """True where figures that exclude each other need not speak of the same thing, as their own texts show.

        One text that gives two figures in one voice counts two things (ten on the bus, thirty-one in all); only two
        named authorities in it contradict each other. And a story that also gives the other's figure does not
        contradict it with a further one of its own.
        """
        if left.story == right.story:
            return left.authority is None or right.authority is None or left.authority == right.authority
        return self._also_says(left, right) or self._also_says(right, left)

    def _also_says(self, claim: Claim, other: Claim) -> bool:
        siblings = self.told.get((claim.story, other.bucket), [])
        same_voice = (c for c in siblings if claim.authority is None or c.voice == claim.voice)
        given = [c for c in same_voice if not c.part and c.interval.overlaps(other.interval)]
        return any(c.stated is not None and other.interval.holds(c.stated) for c in given)


def read_texts(claims: Iterable[Claim]) -> Texts:
    """The claims by story and by what they speak of."""
    told: dict[tuple[str, Bucket], list[Claim]] = defaultdict(list)
    for claim in claims:
        told[claim.story, claim.bucket].append(claim)
    return Texts(dict(told))


def judge_in_context(left: Claim, right: Claim, tolerances: Tolerances, texts: Texts) -> Verdict:
    """The verdict on two claims, unless their own texts show that they speak of different things."""
    found = judge(left, right, tolerances)
    tied = is_part_of(left, right) or is_part_of(right, left)
    if found.verdict == "contradicts" and found.reason != FALLS and not tied and texts.apart(left, right):
        return Verdict("not comparable", "told apart")
    return found


def part_in_whole(part: Claim, whole: Claim) -> Verdict:
    """What a part comes to beside its whole: it may not be larger."""
    larger = Interval(whole.interval.low, whole.interval.high).before(part.interval)
    return Verdict("contradicts", SUBSET) if larger else Verdict("nested", "part of the other")


def is_part_of(part: Claim, whole: Claim) -> bool:
    """True where the text itself calls the first a part of the second, or of a copy of it."""
    told_of = part.story == whole.story and part.part_of == whole.quote and not whole.part
    return part.part and (part.whole == whole.claim_id or told_of)


def _not_data(left: Claim, right: Claim) -> Verdict | None:
    if left.interval.empty or right.interval.empty:
        return Verdict("inapplicable", "no figure")
    return None


def _not_asserted(left: Claim, right: Claim) -> Verdict | None:
    for stance in ("hypothetical", "denied"):
        if stance in (left.stance, right.stance):
            return Verdict("not comparable", stance)
    return None


def _not_alike(left: Claim, right: Claim) -> Verdict | None:
    """Different things are not compared."""
    ours, theirs = left.bucket, right.bucket
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("different measure", lambda: ours.measure != theirs.measure),
        ("different unit", lambda: ours.unit != theirs.unit),
        ("different scope", lambda: ours.scope != theirs.scope),
    )
    reason = next((reason for reason, differs in checks if differs()), None)
    return Verdict("not comparable", reason) if reason else None


def _as_parts(left: Claim, right: Claim) -> Verdict | None:
    """Parts and wholes, as the text ties them or as the groups lie in one another."""
    for part, whole in ((left, right), (right, left)):
        if is_part_of(part, whole):
            return part_in_whole(part, whole)
    for part, whole in ((left, right), (right, left)):
        if lies_within(part.group, whole.group) and not whole.bucket.vague_subject and not whole.part:
            return _nested_groups(part, whole)
    if (left.part or right.part) and (left.group == right.group) and not _same_kind_of_part(left, right):
        return Verdict("not comparable", "different part")
    return None


def _nested_groups(part: Claim, whole: Claim) -> Verdict:
    """A group inside another; a later count of the part may outgrow an earlier one of the whole."""
    found = part_in_whole(part, whole)
    if found.verdict == "nested":
        return Verdict("nested", "group inside the other")
    return _not_dated(part, whole) or found


def _same_kind_of_part(left: Claim, right: Claim) -> bool:
    """Six infants among thirteen, and four infants in another article: the same group, so the same part."""
    return not left.group.everyone and not left.bucket.vague_subject and left.story != right.story


def _not_dated(left: Claim, right: Claim) -> Verdict | None:
    """Figures that count up to different days, or cover different stretches, may both hold."""
    if left.scope == "incident":
        return _days_apart(left, right, same_day_within(left.measure))
    if left.scope == "period":
        return _other_period(left, right)
    if not (left.as_of and right.as_of):
        return None if left.interval.overlaps(right.interval) else Verdict("inapplicable", "no as-of date")
    return _days_apart(left, right, 0)


def _other_period(left: Claim, right: Claim) -> Verdict | None:
    spans = [(c.event_start, c.event_end) for c in (left, right)]
    if not all(start and end for start, end in spans):
        return Verdict("inapplicable", "no dates")
    return None if spans[0] == spans[1] else Verdict("not comparable", "different period")


def _days_apart(left: Claim, right: Claim, slack: int) -> Verdict | None:
    """A later count that is higher is growth, no conflict; a later one that is lower is none only where tolls fall."""
    if not (left.as_of and right.as_of) or left.voice == right.voice:
        return None
    if days_between(left.as_of, right.as_of) <= slack or left.interval.overlaps(right.interval):
        return None
    earlier, later = sorted((left, right), key=lambda c: str(c.as_of))
    if left.measure in GROWING and later.interval.before(earlier.interval):
        return None
    return Verdict("not comparable", "different as-of date")


def _as_values(left: Claim, right: Claim, tolerances: Tolerances) -> Verdict:
    if left.interval == right.interval:
        return Verdict("agrees", "same figure")
    overlap = left.interval.overlaps(right.interval)
    if not overlap and tolerances.near(left, right):
        return Verdict("agrees", "within tolerance")
    if left.bucket.vague_subject and not overlap:
        return Verdict("inapplicable", "unclear what is measured")
    if left.voice == right.voice and left.as_of and right.as_of and left.as_of != right.as_of:
        return _updated(left, right)
    return Verdict("compatible", "intervals overlap") if overlap else Verdict("contradicts", _exclusion(left, right))


def _as_ages(left: Claim, right: Claim) -> Verdict:
    """Ages of one conflict are compared by their starts: 26 months in June 2013, eight years in March 2019."""
    starts = [implied_start(c, date.fromisoformat(c.as_of)) for c in (left, right)]
    if starts[0].overlaps(starts[1]):
        return Verdict("agrees", SAME_START)
    return Verdict("inapplicable", "unclear what is measured")


def _updated(left: Claim, right: Claim) -> Verdict:
    """One source, two days: the later figure takes the place of the earlier, unless a toll to date falls."""
    earlier, later = sorted((left, right), key=lambda c: str(c.as_of))
    if falls(later.interval, earlier.interval, later.measure, later.scope):
        return Verdict("contradicts", FALLS)
    if takes_place(later.interval, earlier.interval, later.measure, later.scope):
        return Verdict("superseded", "later figure of the same source")
    return Verdict("compatible", "intervals overlap")


def _exclusion(left: Claim, right: Claim) -> str:
    dated = left.as_of and right.as_of and left.as_of != right.as_of
    return FALLS if left.scope == "cumulative" and dated else EXCLUDE
