"""The sheets of the evidence: sources, comparisons, checks, dates."""

from __future__ import annotations

from reconcile.model.records import Check, Comparison, DateMention
from reconcile.report.cell_links import article_link, event_ref, quote_link, ref_link
from reconcile.report.month import Month
from reconcile.report.sheet import EVENT_REF, Cells, Column, Sheet, evidence_link, rows_of
from reconcile.wording.figure_words import DATE_PRECISIONS, day
from reconcile.wording.month_words import cut_note
from reconcile.wording.record_words import NARRATOR
from schemas.columns import VERDICTS
from schemas.sources import STATES

MOST_ROWS = 20_000
"""Rows of the sheets in which nothing is decided; a larger month has the rest in its tables."""

SOURCE_COLUMNS = (
    Column("name", "Source", 38, "prose"),
    Column("role", "Role", 12, "text"),
    Column("kind", "Kind", 12, "text"),
    Column("reliability", "Reliability", 10, "text"),
    Column("side", "Speaks for", 20, "text"),
    Column("state", "Registry", 11, "code", STATES),
    Column("articles", "Articles", 9, "integer"),
    Column("claims", "Claims", 9, "integer"),
    Column("conflicts", "Conflicts", 9, "integer"),
    Column("aliases", "Other names", 40, "lines"),
    Column("source_id", "Source id", 15, "id", printed=False),
)


def sources_sheet(month: Month) -> Sheet:
    """The sheet Sources: publishers, agencies and originators, one a row."""
    return Sheet(
        "Sources",
        "The sources of this period's claims. The chain is article, publisher, agency, originator; only "
        "originators count as voices. Reliability is the Admiralty scale: A completely reliable to E unreliable, "
        "F cannot be judged. Candidates are new, and come first: confirm them in inputs/desk/sources.csv.",
        SOURCE_COLUMNS,
        rows_of(SOURCE_COLUMNS, month.sources),
        table="sources",
        id_key="source_id",
        empty="No source is named.",
    )


COMPARISON_COLUMNS = (
    EVENT_REF,
    Column("event", "Event", 34, "text", (), "Its name"),
    Column("measure", "Measure", 11, "text"),
    Column("first_ref", "Claim", 8, "text", (), "The first claim; a click leads to its row"),
    Column("first", "First claim", 18, "text", (), "Its words"),
    Column("first_who", "says", 22, "text", (), "The speaker of the first claim"),
    Column("second_ref", "Claim 2", 8, "text", (), "The second claim; a click leads to its row"),
    Column("second", "Second claim", 18, "text", (), "Its words"),
    Column("second_who", "says", 22, "text", (), "The speaker of the second claim"),
    Column("verdict", "Verdict", 15, "code", VERDICTS),
    Column("reason", "Reason", 20, "text"),
    Column("explanation", "In plain words", 52, "prose"),
    Column("comparison_id", "Comparison id", 15, "id", printed=False),
)


def comparisons_sheet(month: Month) -> Sheet:
    """The sheet Comparisons: one pair of claims a row, with its verdict."""

    def cells(row: Comparison) -> Cells:
        return {
            "event_ref": event_ref(month, row.event_id),
            "event": month.event_name(row.event_id),
            "first_ref": ref_link(month, row.left, "Claims"),
            "first": quote_link(month, row.left),
            "first_who": _speaker(month, row.left),
            "second_ref": ref_link(month, row.right, "Claims"),
            "second": quote_link(month, row.right),
            "second_who": _speaker(month, row.right),
        }

    return Sheet(
        "Comparisons",
        "Which claims can be compared, and the verdict. Two claims are compared only if they are about the "
        "same event, measure, group, scope and unit, at compatible dates. Only 'contradicts' is a conflict."
        + cut_note(MOST_ROWS, len(month.comparisons), "comparisons"),
        COMPARISON_COLUMNS,
        rows_of(COMPARISON_COLUMNS, month.comparisons[:MOST_ROWS], cells),
        table="comparisons",
        id_key="comparison_id",
        group_key="event",
        empty="No two claims are about the same event.",
    )


