"""Lengths of time as written: `3h`, `2.5 hours`, `half an hour`, `an hour and a half`, `1 year and 3 months`.

Whether a length of time is how long an event lasted, or an age, a gap or a counting window, is decided by others.
"""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.extract.numbers.numbers import Number, NumberReader, tidy
from reconcile.text.document import Token

COUNTED = frozenset({"cardinal", "article", "share"})
"""Kinds of number to which a half, or a smaller unit, can be added."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: `number` spans all its words and holds its value in `unit`, ready for the reader of bounds."""

    number: Number
    unit: str
    rough: bool = False
    """True where units were added that are not multiples of each other (a month counts as thirty days)."""

    @property
    def first(self) -> int:
        """Its first token."""
        return self.number.first

    @property
    def last(self) -> int:
        """The token behind its last."""
        return self.number.last


class DurationReader:
    """Reads lengths of time with one language's words."""

    def __init__(self, numbers: NumberReader):
        words = numbers.words
        self.numbers, self.words = numbers, words
        self.units = {spelling: unit for unit, spellings in words.time_units.items() for spelling in spellings}
        self._sizes = {**words.time_rough, **words.time_sizes}
        self._articles, self._of = numbers.cardinals.articles, numbers.cardinals.of
        self._joins = numbers.cardinals.joins
        self._whole, self._adjectives = frozenset(words.whole), frozenset(words.unit_adjectives)
        self._loose = frozenset(words.loose_letters)

    def read_duration(self, tokens: list[Token], i: int, plain: str) -> Duration | None:
        """The length of time that begins at token i, with all its parts; None where there is none.

        >>> from reconcile.model.article import Article
        >>> from reconcile.text.document import Page
        >>> from reconcile.language import load_pack
        >>> page = Page(Article("a", "It took 1 year and 3 months."))
        >>> reader = DurationReader(NumberReader(load_pack("en")))
        >>> duration = reader.read_duration(page.sentences[0].tokens, 2, page.plain)
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

    # 3h | 30-minutes | a few weeks | another business day
    def _one(self, tokens: list[Token], i: int, plain: str) -> Duration | None:
        number = self._number(tokens, i, plain)
        if number is None:
            return None
        j = self._over_small_words(tokens, number)
        unit = self._unit(tokens, j, tokens[number.last - 1])
        return Duration(_moved(number, i, j + 1, 1.0), unit) if unit else None

    def _number(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        word = tokens[i].low
        number = self.numbers.read_at(tokens, i, plain)
        if number is not None and number.kind not in ("none", "multiple", "both"):
            return number
        if word in self._whole or word in self._articles:
            return Number(i, i + 1, 1, 1, 1, "article")
        if vague := self.words.some.get(word):
            low, high = self.numbers.intervals[vague]
            return Number(i, i + 1, low, None, high, "vague", self.numbers.profile)
        return None

    def _over_small_words(self, tokens: list[Token], number: Number) -> int:
        """Half OF AN hour; a couple OF weeks; another BUSINESS day; 30-minutes."""
        j = number.last
        if _at(tokens, j) in self._of:
            j += 1
        if number.high < 1 and _at(tokens, j) in self._articles:
            j += 1
        while _at(tokens, j) in self._adjectives:
            j += 1
        return j + 1 if _at(tokens, j) == "-" else j

    def _unit(self, tokens: list[Token], j: int, before: Token) -> str | None:
        word = _at(tokens, j)
        if (unit := self.units.get(word)) is not None:
            return unit
        glued = j < len(tokens) and tokens[j].start == before.end
        return self.words.time_letters.get(word) if before.number and (glued or word in self._loose) else None

    # ------------------------------------------------------------------ what is added to it

    # an hour AND A HALF
    def _with_share(self, tokens: list[Token], found: Duration) -> Duration:
        if _at(tokens, found.last) not in self._joins:
            return found
        share = self.numbers.cardinals.added_share(tokens, found.last + 1)
        if share is None or _at(tokens, share.last) in self._of or self._unit_follows(tokens, share.last):
            return found
        value = found.number.low + share.value
        return Duration(Number(found.first, share.last, value, value, value, "cardinal"), found.unit)

    def _unit_follows(self, tokens: list[Token], j: int) -> bool:
        """Two days and HALF AN HOUR: the half is of another unit."""
        return _at(tokens, j + 1 if _at(tokens, j) in self._articles else j) in self.units

    # 1 year AND 3 MONTHS | 2 days 1 month | two years, three months and a day
    def _with_next(self, tokens: list[Token], found: Duration, plain: str) -> Duration | None:
        j = found.last
        if _at(tokens, j) == ",":
            j += 1
        if _at(tokens, j) in self._joins:
            j += 1
        added = self._one(tokens, j, plain) if j < len(tokens) else None
        if added is None or added.unit == found.unit or added.number.kind not in COUNTED:
            return None
        whole = self._sum(found, added)
        return None if whole is None or (_at(tokens, found.last) == "," and whole.unit != added.unit) else whole

    def _sum(self, one: Duration, other: Duration) -> Duration | None:
        """Both in the smaller of their units."""
        for large, small in ((one, other), (other, one)):
            factor, rough = self._factor(large.unit, small.unit)
            if factor:
                value = tidy(large.number.low * factor + small.number.low)
                number = Number(one.first, other.last, value, value, value, "cardinal")
                return Duration(number, small.unit, rough or one.rough)
        return None

    def _factor(self, unit: str, smaller: str) -> tuple[float, bool]:
        """How many of the smaller unit a unit holds (0 where it is no smaller one), and whether that is rough."""
        factor, rough = 1.0, False
        while unit != smaller:
            if unit not in self._sizes:
                return 0.0, False
            rough = rough or unit in self.words.time_rough
            times, unit = self._sizes[unit]
            factor *= times
        return factor, rough

    def _as_stated(self, found: Duration) -> Duration:
        """A decade is told as ten years."""
        unit = self.words.time_stated_as.get(found.unit)
        if unit is None:
            return found
        return Duration(
            _moved(found.number, found.first, found.last, self._factor(found.unit, unit)[0]), unit, found.rough
        )


def _at(tokens: list[Token], j: int) -> str:
    return tokens[j].low if j < len(tokens) else ""


def _moved(number: Number, first: int, last: int, factor: float) -> Number:
    """The number over other tokens, its values multiplied."""
    best = None if number.best is None else tidy(number.best * factor)
    low, high = tidy(number.low * factor), tidy(number.high * factor)
    return Number(first, last, low, best, high, number.kind, number.profile)
