"""Whose people a number counts, where one event is counted in several countries, and what each voice covers.

A country's toll is a part of the toll of all, and the toll of a part of the country (rebel-held, north-west) is a part
of the country's: none of them is a rival of another. A speaker who gives the toll of one territory whenever the words
name one gives it where they name none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reconcile.model.claim import ComparedClaim, place_of
from reconcile.model.units import Exact
from schemas.codes import Measure

LEAST = 2
"""Claims that name a country before the event is taken to be counted in it."""
DISTINCT = 100
"""From this number on, two texts hardly give the same number of two territories."""
MOSTLY = 0.6
"""Share of a voice's numbers that name one territory, from which the voice counts that one."""
Where = tuple[str, ...]
"""A country, and the part of it."""
_ZONE, _TOWN = ": ", ", "
_ALL = "all"


@dataclass(frozen=True)
class Territory:
    """A country by its name, a part of one, or both; `together` for several countries counted in one number.

    A part is a zone (rebel-held, north-west), or the town or province in which those of a number were counted.
    """

    country: str | None = None
    zone: str | None = None
    town: str | None = None
    together: bool = False

    def __str__(self) -> str:
        """As the claims table has it: 'Syria', 'Syria: north-west', ': north-west', 'Syria, Aleppo' or 'all'."""
        if self.together:
            return _ALL
        part = f"{_ZONE}{self.zone}" if self.zone else f"{_TOWN}{self.town}" if self.town else ""
        return (self.country or "") + part

    @property
    def zones(self) -> tuple[str, ...]:
        """The names of its part: one part may have two (rebel-held, north-west)."""
        return tuple(self.zone.split("/")) if self.zone else ()


TOGETHER = Territory(together=True)


def read_territory(text: str | None) -> Territory | None:
    """The territory as the claims table has it.

    >>> read_territory("Syria: north-west")
    Territory(country='Syria', zone='north-west', town=None, together=False)
    """
    if not text or text == _ALL:
        return TOGETHER if text else None
    country, _, zone = text.partition(_ZONE)
    if zone:
        return Territory(country or None, zone)
    country, _, town = text.partition(_TOWN)
    return Territory(country, None, town or None)


def place_territories(claims: Sequence[ComparedClaim]) -> list[ComparedClaim]:
    """The claims; those on events that are counted in several countries with the territory that each counts."""
    events: defaultdict[str, list[ComparedClaim]] = defaultdict(list)
    for claim in claims:
        if claim.measure.people and claim.event:
            events[claim.event].append(claim)
    found: dict[str, Where] = {}
    places = _Places([claim for held in events.values() for claim in held])
    for held in events.values():
        found |= _wheres(held, places)
    return [
        replace(claim, counted=replace(claim.counted, where=found[claim.claim_id]))
        if claim.claim_id in found
        else claim
        for claim in claims
    ]


class _Places:
    """What the claims of a batch say of the parts of countries, and of which territory each voice counts.

    `names` maps a zone to the name that stands for it, `homes` to its country, `covered` a voice to its territory.
    """

    def __init__(self, claims: Sequence[ComparedClaim]):
        read = [(claim, territory) for claim in claims if (territory := read_territory(claim.territory))]
        self.names = _one_name(territory for _, territory in read)
        self.homes = _homes((territory for _, territory in read), self.names)
        told: defaultdict[str, list[Where]] = defaultdict(list)
        for claim, territory in read:
            if claim.authority and not territory.town:
                told[claim.voice].append(self.where(territory))
        self.covered = {voice: where for voice, wheres in told.items() if (where := _usual(wheres))}

    def where(self, territory: Territory) -> Where:
        """Country and part; empty where several countries are counted together, or a zone is of no known country."""
        zone = _zone(territory, self.names)
        country = territory.country or self.homes.get(zone)
        if territory.together or country is None:
            return ()
        part = zone or territory.town
        return (country, part) if part else (country,)


def _usual(wheres: Sequence[Where]) -> Where:
    """The territory that most of a voice's numbers are of: the part of a country, else the country; else none."""
    zoned = [where for where in wheres if len(where) > 1]
    if zoned and len(set(zoned)) == 1 and all(where[:1] == zoned[0][:1] for where in wheres):
        return zoned[0]
    for found in (Counter(wheres), Counter(where[:1] for where in wheres)):
        best = min(found, key=lambda where: (-found[where], where))
        if found[best] >= MOSTLY * len(wheres):
            return best
    return ()


