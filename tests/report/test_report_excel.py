"""The workbook as a spreadsheet program reads it."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import datetime
from zipfile import ZipFile

import openpyxl
import pytest
import vessen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter as letter

from reconcile.model.run_tables import RunTables
from reconcile.report import write_workbook
from reconcile.report.book import sheets_of
from reconcile.report.layout import GRID_WIDTH, HEAD, LINK_LIMIT, PAPER, SUMMARY_MARGINS
from reconcile.report.page_layout import page_height
from reconcile.report.sheet import GRID
from reconcile.report.summary import summary
from schemas.columns import DECISION_WORDS

META = {"rule": "representative", "profile": "interval", "version": "0.1"}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("report") / "reconciliation.xlsx"
    write_workbook(made, vessen.tables(), vessen.TEXTS, vessen.PERIOD, META)
    return made


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path, rich_text=True)


def column(page, heading):
    """The cells under a heading."""
    place = next(cell.column for cell in page[HEAD] if cell.value == heading)
    return [row[place - 1] for row in page.iter_rows(min_row=HEAD + 1)]


def written(tmp_path, **changed):
    """The month's workbook with some tables replaced."""
    made = tmp_path / "reconciliation.xlsx"
    write_workbook(made, replace(vessen.tables(), **changed), vessen.TEXTS, vessen.PERIOD, META)
    return openpyxl.load_workbook(made, rich_text=True)


def test_sheets_stand_in_order_with_frozen_headings_and_filters(book):
    expected = sheets_of(vessen.month())
    assert book.sheetnames == ["Summary", "Charts", *(sheet.name for sheet in expected)]
    for sheet in expected:
        page = book[sheet.name]
        assert page.freeze_panes == openpyxl.utils.get_column_letter(sheet.freeze + 1) + str(HEAD + 1)
        assert [cell.value for cell in page[HEAD]][: len(sheet.columns)] == [c.heading for c in sheet.columns]
        assert bool(page.auto_filter.ref) == bool(sheet.rows)
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.fitToHeight == 0
        assert page.print_title_rows == f"${HEAD}:${HEAD}"
        assert "&P" in page.oddFooter.right.text


def test_numbers_are_numbers_days_are_days_and_ids_are_text(book):
    figures = book["Figures"]
    assert [cell.value for cell in column(figures, "At least")] == [12, 17, 4, 40]
    assert all(cell.data_type == "n" and cell.number_format.startswith("#,##0") for cell in column(figures, "At least"))
    assert column(figures, "Settled")[0].value is None, "what is undecided comes first"
    assert column(figures, "As of")[0].value == datetime(2031, 4, 8)
    assert {cell.data_type for cell in column(figures, "Figure id")} == {"s"}


def test_open_bounds_are_blank_in_numbers_and_readable_beside_them(book):
    injured = next(n for n, cell in enumerate(column(book["Figures"], "Measure")) if cell.value == "injured")
    assert column(book["Figures"], "At most")[injured].value is None
    assert column(book["Figures"], "Figure")[injured].value == "> 40"


def test_the_quote_stands_in_bold_in_its_sentence(book):
    sentences = [cell.value for cell in column(book["Claims"], "Sentence")]
    bold = [[part.text for part in value if part.font.b] for value in sentences]
    assert ["At least 12"] in bold
    assert all(len(parts) == 1 for parts in bold)


def test_two_clicks_lead_from_a_conflict_to_its_sentence(book):
    first = column(book["Conflicts"], "Claim 1")[0]
    sheet, row = re.fullmatch(r"'(\w+)'!A(\d+)", first.hyperlink.location).groups()
    claim = book[sheet][int(row)]
    assert claim[0].value == first.value == "K-1"
    assert claim[1].value == "At least 12"
    assert claim[0].hyperlink.target == f"evidence.html#{vessen.CLAIMS[0]['claim_id']}"


def test_a_figure_leads_to_all_its_claims(book):
    contested = next(n for n, cell in enumerate(column(book["Figures"], "Status")) if cell.value == "contested")
    start, end = re.findall(r"A(\d+)", column(book["Figures"], "Its claims")[contested].hyperlink.location)
    quotes = [book["Claims"].cell(row, 2).value for row in range(int(start), int(end) + 1)]
    assert quotes == ["At least 12", "Thirty"]


