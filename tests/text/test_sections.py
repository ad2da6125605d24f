import pytest

from reconcile.model.article import Article
from reconcile.text.document import Document
from reconcile.text.sections import Sections

DIGEST = """Weekly overview

VALDORIA

Floods killed four people.

North

Two farmers drowned in Kessen.

MARENIA

A raid killed six. It came at night.

Port Adal: Gunmen shot a guard. A driver was hurt."""


@pytest.mark.parametrize(
    ("sentence", "headings"),
    [
        ("Floods killed", ["VALDORIA", "Weekly overview"]),
        ("North", ["VALDORIA", "Weekly overview"]),
        ("Two farmers", ["North", "VALDORIA", "Weekly overview"]),
        ("It came", ["MARENIA", "Weekly overview"]),
        ("A driver", ["Port Adal", "MARENIA", "Weekly overview"]),
    ],
)
def test_headings_apply_until_the_next_one_of_their_style(sentence: str, headings: list[str]) -> None:
    document = Document(Article("a", DIGEST))
    asked = next(s for s in document.sentences if s.text.startswith(sentence))
    assert [DIGEST[h.start : h.end] for h in Sections(document).over(asked)] == headings


def test_a_numbered_line_is_a_heading_and_a_number_of_people_is_none() -> None:
    text = (
        "Daily brief\n\n1. Quake of 6 May\n- North: 12 dead\n\n2. Quake of 9 May\n- South: 3 dead\n\n14 hurt\n- East: 1"
    )
    document = Document(Article("a", text))
    asked = {s.text: s for s in document.sentences}
    over = {start: [text[h.start : h.end] for h in Sections(document).over(s)] for start, s in asked.items()}
    south = next(heads for start, heads in over.items() if start.startswith("- South"))
    assert "2. Quake of 9 May" in south
    assert "1. Quake of 6 May" not in south
    assert not any("14 hurt" in heads for heads in over.values())


def test_items_of_a_list_and_sentences_are_no_headings() -> None:
    document = Document(Article("a", "Two died.\n\n- Four hurt in Kessen\n\n12 held in Adal\n\nThe end came."))
    assert [Sections(document).over(sentence) for sentence in document.sentences] == [()] * 4
