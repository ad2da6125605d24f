"""The chart of the Summary: it reads the cells it stands under, and says in words what it shows."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl

from reconcile.model.records import Event, Figure
from reconcile.model.run_tables import RunTables
from reconcile.report import write_workbook
from schemas.codes import Confidence, GroupRole, Measure, Scope, Status


def figure(number: int) -> Figure:
    return Figure(
        figure_id=f"f-{number}", event_id=f"e-{number}", month="2013-06", measure=Measure.KILLED,
        group_role=GroupRole.WHOLE, unit="person", scope=Scope.INCIDENT, low=number, best=number, high=number,
        status=Status.AGREED, confidence=Confidence.FAIR, rule="representative", because="Both give it.",
        articles=1, publishers=1, originators=1,
    )  # fmt: skip


def test_the_chart_reads_the_rows_of_its_block_and_is_described(tmp_path: Path) -> None:
    events = [Event(event_id=f"e-{n}", name=f"Raid {n}", start="2013-06-03", origin="desk") for n in (4, 9)]
    path = tmp_path / "reconciliation.xlsx"
    write_workbook(path, RunTables(events=events, figures=[figure(4), figure(9)]), {}, "2013-06", {})
    page = openpyxl.load_workbook(path)["Summary"]
    (row,) = [cell.row for cells in page.iter_rows() for cell in cells if cell.value == "Raid 9"]
    with zipfile.ZipFile(path) as book:
        drawing, chart = (book.read(name).decode() for name in ("xl/drawings/drawing1.xml", "xl/charts/chart1.xml"))
    assert "the largest is Raid 9 with 9" in drawing
    ranges = re.findall(r"'Summary'!\$([A-Z]+)\$(\d+):\$\1\$(\d+)", chart)
    assert {(int(first), int(last)) for _, first, last in ranges} == {(row, row + 1)}
    values = {column: page[f"{column}{row}"].value for column, *_ in ranges}
    assert set(values.values()) == {"Raid 9", 9}
