"""One row of an event table, read by its mapping: values, coordinates, and the row as text with its spans."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from reconcile.ingest.datasets.countries import alpha2_codes, to_alpha2
from reconcile.ingest.datasets.dataset_rows import Problem
from reconcile.ingest.datasets.mapping import Column, Figure, Mapping

_CODED = ("event", "kind", "published", "country", "place_precision", "date_precision", "cause")
_PLAIN = ("event_name", "report", "url", "publisher", "attribution", "latitude", "longitude")

UNNAMED_PART = "not named"
"""Name of the part of an event that a row counts without naming it; it is added once to the named parts."""

_NUMBER = re.compile(r"[-+]?\d{1,15}(\.\d+)?([eE][-+]?\d{1,2})?")
# 1,234,567 | 1 234 567 (also with the spaces that spreadsheets put there) | 1'234'567
_GROUPED = re.compile(r"-?\d{1,3}(?:(?:,\d{3})+|(?:[ \u00a0\u2009\u202f]\d{3})+|(?:['’]\d{3})+)(?:\.\d+)?")
_GROUPING = re.compile(r"[,'’\s]")


@dataclass
class Report:
    """One row while it is read; `cells` are its cells under the mapping's names.

    `table` is the file's name, with that of the sheet behind it for all sheets but the first.
    `spans` holds the span of each figure in the text, by the figure's position in the mapping; `blocks` the fields and
    the span of each block in a cell that contains several figures. `day_first` is the order of day and month in the
    table; `total` is the column and label that make the row a total of others; `own_event` is True in a table without
    ids of events.
    """

    file: str
    number: int
    cells: dict[str, str]
    mapping: Mapping
    file_sha256: str = ""
    table: str = ""
    day_first: bool | None = None
    total: tuple[str, str] | None = None
    own_event: bool = False
    doc: str = ""
    text: str = ""
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    blocks: list[tuple[list[str], tuple[int, int]]] = field(default_factory=list)
    values: dict[str, str | None] = field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    precision: int | None = None


def name_reports(reports: Iterable[Report]) -> Iterator[tuple[Report, list[Problem]]]:
    """Give each report its doc: the mapping's name and the row's id. Repeated ids get '#2', '#3' and a note."""
    used: dict[str, int] = {}
    for report in reports:
        own = (
            plain_code(report.cells.get(report.mapping.id or "", ""))
            or f"{report.table or report.file}#{report.number}"
        )
        doc = f"{report.mapping.name}/{own}"
        used[doc] = used.get(doc, 0) + 1
        report.doc = doc if used[doc] == 1 else f"{doc}#{used[doc]}"
        yield report, [_taken(report, own)] if used[doc] > 1 else []


def _taken(report: Report, own: str) -> Problem:
    said = f"The id '{own}' was already taken when row {report.number} of {report.file} came with it."
    remedy = f"It was kept, as '{report.doc}'. Give each report an id of its own."
    return note_on(report, "id_is_unique", report.mapping.id, own, said, remedy)


def read_values(report: Report) -> list[Problem]:
    """Set the values of the mapped columns, except the days. An unreadable cell stays empty and gives a note."""
    mapping, notes = report.mapping, []
    for key in _PLAIN:
        report.values[key] = read_cell(report, getattr(mapping, key))
    report.values["place"] = next((v for c in mapping.place if (v := read_cell(report, c))), None)
    for key in _CODED:
        value, said = read_coded(report, getattr(mapping, key), alpha2_codes() if key == "country" else frozenset())
        report.values[key] = value
        notes += said
    _enter_part(report)
    if report.own_event:
        report.values["event"], report.values["parent"] = _own_event(report), None
    return notes + _check_degrees(report)


def _enter_part(report: Report) -> None:
    """In a dataset whose events have parts that add up, make that part the row's event, and the event its parent."""
    column, whole = report.mapping.event_part, report.values["event"]
    report.values["parent"] = whole if column else None
    if column and whole:
        part = " ".join((read_cell(report, column) or UNNAMED_PART).split())
        report.values["event"] = f"{whole}/{part}"


def _own_event(report: Report) -> str:
    """The id of an event that the row alone reports; where the row has no id, its number in this very file."""
    named = read_cell(report, report.mapping.id)
    return report.doc if named else f"{report.doc}@{report.file_sha256[:8]}"


def put_aside(report: Report) -> tuple[str, str] | None:
    """The column and value by which the row only counts what others count; None where the row is counted."""
    if report.total:
        return report.total
    cells = ((column, report.cells.get(column, "").strip(), words) for column, words in report.mapping.puts_aside)
    return next(((column, value) for column, value, words in cells if value.casefold() in words), None)


def read_cell(report: Report, column: str | None, unknown: tuple[str, ...] = ()) -> str | None:
    """A cell; None where it is empty or has a word for 'unknown'."""
    value = report.cells.get(column or "", "").strip()
    return None if not value or value.casefold() in _unknown_words(report.mapping.unknown, unknown) else value


@lru_cache(maxsize=1_000)
def _unknown_words(*words: tuple[str, ...]) -> frozenset[str]:
    """Words that mean 'unknown', in any case."""
    return frozenset(word.casefold() for some in words for word in some)


