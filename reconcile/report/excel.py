"""Sheets become a workbook. Only the modules `excel*` and `openpyxl_seam` know openpyxl.

Everything is written as a stream (openpyxl's write-only mode), so that 100,000 claims need little memory.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import ExcelWriter

from reconcile.report import layout, palette
from reconcile.report import openpyxl_seam as seam
from reconcile.report.excel_cells import FONT, Pen, plain_fill, set_up_paper
from reconcile.report.excel_pages import Drawer
from reconcile.report.layout import HEAD, LOOKS
from reconcile.report.sheet import Column, Link, Sheet, Tableau
from reconcile.wording.cell_words import choice_error, links_note

MANY = 5_000  # rows beyond which blank cells have no style of their own
MADE = datetime(2000, 1, 1)  # the date of every workbook: the real one would change the bytes of each run


def write_book(path: Path, front: Tableau, charts: Tableau, sheets: Sequence[Sheet], period: str) -> None:
    """Write the workbook; the same arguments make the same bytes.

    Args:
        path: the file.
        front: the first sheet, whose charts read the tables of the second.
        charts: the second sheet.
        sheets: the other sheets, in the order of their tabs.
        period: the period, for the footers.
    """
    book: Any = Workbook(write_only=True)
    book.properties = DocumentProperties(creator="reconcile", title=front.title, created=MADE, modified=MADE)
    seam.set_default_font(book, Font(name=FONT, size=10))
    pen = Pen(book, {sheet.name: layout.row_numbers(sheet) for sheet in sheets})
    drawer, first, second = Drawer(pen), pen.page(front.name), pen.page(charts.name)
    drawer.draw(second, charts, period)
    drawer.draw(first, front, period)
    for sheet in sheets:
        _write_sheet(pen, sheet, period)
    ExcelWriter(book, _StillArchive(path)).save()


def _write_sheet(pen: Pen, sheet: Sheet, period: str) -> None:
    page = pen.page(sheet.name)
    _set_up(page, sheet, period)
    linked = layout.linked_until(sheet)
    _write_top(pen, page, sheet, linked)
    _write_rows(pen, page, sheet, linked)
    if sheet.rows:
        _add_rules(page, sheet)
    else:
        page.append([pen.cell(page, sheet.empty, layout.NOTE)])


def _write_top(pen: Pen, page: Any, sheet: Sheet, linked: Sequence[int]) -> None:
    """Title, note and headings."""
    page.row_dimensions[1].height = 26
    widths = [sum(column.width for column in sheet.columns[:n]) for n in range(1, len(sheet.columns))]
    beside = next((n for n, width in enumerate(widths, 1) if width > 28), 1)
    back = pen.cell(page, Link("‹ Summary", sheet="Summary"), layout.BACK)
    page.append([pen.cell(page, sheet.name, layout.TITLE), *[None] * (beside - 1), back])
    note = sheet.note
    if min(linked) < HEAD + len(sheet.rows):
        note = f"{note} {links_note(layout.LINK_LIMIT)}"
    printed = [column.width for column in sheet.columns if column.printed]
    lines = layout.lines_in(note, sum(printed))
    page.row_dimensions[2].height = max(18, layout.LINE * lines + 4)
    if lines > 1 and len(printed) > 1:
        page.merged_cells.add(f"A2:{letter(len(printed))}2")
    page.append([pen.cell(page, note, layout.NOTE._replace(wrap=lines > 1))])
    page.row_dimensions[HEAD].height = layout.heading_height(sheet.columns)
    page.append([pen.cell(page, column.heading, layout.heading_look(column)) for column in sheet.columns])


def _write_rows(pen: Pen, page: Any, sheet: Sheet, linked: Sequence[int]) -> None:
    group = sheet.position(sheet.group_key) if sheet.group_key else None
    looks = {top: [LOOKS[c.kind]._replace(top=top) for c in sheet.columns] for top in ("", palette.FAINT)}
    blanks, before = len(sheet.rows) <= MANY, None
    for number, row in enumerate(sheet.rows, HEAD + 1):
        now = layout.shown(row[group]) if group is not None else None
        styles = looks[palette.FAINT if now != before and number > HEAD + 1 else ""]
        page.row_dimensions[number].height = layout.row_height(row, sheet.columns)
        cells = zip(row, sheet.columns, styles, linked, strict=True)
        page.append(
            [
                pen.cell(page, v, look, number <= n and layout.fits(v, column.width))
                if blanks or v is not None
                else None
                for v, column, look, n in cells
            ]
        )
        page.row_dimensions.pop(number, None)
        before = now


def _set_up(page: Any, sheet: Sheet, period: str) -> None:
    """Widths, frozen headings, filters and what is printed."""
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[letter(place)].width = column.width
    last = HEAD + max(1, len(sheet.rows))
    page.freeze_panes = f"{letter(sheet.freeze + 1)}{HEAD + 1}"
    if sheet.rows:
        page.auto_filter.ref = f"A{HEAD}:{letter(len(sheet.columns))}{last}"
    page.sheet_view.showGridLines = len(sheet.rows) > MANY
    page.sheet_view.zoomScale = 90
    page.print_title_rows = f"{HEAD}:{HEAD}"
    until = last if sheet.on_paper else min(last, HEAD + layout.FIRST_PAGE)
    page.print_area = f"A1:{letter(sum(column.printed for column in sheet.columns))}{until}"
    set_up_paper(page, sheet.name, sheet.theme, period)


def _add_rules(page: Any, sheet: Sheet) -> None:
    """Drop-downs, and colours that depend on a cell's word, so that they stay right after editing or sorting."""
    last = HEAD + len(sheet.rows)
    at = {column.key: letter(place) for place, column in enumerate(sheet.columns, 1)}
    own = [column.key for column in sheet.columns if column.kind in ("choice", "input")]
    if "decision" in own:
        _add_decision_rules(page, {key: at[key] for key in own}, last)
    for column in sheet.columns:
        cells = f"{at[column.key]}{HEAD + 1}:{at[column.key]}{last}"
        if column.kind == "choice":
            page.data_validations.append(_choice(column, cells))
        for word in column.words if column.kind == "code" else ():
            if word in palette.WORDS:
                fill, ink = palette.WORDS[word]
                font = Font(color=ink, bold=True)
                rule = CellIsRule("equal", [f'"{word}"'], fill=plain_fill(fill), font=font)  # type: ignore[no-untyped-call]
                page.conditional_formatting.add(cells, rule)


