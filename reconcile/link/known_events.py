"""Matches discovered events to events known before; a match takes the known event's id, name and facts.

A discovered event is a known one when its articles call it by that name and nothing contradicts it, or when place, days
and cause all agree. A long known event (a battle of weeks) takes the event of a single day only by name; it becomes
the parent of the others in its place and time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reconcile.link.accounts import Report
from reconcile.link.agreement import (
    PRECISE_DAYS,
    Facts,
    compare_causes,
    compare_days,
    compare_places,
    event_facts,
)
from reconcile.link.reading import Reading, plain
from reconcile.link.vocabulary import Lexicon
from reconcile.model.link_reason import CauseLevel, DaysLevel, PlaceLevel
from reconcile.model.records import Event
from reconcile.model.settings import Settings

AWAY = (PlaceLevel.APART, PlaceLevel.ELSEWHERE, PlaceLevel.ABROAD)
HERE = (PlaceLevel.SAME, PlaceLevel.NEAR)
THEN = (DaysLevel.SAME, DaysLevel.NEAR, DaysLevel.OVERLAP)
NOT_THEN = (DaysLevel.ANOTHER, DaysLevel.APART, DaysLevel.LONG_APART)


@dataclass(frozen=True)
class Known:
    """A known event: its record, its facts, and its names as plain lower-case words."""

    event: Event
    facts: Facts
    names: tuple[str, ...]

    @property
    def id(self) -> str:
        """The event's id."""
        return self.event.event_id

    @property
    def long(self) -> bool:
        """True where it lasts longer than a few days, or its end is open."""
        first, last = self.facts.days
        return first is not None and (last is None or last - first >= PRECISE_DAYS)


def read_known(events: Iterable[Event], lexicon: Lexicon) -> list[Known]:
    """The known events, wars included."""
    return [
        Known(event, event_facts(event, lexicon.family(event.kind)), tuple(map(plain, (event.name, *event.aliases))))
        for event in events
    ]


@dataclass(frozen=True)
class _Fit:
    """How a known event compares with a discovered one."""

    known: Known
    place: PlaceLevel
    days: DaysLevel
    cause: CauseLevel

    @property
    def possible(self) -> bool:
        """True where none of place, days and cause contradicts a match."""
        return self.place not in AWAY and self.days not in NOT_THEN and self.cause != CauseLevel.DIFFERENT

    @property
    def agrees(self) -> bool:
        """True where place and days both fit."""
        return self.place in HERE and self.days in THEN

    @property
    def closeness(self) -> int:
        """How many of place, days and cause are identical, not just compatible."""
        same = (self.place == PlaceLevel.SAME, self.days == DaysLevel.SAME, self.cause == CauseLevel.SAME)
        return sum(same)


def match_known(
    facts: Facts,
    reports: Sequence[Report],
    known: Sequence[Known],
    readings: Mapping[str, Reading],
    settings: Settings,
) -> list[Known]:
    """The known events that a discovered one may be: those named in its claims or articles, else the best matches."""
    called = {report.facts.known for report in reports} - {None}
    if called:
        return [one for one in known if one.id in called]
    possible = [fit for fit in (_fit(facts, one, settings) for one in known) if fit.possible]
    named = [fit.known for fit in possible if any(_names(report, fit.known, readings) for report in reports)]
    if named:
        return named
    agreeing = [fit for fit in possible if not fit.known.long and fit.agrees]
    best = max((fit.closeness for fit in agreeing), default=0)
    return [fit.known for fit in agreeing if fit.closeness == best]


def _fit(facts: Facts, known: Known, settings: Settings) -> _Fit:
    place = compare_places(facts.place, known.facts.place, settings.event_distance_km)
    days = compare_days(facts, known.facts, settings.event_gap_days)
    return _Fit(known, place, days, compare_causes(facts, known.facts))


def _names(report: Report, known: Known, readings: Mapping[str, Reading]) -> bool:
    """True where a report's article (for a minor report, its own sentences) calls the event by one of its names."""
    if any(one.barred == known.id for one in report.said):
        return False
    text = readings[report.doc].plain if report.main else plain(" ".join(claim.sentence for claim in report.claims))
    return any(name in text for name in known.names)


def holds(known: Known, facts: Facts, settings: Settings) -> bool:
    """True where a long known event is the parent of another: its place and time contain the other's."""
    if not known.long or facts.first is None or known.facts.first is None:
        return False
    ended = known.facts.last is not None and facts.first > known.facts.last
    level = compare_places(known.facts.place, facts.place, settings.event_distance_km)
    return known.facts.first <= facts.first and not ended and level in (*HERE, PlaceLevel.INSIDE)
