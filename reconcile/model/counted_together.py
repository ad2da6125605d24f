"""What the claims of a text count together: additions add up, smaller numbers are parts of the text's own figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reconcile.model.additions import add_up
from reconcile.model.claim import Bucket, ComparedClaim, place_of
from schemas.codes import Role


def count_together(claims: Sequence[ComparedClaim]) -> list[ComparedClaim]:
    """The claims as they count beside the others of their text.

    Returns:
        The claims in the order given. Figures with additions are raised to the sum; a smaller number further down in a
        text, for the same group, is a part of the figure that the text gives first.
    """
    added = add_up(claims)
    wholes = _smaller_ones(added)
    return [replace(c, whole=wholes[c.claim_id], role=Role.PART) if c.claim_id in wholes else c for c in added]


def _smaller_ones(claims: Sequence[ComparedClaim]) -> dict[str, str]:
    """The first figure of the text, by each later and smaller number of its text: 'five injured; three in hospital'."""
    texts: dict[tuple[str, Bucket], list[ComparedClaim]] = defaultdict(list)
    for claim in sorted(claims, key=place_of):
        if claim.measure.people and claim.counts and not claim.part:
            texts[claim.text_id, claim.bucket].append(claim)
    found: dict[str, str] = {}
    for first, *later in texts.values():
        found |= {claim.claim_id: first.claim_id for claim in later if _is_some_of(claim, first)}
    return found


def _is_some_of(claim: ComparedClaim, first: ComparedClaim) -> bool:
    """True unless the smaller number is of another day, or of another named speaker, who may contradict the first."""
    smaller = claim.unit == first.unit and claim.as_of == first.as_of and claim.interval.before(first.interval)
    return smaller and claim.authority in (None, first.authority)
