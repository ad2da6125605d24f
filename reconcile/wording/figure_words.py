"""Figures, days and periods in the words that a reader expects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from schemas.columns import ISO_DATE

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")

# What stands before a number whose bound is not exact.
_SIGNS = {"at_least": "≥ ", "more_than": "> ", "at_most": "≤ ", "less_than": "< ", "about": "~ "}

DATE_PRECISIONS = {1: "1 day", 2: "2 within 2-6 days", 3: "3 week", 4: "4 month", 5: "5 longer"}
PLACE_PRECISIONS = {
    1: "1 exact",
    2: "2 near",
    3: "3 second-order unit",
    4: "4 first-order unit",
    5: "5 line or larger area",
    6: "6 country",
    7: "7 international",
}
"""UCDP's precision codes, with what they stand for."""

RULE_WORDS = {
    "representative": "what most independent sources say; in a tie, the most reliable",
    "conservative": "the least that the sources give",
    "informative": "the most that the sources give",
    "latest_credible": "the latest credible source",
    "range": "the whole range, no single figure",
}


def amount(value: float | None) -> str:
    """A number with separators and no needless decimals.

    >>> amount(94000.0), amount(6.1), amount(None)
    ('94,000', '6.1', '')
    """
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def reading(claim: Mapping[str, Any]) -> str:
    """A claim's figure as its words allow it.

    >>> reading({"low": 11, "best": 11, "high": None, "bound": "at_least"})
    '≥ 11'
    >>> reading({"low": 24, "best": None, "high": 99, "bound": "vague"})
    '24–99'
    >>> reading({"low": 90, "best": 100, "high": 110, "bound": "about"})
    '~ 100'
    """
    low, best, high, bound = claim["low"], claim["best"], claim["high"], claim["bound"]
    if bound in _SIGNS:
        stated = best if best is not None else low if low is not None else high
        return _SIGNS[bound] + amount(stated)
    if bound == "exact":
        return amount(best if best is not None else low)
    return interval(low, high)


def interval(low: float | None, high: float | None) -> str:
    """Two bounds, of which either may be open.

    >>> interval(20, 30), interval(11, None), interval(None, 50), interval(4, 4), interval(None, None)
    ('20–30', '≥ 11', '≤ 50', '4', 'unknown')
    """
    if low is None:
        return "unknown" if high is None else f"≤ {amount(high)}"
    if high is None:
        return f"≥ {amount(low)}"
    return amount(low) if low == high else f"{amount(low)}–{amount(high)}"


def settled(figure: Mapping[str, Any], beyond: float | None = None) -> str:
    """A settled figure or total: the best with the interval around it.

    Where its least is told as 'more than', `beyond` is the number that it exceeds.

    >>> settled({"low": 11, "best": 14, "high": 20}), settled({"low": 11, "best": None, "high": None})
    ('14 (11–20)', '≥ 11')
    >>> settled({"low": 11, "best": 11, "high": None})
    '≥ 11'
    >>> settled({"low": 94001, "best": 94001, "high": None}, 94000)
    '> 94,000'
    """
    low, best, high = figure["low"], figure["best"], figure["high"]
    allowed = f"> {amount(beyond)}" if beyond is not None and high is None else interval(low, high)
    if best is None or (low, high) in ((best, best), (best, None), (None, best)):
        return allowed
    return f"{amount(best)} ({allowed})"


def exceeded(figure: Mapping[str, Any], claims: Iterable[Mapping[str, Any]]) -> float | None:
    """The number that a figure's least exceeds, where one of its claims says 'more than'; else None.

    >>> exceeded({"low": 94001}, [{"bound": "more_than", "low": 94001, "best": 94000}])
    94000
    """
    told = (c["best"] for c in claims if c["bound"] == "more_than" and c["low"] == figure["low"])
    return next(told, None)


def total_words(total: Mapping[str, Any], beyond: float | None = None) -> str:
    """A total; where not every event has a settled figure, its range, and how many have one.

    >>> total_words({"low": 60, "best": None, "high": None, "events": 5, "undetermined": 2})
    '≥ 60 (3 of 5 settled)'
    >>> total_words({"low": 60, "best": 61, "high": 70, "events": 5, "undetermined": 0})
    '61 (60–70)'
    """
    said = settled(total, beyond)
    return f"{said} ({partly(total)})" if 0 < total["undetermined"] < total["events"] else said


def partly(total: Mapping[str, Any]) -> str:
    """Of how many events a total has a settled figure.

    >>> partly({"events": 5, "undetermined": 2})
    '3 of 5 settled'
    """
    return f"{total['events'] - total['undetermined']} of {total['events']} settled"


def with_unit(figure: str, unit: str | None) -> str:
    """A figure with what is counted, persons left unsaid.

    >>> with_unit("17", "day"), with_unit("1", "year"), with_unit("40", "family"), with_unit("≥ 11", "person")
    ('17 days', '1 year', '40 families', '≥ 11')
    """
    if not unit or unit == "person":
        return figure
    if figure == "1":
        return f"1 {unit}"
    return f"{figure} {re.sub('(?<=[^aeiou])y$', 'ie', unit)}s" if unit.isalpha() else f"{figure} {unit}"


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "claim"), counted(1200, "claim"), counted(2, "story", "stories")
    ('1 claim', '1,200 claims', '2 stories')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(value: str | None) -> date | str | None:
    """A calendar day for a cell; what no spreadsheet can hold as a day stays text.

    >>> day("2013-06-05"), day("1871-03-18"), day(None)
    (datetime.date(2013, 6, 5), '1871-03-18', None)
    """
    if value is None or not ISO_DATE.match(value) or value < "1900-03-01":
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def day_words(value: str | None) -> str:
    """A day in words that do not depend on anybody's settings.

    >>> day_words("2013-06-05"), day_words(None)
    ('5 June 2013', '')
    """
    found = day(value)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}" if isinstance(found, date) else found or ""


def period_words(period: str) -> str:
    """A month in words; any other period under its own name.

    >>> period_words("2013-06"), period_words("flood-batch")
    ('June 2013', 'flood-batch')
    """
    found = _MONTH.match(period)
    return f"{_MONTHS[int(found[2]) - 1]} {found[1]}" if found else period


def headline(text: str, longest: int = 70) -> str:
    """A title short enough for a cell, cut between words.

    >>> headline("Shells fall on market", 15)
    'Shells fall on …'
    """
    if len(text) <= longest:
        return text
    return text[: text.rfind(" ", 0, longest + 1) if " " in text[:longest] else longest] + " …"


def fit(text: str) -> str:
    r"""Text without the control characters that neither a workbook nor a page can hold; each becomes a space.

    >>> fit("six\x07 dead")
    'six  dead'
    """
    return _UNFIT.sub(" ", text)
