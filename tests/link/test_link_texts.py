"""What proves a link: the articles' own words, not their headers, their furniture or the names of who carries them."""

from __future__ import annotations

from dataclasses import replace

import barsk
from barsk import Told

from reconcile.link import blank_fences
from reconcile.link.texts import outlet_names, outlet_pattern
from reconcile.model.article import Span
from schemas import records

HEAD = "Title: {title}\nSource: Inland Herald\nPublished: 3 March 2021\nDesk: northern valleys\n"


def fenced(doc: str, title: str, body: str) -> barsk.Article:
    head = HEAD.format(title=title)
    fences = (Span(0, len(head)),)
    text = f"{head}\n{body}"
    return replace(barsk.MARKET, doc=doc, text=text, title=title, fences=fences, publisher="Inland Herald")


def test_offsets_stay_true_and_the_title_is_kept() -> None:
    article = fenced("a", "Nine die in mill", "Nine men died.")
    (text,) = blank_fences([article]).values()
    assert len(text) == len(article.text)
    assert text.split() == ["Nine", "die", "in", "mill", "Nine", "men", "died."]
    assert text[article.text.index("Nine men") :] == "Nine men died."


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
    names = outlet_names([{"publisher": "Barsk", "agency": None}], [], ["Barsk", None])
    assert outlet_pattern(names) is None
