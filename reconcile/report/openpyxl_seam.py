"""What the workbook needs and openpyxl's public interface lacks: the only module that uses its private attributes.

Writing 100,000 claims makes four million cells. openpyxl's own way costs each of them a guess of its type (text that
begins with '=' becomes a formula), a look-up of five style objects, and an exception while a row is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Font


def set_default_font(book: Any, font: Font) -> None:
    """Give cells without a style, and the measure of column widths, this font."""
    book._named_styles["Normal"].font = font


def make_cell(page: Any, kind: str, value: Any) -> Any:
    """A cell with the value as it is, under the type given: 's' text, 'n' number, 'd' day."""
    made: Any = Cell(page, 1, 1)
    made.data_type, made._value = kind, value
    return made


def style_like(cell: Any, other: Any) -> None:
    """Let a cell share the style of another one."""
    cell._style = other._style


def take_cells(page: Any) -> None:
    """Let a sheet's `append` accept rows of cells from `make_cell`, and set their row and column."""
    page._values_to_row = _placed


def _placed(cells: Sequence[Any], row: int) -> Iterator[Any]:
    for column, cell in enumerate(cells, 1):
        if cell is not None:
            cell.row, cell.column = row, column
            if cell.hyperlink is not None:
                cell.hyperlink.ref = cell.coordinate
            yield cell


class DescribedAnchor(OneCellAnchor):
    """The place of a chart, which gives the chart's frame a description: openpyxl makes the frame while it saves."""

    words = ""

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute; a frame gets the description on its way."""
        if name == "graphicFrame" and value is not None:
            value.nvGraphicFramePr.cNvPr.descr = self.words
        super().__setattr__(name, value)


for _parts in ("__elements__", "__attrs__", "__nested__", "__namespaced__"):  # openpyxl lists them for each class anew
    setattr(DescribedAnchor, _parts, getattr(OneCellAnchor, _parts))


def place_chart(page: Any, chart: Any, column: int, row: int, size: tuple[int, int], words: str) -> None:
    """Put a chart on a page with its upper left corner at a cell (counted from 0), with a size in EMU and words."""
    anchor = DescribedAnchor(_from=AnchorMarker(col=column, row=row), ext=XDRPositiveSize2D(*size))
    anchor.__dict__["words"] = words
    chart.anchor = anchor
    page.add_chart(chart)
