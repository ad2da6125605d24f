"""The desk's rulings on what no rule read: a claim with its measure, group and event, or no figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reconcile.model.ids import short_id
from reconcile.model.records import Ruling
from reconcile.model.ruling import latest_decisions
from schemas.codes import DecisionWord, Measure

PARTS = ("as_measure", "as_group", "as_event")
"""What a claim that the desk enters consists of, in the order of the log; only the first must be given."""
SIGN = ";"
MEASURES = {measure.value: measure for measure in Measure if measure.whole}
"""What a claim that the desk enters may count: people and things, not lengths, spells or strengths."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A ruling on a number or person that no rule read; without a measure it is no figure."""

    ruling: Ruling
    measure: Measure | None = None
    group: str | None = None
    event: str | None = None


NOTHING_RULED: Mapping[str, Entered] = {}


def unread_id(doc: str, start: int, word: str) -> str:
    """The id of a number or person: its document, its first code point and its first word.

    It does not depend on where the reader ends a number, so that a ruling holds when the reader changes.
    """
    return short_id("u", doc, start, word)


def join_parts(parts: Sequence[str | None]) -> str:
    """The parts as one value of the log.

    >>> join_parts(["killed", None, "e-1"]), join_parts(["killed", "nurses; doctors", ""]), join_parts(["", "", ""])
    ('killed; ; e-1', 'killed; nurses, doctors', '')
    """
    return "; ".join((part or "").replace(SIGN, ",").strip() for part in parts).rstrip("; ")


def parts_of(value: str | None) -> tuple[str | None, ...]:
    """The parts of a value of the log, None for one that is not given.

    >>> parts_of("killed; ; e-1"), parts_of(None)
    (('killed', None, 'e-1'), (None, None, None))
    """
    found = [part.strip() or None for part in (value or "").split(SIGN)]
    return tuple([*found, *[None] * len(PARTS)][: len(PARTS)])


def read_entered(decisions: Iterable[Ruling]) -> dict[str, Entered]:
    """By unread_id, the rulings in force on what no rule read."""
    found: dict[str, Entered] = {}
    for about, ruling in latest_decisions(decisions).items():
        if ruling.decision == DecisionWord.NO_FIGURE:
            found[about] = Entered(ruling)
        elif ruling.decision == DecisionWord.ENTER_CLAIM:
            measure, group, event = parts_of(ruling.value)
            found[about] = Entered(ruling, MEASURES.get(measure or ""), group, event)
    return found
