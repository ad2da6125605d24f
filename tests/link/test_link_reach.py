"""Disasters that reach far and are counted for weeks are one event; two of them that the text dates apart are two."""

from __future__ import annotations

from dataclasses import replace

import barsk
import pytest
from barsk import Told

from reconcile.link.vocabulary import load_causes

MONDAY = replace(
    barsk.MARKET,
    doc="monday",
    text="Quake in Sarmia\nAn earthquake shook Sarmia on Monday and killed 284 people in Barsk, the office said.",
    published="2021-03-01",
)
FRIDAY = replace(
    barsk.MARKET,
    doc="friday",
    publisher="Gazette",
    text="Hope fades\nThe death toll in Tolven rose to 912 on Friday, the office said of the earthquake.",
    published="2021-03-05",
)
SECOND = replace(
    barsk.MARKET,
    doc="second",
    publisher="Courier",
    text="New quake\nA new earthquake shook Tolven on 20 March and killed 6 people.",
    published="2021-03-20",
)
DAYS = [
    barsk.day(MONDAY, "Monday", "2021-03-01"),
    barsk.day(FRIDAY, "Friday", "2021-03-05"),
    barsk.day(SECOND, "20 March", "2021-03-20"),
]
TOLD = {
    "monday": [Told("284 people", 284, place="Barsk", day="2021-03-01", cause="earthquake")],
    "friday": [Told("912", 912, place="Tolven", day="2021-03-05", cause="earthquake")],
    "second": [Told("6 people", 6, place="Tolven", day="2021-03-20", cause="earthquake")],
}


def test_the_day_of_a_count_is_no_day_of_the_quake() -> None:
    linked, _, events = barsk.run([MONDAY, FRIDAY], TOLD, days=DAYS)
    assert barsk.event_of(linked, "friday", "912") == barsk.event_of(linked, "monday", "284 people")
    assert set(events["start"]) == {"2021-03-01"}


def test_a_second_quake_with_its_own_day_is_another_event() -> None:
    linked, _, _ = barsk.run([MONDAY, FRIDAY, SECOND], TOLD, days=DAYS)
    assert barsk.event_of(linked, "second", "6 people") != barsk.event_of(linked, "monday", "284 people")


def test_a_toll_of_thousands_with_a_misread_cause_joins_the_disaster_of_its_country() -> None:
    text = "What we know\nDead so far: 21,300.\nAn air bridge from Ostia has begun."
    digest = replace(barsk.MARKET, doc="digest", publisher="Digest", text=text, published="2021-03-06")
    later = replace(FRIDAY, text=FRIDAY.text.replace("912", "19,400"))
    told = TOLD | {
        "friday": [Told("19,400", 19400, place="Tolven", day="2021-03-05", cause="earthquake")],
        "digest": [Told("21,300", 21300, place="Barsk", day="2021-03-06", cause="airstrike")],
    }
    linked, _, _ = barsk.run([MONDAY, later, digest], told, days=DAYS[:2])
    assert barsk.event_of(linked, "digest", "21,300") == barsk.event_of(linked, "friday", "19,400")


@pytest.mark.parametrize(
    ("one", "other", "reach"), [("quake", "quake", 1000), ("flood", "slide", 100), ("quake", "air", None)]
)
def test_the_narrower_of_two_related_kinds_decides_how_far_apart_its_places_are(
    one: str, other: str, reach: float | None
) -> None:
    assert load_causes().reach(one, other) == reach


def test_people_driven_out_by_fighting_are_no_count_of_a_flood() -> None:
    flood = replace(MONDAY, doc="flood", text="Flood in Barsk\nA flood drove 6,000 people from Barsk on Monday.")
    raid = replace(
        FRIDAY, doc="raid", text="Raids on Tolven\nAir raids drove 5,000 people from Tolven on Friday, the mayor said."
    )
    told = {
        "flood": [Told("6,000 people", 6000, "displaced", place="Barsk", day="2021-03-01", cause="flood")],
        "raid": [Told("5,000 people", 5000, "displaced", place="Tolven", day="2021-03-05", cause="airstrike")],
    }
    linked, _, _ = barsk.run([flood, raid], told)
    assert barsk.event_of(linked, "raid", "5,000 people") != barsk.event_of(linked, "flood", "6,000 people")


def test_accounts_of_the_large_quake_join_it_and_not_a_small_one_of_the_same_weeks() -> None:
    large = replace(
        FRIDAY,
        text="Toll grows\nMore than 41,000 people have died in Sarmia, the agency said of the earthquake.",
        published="2021-03-19",
    )
    late = replace(
        FRIDAY,
        doc="late",
        publisher="Globe",
        text="Searches end in Sarmia\nThe toll of the earthquake stands at 43,500, the agency said.",
        published="2021-03-22",
    )
    told = TOLD | {
        "friday": [Told("More than 41,000 people", 41000, place="Sarmia", cause="earthquake")],
        "late": [Told("43,500", 43500, place="Sarmia", cause="earthquake")],
    }
    linked, _, _ = barsk.run([MONDAY, large, late, SECOND], told, days=DAYS[:1] + DAYS[2:])
    assert barsk.event_of(linked, "late", "43,500") == barsk.event_of(linked, "friday", "More than 41,000 people")
    assert barsk.event_of(linked, "late", "43,500") != barsk.event_of(linked, "second", "6 people")


def test_a_day_long_before_the_article_is_that_of_the_quake_and_not_of_a_count() -> None:
    text = "Month of grief\nThe toll of the earthquake of 1 March has reached 912 in Tolven, the office said."
    later = replace(FRIDAY, doc="later", publisher="Globe", text=text, published="2021-03-25")
    told = TOLD | {"later": [Told("912", 912, place="Tolven", day="2021-03-01", cause="earthquake")]}
    days = [*DAYS, barsk.day(later, "1 March", "2021-03-01")]
    linked, _, _ = barsk.run([MONDAY, SECOND, later], told, days=days)
    assert barsk.event_of(linked, "later", "912") == barsk.event_of(linked, "monday", "284 people")
