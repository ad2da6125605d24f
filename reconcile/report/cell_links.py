"""Cells with links: from a row to its claims, its event, its figure, its article."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.report.month import Month
from reconcile.report.sheet import Cells, Link
from reconcile.wording.figure_words import counted, headline, settled


def claims_link(month: Month, claim_ids: Sequence[str]) -> Link | None:
    """A link from a row to its claims: to all where their rows are adjacent, else to the first; None without claims."""
    places = sorted(month.claim_places[id] for id in claim_ids if id in month.claims)
    if not places:
        return None
    together = places[-1] - places[0] == len(places) - 1
    first = next(id for id in claim_ids if month.claim_places.get(id) == places[0])
    return Link(counted(len(places), "claim"), sheet="Claims", row=first, rows=len(places) if together else 1)


def quote_link(month: Month, claim_id: str) -> Link | str:
    """A link to a claim's own row, showing its quote."""
    claim = month.claims.get(claim_id)
    return Link(claim.quote, sheet="Claims", row=claim_id) if claim else claim_id


def article_link(month: Month, doc: str) -> Link | str:
    """A link to the article's own row, showing its headline."""
    return Link(headline(month.title(doc)), sheet="Articles", row=doc) if doc in month.documents else doc


def event_link(month: Month, event_id: str | None) -> Link | str | None:
    """A link to the event's own row, showing its name."""
    name = month.event_name(event_id)
    return Link(name, sheet="Events", row=event_id or "") if event_id in month.events else name


def figure_link(month: Month, figure_id: str, words: str | None = None) -> Link | str | None:
    """A link to a figure's own row, showing the figure or the words given."""
    figure = month.figures.get(figure_id)
    if figure is None:
        return words
    return Link(words or settled(figure, month.exceeds(figure)), sheet="Figures", row=figure_id)


def ruling_cells(month: Month, about: str) -> Cells:
    """The five cells of the ruling in force on an id, empty where there is none."""
    ruling = month.rulings.get(about)
    keys = ("decision", "value", "reason", "analyst", "reviewer")
    return {key: getattr(ruling, key, None) for key in keys}
