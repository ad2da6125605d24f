"""The words of places.yaml, and the countries and people that a document mentions."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property

from reconcile.gazetteer import COUNTRY, FIRST_ORDER, Gazetteer, Place
from reconcile.language import Pack, WordFile
from reconcile.text.document import Document, Sentence

LARGE = 100_000  # people: a town of this size is known without its country


class PlaceWords(WordFile):
    """places.yaml: how a language states the place of an event. The comment at its top explains the fields."""

    at_place: frozenset[str]
    toward: frozenset[str]
    of: frozenset[str]
    joins: frozenset[str]
    genitives: tuple[str, ...]
    bare_genitives: tuple[str, ...]
    hits: frozenset[str]
    units: dict[str, int]
    parts: frozenset[str]
    facilities: frozenset[str]
    modifiers: frozenset[str]
    directions: frozenset[str]
    fillers: frozenset[str]
    within_names: frozenset[str]
    actors: frozenset[str]
    bodies: frozenset[str]
    tied: frozenset[str]
    speakers: frozenset[str]
    moved: frozenset[str]
    reports: frozenset[str]
    events: frozenset[str]
    people: frozenset[str]
    never: frozenset[str]
    wars: frozenset[str]
    since: frozenset[str]
    blocks: frozenset[str]
    ordinals: frozenset[str]
    those: frozenset[str]
    saying: frozenset[str]
    articles: frozenset[str]
    lengths: frozenset[str]
    unnamed: frozenset[str]
    breaks: frozenset[str]
    small: frozenset[str]
    millions: frozenset[str]
    states: dict[str, str]
    demonyms: dict[str, str]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Words for a kind of place: province, hospital."""
        return self.facilities | frozenset(self.units)

    @cached_property
    def passed(self) -> frozenset[str]:
        """Words that may come between a preposition and its name."""
        return self.fillers | self.directions | frozenset(self.units) | frozenset(self.demonyms)

    @cached_property
    def nameless(self) -> frozenset[str]:
        """Capitalised words that are not places by themselves."""
        return self.never | frozenset(self.demonyms)

    @cached_property
    def lowly(self) -> frozenset[str]:
        """Words that cannot begin a name."""
        return self.small | self.at_place | self.toward | self.of

    @cached_property
    def openers(self) -> frozenset[str]:
        """Small words at which a name or an address may begin."""
        return self.within_names | self.blocks | self.ordinals

    @cached_property
    def impersonal(self) -> frozenset[str]:
        """Words that are not part of a person's name."""
        return self.nameless | self.directions | self.bodies | self.kinds | self.small

    @cached_property
    def speaking(self) -> frozenset[str]:
        """Words for those who speak or act; a place after them belongs to them, not to the event."""
        return self.speakers | self.actors

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """Genitive endings, in lower case and in capitals."""
        return self.genitives + tuple(ending.upper() for ending in self.genitives)

    def owner(self, name: str) -> str | None:
        """The name without a genitive ending that lacks its apostrophe (Aleppos); None where it has no such ending."""
        ending = next((ending for ending in self.bare_genitives if name.endswith(ending)), None)
        return name.removesuffix(ending) if ending else None

    def bare(self, name: str) -> str:
        """The name without its genitive."""
        return self._bares[name]

    def bares(self, sentence: Sentence) -> list[str]:
        """The words of a sentence in lower case, without genitives."""
        bares = self._bares
        return [bares[low] for low in sentence.lows]

    @cached_property
    def _bares(self) -> _Bares:
        return _Bares(self.endings)


class _Bares(dict[str, str]):
    """Cache of names without their genitive."""

    def __init__(self, endings: tuple[str, ...]):
        super().__init__()
        self._endings = endings

    def __missing__(self, name: str) -> str:
        if len(self) >= _BARES_KEPT:
            self.clear()
        ending = next((ending for ending in self._endings if name.endswith(ending)), "")
        self[name] = bare = name.removesuffix(ending)
        return bare


