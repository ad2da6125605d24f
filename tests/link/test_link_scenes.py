"""Two things that happened near one another: what keeps them apart, and what an event is called."""

from __future__ import annotations

from dataclasses import replace

import barsk
import pytest
from barsk import Told

from reconcile.link import link_claims
from reconcile.link.agreement import Facts, compare_scenes
from reconcile.model.crossing import from_frame
from reconcile.model.records import Event
from reconcile.store.desk import Desk
from schemas import records

FLOOD = replace(
    barsk.MARKET,
    doc="flood",
    text="Flood in Barsk\nThe river Lun rose over Barsk on Monday and drowned 12 people, Mayor Anna Brel said.",
)
SLIDE = replace(
    barsk.MARKET,
    doc="slide",
    text="Bus buried in Barsk\nA landslide on the river Lun in Barsk buried a bus on Friday and killed five "
    "passengers, Mayor Anna Brel said.\n"
    "The slope had been soaked by Monday's flood, which has now killed 19 people.\nFour are still missing.",
    published="2021-03-06",
)
TOLD = {
    "flood": [Told("12", 12, place="Barsk", day="2021-03-01", cause="flood")],
    "slide": [
        Told("five", 5, place="Barsk", day="2021-03-05", cause="landslide"),
        Told("19", 19, place="Barsk", day="2021-03-05", cause="flood"),
        Told("Four", 4, "missing", place="Barsk", day="2021-03-05", cause="flood"),
    ],
}
DAYS = [
    barsk.day(FLOOD, "Monday", "2021-03-01"),
    barsk.day(SLIDE, "Friday", "2021-03-05"),
    barsk.day(SLIDE, "Monday", "2021-03-01", "as-of"),
]


def test_another_stated_day_and_another_cause_are_another_event() -> None:
    linked, _, _ = barsk.run([FLOOD, SLIDE], TOLD, days=DAYS)
    slide = barsk.event_of(linked, "slide", "five")
    assert slide != barsk.event_of(linked, "flood", "12")


@pytest.mark.parametrize(
    ("one", "other", "scene"),
    [
        (
            Facts(first=5, last=5, family="slide", dated=True),
            Facts(first=1, last=1, family="flood", dated=True),
            "another",
        ),
        (Facts(first=5, last=5, family="slide"), Facts(first=1, last=1, family="flood", dated=True), "unknown"),
        (
            Facts(first=2, last=2, family="slide", dated=True),
            Facts(first=1, last=1, family="flood", dated=True),
            "unknown",
        ),
        (
            Facts(first=5, last=5, family="flood", dated=True),
            Facts(first=1, last=1, family="flood", dated=True),
            "unknown",
        ),
        (
            Facts(first=5, last=5, family="air", dated=True),
            Facts(first=1, last=1, family="shelling", dated=True),
            "unknown",
        ),
    ],
)
def test_scenes_differ_by_stated_days_and_causes_together(one: Facts, other: Facts, scene: str) -> None:
    assert compare_scenes(one, other, 1) == scene


def test_mondays_flood_is_mondays_and_so_is_what_follows() -> None:
    linked, _, _ = barsk.run([FLOOD, SLIDE], TOLD, days=DAYS)
    flood = barsk.event_of(linked, "flood", "12")
    assert barsk.event_of(linked, "slide", "19") == flood
    assert barsk.event_of(linked, "slide", "Four") == flood


def test_what_owns_a_day_must_be_what_happened() -> None:
    text = SLIDE.text.replace("Monday's flood, which", "rain, Monday's meeting heard of the flood that")
    other = replace(SLIDE, text=text)
    days = [barsk.day(other, "Friday", "2021-03-05"), barsk.day(other, "Monday", "2021-03-01", "as-of")]
    linked, _, _ = barsk.run([other], {"slide": TOLD["slide"]}, days=days)
    assert barsk.event_of(linked, "slide", "19") == barsk.event_of(linked, "slide", "five")


