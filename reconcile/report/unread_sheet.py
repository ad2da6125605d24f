"""The sheet Look here: numbers and persons that no rule read, the likeliest figures first."""

from __future__ import annotations

from reconcile.model.entered import MEASURES, PARTS, parts_of
from reconcile.model.records import Unread
from reconcile.report.cell_links import article_link, ref_link, ruling_cells
from reconcile.report.month import Month
from reconcile.report.quotes import quote_span
from reconcile.report.sheet import (
    DECIDE,
    Cells,
    Column,
    Marked,
    Sheet,
    decision_columns,
    evidence_link,
    off_paper,
    rows_of,
)
from reconcile.wording.month_words import look_here_note

_DECISION, _, *_SIGNED = decision_columns(("enter claim", "no figure"))

UNREAD_COLUMNS = (
    Column("read", "Read", 8.5, "text", (), "A click shows it in its article"),
    Column("quote", "Not read", 17, "text", (), "The number with its bounding words, or the person"),
    Column("sentence", "Sentence", 56, "prose"),
    Column("measure", "Likely measure", 12, "text"),
    Column("likelihood", "Likely", 8, "number"),
    Column("because", "What weighed most", 26, "lines"),
    _DECISION,
    Column("as_measure", "Counts", 12, "choice", tuple(MEASURES), DECIDE + "what it counts; else the likely measure"),
    Column("as_group", "Whom or what", 14, "input", (), DECIDE + "who or what was counted; else the words after it"),
    Column("as_event", "Of event", 14, "input", (), DECIDE + "the id of its event; else it is linked like any claim"),
    *_SIGNED,
    off_paper(Column("article_ref", "In", 7, "text", (), "The article; a click leads to its row")),
    Column("article", "Article", 34, "text", (), "Headline of the document; a click leads to its row", printed=False),
    off_paper(Column("kind", "Kind", 9, "text")),
    off_paper(Column("taken_for", "Set aside as", 11, "text")),
    off_paper(Column("low", "At least", 9.5, "number")),
    off_paper(Column("best", "Stated", 9.5, "number")),
    off_paper(Column("high", "At most", 9.5, "number")),
    off_paper(Column("bound", "Bound", 10, "text")),
    off_paper(Column("ruling", "Ruling", 11, "text")),
    off_paper(Column("unread_id", "Unread id", 15, "id")),
    off_paper(Column("doc", "Document", 24, "id")),
)


def unread_sheet(month: Month) -> Sheet:
    """The sheet Look here: what is likely a figure and what the desk ruled on, the likeliest first."""

    def cells(row: Unread) -> Cells:
        ruled = ruling_cells(month, row.unread_id)
        return {
            "read": evidence_link("read it", row.unread_id),
            "sentence": _marked(row),
            "article_ref": ref_link(month, row.doc, "Articles"),
            "article": article_link(month, row.doc),
            **ruled,
            **dict(zip(PARTS, parts_of(ruled["value"]), strict=True)),
        }

    shown = month.unread
    return Sheet(
        "Look here",
        look_here_note(len(month.tables.unread) - len(shown)),
        UNREAD_COLUMNS,
        rows_of(UNREAD_COLUMNS, shown, cells),
        table="unread",
        id_key="unread_id",
        theme="decide",
        empty="Every number beside words of harm or people was read.",
    )


SHEETS = (unread_sheet,)


def _marked(row: Unread) -> Marked | str:
    span = quote_span(row)
    return Marked(row.sentence, *span) if span else row.sentence
