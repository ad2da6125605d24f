"""The sheets of doubts: pairs of events that may be one, and figures out of proportion."""

from __future__ import annotations

from reconcile.model.records import Implausible, PerhapsOne
from reconcile.report.cell_links import (
    claims_link,
    event_ref,
    figure_link,
    quote_link,
    ref_link,
    ruling_cells,
)
from reconcile.report.material import marked_sentence
from reconcile.report.month import Month
from reconcile.report.sheet import EVENT_REF, Cells, Column, Sheet, decision_columns, off_paper, rows_of
from reconcile.wording.month_words import events_month
from schemas.codes import WarningKind
from schemas.columns import SURENESSES

PAIR_COLUMNS = (
    Column("likelihood", "One event", 10, "code", SURENESSES, "How likely the two are one event"),
    Column("event_ref", "Ref", 7, "text", (), "The event that would remain; a click leads to it"),
    Column("event", "Event", 22, "prose", (), "Its name"),
    Column("other_ref", "Ref 2", 7, "text", (), "The event that would be merged into it; a click leads to it"),
    Column("other", "Other event", 22, "prose", (), "Its name"),
    Column("effect_sentence", "What a merger would do", 31, "prose"),
    Column("because", "What speaks for it, and against it", 26, "lines"),
    *decision_columns(("merge events", "dismiss")),
    off_paper(Column("measure", "Measure", 11, "text")),
    off_paper(Column("toll", "Its toll", 9.5, "number")),
    off_paper(Column("other_toll", "Other toll", 9.5, "number")),
    off_paper(Column("merged", "Merged", 9.5, "number")),
    off_paper(Column("total", "Total now", 11, "number")),
    off_paper(Column("total_merged", "Total if merged", 11, "number")),
    off_paper(Column("claims", "Its claims", 11, "text", (), "The claims of the event; a click leads to them")),
    off_paper(Column("other_claims", "Other's claims", 11, "text", (), "The claims of the other event")),
    off_paper(Column("month", "Events of", 12, "text")),
    off_paper(Column("unit", "Unit", 9, "text")),
    off_paper(Column("ruling", "Ruling", 11, "text")),
    off_paper(Column("event_id", "Event id", 15, "id")),
    off_paper(Column("other_id", "Other event id", 15, "id")),
    off_paper(Column("pair_id", "Pair id", 15, "id")),
)


def pairs_sheet(month: Month) -> Sheet:
    """The sheet Perhaps one event: a pair a row, those not decided and likeliest first."""

    def cells(row: PerhapsOne) -> Cells:
        return {
            "event_ref": event_ref(month, row.event_id),
            "event": month.event_name(row.event_id),
            "other_ref": event_ref(month, row.other_id),
            "other": month.event_name(row.other_id),
            "claims": claims_link(month, month.claims_on(row.event_id)),
            "other_claims": claims_link(month, month.claims_on(row.other_id)),
            "month": events_month(row.month),
            **ruling_cells(month, row.pair_id),
        }

    return Sheet(
        "Perhaps one event",
        "Pairs of events of like kind, near in place and time, or told by the same articles or words. Both are counted "
        "until you pick 'merge events' (Value stays empty) or 'dismiss'. A merger is undone with 'split events' on the "
        "sheet Events.",
        PAIR_COLUMNS,
        rows_of(PAIR_COLUMNS, month.perhaps_one, cells),
        table="perhaps_one",
        id_key="pair_id",
        theme="decide",
        on_paper=True,
        empty="No two events look like one.",
    )


IMPLAUSIBLE_COLUMNS = (
    Column("claim_ref", "Claim", 8, "text", (), "The first claim to check; a click leads to its row"),
    Column("kind", "Kind of warning", 14, "code", tuple(kind.value for kind in WarningKind)),
    Column("because", "Why it is listed", 32, "prose"),
    Column("effect_sentence", "The total without it", 23, "prose"),
    Column("sentence", "Sentence", 40, "prose"),
    *decision_columns(("wrong reading", "dismiss")),
    off_paper(Column("measure", "Measure", 11, "text")),
    off_paper(Column("quote", "In the article's words", 14, "text", (), "The number of the first claim to check")),
    off_paper(EVENT_REF),
    off_paper(Column("event", "Event", 28, "prose", (), "Its name")),
    off_paper(Column("figure", "Figure made of it", 14, "text", (), "The settled figure; a click leads to it")),
    off_paper(Column("beside_quote", "Compared with", 14, "text", (), "The claim it is compared with")),
    off_paper(Column("number", "Number", 10, "number", (), "The number that is out of proportion")),
    off_paper(Column("other_number", "Other number", 10, "number", (), "The number it is compared with")),
    off_paper(Column("effect", "Effect", 10, "number")),
    off_paper(Column("month", "Events of", 12, "text")),
    off_paper(Column("ruling", "Ruling", 11, "text")),
    off_paper(Column("warning_id", "Warning id", 15, "id")),
)


def implausible_sheet(month: Month) -> Sheet:
    """The sheet Implausible: a warning a row, those not decided first, then the gravest measure and largest effect."""

    def cells(row: Implausible) -> Cells:
        known = [id for id in row.claim_ids if id in month.claims]
        return {
            "claim_ref": ref_link(month, known[0], "Claims") if known else None,
            "quote": quote_link(month, known[0]) if known else None,
            "beside_quote": quote_link(month, known[1]) if len(known) > 1 else None,
            "sentence": marked_sentence(month.claims[known[0]]) if known else None,
            "event_ref": event_ref(month, row.event_id),
            "event": month.event_name(row.event_id),
            "number": row.value,
            "other_number": row.beside,
            "figure": figure_link(month, row.figure_id) if row.figure_id else None,
            "month": events_month(row.month),
            **ruling_cells(month, row.warning_id),
        }

    return Sheet(
        "Implausible",
        "Figures out of proportion, each still in its total. Look at the sentence: pick 'wrong reading' where the "
        "number was misread (Value may name another of its claims), or 'dismiss' where it is right.",
        IMPLAUSIBLE_COLUMNS,
        rows_of(IMPLAUSIBLE_COLUMNS, month.implausible, cells),
        table="implausible",
        id_key="warning_id",
        theme="decide",
        on_paper=True,
        empty="No figure is out of proportion.",
    )


SHEETS = (pairs_sheet, implausible_sheet)
