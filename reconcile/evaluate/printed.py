"""Print the accuracy figures: as tables for the terminal, as a page of documentation, and as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from reconcile.evaluate.floors import Floors
from reconcile.evaluate.grouping import Grouping
from reconcile.evaluate.scores import Accuracy, Found, Share, Spread
from reconcile.evaluate.together import Linking

TEMPLATE = Path(__file__).with_name("accuracy.md")

WIDTH = 100
"""The number of columns of a text file."""

Rows = list[list[str]]

FOUND_HEADINGS = ("Claims", "In the gold", "Given by the reader", "Precision", "Recall", "F1")
SHARE_HEADINGS = ("Field", "Right", "Of", "Share")
COUNT_HEADINGS = ("What", "Items", "Groups in the gold", "Groups given")
RATE_HEADINGS = ("What", "Measure", "Precision", "Recall", "F1")
OVERVIEW = (
    "all",
    "killed",
    "injured",
    "value and bound",
    "country",
    "no other country",
    "place",
    "scope",
    "attribution",
    "group",
)
"""The figures of a collection that the first table of the page shows, after precision and recall."""
OVERVIEW_HEADINGS = (
    "Collection",
    "Articles",
    "Precision",
    "Recall",
    "F1",
    *(name.capitalize() for name in OVERVIEW[1:]),
)
SECTION = """## {name}

{gold}

Counted here: {articles:,} articles with {asked:,} claims, and {optional:,} more that are optional (what might happen,
figures from plainly unrelated events of the past): finding them is neither right nor wrong.

### Claims found

{found}

### Of the claims found, read right

{shares}

### Over parts of the articles