_BARES_KEPT = 100_000


# A run of capitalised words: New York | South Sudan
_RUN = re.compile(r"[A-Z][\w'.]*(?:[ -][A-Z][\w'.]*)*")
_WORDS_IN_NAME = 4
_RUNS_KEPT = 100_000


class Evidence:
    """What capitalised runs show about countries and people; results are cached from document to document."""

    def __init__(self, words: PlaceWords, gazetteer: Gazetteer):
        self._words = words
        self._gazetteer = gazetteer
        self._read: dict[str, tuple[list[str], str | None]] = {}

    def of(self, document: Document) -> tuple[Counter[str], set[str]]:
        """How often the document mentions each country (SY) and first-order unit (SY/Idlib), and the surnames on it."""
        countries: Counter[str] = Counter()
        surnames = set()
        for run in _RUN.findall(document.plain):
            if run not in self._read:
                if len(self._read) >= _RUNS_KEPT:
                    self._read.clear()
                surname = self._surname(run)
                self._read[run] = [] if surname else self._codes(run), surname
            codes, surname = self._read[run]
            for code in codes:
                countries[code] += 1
            if surname:
                surnames.add(surname)
        return countries, surnames

    def _codes(self, run: str) -> list[str]:
        found: list[str] = []
        parts, i = re.split(r"[ -]", run), 0
        while i < len(parts):
            step = 1
            for j in range(min(len(parts), i + _WORDS_IN_NAME), i, -1):
                codes = self._areas(" ".join(parts[i:j]))
                if codes:
                    found += codes
                    step = j - i
                    break
            i += step
        return found

    def _areas(self, name: str) -> list[str]:
        """The areas that a name counts for: a country or its people (twice), or a unit or town with its country."""
        short, name = name.endswith("."), self._words.bare(name).rstrip(".")
        low = name.lower()
        if low in self._words.demonyms:
            return [self._words.demonyms[low]]
        if short and low in self._words.states:
            name = self._words.states[low]
        places = () if low in self._words.never else self._gazetteer.look_up_strictly(name)
        place = places[0] if places else None
        if place is None or not place.country or (place.precision < FIRST_ORDER and place.population <= LARGE):
            return []
        if place.precision == COUNTRY:
            return [place.country] * 2
        return [place.country, area(place)] if "/" in area(place) else [place.country]

    def _surname(self, run: str) -> str | None:
        """The last word of a run that looks like a person's name: Rami Haddad, but not Syrian Idlib or New York."""
        parts = re.split(r"[ -]", run)
        first, last = parts[0].lower(), self._words.bare(parts[-1].lower())
        other = self._words.impersonal
        if not 2 <= len(parts) <= _WORDS_IN_NAME or not parts[0].istitle() or first in other or last in other:
            return None
        place = next(iter(self._gazetteer.look_up_strictly(parts[0])), None)
        known = place is not None and (place.precision >= FIRST_ORDER or place.population > LARGE)
        return None if known or self._gazetteer.look_up_strictly(run) else last


def area(place: Place) -> str:
    """The first-order unit of a place, as evidence counts it: SY/Idlib; the country where the unit is unknown."""
    unit = place.name if place.precision == FIRST_ORDER else place.within
    return f"{place.country}/{unit}" if unit else place.country or ""


@cache
def place_evidence(pack: Pack, gazetteer: Gazetteer) -> Evidence:
    """The evidence reader of a language and a gazetteer."""
    return Evidence(place_words(pack), gazetteer)


@cache
def place_words(pack: Pack) -> PlaceWords:
    """The words of a pack; empty for a language without the file, whose places are found by the gazetteer alone."""
    if pack.has("places"):
        return pack.read("places", PlaceWords)
    fields = (name for name in PlaceWords.model_fields if name != "about")
    mappings = {"units", "states", "demonyms"}
    return PlaceWords.model_validate({"about": pack.code} | {name: {} if name in mappings else () for name in fields})
