"""Copies of one text, and what they lend one another."""

from __future__ import annotations

from dataclasses import replace

import barsk
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.link import find_stories, story_differences
from reconcile.link.bodies import Body, containment
from reconcile.model.article import Article, Span
from reconcile.model.records import Document
from reconcile.model.settings import Settings
from reconcile.text.document import Document as Page

WIRE = (
    "River breaks dam at Tolven\n"
    "The river Tolva broke the old dam above Tolven on Monday night and 40 houses were swept away, officials said.\n"
    "Rescuers in boats brought 200 people to the school on the hill, where they spent the night on mats.\n"
    "The governor, Anna Brask, said at least 7 people had drowned and that the figure would rise.\n"
    "She promised an inquiry into the dam, which engineers had called unsafe two years ago.\n"
    "Rain is expected to go on until Thursday in the whole of the valley."
)
CUT = (
    "The river Tolva broke the old dam above Tolven late on Monday and 40 houses were swept away, officials said.\n"
    "The governor, Anna Brask, said at least 7 people had drowned and that the figure would rise.\n"
    "She promised an inquiry into the dam, which engineers had called unsafe two years ago."
)
OTHER = (
    "Seven drown as Tolven dam fails\n"
    "Water tore through Tolven when a dam gave way, the fire brigade's Jan Holt told reporters beside the church.\n"
    "He counted seven bodies and sixty wrecked homes; a bridge on the road to Barsk is gone as well.\n"
    "People in the lower town say that nobody warned them before the wave came down the street."
)


def stories(articles: list[Article]) -> dict[str, str]:
    _, papers = found_stories(articles)
    return {paper.doc: paper.story or "" for paper in papers}


def found_stories(articles: list[Article]) -> tuple[list[Article], list[Document]]:
    return find_stories([Page(article) for article in articles], barsk.documents(articles), Settings())


def _article(doc: str, text: str, published: str | None = "2021-04-06", **more: object) -> Article:
    precision = None if published is None else 1
    basis = None if published is None else "stated"
    article = Article(doc, text, published=published, published_precision=precision, published_basis=basis)
    return replace(article, **more)  # type: ignore[arg-type]


def test_a_cut_is_of_the_story_and_another_report_of_the_same_flood_is_not() -> None:
    found = stories([_article("whole", WIRE), _article("cut", CUT), _article("other", OTHER)])
    assert found["whole"] == found["cut"]
    assert found["other"] != found["whole"]


def test_furniture_neither_makes_nor_hides_a_copy() -> None:
    offer = "\nSubscribe now for three months of unlimited reading. Renews on its own, cancel at any time." * 12
    cut = _article("cut", CUT + offer, fences=(Span(len(CUT), len(CUT + offer)),))
    fenced = _article("ad", OTHER + offer, fences=(Span(len(OTHER), len(OTHER + offer)),))
    found = stories([_article("whole", WIRE), cut, fenced])
    assert found["cut"] == found["whole"]
    assert found["ad"] != found["whole"]


def test_the_same_words_a_year_later_are_no_copy() -> None:
    found = stories([_article("then", WIRE), _article("now", CUT, "2022-04-06")])
    assert found["then"] != found["now"]


def test_an_undated_copy_takes_the_date_of_its_twin() -> None:
    articles, papers = found_stories([_article("whole", WIRE), _article("cut", CUT, None)])
    lent = next(article for article in articles if article.doc == "cut")
    assert (lent.published, lent.published_precision, lent.published_basis) == ("2021-04-06", 1, "twin")
    paper = next(paper for paper in papers if paper.doc == "cut")
    assert (paper.published, paper.published_basis) == ("2021-04-06", "twin")


def test_a_date_in_the_text_comes_before_a_twins() -> None:
    dated = _article("cut", f"Last updated: 7 April, 2021\n\n{CUT}", None)
    articles, _ = found_stories([_article("whole", WIRE), dated])
    read = next(article for article in articles if article.doc == "cut")
    assert (read.published, read.published_basis) == ("2021-04-07", "text")


