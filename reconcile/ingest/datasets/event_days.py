"""The first and last day of a row's event, with their precision."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from reconcile.ingest.articles.stated import DAY, LONGER, MONTH, read_day
from reconcile.ingest.datasets.dataset_reports import Report, note_on, plain_code, read_cell, read_coded
from reconcile.ingest.datasets.dataset_rows import Problem
from reconcile.ingest.datasets.mapping import Column, Day

FAR_APART = 366
"""Days between an event's first and last day above which a row gets a note: most often a year was mistyped."""

_WITHIN_DAYS, _WEEK = 2, 3
_AROUND = {_WITHIN_DAYS: 2, _WEEK: 3}
"""Days before and after a single date that it may be off by, at a precision between a day and a month."""


def read_days(report: Report) -> list[Problem]:
    """Set the event's first and last day and their precision; days that contradict each other are left empty."""
    start, notes = _read_day(report, "start")
    end, more = _read_day(report, "end")
    notes += more
    if start is None:
        return notes
    first, last = start[0], last_of(*(end or start))
    if last < first:
        return [*notes, _swapped(report, first, last)]
    stated = _stated(report)
    if end is None and stated is not None:
        first, last = around(first, last, stated)
    report.start, report.end = first, last
    report.precision = stated or max(precision_of(first, last), start[1], end[1] if end else DAY)
    if days_between(first, last) >= FAR_APART:
        notes.append(_far_apart(report, first, last))
    return notes


def _read_day(report: Report, key: str) -> tuple[tuple[str, int] | None, list[Problem]]:
    column: str | Column | Day | None = getattr(report.mapping, key)
    said, notes = (_compose(report, column), []) if isinstance(column, Day) else read_coded(report, column)
    day = read_day(said, day_first=report.day_first) if said else None
    if said and day is None:
        fault = f"'{said}' is not a date, or could be two."
        notes = [
            *notes,
            note_on(report, "day_is_a_date", _column(report, key), said, fault, "Left empty. Mend the row."),
        ]
    return day, notes


def _compose(report: Report, day: Day) -> str | None:
    """The day as ISO 8601, cut before the first unknown part (empty, or 0)."""
    parts: list[str] = []
    for column in day.columns:
        said = plain_code(read_cell(report, column) or "")
        if not said.strip("0"):
            break
        parts.append(said.zfill(2))
    return "-".join(parts) or None


def _column(report: Report, key: str) -> str | None:
    column = getattr(report.mapping, key)
    return ", ".join(column.columns) if isinstance(column, Column | Day) else column


def _stated(report: Report) -> int | None:
    stated = report.values["date_precision"]
    return int(stated) if stated and stated in "12345" and len(stated) == 1 else None


def _swapped(report: Report, first: str, last: str) -> Problem:
    said = f"The event of row {report.number} ends ({last}) before it begins ({first})."
    remedy = "Its days were left empty. Mend the row."
    return note_on(report, "days_in_order", _column(report, "end"), last, said, remedy)


def _far_apart(report: Report, first: str, last: str) -> Problem:
    said = f"The event of row {report.number} lasts from {first} to {last}, over a year."
    return note_on(report, "days_are_near", _column(report, "end"), last, said, "It was kept. Check the years.")


def last_of(day: str, precision: int) -> str:
    """The last day that a stated date may mean, where `day` is the first.

    >>> last_of("2013-06-05", 1), last_of("2013-06-01", 4), last_of("2013-01-01", 5)
    ('2013-06-05', '2013-06-30', '2013-12-31')
    """
    if precision == MONTH:
        return f"{day[:8]}{monthrange(int(day[:4]), int(day[5:7]))[1]}"
    return f"{day[:4]}-12-31" if precision == LONGER else day


def around(first: str, last: str, precision: int) -> tuple[str, str]:
    """The interval for a single date of this precision: the date is the middle of a week, or is in a month or year.

    >>> around("2013-06-15", "2013-06-15", 3), around("2013-06-15", "2013-06-15", 4)
    (('2013-06-12', '2013-06-18'), ('2013-06-01', '2013-06-30'))
    """
    off = timedelta(days=_AROUND.get(precision, 0))
    if off:
        return (date.fromisoformat(first) - off).isoformat(), (date.fromisoformat(last) + off).isoformat()
    if precision == MONTH:
        return f"{first[:8]}01", last_of(last, MONTH)
    return (f"{first[:4]}-01-01", last_of(last, LONGER)) if precision == LONGER else (first, last)


def precision_of(first: str, last: str) -> int:
    """UCDP's date precision of an interval of days.

    >>> [precision_of("2013-06-05", last) for last in ("2013-06-05", "2013-06-07", "2013-06-11", "2014-01-01")]
    [1, 2, 3, 5]
    """
    days = days_between(first, last) + 1
    limits = ((1, DAY), (6, _WITHIN_DAYS), (7, _WEEK), (31, MONTH))
    return next((code for longest, code in limits if days <= longest), LONGER)


def days_between(first: str, last: str) -> int:
    """Days from the first to the last (ISO 8601)."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
