"""Figures that add to an earlier one: 'killed 5 people, and another 5 died later' counts at least 10."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconcile.model.claim import ComparedClaim, in_common_unit
from reconcile.model.group import lies_within
from reconcile.model.interval import Interval
from reconcile.model.units import exact
from schemas.codes import Bound


def add_up(claims: Sequence[ComparedClaim]) -> list[ComparedClaim]:
    """Raise each figure that has additions in its text to at least the sum of the figure and its additions.

    A figure and an addition are summed where one voice gives both for the same thing, and where those added belong to
    the group that the figure counts. A headline or copy that repeats the figure alone is raised too.

    Returns:
        The claims in the order given; those with additions have new bounds.
    """
    by_id = {claim.claim_id: claim for claim in claims}
    additions: dict[str, list[ComparedClaim]] = defaultdict(list)
    for claim in claims:
        whole = _figure_added_to(claim, by_id) if claim.addition else None
        if whole is not None and _adds_to(claim, whole):
            additions[whole.claim_id].append(claim)
    raised: dict[tuple[Any, ...], ComparedClaim] = {}
    for id, added in additions.items():
        found = _raised(by_id[id], added)
        best = max(found, raised.get(_said(by_id[id]), found), key=lambda c: (c.low or 0.0, c.claim_id))
        raised[_said(by_id[id])] = best
    return [_raised(c, raised[_said(c)].added) if not c.part and _said(c) in raised else c for c in claims]


def _figure_added_to(addition: ComparedClaim, by_id: Mapping[str, ComparedClaim]) -> ComparedClaim | None:
    """The figure that an addition adds to, through any additions in between; None where it is not among the claims."""
    passed = {addition.claim_id}
    found = by_id.get(addition.added_to or "")
    while found is not None and found.addition and found.claim_id not in passed:
        passed.add(found.claim_id)
        found = by_id.get(found.added_to or "")
    return None if found is None or found.addition else found


def _adds_to(addition: ComparedClaim, whole: ComparedClaim) -> bool:
    among = addition.counted.everyone or addition.counted == whole.counted
    one_voice = addition.attribution is None or addition.own_voice == whole.own_voice
    same_thing = addition.bucket == whole.bucket._replace(counted=addition.counted) and addition.unit == whole.unit
    counted = addition.stance.counts and whole.stance.counts
    return one_voice and same_thing and counted and (among or lies_within(addition.counted, whole.counted))


def _raised(claim: ComparedClaim, added: Sequence[ComparedClaim]) -> ComparedClaim:
    """The figure with its additions: at least the sum; `stated` is the sum where each number is stated."""
    numbers = (claim, *added)
    least = exact(sum(exact(c.low or 0.0) for c in numbers))
    best = None if any(c.best is None for c in numbers) else float(least)
    interval = in_common_unit(Interval(least), claim.unit)
    return replace(
        claim, low=float(least), best=best, high=None, bound=Bound.AT_LEAST, interval=interval, added=tuple(added)
    )


def _said(claim: ComparedClaim) -> tuple[Any, ...]:
    return claim.text_id, claim.own_voice, claim.bucket, claim.unit, claim.low, claim.high, claim.bound
