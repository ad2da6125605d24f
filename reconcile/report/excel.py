"""Sheets become a workbook. Only this module and `openpyxl_seam` know openpyxl.

Everything is written as a stream (openpyxl's write-only mode), so that 100,000 claims need little memory. Text is
always written as text: nothing from an article can become a formula.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate, pairwise
from math import isnan
from pathlib import Path
from shutil import copyfileobj
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from reconcile.report import layout, palette
from reconcile.report import openpyxl_seam as seam
from reconcile.report.layout import GRID_WIDTH, HEAD, LOOKS, Look
from reconcile.report.sheet import GRID, Chart, Column, Link, Marked, Sheet, Summary
from reconcile.wording.cell_words import CUT_MARK, choice_error, links_note
from reconcile.wording.figure_words import fit, period_words

FONT = "Arial"  # on every machine, or replaced there by a font of the same widths
A4 = 9
CELL_LIMIT = 32_767  # characters of a text that Excel keeps; it drops the rest without a message
MANY = 5_000  # rows beyond which blank cells have no style of their own
MADE = datetime(2000, 1, 1)  # the date of every workbook: the real one would change the bytes of each run


def write_book(path: Path, front: Summary, sheets: Sequence[Sheet], period: str) -> None:
    """Write the workbook; the same arguments make the same bytes.

    Args:
        path: the file.
        front: the first sheet.
        sheets: the other sheets, in the order of their tabs.
        period: the period, for the footers.
    """
    book: Any = Workbook(write_only=True)
    book.properties = DocumentProperties(creator="reconcile", title=front.title, created=MADE, modified=MADE)
    seam.set_default_font(book, Font(name=FONT, size=10))
    pen = Pen(book, {sheet.name: layout.row_numbers(sheet) for sheet in sheets})
    _write_summary(pen, front, period)
    for sheet in sheets:
        _write_sheet(pen, sheet, period)
    ExcelWriter(book, _StillArchive(path)).save()


@dataclass
class Pen:
    """Writes values into cells of one workbook; knows the row of every id, and the first cell of each look."""

    book: Any
    places: dict[str, dict[str, int]]
    styled: dict[tuple[Look, str, bool], Any] = field(default_factory=dict)

    def page(self, name: str) -> Any:
        """A new sheet that takes the cells made here as they are."""
        page = self.book.create_sheet(name)
        seam.take_cells(page)
        return page

    def cell(self, page: Any, value: Any, look: Look, linked: bool = True) -> Any:
        """A cell with the value in its own type, and a link where the value is a `Link`."""
        target = None
        if isinstance(value, Link):
            target = self._target(value) if linked else None
            value = value.value
        kind, stored = _stored(value)
        made = seam.make_cell(page, kind, stored)
        if target is not None:
            made.hyperlink = target
        if kind == "n" and stored is not None:
            kind = kind if float(stored).is_integer() else "broken"
        key = (look, kind, target is not None)
        if key in self.styled:
            seam.style_like(made, self.styled[key])
        else:
            _style(made, *key)
            self.styled[key] = made
        return made

    def _target(self, link: Link) -> Hyperlink | None:
        if link.address:
            return Hyperlink(ref="", target=fit(link.address))
        row = self.places.get(link.sheet, {}).get(link.row) if link.row else 1
        if row is None:
            return None
        last = f":A{row + link.rows - 1}" if link.rows > 1 else ""
        return Hyperlink(ref="", location=f"'{link.sheet}'!A{row}{last}")


def _style(cell: Any, look: Look, kind: str, linked: bool) -> None:
    """A look in openpyxl's terms, with what the value's type asks for: text stays text, a number gets separators."""
    edge, above, below = (Side("thin", color=ink) if ink else None for ink in (look.box, look.top, look.bottom))
    cell.font = Font(name=FONT, size=look.size, bold=look.bold, color=palette.LINK if linked else look.ink)
    cell.fill = _fill(look.fill) if look.fill else PatternFill()
    cell.border = Border(left=edge, right=edge, top=edge or above, bottom=edge or below)
    cell.alignment = Alignment(look.across, look.down, wrap_text=look.wrap, indent=look.indent)
    cell.number_format = layout.BROKEN if kind == "broken" else look.format
    cell.quotePrefix = int(kind == "s")


def _stored(value: Any) -> tuple[str, Any]:
    """The type and the value as openpyxl stores them; text is always stored as text."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return "n", None
    if isinstance(value, bool):
        return "s", "yes" if value else "no"
    if isinstance(value, (int, float)):
        return "n", value
    if isinstance(value, date):
        return "d", value
    if isinstance(value, Marked):
        return "s", _rich(value)
    return ("s", _text(layout.shown(value))) if value != () else ("n", None)


