"""The gazetteer: coordinates of places from GeoNames and a supplement of places in the news, found by any spelling.

The data are in two compressed files that scripts/build_gazetteer.py writes. They are kept as sorted lines, and a line
is parsed only when its place is looked up, so that loading takes a tenth of a second.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from reconcile.gazetteer.folding import fold, fold_loosely

# UCDP's precision of a place.
EXACT, NEAR, SECOND_ORDER, FIRST_ORDER, LARGER_AREA, COUNTRY, INTERNATIONAL = 1, 2, 3, 4, 5, 6, 7

# Shorter loose keys are equal by chance: 'Mali' and 'Mela'.
_SHORTEST_LOOSE = 4
# A city is preferred to a unit of the same name, unless the unit has four times the people.
_UNIT = 0.25
_KEPT = 100_000  # cached answers


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its centre in degrees (WGS 84).

    `country` is ISO 3166-1 alpha-2, None where the place spans several. `precision` is UCDP's: 1 exact, 2 near,
    3 second-order unit, 4 first-order unit, 5 line or larger area, 6 country, 7 international. `population` is 0 where
    unknown. `within` is the name of the first-order unit, where known. `plain` is False where the name that was looked
    up does not by itself show the place (Central, Response): it needs its kind (Central Region) or its country.
    """

    place_id: str
    name: str
    latitude: float
    longitude: float
    country: str | None
    precision: int
    population: int
    within: str | None
    plain: bool = True


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """A place that the desk adds to the gazetteer or corrects; the columns of `places.csv`.

    Degrees are WGS 84, `country` is ISO 3166-1 alpha-2, `precision` UCDP's, `within` the first-order unit around it.
    """

    name: str
    latitude: float
    longitude: float
    country: str | None = None
    precision: int = EXACT
    aliases: tuple[str, ...] = ()
    within: str | None = None


class Gazetteer:
    """Places by name. A desk's own places come before the others of their name."""

    def __init__(self, names: list[str], places: list[str], own: dict[str, list[Place]] | None = None):
        self._names = names
        self._places = places
        self._own = own or {}
        self._found: dict[str, tuple[Place, ...]] = {}
        self._strictly: dict[str, tuple[Place, ...]] = {}

    def look_up(self, name: str) -> list[Place]:
        """Every place that the name may mean, the likeliest first; empty where it is unknown.

        A spelling that is not listed is tried without its articles and with the variants of transliteration, and then
        as a genitive without its apostrophe (Syrias).
        """
        if name not in self._found:
            _make_room(self._found)
            self._found[name] = self._seek(fold(name))
        return list(self._found[name])

    def look_up_strictly(self, name: str) -> tuple[Place, ...]:
        """Like `look_up`, for listed spellings only (diacritics and hyphens are ignored)."""
        if name not in self._strictly:
            _make_room(self._strictly)
            self._strictly[name] = self._own_and_listed(fold(name))
        return self._strictly[name]

    def country(self, code: str) -> Place | None:
        """The country with an ISO 3166-1 alpha-2 code, or None."""
        found = self._listed(f"={code}")
        return found[0] if found else None

    def units(self, code: str) -> list[Place]:
        """The first-order units of a country, in the order of the file."""
        sign = f"\t{code}\t{FIRST_ORDER}\t"
        return [self._read(number) for number, line in enumerate(self._places) if sign in line]

    def _seek(self, key: str) -> tuple[Place, ...]:
        if not key:
            return ()
        found = self._own_and_listed(key) or self._loosely(key)
        if not found and key.endswith("s") and len(key) > _SHORTEST_LOOSE:
            found = self._own_and_listed(key[:-1])
        return found

    def _own_and_listed(self, key: str) -> tuple[Place, ...]:
        return (*self._own.get(key, ()), *self._listed(key)) if key else ()

    def _loosely(self, key: str) -> tuple[Place, ...]:
        loose = fold_loosely(key)
        return self._own_and_listed(f"~{loose}") if len(loose) >= _SHORTEST_LOOSE else ()

    def _listed(self, key: str) -> list[Place]:
        start = f"{key}\t"
        at = bisect_left(self._names, start)
        if at == len(self._names) or not self._names[at].startswith(start):
            return []
        found = []
        for number in self._names[at][len(start) :].split():
            place = self._read(int(number.lstrip("-?")), "?" not in number)
            weight = place.population * (_UNIT if place.precision in (SECOND_ORDER, FIRST_ORDER) else 1)
            found.append((number[0] == "-", -weight, place.place_id, place))
        return [place for *_, place in sorted(found, key=lambda row: row[:3])]

    @cache  # noqa: B019 - there is one gazetteer for the life of the process
    def _read(self, number: int, plain: bool = True) -> Place:
        place_id, name, latitude, longitude, country, precision, people, within = self._places[number].split("\t")
        where = (float(latitude), float(longitude))
        return Place(place_id, name, *where, country or None, int(precision), int(people), within or None, plain)


def load_gazetteer(desk_places: Iterable[DeskPlace] = ()) -> Gazetteer:
    """The gazetteer, with the desk's own places added."""
    own = _own(desk_places)
    return Gazetteer(*_files(), own) if own else _shared()


@cache
def _shared() -> Gazetteer:
    return Gazetteer(*_files())


@cache
def _files() -> tuple[list[str], list[str]]:
    return _lines("names.tsv.gz"), _lines("places.tsv.gz")


def _lines(file: str) -> list[str]:
    packed = resources.files(__name__).joinpath(file).read_bytes()
    return gzip.decompress(packed).decode().split("\n")


def unit_of(name: str) -> str | None:
    """The first-order unit that contains a place of this name, with its country; None where it is unknown.

    >>> unit_of("Khan Sheikhoun"), unit_of("Hasakeh"), unit_of("Qwertzuiopol")
    ('SY Idlib', 'SY Hasakah', None)
    """
    for place in _shared().look_up(name):
        if place.precision <= FIRST_ORDER:
            return f"{place.country} {place.within or place.name}"
    return None


def _own(given: Iterable[DeskPlace]) -> dict[str, list[Place]]:
    """The desk's places by every folded name."""
    found: dict[str, list[Place]] = {}
    for own in given:
        place_id = f"desk:{fold(own.name).replace(' ', '-')}"
        where = (own.latitude, own.longitude, own.country)
        place = Place(place_id, own.name, *where, own.precision, population=0, within=own.within)
        for key in dict.fromkeys(fold(name) for name in (own.name, *own.aliases)):
            found.setdefault(key, []).append(place)
            found.setdefault(f"~{fold_loosely(key)}", []).append(place)
    return found


def _make_room(answers: dict[str, tuple[Place, ...]]) -> None:
    if len(answers) >= _KEPT:
        answers.clear()