def test_decision_cells_offer_the_words_of_the_schema(book):
    page = book["Conflicts"]
    (rule,) = page.data_validations.dataValidation
    assert rule.formula1 == '"' + ",".join(DECISION_WORDS) + '"'
    assert len(rule.formula1) <= 257, "Excel drops longer lists"
    assert len(rule.error) <= 255
    decision = column(page, "Decision")
    assert str(rule.sqref) == f"{decision[0].coordinate}:{decision[-1].coordinate}"
    assert decision[0].fill.fgColor.rgb.endswith("FFF9E3"), "input cells are tinted"
    assert not page.protection.sheet


def test_contested_figures_and_serious_conflicts_are_coloured(book):
    for name, word in (("Figures", "contested"), ("Conflicts", "serious"), ("Comparisons", "contradicts")):
        formulas = [f for rules in book[name].conditional_formatting for rule in rules.rules for f in rule.formula]
        assert f'"{word}"' in formulas


def test_the_summary_tells_the_month_in_a_minute(book):
    said = [str(cell.value) for row in book["Summary"].iter_rows() for cell in row if cell.value is not None]
    text = "\n".join(said)
    assert "Reconciliation · April 2031" in said
    assert "The hospital counts at least 12 dead, the town council 30." in said
    assert "12 to 30 in one undecided" in said, "the chosen rule settles nothing here"
    for part in ("'representative'", "'interval'", "reconcile 0.1", "Prepared by", "New sources"):
        assert part in text
    assert "C-2" not in said, "what is decided is not among the open conflicts"
    links = {cell.hyperlink.location for row in book["Summary"].iter_rows() for cell in row if cell.hyperlink}
    assert {f"'{name}'!A1" for name in book.sheetnames[1:]} <= links


def test_an_empty_month_says_so_on_every_sheet(tmp_path):
    write_workbook(tmp_path / "reconciliation.xlsx", RunTables(), {}, "2031-05", {})
    book = openpyxl.load_workbook(tmp_path / "reconciliation.xlsx")
    for name in book.sheetnames[2:-1]:
        assert book[name].cell(HEAD + 1, 1).value, name


def test_the_same_month_makes_the_same_bytes(path, tmp_path):
    write_workbook(tmp_path / "again.xlsx", vessen.tables(), vessen.TEXTS, vessen.PERIOD, META)
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    properties = openpyxl.load_workbook(path).properties
    assert properties.created == properties.modified == datetime(2000, 1, 1)


def test_the_order_of_rows_changes_nothing(path, tmp_path):
    made = vessen.tables()
    turned = {f.name: getattr(made, f.name)[::-1] for f in fields(made) if f.name not in ("documents", "sources")}
    write_workbook(tmp_path / "turned.xlsx", replace(made, **turned), vessen.TEXTS, vessen.PERIOD, META)
    assert (tmp_path / "turned.xlsx").read_bytes() == path.read_bytes()


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "#N/A",
    "\t=1",
    "  =1",
    "'=1",
    "\x07=1",
    "12",
]


def test_text_never_becomes_a_formula_nor_a_number(tmp_path):
    (row,) = vessen.records()["refused"]
    rows = [{**row, "refused_id": f"r-{n}", "reason": text} for n, text in enumerate(HOSTILE)]
    cells = column(written(tmp_path, refused=vessen.some("refused", *rows).refused)["Refused"], "What is wrong")
    assert [cell.value for cell in cells] == [text.replace("\x07", " ") for text in HOSTILE]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(min_size=1, max_size=40), min_size=20, max_size=60))
