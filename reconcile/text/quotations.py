"""Finds the quotations of a document, and the quotation that contains a position."""

from __future__ import annotations

import re
from bisect import bisect_right

from reconcile.text.document import Document

_MARK = re.compile('["“”„«»″]')
_LONG = 1500  # characters after which an unclosed quotation is ended


class Quotations:
    """The quotations of one document, as spans that include their quotation marks."""

    def __init__(self, document: Document):
        self.spans = _joined(_quotations(document), document.text)
        self._starts = [start for start, _ in self.spans]

    def at(self, offset: int) -> tuple[int, int] | None:
        """The quotation that contains the offset."""
        i = bisect_right(self._starts, offset) - 1
        return self.spans[i] if i >= 0 and offset < self.spans[i][1] else None


def _quotations(document: Document) -> list[tuple[int, int]]:
    """Spans from mark to mark; an unclosed quotation ends with its paragraph."""
    found: list[tuple[int, int]] = []
    for first, last in _paragraphs(document):
        opened: int | None = None
        for hit in _MARK.finditer(document.text, first, last):
            if side_of(document.text, hit.start(), opened is not None) == "opens":
                opened = hit.start()
            elif opened is not None:
                found.append((opened, hit.end()))
                opened = None
        if opened is not None and last - opened < _LONG:
            found.append((opened, last))
    return found


def _paragraphs(document: Document) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    paragraph = -1
    for sentence in document.sentences:
        if sentence.paragraph == paragraph:
            spans[-1] = (spans[-1][0], sentence.end)
        else:
            spans.append((sentence.start, sentence.end))
        paragraph = sentence.paragraph
    return spans


def side_of(text: str, at: int, inside: bool) -> str:
    """'opens' or 'closes' for a quotation mark, by its shape, else by the spaces around it, else by what is open.

    >>> side_of('He said "no" twice.', 8, False), side_of('He said "no" twice.', 11, True)
    ('opens', 'closes')
    >>> side_of('" We saw six bodies, " she said.', 21, True)
    'closes'
    """
    if text[at] in "“„«":
        return "opens"
    if text[at] in "”»":
        return "closes"
    before = at == 0 or text[at - 1].isspace() or text[at - 1] in "([-"
    after = at + 1 >= len(text) or text[at + 1].isspace() or text[at + 1] in ",.;:)]!?"
    if before != after:
        return "opens" if before else "closes"
    return "closes" if inside else "opens"


def _joined(quotes: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """The quotations, with those joined where one was not closed and the next paragraph opens with a mark again."""
    found: list[tuple[int, int]] = []
    for start, end in quotes:
        if found and not _MARK.match(text[found[-1][1] - 1]) and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
