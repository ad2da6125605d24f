"""What could make a figure silently wrong from one month to the next."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from town import JUNE, PLACES, put

from reconcile import pipeline
from reconcile.months.difference import tell_apart
from reconcile.store.desk import fresh_desk
from reconcile.store.ledger import reading
from reconcile.store.workspace import Workspace
from schemas import records, table

MILL = (
    "Shells hit mill\n\nBARSK, {0}, 2013 (Post) - Shells killed {1} men at the mill in Barsk on {2}, "
    "the hospital said.\n"
)
ASSAULT = (
    "Assault on Barsk\n\nBARSK, June 21, 2013 (Post) - The assault on Barsk, from June 15 to June 20, killed 90, "
    "the mayor said.\n"
)
RAID_LATER = (
    "Toll\n\nTOLVEN, July 9, 2013 (Post) - Sixty-one people died in the air strike in Tolven on June 20, "
    "the mayor said.\n"
)

pytestmark = pytest.mark.slow


def start(folder: Path, **months: dict[str, str]) -> Workspace:
    """A workspace with months given as m06, m07 ..."""
    place = Workspace(folder)
    put(place, "desk", {**fresh_desk(), "places.csv": PLACES})
    for name, articles in months.items():
        put(place, f"2013-{name[1:]}", articles)
    return place


def run(place: Workspace, *months: str) -> list[pipeline.Findings]:
    return [pipeline.run(place, f"2013-{month}").found for month in months]


def rows(found: pipeline.Findings, name: str, /, **cells: Any) -> list[dict[str, Any]]:
    return [row for row in records(found[name]) if all(row[key] == value for key, value in cells.items())]


def ends(found: pipeline.Findings, end: str) -> dict[str, float]:
    return {row["month"]: row[end] for row in rows(found, "roll_forward", measure="killed") if row[end]}


def assert_goes_on(*months: pipeline.Findings) -> None:
    """Nothing is refused, and each month opens with what the one before closed with."""
    for before, after in pairwise(months):
        assert ends(before, "closing") == ends(after, "opening")
    assert [records(found["refused"]) for found in months] == [[]] * len(months)


def test_two_texts_of_one_name_stay_two(tmp_path):
    june = MILL.format("June 6", 14, "Wednesday")
    july = (
        june.replace("June 6", "July 5").replace("14", "25").replace("mill", "road").replace("Wednesday", "Thursday!")
    )
    late = MILL.format("August 9", 16, "June 5")
    place = start(tmp_path, m06={"daily.txt": june}, m07={"daily.txt": july}, m08={"late.txt": late})
    months = run(place, "06", "07", "08")
    assert_goes_on(*months)
    ids = {row["claim_id"] for found in months for row in rows(found, "claims", measure="killed")}
    assert len(ids) == 3
    assert rows(months[1], "documents")[0]["doc"] == "2013-07/daily.txt"
    assert ends(months[2], "closing") == {"2013-06": 16, "2013-07": 25}


def test_a_folder_named_like_a_month_is_no_carried_article(tmp_path):
    place = start(
        tmp_path, m06={"mill.txt": JUNE["mill.txt"]}, m07={}, m08={"late.txt": MILL.format("August 9", 16, "June 5")}
    )
    (place.inputs / "2013-07" / "2013-06").mkdir()
    (place.inputs / "2013-07" / "2013-06" / "mill.txt").write_text(MILL.format("July 6", 15, "June 5"))
    months = run(place, "06", "07", "08")
    assert_goes_on(*months)
    assert {row["doc"] for row in rows(months[1], "documents")} == {"2013-06/mill.txt", "2013-07/2013-06/mill.txt"}


def test_an_article_in_two_earlier_months_is_carried_once(tmp_path):
    mill = {"mill.txt": JUNE["mill.txt"]}
    place = start(tmp_path, m06=mill, m07=mill, m08={"late.txt": MILL.format("August 9", 16, "June 5")})
    months = run(place, "06", "07", "08")
    assert_goes_on(*months)
    ids = [id for row in rows(months[2], "figures", measure="killed") for id in row["claim_ids"]]
    assert len(ids) == len(set(ids)) == 2


def test_a_parent_that_comes_later_moves_the_total_in_the_open(tmp_path):
    events = "event_id,name,kind,place,place_id,latitude,longitude,country,start,end,precision,parent,aliases\n"
    mill = "mill,Shelling of the mill in Barsk,shelling,Barsk,,51.0,30.0,XA,2013-06-05,2013-06-05,1,{0},\n"
    fight = "assault,Assault on Barsk,battle,Barsk,,51.0,30.0,XA,2013-06-15,2013-06-20,1,,\n"
    place = start(tmp_path, m06={"mill.txt": JUNE["mill.txt"], "assault.txt": ASSAULT}, m07={})
    (place.desk / "events.csv").write_text(events + mill.format("") + fight)
    (june,) = run(place, "06")
    assert ends(june, "closing") == {"2013-06": 104}
    (place.desk / "events.csv").write_text(events + mill.format("assault") + fight)
    (july,) = run(place, "07")
    (row,) = rows(july, "roll_forward", measure="killed")
    assert (row["opening"], row["merged_or_split"], row["closing"]) == (104, -90, 14)


def ruling(about: str, value: str, evidence: str) -> dict[str, Any]:
    return {
        "decision_id": "d-1",
        "period": "2013-06",
        "about": about,
        "decision": "accept value",
        "value": value,
        "reason": "they carried the dead",
        "analyst": "Ana",
        "reviewer": None,
        "decided_at": "2013-07-01T00:00:00+00:00",
        "evidence_hash": evidence,
    }


def test_a_newer_report_does_not_undo_a_ruling_in_silence(tmp_path):
    raids = {name: JUNE[name] for name in ("raid.txt", "raid2.txt")}
    place = start(tmp_path, m06=raids, m07={"late.txt": RAID_LATER})
    (june,) = run(place, "06")
    (conflict,) = rows(june, "conflicts", severity="serious")
    (claim,) = [row for row in rows(june, "claims") if row["low"] == 20]
    decided = table("decisions", [ruling(conflict["conflict_id"], claim["claim_id"], conflict["evidence_hash"])])
    log = decided.drop(columns="sequence").to_csv(index=False)
    (place.desk / "decisions.csv").write_text(log)
    again, july = run(place, "06", "07")
    assert rows(again, "figures", measure="killed")[0]["best"] == 20
    (still,) = [row for row in rows(july, "conflicts") if row["conflict_id"] == conflict["conflict_id"]]
    assert still["state"] == "decided, but changed"
    assert [row["best"] for row in rows(july, "figures", measure="killed", group=None)] == [20]


def test_a_conflict_that_newer_reports_overtake_is_told_once(tmp_path):
    raids = {name: JUNE[name] for name in ("raid.txt", "raid2.txt")}
    place = start(tmp_path, m06=raids, m07={"late.txt": RAID_LATER}, m08={})
    june, july, august = run(place, "06", "07", "08")
    (conflict,) = rows(june, "conflicts", severity="serious")
    (told,) = rows(july, "conflicts", conflict_id=conflict["conflict_id"])
    assert (told["state"], told["age"]) == ("overtaken", 1)
    assert "Newer reports have overtaken it" in told["explanation"]
    assert not rows(august, "conflicts", conflict_id=conflict["conflict_id"])
    assert_goes_on(june, july, august)


def test_months_run_out_of_order_are_named(tmp_path):
    place = start(
        tmp_path, m06={"mill.txt": JUNE["mill.txt"]}, m07={"late.txt": MILL.format("July 9", 16, "June 5")}, m08={}
    )
    assert pipeline.run(place, "2013-06").notes == ()
    pipeline.run(place, "2013-07")
    (place.inputs / "2013-06" / "mill.txt").write_text(JUNE["mill.txt"].replace("14", "88"))
    (said,) = pipeline.run(place, "2013-06").notes
    assert said == "July 2013 still goes on from June 2013 as it was before. Run it again: reconcile run 2013-07"
    (said,) = pipeline.run(place, "2013-08").notes
    assert said.endswith("reconcile run 2013-07, then: reconcile run 2013-08")
    assert pipeline.run(place, "2013-07").notes != ()
    assert pipeline.run(place, "2013-08").notes == ()


def test_a_difference_goes_on_from_what_each_run_knew(tmp_path):
    place = start(tmp_path, m06={"mill.txt": JUNE["mill.txt"]}, m07={})
    run(place, "06", "07")
    (place.inputs / "2013-06" / "mill.txt").write_text(JUNE["mill.txt"].replace("14", "88"))
    run(place, "06", "07")
    with reading(place) as ledger:
        assert tell_apart(ledger, "1", "2").changes == ()
        assert tell_apart(ledger, "2", "4").changes[0].best == 88


def test_an_article_carried_over_brings_its_furniture(tmp_path):
    header = "Source: Post\nPublished: 2013-06-21\n\n"
    raids = {"raid.txt": header + JUNE["raid.txt"], "raid2.txt": JUNE["raid2.txt"]}
    june, july = run(start(tmp_path, m06=raids, m07={}), "06", "07")
    assert june.fences["raid.txt"]
    assert july.fences["2013-06/raid.txt"] == june.fences["raid.txt"]
