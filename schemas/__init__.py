"""The tables: their columns, units and checks are defined only here. This package imports nothing of `reconcile`.

`TABLES` maps a table's name to its model; the data dictionary in the workbook and in docs/ is generated from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pa

from schemas.changes import Changes, RollForward
from schemas.checks import Checks
from schemas.claims import Claims, span_holds_quote
from schemas.comparisons import Comparisons
from schemas.conflicts import Conflicts
from schemas.dates import Dates
from schemas.decisions import Decisions
from schemas.documents import Documents
from schemas.events import Events
from schemas.figures import Breakdowns, Figures, Totals
from schemas.implausible import Implausible
from schemas.perhaps_one import PerhapsOne
from schemas.refs import Refs
from schemas.refused import Refused
from schemas.sources import Sources
from schemas.tolls import Tolls
from schemas.unread import Unread

TABLES: dict[str, type[pa.DataFrameModel]] = {
    "documents": Documents,
    "claims": Claims,
    "unread": Unread,
    "dates": Dates,
    "events": Events,
    "sources": Sources,
    "comparisons": Comparisons,
    "checks": Checks,
    "conflicts": Conflicts,
    "figures": Figures,
    "totals": Totals,
    "breakdowns": Breakdowns,
    "tolls": Tolls,
    "perhaps_one": PerhapsOne,
    "implausible": Implausible,
    "changes": Changes,
    "roll_forward": RollForward,
    "decisions": Decisions,
    "refs": Refs,
    "refused": Refused,
}

__all__ = [
    "TABLES",
    "Breakdowns",
    "Changes",
    "Checks",
    "Claims",
    "Comparisons",
    "Conflicts",
    "Dates",
    "Decisions",
    "Documents",
    "Events",
    "Figures",
    "Implausible",
    "PerhapsOne",
    "Refs",
    "Refused",
    "RollForward",
    "Sources",
    "Tolls",
    "Totals",
    "Unread",
    "columns_of",
    "list_columns",
    "records",
    "span_holds_quote",
    "table",
]


def columns_of(name: str) -> list[str]:
    """The names of a table's columns, in their order.

    >>> columns_of("comparisons")[:3]
    ['comparison_id', 'event_id', 'measure']
    """
    return list(TABLES[name].to_schema().columns)


def list_columns(name: str) -> list[str]:
    """The names of a table's columns that contain tuples of texts.

    >>> list_columns("conflicts")
    ['claim_ids', 'sides']
    """
    return [c for c, column in TABLES[name].to_schema().columns.items() if (column.metadata or {}).get("list")]


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Make a frame with the table's columns and types from records; a missing key becomes a missing value.

    Args:
        name: the name of the table in `TABLES`.
        rows: the records, by column name.

    Returns:
        A frame with one row for each record, in their order.

    Raises:
        ValueError: a value does not fit its column's type. Rows from outside are checked by `reconcile.validate` first.
        TypeError: as above.

    >>> table("comparisons", []).dtypes["left"]
    <StringDtype(na_value=<NA>)>
    """
    kept = list(rows)
    columns = TABLES[name].to_schema().columns
    return pd.DataFrame({c: _array([row.get(c) for row in kept], schema) for c, schema in columns.items()})


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as plain records: a missing value is None, a whole number in an integer column is an int.

    >>> records(table("comparisons", [{"left": "a"}]))[0]["right"] is None
    True
    """
    columns = {c: cells(frame[c]) for c in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)] if columns else []


def cells(column: pd.Series[Any]) -> list[Any]:
    """The cells of a column as plain values; None for a missing value.

    >>> cells(pd.Series([3, None], dtype="Int64"))
    [3, None]
    """
    if isinstance(column.dtype, pd.StringDtype | pd.Int64Dtype | pd.Float64Dtype | pd.BooleanDtype):
        found: list[Any] = column.array.to_numpy(dtype=object, na_value=None).tolist()
        return found
    return [None if cell is pd.NA or (isinstance(cell, float) and cell != cell) else cell for cell in column.tolist()]


def _array(values: list[Any], schema: Any) -> Any:
    if (schema.metadata or {}).get("list"):
        return pd.Series([tuple(v) if v is not None else () for v in values], dtype=object).array
    dtype = schema.dtype.type
    return pd.array(values, dtype=pd.StringDtype() if isinstance(dtype, pd.StringDtype) else dtype)
