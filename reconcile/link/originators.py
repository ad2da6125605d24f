"""Unites the names under which one originator speaks of one event: short forms, and names of one institution.

The police of an event are one voice, whether a text calls them police, Barsk police or a police official, unless the
event has the police of two places. A monitor without a name is the one monitor that its text names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reconcile.link.institutions import Institution, ReaderOf, around, country_name
from reconcile.link.vocabulary import LinkWords
from reconcile.model.records import Claim
from schemas.codes import SpeakerKind


def speaks(claim: Claim) -> bool:
    """True where the text names who says it, and this is not who carries the text; a dataset speaks for itself."""
    named = claim.attribution is not None and claim.attribution_kind != SpeakerKind.DATASET
    return named and claim.originator not in (None, claim.publisher, claim.agency, claim.story)


def place_of_voice(claim: Claim) -> str:
    """Where one name means one originator: the event, else the document of a claim without one."""
    return claim.event_id or claim.doc


def unite_voices(claims: Sequence[Claim], reader_of: ReaderOf, known: frozenset[str]) -> list[Claim]:
    """The claims, each with the fullest name under which its originator speaks of its event.

    Args:
        claims: claims with their originators as their texts name them.
        reader_of: the reader of names for a document.
        known: the names of the desk's own sources, which are never renamed.
    """
    claims = _name_by_country(claims, reader_of, known)
    for held_in in (_document, place_of_voice):
        claims = _united(claims, held_in, reader_of, known)
    return list(claims)


def _document(claim: Claim) -> str:
    return claim.doc


def _name_by_country(claims: Sequence[Claim], reader_of: ReaderOf, known: frozenset[str]) -> list[Claim]:
    """The claims; the institutions of which a country has one have one name in all events.

    Where no text says whose it is (the interior minister), it is that of the country where those counted were hit.
    """
    alike: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if not speaks(claim) or claim.originator in known:
            continue
        reader = reader_of(claim.doc)
        meaning = reader.read(claim.originator or "")
        country = meaning.country or (None if meaning.places else claim.country)
        if meaning.family in reader.words.national and country:
            alike[meaning.family or "", country].append(claim)
    renamed: dict[str, str] = {}
    for (family, country), together in alike.items():
        renamed |= dict.fromkeys((claim.claim_id for claim in together), f"{family} ({country_name(country)})")
    return [replace(claim, originator=renamed.get(claim.claim_id, claim.originator)) for claim in claims]


def _united(
    claims: Sequence[Claim], held_in: Callable[[Claim], str], reader_of: ReaderOf, known: frozenset[str]
) -> list[Claim]:
    """The claims; among those that are held together, an originator has one name."""
    held: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if speaks(claim):
            held[held_in(claim)].append(claim)
    renamed: dict[str, str] = {}
    for together in held.values():
        renamed |= _Names.of(together, reader_of, known).renamed()
    return [replace(claim, originator=renamed.get(claim.claim_id, claim.originator)) for claim in claims]


@dataclass
class _Force:
    """Names of one institution in one event, with its places."""

    places: set[str]
    names: list[str] = field(default_factory=list)

    def holds(self, places: frozenset[str]) -> bool:
        """True where these are its places, or those around them, or inside them (Kano police, the Nigerian police)."""
        wide = frozenset(part for place in self.places for part in around(place))
        return places <= wide or self.places <= frozenset(part for place in places for part in around(place))


@dataclass(frozen=True)
class _Names:
    """The originators of one event by name, with what each name says."""

    claims: Sequence[Claim]
    counts: Mapping[str, int]
    meanings: Mapping[str, Institution]
    words: Mapping[str, LinkWords]
    known: frozenset[str]

    @classmethod
    def of(cls, claims: Sequence[Claim], reader_of: ReaderOf, known: frozenset[str]) -> _Names:
        """The names of some claims' originators."""
        readers = {claim.originator or "": reader_of(claim.doc) for claim in claims}
        meanings = {name: reader.read(name) for name, reader in readers.items()}
        words = {name: reader.link for name, reader in readers.items()}
        return cls(claims, Counter(claim.originator or "" for claim in claims), meanings, words, known)

    def renamed(self) -> dict[str, str]:
        """claim_id -> the name of its originator, where that is not the one it has."""
        short, forces = self._short_forms(), self._forces()
        found: dict[str, str] = {}
        for claim in self.claims:
            name = claim.originator or ""
            meaning = self.meanings[name]
            other = short.get(name) if meaning.family is None else self.fullest(self._force_of(claim, forces))
            if meaning.nameless and claim.attribution_kind == SpeakerKind.MONITOR:
                other = self._monitor_of(claim.doc)
            if other and name not in self.known:
                found[claim.claim_id] = short.get(other, other)
        return found

    def _short_forms(self) -> dict[str, str]:
        """Name -> the one longer name of the event that it is a short form of."""
        found = {}
        for name in self.counts:
            words = self.words[name]
            longer = {words.fold(other): other for other in sorted(self.counts) if is_short_for(name, other, words)}
            if len(longer) == 1 and not self.meanings[name].nameless:
                found[name] = min(longer.values())
        return found

    def _forces(self) -> dict[str, list[_Force]]:
        """The institutions of each kind that have a place of their own; names of nested places are one."""
        found: defaultdict[str, list[_Force]] = defaultdict(list)
        for name in sorted(self.counts, key=lambda name: (-len(self.meanings[name].places), name)):
            meaning = self.meanings[name]
            if meaning.family is None or not meaning.places:
                continue
            nested = [f for f in found[meaning.family] if f.holds(meaning.places)]
            if len(nested) == 1:
                nested[0].names.append(name)
            else:
                found[meaning.family].append(_Force(set(meaning.places), [name]))
        return found

    def _force_of(self, claim: Claim, forces: Mapping[str, list[_Force]]) -> Iterable[str]:
        """The names of the institution that a claim's originator is."""
        name = claim.originator or ""
        meaning = self.meanings[name]
        alike = forces.get(meaning.family or "", [])
        placed = [force for force in alike if name in force.names]
        wide = [other for other, it in self.meanings.items() if it.family == meaning.family and not it.places]
        if placed:
            return [*placed[0].names, *(wide if len(alike) == 1 else ())]
        if len(alike) > 1:
            here = {other.originator for other in self.claims if other.doc == claim.doc}
            alike = [f for f in alike if claim.country in f.places] or [
                f for f in alike if not here.isdisjoint(f.names)
            ]
        return [*alike[0].names, *wide] if len(alike) == 1 else wide

    def fullest(self, names: Iterable[str]) -> str | None:
        """The name that says most: the desk's own, else one with a place, a capital, the most frequent."""
        return min(
            names,
            key=lambda name: (
                name not in self.known,
                not self.meanings[name].places,
                not any(map(str.isupper, name)),
                -self.counts[name],
                name,
            ),
            default=None,
        )

    def _monitor_of(self, doc: str) -> str | None:
        """The one monitor that a document names."""
        here = {c.originator or "" for c in self.claims if c.doc == doc and c.attribution_kind == SpeakerKind.MONITOR}
        named = sorted(name for name in here if not self.meanings[name].nameless)
        return named[0] if len(named) == 1 else None


def is_short_for(short: str, full: str, words: LinkWords) -> bool:
    """True where a capitalised short form is some of the full name's words, or its initials.

    >>> words = LinkWords(openings=["the"])
    >>> is_short_for("the Observatory", "Syrian Observatory for Human Rights", words)
    True
    >>> is_short_for("SOHR", "Syrian Observatory for Human Rights", words)
    True
    >>> is_short_for("officials", "Turkish officials", words)
    False
    """
    few, many = words.fold(short).split(), words.fold(full).split()
    if not few or len(few) >= len(many):
        return False
    bare = words.bare(short)
    if len(few) == 1 and bare.isupper() and len(bare) > 2:
        return few[0] in (words.initials(full), "".join(word[0] for word in many))
    return bare[:1].isupper() and set(few) < set(many)
