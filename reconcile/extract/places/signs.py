"""Which countries a document is about, and where it names each of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from reconcile.extract.places.words import LARGE, PlaceWords, place_words
from reconcile.gazetteer import COUNTRY, FIRST_ORDER, SECOND_ORDER, Gazetteer, Place
from reconcile.language import Pack
from reconcile.text.document import Document

# A run of capitalised words: New York | South Sudan
_RUN = re.compile(r"[A-ZÀ-Þ][\w'.]*(?:[ -][A-ZÀ-Þ][\w'.]*)*")
_WORDS_IN_NAME = 4
_RUNS_KEPT = 100_000


class SignKind(StrEnum):
    """How a text names a country: by its name, by its people (Syrian), or by a place in it."""

    NAME = "name"
    PEOPLE = "people"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Sign:
    """A country named at `start` in the text; `place` is the place that shows it."""

    start: int
    country: str
    kind: SignKind
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """A name in a run, with the country that it names, or the places of which it may name one."""

    country: str | None = None
    kind: SignKind = SignKind.PLACE
    places: tuple[Place, ...] = ()


class DocumentCountries:
    """The countries of one document.

    `counts` is how often it mentions each country (SY) and first-order unit (SY/Idlib); `surnames` the last words of
    its persons' names; `signs` where each country is named, in the order of the text.
    """

    def __init__(self, signs: list[Sign], surnames: set[str]):
        self.signs = signs
        self.surnames = surnames
        self.counts: Counter[str] = Counter()
        for sign in signs:
            self.counts[sign.country] += 2 if sign.kind is SignKind.NAME else 1
            if sign.place is not None and "/" in area(sign.place):
                self.counts[area(sign.place)] += 1

    @cached_property
    def countries(self) -> Counter[str]:
        """How often the document mentions each country."""
        return Counter({code: n for code, n in self.counts.items() if "/" not in code})

    @cached_property
    def explicit(self) -> frozenset[str]:
        """The countries that it names, or whose people it names."""
        return frozenset(sign.country for sign in self.signs if sign.kind is not SignKind.PLACE)

    @cached_property
    def top(self) -> str | None:
        """The country that it mentions most (ISO code)."""
        return next((code for code, _ in self.countries.most_common(1)), None)

    def between(self, start: int, end: int) -> list[Sign]:
        """The signs in a part of the text."""
        return [sign for sign in self.signs if start <= sign.start < end]


class CountryReader:
    """Reads what capitalised runs show about countries and people; results are cached from document to document."""

    def __init__(self, words: PlaceWords, gazetteer: Gazetteer):
        self._words = words
        self._gazetteer = gazetteer
        self._read: dict[str, tuple[list[_Item], str | None]] = {}

    def of(self, document: Document) -> DocumentCountries:
        """The countries of a document.

        A name that places of several countries have means the one in a country that the text shows otherwise.
        """
        found: list[tuple[int, _Item]] = []
        surnames = set()
        for run in _RUN.finditer(document.plain):
            items, surname = self._items(run.group())
            found += [(run.start(), item) for item in items]
            if surname:
                surnames.add(surname)
        sure = Counter(item.country for _, item in found if item.country)
        signs = (self._sign(start, item, sure) for start, item in found)
        return DocumentCountries([sign for sign in signs if sign], surnames)

    def _sign(self, start: int, item: _Item, sure: Counter[str]) -> Sign | None:
        if item.country:
            return Sign(start, item.country, item.kind, item.places[0] if item.places else None)
        seen = [place for place in item.places if sure[place.country or ""]]
        if seen:
            best = max(seen, key=lambda place: sure[place.country or ""])
        elif item.places[0].plain:
            best = item.places[0]
        else:
            return None
        return Sign(start, best.country or "", SignKind.PLACE, best)

    def _items(self, run: str) -> tuple[list[_Item], str | None]:
        if run not in self._read:
            if len(self._read) >= _RUNS_KEPT:
                self._read.clear()
            surname = self._surname(run)
            self._read[run] = [] if surname else self._parse(run), surname
        return self._read[run]

    def _parse(self, run: str) -> list[_Item]:
        found: list[_Item] = []
        parts, i = re.split(r"[ -]", run), 0
        while i < len(parts):
            step = 1
            for j in range(min(len(parts), i + _WORDS_IN_NAME), i, -1):
                item = self._item(" ".join(parts[i:j]))
                if item is not None:
                    found.append(item)
                    step = j - i
                    break
            i += step
        return found

    def _item(self, name: str) -> _Item | None:
        """What a name shows: a country or its people, one country's unit or large town, or a choice of places."""
        short, name = name.endswith("."), self._words.bare(name).rstrip(".")
        low = name.lower()
        if low in self._words.demonyms:
            return _Item(self._words.demonyms[low], SignKind.PEOPLE)
        if short and low in self._words.states:
            name = self._words.states[low]
        places = () if low in self._words.never | self._words.directions else self._gazetteer.look_up_strictly(name)
        least = SECOND_ORDER if " " in name else FIRST_ORDER
        large = tuple(p for p in places if p.country and (p.precision >= least or p.population > LARGE))
        if not large or places[0] not in large or places[0].precision > COUNTRY:
            return None
        if large[0].precision == COUNTRY:
            return _Item(large[0].country, SignKind.NAME)
        one = large[0].plain and len({place.country for place in places}) == 1
        return _Item(large[0].country if one else None, SignKind.PLACE, large)

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
def country_reader(pack: Pack, gazetteer: Gazetteer) -> CountryReader:
    """The reader of countries of a language and a gazetteer."""
    return CountryReader(place_words(pack), gazetteer)
