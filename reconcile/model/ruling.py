"""Which rulings stand: of several on one thing the last in the log, unless withdrawn; mergers and splits add up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pandas as pd

from schemas import records

Record = dict[str, Any]

BELONGING = frozenset({"merge events", "split events"})
"""Rulings on which claims an event holds; each stands beside the others on its event."""

SETTING_ASIDE = frozenset({"wrong reading", "dismiss", "not comparable"})
"""Rulings that take a claim out of its figure, where they name no other claim."""

WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Merger:
    """Two events that the desk ruled to be one: `other` was named under Value of the ruling on `about`."""

    about: str
    other: str
    ruling: Record


def standing_rulings(decisions: pd.DataFrame) -> list[Record]:
    """The rulings in force, in the order of the log.

    A later ruling on an id takes the place of the one before it; mergers and splits of an event add up instead. A
    withdrawal takes back the last ruling that stands on its id, and brings back none that was replaced.
    """
    stacks: dict[str, list[Record]] = defaultdict(list)
    for row in sorted(records(decisions), key=lambda row: row["sequence"]):
        stack = stacks[row["about"]]
        if row["decision"] == WITHDRAW:
            del stack[-1:]
        elif row["decision"] in BELONGING:
            stack.append(row)
        else:
            stack[:] = [*(earlier for earlier in stack if earlier["decision"] in BELONGING), row]
    return sorted((row for stack in stacks.values() for row in stack), key=lambda row: row["sequence"])


def latest_decisions(decisions: pd.DataFrame) -> dict[str, Record]:
    """The last ruling that stands on each id."""
    return {row["about"]: row for row in standing_rulings(decisions)}


def standing_mergers(decisions: pd.DataFrame) -> list[Merger]:
    """The mergers in force: those that no later split has undone.

    A split without a value undoes every merger that led into its event; one that names events, only those of them.
    """
    standing: list[Merger] = []
    for row in standing_rulings(decisions):
        ids = named_ids(row["value"])
        if row["decision"] == "merge events":
            standing += [Merger(row["about"], other, row) for other in ids]
        elif row["decision"] == "split events":
            standing = [m for m in standing if not _is_undone(m, row["about"], ids, standing)]
    return standing


def named_ids(value: str | None) -> tuple[str, ...]:
    """The ids in a value, each once.

    >>> named_ids("c-1, c-2 c-1"), named_ids(None)
    (('c-1', 'c-2'), ())
    """
    return tuple(dict.fromkeys((value or "").replace(",", " ").split()))


def set_aside(decisions: pd.DataFrame) -> dict[str, Record]:
    """By claim, the ruling that takes it out of its figure: misread, dismissed, or comparable with nothing."""
    ruled = latest_decisions(decisions)
    return {about: row for about, row in ruled.items() if row["decision"] in SETTING_ASIDE and not row["value"]}


def merged_with(event_id: str, mergers: list[Merger]) -> frozenset[str]:
    """Every event that mergers make one with this one, itself among them."""
    found, grown = {event_id}, 0
    while len(found) > grown:
        grown = len(found)
        found |= {id for m in mergers if found & {m.about, m.other} for id in (m.about, m.other)}
    return frozenset(found)


def _is_undone(merger: Merger, about: str, ids: tuple[str, ...], mergers: list[Merger]) -> bool:
    if not {merger.about, merger.other} & merged_with(about, mergers):
        return False
    return not ids or bool({merger.about, merger.other} & set(ids))
