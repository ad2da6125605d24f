"""Charts: each reads the cells of its own table, is named and described, and is left out where nothing compares."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import vessen

from reconcile.model.records import Event, Figure, Movement, Toll
from reconcile.model.run_tables import RunTables
from reconcile.report import write_workbook
from reconcile.report.charts import charts_page, front_chart
from reconcile.report.month import Month
from reconcile.report.sheet import Chart
from schemas.codes import Confidence, GroupRole, Measure, Scope, Status


def figure(number: int) -> Figure:
    return Figure(
        figure_id=f"f-{number}", event_id=f"e-{number}", month="2013-06", measure=Measure.KILLED,
        group_role=GroupRole.WHOLE, unit="person", scope=Scope.INCIDENT, low=number, best=number, high=number,
        status=Status.AGREED, confidence=Confidence.FAIR, rule="representative", because="Both give it.",
        articles=1, publishers=1, originators=1,
    )  # fmt: skip


def charts_of(path: Path) -> list[tuple[str, str]]:
    """The charts of a book with the description of each frame, in the order of the drawings."""
    with zipfile.ZipFile(path) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/charts/chart"))
        drawings = "".join(book.read(n).decode() for n in sorted(book.namelist()) if "drawings/drawing" in n)
        return list(
            zip([book.read(name).decode() for name in names], re.findall(r'descr="([^"]+)"', drawings), strict=True)
        )


def written(tmp_path: Path, tables: RunTables) -> Path:
    path = tmp_path / "reconciliation.xlsx"
    write_workbook(path, tables, {}, "2013-06", {})
    return path


def test_every_chart_reads_the_filled_cells_of_its_table_and_is_described(tmp_path: Path) -> None:
    events = [Event(event_id=f"e-{n}", name=f"Raid {n}", start="2013-06-03", origin="desk") for n in (4, 9)]
    path = written(tmp_path, RunTables(events=events, figures=[figure(4), figure(9)]))
    page = openpyxl.load_workbook(path)["Charts"]
    (row,) = [cell.row for cells in page.iter_rows() for cell in cells if cell.value == "Raid 9"]
    found = charts_of(path)
    assert len(found) == 2, "one on the Summary, one beside its table"
    for chart, words in found:
        ranges = re.findall(r"'Charts'!\$([A-Z]+)\$(\d+):\$\1\$(\d+)", chart)
        assert {(int(first), int(last)) for _, first, last in ranges} == {(row, row + 1)}
        assert {page[f"{column}{row}"].value for column, *_ in ranges} == {"Raid 9", 9}
        titles = re.findall(r"<(?:c:)?f>'Charts'!\$?([A-Z]+)\$?(\d+)</", chart)
        assert [page[f"{c}{n}"].value for c, n in titles] == ["At least", "Settled", "At most"]
        assert "Killed, by event: June 2013" in chart
        assert "people" in chart
        assert words.startswith("Bar chart. Killed, by event: June 2013, in people. 2 events")


def toll(day: int, voice: str, number: float) -> Toll:
    return Toll(
        toll_id=f"t-{day}-{voice}", event_id="e-1", measure=Measure.KILLED, unit="person", scope=Scope.INCIDENT,
        as_of=f"2013-06-0{day}", voice=voice, low=number, best=number, high=number,
    )  # fmt: skip


def test_a_toll_over_time_has_a_line_for_each_voice_and_a_gap_where_it_is_silent() -> None:
    tolls = [toll(3, "army", 4), toll(3, "mayor", 6), toll(4, "mayor", 9)]
    events = [Event(event_id="e-1", name="Raid", start="2013-06-03", origin="desk")]
    page = charts_page(Month("2013-06", RunTables(events=events, tolls=tolls)))
    ((data, chart),) = page.bands
    assert isinstance(chart, Chart)
    assert (chart.title, chart.kind, chart.unit) == ("Raid: killed over time", "line", "people")
    assert [column.heading for column in data.columns] == ["As of", "mayor", "army"]
    assert data.rows == (("3 June 2013", 6, 4), ("4 June 2013", 9, None))


def test_totals_by_month_show_the_latest_twelve() -> None:
    still = dict.fromkeys(("opening", "new", "restated_up", "restated_down", "merged_or_split", "withdrawn"), 0.0)
    months = [f"2012-{n:02}" for n in range(1, 13)] + ["2013-01", "2013-02"]
    rows = [
        Movement(
            measure=Measure.KILLED, unit="person", scope=Scope.INCIDENT, month=month, closing=float(n), figures=1,
            undetermined=0, **still,
        )
        for n, month in enumerate(months)
    ]  # fmt: skip
    ((data, _),) = charts_page(Month("2013-02", RunTables(roll_forward=rows))).bands
    assert [row[:2] for row in data.rows][0::11] == [("March 2012", 2), ("February 2013", 13)]


def test_the_rules_stand_side_by_side_and_an_empty_month_draws_nothing() -> None:
    (band,) = charts_page(vessen.month()).bands
    assert ("Representative", 12, None, 30) in band[0].rows
    assert front_chart(vessen.month(), 10).width == 10
    empty = charts_page(Month("2031-05"))
    assert (empty.bands, len(empty.lines)) == ((), 1)
    assert front_chart(Month("2031-05"), 10) is None


HOSTILE = "=1+1\x07 <b>&amp; \u202e raid"


def test_a_hostile_name_of_an_event_is_text_in_a_chart(tmp_path: Path) -> None:
    tolls = [toll(3, "army", 4), toll(4, "army", 9)]
    events = [Event(event_id="e-1", name=HOSTILE, start="2013-06-03", origin="desk")]
    path = written(tmp_path, RunTables(events=events, tolls=tolls))
    assert len(charts_of(path)) == 2
    book = openpyxl.load_workbook(path)
    assert not [c for page in book for row in page.iter_rows() for c in row if c.data_type == "f"]


def test_each_chart_reads_its_own_table_where_two_events_have_one_name(tmp_path: Path) -> None:
    tolls = [toll(3, "army", 4), toll(4, "army", 9)]
    tolls += [Toll(**{**row.__dict__, "toll_id": f"{row.toll_id}x", "event_id": "e-2"}) for row in tolls]
    events = [Event(event_id=f"e-{n}", name="Raid", start="2013-06-03", origin="desk") for n in (1, 2)]
    read = [
        set(re.findall(r"\$B\$(\d+):", chart))
        for chart, _ in charts_of(written(tmp_path, RunTables(events=events, tolls=tolls)))
    ]
    assert len(read) == 3
    assert read[1] != read[2]
    assert read[0] in read[1:]
