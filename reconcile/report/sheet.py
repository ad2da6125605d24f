"""The report as plain values: the content of each cell and the target of each link. `layout` and `excel` format it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from reconcile.model.ids import short_id
from schemas.codes import DecisionWord

EVIDENCE = "evidence.html"
"""The page beside the workbook that shows every sentence in its place."""

Row = TypeVar("Row")
Cells = Mapping[str, Any]
"""Values of a row by column key."""

Kind = Literal["text", "prose", "lines", "number", "integer", "day", "code", "choice", "input", "id"]
"""The kind of a column's values: running text, a list a line each, a figure, a calendar day, a word from a
closed list, a cell that the analyst fills in (freely, or from a list), a stable id that machines need."""


@dataclass(frozen=True, slots=True)
class Link:
    """A value with a link: to the row `row` of `sheet` (and the `rows` from there on), or to an address."""

    value: Any
    sheet: str = ""
    row: str = ""
    rows: int = 1
    address: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with one passage in bold: `text[start:end]`."""

    text: str
    start: int
    end: int

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Column:
    """One column: the table column that it shows (or a name of its own), its heading, its width in characters.

    `words` are the values of a closed list: coloured where the palette knows them, offered where the kind is 'choice'.
    `note` says what it means where the schemas do not know the key. Columns not `printed` stay on the screen only.
    """

    key: str
    heading: str
    width: float
    kind: Kind = "text"
    words: tuple[str, ...] = ()
    note: str = ""
    printed: bool = True


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows are tuples in the order of the columns; the column `id_key` names each row for links.

    `table` is the table of the schemas that a row comes from; `group_key` the column whose equal values put rows into
    one group; `theme` says what the sheet is for: decide, figures, material or record. A sheet that is not `on_paper`
    prints its first page only: the rest is for the screen. `names` are the rows' names for links where no column has
    them.
    """

    name: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    table: str = ""
    id_key: str = ""
    group_key: str = ""
    freeze: int = 1
    theme: str = "material"
    on_paper: bool = False
    names: tuple[str, ...] = ()
    empty: str = "Nothing to show."

    def position(self, key: str) -> int:
        """The position of the column `key`, counted from 0."""
        return next(index for index, column in enumerate(self.columns) if column.key == key)

    @property
    def width(self) -> int:
        """The width of its columns together."""
        return sum(int(column.width) for column in self.columns)


GRID = 24
"""Columns of the pages that are laid out in blocks."""


@dataclass(frozen=True)
class Chart:
    """A chart of the columns of the block `table`: one series a column of numbers, the column `names` along the axis.

    `kind` is bar (lying), col (standing) or line. `words` tell what it shows, for those who do not see it. `width`
    counts the columns of the page (GRID), `rows` those that it has at least; it shows the
    first `most` rows of the table, or all.
    """

    title: str
    unit: str
    kind: Literal["bar", "col", "line"]
    table: str
    names: str
    series: tuple[str, ...]
    words: str
    width: int = 12
    rows: int = 15
    most: int | None = None


Panel = Sheet | Chart
"""What stands in a band: a table, whose columns' widths count the columns of the page (GRID), or a chart."""


@dataclass(frozen=True)
class Tableau:
    """A page of bands, each with panels side by side; `after` stands below what is printed."""

    name: str
    title: str
    lines: tuple[str, ...]
    bands: tuple[tuple[Panel, ...], ...]
    after: tuple[Sheet, ...] = ()
    theme: str = "summary"
    one_page: bool = False


DECIDE = "Decide here: "
TYPED = ("choice", "input")
"""The kinds of columns that analysts fill in."""


def decision_columns(words: tuple[str, ...]) -> tuple[Column, ...]:
    """The five cells in which an analyst rules on a row; they are read back by the row's stable id.

    The list of rulings always includes 'withdraw'.
    """
    offered = tuple(dict.fromkeys((*words, DecisionWord.WITHDRAW.value)))
    return (
        Column("decision", "Decision", 13, "choice", offered, DECIDE + "pick a ruling from the list"),
        Column("value", "Value", 9, "input", (), DECIDE + "the value accepted or set, or the other row's id"),
        Column("reason", "Reason", 20, "input", (), DECIDE + "why, in your own words"),
        Column("analyst", "Analyst", 9.5, "input", (), DECIDE + "who prepared the ruling"),
        Column("reviewer", "Reviewer", 10, "input", (), DECIDE + "who reviewed it; not the analyst"),
    )


REF = Column("ref", "Ref", 7.5, "text", (), "The short name of the row, which stays the same within the period")
EVENT_REF = Column("event_ref", "Of", 7, "text", (), "The short name of the event; a click leads to its row")


def off_paper(column: Column) -> Column:
    """The same column, on the screen only."""
    return replace(column, printed=False)


def as_signed(sheet: Sheet, note: str) -> Sheet:
    """The sheet as a record: its cells to decide in hold what was decided, and offer nothing."""
    if not any(column.kind in TYPED for column in sheet.columns):
        return sheet
    columns = tuple(replace(c, kind="text", words=()) if c.kind in TYPED else c for c in sheet.columns)
    return replace(sheet, columns=columns, note=note)


def rows_of(
    columns: Sequence[Column], records: Iterable[Row], cells: Callable[[Row], Cells] = lambda record: {}
) -> tuple[tuple[Any, ...], ...]:
    """Records as rows.

    Args:
        columns: the columns, in the order of the cells.
        records: the records, one for each row.
        cells: what a row shows under a column's key that is not the record's own attribute of that name.

    Raises:
        AttributeError: where neither `cells` nor the record has a value for a column.

    >>> rows_of([Column("real", "Real", 5), Column("b", "B", 5)], [2], lambda number: {"b": -number})
    ((2, -2),)
    """

    def row(record: Row) -> tuple[Any, ...]:
        own = cells(record)
        return tuple(own[c.key] if c.key in own else getattr(record, c.key) for c in columns)

    return tuple(map(row, records))


def article_anchor(doc: str) -> str:
    """The address of an article inside the evidence page.

    >>> article_anchor("outlet/vessen-market.txt")
    'doc-7df9afe88396'
    """
    return short_id("doc", doc)


def evidence_link(value: Any, anchor: str) -> Link:
    """A link to a claim's, date's or article's place in the evidence page."""
    return Link(value, address=f"{EVIDENCE}#{anchor}")