{spread}"""
ELSEWHERE_HEADINGS = ("Collection", "At least")
SPREAD_HEADINGS = ("Figure", "Parts", "Mean", "Worst")


@dataclass(frozen=True)
class MeasuredSet:
    """The figures of one collection, with the file that says what it is."""

    floors: Floors
    accuracy: Accuracy
    spreads: Sequence[Spread]


def as_tables(measured: Sequence[MeasuredSet]) -> list[Table]:
    """The accuracy figures as tables for the terminal."""
    return [
        table
        for one in measured
        for table in (
            _table(f"Claims found: {one.floors.name}", FOUND_HEADINGS, _found_rows(one.accuracy.found)),
            _table("Of the claims found, read right", SHARE_HEADINGS, _share_rows(one.accuracy.shares)),
            _table("Over parts of the articles", SPREAD_HEADINGS, _spread_rows(one.spreads)),
        )
    ]


def as_text(tables: Iterable[Table]) -> str:
    """Tables as plain text, for a file."""
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None)
    console.print(*tables, sep="\n")
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def as_group_tables(linking: Linking) -> list[Table]:
    """The figures on linking and grouping as tables for the terminal."""
    counts = _table("Put together", COUNT_HEADINGS, [_count_row(one) for one in linking.groupings])
    rates = [row for one in linking.groupings for row in _rate_rows(one)]
    tables = [counts, _table("How well", RATE_HEADINGS, rates)]
    return [*tables, _table("Of the claims in the gold", SHARE_HEADINGS, _share_rows(linking.shares))]


def as_group_json(linking: Linking) -> str:
    """The figures on linking and grouping as JSON: counts and rates by name."""
    groups = {
        one.name: {
            "items": one.items,
            "groups": one.groups,
            "given": one.given,
            "pairwise": {**asdict(one.pairwise), "f1": one.pairwise.f1},
            "b_cubed": {**asdict(one.b_cubed), "f1": one.b_cubed.f1},
        }
        for one in linking.groupings
    }
    shares = {row.name: {**asdict(row), "rate": row.rate} for row in linking.shares}
    return json.dumps({"groups": groups, "shares": shares}, ensure_ascii=False) + "\n"


def as_group_markdown(linking: Linking) -> str:
    """The figures on linking and grouping as tables in Markdown."""
    counts = _markdown(COUNT_HEADINGS, [_count_row(one) for one in linking.groupings])
    rates = _markdown(RATE_HEADINGS, [row for one in linking.groupings for row in _rate_rows(one)])
    return "\n\n".join([counts, rates, _markdown(SHARE_HEADINGS, _share_rows(linking.shares))]) + "\n"


def as_markdown(measured: Sequence[MeasuredSet]) -> str:
    """A page with the figures of every collection, how they were measured, and what they do not show."""
    overview = _markdown(OVERVIEW_HEADINGS, [_overview_row(one) for one in measured])
    sections = "\n\n".join(_section(one) for one in measured)
    rows = [[name, _three(least)] for one in measured for name, least in one.floors.elsewhere.items()]
    elsewhere = _markdown(ELSEWHERE_HEADINGS, rows) if rows else "None."
    return TEMPLATE.read_text(encoding="utf-8").format(overview=overview, sections=sections, elsewhere=elsewhere)


def _overview_row(one: MeasuredSet) -> list[str]:
    whole = one.accuracy.found[0]
    figures = (one.accuracy.figure(name) for name in OVERVIEW)
    shown = ["-" if figure is None else _three(figure) for figure in figures]
    return [one.floors.name, f"{one.accuracy.articles:,}", *map(_three, (whole.precision, whole.recall)), *shown]


def _section(one: MeasuredSet) -> str:
    """One collection: what it is, then its tables."""
    accuracy = one.accuracy
    return SECTION.format(
        name=one.floors.name,
        gold=one.floors.gold.strip() or "The floors file does not say who wrote the gold.",
        articles=accuracy.articles,
        asked=accuracy.found[0].asked,
        optional=accuracy.optional,
        found=_markdown(FOUND_HEADINGS, _found_rows(accuracy.found)),
        shares=_markdown(SHARE_HEADINGS, _share_rows(accuracy.shares)),
        spread=_markdown(SPREAD_HEADINGS, _spread_rows(one.spreads)),
    )


def as_json(measured: Sequence[MeasuredSet]) -> str:
    """The accuracy figures as JSON: counts and rates by name, for each collection by its name."""
    told = {one.floors.name: _as_dict(one.accuracy, one.spreads) for one in measured}
    return json.dumps(told, ensure_ascii=False) + "\n"


def _as_dict(accuracy: Accuracy, spreads: Sequence[Spread]) -> dict[str, object]:
    found = {
        row.name: {**asdict(row), "precision": row.precision, "recall": row.recall, "f1": row.f1}
        for row in accuracy.found
    }
    shares = {row.name: {**asdict(row), "rate": row.rate} for row in accuracy.shares}
    parts = {row.name: asdict(row) for row in spreads}
    told = {"articles": accuracy.articles, "optional": accuracy.optional}
    return {**told, "found": found, "shares": shares, "parts": parts}


def _found_rows(found: Sequence[Found]) -> Rows:
    return [
        [row.name, f"{row.asked:,}", f"{row.given:,}", *map(_three, (row.precision, row.recall, row.f1))]
        for row in found
    ]


def _share_rows(shares: Sequence[Share]) -> Rows:
    return [
        [row.name, f"{row.right:,}", f"{row.of:,}", "-" if row.rate is None else _three(row.rate)] for row in shares
    ]


def _count_row(one: Grouping) -> list[str]:
    return [one.name, f"{one.items:,}", f"{one.groups:,}", f"{one.given:,}"]


def _rate_rows(one: Grouping) -> Rows:
    named = (("B-cubed", one.b_cubed), ("pairs", one.pairwise))
    return [[one.name, measure, *map(_three, (rates.precision, rates.recall, rates.f1))] for measure, rates in named]


def _spread_rows(spreads: Sequence[Spread]) -> Rows:
    return [[row.name, str(row.parts), _three(row.mean), _three(row.worst)] for row in spreads]


def _three(figure: float) -> str:
    return f"{figure:.3f}"


def _table(title: str, headings: Sequence[str], rows: Rows) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for n, heading in enumerate(headings):
        table.add_column(heading, justify="right" if n else "left")
    for row in rows:
        table.add_row(*row)
    return table


def _markdown(headings: Sequence[str], rows: Rows) -> str:
    r"""A table in Markdown, with numbers aligned right.

    >>> print(_markdown(["Field", "Share"], [["place", "0.900"]]))
    | Field | Share |
    | --- | ---: |
    | place | 0.900 |
    """
    marks = ["---", *["---:"] * (len(headings) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [list(headings), marks, *rows])
