"""Days and places of one event that exclude each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

from reconcile.compare.kinds.base import Evidence, Finding, Moved, kind
from reconcile.model.claim import Claim
from reconcile.model.settings import Settings
from reconcile.wording.claim_words import capital, day_words, figure_words, speaker

EARTH_KM = 6371.0

SURE_DAYS = 2
"""Claims dated more loosely than within 2-6 days (UCDP precision 2) exclude nothing."""

SURE_PLACE = 2
"""Claims placed more loosely than near a point (UCDP precision 2) exclude nothing."""


@kind("dates that exclude each other", remedy="Look for the day in a third report, or split the event in two.")
def dates(evidence: Evidence) -> Iterator[Finding]:
    """Claims that count the same thing put one event on days that exclude each other."""
    yield from _furthest(evidence, DAYS)


@kind("places that exclude each other", remedy="Look for the place in a third report, or split the event in two.")
def places(evidence: Evidence) -> Iterator[Finding]:
    """Claims that count the same thing put one event at places further apart than the desk allows."""
    yield from _furthest(evidence, POINTS)


@dataclass(frozen=True)
class Axis:
    """One way to lie apart: which claims say where, which lie outermost, how far, and in what words."""

    usable: Callable[[Claim], bool]
    outermost: Callable[[list[Claim]], list[Claim]]
    apart: Callable[[Claim, Claim], float]
    allowed: Callable[[Settings], float]
    tell: Callable[[Claim, Claim], str]
    where: Callable[[Claim], str]
    order: Callable[[Claim], str]
    months: Callable[[Claim, Claim], tuple[str, str] | None]


def _furthest(evidence: Evidence, axis: Axis) -> Iterator[Finding]:
    """For each event, the two claims of one thing that lie furthest apart, where that is more than allowed."""
    worst: dict[str, tuple[float, Claim, Claim]] = {}
    for bucket, statements in evidence.buckets.items():
        claims = [s.claim for s in statements if s.claim.scope == "incident" and axis.usable(s.claim)]
        for left, right in combinations(axis.outermost(claims) if claims else [], 2):
            apart = axis.apart(left, right) - axis.allowed(evidence.settings)
            if apart > 0 and left.story != right.story and apart > worst.get(bucket.event_id, (0.0,))[0]:
                worst[bucket.event_id] = (apart, left, right)
    for event_id, (_, left, right) in sorted(worst.items(), key=lambda item: item[0]):
        said = capital(f"{axis.tell(left, right)}; both speak of {evidence.phrase(event_id)}.")
        here, there = sorted((left, right), key=lambda c: (axis.order(c), c.claim_id))
        moved = Moved(axis.where(here), axis.where(there), axis.months(here, there))
        shown = tuple(f"{speaker(c)}: {axis.where(c)} ({figure_words(c)})" for c in (here, there))
        yield Finding(event_id, (left, right), said, sides=(here, there), shown=shown, weighs=here, moved=moved)


def _dated(claim: Claim) -> bool:
    precise = (claim.date_precision or SURE_DAYS + 1) <= SURE_DAYS
    return bool(claim.event_start and claim.event_end and precise)


def _days_apart(left: Claim, right: Claim) -> float:
    """1 and more where one ends before the other begins."""
    first, second = sorted((left, right), key=lambda c: (str(c.event_start), str(c.event_end)))
    return float((date.fromisoformat(second.event_start) - date.fromisoformat(first.event_end)).days)


def _tell_days(left: Claim, right: Claim) -> str:
    first, second = sorted((left, right), key=lambda c: str(c.event_start))
    return f"{speaker(first)} puts it on {_span(first)} and {speaker(second)} on {_span(second)}"


def _span(claim: Claim) -> str:
    start, end = day_words(claim.event_start), day_words(claim.event_end)
    return start if start == end else f"{start} to {end}"


def _placed(claim: Claim) -> bool:
    known = claim.latitude is not None and claim.longitude is not None
    return known and (claim.place_precision or SURE_PLACE + 1) <= SURE_PLACE


def _km_apart(left: Claim, right: Claim) -> float:
    """Great-circle distance in kilometres."""
    north, south = radians(left.latitude), radians(right.latitude)
    across = sin(radians(right.longitude - left.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(sin((south - north) / 2) ** 2 + cos(north) * cos(south) * across))


def _tell_places(left: Claim, right: Claim) -> str:
    far = f"{_km_apart(left, right):,.0f} kilometres apart"
    return f"{speaker(left)} puts it at {left.place} and {speaker(right)} at {right.place}, {far}"


def _first_and_last(claims: list[Claim]) -> list[Claim]:
    """The one that ends first and the one that begins last: if any two exclude each other, these do."""
    return [
        min(claims, key=lambda c: (c.event_end, c.claim_id)),
        max(claims, key=lambda c: (c.event_start, c.claim_id)),
    ]


def _at_the_edges(claims: list[Claim]) -> list[Claim]:
    """The northernmost, southernmost, easternmost and westernmost."""
    north = sorted(claims, key=lambda c: (c.latitude, c.claim_id))
    east = sorted(claims, key=lambda c: (c.longitude, c.claim_id))
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
