"""Finds the words of dates by the templates of the language pack, and parses their meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

import re2

from reconcile.language import Pack
from reconcile.text.answered import AnsweringFile

Pair = tuple[int, int]
Interval = tuple[date, date]
Cues = dict[str, list[tuple[str, list[str]]]]  # a cue's last word to the role and the whole cue


class DateWords(AnsweringFile):
    """`dates.yaml`; a comment there explains each field."""

    months: dict[int, list[str]]
    weekdays: dict[int, list[str]]
    seasons: dict[str, Pair]
    holidays: dict[str, Pair]
    ordinals: list[str]
    parts: list[str]
    edges: dict[str, tuple[float, float]]
    turns: dict[str, int]
    counts: dict[str, Pair]
    units: dict[str, list[str]]
    recent: dict[str, int]
    clips: dict[str, int]
    directions: dict[str, int]
    named: dict[str, Pair]
    told: dict[str, int]
    forms: dict[str, list[str]]
    capital: frozenset[str]
    leads: dict[str, frozenset[str]]
    weak_leads: frozenset[str]
    year_heads: frozenset[str]
    month_leads: frozenset[str]
    habits: frozenset[str]
    name_heads: frozenset[str]
    name_tails: frozenset[str]
    tails: dict[str, frozenset[str]]
    future: frozenset[str]
    fillers: frozenset[str]
    roles: dict[str, list[str]]
    published: list[str]
    published_before: list[str]
    dateline_ties: list[str]
    month_first: frozenset[str]
    saying: frozenset[str]
    aftermath: frozenset[str]
    records: frozenset[str]
    clause_breaks: frozenset[str]
    elsewhere: list[str]

    @cached_property
    def turning(self) -> tuple[str, ...]:
        """Words that open a sentence about another subject, with the blank after them."""
        return tuple(f"{words} " for words in self.elsewhere)


@dataclass(frozen=True, slots=True)
class Reading:
    """The meaning of the words of a date, not yet resolved to days; `kind` is the name of the reading.

    A field that the words leave open is 0, empty or None.
    """

    kind: str
    day: int = 0
    month: int = 0
    year: int = 0
    weekday: int = 0
    day2: int = 0
    month2: int = 0
    year2: int = 0
    weekday2: int = 0
    edge: tuple[float, float] | None = None
    edge2: tuple[float, float] | None = None
    turn: int | None = None
    clip: int = 0
    season: Pair = (0, 0)
    count: Pair = (1, 1)
    unit: str = ""
    named: Pair = (0, 0)
    told: int = 0
    short: bool = False  # its year is written with two digits

    @property
    def dated(self) -> bool:
        """True where the words contain a year, so that the article's day is not needed."""
        return bool(self.year or self.year2)


class Grammar:
    """The compiled templates of one language: `search` finds the longest date at a position and parses it."""

    def __init__(self, words: DateWords):
        self.words = words
        slots, forms = _slots(words), [(kind, form) for kind, forms in words.forms.items() for form in forms]
        self._values = _values(words)
        self.short_months = frozenset(name for names in words.months.values() for name in names[1:])
        self._forms = [(kind, re.compile(_compile(form, slots, named=True), re.IGNORECASE)) for kind, form in forms]
        self.cues: Cues = {}
        for role, cue in ((role, cue.split()) for role, cues in words.roles.items() for cue in cues):
            self.cues.setdefault(cue[-1], []).append((role, cue))
        options = re2.Options()
        options.case_sensitive = False
        options.longest_match = True
        options.max_mem = 1 << 26
        union = "|".join(_compile(form, slots, named=False) for _, form in forms) or _NOTHING
        self._scan = re2.compile(rf"(?:^|[^\pL\pN])(?:{union})(?:$|[^\pL\pN])", options)
        self.read: Callable[[str], Reading | None] = lru_cache(8192)(self._read)

    def stretches(self, text: str) -> list[Pair]:
        """Spans of a text, in order, outside which no template matches: a quick first look at a whole document."""
        return [hit.span() for hit in self._scan.finditer(text)]

    def search(self, text: str, at: int) -> Pair | None:
        """The span of the first words from `at` on that a template matches, the longest at that position; or None."""
        hit = self._scan.search(text, at)
        if hit is None:
            return None
        start, end = hit.span()
        while not text[start].isalnum():
            start += 1
        while not text[end - 1].isalnum():
            end -= 1
        return start, end

    def _read(self, words: str) -> Reading | None:
        """The meaning of the words, or None where no template matches all of them."""
        words = " ".join(words.lower().split())
        for kind, form in self._forms:
            if hit := form.fullmatch(words):
                return self._reading(kind, {slot: text for slot, text in hit.groupdict().items() if text})
        return None

    def _reading(self, kind: str, found: dict[str, str]) -> Reading:
        meaning: dict[str, Any] = {}
        for slot, text in found.items():
            name = slot.rpartition("_")[0]
            meaning |= self._values[name.rstrip("2")](text, "2" if name.endswith("2") else "")
        return Reading(kind, **meaning)


