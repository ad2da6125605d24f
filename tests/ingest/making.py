"""Files of every kind, made by hand: a good one of each, and what damaged and hostile ones are put together from."""

from __future__ import annotations

import gzip
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import docx
from openpyxl import Workbook

from reconcile.ingest import DatasetRead, Ingested
from reconcile.model.crossing import to_frame
from reconcile.model.records import Claim, Document, Event, Refusal
from schemas import TABLES

SENTENCE = "At least 14 people were killed when a hillside came down on a bus near Tarn, the rescue service said."
STORY = f"{SENTENCE}\n\nIt added that nine others were hurt, two of them badly, and that the road would stay shut.\n"
PARTS = "".join(f"<p>{part}</p>" for part in STORY.strip().split("\n\n"))
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Landslide buries bus</title>
<meta property="og:site_name" content="Tarn Post"><meta name="author" content="Ida Holm">
<meta property="article:published_time" content="2013-06-11T23:30:00-05:00">
<link rel="canonical" href="https://tarnpost.example/landslide"></head>
<body><article><h1>Landslide buries bus</h1>{PARTS}</article></body></html>"""
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
LAUGHS = f"{ENTITIES}]>"
EXTERNAL = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "Landslide buries bus", "Ida Holm <ida@tarnpost.example>"
    message["Date"] = "Tue, 11 Jun 2013 23:30:00 -0500"
    message.set_content(STORY)
    return message.as_bytes()


def pdf(line: str = SENTENCE, about: str = "/Title (Landslide buries bus) /Author (Ida Holm)") -> bytes:
    """A file of one page with one line."""
    stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode("latin-1")
    return pdf_of_stream(stream, b"", about)


def pdf_of_stream(stream: bytes, filter_: bytes, about: str = "") -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), filter_, stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< %s >>" % about.encode("latin-1"),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def word() -> bytes:
    document, out = docx.Document(), BytesIO()
    for part in STORY.strip().split("\n\n"):
        document.add_paragraph(part)
    document.core_properties.title, document.core_properties.author = "Landslide buries bus", "Ida Holm"
    document.save(out)
    return out.getvalue()


def rtf(body: str = STORY.replace("\n\n", "\\par\n")) -> bytes:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset204 Arial;}}"
    info = r"{\info{\title Landslide buries bus}{\author Ida Holm}{\doccomm a draft}}"
    return f"{head}{info}\n\\f0 {body}}}".encode("ascii")


def workbook() -> bytes:
    book, out = Workbook(), BytesIO()
    book.active.append(["id", "title", "text", "published"])
    book.active.append(["x1", "Landslide buries bus", STORY, "2013-06-11"])
    book.save(out)
    return out.getvalue()


def warc_record(
    block: bytes, kind: str = "response", mime: str = "application/http; msgtype=response", length: int | None = None
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://www.tarnpost.example/a?id=1\r\n"
        f"WARC-Date: 2019-01-01T00:00:00Z\r\nContent-Type: {mime}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode("ascii") + block + b"\r\n\r\n"


def answer(body: bytes, *head: str, status: str = "200 OK", mime: str = "text/html; charset=utf-8") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {mime}", *head, "", ""]
    return "\r\n".join(lines).encode("ascii") + body


def warc() -> bytes:
    return warc_record(b"software: hand\r\n", "warcinfo", "application/warc-fields") + warc_record(
        answer(PAGE.encode("utf-8"))
    )


def packed_warc() -> bytes:
    """Each record packed by itself, as archives are."""
    return b"".join(gzip.compress(b"WARC/1.0" + record) for record in warc().split(b"WARC/1.0")[1:])


def zipped(*members: tuple[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", way) as packed:
        for name, content in members:
            packed.writestr(zipfile.ZipInfo(name, (2013, 6, 11, 0, 0, 0)), content, way)
    return out.getvalue()


def rss(*items: str, head: str = "", text: str = f"<content:encoded><![CDATA[{PARTS}]]></content:encoded>") -> bytes:
    one = (
        f"<item><title>Landslide buries bus</title><link>https://tarnpost.example/landslide</link>{text}"
        "<dc:creator>Ida Holm</dc:creator><pubDate>Tue, 11 Jun 2013 23:30:00 -0500</pubDate></item>"
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Tarn Post</title>'
        f"<language>en-gb</language>{''.join(items or (one,))}</channel></rss>"
    ).encode()


def atom(
    content: str = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{PARTS}</div></content>',
) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        "<title>Tarn Post</title><entry><id>tag:tarnpost.example,2013:1</id><title>Landslide buries bus</title>"
        '<link rel="self" href="https://tarnpost.example/feed/1"/><link href="https://tarnpost.example/landslide"/>'
        "<published>2013-06-11T23:30:00-05:00</published><updated>2013-06-13T00:00:00Z</updated>"
        f"<author><name>Ida Holm</name></author>{content}</entry></feed>"
    ).encode()


def record() -> dict[str, str]:
    return {"id": "x1", "title": "Landslide buries bus", "text": STORY, "published": "2013-06-11T23:30:00-05:00"}


GOOD: dict[str, Callable[[], bytes]] = {
    ".txt": STORY.encode,
    ".md": f"# Landslide buries bus\n\n{STORY}".encode,
    ".html": PAGE.encode,
    ".htm": PAGE.encode,
    ".json": lambda: json.dumps([record()]).encode(),
    ".jsonl": lambda: json.dumps(record()).encode(),
    ".eml": mail,
    ".pdf": pdf,
    ".docx": word,
    ".rtf": rtf,
    ".csv": lambda: f'id,title,text\nx1,Landslide buries bus,"{STORY}"\n'.encode(),
    ".tsv": lambda: f'id\ttitle\ttext\nx1\tLandslide buries bus\t"{STORY}"\n'.encode(),
    ".xlsx": workbook,
    ".warc": warc,
    ".warc.gz": packed_warc,
    ".zip": lambda: zipped(("june/a.txt", STORY.encode()), ("__MACOSX/a.txt", b"\0"), ("README.md", b"notes")),
    ".rss": rss,
    ".atom": atom,
    ".xml": rss,
}
"""A good file of every kind that is read, by its ending; each holds SENTENCE."""


def lying_zip(size: int = 64_000_000) -> bytes:
    """An archive whose member unfolds to `size` bytes and is said to hold ten."""
    honest = bytearray(zipped(("a.txt", b"0" * size)))
    central = honest.rindex(b"PK\x01\x02")
    honest[22:26] = honest[central + 24 : central + 28] = struct.pack("<I", 10)
    return bytes(honest)


def locked_zip(name: str = "a.txt") -> bytes:
    """An archive whose member is marked as locked by a password."""
    locked = bytearray(zipped((name, STORY.encode())))
    central = locked.rindex(b"PK\x01\x02")
    locked[6] |= 1
    locked[central + 8] |= 1
    return bytes(locked)


def deflated(size: int) -> bytes:
    return zlib.compress(b"0" * size, 9)


def framed(found: Ingested | DatasetRead) -> Any:
    """What was ingested, its records as the frames of their tables; each holds to its schema."""
    kinds = {"documents": Document, "claims": Claim, "events": Event, "refused": Refusal}
    frames = {name: to_frame(kind, getattr(found, name)) for name, kind in kinds.items() if hasattr(found, name)}
    for name, frame in frames.items():
        TABLES[name].validate(frame)
    return SimpleNamespace(**{**vars(found), **frames})
