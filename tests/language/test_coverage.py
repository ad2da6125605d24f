"""What a language lacks is reported, and is no hindrance: a pack may begin with two files, and a desk may bring it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.errors import BadInput
from reconcile.extract.reader import extract_claims
from reconcile.language import Pack, available, check_overlay
from reconcile.language.coverage import coverage
from reconcile.model.article import Article
from reconcile.store.desk import Desk, read_settings

SPANISH = {
    "numbers": 'values: {once: 11, doce: 12}\nthousand_marks: "."\ndecimal_mark: ","\n',
    "measures": "nouns: {killed: [muerto muertos]}\n",
}


@pytest.fixture
def spanish(tmp_path: Path) -> Path:
    """A desk's own language folder, with two files of a language that the package does not know."""
    (tmp_path / "language" / "es").mkdir(parents=True)
    for name, text in SPANISH.items():
        (tmp_path / "language" / "es" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "language"


def test_english_lacks_nothing() -> None:
    assert coverage("en") == []


def test_french_says_what_it_lacks() -> None:
    lacks = coverage("fr")
    assert {lack.file for lack in lacks if lack.field is None} <= {"link", "wording"}
    assert {f"{lack.file}.{lack.field}" for lack in lacks if lack.field} >= {
        "attribution.telling",
        "nonfigures.streets",
    }
    assert all(lack.effect for lack in lacks if lack.field is None)


def test_what_is_there_is_not_lacking() -> None:
    lacking = {(lack.file, lack.field) for lack in coverage("fr")}
    french = Pack("fr")
    assert not any((french.data(file) or {}).get(field or "about") for file, field in lacking)


def test_a_desk_brings_a_language_of_two_files(spanish: Path) -> None:
    check_overlay(spanish)
    assert "es" in available(spanish)
    assert "es" not in available()
    article = Article("a", "Al menos 12 muertos en Homs. Once muertos.", language="es")
    desk = Desk(language_overlay=spanish)
    claims = extract_claims([article], desk.settings, desk.places, overlay=spanish).claims
    assert sorted((claim.quote, claim.measure, claim.best) for claim in claims) == [
        ("12", "killed", 12.0),
        ("Once", "killed", 11.0),
    ]
    assert {lack.file for lack in coverage("es", spanish) if lack.field is None} >= {"dates", "places", "people"}


def test_the_setting_takes_a_language_that_the_desk_brings(spanish: Path) -> None:
    settings = spanish.parent / "settings.yaml"
    settings.write_text("language: es\n")
    assert read_settings(settings, spanish).language == "es"
    with pytest.raises(BadInput, match="'es' has no language pack; there are en, fr"):
        read_settings(settings)
