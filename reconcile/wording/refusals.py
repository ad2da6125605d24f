"""Rows of the table `refused` for articles and rulings that were not used."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.model.article import Article
from reconcile.model.ids import short_id
from reconcile.model.records import Claim, Refusal

LONGEST_ERROR = 200
"""Characters of an error that the refused table shows."""


def unknown_language(article: Article, packs: Iterable[str]) -> Refusal:
    """An article in a language without a pack."""
    return Refusal(
        refused_id=short_id("x", "language", article.doc),
        table="claims",
        file=article.path or article.doc,
        row=article.doc,
        column="language",
        check="language_has_a_pack",
        value=article.language,
        reason=f"The article is in '{article.language}', a language without a pack; no figure was read from it.",
        remedy=f"Packs: {', '.join(packs)}. Set its language if that was guessed wrongly, or read it by hand.",
    )


def unreadable_article(article: Article, error: str) -> Refusal:
    """An article on which reading stopped with an error, which is a bug of this program."""
    return Refusal(
        refused_id=short_id("x", "reader", article.doc),
        table="claims",
        file=article.path or article.doc,
        row=article.doc,
        check="article_can_be_read",
        value=error.encode("utf-8", "replace").decode("utf-8")[:LONGEST_ERROR],
        reason=f"The article could not be read ({error.partition(':')[0]}); no figure was taken from it.",
        remedy="This is a bug in reconcile: please report it with the article. The others were read.",
    )


LONGEST_CAPTION = 80
"""Characters of the line above a table by which a refusal names it."""


def unread_table(article: Article, caption: str, labels: Iterable[str]) -> Refusal:
    """A table with words of harm, of which no column says what its numbers count."""
    shown = "; ".join(labels)[:LONGEST_ERROR]
    return Refusal(
        refused_id=short_id("x", "table", article.doc, caption, shown),
        table="claims",
        file=article.path or article.doc,
        row=article.doc,
        check="table_is_read",
        value=shown,
        reason=f"The labels of the table '{caption[-LONGEST_CAPTION:].strip()}' do not say what its numbers count.",
        remedy="Name what is counted (killed, injured, displaced) in the heading of its column, or read it by hand.",
    )


def unread_cells(article: Article, row: str, label: str, cell: str, cells: int) -> Refusal:
    """Cells of a counting column that hold no number; the first is named."""
    others = f" and {cells - 1} others" if cells > 1 else ""
    return Refusal(
        refused_id=short_id("x", "cell", article.doc, row, label, cell),
        table="claims",
        file=article.path or article.doc,
        row=article.doc,
        column=label,
        check="cell_is_a_number",
        value=cell[:LONGEST_ERROR],
        reason=f"'{cell[:LONGEST_CAPTION]}' under '{label}' ({row}){others} could not be read as a number.",
        remedy="The other cells were read. Read these by hand.",
    )


def wrong_total(article: Article, label: str, total: float, added: float) -> Refusal:
    """A column whose rows do not make the total that the table states; both were kept."""
    return Refusal(
        refused_id=short_id("x", "total", article.doc, label, total, added),
        table="claims",
        file=article.path or article.doc,
        row=article.doc,
        column=label,
        check="rows_make_the_total",
        value=f"{total:g}",
        reason=f"The total of '{label}' is {total:,.0f}, but its rows add up to {added:,.0f}.",
        remedy="Both were read as stated. Ask the source which is right.",
    )


def event_gone(claim: Claim) -> Refusal:
    """A ruling that gave a claim an event that the period no longer has."""
    ruling = claim.moved_by[0]
    return Refusal(
        refused_id=short_id("x", "event", ruling, claim.event_id),
        table="decisions",
        file="inputs/desk/decisions.csv",
        row=ruling,
        column="value",
        check="event_is_known",
        value=claim.event_id,
        reason=f"The ruling {ruling} puts '{claim.quote}' into the event {claim.event_id}, which is no longer known; "
        "the claim was linked like any other.",
        remedy="Rule on it again on the sheet Look here, with the event that it belongs to.",
    )


def rewritten_ruling(decision_id: str) -> Refusal:
    """A ruling whose row in the desk's file differs from the one in the log."""
    return Refusal(
        refused_id=f"x-rewritten-{decision_id}",
        table="decisions",
        file="inputs/desk/decisions.csv",
        row=decision_id,
        column="decision_id",
        check="is_never_rewritten",
        value=decision_id,
        reason=f"The ruling {decision_id} differs from the one in the log; the one in the log applies.",
        remedy="Add a later ruling on the same id, with a new decision_id.",
    )
