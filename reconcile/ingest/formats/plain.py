"""Plain text and Markdown: one article a file."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.ingest.articles.encoding import Decoded, decode
from reconcile.ingest.datasets.dataset_rows import File, Problem, Record


def read_text(file: File) -> Iterator[Record | Problem]:
    """The article of a text file; line ends are kept."""
    found = decode(file.path.read_bytes())
    yield from encoding_notes(file, found)
    yield Record(file.name, found.text)


def encoding_notes(file: File, found: Decoded, row: str | None = None) -> Iterator[Problem]:
    """A note where the encoding was guessed, or where some bytes could not be decoded; nothing is lost by it."""
    if found.damaged:
        yield Problem(
            file.name,
            "text_is_whole",
            f"{found.damaged} characters of {file.name} could not be read as {found.encoding}; shown as \ufffd.",
            "It was read all the same. Save the article again if words are broken.",
            row=row,
        )
    elif found.guessed:
        yield Problem(
            file.name,
            "text_is_utf8",
            f"{file.name} is not UTF-8; it was read as {found.encoding}, guessed from its letters.",
            "It was read all the same. Save it as UTF-8 if names look wrong.",
            row=row,
        )
