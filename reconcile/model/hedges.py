"""Hedges for bare numbers: what a headline leaves out is taken from its article before figures are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconcile.model.claim import ComparedClaim
from reconcile.model.interval import Interval
from schemas.codes import Bound


def restore_hedges(claims: Sequence[ComparedClaim]) -> list[ComparedClaim]:
    """Give each bare number the bound that its story gives the same number elsewhere.

    A headline says 'Blast kills 20' over a text that says 'at least 20'. Only claims of one story, event, measure, unit
    and scope are considered, and of those only figures for the same people by the same speaker; a headline, which names
    no speaker and often no group, takes the hedge of its article. A single person mentioned ('a child was killed') in
    a story that also gives a toll becomes at least one, not the toll; so does one of a group ('a boy') of whom another
    story of the event gives a number ('two boys'). The claims table keeps what each place says.

    Returns:
        The claims in the order given, with restored bounds.
    """
    hedged: dict[tuple[Any, ...], list[ComparedClaim]] = defaultdict(list)
    tolls: dict[tuple[Any, ...], int] = defaultdict(int)
    for claim in sorted(claims, key=lambda c: (c.doc, c.start, c.claim_id)):
        for key in (_about(claim), claim.bucket):
            tolls[key] += not (claim.implicit or claim.addition)
        if claim.bound.hedged and claim.best is not None:
            hedged[*_about(claim), claim.best].append(claim)
    return [_restored(c, hedged.get((*_about(c), c.best), ()), _is_beside_tolls(c, tolls)) for c in claims]


def _is_beside_tolls(claim: ComparedClaim, tolls: Mapping[tuple[Any, ...], int]) -> bool:
    """True where its story gives a toll, or any story gives one for its own group."""
    return tolls[_about(claim)] > 0 or (not claim.counted.everyone and tolls[claim.bucket] > 0)


def _restored(claim: ComparedClaim, hedged: Sequence[ComparedClaim], tolls: bool) -> ComparedClaim:
    if claim.bound != Bound.EXACT:
        return claim
    if claim.implicit and tolls:
        open_above = Interval(claim.interval.low)
        return replace(claim, bound=Bound.AT_LEAST, high=None, interval=open_above)
    hedge = next((other for other in hedged if _is_of_one_figure(claim, other)), None)
    if hedge is None:
        return claim
    return replace(claim, low=hedge.low, high=hedge.high, bound=hedge.bound, interval=hedge.interval)


def _is_of_one_figure(bare: ComparedClaim, hedge: ComparedClaim) -> bool:
    """True where both are for the same people and voice, or the bare one names neither."""
    if bare.attribution is None:
        return bare.counted == hedge.counted or bare.counted.everyone
    return bare.counted == hedge.counted and bare.own_voice == hedge.own_voice


def _about(claim: ComparedClaim) -> tuple[Any, ...]:
    return claim.text_id, claim.event_id, claim.measure, claim.unit, claim.scope
