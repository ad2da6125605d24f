"""Events that the desk merges and splits, and how both are undone."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from reconcile.link import regroup_events
from reconcile.model.crossing import from_frame, to_frame
from reconcile.model.records import Claim, DateMention, Event, Ruling
from schemas import TABLES, records, table

Row = dict[str, Any]
NAMES = {"e-mill": "Shelling of the mill", "e-raid": "Raid on the mill", "e-port": "Fire in the port"}


def event(event_id: str, **changes: Any) -> Row:
    day = {"start": "2013-06-03", "end": "2013-06-03", "precision": 1}
    return {"event_id": event_id, "name": NAMES[event_id], "aliases": (), "origin": "discovered", **day, **changes}


def claim(claim_id: str, event_id: str | None, claim_of: Any, **changes: Any) -> Row:
    number = int(claim_id[2:])
    said = {"doc": f"{number}.txt", "start": 0, "end": 2, "quote": "30", "low": 30, "best": 30, "high": 30}
    bound = {"bound": "exact", "story": f"s-{number}", "sentence": f"Telling {number}."}
    linked = {"link": "linked" if event_id else "unsure", "link_reason": "same place"}
    return claim_of(claim_id=claim_id, event_id=event_id, **{**said, **bound, **linked, **changes})


@pytest.fixture
def month(claim: Any) -> dict[str, pd.DataFrame]:
    return month_of(claim)


def month_of(claim_of: Any, *more: Row, **changes: Row) -> dict[str, pd.DataFrame]:
    rows = [claim("c-1", "e-mill", claim_of), claim("c-2", "e-mill", claim_of), claim("c-3", "e-raid", claim_of)]
    rows.append(claim("c-4", None, claim_of, candidates=("e-mill", "e-raid")))
    dates = [{"date_id": f"d-{n}", "doc": f"{n}.txt", "event_id": e, **DATE} for n, e in ((2, "e-mill"), (3, "e-raid"))]
    events = [event(id, **changes.get(id.partition("-")[2], {})) for id in NAMES]
    return {
        "claims": table("claims", [*rows, *more]),
        "dates": table("dates", dates),
        "events": table("events", events),
    }


DATE = {
    "start": 0,
    "end": 6,
    "quote": "3 June",
    "begins": "2013-06-03",
    "ends": "2013-06-04",
    "precision": 1,
    "role": "occurrence",
    "basis": "absolute",
}


def log(*told: tuple[str, str, str | None]) -> list[Ruling]:
    made = {
        "period": "2013-06",
        "analyst": "Ana",
        "reason": "one raid",
        "decided_at": "2013-07-01",
        "evidence_hash": "h",
    }
    rows = [
        {"decision_id": f"d-{n}", "sequence": n, "about": about, "decision": word, "value": value, **made}
        for n, (about, word, value) in enumerate(told, 1)
    ]
    return from_frame(Ruling, table("decisions", rows))


def taken(month: dict[str, pd.DataFrame]) -> tuple[list[Claim], list[DateMention], list[Event]]:
    return (
        from_frame(Claim, month["claims"]),
        from_frame(DateMention, month["dates"]),
        from_frame(Event, month["events"]),
    )


def regrouped(month: dict[str, pd.DataFrame], *told: tuple[str, str, str | None], **given: Any) -> dict[str, Any]:
    made = regroup_events(*taken(month), log(*told), **given)
    found = to_frame(Claim, made.claims), to_frame(DateMention, made.dates), to_frame(Event, made.events)
    for name, frame in zip(month, found, strict=True):
        TABLES[name].validate(frame)
    claims, dates, events = (records(frame) for frame in found)
    return {
        "claims": {row["claim_id"]: row for row in claims},
        "dates": {row["date_id"]: row["event_id"] for row in dates},
        "events": {row["event_id"]: row for row in events},
    }


def homes(found: dict[str, Any]) -> dict[str, str | None]:
    return {id: row["event_id"] for id, row in found["claims"].items()}


MERGED = {"c-1": "e-mill", "c-2": "e-mill", "c-3": "e-mill", "c-4": "e-mill"}
APART = {"c-1": "e-mill", "c-2": "e-mill", "c-3": "e-raid", "c-4": None}
MERGE = ("e-mill", "merge events", "e-raid")


def test_claims_dates_and_name_go_to_the_event_ruled_on(month: dict[str, pd.DataFrame]) -> None:
    found = regrouped(month, MERGE)
    assert homes(found) == MERGED
    assert found["dates"] == {"d-2": "e-mill", "d-3": "e-mill"}
    assert set(found["events"]) == {"e-mill", "e-port"}
    assert found["events"]["e-mill"]["aliases"] == ("Raid on the mill",)
    assert found["claims"]["c-3"]["link_reason"] == (
        "merged by Ana: one raid; before, in 'Raid on the mill': same place"
    )
    assert found["claims"]["c-3"]["moved_by"] == ("d-1",)
    assert found["claims"]["c-1"]["link_reason"] == "same place"
    assert found["claims"]["c-1"]["moved_by"] == ()


def test_what_could_be_either_of_two_that_are_one_is_sure(month: dict[str, pd.DataFrame]) -> None:
    row = regrouped(month, MERGE)["claims"]["c-4"]
    assert (row["link"], row["candidates"], row["link_reason"]) == ("linked", (), "merged by Ana: one raid")


@pytest.mark.parametrize(("origin", "survivor"), [("desk", "e-raid"), ("dataset", "e-raid"), ("discovered", "e-mill")])
def test_the_better_known_event_keeps_its_id(claim: Any, origin: str, survivor: str) -> None:
    found = regrouped(month_of(claim, raid={"origin": origin, "place": "Vessen"}), MERGE)
    assert set(homes(found).values()) == {survivor}
    assert found["events"][survivor]["place"] == "Vessen", "what the survivor lacks comes from the other"


@pytest.mark.parametrize(
    "undoing",
    [
        ("e-mill", "split events", None),
        ("e-mill", "split events", "e-raid"),
        ("e-raid", "split events", None),
        ("e-mill", "withdraw", None),
    ],
)
def test_a_merger_is_undone(month: dict[str, pd.DataFrame], undoing: tuple[str, str, str | None]) -> None:
    assert regrouped(month, MERGE, undoing) == regrouped(month)
    assert homes(regrouped(month, MERGE, undoing, MERGE)) == MERGED


def test_mergers_add_up_and_only_the_one_named_is_undone(month: dict[str, pd.DataFrame]) -> None:
    port = ("e-mill", "merge events", "e-port")
    assert set(regrouped(month, MERGE, port)["events"]) == {"e-mill"}
    assert set(regrouped(month, MERGE, port, ("e-mill", "split events", "e-port"))["events"]) == {"e-mill", "e-port"}
    chain = regrouped(month, ("e-raid", "merge events", "e-port"), ("e-port", "merge events", "e-mill"))
    assert set(chain["events"]) == {"e-raid"}, "what was merged away is found where it went"


def test_inner_events_follow_and_nobody_is_inside_themselves(claim: Any) -> None:
    found = regrouped(month_of(claim, mill={"parent": "e-raid"}, port={"parent": "e-raid"}), MERGE)
    assert {id: row["parent"] for id, row in found["events"].items()} == {"e-mill": None, "e-port": "e-mill"}


def test_an_event_of_an_earlier_month_survives_without_claims_of_its_own(month: dict[str, pd.DataFrame]) -> None:
    late = {**month, "events": month["events"][month["events"]["event_id"] != "e-mill"]}
    late["claims"] = month["claims"][month["claims"]["claim_id"] == "c-3"]
    earlier = from_frame(Event, table("events", [event("e-mill")]))
    assert homes(regrouped(late, MERGE, earlier=earlier)) == {"c-3": "e-mill"}
    assert homes(regrouped(late, MERGE)) == {"c-3": "e-raid"}, "nothing is known of the other"


def test_named_claims_form_an_event_of_their_own_with_their_copies(claim: Any) -> None:
    def told(claim_id: str) -> Row:
        return globals()["claim"](claim_id, "e-mill", claim, story="s-2", sentence="Telling 2.")

    found = regrouped(month_of(claim, told("c-5")), ("e-mill", "split events", "c-2"))
    new = homes(found)["c-2"]
    assert homes(found) == {**APART, "c-2": new, "c-5": new}
    assert new not in NAMES
    assert found["dates"] == {"d-2": new, "d-3": "e-raid"}
    assert found["claims"]["c-2"]["link_reason"] == "split from 'Shelling of the mill' by Ana: one raid"
    later = regrouped(month_of(claim), ("e-mill", "split events", "c-2"))
    assert homes(later)["c-2"] == new, "the id stays whatever else is told"


def test_splits_add_up_and_what_was_split_can_be_merged_again(month: dict[str, pd.DataFrame]) -> None:
    first = ("e-mill", "split events", "c-2")
    new = homes(regrouped(month, first))["c-2"]
    assert homes(regrouped(month, first, ("e-mill", "merge events", new))) == APART
    assert homes(regrouped(month, MERGE, ("e-mill", "split events", "c-3"), first))["c-2"] == new
    assert regrouped(month, first, ("e-mill", "withdraw", None)) == regrouped(month)


def test_rulings_on_what_this_month_does_not_know_do_nothing(month: dict[str, pd.DataFrame]) -> None:
    strange = [
        ("e-gone", "merge events", "e-lost"),
        ("e-gone", "split events", "c-1"),
        ("e-mill", "split events", "c-9"),
    ]
    assert regrouped(month, *strange) == regrouped(month)


def test_regrouping_twice_changes_nothing(month: dict[str, pd.DataFrame]) -> None:
    told = log(MERGE, ("e-mill", "split events", "c-2"))
    once = regroup_events(*taken(month), told)
    assert regroup_events(once.claims, once.dates, once.events, told) == once
