"""Which figures count a war or a series of attacks, and not the incident that the article is about."""

from __future__ import annotations

from dataclasses import replace

import barsk
import pytest

from reconcile.link import link_claims
from reconcile.link.parents import find_whole
from reconcile.link.reading import Reading
from reconcile.link.vocabulary import Lexicon
from reconcile.model.article import Article
from reconcile.text.document import Document
from schemas import records

WORDS = Lexicon().of("en")


@pytest.mark.parametrize(
    ("sentence", "quote", "measure", "scope", "kind"),
    [
        ("The 26-month conflict shows no end.", "26-month", "duration", "incident", "war"),
        ("Ten years of civil war have emptied Barsk.", "Ten years", "duration", "cumulative", "war"),
        ("The 17-day assault on Barsk is over.", "17-day", "duration", "incident", None),
        ("Monitors say 94,000 have died since the uprising began.", "94,000", "killed", "cumulative", "war"),
        ("It has looked into 70 cases of gas use since 2014.", "70", "incidents", "cumulative", "series"),
        ("The war reached Barsk, where 9 died on Monday.", "9", "killed", "incident", None),
        ("The toll of the market blast has risen to 86.", "86", "killed", "cumulative", None),
    ],
)
def test_the_words_tell_what_is_counted(sentence: str, quote: str, measure: str, scope: str, kind: str | None) -> None:
    article = Article("a", sentence, published="2021-03-02")
    told = {"a": [barsk.Told(quote, 9.0, measure=measure, scope=scope)]}
    (claim,) = barsk.claims([article], told)
    whole = find_whole(claim, Reading(Document(article), "en", WORDS))
    assert (whole.kind if whole else None) == kind


def test_a_total_without_a_country_is_unlinked_and_says_why() -> None:
    article = replace(barsk.MARKET, doc="lost", text="The war has killed 8,000 people so far.")
    linked, _, events = barsk.run([article], {"lost": [barsk.Told("8,000", 8000, scope="cumulative")]})
    assert linked["link"].tolist() == ["unlinked"]
    assert "no country" in linked["link_reason"].iloc[0]
    assert len(events) == 0


def test_one_number_of_one_series_meets_under_the_country() -> None:
    near = replace(barsk.MARKET, doc="near", text="The watchdog has looked into 70 cases of gas use since 2014.")
    wide = replace(barsk.MARKET, doc="wide", text="In Sarmia, 70 cases of gas use were examined since 2014.")
    other = replace(barsk.MARKET, doc="other", text="In Tolven, 20 cases of gas use were examined since 2014.")
    told = {
        doc: [barsk.Told(quote, value, "incidents", place, "2014-01-01", "chemical attack", "cumulative")]
        for doc, quote, value, place in (
            ("near", "70 cases", 70, "Barsk"),
            ("wide", "70 cases", 70, "Sarmia"),
            ("other", "20 cases", 20, "Tolven"),
        )
    }
    linked, _, events = barsk.run([near, wide, other], told)
    series = dict(zip(linked["doc"], linked["event_id"], strict=True))
    assert series["near"] == series["wide"] != series["other"]
    assert {row["place"] for row in records(events)} == {"Sarmia", "Tolven"}


def test_two_wars_of_one_country_are_told_apart_by_their_start() -> None:
    text = "Sarmia counts its dead\nSince the war of 1955, 9,000 died. Since the 2011 conflict, 700 died; 710 by April."
    article = replace(barsk.MARKET, doc="wars", text=text)
    told = {
        "wars": [
            replace(barsk.Told(q, v, place="Sarmia", scope="cumulative"), day=d)
            for q, v, d in (("9,000", 9000, "1955-01-01"), ("700", 700, "2011-03-01"), ("710", 710, "2011-03-01"))
        ]
    }
    claims = [replace(claim, event_end=None) for claim in barsk.claims([article], told)]
    linked = link_claims(claims, [], barsk.documents([article]), barsk.Desk(), barsk.pages([article]))
    by_quote = {claim.quote: claim.event_id for claim in linked.claims}
    assert by_quote["700"] == by_quote["710"] != by_quote["9,000"]
    assert {event.start for event in linked.events} == {"1955-01-01", "2011-03-01"}
