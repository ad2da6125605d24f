"""A month of an invented town, run once, whose workbook the tests fill in as analysts would."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl

from reconcile import pipeline
from reconcile.decisions.cells import SHEETS
from reconcile.decisions.decide import Decided, decide
from reconcile.model.crossing import as_row
from reconcile.report.layout import HEAD
from reconcile.store.desk import fresh_desk
from reconcile.store.ledger import reading
from reconcile.store.workspace import Workspace

PERIOD = "2013-06"
MOMENT = datetime(2013, 7, 2, 10, 0, tzinfo=UTC)
ARTICLES = {
    "harbour.txt": """Market of Orlova shelled

ORLOVA, June 5, 2013 (Harbour News) - Shells killed 30 people at the market of Orlova on Wednesday, the mayor said.
Another 25 people were wounded, he added.
""",
    "valley.txt": """Orlova market attack

June 5, 2013 (Valley News) - Shells killed at least 43 people at the market of Orlova on Wednesday, hospital staff said.
Police said 52 people were wounded there.
""",
    "coast.txt": """Bakery of Nemi bombed

NEMI, June 19, 2013 (Coast Post) - An air strike killed 9 people in a bakery in Nemi on Tuesday, the governor said.
""",
}
LATE = """Toll of the Orlova market attack

June 7, 2013 (Coast Post) - Shells killed 61 people at the market of Orlova on Wednesday, the Interior Ministry said.
"""

Rows = list[tuple[str, str, dict[str, Any]]]


class Desk:
    """A workspace with one month run, and what its last run found."""

    def __init__(self, root: Path):
        self.place = Workspace(root)
        self.workbook = self.place.report(PERIOD) / pipeline.WORKBOOK
        self.log = self.place.desk / "decisions.csv"

    def found(self, name: str) -> list[dict[str, Any]]:
        with reading(self.place) as ledger:
            run = ledger.last_run(PERIOD)
            return [as_row(row) for row in ledger.tables(run.number)[name]] if run else []

    def one(self, name: str, **like: Any) -> dict[str, Any]:
        (row,) = [r for r in self.found(name) if all(r[key] == value for key, value in like.items())]
        return row

    def run(self) -> pipeline.Outcome:
        return pipeline.run(self.place, PERIOD)

    def decide(self, workbook: Path | None = None, **options: Any) -> Decided:
        return decide(self.place, workbook or self.workbook, clock=lambda: MOMENT, **options)

    def add(self, name: str, text: str) -> None:
        (self.place.inputs / PERIOD / name).write_text(text)

    @property
    def killed(self) -> str:
        return str(self.one("conflicts", kind="values that cannot both hold", measure="killed")["conflict_id"])

    @property
    def injured(self) -> str:
        return str(self.one("conflicts", kind="values that cannot both hold", measure="injured")["conflict_id"])


def set_up(root: Path) -> Path:
    """The workspace, its month run."""
    desk = Desk(root)
    desk.place.desk.mkdir(parents=True)
    for name, content in fresh_desk().items():
        (desk.place.desk / name).write_text(content)
    (desk.place.inputs / PERIOD).mkdir()
    for name, text in ARTICLES.items():
        desk.add(name, text)
    desk.run()
    return root


def ruling(decision: Any, value: Any = None, **changes: Any) -> dict[str, Any]:
    return {"decision": decision, "value": value, "reason": "checked", "analyst": "Ana", "reviewer": "Bo", **changes}


def columns_at(page: Any) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in page[HEAD] if cell.value is not None}


def cells_of(book: Any, rows: Rows) -> list[tuple[Any, Any]]:
    """The cells of these rulings, found by id and heading, each with what is to be typed there."""
    found = []
    for name, about, cells in rows:
        page, sheet = book[name], SHEETS[name]
        at = columns_at(page)
        ids = {page.cell(n, at[sheet.heading(sheet.id_key)]).value: n for n in range(HEAD + 1, page.max_row + 1)}
        found += [(page.cell(ids[about], at[sheet.heading(key)]), value) for key, value in cells.items()]
    return found


def fill(workbook: Path, rows: Rows, change: Callable[[Any], None] | None = None) -> None:
    """Type rulings into the rows of these ids, as an analyst would, and save."""
    book = openpyxl.load_workbook(workbook)
    for cell, value in cells_of(book, rows):
        cell.value = value
    for name in SHEETS if change else ():
        change(book[name])
    book.save(workbook)


def five(desk: Desk) -> Rows:
    """A ruling of each kind of row, as people type: stray blanks, capitals, separators."""
    misread = desk.one("claims", measure="killed", quote="9")
    (figure,) = [f for f in desk.found("figures") if f["claim_ids"] == (misread["claim_id"],)]
    events = sorted(row["event_id"] for row in desk.found("events"))
    return [
        ("Conflicts", desk.killed, ruling(" Accept  value ", 43)),
        ("Conflicts", desk.injured, ruling("set value", "1,040\u00a0")),
        ("Claims", misread["claim_id"], ruling("wrong reading")),
        ("Figures", figure["figure_id"], ruling("dismiss", reviewer=None)),
        ("Events", events[0], ruling("merge events", events[1])),
    ]


def taken(came: Decided) -> set[tuple[str, str]]:
    return {(ruling.about, ruling.decision) for ruling in came.taken}


def shuffled(page: Any) -> None:
    """Sort the rows anew, move the decision's column to the right end, hide one and widen one; a row on top."""
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=HEAD + 1)]
    random.Random(7).shuffle(rows)
    heading = [cell.value for cell in page[HEAD]]
    place = heading.index("Decision")
    for number, row in enumerate([heading, *rows], HEAD):
        for column, value in enumerate([*row[:place], *row[place + 1 :], row[place]], 1):
            page.cell(number, column).value = value
    page.column_dimensions["B"].hidden = True
    page.column_dimensions["C"].width = 90
    page.insert_rows(1)


def everything(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
