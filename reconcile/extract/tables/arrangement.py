"""Arranges a grid as a table: which rows are its heading, what each column is, and which way round it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reconcile.extract.tables.labels import Counts, Label, LabelReader
from reconcile.model.date_interval import DateInterval
from reconcile.text.grids import Cell, Grid

MOSTLY = 0.6
"""Share of a column's filled cells that must be numbers for it to be a column of numbers."""

Row = tuple[Cell, ...]
Days = Callable[[str], DateInterval | None]
"""Reads the days that a cell states."""


@dataclass(frozen=True)
class Column:
    """One column: its label, what its numbers count (None for a column of texts), and the days that its label states.

    `alone` is True for a column of numbers that was passed over although it may count people.
    """

    label: Label
    counts: Counts | None = None
    days: DateInterval | None = None
    place: str | None = None
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A grid with its heading read: the columns, the rows below, and the line above the table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: Label
    turned: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def counting(self) -> list[int]:
        """The positions of the columns whose numbers are read."""
        return [i for i, column in enumerate(self.columns) if column.counts is not None]


class Arranger:
    """Arranges grids by the labels of a language."""

    def __init__(self, labels: LabelReader, days: Days):
        self._labels = labels
        self._days = days

    def arrange(self, grid: Grid, caption: str) -> Table:
        """The table of a grid. Where no column counts anything, the table is tried turned, then by its caption."""
        table = self._upright(grid.rows, self._labels.read(caption))
        if table.counting:
            return table
        turned = self._upright(tuple(zip(*grid.rows, strict=True)), table.caption)
        if turned.counting:
            return replace(turned, turned=True)
        return self._by_caption(table)

    def _upright(self, rows: Sequence[Row], caption: Label) -> Table:
        head = self._head(rows)
        titles, heading, body = _titled(rows[:head]), _spread(_headings(rows[:head])), tuple(rows[head:])
        if titles:
            caption = self._labels.read(f"{caption.text} {' '.join(titles)}")
        texts = [_joined(cells) for cells in zip(*heading, strict=True)] if heading else [""] * len(rows[0])
        columns = [self._column(text, [row[i] for row in body]) for i, text in enumerate(texts)]
        return Table(tuple(columns), body, caption)

    def _head(self, rows: Sequence[Row]) -> int:
        """How many rows the heading has: those before the first with a figure in it."""
        return next((i for i, row in enumerate(rows) if any(self._figure(cell) for cell in row)), len(rows))

    def _figure(self, cell: Cell) -> bool:
        stated = self._labels.words.is_unknown(cell.text) or self._labels.words.is_zero(cell.text)
        return stated or (cell.number and self._days(cell.text) is None)

    def _column(self, text: str, cells: list[Cell]) -> Column:
        label = self._labels.read(text)
        filled = [cell for cell in cells if not (cell.empty or self._labels.words.is_unknown(cell.text))]
        numeric = bool(filled) and sum(map(self._number, filled)) >= MOSTLY * len(filled)
        days = self._days(text) if text else None
        return Column(label, label.counts if numeric and days is None else None, days, numeric=numeric)

    def _number(self, cell: Cell) -> bool:
        return cell.number or self._labels.words.is_zero(cell.text)

    def _by_caption(self, table: Table) -> Table:
        """The table with what its caption counts, under each column of numbers whose label is a day, place or group."""
        counts = table.caption.counts
        if counts is None or not counts.measure.people:
            return table  # Floods by month: of what the numbers are, the caption does not say
        return replace(table, columns=tuple(self._inherited(column, counts) for column in table.columns))

    def _inherited(self, column: Column, counts: Counts) -> Column:
        text = column.label.text
        group = self._labels.group_of(text, counts.measure)
        if not column.numeric or self._labels.passes(text) or column.label.date or not text:
            return column
        if column.days or group or self._labels.words.is_total(text):
            return replace(column, counts=replace(counts, group=group or counts.group))
        return replace(column, counts=counts, place=text) if self._labels.is_place(text) else column


def _titled(rows: Sequence[Row]) -> list[str]:
    """The texts of heading rows that hold one text alone: titles of the whole table."""
    alone = [{cell.text for cell in row if cell.text} for row in rows]
    return [texts.pop() for texts, row in zip(alone, rows, strict=True) if len(texts) == 1 and len(row) > 1]


def _headings(rows: Sequence[Row]) -> list[list[str]]:
    """The heading's rows without those that hold one text alone, or none."""
    return [
        [cell.text for cell in row] for row in rows if len({cell.text for cell in row if cell.text}) > (len(row) > 1)
    ]


def _spread(heading: list[list[str]]) -> list[list[str]]:
    """The heading with each text of an upper row over all columns that it spans: Casualties | (blank) over two."""
    for upper, lower in pairwise(heading):
        for i in range(1, len(upper)):
            if not upper[i] and lower[i] and lower[i - 1] and upper[i - 1]:
                upper[i] = upper[i - 1]
    return heading


def _joined(cells: Sequence[str]) -> str:
    """The texts of a column's heading cells as one, each once.

    >>> _joined(("Killed", "Killed", "Men"))
    'Killed Men'
    """
    return " ".join(dict.fromkeys(cell for cell in cells if cell))
