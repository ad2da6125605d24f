r"""Tables as files: CSV, JSON lines and Parquet, each written completely or not at all.

The same table gives the same bytes on every machine: rows in a fixed order, UTF-8, `\n`, whole numbers without a
decimal part, lists as JSON arrays. In CSV an empty cell is a missing value; in JSON lines it is null.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import pandas as pd

from reconcile.errors import BadInput
from reconcile.model.crossing import as_row
from reconcile.model.records import Record
from reconcile.model.run_tables import RunTables
from schemas import TABLES, columns_of, list_columns

FORMATS = ("jsonl", "csv", "parquet")

EXACT = 2**53
"""Below this number a float represents every whole number exactly."""

_NEEDS_QUOTES = re.compile(r'[,"\r\n]')

NOTES = "notes"
"""The column that people may add to any of the desk's own CSV files; it is not read."""


def encode(name: str, rows: Iterable[Record], form: str) -> bytes:
    """A table as the bytes of a file in one of FORMATS."""
    writers = {"jsonl": to_jsonl, "csv": to_csv, "parquet": to_parquet}
    return writers[form](name, rows)


def plain_row(record: Record) -> dict[str, Any]:
    """A record as a JSON object: lists are arrays, missing values null, whole numbers integers."""
    return {key: _plain(value) for key, value in as_row(record).items()}


def to_jsonl(name: str, rows: Iterable[Record]) -> bytes:
    """One record a line, its columns in the order of the table's schema."""
    columns = columns_of(name)
    plain = ({column: row[column] for column in columns} for row in map(plain_row, rows))
    return "".join(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in plain).encode("utf-8")


def to_csv(name: str, rows: Iterable[Record]) -> bytes:
    """A heading line and one line for each row; lists are JSON arrays, missing values empty, booleans true or false."""
    columns = columns_of(name)
    lines = [columns, *([row[column] for column in columns] for row in map(as_row, rows))]
    return "".join(",".join(map(_cell, line)) + "\n" for line in lines).encode("utf-8")


def to_parquet(name: str, rows: Iterable[Record]) -> bytes:
    """The table as Parquet with its own types; lists are lists of texts, also in an empty table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    lists, schema = set(list_columns(name)), TABLES[name].to_schema().columns
    kinds = {"Int64": pa.int64(), "Float64": pa.float64(), "boolean": pa.bool_()}
    whole = [as_row(record) for record in rows]
    columns = {
        column: pa.array(
            [list(row[column]) if column in lists else _code(row[column]) for row in whole],
            type=pa.list_(pa.string()) if column in lists else kinds.get(str(about.dtype), pa.string()),
        )
        for column, about in schema.items()
    }
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def read_csv(path: Path, columns: list[str]) -> pd.DataFrame:
    """Read a CSV file that people edit, as trimmed texts with None for empty cells; the index is the row in the sheet.

    The separator is a comma or a semicolon, whichever the heading uses (Excel's depends on the country).

    Raises:
        BadInput: the file is not UTF-8, lacks one of the columns, or has an unknown column other than `notes`.
    """
    lines = _sheet(path)
    heading = [cell.strip() for cell in lines[0]] if lines else []
    _check_heading(path, heading, columns)
    rows = {n: row for n, row in enumerate(lines[1:], start=2) if any(cell.strip() for cell in row)}
    long = next((n for n, row in rows.items() if len(row) > len(heading)), None)
    if long is not None:
        raise BadInput(
            f"{path}, row {long} has more cells than the heading has columns.",
            "Put a text that holds the separator into double quotes.",
        )
    cells = [dict(zip(heading, (cell.strip() or None for cell in row), strict=False)) for row in rows.values()]
    return pd.DataFrame(cells, columns=columns, index=pd.Index(list(rows), name="row"), dtype=object).map(_none)


def csv_files(tables: RunTables) -> dict[str, bytes]:
    """Every table of a run as the bytes of a CSV file, by the table's name."""
    return {name: to_csv(name, tables[name]) for name in TABLES}


def write_tables(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the CSV files of tables into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        replace_file(folder / f"{name}.csv", data)


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file atomically: a reader, or a power cut, finds the old file or the new one.

    A link is kept and its target replaced. Something other than an ordinary file (a device, a pipe) is written to.
    """
    path = Path(os.path.realpath(path)) if path.is_symlink() else path
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def _plain(value: Any) -> Any:
    """A cell as a JSON value; a float that is a whole number is written as an integer where it is exact."""
    if isinstance(value, float):
        return int(value) if abs(value) < EXACT and value.is_integer() else value
    return list(value) if isinstance(value, tuple) else value


def _cell(value: Any) -> str:
    """A cell as CSV text. Python's own writer leaves a lone carriage return unquoted, which would break the row."""
    plain = _plain(value)
    if plain is None:
        return ""
    words = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
    return '"' + words.replace('"', '""') + '"' if _NEEDS_QUOTES.search(words) else words


def _code(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _none(cell: Any) -> Any:
    return cell if isinstance(cell, str) else None


def _sheet(path: Path) -> list[list[str]]:
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8.", "In Excel, save it as 'CSV UTF-8'.") from None
    heading = content.split("\n", 1)[0]
    delimiter = ";" if ";" in heading and "," not in heading else ","
    try:
        return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
    except csv.Error as failure:
        raise BadInput(f"{path} is not a separated-values file ({failure}).", "Save it again as CSV UTF-8.") from None


def _check_heading(path: Path, heading: list[str], columns: list[str]) -> None:
    twice = next((c for c in heading if heading.count(c) > 1), None)
    if twice is not None:
        raise BadInput(f"{path} has the column '{twice}' twice.", "Remove one, or give it another name.")
    lacking = [c for c in columns if c not in heading]
    unknown = [c for c in heading if c not in columns and c != NOTES]
    if lacking:
        raise BadInput(f"{path} lacks the column {lacking[0]}.", f"Its heading should be: {','.join(columns)}")
    if unknown:
        raise BadInput(
            f"{path} has a column '{unknown[0]}' that nothing reads.", f"Columns: {', '.join(columns)} (and {NOTES})."
        )
