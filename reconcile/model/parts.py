"""Which figure is a part of which."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.model.records import Claim

UNKNOWN = "?"
"""In place of the whole of a part whose whole is linked to no event, or to another one."""


def find_wholes(claims: Iterable[Claim], everywhere: Iterable[Claim]) -> dict[str, str]:
    """The whole of each claim that is a part, by claim_id.

    Three killed of forty hostages are no part of another toll: only a whole of the same measure counts. Nor is what one
    speaker puts higher a part of another speaker's figure. A part whose whole is not among the claims has one all the
    same, UNKNOWN: it is never taken for a whole.

    Args:
        claims: the claims that are compared.
        everywhere: all claims, among which a whole may be that is linked elsewhere.
    """
    claims = list(claims)
    here = {claim.claim_id for claim in claims}
    by_id = {claim.claim_id: claim for claim in (*everywhere, *claims)}
    found: dict[str, str] = {}
    for claim in (c for c in claims if c.whole_id):
        whole = by_id.get(claim.whole_id or "")
        if whole is None or (whole.measure == claim.measure and not _contests(claim, whole)):
            found[claim.claim_id] = whole.claim_id if whole is not None and whole.claim_id in here else UNKNOWN
    return found


def _contests(part: Claim, whole: Claim) -> bool:
    """Another speaker's larger figure is a rival, not a part."""
    larger = part.low is not None and whole.high is not None and part.low > whole.high
    return larger and part.originator != whole.originator
