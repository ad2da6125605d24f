"""The data dictionary: every column of every table, in the words of the schemas that check it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reconcile.report.sheet import Column, Sheet, rows_of
from schemas import TABLES

TYPES = {
    "string": "text",
    "Int64": "whole number",
    "Float64": "number",
    "boolean": "yes or no",
    "object": "list of texts",
}
"""What a column's values are, by the name of its type in the schemas."""


DICTIONARY_COLUMNS = (
    Column("sheet", "Sheet", 14, "text", (), "The sheet of this workbook that shows it"),
    Column("heading", "Heading", 22, "text", (), "Its heading there"),
    Column("table", "Table", 14, "text", (), "The table in tables/ and in exports"),
    Column("column", "Column", 18, "text", (), "Its name there"),
    Column("meaning", "What it means", 76, "prose", (), "From the schemas that check every row"),
    Column("type", "Type", 14, "text", (), "What its values are"),
    Column("empty", "May be empty", 10, "text", (), "Whether a value may be missing"),
)


def dictionary_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """What each column means, by table, with its heading on the sheet that shows it."""
    shown = {sheet.table: sheet for sheet in sheets if sheet.table}
    found = [row for name in TABLES for row in _table_rows(name, shown.get(name))]
    found += [row for sheet in sheets for row in _own_rows(sheet)]
    return Sheet(
        "Data dictionary",
        "What every column of every table means. Generated from the schemas: the same quantity has the same "
        "column name in every table, file and sheet.",
        DICTIONARY_COLUMNS,
        rows_of(DICTIONARY_COLUMNS, found),
        group_key="table",
        theme="record",
    )


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One row: a table, a column of a table, or a column of a sheet that no table has."""

    sheet: str | None = None
    heading: str | None = None
    table: str | None = None
    column: str | None = None
    meaning: str
    type: str
    empty: str | None = None


def _table_rows(name: str, sheet: Sheet | None) -> Iterable[_Entry]:
    schema = TABLES[name].to_schema()
    headings = {column.key: column.heading for column in sheet.columns} if sheet else {}
    where = sheet.name if sheet else None
    yield _Entry(sheet=where, table=name, meaning=(TABLES[name].__doc__ or "").strip(), type="table")
    for key, column in schema.columns.items():
        yield _Entry(
            sheet=where if key in headings else None,
            heading=headings.get(key),
            table=name,
            column=key,
            meaning=column.description,
            type=type_words(column.dtype),
            empty="yes" if column.nullable else "no",
        )


def type_words(dtype: object) -> str:
    """What the values of a column are: text, a whole number ..."""
    return TYPES[str(dtype).partition("[")[0]]


def _own_rows(sheet: Sheet) -> Iterable[_Entry]:
    """Columns that a sheet adds to its table."""
    known = set(TABLES[sheet.table].to_schema().columns) if sheet.table else set()
    for column in sheet.columns:
        if column.note and column.key not in known:
            yield _Entry(sheet=sheet.name, heading=column.heading, meaning=column.note, type="on the sheet only")
