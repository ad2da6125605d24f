"""The book as LibreOffice opens it: nothing is lost, links and drop-downs hold, totals are the sums of their rows."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import vessen

from reconcile.report import write_workbook
from reconcile.report.layout import HEAD

META = {"rule": "representative", "profile": "interval", "version": "0.1", "desk": "Vessen desk"}
SIGNED = {"version": 1, "by": "Ana", "at": "2031-05-05T10:00:00+00:00", "reviewed_by": "Bo"}


def written(folder: Path, **meta: object) -> Path:
    path = folder / "reconciliation.xlsx"
    write_workbook(path, vessen.tables(), vessen.TEXTS, vessen.PERIOD, {**META, **meta})
    return path


def cells_of(page):
    return [cell for row in page.iter_rows() for cell in row if cell.value is not None]


def rows_of(page):
    heads = [cell.value for cell in page[HEAD]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in page.iter_rows(min_row=HEAD + 1)]


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The book as written, and as LibreOffice saves it with a sum of each kind of bound typed below the figures."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not on this machine")
    folder = tmp_path_factory.mktemp("opened")
    path = written(folder)
    book = openpyxl.load_workbook(path)
    figures = book["Figures"]
    last, at = figures.max_row, {cell.value: cell.column_letter for cell in figures[HEAD]}
    for number, bound in enumerate(("At least", "At most"), 1):
        span = {name: f"{at[name]}{HEAD + 1}:{at[name]}{last}" for name in (bound, *WHOLE)}
        wanted = ",".join(f'{span[name]},"{word}"' for name, word in WHOLE.items())
        figures.cell(last + 5, number).value = f"=SUMIFS({span[bound]},{wanted})"
    book.save(folder / "summed.xlsx")
    home = (folder / "home").as_uri()
    words = [
        "soffice",
        f"-env:UserInstallation={home}",
        "--headless",
        "--norestore",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    for name in ("reconciliation.xlsx", "summed.xlsx"):
        subprocess.run(
            [*words, "--outdir", folder / "out", folder / name], check=True, capture_output=True, timeout=240
        )
    saved = openpyxl.load_workbook(folder / "out" / "reconciliation.xlsx")
    return openpyxl.load_workbook(path), saved, openpyxl.load_workbook(folder / "out" / "summed.xlsx", data_only=True)


WHOLE = {"Measure": "killed", "Covers": "incident", "Whole or part": "whole", "Month": vessen.PERIOD}
"""What the figures have in common that a month's total of killed adds."""


def test_libreoffice_keeps_every_sheet_cell_and_chart(books):
    book, saved, _ = books
    assert saved.sheetnames == book.sheetnames
    for page in book:
        assert [c.value for c in cells_of(saved[page.title])] == [c.value for c in cells_of(page)], page.title
    assert [len(page._charts) for page in saved] == [len(page._charts) for page in book]


def test_libreoffice_keeps_links_and_drop_downs(books):
    book, saved, _ = books
    for page in book:
        links = {c.coordinate: c.hyperlink.location for c in cells_of(page) if c.hyperlink and c.hyperlink.location}
        kept = {c.coordinate: c.hyperlink.location for c in cells_of(saved[page.title]) if c.hyperlink}
        plain = {at: re.sub(r"[$']", "", str(kept[at])).lstrip("#") for at in links}
        assert plain == {at: location.replace("'", "") for at, location in links.items()}, page.title
        offered = {rule.formula1 for rule in page.data_validations.dataValidation}
        assert {rule.formula1 for rule in saved[page.title].data_validations.dataValidation} == offered


def test_a_total_is_the_sum_of_its_figures_as_libreoffice_adds_them(books):
    book, _, summed = books
    (total,) = [row for row in rows_of(book["Totals"]) if (row["Measure"], row["Rule"]) == ("killed", "representative")]
    page = summed["Figures"]
    sums = [page.cell(page.max_row, column).value for column in (1, 2)]
    assert sums == [total["At least"], total["At most"]] == [12, 30]


def test_a_signed_book_offers_nothing_and_asks_for_nothing(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path, closing=SIGNED))
    assert not any(page.data_validations.dataValidation for page in book)
    front = " ".join(str(cell.value) for cell in cells_of(book["Summary"]))
    assert "(signed)" in front
    assert "Signed with" in front
    assert "to do" not in front.casefold().split("in this workbook")[0]
    assert "reviewed by Bo" in front


def test_drop_downs_offer_only_words_that_the_sheet_takes(tmp_path):
    from reconcile.decisions.cells import SHEETS

    book = openpyxl.load_workbook(written(tmp_path))
    for name, sheet in SHEETS.items():
        rules = book[name].data_validations.dataValidation
        at = {cell.value: cell.column_letter for cell in book[name][HEAD]}
        decisions = [rule for rule in rules if str(rule.sqref).startswith(at["Decision"])]
        for rule in decisions:
            assert rule.showErrorMessage, "another word is refused"
            assert set(rule.formula1.strip('"').split(",")) == set(sheet.words), name


def test_filters_cover_the_rows_of_their_sheet_and_no_more(tmp_path):
    for page in openpyxl.load_workbook(written(tmp_path)).worksheets[2:]:
        if page.auto_filter.ref:
            last = int(re.fullmatch(rf"A{HEAD}:[A-Z]+(\d+)", page.auto_filter.ref)[1])
            assert last == max(cell.row for cell in cells_of(page)), page.title
