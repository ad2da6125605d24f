"""Applies the words beside a number: `at least 11` is [11, open), `more than 94,000` is (94000, open)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reconcile.extract.numbers.numbers import Number, NumberWords, tidy
from reconcile.language import Pack, WordFile
from reconcile.text.cues import Cues, CueWords
from reconcile.text.document import Token, word_at

SOFT = frozenset({"about", "exact"})
"""Bounds that leave both sides as stated; any other hedge beside them takes precedence."""
UNHEDGED = frozenset({"multiple", "both"})


class BoundWords(WordFile):
    """`bounds.yaml`; a comment there explains each field."""

    signs_before: dict[str, str]
    signs_after: dict[str, str]
    loose_signs: list[str]
    not_range_after: list[str]
    additions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its bounding words: tokens[first:last], number itself at tokens[number.first:number.last]."""

    number: Number
    first: int
    last: int
    low: float | None
    best: float | None
    high: float | None
    bound: str
    words: str

    @property
    def profile(self) -> str | None:
        """The convention by which a vague word was read; None for other numbers."""
        return self.number.profile if self.bound == "vague" else None

    def in_whole_things(self) -> Quantity:
        """The quantity in whole numbers: 4.590 people are 4590, and more than 50 are at least 51."""
        times = 1000 if self.number.thousands else 1
        low, best, high = (None if v is None else tidy(v * times) for v in (self.low, self.best, self.high))
        if self.bound == "more_than" and low is not None:
            low = float(int(low) + 1)
        return replace(self, low=low, best=best, high=high)


@dataclass(frozen=True, slots=True)
class Hedge:
    """A bound with the words that state it, tokens[first:last]."""

    bound: str
    first: int
    last: int


