"""Places by the names that texts give them, wherever the gazetteer puts these.

A place can be misread, or resolved to its namesake far away; the name still stands in the text. Two accounts of one
event nearly always share one: who writes of a town writes of its quarter, too. Two accounts that name places
which the other never mentions tell two events, be these in one province and on one day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from reconcile.gazetteer.folding import fold, fold_loosely
from reconcile.text.document import Page

Row = Mapping[str, Any]
Name = frozenset[str]
"""A place's name as its words, folded so that spellings of one name meet."""

NEAR = 2
"""Precision code up to which a name is a place's own, not a district's or a country's."""
SHORTEST = 3
"""Shorter words (al, St) are in many names."""
_WORD = re.compile(r"[^\W\d_]+(?:['\u2018\u2019][^\W\d_]+)*")


def names_in(page: Page | None) -> Name:
    """Every word of a page that begins with a capital, folded."""
    if page is None:
        return frozenset()
    words = _WORD.findall(page.plain)
    return frozenset(word for said in words if said[0].isupper() and len(word := _folded(said)) >= SHORTEST)


def places_named(rows: Iterable[Row], page: Page | None) -> frozenset[Name]:
    """The exact places that claims' own sentences name; those of a headline only where no other sentence names one.

    A headline's 'in Homs' may be the province, where the text below it names the town.
    """
    told: dict[bool, set[Name]] = {True: set(), False: set()}
    for row in rows:
        head = (row["place"] or "").split(",")[0].strip()
        if head and (row["place_precision"] or NEAR) <= NEAR and head.casefold() in row["sentence"].casefold():
            here = page.sentence_at(row["start"]) if page else None
            told[here is not None and here.heading].add(words_of(head))
    return frozenset((told[False] or told[True]) - {frozenset()})


def words_of(name: str) -> Name:
    """A name's words, folded; empty where none is long enough to tell it by.

    >>> words_of("Khan Shaykhun") == words_of("Khan Sheikhoun"), words_of("al-Qusayr") == words_of("Qusair")
    (True, True)
    """
    return frozenset(word for said in _WORD.findall(name) if len(word := _folded(said)) >= SHORTEST)


def compare_names(towns: frozenset[Name], named: Name, other_towns: frozenset[Name], other_named: Name) -> str:
    """Strangers (neither text mentions a place of the other), half (each has one that is new to the other), or shared.

    Unknown where one of them names no place. A name is mentioned where any of its words is.

    >>> homs, rastan = words_of("Homs"), words_of("Rastan")
    >>> compare_names(frozenset({homs}), homs, frozenset({rastan}), rastan)
    'strangers'
    >>> compare_names(frozenset({homs}), homs, frozenset({rastan}), rastan | homs)
    'shared'
    """
    if not towns or not other_towns:
        return "unknown"
    met = sum(not town.isdisjoint(other_named) for town in towns)
    its_met = sum(not town.isdisjoint(named) for town in other_towns)
    if not met and not its_met:
        return "strangers"
    return "half" if met < len(towns) and its_met < len(other_towns) else "shared"


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return fold_loosely(fold(word))
