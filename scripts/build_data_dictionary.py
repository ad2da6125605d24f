"""Write docs/data-dictionary.md: every column of every table, in the words of the schemas that check it.

Run it after a change to a schema: python scripts/build_data_dictionary.py
A test holds the file against the schemas.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reconcile.report.dictionary import type_words
from schemas import TABLES

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "docs" / "data-dictionary.md"

OPENING = """\
# Data dictionary

Every column of every table, with the checks that its rows have passed. A run writes each table to
`reports/<period>/tables/<table>.csv`; `reconcile export TABLE` writes it as JSON lines, CSV or Parquet. The same
quantity has the same column name in every table, file and sheet. A row that fails a check stands in `refused`, with the
column, the check and the value.

This page is generated from `schemas/` by `scripts/build_data_dictionary.py`; do not edit it by hand.
"""


def dictionary() -> str:
    """The whole page as Markdown."""
    contents = "".join(f"- [{name}](#{name}): {_sentence(TABLES[name].__doc__)}\n" for name in TABLES)
    return "\n".join([OPENING, contents, *(_table(name) for name in TABLES)])


def _table(name: str) -> str:
    model = TABLES[name]
    schema = model.to_schema()
    lines = [
        f"## {name}",
        "",
        _sentence(model.__doc__),
        "",
        "| Column | What it means | Type | May be empty |",
        "| --- | --- | --- | --- |",
        *(_column(key, column) for key, column in schema.columns.items()),
        "",
        *_checks(model),
    ]
    return "\n".join(lines)


def _column(key: str, column: Any) -> str:
    kind = type_words(column.dtype)
    meaning = " ".join(str(column.description).split()).replace("|", "\\|")
    unique = " (unique)" if column.unique else ""
    return f"| `{key}` | {meaning} | {kind}{unique} | {'yes' if column.nullable else 'no'} |"


def _checks(model: Any) -> Iterable[str]:
    """The facts that hold for whole rows, as their checks' docstrings state them."""
    found = [(name, getattr(model, name).__doc__) for name in sorted(_names_of_checks(model))]
    if found:
        yield "What every row has passed:"
        yield ""
        yield from (f"- `{name}`: {_sentence(about)}" for name, about in found)
        yield ""


def _names_of_checks(model: Any) -> Iterable[str]:
    return (check.name for check in model.to_schema().checks if check.name and hasattr(model, check.name))


def _sentence(about: str | None) -> str:
    return " ".join((about or "").split())


if __name__ == "__main__":
    TARGET.write_text(dictionary(), encoding="utf-8")
    print(f"Wrote {TARGET.relative_to(PROJECT)}.")