def _choice(column: Column, cells: str) -> DataValidation:
    rule = DataValidation(type="list", formula1=f'"{",".join(column.words)}"', allow_blank=True, sqref=cells)
    rule.showErrorMessage, rule.errorTitle = True, column.heading
    rule.error = choice_error(column.words)
    return rule


def _add_decision_rules(page: Any, at: dict[str, str], last: int) -> None:
    """Colour a ruling green, and red what it still lacks: a reason, an analyst, a reviewer who is not the analyst.

    `at` has the letters of the columns that the analyst fills in, by key.
    """
    first = HEAD + 1

    def colour(key: str, formula: str, fill: str) -> None:
        rule = FormulaRule(formula=[formula], fill=plain_fill(fill), stopIfTrue=True)  # type: ignore[no-untyped-call]
        page.conditional_formatting.add(f"{at[key]}{first}:{at[key]}{last}", rule)

    def filled(key: str) -> str:
        return f"LEN(TRIM(${at[key]}{first}))>0"

    for key in ("reason", "analyst"):
        colour(key, f"AND({filled('decision')},NOT({filled(key)}))", palette.RED[0])
    same = f"TRIM(UPPER(${at['reviewer']}{first}))=TRIM(UPPER(${at['analyst']}{first}))"
    colour("reviewer", f"AND({filled('reviewer')},{same})", palette.RED[0])
    for key in at:
        colour(key, filled("decision"), palette.FILLED)
        if last - HEAD > MANY:  # blank cells there have no fill of their own
            colour(key, "TRUE", palette.INPUT)


class _StillArchive(ZipFile):
    """A zip archive whose entries all carry one date, so that the same content makes the same bytes."""

    def __init__(self, path: Path):
        super().__init__(path, "w", ZIP_DEFLATED)

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, (MADE.year, MADE.month, MADE.day, 0, 0, 0))
        entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
        return entry

    def writestr(
        self, zinfo_or_arcname: str | ZipInfo, data: Any, compress_type: Any = None, compresslevel: Any = None
    ) -> None:
        """Add an entry from memory."""
        entry = self._entry(zinfo_or_arcname) if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname
        super().writestr(entry, data, compress_type, compresslevel)

    def write(self, filename: Any, arcname: Any = None, compress_type: Any = None, compresslevel: Any = None) -> None:
        """Add an entry from a file."""
        entry = self._entry(os.fspath(arcname or filename))
        with open(filename, "rb") as source, self.open(entry, "w", force_zip64=True) as target:
            copyfileobj(source, target)
