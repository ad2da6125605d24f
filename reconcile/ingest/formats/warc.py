"""Web archives (.warc, .warc.gz): each page or text that was fetched is an article.

The day of the crawl is not used as the day of publication. Format: ISO 28500 (WARC 1.0, 1.1). The reader is our own and
has limits: stated lengths and compressed sizes are checked against the actual data.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from http.client import HTTPException, parse_headers
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from reconcile.ingest.articles.encoding import decode
from reconcile.ingest.datasets.dataset_rows import File, Problem, Record, Unreadable
from reconcile.ingest.formats.page import record_of_page, stated_charset
from reconcile.ingest.formats.plain import encoding_notes
from reconcile.ingest.formats.sheets import LARGEST_UNPACKED

LARGEST_RECORD = 16_000_000
"""Bytes of one fetched page, packed or unpacked."""

_LONGEST_LINE = 65_536
_PIECE = 1 << 20
_GZIP = 31  # zlib's wbits for the gzip format
_FETCHED = ("response", "resource", "conversion")
_PAGES = ("text/html", "application/xhtml+xml")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
_BEGINS = re.compile(rb"WARC/\d")


@dataclass(frozen=True)
class Fetched:
    """One record of an archive: its header, and its block unchanged (empty where the record is not used)."""

    number: int
    head: Message
    block: bytes


class Unpacking(io.RawIOBase):
    """A file's bytes, decompressed piece by piece if needed: never more than `LARGEST_UNPACKED` of them.

    `trouble` is the reason why reading ended early, if it did; what came before it can still be read.
    """

    def __init__(self, stream: BinaryIO):
        self.trouble: Unreadable | None = None
        self._stream = stream
        self._room = LARGEST_UNPACKED
        self._rest = stream.read(_PIECE)
        self._unpacker = zlib.decompressobj(_GZIP) if self._rest.startswith(b"\x1f\x8b") else None

    def readable(self) -> bool:
        """Always True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with as many bytes as can be decompressed within the limit."""
        try:
            data = b"" if self.trouble else self._next(min(len(buffer), self._room + 1))
        except zlib.error:
            self.trouble, data = Unreadable("file_is_whole", "is damaged.", "Save it again."), b""
        self._room -= len(data)
        if self._room < 0:
            said = f"unfolds to more than {LARGEST_UNPACKED / 1e6:g} MB."
            self.trouble, data = Unreadable("file_is_not_too_large", said, "Split it."), data[:-1]
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        while self._rest or self._refill():
            if self._unpacker is None:
                data, self._rest = self._rest[:size], self._rest[size:]
                return data
            data = self._unpacker.decompress(self._rest, size)
            self._rest = self._unpacker.unconsumed_tail
            if self._unpacker.eof:  # each record is compressed separately
                self._rest, self._unpacker = self._unpacker.unused_data, zlib.decompressobj(_GZIP)
            if data:
                return data
        return b""

    def _refill(self) -> bool:
        self._rest = self._stream.read(_PIECE)
        return bool(self._rest)


def read_warc(file: File) -> Iterator[Record | Problem]:
    """The pages and texts of an archive, one article each, and one note on the number of other records.

    Error pages, pictures, scripts and the crawler's own records are skipped. A bad record is lost alone, unless the
    length that it states covers others.
    """
    others: Counter[str] = Counter()
    read = 0
    with file.path.open("rb") as plain:
        source = Unpacking(plain)
        for found in _records(file, io.BufferedReader(source, _PIECE)):
            if isinstance(found, Fetched):
                yield from _read_record(file, found, others)
            elif not source.trouble:
                yield found
            read += 1
    if source.trouble:
        raise source.trouble
    if not read:
        said = "holds no record of a web archive."
        raise Unreadable("file_is_whole", said, "Save it again as .warc or .warc.gz.")
    if others:
        yield _passed_over(file, others, read)


def _records(file: File, stream: io.BufferedReader) -> Iterator[Fetched | Problem]:
    """Each record; a record is used only where another one or the end of the file follows it."""
    number = 0
    line = _next_line(stream)
    while _BEGINS.match(line):
        number += 1
        found = _read_block(file, stream, number)
        line = _next_line(stream)
        if isinstance(found, Fetched) and line and not _BEGINS.match(line):
            found = _lost(file, number, "length_holds", f"is not as long as it says ({len(found.block):,} bytes)")
        while line and not _BEGINS.match(line):
            line = stream.readline(_LONGEST_LINE)
        yield found


def _next_line(stream: io.BufferedReader) -> bytes:
    """The next line that is not empty; b'' at the end."""
    while (line := stream.readline(_LONGEST_LINE)) and not line.strip():
        pass
    return line


def _read_block(file: File, stream: io.BufferedReader, number: int) -> Fetched | Problem:
    """A record's header and block; a problem where it has no header, is cut off, or is larger than the limit."""
    try:
        head = cast(Message, parse_headers(stream))
        length = int(head["Content-Length"] or "")
    except (HTTPException, ValueError):
        return _lost(file, number, "record_is_whole", "has no head that can be read")
    if not 0 <= length <= LARGEST_RECORD:
        while length > 0 and (piece := stream.read(min(length, _PIECE))):
            length -= len(piece)
        if head["WARC-Type"] in _FETCHED:
            return _lost(file, number, "record_is_not_too_large", "says that it is larger than any page")
        return Fetched(number, head, b"")
    block = stream.read(length)
    if len(block) < length:
        return _lost(file, number, "record_is_whole", f"is cut off: {len(block):,} of its {length:,} bytes are there")
    return Fetched(number, head, block)


