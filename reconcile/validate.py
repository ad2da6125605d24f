"""Check tables against their schemas; rows that fail are refused with the reason, the others are kept.

One pass is not enough, because a cell that cannot be read as its type may hide other errors. So cells are read column
by column, failures are collected, and the rows without a failure are checked again until no failure is found.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pandera.pandas as pa

from reconcile.errors import BadInput
from reconcile.model.crossing import from_frame, to_frame
from reconcile.model.ids import short_id
from reconcile.model.records import Claim, Record, Refusal
from reconcile.model.row_order import in_order
from schemas import TABLES, span_holds_quote, table
from schemas.columns import ISO_DATE

Model = type[pa.DataFrameModel]
Row = TypeVar("Row", bound=Record)

LONGEST_VALUE = 200
FIRST_OF_A_SHEET = 2
"""Row 1 of a sheet is its heading."""


@dataclass(frozen=True)
class Failure:
    """One error in one row; `position` counts from 0 in the frame as given."""

    position: int
    column: str | None
    check: str
    value: str | None
    reason: str
    remedy: str | None = None


def quarantine(
    name: str, frame: pd.DataFrame, file: str | None = None, model: Model | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split a table into valid and refused rows. Every row of `frame` is either accepted or refused, never both.

    Args:
        name: the name of the table in `schemas.TABLES`.
        frame: the rows.
        file: the file that they were read from, for the refusals.
        model: the schema; if None, that of the table.

    Returns:
        The rows that pass the schema, with the schema's types, and a `refused` table with what is wrong with the
        others. The `row` of a refusal is the row's id, or its number where the id is missing or not unique.

    Raises:
        BadInput: the table as a whole cannot be used.
    """
    model = model or TABLES[name]
    schema = model.to_schema()
    _check_columns(name, frame, list(schema.columns), file)
    labels = _labels(frame, schema, file)
    plain = frame.reset_index(drop=True)
    typed, failures = _typed(plain[list(schema.columns)], schema)
    left = typed
    while len(left):
        found, stuck = _ask(model, left)
        failures += [f for f in found if not _follows_from(f, failures)]
        clean = typed.drop(index=list({f.position for f in failures}))
        if not found and len(clean) == len(left):
            if stuck:
                raise BadInput(f"The table {name} cannot be used as a whole: {stuck}.")
            break
        left = clean
    return left.reset_index(drop=True), _refused(name, failures, labels, file)


def check_records(name: str, rows: Sequence[Row]) -> tuple[list[Row], list[Refusal]]:
    """The records that pass the schema of their table, in the order given, and the refusals of the others.

    Raises:
        BadInput: the table as a whole cannot be used.
    """
    if not rows:
        return [], []
    kind = type(rows[0])
    accepted, refused = quarantine(name, to_frame(kind, rows))
    kept = from_frame(kind, accepted) if len(refused) else rows
    return in_order(name, kept), from_frame(Refusal, refused)


def check_spans(claims: Sequence[Claim], texts: Mapping[str, str]) -> tuple[list[Claim], list[Refusal]]:
    """The claims whose text contains their quote at their span, and the refusals of the others."""
    wrong = [claim for claim in claims if texts.get(claim.doc, "")[claim.start : claim.end] != claim.quote]
    if not wrong:
        return list(claims), []
    ids = {claim.claim_id for claim in wrong}
    _, refused = quarantine_spans(to_frame(Claim, wrong), dict(texts))
    return [claim for claim in claims if claim.claim_id not in ids], from_frame(Refusal, refused)


