"""Dividing an article's claims into reports: what keeps claims together, what parts them, and the fitted weights."""

from __future__ import annotations

from dataclasses import replace

import barsk
import pytest
from barsk import Told

from reconcile.link.division import comparison_names
from reconcile.link.weights import load_weights

QUAKE = (
    "Quake kills 300 in Sarmia\nThe earthquake of Monday killed 300 people, the disaster office said.\n"
    "In Tolven 40 people died, the mayor said on Thursday.\nIn Barsk 12 people died."
)
RAIDS = (
    "Raids kill 11\nAn air raid killed seven people in Barsk on Monday, doctors said.\n"
    "Meanwhile a car bomb killed four people in Tolven, the mayor said."
)


def events_of(text: str, told: list[Told]) -> list[str]:
    """The event of each claim, in the order of the text."""
    linked, _, _ = barsk.run([replace(barsk.MARKET, doc="article", text=text)], {"article": told})
    events: list[str] = linked.sort_values("start")["event_id"].tolist()
    return events


def test_the_towns_of_one_quake_are_one_event() -> None:
    told = [
        Told("300 people", 300, place="Sarmia", day="2021-03-01", cause="earthquake"),
        Told("40 people", 40, place="Tolven", day="2021-03-04", cause="earthquake"),
        Told("12 people", 12, place="Barsk", day="2021-03-01", cause="earthquake"),
    ]
    assert len(set(events_of(QUAKE, told))) == 1


def test_two_attacks_at_towns_that_no_gazetteer_knows_are_two_events() -> None:
    told = [
        Told("seven people", 7, place="Barsk", day="2021-03-01", cause="airstrike"),
        Told("four people", 4, place="Tolven", day="2021-03-01", cause="car bomb"),
    ]
    assert len(set(events_of(RAIDS, told))) == 2


def test_a_misread_day_of_one_sentence_does_not_part_an_article() -> None:
    text = (
        "Blast kills 12 in Barsk\nA car bomb killed 12 traders at the fish market of Barsk, the mayor said.\n"
        "Thirty traders were hurt.\nThe wounded were still in hospital, doctors said."
    )
    told = [
        Told("12 traders", 12, place="Barsk", day="2021-03-01", cause="car bomb"),
        Told("Thirty traders", 30, "injured", place="Barsk", day="2021-03-09", cause="car bomb"),
    ]
    assert len(set(events_of(text, told))) == 1


@pytest.mark.parametrize("part", ["points", "by_hand"])
def test_the_file_names_only_comparisons_that_are_made(part: str) -> None:
    assert set(getattr(load_weights().within, part)) <= set(comparison_names())
