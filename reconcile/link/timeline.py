"""Assigns dates in a text to events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reconcile.link.accounts import by_doc
from reconcile.link.reading import Reading
from reconcile.model.records import Claim, DateMention
from schemas.codes import DateRole, Scope

BOUNDARY = 100
"""Days from an event's known days within which a stated start or end can belong to it."""


def link_dates(
    dates: Sequence[DateMention], claims: Sequence[Claim], readings: Mapping[str, Reading]
) -> list[DateMention]:
    """The dates, each with the event of the claim that it belongs to."""
    held = by_doc([claim for claim in claims if claim.event_id is not None])
    return [replace(day, event_id=_event_of_date(day, held.get(day.doc, []), readings.get(day.doc))) for day in dates]


def _event_of_date(day: DateMention, claims: Sequence[Claim], reading: Reading | None) -> str | None:
    """The event of the nearest claim in the date's sentence, or None.

    Without one, a date takes the nearest claim whose days it overlaps; a start or an end, the nearest whose days it can
    start or end: 'the offensive, launched on 19 May' in an article about a town that fell on 5 June.
    """
    if day.role == DateRole.PUBLICATION:
        return None
    here = reading.sentence_at(day.start) if reading else None
    beside = [claim for claim in claims if here is not None and here.start <= claim.start < here.end]
    reach = BOUNDARY if day.role in (DateRole.START, DateRole.END) else 0
    meeting = [claim for claim in claims if claim.scope == Scope.INCIDENT and _meets(day, claim, reach)]
    nearest = min(beside or meeting, key=lambda claim: (abs(claim.start - day.start), claim.claim_id), default=None)
    return None if nearest is None else nearest.event_id


def _meets(day: DateMention, claim: Claim, reach: int) -> bool:
    """True where a date is within `reach` days of a claim's."""
    if claim.event_start is None or claim.days is None:
        return False
    begins, ends = day.days.begins.toordinal(), day.days.ends.toordinal()
    first, last = claim.days.begins.toordinal(), claim.days.last.toordinal()
    return first - reach < ends and last + reach >= begins
