"""Reads one number: digits with their separators, words, and the scales and shares that multiply them.

The module `numbers` combines it with other words (a range, a share of a whole, zero, a vague word).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pydantic import Field

from reconcile.language import WordFile
from reconcile.text.document import Token, word_at
from reconcile.text.patterns import Phrases

LONGEST = 21
"""Most characters in a number that can count anything."""
LARGEST = 1e18
"""Limit above which no scale is applied."""
GREATEST = 1e15
"""A greater number, or one that is not finite, cannot be a count of harm."""
BACK = 4
"""Words before a number within which a word of harm shows that the next number is a separate one."""


class NumberWords(WordFile):
    """`numbers.yaml`; a comment there explains each field."""

    values: dict[str, int]
    compounds: dict[str, int] = Field(default_factory=dict)
    tens_joins: list[str] = Field(default_factory=list)
    score_tens: list[int] = Field(default_factory=list)
    hundred: list[str]
    bare_scales: list[str] = Field(default_factory=list)
    scales: dict[str, int]
    suffixes: dict[str, int]
    suffix_not_before: dict[str, list[str]]
    packs: dict[str, int]
    lone_packs: list[str]
    articles: list[str]
    joins: list[str]
    point: list[str]
    point_not_after: list[str]
    fractions: dict[str, int]
    numbered_fractions: dict[str, tuple[int, str]]
    fraction_signs: dict[str, tuple[int, int]]
    fraction_units: list[str]
    in_words: list[str]
    spans: list[str]
    of: list[str]
    vague: list[str]
    vague_articles: list[str]
    vague_factors: list[str]
    compound_vague: dict[str, int]
    none: list[str]
    none_not_before: list[str]
    nobody: list[str]
    bodies: list[str]
    multiples: dict[str, int]
    pairs: list[str]
    both: dict[str, int]
    ordinals: dict[str, int]
    range_words: list[str]
    from_words: dict[str, list[str]]
    or_words: list[str]
    thousand_marks: str = ","
    decimal_mark: str = "."
    parting: list[str]
    decimal_near: list[str]
    months: list[str]
    one_not_before: list[str]
    one_not_after: list[str]
    one_never_after: list[str]
    repeats: list[str]
    members: list[str]
    determiners: list[str]
    article_units: list[str]
    time_units: dict[str, list[str]]
    time_letters: dict[str, str]
    loose_letters: list[str]
    time_stated_as: dict[str, tuple[str, int]]
    unit_adjectives: list[str]
    profiles: dict[str, dict[str, tuple[int, int]]]


class Cardinal(NamedTuple):
    """A number as written, up to tokens[last]; `scale` is the factor of its last word (1 without one)."""

    value: float
    last: int
    scale: float = 1.0


class DigitReader:
    """Reads one number in digits, also with blanks inside it."""

    def __init__(self, words: NumberWords):
        marks, mark = re.escape(words.thousand_marks), re.escape(words.decimal_mark)
        self._mark, self._marks = words.decimal_mark, words.thousand_marks
        self._parting, self._months = frozenset(words.parting), frozenset(words.months)
        self._decimal_near = frozenset(words.decimal_near)
        # 94,000 | 1,50,000 | 1,674.5 | not: 22240,5
        self._grouped = re.compile(rf"\d{{1,3}}(?:[{marks}]\d{{2,3}})*[{marks}]\d{{3}}(?:{mark}\d+)?")
        # 6.1
        self._decimal = re.compile(rf"\d+{mark}\d+")
        # the marks of other languages: 1.414.021 | 1.111,11 | 22,5
        self._foreign = re.compile(
            rf"\d{{1,3}}(?:{mark}\d{{3}}){{2,}}|\d{{1,3}}(?:{mark}\d{{3}})+[{marks}]\d{{1,2}}|\d+[{marks}]\d{{1,2}}"
        )
        # 4.590 | 12.000, but not 0.125
        self._one_mark = re.compile(rf"[1-9]\d{{0,2}}{mark}\d{{3}}")
        self._away = str.maketrans("", "", words.thousand_marks)
        self._swap = str.maketrans({words.decimal_mark: None, **dict.fromkeys(words.thousand_marks, ".")})

    def read(self, tokens: list[Token], i: int, plain: str) -> Cardinal | None:
        """The number at token i, with blanks inside it allowed: 94 000; 23, 000; 6. 1."""
        text, last = tokens[i].low, i + 1
        follows = tokens[last] if last < len(tokens) else None
        if follows is None or not (follows.number or follows.low in self._marks or follows.low == self._mark):
            value = self.value(text)
            return None if value is None else Cardinal(value, last)
        while len(text) < LONGEST and (end := self._next_group(tokens, i, last, plain)) is not None:
            text, last = text + tokens[end - 1].low, end
        if self._is_split_decimal(tokens, i, last, plain):
            text, last = f"{text}{self._mark}{tokens[last + 1].low}", last + 2
        value = self.value(text)
        return None if value is None else Cardinal(value, last)

    def value(self, text: str) -> float | None:
        """The value of one run of digits and marks; None for a date, a list or an account number."""
        if len(text) > LONGEST:
            return None
        if text.isdecimal():
            return float(text)
        if self._grouped.fullmatch(text):
            return float(text.translate(self._away).replace(self._mark, "."))
        if self._decimal.fullmatch(text) and text.count(self._mark) == 1:
            return float(text.replace(self._mark, "."))
        return float(text.translate(self._swap)) if self._foreign.fullmatch(text) else None

    def may_be_thousands(self, text: str) -> bool:
        """True for 4.590: a decimal, or thousands as other languages write them, if only whole things are counted."""
        return self._one_mark.fullmatch(text) is not None

    def in_thousands(self, text: str) -> bool:
        """True for 20,000 and 150,000: round thousands with their separator."""
        return text.endswith("000") and text[-4:-3] != "" and text[-4] in self._marks

    def _next_group(self, tokens: list[Token], i: int, last: int, plain: str) -> int | None:
        """The end of one more group of three: 94 000; 23, 000 (where a tokenizer has split it)."""
        before = tokens[last - 1]
        comma = last + 1 < len(tokens) and tokens[last].low in self._marks and tokens[last].start == before.end
        g = last + 1 if comma else last
        if g >= len(tokens) or not tokens[g].number or plain[tokens[g - 1].end : tokens[g].start] != " ":
            return None
        head, group = tokens[i].low, tokens[g].low
        whole, _, rest = group.partition(self._mark)
        if (
            len(head) > 3
            or head[0] == "0"
            or not head.isdecimal()
            or len(whole) != 3
            or not whole.isdecimal()
            or (rest and not rest.isdecimal())
        ):
            return None
        if group != "000" and ((comma and not is_detokenised(plain)) or self.parts(tokens, i, g + 1)):
            return None
        return None if i and tokens[i - 1].low in self._months and not comma and len(head) < 3 else g + 1

    def parts(self, tokens: list[Token], i: int, last: int) -> bool:
        """True for 'killed 12 300 wounded': words of harm on both sides show two numbers."""
        after = word_at(tokens, last) in self._parting
        return after and any(t.low in self._parting for t in tokens[max(0, i - BACK) : i])

    def _is_split_decimal(self, tokens: list[Token], i: int, last: int, plain: str) -> bool:
        """True for 6. 1 (a tokenizer's blank after the mark), unless one sentence ends and the next begins there."""
        if last + 1 >= len(tokens) or tokens[last].low != self._mark or tokens[last].start != tokens[last - 1].end:
            return False
        right = tokens[last + 1]
        if (
            plain[tokens[last].end : right.start] != " "
            or len(right.low) > 2
            or not right.low.isdecimal()
            or len(tokens[i].low) > 2
        ):
            return False
        around = [t.low for t in (*tokens[max(0, i - 3) : i], *tokens[last + 2 : last + 5])]
        near = not self._decimal_near.isdisjoint(around)
        return near or (is_detokenised(plain) and not self.parts(tokens, i, last + 2))


class CardinalReader:
    """Reads one number: digits, words, and the scales and shares that follow them."""

    def __init__(self, words: NumberWords):
        self.digits = DigitReader(words)
        self.values, self.packs, self.suffixes = words.values, words.packs, words.suffixes
        self._bare_scales = frozenset((*words.hundred, *words.bare_scales))
        self._compounds = Phrases((phrase, str(value)) for phrase, value in words.compounds.items())
        self._compound_openers = frozenset(w for phrase in words.compounds for w in phrase.split()[0].split("/"))
        self.openers = self._bare_scales | self._compound_openers
        self._tens_joins, self._score_tens = frozenset((*words.tens_joins, "-")), frozenset(words.score_tens)
        self.scales: dict[str, int] = {**words.scales, **dict.fromkeys(words.hundred, 100)}
        self.articles, self.joins, self.of = frozenset(words.articles), frozenset(words.joins), frozenset(words.of)
        self.lone_packs, self.determiners = frozenset(words.lone_packs), frozenset(words.determiners)
        self.halves, self.signs = words.fractions, {s: a / b for s, (a, b) in words.fraction_signs.items()}
        self.parts = {word: part for word, (part, _) in words.numbered_fractions.items()}
        self.plural_parts = {plural: part for part, plural in words.numbered_fractions.values()}
        self._point, self._point_not_after = frozenset(words.point), frozenset(words.point_not_after)
        self._suffix_not_before = {s: frozenset(ws) for s, ws in words.suffix_not_before.items()}
        self._members = frozenset(words.members)
        self._one_not_before, self._one_not_after = frozenset(words.one_not_before), frozenset(words.one_not_after)
        self._one_never_after, self._repeats = frozenset(words.one_never_after), frozenset(words.repeats)
        self._none = frozenset(words.none)

    def read(self, tokens: list[Token], i: int, plain: str, joins: bool = True) -> Cardinal | None:
        """The number that begins at token i; without `joins` it ends before 'and' (between a hundred AND two)."""
        first = self._term(tokens, i, plain)
        if first is None:
            return None
        whole = self._with_rest(tokens, i, first, plain, joins) if first.scale > 1 else first
        if whole.scale == 100 and word_at(tokens, whole.last) in self._point:
            whole = self._pointed(tokens, whole)
        mixed = self._with_share(tokens, whole, plain) if joins else None
        value, last, scale = mixed or whole
        return Cardinal(tidy(value), last, scale) if value <= GREATEST else None

    # ------------------------------------------------------------------ a number and its scale

    def _term(self, tokens: list[Token], i: int, plain: str) -> Cardinal | None:
        """A number below a hundred, or in digits, with its factor: two hundred thousand; 2.5m; two dozen."""
        if i >= len(tokens):
            return None
        token = tokens[i]
        base = self.digits.read(tokens, i, plain) if token.number else self._small(tokens, i)
        return self._scaled(tokens, base, token.number) if base else None

    def _scaled(self, tokens: list[Token], base: Cardinal, digits: bool) -> Cardinal:
        value, last, scale = base
        while last < len(tokens):
            factor, end = self._factor(tokens, last, value, digits and scale == 1)
            if factor == 1 or value * factor > LARGEST:
                break
            value, last, scale = value * factor, end, float(factor) if factor > 100 or scale == 1 else scale * factor
        return Cardinal(value, last, scale)

    def _factor(self, tokens: list[Token], last: int, value: float, digits: bool) -> tuple[int, int]:
        """The factor of the number before tokens[last], and where it ends; 1 without one."""
        word = tokens[last].low
        if (factor := self.scales.get(word)) and (factor != 100 or value < 1000):
            return factor, last + 1
        if (pack := self.packs.get(word)) and value < 100:
            return pack, last + 1
        glued = tokens[last].start == tokens[last - 1].end
        apart = tokens[last].title and not value.is_integer()  # 2.41 M people
        if digits and word in self.suffixes and (glued or apart) and self._is_scale(tokens, last):
            return self.suffixes[word], last + 1
        if word != "-" or last + 1 >= len(tokens) or tokens[last + 1].start != tokens[last - 1].end + 1:
            return 1, last
        factor = self.scales.get(tokens[last + 1].low)  # five-million
        return (factor, last + 2) if factor else (1, last)

    def _is_scale(self, tokens: list[Token], last: int) -> bool:
        """True where the letter is a scale: not in 'a 10m wave'."""
        units = self._suffix_not_before.get(tokens[last].low)
        after = last + 1 if word_at(tokens, last + 1) == "-" else last
        return not units or word_at(tokens, after + 1) not in units

    def _small(self, tokens: list[Token], i: int) -> Cardinal | None:
        """Thirty-five; a (hundred); nought point nought three; (the) dozen."""
        word = tokens[i].low
        follows = word_at(tokens, i + 1)
        if word in self.articles:
            return Cardinal(1.0, i + 1) if follows in self.scales or follows in self.packs else None
        if word in self._bare_scales or word in self.lone_packs:
            alone = not i or word in self._bare_scales or tokens[i - 1].low in self.determiners
            return Cardinal(1.0, i) if alone else None
        if word in self._compound_openers and (compound := self._compounds.starting(tokens, i)):
            return self._tens(tokens, int(compound[0]), compound[1])
        value = self.values.get(word)
        if value is None or (value == 1 and self.is_pronoun(tokens, i)):
            return None
        if follows in self._point and (not i or tokens[i - 1].low not in self._point_not_after):
            return self._pointed(tokens, Cardinal(float(value), i + 1))
        return self._tens(tokens, value, i + 1)

    def _tens(self, tokens: list[Token], value: int, last: int) -> Cardinal:
        """Thirty; thirty-five; fifty two; vingt et un; soixante-dix."""
        if value < 20 or value % 10:
            return Cardinal(float(value), last)
        j = last
        while word_at(tokens, j) in self._tens_joins and j < last + 3:
            j += 1
        unit = self.values.get(tokens[j].low, 0) if j < len(tokens) else 0
        if 0 < unit < (20 if value in self._score_tens else 10):
            return Cardinal(float(value + unit), j + 1)
        return Cardinal(float(value), last)

    def _pointed(self, tokens: list[Token], whole: Cardinal) -> Cardinal:
        """Zero POINT ZERO EIGHT; nought POINT ELEVEN."""
        j, digits = whole.last + 1, ""
        while j < len(tokens) and (value := self.values.get(tokens[j].low)) is not None:
            digits, j = digits + str(value), j + 1
        return Cardinal(whole.value + float(f"0.{digits}"), j) if digits else whole

    def is_pronoun(self, tokens: list[Token], i: int) -> bool:
        """True for 'one of the', 'no one', 'one another', which are not counts."""
        before = word_at(tokens, i - 1)
        after = word_at(tokens, i + 1)
        if after in self.of and word_at(tokens, i + 2) in self._members:
            return False  # one of them seriously
        if before in self._one_never_after or (
            before in self._repeats and i > 1 and tokens[i - 2].low == tokens[i].low
        ):
            return True  # each one; one by one
        alone = not after[:1].isalpha() or after in self.values
        return (before in self._one_not_after and (alone or before in self._none)) or after in self._one_not_before

    # ------------------------------------------------------------------ what is added to it

    def _with_rest(self, tokens: list[Token], i: int, whole: Cardinal, plain: str, joins: bool) -> Cardinal:
        """Ten thousand FIVE HUNDRED; a hundred AND TWELVE; two hundred AND FIVE THOUSAND; 3 hundred AND 21."""
        total, (group, last, scale), limit = 0.0, whole, float("inf")
        while last < len(tokens) and scale > 1:
            joined = joins and tokens[last].low in self.joins
            j = last + 1 if joined else last
            rest = self._term(tokens, j, plain) if self._may_add(tokens, i, j, joined) else None
            if rest is None or rest.value == 0:
                break
            if scale == 100 and 1000 <= rest.scale < limit and rest.value / rest.scale < 100:
                group = (group + rest.value / rest.scale) * rest.scale
            elif rest.value < scale and (not joined or rest.value < 100) and rest.value.is_integer():
                if scale >= 1000:
                    total, group, limit = total + group, 0.0, scale
                group += rest.value
            else:
                break
            last, scale = rest.last, rest.scale
        return Cardinal(total + group, last, scale)

    def _may_add(self, tokens: list[Token], i: int, j: int, joined: bool) -> bool:
        """True where the rest belongs to it: digits only after digits (3 hundred and 21), no article, no share."""
        if j >= len(tokens) or (joined and self.parts_of_one(tokens, j)):
            return False
        if not tokens[j].number:
            return tokens[j].low in self.values and (joined or not tokens[i].number or self._scale_at(tokens, j + 1))
        goes_on = tokens[i].number and (joined or self._scale_at(tokens, j + 1))
        return goes_on and not self.digits.parts(tokens, i, j + 1)

    def _scale_at(self, tokens: list[Token], j: int) -> bool:
        return word_at(tokens, j) in self.scales

    def _with_share(self, tokens: list[Token], whole: Cardinal, plain: str) -> Cardinal | None:
        """One AND A HALF MILLION; 3 million AND A HALF; two-AND-A-HALF; 5 1/2; 2½."""
        last = whole.last
        if last >= len(tokens):
            return None
        if (sign := self.signs.get(tokens[last].low)) and whole.scale == 1:
            return self._times_scale(tokens, whole.value + sign, last + 1)
        if tokens[last].number and whole.scale == 1 and plain[tokens[last - 1].end : tokens[last].start] == " ":
            slashed = self.slashed(tokens, last)
            return Cardinal(whole.value + slashed.value, slashed.last) if slashed else None
        j = over_dash(tokens, last)
        if word_at(tokens, j) not in self.joins:
            return None
        share = self.added_share(tokens, over_dash(tokens, j + 1))
        if share is None or word_at(tokens, share.last) in self.of:
            return None
        if whole.scale < 1000:
            return self._times_scale(tokens, whole.value + share.value, share.last)
        factor = self.scales.get(tokens[share.last].low, 0) if share.last < len(tokens) else 0
        if factor:
            return Cardinal(whole.value + share.value * factor, share.last + 1, whole.scale)
        return Cardinal(whole.value + share.value * whole.scale, share.last, whole.scale)

    def added_share(self, tokens: list[Token], j: int) -> Cardinal | None:
        """(and) A HALF, A QUARTER, HALF, THREE QUARTERS; not 'and a third', which is another person."""
        k = over_dash(tokens, j + 1) if word_at(tokens, j) in self.articles else j
        if k < len(tokens) and (part := self.halves.get(tokens[k].low)) and (k > j or part == 2):
            return Cardinal(1 / part, k + 1)
        return self.slashed(tokens, j) or self.parts_of_one(tokens, j)

    def parts_of_one(self, tokens: list[Token], i: int) -> Cardinal | None:
        """Two thirds; one-eighth; three quarters; five - eighths."""
        times = self.values.get(tokens[i].low) if i < len(tokens) else None
        if not times or i + 1 >= len(tokens):
            return None
        j = i + 2 if tokens[i + 1].low == "-" else i + 1
        word = word_at(tokens, j)
        part = self.parts.get(word) if times == 1 else self.plural_parts.get(word)
        return Cardinal(times / part, j + 1) if part and times < part else None

    def slashed(self, tokens: list[Token], i: int) -> Cardinal | None:
        """3/4; 1/2 (not 9/11: the denominator of a share is at most ten)."""
        if (
            i + 2 >= len(tokens)
            or tokens[i + 1].low != "/"
            or not tokens[i + 2].number
            or tokens[i + 2].start != tokens[i].end + 1
        ):
            return None
        over, under = tokens[i].low, tokens[i + 2].low
        short = len(over) <= 2 and len(under) <= 2
        fits = short and over.isdecimal() and under.isdecimal() and 0 < int(over) < int(under) <= 10
        longer = word_at(tokens, i + 3) == "/"
        return Cardinal(int(over) / int(under), i + 3) if fits and not longer else None

    def _times_scale(self, tokens: list[Token], value: float, last: int) -> Cardinal:
        word = word_at(tokens, last)
        factor = self.scales.get(word) or self.packs.get(word)
        return Cardinal(value * factor, last + 1, float(factor)) if factor else Cardinal(value, last)


# a - b | 8: 30 | 23, 000: blanks left by a tokenizer
_DETOKENISED = re.compile(r"\w - \w|\d: \d\d|\d, 000\b")


@lru_cache(maxsize=16)
def is_detokenised(plain: str) -> bool:
    """True for a text that was split into words and joined again with blanks (tested once a document).

    >>> is_detokenised("A 61 - year - old man"), is_detokenised("A 61-year-old man")
    (True, False)
    """
    return _DETOKENISED.search(plain) is not None


def over_dash(tokens: list[Token], j: int) -> int:
    """The token behind a hyphen at token j, or j itself."""
    return j + 1 if word_at(tokens, j) == "-" else j


def tidy(value: float) -> float:
    """The value without rounding errors of floating point: 0.1 * 3 million is 300000.

    >>> tidy(1.1 * 1000000)
    1100000.0
    """
    nearest = round(value)
    return float(nearest) if abs(value - nearest) < 1e-6 * max(1.0, abs(value)) else round(value, 6)
