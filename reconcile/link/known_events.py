"""Events that are known before a batch: discovered ones that are one of them take its id, its name and its facts.

A discovered event is a known one when its articles call that by name and nothing speaks against it, or when place, days
and cause all agree. A long known event (a battle of weeks) takes a single day's event only by name; it is the parent
of the others in its place and time.
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
    """A known event: its record, its facts, and its names as plain small words."""

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
    """The known events, wars and all."""
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
        """True where neither place, days nor cause speaks against their being one."""
        return self.place not in AWAY and self.days not in NOT_THEN and self.cause != CauseLevel.DIFFERENT

    @property
    def agrees(self) -> bool:
        """True where place and days both fit."""
        return self.place in HERE and self.days in THEN

    @property
    def closeness(self) -> int:
        """In how many of place, days and cause the two are the same, not merely alike."""
        same = (self.place == PlaceLevel.SAME, self.days == DaysLevel.SAME, self.cause == CauseLevel.SAME)
        return sum(same)


def match_known(
    facts: Facts,
    reports: Sequence[Report],
    known: Sequence[Known],
    readings: Mapping[str, Reading],
    settings: Settings,
) -> list[Known]:
    """The known events that a discovered one may be: those its claims or articles name, else those that agree best."""
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
    """True where a report's article (or, for a side remark, its own sentences) calls the event by one of its names."""
    if any(one.barred == known.id for one in report.said):
        return False
    text = readings[report.doc].plain if report.main else plain(" ".join(claim.sentence for claim in report.claims))
    return any(name in text for name in known.names)


def holds(known: Known, facts: Facts, settings: Settings) -> bool:
    """True where a long known event is the parent of another: its place and time lie within."""
    if not known.long or facts.first is None or known.facts.first is None:
        return False
    ended = known.facts.last is not None and facts.first > known.facts.last
    level = compare_places(known.facts.place, facts.place, settings.event_distance_km)
    return known.facts.first <= facts.first and not ended and level in (*HERE, PlaceLevel.INSIDE)
