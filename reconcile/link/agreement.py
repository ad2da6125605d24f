"""What speaks for and against two mentions being one event: places, days, causes, figures, words.

Every comparison gives one verdict; a table turns verdicts into points. Nothing here knows articles or tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from math import asin, cos, inf, radians, sin, sqrt
from typing import Any

from reconcile.language import WordFile

EARTH_KM = 6371.0
TOWN = 3
"""Places up to this precision code (second-order unit) can lie apart; larger ones hold others."""
FIRST_ORDER, LARGER_AREA, COUNTRY = 4, 5, 6
"""Precision codes of a province, of an area that may span several, and of a whole country."""
REACH_KM = {FIRST_ORDER: 150.0, LARGER_AREA: 250.0}
"""How far from its stated point a province or a larger area reaches."""
PRECISE_DAYS = 3
"""An interval of more days says little by overlapping another."""
LONG_APART = 10
"""Days from which two reports are of different weeks, whatever was misread."""
DISTINCT_FIGURE = 3
"""Toll from which two reports that state the same number hardly do so by chance."""

POINTS = {
    ("place", "same"): 1.0,
    ("place", "near"): 0.4,
    ("place", "inside"): 0.0,
    ("place", "country"): 0.2,
    ("place", "unknown"): 0.2,
    ("place", "apart"): -1.2,
    ("place", "elsewhere"): -0.6,
    ("place", "abroad"): -1.2,
    ("days", "same"): 3.0,
    ("days", "near"): 0.5,
    ("days", "overlap"): 1.0,
    ("days", "unknown"): 0.5,
    ("days", "another"): -3.0,
    ("days", "apart"): 0.0,
    ("days", "long apart"): -3.0,
    ("cause", "same"): 0.0,
    ("cause", "akin"): -0.3,
    ("cause", "unknown"): 0.0,
    ("cause", "different"): -0.5,
    ("scene", "another"): -6.0,
    ("scene", "unknown"): 0.0,
    ("names", "strangers"): -2.0,
    ("names", "half"): -1.0,
    ("names", "shared"): 0.0,
    ("names", "unknown"): 0.0,
    ("figures", "same"): 0.5,
    ("figures", "different"): -0.5,
    ("figures", "unknown"): 0.0,
}
"""What a verdict is worth (log odds, from a logistic fit on pairs of reports; rounded)."""
WORDS_WEIGHT = 15.0
"""Points for each unit of the square root of likeness above its middle ..."""
MIDDLE = 0.38
"""... which by itself speaks neither way."""


class LinkWords(WordFile):
    """`link.yaml`: see the notes at its top."""

    families: dict[str, list[str]]
    akin: list[list[str]]
    follows: dict[str, list[str]]
    vague: list[str]
    wars: list[str]
    war_kin: list[str]
    series: list[str]
    since: list[str]
    counted: list[str]
    removed: list[str]
    beside: list[str]
    outlets: list[str]
    plain: str

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Every word for what may have happened."""
        return tuple(sorted({*chain(*self.families.values()), *self.vague, *self.wars}))

    def family(self, cause: str | None) -> str | None:
        """The family that a cause belongs to; an unlisted cause is its own, a vague one none."""
        low = (cause or "").casefold()
        if not low or low in self.vague:
            return None
        return next((family for family, causes in self.families.items() if low in causes), low)

    def leading(self, families: Iterable[str | None]) -> set[str]:
        """The families among these that none of the others brought about."""
        told = {family for family in families if family is not None}
        return {family for family in told if told.isdisjoint(self.follows.get(family, ()))}

    def related(self, one: str, other: str) -> bool:
        """True where two families often tell one event."""
        brought = one in self.follows.get(other, ()) or other in self.follows.get(one, ())
        return one == other or brought or any(one in group and other in group for group in self.akin)


@dataclass(frozen=True)
class Facts:
    """Where, when and by what: what a claim, a report or a registered event says of itself; None is unknown.

    `first` and `last` are day ordinals, both included; codes as in the claims table.
    """

    place: str | None = None
    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    place_precision: int | None = None
    first: int | None = None
    last: int | None = None
    date_precision: int | None = None
    family: str | None = None
    dated: bool = False
    """True where the claim's own sentence names the day; otherwise it was carried over from elsewhere."""
    known: str | None = None
    """The event that it calls by a name which the desk knows."""
    barred: str | None = None
    """The event that its article calls by a name, where what it says itself speaks against that."""


