"""The sheets of results: conflicts, figures, totals and breakdowns."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.model.records import Breakdown, Conflict, Figure, Total
from reconcile.report.cell_links import claims_link, event_ref, figure_link, ref_link, ruling_cells
from reconcile.report.group_words import group_words
from reconcile.report.month import Month
from reconcile.report.sheet import (
    EVENT_REF,
    REF,
    Cells,
    Column,
    Link,
    Sheet,
    decision_columns,
    evidence_link,
    off_paper,
    rows_of,
)
from reconcile.wording.figure_words import counted, day, settled, with_unit
from reconcile.wording.month_words import breakdown_note, events_month, printed_total
from schemas.columns import CONFIDENCES, DECISION_WORDS, RELIABILITIES, SEVERITIES, STATES, STATUSES

CLAIM_LINKS = 4
"""How many claims of a conflict have their own cell with a link; the column 'Its claims' links to all."""

FIGURE_LINKS = 5
"""How many of a total's figures have their own cell with a link, the largest first."""

_FIGURE_NOTE = "One of the largest figures that the total adds; a click leads to it, and from there to its claims"
_CLAIM_NOTE = "A claim on one of the sides; a click leads to its row"

CONFLICT_COLUMNS = (
    REF,
    Column("rank", "Rank", 6.5, "code"),
    Column("severity", "Severity", 10.5, "code", SEVERITIES),
    Column("explanation", "What conflicts", 36, "prose"),
    Column("sides", "What each side says", 29, "lines"),
    Column("effect_sentence", "What it does to the total", 26, "prose"),
    *decision_columns(DECISION_WORDS),
    Column("state", "State", 10, "code", STATES),
    Column("claims", "Its claims", 11, "text", (), "The claims on its sides; a click leads to them", printed=False),
    Column("remedy", "What would settle it", 26, "prose", printed=False),
    off_paper(EVENT_REF),
    Column("event", "Event", 42, "prose", (), "Its name", printed=False),
    Column("age", "Age, months", 8.5, "integer", printed=False),
    *(
        Column(f"claim_{n + 1}", f"Claim {n + 1}", 8, "text", (), _CLAIM_NOTE, printed=False)
        for n in range(CLAIM_LINKS)
    ),
    Column("measure", "Measure", 11, "text", printed=False),
    Column("group", "Group", 14, "text", printed=False),
    Column("effect", "Effect", 10, "number", printed=False),
    Column("kind", "Kind", 22, "text", printed=False),
    Column("first_seen", "First seen", 10, "text", printed=False),
    Column("conflict_id", "Conflict id", 14, "id", printed=False),
    Column("evidence_hash", "Evidence", 10, "id", printed=False),
)


def conflicts_sheet(month: Month) -> Sheet:
    """The sheet Conflicts: one a row, ranked by the effect on the month's total, with the cells to decide them in."""

    def cells(row: Conflict) -> Cells:
        known = [id for id in row.claim_ids if id in month.claims]
        return {
            **_numbered("claim", CLAIM_LINKS, [ref_link(month, id, "Claims") for id in known]),
            "ref": month.ref(row.conflict_id),
            "claims": _sides_link(month, row),
            "event_ref": event_ref(month, row.event_id),
            "event": month.event_name(row.event_id),
            "group": group_words(month, row.measure, row.group, row.claim_ids),
            **ruling_cells(month, row.conflict_id),
        }

    return Sheet(
        "Conflicts",
        "Figures that exclude one another, ranked by their effect on the month's totals; those carried over follow "
        "this month's. Decide in the yellow cells: a ruling needs a reason, and a reviewer who is not the analyst.",
        CONFLICT_COLUMNS,
        rows_of(CONFLICT_COLUMNS, month.conflicts.values(), cells),
        table="conflicts",
        id_key="conflict_id",
        freeze=4,
        theme="decide",
        on_paper=True,
        empty="No two figures of this period contradict one another.",
    )


