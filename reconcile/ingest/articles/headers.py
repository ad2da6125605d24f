"""Metadata at the top of a text: a header of 'Key: value' lines, and the headline."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from reconcile.ingest.articles.furniture import LABEL, PROSE, Line, Phrases, goes_on, lines_outside, make_plain
from reconcile.ingest.datasets.dataset_rows import Record
from reconcile.model.article import Span

LONGEST_HEADLINE = 160
_LONGEST_HEADER = 4_000
_FIRST_LINES = 4

# Published: 5 June 2013
_KEYED = re.compile(r"[ \t]*(?P<key>[^\W\d_][\w ]{0,24}?)[ \t]*:[ \t]*(?P<value>[^\r\n]*)")
_RULE = re.compile(r"[ \t]*---[ \t]*")


def read_header(record: Record, phrases: Phrases) -> Record:
    r"""The record with the metadata of its text's header added, and the header fenced off.

    A value that the record already has is kept.

    A header is a block of lines with keys that the language pack knows, closed by a blank line, or one between two
    lines of '---'. A block that contains any other line is treated as text.

    >>> from reconcile.ingest.articles.furniture import load_phrases
    >>> found = read_header(Record("a.txt", "Source: Town Post\n\nEleven died."), load_phrases("en"))
    >>> found.publisher, found.fences
    ('Town Post', (Span(start=0, end=17),))
    """
    block = _header_block(record.text)
    if block is None:
        return record
    values, end = block
    fields = {phrases.openers.get(key): value for key, value in values.items()}
    known = {name: value for name, value in fields.items() if name and value}
    fenced_by_rules = _RULE.match(record.text.lstrip()) is not None
    if not known or (None in fields and not fenced_by_rules):
        return record
    missing: dict[str, Any] = {name: value for name, value in known.items() if getattr(record, name) is None}
    return replace(record, **missing, fences=(*record.fences, Span(0, end)))


def find_headline(text: str, lines: list[Line], fences: tuple[Span, ...], phrases: Phrases) -> str | None:
    r"""The headline, or None.

    It is the first line that is neither furniture nor a date, if it is short, is not a sentence, and text follows it.

    >>> from reconcile.ingest.articles.furniture import cut_lines, load_phrases
    >>> text = "Last updated: 5 June, 2013\n\nTroops overrun town\n\nTroops took the town on Wednesday, it said."
    >>> find_headline(text, cut_lines(text, load_phrases("en")), (), load_phrases("en"))
    'Troops overrun town'
    """
    own = lines_outside(lines, fences)
    for index, line in enumerate(own[:_FIRST_LINES]):
        said = text[line.start : line.end].lstrip("# \t")
        if phrases.stamps.match(said):
            continue
        if phrases.datelines.match(make_plain(said)):
            return None
        below = own[index + 1 :]
        if not any(later.kind == PROSE for later in below) or goes_on(make_plain(text), line, below[0]):
            return None
        return said if _looks_like_one(said, line) else None
    return None


def _looks_like_one(said: str, line: Line) -> bool:
    plain = make_plain(said)
    if len(plain) > LONGEST_HEADLINE or not any(c.isalpha() for c in plain) or plain.endswith((".", ",", ";", ":")):
        return False
    return line.kind == LABEL or not re.search(r"[.!?]\"?\s+\S", plain)


def _header_block(text: str) -> tuple[dict[str, str], int] | None:
    """Keys (lower case) with their values, and the offset where the header ends; None where there is no header."""
    head = text[:_LONGEST_HEADER]
    start = len(head) - len(head.lstrip())
    ruled = _RULE.match(head, start)
    at = _next_line(head, ruled.end()) if ruled else start
    values: dict[str, str] = {}
    end = at
    while at < len(head):
        found = _KEYED.match(head, at)
        if found is None:
            break
        values.setdefault(found["key"].lower(), found["value"].strip().strip("\"'"))
        end = found.end()
        at = _next_line(head, end)
    if ruled:
        closing = _RULE.match(head, at)
        return (values, closing.end()) if closing and values else None
    closed = at >= len(text) or not head[at : at + 200].split("\n")[0].strip()
    return (values, end) if values and closed else None


def _next_line(text: str, at: int) -> int:
    found = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)").match(text, at)
    return found.end() if found else len(text)