@pytest.mark.parametrize(
    ("place", "day", "cause", "name"),
    [
        ("Barsk", "2021-03-02", "flood", "Flood, Barsk, 2 Mar 2021"),
        (None, "2021-03-02", "flood", "Flood, 2 Mar 2021"),
        (None, None, "accident", "Accident"),
        ("Barsk", None, None, "Event, Barsk"),
    ],
)
def test_a_name_holds_what_is_known_and_no_loose_words(
    place: str | None, day: str | None, cause: str | None, name: str
) -> None:
    told = {"market-herald": [Told("12 traders", 12, place=place, day=day, cause=cause)]}
    _, _, events = barsk.run([barsk.MARKET], told)
    assert events["name"].tolist() == [name]


def test_the_fire_of_a_shelled_school_is_a_shelling() -> None:
    one = replace(
        barsk.MARKET, doc="one", text="A shell hit the Saint Orl school in Barsk; 5 hurt, the fire crew said."
    )
    two = replace(
        barsk.MARKET, doc="two", text="A shell tore into the Saint Orl school in Barsk and 8 pupils were hurt."
    )
    told = {
        "one": [Told("5", 5, "injured", place="Barsk", day="2021-03-02", cause="fire")],
        "two": [Told("8", 8, "injured", place="Barsk", day="2021-03-02", cause="shelling")],
    }
    linked, _, events = barsk.run([one, two], told)
    assert linked["event_id"].nunique() == 1
    assert events["name"].tolist() == ["Shelling, Barsk, 2 Mar 2021"]


def test_the_place_is_that_of_most_claims() -> None:
    quotes = {"kills 12": "Barsk", "12 traders": "Barsk", "31": "Aarn"}
    told = {"market-herald": [Told(q, 12, place="Barsk", day="2021-03-02", cause="airstrike") for q in quotes]}
    claims = [
        replace(claim, place=quotes[claim.quote], place_id="p1" if quotes[claim.quote] == "Barsk" else None)
        for claim in barsk.claims([barsk.MARKET], told)
    ]
    articles = [barsk.MARKET]
    linked = link_claims(claims, [], barsk.documents(articles), Desk(), barsk.pages(articles))
    assert "Airstrike, Barsk, 2 Mar 2021" in {event.name for event in linked.events}


def test_an_earlier_months_event_takes_a_late_figure_and_others_are_not_listed() -> None:
    _, _, before = barsk.run([FLOOD, barsk.FERRY], {**TOLD, **barsk.TOLD}, days=DAYS[:1])
    known = next(row["event_id"] for row in records(before) if row["kind"] == "flood")
    renamed = before.assign(event_id=before["event_id"].replace({known: "e-from-march"}))
    late = replace(
        FLOOD, doc="late", text="Count ends\nIn Barsk, 17 people drowned on 1 March.", published="2021-04-09"
    )
    told = {"late": [Told("17", 17, place="Barsk", day="2021-03-01", cause="flood")]}
    linked, _, events = barsk.run([late], told, earlier=from_frame(Event, renamed))
    assert barsk.event_of(linked, "late", "17") == "e-from-march"
    assert events["event_id"].tolist() == ["e-from-march"]
    assert "an earlier month's Flood, Barsk, 1 Mar 2021" in linked["link_reason"].iloc[0]


def test_a_cause_that_was_carried_over_yields_to_one_that_is_told() -> None:
    text = "Count goes on\nThe flood killed 6 people in Barsk.\nAid came late, and 40 people left.\nSome 30 stayed."
    told = {
        "market-herald": [
            Told("6", 6, place="Barsk", day="2021-03-01", cause="flood"),
            Told("40", 40, "displaced", place="Barsk", day="2021-03-01", cause="accident"),
            Told("30", 30, "displaced", place="Barsk", day="2021-03-01", cause="accident"),
        ]
    }
    _, _, events = barsk.run([replace(barsk.MARKET, text=text)], told)
    assert [row["kind"] for row in records(events) if row["place"] == "Barsk"] == ["flood"]
