"""The first sheet, one page: the figures to print, what may be wrong first, open conflicts, changes, the sign-off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from reconcile.model.records import Conflict, Movement, Total
from reconcile.report.cell_links import event_ref, ref_link
from reconcile.report.charts import front_chart
from reconcile.report.findings import total_name
from reconcile.report.layout import PAPER
from reconcile.report.month import Month
from reconcile.report.movements import moved, movement_name, roll_forward_rows
from reconcile.report.page_layout import page_height
from reconcile.report.sheet import GRID, Column, Link, Panel, Sheet, Tableau
from reconcile.store.workspace import is_month
from reconcile.wording import front_words as words
from reconcile.wording import month_words
from reconcile.wording.figure_words import amount, counted, day_words, period_words
from schemas.codes import Link as Linked
from schemas.codes import Scope, State

SIGN_OFF_ROLES = ("Prepared by", "Reviewed by")
SIGN_OFF_HEADINGS = ("Name", "Date", "Remark")
"""By these words what is typed into the sign-off is read back."""

MOST_PRINTED = 7
MOST_CONFLICTS = 8
MOST_MOVEMENTS = 3
LEFT_HALF = 13


def summary(month: Month, sheets: Sequence[Sheet]) -> Tableau:
    """The summary page, with as many open conflicts as it has room for.

    Args:
        month: the month.
        sheets: the other sheets of the workbook, for the table of contents.
    """
    for shown in range(MOST_CONFLICTS, 0, -1):
        page = _page(month, sheets, shown)
        if page_height(page) <= PAPER:
            break
    return page


def _page(month: Month, sheets: Sequence[Sheet], conflicts: int) -> Tableau:
    chart = front_chart(month, GRID - LEFT_HALF - 1)
    beside: tuple[Panel, ...] = (chart,) if chart else ()
    return Tableau(
        "Summary",
        f"Reconciliation{' (signed)' if month.making.closing else ''} · {period_words(month.period)}",
        tuple(_lines(month)),
        (
            (_print_block(month),),
            (_todo_block(month), *beside),
            (_conflicts_block(month, conflicts),),
            (_changes_block(month), _sign_off(month)),
        ),
        (_contents(sheets),),
        one_page=True,
    )


def _lines(month: Month) -> Iterable[str]:
    making = month.making
    if signed := making.closing:
        yield month_words.closed_words(signed.at, signed.version, signed.by, signed.reviewed_by)
    documents = month.own_documents
    counts = (
        (sum(row.status == "read" for row in documents), "article"),
        (len({row.story for row in documents if row.story}), "story", "stories"),
        (len(month.own_claims), "claim"),
        (len(month.events), "event"),
    )
    said = ", ".join(counted(*count) for count in counts)
    yield words.desk_line(making.desk, month.as_at, making.started, making.number, said)
    made = words.made_line(making.version, making.run, making.inputs)
    yield f"{words.rule_line(making.rule, making.profile)} {made}".strip()


PRINT_COLUMNS = (
    Column("measure", "Measure", 3),
    Column("printed", "To print", 10, "prose"),
    Column("low", "Sources: least", 3, "number"),
    Column("best", "Settled", 2, "number"),
    Column("high", "Most", 2, "number"),
    Column("before", "Last month", 2, "number"),
    Column("difference", "Difference", 2, "number"),
)


def _print_block(month: Month) -> Sheet:
    """The number to print of each measure of people: incidents of the month itself, under the desk's rule."""
    own = month.period if is_month(month.period) else None
    rows = [
        row
        for by_rule in month.totals_by_rule
        if (row := by_rule.get(month.making.rule)) and row.measure.people and row.scope is Scope.INCIDENT
    ]
    rows = [row for row in rows if own is None or row.month == own]
    rows.sort(key=lambda row: row.unit != "person")
    left = len(rows) - MOST_PRINTED
    more = f" {month_words.more_on(left, 'Totals')}" if left > 0 else ""
    return Sheet(
        "Figures to print",
        words.PRINT_NOTE + more,
        PRINT_COLUMNS,
        tuple(_printed_row(month, row) for row in rows[:MOST_PRINTED]),
        theme="figures",
        empty="No figure of people in an event of this period.",
    )


