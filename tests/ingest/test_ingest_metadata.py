"""What a file states of its article: title, author, outlet, address, day and zone, agency, language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import making
import pytest

from reconcile.ingest import ingest
from reconcile.model.settings import Settings
from schemas import records

LINK = "https://tarnpost.example/landslide"


def read(folder: Path, name: str, content: bytes) -> dict[str, Any]:
    """The documents row of a folder with one file."""
    (folder / name).write_bytes(content)
    found = making.framed(ingest(folder, None, Settings()))
    (row,) = records(found.documents)
    return row


@pytest.mark.parametrize(
    ("ending", "author", "publisher", "url", "day", "zone"),
    [
        (".html", "Ida Holm", "Tarn Post", LINK, "2013-06-11", "-05:00"),
        (".rss", "Ida Holm", "Tarn Post", LINK, "2013-06-11", "-05:00"),
        (".atom", "Ida Holm", "Tarn Post", LINK, "2013-06-11", "-05:00"),
        (".warc", "Ida Holm", "Tarn Post", "https://www.tarnpost.example/a?id=1", "2013-06-11", "-05:00"),
        (".eml", "Ida Holm", None, None, "2013-06-11", "-05:00"),
        (".jsonl", None, None, None, "2013-06-11", "-05:00"),
        (".xlsx", None, None, None, "2013-06-11", None),
        (".pdf", "Ida Holm", None, None, None, None),
        (".docx", "Ida Holm", None, None, None, None),
        (".rtf", "Ida Holm", None, None, None, None),
    ],
)
def test_each_kind_gives_what_it_states_and_the_day_is_that_of_its_zone(
    tmp_path: Path, ending: str, author: str | None, publisher: str | None, url: str | None, day: str, zone: str | None
) -> None:
    row = read(tmp_path, f"a{ending}", making.GOOD[ending]())
    stated = tuple(row[name] for name in ("title", "author", "publisher", "url", "published", "published_zone"))
    assert stated == ("Landslide buries bus", author, publisher, url, day, zone)
    assert (row["published_precision"], row["published_basis"]) == ((1, "stated") if day else (None, None))


@pytest.mark.parametrize(
    ("stated", "day", "zone"),
    [
        ("2013-06-11T00:10:00Z", "2013-06-11", "+00:00"),
        ("2013-06-11T23:50:00+0530", "2013-06-11", "+05:30"),
        ("2013-06-11 08:00", "2013-06-11", None),
        ("2013-06-11", "2013-06-11", None),
    ],
)
def test_a_page_states_its_day_with_the_zone_if_any(tmp_path: Path, stated: str, day: str, zone: str | None) -> None:
    row = read(tmp_path, "a.html", making.PAGE.replace("2013-06-11T23:30:00-05:00", stated).encode())
    assert (row["published"], row["published_zone"]) == (day, zone)


def test_the_zone_is_read_in_a_texts_own_header(tmp_path: Path) -> None:
    header = b"Published: Tue, 11 Jun 2013 23:30:00 EST\nSource: Tarn Post\n\n"
    row = read(tmp_path, "a.txt", header + making.STORY.encode())
    assert (row["published"], row["published_zone"], row["publisher"]) == ("2013-06-11", "-05:00", "Tarn Post")


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Toll rises in Tarn", "Toll rises in Tarn"),
        ("Microsoft Word - toll.doc", None),
        ("toll_final_3.indd", None),
        ("  ", None),
    ],
)
def test_the_name_of_a_file_is_no_headline(tmp_path: Path, said: str, title: str | None) -> None:
    assert read(tmp_path, "a.pdf", making.pdf(about=f"/Title ({said})"))["title"] == title


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        (b"Ida Holm <ida@t.example>", "Ida Holm"),
        (b"ida@t.example", "ida@t.example"),
        (b"=?utf-8?q?Zo=C3=AB?= <z@t.example>", "Zoë"),
    ],
)
def test_a_message_is_signed_by_name(tmp_path: Path, sender: bytes, author: str) -> None:
    message = b"Subject: a\nFrom: " + sender + b"\nContent-Language: fr\n\nOnze morts."
    row = read(tmp_path, "a.eml", message)
    assert (row["author"], row["language"]) == (author, "fr")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Onze personnes ont été tuées dans le village, a déclaré le maire à l'AFP mardi.", "AFP"),
        ("Onze personnes ont été tuées dans le village de la vallée, selon les secours.\n\n(avec Reuters)", "Reuters"),
        ("PYONGYANG (Xinhua) - Onze personnes ont été tuées dans le village, selon les secours.", "Xinhua"),
        ("Onze personnes ont été tuées dans le village, selon un correspondant de Kyodo sur place.", "Kyodo"),
        ("Onze personnes ont été tuées dans le village de la vallée, selon les secours.", None),
    ],
)
def test_a_text_credits_its_agency_in_its_own_language(tmp_path: Path, text: str, agency: str | None) -> None:
    assert read(tmp_path, "a.txt", text.encode("utf-8"))["agency"] == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("BEIRUT (Reuters) - Nine people were killed in the town on Friday.", "Reuters"),
        ("HOMS (Sputnik) Nine people were killed in the town on Friday.", "Sputnik"),
        ("ABUJA, June 5 (Xinhua) Nine people were killed in the town on Friday.", "Xinhua"),
        ("[ACAN-EFE] Nine people were killed in the town on Friday.", "EFE"),
        ("Nine die in the town\n\nTarn Valley, 5 June (KCNA) -- Nine people were killed on Friday.", "KCNA"),
        ("The Palestinian Authority (PA) said that nine people were killed in the town on Friday.", None),
        ("The Arab Popular Struggle (APS) and its allies killed nine people in the town on Friday.", None),
    ],
)
def test_a_name_in_brackets_is_a_credit_only_where_credits_stand(tmp_path: Path, text: str, agency: str | None) -> None:
    assert read(tmp_path, "a.txt", text.encode("utf-8"))["agency"] == agency


@pytest.mark.parametrize(
    ("author", "agency"), [("Agence France-Presse", "AFP"), ("associated press", "AP"), ("Ida Holm", None)]
)
def test_a_page_signed_by_an_agency_carries_it(tmp_path: Path, author: str, agency: str | None) -> None:
    assert read(tmp_path, "a.html", making.PAGE.replace("Ida Holm", author).encode())["agency"] == agency


def test_a_pages_language_is_believed_where_its_text_does_not_tell(tmp_path: Path) -> None:
    spanish = making.PAGE.replace('lang="en"', 'lang="es-AR"').replace(
        making.PARTS,
        "<p>Murieron catorce personas cuando un cerro cayó sobre un autobús cerca de Tarn el martes.</p>" * 3,
    )
    assert read(tmp_path, "a.html", spanish.encode())["language"] == "es"
    assert read(tmp_path, "a.html", making.PAGE.replace('lang="en"', 'lang="es"').encode())["language"] == "en"
