"""What proves a link: the articles' own words, not their headers, their furniture or the names of who carries them."""

from __future__ import annotations

from dataclasses import replace

import barsk
from barsk import Told

from reconcile.link.outlets import outlet_names, outlet_pattern
from reconcile.link.reading import Reading
from reconcile.link.vocabulary import Lexicon
from reconcile.model.article import Span
from reconcile.text.document import Document
from schemas import records

HEAD = "Title: {title}\nSource: Inland Herald\nPublished: 3 March 2021\nDesk: northern valleys\n"


def fenced(doc: str, title: str, body: str) -> barsk.Article:
    head = HEAD.format(title=title)
    fences = (Span(0, len(head)),)
    text = f"{head}\n{body}"
    return replace(barsk.MARKET, doc=doc, text=text, title=title, fences=fences, publisher="Inland Herald")


def test_a_title_inside_a_fence_is_the_articles_first_sentence() -> None:
    article = fenced("a", "Nine die in mill", "Nine men died.")
    reading = Reading(Document(article), "en", Lexicon().of("en"))
    assert [sentence.text for sentence in reading.sentences] == ["Nine die in mill", "Nine men died."]
    (claim,) = barsk.claims([article], {"a": [Told("Nine men", 9)]})
    assert reading.index_of(claim) == 1
    assert list(reading.around(claim)) == ["Nine men died.", "Nine die in mill"]


def test_reasons_name_no_header_and_no_outlet() -> None:
    body = "Nine men died in Barsk on Tuesday when the mill of Ilse Varn fell in, a miller told the Inland Herald."
    later = "The Herald learnt that nine men had died in the mill of Ilse Varn in Barsk. The Inland Herald was there."
    articles = [fenced("a", "Mill falls", body), fenced("b", "Mill: questions", later)]
    told = {
        "a": [Told("Nine", 9, place="Barsk", day="2021-03-02", cause="accident")],
        "b": [Told("nine", 9, place="Barsk", day="2021-03-02", cause="accident")],
    }
    linked, _, _ = barsk.run(articles, told)
    for row in records(linked):
        shared = row["link_reason"].split("words in common: ")[1].split(", ")
        assert not {"inland", "herald", "source", "published", "valleys", "northern"} & set(shared)
        assert {"varn", "ilse"} & set(shared)


def test_a_place_that_is_also_a_papers_name_is_heard() -> None:
    papers = barsk.documents([replace(barsk.MARKET, publisher="Barsk")])
    assert outlet_pattern(outlet_names(papers, [], ["Barsk", None], [Lexicon().of("en")])) is None


def test_an_outlet_is_known_without_its_article_in_the_language_of_the_text() -> None:
    papers = barsk.documents([replace(barsk.MARKET, publisher="La Gazette", agency="Nordwire")])
    assert outlet_names(papers, [], [], [Lexicon().of("fr")]) == ["Nordwire", "Gazette"]
    assert outlet_names(papers, [], [], [Lexicon().of("en")]) == ["La Gazette", "Nordwire"]
