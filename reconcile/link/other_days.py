"""Takes from a claim the place that its article tells of an attack of another day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reconcile.link.agreement import Facts, compare_causes, days_between
from reconcile.link.division import names_own_place
from reconcile.link.vocabulary import load_causes
from reconcile.model.link_reason import CauseLevel
from reconcile.model.place import PlaceReference
from reconcile.model.records import Claim


def without_places_of_others(claims: Sequence[Claim], said: Mapping[str, Facts], gap: int) -> dict[str, Facts]:
    """The facts of an article's claims; a place taken over from the sentences of another day's attack is left out.

    'A bomb killed two in Orlova on Saturday. On Tuesday a gas attack killed 80': the 80 are not placed in Orlova. Only
    the attacks of a war are judged so, and only claims whose own sentence names the day.
    """
    days: defaultdict[str, list[Facts]] = defaultdict(list)
    for claim in claims:
        facts = said[claim.claim_id]
        if facts.place.name is not None and names_own_place(claim):
            days[facts.place.name.casefold()].append(facts)
    return {claim.claim_id: _without_place_of_others(claim, said[claim.claim_id], days, gap) for claim in claims}


def _without_place_of_others(claim: Claim, facts: Facts, days: Mapping[str, Sequence[Facts]], gap: int) -> Facts:
    others = days.get((facts.place.name or "").casefold(), ())
    if not others or not facts.dated or names_own_place(claim) or facts.family not in load_causes().armies:
        return facts
    if not all(_is_of_another_day(facts, other, gap) for other in others):
        return facts
    return replace(facts, place=PlaceReference(country=facts.place.country))


def _is_of_another_day(facts: Facts, other: Facts, gap: int) -> bool:
    """True where two attacks have days of their own that are apart, or that differ together with the cause."""
    between = days_between(facts, other) or 0
    differs = compare_causes(facts, other) in (CauseLevel.AKIN, CauseLevel.DIFFERENT)
    return between > gap or (between > 0 and differs)
