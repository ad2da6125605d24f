"""Conversion between records and tables: the only module that turns rows of a frame into records and back."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_type_hints

import pandas as pd

from reconcile.model.records import Ground, Record
from schemas import cells, table

Row = TypeVar("Row", bound=Record)


def to_frame(kind: type[Row], rows: Iterable[Row]) -> pd.DataFrame:
    """The records as the typed frame of their table, in the order given."""
    return table(kind.table_name, map(as_row, rows))


def as_row(record: Record) -> dict[str, Any]:
    """The record as a row of its table, by column."""
    row = {name: getattr(record, name) for name in _field_names(cast(Hashable, type(record)))}
    return {**row, "grounds": tuple(map(str, row["grounds"]))} if "grounds" in row else row


def from_frame(kind: type[Row], frame: pd.DataFrame) -> list[Row]:
    """The rows of a table's frame as records, in their order.

    A missing column or an empty cell takes the field's default, because tables written by an earlier version have fewer
    columns.

    Raises:
        ValueError: a cell has a value that is not one of its column's codes.
        TypeError: a cell is empty that must have a value.
    """
    readers = _readers(cast(Hashable, kind))
    columns: dict[str, list[Any]] = {}
    for name, read in readers.items():
        if name in frame.columns:
            found = cells(frame[name])
            columns[name] = [None if cell is None else read(cell) for cell in found] if read else found
    defaults = [name for name in columns if name in _defaults(cast(Hashable, kind))]
    made = []
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        for name in defaults:
            if row[name] is None:
                del row[name]
        made.append(kind(**row))
    return made


def from_rows(kind: type[Row], rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows by column, as JSON stores them, as records in their order.

    A missing column or value takes the field's default; a column that is not a field is ignored.

    Raises:
        ValueError: a value is not one of its column's codes.
        TypeError: a value is missing that must be present.
    """
    readers = _readers(cast(Hashable, kind))
    return [
        kind(**{n: read(cell) if read else cell for n, read in readers.items() if (cell := row.get(n)) is not None})
        for row in rows
    ]


@cache
def _field_names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _defaults(kind: type[Any]) -> frozenset[str]:
    """The fields whose default is a value other than None."""
    return frozenset(field.name for field in fields(kind) if field.default is not None and _has_default(field.default))


def _has_default(value: object) -> bool:
    return isinstance(value, Enum | tuple | str | bool | int | float)


@cache
def _readers(kind: type[Any]) -> dict[str, Callable[[Any], Any] | None]:
    """For each field the function that reads its cell; None where the cell is already the value."""
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    if isinstance(hint, UnionType):
        hint = next(arm for arm in get_args(hint) if arm is not type(None))
    if hint == tuple[Ground, ...]:
        return lambda cells: tuple(map(Ground.read, cells))
    if hint == tuple[str, ...]:
        return tuple
    if hint is float:
        return float
    if isinstance(hint, type) and issubclass(hint, Enum):
        codes = {member.value: member for member in hint}
        return lambda cell: codes[cell] if cell in codes else hint(cell)
    return None
