"""Tables in files: .csv, .tsv, .xlsx and .json as rows of plain text, and lists of articles in such tables."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from reconcile.ingest.articles.encoding import decode
from reconcile.ingest.datasets.dataset_rows import LONGEST_TEXT, PARSER_FAILURES, File, Problem, Record, Unreadable
from reconcile.ingest.formats.jsonlines import NAMES, listed_records, read_record, text_key
from reconcile.ingest.formats.plain import encoding_notes
from reconcile.store.sheet_extent import too_wide
from reconcile.text.grids import write_row

LARGEST_UNPACKED = 400_000_000
"""Bytes that a packed file may unpack to; a workbook of a million rows is a quarter of that."""

PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Compression methods that are supported: unpacking can be stopped midway. With others a few bytes may fill memory."""

_SEPARATORS = (",", ";", "\t", "|")
_HEADING = 64_000
_TITLE_ROWS = 12
"""Rows at the top of a table among which its heading is looked for."""
_SHEET_PARTS = "xl/worksheets/"
# #affected+killed | #date | #adm1 +name
_TAG = re.compile(r"#[a-z]\w*(?:\s?\+\s?\w+)*", re.IGNORECASE)

csv.field_size_limit(LONGEST_TEXT + 1)


@dataclass(frozen=True)
class Sheet:
    """A table under its heading: its columns, its rows (row number in the file, cells by column), and its problems.

    `name` is that of the workbook's sheet, where there are several.
    """

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]
    problems: list[Problem]
    name: str = ""


@dataclass(frozen=True)
class RawTable:
    """The numbered rows of a file or of one sheet, before its heading is found; its name and the file's problems."""

    name: str
    lines: list[tuple[int, list[str]]]
    problems: list[Problem]


def read_sheet(file: File) -> Sheet:
    """The table of a file under its first row; of a workbook, the first sheet. Every cell is text, an empty one ''.

    A row with more or fewer cells than there are columns gives a Problem (row_fits_heading) and is not read.
    """
    raw = read_raw(file)[0]
    return under_heading(file, raw, 0, 1)


def read_raw(file: File) -> list[RawTable]:
    """The tables of a file; of a workbook, every sheet that holds anything.

    Raises:
        Unreadable: it holds none.
    """
    ending = file.path.suffix.lower()
    if ending == ".xlsx":
        raw = _workbook_tables(file)
    elif ending == ".json":
        raw = list(_record_tables(file))
    else:
        found = decode(file.path.read_bytes())
        raw = [RawTable("", list(_separated_lines(found.text)), list(encoding_notes(file, found)))]
    filled = [table for table in raw if any(any(cells) for _, cells in table.lines)]
    if not filled:
        raise Unreadable("text_is_not_empty", "holds no table.", "Delete it, or export it again with its heading.")
    return filled


def headings(raw: RawTable) -> Iterator[tuple[int, int]]:
    """The rows that may be the heading: the position of the first, and how many there are (two under merged cells)."""
    for at, (_, cells) in enumerate(raw.lines[:_TITLE_ROWS]):
        if sum(map(bool, cells)) > (at > 0):
            if at + 1 < len(raw.lines) and _is_second(cells, raw.lines[at + 1][1]):
                yield at, 2
            yield at, 1


def _is_second(upper: list[str], lower: list[str]) -> bool:
    """True for the second row of a heading: it parts cells of the first (killed, injured) and names nothing else."""
    filled = [cell for cell in lower if cell]
    return bool(filled) and "" in upper and "" in lower and not any(sign.isdigit() for cell in filled for sign in cell)


def under_heading(file: File, raw: RawTable, at: int, rows: int) -> Sheet:
    """The table below a heading of one row or two; a row of HXL tags below it is no row of the table.

    Raises:
        Unreadable: a column has no name, or two have one.
    """
    lines = iter(raw.lines[at + rows :])
    columns = _columns([cells for _, cells in raw.lines[at : at + rows]])
    if len(set(columns)) < len(columns) or "" in columns:
        twice = sorted({column for column in columns if columns.count(column) > 1})
        raise Unreadable("columns_have_names", f"has columns without a name of their own {twice}.", "Name each once.")
    found, problems = [], list(raw.problems)
    for number, cells in lines:
        filled = cells[: len(columns)] + [cell for cell in cells[len(columns) :] if cell]
        if not any(filled) or _is_tags(filled):
            continue
        if len(filled) == len(columns):
            found.append((number, dict(zip(columns, filled, strict=True))))
        else:
            problems.append(ragged(file, number, filled, len(columns)))
    return Sheet(columns, found, problems, raw.name)


def _columns(heading: list[list[str]]) -> list[str]:
    """The columns' names; under two rows, the lower one's where it has one: Casualties over killed and injured."""
    upper = [cell.strip() for cell in heading[0]] if heading else []
    lower = [cell.strip() for cell in heading[-1]] if len(heading) > 1 else upper
    columns = [below or above for above, below in zip(upper, lower, strict=False)]
    while columns and not columns[-1]:
        columns.pop()
    return columns


