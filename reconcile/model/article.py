"""The article as ingest passes it to the reader, with the text that all offsets point into."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read. Offsets of claims and dates point into `text`, which is never altered after ingest.

    `published` is an ISO day (or None) whose precision is UCDP's: 1 day, 2 within 2-6 days, 3 week, 4 month, 5 longer;
    `published_basis` says how it is known: 'stated' (by the record), 'text' (read in the text), 'twin' (another article
    of its story), 'period' (the month's own folder); `published_zone` is the time zone of the day, where stated.
    `sha256` is the text's hash, `file_sha256` that of the input file it was read from.
    `fences` are the spans of page furniture (subscription offers, menus), in which nothing is read.
    """

    doc: str
    text: str
    path: str = ""
    sha256: str = ""
    file_sha256: str | None = None
    title: str | None = None
    author: str | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    published: str | None = None
    published_precision: int | None = None
    published_zone: str | None = None
    published_basis: str | None = None
    language: str = "en"
    truncated: bool = False
    fences: tuple[Span, ...] = field(default=())