class BoundReader:
    """Reads the bound of a number from the words around it."""

    def __init__(self, pack: Pack):
        self.words = words = pack.read("bounds", BoundWords)
        self.number_words: frozenset[str] = frozenset()
        cues = pack.read("cues", CueWords)
        self.before, self.after, self.opening = map(Cues, (cues.hedge_before, cues.hedge_after, cues.hedge_opening))
        self.last_words = frozenset(p.split()[-1] for phrases in cues.hedge_before.values.values() for p in phrases)
        self._loose = frozenset(words.loose_signs)
        numbers = pack.read("numbers", NumberWords)
        self._articles, self._joins = frozenset(numbers.articles), frozenset(numbers.joins)
        self._between = frozenset([*words.additions, '"'])

    def read(self, tokens: list[Token], number: Number) -> Quantity:
        """The number with its hedges; vague words and ranges keep their kind, unless a hedge opens a side.

        >>> from reconcile.model.article import Article
        >>> from reconcile.extract.numbers.numbers import NumberReader
        >>> from reconcile.text.document import Document
        >>> from reconcile.language import load_pack
        >>> sentence = Document(Article("a", "No fewer than two dozen died.")).sentences[0]
        >>> (number,) = NumberReader(load_pack("en")).find(sentence)
        >>> quantity = BoundReader(load_pack("en")).read(sentence.tokens, number)
        >>> quantity.bound, quantity.low, quantity.high, quantity.words
        ('at_least', 24.0, None, 'no fewer than')
        """
        if number.kind == "none":
            return _quantity(number, number.first, number.last, "exact", "")
        hedge = self._sign_before(tokens, number.first) or self._hedge_before(tokens, number)
        after = self._hedge_after(tokens, number.last)
        first = hedge.first if hedge and hedge.bound != "exact" else number.first
        if after and (hedge is None or hedge.bound in SOFT):
            return _quantity(number, first, after.last, after.bound, _text(tokens, after))
        return _quantity(
            number, first, number.last, hedge.bound if hedge else "exact", _text(tokens, hedge) if hedge else ""
        )

    # twelve people AT LEAST | 20 civilians OR MORE | ten soldiers, AT MOST,
    def read_behind(self, tokens: list[Token], quantity: Quantity, last: int) -> Quantity:
        """The quantity with a hedge after its noun, at tokens[last]; unchanged where there is none.

        The hedge of the next number (12 people and more than 40 houses; 12 people, at least six of them children) is
        not used.
        """
        aside = word_at(tokens, last) == ","
        hedge = self._hedge_after(tokens, last + aside) if quantity.bound in SOFT else None
        if hedge is None or any(self._begins_hedge(tokens, k, hedge.last) for k in range(hedge.first, hedge.last)):
            return quantity
        after = tokens[hedge.last].low if hedge.last < len(tokens) else "."
        loose = aside or tokens[hedge.first].low in self._joins  # 20 people AND MORE are missing
        if quantity.number.kind == "none" or after in self._articles or (loose and after[0].isalnum()):
            return quantity
        return _quantity(quantity.number, quantity.first, quantity.last, hedge.bound, _text(tokens, hedge))

    def _begins_hedge(self, tokens: list[Token], k: int, end: int) -> bool:
        """True where a hedge of the next number begins at token k and continues after `end`."""
        found = self.before.phrases.starting(tokens, k)
        return found is not None and found[1] > end

    # >= 30 | >100 | ~50
    def _sign_before(self, tokens: list[Token], first: int) -> Hedge | None:
        if not first or tokens[first - 1].low[0].isalnum():
            return None
        sign, start = tokens[first - 1].low, first - 1
        if (
            start
            and tokens[start - 1].end == tokens[start].start
            and tokens[start - 1].low + sign in self.words.signs_before
        ):
            sign, start = tokens[start - 1].low + sign, start - 1
        bound = self.words.signs_before.get(sign)
        glued = tokens[first - 1].end == tokens[first].start
        return Hedge(bound, start, first) if bound and (glued or sign in self._loose) else None

    # at least | an estimated at least | at least some | up to around
    def _hedge_before(self, tokens: list[Token], number: Number) -> Hedge | None:
        first = number.first
        while first and tokens[first - 1].low in self._between:  # at least ANOTHER 12; around "600
            first -= 1
        hedge = self.before.nearest(tokens, first, number.last) if number.kind not in UNHEDGED else None
        if hedge is None:
            return None
        outer = self.before.nearest(tokens, hedge.first, first)
        if hedge.value in SOFT and outer and outer.value not in SOFT:
            return Hedge(outer.value, outer.first, first)
        opening = self.opening.nearest(tokens, hedge.first, first)
        return Hedge(hedge.value, opening.first if opening and opening.value == hedge.value else hedge.first, first)

    # 20+ | 20 or more | 50 or so
    def _hedge_after(self, tokens: list[Token], last: int) -> Hedge | None:
        if last >= len(tokens):
            return None
        token = tokens[last]
        if (bound := self.words.signs_after.get(token.low)) and tokens[last - 1].end == token.start:
            return Hedge(bound, last, last + 1)
        found = self.after.nearest(tokens, last, last)
        if found is None or (found.last < len(tokens) and self._opens_number(tokens[found.last])):
            return None
        return Hedge(found.value, last, found.last)

    def _opens_number(self, token: Token) -> bool:
        """True where what looks like a hedge after one number belongs to the next: 124 AT LEAST four people."""
        return token.number or token.low in self.number_words


def _text(tokens: list[Token], hedge: Hedge) -> str:
    return " ".join(t.low for t in tokens[hedge.first : hedge.last])


def _quantity(number: Number, first: int, last: int, bound: str, words: str) -> Quantity:
    low, best, high = number.low, number.best, number.high
    if bound in SOFT:
        bound = number.kind if number.kind in ("vague", "range") else bound
        return Quantity(number, first, last, low, best, high, bound, words)
    if bound in ("at_least", "more_than"):
        return Quantity(number, first, last, low, low if best is None else best, None, bound, words)
    top = high if best is None else best
    return Quantity(number, first, last, None, top, top, bound, words)