FIGURE_COLUMNS = (
    REF,
    EVENT_REF,
    Column("event", "Event", 32, "prose", (), "Its name"),
    Column("measure", "Measure", 11, "text"),
    Column(
        "group",
        "Group",
        15,
        "text",
        (),
        "Who was counted, in the words of most of its claims; for a length, the words that tell it",
    ),
    Column("reads", "Figure", 17, "text", (), "The settled figure and, in brackets, what the sources allow"),
    Column("scope", "Covers", 11, "text"),
    Column("status", "Status", 14, "code", STATUSES),
    Column("confidence", "Confidence", 11.5, "code", CONFIDENCES),
    Column("because", "Why this figure", 40, "prose"),
    Column("as_of", "As of", 13, "day"),
    Column("originators", "Voices", 8, "integer"),
    Column("low", "At least", 9.5, "number", printed=False),
    Column("best", "Settled", 9.5, "number", printed=False),
    Column("high", "At most", 9.5, "number", printed=False),
    Column("unit", "Unit", 11.5, "text", printed=False),
    Column("articles", "Articles", 9, "integer", printed=False),
    Column("publishers", "Publishers", 10.5, "integer", printed=False),
    Column("claims", "Its claims", 11, "text", (), "The claims behind it; a click leads to them", printed=False),
    *map(off_paper, decision_columns(("accept value", "set value", "dismiss"))),
    Column("state", "State", 10, "code", STATES, printed=False),
    Column("reliability", "Reliability of its source", 11, "code", RELIABILITIES, printed=False),
    Column("credibility", "Credibility", 11, "integer", printed=False),
    Column("rule", "Rule", 15, "text", printed=False),
    Column("compared_group", "Group as compared", 15, "text", (), "Its words in a fixed order", printed=False),
    Column("group_role", "Whole or part", 9, "text", printed=False),
    Column("month", "Month", 9, "text", printed=False),
    Column("figure_id", "Figure id", 14, "id", printed=False),
)


def figures_sheet(month: Month) -> Sheet:
    """The sheet Figures: one settled figure a row, event by event, with the reason and the voices."""

    def cells(row: Figure) -> Cells:
        return {
            "ref": month.ref(row.figure_id),
            "event_ref": event_ref(month, row.event_id),
            "event": month.event_name(row.event_id),
            "group": group_words(month, row.measure, row.group, row.claim_ids),
            "compared_group": row.group,
            "reads": with_unit(settled(row, month.exceeds(row)), row.unit),
            "as_of": day(row.as_of),
            "claims": claims_link(month, row.claim_ids),
            **ruling_cells(month, row.figure_id),
        }

    return Sheet(
        "Figures",
        "One figure a row: those without a settled value first, then event by event. An empty bound is open: no source "
        "states it. Parts (civilians, children ...) are included in their whole and are not added to totals. Voices "
        "are the independent originators behind the articles.",
        FIGURE_COLUMNS,
        rows_of(FIGURE_COLUMNS, month.figures.values(), cells),
        table="figures",
        id_key="figure_id",
        group_key="event",
        freeze=4,
        theme="figures",
        on_paper=True,
        empty="No figure could be settled: no claim of this period is linked to an event.",
    )


SUM_COLUMNS = (
    Column("reads", "As printed", 34, "prose", (), "What is settled, what is undecided, and the two together"),
    Column("low", "At least", 11, "number"),
    Column("best", "Settled", 11, "number"),
    Column("high", "At most", 11, "number"),
    Column("unit", "Unit", 10, "text"),
    Column("events", "Events", 9, "integer"),
    Column("undetermined", "Without settled figure", 13, "integer"),
    Column("settled_sum", "Sum of those settled", 11, "number"),
)
"""The columns of a sum, on the sheets Totals and Breakdowns."""

