"""Reads the cells of an arranged table: each number with what it counts, where and when, and its total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reconcile.extract.tables.arrangement import Days, Row, Table
from reconcile.extract.tables.cell_values import Value, read_parts, read_value
from reconcile.extract.tables.labels import Counts, LabelReader
from reconcile.extract.tables.locate import Locator, Name
from reconcile.gazetteer import Gazetteer
from reconcile.model.date_interval import DateInterval
from reconcile.model.place import PlaceReference
from reconcile.text.grids import Cell
from schemas.codes import Bound, Measure, Scope

_SUMMED = (Measure.KILLED, Measure.INJURED)
_PLACED = 0.3
"""Share of a column's names that the gazetteer must have for the column to be one of places."""
_MOST_SHOWN = 4
_LABELS_SHOWN = 80
"""Characters of a text cell up to which it is a label of its row."""


@dataclass(frozen=True, slots=True)
class CellCount:
    """One number of a table. `place` is None where neither the row nor the column names one; `row` shows its labels.

    `whole` is the start of the number that it is a part of.
    """

    value: Value
    counts: Counts
    row: str
    label: str
    place: PlaceReference | None
    days: DateInterval | None
    source: str | None
    as_of: DateInterval | None = None
    whole: int | None = None


class CellReader:
    """Reads the numbers of one table."""

    def __init__(self, table: Table, labels: LabelReader, days: Days, gazetteer: Gazetteer, mentioned: Counter[str]):
        self._table, self._labels, self._days = table, labels, days
        self._gazetteer = gazetteer
        self._rows = [self._filled(row, above) for row, above in zip(table.rows, [None, *table.rows], strict=False)]
        names = [name for row in self._rows if not self._is_total(row) for name in self._names(row)]
        names += [(column.place, None) for column in table.columns if column.place]
        self._names_any = bool(names)
        self._locator = Locator(gazetteer, mentioned, names)
        self.unread: list[tuple[str, str, str]] = []

    def read(self) -> list[CellCount]:
        """The numbers, row by row; cells that hold no number are in `unread` with the labels of row and column."""
        columns = self._columns()
        found: dict[tuple[int, int], CellCount] = {}
        parts: list[CellCount] = []
        for r, row in enumerate(self._rows):
            for c in columns:
                count = self._count(row, c)
                if count is not None:
                    found[r, c] = count
                    parts += self._bracketed(row, c, count)
        return sorted([*self._with_wholes(found), *parts], key=lambda count: count.value.start)

    def row_at(self, offset: int) -> tuple[PlaceReference | None, DateInterval | None]:
        """The place and the days of the row at a position of the article, for the sentences in its cells."""
        row = next((row for row in self._rows if any(cell.start <= offset < cell.end for cell in row)), None)
        names = self._names(row) if row else []
        return (self._locator.find(names) if names else None), (self._when(row) if row else None)

    # Columns

    def _columns(self) -> list[int]:
        """The columns to read: without those that repeat another, and without sums of killed and injured."""
        columns = self._table.counting
        numbers = {c: [self._number(row[c]) for row in self._rows] for c in columns}
        kept: list[int] = []
        for c in columns:
            repeats = any(self._repeats(numbers[c], numbers[k]) and self._alike(c, k) for k in kept)
            if not repeats and not self._is_sum(c, numbers):
                kept.append(c)
        return kept

    def _counts(self, c: int) -> Counts:
        counts = self._table.columns[c].counts
        assert counts is not None
        return counts

    def _alike(self, c: int, k: int) -> bool:
        one, other = self._counts(c), self._counts(k)
        return one.measure is other.measure and len(self._rows) > 1

    def _repeats(self, one: Sequence[float | None], other: Sequence[float | None]) -> bool:
        return any(n for n in one) and all(a == b for a, b in zip(one, other, strict=True))

    def _is_sum(self, c: int, numbers: dict[int, list[float | None]]) -> bool:
        """True for casualties that are the killed and the injured of the same row."""
        if self._counts(c).measure is not Measure.CASUALTIES:
            return False
        addends = [next((k for k in numbers if self._counts(k).measure is m), None) for m in _SUMMED]
        if None in addends:
            return False
        rows = zip(numbers[c], *(numbers[k] for k in addends if k is not None), strict=True)
        return all(total is None or a is None or b is None or total == a + b for total, a, b in rows)

    @cached_property
    def _place_columns(self) -> list[tuple[int, int | None]]:
        """The columns of places, with the precision that their labels state."""
        texts = [i for i, column in enumerate(self._table.columns) if not column.numeric and column.counts is None]
        open_ = [i for i in texts if not (self._table.columns[i].label.date or self._table.columns[i].label.source)]
        stated = [i for i in open_ if self._table.columns[i].label.place is not None and self._labels_places(i)]
        if not stated:
            stated = [i for i in open_ if self._share(i) >= _PLACED][:1]
        if len(stated) > 1:
            stated = [i for i in stated if self._share(i) >= _PLACED] or stated[:1]
        return [(i, self._table.columns[i].label.place) for i in stated]

    def _labels_places(self, i: int) -> bool:
        """False for a column of codes beside the names (ISO3, P-code)."""
        return not self._labels.passes(self._table.columns[i].label.text)

    def _share(self, i: int) -> float:
        names = {row[i].text.split(",")[0].strip() for row in self._table.rows if row[i].text} - {""}
        names = {name for name in names if not self._labels.words.is_total(name)}
        known = sum(bool(self._gazetteer.look_up_strictly(name)) for name in names if len(name) < _LABELS_SHOWN)
        return known / len(names) if names else 0.0

    # Rows

    def _filled(self, row: Row, above: Row | None) -> Row:
        """The row with its blank place cells filled from the row above, where a more exact one is given."""
        if above is None or len(self._place_columns) < 2 or self._is_total(row):
            return row
        cells = list(row)
        for (i, _), (k, _) in zip(self._place_columns, self._place_columns[1:], strict=False):
            if not cells[i].text and cells[k].text:
                cells[i] = above[i]
        return tuple(cells)

    def _texts(self, row: Row) -> list[Cell]:
        columns = zip(row, self._table.columns, strict=True)
        return [cell for cell, column in columns if not column.numeric and column.counts is None and cell.text]

    def _is_total(self, row: Row) -> bool:
        return any(self._labels.words.is_total(cell.text) for cell in self._texts(row))

    def _names(self, row: Row) -> list[Name]:
        cells = [(row[i].text, code) for i, code in self._place_columns if not row[i].empty]
        return [(name, code) for name, code in cells if not self._labels.words.is_total(name)]

    def _place(self, row: Row, c: int) -> PlaceReference | None:
        column = self._table.columns[c]
        if column.place:
            return self._locator.find([(column.place, None), *self._names(row)])
        names = self._names(row)
        if names:
            return self._locator.find(names)
        return self._locator.total(self._all_names) if self._is_total(row) and self._all_names else None

    @cached_property
    def _all_names(self) -> list[Name]:
        return [name for row in self._rows if not self._is_total(row) for name in self._names(row)]

    def _when(self, row: Row) -> DateInterval | None:
        """The days that the row's cells state, the most exact; month and year in two columns are read as one date."""
        pairs = zip(row, self._table.columns, strict=True)
        cells = [cell.text for cell, column in pairs if column.label.date and column.counts is None and cell.text]
        tried = [*cells, *(f"{a} {b}" for a in cells for b in cells if a != b)]
        stated = [days for text in tried if (days := self._days(text))]
        return min(stated, key=lambda days: days.ends - days.begins, default=None)

    def _source(self, row: Row) -> str | None:
        pairs = zip(row, self._table.columns, strict=True)
        named = (cell.text for cell, column in pairs if column.label.source and not column.numeric and not cell.empty)
        return next((name for name in named if "://" not in name and len(name) < _LABELS_SHOWN), None)

    # Cells

    def _value(self, cell: Cell) -> Value | None:
        if cell.empty or self._labels.words.is_unknown(cell.text):
            return None
        return read_value(cell, self._labels.words)

    def _number(self, cell: Cell) -> float | None:
        value = self._value(cell)
        return value.best if value else None

    def _count(self, row: Row, c: int) -> CellCount | None:
        cell, column = row[c], self._table.columns[c]
        value, counts = self._value(cell), self._counts(c)
        label = column.label.text or self._table.caption.text
        if value is None or (counts.measure.whole and not _is_whole(value)):
            if (
                not cell.empty
                and not self._labels.words.is_unknown(cell.text)
                and not self._labels.words.is_zero(cell.text)
            ):
                self.unread.append((self._shown(row), label, cell.text))
            return None
        days = self._when(row)
        return CellCount(
            value,
            self._narrowed(counts, row, days or column.days),
            f"{self._shown(row)}; {label}: {cell.text}".removeprefix("; "),
            label,
            self._place(row, c),
            days or column.days,
            self._source(row),
            column.days if counts.scope is Scope.CUMULATIVE else None,
        )

    def _narrowed(self, counts: Counts, row: Row, days: DateInterval | None) -> Counts:
        """What the column counts, in the row's group, and over the row's stretch of time."""
        group = counts.group
        for cell in self._texts(row) if group is None and counts.measure.people else ():
            group = group or self._labels.group_alone(cell.text, counts.measure)
        long = days is not None and (days.ends - days.begins).days > 1
        scope = Scope.PERIOD if long and counts.scope is Scope.INCIDENT else counts.scope
        return replace(counts, group=group, scope=scope)

    def _shown(self, row: Row) -> str:
        if self._table.turned:
            return ""
        texts = dict.fromkeys(cell.text for cell in self._texts(row) if "://" not in cell.text)
        return "; ".join([text for text in texts if len(text) < _LABELS_SHOWN][:_MOST_SHOWN])

    def _bracketed(self, row: Row, c: int, whole: CellCount) -> Iterator[CellCount]:
        """The parts of a number: in brackets behind it, or in the cell below its own in a list of labels and values."""
        told = [(row[c], whole.value.end - row[c].start)] if "(" in whole.value.rest or "(" in row[c].text else []
        following = self._table.columns[c + 1 : c + 2]
        if self._table.turned and following and not following[0].label.text:
            told.append((row[c + 1], 0))
        for cell, at in told:
            for value, name in read_parts(cell.text[at:], cell.start + at, self._labels.words):
                group = self._labels.group_of(name, whole.counts.measure)
                if group is not None:
                    counts = replace(whole.counts, group=group)
                    shown = f"{whole.row}; {cell.text}" if cell is not row[c] else whole.row
                    yield replace(whole, value=value, counts=counts, row=shown, whole=whole.value.start)

    # Totals

    def _with_wholes(self, found: dict[tuple[int, int], CellCount]) -> Iterator[CellCount]:
        totals = [r for r, row in enumerate(self._rows) if self._is_total(row)]
        for (r, c), count in found.items():
            whole = (
                None if r in totals else next((found[t, c] for t in self._above(r, totals) if (t, c) in found), None)
            )
            whole = whole or self._beside(found, r, c)
            yield replace(count, whole=whole.value.start) if whole is not None and whole is not count else count

    def _above(self, r: int, totals: list[int]) -> list[int]:
        """The total rows that may add up row r, the nearest below first, then one above all rows."""
        return [t for t in totals if t > r] + [t for t in totals if t == 0]

    def _beside(self, found: dict[tuple[int, int], CellCount], r: int, c: int) -> CellCount | None:
        """The number of everyone in the same row, for a column of a group."""
        mine = found[r, c].counts
        if self._counts(c).group is None:
            return None
        others = (
            found[r, k] for k in self._table.counting if k != c and (r, k) in found and self._counts(k).group is None
        )
        return next((o for o in others if (o.counts.measure, o.counts.unit) == (mine.measure, mine.unit)), None)

    def mismatches(self, counts: Sequence[CellCount]) -> Iterator[tuple[str, float, float]]:
        """Columns whose parts, all exact and all given, do not make their total: label, total, sum."""
        totals = {count.value.start: count for count in counts}
        parts: dict[int, list[CellCount]] = {}
        for count in counts:
            if count.whole is not None:
                parts.setdefault(count.whole, []).append(count)
        for start, given in parts.items():
            total = totals[start].value.best
            numbers = [count.value.best for count in given]
            whole_column = len(given) == sum(not self._is_total(row) for row in self._rows)
            if total is not None and whole_column and None not in numbers:
                added = sum(number for number in numbers if number is not None)
                if added != total and all(n.value.bound is Bound.EXACT for n in (totals[start], *given)):
                    yield totals[start].label, total, added


def _is_whole(value: Value) -> bool:
    return all(side is None or float(side).is_integer() for side in (value.low, value.best, value.high))
