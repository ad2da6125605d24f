"""JSON: one article a line (.jsonl), or a list of articles in one file (.json).

Keys: text (required), id, title, published, source, url, language. The archives of articles that are in use name them
otherwise (`NAMES`), and keep some of them inside others ('source.name'). Other keys are ignored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from reconcile.ingest.articles.encoding import decode
from reconcile.ingest.datasets.dataset_rows import LONGEST_TEXT, File, Problem, Record, Unreadable
from reconcile.ingest.formats.plain import encoding_notes

LONGEST_LINE = 8 * LONGEST_TEXT
"""Bytes of one line that are read into memory; a longer line is skipped and refused."""

_LISTS = ("articles", "documents", "items", "records", "results", "data")
NAMES = {
    "text": ("text", "content", "maintext", "body", "full_text", "fulltext", "article_text", "story_text", "body-html"),
    "id": ("id", "_id", "uuid", "stories_id", "guid"),
    "title": ("title", "headline", "title_page"),
    "url": ("url", "link", "url_alias", "web_url"),
    "source": ("source", "publisher", "source.name", "source.shortname", "source_domain", "media_name", "outlet"),
    "published": (
        *("published", "publishedAt", "date_publish", "publish_date", "published_date", "pub_date", "date.original"),
        *("date.created", "date"),
    ),
    "language": ("language", "language.code", "lang"),
}
"""The names of each key, those of NewsAPI, news-please, Media Cloud and ReliefWeb beside our own, the surest first."""
_INSIDE = "fields"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_lines(file: File) -> Iterator[Record | Problem]:
    """The articles of a JSONL file; a bad line gives a Problem and the others are read."""
    with file.path.open("rb") as stream:
        lines = _decoded_lines(file) if stream.peek(2)[:2] in _WIDE_MARKS else _lines(stream)
        for number, line in lines:
            if line is None:
                yield _lost(file, number, "line_is_not_too_long", f"is longer than {LONGEST_LINE / 1e6:g} MB.")
            elif line.strip():
                yield from _read_line(file, number, line)


def read_list(file: File) -> Iterator[Record | Problem]:
    """The articles of a JSON file: a list of them, an object that contains such a list, or a single one."""
    found = decode(file.path.read_bytes())
    yield from encoding_notes(file, found)
    try:
        data = json.loads(found.text)
    except (ValueError, RecursionError) as failure:
        raise Unreadable("file_is_json", f"is not JSON: {_said(failure)}.", "Export it again.") from None
    for number, article in enumerate(_listed(data), start=1):
        yield from _read_object(file, number, article, "record")


def _listed(data: Any) -> list[Any]:
    """The list in a JSON file: its own, that of an object, or the object alone."""
    if isinstance(data, dict):
        return next((data[key] for key in _LISTS if isinstance(data.get(key), list)), [data])
    return data if isinstance(data, list) else [data]


def listed_records(data: Any) -> list[dict[str, Any]]:
    """The records of a JSON file; empty where they are anything but objects."""
    listed = _listed(data)
    return listed if all(isinstance(record, dict) for record in listed) else []


def text_key(record: dict[str, Any]) -> str | None:
    """The key of a record's text; None for a record that is no article."""
    inner = _inner(record)
    return next((key for key in NAMES["text"] if isinstance(_named(inner, key), str)), None)


def _inner(record: dict[str, Any]) -> dict[str, Any]:
    """The record with the keys that an API keeps one level deeper."""
    deeper = record.get(_INSIDE)
    return {**record, **deeper} if isinstance(deeper, dict) else record


def _named(record: dict[str, Any], key: str) -> Any:
    """The value of a key; of 'source.name', the name inside the source, or inside the first of several."""
    outer, _, inner = key.partition(".")
    value = record.get(outer)
    if not inner:
        return value
    value = value[0] if isinstance(value, list) and value else value
    return value.get(inner) if isinstance(value, dict) else None


def _first(record: dict[str, Any], name: str) -> str | None:
    """The first value that a record has under the names of a key."""
    return next((said for key in NAMES[name] if (said := _plain(_named(record, key)))), None)


def read_record(file: File, where: str, found: dict[str, Any], number: int) -> Record:
    """The article of one record.

    Raises:
        Unreadable: it has no text.
    """
    found = _inner(found)
    text = found.get(text_key(found) or "text")
    if text is None or (isinstance(text, str) and not text.strip()):
        named = ", ".join(NAMES["text"])
        raise Unreadable("text_is_not_empty", "has no text.", f"Give it a 'text' (or {named}), or leave it out.")
    if not isinstance(text, str):
        raise Unreadable("text_is_text", f"has a 'text' that is {_kind(text)}.", "Give it as one text.")
    return Record(
        file=file.name,
        text=text,
        id=_first(found, "id") or f"{file.name}#{number}",
        row=where,
        title=_first(found, "title"),
        url=_first(found, "url"),
        publisher=_first(found, "source"),
        published=_first(found, "published"),
        language=_first(found, "language"),
    )


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) < LONGEST_LINE or line.endswith(b"\n"):
            yield number, line
            continue
        while (piece := stream.readline(LONGEST_LINE)) and not piece.endswith(b"\n"):
            pass
        yield number, None


def _decoded_lines(file: File) -> Iterator[tuple[int, bytes | None]]:
    """Lines of a UTF-16 file, which cannot be split at the byte of a line end."""
    text = decode(file.path.read_bytes()).text
    yield from ((number, line.encode("utf-8")) for number, line in enumerate(text.split("\n"), start=1))


def _read_line(file: File, number: int, line: bytes) -> Iterator[Record | Problem]:
    where = f"line {number}"
    try:
        found = decode(line)
        article = json.loads(found.text)
    except Unreadable as failure:
        yield _lost(file, number, failure.check, failure.message)
    except (ValueError, RecursionError) as failure:
        shown = line[:400].decode("utf-8", errors="replace")
        yield _lost(file, number, "line_is_json", f"is not JSON: {_said(failure)}.", shown)
    else:
        yield from encoding_notes(file, found, where)
        yield from _read_object(file, number, article, "line")


def _read_object(file: File, number: int, article: Any, word: str) -> Iterator[Record | Problem]:
    where = f"{word} {number}"
    if not isinstance(article, dict):
        said = f"is {_kind(article)}, not an article with named keys."
        yield _lost(file, number, "record_is_object", said, word=word)
        return
    try:
        yield read_record(file, where, article, number)
    except Unreadable as failure:
        shown = json.dumps(article, ensure_ascii=True)
        yield _lost(file, number, failure.check, failure.message, shown, word, failure.remedy)


def _lost(
    file: File,
    number: int,
    check: str,
    reason: str,
    value: str | None = None,
    word: str = "line",
    remedy: str | None = "Mend this line; the others were read.",
) -> Problem:
    doc = f"{file.name}#{number}"
    said = f"{word.capitalize()} {number} of {file.name} {reason}"
    return Problem(file.name, check, said, remedy, row=f"{word} {number}", value=value, doc=doc)


def _said(failure: Exception) -> str:
    if isinstance(failure, RecursionError):
        return "brackets nested too deep"
    return str(failure).rstrip(".")[:120]


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", type(None): "null"}
    return kinds.get(type(value), "a number")


def _plain(value: Any) -> str | None:
    """A value as plain text; None where it is empty or not a single value."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None
