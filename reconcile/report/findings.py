"""The sheets that say what the month comes to: conflicts, figures, totals, decisions, changes."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.report.month import Month, Record
from reconcile.report.sheet import Column, Link, Sheet, decision_columns, off_paper, rows_of
from reconcile.wording.figure_words import counted, day, headline, period_words, settled, total_words
from schemas.columns import CONFIDENCES, DECISION_WORDS, RELIABILITIES, SEVERITIES, STATES, STATUSES

CLAIM_LINKS = 4
"""How many claims of a conflict have a cell of their own to click; the others stand next to them in Claims."""

FIGURE_LINKS = 5
"""How many of a total's figures have a cell of their own to click, the largest first."""

_FIGURE_NOTE = "One of the largest figures that the total adds; a click leads to it, and from there to its claims"
_CLAIM_NOTE = "A claim on one of the sides, in the article's words; a click leads to its row"


def claim_link(month: Month, claim_ids: Sequence[str], text: str | None = None) -> Link | None:
    """A link from a row to the claims behind it: to all of them where they stand together, else to the first."""
    known = [id for id in claim_ids if id in month.claims]
    if not known:
        return None
    places = sorted(month.claim_places[id] for id in known)
    together = places[-1] - places[0] == len(places) - 1
    first = min(known, key=month.claim_places.__getitem__)
    return Link(text or counted(len(known), "claim"), sheet="Claims", row=first, rows=len(places) if together else 1)


def article_link(month: Month, doc: str) -> Link | str:
    """A link to the article's own row, showing its headline."""
    return Link(headline(month.title(doc)), sheet="Articles", row=doc) if doc in month.documents else doc


def event_link(month: Month, event_id: str | None) -> Link | str | None:
    """A link to the event's own row, showing its name."""
    name = month.event_name(event_id)
    return Link(name, sheet="Events", row=event_id or "") if event_id in month.events else name


