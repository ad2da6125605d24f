"""Numbers that are no figures, known as what they are: ages, clock times, dates, prices, shares, names, addresses."""

from __future__ import annotations

import re

from reconcile.extract.numbers import Number
from reconcile.extract.text import Token
from reconcile.language import Pack, WordFile


class NonFigureWords(WordFile):
    """`nonfigures.yaml`: see its own notes."""

    before: dict[str, list[str]]
    after: dict[str, list[str]]
    months: list[str]
    year_from: int
    year_to: int
    streets: list[str]
    one_of: list[str]
    age_after: list[str]
    old: list[str]
    descriptive: list[str]


class NonFigures:
    """Says what a number is where it is no figure."""

    def __init__(self, pack: Pack):
        words = pack.read("nonfigures", NonFigureWords)
        self.words = words
        self.before = {w: kind for kind, ws in words.before.items() for w in ws}
        self.after = {w: kind for kind, ws in words.after.items() for w in ws}
        self.months, self.old, self.age_after = frozenset(words.months), frozenset(words.old), frozenset(words.age_after)
        self.descriptive = frozenset(words.descriptive)
        self.streets = frozenset(words.streets)

    def name(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        """What the number is (age, clock, date, money, share, name, address, year ...), or None where it may be a figure."""
        i, j = number.first, number.last
        before = tokens[i - 1] if i else None
        after = tokens[j] if j < len(tokens) else None
        digits = tokens[i].number
        if digits and self._is_glued(tokens, i, j, plain):
            return "name"
        if digits and self._is_written_date(tokens, number):
            return "date"
        if after and after.low == "-" and self._is_adjective(tokens, j):
            return "adjective"
        if self._is_clock(tokens, i, j, digits):
            return "clock"
        if self._is_age(tokens, i, j):
            return "age"
        if before and (kind := self.before.get(before.low)) and (digits or kind in ("age", "name")):
            if kind != "calibre" or (before.start and plain[before.start - 1] == " " and before.end != tokens[i].start):
                return kind
        if after and (kind := self.after.get(after.low)) and (kind != "clock" or digits):
            if not (kind in ("name", "clock") and after.start != tokens[j - 1].end and after.low not in ("p.m", "a.m", "pm", "am", "gmt", "utc", "edt", "est", "cdt", "o'clock")):
                return kind
        if after and after.low == "-" and j + 1 < len(tokens) and self.after.get("-" + tokens[j + 1].low):
            return self.after["-" + tokens[j + 1].low]
        if self._is_date(tokens, i, j, digits):
            return "date"
        if digits and j == i + 1 and self._is_year(tokens, i):
            return "year"
        return None

    def _is_glued(self, tokens: list[Token], i: int, j: int, plain: str) -> bool:
        """Digits glued to letters or to another sign: CTF473, 22nd, AK-47, 9/11, 24/7."""
        start, end = tokens[i].start, tokens[j - 1].end
        if start and (plain[start - 1].isalnum() or plain[start - 1] in "/@#"):
            return not (i and tokens[i - 1].end == start and tokens[i - 1].low in self.hedge_words)
        if start > 1 and plain[start - 1] == "_" and plain[start - 2].isalnum():
            return True
        if end < len(plain) and plain[end].isalpha() and tokens[j - 1].number:
            run = re.match(r"[A-Za-z]+", plain[end:])
            return run is not None and run.group().lower() in ("st", "nd", "rd", "th", "s")
        if end + 1 < len(plain) and plain[end] in "/_" and plain[end + 1].isdigit():
            return True
        dashed = start > 1 and plain[start - 1] == "-" and plain[start - 2].isalpha() and plain[start - 2].isupper()
        return dashed and tokens[i - 2].title

    def _is_written_date(self, tokens: list[Token], number: Number) -> bool:
        """29-07-2016 | 2013-06-05 | 1983 - 2005: three figures joined, or a range that ends in a year."""
        i, j = number.first, number.last
        if number.kind == "range":
            years = self.words.year_from <= number.high <= self.words.year_to and tokens[j - 1].low.isdigit()
            if years and (number.low <= 31 or number.low >= self.words.year_from):
                return True
        after = j + 1 < len(tokens) and tokens[j].low in ("-", ".", "/") and tokens[j + 1].number and tokens[j].start == tokens[j - 1].end
        before = i > 1 and tokens[i - 1].low in ("-", ".", "/") and tokens[i - 2].number and tokens[i - 1].end == tokens[i].start
        return (before or after) and (number.kind == "range" or bool(before and after) or len(tokens[i].low) == 4)

    def _is_adjective(self, tokens: list[Token], j: int) -> bool:
        """Two THREE-STORY hotels: a number glued to a noun that is no unit describes, and counts nothing."""
        glued = tokens[j].start == tokens[j - 1].end and j + 1 < len(tokens) and tokens[j].end == tokens[j + 1].start
        return glued and tokens[j + 1].low in self.descriptive

    def _is_clock(self, tokens: list[Token], i: int, j: int, digits: bool) -> bool:
        if not digits:
            return False
        colon_after = j + 1 < len(tokens) and tokens[j].low == ":" and tokens[j + 1].number and len(tokens[j + 1].low) == 2
        colon_before = i >= 2 and tokens[i - 1].low == ":" and tokens[i - 2].number and len(tokens[i].low) == 2
        return colon_after or colon_before

    def _is_age(self, tokens: list[Token], i: int, j: int) -> bool:
        """61-year-old | 61 years old | , 61, beside a name | aged 61."""
        k = j
        if k < len(tokens) and tokens[k].low == "-":
            k += 1
        if k < len(tokens) and tokens[k].low in self.age_after:
            m = k + 1
            if m < len(tokens) and tokens[m].low == "-":
                m += 1
            if m < len(tokens) and tokens[m].low in self.old:
                return not (k > j and m + 1 < len(tokens) and not self._person_follows(tokens, m + 1))
        comma = i >= 2 and tokens[i - 1].low == "," and tokens[i - 2].title and tokens[i].number
        closing = j >= len(tokens) or tokens[j].low in (",", ";", ".", ")", "and")
        between = i >= 1 and tokens[i - 1].low == "," and j < len(tokens) and tokens[j].low == "," and tokens[i].number
        return bool((comma and closing or between) and len(tokens[i].low) <= 2)

    def _person_follows(self, tokens: list[Token], m: int) -> bool:
        """False for 'the eight-year-old conflict', which is a duration; people carry their age before any other noun."""
        return not any(t.low.removesuffix("'s") in self.events for t in tokens[m : m + 3])

    events: frozenset[str] = frozenset()
    hedge_words: frozenset[str] = frozenset()

    def _is_date(self, tokens: list[Token], i: int, j: int, digits: bool) -> bool:
        if not digits or j != i + 1 or not tokens[i].low.isdigit() or len(tokens[i].low) > 2:
            return False
        k = j + 1 if j < len(tokens) and tokens[j].low in ("-", "of", ".") else j
        month_after = k < len(tokens) and tokens[k].low in self.months and tokens[k].title
        b = i - 2 if i >= 2 and tokens[i - 1].low == "." else i - 1
        month_before = b >= 0 and tokens[b].low in self.months and tokens[b].title
        both = i >= 2 and tokens[i - 1].low == "-" and tokens[i - 2].number and i >= 3 and tokens[i - 3].low in self.months
        return month_after or month_before or both

    def _is_year(self, tokens: list[Token], i: int) -> bool:
        text = tokens[i].low
        if not (text.isdigit() and len(text) == 4 and self.words.year_from <= int(text) <= self.words.year_to):
            return False
        return True
