"""From the workbook to the next run: what is taken once, foretold, kept, and listed by the command."""

from __future__ import annotations

import csv
import io
import json

import pytest
from orlova import MOMENT, PERIOD, Desk, Rows, everything, fill, five, ruling, taken

from reconcile.cli import main


def test_five_rulings_are_taken_once_and_the_next_run_shows_them(desk: Desk) -> None:
    rows = five(desk)
    fill(desk.workbook, rows)
    came = desk.decide()
    assert (came.period, came.refused, came.same) == (PERIOD, (), 0)
    assert taken(came) == {(about, " ".join(cells["decision"].split()).lower()) for _, about, cells in rows}
    accepted = desk.one("claims", quote="at least 43")["claim_id"]
    assert {ruling.value for ruling in came.taken} == {accepted, "1040", rows[4][2]["value"], None}
    log = desk.log.read_bytes()
    assert [row["decided_at"] for row in csv.DictReader(io.StringIO(log.decode()))] == [MOMENT.isoformat()] * 5

    again = desk.decide()
    assert (again.taken, again.refused, again.same) == ((), (), 5)
    assert desk.log.read_bytes() == log

    outcome = desk.run()
    assert outcome.problems == ()
    killed, injured = (desk.one("figures", measure=m, status="decided") for m in ("killed", "injured"))
    assert (killed["low"], killed["best"], killed["high"]) == (43, 43, None)
    assert (injured["low"], injured["best"], injured["high"]) == (1040, 1040, 1040)
    assert len(desk.found("figures")) == 2, "the claim that was misread is in no figure"
    assert {row["state"] for row in desk.found("conflicts") if row["measure"] in ("killed", "injured")} == {"decided"}
    shown = desk.decide()
    assert (shown.taken, shown.refused, shown.same) == ((), (), 4), "the figure of the misread claim has no row"


def test_a_dry_run_writes_nothing_and_foretells_the_next_run(desk: Desk) -> None:
    fill(desk.workbook, five(desk))
    before = everything(desk.place.root)
    came = desk.decide(dry_run=True)
    assert everything(desk.place.root) == before
    assert {(change.measure, change.before, change.after) for change in came.changes} == {
        ("killed", "≥ 30, contested", "≥ 43, decided"),
        ("injured", "25–52, contested", "1,040, decided"),
        ("killed", "9, single source", ""),
    }
    assert desk.decide().changes == came.changes
    foretold = {change.figure_id: change.because for change in came.changes if change.after}
    desk.run()
    assert {row["figure_id"]: row["because"] for row in desk.found("figures")} == foretold


def test_a_run_keeps_a_workbook_whose_rulings_were_not_taken(desk: Desk) -> None:
    fill(
        desk.workbook,
        [
            ("Conflicts", desk.killed, ruling("dismiss")),
            ("Claims", desk.found("claims")[0]["claim_id"], {"reason": "hm"}),
        ],
    )
    filled = desk.workbook.read_bytes()
    (problem,) = desk.run().problems
    kept = desk.workbook.with_name("reconciliation-undecided-1.xlsx")
    assert kept.read_bytes() == filled != desk.workbook.read_bytes()
    assert "held 2 rulings not taken yet" in problem
    assert f"reconcile decide {kept}" in problem
    assert taken(desk.decide(kept)) == {(desk.killed, "dismiss")}
    assert desk.run().problems == ()

    fill(desk.workbook, [("Conflicts", desk.injured, ruling("dismiss"))])
    assert "reconciliation-undecided-2.xlsx" in desk.run().problems[0]


def test_a_run_keeps_what_it_cannot_look_through(desk: Desk) -> None:
    desk.workbook.write_bytes(b"a torn file")
    assert "could not be looked through" in desk.run().problems[0]
    assert desk.workbook.with_name("reconciliation-undecided-1.xlsx").read_bytes() == b"a torn file"


def call(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capfd.readouterr()
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    said = capfd.readouterr()
    return int(end.value.code or 0), said.out, said.err


def test_the_command_lists_what_it_took_and_refused(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    words = ("decide", desk.workbook, "-w", desk.place.root)
    rows: Rows = [("Conflicts", desk.killed, ruling("set value", 43)), ("Conflicts", desk.injured, ruling("dismiss"))]
    fill(desk.workbook, [rows[0], (*rows[1][:2], {**rows[1][2], "reason": None})])
    code, out, _ = call(capfd, *words, "--dry-run")
    assert code == 4
    called = {row["about"]: row["ref"] for row in desk.found("refs")}
    refs = (called[desk.killed], called[desk.injured])
    for said in ("would be taken", "refused", *refs, "no reason", "≥ 30, contested"):
        assert said in out
    code, out, _ = call(capfd, *words, "--json")
    summary = json.loads(out)
    assert code == 4
    assert [row["about"] for row in summary["taken"]] == [desk.killed]
    assert [(row["about"], row["check"]) for row in summary["refused"]] == [(desk.injured, "reason_is_given")]
    fill(desk.workbook, rows)
    code, out, _ = call(capfd, *words)
    assert code == 0
    assert "1 taken, 0 refused, 1 in the log already" in out
    assert f"reconcile run {PERIOD}" in out
