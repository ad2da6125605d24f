"""Places the rows of a table: by the names in their cells, and by the country that most of these names share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from reconcile.gazetteer import COUNTRY, FIRST_ORDER, LARGER_AREA, NEAR, Gazetteer, Place
from reconcile.gazetteer.folding import fold
from reconcile.model.place import PlaceReference
from schemas.codes import PlacePrecision

_MAJORITY = 0.5
_INITIALS = re.compile(r"[A-Z][A-Z&]{1,4}")
_LISTED = 3
"""A table of at most this many places names them in its total; of more, their country."""

Name = tuple[str, int | None]
"""A name as a cell gives it, and the precision that its column's label states."""


class Locator:
    """Finds the places of one table."""

    def __init__(self, gazetteer: Gazetteer, mentioned: Counter[str], names: Iterable[Name]):
        self._gazetteer = gazetteer
        self._undecided = False
        distinct = list(dict.fromkeys((name, code) for name, code in names if name))
        self.country = self._shared(distinct, mentioned)
        self._distinct = distinct

    def _shared(self, names: Sequence[Name], mentioned: Counter[str]) -> str | None:
        """The country of most names; where several have as many, the one that the document mentions most."""
        names = [(name, code) for name, code in names if code != COUNTRY]
        votes: Counter[str] = Counter()
        for name, _ in names:
            votes.update({p.country for p in self._candidates(name) if p.country})
        total = sum(n for code, n in mentioned.items() if "/" not in code)
        said = [code for code, n in mentioned.most_common() if "/" not in code and n >= _MAJORITY * total]
        if not votes:
            return said[0] if said else None
        self._undecided = True
        best = max(votes, key=lambda code: (votes[code], mentioned[code], code))
        tied = [code for code in votes if votes[code] == votes[best]]
        if votes[best] < _MAJORITY * len(names) or (len(tied) > 1 and mentioned[best] == 0):
            by_initials = [code for code in tied if self._initials_in(code, names)]
            firm = votes[best] >= _MAJORITY * len(names) or len(by_initials) == 1
            return by_initials[0] if firm and len(by_initials) == 1 else None
        return best

    def _initials_in(self, country: str, names: Sequence[Name]) -> bool:
        """True where a short form among the names has the initials of one of the country's units."""
        return any(self._unit_of_initials(name, country) for name, _ in names)

    def _unit_of_initials(self, name: str, country: str | None) -> Place | None:
        if not country or not _INITIALS.fullmatch(name):
            return None
        return next((unit for unit in _units(self._gazetteer, country) if _initials(unit.name) == _bare(name)), None)

    def _candidates(self, name: str) -> tuple[Place, ...]:
        return self._gazetteer.look_up_strictly(name)

    def known(self, name: str) -> bool:
        """True for a name that the gazetteer has."""
        return bool(self._candidates(name))

    def find(self, names: Sequence[Name]) -> PlaceReference:
        """The place of a row: the most exact of its names with the next one around it.

        A name that the gazetteer does not have, or not in the table's country, gets the coordinates of the one around.
        """
        names = _parted(names)
        if not names:
            return self._whole_country()
        around = next(
            (p.country for name, code in names if code == COUNTRY for p in self._candidates(name)), self.country
        )
        places = [self._place(name, code, around) for name, code in names]
        shown = [
            place.name if place and _INITIALS.fullmatch(name) else name
            for (name, _), place in zip(names, places, strict=True)
        ]
        label = ", ".join(list(dict.fromkeys(shown))[:2])
        at, place = next(((i, place) for i, place in enumerate(places) if place), (0, None))
        if place is None:
            return PlaceReference(label, country=None if names[0][1] == COUNTRY else around)
        stated = names[0][1]
        exact = place.precision if at == 0 else max(place.precision, NEAR)
        precision = PlacePrecision(stated if at == 0 and stated in (place.precision + 1, FIRST_ORDER) else exact)
        return PlaceReference(label, place.place_id, place.latitude, place.longitude, place.country, precision)

    def _place(self, name: str, code: int | None, country: str | None) -> Place | None:
        """The place of a name in a country, of the kind that its column states where there are several.

        Where the names of the table are of no one country, none of them is sure: a town of each name is everywhere.
        """
        found = [p for p in self._candidates(name) if country in (None, p.country) or code == COUNTRY]
        if not found:
            return self._unit_of_initials(name, country)
        if country is None and code != COUNTRY and (self._undecided or len({p.country for p in found}) > 1):
            return None
        return min(found, key=lambda p: abs(p.precision - code)) if code else found[0]

    def total(self, names: Iterable[Name]) -> PlaceReference:
        """The place of a total row: the largest areas of the rows that it adds up; the country of many."""
        largest = [name for name, code in names if name and (code or 0) == max((c or 0) for _, c in self._distinct)]
        distinct = list(dict.fromkeys(largest))
        if not 0 < len(distinct) <= _LISTED:
            return self._whole_country()
        if len(distinct) == 1:
            return self.find([(distinct[0], None)])
        place = self._whole_country()
        label = f"{', '.join(distinct[:-1])} and {distinct[-1]}"
        return PlaceReference(
            label, country=place.country, precision=PlacePrecision(LARGER_AREA) if place.country else None
        )

    def _whole_country(self) -> PlaceReference:
        place = self._gazetteer.country(self.country) if self.country else None
        if place is None:
            return PlaceReference(country=self.country)
        where = (place.place_id, place.latitude, place.longitude, place.country)
        return PlaceReference(place.name, *where, PlacePrecision(COUNTRY))


def _parted(names: Sequence[Name]) -> list[Name]:
    """The names, most exact first, those with commas in their parts, each once."""
    ordered = sorted(names, key=lambda pair: pair[1] or 0)
    parts = [(part.strip(), code) for name, code in ordered for part in name.split(",") if part.strip()]
    first = {fold(name): (name, code) for name, code in reversed(parts)}
    seen: dict[str, Name] = {}
    for name, _ in parts:
        seen.setdefault(fold(name), first[fold(name)])
    return list(seen.values())


def _initials(name: str) -> str:
    """The initials of a unit's name.

    >>> _initials("Khyber Pakhtunkhwa"), _initials("Gilgit-Baltistan"), _initials("Sindh")
    ('KP', 'GB', 'S')
    """
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())


def _bare(short: str) -> str:
    return short.replace("&", "")


@cache
def _units(gazetteer: Gazetteer, country: str) -> tuple[Place, ...]:
    return tuple(gazetteer.units(country))
