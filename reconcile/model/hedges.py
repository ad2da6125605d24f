"""Bare numbers that a text elsewhere hedges: what a headline cuts off is put back before figures are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

HEDGED = ("at_least", "more_than", "at_most", "less_than", "about")

Row = dict[str, Any]


def restore_hedges(rows: Sequence[Row]) -> list[Row]:
    """The rows, with the bound that the same story gives the same number where a row gives it bare.

    A headline says 'Blast kills 20' over a text that says 'at least 20'. Only rows of one story, event, measure and
    unit are held together; the claims table itself keeps what each place says. A single person mentioned ('a child was
    killed') in a story that also gives a toll is at least one, not the toll.
    """
    hedged: dict[tuple[Any, ...], Row] = {}
    told: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in sorted(rows, key=lambda r: (r["doc"], r["start"], r["claim_id"])):
        told[_what(row)] += not row["implicit"]
        if row["bound"] in HEDGED and row["best"] is not None:
            hedged.setdefault((*_what(row), row["best"]), row)
    return [_restored(row, hedged.get((*_what(row), row["best"])), told[_what(row)]) for row in rows]


def _restored(row: Row, hedge: Row | None, tolls: int) -> Row:
    if row["bound"] != "exact":
        return row
    if row["implicit"] and tolls:
        return {**row, "bound": "at_least", "high": None}
    return row if hedge is None else {**row, **{name: hedge[name] for name in ("low", "high", "bound")}}


def _what(row: Row) -> tuple[Any, ...]:
    return row["story"] or row["doc"], row["event_id"], row["measure"], row["unit"], row["scope"]
