"""Compare the figures in force before a month and after it: what changed in each, why, and the change in totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reconcile.model.group import Group
from reconcile.model.records import Change, Event, Figure, Movement
from reconcile.model.subject import Subject, counted_once
from reconcile.months.change_reasons import Evidence, Homes, say_why
from schemas.codes import ChangeKind, GroupRole, Measure, Scope

COLUMN_OF = {
    ChangeKind.NEW: "new",
    ChangeKind.RESTATED_UP: "restated_up",
    ChangeKind.RESTATED_DOWN: "restated_down",
    ChangeKind.MERGED_OR_SPLIT: "merged_or_split",
    ChangeKind.WITHDRAWN: "withdrawn",
}
"""The column of the roll-forward to which each kind of change belongs."""


@dataclass(frozen=True, eq=False)
class Standing:
    """The figures in force at one time, by id; `counted` are those that totals add, `behind` maps claims to figures."""

    figures: Mapping[str, Figure]
    counted: frozenset[str]
    behind: Mapping[str, str]

    def value(self, figure_id: str) -> float | None:
        """What a figure adds to its total: its settled value; None where it has none or is not added."""
        return self.figures[figure_id].best if figure_id in self.counted else None


class Move(NamedTuple):
    """By how much a figure changes the total of one month, and under which kind of change."""

    month: str | None
    change: ChangeKind
    amount: float


class Series(NamedTuple):
    """The key of one line of the roll-forward."""

    measure: Measure
    unit: str
    scope: Scope
    month: str | None

    @classmethod
    def of(cls, figure: Figure) -> Series:
        """The line that a figure belongs to."""
        return cls(figure.measure, figure.unit, figure.scope, figure.month)


def stand(figures: Sequence[Figure], events: Sequence[Event]) -> Standing:
    """Index the figures in force; where an event and events inside it have figures, only the inner ones are counted.

    Args:
        figures: the figures in force, each once.
        events: their events, and the larger events that these belong to.

    Returns:
        The figures by id, with those that totals add and the figure of each claim.
    """
    parents = {event.event_id: event.parent for event in events}
    wholes = {figure.figure_id: _subject(figure) for figure in figures if figure.group_role == GroupRole.WHOLE}
    added = set(counted_once(wholes.values(), parents))
    return Standing(
        {figure.figure_id: figure for figure in figures},
        frozenset(id for id, subject in wholes.items() if subject in added),
        {claim: figure.figure_id for figure in figures for claim in figure.claim_ids},
    )


def compare_figures(before: Standing, after: Standing, evidence: Evidence) -> list[Change]:
    """List what changed in the figures in force.

    Args:
        before: the figures in force before the month.
        after: the figures in force now.
        evidence: the claims, documents, events and rulings that explain changes.

    Returns:
        One `Change` for each figure that differs, with the articles or ruling that changed it, sorted by figure_id;
        bounds and `amount` are in the figure's unit.
    """
    changes = (_change(id, before, after, evidence) for id in sorted({**before.figures, **after.figures}))
    return [change for change in changes if change]


def roll_forward(before: Standing, after: Standing) -> list[Movement]:
    """Show how each total changed: opening value, changes by kind, closing value.

    A figure whose event now belongs to another month lowers the total of the old month and raises that of the new one.

    Args:
        before: the figures in force before the month.
        after: the figures in force now.

    Returns:
        One `Movement` for each measure, unit, scope and month, sorted in this order. Amounts are in the row's unit;
        opening plus all changes equals closing.
    """
    moved: dict[Series, dict[str, float]] = defaultdict(lambda: dict.fromkeys(("opening", *COLUMN_OF.values()), 0.0))
    ends: dict[Series, list[float | None]] = defaultdict(list)
    for id in sorted(before.counted):
        moved[Series.of(before.figures[id])]["opening"] += before.value(id) or 0.0
    for id in sorted(after.counted):
        ends[Series.of(after.figures[id])].append(after.value(id))
    for id in sorted({**before.figures, **after.figures}):
        series = Series.of(after.figures.get(id) or before.figures[id])
        for move in moves_of(id, before, after):
            moved[series._replace(month=move.month)][COLUMN_OF[move.change]] += move.amount
    found = []
    for series in sorted({**moved, **ends}, key=lambda key: tuple(part or "" for part in key)):
        values = [value for value in ends[series] if value is not None]
        undetermined = len(ends[series]) - len(values)
        sums = moved[series]
        found.append(
            Movement(
                measure=series.measure,
                unit=series.unit,
                scope=series.scope,
                month=series.month,
                opening=sums["opening"],
                new=sums["new"],
                restated_up=sums["restated_up"],
                restated_down=sums["restated_down"],
                merged_or_split=sums["merged_or_split"],
                withdrawn=sums["withdrawn"],
                closing=sum(values, 0.0),
                figures=len(values),
                undetermined=undetermined,
            )
        )
    return found


def moves_of(figure_id: str, before: Standing, after: Standing) -> Iterator[Move]:
    """How a figure changes the totals that add it, month by month; nothing where it is unchanged."""
    was = before.value(figure_id) if figure_id in before.figures else None
    now = after.value(figure_id) if figure_id in after.figures else None
    old, new = (side.figures[figure_id].month if figure_id in side.figures else None for side in (before, after))
    regrouped = _regrouped(figure_id, before, after)
    if was is not None and now is not None:
        if old != new:
            yield Move(old, ChangeKind.RESTATED_DOWN, -was)
            yield Move(new, ChangeKind.RESTATED_UP, now)
        elif was != now:
            yield Move(new, ChangeKind.MERGED_OR_SPLIT if regrouped else _direction(was, now), now - was)
    elif now is not None:
        yield Move(new, ChangeKind.MERGED_OR_SPLIT if regrouped else ChangeKind.NEW, now)
    elif was is not None:
        yield Move(old, ChangeKind.MERGED_OR_SPLIT if regrouped else ChangeKind.WITHDRAWN, -was)


def _subject(figure: Figure) -> Subject:
    return Subject(figure.event_id, figure.measure, figure.unit, figure.scope, Group())


def _direction(was: float, now: float) -> ChangeKind:
    return ChangeKind.RESTATED_UP if now > was else ChangeKind.RESTATED_DOWN


def _regrouped(figure_id: str, before: Standing, after: Standing) -> bool:
    """True where claims moved between figures, or where totals now add a figure inside another, or no longer do."""
    was, now = before.figures.get(figure_id), after.figures.get(figure_id)
    left = was is not None and any(after.behind.get(c, figure_id) != figure_id for c in was.claim_ids)
    came = now is not None and any(before.behind.get(c, figure_id) != figure_id for c in now.claim_ids)
    added = was is not None and now is not None and (figure_id in before.counted) != (figure_id in after.counted)
    return left or came or added


def _change(figure_id: str, before: Standing, after: Standing, evidence: Evidence) -> Change | None:
    was, now = before.figures.get(figure_id), after.figures.get(figure_id)
    kind = _kind(figure_id, before, after)
    shown = now or was
    if kind is None or shown is None:
        return None
    because, docs = say_why(was, now, Homes(before.behind, after.behind, after.figures), evidence)
    return Change(
        figure_id=figure_id,
        change=kind,
        event_id=shown.event_id,
        month=shown.month,
        measure=shown.measure,
        group=shown.group,
        unit=shown.unit,
        scope=shown.scope,
        low_before=was.low if was else None,
        best_before=was.best if was else None,
        high_before=was.high if was else None,
        status_before=was.status if was else None,
        low=now.low if now else None,
        best=now.best if now else None,
        high=now.high if now else None,
        status=now.status if now else None,
        amount=sum((move.amount for move in moves_of(figure_id, before, after)), 0.0),
        because=because,
        docs=docs,
    )


def _kind(figure_id: str, before: Standing, after: Standing) -> ChangeKind | None:
    """The kind of change of a figure; None where it is unchanged."""
    was, now = before.figures.get(figure_id), after.figures.get(figure_id)
    if was is None or now is None:
        if _regrouped(figure_id, before, after):
            return ChangeKind.MERGED_OR_SPLIT
        return ChangeKind.NEW if was is None else ChangeKind.WITHDRAWN
    moves = list(moves_of(figure_id, before, after))
    if moves:
        return moves[-1].change
    if was.best != now.best and was.best is not None and now.best is not None:
        return _direction(was.best, now.best)
    if (was.low, was.best, was.high) != (now.low, now.best, now.high):
        return ChangeKind.BOUNDS_MOVED
    return ChangeKind.STATUS_CHANGED if was.status != now.status else None
