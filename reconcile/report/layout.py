"""The look of cells and the size that they need; `excel` applies both."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple

from reconcile.report import palette
from reconcile.report.sheet import Column, Link, Marked, Sheet

HEAD = 3  # the row of the headings; above it the sheet's title and note
LINE = 13.0  # points that a line of text needs
NARROW = 46.0  # characters up to which lines are counted word by word
FITTING = 1.0  # characters of common text for each unit of a column's width, with its margins
TALLEST = 280.0  # points; Excel's own limit is 409
LINK_LIMIT = 65_000  # Excel refuses a sheet with more than 65,530 links
GRID_WIDTH = 6.8
GRID_POINTS = 37.5  # points of such a column
FIRST_PAGE = 12  # rows that are printed of a sheet for the screen
SUMMARY_MARGINS = (0.4, 0.55, 0.25)  # above, below, and below the footer, in inches
PAPER = 640.0  # points of rows that fit on the Summary's page: A4 landscape, where 10 points print as 8.1


NUMBER = "#,##0_);-#,##0_);0_);@_)"  # `_)` leaves the width of a bracket free at the right, like an indent
BROKEN = "#,##0.0###_);-#,##0.0###_);0_);@_)"


class Look(NamedTuple):
    """How a cell looks."""

    ink: str = palette.INK
    bold: bool = False
    size: float = 10
    fill: str = ""
    top: str = ""
    bottom: str = palette.RULE
    box: str = ""
    wrap: bool = True
    across: str = "left"
    down: str = "top"
    format: str = "General"
    indent: int = 1


LOOKS = {
    "text": Look(),
    "prose": Look(),
    "lines": Look(),
    "code": Look(),
    "number": Look(across="right", format=NUMBER, indent=0),
    "integer": Look(across="right", format=NUMBER, indent=0),
    "day": Look(format="d mmm yyyy", wrap=False),
    "choice": Look(fill=palette.INPUT, box=palette.INPUT_RULE),
    "input": Look(fill=palette.INPUT, box=palette.INPUT_RULE),
    "id": Look(ink=palette.FAINT, size=8, wrap=False, format="@"),
}
"""By the kind of a column."""

HEADING = Look(palette.HEADING_INK, True, 9, palette.HEADING, bottom="", down="center")
HEADINGS = {
    "choice": HEADING._replace(fill=palette.INPUT_HEADING),
    "input": HEADING._replace(fill=palette.INPUT_HEADING),
    "id": HEADING._replace(fill=palette.FAINT),
}
TITLE = Look(bold=True, size=15, bottom="", wrap=False, down="center", indent=0)
NOTE = Look(palette.SOFT, bottom="", wrap=False, indent=0)
BACK = Look(palette.LINK, bottom="", wrap=False, down="center")

COVER_TITLE = TITLE._replace(size=20)
BLOCK_TITLE = TITLE._replace(size=12)
BLOCK_HEADING = Look(palette.SOFT, True, 10, palette.GREY[0], bottom="", down="center")


def heading_look(column: Column, plain: Look = HEADING) -> Look:
    """The look of a column's heading: aligned like its values, in another colour where analysts fill in the column."""
    look = HEADINGS.get(column.kind, plain) if plain is HEADING else plain
    values = LOOKS[column.kind]
    return look._replace(across=values.across, format=values.format, indent=values.indent)


def shown(value: Any) -> str:
    r"""A value as the text shown in its cell.

    >>> shown(Link("2 claims", sheet="Claims", row="c-1")), shown(("one", "two")), shown(None)
    ('2 claims', 'one\ntwo', '')
    """
    if isinstance(value, Link):
        value = value.value
    return "\n".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)


def lines_in(text: str, width: float) -> int:
    r"""Lines that a text fills in a column of `width` characters, wrapping between words.

    >>> lines_in("six dead", 20), lines_in("a" * 40, 20), lines_in("one\ntwo", 20)
    (1, 2, 2)
    """
    room = max(1.0, width - 2)  # the indent, and the cell's own margins
    if len(text) < room and "\n" not in text:
        return 1
    return sum(_wrapped(line, room * 1.14) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    """Lines of a text without line breaks; where few words stand in a line, the room at its end counts."""
    if len(line) <= room:
        return 1
    if room > NARROW:
        return ceil(len(line) / room)
    lines, used = 1, -1.0
    for word in line.split(" "):
        if used >= 0 and used + 1 + len(word) > room:
            lines, used = lines + 1, -1.0
        used += 1 + len(word)
        lines, used = lines + int(used // (room + 1)), used % (room + 1)
    return lines


def fits(value: Any, width: float) -> bool:
    """True for a value of one line: LibreOffice wraps a text with a link nowhere, and cuts it at the cell's edge.

    >>> fits(Link("E-7", sheet="Events"), 7), fits(Link("Chemical attack, Eastern Ghouta", sheet="Events"), 14)
    (True, False)
    """
    return not isinstance(value, Link) or not isinstance(value.value, str) or len(value.value) <= width * FITTING


def row_height(row: Sequence[Any], columns: Sequence[Column]) -> float:
    """Points that the tallest cell of a row needs; columns for the screen only may be cut off."""
    lines = 1
    for value, column in zip(row, columns, strict=True):
        if column.printed and isinstance(value, (str, tuple, Link, Marked)) and column.kind != "id":
            lines = max(lines, lines_in(shown(value), column.width))
    return min(TALLEST, LINE * lines + 4)


def heading_height(columns: Sequence[Column]) -> float:
    """Points that the headings need, with the filters' buttons beside them."""
    return LINE * max(lines_in(column.heading, column.width * 0.8) for column in columns) + 6


def row_numbers(sheet: Sheet) -> dict[str, int]:
    """The row number of each id of a sheet, or of each name of its rows; empty where it has neither."""
    if not sheet.id_key:
        return {name: number for number, name in enumerate(sheet.names, HEAD + 1)}
    where = sheet.position(sheet.id_key)
    return {str(row[where]): number for number, row in enumerate(sheet.rows, HEAD + 1)}


def linked_until(sheet: Sheet, limit: int = LINK_LIMIT) -> list[int]:
    """For each column the last row whose links are kept: the first columns get the links that Excel allows.

    >>> column = Column("a", "A", 5)
    >>> linked_until(Sheet("S", "", (column, column), ((Link(1), Link(2)), (Link(3), Link(4)))), limit=3)
    [5, 4]
    """
    left, last = limit, HEAD + len(sheet.rows)
    kept = [last] * len(sheet.columns)
    if len(sheet.rows) * len(sheet.columns) <= limit:
        return kept
    for place in range(len(sheet.columns)):
        if any(isinstance(row[place], Link) for row in sheet.rows):
            kept[place] = min(last, HEAD + left)
            left = max(0, left - len(sheet.rows))
    return kept
