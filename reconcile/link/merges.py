"""Events that the desk merged or split: their claims and dates move to the event where the desk wants them.

Rulings are applied in the order of the log, to what the linker found: nothing is lost, and a ruling that is undone or
withdrawn leaves the events as the linker has them. Ids stay what they are from run to run and month to month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from reconcile.model.crossing import from_frame
from reconcile.model.ids import short_id
from reconcile.model.records import Ruling
from reconcile.model.ruling import Merger, named_ids, standing_mergers, standing_rulings
from schemas import records, table
from schemas.codes import DecisionWord

Row = dict[str, Any]

RANK = {"desk": 0, "dataset": 1, "discovered": 2}
"""Which of two merged events keeps its id and facts: the better known one."""

MERGED, SPLIT = "merged by", "split from"
"""How a claim's link_reason begins where the desk moved it."""

COPIED = ("story", "sentence", "quote", "measure")
"""Claims alike in these are copies of one another, and move together."""

PLACING = ("place", "place_id", "latitude", "longitude", "country")
DATED = ("start", "end", "precision")


@dataclass
class Grouping:
    """Claims, dates and events on the way; `gone` leads from an event that was merged away to the one that holds it."""

    claims: list[Row]
    dates: list[Row]
    events: dict[str, Row]
    earlier: Mapping[str, Row]
    gone: dict[str, str] = field(default_factory=dict)

    def resolve(self, event_id: str) -> str:
        """The event that holds what this one held."""
        while event_id in self.gone:
            event_id = self.gone[event_id]
        return event_id


