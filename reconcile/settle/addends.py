"""What each figure in force adds to totals: its value under the desk's rule and under every other rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reconcile.model.counted_together import count_together
from reconcile.model.group import Group
from reconcile.model.read_claims import read_claims
from reconcile.model.records import Claim, Conflict, Event, Figure, Ruling, Source
from reconcile.model.rulings import Bounds, Rulings, read_rulings, share_voices
from reconcile.model.settings import Settings
from reconcile.model.subject import Subject, counted_once, figure_id, gather_subjects
from reconcile.model.units import exact
from reconcile.model.voice import reliabilities
from reconcile.settle.figures import settle_under
from schemas.codes import GroupRole, Reliability, RuleName, Status

FloatBounds = tuple[float | None, float | None, float | None]
"""Low, best and high as tables store them, in the figure's unit."""


@dataclass(frozen=True)
class Addend:
    """A figure with its low, best and high under one rule."""

    figure: Figure
    low: float | None
    best: float | None
    high: float | None

    @property
    def event_id(self) -> str:
        """The id of its event."""
        return self.figure.event_id


@dataclass(frozen=True, eq=False)
class Addends:
    """The figures under every rule, sorted by figure_id under each, and the events by id.

    `counted` are the figure_ids that a month's total adds; `counted_in_groups` those that the total of a group adds.
    """

    by_rule: Mapping[RuleName, Sequence[Addend]]
    events: Mapping[str, Event]
    counted: frozenset[str]
    counted_in_groups: frozenset[str]


def settle_under_every_rule(
    claims: Iterable[Claim],
    figures: Iterable[Figure],
    events: Iterable[Event],
    settings: Settings,
    sources: Iterable[Source] = (),
    decisions: Iterable[Ruling] = (),
    conflicts: Iterable[Conflict] = (),
    months: Collection[str | None] | None = None,
) -> Addends:
    """Compute low, best and high of figures under each rule, as input for totals.

    Under the desk's own rule each figure is as it was settled. Under each other rule it is settled again from its
    claims. A figure that the desk set is the same under all rules; one that the desk dismissed is left out.

    Args:
        claims: at least the claims of all figures of every event that has a figure in `months`.
        figures: all figures, including other months': where an event and one inside it both have figures, only the
            inner one is added.
        events: the events of these figures, and the larger events that they belong to.
        settings: the desk's settings, with its rule.
        sources: the sources with the desk's reliability ratings.
        decisions: the log of rulings.
        conflicts: all conflicts that rulings may be about, including those of earlier months.
        months: the months wanted (YYYY-MM, or None for an unknown month); None for all months.

    Returns:
        The figures of these months under each rule, sorted by figure_id; bounds in each figure's unit.
    """
    standing = sorted((f for f in figures if f.group_role != GroupRole.ASIDE), key=lambda f: f.figure_id)
    wanted = [figure for figure in standing if months is None or figure.month in months]
    named = {figure.event_id for figure in wanted}
    related = [figure for figure in standing if figure.event_id in named]
    rulings = read_rulings(decisions, conflicts)
    anew = _settle_anew(related, claims, settings, reliabilities(sources), rulings)
    known = {event.event_id: event for event in events}
    return Addends(
        by_rule={rule: [_addend(figure, anew[rule]) for figure in wanted] for rule in RuleName},
        events=known,
        counted=_counted((f for f in standing if f.group_role == GroupRole.WHOLE), known),
        counted_in_groups=_counted_in_groups(standing, known),
    )


def _settle_anew(
    figures: Iterable[Figure],
    claims: Iterable[Claim],
    settings: Settings,
    reliability: Mapping[str, Reliability],
    rulings: Rulings,
) -> dict[RuleName, dict[str, FloatBounds]]:
    """Low, best and high by figure_id under each rule; empty for the desk's own rule, where figures are as settled."""
    by_id = {figure.figure_id: figure for figure in figures}
    behind = {id for figure in by_id.values() for id in figure.claim_ids}
    read = read_claims((claim for claim in claims if claim.claim_id in behind), settings.about_tolerance)
    subjects = gather_subjects(count_together(share_voices(read, rulings)), settings.about_tolerance, reliability)
    decided = {id: _exact_bounds(figure) for id, figure in by_id.items() if figure.status == Status.DECIDED}
    set_to = {s: decided[id] for s in subjects if (id := figure_id(s)) in decided}
    found: dict[RuleName, dict[str, FloatBounds]] = {settings.rule: {}}
    for rule in (name for name in RuleName if name != settings.rule):
        settled = settle_under(rule, subjects, set_to)
        found[rule] = {figure_id(s.subject): s.said[:3] for s in settled}
    return found


def _addend(figure: Figure, anew: Mapping[str, FloatBounds]) -> Addend:
    return Addend(figure, *anew.get(figure.figure_id, (figure.low, figure.best, figure.high)))


def _exact_bounds(figure: Figure) -> Bounds:
    low, best, high = (None if end is None else exact(end) for end in (figure.low, figure.best, figure.high))
    return low, best, high


def _counted(figures: Iterable[Figure], events: Mapping[str, Event]) -> frozenset[str]:
    """The ids of figures that totals add; an outer event is left out where an event inside it is also counted."""
    subjects = {figure.figure_id: _family(figure) for figure in figures}
    added = set(counted_once(subjects.values(), {id: event.parent for id, event in events.items()}))
    return frozenset(id for id, subject in subjects.items() if subject in added)


def _counted_in_groups(figures: Iterable[Figure], events: Mapping[str, Event]) -> frozenset[str]:
    """The ids that totals of single groups add: as `_counted`, for each group separately, wholes and parts alike."""
    groups: dict[str | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.group].append(figure)
    return frozenset().union(*(_counted(found, events) for found in groups.values()))


def _family(figure: Figure) -> Subject:
    """The subject of a figure without its group."""
    return Subject(figure.event_id, figure.measure, figure.unit, figure.scope, Group())
