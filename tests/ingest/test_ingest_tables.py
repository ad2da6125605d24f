"""Tables as files bring them: sheets, title rows, tags, the keys of archives, tables of pages; and their languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import making
import pytest
from openpyxl import Workbook

from reconcile.ingest import ingest, read_datasets
from reconcile.model.settings import Settings
from schemas import records

HEADING = ["event_id", "date_start", "place", "killed", "injured"]
ROWS = [["E1", "2014-03-02", "Tarn", 8, 2], ["E2", "2014-03-05", "Vik", 4, 1]]
TITLED = [["Flood bulletin 4"], [], ["Ministry of Relief", "March 2014"], HEADING, *ROWS]
TAGGED = [HEADING, ["#event+id", "#date+start", "#loc", "#affected+killed", "#affected +injured"], *ROWS]
STACKED = [
    ["event_id", "date_start", "place", "Casualties", None],
    [None, None, None, "killed", "injured"],
    *ROWS,
]
NEAR = [["event_id", "date_start", "place"], ["E3", "2014-03-09", "Hof"]]
FLOODS = [["Town", "Deaths"], ["Tarn", 8], ["Vik", 4]]


def book(folder: Path, **sheets: list[list[Any]]) -> Path:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(folder / "book.xlsx")
    return folder / "book.xlsx"


def datasets(path: Path) -> Any:
    return making.framed(read_datasets([path], path.parent, [], Settings()))


@pytest.mark.parametrize(
    ("sheets", "counts"),
    [
        ({"Data": [HEADING, *ROWS]}, [8, 2, 4, 1]),
        ({"March": [HEADING, ROWS[0]], "April": [HEADING, ROWS[1]]}, [8, 2, 4, 1]),
        ({"README": [["About this file"], ["Figures of the ministry"]], "Data": [HEADING, *ROWS]}, [8, 2, 4, 1]),
        ({"Data": TITLED}, [8, 2, 4, 1]),
        ({"Data": TAGGED}, [8, 2, 4, 1]),
        ({"Data": STACKED}, [8, 2, 4, 1]),
    ],
)
def test_every_sheet_is_read_under_its_heading(tmp_path: Path, sheets: dict[str, list[Any]], counts: list[int]) -> None:
    found = datasets(book(tmp_path, **sheets))
    assert found.claims["best"].tolist() == counts
    assert found.refused.empty


def test_rows_of_two_sheets_without_ids_are_apart(tmp_path: Path) -> None:
    found = datasets(book(tmp_path, March=[HEADING, ROWS[0]], April=[HEADING, ROWS[1]]))
    assert found.documents["doc"].tolist() == ["generic/book.xlsx#2", "generic/book.xlsx#April#2"]


def test_a_sheet_of_numbers_that_fits_no_mapping_is_named(tmp_path: Path) -> None:
    found = datasets(book(tmp_path, Data=[HEADING, *ROWS], Floods=FLOODS))
    assert [(row["check"], row["row"]) for row in records(found.refused)] == [("sheet_fits_a_mapping", "Floods")]


def test_a_formula_without_a_value_is_named(tmp_path: Path) -> None:
    found = datasets(book(tmp_path, Data=[HEADING, [*ROWS[0][:3], "=3+5", 2]]))
    assert found.claims["measure"].tolist() == ["injured"]
    assert [(row["check"], row["value"]) for row in records(found.refused)] == [("formulas_have_values", "D2 (=3+5)")]


def test_sheets_that_fit_no_mapping_are_one_document(tmp_path: Path) -> None:
    book(tmp_path, Deaths=FLOODS, Injured=[["Town", "Injured"], ["Tarn", 3]])
    found = ingest(tmp_path, None, Settings())
    assert [(article.doc, article.title) for article in found.articles] == [("book.xlsx", "book")]
    assert found.articles[0].text == (
        "Deaths\n\n| Town | Deaths |\n| Tarn | 8 |\n| Vik | 4 |\n\nInjured\n\n| Town | Injured |\n| Tarn | 3 |"
    )
    assert not found.datasets


def test_a_long_table_without_a_mapping_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text("event_id,place,killed\n" + "E1,Tarn,1\n" * 2_500, encoding="utf-8")
    found = ingest(tmp_path, None, Settings())
    assert (found.articles, found.datasets) == ([], [tmp_path / "long.csv"])
    (row,) = records(datasets(tmp_path / "long.csv").refused)
    assert row["check"] == "columns_fit_a_mapping"
    assert "date_start" in row["reason"]


TEXT = "At least 14 people were killed when a hillside came down on a bus near Tarn, the rescue service said."
RECORDS: dict[str, tuple[str, Any]] = {
    "NewsAPI": (
        "a.json",
        {"status": "ok", "articles": [{"source": {"id": None, "name": "Tarn Post"}, "title": "Bus buried",
         "url": "https://tarnpost.example/1", "publishedAt": "2014-03-02T08:00:00Z", "content": TEXT}]},
    ),
    "news-please": (
        "a.jsonl",
        {"maintext": TEXT, "title": "Bus buried", "url": "https://tarnpost.example/1", "language": "en",
         "source_domain": "Tarn Post", "date_publish": "2014-03-02 08:00:00"},
    ),
    "ReliefWeb": (
        "a.json",
        {"data": [{"id": "77", "fields": {"body": TEXT, "title": "Bus buried", "url": "https://tarnpost.example/1",
         "source": [{"name": "Tarn Post"}], "language": [{"code": "en"}], "date": {"created": "2014-03-02"}}}]},
    ),
    "Media Cloud": (
        "a.csv",
        "stories_id,title,publish_date,url,media_name,language,story_text\n"
        f'5,Bus buried,2014-03-02,https://tarnpost.example/1,Tarn Post,en,"{TEXT}"\n',
    ),
}  # fmt: skip


@pytest.mark.parametrize("archive", RECORDS)
def test_the_keys_of_each_archive_are_known(tmp_path: Path, archive: str) -> None:
    name, said = RECORDS[archive]
    (tmp_path / name).write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    (article,) = ingest(tmp_path, None, Settings()).articles
    assert (article.text, article.title, article.publisher) == (TEXT, "Bus buried", "Tarn Post")
    assert (article.published, article.url) == ("2014-03-02", "https://tarnpost.example/1")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<table><tr><th>Town</th><th>Deaths</th></tr><tr><td>Tarn</td><td>8</td></tr></table>",
            "| Town | Deaths |\n| Tarn | 8 |",
        ),
        (
            "<table><tr><th rowspan=2>Town</th><th colspan=2>Harm</th></tr><tr><td>Deaths</td><td>Injured</td></tr>"
            "<tr><td>Tarn</td><td>8</td><td>2</td></tr></table>",
            "| Town | Harm | Harm |\n| Town | Deaths | Injured |\n| Tarn | 8 | 2 |",
        ),
    ],
)
def test_the_table_of_a_page_keeps_its_rows(tmp_path: Path, markup: str, text: str) -> None:
    page = making.PAGE.replace("</article>", f"{markup}</article>")
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (article,) = ingest(tmp_path, None, Settings()).articles
    assert text in article.text
    assert making.SENTENCE in article.text


SPANISH = (
    "Al menos doce personas murieron y otras treinta resultaron heridas cuando un deslizamiento de tierra sepultó un "
    "autobús cerca de la ciudad, informaron las autoridades locales, que siguen buscando a los desaparecidos."
)


def test_a_language_other_than_the_stated_one_is_noted(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": making.STORY, "language": "es"}), "utf-8")
    found = ingest(tmp_path, None, Settings())
    assert [article.language for article in found.articles] == ["en"]
    assert [(row.check, row.column, row.value) for row in found.refused] == [("language_as_stated", "language", "es")]


def test_a_paragraph_in_another_language_is_fenced_and_noted(tmp_path: Path) -> None:
    text = f"{making.STORY}\n{SPANISH}\n\n{making.STORY}"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = ingest(tmp_path, None, Settings())
    (article,) = found.articles
    assert article.language == "en"
    assert [text[fence.start : fence.end] for fence in article.fences] == [SPANISH]
    (row,) = found.refused
    assert row.check == "part_is_read"
    assert "(es)" in row.reason


def test_a_cell_in_the_last_corner_refuses_its_file_and_nothing_else(tmp_path: Path) -> None:
    kept, wide = Workbook(), Workbook()
    for made, name in ((kept, "kept"), (wide, "wide")):
        for row in [HEADING, *ROWS]:
            made.active.append(row)
        if made is wide:
            made.active["XFD1048576"] = 1
        made.save(tmp_path / f"{name}.xlsx")
    paths = [tmp_path / "wide.xlsx", tmp_path / "kept.xlsx"]
    found = making.framed(read_datasets(paths, tmp_path, [], Settings()))
    (refused,) = records(found.refused)
    assert (refused["file"], refused["check"]) == ("wide.xlsx", "cells_are_near_one_another")
    assert "row 1,048,576, column 16,384" in refused["reason"]
    assert found.claims["best"].tolist() == [8, 2, 4, 1]
