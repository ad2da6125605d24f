"""Which event a date in a text places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from reconcile.link.accounts import Row, by_doc
from reconcile.text.document import Page
from schemas import records

BOUNDARY = 100
"""Days from an event's known days within which a stated start or end can be its own."""


def link_dates(dates: pd.DataFrame, rows: Sequence[Row], pages: Mapping[str, Page]) -> pd.DataFrame:
    """The dates with the event of the claim that each stands beside."""
    held = by_doc([row for row in rows if row["event_id"] is not None])
    found = dates.copy()
    events = [_event_of_date(row, held.get(row["doc"], []), pages.get(row["doc"])) for row in records(dates)]
    found["event_id"] = pd.array(events, dtype=pd.StringDtype())
    return found


def _event_of_date(day: Row, rows: Sequence[Row], page: Page | None) -> str | None:
    """The event of the nearest claim in the date's sentence.

    Elsewhere a date goes to the nearest claim whose days it meets; a start or an end, to the nearest at whose days it
    can start or end: 'the offensive, launched on 19 May' in an article about a town that fell on 5 June.
    """
    if day["role"] == "publication" or not rows:
        return None
    here = page.sentence_at(day["start"]) if page else None
    beside = [row for row in rows if here is not None and here.start <= row["start"] < here.end]
    reach = BOUNDARY if day["role"] in ("start", "end") else 0
    meeting = [row for row in rows if row["event_start"] and row["scope"] == "incident" and _meets(day, row, reach)]
    nearest = min(beside or meeting, key=lambda row: (abs(row["start"] - day["start"]), row["claim_id"]), default=None)
    return None if nearest is None else nearest["event_id"]


def _meets(day: Row, row: Row, reach: int) -> bool:
    """True where a date lies within so many days of a claim's."""
    begins, ends = (date.fromisoformat(day[side]).toordinal() for side in ("begins", "ends"))
    first = date.fromisoformat(row["event_start"]).toordinal()
    last = date.fromisoformat(row["event_end"] or row["event_start"]).toordinal()
    return first - reach < ends and last + reach >= begins
