"""Days and places of one event that exclude each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

from reconcile.compare.kinds.base import Evidence, Finding, Moved, kind
from reconcile.model.claim import ComparedClaim
from reconcile.model.settings import Settings
from reconcile.wording.claim_words import capital, figure_words, speaker
from reconcile.wording.figure_words import day_words
from schemas.codes import DatePrecision, PlacePrecision, Scope

EARTH_KM = 6371.0

SURE_DAYS = DatePrecision.DAYS
"""Claims dated less exactly than within two to six days are not compared by day."""

SURE_PLACE = PlacePrecision.NEAR
"""Claims placed less exactly than near a point are not compared by place."""


@kind("dates that exclude each other", remedy="Look for the day in a third report, or split the event in two.")
def dates(evidence: Evidence) -> Iterator[Finding]:
    """Claims that count the same thing date one event on days that exclude each other."""
    yield from _furthest(evidence, DAYS)


@kind("places that exclude each other", remedy="Look for the place in a third report, or split the event in two.")
def places(evidence: Evidence) -> Iterator[Finding]:
    """Claims that count the same thing place one event further apart than the desk's settings allow."""
    yield from _furthest(evidence, POINTS)


@dataclass(frozen=True)
class Axis:
    """One way in which claims can lie apart: which claims count, which are outermost, how far apart, in what words."""

    usable: Callable[[ComparedClaim], bool]
    outermost: Callable[[list[ComparedClaim]], list[ComparedClaim]]
    apart: Callable[[ComparedClaim, ComparedClaim], float]
    allowed: Callable[[Settings], float]
    tell: Callable[[ComparedClaim, ComparedClaim], str]
    where: Callable[[ComparedClaim], str]
    order: Callable[[ComparedClaim], str]
    months: Callable[[ComparedClaim, ComparedClaim], tuple[str, str] | None]


def _furthest(evidence: Evidence, axis: Axis) -> Iterator[Finding]:
    """For each event, the two claims of one thing that lie furthest apart, where that exceeds the limit."""
    worst: dict[str, tuple[float, ComparedClaim, ComparedClaim]] = {}
    for bucket, statements in evidence.buckets.items():
        claims = [s.claim for s in statements if s.claim.scope == Scope.INCIDENT and axis.usable(s.claim)]
        for left, right in combinations(axis.outermost(claims) if claims else [], 2):
            apart = axis.apart(left, right) - axis.allowed(evidence.settings)
            if apart > 0 and left.text_id != right.text_id and apart > worst.get(bucket.event_id, (0.0,))[0]:
                worst[bucket.event_id] = (apart, left, right)
    for event_id, (_, left, right) in sorted(worst.items(), key=lambda item: item[0]):
        said = capital(f"{axis.tell(left, right)}; both are about {evidence.phrase(event_id)}.")
        here, there = sorted((left, right), key=lambda c: (axis.order(c), c.claim_id))
        moved = Moved(axis.where(here), axis.where(there), axis.months(here, there))
        shown = tuple(f"{speaker(c)}: {axis.where(c)} ({figure_words(c)})" for c in (here, there))
        yield Finding(event_id, (left, right), said, sides=(here, there), shown=shown, weighs=here, moved=moved)


def _dated(claim: ComparedClaim) -> bool:
    """True for a claim with exact days, but for a count that was changed: its day is that of the change."""
    precise = claim.date_precision is not None and claim.date_precision <= SURE_DAYS
    return bool(claim.event_start and claim.event_end and precise and claim.restates is None)


def _days_apart(left: ComparedClaim, right: ComparedClaim) -> float:
    """Days between two claims: 1 or more where one ends before the other begins."""
    days = [days for claim in (left, right) if (days := claim.days)]
    return float((max(days).begins - min(days).last).days)


def _tell_days(left: ComparedClaim, right: ComparedClaim) -> str:
    first, second = sorted((left, right), key=lambda c: str(c.event_start))
    return f"{speaker(first)} puts it on {_span(first)} and {speaker(second)} on {_span(second)}"


def _span(claim: ComparedClaim) -> str:
    start, end = day_words(claim.event_start or ""), day_words(claim.event_end or "")
    return start if start == end else f"{start} to {end}"


def _placed(claim: ComparedClaim) -> bool:
    known = claim.latitude is not None and claim.longitude is not None
    return known and claim.place_precision is not None and claim.place_precision <= SURE_PLACE


def _km_apart(left: ComparedClaim, right: ComparedClaim) -> float:
    """Great-circle distance in kilometres."""
    (north, west), (south, east) = _point(left), _point(right)
    across = sin((east - west) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(sin((south - north) / 2) ** 2 + cos(north) * cos(south) * across))


def _point(claim: ComparedClaim) -> tuple[float, float]:
    """Latitude and longitude in radians, for a claim that has both."""
    return radians(claim.latitude or 0.0), radians(claim.longitude or 0.0)


def _tell_places(left: ComparedClaim, right: ComparedClaim) -> str:
    far = f"{_km_apart(left, right):,.0f} kilometres apart"
    return f"{speaker(left)} puts it at {left.place} and {speaker(right)} at {right.place}, {far}"


def _first_and_last(claims: list[ComparedClaim]) -> list[ComparedClaim]:
    """The claim that ends first and the claim that begins last: if any two exclude each other, these do."""
    return [
        min(claims, key=lambda c: (str(c.event_end), c.claim_id)),
        max(claims, key=lambda c: (str(c.event_start), c.claim_id)),
    ]


def _at_the_edges(claims: list[ComparedClaim]) -> list[ComparedClaim]:
    """The northernmost, southernmost, easternmost and westernmost claim."""
    north = sorted(claims, key=lambda c: (_point(c)[0], c.claim_id))
    east = sorted(claims, key=lambda c: (_point(c)[1], c.claim_id))
    return [north[0], north[-1], east[0], east[-1]]


DAYS = Axis(
    _dated,
    _first_and_last,
    _days_apart,
    lambda settings: 0.0,
    _tell_days,
    _span,
    lambda claim: str(claim.event_start),
    lambda here, there: (str(here.event_start)[:7], str(there.event_start)[:7]),
)
POINTS = Axis(
    _placed,
    _at_the_edges,
    _km_apart,
    lambda settings: settings.event_distance_km,
    _tell_places,
    lambda claim: str(claim.place),
    lambda claim: str(claim.place),
    lambda here, there: None,
)
