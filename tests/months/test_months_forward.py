"""The roll-forward adds up, and a change names what made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from claim_row import CLAIM
from hypothesis import given
from hypothesis import strategies as st

from reconcile.model.crossing import from_rows, to_frame
from reconcile.model.records import Change, Claim, Document, Event, Figure, Movement, Ruling
from reconcile.months.change_reasons import Evidence
from reconcile.months.earlier import take_place
from reconcile.months.forward import Standing, compare_figures, moves_of, roll_forward, stand
from reconcile.validate import quarantine

FIGURE: dict[str, Any] = {
    "figure_id": "f-1",
    "event_id": "e-1",
    "month": "2013-06",
    "measure": "killed",
    "group": None,
    "group_role": "whole",
    "unit": "person",
    "scope": "incident",
    "low": 5.0,
    "best": 5.0,
    "high": 5.0,
    "status": "single source",
    "confidence": "weak",
    "rule": "representative",
    "because": "Only the mayor gives it.",
    "articles": 1,
    "publishers": 1,
    "originators": 1,
    "claim_ids": ("c-1",),
}
READ = {"truncated": False, "status": "read"}
EVENTS = [Event(event_id=f"e-{n}", name=f"Event {n}", origin="discovered") for n in range(1, 5)]


def figure(number: int = 1, **changes: Any) -> Figure:
    row = {**FIGURE, "figure_id": f"f-{number}", "event_id": f"e-{number}", "claim_ids": (f"c-{number}",), **changes}
    bounds = {"low": changes["best"], "high": changes["best"]} if "best" in changes else {}
    return from_rows(Figure, [{**row, **bounds}])[0]


def ends(before: list[Figure], after: list[Figure], events: list[Event] = EVENTS) -> tuple[Standing, Standing]:
    return stand(before, events), stand(after, events)


def changes(before: list[Figure], after: list[Figure], rulings: Sequence[Ruling] = ()) -> list[Change]:
    claims = [{**CLAIM, "claim_id": f"c-{n}", "doc": f"{n}.txt", "quote": str(n)} for n in range(1, 9)]
    papers = [
        {"doc": f"{n}.txt", "path": "", "sha256": "0", "title": f"Paper {n}", "publisher": "Post", **READ}
        for n in range(1, 9)
    ]
    evidence = Evidence(from_rows(Claim, claims), from_rows(Document, papers), EVENTS, rulings)
    return compare_figures(*ends(before, after), evidence)


def one_move(before: list[Figure], after: list[Figure], number: int = 1) -> tuple[str, float]:
    ((_, change, amount),) = moves_of(f"f-{number}", *ends(before, after))
    return change, amount


def test_a_figure_that_was_not_there_is_new():
    assert one_move([], [figure()]) == ("new", 5)


def test_a_higher_figure_is_restated_up_and_a_lower_one_down():
    assert one_move([figure()], [figure(best=8.0)]) == ("restated up", 3)
    assert one_move([figure()], [figure(best=2.0)]) == ("restated down", -3)


def test_a_figure_that_is_gone_or_no_longer_settled_is_withdrawn():
    assert one_move([figure()], []) == ("withdrawn", -5)
    assert one_move([figure()], [figure(best=None)]) == ("withdrawn", -5)


def test_what_goes_over_to_another_event_is_merged_and_neither_new_nor_withdrawn():
    before = [figure(), figure(2)]
    after = [figure(best=10.0, claim_ids=("c-1", "c-2"))]
    assert one_move(before, after) == ("merged or split", 5)
    assert one_move(before, after, 2) == ("merged or split", -5)
    (forward,) = roll_forward(*ends(before, after))
    assert (forward.opening, forward.merged_or_split, forward.closing) == (10, 0, 10)
    (_, gone) = changes(before, after)
    assert gone.because == "Its claims now belong to Event 1."


def test_an_event_found_to_be_of_another_month_lowers_one_total_and_raises_the_other():
    rows = roll_forward(*ends([figure()], [figure(month="2013-05", best=6.0)]))
    moved = {row.month: (row.opening, row.restated_down, row.restated_up, row.closing) for row in rows}
    assert moved == {"2013-06": (5, -5, 0, 0), "2013-05": (0, 0, 6, 6)}


def test_the_outer_event_leaves_the_total_when_an_inner_one_comes():
    events = [replace(EVENTS[0], parent="e-2"), *EVENTS[1:]]
    before, after = ends([figure(2, best=9.0)], [figure(2, best=9.0), figure(1)], events)
    (row,) = roll_forward(before, after)
    assert (row.opening, row.merged_or_split, row.new, row.closing) == (9, -9, 5, 5)


def test_parts_move_no_total_but_their_change_is_told():
    part = {"group": "children", "group_role": "part"}
    (row,) = changes([figure(**part)], [figure(**part, best=7.0)])
    assert (row.change, row.amount) == ("restated up", 0)


def test_what_stands_as_it_did_is_no_change():
    assert changes([figure()], [figure()]) == []


@pytest.mark.parametrize(
    ("now", "change"),
    [({"high": 9.0}, "bounds moved"), ({"status": "agreed"}, "status changed")],
)
def test_bounds_and_status_are_told_too(now, change):
    (row,) = changes([figure()], [figure(**now)])
    assert (row.change, row.amount) == (change, 0)


def test_a_change_names_the_article_that_came_in():
    (row,) = changes([figure()], [figure(best=8.0, claim_ids=("c-1", "c-7"))])
    assert (row.because, row.docs) == ("'7' in 'Paper 7' (Post).", ("7.txt",))


def test_a_change_by_ruling_gives_the_ruling():
    ruled = figure(best=8.0, rule="decision", status="decided", because="Ana set it to 8: seen the register.")
    (row,) = changes([figure()], [ruled])
    assert row.because == "Ana set it to 8: seen the register."


def test_a_ruling_that_sets_a_claim_aside_is_named():
    ruling = {"decision_id": "d-1", "period": "2013-06", "about": "c-1", "decision": "wrong reading", "sequence": 1}
    ruling |= {"reason": "a bus line", "analyst": "Ana", "decided_at": "2013-07-01", "evidence_hash": "h"}
    (row,) = changes([figure()], [], from_rows(Ruling, [ruling]))
    assert (row.change, row.because) == ("withdrawn", "Ana ruled 'wrong reading' on '1': a bus line.")


def test_a_ruling_that_no_longer_stands_is_named():
    ruled = figure(best=8.0, rule="decision", status="decided", because="Ana set it to 8: seen the register.")
    (row,) = changes([ruled], [figure()])
    assert row.because == "The ruling is no longer in force (Ana set it to 8: seen the register)."


def test_a_figure_of_another_month_says_which():
    (row,) = changes([figure()], [figure(month="2013-05")])
    assert row.because == "What it counts fell in May 2013, not in June 2013."


def test_an_event_that_is_given_a_larger_one_leaves_the_total_and_is_told():
    both = [figure(1), figure(2, best=9.0)]
    before = stand(both, EVENTS)
    after = stand(both, [replace(EVENTS[0], parent="e-2"), *EVENTS[1:]])
    (row,) = roll_forward(before, after)
    assert (row.opening, row.merged_or_split, row.closing) == (14, -9, 5)


def test_claims_that_no_longer_count_are_counted():
    (row,) = changes([figure(claim_ids=("c-1", "c-2"))], [figure(best=8.0)])
    assert row.because == "1 of its claims no longer counts. Only the mayor gives it."


def test_a_later_month_takes_the_place_of_figures_whose_claims_it_reads_again():
    standing = [figure(1), figure(2), figure(3)]
    later = [figure(1, best=6.0), figure(4, claim_ids=("c-2",))]
    found = take_place(standing, later, from_rows(Claim, [{**CLAIM, "claim_id": "c-2"}, CLAIM]))
    assert {one.figure_id: one.best for one in found} == {"f-3": 5, "f-1": 6, "f-4": 5}


figures = st.lists(
    st.builds(
        lambda number, best, month, group, claims: figure(
            number, best=best, month=month, group=group, group_role="part" if group else "whole", claim_ids=claims
        ),
        st.integers(1, 4),
        st.none() | st.integers(0, 50).map(float),
        st.sampled_from(["2013-05", "2013-06", None]),
        st.sampled_from([None, "children"]),
        st.lists(st.sampled_from([f"c-{n}" for n in range(1, 9)]), max_size=3, unique=True).map(tuple),
    ),
    unique_by=lambda row: row.figure_id,
    max_size=4,
)
parents = st.sampled_from([{}, {"e-1": "e-2"}, {"e-1": "e-2", "e-2": "e-3"}])


@given(figures, figures, parents)
def test_every_roll_forward_adds_up(before, after, above):
    events = [replace(event, parent=above.get(event.event_id)) for event in EVENTS]
    sides = ends(before, after, events)
    forward = roll_forward(*sides)
    accepted, refused = quarantine("roll_forward", to_frame(Movement, forward))
    assert refused.empty
    assert len(accepted) == len(forward)
    told = compare_figures(*sides, Evidence([], [], events, []))
    moved = sum(movement.closing - movement.opening for movement in forward)
    assert sum(change.amount for change in told) == pytest.approx(moved)


@given(figures, parents)
def test_the_closing_of_one_month_is_the_opening_of_the_next(rows, above):
    events = [replace(event, parent=above.get(event.event_id)) for event in EVENTS]
    (side, same) = ends(rows, rows, events)
    forward = roll_forward(side, same)
    assert [movement.opening for movement in forward] == [movement.closing for movement in forward]
