"""The sheets that compare this month with the one before: Roll-forward and Changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconcile.model.records import Change, Movement
from reconcile.report.cell_links import event_ref, figure_link, ref_link
from reconcile.report.group_words import group_words
from reconcile.report.month import Month
from reconcile.report.sheet import EVENT_REF, Cells, Column, Sheet, rows_of
from reconcile.wording.figure_words import Bounds, settled
from reconcile.wording.month_words import ALL_MONTHS, OTHER_MONTHS, events_month
from schemas.columns import STATUSES

ROLL_FORWARD_COLUMNS = (
    Column("measure", "Measure", 13, "text"),
    Column("scope", "Covers", 12, "text"),
    Column("unit", "Unit", 10, "text"),
    Column("month", "Events of", 14, "text"),
    Column("opening", "Opening", 11, "number"),
    Column("new", "+ New", 11, "number"),
    Column("restated_up", "+ Restated up", 11, "number"),
    Column("restated_down", "− Restated down", 11, "number"),
    Column("merged_or_split", "± Merged or split", 11, "number"),
    Column("withdrawn", "− Withdrawn", 11, "number"),
    Column("closing", "= Closing", 11, "number"),
    Column("figures", "Figures in it", 10, "integer"),
    Column("undetermined", "Without settled figure", 13, "integer"),
)

MOVED = ("new", "restated_up", "restated_down", "merged_or_split", "withdrawn")
SUMMED = ("opening", *MOVED, "closing", "figures", "undetermined")


def roll_forward_sheet(month: Month) -> Sheet:
    """The sheet Roll-forward: one total a row, from the end of the month before to the end of this one."""
    return Sheet(
        "Roll-forward",
        "Opening plus all movements equals closing. A late report changes the total of the month of its "
        "event. Months without a movement are added up in one row.",
        ROLL_FORWARD_COLUMNS,
        rows_of(ROLL_FORWARD_COLUMNS, roll_forward_rows(month), moved),
        table="roll_forward",
        names=tuple(map(movement_name, roll_forward_rows(month))),
        group_key="measure",
        theme="figures",
        empty="No figure that adds up has been settled yet.",
    )


def movement_name(row: Movement) -> str:
    """The name of a row of the roll-forward, by which links find it."""
    return " ".join(map(str, (row.measure, row.scope, row.unit, row.month)))


def roll_forward_rows(month: Month) -> list[Movement]:
    """The rows of the roll-forward as shown, in series of one measure, scope and unit.

    A series of several rows ends with their sum. `month` is in words.
    """
    series: dict[tuple[str, str, str], list[Movement]] = {}
    for row in month.roll_forward:
        series.setdefault((row.measure, row.scope, row.unit), []).append(row)
    return [shown for rows in series.values() for shown in _series_rows(rows, month.period)]


def moved(row: Movement) -> Mapping[str, float | None]:
    """The movements of a total by column key; None where there was none."""
    return {key: getattr(row, key) or None for key in MOVED}


def _series_rows(rows: Sequence[Movement], period: str) -> list[Movement]:
    """The months that moved, those that did not in one row, and the sum where there is more than one."""
    still = [row for row in rows if row.month != period and not any(moved(row).values())]
    shown = [replace(row, month=events_month(row.month)) for row in rows if row not in still]
    if still:
        label = OTHER_MONTHS if len(still) > 1 else events_month(still[0].month)
        shown.insert(0, _added(still, label))
    return [*shown, _added(shown, ALL_MONTHS)] if len(shown) > 1 else shown


def _added(rows: Sequence[Movement], label: str) -> Movement:
    sums: dict[str, Any] = {key: sum(getattr(row, key) for row in rows) for key in SUMMED}
    return replace(rows[0], month=label, **sums)


CHANGE_COLUMNS = (
    Column("change", "Change", 16, "text", (), "How the figure changed since the month before"),
    EVENT_REF,
    Column("event", "Event", 34, "text", (), "Its name"),
    Column("month", "Events of", 11, "text"),
    Column("measure", "Measure", 12, "text"),
    Column("group", "Group", 16, "text"),
    Column("before", "Before", 16, "text", (), "The figure at the end of the month before"),
    Column("after", "Now", 16, "text", (), "The figure as reported here; a click leads to it"),
    Column("amount", "Moves its total by", 11, "number"),
    Column("because", "Because", 60, "prose", (), "Which article or ruling changed it"),
    Column("article_ref", "In", 7, "text", (), "The first of the articles that changed it; a click leads to its row"),
    Column("article", "Article", 34, "text", (), "Its headline"),
    Column("status_before", "Status before", 15.5, "code", STATUSES, printed=False),
    Column("status", "Status now", 15.5, "code", STATUSES, printed=False),
    Column("scope", "Covers", 11, "text", printed=False),
    Column("figure_id", "Figure id", 14, "id", printed=False),
)


def changes_sheet(month: Month) -> Sheet:
    """What changed since the month before: restated figures first; new figures of the month's own events left out."""
    known = month.making.since

    def cells(row: Change) -> Cells:
        before = Bounds(row.low_before, row.best_before, row.high_before)
        doc = row.docs[0] if row.docs else None
        return {
            "event_ref": event_ref(month, row.event_id),
            "event": month.event_name(row.event_id),
            "group": group_words(month, row.measure, row.group, _claims_of(month, row)),
            "month": events_month(row.month),
            "before": settled(before) if row.status_before else None,
            "after": figure_link(month, row.figure_id, settled(row)) if row.status else None,
            "article_ref": ref_link(month, doc, "Articles") if doc in month.documents else None,
            "article": month.title(doc) if doc in month.documents else None,
        }

    return Sheet(
        "Changes",
        "Figures that differ from the end of the month before, and figures that are new for events of earlier "
        "months, each with the article or ruling that changed it. New figures of this month's own events are on "
        "Figures only.",
        CHANGE_COLUMNS,
        rows_of(CHANGE_COLUMNS, month.changes if known else [], cells),
        table="changes",
        group_key="event",
        theme="figures",
        empty="No figure of an earlier month has changed." if known else "No earlier month to compare with.",
    )


def _claims_of(month: Month, row: Change) -> Sequence[str]:
    figure = month.figures.get(row.figure_id)
    return figure.claim_ids if figure else ()


SHEETS = (roll_forward_sheet, changes_sheet)
