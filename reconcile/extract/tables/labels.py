"""Reads the labels of a table: what a column or a row counts, or whether it holds places, dates or sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reconcile.extract.places.words import PlaceWords
from reconcile.gazetteer import Gazetteer
from reconcile.language import Pack
from reconcile.model.group import read_group, vocabulary
from reconcile.text.grids import LONGEST_LABEL
from reconcile.text.lexicon import Lexicon, Noun
from reconcile.text.table_words import TableWords
from schemas.codes import Measure, Scope

# Number of Deaths | FATALITIES_GROUND_SHAKING | deathsBest | #affected+killed
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*|\d+|[%#]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HARM = (Measure.KILLED, Measure.INJURED, Measure.MISSING, Measure.DETAINED, Measure.DISPLACED)
"""Measures of people that a label names before any thing beside it (school children killed)."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the numbers under a label count."""

    measure: Measure
    unit: str
    group: str | None = None
    scope: Scope = Scope.INCIDENT


@dataclass(frozen=True, slots=True)
class Label:
    """A label as read: what its numbers count, and which kind of text its cells may hold.

    `place` is UCDP's precision of the places below it; None where it names no kind of place.
    """

    text: str
    counts: Counts | None = None
    place: int | None = None
    date: bool = False
    source: bool = False
    harmful: bool = False
    """True where it has a word of harm, although it may not be clear what is counted."""


class LabelReader:
    """Reads labels by the words of a language: those of tables, measures, things, groups and places."""

    def __init__(self, pack: Pack, lexicon: Lexicon, places: PlaceWords, gazetteer: Gazetteer):
        self.words = pack.read("tables", TableWords)
        self.lexicon, self._kinds, self._gazetteer = lexicon, places.units | self.words.places, gazetteer
        self._states = {
            form: measure
            for measure, forms in lexicon.measures.adjectives.items()
            for form in forms
            if measure in _HARM
        }

    def read(self, text: str) -> Label:
        """The label of a column or row; several heading cells of a column are read as one text."""
        lows = words_of(text)
        spoken = " ".join(lows)
        measures = self._measures(lows)
        passed = not self.words.passed.isdisjoint(lows)
        kinds = [code for kind, code in self._kinds.items() if holds(spoken, kind)]
        return Label(
            text,
            counts=None if passed or not lows else self._counts(lows, measures),
            place=min(kinds) if kinds else None,
            date=any(holds(spoken, word) for word in self.words.dates),
            source=any(holds(spoken, word) for word in self.words.sources),
            harmful=bool(measures) and not passed,
        )

    def _measures(self, lows: list[str]) -> list[Measure]:
        """The measures of people that the words name, each once; general ones only where no other is named."""
        found: dict[Measure, bool] = {}
        for low in lows:
            noun, verb = self.lexicon.nouns.get(low), self.lexicon.harm(low)
            measure = (
                noun.measure if noun and noun.kind == "counted" else verb.measure if verb else self._states.get(low)
            )
            if measure is not None:
                found[measure] = found.get(measure, True) and measure in self._general
        exact = [measure for measure, general in found.items() if not general]
        return exact or list(found)

    @cached_property
    def _general(self) -> frozenset[Measure]:
        return frozenset(measure for measure in Measure if measure in self.words.general)

    def _counts(self, lows: list[str], measures: list[Measure]) -> Counts | None:
        things = [noun for low in lows if (noun := self.lexicon.nouns.get(low)) and noun.measure and noun.measure.thing]
        damaged = any(low in self.lexicon.things.damage_words and not self.lexicon.harm(low) for low in lows)
        scope = self.scope(lows)
        people = measures[0] if len(measures) == 1 else self._together(measures)
        if things and (damaged or people not in _HARM):
            return self._thing(things, damaged, people is not None, scope)
        if people is None:
            return None
        return Counts(people, self._unit(lows), self.group(lows, people), scope)

    def _together(self, measures: list[Measure]) -> Measure | None:
        """Killed and injured under one label are casualties; other pairs name no measure of ours."""
        return Measure.CASUALTIES if set(measures) == self.lexicon.measures.together else None

    def _thing(self, things: list[Noun], damaged: bool, touched: bool, scope: Scope) -> Counts | None:
        noun = things[-1]
        measure = noun.measure
        if measure is None or (measure is Measure.PROPERTY and not damaged):
            return None
        if measure is Measure.PLACES and not (touched or damaged):
            return None
        return Counts(measure, noun.name.replace("-", " "), None, scope)

    def _unit(self, lows: list[str]) -> str:
        return next((unit for unit, forms in self.words.units.items() if not set(forms).isdisjoint(lows)), "person")

    def group(self, lows: list[str], measure: Measure) -> str | None:
        """The words of a label that name a group of people (children, police officers); None for everyone."""
        known = vocabulary().names
        pairs = [f"{a} {b}" for a, b in pairwise(lows)]
        named = [phrase for phrase in (*pairs, *lows) if phrase in known]
        if not named or read_group(named[0], measure).everyone:
            return None
        return named[0]

    def scope(self, lows: list[str]) -> Scope:
        """What the numbers of a label cover: one event, a stretch of time, or all to date."""
        spoken = " ".join(lows)
        if any(holds(spoken, phrase) for phrase in self.words.cumulative):
            return Scope.CUMULATIVE
        return Scope.PERIOD if any(holds(spoken, phrase) for phrase in self.words.period) else Scope.INCIDENT

    def group_of(self, text: str, measure: Measure) -> str | None:
        """The group of people that a label names."""
        return self.group(words_of(text), measure)

    def group_alone(self, text: str, measure: Measure) -> str | None:
        """The group that a cell names and nothing else (Children; Police officers)."""
        group = self.group(words_of(text), measure) if len(text) <= LONGEST_LABEL else None
        return group if group is not None and len(words_of(text)) <= len(group.split()) + 1 else None

    def passes(self, text: str) -> bool:
        """True for a label whose numbers are no counts (rates, codes, ages)."""
        return not self.words.passed.isdisjoint(words_of(text))

    def is_place(self, text: str) -> bool:
        """True for a label that is the name of a place."""
        return bool(self._gazetteer.look_up_strictly(text))


def words_of(label: str) -> list[str]:
    """The words of a label in small letters.

    >>> words_of("FATALITIES_GROUND_SHAKING"), words_of("No. of deathsBest (%)")
    (['fatalities', 'ground', 'shaking'], ['no', 'of', 'deaths', 'best', '%'])
    """
    return [word.lower() for word in _WORD.findall(_CAMEL.sub(" ", label).replace("_", " "))]


def holds(spoken: str, phrase: str) -> bool:
    """True where the words contain the phrase as whole words."""
    return f" {phrase} " in f" {spoken} "


def is_year(text: str) -> bool:
    """True for a year alone."""
    return _YEAR.fullmatch(text.strip()) is not None