def test_the_day_at_the_head_of_a_text_comes_before_that_of_its_record() -> None:
    fetched = _article("fetched", f"Levee breaks\n\nPublished April 7 2021 {CUT}", "2021-04-19")
    listed = _article("listed", f"Rainfall\n\n{CUT} The wettest day was March 2, 2021.", "2021-04-08")
    told_long_ago = _article("archive", f"Levee breaks\n\nPublished April 7 2011 {CUT}", "2021-04-08")
    articles, _ = found_stories([fetched, listed, told_long_ago])
    days = {article.doc: (article.published, article.published_basis) for article in articles}
    assert days["fetched"] == ("2021-04-07", "text")
    assert days["listed"] == days["archive"] == ("2021-04-08", "stated")


def test_a_further_story_changes_no_id() -> None:
    few = [_article("whole", WIRE), _article("cut", CUT)]
    before = stories(few)
    assert {doc: story for doc, story in stories([*few, _article("other", OTHER)]).items() if doc in before} == before


@given(st.permutations(["whole", "cut", "other", "twin"]))
def test_the_order_of_articles_changes_nothing(order: list[str]) -> None:
    texts = {"whole": WIRE, "cut": CUT, "other": OTHER, "twin": OTHER}
    expected = stories([_article(doc, text) for doc, text in texts.items()])
    assert stories([_article(doc, texts[doc]) for doc in order]) == expected
    assert expected["other"] == expected["twin"]


@pytest.mark.parametrize("text", ["", "Fire.", "No news today\n"])
def test_tiny_texts_are_stories_of_their_own(text: str) -> None:
    found = stories([_article("tiny", text), _article("whole", WIRE)])
    assert found["tiny"] != found["whole"]


def test_what_each_cut_adds_and_lacks_is_known() -> None:
    own = CUT + "\nOur reporter saw two more bodies at the mill."
    articles = [_article("whole", WIRE), _article("cut", own), _article("other", OTHER)]
    dated, papers = found_stories(articles)
    found = story_differences(map(Page, dated), papers)
    assert set(found) == {"whole", "cut"}
    assert (found["whole"].longest, found["whole"].adds, found["whole"].lacks) == ("whole", (), ())
    assert [own[span.start : span.end] for span in found["cut"].adds] == [
        "Our reporter saw two more bodies at the mill."
    ]
    lacked = [WIRE[span.start : span.end] for span in found["cut"].lacks]
    assert lacked[0] == "River breaks dam at Tolven"
    assert lacked[1].startswith("Rescuers in boats")
    assert lacked[2].startswith("Rain is expected")
    assert len(lacked) == 3


def test_a_story_of_one_article_has_nothing_to_compare() -> None:
    articles = [_article("whole", WIRE), _article("other", OTHER)]
    dated, papers = found_stories(articles)
    assert story_differences(map(Page, dated), papers) == {}


@given(st.data())
def test_light_edits_hide_no_copy(data: st.DataObject) -> None:
    """A word in fifteen may go, be doubled or be written otherwise, anywhere in the text."""
    words = WIRE.split(" ")
    edited = list(words)
    for place in data.draw(st.sets(st.integers(0, len(words) - 1), max_size=len(words) // 15)):
        edited[place] = data.draw(st.sampled_from(["", words[place] * 2, "then"]))
    found = stories([_article("whole", WIRE), _article("edited", " ".join(filter(None, edited)))])
    assert found["whole"] == found["edited"]


def test_a_text_holds_itself_and_nothing_of_another() -> None:
    one = Body("a", None, tuple(f"word{n} " * 9 + f"end{n}" for n in range(5)))
    other = Body("b", None, tuple(f"sign{n} " * 9 + f"stop{n}" for n in range(5)))
    assert (containment(one, one), containment(one, other)) == (1.0, 0.0)
