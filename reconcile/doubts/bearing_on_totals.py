"""What a doubt is measured against: the month's figures, and the totals that they add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reconcile.model.records import Claim, Event, Figure, Ruling
from reconcile.model.ruling import latest_decisions
from reconcile.model.run_tables import RunTables
from reconcile.model.settings import Settings
from schemas.codes import DecisionWord, GroupRole, Measure, Scope

Settle = Callable[[Sequence[Claim]], list[Figure]]
"""Settles figures from claims, by the desk's rule and rulings."""


@dataclass(frozen=True, order=True)
class Count:
    """What figures that may be added up count: measure, unit, scope."""

    measure: Measure
    unit: str
    scope: Scope


@dataclass(frozen=True, eq=False)
class Bearing:
    """The tables of a run with the desk's rulings and settings; `settle` settles figures from claims again."""

    tables: RunTables
    rulings: Sequence[Ruling]
    settings: Settings
    settle: Settle

    @cached_property
    def events(self) -> dict[str, Event]:
        """Events by id."""
        return {event.event_id: event for event in self.tables.events}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.claim_id: claim for claim in self.tables.claims}

    @cached_property
    def claims_of(self) -> dict[str, list[Claim]]:
        """The claims that are linked to each event."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.tables.claims:
            if claim.event_id:
                found[claim.event_id].append(claim)
        return dict(found)

    @cached_property
    def figure_of(self) -> dict[str, Figure]:
        """The figure that each claim is counted in."""
        return {claim: figure for figure in self.tables.figures for claim in figure.claim_ids}

    @cached_property
    def added(self) -> dict[str, dict[Count, float]]:
        """What each event adds to the totals of people."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.tables.figures:
            found[figure.event_id].append(figure)
        return {event_id: add(figures) for event_id, figures in found.items()}

    @cached_property
    def totals(self) -> Mapping[tuple[Count, str | None], float]:
        """The lower end of each month's total as printed, under the desk's rule."""
        return {
            (Count(row.measure, row.unit, row.scope), row.month): (row.settled_sum or 0.0) + (row.undecided_low or 0.0)
            for row in self.tables.totals
            if row.rule == self.settings.rule
        }

    @cached_property
    def _ruled(self) -> dict[str, Ruling]:
        return latest_decisions(self.rulings)

    def dismissed(self, about: str) -> DecisionWord | None:
        """'dismiss' where the desk's ruling in force on this id says so; else None."""
        row = self._ruled.get(about)
        return row.decision if row is not None and row.decision is DecisionWord.DISMISS else None


def add(figures: Iterable[Figure]) -> dict[Count, float]:
    """What the wholes among some figures of people add up to, where each counts as settled, else as its lowest."""
    found: dict[Count, float] = defaultdict(float)
    for figure in figures:
        if figure.group_role is GroupRole.WHOLE and figure.measure.people and figure.measure.summed:
            found[Count(figure.measure, figure.unit, figure.scope)] += printed(figure)
    return dict(found)


def printed(figure: Figure) -> float:
    """The number with which a figure enters the lower end of its total."""
    return next((number for number in (figure.best, figure.low) if number is not None), 0.0)