def quarantine_spans(claims: pd.DataFrame, texts: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The claims whose text contains their quote at their span, and a `refused` table of the others."""
    holds = span_holds_quote(claims, texts).to_numpy()
    wrong = claims[~holds]
    failures = [
        Failure(
            position,
            "quote",
            "span_holds_quote",
            _shown(row["quote"]),
            f"The text of {row['doc']} does not hold this quote at {row['start']} to {row['end']}.",
            "This is a mistake of the reader: please report it with the article.",
        )
        for position, row in enumerate(wrong.to_dict("records"))
    ]
    labels = [str(c) for c in wrong["claim_id"]]
    return claims[holds].reset_index(drop=True), _refused("claims", failures, labels, None)


def _check_columns(name: str, frame: pd.DataFrame, columns: list[str], file: str | None) -> None:
    where = f"{file}: the" if file else "The"
    lacking = [c for c in columns if c not in frame.columns]
    extra = [str(c) for c in frame.columns if c not in columns]
    twice = [str(c) for c in frame.columns[frame.columns.duplicated()]]
    for wrong, verb in (
        (lacking, "lacks the column"),
        (extra, "has an unknown column"),
        (twice, "has twice the column"),
    ):
        if wrong:
            raise BadInput(f"{where} table {name} {verb} {', '.join(wrong)}.", f"Its columns: {', '.join(columns)}.")


def _labels(frame: pd.DataFrame, schema: Any, file: str | None) -> list[str]:
    """The label of each row: its id where it is unique, else its row number (counted as in a sheet, for a file)."""
    numbers = frame.index if frame.index.name == "row" else range(FIRST_OF_A_SHEET if file else 1, 2**62)
    keys = [c for c, column in schema.columns.items() if column.unique]
    ids = frame[keys[0]] if keys else pd.Series([None] * len(frame))
    own = (ids.notna() & (ids != "") & ~ids.duplicated(keep=False)).tolist()
    return [
        str(key) if has and not file else f"row {number}" for key, has, number in zip(ids, own, numbers, strict=False)
    ]


# Reading cells as their column's type


def _typed(frame: pd.DataFrame, schema: Any) -> tuple[pd.DataFrame, list[Failure]]:
    columns: dict[str, Any] = {}
    failures: list[Failure] = []
    for column, expected in schema.columns.items():
        columns[column], wrong = _read_column(frame[column], column, expected)
        failures += wrong
    return pd.DataFrame(columns, index=frame.index), failures


def _read_column(cells: pd.Series[Any], column: str, expected: Any) -> tuple[Any, list[Failure]]:
    is_list = bool((expected.metadata or {}).get("list"))
    dtype = expected.dtype.type
    if not is_list and _has_type(cells, dtype):
        return cells.array, []
    check, what, read = LIST if is_list else READERS[_kind(dtype)]
    values: list[Any] = []
    failures: list[Failure] = []
    for position, cell in enumerate(cells.astype(object)):
        try:
            values.append(() if is_list and _is_missing(cell) else None if _is_missing(cell) else read(cell))
        except (ValueError, TypeError, OverflowError):
            values.append(() if is_list else None)
            failures.append(Failure(position, column, check, _shown(cell), f"{column} should be {what}."))
    if is_list:
        return pd.Series(values, dtype=object).array, failures
    return pd.array(values, dtype=pd.StringDtype() if isinstance(dtype, pd.StringDtype) else dtype), failures


def _has_type(cells: pd.Series[Any], dtype: Any) -> bool:
    """True where the column has its type already and no number in it is infinite, so that no cell need be read."""
    if isinstance(dtype, pd.StringDtype):
        return isinstance(cells.dtype, pd.StringDtype) and cells.dtype.na_value is pd.NA
    return str(cells.dtype) == _kind(dtype) and not (_kind(dtype) == "Float64" and _has_infinite(cells))


def _has_infinite(cells: pd.Series[Any]) -> bool:
    return not bool(np.isfinite(cells.to_numpy(dtype=float, na_value=0.0)).all())


def _kind(dtype: Any) -> str:
    return "text" if isinstance(dtype, pd.StringDtype) else str(dtype() if isinstance(dtype, type) else dtype)


def _is_missing(cell: Any) -> bool:
    return cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)) or cell == ""


def _read_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if not isinstance(cell, str | int | float):
        raise TypeError(cell)
    str(cell).encode("utf-8")  # half a surrogate pair is not valid text: no file could contain it
    return str(cell)


def _read_number(cell: Any) -> float:
    value = float(cell)
    if isinstance(cell, bool) or not math.isfinite(value):
        raise ValueError(cell)
    return value


def _read_whole(cell: Any) -> int:
    value = int(cell) if isinstance(cell, str) and cell.strip().lstrip("+-").isdecimal() else _read_number(cell)
    if value != int(value) or not -(2**63) <= value < 2**63:
        raise ValueError(cell)
    return int(value)


def _read_truth(cell: Any) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if isinstance(cell, bool):
        return cell
    if str(cell).strip().casefold() not in words:
        raise ValueError(cell)
    return words[str(cell).strip().casefold()]


def _read_list(cell: Any) -> tuple[str, ...]:
    if isinstance(cell, str):
        entries = json.loads(cell) if cell.lstrip().startswith("[") else [part.strip() for part in cell.split("|")]
    else:
        entries = list(cell) if isinstance(cell, list | tuple) else None
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise TypeError(cell)
    return tuple(_read_text(entry) for entry in entries if entry)


READERS: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "text": ("is_text", "text", _read_text),
    "Float64": ("is_a_number", "a finite number", _read_number),
    "Int64": ("is_a_whole_number", "a whole number", _read_whole),
    "boolean": ("is_true_or_false", "true or false", _read_truth),
}
LIST = ("is_a_list", "a list of texts (parted by '|', or a JSON array)", _read_list)


# Asking the schema


def _ask(model: Model, frame: pd.DataFrame) -> tuple[list[Failure], str | None]:
    """The failures that the schema finds in typed rows, and the check that could not be made, if any.

    A check over several columns may raise on a cell that is wrongly missing; it is made again once that row is removed.
    """
    try:
        _questions(model).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        lost = cases["index"].isna()
        found = list(_failures(model, frame, cases[~lost]))
        return found, str(cases[lost].iloc[0]["check"]) if lost.any() else None
    return [], None


@cache
def _questions(model: Model) -> pa.DataFrameSchema:
    """The schema for typed rows: the columns that have a check, without types, and the checks of whole rows."""
    schema = model.to_schema()
    columns = {
        name: pa.Column(checks=column.checks, nullable=column.nullable, unique=column.unique)
        for name, column in schema.columns.items()
        if column.checks or column.unique or not column.nullable
    }
    return pa.DataFrameSchema(columns, checks=schema.checks)


def _failures(model: Model, frame: pd.DataFrame, cases: pd.DataFrame) -> Iterator[Failure]:
    """Pandera's failure cases as failures. Duplicates come last: a row that fails otherwise is not a duplicate."""
    repeats = cases["check"] == "field_uniqueness"
    if repeats.all():
        yield from _repeats(frame, sorted(set(cases["column"])))
        return
    whole = cases["schema_context"] == "DataFrameSchema"
    yield from (_cell_failure(case) for case in cases[~repeats & ~whole].to_dict("records"))
    for check, rows in cases[whole].groupby("check", sort=True)["index"]:
        yield from _row_failures(model, str(check), frame.loc[sorted(set(rows))])


def _cell_failure(case: Mapping[Any, Any]) -> Failure:
    value, column = _shown(case["failure_case"]), case["column"]
    check, reason, remedy = _in_plain_words(str(case["check"]), column, value)
    return Failure(int(case["index"]), column, check, value, reason, remedy)


def _in_plain_words(check: str, column: str, value: str | None) -> tuple[str, str, str | None]:
    """A pandera check as the name of a fact, with what is wrong and what to do.

    >>> _in_plain_words("greater_than_or_equal_to(0)", "low", "-3")
    ('is_at_least_0', "low is '-3', which is below 0.", None)
    """
    name, _, argument = check.removesuffix(")").partition("(")
    match name:
        case "not_nullable":
            return "is_stated", f"{column} is empty.", "Fill it in."
        case "isin":
            words = ", ".join(re.findall(r"'([^']*)'", argument))
            return "is_a_known_word", f"{column} is '{value}', which is not one of its words.", f"Words: {words}."
        case "str_matches" if ISO_DATE.pattern in check or "\\d{4}" in check:
            return "is_an_iso_day", f"{column} is '{value}', which is not a day.", "Write days as YYYY-MM-DD."
        case "greater_than_or_equal_to":
            return f"is_at_least_{argument}", f"{column} is '{value}', which is below {argument}.", None
        case "less_than_or_equal_to":
            return f"is_at_most_{argument}", f"{column} is '{value}', which is above {argument}.", None
    return name, f"{column} is '{value}', which does not hold to '{check}'.", None


def _repeats(frame: pd.DataFrame, columns: list[str]) -> Iterator[Failure]:
    for column in columns:
        again = frame[frame[column].duplicated(keep="first")]
        for position, value in zip(again.index, again[column], strict=True):
            reason = f"duplicate {column} '{value}': an earlier row has it already, and that one is kept."
            yield Failure(int(position), column, "is_unique", _shown(value), reason, "Give it an id of its own.")


class _Watched:
    """Rows that record which of their columns a check has read."""

    def __init__(self, rows: pd.DataFrame):
        self.rows = rows
        self.seen: list[str] = []

    def __getitem__(self, column: str) -> pd.Series[Any]:
        self.seen += [] if column in self.seen else [column]
        return self.rows[column]


def _row_failures(model: Model, check: str, rows: pd.DataFrame) -> Iterator[Failure]:
    """Failures of a check that reads several columns of a row; its docstring states the fact in plain words."""
    watched = _Watched(rows)
    fact = getattr(model, check)
    fact(watched)
    for position, row in zip(rows.index, rows[watched.seen].to_dict("records"), strict=True):
        value = ", ".join(f"{c}={_shown(v)}" for c, v in row.items())
        reason = f"This does not hold: {(fact.__doc__ or check).strip().splitlines()[0]}"
        yield Failure(int(position), ", ".join(watched.seen), check, _shown(value), reason)


def _follows_from(failure: Failure, earlier: list[Failure]) -> bool:
    """True where a cell was emptied because it could not be read, and the check fails only because of that."""
    columns = (failure.column or "").split(", ")
    return any(f.position == failure.position and f.column in columns for f in earlier)


def _shown(value: Any) -> str | None:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")[:LONGEST_VALUE]


def _refused(name: str, failures: list[Failure], labels: list[str], file: str | None) -> pd.DataFrame:
    rows = [
        {
            "refused_id": short_id("x", name, file, labels[f.position], f.column, f.check, f.value),
            "table": name,
            "file": file,
            "row": labels[f.position],
            "column": f.column,
            "check": f.check,
            "value": f.value,
            "reason": f.reason,
            "remedy": f.remedy,
        }
        for f in sorted(failures, key=lambda f: (f.position, f.column or "", f.check))
    ]
    return table("refused", rows)
