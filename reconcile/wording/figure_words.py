"""Figures, days and periods as text."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple, Protocol

from schemas.codes import Bound, DatePrecision, PlacePrecision
from schemas.columns import ISO_DATE

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

SIGNS = {Bound.AT_LEAST: "≥", Bound.MORE_THAN: ">", Bound.AT_MOST: "≤", Bound.LESS_THAN: "<", Bound.ABOUT: "~"}
"""The sign before a number whose bound is not exact."""

DATE_PRECISIONS = {
    DatePrecision.DAY: "1 day",
    DatePrecision.DAYS: "2 within 2-6 days",
    DatePrecision.WEEK: "3 week",
    DatePrecision.MONTH: "4 month",
    DatePrecision.LONGER: "5 longer",
}
PLACE_PRECISIONS = {
    PlacePrecision.EXACT: "1 exact",
    PlacePrecision.NEAR: "2 near",
    PlacePrecision.SECOND_ORDER: "3 second-order unit",
    PlacePrecision.FIRST_ORDER: "4 first-order unit",
    PlacePrecision.AREA: "5 line or larger area",
    PlacePrecision.COUNTRY: "6 country",
    PlacePrecision.INTERNATIONAL: "7 international",
}
"""UCDP's precision codes with their meaning."""


class Bounded(Protocol):
    """A claim, figure or total: anything with a least, a best and a most, each None where unknown or open."""

    @property
    def low(self) -> float | None:
        """The least."""

    @property
    def best(self) -> float | None:
        """The one number stated or settled."""

    @property
    def high(self) -> float | None:
        """The most."""


class Stated(Bounded, Protocol):
    """A number as an article states it."""

    @property
    def bound(self) -> Bound:
        """What its words allow."""


class Bounds(NamedTuple):
    """Three numbers that are not those of one record, such as a figure of the month before."""

    low: float | None
    best: float | None
    high: float | None
    bound: Bound = Bound.EXACT


def amount(value: float | None) -> str:
    """A number with separators and no needless decimals.

    >>> amount(94000.0), amount(6.1), amount(None)
    ('94,000', '6.1', '')
    """
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def reading(claim: Stated) -> str:
    """A claim's number with the sign of its bound; a range or vague word as an interval.

    >>> reading(Bounds(11, 11, None, Bound.AT_LEAST)), reading(Bounds(90, 100, 110, Bound.ABOUT))
    ('≥ 11', '~ 100')
    >>> reading(Bounds(24, None, 99, Bound.VAGUE))
    '24–99'
    """
    stated = next((number for number in (claim.best, claim.low, claim.high) if number is not None), None)
    if claim.bound in SIGNS:
        return f"{SIGNS[claim.bound]} {amount(stated)}"
    return amount(stated) if claim.bound is Bound.EXACT else interval(claim.low, claim.high)


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


def settled(figure: Bounded, beyond: float | None = None) -> str:
    """A settled figure or total: the best with the interval around it.

    Args:
        figure: a figure or total.
        beyond: the number that its least exceeds, where its source says 'more than'.

    >>> settled(Bounds(11, 14, 20)), settled(Bounds(11, None, None)), settled(Bounds(11, 11, None))
    ('14 (11–20)', '≥ 11', '≥ 11')
    >>> settled(Bounds(94000, 94000, None), 94000)
    '> 94,000'
    """
    low, best, high = figure.low, figure.best, figure.high
    allowed = f"> {amount(beyond)}" if beyond is not None and high is None else interval(low, high)
    if best is None or (low, high) in ((best, best), (best, None), (None, best)):
        return allowed
    return f"{amount(best)} ({allowed})"


def with_unit(figure: str, unit: str | None) -> str:
    """A figure with its unit; the unit 'person' is omitted.

    >>> with_unit("17", "day"), with_unit("1", "year"), with_unit("40", "family"), with_unit("≥ 11", "person")
    ('17 days', '1 year', '40 families', '≥ 11')
    """
    if not unit or unit == "person":
        return figure
    return f"{figure} {unit if figure == '1' or not unit.isalpha() else plural(unit)}"


def plural(unit: str) -> str:
    """The unit in the plural.

    >>> plural("day"), plural("family"), plural("church"), plural("person")
    ('days', 'families', 'churches', 'people')
    """
    if unit in ("person", "people"):
        return "people"
    if unit.endswith("y") and unit[-2:-1] not in "aeiou":
        return unit[:-1] + "ies"
    return unit + ("es" if unit.endswith(("s", "x", "ch", "sh")) else "s")


def unbroken(figure: str) -> str:
    r"""A figure with no-break spaces, so that it is never split between two lines.

    >>> unbroken("≥ 11") == "≥\N{NO-BREAK SPACE}11"
    True
    """
    return figure.replace(" ", "\N{NO-BREAK SPACE}")


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "claim"), counted(1200, "claim"), counted(2, "more row remains", "more rows remain")
    ('1 claim', '1,200 claims', '2 more rows remain')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(value: str | None) -> date | str | None:
    """A calendar day for a cell; a day before 1 March 1900, which spreadsheets cannot store, remains text.

    >>> day("2013-06-05"), day("1871-03-18"), day(None)
    (datetime.date(2013, 6, 5), '1871-03-18', None)
    """
    return value if value is None or value < "1900-03-01" else _calendar_day(value) or value


def day_words(value: str | None) -> str:
    """A day in English words, whatever the computer's settings; text that is not an ISO day is returned unchanged.

    >>> day_words("2013-06-05"), day_words("1871-03-18"), day_words(None)
    ('5 June 2013', '18 March 1871', '')
    """
    found = _calendar_day(value or "")
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}" if found else value or ""


def _calendar_day(value: str) -> date | None:
    return date.fromisoformat(value) if ISO_DATE.match(value) else None


def period_words(period: str) -> str:
    """A month in words; the name of any other period unchanged.

    >>> period_words("2013-06"), period_words("flood-batch")
    ('June 2013', 'flood-batch')
    """
    found = _MONTH.match(period)
    return f"{MONTHS[int(found[2]) - 1]} {found[1]}" if found else period


def headline(text: str, longest: int = 70) -> str:
    """A title of at most `longest` characters, cut between words and followed by ' …' where it was longer.

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
