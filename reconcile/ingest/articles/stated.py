"""Parses the day of publication, and its time zone, as a record, a page or a header states them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from dateutil import parser  # type: ignore[import-untyped]

from reconcile.ingest.datasets.dataset_rows import Problem

# 2013 | 2013-06 | 2013-06-05 | 20130605 | 2013-06-05T08:30:00+03:00
_ISO = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2})(?:[T ].*)?)?)?\Z")
# 05/06/2013: the fifth of June or the sixth of May
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})\b")
# 08:30:00+03:00 | 23:30:00 -0500 | 23:30 GMT
_ZONE = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?P<zone>[+-]\d{2}:?\d{2}|Z|UTC?|GMT|[ECMP][SD]T)\b")
# The zones that mail may name (RFC 822)
_NAMED_ZONES = dict.fromkeys(("Z", "UT", "UTC", "GMT"), "+00:00") | {
    **{"EDT": "-04:00", "EST": "-05:00", "CDT": "-05:00", "CST": "-06:00"},
    **{"MDT": "-06:00", "MST": "-07:00", "PDT": "-07:00", "PST": "-08:00"},
}
_LONGEST = 80
_YEARS = range(1800, 2101)

# Two default days with no part in common: a part that differs between the two results was not in the text.
_FIRST, _SECOND = datetime(1904, 1, 1), datetime(1908, 2, 2)

DAY, MONTH, LONGER = 1, 4, 5
"""UCDP date precisions."""


def read_day(said: str, period: str | None = None, day_first: bool | None = None) -> tuple[str, int] | None:
    """Parse a stated date.

    Args:
        said: the date as stated.
        period: the month (`YYYY-MM`) whose year is used for a day without a year.
        day_first: the order of day and month in the other dates of its column; None where it is not known.

    Returns:
        The first day that the date may mean (ISO 8601) and its UCDP precision; None where it is not a date, or could be
        two different days. A time is read in its stated zone: 23:30 of the fifth is the fifth in any zone.

    >>> read_day("2013-06-05T08:30:00+03:00"), read_day("2013-06"), read_day("5 June, 2013")
    (('2013-06-05', 1), ('2013-06-01', 4), ('2013-06-05', 1))
    >>> read_day("05/06/2013") is None, read_day("25/06/2013"), read_day("5 June", "2013-06")
    (True, ('2013-06-25', 1), ('2013-06-05', 1))
    >>> read_day("05/06/2013", day_first=True), read_day("05/06/2013", day_first=False)
    (('2013-06-05', 1), ('2013-05-06', 1))
    """
    said = said.strip()
    if not said or len(said) > _LONGEST:
        return None
    iso = _ISO.match(said)
    return _from_iso(iso) if iso else _from_words(said, period, day_first)


def is_ambiguous(said: str) -> bool:
    """True for a date whose day and month could be exchanged.

    >>> is_ambiguous("05/06/2013"), is_ambiguous("25/06/2013"), is_ambiguous("05/05/2013")
    (True, False, False)
    """
    slashed = _SLASHED.match(said.strip())
    return slashed is not None and slashed[1] != slashed[2] and max(int(slashed[1]), int(slashed[2])) <= 12


def order_of_days(dates: Iterable[str]) -> bool | None:
    """True where some of the dates can only have the day first, False for the month; None for neither, and for both.

    >>> order_of_days(["25/2/2020", "3/4/2020"]), order_of_days(["2/25/2020"]), order_of_days(["3/4/2020"])
    (True, False, None)
    """
    slashed = [(int(found[1]), int(found[2])) for said in dates if (found := _SLASHED.match(said.strip()))]
    orders = {first > second for first, second in slashed if (first > 12) != (second > 12)}
    return orders.pop() if len(orders) == 1 else None


def order_note(file: str, dates: Sequence[str]) -> Problem | None:
    """A note where dates of one column that could be two were read in the order that another of them settles."""
    day_first, unclear = order_of_days(dates), [said for said in dates if is_ambiguous(said)]
    if day_first is None or not unclear:
        return None
    first, second = ("day", "month") if day_first else ("month", "day")
    settling = next(said for said in dates if order_of_days([said]) is not None)
    said = f"Dates of {file} have the {first} before the {second}, as {settling} shows."
    remedy = f"{len(unclear)} that could be two, such as {unclear[0]}, were read in this order. Check them."
    return Problem(file, "day_order_is_settled", said, remedy, value=settling)


def write_in_order(said: str, day_first: bool | None) -> str:
    """The date with its day and month in the order of ISO 8601, where only the rest of its column tells them apart.

    >>> write_in_order("3/4/2020 23:30 GMT", day_first=True), write_in_order("3/4/2020", None)
    ('2020-04-03 23:30 GMT', '3/4/2020')
    """
    slashed = _SLASHED.match(said)
    day = read_day(slashed[0], day_first=day_first) if slashed and is_ambiguous(said) else None
    return f"{day[0]}{said[slashed.end() :]}" if slashed and day else said


def read_zone(said: str) -> str | None:
    """The time zone that a stated date names, as an offset from UTC; None where it names none.

    >>> read_zone("2013-06-05T08:30:00+0300"), read_zone("Tue, 11 Jun 2013 23:30:00 EST"), read_zone("5 June 2013")
    ('+03:00', '-05:00', None)
    """
    found = _ZONE.search(said[:_LONGEST])
    if found is None:
        return None
    zone = found["zone"]
    return _NAMED_ZONES.get(zone) or f"{zone[:3]}:{zone[-2:]}"


def _from_iso(found: re.Match[str]) -> tuple[str, int] | None:
    year, month, day = (int(part) if part else None for part in found.groups())
    precision = DAY if day else MONTH if month else LONGER
    return _checked(year or 0, month or 1, day or 1, precision)


def _from_words(said: str, period: str | None, day_first: bool | None) -> tuple[str, int] | None:
    if is_ambiguous(said):
        if day_first is None:
            return None
    else:
        day_first = order_of_days([said]) or False
    try:
        one = parser.parse(said, default=_FIRST, dayfirst=day_first, ignoretz=True)
        other = parser.parse(said, default=_SECOND, dayfirst=day_first, ignoretz=True)
    except (ValueError, OverflowError, TypeError):
        return None
    return _said_parts(one, other, period)


def _said_parts(one: datetime, other: datetime, period: str | None) -> tuple[str, int] | None:
    year = one.year if one.year == other.year else _year_of(period)
    if year is None or one.month != other.month:
        return None
    if one.day != other.day:
        return _checked(year, one.month, 1, MONTH)
    return _checked(year, one.month, one.day, DAY)


def _year_of(period: str | None) -> int | None:
    found = re.match(r"(\d{4})(?:-\d{2})?\Z", period or "")
    return int(found[1]) if found else None


def _checked(year: int, month: int, day: int, precision: int) -> tuple[str, int] | None:
    if year not in _YEARS or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day).isoformat(), precision
