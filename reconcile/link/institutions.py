"""Which institution a speaker's name means: its kind, the place it belongs to, and whether it names anybody at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from reconcile.gazetteer import load_gazetteer
from reconcile.language import WordFile, available, load_pack
from reconcile.link.vocabulary import TABLES, LinkWords

COUNTRY = 6
"""Precision of a country in the gazetteer."""
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


class VoiceWords(WordFile):
    """`voices.yaml` of a language; a comment there explains each field. Without the file, every list is empty."""

    bodies: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    nameless: frozenset[str] = frozenset()
    national: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    peoples: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def family_of(self) -> dict[str, str]:
        """The kind of institution for each phrase that names one; a phrase of two kinds has the first."""
        return {phrase: kind for kind, phrases in reversed(self.bodies.items()) for phrase in phrases}

    @cached_property
    def longest(self) -> int:
        """Words in the longest such phrase."""
        return max((phrase.count(" ") + 1 for phrase in self.family_of), default=0)


@dataclass(frozen=True, slots=True)
class Institution:
    """What a speaker's name says: the kind of institution, its places, and whether it is nobody in particular."""

    family: str | None
    places: frozenset[str]
    nameless: bool

    @property
    def country(self) -> str | None:
        """The code of its country, where a country is all that its name says of its place."""
        codes = [place for place in self.places if place.isupper()]
        return codes[0] if len(codes) == len(self.places) == 1 else None


@dataclass(frozen=True)
class NameReader:
    """Reads the names of speakers in one language; each name is read once."""

    words: VoiceWords
    link: LinkWords
    _read: dict[str, Institution] = field(default_factory=dict, repr=False, compare=False)

    def read(self, name: str) -> Institution:
        """The institution that a name means."""
        if name not in self._read:
            self._read[name] = self._institution(name)
        return self._read[name]

    def _institution(self, name: str) -> Institution:
        written = [self.link.without_possessive(word) for word in _WORD.findall(self.link.bare(name))]
        low = [self.link.without_possessive(word.casefold()) for word in written]
        first, last = self._phrase(low)
        family = self.words.family_of.get(" ".join(low[first:last]))
        outside = [*range(first), *range(last, len(low))]
        places = frozenset(filter(None, (self._place(written[i], low[i]) for i in outside)))
        if family in self.words.national:
            places = frozenset(country_around(place) or place for place in places)
        nameless = family is None and (not low or self._names_nobody(written, low))
        return Institution(family, places, nameless)

    def _phrase(self, low: list[str]) -> tuple[int, int]:
        """The first and last position of the longest phrase that names a kind of institution; (0, 0) without one."""
        for size in range(min(len(low), self.words.longest), 0, -1):
            for first in range(len(low) - size + 1):
                if " ".join(low[first : first + size]) in self.words.family_of:
                    return first, first + size
        return 0, 0

    def _place(self, word: str, low: str) -> str | None:
        """The country of a word for a people or a country, else the capitalised word itself; None for others."""
        if low in self.words.peoples:
            return self.words.peoples[low]
        if not word[:1].isupper() or low in self.words.plain or low in self.words.family_of:
            return None
        return country_named(word) or low

    def _names_nobody(self, written: list[str], low: list[str]) -> bool:
        """True for 'residents' or 'a Syrian source': nouns for anybody, and beside them no name but a place's."""
        if self.words.nameless.isdisjoint(low):
            return not any(word[:1].isupper() for word in written)
        named = (w for w, lo in zip(written, low, strict=True) if w[:1].isupper() and lo not in self.words.nameless)
        return all(w.casefold() in self.words.peoples or country_named(w) for w in named)


ReaderOf = Callable[[str], NameReader]
"""The reader of names in the language of a document."""


@cache
def country_named(word: str) -> str | None:
    """The ISO code of the country that a word names."""
    found = load_gazetteer().look_up_strictly(word)
    return found[0].country if found and found[0].precision == COUNTRY else None


@dataclass(frozen=True)
class NameReaders:
    """A reader of names for each language, with the desk's own words."""

    overlay: Path | None = None
    _readers: dict[str, NameReader] = field(default_factory=dict, repr=False, compare=False)

    def of(self, language: str | None, link: LinkWords) -> NameReader:
        """The reader of names in a language; for an unknown language one without words."""
        code = language or TABLES
        if code not in self._readers:
            known = code in available(self.overlay)
            words = load_pack(code, self.overlay).read("voices", VoiceWords) if known else VoiceWords()
            self._readers[code] = NameReader(words, link)
        return self._readers[code]


@cache
def country_around(word: str) -> str | None:
    """The ISO code of the country in which the likeliest place of this name is."""
    found = load_gazetteer().look_up_strictly(word)
    return found[0].country if found else None


@cache
def around(word: str) -> frozenset[str]:
    """A place with the country and the first-order unit in which the likeliest place of this name is."""
    found = load_gazetteer().look_up_strictly(word)
    if not found:
        return frozenset({word})
    unit = _WORD.findall((found[0].within or "").casefold())
    return frozenset({word, *unit, *([found[0].country] if found[0].country else [])})


def country_name(code: str) -> str:
    """The name of the country with an ISO code."""
    found = load_gazetteer().country(code)
    return found.name if found else code
