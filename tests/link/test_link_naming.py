"""Places by their names: events of one day and province stay apart, and one that is placed twice stays together."""

from __future__ import annotations

from dataclasses import replace

import barsk
import pytest
from barsk import Told

from reconcile.link.agreement import compare_places
from reconcile.link.naming import compare_names, names_in, places_named, words_of
from reconcile.link.reading import Reading
from reconcile.link.vocabulary import Lexicon
from reconcile.model.article import Article
from reconcile.model.place import PlaceReference
from reconcile.text.document import Document
from schemas.codes import PlacePrecision

NEAR_BARSK = {"latitude": 51.05, "longitude": 30.1, "country": "XA", "place_precision": 1}
NORTH = {"latitude": 51.4, "longitude": 30.3, "country": "XA", "place_precision": 1}
FORM = (
    "Air raid in {place}\nWarplanes struck {place} in Barsk district on Tuesday, killing {toll} people, the monitoring "
    "centre said.\nIt said that the raid was carried out by government jets, and that the toll would rise."
)


@pytest.fixture(autouse=True)
def _villages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two villages a few kilometres from Barsk, and a town out of its reach."""
    for name, where in (("Orla", NEAR_BARSK), ("Kesten", NEAR_BARSK), ("Maransk", NORTH)):
        monkeypatch.setitem(barsk.PLACES, name, {**where, "place_id": f"p-{name}"})


def form(doc: str, place: str, toll: int) -> Article:
    return replace(barsk.MARKET, doc=doc, text=FORM.format(place=place, toll=toll), publisher=doc.title())


def raid(place: str, toll: int) -> list[Told]:
    return [Told(f"{toll} people", toll, place=place, day="2021-03-02", cause="airstrike")]


def test_one_form_filled_in_for_two_villages_tells_two_events() -> None:
    articles = [form("post", "Orla", 10), form("herald", "Kesten", 7)]
    linked, _, _ = barsk.run(articles, {"post": raid("Orla", 10), "herald": raid("Kesten", 7)})
    assert linked["event_id"].nunique() == 2


def test_the_same_form_for_one_village_tells_one() -> None:
    articles = [form("post", "Orla", 10), form("herald", "Orla", 12)]
    linked, _, _ = barsk.run(articles, {"post": raid("Orla", 10), "herald": raid("Orla", 12)})
    assert linked["event_id"].nunique() == 1


def test_one_robbery_placed_in_two_villages_is_one_event_still() -> None:
    text = (
        "Pay convoy robbed\nRiders stopped the pay convoy near {place} on Tuesday and killed nine policemen.\n"
        "They had blocked the road with a tractor, took the strongbox and rode off over the river Lun."
    )
    told = {
        d: [Told("nine", 9, place=p, day="2021-03-02", cause="shooting")] for d, p in (("a", "Orla"), ("b", "Kesten"))
    }
    articles = [replace(barsk.MARKET, doc=d, text=text.format(place=told[d][0].place)) for d in told]
    linked, _, _ = barsk.run(articles, told)
    assert linked["event_id"].nunique() == 1


def test_a_report_that_fits_two_events_is_unsure_and_names_both() -> None:
    vague = replace(
        barsk.MARKET,
        doc="vague",
        text="Raid in Barsk district\nWarplanes killed people in Barsk district on Tuesday, at least 8 of them.",
    )
    told = {"post": raid("Orla", 10), "herald": raid("Kesten", 7)}
    told["vague"] = [Told("at least 8", 8, place="Barsk", day="2021-03-02", cause="airstrike")]
    linked, _, events = barsk.run([form("post", "Orla", 10), form("herald", "Kesten", 7), vague], told)
    row = linked[linked["doc"] == "vague"].iloc[0]
    assert row["link"] == "unsure"
    assert {barsk.event_of(linked, "post", "10 people"), barsk.event_of(linked, "herald", "7 people")} <= set(
        row["candidates"]
    )
    assert set(row["candidates"]) <= set(events["event_id"])


def test_a_headline_that_names_the_province_by_its_capital_goes_with_the_lead() -> None:
    text = "Raid kills 9 in Barsk\nAir raids on Maransk in Barsk province killed nine people on Tuesday, doctors said."
    told = [
        Told("9", 9, place="Barsk", day="2021-03-02", cause="airstrike"),
        Told("nine", 9, place="Maransk", day="2021-03-02", cause="airstrike"),
    ]
    linked, _, events = barsk.run([replace(barsk.MARKET, doc="raid", text=text)], {"raid": told})
    assert linked["event_id"].nunique() == 1
    assert events["place"].tolist() == ["Maransk"]


def test_a_figure_misplaced_once_draws_no_other_event_in() -> None:
    text = (
        "Shelling kills 19 in Barsk\nAt least 19 people died on Tuesday, hours after gas had killed dozens in Tolven.\n"
        "In Tolven the gas left 58 dead on Tuesday, the governor said."
    )
    told = [
        Told("19 in Barsk", 19, place="Barsk", day="2021-03-02", cause="shelling"),
        Told("At least 19", 19, place="Tolven", day="2021-03-02", cause="gas"),
        Told("58", 58, place="Tolven", day="2021-03-02", cause="gas"),
    ]
    linked, _, _ = barsk.run([replace(barsk.MARKET, doc="day", text=text)], {"day": told})
    barsk_event, misplaced, tolven = linked.sort_values("start")["event_id"].tolist()
    assert barsk_event == misplaced != tolven


def test_what_was_said_on_monday_had_happened_by_then() -> None:
    text = (
        "Raid in Barsk\nAn air raid on Barsk killed 56 people on Tuesday, the centre said.\n"
        "On Monday the centre said 21 people had been killed in raids in the area."
    )
    later = replace(barsk.MARKET, doc="tuesday", text=text)
    monday = "Raid in Barsk\nAn air raid killed 21 people in Barsk on Monday, the centre said."
    before = replace(barsk.MARKET, doc="monday", text=monday, published="2021-03-01")
    told = {
        "tuesday": [
            Told("56", 56, place="Barsk", day="2021-03-02", cause="airstrike"),
            Told("21", 21, place="Barsk", day="2021-03-02", cause="airstrike"),
        ],
        "monday": [Told("21", 21, place="Barsk", day="2021-03-01", cause="airstrike")],
    }
    days = [
        barsk.day(later, "Tuesday", "2021-03-02"),
        barsk.day(later, "Monday", "2021-03-01"),
        barsk.day(before, "Monday", "2021-03-01"),
    ]
    linked, _, _ = barsk.run([later, before], told, days=days)
    assert barsk.event_of(linked, "tuesday", "21") == barsk.event_of(linked, "monday", "21")
    assert barsk.event_of(linked, "tuesday", "56") != barsk.event_of(linked, "tuesday", "21")


def test_a_country_that_may_be_the_actor_is_less_than_another_place() -> None:
    town = PlaceReference("Barsk", None, 51.0, 30.0, "XA", PlacePrecision.EXACT)
    actor = PlaceReference("Sarmia", None, 10.0, 10.0, "XB", PlacePrecision.COUNTRY)
    far_town = replace(actor, name="Ostia", precision=PlacePrecision.EXACT)
    assert compare_places(town, actor, 25) == "elsewhere"
    assert compare_places(town, far_town, 25) == "abroad"


@pytest.mark.parametrize(
    ("one", "its_names", "other", "other_names", "verdict"),
    [
        (["Orla"], "Orla Barsk", ["Kesten"], "Kesten Barsk", "strangers"),
        (["Orla"], "Orla Barsk", ["Kesten"], "Kesten Orla", "shared"),
        (["Orla", "Barsk"], "Orla Barsk", ["Kesten", "Barsk"], "Kesten Barsk", "half"),
        ([], "Barsk", ["Kesten"], "Kesten", "unknown"),
        (["Khan Sheikhun"], "Khan Sheikhun", ["Khan Shaykhoun"], "Khan Shaykhoun", "shared"),
        (["al-Tukhar"], "Tukhar", ["Tokhar"], "Tokhar", "shared"),
    ],
)
def test_whose_places_are_mentioned(
    one: list[str], its_names: str, other: list[str], other_names: str, verdict: str
) -> None:
    towns = [frozenset(map(words_of, places)) for places in (one, other)]
    assert compare_names(towns[0], words_of(its_names), towns[1], words_of(other_names)) == verdict
    assert compare_names(towns[1], words_of(other_names), towns[0], words_of(its_names)) == verdict


def test_names_are_words_with_a_capital_and_a_headlines_place_comes_last() -> None:
    article = Article("a", "Raid in Barsk: 8\nPlanes hit Orla near the river, and 9 died.")
    reading = Reading(Document(article), "en", Lexicon().of("en"))
    assert names_in(reading) == words_of("Raid Barsk Planes Orla")
    assert names_in(Reading(None, "en", Lexicon().of("en"))) == frozenset()
    head, body = barsk.claims([article], {"a": [Told("8", 8, place="Barsk"), Told("9", 9, place="Orla")]})
    assert places_named([head, body], reading) == {words_of("Orla")}
    assert places_named([head], reading) == {words_of("Barsk")}
    wide = replace(body, place_precision=PlacePrecision.FIRST_ORDER)
    assert places_named([replace(body, place="Kesten"), wide], reading) == frozenset()


def test_a_name_behind_an_elided_word_is_a_name() -> None:
    page = Document(Article("a", "Raid près d'Orla, dit l'Observatoire.", language="fr"))
    assert names_in(Reading(page, "fr", Lexicon().of("fr"))) == words_of("Raid Orla Observatoire")
