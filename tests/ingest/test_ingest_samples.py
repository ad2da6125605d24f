"""Every kind of file: a good sample is read, a damaged or hostile one is one clear line, in bounded time and memory.

Damage and attacks that one kind alone knows are tested with that kind; here stands what each kind must bear.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import making
import pytest

from reconcile.ingest import ingest, read_datasets
from reconcile.ingest.formats.registry import ARCHIVE, FORMATS
from reconcile.model.settings import Settings
from schemas import records

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4_000
"""How a Word file or a workbook with a password begins: the container of old Office files."""


def read(folder: Path, **settings: Any) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The texts of a folder by file, and the rows of the refused table, event tables read as a run reads them."""
    wanted = Settings.model_validate(settings)
    found = making.framed(ingest(folder, None, wanted))
    given = making.framed(read_datasets(found.datasets, folder, [], wanted))
    texts = {article.path: article.text for article in found.articles}
    return texts, records(found.refused) + records(given.refused)


def bear(folder: Path, name: str, content: bytes, **settings: Any) -> tuple[str | None, list[dict[str, Any]]]:
    """What came of a bad file: its text, if any, and its rows. The file beside it is always read, and in time."""
    (folder / name).write_bytes(content)
    (folder / "beside.txt").write_bytes(b"Nine people died.")
    began = time.monotonic()
    texts, rows = read(folder, **settings)
    assert time.monotonic() - began < 20
    assert texts.pop("beside.txt") == "Nine people died."
    assert not any("root:" in text for text in texts.values())
    return next(iter(texts.values()), None), rows


def assert_clear(rows: list[dict[str, Any]], name: str, check: str) -> None:
    """One row, on one line, which names the file and says what to do."""
    (row,) = rows
    assert row["check"] == check
    assert row["file"].startswith(name)
    assert name in row["reason"]
    assert "\n" not in row["reason"]
    assert row["remedy"]


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(making.GOOD) == {*FORMATS, ARCHIVE}
    assert {name[name.index(".") :] for name in DAMAGED} == set(making.GOOD)
    assert {name[name.index(".") :] for name in HOSTILE} == set(making.GOOD)


@pytest.mark.parametrize("ending", making.GOOD)
def test_a_good_file_is_read_and_its_hash_is_kept(tmp_path: Path, ending: str) -> None:
    content = making.GOOD[ending]()
    (tmp_path / f"a{ending}").write_bytes(content)
    found = making.framed(ingest(tmp_path, None, Settings()))
    (article,) = found.articles
    assert making.SENTENCE in article.text
    assert found.refused.empty
    (row,) = records(found.documents)
    assert row["file_sha256"] == sha256(content).hexdigest()
    assert row["sha256"] == sha256(article.text.encode("utf-8")).hexdigest()


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


DAMAGED: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut.txt": (lambda: (making.STORY + "Orléans, Nîmes, Alès é").encode()[:-1], "text_is_whole"),
    "cut.md": (lambda: "Orléans, Nîmes, Alès é".encode()[:-1], "text_is_whole"),
    "cut.html": (lambda: half(making.PAGE.encode()), "text_is_not_empty"),
    "cut.htm": (lambda: b"<html><head><title>Landsl", "text_is_not_empty"),
    "cut.json": (lambda: half(making.GOOD[".json"]()), "file_is_json"),
    "cut.jsonl": (lambda: half(making.GOOD[".jsonl"]()), "line_is_json"),
    "cut.eml": (lambda: making.mail().split(b"\n\n")[0] + b"\n\n", "text_is_not_empty"),
    "cut.pdf": (lambda: half(making.pdf()), "file_is_whole"),
    "cut.docx": (lambda: half(making.word()), "file_is_whole"),
    "cut.rtf": (lambda: making.rtf()[:-60], "file_is_whole"),
    "cut.csv": (lambda: b"id,text\nx1,One died,it said\n", "row_fits_heading"),
    "cut.tsv": (lambda: b"id\ttext\nx1\n", "row_fits_heading"),
    "cut.xlsx": (lambda: half(making.workbook()), "file_is_whole"),
    "cut.warc": (lambda: making.warc()[:-300], "record_is_whole"),
    "cut.warc.gz": (lambda: making.packed_warc()[:-100], "record_is_whole"),
    "cut.zip": (lambda: half(making.GOOD[".zip"]()), "file_is_whole"),
    "cut.rss": (lambda: half(making.rss()), "file_is_whole"),
    "cut.atom": (lambda: half(making.atom()), "file_is_whole"),
    "cut.xml": (lambda: making.rss().replace(b"</title>", b"</titel>", 1), "file_is_whole"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_one_clear_line(tmp_path: Path, name: str) -> None:
    make, check = DAMAGED[name]
    assert_clear(bear(tmp_path, name, make())[1], name, check)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"[]"),
        ("a.jsonl", b"\n\n"),
        ("a.csv", b"id,text\n"),
        ("a.rss", making.rss("<description>Nothing new.</description>")),
        ("a.zip", making.zipped(("README.md", b"notes"))),
    ],
)
def test_a_file_without_articles_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    assert_clear(bear(tmp_path, name, content)[1], name, "text_is_not_empty")


