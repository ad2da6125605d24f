"""Finds the event tables in a file: the sheets that fit a mapping, each under its heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.ingest.datasets.dataset_rows import File, Problem, Unreadable
from reconcile.ingest.datasets.mapping import Mapping
from reconcile.ingest.datasets.matching import choose_mapping, find_candidates, nearness
from reconcile.ingest.datasets.unheaded import check_width, read_unheaded
from reconcile.ingest.formats.sheets import RawTable, Sheet, headings, read_raw, under_heading

_NEAR = 0.75
"""Share of a mapping's required columns from which a table is near it."""
_LONG = 2_000
"""Rows from which a table is a dataset, and not a table that somebody laid out to be read."""


def is_event_table(file: File, mappings: Sequence[Mapping]) -> bool:
    """True for a file with a sheet that fits a mapping, or is long; False for tables that are read as documents."""
    candidates = find_candidates(file.path, mappings)
    if candidates is not mappings or read_unheaded(file, candidates):
        return True
    tables = read_raw(file)
    if any(len(table.lines) > _LONG or _fitting(file, table, candidates) for table in tables):
        return True
    try:
        check_width(file, candidates)
    except Unreadable:
        return True
    return False


def near_mapping(file: File, mappings: Sequence[Mapping]) -> Iterator[Problem]:
    """A note on a table that is read by its labels, although it nearly fits a mapping: what it lacks."""
    candidates = find_candidates(file.path, mappings)
    tables = read_raw(file)
    if any(nearness(columns, candidates) >= _NEAR for table in tables for columns in _headed(file, table)):
        failure = _unfitting(file, tables, candidates)
        said = f"{file.name} {failure.message}"
        remedy = f"It was read by the labels of its columns. {failure.remedy}"
        yield Problem(file.name, failure.check, said, remedy, table="claims")


def read_event_tables(file: File, mappings: Sequence[Mapping]) -> Iterator[tuple[Sheet, Mapping] | Problem]:
    """The event tables of a file with their mappings; a problem for each other sheet that holds numbers.

    Raises:
        Unreadable: no sheet fits a mapping; the message names the nearest, and the sheets and rows that were looked at.
    """
    candidates = find_candidates(file.path, mappings)
    unheaded = read_unheaded(file, candidates)
    if unheaded:
        yield unheaded
        return
    tables = read_raw(file)
    fitting = [(table, _fitting(file, table, candidates)) for table in tables]
    if not any(found for _, found in fitting):
        check_width(file, candidates)
        raise _unfitting(file, tables, candidates)
    for table, found in fitting:
        if found:
            yield found
        elif _holds_numbers(table):
            yield _passed_over(file, table)


def _fitting(file: File, table: RawTable, candidates: Sequence[Mapping]) -> tuple[Sheet, Mapping] | None:
    """The table under the first heading that fits a mapping."""
    for at, rows in headings(table):
        try:
            sheet = under_heading(file, table, at, rows)
            return sheet, choose_mapping(file.path, sheet.columns, candidates)
        except Unreadable:
            continue
    return None


def _headed(file: File, table: RawTable) -> Iterator[list[str]]:
    for at, rows in headings(table):
        try:
            yield under_heading(file, table, at, rows).columns
        except Unreadable:
            continue


def _unfitting(file: File, tables: Sequence[RawTable], candidates: Sequence[Mapping]) -> Unreadable:
    """The failure of the likeliest heading: what its columns lack, in which sheet and row."""
    failures = []
    for table in tables:
        for at, rows in headings(table):
            try:
                columns = under_heading(file, table, at, rows).columns
                choose_mapping(file.path, columns, candidates)
            except Unreadable as failure:
                where = f" (sheet '{table.name}', heading in row {table.lines[at][0]})" if table.name else ""
                near = nearness(columns, candidates) if failure.check == "columns_fit_a_mapping" else 0.0
                failures.append((near, -at, Unreadable(failure.check, failure.message + where, failure.remedy)))
    if not failures:
        return Unreadable("text_is_not_empty", "holds no table.", "Delete it, or export it again with its heading.")
    return max(failures, key=lambda found: found[:2])[2]


def _holds_numbers(table: RawTable) -> bool:
    return any(cell.isdecimal() for _, cells in table.lines for cell in cells)


def _passed_over(file: File, table: RawTable) -> Problem:
    said = f"Sheet '{table.name}' of {file.name} fits no mapping and was not read; other sheets of the file were."
    remedy = "Name its columns as those of the other sheets, or save it as a file of its own."
    return Problem(file.name, "sheet_fits_a_mapping", said, remedy, row=table.name, value=table.name, table="claims")
