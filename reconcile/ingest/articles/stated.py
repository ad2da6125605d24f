"""Parses the day of publication, and its time zone, as a record, a page or a header states them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

from dateutil import parser  # type: ignore[import-untyped]

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


def read_day(said: str, period: str | None = None) -> tuple[str, int] | None:
    """Parse a stated date.

    Args:
        said: the date as stated.
        period: the month (`YYYY-MM`) whose year is used for a day without a year.

    Returns:
        The first day that the date may mean (ISO 8601) and its UCDP precision; None where it is not a date, or could be
        two different days. A time is read in its stated zone: 23:30 of the fifth is the fifth in any zone.

    >>> read_day("2013-06-05T08:30:00+03:00"), read_day("2013-06"), read_day("5 June, 2013")
    (('2013-06-05', 1), ('2013-06-01', 4), ('2013-06-05', 1))
    >>> read_day("05/06/2013") is None, read_day("25/06/2013"), read_day("5 June", "2013-06")
    (True, ('2013-06-25', 1), ('2013-06-05', 1))
    """
    said = said.strip()
    if not said or len(said) > _LONGEST:
        return None
    iso = _ISO.match(said)
    return _from_iso(iso) if iso else _from_words(said, period)


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


def _from_words(said: str, period: str | None) -> tuple[str, int] | None:
    slashed = _SLASHED.match(said)
    day_first = False
    if slashed:
        first, second = int(slashed[1]), int(slashed[2])
        if first != second and max(first, second) <= 12:
            return None
        day_first = first > 12
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
