"""Compares two mentions by places, days, causes and figures, as evidence for or against their being one event.

Every comparison returns one level; `weights.yaml` has the points for each. This module uses no articles or tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import asin, cos, inf, radians, sin, sqrt

from reconcile.link.vocabulary import load_causes
from reconcile.model.link_reason import CauseLevel, DaysLevel, FiguresLevel, PlaceLevel, SceneLevel
from reconcile.model.place import PlaceReference
from reconcile.model.records import Claim, Event
from schemas.codes import DatePrecision, Measure, PlacePrecision

NOWHERE = PlaceReference()
EARTH_KM = 6371.0
TOWN = PlacePrecision.SECOND_ORDER
"""Places up to this precision can be apart from each other; larger ones contain others."""
REACH_KM = {PlacePrecision.FIRST_ORDER: 150.0, PlacePrecision.AREA: 250.0}
"""Distance in km from its stated point that a province or a larger area reaches."""
PRECISE_DAYS = 3
"""An interval of more days than this overlaps many others by chance."""
LONG_APART = 10
"""From this many days apart, two reports are of different weeks, even if a day was misread."""
WAR_DAYS = 5
"""From more days than this apart, two attacks of a war are two attacks, even if a day was misread or rounded."""
DISTINCT_FIGURE = 3
"""From this toll on, two reports are unlikely to state the same number by chance."""
TOLLS = frozenset({Measure.KILLED, Measure.INJURED})
"""Measures whose sizes tell events apart; the displaced of one flood may be 40 here and 5,000 there."""
LARGE_TOLL = 1000
"""From this number on, two tolls of a country and month that are alike are hardly those of two events."""
MAGNITUDES = 100
"""A toll of thousands beside one so many times smaller counts another event, unless one is a part of the other."""

StatedFigure = tuple[Measure, float]
"""A measure and the number that a claim gives of it."""


@dataclass(frozen=True)
class Facts:
    """Where, when and by what cause: what a claim, a report or a registered event says; None is unknown.

    `first` and `last` are day ordinals, both included; `family` is a family of causes.
    """

    place: PlaceReference = NOWHERE
    first: int | None = None
    last: int | None = None
    date_precision: DatePrecision | None = None
    family: str | None = None
    dated: bool = False
    """True where the claim's own sentence names the day; False where it was taken from another sentence."""
    known: str | None = None
    """The known event that it names."""
    barred: str | None = None
    """The known event that its article names, where the claim's own facts contradict that event."""

    @property
    def days(self) -> tuple[int | None, int | None]:
        """Its first day and its last."""
        return self.first, self.last


def claim_facts(claim: Claim, family: str | None, dated: bool = False) -> Facts:
    """The facts of a claim; of an interval with one open end, the known day is used for both."""
    first, last = ordinal(claim.event_start), ordinal(claim.event_end)
    ends = first if first is not None else last, last if last is not None else first
    return Facts(claim.location, *ends, claim.date_precision, family, dated)


def event_facts(event: Event, family: str | None) -> Facts:
    """The facts of a known event's row; an event of months without a last day is open-ended."""
    first, last = ordinal(event.start), ordinal(event.end)
    if last is None and (event.precision or DatePrecision.DAY) < DatePrecision.MONTH:
        last = first
    return Facts(event.location, first, last, event.precision, family)


def ordinal(day: str | None) -> int | None:
    """The ordinal of an ISO 8601 day."""
    return None if day is None else date.fromisoformat(day).toordinal()


def figure_of(claim: Claim) -> StatedFigure | None:
    """A claim's measure and number, where it states one."""
    value = claim.best if claim.best is not None else claim.low
    return None if value is None else (claim.measure, value)


