"""Language packs: what is read, what is refused, what a desk may add."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.errors import BadLanguageData
from reconcile.extract.counted.read import CountReader
from reconcile.language import Pack, WordFile, available, load_pack
from reconcile.model.article import Article
from reconcile.text.cues import CueWords
from reconcile.text.document import Document
from reconcile.text.inflect import noun_forms, verb_forms


class Hues(WordFile):
    hues: list[str]


def desk(tmp_path: Path, text: str) -> Path:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "cues.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(BadLanguageData, match="no language pack 'xx'"):
        load_pack("xx")


@pytest.mark.parametrize("code", available())
def test_every_pack_reads(code: str) -> None:
    assert CountReader(load_pack(code)).read_document(Document(Article("a", ""))) == []


def test_a_desk_adds_a_hedge_without_touching_code(tmp_path: Path) -> None:
    text = "A good 40 people were killed."
    plain = CountReader(load_pack("en")).read_document(Document(Article("a", text)))
    overlay = desk(tmp_path, "hedge_before: {values: {at_least: [a good]}}\n")
    told = CountReader(Pack("en", overlay)).read_document(Document(Article("a", text)))
    assert [f.quantity.bound for f in plain] == ["exact"]
    assert [(f.quantity.bound, text[f.start : f.end]) for f in told] == [("at_least", "A good 40")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hedge_before: [", "not valid YAML"),
        ("- a\n- b\n", "should hold named fields"),
        ("hedge_befor: {}\n", "'hedge_befor' is not as expected"),
        ("hedge_before: {values: {at_least: 3}}\n", "hedge_before.values.at_least"),
    ],
)
def test_bad_words_are_refused_with_file_and_field(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadLanguageData, match=r"cues\.yaml") as refusal:
        Pack("en", desk(tmp_path, text)).read("cues", CueWords)
    assert says in str(refusal.value)


def test_no_and_yes_are_words(tmp_path: Path) -> None:
    overlay = desk(tmp_path, "hedge_before: {values: {exact: [no, yes, on]}}\n")
    assert {"no", "yes", "on"} <= set(Pack("en", overlay).read("cues", CueWords).hedge_before.values["exact"])


@pytest.mark.parametrize(
    ("entry", "plural"), [("family", ["families"]), ("policeman", ["policemen"]), ("bus", ["buses"]), ("boy", ["boys"])]
)
def test_plurals(entry: str, plural: list[str]) -> None:
    assert noun_forms(load_pack("en"), entry)[1] == plural


@pytest.mark.parametrize(
    ("entry", "past", "gerund"),
    [("bury", "buried", "burying"), ("flee flees fled fled fleeing", "fled", "fleeing"), ("die", "died", "dying")],
)
def test_verbs(entry: str, past: str, gerund: str) -> None:
    forms = verb_forms(load_pack("en"), entry)
    assert (forms[2], forms[4]) == ([past], [gerund])
