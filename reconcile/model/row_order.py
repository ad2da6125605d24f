"""The fixed order of each table's rows: files are the same whatever order the articles were read in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from reconcile.model.records import Record
from schemas import columns_of
from schemas.codes import Measure

Row = TypeVar("Row", bound=Record)

ORDER = {
    "documents": ["doc"],
    "claims": ["doc", "start", "end", "measure", "claim_id"],
    "unread": ["doc", "start", "end", "unread_id"],
    "dates": ["doc", "start", "end", "date_id"],
    "comparisons": ["event_id", "measure", "left", "right", "comparison_id"],
    "conflicts": ["rank", "conflict_id"],
    "figures": ["event_id", "measure", "group", "scope", "figure_id"],
    "totals": ["measure", "unit", "scope", "month", "rule"],
    "tolls": ["event_id", "measure", "group", "scope", "as_of", "toll_id"],
    "perhaps_one": ["likelihood", "pair_id"],
    "implausible": ["measure", "kind", "warning_id"],
    "changes": ["month", "event_id", "measure", "group", "scope", "figure_id"],
    "roll_forward": ["measure", "unit", "scope", "month"],
    "decisions": ["sequence", "decision_id"],
    "refs": ["of", "ref"],
    "refused": ["table", "file", "row", "column", "refused_id"],
}
"""The columns that order a table's rows; the others are ordered by their id."""

_RANKS = {measure: rank for rank, measure in enumerate(Measure)}


def in_order(name: str, rows: Iterable[Row]) -> list[Row]:
    """The records in the order of their table; missing values come first."""
    by = ORDER.get(name, columns_of(name)[:1])

    def key(row: Row) -> list[tuple[bool, Any]]:
        cells = (getattr(row, column) for column in by)
        return [(cell is not None, _RANKS[cell] if isinstance(cell, Measure) else cell) for cell in cells]

    return sorted(rows, key=key)
