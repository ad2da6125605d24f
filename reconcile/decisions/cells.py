"""Read the cells that analysts fill in from a workbook: by sheet, heading and stable id, never by position.

The file may have been saved by any spreadsheet program, with rows sorted and columns moved, hidden or widened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from reconcile.errors import BadInput
from reconcile.model.entered import PARTS, join_parts
from reconcile.report.doubt_sheets import IMPLAUSIBLE_COLUMNS, PAIR_COLUMNS
from reconcile.report.findings import CONFLICT_COLUMNS, FIGURE_COLUMNS
from reconcile.report.layout import HEAD
from reconcile.report.material import CLAIM_COLUMNS, EVENT_COLUMNS
from reconcile.report.sheet import Column, decision_columns
from reconcile.report.summary import SIGN_OFF_HEADINGS, SIGN_OFF_ROLES
from reconcile.report.unread_sheet import UNREAD_COLUMNS
from reconcile.store.open_files import refuse_open
from reconcile.store.sheet_extent import too_wide
from reconcile.wording.figure_words import fit
from schemas.codes import DecisionWord

CELLS = tuple(column.key for column in decision_columns(()))
"""The cells of a ruling: decision, value, reason, analyst, reviewer."""

EVIDENCE = "evidence_hash"
FRONT = "Summary"


@dataclass(frozen=True)
class Deciding:
    """A sheet with cells to decide in: its columns, the column with the stable id, and the table it shows."""

    columns: tuple[Column, ...]
    id_key: str
    table: str

    def heading(self, key: str) -> str:
        """The heading of the column with this key; '' where the sheet does not have the column."""
        return next((column.heading for column in self.columns if column.key == key), "")

    @property
    def words(self) -> tuple[str, ...]:
        """The decisions that this sheet accepts: those that it offers, and 'withdraw' on every sheet."""
        offered = next(column.words for column in self.columns if column.key == "decision")
        return tuple(dict.fromkeys((*offered, DecisionWord.WITHDRAW)))


SHEETS = {
    "Conflicts": Deciding(CONFLICT_COLUMNS, "conflict_id", "conflicts"),
    "Figures": Deciding(FIGURE_COLUMNS, "figure_id", "figures"),
    "Claims": Deciding(CLAIM_COLUMNS, "claim_id", "claims"),
    "Events": Deciding(EVENT_COLUMNS, "event_id", "events"),
    "Perhaps one event": Deciding(PAIR_COLUMNS, "pair_id", "perhaps_one"),
    "Implausible": Deciding(IMPLAUSIBLE_COLUMNS, "warning_id", "implausible"),
    "Look here": Deciding(UNREAD_COLUMNS, "unread_id", "unread"),
}


@dataclass(frozen=True)
class Entry:
    """What an analyst entered on one row, trimmed; an empty cell is ''. `evidence` is the hash that the row shows."""

    sheet: str
    row: int
    about: str
    decision: str
    value: str
    reason: str
    analyst: str
    reviewer: str
    evidence: str = ""

    @property
    def place(self) -> str:
        """Words that locate the row: its id, else its position."""
        return self.about or f"row {self.row}"


@dataclass(frozen=True)
class SignOff:
    """What was typed into the sign-off of the Summary; '' where nothing was. `remarks` are all other cells typed."""

    prepared_by: str = ""
    reviewed_by: str = ""
    remarks: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.prepared_by or self.reviewed_by or self.remarks)


@dataclass(frozen=True)
class Book:
    """A workbook that was handed back: the words at its top, its sign-off, and the rows with something typed."""

    path: Path
    title: tuple[str, ...]
    entries: tuple[Entry, ...]
    sign_off: SignOff = SignOff()


def read_book(path: Path) -> Book:
    """Read the filled-in rows of a workbook (.xlsx, .ods ...), in the order of its sheets and rows.

    Raises:
        BadInput: the file is missing, is open in a spreadsheet program or is not a workbook; a sheet is too large; it
            has none of the sheets to decide in; or a sheet lacks the columns by which rulings are found.
    """
    if not path.is_file():
        raise BadInput(f"There is no workbook {path}.", "Name the file that you decided in.")
    refuse_open(path)
    if extent := too_wide(path):
        far = f"row {extent.rows:,}, column {extent.columns:,}"
        raise BadInput(
            f"{path} has a sheet with a cell as far as {far}.", "Delete what lies behind the tables, and save."
        )
    try:
        with CalamineWorkbook.from_path(path) as book:
            names = [name for name in book.sheet_names if name in SHEETS]
            title, sign_off = _title(book), _sign_off(book)
            entries = [entry for name in names for entry in _entries(path, name, _rows(book, name))]
    except (CalamineError, OSError) as failure:
        raise BadInput(f"{path} cannot be read as a workbook ({failure}).", "Save it again as .xlsx.") from None
    if not names:
        raise BadInput(f"{path} has none of the sheets {', '.join(SHEETS)}.", "Name a workbook that a run made.")
    return Book(path, title, tuple(entries), sign_off)


def clean(cell: Any) -> str:
    r"""A cell as one line of text, trimmed; whole numbers without a decimal part.

    >>> clean(" set\u00a0 value\n"), clean(33.0), clean(0.5), clean(None)
    ('set value', '33', '0.5', '')
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(fit(str(cell)).split())