def _is_tags(cells: list[str]) -> bool:
    """True for a row of HXL tags (#affected+killed)."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_TAG.fullmatch(cell) for cell in filled)


def has_articles(columns: list[str]) -> bool:
    """True for the heading of a list of articles.

    >>> has_articles(["id", "Title", "text"]), has_articles(["id", "deaths_best"])
    (True, False)
    """
    return not {column.lower() for column in columns}.isdisjoint(NAMES["text"])


def lists_articles(file: File) -> bool:
    """True for a table of articles; False where the heading cannot be read."""
    try:
        if file.path.suffix.lower() == ".xlsx":
            return has_articles(read_raw(file)[0].lines[0][1])
        with file.path.open("rb") as stream:
            first = decode(stream.read(_HEADING)).text
        return has_articles([cell.strip() for cell in next(_separated_lines(first), (0, []))[1]])
    except (Unreadable, OSError):
        return False


def read_table_file(file: File) -> Iterator[Record | Problem]:
    """The articles of a list, its columns named like the keys of JSONL records; else the tables as one document."""
    if file.path.suffix.lower() == ".json" or not lists_articles(file):
        yield from _read_tables(file)
        return
    sheet = read_sheet(file)
    yield from sheet.problems
    for number, cells in sheet.rows:
        where = f"row {number}"
        try:
            yield read_record(file, where, {column.lower(): cell for column, cell in cells.items()}, number)
        except Unreadable as failure:
            said = f"{where} of {file.name} {failure.message}"
            yield Problem(file.name, failure.check, said, failure.remedy, row=where, doc=f"{file.name}#{number}")


def _read_tables(file: File) -> Iterator[Record | Problem]:
    """The tables of a file as one text, a row a line; the name of a sheet above its table."""
    parts: list[str] = []
    for raw in read_raw(file):
        yield from raw.problems
        wide = max(len(cells) for _, cells in raw.lines)
        rows = [cells + [""] * (wide - len(cells)) for _, cells in raw.lines if any(cells)]
        parts += [raw.name] if raw.name else []
        parts.append("\n".join(write_row(row) if wide > 1 else row[0] for row in rows))
    yield Record(file.name, "\n\n".join(parts), title=_spoken(file.path.stem))


def _spoken(stem: str) -> str:
    """A file's name as words.

    >>> _spoken("floods_deaths-2014")
    'floods deaths 2014'
    """
    return " ".join(re.split(r"[\s_.-]+", stem))


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


def _workbook_tables(file: File) -> list[RawTable]:
    check_unpacked(file)
    _check_extent(file)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(file.path))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (CalamineError, *PARSER_FAILURES) as failure:
        raise Unreadable(
            "file_is_a_workbook", f"is a workbook that cannot be opened: {failure}.", "Save it again as .xlsx or .csv."
        ) from None
    lines = {name: [(n, [cell_text(cell) for cell in row]) for n, row in enumerate(rows, 1)] for name, rows in sheets}
    return [RawTable(name, lines[name], _unstored(file, name, lines[name])) for name in lines]


def _check_extent(file: File) -> None:
    """Refuse a workbook with a cell so far out that its sheet cannot be held in memory."""
    if extent := too_wide(file.path):
        raise Unreadable(
            "cells_are_near_one_another",
            f"has a sheet with a cell as far as row {extent.rows:,}, column {extent.columns:,}, which is too large.",
            "Delete the rows and columns behind the table, and save it again.",
        )


def _unstored(file: File, name: str, lines: list[tuple[int, list[str]]]) -> list[Problem]:
    """A problem where cells of a sheet hold formulas without a stored value, which look empty."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(file.path) as packed:
        if not any(b"<f" in packed.read(part) for part in packed.namelist() if part.startswith(_SHEET_PARTS)):
            return []
    book = load_workbook(file.path, read_only=True)
    cells = {(n, c): text for n, row in lines for c, text in enumerate(row, 1)}
    empty = [
        f"{cell.coordinate} ({cell.value})"
        for n, row in enumerate(book[name].iter_rows(), 1)
        for c, cell in enumerate(row, 1)
        if cell.data_type == "f" and not cells.get((n, c))
    ]
    book.close()
    if not empty:
        return []
    said = f"{len(empty)} cells of sheet '{name}' of {file.name} hold formulas without a value: {', '.join(empty[:5])}."
    remedy = "They were not read. Open the file in a spreadsheet program and save it, so that the values are stored."
    return [Problem(file.name, "formulas_have_values", said, remedy, row=name, value=", ".join(empty), table="claims")]


def _record_tables(file: File) -> Iterator[RawTable]:
    """The table of a JSON list of flat records: a row each, their keys as the heading."""
    records = listed_records(json.loads(decode(file.path.read_bytes()).text))
    if not records:
        return
    columns = list(dict.fromkeys(key for record in records for key in record))
    rows = [[cell_text(record.get(column)) for column in columns] for record in records]
    yield RawTable("", [*enumerate([columns, *rows], start=1)], [])


def lists_rows(file: File) -> bool:
    """True for a JSON file whose records are rows of a table: flat, with numbers, and none of them an article."""
    try:
        records = listed_records(json.loads(decode(file.path.read_bytes()).text))
    except (ValueError, RecursionError, Unreadable, OSError):
        return False
    flat = bool(records) and not any(text_key(record) for record in records)
    return flat and all(not isinstance(value, dict) for record in records for value in record.values())


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
