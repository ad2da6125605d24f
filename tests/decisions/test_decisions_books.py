"""Workbooks as they come back: sorted, moved, spoilt, from LibreOffice, or not at all."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from orlova import PERIOD, Desk, cells_of, columns_at, fill, five, ruling, shuffled, taken
from python_calamine import CalamineWorkbook

from reconcile import pipeline
from reconcile.decisions.cells import CELLS, SHEETS, read_book
from reconcile.decisions.decide import Decided
from reconcile.errors import BadInput
from reconcile.model.run_tables import RunTables
from reconcile.report.layout import HEAD
from reconcile.store.desk import DECISION_COLUMNS

pytestmark = pytest.mark.slow


def test_order_of_rows_and_columns_makes_no_difference(desk: Desk) -> None:
    rows = five(desk)
    fill(desk.workbook, rows, shuffled)
    came = desk.decide()
    assert came.refused == ()
    assert {about for about, _ in taken(came)} == {about for _, about, _ in rows}


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Work(source As String, target As String, form As String, cells As String)
  Dim opening(0) As New com.sun.star.beans.PropertyValue
  opening(0).Name = "Hidden" : opening(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, opening())
  For Each entry In Split(cells, "|")
    parts = Split(entry, "~")
    book.Sheets.getByName(parts(0)).getCellRangeByName(parts(1)).Formula = parts(2)
  Next
  Dim fields(0) As New com.sun.star.table.TableSortField
  Dim how(1) As New com.sun.star.beans.PropertyValue
  For Each name In Array("Conflicts", "Figures", "Claims", "Events")
    page = book.Sheets.getByName(name)
    cursor = page.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress.EndColumn
    fields(0).Field = last
    fields(0).IsAscending = (form = "calc8")
    how(0).Name = "SortFields" : how(0).Value = fields()
    how(1).Name = "ContainsHeader" : how(1).Value = False
    page.getCellRangeByPosition(0, 3, last, cursor.RangeAddress.EndRow).sort(how())
    page.Columns.getByIndex(1).IsVisible = False
    page.Columns.getByIndex(2).Width = 9000
  Next
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  saving(0).Name = "FilterName" : saving(0).Value = form
  book.storeToURL(target, saving())
  book.close(True)
End Sub
</script:module>
"""
"""What an analyst does in LibreOffice: open, type into cells, sort four sheets, hide and widen columns, save as."""


class Office:
    """LibreOffice with a profile of its own that knows the macro."""

    def __init__(self, home: Path):
        self.words = ["soffice", f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore"]
        self.call("--terminate_after_init")
        (home / "user" / "basic" / "Standard" / "Module1.xba").write_text(MACRO)

    def call(self, *words: str) -> None:
        subprocess.run([*self.words, *words], check=True, capture_output=True, timeout=180)

    def work(self, source: Path, target: Path, form: str, typed: str = "") -> None:
        given = ",".join(f'"{word}"' for word in (source.as_uri(), target.as_uri(), form, typed))
        self.call(f"macro:///Standard.Module1.Work({given})")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
def test_five_rulings_come_back_from_libreoffice_which_typed_sorted_and_saved_them(desk: Desk, tmp_path: Path) -> None:
    rows, xlsx, ods = five(desk), tmp_path / "back.xlsx", tmp_path / "back.ods"
    places = cells_of(openpyxl.load_workbook(desk.workbook), rows)
    typed = "|".join(f"{cell.parent.title}~{cell.coordinate}~{value}" for cell, value in places if value is not None)
    office = Office(tmp_path / "office")
    office.work(desk.workbook, ods, "calc8", typed)
    office.work(ods, xlsx, "Calc MS Excel 2007 XML")
    orders = {tuple(ids_of(path)) for path in (desk.workbook, ods, xlsx)}
    assert len(orders) == 3, "the rows stand in another order in each"

    desk.workbook.unlink()
    came = desk.decide(xlsx)
    assert came.refused == ()
    assert {about for about, _ in taken(came)} == {about for _, about, _ in rows}
    log = desk.log.read_bytes()
    assert [desk.decide(path).same for path in (xlsx, ods)] == [5, 5]
    assert desk.log.read_bytes() == log
    desk.run()
    decided = {row["measure"]: row["best"] for row in desk.found("figures") if row["status"] == "decided"}
    assert decided == {"killed": 43, "injured": 1040}


def ids_of(workbook: Path) -> list[str]:
    rows = CalamineWorkbook.from_path(workbook).get_sheet_by_name("Claims").to_python(skip_empty_area=False)
    return [row[rows[HEAD - 1].index("Claim id")] for row in rows[HEAD:]]


def test_a_workbook_that_was_moved_is_known_by_its_title(desk: Desk, tmp_path: Path) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("dismiss"))])
    moved = shutil.move(desk.workbook, tmp_path / "Kopie von 06 (2).xlsx")
    assert desk.decide(moved).period == PERIOD


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda book: book["Conflicts"].delete_cols(columns_at(book["Conflicts"])["Conflict id"]),
            "lacks the headings",
        ),
        (lambda book: book["Figures"].insert_rows(1, 20), "lacks the headings"),
        (lambda book: setattr(book["Claims"].cell(HEAD, 1), "value", "Reason"), "has 2 columns 'Reason'"),
        (lambda book: [book.remove(book[name]) for name in SHEETS], "has none of the sheets"),
        (lambda book: setattr(book["Claims"]["XFD1048576"], "value", "x"), "as far as row 1,048,576, column 16,384"),
    ],
)
def test_a_workbook_that_cannot_be_read_back_is_refused_by_name(
    desk: Desk, spoil: Callable[[Any], Any], said: str
) -> None:
    book = openpyxl.load_workbook(desk.workbook)
    spoil(book)
    book.save(desk.workbook)
    with pytest.raises(BadInput, match=said):
        desk.decide()


def test_other_files_are_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("no workbook")
    for path, said in ((tmp_path / "none.xlsx", "no workbook"), (tmp_path / "text.xlsx", "cannot be read")):
        with pytest.raises(BadInput, match=said):
            desk.decide(path)
    (tmp_path / "sub").mkdir()
    stranger = tmp_path / "sub" / "book.xlsx"
    pipeline.write_workbook(stranger, RunTables(), {}, "2031-01", {})
    with pytest.raises(BadInput, match="does not say which period"):
        desk.decide(stranger)


def test_an_untouched_workbook_holds_nothing(desk: Desk) -> None:
    assert read_book(desk.workbook).entries == ()
    assert replace(desk.decide(), refs={}) == Decided(PERIOD, (), (), 0, (), ())


def test_cells_are_named_as_the_schema_names_them() -> None:
    assert set(CELLS) < set(DECISION_COLUMNS)
