"""The first sheet: counts, serious conflicts, totals, and what remains to be done before sign-off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reconcile.model.records import Figure, Movement, Total
from reconcile.report.cell_links import event_link
from reconcile.report.month import Month
from reconcile.report.movements import moved, roll_forward_rows
from reconcile.report.sheet import GRID, Chart, Column, Link, Sheet, Summary, Tile
from reconcile.store.workspace import is_month
from reconcile.wording import month_words as words
from reconcile.wording.figure_words import amount, day_words, period_words, settled
from schemas.codes import GroupRole, Measure, RuleName, Scope, Severity, State
from schemas.codes import Link as Linked

SIGN_OFF_ROLES = ("Prepared by", "Reviewed by")
SIGN_OFF_HEADINGS = ("Name", "Date", "Remark")
"""By these words what is typed into the sign-off is read back."""

MOST_BARS = 8
MOST_CONFLICTS = 8
MOST_TOTALS = 14
MOST_MOVEMENTS = 10
TO_DECIDE = (Severity.SERIOUS, Severity.MODERATE)
TO_LOOK_AT = (State.OPEN, State.CHANGED, State.OVERTAKEN)


def summary(month: Month, sheets: Sequence[Sheet]) -> Summary:
    """The summary page.

    Args:
        month: the month.
        sheets: the other sheets of the workbook, for the table of contents.
    """
    return Summary(
        f"Reconciliation{' (signed)' if month.making.closing else ''} · {period_words(month.period)}",
        tuple(_lines(month)),
        tuple(_tiles(month)),
        (
            _print_block(month),
            _todo_block(month),
            *_largest_block(month),
            _conflicts_block(month),
            _totals_block(month),
            _rules_block(month),
            _roll_forward_block(month),
            _sign_off(month),
            _contents(sheets),
        ),
    )


def _lines(month: Month) -> Iterable[str]:
    signed = month.making.closing
    if signed:
        yield words.closed_words(signed.at, signed.version, signed.by, signed.reviewed_by)
    yield words.rule_line(month.making.rule, month.making.profile)
    made = words.made_line(month.making.version, month.making.run)
    if made:
        yield made


def _tiles(month: Month) -> Iterable[Tile]:
    documents = month.own_documents
    waiting = [row.severity for row in month.conflicts.values() if not row.state.at_rest]
    conflicts = sum(severity is not Severity.WARNING for severity in waiting)
    yield Tile("articles", sum(row.status == "read" for row in documents), "Articles")
    yield Tile("stories", len({row.story for row in documents if row.story}), "Articles")
    yield Tile("claims", len(month.own_claims), "Claims")
    yield Tile("events", len(month.events), "Events")
    yield Tile("open conflicts", conflicts, "Conflicts")
    yield Tile("of them serious", waiting.count(Severity.SERIOUS), "Conflicts")


def _conflicts_block(month: Month) -> Sheet:
    serious = [row for row in month.conflicts.values() if row.severity is Severity.SERIOUS]
    found = [row for row in serious if row.state is not State.DECIDED]
    rows = [
        (
            Link(row.rank, sheet="Conflicts", row=row.conflict_id),
            row.explanation,
            row.effect_sentence,
            event_link(month, row.event_id),
        )
        for row in found[:MOST_CONFLICTS]
    ]
    more = len(found) - len(rows)
    return Sheet(
        "Serious conflicts left open" if month.making.closing else "Serious conflicts to decide",
        words.more_on(more, "Conflicts") if more else "",
        (
            Column("rank", "Rank", 1, "code"),
            Column("explanation", "What conflicts", 5, "prose"),
            Column("effect_sentence", "What it does to the total", 3, "prose"),
            Column("event", "Event", 3, "prose"),
        ),
        tuple(rows),
        theme="decide",
        empty="None: no serious conflict is open.",
    )


TOTAL_COLUMNS = (
    Column("measure", "Measure", 1),
    Column("scope", "Covers", 1),
    Column("month", "Events of", 1),
    Column("printed", "As printed", 4, "prose"),
    Column("low", "At least", 1, "number"),
    Column("high", "At most", 1, "number"),
    Column("unit", "Unit", 1),
    Column("drivers", "Events that drive the spread", 2, "lines"),
)


def _totals_block(month: Month) -> Sheet:
    rule = month.making.rule
    rows = [by_rule[rule] for by_rule in month.totals_by_rule if rule in by_rule]
    notes = [words.totals_note()]
    if len(rows) > MOST_TOTALS:
        notes.append(words.more_on(len(rows) - MOST_TOTALS, "Totals"))
    return Sheet(
        f"Totals under the rule '{rule}'",
        " ".join(notes),
        TOTAL_COLUMNS,
        tuple(_total_row(month, row) for row in rows[:MOST_TOTALS]),
        theme="figures",
        empty="Nothing to add up.",
    )


def _total_row(month: Month, row: Total) -> tuple[Any, ...]:
    beyond = month.total_exceeds(row)
    return (
        Link(row.measure, sheet="Totals"),
        row.scope,
        words.events_month(row.month),
        _printed(month, row),
        _or_open(row.low) if beyond is None else f"> {amount(beyond)}",
        _or_open(row.high),
        row.unit,
        tuple(str(month.event_name(id)) for id in row.drivers[:2]),
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
    return Sheet(
        "Numbers to print",
        words.print_note(month.making.rule),
        (Column("measure", "Measure", 3), Column("printed", "To print", 9, "prose")),
        tuple((Link(words.measure_of(row, month.period), sheet="Totals"), _printed(month, row)) for row in rows),
        theme="figures",
        empty="No figure of people in an event of this period.",
    )


def _largest_block(month: Month) -> Iterable[Sheet]:
    """The events with most dead, each with the least, the settled and the most, as a table and a chart."""
    figures = [f for f in month.figures.values() if _is_charted(month, f)]
    largest = sorted(figures, key=lambda f: (-(f.best or f.low or 0.0), f.figure_id))[:MOST_BARS]
    if len(largest) < 2:
        return
    rows = [(event_link(month, f.event_id), f.low, f.best, f.high) for f in largest]
    title = f"Killed, by event: {period_words(month.period)}"
    top = largest[0]
    yield Sheet(
        "Events with most dead",
        words.bars_note(len(figures) - len(largest)),
        (
            Column("event", "Event", 6, "prose"),
            Column("low", "At least", 2, "number"),
            Column("best", "Settled", 2, "number"),
            Column("high", "At most", 2, "number"),
        ),
        tuple(rows),
        theme="figures",
        chart=Chart(
            title,
            "people",
            "event",
            ("low", "best", "high"),
            words.bars_words(title, len(largest), str(month.event_name(top.event_id)), settled(top)),
        ),
    )


def _is_charted(month: Month, figure: Figure) -> bool:
    whole = figure.group_role is GroupRole.WHOLE and figure.scope is Scope.INCIDENT
    own = not is_month(month.period) or figure.month == month.period
    return whole and own and figure.measure is Measure.KILLED and bool(figure.best or figure.low)


def _printed(month: Month, total: Total) -> str:
    return words.printed_total(total, month.total_exceeds(total))


def _or_open(bound: float | None) -> float | str:
    return "open" if bound is None else bound


def _rules_block(month: Month) -> Sheet:
    room, rest = divmod(GRID - 3, len(RuleName))
    widths = [room + (place < rest) for place in range(len(RuleName))]
    return Sheet(
        "The same totals under every rule",
        words.rules_note(),
        (
            Column("measure", "Measure", 1),
            Column("scope", "Covers", 1),
            Column("month", "Events of", 1),
            *(Column(r, words.rule_heading(r), width, "number") for r, width in zip(RuleName, widths, strict=True)),
        ),
        tuple(_rules_row(month, by_rule) for by_rule in month.totals_by_rule[:MOST_TOTALS]),
        theme="figures",
        empty="Nothing to add up.",
    )


def _rules_row(month: Month, by_rule: Mapping[RuleName, Total]) -> tuple[Any, ...]:
    one = next(iter(by_rule.values()))
    measure = one.measure if one.unit == "person" else f"{one.measure}, {one.unit}"
    under = (_under(month, by_rule[rule]) if rule in by_rule else None for rule in RuleName)
    return (measure, one.scope, words.events_month(one.month), *under)


def _under(month: Month, total: Total) -> float | str:
    beyond = month.total_exceeds(total)
    return settled(total, beyond) if total.best is None or beyond is not None else total.best


def _todo_block(month: Month) -> Sheet:
    signed = month.making.closing is not None
    rows = tuple((Link(number, sheet=sheet), said) for number, said, sheet in _todo(month, signed) if number)
    return Sheet(
        "Signed with" if signed else "To do before sign-off",
        "",
        (
            Column("number", "How many", 1, "code"),
            Column("what", "What was left" if signed else "What to do", 11, "prose"),
        ),
        rows,
        theme="record" if signed else "decide",
        empty="Nothing was left open." if signed else "Nothing remains to be done.",
    )


def _todo(month: Month, signed: bool) -> Iterable[tuple[int, str, str]]:
    """What remains to be done, or what a signed month left: how many rows, in words, and on which sheet."""
    said = words.LEFT if signed else words.TO_DO
    pairs = [row for row in month.perhaps_one if row.ruling is None]
    yield sum(row.ruling is None for row in month.implausible), said["implausible"], "Implausible"
    yield len(pairs), said["perhaps one"] if signed else words.perhaps_one_todo(pairs), "Perhaps one event"
    conflicts = month.tables.conflicts
    waiting = [row for row in conflicts if row.state is not State.OPEN or row.severity in TO_DECIDE]
    states = [row.state for row in waiting]
    links = [claim.link for claim in month.tables.claims]
    yield from ((states.count(state), said[state], "Conflicts") for state in TO_LOOK_AT)
    yield sum(row.best is None for row in month.tables.figures), said["undetermined"], "Figures"
    yield from ((links.count(link), said[link], "Claims") for link in (Linked.UNSURE, Linked.UNLINKED))
    yield sum(row.ruling is None for row in month.unread), said["unread"], "Look here"
    yield sum(row.truncated for row in month.tables.documents), said["truncated"], "Articles"
    yield sum(row.state == "candidate" for row in month.tables.sources), said["candidates"], "Sources"
    yield len(month.tables.refused), said["refused"], "Refused"


def _roll_forward_block(month: Month) -> Sheet:
    """The first series of the roll-forward: totals of the month before, movements, result; with links to the sheet."""
    rows = roll_forward_rows(month) if month.making.since else []
    notes = ["Opening plus all movements equals closing; a late report changes the total of the month of its event."]
    if len(rows) > MOST_MOVEMENTS:
        notes.append(words.more_on(len(rows) - MOST_MOVEMENTS, "Roll-forward", "row"))
    return Sheet(
        "From last month to this one",
        " ".join(notes),
        (
            Column("measure", "Measure", 1),
            Column("scope", "Covers", 1),
            Column("month", "Events of", 2),
            Column("opening", "Opening", 1, "number"),
            Column("new", "+ New", 1, "number"),
            Column("restated_up", "+ Restated up", 1, "number"),
            Column("restated_down", "− Restated down", 1, "number"),
            Column("merged_or_split", "± Merged or split", 2, "number"),
            Column("withdrawn", "− Withdrawn", 1, "number"),
            Column("closing", "= Closing", 1, "number"),
        ),
        tuple(map(_movement_row, rows[:MOST_MOVEMENTS])),
        theme="figures",
        empty="No earlier month was run.",
    )


def _movement_row(row: Movement) -> tuple[Any, ...]:
    link = Link(row.measure, sheet="Roll-forward")
    return (link, row.scope, row.month, row.opening, *moved(row).values(), row.closing)


def _sign_off(month: Month) -> Sheet:
    """Who prepared and who reviewed; filled in where the month is closed."""
    signed = month.making.closing
    closed = day_words(signed.at[:10]) if signed else None
    waived = words.waived_words(signed.waived, signed.reason) if signed and signed.waived else None
    remarks = "\n".join(signed.remarks) if signed and signed.remarks else None
    return Sheet(
        "Sign-off",
        words.closed_words(signed.at, signed.version, signed.by, signed.reviewed_by) if signed else "",
        (
            Column("role", "", 2),
            *(
                Column(heading.casefold(), heading, width, "text" if signed else "input")
                for heading, width in zip(SIGN_OFF_HEADINGS, (3, 2, 5), strict=True)
            ),
        ),
        (
            (SIGN_OFF_ROLES[0], signed.by if signed else None, closed, waived),
            (SIGN_OFF_ROLES[1], signed.reviewed_by if signed else None, closed, remarks),
        ),
        theme="decide",
    )


def _contents(sheets: Sequence[Sheet]) -> Sheet:
    return Sheet(
        "In this workbook",
        "",
        (Column("name", "Sheet", 2), Column("rows", "Rows", 1, "integer"), Column("note", "What it shows", 9, "prose")),
        tuple(
            (Link(sheet.name, sheet=sheet.name), len(sheet.rows), sheet.note.partition(". ")[0].rstrip(".") + ".")
            for sheet in sheets
        ),
        theme="record",
    )