def repacked(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A packed file with one part changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(source.read(name)) if name == part else source.read(name))
    return out.getvalue()


def word_with(doctype: str, said: str) -> bytes:
    xml = f'<?xml version="1.0"?>{doctype}<w:document {W}><w:body><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:body>'
    return repacked(making.word(), "word/document.xml", lambda _: f"{xml}</w:document>".encode())


def book_with(doctype: str) -> bytes:
    part = "xl/worksheets/sheet1.xml"
    return repacked(
        making.workbook(), part, lambda xml: doctype.encode() + xml.replace(b"Landslide buries bus", b"&i;")
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nulls.txt": (lambda: b"11 killed\0\0" * 50, "text_is_readable"),
    "nulls.md": (lambda: b"11 killed\0", "text_is_readable"),
    "nulls.html": (lambda: making.PAGE.replace("bus", "b\0us").encode(), "text_is_readable"),
    "deep.htm": (lambda: b"<div>" * 200_000 + b"11 killed", "text_is_not_empty"),
    "deep.json": (lambda: b"[" * 1_000_000, "file_is_json"),
    "deep.jsonl": (lambda: b'{"a":' * 200_000, "line_is_json"),
    "deep.eml": (
        lambda: b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(2_000)),
        "message_is_readable",
    ),
    "bomb.pdf": (
        lambda: making.pdf_of_stream(making.deflated(200_000_000), b"/Filter /FlateDecode"),
        "file_is_whole",
    ),
    "loop.pdf": (lambda: making.pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"), "file_is_whole"),
    "locked.docx": (lambda: LOCKED, "file_is_whole"),
    "laughs.docx": (lambda: word_with(making.LAUGHS, "&i;"), "file_is_whole"),
    "lying.docx": (making.lying_zip, "file_is_whole"),
    "deep.rtf": (lambda: b"{\\rtf1 " + b"{" * 1_000_000, "file_is_rtf"),
    "fields.rtf": (lambda: b"{\\rtf1 " + b"{\\field{\\*\\fldinst{HYPERLINK " * 100_000, "file_is_rtf"),
    "nulls.csv": (lambda: b"id,text\nx1,One\0died\n", "text_is_readable"),
    "nulls.tsv": (lambda: b"id\ttext\nx1\tOne\0died\n", "text_is_readable"),
    "locked.xlsx": (lambda: LOCKED, "file_is_whole"),
    "laughs.xlsx": (lambda: book_with(making.LAUGHS), "file_is_a_workbook"),
    "xxe.xlsx": (lambda: book_with(making.EXTERNAL), "file_is_a_workbook"),
    "lying.xlsx": (making.lying_zip, "file_is_whole"),
    "tight.xlsx": (lambda: making.zipped(("a", b"0" * 9_000_000), way=zipfile.ZIP_BZIP2), "file_is_whole"),
    "long.warc": (lambda: making.warc_record(b"x", length=10**15), "record_is_not_too_large"),
    "bomb.warc": (
        lambda: making.warc_record(making.answer(gzip.compress(b"0" * 50_000_000), "Content-Encoding: gzip")),
        "record_is_not_too_large",
    ),
    "bomb.warc.gz": (
        lambda: gzip.compress(making.warc_record(making.answer(b"0" * 50_000_000))),
        "record_is_not_too_large",
    ),
    "bomb.zip": (lambda: making.zipped(("a.txt", b"0" * 60_000_000)), "file_is_not_too_large"),
    "lying.zip": (making.lying_zip, "file_is_whole"),
    "locked.zip": (making.locked_zip, "file_is_open"),
    "tight.zip": (lambda: making.zipped(("a.txt", b"0" * 9_000_000), way=zipfile.ZIP_BZIP2), "file_is_whole"),
    "nested.zip": (lambda: making.zipped(("b.zip", making.zipped(("a.txt", b"One died.")))), "archive_is_flat"),
    "laughs.rss": (lambda: making.rss(head=making.LAUGHS).replace(b"Landslide", b"&i;"), "feed_is_plain"),
    "xxe.rss": (lambda: making.rss(head=making.EXTERNAL).replace(b"Landslide", b"&i;"), "feed_is_plain"),
    "laughs.atom": (lambda: making.LAUGHS.encode() + making.atom().split(b"?>", 1)[1], "feed_is_plain"),
    "deep.atom": (lambda: b"<feed>" + b"<entry>" * 100_000, "file_is_not_too_large"),
    "wide.xml": (lambda: b"<rss><channel>" + b"<a/>" * 600_000, "file_is_not_too_large"),
    "parameter.xml": (
        lambda: making.rss(head='<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'),
        "feed_is_plain",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_clear_line(tmp_path: Path, name: str) -> None:
    make, check = HOSTILE[name]
    text, rows = bear(tmp_path, name, make())
    assert text is None
    assert_clear(rows, name, check)


def test_a_file_named_inside_a_word_file_is_not_fetched(tmp_path: Path) -> None:
    assert bear(tmp_path, "a.docx", word_with(making.EXTERNAL, "Nine died &i;")) == ("Nine died", [])


@pytest.mark.parametrize(
    ("name", "content", "encoding"),
    [
        ("a.html", making.PAGE.replace("utf-8", "iso-8859-2").replace("Tarn,", "Tąrn,"), "iso-8859-2"),
        ("a.rss", making.rss().decode().replace("utf-8", "koi8-r").replace("Tarn,", "Тарн,"), "koi8-r"),
        ("a.xml", making.rss().decode().replace("utf-8", "gb2312").replace("Tarn,", "塔恩,"), "gb2312"),
        ("a.atom", making.atom().decode().replace("utf-8", "utf-16").replace("Tarn,", "Тарн,"), "utf-16"),
    ],
)
def test_an_encoding_that_a_file_names_is_believed(tmp_path: Path, name: str, content: str, encoding: str) -> None:
    text, rows = bear(tmp_path, name, content.encode(encoding))
    wanted = {"iso-8859-2": "Tąrn", "koi8-r": "Тарн", "gb2312": "塔恩", "utf-16": "Тарн"}[encoding]
    assert (wanted in (text or ""), rows) == (True, [])


@pytest.mark.parametrize(
    ("name", "claimed", "real"),
    [("a.html", "utf-8", "cp1252"), ("a.rss", "utf-8", "cp1252"), ("a.xml", "no-such", "utf-8")],
)
def test_an_encoding_that_is_wrong_costs_a_note_at_most(tmp_path: Path, name: str, claimed: str, real: str) -> None:
    content = making.PAGE if name == "a.html" else making.rss().decode()
    content = content.replace("utf-8", claimed).replace("rescue service said", "prefect of Orléans said")
    text, rows = bear(tmp_path, name, content.encode(real))
    assert "prefect of Orl" in (text or "")
    assert [row["check"] for row in rows] == (["text_is_utf8"] if real == "cp1252" else [])


HUGE = {
    "a.txt": (b"", b""),
    "a.html": (b"<html><body><p>", b"</p></body></html>"),
    "a.jsonl": (b'{"text": "', b'"}'),
    "a.json": (b'{"text": "', b'"}'),
    "a.csv": (b'id,text\n1,"', b'"\n'),
    "a.rtf": (b"{\\rtf1 ", b"}"),
    "a.eml": (b"Subject: a\n\n", b"\n"),
    "a.warc": (b"WARC/1.0\r\nX: ", b"\r\n\r\n"),
    "a.rss": (b"<rss><channel><item><description>", b"</description></item></channel></rss>"),
}

MEASURED = """
import resource, sys
from pathlib import Path
from reconcile.model.settings import Settings
from reconcile.ingest import ingest, read_datasets

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

folder, limit = Path(sys.argv[1]), float(sys.argv[2])
ingest(folder / "small", None, Settings())
before, settings = peak(), Settings(largest_file_mb=limit)
found = ingest(folder / "large", None, settings)
given = read_datasets(found.datasets, folder / "large", [], settings)
print(peak() - before, len(found.articles), *(row.check for row in (*found.refused, *given.refused)))
"""


def measure(folder: Path, limit: float) -> tuple[int, list[str]]:
    """Megabytes that reading the folder 'large' took at its height, and the checks that spoke."""
    (folder / "small").mkdir(exist_ok=True)
    for ending in (".html", ".pdf", ".docx", ".xlsx"):
        (folder / "small" / f"a{ending}").write_bytes(making.GOOD[ending]())
    command = [sys.executable, "-c", MEASURED, str(folder), str(limit)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.split()
    assert said[1] == "0"
    return int(said[0]), said[2:]


@pytest.mark.skipif(sys.platform == "win32", reason="no measure of memory")
@pytest.mark.parametrize("name", HUGE)
def test_a_hundred_megabytes_of_one_line_are_refused_in_bounded_memory(tmp_path: Path, name: str) -> None:
    (tmp_path / "large").mkdir()
    before, behind = HUGE[name]
    with (tmp_path / "large" / name).open("wb") as stream:
        stream.write(before)
        for _ in range(100):
            stream.write(b"11 killed " * 100_000)
        stream.write(behind)
    megabytes, checks = measure(tmp_path, limit=200)
    (tmp_path / "large" / name).unlink()
    assert len(checks) == 1
    assert megabytes < 1_000


@pytest.mark.skipif(sys.platform == "win32", reason="no measure of memory")
def test_bombs_of_every_kind_are_refused_in_bounded_memory(tmp_path: Path) -> None:
    bombs = ("bomb.pdf", "lying.docx", "tight.xlsx", "lying.xlsx", "bomb.warc", "bomb.warc.gz", "bomb.zip", "tight.zip")
    (tmp_path / "large").mkdir()
    for name in bombs:
        (tmp_path / "large" / name).write_bytes(HOSTILE[name][0]())
    for name in ("laughs.docx", "laughs.rss", "wide.xml", "deep.rtf", "deep.htm"):
        (tmp_path / "large" / name).write_bytes(HOSTILE[name][0]())
    megabytes, checks = measure(tmp_path, limit=50)
    assert megabytes < 400
    assert len(checks) == len(bombs) + 5
