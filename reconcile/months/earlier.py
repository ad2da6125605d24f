"""The results of the months before a period, from the last finished run of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from reconcile.model.records import Claim, Conflict, Event, Figure, Record
from reconcile.model.run_tables import RunTables
from reconcile.store.ledger import FENCES, META, Ledger, Run
from reconcile.store.workspace import is_month

Row = TypeVar("Row", bound=Record)

NEEDED = ("documents", "claims", "dates", "events", "conflicts", "figures")
"""The tables of earlier months that a later month uses."""

SINCE = "since"
"""The key in a run's paper of the earlier months it continued from, each with the content hash of its last run."""


@dataclass(frozen=True, eq=False)
class Left:
    """One earlier month: its tables, a function that reads its articles' texts, and their spans of page furniture."""

    period: str
    content: str
    tables: RunTables
    texts: Callable[[Iterable[str]], dict[str, str]]
    fences: Mapping[str, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def own(self) -> frozenset[str]:
        """The documents in this month's own folder, without those carried over from earlier months."""
        return frozenset(paper.doc for paper in self.tables.documents if paper.period in (None, self.period))

    @cached_property
    def claims(self) -> list[Claim]:
        """The claims of its own articles."""
        return [claim for claim in self.tables.claims if claim.doc in self.own]


@dataclass(frozen=True)
class Earlier:
    """The months before a period, the earliest first."""

    months: tuple[Left, ...] = field(default=())

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """Their conflicts, each as in the latest month that has it; `first_seen` is the first month."""
        return latest("conflict_id", *(left.tables.conflicts for left in self.months))

    @cached_property
    def events(self) -> list[Event]:
        """The events that their claims were linked to, each as in the latest month that has it."""
        return latest("event_id", *(_linked_events(left.tables) for left in self.months))

    @cached_property
    def known_events(self) -> list[Event]:
        """All events known when the period began, including those that only contain others."""
        return latest("event_id", *(left.tables.events for left in self.months))

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures in force when the period begins.

        A figure is in force until a later month settles it again, or reads its claims again.
        """
        found: list[Figure] = []
        for left in self.months:
            found = take_place(found, left.tables.figures, left.tables.claims)
        return found


@dataclass(frozen=True)
class Whole:
    """The claims and events that the figures of whole months are based on."""

    claims: list[Claim]
    events: list[Event]


def complete(
    earlier: Earlier,
    standing: Sequence[Figure],
    claims: Sequence[Claim],
    figures: Sequence[Figure],
    events: Sequence[Event],
) -> Whole:
    """Add to this month's claims the earlier claims on all figures of the months that it changes.

    A late report on one event of June changes June's total, which adds up every event of June, including those without
    new reports.

    Args:
        earlier: the results of the months before.
        standing: the figures in force at the end of this month.
        claims: the claims that this month reads.
        figures: the figures that this month settles.
        events: the events of this month.

    Returns:
        The claims and the events, each once, in the latest month's version; those of earlier months come first.
    """
    months = {figure.month for figure in figures}
    touched = {figure.event_id for figure in standing if figure.month in months}
    behind = {id for figure in standing if figure.event_id in touched for id in figure.claim_ids}
    past = [[claim for claim in left.claims if claim.claim_id in behind] for left in earlier.months]
    return Whole(
        latest("claim_id", latest("claim_id", *past), claims), latest("event_id", earlier.known_events, events)
    )


def left_alone(earlier: Earlier, claims: Iterable[Claim]) -> list[Figure]:
    """The figures of earlier months that are based on none of these claims, and so do not change."""
    return take_place(earlier.figures, (), claims)


def read_earlier(ledger: Ledger, period: str, then: Run | None = None) -> Earlier:
    """Read the last finished run of each month before the period.

    Args:
        ledger: the ledger, open for reading.
        period: the period that continues from them.
        then: an earlier run of the period; if given, the runs that it continued from are read instead.

    Returns:
        The months before, the earliest first; none where the period is not a month.

    Raises:
        BadInput: the ledger is damaged.
    """
    finished = [run for run in ledger.runs() if run.finished and is_month(run.period) and run.period < period]
    since = ledger.paper(then.number, META).get(SINCE) if then else None
    if then and since is not None:
        finished = [run for run in finished if since.get(run.period) == run.content]
    elif then:
        finished = [run for run in finished if run.number < then.number]
    last = {run.period: run for run in finished}
    runs = [last[month] for month in sorted(last)] if is_month(period) else []
    return Earlier(
        tuple(
            Left(
                run.period,
                run.content or "",
                ledger.tables(run.number, NEEDED),
                partial(ledger.texts, run.number),
                ledger.paper(run.number, FENCES),
            )
            for run in runs
        )
    )


def take_place(standing: Iterable[Figure], figures: Iterable[Figure], claims: Iterable[Claim]) -> list[Figure]:
    """The figures in force after a month: its own, and the earlier ones that are based on none of the claims it read.

    Args:
        standing: the figures in force before the month.
        figures: the figures that the month settled.
        claims: the claims that the month read.

    Returns:
        The figures, each once; earlier ones first.
    """
    read = {claim.claim_id for claim in claims}
    return latest("figure_id", (figure for figure in standing if read.isdisjoint(figure.claim_ids)), figures)


def latest(key: str, *tables: Iterable[Row]) -> list[Row]:
    """The records of several tables of one kind, in their order; of records with one id, only the last."""
    id_of = attrgetter(key)
    rows = list(chain(*tables))
    last = {id_of(row): place for place, row in enumerate(rows)}
    return [row for place, row in enumerate(rows) if last[id_of(row)] == place]


def _linked_events(tables: RunTables) -> list[Event]:
    linked = {claim.event_id for claim in tables.claims}
    return [event for event in tables.events if event.event_id in linked]
