"""Each format: a good sample is read, a damaged or hostile one is one clear line and costs nothing else."""

from __future__ import annotations

import json
import os
import sys
import time
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import making
import pytest
from openpyxl import Workbook

from reconcile.errors import BadInput
from reconcile.ingest import ingest
from reconcile.model.article import Span
from reconcile.model.settings import Settings
from schemas import records

STORY = (
    "Landslide buries bus in Tarn Valley\n\n"
    "At least 14 people were killed when a hillside came down on a bus on Tuesday, the rescue service said.\n\n"
    "It added that nine others were hurt and that the road would stay shut for a week.\n"
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Landslide buries bus - Tarn Post</title>
<meta property="og:site_name" content="Tarn Post"><meta property="og:title" content="Landslide buries bus">
<meta name="author" content="Ida Holm"><meta property="article:published_time" content="2013-06-11T08:00:00+02:00">
<link rel="canonical" href="https://tarnpost.example/landslide"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Landslide buries bus</h1>
<p>At least 14 people were killed when a hillside came down on a bus on Tuesday, the rescue service said.</p>
<p>It added that nine others were hurt, two of them badly, and that the road would stay shut for a week.</p>
<p>You have reached your limit of 3 free articles this month.</p><p>Subscribe now for unlimited access.</p>
<p>Monthly</p><p>$9.99/month</p></article><footer>Imprint</footer></body></html>"""


def read(folder: Path, **settings: object) -> Any:
    return making.framed(ingest(folder, None, Settings.model_validate(settings)))


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def checks(found: Any) -> list[str]:
    return found.refused["check"].tolist()


def test_a_folder_tree_is_read_in_order_and_notes_are_passed_over(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a.md", "README.md", "LICENSE", "ATTRIBUTION.txt", ".hidden/x.txt", ".secret.txt"):
        write(tmp_path, name, f"{STORY}{name}")
    found = read(tmp_path)
    assert [article.doc for article in found.articles] == ["a.md", "b/two.txt"]
    assert found.refused.empty


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_text_is_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Two “brave” men from Orléans died.\r\nIt was Tuesday…\r\n"
    write(tmp_path, "a.txt", text.encode(encoding))
    found = read(tmp_path)
    assert [article.text for article in found.articles] == [text]
    assert checks(found) == (["text_is_utf8"] if encoding == "cp1252" else [])


def test_offsets_point_into_the_file_as_python_reads_it(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "One died.\r\nTwo\rlived.\n\n\ttabs stay \n")
    with path.open(encoding="utf-8", newline="") as stream:
        assert read(tmp_path).articles[0].text == stream.read()


def test_a_few_bad_bytes_cost_only_themselves(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", STORY.replace("rescue", "réscue").encode() * 3 + "é".encode()[:1])
    found = read(tmp_path)
    assert found.articles[0].text.endswith("\ufffd")
    assert checks(found) == ["text_is_whole"]


@pytest.mark.parametrize(
    ("name", "content", "check"),
    [
        ("empty.txt", b"", "text_is_not_empty"),
        ("blank.txt", b" \n\t\n", "text_is_not_empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "text_is_readable"),
        ("controls.txt", b"\x01\x02\x03\x04 killed" * 50, "text_is_readable"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "format_is_known"),
        ("noending", b"11 killed", "format_is_known"),
        ("empty.html", b"", "text_is_not_empty"),
        ("hollow.html", b"<html><body><script>alert(1)</script></body></html>", "text_is_not_empty"),
        ("list.json", b"[{", "file_is_json"),
        ("deep.json", b"[" * 200_000, "file_is_json"),
        ("broken.pdf", b"%PDF-1.7 \n garbage", "file_is_whole"),
        ("broken.docx", b"PK\x03\x04 garbage", "file_is_whole"),
        ("empty.eml", b"\n", "text_is_not_empty"),
        ("pictures.eml", b"Subject: a\nContent-Type: image/png\n\nxx", "text_is_not_empty"),
    ],
)
def test_a_bad_file_is_one_clear_line(tmp_path: Path, name: str, content: bytes, check: str) -> None:
    write(tmp_path, name, content)
    write(tmp_path, "good.txt", STORY)
    found = read(tmp_path)
    assert [article.doc for article in found.articles] == ["good.txt"]
    (row,) = records(found.refused)
    assert row["check"] == check
    assert row["file"] == name
    assert name in row["reason"]
    assert row["remedy"]
    unread = found.documents[found.documents["status"] == "unread"]
    assert unread["doc"].tolist() == [name]


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(3_000_000_000)
    began = time.monotonic()
    found = read(tmp_path)
    assert checks(found) == ["file_is_not_too_large"]
    assert time.monotonic() - began < 2


def test_a_text_longer_than_any_article_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "long.txt", "word " * 1_200_000)
    assert checks(read(tmp_path)) == ["text_is_not_too_long"]


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert checks(read(tmp_path)) == ["file_is_regular"]


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        making.framed(ingest(tmp_path, [tmp_path / "nowhere"], Settings()))


def test_one_line_of_a_megabyte_is_read_in_time(tmp_path: Path) -> None:
    write(tmp_path, "line.txt", "Subscribe now and read more about 11 killed " * 25_000)
    began = time.monotonic()
    assert len(read(tmp_path).articles) == 1
    assert time.monotonic() - began < 10


# JSONL


def test_jsonl_keeps_what_each_record_states(tmp_path: Path) -> None:
    line = {
        "id": "x/1",
        "title": "Landslide",
        "text": "Fourteen died.",
        "published": "2013-06",
        "source": "Agence France-Presse",
        "url": "https://example.org/1",
        "language": "en-GB",
        "other": [1],
    }
    write(tmp_path, "a.jsonl", json.dumps(line) + "\n\n" + json.dumps({"text": "Nine hurt."}) + "\n")
    found = read(tmp_path)
    by_doc = {row["doc"]: row for row in records(found.documents)}
    assert list(by_doc) == ["a.jsonl#3", "x/1"]
    one = by_doc["x/1"]
    assert (one["title"], one["publisher"], one["agency"]) == ("Landslide", "Agence France-Presse", "AFP")
    assert (one["published"], one["published_precision"], one["published_basis"]) == ("2013-06-01", 4, "stated")
    assert (one["url"], one["language"], one["path"]) == ("https://example.org/1", "en", "a.jsonl")


def test_a_bad_line_is_refused_with_its_number_and_the_others_go_on(tmp_path: Path) -> None:
    lines = [
        '{"id": "1", "text": "One died."}',
        '{"id": "2", "text": ',
        "[1, 2]",
        '{"id": "4"}',
        '{"id": "5", "text": "  "}',
        '{"id": "6", "text": 11}',
        "[" * 100_000,
        '{"id": "8", "text": "Eight died."}',
    ]
    write(tmp_path, "a.jsonl", "\n".join(lines))
    found = read(tmp_path)
    assert [article.doc for article in found.articles] == ["1", "8"]
    rows = {row["row"]: row["check"] for row in records(found.refused)}
    assert rows == {
        "line 2": "line_is_json",
        "line 3": "record_is_object",
        "line 4": "text_is_not_empty",
        "line 5": "text_is_not_empty",
        "line 6": "text_is_text",
        "line 7": "line_is_json",
    }
    assert len(found.documents) == len(lines)


def test_records_with_one_id_are_kept_apart_and_reported(tmp_path: Path) -> None:
    texts = ["One died.", "Two died.", "Three died."]
    write(tmp_path, "a.jsonl", "\n".join(json.dumps({"id": 7, "text": text}) for text in texts))
    found = read(tmp_path)
    assert [(article.doc, article.text) for article in found.articles] == list(
        zip(["7", "7#2", "7#3"], texts, strict=True)
    )
    assert checks(found) == ["id_is_unique", "id_is_unique"]
    assert "7#3" in found.refused["remedy"].tolist()[1]


def test_the_same_text_twice_is_a_duplicate_of_the_first(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", STORY)
    write(tmp_path, "b.jsonl", json.dumps({"id": "z", "text": STORY}))
    found = read(tmp_path)
    assert [article.doc for article in found.articles] == ["a.txt"]
    double = records(found.documents)[1]
    assert (double["doc"], double["status"], double["duplicate_of"]) == ("z", "duplicate", "a.txt")


def test_a_line_longer_than_memory_should_hold_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconcile.ingest.formats.jsonlines.LONGEST_LINE", 1_000)
    good = '{"id": "ok", "text": "One died."}'
    write(tmp_path, "a.jsonl", json.dumps({"text": "x" * 10_000}) + "\n" + good + "\n")
    found = read(tmp_path)
    assert [article.doc for article in found.articles] == ["ok"]
    assert checks(found) == ["line_is_not_too_long"]


def test_half_surrogates_do_not_stop_the_run(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", '{"id": "a\\ud800", "text": "One \\udc80 died."}')
    (article,) = read(tmp_path).articles
    assert article.text == "One \ufffd died."


def test_jsonl_in_utf16_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", '{"id": "a", "text": "Bör died."}\n{"id": "b", "text": "Two."}\n'.encode("utf-16"))
    assert [article.doc for article in read(tmp_path).articles] == ["a", "b"]


def test_json_lists_and_single_articles_are_read(tmp_path: Path) -> None:
    write(tmp_path, "list.json", json.dumps([{"id": "l1", "text": "One died."}, {"id": "l2"}]))
    write(tmp_path, "held.json", json.dumps({"articles": [{"id": "h1", "text": "Two died."}]}))
    write(tmp_path, "one.json", json.dumps({"id": "o1", "text": "Three died."}))
    found = read(tmp_path)
    assert [article.doc for article in found.articles] == ["h1", "l1", "o1"]
    assert checks(found) == ["text_is_not_empty"]


# Pages


def test_a_page_gives_its_article_and_metadata_and_its_paywall_is_fenced(tmp_path: Path) -> None:
    write(tmp_path, "page.html", PAGE)
    (article,) = read(tmp_path).articles
    assert (article.title, article.author, article.publisher) == ("Landslide buries bus", "Ida Holm", "Tarn Post")
    assert (article.published, article.published_basis) == ("2013-06-11", "stated")
    assert article.url == "https://tarnpost.example/landslide"
    assert "Sport" not in article.text
    outside = unfenced(article.text, article.fences)
    assert "nine others were hurt" in outside
    assert "9.99" not in outside
    assert article.truncated


def unfenced(text: str, fences: tuple[Span, ...]) -> str:
    for fence in reversed(fences):
        text = text[: fence.start] + text[fence.end :]
    return text


def test_a_page_in_its_own_charset_is_read(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "windows-1251").replace("rescue service", "служба спасения")
    write(tmp_path, "page.html", page.encode("cp1251"))
    assert "служба спасения" in read(tmp_path).articles[0].text


def test_a_hostile_page_is_bounded(tmp_path: Path) -> None:
    write(tmp_path, "deep.html", "<div>" * 100_000 + "11 killed")
    write(tmp_path, "entity.html", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>11 killed &x;</p>')
    began = time.monotonic()
    found = read(tmp_path)
    assert time.monotonic() - began < 20
    assert not any("root:" in article.text for article in found.articles)
    assert len(found.articles) + len(found.refused) >= 2


# Mail, PDF, Word, tables


def test_a_message_gives_its_text_subject_and_day(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = "Landslide in Tarn", "Desk <desk@example.org>"
    message["Date"] = "Tue, 11 Jun 2013 09:00:00 +0200"
    message.set_content(STORY)
    message.add_alternative(PAGE, subtype="html")
    write(tmp_path, "a.eml", message.as_bytes())
    (article,) = read(tmp_path).articles
    assert article.text.strip() == STORY.strip()
    assert (article.title, article.published) == ("Landslide in Tarn", "2013-06-11")


def test_a_message_that_is_a_page_is_read_as_one(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Landslide"
    message.set_content(PAGE, subtype="html")
    write(tmp_path, "a.eml", message.as_bytes())
    (article,) = read(tmp_path).articles
    assert "14 people were killed" in article.text
    assert "<p>" not in article.text


def test_a_word_file_gives_paragraphs_and_tables(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("Fourteen people were killed in Tarn.")
    grid = document.add_table(rows=1, cols=2)
    grid.rows[0].cells[0].text, grid.rows[0].cells[1].text = "Injured", "9"
    document.save(tmp_path / "a.docx")
    (article,) = read(tmp_path).articles
    assert article.text == "Fourteen people were killed in Tarn.\n\n| Injured | 9 |"


def test_a_packed_file_that_unfolds_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconcile.ingest.formats.sheets.LARGEST_UNPACKED", 1_000_000)
    for name in ("bomb.docx", "bomb.xlsx"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("word/document.xml", b"0" * 5_000_000)
    found = read(tmp_path)
    assert checks(found) == ["file_is_not_too_large"]
    assert [path.name for path in found.datasets] == ["bomb.xlsx"]


def pdf_of(line: str) -> bytes:
    """A PDF file of one page with one line, made by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, 2)
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def test_a_pdf_gives_its_text_and_a_locked_or_pictured_one_is_refused(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    write(tmp_path, "a.pdf", pdf_of("Fourteen people were killed in Tarn."))
    locked, scanned = pypdf.PdfWriter(clone_from=tmp_path / "a.pdf"), pypdf.PdfWriter()
    locked.encrypt("secret", algorithm="RC4-128")
    locked.write(tmp_path / "locked.pdf")
    scanned.add_blank_page(200, 200)
    scanned.write(tmp_path / "scan.pdf")
    found = read(tmp_path)
    assert [article.text for article in found.articles] == ["Fourteen people were killed in Tarn."]
    assert dict(zip(found.refused["file"], checks(found), strict=True)) == {
        "locked.pdf": "file_is_open",
        "scan.pdf": "text_is_not_empty",
    }


def test_a_missing_reader_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    write(tmp_path, "a.pdf", pdf_of("Fourteen"))
    (row,) = records(read(tmp_path).refused)
    assert row["check"] == "reader_is_installed"
    assert "pip install pypdf" in row["remedy"]


def test_lists_of_articles_in_tables_are_read_and_event_tables_set_aside(tmp_path: Path) -> None:
    write(tmp_path, "list.csv", 'id,text,source\nc1,"Two died, it said.",Tarn Post\nc2,,Tarn Post\n')
    write(tmp_path, "semi.csv", "id;text\nc3;One died\nc4;Three;died\n")
    book = Workbook()
    book.active.append(["id", "Text", "published"])
    book.active.append(["x1", "Four died.", "2013-06-05"])
    book.save(tmp_path / "list.xlsx")
    write(tmp_path, "events.csv", "event_id,date_start,killed\ne1,2013-06-05,4\n")
    found = read(tmp_path)
    assert [article.doc for article in found.articles] == ["c1", "c3", "x1"]
    assert [path.name for path in found.datasets] == ["events.csv"]
    assert sorted(checks(found)) == ["row_fits_heading", "text_is_not_empty"]


def test_a_word_file_whose_packed_parts_are_damaged_is_one_clear_line(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("Twelve people were killed. " * 200)
    document.save(tmp_path / "a.docx")
    data = bytearray((tmp_path / "a.docx").read_bytes())
    with zipfile.ZipFile(tmp_path / "a.docx") as packed:
        part = packed.getinfo("word/document.xml")
    begin = part.header_offset + 30 + len(part.filename)
    data[begin : begin + part.compress_size] = b"\xff" * part.compress_size
    (tmp_path / "a.docx").write_bytes(data)
    assert checks(read(tmp_path)) == ["file_is_whole"]


def test_a_linked_folder_is_named_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "inputs").mkdir()
    write(tmp_path / "inputs", "a.txt", "Twelve people were killed.")
    (tmp_path / "inputs" / "more").symlink_to(tmp_path / "elsewhere")
    found = read(tmp_path / "inputs")
    assert checks(found) == ["folder_is_no_link"]
    assert dict(zip(found.documents["doc"], found.documents["status"], strict=True)) == {
        "a.txt": "read",
        "more": "unread",
    }


def test_a_locked_folder_is_named_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    write(tmp_path, "locked/a.txt", "Twelve people were killed.")
    scan = os.scandir

    def refuse(place: str) -> object:
        if Path(place).name == "locked":
            raise PermissionError(13, "Permission denied", str(place))
        return scan(place)

    monkeypatch.setattr(os, "scandir", refuse)
    assert checks(read(tmp_path)) == ["folder_is_readable"]


@pytest.mark.parametrize("name", ["attributions.of.deaths.txt", "Readme.first.txt"])
def test_only_notes_are_passed_over(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "Twelve people were killed.")
    write(tmp_path, "README.md", "Notes.")
    assert list(read(tmp_path).documents["doc"]) == [name]