def _read_record(file: File, found: Fetched, others: Counter[str]) -> Iterator[Record | Problem]:
    """The article of a record; a record that is not an article is counted in `others`."""
    kind = found.head["WARC-Type"]
    if kind not in _FETCHED:
        return
    try:
        answer = _answer_of(found)
        if answer.kind not in (*_PAGES, "text/plain"):
            others[answer.kind] += 1
            return
        charset = answer.charset or stated_charset(answer.body)
        text = decode(answer.body, charset)
        yield from encoding_notes(file, text, _where(found.number))
        record = Record(file.name, text.text) if answer.kind == "text/plain" else record_of_page(file, text.text)
    except Unreadable as failure:
        yield _lost(file, found.number, failure.check, failure.message.rstrip("."), failure.remedy)
        return
    address = _address_of(found.head)
    host = (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
    yield replace(
        record,
        id=f"{file.name}#{found.number}",
        row=_where(found.number),
        url=address or record.url,
        publisher=record.publisher or host or None,
    )


@dataclass(frozen=True)
class _Answer:
    kind: str
    charset: str | None
    body: bytes


def _answer_of(found: Fetched) -> _Answer:
    """The server's answer: for a `response` the part after its header, for anything else the block itself."""
    if found.head["WARC-Type"] != "response" or "http" not in (found.head["Content-Type"] or "http"):
        return _Answer(found.head.get_content_type(), found.head.get_content_charset(), found.block)
    stream = io.BytesIO(found.block)
    status = stream.readline(_LONGEST_LINE).split()
    if len(status) < 2 or not status[0].startswith(b"HTTP/"):
        raise Unreadable("record_is_whole", "holds no answer of a server.", None)
    if not status[1].startswith(b"2"):
        return _Answer(f"answer {status[1][:3].decode('ascii', 'replace')}", None, b"")
    try:
        head = cast(Message, parse_headers(stream))
    except HTTPException:
        raise Unreadable("record_is_whole", "has a head that cannot be read.", None) from None
    kind = head.get_content_type()
    if kind not in (*_PAGES, "text/plain"):
        return _Answer(kind, None, b"")
    body = stream.read()
    if "chunked" in (head["Transfer-Encoding"] or "").lower():
        body = _joined(body)
    return _Answer(kind, head.get_content_charset(), _unpacked(body, (head["Content-Encoding"] or "").strip().lower()))


def _joined(body: bytes) -> bytes:
    r"""The body with chunked transfer encoding removed; a body that is not chunked (common in archives) is unchanged.

    >>> _joined(b"4\r\nnine\r\n5;x=1\r\n died\r\n0\r\n\r\n"), _joined(b"nine died")
    (b'nine died', b'nine died')
    """
    pieces: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[found.end() : found.end() + size])
        at = found.end() + size + 2
    return b"".join(pieces) or body


def _unpacked(body: bytes, packing: str) -> bytes:
    if packing in ("", "identity", "none") or (packing in ("gzip", "x-gzip") and not body.startswith(b"\x1f\x8b")):
        return body
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise Unreadable("record_is_whole", f"is packed in a way that is not read ({packing[:20]}).", None)
    wrapped = 47 if packing != "deflate" or body[:1] == b"\x78" else -15  # zlib's: any wrapping | none
    unpacker = zlib.decompressobj(wrapped)
    try:
        out = unpacker.decompress(body, LARGEST_RECORD)
    except zlib.error:
        raise Unreadable("record_is_whole", "is damaged and cannot be unpacked.", None) from None
    if unpacker.unconsumed_tail:
        raise Unreadable("record_is_not_too_large", f"unfolds to more than {LARGEST_RECORD / 1e6:g} MB.", None)
    return out


def _address_of(head: Message) -> str | None:
    address = (head["WARC-Target-URI"] or "").strip().removeprefix("<").removesuffix(">")
    return address if re.match(r"https?://[^\s/]", address) else None


def _where(number: int) -> str:
    return f"record {number}"


def _lost(file: File, number: int, check: str, said: str, remedy: str | None = None) -> Problem:
    return Problem(
        file.name,
        check,
        f"Record {number} of {file.name} {said}.",
        remedy or "It was left out; save the page again if it matters.",
        row=_where(number),
        doc=f"{file.name}#{number}",
    )


def _passed_over(file: File, others: Counter[str], read: int) -> Problem:
    kinds = ", ".join(f"{count} {kind[:40]}" for kind, count in sorted(others.items())[:8])
    return Problem(
        file.name,
        "records_hold_text",
        f"{sum(others.values())} of the {read} records of {file.name} are neither pages nor texts: {kinds}.",
        "They were passed over. Nothing is to be done if they are pictures, scripts and pages not found.",
        value=kinds,
    )
