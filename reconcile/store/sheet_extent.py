"""How far the cells of a workbook reach, found before any reader makes room for all of them.

The Excel reader keeps a sheet as one rectangle from A1 to its last cell: a single cell in the last corner would ask for
17 thousand million cells, and the process would end without an error that can be caught.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_CELLS = 40_000_000
"""Cells of one sheet's rectangle that are read: a table of a million rows and 40 columns, about 1.3 GB in memory."""
PIECE = 1 << 20
"""Bytes of a sheet that are read at a time."""
LONGEST_REFERENCE = 64
"""Bytes that two pieces share, so that a cell's reference at their border is seen."""

_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")


@dataclass(frozen=True)
class Extent:
    """The last row and column of a sheet that hold a cell."""

    rows: int
    columns: int

    @property
    def cells(self) -> int:
        """The cells of the rectangle from A1."""
        return self.rows * self.columns


def too_wide(path: Path) -> Extent | None:
    """The extent of the first sheet of an .xlsx file that is too large to be read; None where none is.

    A file that is no packed workbook has no extent: whoever opens it says what is wrong with it.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            parts = [part for part in packed.namelist() if _SHEET_PART.fullmatch(part)]
            extents = (_extent(packed, part) for part in parts)
            return next((extent for extent in extents if extent.cells > MOST_CELLS), None)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return None


def _extent(packed: zipfile.ZipFile, part: str) -> Extent:
    rows = columns = 0
    for piece in _pieces(packed, part):
        for found in _CELL.finditer(piece):
            rows = max(rows, int(found[2]))
            columns = max(columns, column_number(found[1].decode("ascii")))
    return Extent(rows, columns)


def _pieces(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A sheet in pieces, each with the end of the piece before it."""
    with packed.open(part) as sheet:
        kept = b""
        while piece := sheet.read(PIECE):
            yield kept + piece
            kept = piece[-LONGEST_REFERENCE:]


def column_number(letters: str) -> int:
    """The number of a column by its letters.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
