"""Which figures are of one event, which are not, and that the answer hangs on nothing but what the articles say."""

from __future__ import annotations

from dataclasses import replace

import barsk
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.link import Linked, link_claims
from reconcile.model.records import Event
from reconcile.store.desk import Desk
from schemas import Claims, Events, records

ALL = list(barsk.ARTICLES.values())
EARLIER = replace(
    barsk.FERRY,
    doc="well-herald",
    text="Well collapse buries 9 near Tolven\nA well fell in on diggers near Tolven on 11 January; 9 men died.",
    published="2021-01-12",
)
WELL = {"well-herald": [barsk.Told("buries 9", 9, place="Tolven", day="2021-01-11", cause="accident")]}


def ids(frame: pd.DataFrame) -> dict[str, object]:
    return {row["claim_id"]: (row["event_id"], row["link"], row["candidates"]) for row in records(frame)}


def test_two_papers_on_one_strike_share_its_event() -> None:
    linked, _, _ = barsk.run(ALL)
    strike = barsk.event_of(linked, "market-herald", "kills 12")
    assert strike is not None
    assert barsk.event_of(linked, "market-post", "14") == strike


def test_a_figure_without_place_and_day_follows_its_article() -> None:
    linked, _, _ = barsk.run(ALL)
    assert barsk.event_of(linked, "market-herald", "31") == barsk.event_of(linked, "market-herald", "kills 12")


def test_another_place_and_cause_on_the_same_day_is_another_event() -> None:
    linked, _, _ = barsk.run(ALL)
    assert barsk.event_of(linked, "ferry-post", "20 missing") not in (
        None,
        barsk.event_of(linked, "market-herald", "kills 12"),
    )


def test_a_total_to_date_goes_to_the_war_which_is_the_parent_of_its_strikes() -> None:
    linked, _, events = barsk.run(ALL)
    war = barsk.event_of(linked, "market-herald", "More than 8,000")
    rows = {row["event_id"]: row for row in records(events)}
    assert rows[war]["kind"] == "war"
    assert rows[barsk.event_of(linked, "market-herald", "kills 12")]["parent"] == war
    assert rows[barsk.event_of(linked, "ferry-post", "20 missing")]["parent"] is None


def test_a_war_has_the_same_id_in_every_batch() -> None:
    whole, _, _ = barsk.run(ALL)
    alone, _, _ = barsk.run([barsk.MARKET])
    assert barsk.event_of(alone, "market-herald", "More than 8,000") == barsk.event_of(
        whole, "market-herald", "More than 8,000"
    )


def test_a_flashback_is_its_own_event() -> None:
    article = replace(
        barsk.MARKET,
        doc="flashback",
        text=barsk.MARKET.text + "\nIn January, shells killed 6 pupils in a school in Tolven.",
    )
    told = {"flashback": [*barsk.TOLD["market-herald"], barsk.Told("6 pupils", 6, place="Tolven", day="2021-01-09")]}
    linked, _, _ = barsk.run([article], told)
    assert barsk.event_of(linked, "flashback", "6 pupils") != barsk.event_of(linked, "flashback", "kills 12")


def test_the_tables_pass_their_schemas_and_links_explain_themselves() -> None:
    linked, _, events = barsk.run(ALL)
    Claims.validate(linked)
    Events.validate(events)
    assert linked["link_reason"].notna().all()
    reason = linked[linked["quote"] == "14"]["link_reason"].iloc[0]
    assert "market-herald" in reason
    assert "same place" in reason


def test_an_event_is_named_by_kind_place_and_day() -> None:
    _, _, events = barsk.run(ALL)
    assert "Airstrike, Barsk, 2 Mar 2021" in set(events["name"])


@given(st.permutations(ALL))
def test_the_order_of_articles_changes_nothing(articles: list[barsk.Article]) -> None:
    expected, _, events = barsk.run(ALL)
    linked, _, same = barsk.run(articles)
    assert ids(linked) == ids(expected)
    assert records(same) == records(events)


def test_an_article_on_another_event_changes_no_id() -> None:
    before, _, _ = barsk.run(ALL)
    after, _, _ = barsk.run([EARLIER, *ALL], {**barsk.TOLD, **WELL})
    known = ids(before)
    assert {key: value for key, value in ids(after).items() if key in known} == known


def test_a_further_article_on_an_event_keeps_its_id() -> None:
    alone, _, _ = barsk.run([barsk.MARKET])
    both, _, _ = barsk.run([barsk.MARKET, barsk.MARKET_LATER])
    assert barsk.event_of(both, "market-post", "14") == barsk.event_of(alone, "market-herald", "kills 12")


@pytest.mark.parametrize("alias", ["Fish market attack", "Black Tuesday"])
def test_an_event_of_the_desk_takes_the_claims_that_name_or_place_it(alias: str) -> None:
    row = {
        "event_id": "e-desk-market",
        "name": "Barsk market strike",
        "kind": "airstrike",
        "place": "Barsk",
        "country": "XA",
        "latitude": 51.0,
        "longitude": 30.0,
        "start": "2021-03-02",
        "end": "2021-03-02",
        "precision": 1,
        "aliases": (alias,),
        "origin": "desk",
    }
    linked, _, events = barsk.run(ALL, desk=Desk(events=(Event(**row),)))
    assert barsk.event_of(linked, "market-post", "14") == "e-desk-market"
    assert barsk.event_of(linked, "ferry-post", "20 missing") != "e-desk-market"
    assert events["event_id"].tolist().count("e-desk-market") == 1


def test_arguments_are_left_alone() -> None:
    papers = barsk.documents(ALL)
    told = barsk.claims(ALL, barsk.TOLD)
    before = list(papers), list(told)
    link_claims(told, [], papers, Desk(), barsk.pages(ALL))
    assert (papers, told) == before


def test_nothing_to_link_is_no_error() -> None:
    assert link_claims([], [], [], Desk(), {}) == Linked([], [], [])
