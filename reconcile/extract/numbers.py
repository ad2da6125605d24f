"""Reading numbers exactly: `94,000`, `1.2 million`, `half a million`, `two dozen`, `scores`, `tens of thousands`, `20-30`.

A number is read from a sentence's tokens; whether it is a figure of harm, and what its hedges do to it, is decided by
others. What is not a number (an ordinal, 'one of the') is not returned.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from reconcile.extract.text import Sentence, Token
from reconcile.language import Pack, WordFile

Interval = tuple[float, float]


class NumberWords(WordFile):
    """`numbers.yaml`: see its own notes."""

    values: dict[str, int]
    hundred: list[str]
    scales: dict[str, int]
    suffixes: dict[str, int]
    packs: dict[str, int]
    articles: list[str]
    joins: list[str]
    fractions: dict[str, float]
    tenths: dict[str, float]
    of: list[str]
    vague: list[str]
    vague_articles: dict[str, str]
    vague_factors: list[str]
    compound_vague: dict[str, int]
    none: list[str]
    nobody: list[str]
    multiples: dict[str, int]
    pairs: list[str]
    both: dict[str, int]
    ordinals: dict[str, int]
    range_words: list[str]
    from_words: dict[str, list[str]]
    or_words: list[str]
    thousand_marks: str
    decimal_mark: str
    one_not_before: list[str]
    one_not_after: list[str]
    article_units: list[str]
    fraction_units: list[str]
    determiners: list[str]
    bodies: list[str]
    members: list[str]
    profiles: dict[str, dict[str, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens[first:last] of its sentence. `best` is the number as stated; vague words have an interval only."""

    first: int
    last: int
    low: float
    best: float | None
    high: float
    kind: Literal["cardinal", "vague", "range", "none", "multiple", "both", "article"]
    profile: str | None = None


