"""The pages laid out in blocks, the Summary and Charts: tables and charts side by side in a grid of narrow columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, zip_longest
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.pagebreak import Break

from reconcile.report import layout, page_layout, palette
from reconcile.report import openpyxl_seam as seam
from reconcile.report.excel_cells import Pen, set_up_paper
from reconcile.report.layout import GRID_WIDTH
from reconcile.report.page_layout import Line
from reconcile.report.sheet import GRID, Chart, Panel, Sheet, Tableau
from reconcile.wording.figure_words import fit

EMU = 12_700  # in a point
MARGIN = 6  # points below a chart


@dataclass(frozen=True)
class Placed:
    """Where a table was written: its page, the row of its headings, its last row, the column of each of its keys."""

    page: str
    head: int
    last: int
    columns: dict[str, int]


@dataclass
class Drawer:
    """Draws pages of blocks; remembers where each table was written, so that charts can read its cells."""

    pen: Pen
    tables: dict[str, Placed] = field(default_factory=dict)

    def draw(self, page: Any, tableau: Tableau, period: str) -> None:
        """Write a page: its title and lines, its bands, and below what is printed the contents."""
        _set_up(page, tableau, period)
        self._lines(page, 1, page_layout.top_lines(tableau))
        row = 1 + len(page_layout.top_lines(tableau))
        used = sum(line.height for line in page_layout.top_lines(tableau))
        for band in tableau.bands:
            tall = page_layout.band_height(band)
            if used + tall > layout.PAPER and not tableau.one_page:
                page.row_breaks.append(Break(id=row - 1))
                used = 0
            used += tall
            row = self._band(page, row, band)
        page.print_area = f"A1:{letter(GRID + 1)}{row - 1}"
        for block in tableau.after:
            row = self._band(page, row, (block,))

    def _band(self, page: Any, row: int, band: Sequence[Panel]) -> int:
        """Write the panels of a band side by side from a row on; return the row after it."""
        starts = list(accumulate((panel.width + 1 for panel in band), initial=0))
        blocks = [(start, panel) for start, panel in zip(starts, band, strict=False) if isinstance(panel, Sheet)]
        written = [page_layout.block_lines(panel, start) for start, panel in blocks]
        joined = page_layout.beside(written, page_layout.band_rows(band))
        self._lines(page, row, joined)
        own = {block.name: _placed(page.title, row, start, block) for start, block in blocks}
        self.tables = {**own, **self.tables}  # of two tables with one name, other pages read the first
        for start, panel in zip(starts, band, strict=False):
            if isinstance(panel, Chart):
                tall = sum(line.height for line in joined[1:]) - MARGIN
                _add_chart(page, panel, own.get(panel.table) or self.tables[panel.table], (start + 1, row), tall)
        return row + len(joined)

    def _lines(self, page: Any, row: int, lines: Sequence[Line]) -> None:
        for number, line in enumerate(lines, row):
            cells: list[Any] = [None] * (GRID + 1)
            for start, value, span, look in line.pieces:
                linked = span > 1 or layout.fits(value, GRID_WIDTH)
                shown = [self.pen.cell(page, value if n == 0 else None, look, linked) for n in range(span)]
                cells[start + 1 : start + 1 + span] = shown
                if span > 1:
                    page.merged_cells.add(f"{letter(start + 2)}{number}:{letter(start + 1 + span)}{number}")
            page.row_dimensions[number].height = line.height
            page.append(cells)


def _set_up(page: Any, tableau: Tableau, period: str) -> None:
    page.column_dimensions["A"].width = 2
    for place in range(2, GRID + 2):
        page.column_dimensions[letter(place)].width = GRID_WIDTH
    page.sheet_view.showGridLines = False
    set_up_paper(page, tableau.name, tableau.theme, period)
    if tableau.one_page:
        page.page_setup.fitToHeight = 1
        page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = layout.SUMMARY_MARGINS


def _placed(page: str, row: int, start: int, block: Sheet) -> Placed:
    head = row + page_layout.heading_place(block)
    ends = accumulate((int(column.width) for column in block.columns), initial=start + 2)
    columns = {column.key: end for column, end in zip(block.columns, ends, strict=False)}
    return Placed(page, head, head + len(block.rows), columns)


def _add_chart(page: Any, chart: Chart, table: Placed, corner: tuple[int, int], tall: float) -> None:
    """A chart that reads the cells of its table, wherever in the book this is."""
    last = min(table.last, table.head + chart.most) if chart.most and chart.kind == "bar" else table.last

    def cells(key: str, top: int) -> Reference:
        at = letter(table.columns[key])
        return Reference(range_string=f"'{table.page}'!${at}${top}:${at}${last}")

    drawn: Any = LineChart() if chart.kind == "line" else BarChart()
    if chart.kind != "line":
        drawn.type, drawn.grouping, drawn.gapWidth = chart.kind, "clustered", 60
    lying = chart.kind == "bar"  # its axis of numbers lies below, where a title would take the room of a bar
    drawn.title = _titled(f"{chart.title} ({chart.unit})" if lying else chart.title, 1100)
    drawn.y_axis.title = None if lying else _titled(chart.unit, 900)
    for key in chart.series:
        drawn.add_data(cells(key, table.head), titles_from_data=True)
    drawn.set_categories(cells(chart.names, table.head + 1))
    for series, ink in zip_longest(drawn.series, palette.SERIES[: len(drawn.series)]):
        _ink(series, ink or palette.SOFT, chart.kind)
    if lying:  # the first row at the top, the numbers below
        drawn.x_axis.scaling.orientation, drawn.y_axis.crosses = "maxMin", "max"
    drawn.display_blanks, drawn.legend.position = "span" if chart.kind == "line" else "gap", "b"
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.x_axis.txPr = drawn.y_axis.txPr = drawn.legend.txPr = _small()
    drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=palette.RULE))
    drawn.y_axis.number_format, drawn.y_axis.scaling.min = "#,##0", 0
    size = (int(page_layout.grid_points(chart.width) * EMU), int(tall * EMU))
    seam.place_chart(page, drawn, corner[0], corner[1], size, fit(chart.words))


def _titled(text: str, size: int) -> Title:
    """A title of hundredths of points, not over the plot."""
    letters = CharacterProperties(sz=size, b=True, solidFill=palette.INK)
    run = RegularTextRun(rPr=letters, t=fit(text))
    return Title(tx=Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), r=[run])])), overlay=False)


def _small() -> RichText:
    letters = CharacterProperties(sz=800, solidFill=palette.INK)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])


def _ink(series: Any, ink: str, kind: str) -> None:
    """A series in a colour of its own lightness; a line with marks, so that single days are seen."""
    if kind == "line":
        series.graphicalProperties.line.solidFill = ink
        series.marker.symbol, series.marker.size, series.smooth = "circle", 6, False
        series.marker.graphicalProperties.solidFill = ink
    else:
        series.graphicalProperties.solidFill = ink
