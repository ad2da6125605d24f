"""Events of the desk that articles call by their names: what the name brings in, and what keeps a figure out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import barsk
import pytest
from barsk import Told

from reconcile.model.records import Event
from reconcile.store.desk import Desk

FLOOD: dict[str, Any] = {
    "event_id": "e-desk-flood",
    "name": "Barsk flood",
    "kind": "flood",
    "place": "Barsk",
    "country": "XA",
    "latitude": 51.0,
    "longitude": 30.0,
    "start": "2021-03-01",
    "end": "2021-03-01",
    "precision": 1,
    "aliases": ("flood in Barsk",),
    "origin": "desk",
}
STORM = {**FLOOD, "event_id": "e-desk-storm", "name": "Tolven storm", "kind": "storm", "place": "Tolven", "aliases": ()}
STORM |= {"latitude": 52.6, "longitude": 31.5, "start": "2021-03-04", "end": "2021-03-04"}
DESK = Desk(events=(Event(**FLOOD), Event(**STORM)))


def article(text: str, doc: str = "late") -> barsk.Article:
    return replace(barsk.MARKET, doc=doc, text=text, published="2021-03-28")


def link(text: str, *told: Told, on: dict[str, str] | None = None) -> dict[str, tuple[str | None, str]]:
    """The event and the reason of each quote; `on` are the days that the text states."""
    one = article(text)
    days = [barsk.day(one, quote, begins) for quote, begins in (on or {}).items()]
    linked, _, _ = barsk.run([one], {"late": list(told)}, DESK, days)
    found = {quote: barsk.event_of(linked, "late", quote) for quote in linked["quote"]}
    reasons = dict(zip(linked["quote"], linked["link_reason"], strict=True))
    return {quote: (event, reasons[quote]) for quote, event in found.items()}


def test_a_late_toll_belongs_to_the_event_that_it_names() -> None:
    text = (
        "Final count awaited\n"
        "The death toll of the Barsk flood has risen to 20 after a body was found on Friday.\n"
        "Three people remain missing."
    )
    told = [Told("20", 20, day="2021-03-26"), Told("Three", 3, "missing", day="2021-03-26")]
    found = link(text, *told, on={"Friday": "2021-03-26"})
    assert {event for event, _ in found.values()} == {"e-desk-flood"}
    assert "calls the desk's Barsk flood by its name" in found["20"][1]


def test_a_name_in_the_head_holds_for_the_article() -> None:
    text = (
        "Barsk flood toll is 21\nDoctors gave the figures on Sunday.\nAid has reached 400 families.\nIn all, 90 fled."
    )
    told = [Told("90 fled", 90, "displaced", day="2021-03-28", cause="accident")]
    assert link(text, *told)["90 fled"][0] == "e-desk-flood"


@pytest.mark.parametrize(
    ("text", "told", "on"),
    [
        (
            "Barsk flood: the old dead\nIn a flood in Barsk on 3 May, 41 people drowned.",
            Told("41", 41, place="Barsk", day="2019-05-03", cause="flood"),
            {"3 May": "2019-05-03"},
        ),
        (
            "Storms\nA gust on Friday killed 4 people on the site of the Barsk flood.",
            Told("4", 4, day="2021-03-26", cause="storm"),
            {"Friday": "2021-03-26"},
        ),
        (
            "Hail\nThe hail killed 4 people, the worst harm since the Barsk flood.",
            Told("4", 4, day="2021-03-26", cause="storm"),
            {},
        ),
        (
            "Barsk flood toll revised\nFour people died in a bus crash ten days later, which is not counted.",
            Told("Four", 4, day="2021-03-26", cause="accident"),
            {},
        ),
        (
            "Barsk flood toll revised\nFour people died at the same hour in Tolven.",
            Told("Four", 4, place="Tolven", day="2021-03-01", cause="flood"),
            {},
        ),
        (
            "Barsk flood toll revised\nFloods have killed more than 60 people this year.",
            replace(Told("60", 60, day="2021-03-28", cause="flood"), scope="period"),
            {},
        ),
    ],
)
def test_what_speaks_against_a_name(text: str, told: Told, on: dict[str, str]) -> None:
    assert link(text, told, on=on)[told.quote][0] != "e-desk-flood"


def test_of_two_names_each_figure_goes_to_its_own() -> None:
    text = "Spring of disasters\nThe Barsk flood killed 20 people, and the Tolven storm left 7 dead."
    found = link(text, Told("20", 20), Told("7 dead", 7))
    assert (found["20"][0], found["7 dead"][0]) == ("e-desk-flood", "e-desk-storm")


def test_a_name_that_says_only_what_or_where_names_nothing() -> None:
    desk = Desk(events=(Event(**{**FLOOD, "name": "Flood", "aliases": ("Barsk",)}),))
    one = article("Barsk\nA flood killed 4 people in Barsk on 20 March.")
    told = {"late": [Told("4", 4, place="Barsk", day="2021-03-20", cause="flood")]}
    linked, _, _ = barsk.run([one], told, desk, [barsk.day(one, "20 March", "2021-03-20")])
    assert barsk.event_of(linked, "late", "4") != "e-desk-flood"
