"""Compares place names as texts write them, independently of where the gazetteer locates them.

A place can be misread, or resolved to a distant place of the same name, but its name is still in the text. Two accounts
of one event nearly always share a name: an article about a town also names the town for its quarters. Two accounts that
name places which the other never mentions report two events, even in one province on one day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from reconcile.gazetteer.folding import fold, fold_loosely
from reconcile.link.reading import Reading
from reconcile.model.link_reason import NamesLevel
from reconcile.model.records import Claim
from schemas.codes import PlacePrecision

Name = frozenset[str]
"""A place's name as a set of words, folded so that spellings of one name are equal."""

SHORTEST = 3
"""Words shorter than this (al, St) occur in many names."""
_WORD = re.compile(r"[^\W\d_]+(?:['\u2018\u2019][^\W\d_]+)*")


def names_in(reading: Reading) -> Name:
    """Every word of an article that begins with a capital, folded; words are split by the rules of its language."""
    return frozenset(_long_words(said for said in _words(reading) if said[0].isupper()))


def _words(reading: Reading) -> Iterator[str]:
    for sentence in reading.sentences:
        for token in sentence.document.token.findall(sentence.document.plain, sentence.start, sentence.end):
            yield from _WORD.findall(token)


def places_named(claims: Iterable[Claim], reading: Reading) -> frozenset[Name]:
    """The exact places named in the sentences of claims; the headline's places only where no other sentence names one.

    'in Homs' in a headline may mean the province, where the text below names the town.
    """
    named: dict[bool, set[Name]] = {True: set(), False: set()}
    for claim in claims:
        head = (claim.place or "").split(",")[0].strip()
        exact = (claim.place_precision or PlacePrecision.NEAR) <= PlacePrecision.NEAR
        if head and exact and head.casefold() in claim.sentence.casefold():
            here = reading.sentence_at(claim.start)
            named[here is not None and here.heading].add(words_of(head))
    return frozenset((named[False] or named[True]) - {frozenset()})


def words_of(name: str) -> Name:
    """A name's words, folded; empty where every word is too short to identify the place.

    >>> words_of("Khan Shaykhun") == words_of("Khan Sheikhoun"), words_of("al-Qusayr") == words_of("Qusair")
    (True, True)
    """
    return frozenset(_long_words(_WORD.findall(name)))


def _long_words(said: Iterable[str]) -> Iterator[str]:
    return (word for word in map(_folded, said) if len(word) >= SHORTEST)


def compare_names(towns: frozenset[Name], named: Name, other_towns: frozenset[Name], other_named: Name) -> NamesLevel:
    """Whether each of two texts mentions the places that the other names; any word of a name counts as a mention.

    >>> homs, rastan = words_of("Homs"), words_of("Rastan")
    >>> compare_names(frozenset({homs}), homs, frozenset({rastan}), rastan).value
    'strangers'
    >>> compare_names(frozenset({homs}), homs, frozenset({rastan}), rastan | homs).value
    'shared'
    """
    if not towns or not other_towns:
        return NamesLevel.UNKNOWN
    met = sum(not town.isdisjoint(other_named) for town in towns)
    its_met = sum(not town.isdisjoint(named) for town in other_towns)
    if not met and not its_met:
        return NamesLevel.STRANGERS
    return NamesLevel.HALF if met < len(towns) and its_met < len(other_towns) else NamesLevel.SHARED


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return fold_loosely(fold(word))
