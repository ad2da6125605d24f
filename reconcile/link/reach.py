"""Compares accounts of events that reach far and are counted for weeks: earthquakes, storms, floods.

Their tolls come from many towns, and from a country as a whole, and rise for weeks. Another town is therefore no other
event, nor is another day, unless the text gives it as the day of the event itself. How far each kind reaches is in
`causes.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from reconcile.link.accounts import Report
from reconcile.link.agreement import LARGE_TOLL, MAGNITUDES, TOLLS, Facts, days_between, is_large_toll, kilometres
from reconcile.link.naming import words_of
from reconcile.link.vocabulary import load_causes
from reconcile.model.link_reason import PlaceLevel
from reconcile.model.place import PlaceReference
from schemas.codes import Measure, PlacePrecision

COUNTED_FOR = 30
"""Days before its publication in which the event of an account without a stated day may have been."""
GROWTH = 1000
"""How many times its first counts the toll of an event can be in the end."""


def reach_of(one: Report, other: Report) -> float | None:
    """How far apart, in km, places of the two can be if they report one wide event; None for other events.

    An account that gives no cause may be of the event that the other names.
    """
    mine, its = one.facts.family, other.facts.family
    return load_causes().reach(mine or its, its or mine)


def open_days(report: Report) -> Facts:
    """The facts of an account of a wide event; without a stated day of the event, any day of the weeks before it.

    Days in an account without a cause may be those of counts.
    """
    facts, published = report.facts, _ordinal(report.published)
    if published is None or (facts.dated and facts.family is not None):
        return facts
    first = published - COUNTED_FOR
    return replace(facts, first=min(first, facts.first or first), last=published)


def _ordinal(day: str) -> int | None:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None


def differ_in_size(one: Report, other: Report) -> bool:
    """True where two accounts of wide events cannot be of one, by their tolls: 41,000 dead beside 3 of the same day.

    A count of a few may have grown into the large one only where it was published before, and not beyond all measure;
    one that does not state its day may be of a part of the large event.
    """
    return any(_differ_in_toll(*pair, measure) for measure in TOLLS for pair in ((one, other), (other, one)))


def _differ_in_toll(small: Report, large: Report, measure: Measure) -> bool:
    least, most = _largest(small, measure), _largest(large, measure)
    if not least or most < LARGE_TOLL or not small.facts.dated or _is_of_one_day(small, large):
        return False
    return most >= (GROWTH if small.published < large.published else MAGNITUDES) * least


def _largest(report: Report, measure: Measure) -> float:
    return max((number for its, number in report.figures if its == measure), default=0)


def _is_of_one_day(one: Report, other: Report) -> bool:
    return one.facts.dated and other.facts.dated and days_between(one.facts, other.facts) == 0


def is_too_large_for(report: Report, others: Sequence[Report]) -> bool:
    """True where a report's toll of thousands is a hundred times the largest of the others."""
    largest = max((number for other in others for measure, number in other.figures if measure in TOLLS), default=0)
    return any(is_large_toll(toll) and toll[1] >= MAGNITUDES * largest for toll in report.figures)


def countries_of(report: Report) -> set[str]:
    """The countries that its claims name."""
    return {place.country for place in _places_of(report) if place.country}


def compare_reaches(one: Report, other: Report, reach: float) -> PlaceLevel:
    """'Country' where places of the two are within the reach or share a name, or one is the country of the other's.

    'Unknown' where the country of one of the two is; else 'apart'.
    """
    ours, theirs = (_places_of(report) for report in (one, other))
    if any(_can_be_one(here, there, reach) for here in ours for there in theirs):
        return PlaceLevel.COUNTRY
    known = all(any(place.country for place in places) for places in (ours, theirs))
    return PlaceLevel.APART if known else PlaceLevel.UNKNOWN


def _places_of(report: Report) -> Sequence[PlaceReference]:
    """The distinct places of its claims."""
    return list(dict.fromkeys(said.place for said in report.said if said.place.name or said.place.country))


def _can_be_one(one: PlaceReference, other: PlaceReference, reach: float) -> bool:
    if words_of(one.name or "") & words_of(other.name or ""):
        return None in (one.country, other.country) or one.country == other.country
    whole = PlacePrecision.COUNTRY in (one.precision, other.precision)
    far = kilometres(one, other)
    if whole or far is None:
        return one.country is not None and one.country == other.country
    return far <= reach
