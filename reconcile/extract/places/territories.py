"""Reads whose people a number counts: those of one country, of a part of it, or of several countries together.

'40,642 in Turkey and 3,688 in Syria, a total of 44,330': where one event is counted in several countries, each number
has its territory, which is not the place of the event.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reconcile.extract.places.signs import DocumentCountries, Sign, SignKind
from reconcile.extract.places.words import PlaceWords
from reconcile.gazetteer import FIRST_ORDER, Gazetteer
from reconcile.model.territory import TOGETHER, Territory
from reconcile.text.document import Document, Sentence

_REACH = 80  # characters behind a figure in which its territory may be named
_JOINED = 4  # words between two countries that are named side by side
_BREAK = re.compile(r"[;:()]|\.\s")
_WORD = re.compile(r"[^\W\d_]+")


class Territories:
    """The territories of the figures of one document; `spans` are the figures' places in the text."""

    def __init__(
        self,
        document: Document,
        countries: DocumentCountries,
        words: PlaceWords,
        gazetteer: Gazetteer,
        spans: Sequence[tuple[int, int]],
    ):
        self._document, self._countries, self._words, self._gazetteer = document, countries, words, gazetteer
        self._spans = sorted(set(spans))

    def of(self, start: int, end: int) -> str | None:
        """The territory of the figure at `text[start:end]`, as `Territory` writes it; None where none is named."""
        sentence = self._document.sentence_at(start)
        if sentence is None or len(self._countries.countries) < 2:
            return None
        found = self._own(sentence, start, end)
        return str(found) if found else None

    def _own(self, sentence: Sentence, start: int, end: int) -> Territory | None:
        before, after = self._around(sentence, start, end)
        behind = self._behind(*after)
        zone = self._zone(after[0], self._clause_end(*after))
        if not zone and before[0] == sentence.start:
            zone = self._zone(*before)
        if behind is not None:
            return Territory(self._name(behind.country), zone, self._town(behind))
        clause = self._last_clause(*before), before[1]
        if not zone and any(self._is_together(*part) for part in (clause, after)):
            return TOGETHER
        named = self._named(*clause)
        if self._are_joined(*clause):
            return TOGETHER
        if len(named) == 1:
            return Territory(self._name(named[0]), zone)
        earlier = self._earlier(sentence, before[0])
        return replace(earlier, zone=zone or earlier.zone) if earlier else Territory(zone=zone) if zone else None

    def _last_clause(self, start: int, end: int) -> int:
        """Where the clause begins in which a figure is: behind the last 'after' or 'while' before it."""
        words = list(_WORD.finditer(self._document.plain, start, end))
        breaks = self._words.breaks - self._words.saying
        return next((hit.end() for hit in reversed(words) if hit.group().casefold() in breaks), start)

    def _are_joined(self, start: int, end: int) -> bool:
        """True where a text names two countries side by side: southern Turkey and the north of Syria."""
        signs = [sign for sign in self._countries.between(start, end) if sign.kind is not SignKind.PLACE]
        return any(a.country != b.country and self._is_beside(a, b) for a, b in pairwise(signs))

    def _is_beside(self, one: Sign, other: Sign) -> bool:
        between = self._document.plain[one.start : other.start].casefold()
        said = _WORD.findall(between)[1:]
        if not self._words.joins.isdisjoint(said):
            return len(said) <= _JOINED
        return ("," in between or "-" in between) and not said

    def _around(self, sentence: Sentence, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """The text before a figure, back to the figure before it, and the text behind it, up to the next one."""
        at = bisect_left(self._spans, (start, end))
        last = max((e for _, e in self._spans[max(0, at - 1) : at]), default=0)
        following = next((s for s, _ in self._spans[at:] if s >= end), sentence.end)
        return (max(sentence.start, last), start), (end, min(sentence.end, following))

    def _behind(self, start: int, end: int) -> Sign | None:
        """The country that a preposition ties to the figure before it: 40,642 dead in Turkey."""
        limit = min(self._clause_end(start, end), start + _REACH)
        for sign in self._countries.between(start, limit):
            said = _WORD.findall(self._document.plain[start : sign.start].casefold())
            tied = [word for word in said[-3:] if word in self._words.at_place]
            clear = (self._words.breaks | self._words.saying).isdisjoint(said)
            return sign if tied and clear and self._is_alone(sign, limit) else None
        return None

    def _is_alone(self, sign: Sign, limit: int) -> bool:
        """True unless another country is joined to it: in Turkey and Syria."""
        others = (other for other in self._countries.between(sign.start, limit) if other.country != sign.country)
        return not any(self._is_beside(sign, other) for other in others)

    def _clause_end(self, start: int, end: int) -> int:
        hit = _BREAK.search(self._document.plain, start, end)
        return hit.start() if hit else end

    def _zone(self, start: int, end: int) -> str | None:
        """The parts of a country that a text names (rebel-held, north-west), by their names in places.yaml."""
        text = self._document.plain[start:end].casefold()
        found = [name for name, phrases in self._words.zones.items() if _holds(text, phrases)]
        return "/".join(sorted(found)) or None

    def _town(self, sign: Sign) -> str | None:
        """The town or province that a sign names; None for a country or its people."""
        place = sign.place
        return place.name if sign.kind is SignKind.PLACE and place and place.precision <= FIRST_ORDER else None

    def _is_together(self, start: int, end: int) -> bool:
        return _holds(self._document.plain[start:end].casefold(), self._words.together)

    def _named(self, start: int, end: int) -> list[str]:
        """The countries that a text names, or whose people or offices it names."""
        signs = self._countries.between(start, end)
        return list(dict.fromkeys(sign.country for sign in signs if sign.kind is not SignKind.PLACE))

    def _earlier(self, sentence: Sentence, start: int) -> Territory | None:
        """The territory of the figure before in the sentence, of the sentence before, or of the title.

        A sentence before gives one only where it opens with it: 'In Syria there are two counts.' The title gives one
        where neither it nor the opening names another.
        """
        if start > sentence.start:
            named = self._named(sentence.start, start)
            first = next((s for s, _ in self._spans if s >= sentence.start), start)
            zone = self._zone(sentence.start, first)
            if len(named) == 1 or zone:
                return Territory(self._name(named[0]) if len(named) == 1 else None, zone)
        for other in self._document.before(sentence, 3):
            if other.paragraph != sentence.paragraph:
                break
            opening = _WORD.findall(other.text.casefold())[:1]
            named = self._named(other.start, other.start + _REACH)
            if len(named) == 1 and opening and opening[0] in self._words.at_place:
                return Territory(self._name(named[0]))
        title = self._document.sentences[0]
        head = self._named(title.start, self._document.sentences[:2][-1].end)
        in_title = self._named(title.start, title.end)
        return Territory(self._name(head[0])) if len(head) == 1 and in_title else None

    def _name(self, code: str) -> str:
        country = self._gazetteer.country(code)
        return country.name if country else code


def _holds(text: str, phrases: Sequence[str]) -> bool:
    return any(re.search(rf"\b{re.escape(phrase)}\b", text) for phrase in phrases)
