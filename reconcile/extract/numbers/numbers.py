"""Reads numbers: `94,000`, `1.2 million`, `half a million`, `two dozen`, `tens of thousands`, `20-30`.

A number is read from a sentence's tokens. Other modules decide whether it is a figure, and apply its hedges. Words
that are not numbers (an ordinal, 'one of the') are not returned; a share without its whole ('two thirds', 'one in
three') is returned as a share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from reconcile.extract.numbers.cardinals import Cardinal, CardinalReader, NumberWords, over_dash, tidy
from reconcile.language import Pack
from reconcile.text.document import Sentence, Token, word_at
from reconcile.text.patterns import Phrases

__all__ = ["Number", "NumberReader", "NumberWords", "tidy"]

Interval = tuple[float, float]
Kind = Literal["cardinal", "vague", "range", "none", "multiple", "both", "article", "share"]
DASHES = frozenset({"-", "--"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens[first:last] of its sentence. `best` is the number as stated; None for vague words."""

    first: int
    last: int
    low: float
    best: float | None
    high: float
    kind: Kind
    profile: str | None = None
    thousands: bool = False
    """True where its mark may separate thousands, if it counts whole things: 4.590 people."""


class NumberReader:
    """Finds the numbers of a sentence with one language's words and one profile for vague words."""

    def __init__(self, pack: Pack, profile: str = "interval"):
        self.words = words = pack.read("numbers", NumberWords)
        self.profile = profile
        self.intervals: dict[str, Interval] = {w: (lo, hi) for w, (lo, hi) in words.profiles.get(profile, {}).items()}
        self.cardinals = CardinalReader(words)
        self._articles, self._of = self.cardinals.articles, self.cardinals.of
        self._determiners = frozenset((*words.determiners, *words.articles))
        self._vague, self._factors = frozenset(words.vague), frozenset(words.vague_factors)
        self._vague_articles = frozenset(words.vague_articles)
        self._units, self._article_units = frozenset(words.fraction_units), frozenset(words.article_units)
        self._nobody = Phrases((phrase, phrase) for phrase in words.nobody)
        self._bodies, self._not_none = frozenset(words.bodies), frozenset(words.none_not_before)
        self._pairs, self._or, self._spans = frozenset(words.pairs), frozenset(words.or_words), frozenset(words.spans)
        self._joiners = frozenset((*words.range_words, *words.or_words)) | DASHES
        self._in = tuple(tuple(phrase.split()) for phrase in sorted(words.in_words, key=len, reverse=True))
        self._in_first = frozenset(phrase[0] for phrase in self._in)
        cardinals = self.cardinals
        self._after_articles = self._vague.union(
            cardinals.scales, cardinals.packs, cardinals.halves, cardinals.parts, self._pairs, self._article_units
        )
        self._rules = self._openers(words)
        self.starts: frozenset[str] = frozenset(self._rules) - self._articles

    def find(self, sentence: Sentence) -> list[Number]:
        """Every number of the sentence, in order; ranges as one.

        >>> from reconcile.model.article import Article
        >>> from reconcile.text.document import Document
        >>> from reconcile.language import load_pack
        >>> document = Document(Article("a", "Between 20 and 30 people and half a million cattle fled."))
        >>> [(n.low, n.high) for n in NumberReader(load_pack("en")).find(document.sentences[0])]
        [(20.0, 30.0), (500000.0, 500000.0)]
        """
        tokens, plain, rules, articles = sentence.tokens, sentence.document.plain, self._rules, self._for_articles
        found: list[Number] = []
        beyond = 0
        for i, token in enumerate(tokens):
            tried = self._for_digits if token.number else rules.get(token.low)
            if tried is None or i < beyond or (tried is articles and not self._may_follow(tokens, i)):
                continue
            number = _first_read(tried, tokens, i, plain)
            if number is not None:
                number = self._repeated(tokens, number, plain)
                found.append(self._marked(tokens, number))
                beyond = number.last
        return found

    # sixty-two (62)
    def _repeated(self, tokens: list[Token], number: Number, plain: str) -> Number:
        """The number with the same number in digits behind it in brackets."""
        j = number.last
        if tokens[number.first].number or word_at(tokens, j) != "(" or j + 1 >= len(tokens) or not tokens[j + 1].number:
            return number
        again = self.cardinals.read(tokens, j + 1, plain)
        same = again is not None and again.value == number.best and word_at(tokens, again.last) == ")"
        return replace(number, last=again.last + 1) if again and same else number

    # 4.590 | 1.500 to 2.000, but not 4.590 million
    def _marked(self, tokens: list[Token], number: Number) -> Number:
        texts = [token.low for token in tokens[number.first : number.last] if token.number]
        if not all(map(self.cardinals.digits.may_be_thousands, texts)) or not texts:
            return number
        unscaled = number.low == self.cardinals.digits.value(texts[0])
        return replace(number, thousands=True) if unscaled else number

    def ends(self, tokens: list[Token], number: Number, plain: str) -> list[Number]:
        """The two ends of a range such as 'from 12 to 15', each as a number."""
        pair = self._opened_ends(tokens, number.first, plain)
        if pair is None:
            return [number]
        ends = self._exactly(number.first + 1, pair[0]), self._exactly(pair[0].last + 1, pair[1])
        return [self._marked(tokens, end) for end in ends]

    def read_at(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        """The number that begins at token i, or None."""
        rules = self._for_digits if tokens[i].number else self._rules.get(tokens[i].low, ())
        return _first_read(rules, tokens, i, plain)

    def _openers(self, words: NumberWords) -> dict[str, tuple[Rule, ...]]:
        """For each word that may begin a number, the rules to try, most reliable first."""
        self._for_digits: tuple[Rule, ...] = (self._share, self._plain_or_range)
        rules: dict[str, list[Rule]] = defaultdict(list)
        groups: tuple[tuple[Rule, tuple[Iterable[str], ...]], ...] = (
            (self._opened_range, (words.from_words,)),
            (self._nothing, (words.none, [phrase.split()[0] for phrase in words.nobody])),
            (self._vague_word, (words.vague, words.articles)),
            (self._share, (words.fractions, words.values, words.fraction_signs, words.articles)),
            (self._plain_or_range, (words.values, self.cardinals.openers, words.packs, words.articles)),
            (self._multiple, (words.multiples, words.pairs, words.both, words.articles)),
            (self._article, (words.articles,)),
        )
        for rule, lists in groups:
            for word in chain.from_iterable(lists):
                rules[word].append(rule)
        self._for_articles = tuple(rules[words.articles[0]]) if words.articles else ()
        openers = {word: tuple(tried) for word, tried in rules.items()}
        return {**openers, **dict.fromkeys(words.articles, self._for_articles)}

    def _may_follow(self, tokens: list[Token], i: int) -> bool:
        """True where the word after an article can form a number with it (most cannot)."""
        return word_at(tokens, i + 1) in self._after_articles

    # ------------------------------------------------------------------ counts and ranges

    # 20 | 20-30 | 20 to 30 | three or four
    def _plain_or_range(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        left = self.cardinals.read(tokens, i, plain)
        if left is None:
            return None
        if left.last + 1 < len(tokens) and (joiner := tokens[left.last].low) in self._joiners:
            ends = self._range_ends(tokens, left, joiner, plain)
            if ends:
                return self._between(i, *ends)
        return self._exactly(i, left)

    # between 20 and 30 | from 12 to 15 (whether it 'rose from 12 to 15' is decided in `counted.read`)
    def _opened_range(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        ends = self._opened_ends(tokens, i, plain)
        if ends is None or ends[0].value > ends[1].value:
            return None
        return self._between(i, *ends) if ends[0].value < ends[1].value else self._exactly(i, ends[1])

    def _opened_ends(self, tokens: list[Token], i: int, plain: str) -> tuple[Cardinal, Cardinal] | None:
        closers = self.words.from_words[tokens[i].low]
        for joins in (True, False):
            left = self.cardinals.read(tokens, i + 1, plain, joins)
            if left and word_at(tokens, left.last) in closers:
                right = self.cardinals.read(tokens, left.last + 1, plain)
                return (self._share_scale(tokens, left, right), right) if right else None
        return None

    def _range_ends(
        self, tokens: list[Token], left: Cardinal, joiner: str, plain: str
    ) -> tuple[Cardinal, Cardinal] | None:
        """Both ends of a range that begins with `left`; None where the two are separate counts."""
        dash = tokens[left.last]
        glued = dash.start == tokens[left.last - 1].end
        right = self.cardinals.read(tokens, left.last + 1, plain)
        if right is None or (joiner == "--" and not glued):
            return None
        if joiner in DASHES and not glued and self.cardinals.digits.parts(tokens, left.last - 1, right.last):
            return None  # killed 12 - 30 wounded
        left = self._share_scale(tokens, left, right, joiner not in self._or)
        apart = right.value - left.value
        if apart <= 0 or (joiner in self._or and apart > max(2, 0.5 * left.value, left.scale)):
            return None
        return left, right

    def _share_scale(self, tokens: list[Token], left: Cardinal, right: Cardinal, digits: bool = True) -> Cardinal:
        """The left end with the scale of the right one: 2-3 MILLION; three to four DOZEN; 12-20,000; 60 or 70,000."""
        scale = right.scale
        if scale == 1 and self.cardinals.digits.in_thousands(tokens[right.last - 1].low):
            near = left.value >= 20 and right.value <= 2000 * left.value
            scale = 1000.0 if near or (digits and left.value < 20) else scale
        small = left.scale == 1 < scale and left.value < right.value / scale and left.value < 1000
        return Cardinal(tidy(left.value * scale), left.last, scale) if small else left

    def _exactly(self, first: int, cardinal: Cardinal) -> Number:
        value = cardinal.value
        return Number(first, cardinal.last, value, value, value, "cardinal")

    def _between(self, first: int, left: Cardinal, right: Cardinal) -> Number:
        return Number(first, right.last, left.value, None, right.value, "range")

    # ------------------------------------------------------------------ zero, vague words, shares

    # no deaths | nobody | none | no one
    def _nothing(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        word = tokens[i].low
        if self._nobody.starting(tokens, i):
            return Number(i, i + 1, 0, 0, 0, "none")
        if word not in self.words.none or i + 1 >= len(tokens):
            return None
        after = tokens[i + 1].low
        digits = tokens[i + 1].number or (after == "." and i + 2 < len(tokens) and tokens[i + 2].number)
        if digits or after in self._not_none or after in self.words.point:
            return None  # No. 5; no more than; zero point five
        body = over_dash(tokens, i + 1)  # no one; no-one
        return Number(i, body + 1 if word_at(tokens, body) in self._bodies else i + 1, 0, 0, 0, "none")

    # dozens | tens of thousands | several hundred | a few | a couple of hundred
    def _vague_word(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        j = i + 1 if tokens[i].low in self._articles else i
        word = word_at(tokens, j)
        if word not in self._vague or (
            j == i and word in self._vague_articles and not self._after_determiner(tokens, i)
        ):
            return None
        low, high = self.intervals[word]
        after = j + 2 if word_at(tokens, j + 1) in self._of else j + 1
        follows = word_at(tokens, after)
        if word in self._factors:
            scale, pack = self.cardinals.scales.get(follows), self.cardinals.packs.get(follows)
            if scale:
                return self._vaguely(i, after + 1, low * scale, min(high, 9) * scale + (scale - 1 if high > low else 0))
            if pack:
                return self._vaguely(i, after + 1, low * pack, high * pack)
        elif after > j + 1 and (factor := self.words.compound_vague.get(follows)):
            return self._vaguely(i, after + 1, low * factor, (high + 1) * factor - 1 if high > low else high * factor)
        return self._vaguely(i, j + 1, low, high)

    def _after_determiner(self, tokens: list[Token], i: int) -> bool:
        return i > 0 and tokens[i - 1].low in self.cardinals.determiners

    def _vaguely(self, first: int, last: int, low: float, high: float) -> Number:
        return Number(first, last, low, low if low == high else None, high, "vague", self.profile)

    # half a million | a quarter of a million | half of the 40 | two thirds of the 30 | one in three | 3/4
    def _share(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        share = self._one_in(tokens, i)
        if share is not None:
            return self._part(i, share)
        share = self._bare_share(tokens, i)
        if share is None:
            return None
        value, last, _ = share
        of = last + 1 if word_at(tokens, last) in self._of else over_dash(tokens, last)
        whole = of + 1 if word_at(tokens, of) in self._determiners else of
        word = word_at(tokens, whole)
        if word in self._units and not (of == last + 1 and tokens[last].low in self._of):
            return self._exactly(i, Cardinal(value, last))
        factor = self.cardinals.scales.get(word) or self.cardinals.packs.get(word)
        if factor:
            return self._exactly(i, Cardinal(tidy(value * factor), whole + 1))
        counted = self.cardinals.read(tokens, whole, plain) if whole > last and word else None
        if counted:
            return self._exactly(i, Cardinal(float(round(value * counted.value)), counted.last))
        return self._part(i, share) if self._is_share(tokens, i, share) else None

    def _bare_share(self, tokens: list[Token], i: int) -> Cardinal | None:
        """Half; a quarter; two thirds; ¾; 3/4; a third (of)."""
        token = tokens[i]
        if token.number:
            return self.cardinals.slashed(tokens, i)
        if sign := self.cardinals.signs.get(token.low):
            return Cardinal(sign, i + 1)
        if token.low in self.cardinals.values:
            return self.cardinals.parts_of_one(tokens, i)
        if i and tokens[i - 1].low in self.words.ordinals:
            return None  # the second half of 2007
        j = i + 1 if token.low in self._articles else i
        word = word_at(tokens, j)
        part = self.cardinals.halves.get(word) or (self.cardinals.parts.get(word) if j > i else None)
        return Cardinal(1 / part, j + 1) if part else None

    def _is_share(self, tokens: list[Token], i: int, share: Cardinal) -> bool:
        """True where the words are a share: 'a third' and 'quarter' only before 'of' (else a person, part of town)."""
        if tokens[i].number or tokens[i].low in self.cardinals.values or tokens[i].low in self.cardinals.signs:
            return True
        follows = word_at(tokens, share.last)
        return follows in self._of or (share.value == 0.5 and follows != "-")

    def _one_in(self, tokens: list[Token], i: int) -> Cardinal | None:
        """ONE IN THREE people; 2 IN 5; one OUT OF every five: a share, not a count."""
        if i + 2 >= len(tokens) or tokens[i + 1].low not in self._in_first:
            return None
        over = self._plain_value(tokens[i])
        for phrase in self._in:
            j = i + 1 + len(phrase)
            if over and j < len(tokens) and all(tokens[i + 1 + k].low == word for k, word in enumerate(phrase)):
                under = self._plain_value(tokens[j])
                time = word_at(tokens, j + 1) in self._spans
                return Cardinal(over / under, j + 1) if under and over < under <= 10 and not time else None
        return None

    def _plain_value(self, token: Token) -> int:
        if token.number:
            return int(token.low) if token.low.isdecimal() and len(token.low) <= 2 else 0
        return self.cardinals.values.get(token.low, 0)

    def _part(self, first: int, share: Cardinal) -> Number:
        return replace(self._exactly(first, share), kind="share")

    # ------------------------------------------------------------------ words that mean one or two

    # twin blasts | a double murder | both | a pair of
    def _multiple(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        word = tokens[i].low
        if (value := self.words.both.get(word)) is not None:
            return Number(i, i + 1, value, value, value, "both")
        if (value := self.words.multiples.get(word)) is not None:
            return Number(i, i + 1, value, value, value, "multiple")
        j = i + 1 if word in self._articles and i + 1 < len(tokens) else i
        return Number(i, j + 1, 2, 2, 2, "multiple") if tokens[j].low in self._pairs else None

    # a year (only where a unit follows: never a figure of people)
    def _article(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        counts = word_at(tokens, i + 1) in self._article_units
        return Number(i, i + 1, 1, 1, 1, "article") if counts else None


Rule = Callable[[list[Token], int, str], Number | None]


def _first_read(rules: Iterable[Rule], tokens: list[Token], i: int, plain: str) -> Number | None:
    """The number at token i from the first rule that finds one."""
    for rule in rules:
        if (number := rule(tokens, i, plain)) is not None:
            return number
    return None