def kilometres(one: PlaceReference, other: PlaceReference) -> float | None:
    """Great-circle distance, or None where a coordinate is missing.

    >>> round(kilometres(PlaceReference(latitude=34.51, longitude=36.58),
    ...     PlaceReference(latitude=34.73, longitude=36.72)))
    28
    """
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, south = radians(one.latitude), radians(other.latitude)
    half = sin((south - north) / 2) ** 2
    half += cos(north) * cos(south) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def compare_places(one: PlaceReference, other: PlaceReference, limit: float) -> PlaceLevel:
    """Compare two places; `limit` is the greatest distance in km between two places of one event.

    Where one of the two is a whole country the level is 'elsewhere', not 'abroad': the country may be the actor.
    """
    far = kilometres(one, other)
    codes = _code(one), _code(other)
    if one.country and other.country and one.country != other.country:
        if far is not None and far <= limit and max(codes) <= TOWN:
            return PlaceLevel.NEAR
        return PlaceLevel.ELSEWHERE if PlacePrecision.COUNTRY in codes else PlaceLevel.ABROAD
    if _is_same_place(one, other):
        return PlaceLevel.SAME if codes[0] <= PlacePrecision.AREA else PlaceLevel.COUNTRY
    if far is None or max(codes) >= PlacePrecision.COUNTRY:
        return PlaceLevel.COUNTRY if one.country and one.country == other.country else PlaceLevel.UNKNOWN
    if max(codes) > TOWN:
        return PlaceLevel.INSIDE if far <= REACH_KM[max(codes)] else PlaceLevel.APART
    return PlaceLevel.NEAR if far <= limit else PlaceLevel.APART


def _code(place: PlaceReference) -> PlacePrecision:
    return place.precision or PlacePrecision.EXACT


def _is_same_place(one: PlaceReference, other: PlaceReference) -> bool:
    """True where the ids are the same, or the names where not both have an id."""
    if one.place_id is not None and other.place_id is not None:
        return one.place_id == other.place_id
    return bool(one.name and other.name and one.name.casefold() == other.name.casefold())


def days_between(one: Facts, other: Facts) -> int | None:
    """Days from the end of the earlier interval to the start of the later; 0 where they overlap; None if unknown.

    >>> days_between(Facts(first=10, last=12), Facts(first=15, last=15))
    3
    """
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return None
    return max(0, one.first - other.last, other.first - one.last)


def compare_days(one: Facts, other: Facts, gap: int) -> DaysLevel:
    """Compare two intervals of days; `gap` is the greatest number of days between those of one event."""
    between = days_between(one, other)
    if between is None:
        return DaysLevel.UNKNOWN
    longest = max(_length(one), _length(other))
    if between > max(gap, LONG_APART):
        return DaysLevel.LONG_APART
    named = one.known is not None or other.known is not None  # a named event has days of its own, however many
    if one.dated and other.dated and ((between and longest == 1) or (named and between > gap)):
        return DaysLevel.ANOTHER
    if between > gap:
        return DaysLevel.APART
    if longest > PRECISE_DAYS:
        return DaysLevel.OVERLAP
    return DaysLevel.NEAR if between else DaysLevel.SAME


def _length(facts: Facts) -> float:
    return inf if facts.first is None or facts.last is None else facts.last - facts.first + 1


def compare_scenes(one: Facts, other: Facts, gap: int) -> SceneLevel:
    """'Another' where both state their day, the days are apart and the causes differ; else unknown.

    Kinds of fighting are no different causes: one attack is reported as a raid and as shelling, its day misread or
    rounded. But attacks of a war on one city are told in the same words, so that two of them days apart are two scenes.
    """
    causes = load_causes()
    stated = one.dated and other.dated and max(_length(one), _length(other)) <= PRECISE_DAYS
    between = days_between(one, other) or 0
    if one.family in causes.armies and other.family in causes.armies and between > max(gap, WAR_DAYS):
        return SceneLevel.ANOTHER if stated else SceneLevel.UNKNOWN
    if one.family in causes.war_kin and other.family in causes.war_kin:
        return SceneLevel.UNKNOWN
    apart = between > gap
    differ = compare_causes(one, other) in (CauseLevel.AKIN, CauseLevel.DIFFERENT)
    return SceneLevel.ANOTHER if stated and apart and differ else SceneLevel.UNKNOWN


def compare_causes(one: Facts, other: Facts) -> CauseLevel:
    """Compare two families of causes."""
    if one.family is None or other.family is None:
        return CauseLevel.UNKNOWN
    if one.family == other.family:
        return CauseLevel.SAME
    return CauseLevel.AKIN if load_causes().are_related(one.family, other.family) else CauseLevel.DIFFERENT


def compare_figures(one: frozenset[StatedFigure], other: frozenset[StatedFigure]) -> FiguresLevel:
    """'Same' where both state the same distinctive number for the same measure."""
    if not one or not other:
        return FiguresLevel.UNKNOWN
    same = any(value >= DISTINCT_FIGURE for _, value in one & other)
    return FiguresLevel.SAME if same else FiguresLevel.DIFFERENT


def is_large_toll(figure: StatedFigure | None) -> bool:
    """True for thousands of killed or of injured."""
    return figure is not None and figure[0] in TOLLS and figure[1] >= LARGE_TOLL
