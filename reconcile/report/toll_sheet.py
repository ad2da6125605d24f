"""The sheet Toll over time: how the count of each event grew."""

from __future__ import annotations

from reconcile.model.records import Toll
from reconcile.report.cell_links import claims_link, event_ref
from reconcile.report.group_words import group_words
from reconcile.report.month import Month
from reconcile.report.sheet import EVENT_REF, Cells, Column, Sheet, rows_of
from reconcile.wording.figure_words import day

TOLL_COLUMNS = (
    EVENT_REF,
    Column("event", "Event", 34, "text", (), "The name of the event"),
    Column("measure", "Measure", 13, "text"),
    Column("group", "Group", 16, "text"),
    Column("as_of", "As of", 13, "day"),
    Column("voice", "Voice", 28, "text"),
    Column("low", "Low", 10, "number"),
    Column("best", "Number", 10, "number"),
    Column("high", "High", 10, "number"),
    Column("why", "Replaced, because", 18, "text"),
    Column("scope", "Covers", 12, "text"),
    Column("unit", "Unit", 10, "text"),
    Column("claims", "Its claims", 18, "text", (), "The claims that give it; a click leads to them", printed=False),
    Column("toll_id", "Step id", 15, "id", printed=False),
    Column("replaced_by", "Replaced by", 15, "id", printed=False),
    Column("event_id", "Event id", 15, "id", printed=False),
)


def toll_sheet(month: Month) -> Sheet:
    """The sheet Toll over time: one number of a count a row, in the order of its days."""

    def cells(row: Toll) -> Cells:
        return {
            "event_ref": event_ref(month, row.event_id),
            "event": month.event_name(row.event_id),
            "group": group_words(month, row.measure, row.group, row.claim_ids),
            "as_of": day(row.as_of),
            "claims": claims_link(month, row.claim_ids),
        }

    return Sheet(
        "Toll over time",
        "Each number that a voice gave of an event's count, by day; the rows without a reason are in force.",
        TOLL_COLUMNS,
        rows_of(TOLL_COLUMNS, month.tables.tolls, cells),
        table="tolls",
        id_key="toll_id",
        group_key="event",
        theme="figures",
        empty="No count of this month was replaced by a later one.",
    )


SHEETS = (toll_sheet,)
