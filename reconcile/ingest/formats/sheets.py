"""Tables in files: .csv, .tsv and .xlsx as rows of plain text, and lists of articles in such tables."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from reconcile.ingest.articles.encoding import decode
from reconcile.ingest.datasets.dataset_rows import LONGEST_TEXT, PARSER_FAILURES, File, Problem, Record, Unreadable
from reconcile.ingest.formats.jsonlines import read_record
from reconcile.ingest.formats.plain import encoding_notes

LARGEST_UNPACKED = 400_000_000
"""Bytes that a packed file may unpack to; a workbook of a million rows is a quarter of that."""

PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Compression methods that are supported: unpacking can be stopped midway. With others a few bytes may fill memory."""

_SEPARATORS = (",", ";", "\t", "|")
_HEADING = 64_000

csv.field_size_limit(LONGEST_TEXT + 1)


@dataclass(frozen=True)
class Sheet:
    """A table as read: its columns, its rows (row number in the file, cells by column), and its problems."""

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]
    problems: list[Problem]


def read_sheet(file: File) -> Sheet:
    """The table of a file; of a workbook, the first sheet. Every cell is text; an empty one is ''.

    A row with more or fewer cells than there are columns gives a Problem (row_fits_heading) and is not read.
    """
    notes: list[Problem] = []
    if file.path.suffix.lower() == ".xlsx":
        lines = _workbook_lines(file)
    else:
        found = decode(file.path.read_bytes())
        notes.extend(encoding_notes(file, found))
        lines = _separated_lines(found.text)
    columns, rows, problems = _under_heading(file, lines)
    return Sheet(columns, rows, notes + problems)


def has_articles(columns: list[str]) -> bool:
    """True for the heading of a list of articles.

    >>> has_articles(["id", "Title", "text"]), has_articles(["id", "deaths_best"])
    (True, False)
    """
    return "text" in {column.lower() for column in columns}


def lists_articles(file: File) -> bool:
    """True for a table of articles; False where the heading cannot be read."""
    try:
        if file.path.suffix.lower() == ".xlsx":
            return has_articles(read_sheet(file).columns)
        with file.path.open("rb") as stream:
            first = decode(stream.read(_HEADING)).text
        return has_articles([cell.strip() for cell in next(_separated_lines(first), (0, []))[1]])
    except (Unreadable, OSError):
        return False


def read_article_list(file: File) -> Iterator[Record | Problem]:
    """The articles of a list; its columns are named like the keys of JSONL records."""
    sheet = read_sheet(file)
    yield from sheet.problems
    for number, cells in sheet.rows:
        where = f"row {number}"
        try:
            yield read_record(file, where, {column.lower(): cell for column, cell in cells.items()}, number)
        except Unreadable as failure:
            said = f"{where} of {file.name} {failure.message}"
            yield Problem(file.name, failure.check, said, failure.remedy, row=where, doc=f"{file.name}#{number}")


def _under_heading(
    file: File, lines: Iterator[tuple[int, list[str]]]
) -> tuple[list[str], list[tuple[int, dict[str, str]]], list[Problem]]:
    _, heading = next(lines, (0, []))
    columns = [cell.strip() for cell in heading]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise Unreadable("text_is_not_empty", "holds no table.", "Delete it, or export it again with its heading.")
    if len(set(columns)) < len(columns) or "" in columns:
        twice = sorted({column for column in columns if columns.count(column) > 1})
        raise Unreadable("columns_have_names", f"has columns without a name of their own {twice}.", "Name each once.")
    rows, problems = [], []
    for number, cells in lines:
        filled = cells[: len(columns)] + [cell for cell in cells[len(columns) :] if cell]
        if not any(filled):
            continue
        if len(filled) == len(columns):
            rows.append((number, dict(zip(columns, filled, strict=True))))
        else:
            problems.append(ragged(file, number, filled, len(columns)))
    return columns, rows, problems


def ragged(file: File, number: int, cells: list[str], columns: int) -> Problem:
    """The problem of a row that has more or fewer cells than its table has columns."""
    return Problem(
        file.name,
        "row_fits_heading",
        f"Row {number} of {file.name} has {len(cells)} cells under {columns} columns.",
        "Mend the row (a separator inside a text wants quotes); the others were read.",
        row=f"row {number}",
        value="; ".join(cells),
        doc=f"{file.name}#{number}",
    )


def _separated_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text[:LONGEST_TEXT].split("\n", 1)[0]
    separator = max(_SEPARATORS, key=lambda sign: (first.count(sign), -_SEPARATORS.index(sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as failure:
        raise Unreadable(
            "file_is_a_table", f"is not a table of separated values: {failure}.", "Export it again."
        ) from None


def _workbook_lines(file: File) -> Iterator[tuple[int, list[str]]]:
    check_unpacked(file)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(file.path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, *PARSER_FAILURES) as failure:
        raise Unreadable(
            "file_is_a_workbook", f"is a workbook that cannot be opened: {failure}.", "Save it again as .xlsx or .csv."
        ) from None
    yield from ((number, [cell_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))


def check_unpacked(file: File) -> None:
    """Check a packed file by unpacking each part once, in pieces; the sizes that it states are not trusted.

    Raises:
        Unreadable: it is damaged, locked by a password, or unpacks to more than the limit.
    """
    try:
        with zipfile.ZipFile(file.path) as packed:
            infos = packed.infolist()
            if sum(info.file_size for info in infos) > LARGEST_UNPACKED:
                raise Unreadable("file_is_not_too_large", "unfolds to more than 400 MB.", "Split it.")
            whole = {info.compress_type for info in infos} <= PACKINGS and packed.testzip() is None
    except (zipfile.BadZipFile, OSError, RuntimeError, *PARSER_FAILURES):
        whole = False
    if not whole:
        raise Unreadable(
            "file_is_whole",
            "is damaged, locked by a password, or of another kind than its name says.",
            "Save it again.",
        )


def cell_text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days in ISO 8601.

    >>> cell_text(8.0), cell_text(date(2013, 6, 5)), cell_text(None)
    ('8', '2013-06-05', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