def regroup_events(
    claims: pd.DataFrame,
    dates: pd.DataFrame,
    events: pd.DataFrame,
    decisions: pd.DataFrame,
    earlier: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The claims, dates and events with the desk's mergers and splits applied; `earlier` are events of months before.

    Of two events that are merged, one of the desk's own survives, else a dataset's, else the one ruled on; it keeps its
    facts, takes from the other what it lacks, and bears the other's name as an alias. A split that names claims makes
    them, and their copies, an event of their own. Tables to which no ruling applies come back as they are.
    """
    log = from_frame(Ruling, decisions)
    mergers = standing_mergers(log)
    splits = [ruling for ruling in standing_rulings(log) if ruling.decision == DecisionWord.SPLIT_EVENTS]
    if not mergers and not splits:
        return claims, dates, events
    before = {row["event_id"]: row for row in records(earlier)} if earlier is not None else {}
    found = Grouping(records(claims), records(dates), {r["event_id"]: r for r in records(events)}, before)
    steps: list[Merger | Ruling] = [*mergers, *splits]
    for step in sorted(steps, key=_sequence):
        if isinstance(step, Merger):
            _merge(found, step)
        else:
            _split(found, step)
    return table("claims", found.claims), table("dates", found.dates), table("events", found.events.values())


def _sequence(step: Merger | Ruling) -> int:
    return int(step.ruling.sequence if isinstance(step, Merger) else step.sequence)


def _merge(found: Grouping, merger: Merger) -> None:
    """One event takes over what the other holds; one of the two may be known from earlier months only."""
    ids = [found.resolve(merger.about), found.resolve(merger.other)]
    rows = [found.events.get(id) or found.earlier.get(id) for id in ids]
    if ids[0] == ids[1] or None in rows or not any(id in found.events for id in ids):
        return
    kept, gone = sorted((row for row in rows if row), key=lambda row: RANK[row["origin"]])
    found.gone[gone["event_id"]] = kept["event_id"]
    found.events.pop(gone["event_id"], None)
    found.events[kept["event_id"]] = _joined(kept, gone)
    _lead_children(found, kept, gone)
    said = f"{MERGED} {merger.ruling.analyst}: {_reason(merger.ruling)}"
    found.claims = [_moved(row, kept["event_id"], gone, said) for row in found.claims]
    moved = {gone["event_id"]: kept["event_id"]}
    found.dates = [{**row, "event_id": moved.get(row["event_id"], row["event_id"])} for row in found.dates]


def _joined(kept: Row, gone: Row) -> Row:
    """The surviving event: its own facts, the other's where it has none, and the other's names beside its own."""
    names = dict.fromkeys(name for name in (*kept["aliases"], gone["name"], *gone["aliases"]) if name != kept["name"])
    lacking = [group for group in (PLACING, DATED, ("kind",)) if kept[group[0]] is None]
    filled = {column: gone[column] for group in lacking for column in group}
    above = (row["parent"] for row in (kept, gone) if row["parent"] not in (None, kept["event_id"], gone["event_id"]))
    return {**kept, **filled, "aliases": tuple(names), "parent": next(above, None)}


def _lead_children(found: Grouping, kept: Row, gone: Row) -> None:
    for id, row in found.events.items():
        if row["parent"] == gone["event_id"]:
            found.events[id] = {**row, "parent": kept["event_id"] if id != kept["event_id"] else None}


def _moved(row: Row, kept: str, gone: Row, said: str) -> Row:
    """A claim of the event that is gone, at its new one; one that could be either is sure of the two that are one."""
    if row["event_id"] == gone["event_id"]:
        return {**row, "event_id": kept, "link_reason": f"{said}; before, in '{gone['name']}': {row['link_reason']}"}
    if gone["event_id"] not in row["candidates"]:
        return row
    left = tuple(dict.fromkeys(kept if id == gone["event_id"] else id for id in row["candidates"]))
    if row["event_id"] is None and len(left) == 1:
        return {**row, "event_id": kept, "link": "linked", "candidates": (), "link_reason": said}
    return {**row, "candidates": left}


def _split(found: Grouping, ruling: Ruling) -> None:
    """The named claims of an event, with their copies, become an event of their own."""
    source = found.events.get(found.resolve(ruling.about))
    if source is None:
        return
    held = [row for row in found.claims if row["event_id"] == source["event_id"]]
    named = set(named_ids(ruling.value))
    copied = {_copy_key(row) for row in held if row["claim_id"] in named}
    apart = [row for row in held if _copy_key(row) in copied]
    if not apart or len(apart) == len(held):
        return
    event = _event_apart(source, apart, ruling)
    found.events[event["event_id"]] = event
    ids = {row["claim_id"] for row in apart}
    said = f"{SPLIT} '{source['name']}' by {ruling.analyst}: {_reason(ruling)}"
    there = {"event_id": event["event_id"], "link_reason": said}
    found.claims = [{**row, **there} if row["claim_id"] in ids else row for row in found.claims]
    docs = {row["doc"] for row in apart} - {row["doc"] for row in held if row["claim_id"] not in ids}
    found.dates = [_dated_apart(row, source["event_id"], event["event_id"], docs) for row in found.dates]


def _copy_key(row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in COPIED) if row["story"] else (row["claim_id"],)


def _dated_apart(row: Row, source: str, event: str, docs: set[str]) -> Row:
    """A date of the split event follows the claims of an article that speaks of nothing else."""
    return {**row, "event_id": event} if row["event_id"] == source and row["doc"] in docs else row


def _event_apart(source: Row, apart: Sequence[Row], ruling: Ruling) -> Row:
    """The new event: what its claims say of place and day, where they are of one mind, else as the event it left."""
    first = min(named_ids(ruling.value))
    placed = _one_mind(apart, PLACING) or {column: source[column] for column in PLACING}
    days = _one_mind(apart, ("event_start", "event_end", "date_precision"))
    dated = dict(zip(DATED, days.values(), strict=True)) if days else {column: source[column] for column in DATED}
    return {
        "event_id": short_id("e", "split", source["event_id"], first),
        "name": f"{source['name']} (split: {apart[0]['quote']} {apart[0]['measure']})",
        "kind": source["kind"],
        **placed,
        **dated,
        "parent": source["parent"],
        "aliases": (),
        "origin": "discovered",
    }


def _one_mind(rows: Iterable[Row], columns: Sequence[str]) -> Row | None:
    """What the rows say in these columns, where those that say anything in the first of them all say the same."""
    told = {tuple(row[column] for column in columns) for row in rows if row[columns[0]] is not None}
    return dict(zip(columns, told.pop(), strict=True)) if len(told) == 1 else None


def _reason(ruling: Ruling) -> str:
    return str(ruling.reason or "no reason given").rstrip(".")
