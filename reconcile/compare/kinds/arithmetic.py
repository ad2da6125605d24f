"""Sums that do not add up: the checks of `reconcile.compare.checks` that do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.compare.kinds.base import Evidence, Finding, kind
from reconcile.model.claim import ComparedClaim
from reconcile.model.interval import End, finite
from schemas.codes import CheckName


@kind(CheckName.PARTS, remedy="Read the sentence again: a part may be missing, or belong to another total.")
def parts(evidence: Evidence) -> Iterator[Finding]:
    """The parts of a total add up to another number, or exceed it."""
    yield from _failing(evidence, CheckName.PARTS)


@kind(CheckName.DURATION, remedy="Check the first and the last day in the article's own words.")
def durations(evidence: Evidence) -> Iterator[Finding]:
    """An event is reported to have lasted longer or shorter than its dates allow."""
    yield from _failing(evidence, CheckName.DURATION)


@kind(CheckName.LENGTH, remedy="Take the unit that the source itself used; the other is the newsroom's conversion.")
def lengths(evidence: Evidence) -> Iterator[Finding]:
    """A length is given in two units that do not convert into one another."""
    yield from _failing(evidence, CheckName.LENGTH)


@kind(CheckName.START, remedy="Look up when the conflict is held to have begun, and enter it with the event.")
def starts(evidence: Evidence) -> Iterator[Finding]:
    """Documents give ages of one conflict that imply different starts."""
    yield from _failing(evidence, CheckName.START)


def _failing(evidence: Evidence, name: CheckName) -> Iterator[Finding]:
    """The checks of one name that do not hold, each as a finding with its claims."""
    for check in evidence.checks:
        if check.name == name and not check.holds and check.event_id:
            claims = tuple(evidence.by_id[claim_id] for claim_id in check.claim_ids)
            told = {(claim.text_id, claim.quote) for claim in claims}
            key = () if name == CheckName.START else tuple(part for one in sorted(told) for part in one)
            weighs, reach = _sum_reach(claims) if name == CheckName.PARTS else (claims[0], None)
            yield Finding(
                check.event_id, claims, check.explanation, key, claims, check.measure, weighs=weighs, reach=reach
            )


def _sum_reach(claims: Sequence[ComparedClaim]) -> tuple[ComparedClaim, tuple[End, End]]:
    """The total, and the range between its stated value and the sum of its parts."""
    named = {claim.whole for claim in claims}
    whole = next(claim for claim in claims if claim.claim_id in named)
    stated = whole.stated if whole.stated is not None else whole.interval.low
    parts = sum(finite(claim.interval.low for claim in claims if claim is not whole))
    return whole, (min(stated, parts), max(stated, parts))
