"""What a figure covers, and what did the harm."""

from __future__ import annotations

import pytest

from reconcile.extract.causes import CauseLexicon, Causes
from reconcile.extract.scope import ScopeReader
from reconcile.language import load_pack
from reconcile.model.article import Article
from reconcile.text.document import Document

SCOPES = ScopeReader(load_pack("en"))
CAUSES = CauseLexicon(load_pack("en"))


@pytest.mark.parametrize(
    ("sentence", "quote", "measure", "scope"),
    [
        ("Twelve people were killed when a shell hit the market.", "Twelve", "killed", "incident"),
        ("The war has killed 4,000 people.", "4,000", "killed", "cumulative"),
        ("More than 90,000 people have died since 2011.", "90,000", "killed", "cumulative"),
        ("Some 300 people have been killed since the talks broke off.", "300", "killed", "period"),
        ("Six people have been hurt since dawn.", "Six", "injured", "incident"),
        ("Raids killed 140 people in the past three days.", "140", "killed", "period"),
        ("There have been 40 killings so far this year.", "40", "killed", "period"),
        ("The five-year war goes on.", "five-year", "duration", "cumulative"),
        ("A 17-day assault ended.", "17-day", "duration", "incident"),
        ("About 150,000 people were driven out.", "150,000", "displaced", "cumulative"),
        ("The town lies 10 km from the border since 2011.", "10 km", "distance", "incident"),
    ],
)
def test_scope(sentence: str, quote: str, measure: str, scope: str) -> None:
    page = Document(Article("a", sentence))
    start = sentence.index(quote)
    digits = quote.replace(",", "")
    size = float(digits) if digits.isdigit() else 0
    found = SCOPES.of(page.sentences[0], start, start + len(quote), measure, size)
    assert found.scope == scope, found.ground


@pytest.mark.parametrize(
    ("text", "quote", "cause", "weapon"),
    [
        ("Air strikes killed 12 people.", "12", "airstrike", None),
        ("A car bomb killed 12 people.", "12", "car bomb", "car bomb"),
        ("Sarin gas killed 12 people.", "12", "chemical attack", "sarin"),
        ("A flood swept the valley. Twelve people died.", "Twelve", "flood", None),
        ("Gunmen opened fire. It was dark. Nobody came. Twelve died.", "Twelve", "shooting", None),
        ("Twelve people died.", "Twelve", None, None),
    ],
)
def test_cause(text: str, quote: str, cause: str | None, weapon: str | None) -> None:
    page = Document(Article("a", text))
    start = text.index(quote)
    sentence = page.sentence_at(start)
    assert sentence is not None
    found = Causes(page, CAUSES).of(sentence, start)
    assert (found.name, found.weapon) == (cause, weapon)
    assert (found.ground is None) == (cause is None)