def _rows(book: CalamineWorkbook, name: str) -> Iterator[list[Any]]:
    """The rows of a sheet one by one, from the first, so that a large sheet is never in memory as a whole."""
    rows: Iterator[list[Any]] = book.get_sheet_by_name(name).iter_rows()
    return rows


def _title(book: CalamineWorkbook) -> tuple[str, ...]:
    top = islice(_rows(book, FRONT), HEAD) if FRONT in book.sheet_names else ()
    return tuple(clean(cell) for row in top for cell in row if clean(cell))


def _sign_off(book: CalamineWorkbook) -> SignOff:
    """The cells beside the two roles of the sign-off, below their headings."""
    if FRONT not in book.sheet_names:
        return SignOff()
    headings: list[str] = []
    typed: dict[str, list[str]] = {}
    for row in _rows(book, FRONT):
        cells = [clean(cell) for cell in row]
        role = next((cell for cell in cells if cell), "")
        if {*SIGN_OFF_HEADINGS} <= set(cells):
            headings = cells
        elif headings and role in SIGN_OFF_ROLES:
            typed[role] = [cells[headings.index(heading)] for heading in SIGN_OFF_HEADINGS]
    prepared_by, reviewed_by = (typed.get(role, [""])[0] for role in SIGN_OFF_ROLES)
    remarks = tuple(f"{role}: {cell}" for role, cells in typed.items() for cell in cells[1:] if cell)
    return SignOff(prepared_by, reviewed_by, remarks)


def _entries(path: Path, name: str, rows: Iterator[list[Any]]) -> Iterator[Entry]:
    """The rows below the headings in which a cell to decide in is filled in."""
    sheet = SHEETS[name]
    head, headings = _headings(path, name, rows)
    at = {key: _column(path, name, headings, sheet.heading(key)) for key in (sheet.id_key, *CELLS, *PARTS, EVIDENCE)}
    filled = [place for key in (*CELLS, *PARTS) if (place := at[key]) is not None]
    for number, row in enumerate(rows, head + 1):
        if any(row[place] not in ("", None) for place in filled):
            found = {key: clean(row[place]) if place is not None else "" for key, place in at.items()}
            cells = {key: found[key] for key in CELLS}
            cells["value"] = cells["value"] or join_parts([found[key] for key in PARTS])
            if any(cells.values()):
                yield Entry(name, number, found[sheet.id_key], **cells, evidence=found[EVIDENCE])


def _headings(path: Path, name: str, rows: Iterator[list[Any]]) -> tuple[int, list[str]]:
    """The row number of the headings, and the headings in lower case; a row may have been added above them."""
    needed = {SHEETS[name].heading(key) for key in (SHEETS[name].id_key, "decision")}
    for number, row in enumerate(islice(rows, 3 * HEAD), 1):
        headings = [clean(cell).casefold() for cell in row]
        if {heading.casefold() for heading in needed} <= set(headings):
            return number, headings
    raise BadInput(
        f"{path}: the sheet {name} lacks the headings {' and '.join(sorted(needed))}, by which rulings are found.",
        "Undo what removed them, or copy the rulings into a fresh workbook.",
    )


def _column(path: Path, name: str, headings: Sequence[str], heading: str) -> int | None:
    places = [place for place, word in enumerate(headings) if heading and word == heading.casefold()]
    if len(places) > 1:
        raise BadInput(f"{path}: the sheet {name} has {len(places)} columns '{heading}'.", "Rename those of your own.")
    return places[0] if places else None
