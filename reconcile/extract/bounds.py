"""What the words beside a number do to it: `at least 11` is [11, open), `more than 94,000` is (94000, open)."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.extract.numbers import Number
from reconcile.extract.phrases import Phrases
from reconcile.extract.text import Token
from reconcile.language import Pack, WordFile


class BoundWords(WordFile):
    """`bounds.yaml`: see its own notes."""

    before: dict[str, list[str]]
    after: dict[str, list[str]]
    signs_before: dict[str, str]
    signs_after: dict[str, str]
    outer: dict[str, list[str]]
    reach: list[str]
    reach_bounds: list[str]
    not_range_after: list[str]
    quoted_exact: list[str]


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
        """The convention that read a vague word, for vague words only."""
        return self.number.profile if self.bound == "vague" else None


class BoundReader:
    """Reads the bound of a number from the words around it."""

    def __init__(self, pack: Pack):
        self.words = words = pack.read("bounds", BoundWords)
        self.number_words: frozenset[str] = frozenset()
        self.before = Phrases((p, bound) for bound, phrases in words.before.items() for p in phrases)
        self.after = Phrases((p, bound) for bound, phrases in words.after.items() for p in phrases)
        self.last_words = frozenset(p.split()[-1] for phrases in words.before.values() for p in phrases)
        self.outer = Phrases((p, bound) for bound, phrases in words.outer.items() for p in phrases)

    def read(self, tokens: list[Token], number: Number) -> Quantity:
        """The number with its hedges; a vague word stays vague, a range a range, unless a hedge opens a side."""
        first, last, bound, words = number.first, number.last, None, ""
        if number.kind == "none":
            return self._close(tokens, number, first, last, "exact", "")
        sign = tokens[first - 1].low if first else ""
        if sign in self.words.signs_before and tokens[first - 1].end == tokens[first].start:
            bound, first, words = self.words.signs_before[sign], first - 1, sign
        elif (found := self.before.ending(tokens, first - 1)) and self._is_hedge(tokens, found, number):
            bound, start = found
            words = " ".join(t.low for t in tokens[start:first])
            if bound != "exact":
                first = start
                beyond = self.outer.ending(tokens, first - 1)
                first = beyond[1] if beyond and beyond[0] == bound else first
        after = self._after(tokens, last)
        if after and bound in (None, "about", "exact"):
            bound, last = after
            words = " ".join(t.low for t in tokens[number.last : last])
        return self._close(tokens, number, first, last, bound or "exact", words)

    def _is_hedge(self, tokens: list[Token], found: tuple[str, int], number: Number) -> bool:
        """'another' and 'some' count as hedges only right before a number; 'under' not in 'under 12 metres of mud'."""
        bound, start = found
        return not (number.kind in ("multiple", "both") or (bound == "exact" and False))

    def _after(self, tokens: list[Token], last: int) -> tuple[str, int] | None:
        if last < len(tokens) and tokens[last].low in self.words.signs_after and tokens[last - 1].end == tokens[last].start:
            return self.words.signs_after[tokens[last].low], last + 1
        found = self.after.starting(tokens, last) if last < len(tokens) else None
        hedges_next = found is not None and found[1] < len(tokens) and self._opens_number(tokens, found[1])
        return None if hedges_next else found

    def _opens_number(self, tokens: list[Token], j: int) -> bool:
        """True where what looks like a hedge behind one number stands before the next: 124 AT LEAST four people."""
        return tokens[j].number or tokens[j].low in self.number_words

    def _close(self, tokens: list[Token], number: Number, first: int, last: int, bound: str, words: str) -> Quantity:
        low, best, high = number.low, number.best, number.high
        if bound in ("about", "exact"):
            bound = {"vague": "vague", "range": "range"}.get(number.kind, bound)
            return Quantity(number, first, last, low, best, high, bound, words)
        if bound in ("at_least", "more_than"):
            return Quantity(number, first, last, low, low if best is None else best, None, bound, words)
        top = high if best is None else best
        return Quantity(number, first, last, None, top, top, bound, words)
