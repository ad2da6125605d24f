"""Words that identify events: each language's own, and the families of causes that all languages share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from reconcile.language import WordFile, available, load_pack
from reconcile.strict_yaml import ListedWords

TABLES = "en"
"""The language of causes in tables."""
VAGUE = "vague"
"""The family of words that say only that people were harmed."""
BETWEEN = 3
"""Words at most between 'a' and the event that it introduces."""
_WORD = re.compile(r"\w+(?:['’]\w+)?")


class CauseFamilies(BaseModel):
    """`causes.yaml`; a comment there explains each field."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    about: str
    families: dict[str, list[str]]
    vague: list[str]
    akin: list[list[str]]
    follows: dict[str, list[str]]
    wide: dict[str, float]
    war_kin: list[str]
    armies: list[str]
    moments: list[str]

    @cached_property
    def momentary(self) -> frozenset[str]:
        """The causes of events that last hours."""
        return frozenset(cause for family in self.moments for cause in self.families[family])

    def leading(self, families: Iterable[str | None]) -> set[str]:
        """Those of these families that were not caused by another of them."""
        found = {family for family in families if family is not None}
        return {family for family in found if found.isdisjoint(self.follows.get(family, ()))}

    def reach(self, one: str | None, other: str | None) -> float | None:
        """How far apart, in km, two places of one event of these families can be; None where one is not wide."""
        if one not in self.wide or other not in self.wide or not self.are_related(one or "", other or ""):
            return None
        return min(self.wide[one or ""], self.wide[other or ""])

    def are_related(self, one: str, other: str) -> bool:
        """True where one event is often reported under either of the families."""
        brought = one in self.follows.get(other, ()) or other in self.follows.get(one, ())
        return one == other or brought or any(one in group and other in group for group in self.akin)


@cache
def load_causes() -> CauseFamilies:
    """The families of causes in the package."""
    text = resources.files("reconcile.link").joinpath("causes.yaml").read_text(encoding="utf-8")
    return CauseFamilies.model_validate(yaml.load(text, Loader=ListedWords))


class LinkWords(WordFile):
    """`link.yaml` of a language; a comment there explains each field. Without the file, every list is empty."""

    about: str = ""
    names_causes: bool = False
    families: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    wars: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    introducing: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    possessives: tuple[str, ...] = ()
    day_before: tuple[str, ...] = ()
    day_after: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    plain: str = ""

    def family_words(self, family: str) -> Sequence[str]:
        """Words for events of a family."""
        named = load_causes().families.get(family, [family]) if self.names_causes else []
        return [*named, *self.families.get(family, [])]

    @cached_property
    def happenings(self) -> list[str]:
        """Every word for an event, wars included."""
        vague = load_causes().vague if self.names_causes else []
        families = (self.family_words(family) for family in {**load_causes().families, **self.families})
        return sorted({*(word for words in families for word in words), *vague, *self.wars})

    def introduces(self, text: str) -> bool:
        """True where a text names an event as a further one: a car bomb attack, another raid, deux frappes."""
        return bool(self._introduction.search(text.casefold()))

    @cached_property
    def _introduction(self) -> re.Pattern[str]:
        openings, events = (_ranked(words) for words in (self.introducing, self.happenings))
        if not openings or not events:
            return _NOTHING
        return re.compile(rf"\b(?:{openings})\s+(?:[\w-]+\s+){{0,{BETWEEN}}}?(?:{events})\b")

    def bare(self, name: str) -> str:
        """A name without its leading article."""
        return self._opening.sub("", name.strip(), count=1)

    def fold(self, name: str) -> str:
        """A name in lower case without its article, possessive ending and punctuation."""
        return " ".join(_WORD.findall(self._possessive.sub("", self.bare(name)).casefold()))

    def initials(self, name: str) -> str:
        """The first letters of a name's capitalised words, in lower case."""
        return "".join(word[0] for word in _WORD.findall(self.bare(name)) if word[0].isupper()).casefold()

    def without_possessive(self, word: str) -> str:
        """A word in lower case without its possessive ending."""
        for ending in self.possessives:
            word = word.removesuffix(ending)
        return word

    @cached_property
    def _opening(self) -> re.Pattern[str]:
        return re.compile(rf"\A(?:{_either(self.openings)})", re.I) if self.openings else _NOTHING

    @cached_property
    def _possessive(self) -> re.Pattern[str]:
        endings = "|".join(re.escape(ending).replace("'", "['’]") for ending in self.possessives)
        return re.compile(rf"(?:{endings})\b") if endings else _NOTHING


_NOTHING = re.compile(r"(?!)")


def _ranked(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


def _either(openings: Sequence[str]) -> str:
    """A pattern of any of these with the blanks after it; after an apostrophe no blank is needed."""
    return "|".join(
        re.escape(word[:-1]) + "['’]" if word.endswith("'") else re.escape(word) + r"\s+" for word in openings
    )


@dataclass(frozen=True)
class Lexicon:
    """The link words of every available language, with the desk's own added."""

    overlay: Path | None = None
    _read: dict[str, LinkWords] = field(default_factory=dict, repr=False, compare=False)

    @property
    def languages(self) -> Iterator[LinkWords]:
        """The link words of each available language."""
        return map(self.of, available(self.overlay))

    def of(self, language: str | None) -> LinkWords:
        """The link words of a language; lists that its pack lacks are empty, and all are for an unknown language.

        Rows of datasets state no language: they are read in English, the language of the tables.
        """
        code = language or TABLES
        if code not in self._read:
            known = code in available(self.overlay)
            self._read[code] = load_pack(code, self.overlay).read("link", LinkWords) if known else LinkWords()
        return self._read[code]

    @cached_property
    def wars(self) -> frozenset[str]:
        """The words for a war as the kind of an event, in any language."""
        return frozenset(word for words in self.languages for word in words.wars)

    def is_larger(self, kind: str | None) -> bool:
        """True for kinds of events that contain others: a war, a series."""
        return kind in ("war", "series") or kind in self.wars

    def family(self, cause: str | None) -> str | None:
        """The family of a cause; a cause that is not listed is its own family, a vague one has none."""
        low = (cause or "").casefold()
        family = self._families.get(low, low)
        return None if family in ("", VAGUE) else family

    @cached_property
    def _families(self) -> dict[str, str]:
        listed: list[Mapping[str, Sequence[str]]] = [load_causes().families, {VAGUE: load_causes().vague}]
        listed += [words.families for words in self.languages]
        found: dict[str, str] = {}
        for families in listed:
            for family, causes in families.items():
                for cause in causes:
                    found.setdefault(cause, family)
        return found


def holds_phrase(text: str, phrases: Iterable[str]) -> bool:
    """True where one of the phrases (lower case) is in a text as whole words.

    >>> holds_phrase("The Flood has risen", ["flood"]), holds_phrase("under floodlights", ["flood"])
    (True, False)
    """
    return find_phrase(text, phrases) is not None


def find_phrase(text: str, phrases: Iterable[str]) -> str | None:
    """The first of the phrases in a text, in lower case; the longest where two begin at the same place.

    >>> find_phrase("In Sarmia's Civil War", ["war", "civil war"])
    'civil war'
    """
    found = _any_of(tuple(phrases)).search(text.casefold())
    return found.group() if found else None


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    ranked = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ranked)) + r")\b") if ranked else _NOTHING
