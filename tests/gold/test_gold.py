"""The sample months held against what a careful analyst reads in the articles.

The files beside this one were written down by hand from the articles, before the tool had read them. A row of events,
figures or conflicts with a `gap` says what is wrong today: it must fail, and loses its `gap` when it no longer does.

- `claims.jsonl`: every claim; a key that is left out is not scored. What is measured has floors in `floors.yaml`.
- `events.jsonl`: label, what, where, first and last day, and the documents that report it.
- `figures.jsonl`: what the month settles; `ok` lists the numbers that may be printed, a key that is left out is not
  scored, and `absent` says that there is no such figure.
- `conflicts.jsonl`: the conflicts that there are, and tempting ones that are none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cases import Row, read_cases, read_rows

from reconcile.evaluate import below, check_gold, compare_groups, overlaps_name, pair, read_floors, read_gold, score
from reconcile.model.crossing import from_frame
from reconcile.model.records import Claim
from reconcile.pipeline import Outcome
from schemas import records

FOLDER = Path(__file__).parent
CLAIMS, EVENTS = FOLDER / "claims.jsonl", FOLDER / "events.jsonl"
FIGURES, CONFLICTS = FOLDER / "figures.jsonl", FOLDER / "conflicts.jsonl"
FLOORS = read_floors(FOLDER / "floors.yaml")
LEEWAY = 0.05
"""How far a figure may lie above its floor before the floor must be raised."""


@dataclass(frozen=True)
class Read:
    """The claims of all months, those that the gold knows with its reading of them, and where its events went."""

    claims: list[Claim]
    pairs: list[tuple[Row, Claim]]
    events: dict[str, set[str | None]]

    @property
    def figures(self) -> dict[str, float | None]:
        """What is measured on claims, by name."""
        accuracy = score(read_gold(CLAIMS), self.claims)
        found = accuracy.found[0]
        linked = [(asked["event"], claim) for asked, claim in self.pairs if "event" in asked]
        grouping = compare_groups(
            "events",
            {claim.claim_id: label for label, claim in linked},
            {claim.claim_id: claim.event_id for _, claim in linked},
        )
        return {
            **accuracy.figures,
            "precision": found.precision,
            "recall": found.recall,
            "unit": self.share("unit", lambda asked, claim: asked["unit"] == claim.unit),
            "country": self.share("country", lambda asked, claim: asked["country"] == claim.country),
            "part of a whole": self.share("part_of", lambda asked, claim: claim.role in ("part", "remainder")),
            "second unit": self.share("other_value", lambda asked, claim: asked["other_value"] == claim.other_value),
            "claims by event": grouping.b_cubed.f1,
        }

    def share(self, key: str, right: Callable[[Row, Claim], bool]) -> float:
        """The share of the claims found that are right in a field, of those for which the gold has it."""
        judged = [right(asked, claim) for asked, claim in self.pairs if key in asked]
        return sum(judged) / len(judged)


@pytest.fixture(scope="module")
def read(sample_months: dict[str, Outcome]) -> Read:
    """A later month carries claims of an earlier one on: each counts once, as its own month has it."""
    months = reversed(sample_months.values())
    claims = {claim.claim_id: claim for month in months for claim in from_frame(Claim, month.found["claims"])}
    known, rows = list(claims.values()), [row for row in read_rows(CLAIMS) if not row.get("empty")]
    pairs = [(rows[i], known[j]) for i, j in pair(read_gold(CLAIMS).claims, known)]
    events: dict[str, set[str | None]] = {row["label"]: set() for row in read_rows(EVENTS)}
    for asked, claim in pairs:
        if "event" in asked:
            events[asked["event"]].add(claim.event_id)
    for event in read_rows(EVENTS):
        given = (claim for claim in known if claim.doc in event["docs"] and claim.attribution_kind == "dataset")
        events[event["label"]] |= {claim.event_id for claim in given}
    return Read(known, pairs, events)


def test_the_gold_fits_the_articles(sample_months: dict[str, Outcome]) -> None:
    texts = {doc: text for month in sample_months.values() for doc, text in month.found.texts.items()}
    check_gold(read_gold(CLAIMS), texts, CLAIMS)
    documents = {doc for month in sample_months.values() for doc in month.found["documents"]["doc"]}
    labels = {row["label"] for row in read_rows(EVENTS)}
    assert {doc for row in read_rows(EVENTS) for doc in row["docs"]} <= documents
    assert {
        row["event"] for row in [*read_rows(FIGURES), *read_rows(CONFLICTS), *read_rows(CLAIMS)] if row.get("event")
    } <= labels


def test_no_figure_lies_below_its_floor(read: Read) -> None:
    assert below(read, FLOORS) == []


def test_the_floors_lie_close_below_what_is_measured(read: Read) -> None:
    slack = {name: (read.figures[name] or 0) - floor for name, floor in FLOORS.figures.items()}
    assert {name: round(by, 3) for name, by in slack.items() if by > LEEWAY} == {}, "raise these floors"


@pytest.mark.parametrize("event", read_cases(EVENTS, "label"))
def test_an_event_is_one_event(read: Read, sample_months: dict[str, Outcome], event: Row) -> None:
    (event_id,) = read.events[event["label"]]
    assert [label for label, ids in read.events.items() if event_id in ids] == [event["label"]]
    known = {row["event_id"]: row for month in sample_months.values() for row in records(month.found["events"])}
    row = known[event_id or ""]
    assert overlaps_name(event["where"], row["place"])
    assert begins_within(event, row["start"])


def begins_within(event: Row, start: str | None) -> bool:
    """True where the first day is one that the gold allows; it writes a month as 2011-03, and no last day for a war."""
    first: str | None = event["first"]
    last: str | None = event["last"]
    if first is None or start is None:
        return start == first
    return first <= start <= last if last else start.startswith(first)


@pytest.mark.parametrize("figure", read_cases(FIGURES, "period", "event", "measure", "group", "unit"))
def test_a_figure_is_settled_as_an_analyst_would(read: Read, sample_months: dict[str, Outcome], figure: Row) -> None:
    keys = ("measure", "scope", *(["unit"] if "unit" in figure else []))
    near = [
        row
        for row in records(sample_months[figure["period"]].found["figures"])
        if row["event_id"] in read.events[figure["event"]]
        and all(row[key] == figure[key] for key in keys)
        and (row["group"] in figure["group"] if figure["group"] else row["group_role"] == "whole")
    ]
    if figure.get("absent"):
        assert near == []
    else:
        assert any(settled_so(figure, row) for row in near), near


def settled_so(figure: Row, row: Row) -> bool:
    """True where low, high and status are as asked, and the best is the one asked for or may be printed."""
    same = all(row[key] == figure[key] for key in ("low", "high", "bound", "status") if key in figure)
    return same and (row["best"] in figure["ok"] or (row["best"] is None and figure["best"] is None))


@pytest.mark.parametrize("conflict", read_cases(CONFLICTS, "period", "event", "measure", "kind"))
def test_a_conflict_is_found_where_there_is_one(read: Read, sample_months: dict[str, Outcome], conflict: Row) -> None:
    found = [
        row["explanation"]
        for row in records(sample_months[conflict["period"]].found["conflicts"])
        if row["kind"] == conflict["kind"]
        and (conflict["event"] is None or row["event_id"] in read.events[conflict["event"]])
        and (row["measure"] is None or conflict["measure"] in (None, row["measure"]))
    ]
    assert bool(found) == conflict["true"], found or conflict["why"]
