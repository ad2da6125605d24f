"""All tables of one run, as records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from reconcile.model.crossing import from_frame
from reconcile.model.records import (
    Breakdown,
    Change,
    Check,
    Claim,
    Comparison,
    Conflict,
    DateMention,
    Document,
    Event,
    Figure,
    Implausible,
    Movement,
    PerhapsOne,
    Record,
    Ref,
    Refusal,
    Ruling,
    Source,
    Toll,
    Total,
    Unread,
)


@dataclass(frozen=True, kw_only=True)
class RunTables:
    """The records of each table, in the order of its rows; empty where the run did not make the table."""

    documents: Sequence[Document] = field(default_factory=list)
    claims: Sequence[Claim] = field(default_factory=list)
    unread: Sequence[Unread] = field(default_factory=list)
    dates: Sequence[DateMention] = field(default_factory=list)
    events: Sequence[Event] = field(default_factory=list)
    sources: Sequence[Source] = field(default_factory=list)
    comparisons: Sequence[Comparison] = field(default_factory=list)
    checks: Sequence[Check] = field(default_factory=list)
    conflicts: Sequence[Conflict] = field(default_factory=list)
    figures: Sequence[Figure] = field(default_factory=list)
    totals: Sequence[Total] = field(default_factory=list)
    breakdowns: Sequence[Breakdown] = field(default_factory=list)
    tolls: Sequence[Toll] = field(default_factory=list)
    perhaps_one: Sequence[PerhapsOne] = field(default_factory=list)
    implausible: Sequence[Implausible] = field(default_factory=list)
    changes: Sequence[Change] = field(default_factory=list)
    roll_forward: Sequence[Movement] = field(default_factory=list)
    decisions: Sequence[Ruling] = field(default_factory=list)
    refs: Sequence[Ref] = field(default_factory=list)
    refused: Sequence[Refusal] = field(default_factory=list)

    @classmethod
    def from_frames(cls, frames: Mapping[str, pd.DataFrame]) -> RunTables:
        """Read records from frames by table name; ValueError where a cell is not one of its column's codes."""
        tables: dict[str, Any] = {
            name: from_frame(kind, frames[name]) for name, kind in KINDS.items() if name in frames
        }
        return cls(**tables)

    def __getitem__(self, name: str) -> Sequence[Any]:
        """The records of the table with this name."""
        rows: Sequence[Any] = getattr(self, name)
        return rows


KINDS: dict[str, type[Record]] = {
    kind.table_name: kind
    for kind in (
        Document,
        Claim,
        Unread,
        DateMention,
        Event,
        Source,
        Comparison,
        Check,
        Conflict,
        Figure,
        Total,
        Breakdown,
        Toll,
        PerhapsOne,
        Implausible,
        Change,
        Movement,
        Ruling,
        Ref,
        Refusal,
    )
}
"""The record class of each table."""
