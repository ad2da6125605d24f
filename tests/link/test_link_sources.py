"""The chain article -> publisher -> agency -> originator: one voice is counted once, strangers are never merged."""

from __future__ import annotations

from dataclasses import replace

import barsk
import pytest

from reconcile.link.originators import is_short_for
from reconcile.link.vocabulary import Lexicon
from reconcile.model.records import Source
from reconcile.store.desk import Desk
from schemas import Sources, records
from schemas.codes import Reliability, SpeakerKind

TEXT = (
    "Shelling of Barsk\n"
    "The Sarmian Centre for Civilian Harm said 5 people died.\n"
    "The Centre said 9 were hurt.\n"
    "SCCH spoke of 2 missing.\n"
    "Another 3 were held, a source said, and 4 fled."
)
ARTICLE = replace(barsk.MARKET, doc="chain", text=TEXT, agency="Nordwire")
NAME = "Sarmian Centre for Civilian Harm"
TOLD = {
    "chain": [
        barsk.Told("5 people", 5, who=f"The {NAME}", kind="monitor"),
        barsk.Told("9", 9, "injured", who="The Centre", kind="monitor"),
        barsk.Told("2 missing", 2, "missing", who="SCCH", kind="monitor"),
        barsk.Told("3", 3, "detained", who="a source", kind="unnamed"),
        barsk.Told("4 fled", 4, "displaced"),
    ]
}


def registry() -> Desk:
    known = Source(
        source_id="o-1",
        name=NAME,
        role="originator",
        kind=SpeakerKind.MONITOR,
        aliases=("SCCH", "Harm Centre"),
        reliability=Reliability.B,
        state="known",
        articles=0,
        claims=0,
        conflicts=0,
    )
    return Desk(sources=(known,))


def originators(desk: Desk | None = None) -> dict[str, str]:
    linked, _, _ = barsk.run([ARTICLE], TOLD, desk)
    return dict(zip(linked["quote"], linked["originator"], strict=True))


def test_short_forms_in_one_story_go_to_the_one_full_name() -> None:
    found = originators()
    assert found["5 people"] == found["9"] == found["2 missing"] == NAME


def test_a_nameless_source_and_the_narrator_speak_with_the_agencys_voice() -> None:
    found = originators()
    assert found["3"] == found["4 fled"] == "Nordwire"


def test_without_an_agency_two_cuts_of_one_text_are_one_voice() -> None:
    cut = replace(ARTICLE, doc="cut", agency=None, publisher="Post")
    whole = replace(ARTICLE, agency=None)
    linked, _, _ = barsk.run([whole, cut], {**TOLD, "cut": TOLD["chain"]})
    narrated = linked[linked["quote"] == "4 fled"]
    assert narrated["publisher"].nunique() == 2
    assert narrated["originator"].nunique() == 1
    assert (narrated["originator"] == narrated["story"]).all()


def test_a_copy_without_the_credit_carries_its_storys_agency() -> None:
    cut = replace(ARTICLE, doc="cut", agency=None, publisher="Post")
    linked, _, _ = barsk.run([ARTICLE, cut], {**TOLD, "cut": TOLD["chain"]})
    assert set(linked["agency"]) == {"Nordwire"}
    assert linked[linked["quote"] == "4 fled"]["originator"].nunique() == 1


def test_the_registry_names_its_own_and_strangers_are_candidates() -> None:
    _, sources, _ = barsk.run([ARTICLE], TOLD, registry())
    Sources.validate(sources)
    rows = {row["name"]: row for row in records(sources)}
    assert (rows[NAME]["state"], rows[NAME]["reliability"], rows[NAME]["claims"]) == ("known", "B", 3)
    assert (rows["Nordwire"]["state"], rows["Nordwire"]["reliability"]) == ("candidate", "F")
    assert rows["Herald"]["role"] == "publisher"


def test_an_alias_is_resolved_where_the_full_name_never_stands() -> None:
    article = replace(ARTICLE, text="Barsk\nThe Harm Centre's head said 5 people died.")
    told = {"chain": [barsk.Told("5 people", 5, who="The Harm Centre's head", kind="monitor")]}
    linked, _, _ = barsk.run([article], told, registry())
    assert linked["originator"].tolist() == [NAME]


def test_two_sources_of_like_name_are_not_merged() -> None:
    article = replace(ARTICLE, text="Barsk\nNorthern Police said 5 died, Southern Police 6. Police said 7.")
    told = {
        "chain": [
            barsk.Told("5", 5, who="Northern Police", kind="official"),
            barsk.Told("6", 6, who="Southern Police", kind="official"),
            barsk.Told("7", 7, who="Police", kind="official"),
        ]
    }
    linked, _, _ = barsk.run([article], told)
    assert linked["originator"].nunique() == 3


@pytest.mark.parametrize(
    ("short", "full", "fits"),
    [
        ("Dorn", "Ilya Dorn", True),
        ("SCCH", "Sarmian Centre for Civilian Harm", True),
        ("the Ministry", "Sarmian Health Ministry", True),
        ("doctors", "Barsk doctors", False),
        ("Ilya Dorn", "Ilya Dorn", False),
        ("Holt", "Ilya Dorn", False),
    ],
)
def test_short_forms(short: str, full: str, fits: bool) -> None:
    assert is_short_for(short, full, Lexicon().of("en")) is fits


def test_a_cut_copy_lends_the_speaker_of_the_full_one() -> None:
    body = (
        "Fire guts mill in Barsk\nThe mill of Barsk burnt down on Tuesday night and two bridges near it were closed.\n"
        "Neighbours carried water from the river Lun until the pumps came, but the roof fell in after midnight.\n"
    )
    tail = "The fire destroyed 85 houses in the old town, according to the mayor, Anna Brel."
    full = replace(barsk.MARKET, doc="full", text=body + tail, agency="Nordwire")
    cut = replace(full, doc="cut", text=body + "The fire destroyed 85 houses in the old town, acc...", publisher="Post")
    told = {"full": [barsk.Told("85", 85, "property", who="Anna Brel", kind="official")]}
    told["cut"] = [barsk.Told("85", 85, "property")]
    linked, _, _ = barsk.run([full, cut], told)
    assert linked["originator"].tolist() == ["Anna Brel", "Anna Brel"]


def test_another_sentence_that_repeats_the_number_is_the_speakers() -> None:
    text = TEXT.replace("SCCH spoke of 2 missing.", "A funeral for the 5 people who died is on Friday.")
    told = {"chain": [*TOLD["chain"][:1], barsk.Told("5 people who died", 5)]}
    linked, _, _ = barsk.run([replace(ARTICLE, text=text)], told)
    assert set(linked["originator"]) == {NAME}


def test_another_number_beside_two_speakers_is_the_articles_own() -> None:
    text = TEXT.replace("SCCH spoke of 2 missing.", "The mayor said 7 people died. At sea, 6 people died.")
    told = {"chain": [*TOLD["chain"][:1], barsk.Told("7 people", 7, who="The mayor", kind="official")]}
    told["chain"].append(barsk.Told("6 people died", 6))
    linked, _, _ = barsk.run([replace(ARTICLE, text=text)], told)
    assert linked["originator"].tolist() == [NAME, "mayor", "Nordwire"]


def test_a_headline_that_repeats_what_is_quoted_below_is_no_voice_of_its_own() -> None:
    article = replace(ARTICLE, text="5 killed at sea\n\nPaper, 17 May\n\n" + TEXT)
    told = {"chain": [barsk.Told("5 killed", 5), *TOLD["chain"][:1]]}
    linked, _, _ = barsk.run([article], told)
    assert set(linked["originator"]) == {NAME}
