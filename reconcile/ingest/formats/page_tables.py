"""The tables of a web page as rows of text: those of numbers, and lists of labels beside values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from reconcile.ingest.datasets.dataset_rows import PARSER_FAILURES
from reconcile.text.grids import LONGEST_LABEL, is_number, write_row

_LAID_OUT = 400
"""Characters of a cell from which it is a part of the page, unless most of its table's cells are short."""
_SHORT_SHARE = 0.8
_MOST_CELLS = 100
"""Columns that a cell may span."""
_MARK = "tablemark{}tablemark"
_BLANK = re.compile(r"\s+")


def mark_tables(markup: str) -> tuple[str, list[str]]:
    """The page with a mark in place of each table of numbers, and these tables, a row a line.

    Lists of labels and values follow those tables; the page keeps them.
    """
    from lxml import etree, html

    if not re.search(r"<t[dh][\s>]|<li[\s>]|<dd[\s>]", markup):
        return markup, []
    try:
        root = html.document_fromstring(markup)
    except (etree.LxmlError, *PARSER_FAILURES):
        return markup, []
    tables = []
    for table in root.iter("table"):
        rows = list(_rows(table)) if table.find(".//table") is None else []
        if _is_data(rows):
            tables.append("\n".join(map(write_row, rows)))
            _replace(table, html.Element("p"), _MARK.format(len(tables) - 1))
    marked = html.tostring(root, encoding="unicode") if tables else markup
    return marked, [*tables, *_boxes(root)]


def fill_marks(text: str, tables: list[str]) -> str:
    """The page's text with the tables in place of their marks; those that the text leaves out are at its end."""
    for number, table in enumerate(tables):
        mark = _MARK.format(number)
        if mark in text:
            text = text.replace(mark, f"\n\n{table}\n\n")
        elif not _is_told(text, table):
            text = f"{text}\n\n{table}"
    return text


def _is_told(text: str, table: str) -> bool:
    """True where the text holds every label and value of the table in another form."""
    return all(cell in text for cell in (cell.strip() for cell in table.replace("\n", "|").split("|")) if cell)


def _replace(table: Any, paragraph: Any, mark: str) -> None:
    paragraph.text, paragraph.tail = mark, table.tail
    table.getparent().replace(table, paragraph)


def _rows(table: Any) -> Iterator[list[str]]:
    """The rows of a table, each cell in every column and row that it spans."""
    spanning: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while len(cells) in spanning:
                cells.append(_carried(spanning, len(cells)))
            said = _said(cell)
            for _ in range(_span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    spanning[len(cells)] = (_span(cell, "rowspan") - 1, said)
                cells.append(said)
        while len(cells) in spanning:
            cells.append(_carried(spanning, len(cells)))
        yield cells


def _carried(spanning: dict[int, tuple[int, str]], column: int) -> str:
    left, said = spanning.pop(column)
    if left > 1:
        spanning[column] = (left - 1, said)
    return said


def _span(cell: Any, name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return min(max(int(said), 1), _MOST_CELLS) if said.isdecimal() else 1


def _said(element: Any) -> str:
    return _BLANK.sub(" ", " ".join(element.itertext())).strip()


def _is_data(rows: list[list[str]]) -> bool:
    """True for a table of data: rows of one width with numbers below the first, not a page laid out in cells."""
    filled = [cell for row in rows for cell in row if cell]
    if len(rows) < 2 or not filled:
        return False
    width, same = Counter(map(len, rows)).most_common(1)[0]
    short = sum(len(cell) <= LONGEST_LABEL for cell in filled)
    laid_out = any(len(cell) > _LAID_OUT for cell in filled) and short < _SHORT_SHARE * len(filled)
    numbers = any(is_number(cell) for row in rows[1:] for cell in row)
    return width > 1 and same > len(rows) / 2 and numbers and not laid_out


def _boxes(root: Any) -> Iterator[str]:
    """Lists whose items are a label and a value, as rows; only those with a number among the values."""
    for holder in root.iter("ul", "ol", "dl", "div"):
        rows = [pair for item in holder.iterchildren() if (pair := _pair(item))]
        if any(is_number(value) for label, value in rows if label) and len(rows) > 1:
            yield "\n".join(map(write_row, rows))


def _pair(item: Any) -> tuple[str, str] | None:
    """The label and the value of an item; a list in brackets below a value has no label."""
    parts = [said for child in item.iterchildren() if isinstance(child.tag, str) and (said := _said(child))]
    if len(parts) == 1 and parts[0].startswith("(") and len(parts[0]) <= _LAID_OUT:
        return "", parts[0]
    inside = len(parts) == 2 and not (item.text or "").strip() and item.tag in ("li", "div", "p")
    if not inside or len(parts[0]) > LONGEST_LABEL or is_number(parts[0]):
        return None
    return parts[0], parts[1]