def _text(value: str) -> str:
    plain = fit(value).replace("\r\n", "\n").replace("\r", "\n")
    return plain if len(plain) <= CELL_LIMIT else plain[: CELL_LIMIT - len(CUT_MARK)] + CUT_MARK


def _rich(value: Marked) -> CellRichText | str:
    """A text with its passage in bold."""
    if len(value.text) > CELL_LIMIT:
        return _text(value.text)
    quiet = InlineFont(rFont=FONT, sz=10, color=Color(palette.SOFT))
    loud = InlineFont(rFont=FONT, sz=10, color=Color(palette.INK), b=True)
    cuts = pairwise((0, value.start, value.end, len(value.text)))
    parts = zip((value.text[start:end] for start, end in cuts), (quiet, loud, quiet), strict=True)
    return CellRichText([TextBlock(font, _text(part)) for part, font in parts if part])


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
    page.row_dimensions[1].height, page.row_dimensions[2].height = 26, 18
    widths = [sum(column.width for column in sheet.columns[:n]) for n in range(1, len(sheet.columns))]
    beside = next((n for n, width in enumerate(widths, 1) if width > 28), 1)
    back = pen.cell(page, Link("‹ Summary", sheet="Summary"), layout.BACK)
    page.append([pen.cell(page, sheet.name, layout.TITLE), *[None] * (beside - 1), back])
    note = sheet.note
    if min(linked) < HEAD + len(sheet.rows):
        note = f"{note} {links_note(layout.LINK_LIMIT)}"
    page.append([pen.cell(page, note, layout.NOTE)])
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
    _set_up_paper(page, sheet.name, sheet.theme, period)


def _set_up_paper(page: Any, name: str, theme: str, period: str) -> None:
    """The tab's colour, and pages as wide as the sheet with its name, period and page number below."""
    page.sheet_properties.tabColor = palette.THEMES[theme]
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = 0.5, 0.7, 0.3
    footer = page.oddFooter
    for part, text in (
        (footer.left, period_words(period).replace("&", "&&")),
        (footer.center, name),
        (footer.right, "Page &P of &N"),
    ):
        part.text, part.size = text, 8


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
                rule = CellIsRule("equal", [f'"{word}"'], fill=_fill(fill), font=font)  # type: ignore[no-untyped-call]
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
        rule = FormulaRule(formula=[formula], fill=_fill(fill), stopIfTrue=True)  # type: ignore[no-untyped-call]
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


def _fill(colour: str) -> PatternFill:
    """A plain fill, for cells (which read its first colour) and for conditional formats (which read its last)."""
    return PatternFill("solid", start_color=colour, end_color=colour)


