"""A row of an event table, read by its mapping: values, days, degrees, and the text that its figures stand in."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date

from reconcile.ingest.mapping import Column, Mapping
from reconcile.ingest.records import Problem
from reconcile.ingest.stated import DAY, LONGER, MONTH, read_day

FAR_APART = 366
"""Days between an event's first and last day beyond which a row is pointed out: most often a year mistyped."""

_WITHIN_DAYS, _WEEK = 2, 3
_CODED = ("kind", "published", "country", "place_precision", "date_precision", "cause")
_PLAIN = ("event", "event_name", "report", "url", "publisher", "attribution", "latitude", "longitude")


@dataclass
class Report:
    """One row on its way: its cells as the mapping reads them."""

    file: str
    number: int
    cells: dict[str, str]
    mapping: Mapping
    doc: str = ""
    text: str = ""
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    values: dict[str, str | None] = field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    precision: int | None = None


def name_reports(reports: list[Report]) -> list[Problem]:
    """Gives each report its doc: the mapping's name and the row's id; the second of one id gets '#2' and a note."""
    notes = []
    used: dict[str, int] = {}
    for report in reports:
        own = report.cells.get(report.mapping.id or "", "") or f"{report.file}#{report.number}"
        doc = f"{report.mapping.name}/{own}"
        used[doc] = used.get(doc, 0) + 1
        report.doc = doc if used[doc] == 1 else f"{doc}#{used[doc]}"
        if used[doc] > 1:
            said = f"The id '{own}' was already taken when row {report.number} of {report.file} came with it."
            remedy = f"It was kept, as '{report.doc}'. Give each report an id of its own."
            notes.append(note_on(report, "id_is_unique", report.mapping.id, own, said, remedy))
    return notes


def read_values(report: Report) -> list[Problem]:
    """Fills in what the mapping finds in the row; what could not be read stays empty and is a note."""
    mapping, notes = report.mapping, []
    for key in _PLAIN:
        report.values[key] = read_cell(report, getattr(mapping, key))
    report.values["place"] = next((v for c in mapping.place if (v := read_cell(report, c))), None)
    for key in (*_CODED, "start", "end"):
        value, said = _coded(report, getattr(mapping, key))
        report.values[key] = value
        notes += said
    return notes + _read_days(report) + _readto_degrees(report)


def read_cell(report: Report, column: str | None, unknown: tuple[str, ...] = ()) -> str | None:
    """A cell, None where it is empty or says that nothing is known."""
    value = report.cells.get(column or "", "").strip()
    return None if not value or value in report.mapping.unknown or value in unknown else value


def _coded(report: Report, column: str | Column | None) -> tuple[str | None, list[Problem]]:
    if column is None or isinstance(column, str):
        return read_cell(report, column), []
    value = read_cell(report, column.column)
    if value is None:
        return None, []
    if column.pattern is not None:
        found = re.search(column.pattern, value)
        return (found[1] if found else None), []
    codes = column.codes or {}
    plain = _plain_code(value)
    if plain in codes or column.others == "keep":
        return codes.get(plain, value), []
    said = f"The code '{value}' in '{column.column}' is not in the mapping '{report.mapping.name}'."
    return None, [
        note_on(report, "code_is_known", column.column, value, said, "Left empty. Add it to the mapping's codes.")
    ]


def _plain_code(value: str) -> str:
    """A code as mappings write it: a table that holds empty cells often writes 3 as 3.0."""
    return value[:-2] if re.fullmatch(r"\d+\.0", value) else value


def _read_days(report: Report) -> list[Problem]:
    notes = []
    days = {}
    for key in ("start", "end"):
        said = report.values[key]
        day = read_day(said) if said else None
        if said and day is None:
            notes.append(
                note_on(
                    report,
                    "day_is_a_date",
                    _column(report, key),
                    said,
                    f"'{said}' is no date.",
                    "Left empty. Mend the row.",
                )
            )
        days[key] = day
    start, end = days["start"], days["end"] or days["start"]
    if start and end and end[0] < start[0]:
        said = f"The event of row {report.number} ends ({end[0]}) before it begins ({start[0]})."
        return [
            *notes,
            note_on(
                report, "days_in_order", _column(report, "end"), end[0], said, "Its days were left empty. Mend the row."
            ),
        ]
    report.start, report.end = (start[0], end[0]) if start and end else (None, None)
    report.precision = _precision(report, start, end)
    if start and end and days_between(start[0], end[0]) >= FAR_APART:
        said = f"The event of row {report.number} lasts from {start[0]} to {end[0]}, over a year."
        notes.append(
            note_on(report, "days_are_near", _column(report, "end"), end[0], said, "It was kept. Check the years.")
        )
    return notes


def _column(report: Report, key: str) -> str | None:
    column = getattr(report.mapping, key)
    return column.column if isinstance(column, Column) else column


def _precision(report: Report, start: tuple[str, int] | None, end: tuple[str, int] | None) -> int | None:
    if start is None or end is None:
        return None
    stated = report.values["date_precision"]
    if stated and stated in "12345" and len(stated) == 1:
        return int(stated)
    return max(precision_of(start[0], end[0]), start[1], end[1])


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


def _readto_degrees(report: Report) -> list[Problem]:
    notes = []
    for key, most in (("latitude", 90), ("longitude", 180)):
        said = report.values[key]
        if said is not None and ((value := to_number(said)) is None or abs(value) > most):
            notes.append(
                note_on(
                    report,
                    "degrees_in_range",
                    _column(report, key),
                    said,
                    f"'{said}' is no {key}.",
                    "Left empty. Mend the row.",
                )
            )
            report.values[key] = None
    return notes


def to_number(said: str) -> float | None:
    """A cell as a number; None for anything else.

    >>> to_number("8"), to_number("1,234"), to_number("many"), to_number("nan")
    (8.0, 1234.0, None, None)
    """
    plain = said.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", said) else said
    if not re.fullmatch(r"[-+]?\d{1,15}(\.\d+)?([eE][-+]?\d{1,2})?", plain):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def render(report: Report) -> None:
    """The row as one line of text, each figure's columns side by side, so that every claim has its span."""
    figures = {column for figure in report.mapping.measures for column in figure.columns}
    text = report.mapping.title
    for column, cell in report.cells.items():
        if column not in figures and cell:
            text += f"; {column}: {' '.join(cell.split())}"
    for index, figure in enumerate(report.mapping.measures):
        said = [f"{c}: {' '.join(report.cells[c].split())}" for c in figure.columns if report.cells.get(c)]
        if said:
            text += "; "
            report.spans[index] = (len(text), len(text) + len("; ".join(said)))
            text += "; ".join(said)
    report.text = text


def to_degrees(said: str | None) -> float | None:
    """Degrees north or east; None where nothing is said."""
    return None if said is None else to_number(said)


def to_code(said: str | None, most: int) -> int | None:
    """A code from 1 to `most`; None for anything else."""
    value = to_number(said) if said else None
    return int(value) if value is not None and 1 <= value <= most and value.is_integer() else None


def note_on(
    report: Report, check: str, column: str | None, value: str | None, said: str, remedy: str, name: str = "documents"
) -> Problem:
    """A problem with one cell of a row; nothing but that cell is lost by it."""
    return Problem(report.file, check, said, remedy, report.doc or f"row {report.number}", column, value, table=name)
