"""Figures of one thing that exclude one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reconcile.compare.kinds.base import Evidence, Finding, in_order, kind
from reconcile.compare.verdicts import is_part_of
from reconcile.model.claim import Bucket, ComparedClaim
from reconcile.model.group import lies_within
from reconcile.model.interval import INFINITY, End
from reconcile.model.units import Exact
from reconcile.wording.claim_words import agreeing, both_say, capital, figure_words, number_words, says, speaker
from reconcile.wording.figure_words import day_words
from schemas.codes import Reason, SpeakerKind

SHOWN = 6
"""The largest number of sides that an explanation names; the conflict's row lists them all."""

VALUES = "values that cannot both hold"
SAME_AUTHORITY = "one authority, different figures"


@kind(
    VALUES,
    remedy="A named list of those counted, or a later count by either source, would settle it.",
    of_values=True,
)
def values(evidence: Evidence) -> Iterator[Finding]:
    """Independent sources give figures of one thing that exclude one another."""
    for bucket, pairs in evidence.contradicting(Reason.EXCLUDE).items():
        own = [pair for pair in pairs if not _dataset_and_news(*pair)]
        if any(not _one_authority(left, right) for left, right in own):
            yield _excluding(evidence, bucket, own)


@kind(
    SAME_AUTHORITY,
    remedy="Ask the authority, or look up its own statement, for the figure that it confirms.",
    of_values=True,
)
def same_authority(evidence: Evidence) -> Iterator[Finding]:
    """One authority is quoted with figures that exclude one another, and neither is reported as an update."""
    for bucket, pairs in evidence.contradicting(Reason.EXCLUDE).items():
        voices: dict[str, list[tuple[ComparedClaim, ComparedClaim]]] = defaultdict(list)
        for left, right in pairs:
            if _one_authority(left, right):
                voices[left.voice].append((left, right))
        for voice, own in sorted(voices.items()):
            yield _two_tongues(evidence, bucket, voice, own)


@kind(
    "subset larger than its whole",
    remedy="Read both sentences again: one may be about another event or another group.",
    of_groups=True,
)
def subset(evidence: Evidence) -> Iterator[Finding]:
    """A part is given a larger figure than the whole that it belongs to, and than any other figure of that whole."""
    for bucket, pairs in evidence.contradicting(Reason.SUBSET).items():
        turned = [pair if _is_part(*pair) else pair[::-1] for pair in pairs]
        ordered = [(part, whole) for part, whole in turned if not _fits_elsewhere(evidence, part, whole)]
        if not ordered:
            continue
        part, whole = max(ordered, key=lambda p: (p[0].interval.low - p[1].interval.high, p[0].claim_id))
        who = speaker(part)
        told = f"{says(whole)}, and {who} {agreeing('counts', who)} {figure_words(part)} among them"
        said = f"{told}; a part of {evidence.phrase(bucket.event_id)} cannot be larger than the whole."
        reach = (whole.interval.low, part.interval.low) if whole.interval.low > -INFINITY else None
        sides = in_order(c for p in ordered for c in p)
        yield _finding(evidence, part.bucket, sides, capital(said), weighs=whole, reach=reach)


@kind(
    "toll to date that falls",
    remedy="Find out whether the later count was revised or covers less than the earlier one.",
    of_values=True,
)
def falls(evidence: Evidence) -> Iterator[Finding]:
    """A toll to date is lower than an earlier toll to date of the same thing."""
    for bucket, pairs in evidence.contradicting(Reason.FALLS).items():
        ordered = [tuple(sorted(pair, key=lambda c: str(c.as_of))) for pair in pairs]
        early, late = max(ordered, key=lambda p: (p[0].interval.low - p[1].interval.high, p[0].claim_id))
        said = (
            f"{says(early)} up to {_day(early)}, but {says(late)} up to {_day(late)}; "
            f"a toll to date of {evidence.phrase(bucket.event_id)} cannot fall."
        )
        yield _finding(evidence, bucket, in_order(c for p in pairs for c in p), capital(said), weighs=late)


@kind("digit slip", warning=True, remedy="Look at both articles: one may have a slip of the pen.")
def digit_slip(evidence: Evidence) -> Iterator[Finding]:
    """Two figures that exclude one another differ by a factor of ten or by two digits that changed places."""
    for bucket, pairs in evidence.contradicting(Reason.EXCLUDE).items():
        for left, right in pairs:
            slip = slip_between(left.stated, right.stated)
            if slip:
                said = f"{capital(both_say(in_order((left, right))))}; the two differ by {slip}, so one may be a slip."
                key = (number_words(left.interval.low), number_words(right.interval.low))
                yield _finding(evidence, bucket, in_order((left, right)), said, tuple(sorted(key)))
                break


