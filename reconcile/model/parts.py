"""Which figure is a part of which."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.model.records import Claim

UNKNOWN = "?"
"""The `whole` of a part whose whole is not linked to an event, or is linked to another one."""


def find_wholes(claims: Iterable[Claim], everywhere: Iterable[Claim]) -> dict[str, str]:
    """Find the whole of each claim that is a part.

    Only a whole of the same measure counts: three killed of forty hostages are not a part of another toll. A figure is
    not a part of another speaker's smaller figure. A part whose whole is not among the claims has the whole UNKNOWN, so
    that it is never taken for a whole itself.

    Args:
        claims: the claims that are compared.
        everywhere: all claims, including those linked to other events, among which a whole may be.

    Returns:
        The claim_id of the whole (or UNKNOWN), by the claim_id of the part.
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
    """True where the part is another speaker's larger figure: it contradicts the whole and is not a part of it."""
    larger = part.low is not None and whole.high is not None and part.low > whole.high
    return larger and part.originator != whole.originator