TOTAL_COLUMNS = (
    Column("measure", "Measure", 13, "text"),
    Column("scope", "Covers", 12, "text"),
    Column("month", "Events of", 11, "text"),
    Column("rule", "Rule", 17, "text"),
    *SUM_COLUMNS,
    Column("drivers", "Events that drive the spread", 70, "prose", printed=False),
    *(
        Column(f"figure_{n + 1}", f"Figure {n + 1}", 34, "text", (), _FIGURE_NOTE, printed=False)
        for n in range(FIGURE_LINKS)
    ),
)


def total_name(row: Total) -> str:
    """The name of a total's row, by which links find it."""
    return " ".join(map(str, (row.month, row.scope, row.measure, row.unit, row.rule)))


def totals_sheet(month: Month) -> Sheet:
    """The sheet Totals: one total of a month, measure and scope under one rule a row."""

    def cells(row: Total) -> Cells:
        return {
            **_sum_cells(row),
            "reads": printed_total(row, month.total_exceeds(row)),
            "drivers": "; ".join(str(month.event_name(id)) for id in row.drivers),
            **_added_figures(month, row),
        }

    return Sheet(
        "Totals",
        "The same events summed under each rule. An event is counted once; a day's toll, a stretch of time and a "
        "running total are never mixed. 'At most' is empty where one event's figure is open above, 'Settled' where "
        "one event has no settled figure.",
        TOTAL_COLUMNS,
        rows_of(TOTAL_COLUMNS, month.totals, cells),
        table="totals",
        names=tuple(map(total_name, month.totals)),
        group_key="measure",
        theme="figures",
        empty="Nothing to add up.",
    )


BREAKDOWN_COLUMNS = (
    Column("by", "By", 11, "text"),
    Column("key", "Which", 26, "text"),
    Column("measure", "Measure", 13, "text"),
    Column("scope", "Covers", 12, "text"),
    Column("month", "Events of", 13, "text"),
    *SUM_COLUMNS,
    Column("rule", "Rule", 17, "text", printed=False),
)


def breakdowns_sheet(month: Month) -> Sheet:
    """The sheet Breakdowns: the totals under the desk's rule by country, province, cause and group."""

    def cells(row: Breakdown) -> Cells:
        return {**_sum_cells(row), "reads": printed_total(row), "key": row.key or "unknown"}

    return Sheet(
        "Breakdowns",
        breakdown_note(month.making.rule),
        BREAKDOWN_COLUMNS,
        rows_of(BREAKDOWN_COLUMNS, month.breakdowns, cells),
        table="breakdowns",
        group_key="by",
        theme="figures",
        empty="Nothing to break down.",
    )


SHEETS = (conflicts_sheet, figures_sheet, totals_sheet, breakdowns_sheet)


def _sides_link(month: Month, row: Conflict) -> Link | str | None:
    """A link to a conflict's claims: their rows where they are adjacent, else side by side on the evidence page."""
    found = claims_link(month, row.claim_ids)
    return evidence_link(counted(found.count(",") + 1, "claim"), row.conflict_id) if isinstance(found, str) else found


def _sum_cells(row: Total | Breakdown) -> Cells:
    return {
        "month": events_month(row.month),
        "settled_sum": row.settled_sum if row.undetermined < row.events else None,
    }


def _added_figures(month: Month, total: Total) -> Cells:
    """Links to the largest figures that a total adds, of those that this month settled."""
    largest = sorted(month.added(total), key=lambda f: (-(f.best or f.low or 0.0), f.figure_id))[:FIGURE_LINKS]
    links = [
        figure_link(month, f.figure_id, f"{settled(f, month.exceeds(f))}: {month.event_name(f.event_id)}")
        for f in largest
    ]
    return _numbered("figure", FIGURE_LINKS, links)


def _numbered(name: str, number: int, links: Sequence[Link | str | None]) -> Cells:
    """The first links under the keys `name`_1, `name`_2 ...; empty where there are fewer."""
    return {f"{name}_{n + 1}": links[n] if n < len(links) else None for n in range(number)}
