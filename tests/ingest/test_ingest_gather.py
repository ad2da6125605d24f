"""What holds for any batch: nothing is lost, order does not matter, running twice changes nothing."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import making
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.ingest import ingest
from reconcile.ingest.articles.languages import tell_language
from reconcile.ingest.articles.stated import read_day
from reconcile.model.ids import LENGTH, claim_id, short_id
from reconcile.model.settings import Settings
from schemas.columns import SHORT_ID

LINES = st.one_of(
    st.fixed_dictionaries(
        {"text": st.sampled_from(["One died.", "Two died.", " ", ""])},
        optional={"id": st.sampled_from(["a", "b", "a#2", 3]), "published": st.sampled_from(["2013-06", "soon", 5])},
    ).map(json.dumps),
    st.sampled_from(["{", "[]", "null", '"x"', '{"text": null}']),
)


def of_lines(folder: Path, lines: list[str]) -> Any:
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return making.framed(ingest(folder, None, Settings()))


@settings(max_examples=40, deadline=None)
@given(st.lists(LINES, max_size=8))
def test_lines_in_are_documents_out(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    if not lines:
        return
    found = of_lines(tmp_path_factory.mktemp("lines"), lines)
    statuses = found.documents["status"].value_counts().to_dict()
    assert sum(statuses.values()) == len(lines)
    assert statuses.get("read", 0) == len(found.articles)
    assert found.documents["doc"].is_unique
    unread = set(found.documents.loc[found.documents["status"] == "unread", "doc"])
    assert len(unread) <= len(found.refused)


def test_the_order_of_files_and_lines_changes_nothing(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"r{i}", "text": f"{i % 7} people died near Tarn."}) for i in range(20)]
    first = of_lines(tmp_path, lines)
    random.Random(1).shuffle(lines)
    second = of_lines(tmp_path, lines)
    assert first.articles == [replace(a, file_sha256=first.articles[0].file_sha256) for a in second.articles]
    assert first.documents.drop(columns="file_sha256").equals(second.documents.drop(columns="file_sha256"))


def test_running_twice_changes_nothing(tmp_path: Path) -> None:
    for name, text in (("a.txt", "Source: Tarn Post\n\nNine died."), ("b.txt", ""), ("c.jsonl", "{")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    first, second = making.framed(ingest(tmp_path, None, Settings())), making.framed(ingest(tmp_path, None, Settings()))
    assert first.articles == second.articles
    assert first.documents.equals(second.documents)
    assert first.refused.equals(second.refused)


def test_chosen_paths_keep_the_names_that_the_whole_folder_gives_them(tmp_path: Path) -> None:
    for name in ("x/a.txt", "x/b.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Nine died, {name}.", encoding="utf-8")
    chosen = making.framed(ingest(tmp_path, [tmp_path / "x", tmp_path / "x" / "a.txt"], Settings()))
    assert [article.doc for article in chosen.articles] == ["x/a.txt", "x/b.txt"]


def test_a_day_that_is_no_date_is_a_note_and_the_article_is_read(tmp_path: Path) -> None:
    found = of_lines(tmp_path, [json.dumps({"id": "a", "text": "One died.", "published": "05/06/2013"})])
    assert found.articles[0].published is None
    assert found.refused["check"].tolist() == ["published_is_a_date"]
    assert found.refused["value"].tolist() == ["05/06/2013"]


def test_a_stated_day_without_a_year_is_read_in_the_period(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Published: 5 June\n\nNine died.", encoding="utf-8")
    assert ingest(tmp_path, None, Settings(), period="2013-06").articles[0].published == "2013-06-05"


def test_the_fixed_language_is_obeyed_and_a_record_knows_better(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "a", "text": "Nine died."}), json.dumps({"id": "b", "text": "Ten.", "language": "en"})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = ingest(tmp_path, None, Settings(language="fr"))
    assert [article.language for article in found.articles] == ["fr", "en"]


def test_a_header_states_the_language_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title: Ataque\nLanguage: es\n\nAl menos 12 muertos.", encoding="utf-8")
    assert [article.language for article in ingest(tmp_path, None, Settings()).articles] == ["es"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nine people were killed in the attack on the town, officials said.", "en"),
        ("Neuf personnes ont été tuées dans l’attaque contre la ville, selon des responsables.", "fr"),
        ("Neun Menschen starben bei dem Angriff auf die Stadt, wie Behörden mitteilten.", "de"),
        ("", "und"),
    ],
)
def test_the_language_is_told_by_small_words(text: str, code: str) -> None:
    assert tell_language(text) == code


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_written_in_any_plain_form_is_read_back(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%Y-%m-%dT%H:%M:%SZ"):
        assert read_day(day.strftime(form)) == (day.isoformat(), 1)


@given(st.text(max_size=90))
def test_no_text_upsets_the_reader_of_days(said: str) -> None:
    found = read_day(said, "2013-06")
    assert found is None or found[1] in (1, 4, 5)


# Ids


@given(st.lists(st.text(max_size=6), max_size=4), st.lists(st.text(max_size=6), max_size=4))
def test_ids_are_alike_only_for_the_same_parts(one: list[str], other: list[str]) -> None:
    assert (short_id("x", *one) == short_id("x", *other)) == (one == other)


def test_ids_have_the_form_that_the_tables_ask_for() -> None:
    made = claim_id("2013-06/a.txt", 10, 12, "killed")
    assert SHORT_ID.match(made)
    assert len(made) == LENGTH + 2
    assert made == claim_id("2013-06/a.txt", 10, 12, "killed")
    assert made != claim_id("2013-06/a.txt", 10, 12, "injured")
