"""What the readers of files return: records (one for each article) and problems (what could not be read, and why)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reconcile.errors import BadInput
from reconcile.model.article import Span
from reconcile.model.ids import short_id
from reconcile.model.records import Refusal

LONGEST_TEXT = 2_000_000
"""Characters; a longer text is refused (this is the length of two long novels), as it would take too long to read."""

LONGEST_VALUE = 200
"""Characters of a bad value that the refused table shows."""


@dataclass(frozen=True, slots=True)
class File:
    """An input file: its path, and its name below the period's folder (with forward slashes)."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Record:
    """One article as a file reader found it, before anything is concluded from its text.

    `published` is the date as stated; `fences` are spans of the text that the reader knows not to be part of the
    article. `language` is stated for the article; `site_language` for the page or feed around it, and used only where
    the language cannot be detected from the text. `truncated` is True where the file states that the text continues
    elsewhere. `file_sha256` is set by `read_file`.
    """

    file: str
    text: str
    id: str | None = None
    row: str | None = None
    title: str | None = None
    author: str | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    published: str | None = None
    language: str | None = None
    site_language: str | None = None
    truncated: bool = False
    file_sha256: str = ""
    fences: tuple[Span, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be used. `doc` names the article that was lost by it; None where nothing was lost."""

    file: str
    check: str
    reason: str
    remedy: str | None = None
    row: str | None = None
    column: str | None = None
    value: str | None = None
    doc: str | None = None
    table: str = "documents"


Reader = Callable[[File], Iterator[Record | Problem]]
"""Reads one file. It raises `Unreadable` where the whole file is unusable, and yields a Problem for a bad part."""


PARSER_FAILURES = (
    *(ValueError, TypeError, AttributeError, LookupError, AssertionError, ArithmeticError),
    *(RecursionError, NotImplementedError, EOFError, UnicodeError, zlib.error, struct.error),
)
"""Exceptions that third-party parsers raise on damaged files, beside their documented ones."""


class Unreadable(BadInput):
    """A file, or a part of one, that cannot be read; `check` names the check that failed."""

    def __init__(self, check: str, message: str, remedy: str | None = None):
        super().__init__(message, remedy)
        self.check = check


def cannot_open(file: File, failure: OSError) -> Problem:
    """The problem of a file that the operating system does not let us open."""
    said = f"{file.name} cannot be read: {failure.strerror or failure}."
    remedy = "Check its rights and whether it is open elsewhere."
    return Problem(file.name, "file_is_readable", said, remedy, doc=file.name)


def refusals_of(problems: Iterable[Problem]) -> list[Refusal]:
    """Each problem as a row of the refused table; equal problems give one row."""
    rows = map(_refusal, problems)
    return list({row.refused_id: row for row in rows}.values())


def _refusal(said: Problem) -> Refusal:
    row = Refusal(
        refused_id="",
        table=said.table,
        file=said.file,
        row=said.row,
        column=said.column,
        check=said.check,
        value=None if said.value is None else make_writable(said.value[:LONGEST_VALUE]),
        reason=make_writable(said.reason),
        remedy=said.remedy,
    )
    return replace(row, refused_id=_key(row))


def _key(row: Refusal) -> str:
    return short_id("r", row.table, row.file, row.row, row.column, row.check, row.value)


def rename_refusals(refused: Iterable[Refusal], names: Mapping[str, str]) -> list[Refusal]:
    """The refused rows of renamed documents under their new names; refusal ids are computed again from these."""
    return [_renamed(row, names.get(row.row or "")) for row in refused]


def _renamed(row: Refusal, name: str | None) -> Refusal:
    if name is None:
        return row
    renamed = replace(row, row=name)
    return replace(renamed, refused_id=_key(renamed))


def make_writable(text: str) -> str:
    r"""The text with lone surrogates, which cannot be stored in a file, replaced by U+FFFD; offsets do not change.

    >>> make_writable("caf\udce9")
    'caf�'
    """
    return text if text.isascii() else "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