CONFLICT_COLUMNS = (
    Column("rank", "Rank", 7, "code"),
    Column("severity", "Severity", 12, "code", SEVERITIES),
    Column("explanation", "What conflicts", 40, "prose"),
    Column("sides", "What each side says", 32, "lines"),
    Column("claims", "Its claims", 11, "text", (), "The claims on its sides; a click leads to them"),
    Column("effect_sentence", "What it does to the total", 30, "prose"),
    Column("remedy", "What would settle it", 26, "prose"),
    *decision_columns(DECISION_WORDS),
    Column("state", "State", 12, "code", STATES),
    Column("age", "Age, months", 8.5, "integer"),
    Column("event", "Event", 42, "prose", (), "The event; a click leads to it"),
    *(
        Column(f"claim_{n + 1}", f"Claim {n + 1}", 14, "text", (), _CLAIM_NOTE, printed=False)
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
    """Conflicts, ranked by what they do to the month's total, with the cells to decide them in."""
    return Sheet(
        "Conflicts",
        "What cannot both hold, ranked by what it does to the month's totals. Decide in the yellow cells: a "
        "ruling needs a reason, and a reviewer who is not the analyst. A claim's quote leads to its row, and from"
        " there to its sentence.",
        CONFLICT_COLUMNS,
        rows_of(CONFLICT_COLUMNS, ({**row, **_conflict_cells(month, row)} for row in month.conflicts)),
        table="conflicts",
        id_key="conflict_id",
        freeze=3,
        theme="decide",
        empty="No two figures of this period contradict one another.",
    )


FIGURE_COLUMNS = (
    Column("event", "Event", 36, "text", (), "The event; a click leads to it"),
    Column("measure", "Measure", 11, "text"),
    Column("group", "Group", 16, "text", (), "Who was counted, or the word that a spell or a distance measures"),
    Column("reads", "Figure", 16, "text", (), "The settled figure and, in brackets, what the sources allow"),
    Column("low", "At least", 9.5, "number"),
    Column("best", "Settled", 9.5, "number"),
    Column("high", "At most", 9.5, "number"),
    Column("unit", "Unit", 11.5, "text"),
    Column("scope", "Covers", 11, "text"),
    Column("as_of", "As of", 13, "day"),
    Column("status", "Status", 15.5, "code", STATUSES),
    Column("confidence", "Confidence", 12, "code", CONFIDENCES),
    Column("because", "Why this figure", 44, "prose"),
    Column("articles", "Articles", 9, "integer"),
    Column("publishers", "Publishers", 10.5, "integer"),
    Column("originators", "Voices", 8, "integer"),
    Column("claims", "Its claims", 11, "text", (), "The claims behind it; a click leads to them"),
    *map(off_paper, decision_columns(("accept value", "set value", "dismiss"))),
    Column("state", "State", 10, "code", STATES, printed=False),
    Column("reliability", "Reliability of its source", 11, "code", RELIABILITIES, printed=False),
    Column("credibility", "Credibility", 11, "integer", printed=False),
    Column("rule", "Rule", 15, "text", printed=False),
    Column("group_role", "Whole or part", 9, "text", printed=False),
    Column("month", "Month", 9, "text", printed=False),
    Column("figure_id", "Figure id", 14, "id", printed=False),
)


def figures_sheet(month: Month) -> Sheet:
    """Settled figures, event by event, with why and on whose word."""
    return Sheet(
        "Figures",
        "One settled figure a row, event by event. An empty bound is open: no source closed it. Parts (civilians,"
        " children ...) are inside their whole and are not added to totals. Voices are the independent "
        "originators behind the articles.",
        FIGURE_COLUMNS,
        rows_of(FIGURE_COLUMNS, ({**row, **_figure_cells(month, row)} for row in month.figures.values())),
        table="figures",
        id_key="figure_id",
        group_key="event",
        freeze=2,
        theme="figures",
        empty="No figure could be settled: no claim of this period is linked to an event.",
    )


SUM_COLUMNS = (
    Column("reads", "Total", 22, "text", (), "The settled total and, in brackets, what the sources allow"),
    Column("low", "At least", 11, "number"),
    Column("best", "Settled", 11, "number"),
    Column("high", "At most", 11, "number"),
    Column("unit", "Unit", 10, "text"),
    Column("events", "Events", 9, "integer"),
    Column("undetermined", "Without settled figure", 13, "integer"),
    Column("settled_sum", "Sum of those settled", 11, "number"),
)
"""What a sum comes to, on the sheets that add up."""

TOTAL_COLUMNS = (
    Column("measure", "Measure", 13, "text"),
    Column("scope", "Covers", 12, "text"),
    Column("month", "Events of", 11, "text"),
    Column("rule", "Rule", 17, "text"),
    *SUM_COLUMNS,
    Column("drivers", "Events that drive the spread", 70, "prose"),
    *(
        Column(f"figure_{n + 1}", f"Figure {n + 1}", 34, "text", (), _FIGURE_NOTE, printed=False)
        for n in range(FIGURE_LINKS)
    ),
)


def totals_sheet(month: Month) -> Sheet:
    """Totals per measure and scope under every rule, side by side for sorting and filtering."""
    rows = (
        {
            **row,
            "reads": total_words(row, month.total_exceeds(row)),
            "month": month_name(row["month"]),
            "settled_sum": row["settled_sum"] if row["undetermined"] < row["events"] else None,
            "drivers": _names(month, row["drivers"]),
            **_added_figures(month, row),
        }
        for row in month.totals
    )
    return Sheet(
        "Totals",
        "The same events summed under each rule. An event is counted once; a day's toll, a stretch of time and a "
        "running total are never mixed. 'At most' is empty where one event's figure is open above, 'Settled' where "
        "one event has no settled figure.",
        TOTAL_COLUMNS,
        rows_of(TOTAL_COLUMNS, rows),
        table="totals",
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
    """The totals under the desk's rule by country, province, cause and group."""
    rows = (
        {
            **row,
            "reads": total_words(row),
            "key": row["key"] or "unknown",
            "month": month_name(row["month"]),
            "settled_sum": row["settled_sum"] if row["undetermined"] < row["events"] else None,
        }
        for row in month.breakdowns
    )
    return Sheet(
        "Breakdowns",
        f"The totals under the rule '{month.rule}' by country, province, cause and group. Countries, provinces and "
        "causes add up to the total; groups lie within one another and do not.",
        BREAKDOWN_COLUMNS,
        rows_of(BREAKDOWN_COLUMNS, rows),
        table="breakdowns",
        group_key="by",
        theme="figures",
        empty="Nothing to break down.",
    )


DECISION_COLUMNS = (
    Column("sequence", "No.", 6, "integer"),
    Column("decided_at", "When", 20, "text"),
    Column("decision", "Decision", 15, "text"),
    Column("value", "Value", 12, "text"),
    Column("subject", "On", 46, "prose", (), "What was ruled on, in words"),
    Column("reason", "Reason", 44, "prose"),
    Column("analyst", "Analyst", 14, "text"),
    Column("reviewer", "Reviewer", 14, "text"),
    Column("period", "Made in", 10, "text"),
    Column("about", "Id ruled on", 15, "id"),
    Column("decision_id", "Decision id", 15, "id", printed=False),
    Column("evidence_hash", "Evidence", 9, "id", printed=False),
)


def decisions_sheet(month: Month) -> Sheet:
    """The log of rulings, latest first."""
    log = sorted(month.records("decisions"), key=lambda row: -row["sequence"])
    said = {row["conflict_id"]: row["explanation"] for row in month.conflicts}
    said |= {id: f"{month.event_name(row['event_id'])}: {row['measure']}" for id, row in month.figures.items()}
    said |= {row["about"]: month.claims[row["about"]]["quote"] for row in log if row["about"] in month.claims}
    said |= {id: row["name"] for id, row in month.events.items()}
    return Sheet(
        "Decisions",
        "Every ruling ever taken back from a workbook, latest first. The log is only added to; a later ruling on "
        "the same id replaces an earlier one. To change one, decide again on the row it is about.",
        DECISION_COLUMNS,
        rows_of(DECISION_COLUMNS, ({**row, "subject": said.get(row["about"])} for row in log)),
        table="decisions",
        id_key="decision_id",
        theme="record",
        empty="Nothing has been decided yet.",
    )


CHANGE_COLUMNS = (
    Column("change", "Change", 16, "text", (), "What became of the figure since the month before"),
    Column("event", "Event", 36, "text", (), "The event; a click leads to it"),
    Column("month", "Events of", 11, "text"),
    Column("measure", "Measure", 12, "text"),
    Column("group", "Group", 16, "text"),
    Column("before", "Before", 16, "text", (), "The figure as the month before left it"),
    Column("after", "Now", 16, "text", (), "The figure as reported here; a click leads to it"),
    Column("amount", "Moves its total by", 11, "number"),
    Column("because", "Because", 60, "prose", (), "Which article or ruling changed it"),
    Column("article", "Article", 34, "text", (), "The first article that came in; a click leads to its row"),
    Column("status_before", "Status before", 15.5, "code", STATUSES, printed=False),
    Column("status", "Status now", 15.5, "code", STATUSES, printed=False),
    Column("scope", "Covers", 11, "text", printed=False),
    Column("figure_id", "Figure id", 14, "id", printed=False),
)


def changes_sheet(month: Month) -> Sheet:
    """What changed since the month before: restated figures first; new figures of the month's own events left out."""
    known = month.meta.get("since")
    rows = month.changes if known else []
    return Sheet(
        "Changes",
        "Figures that no longer stand as the month before left them, and figures that are new for events of earlier "
        "months, each with the article or ruling that changed it. New figures of this month's own events stand on "
        "Figures only.",
        CHANGE_COLUMNS,
        rows_of(CHANGE_COLUMNS, ({**row, **_change_cells(month, row)} for row in rows)),
        table="changes",
        group_key="event",
        theme="figures",
        empty="No figure of an earlier month has changed." if known else "There is no earlier month to compare with.",
    )


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
MOVEMENTS = ("opening", "new", "restated_up", "restated_down", "merged_or_split", "withdrawn", "closing")
ENDS = ("figures", "undetermined")


def roll_forward_sheet(month: Month) -> Sheet:
    """Each total of settled figures from the end of the month before to the end of this one, events' month by month."""
    return Sheet(
        "Roll-forward",
        "Opening and every movement make the closing total. A late report moves the total of the month in which its "
        "event fell. Months that nothing moved are added up in one row.",
        ROLL_FORWARD_COLUMNS,
        rows_of(ROLL_FORWARD_COLUMNS, map(without_zeros, roll_forward_rows(month))),
        table="roll_forward",
        group_key="measure",
        theme="figures",
        empty="No figure that adds up has been settled yet.",
    )


def roll_forward_rows(month: Month) -> list[Record]:
    """The rows of the roll-forward as shown, series by series, each series of several rows with its sum."""
    series: dict[tuple[str, str, str], list[Record]] = {}
    for row in month.roll_forward:
        series.setdefault((row["measure"], row["scope"], row["unit"]), []).append(row)
    return [shown for rows in series.values() for shown in _series_rows(rows, month.period)]


def without_zeros(row: Record) -> Record:
    """A row of the roll-forward with an empty cell where nothing moved."""
    return {**row, **{key: row[key] or None for key in MOVEMENTS[1:-1]}}


def _series_rows(rows: Sequence[Record], period: str) -> list[Record]:
    """The months that moved, those that did not in one row, and the sum where there is more than one."""
    still = [r for r in rows if r["month"] != period and not any(r[key] for key in MOVEMENTS[1:-1])]
    moved = [{**r, "month": month_name(r["month"])} for r in rows if r not in still]
    unmoved = (
        [_added(still, period_words(still[0]["month"] or "") if len(still) == 1 else "other months")] if still else []
    )
    shown = [*unmoved, *moved]
    return [*shown, _added(shown, "all months")] if len(shown) > 1 else shown


def _added(rows: Sequence[Record], label: str) -> Record:
    return {**rows[0], **{key: sum(r[key] for r in rows) for key in (*MOVEMENTS, *ENDS)}, "month": label or "unknown"}


def month_name(month: str | None) -> str:
    """An events' month in words."""
    return period_words(month) if month else "unknown"


def _change_cells(month: Month, row: Record) -> Record:
    before = {key: row[f"{key}_before"] for key in ("low", "best", "high")}
    now = settled(row) if row["status"] else None
    doc = row["docs"][0] if row["docs"] else None
    return {
        "event": event_link(month, row["event_id"]),
        "month": month_name(row["month"]),
        "before": settled(before) if row["status_before"] else None,
        "after": Link(now, sheet="Figures", row=row["figure_id"]) if now and row["figure_id"] in month.figures else now,
        "article": Link(month.title(doc), sheet="Articles", row=doc) if doc in month.documents else None,
    }


def _conflict_cells(month: Month, row: Record) -> Record:
    known = [id for id in row["claim_ids"] if id in month.claims]
    links = {
        f"claim_{number + 1}": Link(month.claims[id]["quote"], sheet="Claims", row=id)
        for number, id in enumerate(known[:CLAIM_LINKS])
    }
    return {
        **links,
        "claims": claim_link(month, row["claim_ids"]),
        "event": event_link(month, row["event_id"]),
        **month.ruled(row["conflict_id"]),
    }


def _figure_cells(month: Month, row: Record) -> Record:
    return {
        "event": event_link(month, row["event_id"]),
        "reads": settled(row, month.exceeds(row)),
        "as_of": day(row["as_of"]),
        "claims": claim_link(month, row["claim_ids"]),
        **month.ruled(row["figure_id"]),
    }


def _added_figures(month: Month, total: Record) -> Record:
    """Links to the largest figures that a total adds, of those that this month settled."""
    alike = ("measure", "unit", "scope", "month")
    added = [f for f in month.figures.values() if f["group_role"] == "whole" and all(f[k] == total[k] for k in alike)]
    largest = sorted(added, key=lambda f: (-(f["best"] or f["low"] or 0.0), f["figure_id"]))[:FIGURE_LINKS]
    return {
        f"figure_{n}": Link(
            f"{settled(figure, month.exceeds(figure))}: {month.event_name(figure['event_id'])}",
            sheet="Figures",
            row=figure["figure_id"],
        )
        for n, figure in enumerate(largest, start=1)
    }


def _names(month: Month, event_ids: Sequence[str]) -> str:
    return "; ".join(str(month.event_name(id)) for id in event_ids)
