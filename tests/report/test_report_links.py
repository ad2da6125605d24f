"""Every link of the book lands on the rows that it names, and no linked text is cut at its cell's edge."""

from __future__ import annotations

import re
from dataclasses import replace

import openpyxl
import pytest
import vessen

from reconcile.report import write_workbook
from reconcile.report.cell_links import claims_link
from reconcile.report.layout import HEAD
from reconcile.report.month import Month

PLACE = re.compile(r"'([^']+)'!A(\d+)(?::A(\d+))?")
COUNT = re.compile(r"([\d,]+) ?(\D*)")
SHEET_REFS = {"E": "Events", "F": "Figures", "C": "Conflicts", "K": "Claims", "A": "Articles"}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("links") / "reconciliation.xlsx"
    write_workbook(path, vessen.tables(), vessen.TEXTS, vessen.PERIOD, {"rule": "representative"})
    return openpyxl.load_workbook(path)


def links(book):
    """Every cell with a link, its sheet, and the sheet and rows that it leads to; None for the evidence page."""
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if cell.hyperlink and cell.hyperlink.location:
                    sheet, first, last = PLACE.fullmatch(cell.hyperlink.location).groups()
                    yield page, cell, sheet, range(int(first), int(last or first) + 1)


def test_a_short_reference_leads_to_its_own_row(book):
    found = 0
    for page, cell, sheet, rows in links(book):
        if re.fullmatch(r"[EFCKA]-\d+", str(cell.value)):
            found += 1
            assert SHEET_REFS[cell.value[0]] == sheet, (page.title, cell.coordinate)
            assert [book[sheet].cell(n, 1).value for n in rows] == [cell.value], (page.title, cell.coordinate)
    assert found > 20


def test_a_link_that_counts_rows_selects_as_many(book):
    counted = 0
    for page, cell, _, rows in links(book):
        said = COUNT.fullmatch(str(cell.value))
        if page.title == "Summary" and isinstance(cell.value, int):
            counted += 1
            assert len(rows) == cell.value, cell.coordinate
        elif said and said[2] in ("claim", "claims", "figure", "figures", "row", "rows"):
            counted += 1
            assert len(rows) == int(said[1].replace(",", "")), (page.title, cell.coordinate)
    assert counted > 3


def test_links_arrive_at_rows_that_are_filled(book):
    for page, cell, sheet, rows in links(book):
        assert sheet in book.sheetnames, (page.title, cell.coordinate)
        assert rows[-1] <= book[sheet].max_row, (page.title, cell.coordinate)


def test_no_linked_text_is_wider_than_its_cell(book):
    for page, cell, _, _ in links(book):
        if page.title not in ("Summary", "Charts") and isinstance(cell.value, str) and cell.row > HEAD:
            assert len(cell.value) <= page.column_dimensions[cell.column_letter].width, (page.title, cell.coordinate)


def test_claims_whose_rows_are_apart_are_named_and_not_linked():
    month = vessen.month()
    first, last = next(iter(month.claims)), list(month.claims)[-1]
    assert claims_link(month, [first, last]) == f"{month.ref(first)}, {month.ref(last)}"
    assert claims_link(month, [last]).row == last
    assert claims_link(Month(vessen.PERIOD, replace(vessen.tables(), refs=[])), [first, last]) == f"{first}, {last}"
