"""The lines of the pages laid out in blocks: what stands in each row of the grid, and how tall it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from reconcile.report import palette
from reconcile.report.layout import (
    BLOCK_HEADING,
    BLOCK_TITLE,
    COVER_TITLE,
    GRID_POINTS,
    GRID_WIDTH,
    LINE,
    LOOKS,
    NOTE,
    Look,
    heading_look,
    lines_in,
    shown,
)
from reconcile.report.sheet import GRID, Chart, Panel, Sheet, Tableau

TITLE_HEIGHT, BLOCK_TITLE_HEIGHT, GAP, PAD = 30.0, 18.0, 8.0, 2.5


class Line(NamedTuple):
    """One row of a page: pieces of (first column from 0, value, columns spanned, look), and its height in points."""

    pieces: tuple[tuple[int, Any, int, Look], ...]
    height: float


def top_lines(tableau: Tableau) -> list[Line]:
    """The title of a page and the lines below it."""
    title = Line(((0, tableau.title, GRID, COVER_TITLE),), TITLE_HEIGHT)
    return [title, *(_line([(0, said, GRID, NOTE._replace(wrap=True))]) for said in tableau.lines)]


def block_lines(block: Sheet, start: int) -> list[Line]:
    """A block from its gap above to its last row, its first column at `start`."""
    accent = palette.SOFT if block.theme == "record" else palette.THEMES[block.theme]
    title = _line([(start, block.name, block.width, BLOCK_TITLE._replace(ink=accent, wrap=True))])
    lines = [
        Line((), GAP),
        title._replace(height=max(title.height, BLOCK_TITLE_HEIGHT)),
    ]
    lines += [_line([(start, note, block.width, NOTE._replace(wrap=True))]) for note in _notes(block)]
    if block.rows:
        places = _places(block, start)
        looks = [heading_look(column, BLOCK_HEADING) for column in block.columns]
        headings = [column.heading for column in block.columns]
        kinds = [LOOKS[column.kind] for column in block.columns]
        filled = [(headings, looks), *((row, kinds) for row in block.rows)]
        lines += [
            _line([(at, v, span, look) for (at, span), v, look in zip(places, row, row_looks, strict=True)])
            for row, row_looks in filled
        ]
    return lines


def heading_place(block: Sheet) -> int:
    """The row of a block's headings, counted from that of its gap."""
    return 2 + len(_notes(block))


def band_rows(band: Sequence[Panel]) -> int:
    """The least number of rows of a band: a chart needs some."""
    return max((panel.rows for panel in band if isinstance(panel, Chart)), default=0)


def beside(blocks: Sequence[Sequence[Line]], least: int) -> list[Line]:
    """The lines of blocks that stand side by side, each as tall as its tallest."""
    found = []
    for number in range(max(least, *map(len, blocks), 1)):
        lines = [block[number] for block in blocks if number < len(block)]
        pieces = tuple(piece for line in lines for piece in line.pieces)
        found.append(Line(pieces, max((line.height for line in lines), default=LINE + PAD)))
    return found


def page_height(tableau: Tableau) -> float:
    """Points of what is printed of a page."""
    return sum(line.height for line in top_lines(tableau)) + sum(map(band_height, tableau.bands))


def band_height(band: Sequence[Panel]) -> float:
    """Points that a band needs."""
    blocks = [block_lines(panel, 0) for panel in band if isinstance(panel, Sheet)]
    return sum(line.height for line in beside(blocks, band_rows(band)))


def grid_points(columns: int) -> float:
    """The width of some columns of the grid in points."""
    return columns * GRID_POINTS


def _notes(block: Sheet) -> list[str]:
    return [note for note in (block.note, "" if block.rows else block.empty) if note]


def _places(block: Sheet, start: int) -> list[tuple[int, int]]:
    """The first column of each of a block's columns, and how many it spans."""
    found = []
    for column in block.columns:
        found.append((start, int(column.width)))
        start += int(column.width)
    return found


def _line(pieces: Sequence[tuple[int, Any, int, Look]]) -> Line:
    tall = max((lines_in(shown(v), GRID_WIDTH * span) if look.wrap else 1 for _, v, span, look in pieces), default=1)
    return Line(tuple(pieces), LINE * tall + PAD)
