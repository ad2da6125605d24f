"""Claims of the claims table prepared for comparing: with their wholes, additions, hedges and agencies."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.model.claim import ComparedClaim, compared, place_of
from reconcile.model.hedges import restore_hedges
from reconcile.model.parts import find_wholes
from reconcile.model.records import Claim
from reconcile.model.territory import place_territories


def read_claims(claims: Iterable[Claim], about: float, event_only: bool = True) -> list[ComparedClaim]:
    """Prepare claims for comparing, each with its interval and group.

    Args:
        claims: the claims of the claims table.
        about: the desk's tolerance for 'about N', a share of N.
        event_only: leave out claims that are not linked to an event.

    Returns:
        The claims sorted by document and position in it.
    """
    everywhere = list(claims)
    here = [claim for claim in everywhere if claim.event_id is not None or not event_only]
    wholes, wires = find_wholes(here, everywhere), find_wires(everywhere)
    read = [
        compared(
            claim,
            about,
            whole=wholes.get(claim.claim_id),
            wire=wires.get(claim.story or claim.doc),
        )
        for claim in here
    ]
    return sorted(place_territories(restore_hedges(read)), key=place_of)


def find_wires(claims: Iterable[Claim]) -> dict[str, str]:
    """The agency of each story in which a copy names one: an unsigned cut of an agency's story is the agency's too."""
    signed = sorted((claim.story, claim.agency) for claim in claims if claim.story and claim.agency)
    return dict(reversed(signed))