CHECK_COLUMNS = (
    Column("holds", "Holds", 9, "text"),
    Column("name", "What was checked", 26, "text"),
    Column("explanation", "In one sentence", 90, "prose"),
    EVENT_REF,
    Column("event", "Event", 34, "text"),
    Column("measure", "Counts", 12, "text"),
    Column("first_ref", "Claim", 8, "text", (), "The first claim checked; a click leads to its row"),
    Column("first", "The figures checked", 20, "text"),
    Column("second_ref", "Claim 2", 8, "text", (), "The second claim checked; a click leads to its row"),
    Column("second", "and", 20, "text"),
    Column("check_id", "Check id", 15, "id", printed=False),
)


def checks_sheet(month: Month) -> Sheet:
    """The sheet Checks: one calculation a row, and whether it agrees."""

    def cells(row: Check) -> Cells:
        first, second = [*row.claim_ids, None, None][:2]
        return {
            "event_ref": event_ref(month, row.event_id),
            "event": month.event_name(row.event_id),
            "first_ref": ref_link(month, first, "Claims"),
            "first": quote_link(month, first) if first else None,
            "second_ref": ref_link(month, second, "Claims"),
            "second": quote_link(month, second) if second else None,
        }

    return Sheet(
        "Checks",
        "Parts and totals, durations and dates, one length in two units, starts implied by ages: what was calculated, "
        "and whether it agrees. A check that does not agree is also listed under Conflicts."
        + cut_note(MOST_ROWS, len(month.tables.checks), "checks"),
        CHECK_COLUMNS,
        rows_of(CHECK_COLUMNS, month.tables.checks[:MOST_ROWS], cells),
        table="checks",
        id_key="check_id",
        empty="No figures could be checked by calculation.",
    )


DATE_COLUMNS = (
    Column("quote", "In the article's words", 24, "text", (), "A click shows it in its article"),
    Column("begins", "From", 13, "day"),
    Column("ends", "Until before", 13, "day"),
    Column("precision", "Date precision", 13, "text"),
    Column("role", "Says", 13, "text"),
    Column("basis", "Read against", 13, "text"),
    EVENT_REF,
    Column("event", "Event", 34, "text", (), "Its name"),
    Column("article_ref", "In", 7, "text", (), "The article; a click leads to its row"),
    Column("article", "Article", 44, "text", (), "Headline of the document; a click leads to its row"),
    Column("date_id", "Date id", 15, "id", printed=False),
    Column("doc", "Document", 28, "id", printed=False),
)


def dates_sheet(month: Month) -> Sheet:
    """The sheet Dates: one date read in an article a row."""

    def cells(row: DateMention) -> Cells:
        return {
            "quote": evidence_link(row.quote, row.date_id),
            "begins": day(row.begins),
            "ends": day(row.ends),
            "precision": DATE_PRECISIONS[row.precision],
            "event_ref": event_ref(month, row.event_id),
            "event": month.event_name(row.event_id),
            "article_ref": ref_link(month, row.doc, "Articles"),
            "article": article_link(month, row.doc),
        }

    return Sheet(
        "Dates",
        "The dates that place events in time. An imprecise date is an interval: from its first day until before "
        "the day in the next column. 'Last April' is read against the article's dateline."
        + cut_note(MOST_ROWS, len(month.tables.dates), "dates"),
        DATE_COLUMNS,
        rows_of(DATE_COLUMNS, month.tables.dates[:MOST_ROWS], cells),
        table="dates",
        id_key="date_id",
        empty="No date was read.",
    )


SHEETS = (sources_sheet, comparisons_sheet, checks_sheet, dates_sheet)


def _speaker(month: Month, claim_id: str) -> str | None:
    claim = month.claims.get(claim_id)
    return (claim.attribution or claim.publisher or NARRATOR) if claim else None