def _printed_row(month: Month, row: Total) -> tuple[Any, ...]:
    beyond = month.total_exceeds(row)
    before, difference = _since(month, row)
    unit = "" if row.unit == "person" else f" ({row.unit})"
    return (
        Link(f"{row.measure}{unit}", sheet="Totals", row=total_name(row)),
        month_words.printed_total(row, beyond),
        row.low if beyond is None else f"> {amount(beyond)}",
        "undecided" if row.best is None else row.best,
        "open" if row.high is None else row.high,
        before,
        difference,
    )


def _since(month: Month, row: Total) -> tuple[float | None, float | None]:
    """What was settled of the month before, and the difference to it; None where no month is before."""
    ends = {
        line.month: line.closing
        for line in month.roll_forward
        if (line.measure, line.unit, line.scope) == (row.measure, row.unit, row.scope)
    }
    earlier = max((at for at in month.making.since if at < month.period), default=None)
    if earlier is None or not is_month(month.period):
        return None, None
    before = ends.get(earlier, 0.0)
    return before, (row.settled_sum or 0.0) - before


def _todo_block(month: Month) -> Sheet:
    signed = month.making.closing is not None
    said = words.LEFT if signed else words.TO_DO
    rows = []
    for what, sheet, ids in _todo(month):
        extra = words.likely_loss(month.perhaps_one) if what == "perhaps one" and not signed else ""
        if ids:
            rows.append((Link(len(ids), sheet=sheet, row=ids[0], rows=len(ids)), said[what] + extra))
    return Sheet(
        "Signed with" if signed else "What may be wrong: to do before sign-off",
        "",
        (
            Column("number", "Rows", 1, "code"),
            Column(
                "what", "What was left" if signed else "What to do; a click on a number selects its rows", 12, "prose"
            ),
        ),
        tuple(rows),
        theme="record" if signed else "decide",
        empty="Nothing was left open." if signed else "Nothing remains to be done.",
    )


def _todo(month: Month) -> Iterable[tuple[str, str, list[str]]]:
    """What remains to be done, or what a signed month left: its kind, its sheet, and the ids of the rows there.

    The rows of each kind are adjacent on their sheet.
    """
    yield "perhaps one", "Perhaps one event", [row.pair_id for row in month.perhaps_one if row.ruling is None]
    yield "implausible", "Implausible", [row.warning_id for row in month.implausible if row.ruling is None]
    yield "unread", "Look here", [row.unread_id for row in month.unread if row.ruling is None]
    yield "undetermined", "Figures", [id for id, row in month.figures.items() if row.best is None]
    yield State.OPEN, "Conflicts", [row.conflict_id for row in month.open_conflicts]
    for state in (State.CHANGED, State.OVERTAKEN):
        yield state, "Conflicts", [id for id, row in month.conflicts.items() if row.state is state]
    for link in (Linked.UNSURE, Linked.UNLINKED):
        yield link, "Claims", [id for id, row in month.claims.items() if row.link is link]
    yield "truncated", "Articles", [row.doc for row in month.documents_cut_first if row.truncated]
    yield "candidates", "Sources", [row.source_id for row in month.sources if row.state == "candidate"]
    yield "refused", "Refused", [row.refused_id for row in month.tables.refused]


CONFLICT_COLUMNS = (
    Column("ref", "Ref", 1, "code"),
    Column("severity", "Severity", 2, "code"),
    Column("explanation", "What conflicts", 10, "prose"),
    Column("effect_sentence", "What it does to the total", 8, "prose"),
    Column("event", "Of", 1, "code"),
    Column("age", "Open for", 2, "code"),
)


