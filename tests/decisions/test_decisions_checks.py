"""What is taken and what is refused, row by row."""

from __future__ import annotations

from typing import Any

import pytest
from orlova import PERIOD, Desk, columns_at, fill, ruling, taken

from reconcile.decisions.cells import SHEETS
from reconcile.decisions.ruling_values import VALUES
from reconcile.report.book import sheets_of
from reconcile.report.layout import HEAD
from reconcile.report.month import Month
from schemas.columns import DECISION_WORDS


def test_every_sheet_to_decide_in_is_read_and_every_decision_is_known() -> None:
    made = {sheet.name: sheet for sheet in sheets_of(Month(PERIOD))}
    deciding = {name for name, sheet in made.items() if any(column.kind == "choice" for column in sheet.columns)}
    assert deciding == set(SHEETS)
    assert all(
        made[name].columns == sheet.columns and made[name].id_key == sheet.id_key for name, sheet in SHEETS.items()
    )
    assert {word for _, word in VALUES} == set(DECISION_WORDS)


@pytest.mark.parametrize(
    ("cells", "check", "said"),
    [
        (ruling("accept"), "decision_is_offered", "'accept' is not a decision"),
        (ruling(None), "decision_is_offered", "No decision is picked"),
        (ruling("accept value"), "value_fits", "needs under Value the id"),
        (ruling("accept value", "many"), "value_fits", "'many' is neither"),
        (ruling("accept value", 31), "value_fits", "None of its claims states 31"),
        (ruling("accept value", "c-000000000000"), "value_fits", "'c-000000000000' is neither"),
        (ruling("set value"), "value_fits", "needs under Value a number"),
        (ruling("set value", "about 30"), "value_fits", "'about 30' is not such a number"),
        (ruling("set value", -3), "value_fits", "'-3' is not such a number"),
        (ruling("set value", 30.5), "value_fits", "fraction"),
        (ruling("dismiss", 30), "value_fits", "takes no value"),
        (ruling("merge events", "e-000000000000"), "value_fits", "another event"),
        (ruling("wrong reading", "c-000000000000"), "value_fits", "the claim that was misread: c-"),
        (ruling("dismiss", reason=" \u00a0"), "reason_is_given", "no reason"),
        (ruling("dismiss", analyst=None), "analyst_is_named", "no analyst"),
        (ruling("dismiss", reviewer=" ANA "), "reviewer_is_another", "cannot review"),
    ],
)
def test_what_is_wrong_is_refused_and_the_others_are_taken(
    desk: Desk, cells: dict[str, Any], check: str, said: str
) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, cells), ("Conflicts", desk.injured, ruling("dismiss"))])
    came = desk.decide()
    assert taken(came) == {(desk.injured, "dismiss")}
    (refused,) = came.refused
    assert (refused.check, refused.entry.about) == (check, desk.killed)
    assert said in refused.reason


def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, {"decision": "dismiss"})])
    (refused,) = desk.decide().refused
    assert "no reason" in refused.reason
    assert "no analyst" in refused.reason


def test_an_unknown_id_and_a_row_without_one_are_refused(desk: Desk) -> None:
    def rename(page: Any) -> None:
        if page.title == "Conflicts":
            at = columns_at(page)["Conflict id"]
            for row in (HEAD + 1, HEAD + 2):
                if page.cell(row, at).value == gone:
                    page.cell(row, at).value = "x-000000000000"
                else:
                    page.cell(row, at).value = None

    gone = desk.killed
    fill(desk.workbook, [("Conflicts", id, ruling("dismiss")) for id in (gone, desk.injured)], rename)
    came = desk.decide()
    assert came.taken == ()
    assert {refusal.check for refusal in came.refused} == {"id_is_known"}
    assert any("found no x-000000000000" in refusal.reason for refusal in came.refused)
    assert any("no id" in refusal.reason for refusal in came.refused)


def test_a_wrong_reading_ruled_on_from_a_conflict_is_one_on_its_claim(desk: Desk) -> None:
    claim = desk.one("claims", quote="30")["claim_id"]
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("wrong reading", claim.upper()))])
    assert taken(desk.decide()) == {(claim, "wrong reading")}
    assert desk.decide().same == 1
    desk.run()
    assert all(claim not in figure["claim_ids"] for figure in desk.found("figures"))
    assert all(claim not in conflict["claim_ids"] for conflict in desk.found("conflicts"))


def test_two_rows_that_rule_on_one_claim_differently_are_both_refused(desk: Desk) -> None:
    claim = desk.one("claims", quote="30")["claim_id"]
    other = ruling("wrong reading", reason="another reason")
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("wrong reading", claim)), ("Claims", claim, other)])
    came = desk.decide()
    assert came.taken == ()
    assert [refusal.check for refusal in came.refused] == ["is_ruled_on_once"] * 2
