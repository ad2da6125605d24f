"""From the figures that stood to those that stand now: what became of each, why, and what that adds up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from reconcile.model.group import Group
from reconcile.model.subject import Subject, counted_once
from reconcile.months.change_reasons import Evidence, Homes, say_why
from schemas import records, table
from schemas.codes import Measure, Scope

Row = dict[str, Any]

COLUMN_OF = {
    "new": "new",
    "restated up": "restated_up",
    "restated down": "restated_down",
    "merged or split": "merged_or_split",
    "withdrawn": "withdrawn",
}
"""The column of the roll-forward that each change of a settled figure moves."""

_BOUNDS = ("low", "best", "high")


@dataclass(frozen=True, eq=False)
class Standing:
    """The figures that stand at one moment, by id; `counted` are those that totals add, `behind` leads from claims."""

    figures: Mapping[str, Row]
    counted: frozenset[str]
    behind: Mapping[str, str]

    def value(self, figure_id: str) -> float | None:
        """What a figure puts into its total: its settled value, None where it has none or is not added."""
        found: float | None = self.figures[figure_id]["best"] if figure_id in self.counted else None
        return found


class Move(NamedTuple):
    """By how much a figure moves the total of one month, and under which heading."""

    month: str | None
    change: str
    amount: float


def stand(figures: pd.DataFrame, events: pd.DataFrame) -> Standing:
    """The figures as they stand; an event and the events inside it are added once."""
    rows = records(figures)
    parents = {row["event_id"]: row["parent"] for row in records(events)}
    wholes = {row["figure_id"]: _subject(row) for row in rows if row["group_role"] == "whole"}
    added = set(counted_once(wholes.values(), parents))
    return Standing(
        {row["figure_id"]: row for row in rows},
        frozenset(id for id, subject in wholes.items() if subject in added),
        {claim: row["figure_id"] for row in rows for claim in row["claim_ids"]},
    )


def compare_figures(before: Standing, after: Standing, evidence: Evidence) -> pd.DataFrame:
    """The changes table: every figure that reads otherwise than it did, with the article or ruling that changed it."""
    ids = sorted({**before.figures, **after.figures})
    rows = (_change(id, before, after, evidence) for id in ids)
    return table("changes", (row for row in rows if row))


def roll_forward(before: Standing, after: Standing) -> pd.DataFrame:
    """The roll-forward table: each total from what it was, over what moved it, to what it is.

    A figure whose event turns out to belong to another month lowers the total of the one and raises that of the other.
    """
    totals: dict[tuple[Any, ...], Row] = defaultdict(lambda: dict.fromkeys(("opening", *COLUMN_OF.values()), 0.0))
    ends: dict[tuple[Any, ...], Row] = defaultdict(lambda: {"closing": 0.0, "figures": 0, "undetermined": 0})
    for id in sorted(before.counted):
        totals[_series(before.figures[id])]["opening"] += before.value(id) or 0.0
    for id in sorted(after.counted):
        value, end = after.value(id), ends[_series(after.figures[id])]
        end["closing"] += value or 0.0
        end["undetermined" if value is None else "figures"] += 1
    for id in sorted({**before.figures, **after.figures}):
        what = _series(after.figures.get(id) or before.figures[id])[:3]
        for move in moves_of(id, before, after):
            totals[*what, move.month][COLUMN_OF[move.change]] += move.amount
    rows = []
    for key in sorted({**totals, **ends}, key=lambda k: tuple(part or "" for part in k)):
        names = dict(zip(("measure", "unit", "scope", "month"), key, strict=True))
        rows.append({**names, **totals[key], **ends[key]})
    return table("roll_forward", rows)


def moves_of(figure_id: str, before: Standing, after: Standing) -> Iterator[Move]:
    """How a figure moves the totals that add it, month by month; nothing where it stands as it did."""
    was = before.value(figure_id) if figure_id in before.figures else None
    now = after.value(figure_id) if figure_id in after.figures else None
    old, new = (side.figures.get(figure_id, {}).get("month") for side in (before, after))
    regrouped = _regrouped(figure_id, before, after)
    if was is not None and now is not None:
        if old != new:
            yield Move(old, "restated down", -was)
            yield Move(new, "restated up", now)
        elif was != now:
            yield Move(new, "merged or split" if regrouped else _direction(was, now), now - was)
    elif now is not None:
        yield Move(new, "merged or split" if regrouped else "new", now)
    elif was is not None:
        yield Move(old, "merged or split" if regrouped else "withdrawn", -was)


def _subject(row: Row) -> Subject:
    return Subject(
        row["event_id"], next(m for m in Measure if m == row["measure"]), row["unit"], Scope(row["scope"]), Group()
    )


def _series(row: Row) -> tuple[Any, ...]:
    return row["measure"], row["unit"], row["scope"], row["month"]


def _direction(was: float, now: float) -> str:
    return "restated up" if now > was else "restated down"


def _regrouped(figure_id: str, before: Standing, after: Standing) -> bool:
    """True where claims went from one figure to another, or totals came to add the figure inside another, or alone."""
    was, now = before.figures.get(figure_id), after.figures.get(figure_id)
    left = was is not None and any(after.behind.get(c, figure_id) != figure_id for c in was["claim_ids"])
    came = now is not None and any(before.behind.get(c, figure_id) != figure_id for c in now["claim_ids"])
    added = was is not None and now is not None and (figure_id in before.counted) != (figure_id in after.counted)
    return left or came or added


def _change(figure_id: str, before: Standing, after: Standing, evidence: Evidence) -> Row | None:
    was, now = before.figures.get(figure_id), after.figures.get(figure_id)
    change = _kind(figure_id, before, after)
    shown = now or was
    if change is None or shown is None:
        return None
    keys = ("figure_id", "event_id", "month", "measure", "group", "unit", "scope")
    old, new = was or {}, now or {}
    because, docs = say_why(was, now, Homes(before.behind, after.behind, after.figures), evidence)
    return {
        **{key: shown[key] for key in keys},
        "change": change,
        **{f"{bound}_before": old.get(bound) for bound in _BOUNDS},
        "status_before": old.get("status"),
        **{bound: new.get(bound) for bound in (*_BOUNDS, "status")},
        "amount": sum(move.amount for move in moves_of(figure_id, before, after)),
        "because": because,
        "docs": docs,
    }


def _kind(figure_id: str, before: Standing, after: Standing) -> str | None:
    """What became of a figure, in the fixed words of the changes table; None where it reads as it did."""
    was, now = before.figures.get(figure_id), after.figures.get(figure_id)
    if was is None or now is None:
        regrouped = _regrouped(figure_id, before, after)
        return "merged or split" if regrouped else "new" if was is None else "withdrawn"
    moved = _headings(moves_of(figure_id, before, after))
    if moved:
        return moved[-1]
    if was["best"] != now["best"] and None not in (was["best"], now["best"]):
        return _direction(was["best"], now["best"])
    if any(was[bound] != now[bound] for bound in _BOUNDS):
        return "bounds moved"
    return "status changed" if was["status"] != now["status"] else None


def _headings(moves: Iterable[Move]) -> list[str]:
    return [move.change for move in moves]
