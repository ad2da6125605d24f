"""The word of confidence, and beside it the two grades of the Admiralty scale."""

from pathlib import Path

import pytest
from tellings import claim, conflicts, figures, rated, rulings

from reconcile.settle.confidence import CREDIBILITY
from schemas.columns import RELIABILITIES

CODEBOOK = Path(__file__).parents[2] / "docs" / "codebook.md"


def source(name, reliability):
    row = {"source_id": f"o-{name}", "name": name, "role": "originator", "aliases": (), "reliability": reliability}
    return {**row, "state": "known", "articles": 1, "claims": 1, "conflicts": 0}


def graded(*rows, **given):
    return [(row["reliability"], row["credibility"]) for row in figures(*rows, **given)]


@pytest.mark.parametrize(
    ("told", "grade"),
    [
        (["14", "14", "14"], 1),
        (["14", "at least 11"], 2),
        (["14", "14", "20"], 3),
        (["14", "20"], 4),
        (["14"], 6),
    ],
)
def test_credibility_goes_by_who_else_says_so(told, grade):
    assert graded(*[claim(who, number) for who, number in zip("ABC", told, strict=False)]) == [("F", grade)]


def test_credibility_and_reliability_are_judged_apart():
    sources = rated(source("A", "A"), source("B", "D"))
    assert graded(claim("A", "14"), sources=sources) == [("A", 6)], "one trusted source, and nobody else"
    assert graded(claim("B", "14"), claim("C", "14"), claim("D", "14"), sources=sources) == [("F", 1)]
    assert graded(claim("B", "14"), sources=sources) == [("D", 6)]


def test_reliability_is_that_of_who_allows_the_figure():
    sources = rated(source("A", "A"))
    rows = [claim("A", "14"), claim("B", "20"), claim("C", "20")]
    assert graded(*rows, sources=sources) == [("F", 3)]


def test_a_denial_makes_doubtful_and_a_number_of_the_desk_s_own_improbable():
    rows = [claim("the panel", "40", doc="a"), claim("the army", "40", doc="b", stance="denied")]
    assert graded(*rows) == [("F", 4)]
    two = [claim("A", "30"), claim("B", "43")]
    about = figures(*two)[0]["figure_id"]
    assert graded(*two, decisions=rulings(two, (about, "set value", "99"))) == [("F", 5)]
    assert graded(*two, decisions=rulings(two, (about, "set value", "30"))) == [("F", 4)]
    assert conflicts(*two)


def test_allegations_cannot_be_judged():
    assert graded(claim("A", "9", stance="alleged"), claim("B", "9", stance="alleged")) == [("F", 6)]


def test_the_codebook_gives_every_grade():
    text = " ".join(CODEBOOK.read_text(encoding="utf-8").split())
    for grade, words in CREDIBILITY.items():
        name, _, condition = words.partition(": ")
        assert f"| {grade} {name} | {condition}" in text
    assert set(RELIABILITIES) == set("ABCDEF")