@dataclass
class _Grid:
    """The summary page, row by row: each a list of (value, columns spanned, look)."""

    pen: Pen
    page: Any
    number: int = 0
    used: float = 0  # points of the paper's page that the rows since the last break fill

    def row(self, pieces: Sequence[tuple[Any, int, Look]], height: float = 0) -> None:
        """Add a row; without a height it is as tall as its longest text."""
        self.number += 1
        cells: list[Any] = [None]
        lines = 1
        for value, span, look in pieces:
            first = len(cells) + 1
            cells += [self.pen.cell(self.page, value if n == 0 else None, look) for n in range(span)]
            lines = max(lines, layout.lines_in(layout.shown(value), GRID_WIDTH * span) if look.wrap else 1)
            if span > 1:
                self.page.merged_cells.add(f"{letter(first)}{self.number}:{letter(first + span - 1)}{self.number}")
        self.page.row_dimensions[self.number].height = tall = height or layout.LINE * lines + 5
        self.used = tall if self.used + tall > layout.PAPER else self.used + tall
        self.page.append(cells)

    def keep_together(self, height: float) -> None:
        """Begin a new page of paper where what comes next fits on one, but not on the rest of this one."""
        if self.used + height > layout.PAPER >= height:
            self.page.row_breaks.append(Break(id=self.number))
            self.used = 0


def _write_summary(pen: Pen, front: Summary, period: str) -> None:
    page = pen.page("Summary")
    page.column_dimensions["A"].width = 2
    for place in range(2, GRID + 2):
        page.column_dimensions[letter(place)].width = GRID_WIDTH
    page.sheet_view.showGridLines = False
    _set_up_paper(page, "Summary", "summary", period)
    grid = _Grid(pen, page)
    grid.row([(front.title, GRID, layout.COVER_TITLE)], 34)
    for line in front.lines:
        grid.row([(line, GRID, layout.NOTE._replace(wrap=True))])
    grid.row([], 8)
    span = GRID // len(front.tiles)
    grid.row([(Link(tile.value, sheet=tile.sheet), span, layout.TILE) for tile in front.tiles], 32)
    grid.row([(tile.label, span, layout.TILE_LABEL) for tile in front.tiles], 18)
    for block in front.blocks:
        grid.keep_together(layout.block_height(block))
        _write_block(grid, block)
    page.print_area = f"A1:{letter(GRID + 1)}{grid.number}"


def _write_block(grid: _Grid, block: Sheet) -> None:
    accent = palette.SOFT if block.theme == "record" else palette.THEMES[block.theme]
    grid.row([], 14)
    grid.row([(block.name, GRID, layout.BLOCK_TITLE._replace(ink=accent))], 20)
    for note in (block.note, "" if block.rows else block.empty):
        if note:
            grid.row([(note, GRID, layout.NOTE._replace(wrap=True))])
    if block.rows:
        spans = [(column, int(column.width)) for column in block.columns]
        grid.row([(c.heading, span, layout.heading_look(c, layout.BLOCK_HEADING)) for c, span in spans])
    first = grid.number + 1
    for row in block.rows:
        grid.row([(value, span, LOOKS[c.kind]) for value, (c, span) in zip(row, spans, strict=True)])
    if block.chart is not None:
        _add_chart(grid, block, block.chart, first)


def _add_chart(grid: _Grid, block: Sheet, chart: Chart, first: int) -> None:
    """A bar chart below its block, which reads the block's own cells; the last event's row is the lowest bar."""
    ends = accumulate((int(column.width) for column in block.columns), initial=2)
    starts = {column.key: start for column, start in zip(block.columns, ends, strict=False)}
    last = first + len(block.rows) - 1

    def cells(key: str, top: int, bottom: int) -> Reference:
        at = letter(starts[key])
        return Reference(range_string=f"'{grid.page.title}'!${at}${top}:${at}${bottom}")

    bars: Any = BarChart()
    bars.type, bars.grouping, bars.gapWidth = "bar", "clustered", 60
    bars.title, bars.y_axis.title = chart.title, chart.unit
    for key in chart.series:
        bars.add_data(cells(key, first - 1, last), titles_from_data=True)
    bars.set_categories(cells(chart.names, first, last))
    bars.x_axis.scaling.orientation, bars.legend.position = "maxMin", "b"
    bars.x_axis.delete = bars.y_axis.delete = False
    grid.keep_together(layout.CHART_ROWS * layout.LINE)
    seam.place_chart(grid.page, bars, 1, grid.number, layout.CHART_SIZE, chart.words)
    for _ in range(layout.CHART_ROWS):
        grid.row([], layout.LINE)


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
