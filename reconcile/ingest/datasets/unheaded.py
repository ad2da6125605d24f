"""Tables without a heading, whose columns are identified by position (GDELT, some releases of UCDP)."""

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
    """The table in a file whose first lines look like rows of a mapping, with that mapping; None otherwise."""
    for mapping, shape, width in _shapes(file, candidates):
        if width == len(shape.columns):
            return _read(file, shape), mapping
    return None


def check_width(file: File, candidates: Sequence[Mapping]) -> None:
    """Check that a table without a heading is as wide as its mapping says.

    Raises:
        Unreadable: it has fewer or more columns; the message names those that are missing.
    """
    for mapping, shape, width in _shapes(file, candidates):
        lacking = f"it lacks {', '.join(shape.columns[width:])}" if width < len(shape.columns) else "it has more"
        raise Unreadable(
            "columns_fit_a_mapping",
            f"has no heading and {width} columns; '{mapping.name}' has {len(shape.columns)}: {lacking}.",
            "Export it whole, or put the columns' names above it.",
        )


def _shapes(file: File, candidates: Sequence[Mapping]) -> Iterator[tuple[Mapping, Unheaded, int]]:
    """The mappings whose rows begin as this file's do, each with the number of columns in the file."""
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
    """Number of cells in a row of a text that begins as rows of this shape do; 0 where it does not, or is far narrower.

    Rows may be broken: it is enough that one of the first lines is as wide as the shape.
    """
    rows = [cells for _, cells in _rows(text, shape)]
    if not rows or not rows[0] or not re.fullmatch(shape.first, rows[0][0]):
        return 0
    widths = [len(cells) for cells in rows]
    width = len(shape.columns) if len(shape.columns) in widths else max(widths)
    return width if 2 * width > len(shape.columns) else 0


def _rows(text: str, shape: Unheaded) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows. In a table separated by tabs a quotation mark is an ordinary character."""
    tabs = shape.separator == "tab"
    lines = io.StringIO(text, newline="")
    plain = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    reader = plain if tabs else csv.reader(lines, delimiter=shape.separator)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as failure:
        said = f"is not a table of separated values: {failure}."
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
