"""Which rulings are in force: of several on one thing the last in the log, unless withdrawn; mergers add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reconcile.model.records import Ruling
from schemas.codes import DecisionWord

BELONGING = frozenset({DecisionWord.MERGE_EVENTS, DecisionWord.SPLIT_EVENTS})
"""Rulings on which claims an event holds; each is in force beside the others on its event."""

SETTING_ASIDE = frozenset({DecisionWord.WRONG_READING, DecisionWord.DISMISS, DecisionWord.NOT_COMPARABLE})
"""Rulings that take a claim out of its figure, where they name no other claim."""


@dataclass(frozen=True)
class Merger:
    """Two events that the desk ruled to be one: `other` was named under Value of the ruling on `about`."""

    about: str
    other: str
    ruling: Ruling


def standing_rulings(decisions: Iterable[Ruling]) -> list[Ruling]:
    """The rulings in force, in the order of the log.

    A later ruling on an id takes the place of the one before it; mergers and splits of an event add up instead. A
    withdrawal takes back the last ruling that stands on its id, and brings back none that was replaced.
    """
    stacks: dict[str, list[Ruling]] = defaultdict(list)
    for row in sorted(decisions, key=lambda row: row.sequence):
        stack = stacks[row.about]
        if row.decision == DecisionWord.WITHDRAW:
            del stack[-1:]
        elif row.decision in BELONGING:
            stack.append(row)
        else:
            stack[:] = [*(earlier for earlier in stack if earlier.decision in BELONGING), row]
    return sorted((row for stack in stacks.values() for row in stack), key=lambda row: row.sequence)


def latest_decisions(decisions: Iterable[Ruling]) -> dict[str, Ruling]:
    """The last ruling that stands on each id."""
    return {row.about: row for row in standing_rulings(decisions)}


def standing_mergers(decisions: Iterable[Ruling]) -> list[Merger]:
    """The mergers in force: those that no later split has undone.

    A split without a value undoes every merger that led into its event; one that names events, only those of them.
    """
    standing: list[Merger] = []
    for row in standing_rulings(decisions):
        ids = named_ids(row.value)
        if row.decision == DecisionWord.MERGE_EVENTS:
            standing += [Merger(row.about, other, row) for other in ids]
        elif row.decision == DecisionWord.SPLIT_EVENTS:
            standing = [m for m in standing if not _is_undone(m, row.about, ids, standing)]
    return standing


def named_ids(value: str | None) -> tuple[str, ...]:
    """The ids in a value, each once.

    >>> named_ids("c-1, c-2 c-1"), named_ids(None)
    (('c-1', 'c-2'), ())
    """
    return tuple(dict.fromkeys((value or "").replace(",", " ").split()))


def set_aside(decisions: Iterable[Ruling]) -> dict[str, Ruling]:
    """By claim, the ruling that takes it out of its figure: misread, dismissed, or comparable with nothing."""
    ruled = latest_decisions(decisions)
    return {about: row for about, row in ruled.items() if row.decision in SETTING_ASIDE and not row.value}


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
