"""Cells with links: from a row to its claims, its event, its figure, its article.

A short reference always leads to its row; a name or a quote does where it fits in one line of its cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.report.month import Month
from reconcile.report.sheet import Cells, Link
from reconcile.wording.figure_words import counted, headline, settled


def claims_link(month: Month, claim_ids: Sequence[str]) -> Link | str | None:
    """A link from a row to its claims, where their rows are adjacent; else their references; None without claims."""
    known = sorted({id for id in claim_ids if id in month.claims}, key=month.claim_places.__getitem__)
    return rows_link(month, known, [month.claim_places[id] for id in known], "claim", "Claims")


def rows_link(month: Month, ids: Sequence[str], places: Sequence[int], noun: str, sheet: str) -> Link | str | None:
    """A link to several rows of a sheet that are adjacent there; else their references, as text.

    Args:
        month: the month.
        ids: the rows, in the order of the sheet.
        places: their places on the sheet.
        noun: what a row is.
        sheet: the sheet's name.
    """
    if not ids:
        return None
    if places[-1] - places[0] == len(places) - 1:
        return Link(counted(len(ids), noun), sheet=sheet, row=ids[0], rows=len(ids))
    return ", ".join(month.ref(id) or id for id in ids)


def ref_link(month: Month, about: str | None, sheet: str) -> Link | str | None:
    """A link to a row that shows its short reference, its id where it has none."""
    if about is None:
        return None
    return Link(month.ref(about) or about, sheet=sheet, row=about)


def event_ref(month: Month, event_id: str | None) -> Link | str | None:
    """A link to an event's row that shows its short reference."""
    return ref_link(month, event_id, "Events") if event_id in month.events else None


def quote_link(month: Month, claim_id: str) -> Link | str:
    """A link to a claim's own row, showing its quote."""
    claim = month.claims.get(claim_id)
    return Link(claim.quote, sheet="Claims", row=claim_id) if claim else claim_id


def article_link(month: Month, doc: str) -> Link | str:
    """A link to the article's own row, showing its headline."""
    return Link(headline(month.title(doc)), sheet="Articles", row=doc) if doc in month.documents else doc


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