def _conflicts_block(month: Month, most: int) -> Sheet:
    """The open conflicts of this month, then those carried over; of the latter at least one is shown."""
    found = month.open_conflicts
    carried = [row for row in found if row.age]
    shown = found[:most]
    if carried and carried[0] not in shown:
        shown = [*shown[:-1], carried[0]]
    return Sheet(
        "Conflicts left open" if month.making.closing else "Open conflicts",
        words.more_conflicts(len(found) - len(shown), len(carried)),
        CONFLICT_COLUMNS,
        tuple(_conflict_row(month, row) for row in shown),
        theme="decide",
        empty="None: no serious or moderate conflict is open.",
    )


def _conflict_row(month: Month, row: Conflict) -> tuple[Any, ...]:
    return (
        ref_link(month, row.conflict_id, "Conflicts"),
        row.severity,
        row.explanation,
        row.effect_sentence,
        event_ref(month, row.event_id),
        words.age_words(row.age),
    )


CHANGE_COLUMNS = (
    Column("measure", "All months", 2),
    Column("opening", "Opening", 2, "number"),
    Column("new", "+ New", 2, "number"),
    Column("restated", "± Restated", 2, "number"),
    Column("merged_or_split", "± Merged", 2, "number"),
    Column("withdrawn", "Gone", 1, "number"),
    Column("closing", "= Closing", 2, "number"),
)


def _changes_block(month: Month) -> Sheet:
    """What changed since the month before: the roll-forward of people in events, and how many figures changed."""
    lines = [row for row in _last_of_each(roll_forward_rows(month)) if row.measure.people]
    rows = [row for row in lines if row.scope is Scope.INCIDENT and row.unit == "person"][:MOST_MOVEMENTS]
    return Sheet(
        "What changed since last month",
        words.changes_note(Counter(str(row.change) for row in month.changes)) if month.making.since else "",
        CHANGE_COLUMNS,
        tuple(_movement_row(row) for row in rows) if month.making.since else (),
        theme="figures",
        empty="No earlier month was run.",
    )


def _last_of_each(rows: Sequence[Movement]) -> list[Movement]:
    """The last row of each series of the roll-forward: its sum."""
    return list({(row.measure, row.scope, row.unit): row for row in rows}.values())


def _movement_row(row: Movement) -> tuple[Any, ...]:
    changed = moved(row)
    restated = (row.restated_up + row.restated_down) or None
    link = Link(row.measure, sheet="Roll-forward", row=movement_name(row))
    return (
        link,
        row.opening,
        changed["new"],
        restated,
        changed["merged_or_split"],
        changed["withdrawn"],
        row.closing,
    )


def _sign_off(month: Month) -> Sheet:
    """Who prepared and who reviewed; filled in where the month is closed."""
    signed = month.making.closing
    closed = day_words(signed.at[:10]) if signed else None
    waived = month_words.waived_words(signed.waived, signed.reason) if signed and signed.waived else None
    remarks = "\n".join(signed.remarks) if signed and signed.remarks else None
    return Sheet(
        "Sign-off",
        "" if signed else "What is typed here is read when the month is closed.",
        (
            Column("role", "", 2),
            *(
                Column(heading.casefold(), heading, width, "text" if signed else "input")
                for heading, width in zip(SIGN_OFF_HEADINGS, (3, 2, 3), strict=True)
            ),
        ),
        (
            (SIGN_OFF_ROLES[0], signed.by if signed else None, closed, waived),
            (SIGN_OFF_ROLES[1], signed.reviewed_by if signed else None, closed, remarks),
        ),
        theme="decide",
    )


def _contents(sheets: Sequence[Sheet]) -> Sheet:
    rows = [
        (Link(sheet.name, sheet=sheet.name), len(sheet.rows), sheet.note.partition(". ")[0].rstrip(".") + ".")
        for sheet in sheets
    ]
    columns = (Column("name", "Sheet", 4), Column("rows", "Rows", 2, "integer"), Column("note", "What it shows", 18))
    charts = (Link("Charts", sheet="Charts"), None, "The charts, each beside its numbers.")
    return Sheet("In this workbook", "", columns, (charts, *rows), theme="record")
