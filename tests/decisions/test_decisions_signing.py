"""What those who sign must know: a ruling is rehearsed as a run would apply it, and nothing typed is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from orlova import MOMENT, PERIOD, Desk, fill, ruling, set_up

from reconcile import pipeline
from reconcile.errors import BadInput
from reconcile.months.closing import closing
from reconcile.months.closing.obstacles import obstacles
from reconcile.store.ledger import reading

MORE = """Orlova toll

June 8, 2013 (Ridge Post) - Shells killed more than 50 people at the market of Orlova on Wednesday, the army said.
"""


def close(desk: Desk, *signing: Any) -> closing.Closing:
    return closing.close(desk.place, PERIOD, closing.Signing(*signing), pipeline.report_again, lambda: MOMENT)


def sign(desk: Desk, **cells: str) -> None:
    """Type into the sign-off of the Summary."""
    book = openpyxl.load_workbook(desk.workbook)
    page = book["Summary"]
    rows = {str(cell.value): cell.row for row in page.iter_rows() for cell in row if cell.value}
    heads = {str(cell.value): cell.column for cell in page[rows["Prepared by"] - 1] if cell.value}
    for key, text in cells.items():
        role, _, heading = key.partition("__")
        row = rows["Prepared by" if role == "by" else "Reviewed by"]
        page.cell(row, heads[heading or "Name"]).value = text
    book.save(desk.workbook)


def test_an_accepted_more_than_is_a_figure_and_the_dry_run_says_so_before(desk: Desk) -> None:
    desk.add("ridge.txt", MORE)
    desk.run()
    claim = desk.one("claims", quote="more than 50")["claim_id"]
    about = next(row["figure_id"] for row in desk.found("figures") if claim in row["claim_ids"])
    fill(desk.workbook, [("Figures", about, ruling("accept value", claim))])
    foretold = desk.decide(dry_run=True, rehearse=pipeline.rehearse)
    assert foretold.lost == ()
    assert len(desk.decide().taken) == 1
    desk.run()
    (figure,) = [row for row in desk.found("figures") if row["status"] == "decided"]
    assert (figure["low"], figure["high"], figure["bound"]) == (50, None, "more_than")
    assert figure["best"] >= figure["low"]
    assert desk.found("refused") == []


def test_the_dry_run_foretells_what_the_run_makes(desk: Desk) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("accept value", 30, reviewer=None))])
    before = desk.found("figures")
    foretold = desk.decide(dry_run=True, rehearse=pipeline.rehearse)
    assert any("no reviewer" in note for note in foretold.notes)
    assert desk.found("figures") == before
    assert {change.figure_id for change in foretold.changes} <= {row["figure_id"] for row in before}
    assert desk.decide().changes == foretold.changes


def test_the_dry_run_names_a_merger_that_takes_people_off_the_total(desk: Desk) -> None:
    ids = [desk.one("claims", quote=quote)["event_id"] for quote in ("30", "9")]
    fill(desk.workbook, [("Events", ids[0], ruling("merge events", ids[1]))])
    notes = desk.decide(dry_run=True, rehearse=pipeline.rehearse).notes
    assert any("takes people off the totals: killed" in note for note in notes)


def test_a_sign_off_that_is_typed_is_read_and_signs_the_month(desk: Desk) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("accept value", 30))])
    sign(desk, by="Ana", reviewed="Bo", reviewed__Remark="asked the mayor twice")
    assert "prepared by Ana; reviewed by Bo; Reviewed by: asked the mayor twice" in desk.decide().notes[0]
    problems = desk.run().problems
    assert "has a sign-off filled in" in problems[0]
    sign(desk, by="Ana", reviewed="Bo", reviewed__Remark="asked the mayor twice")
    with pytest.raises(BadInput, match="names Ana, but --by gives Cem"):
        close(desk, "Cem", "Bo", "no answer yet")
    made = close(desk, "", "", "no answer yet")
    assert (made.by, made.reviewed_by, made.remarks) == ("Ana", "Bo", ("Reviewed by: asked the mayor twice",))
    book = openpyxl.load_workbook(desk.workbook)
    said = [str(cell.value) for row in book["Summary"].iter_rows() for cell in row if cell.value is not None]
    assert "Reconciliation (signed) · June 2013" in said
    assert "Reviewed by: asked the mayor twice" in said
    assert not any("to do" in text.casefold() or "to decide" in text.casefold() for text in said)
    assert not any(page.data_validations.dataValidation for page in book)


def test_a_ruling_without_reviewer_and_one_not_taken_stand_in_the_way_by_name(desk: Desk) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("accept value", 30, reviewer=None))])
    desk.decide()
    desk.run()
    with pytest.raises(BadInput, match=rf"no reviewer: {desk.killed} \(accept value by Ana\)"):
        close(desk, "Ana", "Bo")
    fill(desk.workbook, [("Conflicts", desk.injured, ruling("accept value", 999))])
    with pytest.raises(BadInput, match="None of its claims states 999"):
        close(desk, "Ana", "Bo", "no answer yet")


def test_a_refused_row_of_the_runs_own_results_stands_in_the_way(tmp_path: Path, monkeypatch: Any) -> None:
    """Even a waiver does not sign a figure away."""
    from reconcile import validate

    desk = Desk(set_up(tmp_path))
    checked = validate.check_records

    def refuse(name: str, rows: Any) -> Any:
        if name != "figures":
            return checked(name, rows)
        wrong = [pipeline.replace(rows[0], low=-1.0), *rows[1:]]
        return checked(name, wrong)

    monkeypatch.setattr(pipeline, "check_records", refuse)
    desk.run()
    with reading(desk.place) as ledger:
        run = ledger.last_run(PERIOD)
        assert run
        said = list(obstacles(desk.place, ledger, run, closing.Signing("Ana", "Bo", "waived")))
    assert any("own results failed a check" in line for line in said)
