"""The log: what is decided once, replaced, confirmed, and how the desk's own file is added to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from orlova import ARTICLES, PERIOD, Desk, fill, ruling, taken

from reconcile.errors import BadInput
from reconcile.store.desk import DECISION_COLUMNS


def test_evidence_that_changed_under_a_workbook_refuses_its_rulings(desk: Desk, tmp_path: Path) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("dismiss"))])
    old = shutil.copy(desk.workbook, tmp_path / "mine.xlsx")
    desk.add("valley.txt", ARTICLES["valley.txt"].replace("at least 43", "at least 44"))
    desk.run()
    conflict = desk.killed
    (refused,) = desk.decide(old).refused
    assert (refused.check, refused.entry.about) == ("evidence_is_as_shown", conflict)


def test_a_ruling_whose_evidence_changed_is_confirmed_by_new_words_only(desk: Desk) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("dismiss"))])
    desk.decide()
    desk.add("valley.txt", ARTICLES["valley.txt"].replace("at least 43", "at least 44"))
    desk.run()
    assert desk.one("conflicts", conflict_id=desk.killed)["state"] == "decided, but changed"
    came = desk.decide()
    assert (came.taken, came.same, came.reopened) == ((), 1, (desk.killed,))
    fill(desk.workbook, [("Conflicts", desk.killed, {"reason": "holds for 44 as well"})])
    assert taken(desk.decide()) == {(desk.killed, "dismiss")}
    desk.run()
    assert desk.one("conflicts", conflict_id=desk.killed)["state"] == "decided"


def test_an_old_workbook_never_undoes_a_later_ruling(desk: Desk, tmp_path: Path) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("set value", 30))])
    first = shutil.copy(desk.workbook, tmp_path / "first.xlsx")
    desk.decide()
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("set value", 43, reason="the hospital counted"))])
    assert [ruling.sequence for ruling in desk.decide().taken] == [2]
    log = desk.log.read_bytes()
    (refused,) = desk.decide(first).refused
    assert (refused.check, desk.log.read_bytes()) == ("was_not_replaced", log)


@pytest.mark.parametrize(("mark", "separator", "ending"), [("", ",", "\n"), ("\ufeff", ";", "\r\n")])
def test_the_log_keeps_what_stands_in_it_and_how_it_is_written(
    desk: Desk, mark: str, separator: str, ending: str
) -> None:
    columns = ["notes", *reversed(DECISION_COLUMNS)]
    row = ["mine", "h", "2013-07-01T10:00:00+00:00", "", "Ana", "same raid", "", "dismiss", "k-1", PERIOD, "d-1"]
    kept = (mark + ending.join([separator.join(columns), separator.join(row)])).encode()
    desk.log.write_bytes(kept)
    reason = 'says "one; two, three"'
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("dismiss", reason=reason))])
    desk.decide()
    assert desk.log.read_bytes().startswith(kept + ending.encode())
    log = desk.run().found["decisions"]
    assert log["reason"].tolist() == ["same raid", reason]
    assert log["sequence"].tolist() == [1, 2]
    assert desk.decide().same == 1


def test_an_open_log_is_left_alone(desk: Desk) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("dismiss"))])
    (desk.place.desk / ".~lock.decisions.csv#").write_text("held")
    with pytest.raises(BadInput, match="open in a spreadsheet program"):
        desk.decide()
