"""Reads lengths of time: `3h`, `2.5 hours`, `half an hour`, `an hour and a half`, `1 year and 3 months`.

Other modules decide whether a length of time is an event's duration, an age, a gap or a counting window.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from reconcile.extract.numbers.numbers import Number, NumberReader, tidy
from reconcile.model.units import TIMES
from reconcile.text.document import Token, word_at

COUNTED = frozenset({"cardinal", "article"})
"""Kinds of number to which a half, or a smaller unit, can be added."""
NOT_COUNTING = frozenset({"none", "multiple", "both"})


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: `number` spans all its words and has its value in `unit`; bounds can be applied to it."""

    number: Number
    unit: str
    rough: bool = False
    """True where units were added that are not multiples of each other (a month and ten days)."""

    @property
    def first(self) -> int:
        """Its first token."""
        return self.number.first

    @property
    def last(self) -> int:
        """The token after its last."""
        return self.number.last


class DurationReader:
    """Reads lengths of time with one language's words."""

    def __init__(self, numbers: NumberReader):
        words = numbers.words
        self.numbers, self.words = numbers, words
        self.units = {spelling: unit for unit, spellings in words.time_units.items() for spelling in spellings}
        stated = {unit: times * TIMES[other] for unit, (other, times) in words.time_stated_as.items()}
        self._sizes = {**TIMES, **stated}
        self.singular = frozenset(words.article_units)
        self._articles, self._of = numbers.cardinals.articles, numbers.cardinals.of
        self._joins = numbers.cardinals.joins
        self._adjectives, self._loose = frozenset(words.unit_adjectives), frozenset(words.loose_letters)

    def read(self, tokens: list[Token], i: int, plain: str) -> Duration | None:
        """The length of time that begins at token i, with all its parts; None where there is none.

        >>> from reconcile.model.article import Article
        >>> from reconcile.text.document import Document
        >>> from reconcile.language import load_pack
        >>> document = Document(Article("a", "It took 1 year and 3 months."))
        >>> reader = DurationReader(NumberReader(load_pack("en")))
        >>> duration = reader.read(document.sentences[0].tokens, 2, document.plain)
        >>> duration.number.best, duration.unit, duration.first, duration.last
        (15.0, 'month', 2, 7)
        """
        found = self._one(tokens, i, plain)
        if found is None:
            return None
        if found.number.kind in COUNTED:
            found = self._with_share(tokens, found)
            while (longer := self._with_next(tokens, found, plain)) is not None:
                found = longer
        return self._as_stated(found)

    # ------------------------------------------------------------------ one number and its unit

    # 3h | 30-minutes | a few weeks | five consecutive days
    def _one(self, tokens: list[Token], i: int, plain: str) -> Duration | None:
        number = self.numbers.read_at(tokens, i, plain)
        if number is None or number.kind in NOT_COUNTING:
            return None
        j = self._over_small_words(tokens, number)
        unit = self._unit(tokens, j, tokens[number.last - 1])
        kind = "cardinal" if number.kind == "share" else number.kind
        return Duration(replace(number, last=j + 1, kind=kind), unit) if unit else None

    def _over_small_words(self, tokens: list[Token], number: Number) -> int:
        """The index after small words before a unit: half OF AN hour; a couple OF weeks; five CONSECUTIVE days."""
        j = number.last
        if word_at(tokens, j) in self._of:
            j += 1
        if word_at(tokens, j) == "+":
            j += 1  # 12+ hours
        if number.high < 1 and word_at(tokens, j) in self._articles:
            j += 1
        while word_at(tokens, j) in self._adjectives:
            j += 1
        return j + 1 if word_at(tokens, j) == "-" else j

    def _unit(self, tokens: list[Token], j: int, before: Token) -> str | None:
        word = word_at(tokens, j)
        if (unit := self.units.get(word)) is not None:
            return unit
        glued = j < len(tokens) and tokens[j].start == before.end
        return self.words.time_letters.get(word) if before.number and (glued or word in self._loose) else None

    # ------------------------------------------------------------------ what is added to it

    # an hour AND A HALF
    def _with_share(self, tokens: list[Token], found: Duration) -> Duration:
        if word_at(tokens, found.last) not in self._joins:
            return found
        share = self.numbers.cardinals.added_share(tokens, found.last + 1)
        if share is None or word_at(tokens, share.last) in self._of or self._unit_follows(tokens, share.last):
            return found
        value = found.number.low + share.value
        return Duration(Number(found.first, share.last, value, value, value, "cardinal"), found.unit)

    def _unit_follows(self, tokens: list[Token], j: int) -> bool:
        """True for 'two days and HALF AN HOUR': the half is of another unit."""
        return word_at(tokens, j + 1 if word_at(tokens, j) in self._articles else j) in self.units

    # 1 year AND 3 MONTHS | 2 days 1 month | two years, three months and a day
    def _with_next(self, tokens: list[Token], found: Duration, plain: str) -> Duration | None:
        j = found.last
        if word_at(tokens, j) == ",":
            j += 1
        if word_at(tokens, j) in self._joins:
            j += 1
        added = self._one(tokens, j, plain) if j < len(tokens) else None
        if added is None or added.unit == found.unit or added.number.kind not in COUNTED:
            return None
        if word_at(tokens, found.last) == "," and self._sizes[added.unit] > self._sizes[found.unit]:
            return None
        return self._sum(found, added)

    def _sum(self, one: Duration, other: Duration) -> Duration:
        """The sum in the smaller of the two units; in whole ones where the larger is not a multiple of it."""
        large, small = sorted((one, other), key=lambda part: -self._sizes[part.unit])
        factor = Fraction(self._sizes[large.unit], self._sizes[small.unit])
        rough = factor.denominator > 1
        value = tidy(large.number.low * float(factor) + small.number.low)
        value = float(round(value)) if rough else value
        number = Number(one.first, other.last, value, value, value, "cardinal")
        return Duration(number, small.unit, rough or one.rough)

    def _as_stated(self, found: Duration) -> Duration:
        """The duration; a decade is converted to ten years."""
        if found.unit not in self.words.time_stated_as:
            return found
        unit, times = self.words.time_stated_as[found.unit]
        number = found.number
        best = None if number.best is None else tidy(number.best * times)
        low, high = tidy(number.low * times), tidy(number.high * times)
        return replace(found, number=replace(number, low=low, best=best, high=high), unit=unit)
