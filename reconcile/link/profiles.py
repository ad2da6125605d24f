"""Weights the words of reports: names most, then numbers, then rare words.

A report's profile is a unit vector over its terms; the likeness of two reports is their cosine. A word's weight falls
with the number of reports that contain it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

from reconcile.link.vocabulary import LinkWords
from reconcile.text.document import Sentence, Token

NAME, NUMBER = "^", "#"
"""Prefixes of terms: a word written as a name, a number in digits."""
BOOST = {NAME: 2.5, NUMBER: 1.0}
"""Factor by which a name weighs more than a common word."""
PRIOR = 20
"""Reports added to the count of every batch, so that words are not all rare in a small batch ..."""
PRIOR_SHARE = {NAME: 0.04, NUMBER: 0.1}
COMMON_SHARE = 0.15
"""... and the share of them assumed to contain a given name, number or common word."""
BRIEF = 400.0
"""Added to a profile's squared length: a text of a dozen words is similar to another by a single name alone."""

Profile = Mapping[str, float]


@dataclass(frozen=True)
class Silent:
    """Words that do not identify an event: everyday words, words of outlet names, and the outlet names in full."""

    words: LinkWords
    names: re.Pattern[str] | None = None

    @cached_property
    def plain(self) -> frozenset[str]:
        """Everyday words of the language."""
        return frozenset(self.words.plain.split())

    @cached_property
    def outlets(self) -> frozenset[str]:
        """Words that occur in names of outlets."""
        return frozenset(self.words.outlets)

    def tokens(self, sentence: Sentence) -> Iterable[Token]:
        """The tokens of a sentence outside the names of outlets."""
        text = sentence.document.text
        named = [hit.span() for hit in self.names.finditer(text, sentence.start, sentence.end)] if self.names else []
        return (t for t in sentence.tokens if not any(start <= t.start < end for start, end in named))


def count_terms(sentences: Iterable[Sentence], silent: Silent) -> Counter[str]:
    """The terms of some sentences, with their counts; `silent` words are left out."""
    kept = list(sentences)
    common = {t.low for s in kept for t in s.tokens if not t.title}
    return Counter(term for sentence in kept for term in _terms(sentence, common, silent))


def _terms(sentence: Sentence, common: set[str], silent: Silent) -> Iterable[str]:
    shouting = sentence.shouting
    for token in silent.tokens(sentence):
        low = silent.words.without_possessive(token.low)
        if token.number:
            yield NUMBER + low
        elif len(low) > 2 and low not in silent.plain and low[0].isalpha():
            named = token.title and not shouting and (token.index > 0 or low not in common)
            if not (named and low in silent.outlets):
                yield NAME + low if named else low


def weigh_terms(counted: Sequence[Mapping[str, int]]) -> list[Profile]:
    """Profiles of reports from their terms: log of the count times log of the rarity, of length one.

    >>> a, b, c = weigh_terms([{"^qusayr": 2, "town": 1}, {"^qusayr": 1}, {"town": 1}])
    >>> likeness(a, b) > likeness(a, c)
    True
    """
    held = Counter(term for terms in counted for term in terms)
    rarity = {term: _rarity(term, number, len(counted)) for term, number in held.items()}
    return [_unit({term: (1 + log(n)) * rarity[term] for term, n in terms.items()}) for terms in counted]


def names_of(terms: Mapping[str, int]) -> dict[str, int]:
    """The names and numbers among some terms: what articles in two languages can share.

    >>> names_of({"^qusayr": 2, "town": 1, "#14": 1})
    {'^qusayr': 2, '#14': 1}
    """
    return {term: count for term, count in terms.items() if term[0] in (NAME, NUMBER)}


def _rarity(term: str, held: int, reports: int) -> float:
    share = PRIOR_SHARE.get(term[0], COMMON_SHARE)
    return log((reports + PRIOR + 1) / (held + share * PRIOR)) * BOOST.get(term[0], 1.0)


def _unit(weights: Mapping[str, float]) -> Profile:
    length = sqrt(BRIEF + sum(w * w for w in weights.values()))
    return {term: w / length for term, w in sorted(weights.items())}


def likeness(one: Profile, other: Profile) -> float:
    """Cosine of two profiles, 0 to 1."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return sum(w * long[term] for term, w in short.items() if term in long)


def shared_terms(one: Profile, other: Profile, most: int) -> list[str]:
    """The terms that contribute most to the likeness of two profiles, greatest first, without prefixes."""
    ranked = sorted((term for term in one if term in other), key=lambda term: (-one[term] * other[term], term))
    return [term.lstrip(NAME + NUMBER) for term in ranked[:most]]
