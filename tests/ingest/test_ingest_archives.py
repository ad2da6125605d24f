"""Archives: web archives record by record, .zip files member by member, and nothing that they claim is believed."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Any

import making
import pytest

from reconcile.ingest import ingest
from reconcile.model.settings import Settings
from schemas import records


def read(folder: Path, name: str, content: bytes) -> Any:
    (folder / name).write_bytes(content)
    return making.framed(ingest(folder, None, Settings()))


def checks(found: Any) -> list[str]:
    return found.refused["check"].tolist()


# Web archives

PAGE = making.PAGE.encode()
TEXT = b"Nine people died, the rescue service said."


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_page_keeps_its_address_and_the_day_of_the_crawl_is_not_taken_for_its_own(tmp_path: Path, name: str) -> None:
    undated = making.PAGE.replace("2013-06-11T23:30:00-05:00", "").encode()
    pages = [making.warc_record(making.answer(page)) for page in (PAGE, undated)]
    packed = b"".join(gzip.compress(page) if name.endswith("gz") else page for page in pages)
    one, two = records(read(tmp_path, name, packed).documents)
    assert (one["url"], one["publisher"]) == ("https://www.tarnpost.example/a?id=1", "Tarn Post")
    assert (one["doc"], one["path"], one["published"]) == (f"{name}#1", name, "2013-06-11")
    assert two["published"] is None


def test_an_archive_that_is_packed_as_one_is_read_too(tmp_path: Path) -> None:
    assert len(read(tmp_path, "a.warc.gz", gzip.compress(making.warc())).articles) == 1


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (TEXT, ()),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(TEXT), TEXT), ("Transfer-Encoding: chunked",)),
        (
            b"4;a=b\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (TEXT[:4], len(TEXT) - 4, TEXT[4:]),
            ("Transfer-Encoding: chunked",),
        ),
        (TEXT, ("Transfer-Encoding: chunked",)),
        (gzip.compress(TEXT), ("Content-Encoding: gzip",)),
        (TEXT, ("Content-Encoding: gzip",)),
        (zlib.compress(TEXT), ("Content-Encoding: deflate",)),
        (zlib.compress(TEXT)[2:-4], ("Content-Encoding: deflate",)),
    ],
    ids=["plain", "chunks", "more chunks", "no chunks", "gzip", "no gzip", "zlib", "deflate"],
)
def test_a_body_is_unpacked_as_the_server_packed_it(tmp_path: Path, body: bytes, head: tuple[str, ...]) -> None:
    record = making.warc_record(making.answer(body, *head, mime="text/plain"))
    (article,) = read(tmp_path, "a.warc", record).articles
    assert article.text == TEXT.decode()
    assert article.publisher == "tarnpost.example"


@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_a_text_without_a_server_is_read(tmp_path: Path, kind: str) -> None:
    record = making.warc_record(TEXT, kind, "text/plain; charset=utf-8")
    assert [article.text for article in read(tmp_path, "a.warc", record).articles] == [TEXT.decode()]


def test_pictures_and_pages_not_found_are_passed_over_with_one_note(tmp_path: Path) -> None:
    fetched = [
        making.warc_record(making.answer(b"\xff\xd8", mime="image/jpeg")),
        making.warc_record(making.answer(b"\xff\xd8", mime="image/jpeg")),
        making.warc_record(making.answer(PAGE, status="404 Not Found")),
        making.warc_record(b"GET / HTTP/1.1\r\n\r\n", "request", "application/http; msgtype=request"),
        making.warc_record(making.answer(PAGE)),
    ]
    found = read(tmp_path, "a.warc", b"".join(fetched))
    assert [article.doc for article in found.articles] == ["a.warc#5"]
    assert checks(found) == ["records_hold_text"]
    assert found.refused["value"].tolist() == ["1 answer 404, 2 image/jpeg"]
    assert found.documents["status"].tolist() == ["read"]


@pytest.mark.parametrize("length", [0, 40, 300, len(making.answer(PAGE)) - 9, len(making.answer(PAGE)) + 60, -5])
def test_a_length_that_lies_costs_its_own_record_only(tmp_path: Path, length: int) -> None:
    lying = making.warc_record(making.answer(PAGE), length=length)
    other = making.warc_record(making.answer(TEXT, mime="text/plain"))
    found = read(tmp_path, "a.warc", other + lying + other.replace(b"Nine", b"Five") + other.replace(b"Nine", b"Four"))
    assert {article.text[:4] for article in found.articles} >= {"Nine", "Four"}
    assert not any("14 people" in article.text for article in found.articles)
    assert len(checks(found)) == 1


def test_damage_leaves_what_stood_before_it(tmp_path: Path) -> None:
    first = gzip.compress(making.warc_record(making.answer(TEXT, mime="text/plain")))
    second = bytearray(gzip.compress(making.warc_record(making.answer(PAGE))))
    second[40:80] = b"\xff" * 40
    found = read(tmp_path, "a.warc.gz", first + bytes(second))
    assert [article.text for article in found.articles] == [TEXT.decode()]
    assert len(checks(found)) == 1


def test_what_is_no_web_archive_is_said_to_be_none(tmp_path: Path) -> None:
    assert checks(read(tmp_path, "a.warc", b"Nine died.\n" * 100)) == ["file_is_whole"]


def test_a_web_archive_that_unfolds_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconcile.ingest.formats.warc.LARGEST_UNPACKED", 1_000_000)
    good = gzip.compress(making.warc_record(making.answer(TEXT, mime="text/plain")))
    found = read(tmp_path, "a.warc.gz", good + gzip.compress(b"WARC/1.0\r\nX: " + b"0" * 5_000_000))
    assert len(found.articles) == 1
    assert checks(found) == ["file_is_not_too_large"]


# .zip


def test_members_of_every_kind_are_read_as_files_are(tmp_path: Path) -> None:
    members = [(f"a{ending}", make()) for ending, make in making.GOOD.items() if ending != ".zip"]
    found = read(tmp_path, "june.zip", making.zipped(*members))
    assert set(found.documents["path"]) == {f"june.zip/{name}" for name, _ in members}
    assert set(found.documents["status"]) <= {"read", "duplicate"}
    assert set(checks(found)) <= {"id_is_unique"}
    assert found.documents["file_sha256"].nunique() == 1


def test_a_bad_member_costs_itself_only(tmp_path: Path) -> None:
    members = [("b/bad.json", b"[{"), ("b/photo.jpg", b"\xff\xd8"), ("b/c.txt", TEXT)]
    found = read(tmp_path, "a.zip", making.zipped(*members))
    assert [article.doc for article in found.articles] == ["a.zip/b/c.txt"]
    assert dict(zip(found.refused["file"], checks(found), strict=True)) == {
        "a.zip/b/bad.json": "file_is_json",
        "a.zip/b/photo.jpg": "format_is_known",
    }


def test_names_that_lead_elsewhere_lead_nowhere(tmp_path: Path) -> None:
    names = ("../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a\nb.txt", "..", "x/./y.txt")
    (tmp_path / "in").mkdir()
    found = read(tmp_path / "in", "a.zip", making.zipped(*((name, TEXT + name.encode()) for name in names)))
    docs = {"a.zip/evil.txt", "a.zip/etc/evil.txt", "a.zip/C:/evil.txt", "a.zip/a\ufffdb.txt", "a.zip/x/y.txt"}
    assert {article.doc for article in found.articles} == docs
    assert checks(found) == ["format_is_known"]
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_an_event_table_wants_to_be_unpacked(tmp_path: Path) -> None:
    found = read(tmp_path, "a.zip", making.zipped(("e.csv", b"event_id,date_start,killed\ne1,2013-06-05,4\n")))
    assert checks(found) == ["table_is_unpacked"]
    assert found.datasets == []


def test_a_member_without_a_name_stops_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, "a.zip", making.zipped(("\0", TEXT), ("b.txt", TEXT)))
    assert found.documents["doc"].tolist() == ["a.zip/b.txt", "a.zip/nameless"]
    assert checks(found) == ["format_is_known"]


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = making.zipped(("a.txt", TEXT), ("a.txt", TEXT + b" It rained."))
    found = read(tmp_path, "a.zip", content)
    assert [article.doc for article in found.articles] == ["a.zip/a.txt", "a.zip/a.txt#2"]


def test_too_many_members_are_refused_before_they_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconcile.ingest.formats.archive.MOST_MEMBERS", 50)
    content = making.zipped(*((f"{number}.txt", TEXT) for number in range(51)))
    assert checks(read(tmp_path, "a.zip", content)) == ["file_is_not_too_large"]


def test_an_archive_that_unfolds_without_end_is_read_up_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reconcile.ingest.formats.archive.LARGEST_UNPACKED", 1_000_000)
    members = [(f"{number}.txt", TEXT + b" word" * 60_000) for number in range(9)]
    found = read(tmp_path, "a.zip", making.zipped(*members))
    assert len(found.articles) + found.documents["status"].eq("duplicate").sum() == 3
    assert "file_is_not_too_large" in checks(found)


def test_a_locked_member_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, "a.zip", making.locked_zip("secret.txt"))
    assert found.refused["reason"].tolist() == ["a.zip/secret.txt is locked by a password."]
    assert found.documents["doc"].tolist() == ["a.zip/secret.txt"]
