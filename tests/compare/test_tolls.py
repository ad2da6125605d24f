"""Tolls of one event in several outlets (chosen claims with their events), where the collection is at hand."""

import json
from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest
from tellings import claim, conflicts

WAR = "syrian-war"
KINDS = ("values that cannot both hold", "one authority, different figures")


@pytest.fixture(scope="module")
def told(gold):
    with (gold / "corpora" / "fakes_events.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if row["primary"] and row["event_id"] != WAR]


def as_claim(row):
    """The chosen figure as a claim, each article a voice of its own."""
    low, high = row["low"], row["high"]
    bound = "exact" if low == high else "at_least" if high is None else "at_most" if low is None else "range"
    best = None if bound == "range" else high if low is None else low
    stated = {"low": low, "best": best, "high": high, "bound": bound, "quote": row["span"], "start": row["start"]}
    where = {"doc": row["doc"], "event_id": row["event_id"], "measure": row["field"], "as_of": row["published"][:10]}
    return claim(None, f"at least {low}", originator=f"s-{row['doc']}", **stated, **where)


def outgrown(row, rows):
    """True where a higher toll of a later day, which nobody gave before, takes its place."""
    before = {other["low"] for other in rows if day(other) <= day(row) and other["doc"] != row["doc"]}
    high = row["high"]
    return high is not None and any(
        day(o) > day(row) and o["low"] is not None and o["low"] > high and o["low"] not in before for o in rows
    )


def exclude(one, other):
    if one["doc"] == other["doc"] or day(one) != day(other):
        return False
    pairs = ((one, other), (other, one))
    return any(a["high"] is not None and b["low"] is not None and a["high"] < b["low"] for a, b in pairs)


def day(row):
    return date.fromisoformat(row["published"][:10])


def test_flagged_is_every_event_and_measure_whose_tolls_exclude_one_another_and_no_other(told):
    sides = defaultdict(list)
    for row in told:
        sides[row["event_id"], row["field"]].append(row)
    sides = {key: [row for row in rows if not outgrown(row, rows)] for key, rows in sides.items()}
    apart = {key for key, rows in sides.items() if any(exclude(a, b) for a, b in combinations(rows, 2))}
    claims = {row["claim_id"]: row for row in map(as_claim, told)}
    found = {(c["event_id"], c["measure"]) for c in conflicts(*claims.values()) if c["kind"] in KINDS}
    assert apart
    assert found == apart
