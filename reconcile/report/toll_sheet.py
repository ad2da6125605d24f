"""The sheet Toll over time: how the count of each event grew."""

from __future__ import annotations

from reconcile.model.records import Toll
from reconcile.report.cell_links import event_link
from reconcile.report.month import Month
from reconcile.report.sheet import Cells, Column, Sheet, rows_of

TOLL_COLUMNS = (
    Column("event_id", "Event", 34, "text"),
    Column("measure", "Measure", 13, "text"),
    Column("group", "Group", 16, "text"),
    Column("as_of", "As of", 12, "text"),
    Column("voice", "Voice", 28, "text"),
    Column("low", "Low", 10, "number"),
    Column("best", "Number", 10, "number"),
    Column("high", "High", 10, "number"),
    Column("why", "Replaced, because", 18, "text"),
    Column("scope", "Covers", 12, "text"),
    Column("unit", "Unit", 10, "text"),
    Column("toll_id", "Step id", 15, "id"),
    Column("replaced_by", "Replaced by", 15, "id"),
)


def toll_sheet(month: Month) -> Sheet:
    """The sheet Toll over time: one number of a count a row, in the order of its days."""

    def cells(row: Toll) -> Cells:
        return {"event_id": event_link(month, row.event_id)}

    return Sheet(
        "Toll over time",
        "Each number that a voice gave of an event's count, by day; the rows without a reason are in force.",
        TOLL_COLUMNS,
        rows_of(TOLL_COLUMNS, month.tables.tolls, cells),
        table="tolls",
        id_key="toll_id",
        theme="figures",
        empty="No count of this month was replaced by a later one.",
    )


SHEETS = (toll_sheet,)
