"""The first sheet: what a lead reads in a minute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reconcile.report.findings import MOVEMENTS, event_link, roll_forward_rows, without_zeros
from reconcile.report.month import RULE_ORDER, Month, Record
from reconcile.report.sheet import Column, Link, Sheet, Summary, Tile
from reconcile.wording.figure_words import RULE_WORDS, amount, counted, day_words, partly, period_words, settled
from schemas.columns import AT_REST

MOST_CONFLICTS = 8
MOST_TOTALS = 14
MOST_MOVEMENTS = 10


def summary(month: Month, sheets: Sequence[Sheet]) -> Summary:
    """The summary page over the sheets of the workbook."""
    return Summary(
        f"Reconciliation · {period_words(month.period)}",
        tuple(_lines(month)),
        tuple(_tiles(month)),
        (
            _conflicts_block(month),
            _totals_block(month),
            _rules_block(month),
            _roll_forward_block(month),
            _todo_block(month),
            _sign_off(month),
            _contents(sheets),
        ),
    )


def _lines(month: Month) -> Iterable[str]:
    rule, profile = month.rule, month.meta.get("profile", "interval")
    yield (
        f"Figures on which sources differ are settled by the rule '{rule}' ({RULE_WORDS[rule]}); "
        f"vague words are read by the profile '{profile}'."
    )
    made = day_words(str(month.meta["created"])[:10]) if month.meta.get("created") else ""
    version = f"reconcile {month.meta['version']}" if month.meta.get("version") else ""
    run = f"run {month.meta['run']}" if month.meta.get("run") else ""
    about = " · ".join(part for part in (version, run, f"made {made}" if made else "") if part)
    if about:
        yield about


def _tiles(month: Month) -> Iterable[Tile]:
    documents = month.own_documents
    waiting = [row for row in month.conflicts if row["state"] not in AT_REST]
    yield Tile("articles", len([row for row in documents if row["status"] == "read"]), "Articles")
    yield Tile("stories", len({row["story"] for row in documents if row["story"]}), "Articles")
    yield Tile("claims", len(month.own_claims), "Claims")
    yield Tile("events", len(month.events), "Events")
    yield Tile("open conflicts", len([row for row in waiting if row["severity"] != "warning"]), "Conflicts")
    yield Tile("of them serious", len([row for row in waiting if row["severity"] == "serious"]), "Conflicts")


def _conflicts_block(month: Month) -> Sheet:
    found = [row for row in month.conflicts if row["severity"] == "serious" and row["state"] != "decided"]
    rows = [
        (
            Link(row["rank"], sheet="Conflicts", row=row["conflict_id"]),
            row["explanation"],
            row["effect_sentence"],
            event_link(month, row["event_id"]),
        )
        for row in found[:MOST_CONFLICTS]
    ]
    more = len(found) - len(rows)
    return Sheet(
        "Serious conflicts to decide",
        f"{counted(more, 'more stands', 'more stand')} on the sheet Conflicts." if more else "",
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


def _totals(month: Month) -> dict[tuple[Any, ...], dict[str, Record]]:
    """Totals by what they count, then by rule."""
    found: dict[tuple[Any, ...], dict[str, Record]] = {}
    for row in month.totals:
        found.setdefault((row["month"], row["scope"], row["measure"], row["unit"]), {})[row["rule"]] = row
    return found


TOTAL_COLUMNS = (
    Column("measure", "Measure", 1),
    Column("scope", "Covers", 1),
    Column("month", "Events of", 1),
    Column("low", "At least", 1, "number"),
    Column("best", "Settled", 2, "number"),
    Column("high", "At most", 1, "number"),
    Column("unit", "Unit", 1),
    Column("events", "Events", 1, "integer"),
    Column("drivers", "Events that drive the spread", 3, "lines"),
)


def _totals_block(month: Month) -> Sheet:
    rule = month.rule
    rows = [row[rule] for row in _totals(month).values() if rule in row]
    note = "A bound is open where no source closed it."
    if any(0 < row["undetermined"] < row["events"] for row in rows):
        note += " '3 of 5 settled': of five events three have a settled figure, so that only the bounds add up."
    if len(rows) > MOST_TOTALS:
        note += f" {len(rows) - MOST_TOTALS} more stand on the sheet Totals."
    return Sheet(
        f"Totals under the rule '{rule}'",
        note,
        TOTAL_COLUMNS,
        tuple(tuple(_total_cell(month, row, column.key) for column in TOTAL_COLUMNS) for row in rows[:MOST_TOTALS]),
        theme="figures",
        empty="Nothing to add up.",
    )


def _total_cell(month: Month, row: Record, key: str) -> Any:
    if key == "measure":
        return Link(row["measure"], sheet="Totals", row="")
    if key == "month":
        return period_words(row["month"]) if row["month"] else "unknown"
    if key == "drivers":
        return tuple(str(month.event_name(id)) for id in row["drivers"][:2])
    if key == "best":
        return _settled_total(row)
    if key == "low" and (beyond := month.total_exceeds(row)) is not None:
        return f"> {amount(beyond)}"
    return "open" if row[key] is None else row[key]


def _rules_block(month: Month) -> Sheet:
    rows = []
    for by_rule in list(_totals(month).values())[:MOST_TOTALS]:
        one = next(iter(by_rule.values()))
        months = period_words(one["month"]) if one["month"] else "unknown"
        measure = one["measure"] if one["unit"] == "person" else f"{one['measure']}, {one['unit']}"
        rows.append((measure, one["scope"], months, *(_under(month, by_rule.get(rule)) for rule in RULE_ORDER)))
    return Sheet(
        "The same totals under every rule",
        "Where the rules lie far apart, the sources do.",
        (
            Column("measure", "Measure", 1),
            Column("scope", "Covers", 1),
            Column("month", "Events of", 1),
            Column("conservative", "Conservative (least)", 1, "number"),
            Column("representative", "Representative (most voices, then the most reliable)", 2, "number"),
            Column("latest_credible", "Latest credible", 2, "number"),
            Column("informative", "Informative (most)", 2, "number"),
            Column("range", "Range", 2, "number"),
        ),
        tuple(rows),
        theme="figures",
        empty="Nothing to add up.",
    )


def _under(month: Month, total: Record | None) -> float | str | None:
    if total is None:
        return None
    beyond = month.total_exceeds(total)
    if total["best"] is None or beyond is not None:
        return settled(total, beyond)
    best: float = total["best"]
    return best


def _settled_total(total: Record) -> float | str:
    """The sum of the settled figures; where an event has none there is no such sum, and it says of how many."""
    if total["best"] is None:
        return "undetermined" if total["undetermined"] >= total["events"] else partly(total)
    best: float = total["best"]
    return best


def _todo_block(month: Month) -> Sheet:
    rows = tuple((Link(number, sheet=sheet), said) for number, said, sheet in _todo(month) if number)
    return Sheet(
        "To do before sign-off",
        "",
        (Column("number", "How many", 1, "code"), Column("what", "What to do", 11, "prose")),
        rows,
        theme="decide",
        empty="Nothing is waiting.",
    )


def _todo(month: Month) -> Iterable[tuple[int, str, str]]:
    waiting = [row for row in month.conflicts if row["state"] == "open"]
    graver = [row for row in waiting if row["severity"] in ("serious", "moderate")]
    links = [row["link"] for row in month.claims.values()]
    yield len(graver), "Serious or moderate conflicts: decide them in the yellow cells of Conflicts", "Conflicts"
    changed = [row for row in month.conflicts if row["state"] == "decided, but changed"]
    yield len(changed), "Decided conflicts whose evidence has changed since: look again", "Conflicts"
    overtaken = [row for row in month.conflicts if row["state"] == "overtaken"]
    yield len(overtaken), "Conflicts that newer reports have overtaken: look whether the figure stands", "Conflicts"
    contested = [row for row in month.figures.values() if row["best"] is None]
    yield len(contested), "Figures without a settled value: set one, or let the range stand", "Figures"
    yield (
        links.count("unsure"),
        "Claims that fit more than one event: they are in no figure until their event is clear",
        "Claims",
    )
    yield links.count("unlinked"), "Claims that fit no known event: they are in no figure", "Claims"
    cut = [row for row in month.documents.values() if row["truncated"]]
    yield len(cut), "Articles cut short: their silence means nothing", "Articles"
    candidates = [row for row in month.records("sources") if row["state"] == "candidate"]
    yield len(candidates), "New sources: confirm them in inputs/desk/sources.csv", "Sources"
    yield len(month.records("refused")), "Files or rows refused: they are in no figure", "Refused"


def _roll_forward_block(month: Month) -> Sheet:
    """What the month before left, what moved it, what stands now: the first series, and a click to the others."""
    rows = roll_forward_rows(month) if month.meta.get("since") else []
    more = len(rows) - MOST_MOVEMENTS
    note = "Opening and every movement make the closing total; a late report moves the month of its event."
    return Sheet(
        "From last month to this one",
        f"{note} {counted(more, 'more row stands', 'more rows stand')} on the sheet Roll-forward."
        if more > 0
        else note,
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
        tuple(
            (Link(row["measure"], sheet="Roll-forward"), row["scope"], row["month"], *(row[key] for key in MOVEMENTS))
            for row in map(without_zeros, rows[:MOST_MOVEMENTS])
        ),
        theme="figures",
        empty="There is no earlier month to go on from.",
    )


def _sign_off(month: Month) -> Sheet:
    """Who prepared and who reviewed; filled in where the month is closed."""
    said = month.meta.get("closing") or {}
    closed = day_words(str(said["at"])[:10]) if said else None
    waived = (
        f"{counted(len(said['waived']), 'serious conflict')} waived: {said['reason']}" if said.get("waived") else None
    )
    return Sheet(
        "Sign-off",
        f"Closed on {closed} as version {said['version']}: this workbook is frozen." if said else "",
        (
            Column("role", "", 2),
            Column("name", "Name", 3, "input"),
            Column("date", "Date", 2, "input"),
            Column("remark", "Remark", 5, "input"),
        ),
        (
            ("Prepared by", said.get("by"), closed, waived),
            ("Reviewed by", said.get("reviewed_by"), closed, None),
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
