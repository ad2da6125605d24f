"""Gives figures in an article's own words to the speaker whom the article names for the same event.

A headline, or a sentence without a speaker, that repeats what the article quotes is not a second voice. Nor is a count
that an article gives beside its only speaker: what it knows of the event, it has from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reconcile.link.originators import speaks
from reconcile.model.records import Claim
from schemas.codes import Bound, SpeakerKind, Stance

ROUNDED = 0.1
"""Share of a rounded number by which the number that it stands for may be larger."""


def attribute_repeats(claims: Sequence[Claim]) -> list[Claim]:
    """The claims; those in an article's own words have the originator whom the article quotes, where that is clear."""
    quoted: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.attribution is not None and claim.stance != Stance.DENIED and claim.measure.people:
            quoted[claim.doc].append(claim)
    return [_attributed(claim, quoted[claim.doc]) for claim in claims]


def _attributed(claim: Claim, quoted: Sequence[Claim]) -> Claim:
    if claim.attribution_kind != SpeakerKind.NARRATOR or not claim.measure.people:
        return claim
    here = [other for other in quoted if other.event_id == claim.event_id]
    repeated = [other for other in here if speaks(other) and repeats(claim, other)]
    if repeated:
        return replace(claim, originator=min(repeated, key=lambda other: _apart(claim, other)).originator)
    voices = {other.originator for other in here}
    return replace(claim, originator=voices.pop()) if len(voices) == 1 else claim


def _apart(one: Claim, other: Claim) -> tuple[bool, int, str]:
    """How far another claim is from one: of the same people first, then by characters between them."""
    return one.group != other.group, abs(one.start - other.start), other.claim_id


def repeats(own: Claim, other: Claim) -> bool:
    """True where a figure may be another one told again: the same number, or that number rounded down or up.

    Groups are those of the whole: a figure of children is not repeated by one of women.
    """
    if own.measure != other.measure or own.unit != other.unit:
        return False
    if own.group != other.group and own.group is not None and other.group is not None:
        return False
    if (own.low, own.best, own.high, own.bound) == (other.low, other.best, other.high, other.bound):
        return True
    mine, theirs = own.best or own.low or own.high, other.best or other.low or other.high
    if mine is None or theirs is None:
        return False
    if mine == theirs:
        return True
    slack = ROUNDED * mine
    return (own.bound != Bound.EXACT and abs(mine - theirs) <= slack) or _is_round_of(mine, theirs, slack)


def _is_round_of(mine: float, theirs: float, slack: float) -> bool:
    """True where a number with zeros at its end stands for a number near it."""
    step = 1
    while mine >= step * 10 and mine % (step * 10) == 0:
        step *= 10
    return step > 1 and abs(mine - theirs) < min(step, slack)
