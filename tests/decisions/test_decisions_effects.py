"""Each ruling from the workbook's cell to the next run's figures, and back again."""

from __future__ import annotations

from typing import Any

from orlova import LATE, Desk, fill, ruling, taken


def settled(desk: Desk) -> list[dict[str, Any]]:
    return sorted(desk.found("figures"), key=lambda row: row["figure_id"])


def decide(desk: Desk, sheet: str, about: str, cells: dict[str, Any]) -> list[dict[str, Any]]:
    """What is foretold of the figures' reasons, and what the next run makes of them."""
    fill(desk.workbook, [(sheet, about, cells)])
    came = desk.decide()
    assert came.refused == ()
    desk.run()
    return settled(desk)


def events_by_place(desk: Desk) -> dict[str, str]:
    return {place: desk.one("claims", quote=quote)["event_id"] for place, quote in (("Orlova", "30"), ("Nemi", "9"))}


def test_two_events_become_one_and_two_again(desk: Desk) -> None:
    before, event = settled(desk), events_by_place(desk)
    after = decide(desk, "Events", event["Orlova"], ruling("merge events", event["Nemi"]))
    assert {row["event_id"] for row in after} == {event["Orlova"]}
    (moved,) = [row for row in desk.found("claims") if row["quote"] == "9"]
    assert moved["link_reason"].startswith("merged by Ana: checked")
    assert desk.one("events", event_id=event["Orlova"])["aliases"] != ()
    assert decide(desk, "Events", event["Orlova"], ruling("split events", reason="two raids")) == before


def test_a_claim_becomes_an_event_of_its_own(desk: Desk) -> None:
    claim, event = desk.one("claims", quote="52"), events_by_place(desk)["Orlova"]
    decide(desk, "Events", event, ruling("split events", claim["claim_id"]))
    new = desk.one("claims", quote="52")["event_id"]
    assert new not in (event, claim["event_id"])
    assert {row["status"] for row in desk.found("figures") if row["measure"] == "injured"} == {"single source"}
    assert decide(desk, "Events", event, ruling("withdraw", reason="one raid after all"))
    assert desk.one("claims", quote="52")["event_id"] == event


def test_what_may_be_split_off_is_checked(desk: Desk) -> None:
    event = events_by_place(desk)
    strange = desk.one("claims", quote="9")["claim_id"]
    every = " ".join(row["claim_id"] for row in desk.found("claims") if row["event_id"] == event["Orlova"])
    for value, said in (
        (None, "Nothing was merged"),
        (strange, "No claim of this event"),
        (every, "leave at least one"),
    ):
        fill(desk.workbook, [("Events", event["Orlova"], ruling("split events", value))])
        (refused,) = desk.decide().refused
        assert said in refused.reason


def test_every_ruling_can_be_withdrawn(desk: Desk) -> None:
    before = settled(desk)
    figure = desk.one("figures", measure="killed", status="contested")["figure_id"]
    claim = desk.one("claims", quote="30")["claim_id"]
    rows = [
        ("Conflicts", desk.injured, ruling("waive")),
        ("Figures", figure, ruling("set value", 35)),
        ("Claims", claim, ruling("dismiss")),
        ("Events", events_by_place(desk)["Nemi"], ruling("dismiss")),
    ]
    injured = desk.injured
    fill(desk.workbook, rows)
    assert len(desk.decide().taken) == 4
    desk.run()
    assert desk.one("conflicts", conflict_id=injured)["state"] == "waived"
    states = {row["measure"]: row["state"] for row in settled(desk) if row["event_id"] == before[0]["event_id"]}
    assert set(states.values()) <= {"decided", "waived"}
    assert settled(desk) != before

    back = [(sheet, about, ruling("withdraw", reason="too early")) for sheet, about, _ in rows]
    fill(desk.workbook, [(sheet, about, {**cells, "value": None}) for sheet, about, cells in back])
    came = desk.decide()
    assert (came.refused, len(came.taken)) == ((), 4)
    assert desk.decide().same == 4
    desk.run()
    assert settled(desk) == before
    assert desk.one("conflicts", conflict_id=injured)["state"] == "open"
    assert desk.decide().same == 0, "the yellow cells are empty again"


def test_nothing_is_withdrawn_where_nothing_stands(desk: Desk) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("withdraw"))])
    (refused,) = desk.decide().refused
    assert (refused.check, refused.reason) == (
        "value_fits",
        "No ruling is in force on this row: there is nothing to withdraw.",
    )


def test_dismissing_a_merged_event_keeps_it_merged(desk: Desk) -> None:
    event = events_by_place(desk)
    decide(desk, "Events", event["Orlova"], ruling("merge events", event["Nemi"]))
    decide(desk, "Events", event["Orlova"], ruling("dismiss"))
    assert {(row["event_id"], row["status"]) for row in settled(desk)} == {(event["Orlova"], "dismissed")}
    decide(desk, "Events", event["Orlova"], ruling("withdraw", reason="it did happen"))
    assert {row["event_id"] for row in settled(desk)} == {event["Orlova"]}
    assert {row["status"] for row in settled(desk)} == {"contested"}


def test_a_ruling_on_a_figure_reopens_with_its_evidence(desk: Desk) -> None:
    figure = desk.one("figures", measure="killed", status="contested")["figure_id"]
    decide(desk, "Figures", figure, ruling("set value", 35))
    assert desk.one("figures", figure_id=figure)["state"] == "decided"
    desk.add("late.txt", LATE)
    desk.run()
    row = desk.one("figures", figure_id=figure)
    assert (row["best"], row["state"]) == (35, "decided, but changed")
    assert row["because"] == "Ana set it to 35: checked; the evidence has changed since Ana ruled."
    assert desk.decide().reopened == (figure,)
    fill(desk.workbook, [("Figures", figure, {"reason": "holds beside the ministry's 61"})])
    assert taken(desk.decide()) == {(figure, "set value")}
    desk.run()
    assert desk.one("figures", figure_id=figure)["state"] == "decided"


def test_a_dry_run_foretells_mergers_and_voices(desk: Desk) -> None:
    event = events_by_place(desk)
    fill(desk.workbook, [("Events", event["Orlova"], ruling("merge events", event["Nemi"]))])
    told = {(change.measure, change.before, change.after) for change in desk.decide(dry_run=True).changes}
    assert ("killed", "9, single source", "") in told
    one, other = (desk.one("claims", quote=quote)["claim_id"] for quote in ("30", "at least 43"))
    fill(desk.workbook, [("Claims", one, ruling("same source", other))])
    (change,) = [c for c in desk.decide(dry_run=True).changes if "one source" in c.because]
    assert "Ana ruled that the figures of" in change.because
