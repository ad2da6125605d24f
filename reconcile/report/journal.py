"""The sheets of record: what the desk decided, and what was refused."""

from __future__ import annotations

from collections.abc import Mapping

from reconcile.model.records import Ruling
from reconcile.report.cell_links import ref_link
from reconcile.report.month import Month
from reconcile.report.sheet import Cells, Column, Link, Sheet, rows_of
from reconcile.wording.record_words import figure_subject

DECISION_COLUMNS = (
    Column("sequence", "No.", 6, "integer"),
    Column("decided_at", "When", 20, "text"),
    Column("decision", "Decision", 15, "text"),
    Column("value_refs", "Value", 14, "text", (), "The value, ids as short references"),
    Column("about_ref", "Ref", 7.5, "text", (), "The short name of what was ruled on; a click leads to its row"),
    Column("subject", "On", 46, "prose", (), "What was ruled on, in words"),
    Column("reason", "Reason", 44, "prose"),
    Column("analyst", "Analyst", 14, "text"),
    Column("reviewer", "Reviewer", 14, "text"),
    Column("period", "Made in", 10, "text"),
    Column("value", "Value with ids", 15, "id", printed=False),
    Column("about", "Id ruled on", 15, "id", printed=False),
    Column("decision_id", "Decision id", 15, "id", printed=False),
    Column("evidence_hash", "Evidence", 9, "id", printed=False),
)


def decisions_sheet(month: Month) -> Sheet:
    """The sheet Decisions: the log of rulings, latest first."""

    def cells(row: Ruling) -> Cells:
        return {
            "subject": _subject(month, row.about),
            "about_ref": _place(month, row.about),
            "value_refs": " ".join(month.ref(word) or word for word in (row.value or "").split()) or None,
        }

    return Sheet(
        "Decisions",
        "Every ruling taken from a workbook, latest first. Entries are added, never changed; a later ruling on "
        "the same id replaces an earlier one. To change a ruling, decide again on the row that it is about.",
        DECISION_COLUMNS,
        rows_of(DECISION_COLUMNS, sorted(month.tables.decisions, key=lambda row: -row.sequence), cells),
        table="decisions",
        id_key="decision_id",
        theme="record",
        empty="Nothing has been decided yet.",
    )


def _place(month: Month, about: str) -> Link | str | None:
    """The short reference of what a ruling is about, with a link to its row; None where the month has none."""
    sheets: dict[str, Mapping[str, object]] = {
        "Events": month.events, "Claims": month.claims, "Figures": month.figures, "Conflicts": month.conflicts,
    }  # fmt: skip
    found = next((sheet for sheet, rows in sheets.items() if about in rows), None)
    return ref_link(month, about, found) if found else None


def _subject(month: Month, about: str) -> str | None:
    """What a ruling is about, in words; None where the month has no row of that id."""
    if about in month.events:
        return month.event_name(about)
    if about in month.claims:
        return month.claims[about].quote
    if about in month.figures:
        return figure_subject(month.figures[about], month.event_name)
    return month.conflicts[about].explanation if about in month.conflicts else None


REFUSED_COLUMNS = (
    Column("reason", "What is wrong", 50, "prose"),
    Column("remedy", "What to do about it", 44, "prose"),
    Column("file", "File", 34, "text"),
    Column("row", "Row or line", 14, "text"),
    Column("column", "Column", 16, "text"),
    Column("value", "Value", 30, "prose"),
    Column("table", "Meant for", 13, "text"),
    Column("check", "Check", 24, "text"),
    Column("refused_id", "Refused id", 15, "id", printed=False),
)


def refused_sheet(month: Month) -> Sheet:
    """The sheet Refused: one file or row that was not used a row, with the reason."""
    return Sheet(
        "Refused",
        "Files that could not be read and rows that fail a check. They are in no figure; correct them and run again.",
        REFUSED_COLUMNS,
        rows_of(REFUSED_COLUMNS, month.tables.refused),
        table="refused",
        id_key="refused_id",
        theme="record",
        empty="Everything could be read, and every row passed its checks.",
    )


SHEETS = (decisions_sheet, refused_sheet)
