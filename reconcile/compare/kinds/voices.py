"""Conflicts between voices: denied events, news against datasets, and one agency's report that looks like several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reconcile.compare.kinds.base import Evidence, Finding, in_order, kind
from reconcile.model.claim import Bucket, ComparedClaim
from reconcile.model.interval import Interval, join_all
from reconcile.model.units import exact
from reconcile.wording.claim_words import bound_words, capital, figure_words, listed, says, speaker, with_article
from schemas.codes import Reason, SpeakerKind, Stance

OUTLETS = 2
"""The number of publishers from which one voice can be mistaken for several."""


@kind(
    "event one party denies",
    remedy="State the denial beside the figure; only evidence from the place can settle it.",
    denial=True,
)
def denied(evidence: Evidence) -> Iterator[Finding]:
    """One party denies that the event that others count happened."""
    found: dict[str, tuple[ComparedClaim, str]] = {}
    counting = {(c.event, c.voice) for c in evidence.claims if c.stance != Stance.DENIED and c.interval.high > 0}
    for claim in evidence.claims:
        if claim.stance == Stance.DENIED and (claim.event, claim.voice) in counting:
            continue  # 'no more than 12, rejecting reports of 21' denies a figure, not the event
        who = speaker(claim) if claim.stance == Stance.DENIED else claim.denied_by
        if who and claim.event not in found:
            found[claim.event] = (claim, who)
    for event_id, (claim, who) in sorted(found.items(), key=lambda item: item[0]):
        where = evidence.phrase(event_id)
        said = f"{figure_words(claim)} in" if claim.stance == Stance.DENIED else f"{says(claim)} in"
        but = "is denied by" if claim.stance == Stance.DENIED else "but this is denied by"
        comma = "" if claim.stance == Stance.DENIED else ","
        claims = evidence.copies[claim.claim_id].members
        told = capital(f"{said} {where}{comma} {but} {who}.")
        shown = (f"{speaker(claim)}: {figure_words(claim)}", f"{who}: it did not happen")
        most = claim.high if claim.low is None else claim.low
        if claim.stance == Stance.DENIED:
            yield Finding(event_id, claims, told, sides=(claim,), shown=shown[1:])
        else:
            yield Finding(
                event_id, claims, told, sides=(claim,), shown=shown, weighs=claim, reach=(0, exact(most or 0.0))
            )


@kind(
    "outside a dataset's range",
    remedy="Look up on which reports the dataset's figure rests, and whether they are newer.",
    of_values=True,
)
def outside_dataset(evidence: Evidence) -> Iterator[Finding]:
    """A figure from the news lies below the low or above the high of a dataset."""
    for bucket, pairs in evidence.contradicting(Reason.EXCLUDE).items():
        mixed = [sorted(p, key=_is_dataset) for p in pairs if _is_dataset(p[0]) != _is_dataset(p[1])]
        if mixed:
            news, data = in_order(p[0] for p in mixed), in_order(p[1] for p in mixed)
            yield _outside(evidence, bucket, news, data)


def _outside(
    evidence: Evidence, bucket: Bucket, news: tuple[ComparedClaim, ...], data: tuple[ComparedClaim, ...]
) -> Finding:
    hull = join_all(c.interval for c in data)
    below = news[0].interval.before(hull)
    far = news[0] if below else news[-1]
    where = "below" if below else "above"
    said = (
        f"{says(far)}, which is {where} the range of {speaker(data[0])}, {bound_words(data[0])}, "
        f"for {evidence.phrase(bucket.event_id)}."
    )
    members = {m.claim_id: m for side in (*news, *data) for m in evidence.copies[side.claim_id].members}
    return Finding(
        event_id=bucket.event_id,
        claims=tuple(members[i] for i in sorted(members)),
        explanation=capital(said),
        key=(bucket.unit, bucket.scope),
        sides=(*news, *data),
        measure=bucket.measure,
        group=bucket.counted.label,
        weighs=news[0],
    )


def _is_dataset(claim: ComparedClaim) -> bool:
    return bool(claim.attribution_kind == SpeakerKind.DATASET)


@kind("one wire copied", warning=True, remedy="Look for a source that does not go back to the same one.")
def copied(evidence: Evidence) -> Iterator[Finding]:
    """Several outlets seem to agree, but all of them go back to one originator."""
    for bucket, statements in evidence.buckets.items():
        claims = [m for s in statements for m in s.members if not m.part]
        if len({c.voice for c in claims}) != 1 or not bucket.measure.bare:
            continue
        alike: dict[Interval, list[ComparedClaim]] = defaultdict(list)
        for claim in claims:
            alike[claim.interval].append(claim)
        for same in alike.values():
            outlets = sorted({c.publisher for c in same if c.publisher})
            if len(outlets) >= OUTLETS:
                yield _one_voice(bucket, same, outlets)


def _one_voice(bucket: Bucket, claims: list[ComparedClaim], outlets: list[str]) -> Finding:
    first = claims[0]
    shown = outlets if len(outlets) <= 4 else [*outlets[:3], f"{len(outlets) - 3} more"]
    origin = first.voice if first.voice not in (first.text_id, first.doc) else "one and the same text"
    said = (
        f"{listed(shown)} carry {figure_words(first)}, but all go back to {with_article(origin)}, "
        "so they count as one voice."
    )
    key = (bucket.unit, bucket.scope, first.voice, bound_words(first))
    return Finding(
        bucket.event_id,
        tuple(claims),
        capital(said),
        key,
        tuple(claims[:1]),
        bucket.measure,
        bucket.counted.label,
    )
