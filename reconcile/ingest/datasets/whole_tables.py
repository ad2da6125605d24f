"""What the rows of a table say only together: its order of day and month, its total rows, and rows that look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from reconcile.ingest.articles.stated import order_note, order_of_days
from reconcile.ingest.datasets.dataset_rows import Problem
from reconcile.ingest.datasets.mapping import Column, Day, Mapping
from reconcile.ingest.formats.sheets import Sheet
from reconcile.text.table_words import labels_total

_SHOWN = 5
"""The most pairs of rows that a note names."""
_FEW = 3
"""The most rows that look alike of which one is likely to be another; more are a habit of the table."""


@dataclass(frozen=True)
class WholeTable:
    """A table with its mapping, before its rows are read; `columns` are the mapping's names for the sheet's columns."""

    file: str
    sheet: Sheet
    mapping: Mapping
    columns: list[str]

    @cached_property
    def lacks_event(self) -> str | None:
        """The column of the event's id, where the mapping names one and the table has none."""
        column = _name(self.mapping.event)
        return column if column not in self.columns else None

    @cached_property
    def day_first(self) -> bool | None:
        """True where 25/2/2020 in a column of days shows that the day comes first, False for 2/25/2020."""
        return order_of_days(self._days())

    @cached_property
    def totals(self) -> dict[int, tuple[str, str]]:
        """The rows that add up others, by number, each with the column and the label that say so.

        The label counts only where another row has a name in the same column, and the two share their event or first
        day, or the total has no day. A row of 'all' places that is the only one of its event and day is kept.
        """
        mapping = self.mapping
        others = (mapping.event_name, _name(mapping.country), mapping.id, _name(mapping.event))
        found: dict[int, tuple[str, str]] = {}
        for column in dict.fromkeys([*mapping.place, *filter(None, others)]):
            cells = {number: cell for number, (cell,) in self._rows([column]) if cell}
            labels = {number: cell for number, cell in cells.items() if labels_total(cell)}
            found |= {number: (column, labels[number]) for number in self._adding(labels, cells.keys() - labels)}
        return found

    def notes(self) -> Iterator[Problem]:
        """Notes on what was concluded from the whole table."""
        if self.lacks_event:
            said = f"{self.file} has no ids of events ('{self.lacks_event}'): each row was read as an event of its own."
            yield self._note("event_has_an_id", said, "Add the column where rows report one event.", self.lacks_event)
        order = order_note(self.file, self._days())
        yield from [replace(order, table="claims")] if order else ()
        yield from self._alike_note()

    def _adding(self, totals: Iterable[int], others: Collection[int]) -> Iterator[int]:
        """The total rows that share their event or first day with another row, or have no day."""
        events, days = (dict(self._rows(_names(column))) for column in (self.mapping.event, self.mapping.start))
        shared = [{keys.get(number, ()) for number in others} for keys in (events, days)]
        for number in totals if others else ():
            event, day = events.get(number, ()), days.get(number, ())
            if (any(event) and event in shared[0]) or not any(day) or day in shared[1]:
                yield number

    def _alike_note(self) -> Iterator[Problem]:
        pairs = self._alike()
        if not pairs:
            return
        shown = ", ".join(f"rows {one} and {other}" for one, other in pairs[:_SHOWN])
        said = f"{self.file} may have one report under two ids ({len(pairs)}): {shown}."
        remedy = "They were counted apart. Remove one of them where they report one event."
        yield self._note("rows_are_different", said, remedy, value=shown)

    def _alike(self) -> list[tuple[int, int]]:
        """Pairs of rows of different events that share figures, place and day; or all but one of place and day.

        In the second case they differ in nothing else, and share a text that the mapping does not read: a name, a note.
        """
        mapping = self.mapping
        if mapping.blocks is not None or mapping.event is None:
            return []
        own = {mapping.id, *_names(mapping.event)}
        places = {*mapping.place, *filter(None, (mapping.latitude, mapping.longitude))}
        days = {*_names(mapping.start), *_names(mapping.end)}
        counts = {column for figure in mapping.measures for column in figure.columns}
        texts = {c for c in self.columns if c in mapping.ignores or c not in mapping.known}
        groups = self._equal(counts | places | days, (counts, _counts), (places, bool), (days, bool))
        for apart in (places, days):
            groups += self._equal({*self.columns} - own - apart, (counts, _counts), (texts, _speaks))
        events = dict(self._rows(_names(mapping.event)))
        pairs = ((rows[0], row) for rows in groups for row in rows[1:])
        return sorted({pair for pair in pairs if not events or events[pair[0]] != events[pair[1]]})

    def _equal(self, columns: set[str], *needs: tuple[set[str], Callable[[str], bool]]) -> list[list[int]]:
        """Groups of few rows that are equal in these columns; some cell of each need's columns has to meet the need."""
        sides = [(self._rows(sorted(need)), meets) for need, meets in needs]
        fit = [{number for number, cells in rows if any(map(meets, cells))} for rows, meets in sides]
        found: dict[int, list[int]] = defaultdict(list)
        for number, cells in self._rows(sorted(columns)):
            if all(number in numbers for numbers in fit):
                found[hash(cells)].append(number)
        return [rows for rows in found.values() if 1 < len(rows) <= _FEW]

    def _days(self) -> list[str]:
        plain = (_name(column) for column in (self.mapping.start, self.mapping.end, self.mapping.published))
        return [cell for column in plain if column for _, (cell,) in self._rows([column])]

    def _rows(self, columns: Iterable[str]) -> list[tuple[int, tuple[str, ...]]]:
        """The number of each row with its cells in these columns; none where the table has none of them."""
        own = [self._own[column] for column in columns if column in self._own]
        return [(number, tuple(cells[column] for column in own)) for number, cells in self.sheet.rows] if own else []

    @cached_property
    def _own(self) -> dict[str, str]:
        """The sheet's name of each column by the mapping's."""
        return dict(zip(self.columns, self.sheet.columns, strict=True))

    def _note(self, check: str, said: str, remedy: str, column: str | None = None, value: str | None = None) -> Problem:
        return Problem(self.file, check, said, remedy, self.sheet.name or None, column, value, table="claims")


def _name(column: str | Column | Day | None) -> str | None:
    return column.column if isinstance(column, Column) else column if isinstance(column, str) else None


def _names(column: str | Column | Day | None) -> tuple[str, ...]:
    return (column,) if isinstance(column, str) else column.columns if column else ()


def _counts(cell: str) -> bool:
    """True for a cell with a figure other than 0."""
    return bool(cell.strip("0. "))


def _speaks(cell: str) -> bool:
    """True for several words."""
    return " " in cell and not cell.replace(" ", "").isdigit()