def _wheres(claims: Sequence[ComparedClaim], places: _Places) -> dict[str, Where]:
    """claim_id -> its country, and the part of it; without the claims that count everybody."""
    read = {claim.claim_id: read_territory(claim.territory) for claim in claims}
    named = Counter(t.country for t in read.values() if t and t.country)
    summed = _countries_summed_up(claims, read)
    countries = {country for country, number in named.items() if number >= LEAST or country in summed}
    if len(countries) < 2:
        return {}
    placed = {id: places.where(t) for id, t in read.items() if t}
    placed |= _by_number(claims, placed)
    placed |= _beside(claims, placed)
    placed |= _by_parts(claims, placed)
    found: dict[str, Where] = {}
    for claim in claims:
        where = placed.get(claim.claim_id)
        own = places.covered.get(claim.voice) if claim.authority else None
        if own and (where is None or where == own[:1]):
            where = own
        if where and where[0] in countries:
            found[claim.claim_id] = where
    return found


def _countries_summed_up(
    claims: Iterable[ComparedClaim], read: Mapping[str, Territory | None]
) -> frozenset[str | None]:
    """The countries whose numbers a text adds up to the one that it gives of all together."""
    texts: defaultdict[tuple[str, Measure], list[ComparedClaim]] = defaultdict(list)
    for claim in claims:
        if (
            claim.stated is not None
            and (territory := read[claim.claim_id])
            and not territory.zone
            and not territory.town
        ):
            texts[claim.text_id, claim.measure].append(claim)
    found: set[str | None] = set()
    for told in texts.values():
        parts = {read[c.claim_id]: c.stated or 0 for c in told if read[c.claim_id] != TOGETHER}
        if any(read[c.claim_id] == TOGETHER and c.stated == sum(parts.values()) for c in told):
            found |= {territory.country for territory in parts if territory}
    return frozenset(found)


def _by_number(claims: Iterable[ComparedClaim], placed: Mapping[str, Where]) -> dict[str, Where]:
    """The claims whose number is given elsewhere of a narrower territory than their own words name, with that one."""
    told: defaultdict[tuple[Measure, Exact | None], set[Where]] = defaultdict(set)
    for claim in claims:
        told[claim.measure, claim.stated].add(placed.get(claim.claim_id, ()))
    found = {}
    for claim in claims:
        own = placed.get(claim.claim_id)
        narrower = {where for where in told[claim.measure, claim.stated] if _is_narrower(where, own)}
        if len(narrower) == 1 and (claim.stated or 0) >= DISTINCT:
            found[claim.claim_id] = next(iter(narrower))
    return found


def _beside(claims: Sequence[ComparedClaim], placed: Mapping[str, Where]) -> dict[str, Where]:
    """The claims beside which their sentence gives another measure of a narrower territory: 12 dead and 31 hurt."""
    found = {}
    for one, other in pairwise(sorted(claims, key=place_of)):
        together = one.doc == other.doc and one.sentence_start == other.sentence_start and one.voice == other.voice
        if not together or one.measure == other.measure:
            continue
        for claim, beside in ((one, other), (other, one)):
            where = placed.get(beside.claim_id, ())
            if _is_narrower(where, placed.get(claim.claim_id)):
                found[claim.claim_id] = where
    return found


def _is_narrower(where: Where, own: Where | None) -> bool:
    """True for a territory that is inside a claim's own one, or where the claim's words name none."""
    return bool(where) and (own is None or (bool(own) and where[:-1] == own))


def _by_parts(claims: Iterable[ComparedClaim], placed: Mapping[str, Where]) -> dict[str, Where]:
    """The claims whose words name no territory, where all their parts are of one country."""
    parts: defaultdict[str, set[Where]] = defaultdict(set)
    for claim in claims:
        if claim.whole_id and claim.claim_id in placed:
            parts[claim.whole_id].add(placed[claim.claim_id][:1])
    return {
        id: next(iter(wheres))
        for id, wheres in parts.items()
        if id not in placed and len(wheres) == 1 and () not in wheres
    }


def _one_name(territories: Iterable[Territory]) -> dict[str, str]:
    """Zone -> the name that stands for it: zones that a text names together are one (the rebel north-west)."""
    names: dict[str, str] = {}
    for zones in sorted({t.zones for t in territories if len(t.zones) > 1}):
        first = names.get(zones[0], zones[0])
        names |= dict.fromkeys(zones, first)
    return names


def _homes(territories: Iterable[Territory | None], names: Mapping[str, str]) -> dict[str, str]:
    """Zone -> the country in which most claims have it."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for t in territories:
        if t and t.zones and t.country:
            seen[_zone(t, names)][t.country] += 1
    return {zone: min(counts, key=lambda name: (-counts[name], name)) for zone, counts in seen.items()}


def _zone(territory: Territory, names: Mapping[str, str]) -> str:
    first = territory.zones[0] if territory.zones else ""
    return names.get(first, first)