def test_any_text_can_be_written_and_read_back(texts, tmp_path):
    (row,) = vessen.records()["refused"]
    rows = [{**row, "refused_id": f"r-{n}", "reason": text} for n, text in enumerate(texts)]
    write_workbook(tmp_path / "any.xlsx", vessen.some("refused", *rows), {}, vessen.PERIOD, META)
    cells = column(openpyxl.load_workbook(tmp_path / "any.xlsx")["Refused"], "What is wrong")
    assert "f" not in {cell.data_type for cell in cells}
    read = [re.sub(r"\W", "", str(cell.value or "")) for cell in cells]
    assert read == [re.sub(r"[\W\x7f-\x9f]", "", text) for text in texts]


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(tmp_path):
    rows = [{**row, "reason": "x" * 40_000} for row in vessen.records()["refused"]]
    (cell,) = column(written(tmp_path, refused=vessen.some("refused", *rows).refused)["Refused"], "What is wrong")
    assert len(cell.value) == 32_767
    assert cell.value.endswith("and in the tables]")


def test_no_formula_and_no_outside_link_anywhere(path):
    with ZipFile(path) as archive:
        pages = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert pages
        assert not any(b"<f>" in archive.read(name) or b"<f " in archive.read(name) for name in pages)
        targets = {
            target
            for name in archive.namelist()
            if name.startswith("xl/worksheets/_rels")
            for target in re.findall(rb'Target="([^"]+)"[^>]*TargetMode="External"', archive.read(name))
        }
    assert all(target.startswith(b"evidence.html#") for target in targets)


def test_rows_are_tall_enough_for_their_text(book):
    page = book["Conflicts"]
    text, width = column(page, "What conflicts")[0].value, page.column_dimensions["D"].width
    assert page.row_dimensions[HEAD + 1].height >= 12.75 * (len(text) / (width * 1.2))


def test_links_stop_where_excel_would_refuse_the_sheet():
    from reconcile.report.layout import linked_until
    from reconcile.report.sheet import Column, Link, Sheet

    rows = ((Link(1), Link(2)),) * 40_000
    last = linked_until(Sheet("S", "", (Column("a", "A", 5), Column("b", "B", 5)), rows))
    assert sum(row - HEAD for row in last) == LINK_LIMIT


@pytest.mark.parametrize("name", ["Summary", "Charts"])
def test_no_text_on_a_page_of_blocks_is_cut_at_its_side(book, name):
    page = book[name]
    merged = {str(cells).split(":")[0]: cells.max_col - cells.min_col + 1 for cells in page.merged_cells.ranges}
    room = {cell.coordinate: GRID_WIDTH * merged.get(cell.coordinate, 1) for row in page.iter_rows() for cell in row}
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and not cell.alignment.wrap_text:
                assert len(cell.value) <= room[cell.coordinate], cell.value
            if cell.hyperlink and isinstance(cell.value, str):
                assert len(cell.value) <= room[cell.coordinate], cell.value


def test_the_summary_prints_on_one_page_at_eight_points(book):
    page = book["Summary"]
    last = int(page.print_area.rpartition("$")[2])
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 1)
    tall = sum(page.row_dimensions[n].height for n in range(1, last + 1))
    wide = sum(7 * page.column_dimensions[letter(n)].width + 5 for n in range(1, GRID + 2)) * 0.75
    inch, (above, below, _) = 72, SUMMARY_MARGINS
    scale = min((841.9 - 0.8 * inch) / wide, (595.3 - (above + below) * inch) / tall)
    smallest = min(cell.font.sz for row in page.iter_rows(max_row=last) for cell in row if cell.value is not None)
    assert smallest * scale >= 8


def test_a_full_month_still_prints_on_one_page():
    """The longest conflicts, all kinds of things to do and many measures leave room for one conflict at least."""
    (row,) = [row for row in vessen.records()["conflicts"] if row["conflict_id"] == "k-market"]
    words = "The hospital counts at least 12 dead and the town council counts thirty of them at the market. "
    rows = [{**row, "conflict_id": f"k-{n}", "explanation": 2 * words, "effect_sentence": words} for n in range(9)]
    month = vessen.month(conflicts=vessen.some("conflicts", *rows).conflicts)
    page = summary(month, [])
    assert page_height(page) <= PAPER
    (block,) = page.bands[2]
    assert 1 <= len(block.rows) < 9
    assert block.note == f"{9 - len(block.rows)} more are on the sheet Conflicts."
