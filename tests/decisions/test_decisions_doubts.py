"""Doubts are decided in the workbook: a pair of events is merged, a number out of proportion is called misread."""

from __future__ import annotations

from pathlib import Path

import pytest
from orlova import PERIOD, Desk, fill, ruling

from reconcile.store.desk import fresh_desk
from reconcile.store.workspace import Workspace

RAID = """Mosque in Tarsa bombed

TARSA, June 11, 2013 (Valley News) - An air strike killed 14 people at a mosque in Tarsa on Tuesday, the mayor said.
"""
NEXT_DAY = """School bus hit

TARSA, June 13, 2013 (Coast Post) - A missile struck a bus in Tarsa on Wednesday and killed 6 pupils, a teacher said.
"""


def doubtful(root: Path) -> Desk:
    """A month with two attacks on one town in two days."""
    desk = Desk(root)
    desk.place.desk.mkdir(parents=True)
    for name, content in fresh_desk().items():
        (desk.place.desk / name).write_text(content)
    (Workspace(root).inputs / PERIOD).mkdir()
    desk.add("raid.txt", RAID)
    desk.add("bus.txt", NEXT_DAY)
    desk.run()
    return desk


def test_a_pair_is_merged_from_its_row_and_is_gone_after_the_next_run(tmp_path: Path) -> None:
    desk = doubtful(tmp_path)
    pair = desk.one("perhaps_one")
    fill(desk.workbook, [("Perhaps one event", pair["pair_id"], ruling("merge events"))])
    (taken,) = desk.decide().taken
    assert (taken.about, taken.value) == (pair["event_id"], pair["other_id"])
    desk.run()
    assert desk.found("perhaps_one") == []
    assert {row["event_id"] for row in desk.found("figures")} == {pair["event_id"]}


def test_a_dismissed_pair_stays_listed_and_is_no_longer_to_do(tmp_path: Path) -> None:
    desk = doubtful(tmp_path)
    pair = desk.one("perhaps_one")
    fill(desk.workbook, [("Perhaps one event", pair["pair_id"], ruling("dismiss"))])
    assert len(desk.decide().taken) == 1
    desk.run()
    assert desk.one("perhaps_one")["ruling"] == "dismiss"


def test_a_short_reference_names_the_other_event(tmp_path: Path) -> None:
    desk = doubtful(tmp_path)
    refs = {row["about"]: row["ref"] for row in desk.found("refs")}
    pair = desk.one("perhaps_one")
    fill(desk.workbook, [("Events", pair["event_id"], ruling("merge events", refs[pair["other_id"]].lower()))])
    (taken,) = desk.decide().taken
    assert taken.value == pair["other_id"]
    desk.run()
    kept = {row["about"]: row["ref"] for row in desk.found("refs")}
    assert refs.items() <= kept.items()


@pytest.mark.parametrize("shown", ["beginning", "name"])
def test_the_beginning_of_an_id_and_a_name_name_the_other_event(tmp_path: Path, shown: str) -> None:
    desk = doubtful(tmp_path)
    pair = desk.one("perhaps_one")
    other = desk.one("events", event_id=pair["other_id"])
    said = {"beginning": pair["other_id"][:7].upper(), "name": other["name"].upper()}[shown]
    fill(desk.workbook, [("Events", pair["event_id"], ruling("merge events", said))])
    came = desk.decide()
    assert [taken.value for taken in came.taken] == [pair["other_id"]]
    assert came.called(pair["other_id"]).startswith("E-")


def test_a_number_with_a_comma_is_not_taken_for_ids(tmp_path: Path) -> None:
    desk = doubtful(tmp_path)
    figure = desk.found("figures")[0]
    fill(desk.workbook, [("Figures", figure["figure_id"], ruling("set value", "1,200"))])
    assert [taken.value for taken in desk.decide().taken] == ["1200"]
