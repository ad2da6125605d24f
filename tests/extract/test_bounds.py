"""Bounds: rows of examples, hedges of every kind written around a number and read back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.extract.numbers.bounds import BoundReader, Quantity
from reconcile.extract.numbers.numbers import NumberReader
from reconcile.language import load_pack
from reconcile.model.article import Article
from reconcile.text.document import Document
from reconcile.text.patterns import Phrases

PACK = load_pack("en")
NUMBERS = NumberReader(PACK)
READER = BoundReader(PACK)
READER.number_words = NUMBERS.starts
ROWS = list(csv.DictReader((Path(__file__).parents[1] / "examples" / "bounds.csv").open(encoding="utf-8")))
OPEN = {"at_least": (True, False), "more_than": (True, False), "at_most": (False, True), "less_than": (False, True)}


def read(text: str) -> list[tuple[str, Quantity]]:
    """Every number of a text with its hedges, and the words of both."""
    found = []
    for sentence in Document(Article("a", text)).sentences:
        tokens = sentence.tokens
        for number in NUMBERS.find(sentence):
            quantity = READER.read(tokens, number)
            found.append((text[tokens[quantity.first].start : tokens[quantity.last - 1].end], quantity))
    return found


def params() -> list[object]:
    gap = pytest.mark.xfail(strict=True, reason="a known gap")
    return [
        pytest.param(row, id=row["text"], marks=gap if row["kind_of_case"].startswith("gap") else ()) for row in ROWS
    ]


def side(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("row", params())
def test_a_hedge_bounds_its_number(row: dict[str, str]) -> None:
    found = dict(read(row["text"]))
    assert row["quote"] in found, list(found)
    quantity = found[row["quote"]]
    assert quantity.bound == row["bound"]
    assert (quantity.low, quantity.best, quantity.high) == (side(row["low"]), side(row["best"]), side(row["high"]))


def test_the_examples_cover_their_subject() -> None:
    assert len(ROWS) >= 120
    assert {row["bound"] for row in ROWS} == {
        "exact",
        "at_least",
        "more_than",
        "at_most",
        "less_than",
        "about",
        "range",
        "vague",
    }


def choices(phrase: str) -> str:
    """One way to say a phrase of the word file: of parted words the first."""
    return " ".join(word.removesuffix("?").split("/")[0] for word in phrase.split())


BEFORE = [(choices(p), bound) for bound, phrases in READER.before.rule.values.items() for p in phrases if p[-1] != "."]
AFTER = [(choices(p), bound) for bound, phrases in READER.after.rule.values.items() for p in phrases]


@given(st.sampled_from(BEFORE), st.integers(2, 10**6), st.booleans())
def test_a_hedge_before_a_number_is_read_back(hedge: tuple[str, str], value: int, shout: bool) -> None:
    text = f"They say {hedge[0]} {value:,} people fled."
    ((quote, quantity),) = read(text.upper() if shout else text)
    assert quantity.bound == hedge[1]
    assert quote.lower() == (f"{value:,}" if hedge[1] == "exact" else f"{hedge[0]} {value:,}")


@given(st.sampled_from(AFTER), st.integers(2, 10**6))
def test_a_hedge_behind_a_number_is_read_back(hedge: tuple[str, str], value: int) -> None:
    ((quote, quantity),) = read(f"They say {value:,} {hedge[0]} fled.")
    assert (quote, quantity.bound) == (f"{value:,} {hedge[0]}", hedge[1])


@given(st.sampled_from(BEFORE + AFTER), st.integers(2, 10**6))
def test_a_bound_is_never_closed_by_guessing(hedge: tuple[str, str], value: int) -> None:
    ((_, quantity),) = read(f"They say {hedge[0]} {value:,} people fled.")
    has_low, has_high = OPEN.get(quantity.bound, (True, True))
    assert (quantity.low is not None, quantity.high is not None) == (has_low, has_high)
    assert quantity.best == value


def test_a_hedge_that_opens_the_next_number_is_not_taken() -> None:
    (_, first), (_, second) = read("In all 124 at least four died.")
    assert (first.bound, second.bound) == ("exact", "at_least")


@pytest.mark.parametrize(
    ("phrase", "text", "end"),
    [
        ("claim/claimed the? lives of", "claimed lives of four", 3),
        ("claim/claimed the? lives of", "claim the lives of four", 4),
        ("bringing ~ toll to", "bringing the overall death toll to 4", 6),
        ("bringing ~ toll to", "bringing the last but one toll to 4", None),
        ("the? toll", "toll rose", 1),
        ("a b", "a c", None),
    ],
)
def test_phrases_have_choices_gaps_and_words_that_may_be_missing(phrase: str, text: str, end: int | None) -> None:
    tokens = Document(Article("a", text)).sentences[0].tokens
    found = Phrases([(phrase, "x")]).starting(tokens, 0)
    assert (found[1] if found else None) == end
    if found:
        assert Phrases([(phrase, "x")]).ending(tokens, found[1] - 1) == ("x", 0)
