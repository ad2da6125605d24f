"""Which rulings are in force: the last one on each id, unless withdrawn; mergers and splits of events add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reconcile.model.records import Ruling
from schemas.codes import DecisionWord

BELONGING = frozenset({DecisionWord.MERGE_EVENTS, DecisionWord.SPLIT_EVENTS})
"""Rulings on which claims belong to an event; each is in force together with the others on its event."""

SETTING_ASIDE = frozenset({DecisionWord.WRONG_READING, DecisionWord.DISMISS, DecisionWord.NOT_COMPARABLE})
"""Rulings that take a claim out of its figure, where they do not name another claim."""


@dataclass(frozen=True)
class Merger:
    """A ruling that two events are one: on the event `about`, with the event `other` named under Value."""

    about: str
    other: str
    ruling: Ruling


def standing_rulings(decisions: Iterable[Ruling]) -> list[Ruling]:
    """The rulings in force, in the order of the log.

    A later ruling on an id replaces the one before it; mergers and splits of an event add up instead. A withdrawal
    takes back the last ruling in force on its id; a ruling replaced by that one does not come back into force.
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
    """The last ruling in force on each id."""
    return {row.about: row for row in standing_rulings(decisions)}


def standing_mergers(decisions: Iterable[Ruling]) -> list[Merger]:
    """The mergers in force: those that no later split has undone.

    A split without a value undoes every merger into its event; a split that names events undoes the mergers with these.
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
    """By claim_id, the ruling that takes a claim out of its figure: misread, dismissed or comparable with nothing."""
    ruled = latest_decisions(decisions)
    return {about: row for about, row in ruled.items() if row.decision in SETTING_ASIDE and not row.value}


def merged_with(event_id: str, mergers: list[Merger]) -> frozenset[str]:
    """The ids of all events that mergers make one with this event, including its own."""
    found, grown = {event_id}, 0
    while len(found) > grown:
        grown = len(found)
        found |= {id for m in mergers if found & {m.about, m.other} for id in (m.about, m.other)}
    return frozenset(found)


def _is_undone(merger: Merger, about: str, ids: tuple[str, ...], mergers: list[Merger]) -> bool:
    if not {merger.about, merger.other} & merged_with(about, mergers):
        return False
    return not ids or bool({merger.about, merger.other} & set(ids))