WHERE = ("place", "place_id", "latitude", "longitude", "country", "place_precision")
"""The facts that say where, which are columns of the tables as well."""


def place_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says of where, as fields of facts; a column that its table lacks is unknown."""
    return {name: row.get(name) for name in WHERE}


def ordinal(day: str | None) -> int | None:
    """The ordinal of a day as tables hold it."""
    return None if day is None else date.fromisoformat(day).toordinal()


def kilometres(one: Facts, other: Facts) -> float | None:
    """Great-circle distance, or None where a coordinate is missing.

    >>> round(kilometres(Facts(latitude=34.51, longitude=36.58), Facts(latitude=34.73, longitude=36.72)))
    28
    """
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, south = radians(one.latitude), radians(other.latitude)
    half = sin((south - north) / 2) ** 2
    half += cos(north) * cos(south) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def compare_places(one: Facts, other: Facts, limit: float) -> str:
    """same, near (within the limit in km), inside (a town in a province), country, unknown, apart, elsewhere or abroad.

    Elsewhere is abroad where one of the two names a whole country, which may be who acted: 'a U.S. strike'.
    """
    if one.country and other.country and one.country != other.country:
        far = kilometres(one, other)
        if far is not None and far <= limit and _point(one) and _point(other):
            return "near"
        return "elsewhere" if COUNTRY in (one.place_precision, other.place_precision) else "abroad"
    if _same_place(one, other):
        return "same" if (one.place_precision or 1) <= 5 else "country"
    codes = max(one.place_precision or 1, other.place_precision or 1)
    far = kilometres(one, other)
    if far is None or codes >= 6:
        return "country" if one.country and one.country == other.country else "unknown"
    if codes > TOWN:
        return "inside" if far <= REACH_KM[codes] else "apart"
    return "near" if far <= limit else "apart"


def _same_place(one: Facts, other: Facts) -> bool:
    """True where the ids are the same, or the names where not both have an id."""
    if one.place_id is not None and other.place_id is not None:
        return one.place_id == other.place_id
    return bool(one.place and other.place) and str(one.place).casefold() == str(other.place).casefold()


def _point(facts: Facts) -> bool:
    return (facts.place_precision or 1) <= TOWN


def days_between(one: Facts, other: Facts) -> int | None:
    """Days from the end of the earlier interval to the start of the later; 0 where they meet; None if unknown.

    >>> days_between(Facts(first=10, last=12), Facts(first=15, last=15))
    3
    """
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return None
    return max(0, one.first - other.last, other.first - one.last)


def compare_days(one: Facts, other: Facts, gap: int) -> str:
    """Same, overlap (one of them a long interval), near (within the gap), unknown, apart or long apart."""
    between = days_between(one, other)
    if between is None:
        return "unknown"
    longest = max(_length(one), _length(other))
    if between > max(gap, LONG_APART):
        return "long apart"
    named = one.known is not None or other.known is not None  # a named event has days of its own, however many
    if one.dated and other.dated and ((between and longest == 1) or (named and between > gap)):
        return "another"
    if between > gap:
        return "apart"
    if longest > PRECISE_DAYS:
        return "overlap"
    return "near" if between else "same"


def _length(facts: Facts) -> float:
    return inf if facts.first is None or facts.last is None else facts.last - facts.first + 1


def compare_scenes(one: Facts, other: Facts, words: LinkWords, gap: int) -> str:
    """Another where both state their day, the days lie apart and the causes are not the same; else unknown.

    Kinds of fighting say nothing here: one attack is told as a raid and as shelling, its day misread or rounded.
    """
    if one.family in words.war_kin and other.family in words.war_kin:
        return "unknown"
    stated = one.dated and other.dated and max(_length(one), _length(other)) <= PRECISE_DAYS
    apart = (days_between(one, other) or 0) > gap
    return "another" if stated and apart and compare_causes(one, other, words) in ("akin", "different") else "unknown"


def compare_causes(one: Facts, other: Facts, words: LinkWords) -> str:
    """same, akin, unknown or different."""
    if one.family is None or other.family is None:
        return "unknown"
    if one.family == other.family:
        return "same"
    return "akin" if words.related(one.family, other.family) else "different"


def compare_figures(one: frozenset[tuple[str, float]], other: frozenset[tuple[str, float]]) -> str:
    """Same where both state one distinct number of one measure, else different or unknown."""
    if not one or not other:
        return "unknown"
    return "same" if any(value >= DISTINCT_FIGURE for _, value in one & other) else "different"