def seeming(evidence: Evidence, claims: Iterable[ComparedClaim]) -> Finding:
    """Figures of one thing that exclude one another, although no two claims were found to contradict each other."""
    sides = in_order(evidence.copies[c.claim_id].claim for c in claims if c.claim_id in evidence.copies)
    first = sides[0]
    said = f"{both_say(_one_a_voice(sides))}; they may count different things of {evidence.phrase(first.event)}."
    return replace(_finding(evidence, first.bucket, sides, capital(said), weighs=first), unsure=True)


def slip_between(left: Exact | None, right: Exact | None) -> str | None:
    """The slip of the pen that would turn one number into the other; None where there is none.

    >>> slip_between(140, 1400), slip_between(143, 134), slip_between(30, 43)
    ('a factor of ten', 'two digits that changed places', None)
    """
    if not left or not right or left == right:
        return None
    small, large = sorted((left, right))
    if large == small * 10:
        return "a factor of ten"
    if small < 100 or any(value != round(value) for value in (small, large)):
        return None
    one, other = f"{round(small)}", f"{round(large)}"
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    swapped = len(one) == len(other) and len(apart) == 2 and apart[1] == apart[0] + 1
    if swapped and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]:
        return "two digits that changed places"
    return None


def _excluding(evidence: Evidence, bucket: Bucket, pairs: list[tuple[ComparedClaim, ComparedClaim]]) -> Finding:
    sides = in_order(claim for pair in pairs for claim in pair)
    shown = _one_a_voice(sides)
    rest = len({c.voice for c in sides}) - len({c.voice for c in shown})
    more = f", and {rest} more give other figures" if rest > 0 else ""
    both = "both speak" if len(shown) == 2 and not more else "all speak"
    verb = "both cannot hold" if len(shown) == 2 and not more else "they cannot all hold"
    said = f"{both_say(shown)}{more}; {both} of {evidence.phrase(bucket.event_id)}, so {verb}."
    return _finding(evidence, bucket, sides, capital(said), weighs=sides[0])


def _two_tongues(
    evidence: Evidence, bucket: Bucket, voice: str, pairs: list[tuple[ComparedClaim, ComparedClaim]]
) -> Finding:
    sides = in_order(claim for pair in pairs for claim in pair)
    first, last = sides[0], sides[-1]
    places = [f"{figure_words(c)} {_carrier(c)}" for c in (first, last)]
    said = (
        f"{speaker(first)} is quoted with {places[0]} and with {places[1]}, both of "
        f"{evidence.phrase(bucket.event_id)}, and nothing says which of the two it confirms."
    )
    return _finding(evidence, bucket, sides, capital(said), (voice,), weighs=first)


def _day(claim: ComparedClaim) -> str:
    return day_words(claim.as_of or "")


def _carrier(claim: ComparedClaim) -> str:
    return f"in {claim.publisher} ({claim.doc})" if claim.publisher else f"in {claim.doc}"


def _one_a_voice(sides: Iterable[ComparedClaim]) -> list[ComparedClaim]:
    """One side for each voice and figure, by size, with the lowest and the highest side first."""
    kept: dict[tuple[str, object], ComparedClaim] = {}
    for claim in sides:
        kept.setdefault((claim.voice, claim.interval), claim)
    found = list(kept.values())
    return found if len(found) <= SHOWN else [*found[: SHOWN // 2], *found[-(SHOWN // 2) :]]


def _fits_elsewhere(evidence: Evidence, part: ComparedClaim, whole: ComparedClaim) -> bool:
    """True for a part that fits another figure of the whole's place.

    Two killed in one street and four civilians killed in the town, where another figure of the town is eighteen.
    """
    wholes = (s.claim for s in evidence.buckets[whole.bucket] if not s.claim.part)
    return not is_part_of(part, whole) and any(w.interval.high >= part.interval.low for w in wholes)


def _one_authority(left: ComparedClaim, right: ComparedClaim) -> bool:
    return left.authority is not None and left.authority == right.authority


def _dataset_and_news(left: ComparedClaim, right: ComparedClaim) -> bool:
    """True for a dataset beside a news claim: such pairs have a kind of their own."""
    return bool((left.attribution_kind == SpeakerKind.DATASET) != (right.attribution_kind == SpeakerKind.DATASET))


def _is_part(part: ComparedClaim, whole: ComparedClaim) -> bool:
    return is_part_of(part, whole) or lies_within(part.counted, whole.counted)


def _finding(
    evidence: Evidence,
    bucket: Bucket,
    sides: tuple[ComparedClaim, ...],
    said: str,
    key: tuple[str, ...] = (),
    weighs: ComparedClaim | None = None,
    reach: tuple[End, End] | None = None,
) -> Finding:
    """A finding on one bucket; the copies of each side are among its claims."""
    members = {m.claim_id: m for side in sides for m in evidence.copies[side.claim_id].members}
    return Finding(
        event_id=bucket.event_id,
        claims=tuple(members[i] for i in sorted(members)),
        explanation=said,
        key=(bucket.unit, bucket.scope, *key),
        sides=sides,
        measure=bucket.measure,
        group=bucket.counted.label,
        weighs=weighs,
        reach=reach,
    )
