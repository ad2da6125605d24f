"""Tables without a heading, whose columns go by their order (GDELT, some releases of UCDP)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from reconcile.ingest.articles.encoding import decode
from reconcile.ingest.datasets.dataset_rows import LONGEST_TEXT, File, Unreadable
from reconcile.ingest.datasets.mapping import Mapping, Unheaded
from reconcile.ingest.formats.plain import encoding_notes
from reconcile.ingest.formats.sheets import Sheet, ragged

_WORKBOOK = ".xlsx"
_FIRST_LINES = 5


def read_unheaded(file: File, candidates: Sequence[Mapping]) -> tuple[Sheet, Mapping] | None:
    """The table of a file whose first lines are rows that one of the mappings knows; None for any other file."""
    for mapping, shape, width in _shapes(file, candidates):
        if width == len(shape.columns):
            return _read(file, shape), mapping
    return None


def check_width(file: File, candidates: Sequence[Mapping]) -> None:
    """Refused: a table that begins as a mapping's rows do and is narrower or wider; the columns lacking are named."""
    for mapping, shape, width in _shapes(file, candidates):
        lacking = f"it lacks {', '.join(shape.columns[width:])}" if width < len(shape.columns) else "it has more"
        raise Unreadable(
            "columns_fit_a_mapping",
            f"has no heading and {width} columns; '{mapping.name}' has {len(shape.columns)}: {lacking}.",
            "Export it whole, or put the columns' names above it.",
        )


def _shapes(file: File, candidates: Sequence[Mapping]) -> Iterator[tuple[Mapping, Unheaded, int]]:
    """The mappings whose rows begin as this file's do, each with the number of columns that stands here."""
    known = [(mapping, mapping.unheaded) for mapping in candidates if mapping.unheaded]
    if not known or file.path.suffix.lower() == _WORKBOOK:
        return
    with file.path.open("rb") as stream:
        first = decode(b"".join(stream.readline(LONGEST_TEXT) for _ in range(_FIRST_LINES))).text.lstrip("\ufeff")
    for mapping, shape in known:
        width = _width(first, shape)
        if width:
            yield mapping, shape, width


def _width(text: str, shape: Unheaded) -> int:
    """How many cells a row has in a text that begins as rows of this shape do; 0 where it is another, or far narrower.

    A row may be torn: one of the first lines that is as wide as the shape is enough.
    """
    rows = [cells for _, cells in _rows(text, shape)]
    if not rows or not rows[0] or not re.fullmatch(shape.first, rows[0][0]):
        return 0
    widths = [len(cells) for cells in rows]
    width = len(shape.columns) if len(shape.columns) in widths else max(widths)
    return width if 2 * width > len(shape.columns) else 0


def _rows(text: str, shape: Unheaded) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows. Where tabs part the cells a quotation mark is a sign like any other."""
    tabs = shape.separator == "tab"
    lines = io.StringIO(text, newline="")
    plain = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    reader = plain if tabs else csv.reader(lines, delimiter=shape.separator)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as failure:
        said = f"is no table of separated values: {failure}."
        raise Unreadable("file_is_a_table", said, "Export it again.") from None


def _read(file: File, shape: Unheaded) -> Sheet:
    found = decode(file.path.read_bytes())
    rows: list[tuple[int, dict[str, str]]] = []
    problems = list(encoding_notes(file, found))
    for number, cells in _rows(found.text.lstrip("\ufeff"), shape):
        if len(cells) == len(shape.columns):
            rows.append((number, dict(zip(shape.columns, cells, strict=True))))
        elif any(cells):
            problems.append(ragged(file, number, cells, len(shape.columns)))
    return Sheet(list(shape.columns), rows, problems)
