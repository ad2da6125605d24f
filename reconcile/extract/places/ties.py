"""How firmly the words around a place name tie the place to the event."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reconcile.extract.places.words import PlaceWords
from reconcile.gazetteer import Place
from reconcile.text.document import Sentence

# From firmest to none: killed in X; the town of X, the X raid; X; from X; X police; X (Reuters) -; X-based.
HERE, OF, NAMED, TOWARD, ACTOR, FILED, ELSEWHERE = 6, 5, 4, 3, 2, 1, 0
_FAR = 9  # tokens between a preposition and its name
_DATELINE = 25  # tokens between the place of a 1990s dateline and its dashes

# What follows the place in a dateline: (Reuters) - | , Va. - | , 12 JAN 90 (EFE) --
_FILED = re.compile(r"[^a-z\n]{0,24}(?:\([^)]*\)[^a-z]{0,4})?(?:--|\s-\s)|[^\n]{0,20}\([^)]*\)\s*-")


# By precision, 0 for a country or more, to 4 for a building or street.
_EXACTNESS = {1: 3, 2: 4, 3: 3, 4: 2, 5: 1}


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named at `text[start:end]`; `place` is None where it is not in the gazetteer, or which one is unclear."""

    start: int
    end: int
    quote: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with its tie and position in its sentence, tokens[first:last]; `options` are all places of its name."""

    mention: PlaceMention
    first: int
    last: int
    precision: int
    tie: int
    sentence: int
    options: tuple[Place, ...] = ()

    @property
    def exactness(self) -> int:
        """0 for a country or more, to 4 for a building or street."""
        return _EXACTNESS.get(self.precision, 0)


class Ties:
    """The ties in one sentence. `first` and `last` are token indices, `last` is exclusive."""

    def __init__(self, sentence: Sentence, lows: list[str], words: PlaceWords, flat: bool):
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._lows = lows
        self._words = words
        self._flat = flat
        answered = words.answer_words.answered(lows)
        counts = any(sentence.tokens[k].number for k in answered if k < len(sentence.tokens))
        self._answered = range(0) if counts else answered

    def tie(self, first: int, last: int, previous: tuple[int, int] | None) -> int:
        """The tie of a name; `previous` is the end and the tie of the name before it.

        The place of an event that the sentence's own only answers (a raid in response to the attack in X) has none.
        """
        if first in self._answered:
            return ELSEWHERE
        after = self._after(first, last)
        return self.before(first, previous) if after is None else after

    def is_placed(self, first: int, previous: tuple[int, int] | None) -> bool:
        """True where the words before say that a place follows."""
        return self.before(first, previous) == HERE or self.unit_before(first) is not None

    def unit_before(self, first: int) -> int | None:
        """Precision of the kind of place named before: the town of X, the village X."""
        i = first - 1
        if i >= 0 and self._lows[i] in self._words.of:
            i -= 1
        return self._words.units.get(self._lows[i]) if i >= 0 else None

    def before(self, first: int, previous: tuple[int, int] | None) -> int:
        """The tie from the words before the name."""
        i = first - 1
        while i >= 0 and first - i <= _FAR:
            decided = self._preposition(i)
            if decided is not None:
                return decided
            if previous is not None and previous[0] == i and self._lows[i] in self._words.joins:
                return previous[1]
            if not self._is_passed(i):
                break
            i -= 1
        if previous is not None and previous[0] == i + 1:
            return max(OF, previous[1])
        return OF if self.unit_before(first) is not None else NAMED

    def _is_passed(self, i: int) -> bool:
        """True for a word between a preposition and its name: in the northern city of Aleppo."""
        low, words = self._lows[i], self._words
        return low in words.passed or low in words.toward or self._tokens[i].low != low

    def _preposition(self, i: int) -> int | None:
        """The tie of the preposition at `i` with a name after it, or None."""
        low, words = self._lows[i], self._words
        if low in words.hits:
            return HERE
        if low in words.at_place:
            return self._at_place(i)
        if i and low in words.of and self._lows[i - 1] in words.directions and not self._is_measured(i):
            return HERE
        if low not in words.toward and low not in words.of:
            return None
        if self._is_measured(i):
            return ACTOR
        before = self._lows[i - 1] if i else ""
        if before in words.kinds or before in words.passed:
            return None  # the town of X, the entrance to X
        if before in words.moved:
            return ELSEWHERE
        return HERE if before in words.events else TOWARD

    def _at_place(self, i: int) -> int:
        """The tie of a preposition of place; none where something was said there, or the injured were taken there."""
        before, words = self._lows[max(0, i - 4) : i], self._words
        office = not words.of.isdisjoint(before) and not words.speaking.isdisjoint(before)
        if office or (before and before[-1] in words.speaking):
            return ACTOR
        if not words.reports.isdisjoint(before):
            return ELSEWHERE
        return HERE if words.moved.isdisjoint(before) else ACTOR

    def _is_measured(self, i: int) -> bool:
        """True for the preposition of a distance: 162 kilometres north of."""
        return not self._words.lengths.isdisjoint(self._lows[max(0, i - 3) : i])

    def _after(self, first: int, last: int) -> int | None:
        """The tie from the words after the name, or None where they do not decide."""
        words, following = self._words, self._lows[last : last + 2]
        if self._is_dateline(first, last):
            return FILED
        if not following:
            return None
        if following[0] == "-":
            return ELSEWHERE if following[-1] in words.tied else None
        if not words.events.isdisjoint(following) and following[0].isalpha():
            return HERE
        if following[0] in words.actors or following[0] in words.people:
            return ACTOR
        if following[0] in words.saying and self.before(first, None) != HERE:
            return ACTOR
        return None

    def _is_dateline(self, first: int, last: int) -> bool:
        """True for the place from which a report was filed: BEIRUT (Reuters)."""
        sentence, token = self._sentence, self._tokens[first]
        if sentence.shouting and sentence.index < 2:
            return "--" in self._lows[last : last + _DATELINE] and "--" not in self._lows[:first]
        end = self._tokens[last - 1].end
        name = sentence.document.plain[token.start : end]
        if not self._flat and name.isupper() and last - first < 3 and len(self._lows[first]) > 3:
            return True
        return token.start - sentence.start <= 3 and bool(
            _FILED.match(sentence.document.plain[end : sentence.end][:60])
        )