def read_coded(
    report: Report, column: str | Column | None, codes: frozenset[str] = frozenset()
) -> tuple[str | None, list[Problem]]:
    """A cell translated as the mapping says, and a note where the mapping does not know the value.

    For a column that is used without translation, `codes` are never read as 'unknown': the country NA is Namibia.
    """
    if column is None or isinstance(column, str):
        cell = report.cells.get(column or "", "").strip()
        value = cell if cell in codes else read_cell(report, column)
        return value and plain_code(value), []
    value = read_cell(report, column.column)
    if value is not None and column.pattern is not None:
        found = re.search(column.pattern, value)
        value = found[1] if found else None
    if value is None:
        return None, []
    known, ours = _translate(value, column)
    if not known:
        said = f"The code '{value}' in '{column.column}' is not in the mapping '{report.mapping.name}'."
        remedy = "Left empty. Add it to the mapping's codes."
        return None, [note_on(report, "code_is_known", column.column, value, said, remedy)]
    return (f"{column.prefix}{ours}" if ours is not None else None), []


def _translate(value: str, column: Column) -> tuple[bool, str | None]:
    """Whether the mapping knows the value, and its translation."""
    plain = plain_code(value)
    if column.codes is None and column.standard is None:
        return True, plain
    if plain.casefold() in column.by_code:
        return True, column.by_code[plain.casefold()]
    standard = to_alpha2(plain, column.standard) if column.standard else None
    return (standard is not None or column.others == "keep"), standard or value


def plain_code(value: str) -> str:
    """A code as mappings write it: a column with empty cells often writes 3 as 3.0.

    >>> plain_code("412700.0"), plain_code("1.5"), plain_code("v.0")
    ('412700', '1.5', 'v.0')
    """
    return value[:-2] if value.endswith(".0") and value[:-2].isdecimal() else value


def _check_degrees(report: Report) -> list[Problem]:
    notes = []
    for key, most in (("latitude", 90), ("longitude", 180)):
        said = report.values[key]
        if said is not None and ((value := to_number(said)) is None or abs(value) > most):
            fault = f"'{said}' is not a {key}."
            column = getattr(report.mapping, key)
            notes.append(note_on(report, "degrees_in_range", column, said, fault, "Left empty. Mend the row."))
            report.values[key] = None
    return notes


def to_number(said: str) -> float | None:
    """A cell as a number; None where it is not one.

    >>> to_number("8"), to_number("1,234"), to_number("12 500"), to_number("many"), to_number("nan")
    (8.0, 1234.0, 12500.0, None, None)
    """
    plain = said if said.isdecimal() or not _GROUPED.fullmatch(said) else _GROUPING.sub("", said)
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def applies(figure: Figure, report: Report) -> bool:
    """True where the row's other columns meet the figure's conditions (`when`)."""
    return all(report.cells.get(column, "").strip().casefold() in words for column, words in figure.needs)


def render(report: Report) -> None:
    """Write the row as one line of text, each figure's columns side by side, so that every claim has a span in it."""
    mapping = report.mapping
    blocks = mapping.blocks.column if mapping.blocks else None
    meant = [(i, figure) for i, figure in enumerate(mapping.measures) if not blocks and applies(figure, report)]
    apart = {column for _, figure in meant for column in figure.columns} | {*mapping.omits, blocks}
    shown = [f"{c}: {' '.join(cell.split())}" for c, cell in report.cells.items() if cell and c not in apart]
    text = "; ".join([mapping.title, *shown])
    for index, figure in meant:
        cells = [f"{c}: {' '.join(report.cells[c].split())}" for c in figure.columns if report.cells.get(c)]
        if cells:
            start = len(text) + 2
            text += "; " + "; ".join(cells)
            report.spans[index] = (start, len(text))
    report.text = text
    if blocks:
        _render_blocks(report)


def _render_blocks(report: Report) -> None:
    blocks = report.mapping.blocks
    cell = read_cell(report, blocks.column) if blocks else None
    if blocks is None or cell is None:
        return
    lead = f"; {blocks.column}: "
    for block in filter(None, (" ".join(part.split()) for part in cell.split(blocks.between))):
        start = len(report.text) + len(lead)
        report.text += lead + block
        report.blocks.append((block.split(blocks.within), (start, len(report.text))))
        lead = f"{blocks.between} "


def part_blocks(report: Report) -> Iterator[Report]:
    """The report once for each block, with the block's fields among its cells; the report itself where it has none."""
    blocks = report.mapping.blocks
    if blocks is None:
        yield report
        return
    for fields, span in report.blocks:
        cells = report.cells | dict(zip(blocks.fields, fields, strict=False))
        view = replace(report, cells=cells, values={}, spans={}, blocks=[(fields, span)])
        view.spans = {i: span for i, figure in enumerate(report.mapping.measures) if applies(figure, view)}
        yield view


def to_degrees(said: str | None) -> float | None:
    """Degrees north or east; None where the value is missing."""
    return None if said is None else to_number(said)


def to_code(said: str | None, most: int) -> int | None:
    """A code from 1 to `most`; None for anything else."""
    value = to_number(said) if said else None
    return int(value) if value is not None and 1 <= value <= most and value.is_integer() else None


def note_on(
    report: Report, check: str, column: str | None, value: str | None, said: str, remedy: str, name: str = "documents"
) -> Problem:
    """A problem with one cell of a row; the rest of the row is kept."""
    return Problem(report.file, check, said, remedy, report.doc or f"row {report.number}", column, value, table=name)
