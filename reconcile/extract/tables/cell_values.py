"""Reads the number of a cell: its bounds, its scale, its span, and the parts that brackets behind it name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reconcile.text.grids import Cell
from reconcile.text.table_words import TableWords, plain
from schemas.codes import Bound

# 1,234 | 1 234 | 1'234 | 12 | 1.5
_DIGITS = r"\d{1,3}(?:[,' \u00a0\u2009\u202f\u2019]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?:(?P<sign>[~<>\u2248\u2264\u2265\u00b1]=?|[+])\s?)?(?P<one>{_DIGITS})"
    rf"(?:\s?(?:-|\u2013|\u2014|/)\s?(?P<two>{_DIGITS}))?(?P<plus>\+)?(?P<mark>\*{{0,3}})"
)
_GROUPING = re.compile(r"[^\d.]")
_WORD = re.compile(r"[^\W\d_]+\.?")
_SIGNS = {
    "~": Bound.ABOUT,
    "\u2248": Bound.ABOUT,
    "\u00b1": Bound.ABOUT,
    ">": Bound.MORE_THAN,
    "<": Bound.LESS_THAN,
    ">=": Bound.AT_LEAST,
    "\u2265": Bound.AT_LEAST,
    "<=": Bound.AT_MOST,
    "\u2264": Bound.AT_MOST,
}


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a cell with its bounds, the span of its quote, and the words left over beside it."""

    low: float | None
    best: float | None
    high: float | None
    bound: Bound
    start: int
    end: int
    rest: str = ""


def read_value(cell: Cell, words: TableWords) -> Value | None:
    """The number of a cell; None where it holds none, or words that are neither bound nor scale before it."""
    if plain(cell.text) in words.zero:
        return Value(0.0, 0.0, 0.0, Bound.EXACT, cell.start, cell.end)
    hit = _NUMBER.search(cell.text)
    if hit is None or cell.text[hit.end() : hit.end() + 1] == "%" or cell.text[hit.end() :].lstrip()[:1] in ("%", "/"):
        return None
    before, after = cell.text[: hit.start()].strip(" (["), cell.text[hit.end() :].strip(" )]")
    bound = words.bounds.get(before.lower().rstrip(":"))
    if before and bound is None:
        return None
    end = cell.start + hit.end()
    factor = 1
    rest = after
    for word in _WORD.findall(after):
        low = word.lower()
        if low.rstrip(".") in words.scales and factor == 1 and rest.startswith(word):
            factor = words.scales[low.rstrip(".")]
        elif bound is None and (low in words.bounds or low.rstrip(".") in words.bounds):
            bound = words.bounds.get(low) or words.bounds[low.rstrip(".")]
        else:
            break
        end = cell.start + cell.text.index(word, end - cell.start) + len(word)
        rest = cell.text[end - cell.start :].strip(" )]")
    start = cell.start + (cell.text.lower().index(before.lower()) if before else hit.start())
    return _value(hit, bound, factor, (start, end), rest)


def _value(hit: re.Match[str], bound: Bound | None, factor: int, span: tuple[int, int], rest: str) -> Value | None:
    one = _to_number(hit["one"], factor)
    if hit["two"]:
        two = _to_number(hit["two"], factor)
        return Value(one, None, two, Bound.RANGE, *span, rest) if one < two else None
    bound = bound or _SIGNS.get(hit["sign"] or "") or (Bound.AT_LEAST if hit["plus"] else Bound.EXACT)
    low = None if bound in (Bound.AT_MOST, Bound.LESS_THAN) else one + (bound is Bound.MORE_THAN)
    high = None if bound in (Bound.AT_LEAST, Bound.MORE_THAN) else one - (bound is Bound.LESS_THAN)
    return Value(low, one, high, bound, *span, rest)


def _to_number(digits: str, factor: int) -> float:
    """The number that the digits stand for.

    >>> _to_number("1,234", 1), _to_number("2.47", 1_000_000)
    (1234.0, 2470000.0)
    """
    return round(float(_GROUPING.sub("", digits)) * factor, 3)


def read_parts(text: str, start: int, words: TableWords) -> list[tuple[Value, str]]:
    """The numbers of a list, each with the words behind it: (3 women, 4-5 men).

    `start` is the position of the text in the article.
    """
    hits = list(_NUMBER.finditer(text))
    found = []
    for hit, following in zip(hits, [*hits[1:], None], strict=True):
        name = text[hit.end() : following.start() if following else len(text)].strip(" ,;()[]")
        value = _value(hit, None, 1, (start + hit.start(), start + hit.end()), "")
        if value is not None:
            found.append((value, name))
    return found