def _slots(words: DateWords) -> dict[str, str]:
    """The pattern of each slot of a template (without its second form, {day2})."""
    ordinal = "|".join(words.ordinals)
    day = "(0?[1-9]|[12][0-9]|3[01])"
    long_units = [word for unit, names in words.units.items() if unit not in ("hour", "day") for word in names]
    return {
        "day": f"{day}({ordinal})?",
        "late_day": "(1[3-9]|2[0-9]|3[01])",
        "dd": day,
        "one": day,
        "two": day,
        "mm": "(0?[1-9]|1[0-2])",
        "year": "(19|20)[0-9][0-9]",
        "yy": "'?[0-9][0-9]",
        "decade": "(19|20)[0-9]0'?s",
        "month": "(" + ("|".join(_names(words.months)) or _NOTHING) + ")",
        "weekday": "(" + ("|".join(_names(words.weekdays)) or _NOTHING) + ")",
        "dayname": _any(names[0] for names in words.weekdays.values()),
        "season": _any(words.seasons),
        "holiday": _any(words.holidays),
        "part": _any(words.parts),
        "edge": _any(words.edges),
        "turn": _any(words.turns),
        "clip": _any(words.clips),
        "count": f"({_any(words.counts)}|[1-9][0-9]?)",
        "unit": _any(word for names in words.units.values() for word in names),
        "period": _any(long_units),
        "lately": _any(word for names in words.units.values() for word in names),
        "weekend": _any(words.units.get("weekend", ())),
        "named": _any(words.named),
        "told": _any(words.told),
        "direction": _any(words.directions),
    }


def _names(table: dict[int, list[str]]) -> list[str]:
    """Names of months or weekdays; a short one may end in a full stop."""
    return [re.escape(name) + ("[.]?" if name != names[0] else "") for names in table.values() for name in names]


_NOTHING = "[^\x00-\U0010ffff]"
"""A pattern that matches no text, for a language without such words."""


def _any(words: Iterable[str]) -> str:
    choices = [re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)]
    return "(" + ("|".join(choices) or _NOTHING) + ")"


def _compile(form: str, slots: dict[str, str], named: bool) -> str:
    r"""A template as a regular expression; its slots are groups, named or (for the combined scan) unnamed.

    >>> _compile("{day} (of )?{month}", {"day": "([1-9])", "month": "(may|june)"}, named=True)
    '(?P<day_1>(?:[1-9]))\\s+(?:of\\s+)?(?P<month_3>(?:may|june))'
    """
    parts = re.split(r"\{(\w+)\}", form)
    for i, part in enumerate(parts):
        text = slots[part.rstrip("2")] if i % 2 else part.replace(" ?", r"\s*").replace(" ", r"\s+")
        text = text.replace("(", "(?:")
        parts[i] = f"(?P<{part}_{i}>{text})" if i % 2 and named else f"(?:{text})" if i % 2 else text
    return "".join(parts)


def _values(words: DateWords) -> dict[str, Callable[[str, str], dict[str, Any]]]:
    """How the words of each slot become fields of a reading; the second argument is "2" for a second slot."""

    def number(field: str, base: int = 0) -> Callable[[str, str], dict[str, Any]]:
        return lambda text, second: {field + second: base + int(re.sub(r"\D", "", text))}

    def short_year(text: str, second: str) -> dict[str, Any]:
        value = int(text.lstrip("'"))
        return {"year" + second: value + (2000 if value < _PIVOT else 1900), "short": True}

    def known(field: str, table: Mapping[str, Any]) -> Callable[[str, str], dict[str, Any]]:
        return lambda text, second: {field + second: table[text.rstrip(".")]}

    months = {name: number for number, names in words.months.items() for name in names}
    weekdays = {name: number for number, names in words.weekdays.items() for name in names}
    units = {word: unit for unit, names in words.units.items() for word in names}
    counts = words.counts | {str(n): (n, n) for n in range(1, 100)}
    return {
        **{slot: number("day") for slot in ("day", "late_day", "dd", "one")},
        **{slot: number("month") for slot in ("mm", "two")},
        **{slot: number("year") for slot in ("year", "decade")},
        **{slot: known("weekday", weekdays) for slot in ("weekday", "dayname")},
        **{slot: known("unit", units) for slot in ("unit", "period", "weekend")},
        "yy": short_year,
        "lately": lambda text, _: {"count": (0, words.recent[units[text]]), "unit": "day"},
        "month": known("month", months),
        "season": known("season", words.seasons),
        "holiday": lambda text, _: dict(zip(("month", "day"), words.holidays[text], strict=True)),
        "part": lambda text, _: {},
        "edge": known("edge", words.edges),
        "turn": known("turn", words.turns),
        "clip": known("clip", words.clips),
        "count": known("count", counts),
        "named": known("named", words.named),
        "told": known("told", words.told),
        "direction": known("told", words.directions),
    }


_PIVOT = 50  # two-digit years below it are in this century


@cache
def grammar(pack: Pack) -> Grammar:
    """The date grammar of a language pack, compiled once."""
    return Grammar(pack.read("dates", DateWords))
