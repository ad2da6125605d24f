"""A number that no rule read, from the yellow cells of Look here to a claim of the next run, and back."""

from __future__ import annotations

from typing import Any

import pytest
from orlova import Desk, fill, ruling

RIVER = """Orlova market attack

ORLOVA, June 6, 2013 (River Times) - Shells fell on the market of Orlova on Wednesday and killed 30 people there.
For 18 nurses of the hospital the day had been a long one.
"""


@pytest.fixture
def left(desk: Desk) -> dict[str, Any]:
    """The row of a number that no rule read."""
    desk.add("river.txt", RIVER)
    desk.run()
    return desk.one("unread", quote="18")


def enter(desk: Desk, left: dict[str, Any], **cells: Any) -> tuple[str, ...]:
    """Why the ruling was refused; empty where it was taken."""
    assert left["shown"], "the fitted weights no longer show this row: write one that they show"
    fill(desk.workbook, [("Look here", left["unread_id"], cells)])
    came = desk.decide()
    if not came.refused:
        desk.run()
    return tuple(refused.reason for refused in came.refused)


def claim_of(desk: Desk) -> list[dict[str, Any]]:
    return [row for row in desk.found("claims") if row["quote"] == "18"]


def test_a_number_is_entered_survives_and_is_withdrawn(desk: Desk, left: dict[str, Any]) -> None:
    event = desk.one("claims", quote="52")["event_id"]
    cells = ruling("Enter claim") | {"as_measure": "injured", "as_group": "nurses", "as_event": event}
    del cells["value"]
    assert enter(desk, left, **cells) == ()
    (claim,) = claim_of(desk)
    assert (claim["measure"], claim["group"], claim["low"], claim["event_id"]) == ("injured", "nurses", 18, event)
    assert claim["link_reason"] == "entered by Ana: checked"
    assert desk.one("unread", quote="18")["ruling"] == "enter claim"
    desk.run()
    assert claim_of(desk) == [claim]
    shown = desk.decide()
    assert (shown.taken, shown.refused, shown.same) == ((), (), 1), "the workbook shows the ruling as it was entered"
    withdrawn = ruling("withdraw", reason="it is no toll") | {"as_measure": None, "as_group": None, "as_event": None}
    del withdrawn["value"]
    assert enter(desk, left, **withdrawn) == ()
    assert claim_of(desk) == []
    assert desk.one("unread", quote="18")["ruling"] is None


def test_a_number_is_ruled_no_figure(desk: Desk, left: dict[str, Any]) -> None:
    cells = {"decision": "no figure", "reason": "their day", "analyst": "Ana"}
    assert enter(desk, left, **cells) == ()
    assert (claim_of(desk), desk.one("unread", quote="18")["ruling"]) == ([], "no figure")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"as_measure": "distance"}, "needs a measure under Counts"),
        ({"as_measure": "killed", "as_event": "e-0"}, "has no event e-0"),
        ({"decision": "no figure", "as_measure": "killed"}, "takes no value"),
        ({"decision": "merge events"}, "is not a decision of the sheet Look here"),
    ],
)
def test_what_cannot_be_entered_is_refused(desk: Desk, left: dict[str, Any], cells: dict[str, Any], said: str) -> None:
    (reason,) = enter(desk, left, **{"decision": "enter claim", "reason": "seen", "analyst": "Ana", **cells})
    assert said in reason


def test_an_event_that_is_gone_is_listed_and_the_claim_linked_again(desk: Desk, left: dict[str, Any]) -> None:
    event = desk.one("claims", quote="9")["event_id"]
    cells = {"decision": "enter claim", "reason": "seen", "analyst": "Ana", "as_measure": "injured", "as_event": event}
    assert enter(desk, left, **cells) == ()
    (desk.place.inputs / "2013-06" / "coast.txt").unlink()
    desk.run()
    (claim,) = claim_of(desk)
    assert claim["event_id"] != event
    assert [row["check"] for row in desk.found("refused")] == ["event_is_known"]
