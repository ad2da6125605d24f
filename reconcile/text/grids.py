"""Finds the tables in a text: rows of cells, each with its span, however the file that held them wrote them down.

Three layouts are known: cells on one line, parted by '|' or a tab; columns lined up with blanks; and cells one a line,
which is what remains of a table that was copied without its lines. Nothing here depends on a language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from reconcile.model.article import Span

LONGEST_LABEL = 60
"""Characters of a cell that is a label; in tables with a cell a line, a longer line ends the table."""

_PROSE_WORDS = 8
_LEAST_NUMBERS = 3
_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"[\s|:+=_-]*-{2,}[\s|:+=_-]*")
_LINED_UP = re.compile(r" {2,}(?=\S)")
_MARKS = re.compile(r"[\s*_`]*(.*?)[\s*_`]*", re.DOTALL)
# 12 | 1,234 | 75.0 | ~40 | +3 | 20+ | 2.47 M Approx. | 133 - 164 | 4 (2)
_NUMBER = re.compile(
    r"[~<>=+(\[\u2248\u2264\u2265\u00b1]*\s?\d[\d.,' \u00a0\u202f]*[+*%)\]]*"
    r"(?:\s?[-\u2013\u2014]\s?\d[\d.,]*)?(?:\s?[^\W\d_]{1,12}\.?){0,2}(?:\s?\([^()]{1,20}\))?"
)
# - | n/a | N/D | ND | #N/A | ...
_NOTHING = re.compile(r"(?i:[-\u2013\u2014.\u2026*]{0,3}|#?n\.?/?[ad]\.?)")
_SHORT_CODE = re.compile(r"[^\W\d_][\w&/.-]{0,3}")
# Killed: 4 | Injured - 12
_LABELLED = re.compile(r"([^\W\d_][^:\d]{2,50}?)\s?(?::| -| \u2013)\s+(\S*\d\S*(?:\s\S{1,12}){0,2})")
# Rows with one cell a line: a heading of as many lines as a row has, then rows of one or two labels and numbers.
_FLAT_ROWS = [
    re.compile(rf"[tx]{{{labels + numbers}}}(?:[tx]{{{labels}}}[nx]{{{numbers}}}){{2,}}")
    for numbers in range(10, 0, -1)
    for labels in (1, 2)
]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text without marks of emphasis, and the span of that in the article."""

    text: str
    start: int
    end: int

    @property
    def number(self) -> bool:
        """True for a cell that holds a number and little else."""
        return is_number(self.text)

    @property
    def empty(self) -> bool:
        """True for a cell that says nothing: blank, or a sign for 'not available'."""
        return _NOTHING.fullmatch(self.text) is not None

    @property
    def prose(self) -> bool:
        """True for a cell with a sentence or more in it."""
        return "://" not in self.text and len(self.text.split()) >= _PROSE_WORDS


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a text: rows of as many cells each; `flat` where the text has one cell a line."""

    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int
    flat: bool = False

    @property
    def covered(self) -> list[Span]:
        """The spans of the table without its cells of prose, which are read as sentences."""
        spans, at = [], self.start
        for cell in sorted((c for row in self.rows for c in row if c.prose), key=lambda c: c.start):
            spans.append(Span(at, cell.start))
            at = cell.end
        return [span for span in (*spans, Span(at, self.end)) if span.start < span.end]


def write_row(cells: Iterable[str]) -> str:
    """A row of a table as one line of text, from which `find_grids` finds its cells again.

    >>> write_row(["Orlova", "", "12|3"])
    '| Orlova |  | 12/3 |'
    """
    return f"| {' | '.join(' '.join(cell.replace('|', '/').split()) for cell in cells)} |"


def is_number(text: str) -> bool:
    """True for the text of a cell that is a number, with its bounds, scale or unit.

    >>> [is_number(said) for said in ("1,234", "2.47 M Approx.", "133 - 164", "AR-15", "12-gauge shotgun, old")]
    [True, True, True, False, False]
    """
    return len(text) <= LONGEST_LABEL and _NUMBER.fullmatch(text) is not None


def find_grids(text: str, fences: Sequence[Span] = ()) -> list[Grid]:
    r"""The tables of a text outside its page furniture, in order; one without a number below its first row is none.

    >>> [grid] = find_grids("Dead by town\n\n| Town | Dead |\n|---|---|\n| Orlova | **12** |\n\nNine died.")
    >>> [[cell.text for cell in row] for row in grid.rows]
    [['Town', 'Dead'], ['Orlova', '12']]
    >>> [grid] = find_grids("Town\nDead\nHurt\n\nOrlova\n12\n4\n\nTarsa\nND\n0")
    >>> [[cell.text for cell in row] for row in grid.rows]
    [['Town', 'Dead', 'Hurt'], ['Orlova', '12', '4'], ['Tarsa', 'ND', '0']]
    """
    found = list(_parted(text))
    found += _one_a_line(_free(text, found, fences))
    return sorted((grid for grid in found if not _inside(grid.start, fences)), key=lambda grid: grid.start)


def find_boxes(text: str, grids: Sequence[Grid], fences: Sequence[Span]) -> list[Grid]:
    r"""Labels beside values in the running text, a row each: 'Killed: 4', a number above or below its label.

    >>> boxes = find_boxes("Update\n\n12\nkilled\n\n4,000\ndisplaced", (), ())
    >>> [[cell.text for cell in row] for box in boxes for row in box.rows]
    [['killed', '12'], ['displaced', '4,000']]
    """
    found = []
    for run in _runs(text, _free(text, grids, fences)):
        rows = tuple(_pairs(run))
        if rows:
            cells = [cell for row in rows for cell in row]
            found.append(Grid(rows, min(c.start for c in cells), max(c.end for c in cells), flat=True))
    return found


def _free(text: str, grids: Sequence[Grid], fences: Sequence[Span]) -> list[Cell]:
    """The lines that are in no table and no page furniture."""
    taken = [*((grid.start, grid.end) for grid in grids), *((span.start, span.end) for span in fences)]
    return [line for line in _lines(text) if not any(start <= line.start < end for start, end in taken)]


def _inside(offset: int, fences: Sequence[Span]) -> bool:
    return any(fence.start <= offset < fence.end for fence in fences)


def _runs(text: str, lines: list[Cell]) -> Iterator[list[Cell]]:
    """Stretches of short labels and numbers; a paragraph that holds both is one of its own."""
    run: list[Cell] = []
    for paragraph in _paragraphs(text, lines):
        signs = set(map(_sign, paragraph))
        if "p" in signs or {"n", "t"} <= signs:
            yield run
            yield [line for line in paragraph if _sign(line) != "p"]
            run = []
        else:
            run += paragraph
    yield run


def _paragraphs(text: str, lines: list[Cell]) -> Iterator[list[Cell]]:
    """The lines by paragraphs: between two of them is a blank line."""
    paragraph: list[Cell] = []
    for line in lines:
        if paragraph and text.count("\n", paragraph[-1].end, line.start) > 1:
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _pairs(run: list[Cell]) -> Iterator[tuple[Cell, Cell]]:
    """Label and value of each pair: the label is above, except in a run that begins with a number."""
    signs = "".join(map(_sign, run))
    for hit in re.finditer("n[tx]" if signs[:1] == "n" else "[tx]n", signs):
        first, second = run[hit.start()], run[hit.start() + 1]
        yield (second, first) if signs[hit.start()] == "n" else (first, second)
    for line in run:
        if told := _LABELLED.fullmatch(line.text):
            (a, b), (c, d) = told.span(1), told.span(2)
            yield Cell(told[1], line.start + a, line.start + b), Cell(told[2], line.start + c, line.start + d)


def _lines(text: str) -> list[Cell]:
    return [_cell(text, *hit.span()) for hit in _LINE.finditer(text) if hit[0].strip()]


def _cell(text: str, start: int, end: int) -> Cell:
    """The cell of a span, without the blanks and marks of emphasis around it."""
    hit = _MARKS.fullmatch(text, start, end)
    first, last = hit.span(1) if hit else (start, end)
    return Cell(text[first:last].replace("\n", " "), first, last)


def _parted(text: str) -> Iterator[Grid]:
    """Tables whose rows are lines with a sign, or a wide gap, between cells."""
    if not ("|" in text or "\t" in text or "   " in text):
        return
    split = [(hit.span(), _split(text, *hit.span())) for hit in _LINE.finditer(text)]
    for _, block in groupby(_numbered(text, split), key=lambda row: row[0]):
        lines = list(block)
        wide = Counter(len(cells) for *_, cells in lines).most_common(1)[0][0]
        kept = [(span, cells) for _, span, cells in lines if len(cells) == wide]
        rows = [cells for _, cells in kept]
        if wide > 1 and _holds_numbers(rows):
            yield Grid(tuple(map(tuple, rows)), kept[0][0][0], kept[-1][0][1])


Line = tuple[tuple[int, int], list[Cell]]


def _numbered(text: str, lines: list[Line]) -> Iterator[tuple[int, tuple[int, int], list[Cell]]]:
    """The lines with several cells, numbered by the block that they form; other lines and blank ones part blocks."""
    block, last = 0, 0
    for (start, end), cells in lines:
        if _RULE.fullmatch(text, start, end):
            last = end
            continue
        if len(cells) < 2 or text.count("\n", last, start) > 1:
            block += 1
        last = end
        if len(cells) > 1:
            yield block, (start, end), cells


def _split(text: str, start: int, end: int) -> list[Cell]:
    """The cells of a line; one cell where nothing parts it."""
    line = text[start:end]
    if "|" in line:
        opened = len(line) - len(line.lstrip()) if line.lstrip().startswith("|") else -1
        closed = line.rstrip().endswith("|") and opened >= 0 and line.count("|") > 1
        first, last = (start + opened + 1, start + len(line.rstrip()) - closed) if opened >= 0 else (start, end)
        cuts = [hit.span() for hit in re.compile(r"\|").finditer(text, first, last)]
    elif "\t" in line.strip():
        first, last = start, end
        cuts = [hit.span() for hit in re.compile(r"\t").finditer(text, first, last)]
    else:
        first, last = start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        cuts = [hit.span() for hit in _LINED_UP.finditer(text, first, last)]
        if len(cuts) < 2:
            cuts = []
    edges = [(first, first), *cuts, (last, last)]
    return [_cell(text, left[1], right[0]) for left, right in pairwise(edges)]


def _holds_numbers(rows: list[list[Cell]]) -> bool:
    """True for two rows or more with a number below the first, or beside a label in each."""
    return len(rows) > 1 and any(cell.number for row in rows[1:] for cell in row)


def _one_a_line(lines: list[Cell]) -> Iterator[Grid]:
    """Tables with a cell a line: as many labels as a row has cells, then at least two rows of labels and numbers."""
    if sum(line.number for line in lines) < _LEAST_NUMBERS:
        return
    signs = "".join(map(_sign, lines))
    at = 0
    while hit := _flat_rows(signs, at):
        width = _width(hit)
        cells = lines[hit.start() : hit.end()]
        rows = tuple(tuple(cells[i : i + width]) for i in range(0, len(cells), width))
        if sum(cell.number for row in rows[1:] for cell in row) >= _LEAST_NUMBERS:
            yield Grid(rows, cells[0].start, cells[-1].end, flat=True)
        at = hit.end()


def _flat_rows(signs: str, at: int) -> re.Match[str] | None:
    hits = (pattern.search(signs, at) for pattern in _FLAT_ROWS)
    return next((hit for hit in hits if hit and "n" in hit[0]), None)


def _width(hit: re.Match[str]) -> int:
    return int(hit.re.pattern[len("[tx]{") :].partition("}")[0])


def _sign(line: Cell) -> str:
    """The kind of a line: n a number, x either (ND, nil, GB), t a short label, p prose."""
    if line.number:
        return "n"
    if line.empty or _SHORT_CODE.fullmatch(line.text):
        return "x"
    return "t" if len(line.text) <= LONGEST_LABEL and line.text[-1] not in ".;!?" else "p"