class NumberReader:
    """Finds the numbers of a sentence with one language's words and one profile for vague words."""

    def __init__(self, pack: Pack, profile: str = "interval"):
        words = pack.read("numbers", NumberWords)
        self.words = words
        self.profile = profile
        self.intervals: dict[str, Interval] = {w: (lo, hi) for w, (lo, hi) in words.profiles[profile].items()}
        starts = [words.values, words.hundred, words.packs, words.fractions, words.vague, words.none, words.nobody]
        starts += [words.multiples, words.pairs, words.both, words.from_words, words.compound_vague]
        self.starts = frozenset(w for group in starts for w in group)
        self.articles = frozenset(words.articles)
        self._thousands = re.compile(rf"\d{{1,3}}(?:[{re.escape(words.thousand_marks)}]\d{{2,3}})*[{re.escape(words.thousand_marks)}]\d{{3}}")

    def find(self, sentence: Sentence) -> list[Number]:
        """Every number of the sentence, in order; ranges as one."""
        tokens, found, i = sentence.tokens, [], 0
        while i < len(tokens):
            number = self._read(tokens, i, sentence.page.plain) if self._may_start(tokens, i) else None
            if number is None:
                i += 1
                continue
            found.append(number)
            i = number.last
        return found

    def ends(self, tokens: list[Token], number: Number, plain: str) -> list[Number]:
        """Both ends of an opened range (from 12 to 15), each as a number of its own."""
        left = self._cardinal(tokens, number.first + 1, plain)
        right = self._cardinal(tokens, left.last + 1, plain) if left else None
        return [left, right] if left and right else [number]

    def _may_start(self, tokens: list[Token], i: int) -> bool:
        token = tokens[i]
        return token.number or token.low in self.starts or (token.low in self.articles and i + 1 < len(tokens))

    def _read(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        rules: tuple[Callable[[list[Token], int, str], Number | None], ...]
        rules = (self._opened_range, self._nothing, self._vague, self._fraction, self._plain_or_range, self._multiple, self._article)
        return next((number for rule in rules if (number := rule(tokens, i, plain)) is not None), None)

    # between 20 and 30 | from 12 to 15 (but not 'rose from 12 to 15': the reader of bounds looks at what stands before)
    def _opened_range(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        closers = self.words.from_words.get(tokens[i].low)
        if not closers:
            return None
        left = self._cardinal(tokens, i + 1, plain)
        if left is None or left.last >= len(tokens) or tokens[left.last].low not in closers:
            return None
        right = self._cardinal(tokens, left.last + 1, plain)
        return self._join(left, right, i) if right else None

    # no deaths | nobody | none
    def _nothing(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        word = tokens[i].low
        if word in self.words.nobody:
            return Number(i, i + 1, 0, 0, 0, "none")
        if word not in self.words.none or i + 1 >= len(tokens):
            return None
        people = tokens[i + 1].low in self.words.bodies
        return Number(i, i + 2 if people else i + 1, 0, 0, 0, "none")

    # dozens | tens of thousands | several hundred | a few | a couple of hundred
    def _vague(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        j = i + 1 if tokens[i].low in self.articles else i
        if j >= len(tokens) or tokens[j].low not in self.words.vague:
            return None
        word, last = tokens[j].low, j + 1
        if j == i and self.words.vague_articles.get(word) == "required" and not self._after_determiner(tokens, i):
            return None
        low, high = self.intervals[word]
        after = last + 1 if last < len(tokens) and tokens[last].low in self.words.of else last
        if word in self.words.vague_factors and after < len(tokens) and (scale := self._scale(tokens[after].low)):
            return self._vague_number(i, after + 1, low * scale, min(high, 9) * scale + (scale - 1 if high > low else 0))
        if word in self.words.vague_factors and after < len(tokens) and tokens[after].low in self.words.packs:
            size = self.words.packs[tokens[after].low]
            return self._vague_number(i, after + 1, low * size, high * size)
        if after > last and after < len(tokens) and tokens[after].low in self.words.compound_vague and word not in self.words.vague_factors:
            factor = self.words.compound_vague[tokens[after].low]
            return self._vague_number(i, after + 1, low * factor, (high + 1) * factor - 1 if high > low else high * factor)
        return self._vague_number(i, last, low, high)

    def _after_determiner(self, tokens: list[Token], i: int) -> bool:
        return i > 0 and (tokens[i - 1].low in self.words.determiners)

    def _vague_number(self, first: int, last: int, low: float, high: float) -> Number:
        return Number(first, last, low, low if low == high else None, high, "vague", self.profile)

    # half a million | a quarter of a million | half a dozen | half of the 40 | two thirds of the 30
    def _fraction(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        j, times = i, 1.0
        if tokens[i].low in self.articles:
            j = i + 1
        elif tokens[i].low in self.words.values and i + 1 < len(tokens) and tokens[i + 1].low in self.words.fractions:
            j, times = i + 1, float(self.words.values[tokens[i].low])
        if j >= len(tokens) or tokens[j].low not in self.words.fractions:
            return None
        share, k = times * self.words.fractions[tokens[j].low], j + 1
        if k < len(tokens) and tokens[k].low in self.words.of:
            k += 1
        if k < len(tokens) and (tokens[k].low in self.articles or tokens[k].low in self.words.determiners):
            k += 1
        if j + 1 < len(tokens) and tokens[j + 1].low in self.words.fraction_units:
            return Number(i, j + 1, _tidy(share), _tidy(share), _tidy(share), "cardinal")
        if k >= len(tokens) or k == j + 1:
            return None
        size = self._scale(tokens[k].low) or self.words.packs.get(tokens[k].low)
        if size:
            value = _tidy(share * size)
            return Number(i, k + 1, value, value, value, "cardinal")
        whole = self._cardinal(tokens, k, plain)
        if whole is None or whole.best is None:
            return None
        value = _tidy(share * whole.best)
        return Number(i, whole.last, value, value, value, "cardinal")

    # 20 | 20-30 | 20 to 30 | three or four
    def _plain_or_range(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        left = self._cardinal(tokens, i, plain)
        if left is None:
            return None
        ends = self._range_ends(tokens, left, plain)
        return self._join(ends[0], ends[1], left.first) if ends else left

    def _range_ends(self, tokens: list[Token], left: Number, plain: str) -> tuple[Number, Number] | None:
        """Both ends of a range that begins with `left`; the scale of the second goes for both (2-3 million)."""
        if left.last + 1 >= len(tokens):
            return None
        joiner = tokens[left.last].low
        if joiner not in self.words.range_words and joiner not in self.words.or_words and joiner not in ("-", "--"):
            return None
        right = self._cardinal(tokens, left.last + 1, plain)
        if right is None or left.best is None or right.best is None:
            return None
        if left.best < 20 and right.best >= 1000 and right.best % 1000 == 0 and joiner != "or":
            scale = max(s for s in self.words.scales.values() if right.best % s == 0)  # 2-3 million
            left = replace(left, low=left.low * scale, best=left.best * scale, high=left.high * scale)
            if left.best >= right.best:  # type: ignore[operator]
                return None
            return left, right
        apart = right.best - left.best
        if apart <= 0 or (joiner in self.words.or_words and apart > max(2, 0.5 * left.best)):
            return None
        return left, right

    def _join(self, left: Number, right: Number, first: int) -> Number | None:
        low = min(left.low, right.low) if right.low > left.low else right.low
        if low == right.high:
            return replace(left, first=first, last=right.last)
        return Number(first, right.last, low, None, right.high, "range") if low < right.high else None

    # twin blasts | a double murder | both | a pair of
    def _multiple(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        word = tokens[i].low
        if word in self.words.both:
            value = self.words.both[word]
            return Number(i, i + 1, value, value, value, "both")
        j = i + 1 if word in self.articles and i + 1 < len(tokens) else i
        if tokens[j].low in self.words.pairs:
            return Number(i, j + 1, 2, 2, 2, "multiple")
        if j == i and word in self.words.multiples:
            value = self.words.multiples[word]
            return Number(i, i + 1, value, value, value, "multiple")
        return None

    # a year (only where a unit follows: never a figure of people)
    def _article(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        if tokens[i].low not in self.articles or i + 1 >= len(tokens) or tokens[i + 1].low not in self.words.article_units:
            return None
        return Number(i, i + 1, 1, 1, 1, "article")

    def _cardinal(self, tokens: list[Token], i: int, plain: str) -> Number | None:
        if i >= len(tokens):
            return None
        read = self._digits(tokens, i, plain) if tokens[i].number else self._words(tokens, i)
        if read is None:
            return None
        value, last = read
        value, last = self._scaled(tokens, value, last)
        value = _tidy(value)
        return Number(i, last, value, value, value, "cardinal")

    def _digits(self, tokens: list[Token], i: int, plain: str) -> tuple[float, int] | None:
        """Digits with their separators, also where a tokenizer has split them: 94,000; 94 000; 23, 000; 6. 1."""
        text, last = tokens[i].low, i + 1
        marks = self.words.thousand_marks
        while last < len(tokens) and self._continues(text, tokens, last, plain):
            text += tokens[last].low
            last += 1
        if _split_group(text, tokens, last, plain, marks):
            return float(text + tokens[last + 1].low), last + 2
        if _split_decimal(text, tokens, last, plain, self.words.decimal_mark):
            return float(f"{text}.{tokens[last + 1].low}"), last + 2
        value = self._figure(text)
        return None if value is None else (value, last)

    def _continues(self, text: str, tokens: list[Token], j: int, plain: str) -> bool:
        """94 000: groups of three after one to three digits, with one space between (or two, where none is a date)."""
        group, gap = tokens[j], plain[tokens[j - 1].end : tokens[j].start]
        return (
            group.number
            and gap == " "
            and re.fullmatch(r"\d{3}", group.low) is not None
            and text.isdigit()
            and text[0] != "0"
            and (len(text) <= 3 or len(text) % 3 == 0)
            and len(tokens[j - 1].low) <= 3
            and not (j > 1 and tokens[j - 2].title and j > 2 and len(tokens[j - 1].low) < 3)
        )

    def _figure(self, text: str) -> float | None:
        marks, decimal = self.words.thousand_marks, self.words.decimal_mark
        if text.isdigit():
            return float(text)
        if self._thousands.fullmatch(text):
            return float(re.sub(rf"[{re.escape(marks)}]", "", text))
        if re.fullmatch(rf"\d+{re.escape(decimal)}\d{{3}}(?:{re.escape(decimal)}\d{{3}})+", text):
            return float(text.replace(decimal, ""))
        plain = re.sub(rf"[{re.escape(marks)}](?=\d{{3}})", "", text)
        if re.fullmatch(rf"\d+{re.escape(decimal)}\d+", plain):
            return float(plain.replace(decimal, "."))
        if re.fullmatch(r"\d+,\d{1,2}", text):  # a decimal comma in an English text
            return float(text.replace(",", "."))
        return None

    def _words(self, tokens: list[Token], i: int) -> tuple[float, int] | None:
        """Words that add up to a number below a thousand: thirty-five; a hundred and twelve; two dozen."""
        words, total, last, seen = self.words, 0.0, i, False
        if tokens[i].low in self.articles:
            follows = tokens[i + 1].low if i + 1 < len(tokens) else ""
            if follows not in words.hundred and not self._scale(follows) and follows not in words.packs:
                return None
            total, last, seen = 1.0, i + 1, True
        while last < len(tokens):
            token = tokens[last].low
            if token in words.values and (not seen or self._adds(total, words.values[token])):
                if token == "one" and not seen and self._is_pronoun(tokens, last):
                    return None
                total, seen = total + words.values[token], True
            elif token in words.hundred:
                total, seen = max(total, 1.0) * 100, True
            elif seen and token in words.packs:
                return total * words.packs[token], last + 1
            elif not (seen and token in (*words.joins, "-") and self._goes_on(tokens, last, total)):
                break
            last += 1
        return (total, last) if seen else None

    def _adds(self, total: float, value: int) -> bool:
        return (total % 100 == 0 and total >= 100) or (total % 10 == 0 and 20 <= total % 100 and 0 < value < 10)

    def _goes_on(self, tokens: list[Token], i: int, total: float) -> bool:
        if i + 1 >= len(tokens) or tokens[i + 1].low not in self.words.values:
            return False
        value = self.words.values[tokens[i + 1].low]
        if tokens[i].low == "-":
            return total % 10 == 0 and 20 <= total % 100 <= 90 and 0 < value < 10
        return total % 100 == 0 and total >= 100

    def _is_pronoun(self, tokens: list[Token], i: int) -> bool:
        """One of the, no one, one another: words that look like a count and are none."""
        before = tokens[i - 1].low if i else ""
        after = tokens[i + 1].low if i + 1 < len(tokens) else ""
        further = tokens[i + 2].low if i + 2 < len(tokens) else ""
        if after in self.words.of and further in self.words.members:
            return False  # one of them seriously
        alone = not after[:1].isalpha() or after in self.words.values
        return (before in self.words.one_not_after and (alone or before in self.words.none)) or after in self.words.one_not_before

    def _scaled(self, tokens: list[Token], value: float, last: int) -> tuple[float, int]:
        """Multiplies by what follows: million; a hundred thousand; one and a half million; 2.5m; two dozen."""
        if last < len(tokens) and (pack := self.words.packs.get(tokens[last].low)) and value < 100:
            return value * pack, last + 1
        half = self._mixed(tokens, last)
        if half:
            return (value + half[0]) * half[1], half[2]
        hyphen = last + 1 < len(tokens) and tokens[last].low == "-"
        word = tokens[last + hyphen].low if last + hyphen < len(tokens) else ""
        suffix = self.words.suffixes.get(word) if last < len(tokens) and tokens[last - 1].end == tokens[last].start else None
        scale = self._scale(word) or (100 if word in self.words.hundred else None) or (suffix if tokens[last - 1].number else None)
        if not scale:
            return value, last
        value, last = value * scale, last + hyphen + 1
        if last < len(tokens) and self._scale(tokens[last].low):
            return self._scaled(tokens, value, last)
        rest = self._remainder(tokens, last) if scale == 1000 else None
        return (value + rest[0], rest[1]) if rest else (value, last)

    # ten thousand FIVE HUNDRED
    def _remainder(self, tokens: list[Token], last: int) -> tuple[float, int] | None:
        first = last + 1 if last < len(tokens) and tokens[last].low in self.words.joins else last
        if first >= len(tokens) or tokens[first].low not in self.words.values:
            return None
        rest = self._words(tokens, first)
        return rest if rest and rest[0] < 1000 and (first == last or rest[0] < 100) else None

    # one AND A HALF MILLION
    def _mixed(self, tokens: list[Token], last: int) -> tuple[float, float, int] | None:
        if last + 3 >= len(tokens) or tokens[last].low not in self.words.joins or tokens[last + 1].low not in self.articles:
            return None
        share, scale = self.words.tenths.get(tokens[last + 2].low), self._scale(tokens[last + 3].low)
        return (share, float(scale), last + 4) if share and scale else None

    def _scale(self, word: str) -> int | None:
        return self.words.scales.get(word) or (100 if word in self.words.hundred else None)


def _split_group(text: str, tokens: list[Token], j: int, plain: str, marks: str) -> bool:
    """23, 000 (a tokenizer's space after the separator)."""
    return (
        j + 1 < len(tokens)
        and tokens[j].low in marks
        and tokens[j - 1].end == tokens[j].start
        and plain[tokens[j].end : tokens[j + 1].start] == " "
        and re.fullmatch(r"\d{1,3}", text) is not None
        and (tokens[j + 1].low == "000" or (re.fullmatch(r"[1-9]00", tokens[j + 1].low) is not None and _is_detokenised(plain)))
    )


def _split_decimal(text: str, tokens: list[Token], j: int, plain: str, mark: str) -> bool:
    """6. 1 (a tokenizer's space after the decimal mark)."""
    return (
        j + 1 < len(tokens)
        and tokens[j].low == mark
        and tokens[j - 1].end == tokens[j].start
        and plain[tokens[j].end : tokens[j + 1].start] == " "
        and re.fullmatch(r"\d{1,2}", text) is not None
        and re.fullmatch(r"\d{1,2}", tokens[j + 1].low) is not None
    )


def _is_detokenised(plain: str) -> bool:
    return re.search(r"\w - \w|\d: \d\d|\d\. \d", plain) is not None


def _tidy(value: float) -> float:
    """Without the dust of floating point: 0.1 * 3 million is 300000.

    >>> _tidy(1.1 * 1000000)
    1100000.0
    """
    nearest = round(value)
    return float(nearest) if abs(value - nearest) < 1e-6 * max(1.0, abs(value)) else round(value, 6)
