"""The month's tables as the sheets need them: records by id, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypeVar

from reconcile.model.records import (
    Breakdown,
    Change,
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
    Ruling,
    Source,
    Total,
    Unread,
)
from reconcile.model.ruling import latest_decisions
from reconcile.model.run_tables import RunTables
from reconcile.wording.figure_words import headline
from schemas.codes import (
    Bound,
    ChangeKind,
    GroupRole,
    Link,
    Measure,
    RuleName,
    Scope,
    Severity,
    State,
    Sureness,
    Verdict,
)
from schemas.figures import BREAKDOWNS

_FACTS = ("profile", "version", "run", "since", "desk", "number", "started", "inputs", "settings", "past")
_LAST = "9999"  # sorts rows without a day after all others
_MEASURES = {measure: place for place, measure in enumerate(Measure)}
_SCOPES = {scope: place for place, scope in enumerate(Scope)}
_RULES = {rule: place for place, rule in enumerate(RuleName)}
_CHANGES = {kind: place for place, kind in enumerate(ChangeKind)}
_LINKS = (Link.LINKED, Link.UNSURE, Link.UNLINKED)
_RESTATED = (ChangeKind.RESTATED_UP, ChangeKind.RESTATED_DOWN)


Read = TypeVar("Read", Claim, DateMention, Unread)


class Counts(Protocol):
    """A row with measure, unit, scope and month."""

    @property
    def measure(self) -> Measure:
        """What is counted."""

    @property
    def unit(self) -> str:
        """In which unit."""

    @property
    def scope(self) -> Scope:
        """What it covers."""

    @property
    def month(self) -> str | None:
        """The month of its events."""


@dataclass(frozen=True)
class Signed:
    """Who closed the month and when, as the signed workbook shows it."""

    version: int
    by: str
    at: str
    reviewed_by: str | None = None
    reason: str | None = None
    waived: Sequence[str] = ()
    remarks: Sequence[str] = ()


@dataclass(frozen=True)
class Making:
    """How a report was made: facts that are in no table.

    Attributes:
        rule: the desk's rule, by which figures are settled.
        profile: the desk's convention for vague words.
        version: the version of the package.
        run: the run's id.
        since: the earlier months that this one builds on, with what the run recorded of each.
        desk: the desk's name; '' where it gives none.
        number: the run's number in the ledger.
        started: when the run began, with its zone.
        inputs: a hash of the files that it read.
        settings: the desk's settings, by name.
        past: the totals of earlier months as they were first signed.
        closing: who signed the month; None where it is not closed.
    """

    rule: RuleName = RuleName.REPRESENTATIVE
    profile: str = "interval"
    version: str | None = None
    run: str | None = None
    since: Mapping[str, str] = field(default_factory=dict)
    desk: str = ""
    number: int | None = None
    started: str | None = None
    inputs: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    past: Sequence[Mapping[str, Any]] = ()
    closing: Signed | None = None

    @classmethod
    def read(cls, meta: Mapping[str, Any]) -> Making:
        """Build it from the facts that the ledger keeps of a run; a missing key takes its default.

        An unknown rule (of another version) is replaced by the default.
        """
        known = {key: meta[key] for key in _FACTS if meta.get(key)}
        rule = next((rule for rule in RuleName if rule == meta.get("rule")), RuleName.REPRESENTATIVE)
        closing = meta.get("closing")
        return cls(rule=rule, closing=Signed(**closing) if closing else None, **known)


@dataclass(frozen=True, eq=False)
class Month:
    """One period as reported: its tables, the articles by doc, and how the report was made."""

    period: str
    tables: RunTables = field(default_factory=RunTables)
    texts: Mapping[str, str] = field(default_factory=dict)
    making: Making = field(default_factory=Making)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Articles by doc, in the order in which they were read; those carried over from earlier months last."""
        rows = sorted(self.tables.documents, key=lambda document: not self._is_own(document))
        return {document.doc: document for document in rows}

    @cached_property
    def own_documents(self) -> list[Document]:
        """The articles of this period's own folder, without those carried over from earlier months."""
        return [document for document in self.documents.values() if self._is_own(document)]

    @cached_property
    def as_at(self) -> str | None:
        """The day of the latest article of this period's own folder."""
        days = (row.published for row in self.own_documents if row.published and row.status == "read")
        return max(days, default=None)

    @cached_property
    def documents_cut_first(self) -> list[Document]:
        """The articles as on their sheet: those cut short first."""
        return sorted(self.documents.values(), key=lambda document: not document.truncated)

    def _is_own(self, document: Document) -> bool:
        return document.period in (None, self.period)

    @cached_property
    def own_claims(self) -> list[Claim]:
        """The claims in this period's own articles."""
        own = {document.doc for document in self.own_documents}
        return [claim for claim in self.claims.values() if claim.doc in own]

    def title(self, doc: str) -> str:
        """An article's headline; without one, the first line of its text, else its id."""
        document = self.documents.get(doc)
        named = document.title if document else None
        return headline(named or self.texts.get(doc, "").strip().partition("\n")[0], 120) or doc

    @cached_property
    def events(self) -> dict[str, Event]:
        """Events by id, in the order of their days."""
        rows = sorted(self.tables.events, key=lambda event: (event.start or _LAST, event.name, event.event_id))
        return {event.event_id: event for event in rows}

    def ref(self, about: str) -> str | None:
        """The short reference of a row; None where the run gave none."""
        return self._refs.get(about)

    @cached_property
    def _refs(self) -> dict[str, str]:
        return {row.about: row.ref for row in self.tables.refs}

    def event_name(self, event_id: str | None) -> str | None:
        """The name of an event; its id where the events table lacks it."""
        return self.events[event_id].name if event_id in self.events else event_id

    def event_name_and_id(self, event_id: str | None) -> str:
        """The name of an event with its id; '' for None."""
        return f"{self.events[event_id].name} ({event_id})" if event_id in self.events else event_id or ""

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Figures by id: those without a settled value first, the gravest at the top; then event by event.

        The whole is before its parts.
        """

        def order(figure: Figure) -> tuple[Any, ...]:
            part = figure.group_role is not GroupRole.WHOLE
            counts = (_MEASURES[figure.measure], part, figure.group or "", figure.scope, figure.figure_id)
            if figure.best is None:
                gravest = (not figure.measure.people, part, _MEASURES[figure.measure])
                return (False, *gravest, *self._event_order(figure.event_id), *counts)
            return (True, *self._event_order(figure.event_id), *counts)

        return {figure.figure_id: figure for figure in sorted(self.tables.figures, key=order)}

    @cached_property
    def figure_of(self) -> dict[str, Figure]:
        """The figure that each claim is counted in."""
        return {claim: figure for figure in self.figures.values() for claim in figure.claim_ids}

    def claims_on(self, event_id: str) -> list[str]:
        """The ids of an event's claims."""
        return self._claims_by_event.get(event_id, [])

    @cached_property
    def _claims_by_event(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.event_id or "", []).append(claim.claim_id)
        return found

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id; those of one figure together, at the end those that fit several events, then none."""
        places = {id: number for number, id in enumerate(self.figures)}

        def order(claim: Claim) -> tuple[Any, ...]:
            figure = self.figure_of.get(claim.claim_id)
            place = places[figure.figure_id] if figure else len(places)
            counts = (_MEASURES[claim.measure], place, claim.doc, claim.start)
            return (_LINKS.index(claim.link), *self._event_order(claim.event_id), *counts)

        return {claim.claim_id: claim for claim in sorted(self.tables.claims, key=order)}

    @cached_property
    def unread(self) -> list[Unread]:
        """What no rule read and is shown: open rows first, the likeliest at the top, then those ruled on."""

        def order(row: Unread) -> tuple[Any, ...]:
            return row.ruling is not None, -row.likelihood, row.doc, row.start

        return sorted((row for row in self.tables.unread if row.shown), key=order)

    @cached_property
    def claim_places(self) -> dict[str, int]:
        """The place of each claim among them, counted from 0."""
        return {id: place for place, id in enumerate(self.claims)}

    def exceeds(self, figure: Figure) -> float | None:
        """The number that a figure's least exceeds, where its source says 'more than'."""
        return figure.low if figure.bound is Bound.MORE_THAN else None

    def added(self, total: Counts) -> list[Figure]:
        """The figures of this month that a total adds."""
        whole = (figure for figure in self.figures.values() if figure.group_role is GroupRole.WHOLE)
        return [figure for figure in whole if _counted(figure) == _counted(total)]

    def total_exceeds(self, total: Total) -> float | None:
        """The number that a total's least exceeds, where it is one figure's."""
        added = self.added(total)
        return self.exceeds(added[0]) if len(added) == 1 and added[0].low == total.low else None

    @cached_property
    def conflicts(self) -> dict[str, Conflict]:
        """Conflicts by id: those to decide in the order of their ranks, this month's before those carried over.

        After them the rulings to confirm, those that newer reports have removed, minor ones, warnings, and what needs
        no decision.
        """
        rows = sorted(self.tables.conflicts, key=lambda row: (_waiting(row), row.rank, row.conflict_id))
        return {conflict.conflict_id: conflict for conflict in rows}

    @cached_property
    def open_conflicts(self) -> list[Conflict]:
        """The serious and moderate conflicts that wait for a decision, this month's first."""
        return [row for row in self.conflicts.values() if _waiting(row) < _CONFIRM]

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Comparisons by event and measure, contradictions first."""

        def order(row: Comparison) -> tuple[Any, ...]:
            agrees = row.verdict is not Verdict.CONTRADICTS
            return (*self._event_order(row.event_id), _MEASURES[row.measure], agrees, row.verdict, row.comparison_id)

        return sorted(self.tables.comparisons, key=order)

    @cached_property
    def totals(self) -> list[Total]:
        """Totals by month (the period's own first), scope, measure and rule."""

        def order(row: Total) -> tuple[Any, ...]:
            return row.month != self.period, row.month or _LAST, *_count_order(row), _RULES[row.rule]

        return sorted(self.tables.totals, key=order)

    @cached_property
    def totals_by_rule(self) -> list[dict[RuleName, Total]]:
        """The same, those of one count together by rule."""
        found: dict[tuple[Any, ...], dict[RuleName, Total]] = {}
        for row in self.totals:
            found.setdefault(_counted(row), {})[row.rule] = row
        return list(found.values())

    @cached_property
    def changes(self) -> list[Change]:
        """What changed since the month before, restatements first; new figures of the month's own events left out."""
        new = ChangeKind.NEW
        rows = [row for row in self.tables.changes if row.change is not new or row.month not in (None, self.period)]

        def order(row: Change) -> tuple[Any, ...]:
            kind = (row.change not in _RESTATED, _CHANGES[row.change])
            return (*kind, -abs(row.amount), *self._event_order(row.event_id), row.figure_id)

        return sorted(rows, key=order)

    @cached_property
    def roll_forward(self) -> list[Movement]:
        """The roll-forward by scope, measure and unit, the months in their order, the unknown one last."""
        return sorted(self.tables.roll_forward, key=lambda row: (*_count_order(row), row.month or _LAST))

    @cached_property
    def breakdowns(self) -> list[Breakdown]:
        """Breakdowns under the desk's rule: by what, the largest first."""

        def order(row: Breakdown) -> tuple[Any, ...]:
            largest = (-(row.low or 0.0), row.key or "~")
            return (BREAKDOWNS.index(row.by), row.month or _LAST, *_count_order(row), *largest)

        return sorted((row for row in self.tables.breakdowns if row.rule is self.making.rule), key=order)

    @cached_property
    def perhaps_one(self) -> list[PerhapsOne]:
        """The pairs of events that may be one: undecided ones first, then the likely, then the largest effect."""
        order = list(Sureness)
        return sorted(
            self.tables.perhaps_one,
            key=lambda row: (row.ruling is not None, order.index(row.likelihood), -row.effect, row.pair_id),
        )

    @cached_property
    def implausible(self) -> list[Implausible]:
        """The figures out of proportion: undecided ones first, then the gravest measure, then the largest effect."""
        return sorted(
            self.tables.implausible,
            key=lambda row: (row.ruling is not None, _MEASURES[row.measure], -(row.effect or 0.0), row.warning_id),
        )

    @cached_property
    def sources(self) -> list[Source]:
        """The sources: new ones first, then those of most claims."""

        def order(row: Source) -> tuple[Any, ...]:
            return row.state != "candidate", -row.claims, row.role, row.name, row.source_id

        return sorted(self.tables.sources, key=order)

    @cached_property
    def rulings(self) -> dict[str, Ruling]:
        """The ruling in force on each id."""
        return latest_decisions(self.tables.decisions)

    @cached_property
    def _event_places(self) -> dict[str, int]:
        return {id: number for number, id in enumerate(self.events)}

    def _event_order(self, event_id: str | None) -> tuple[int, str]:
        return self._event_places.get(event_id or "", len(self.events)), event_id or "~"


_CONFIRM, _REMOVED, _MINOR, _WARNING, _AT_REST = range(2, 7)


def _waiting(row: Conflict) -> int:
    """The place of a conflict among the others: 0 to decide, 1 carried over and to decide, then what waits less."""
    if row.state is State.OVERTAKEN:
        return _REMOVED
    if row.state is State.CHANGED:
        return _CONFIRM
    if row.state.at_rest:
        return _AT_REST
    if row.severity in (Severity.SERIOUS, Severity.MODERATE):
        return int(row.age > 0)
    return _WARNING if row.severity is Severity.WARNING else _MINOR


def _counted(row: Counts) -> tuple[str | None, ...]:
    """What a figure or total counts; figures with the same key are added up."""
    return row.month, row.scope, row.measure, row.unit


def _count_order(row: Counts) -> tuple[Any, ...]:
    return _SCOPES[row.scope], _MEASURES[row.measure], row.unit


def by_doc(rows: Iterable[Read]) -> dict[str, list[Read]]:
    """Claims, dates or unread numbers by the article that they are in, in the given order."""
    found: dict[str, list[Read]] = {}
    for row in rows:
        found.setdefault(row.doc, []).append(row)
    return found
