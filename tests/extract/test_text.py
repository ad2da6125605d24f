"""The text as the reader sees it: sentences and tokens whose spans hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.model.article import Article, Span
from reconcile.text.document import Document


def sentences(text: str, *fences: Span) -> list[str]:
    return [sentence.text for sentence in Document(Article("a", text, fences=fences)).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ten died. Two fled.", ["Ten died.", "Two fled."]),
        ("He met Dr. Amal in the U.S. Army post. She left.", ["He met Dr. Amal in the U.S. Army post.", "She left."]),
        ("A 6. 1 - magnitude quake hit. Nobody died.", ["A 6. 1 - magnitude quake hit.", "Nobody died."]),
        ("It fell on a house.Police came later.", ["It fell on a house.", "Police came later."]),
        ('She wrote of "the smell. " He ran.', ['She wrote of "the smell. "', "He ran."]),
        ("Blast kills 12\n\nTwelve died on Monday.", ["Blast kills 12", "Twelve died on Monday."]),
        ("Blast kills 12\nTwelve died on Monday.", ["Blast kills 12", "Twelve died on Monday."]),
        ("Twelve people lost\ntheir homes.", ["Twelve people lost\ntheir homes."]),
        ("Between 40 and\n50 people fled.", ["Between 40 and\n50 people fled."]),
        (
            "The flood in the valley cut off 5.4\n\nmillion people.",
            ["The flood in the valley cut off 5.4\n\nmillion people."],
        ),
        (
            "The flood in the valley cut off the town.\n\n12 died.",
            ["The flood in the valley cut off the town.", "12 died."],
        ),
        ("Killed\n\nno one", ["Killed", "no one"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences_are_parted(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_wrapped_lines_are_joined() -> None:
    line = "THE BATTALION SAID THAT ABOUT FIFTY PEASANTS OF ALL AGES HAD BEEN TAKEN BY"
    text = f"{line}\n{line}\nA BAND."
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Homes burnt.[12][13] Ten died[a].", "homes burnt . ten died ."),
        ("Some [12] died.", "some [ 12 ] died ."),
        ("See https://news.example.org/12-dead-in-orlova?id=7 today.", "see today ."),
        ("Ten peo\u00adple \u200bdied\u200f.", "ten people died ."),
        ("\ufeffSome 1,\u200b500 fled.", "some 1,500 fled ."),
    ],
)
def test_marks_beside_the_text_are_no_tokens(text: str, words: str) -> None:
    tokens = [token for sentence in Document(Article("a", text)).sentences for token in sentence.tokens]
    assert " ".join(token.low for token in tokens) == words
    assert all(text[token.start].isalnum() or not token.low.isalnum() for token in tokens)


def test_nothing_is_read_inside_a_fence() -> None:
    text = "Ten died.\nSubscribe now for 3 months.\nTwo fled."
    start = text.index("Subscribe")
    assert sentences(text, Span(start, text.index("Two"))) == ["Ten died.", "Two fled."]


def test_capitals_throughout_say_nothing() -> None:
    page = Document(Article("a", "TWO SUBVERSIVES WERE KILLED. Two men from Homs died."))
    assert [sentence.shouting for sentence in page.sentences] == [True, False]


def test_a_heading_stands_alone() -> None:
    page = Document(Article("a", "Blast kills 12 in Vessen\n\nTwelve died. More were hurt."))
    assert [sentence.heading for sentence in page.sentences] == [True, False, False]


@given(st.text(alphabet="ab AB.,'\"’“”–\n\t 12,0:-éß\u00a0", max_size=200))
def test_spans_hold_their_words(text: str) -> None:
    page = Document(Article("a", text))
    assert len(page.plain) == len(text)
    ends = 0
    for sentence in page.sentences:
        assert sentence.start >= ends
        ends = sentence.end
        assert page.sentence_at(sentence.start) is sentence
        for token in sentence.tokens:
            words = page.plain[token.start : token.end].lower()
            assert words in (token.low, f"{token.low}.")  # the last full stop of U.S. is no part of the word
