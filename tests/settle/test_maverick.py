"""MAVERICK report by report (van Baalen and Höglund, CC BY 4.0), where its file is at hand."""

import csv
from collections import defaultdict
from itertools import combinations

import pytest
from tellings import NONE, SETTINGS, claim, event

from reconcile.compare import compare_claims, find_conflicts
from reconcile.settle import settle_figures, total_figures
from schemas import records, table


@pytest.fixture(scope="module")
def reports(gold):
    with (gold / "corpora" / "maverick.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def run(reports):
    rows = [told(report) for report in reports]
    events = table("events", [event(i, i, end=None) for i in sorted({row["event_id"] for row in rows})])
    claims = table("claims", rows)
    comparisons = compare_claims(claims, events, SETTINGS)
    conflicts = find_conflicts(claims, NONE["dates"], events, NONE["documents"], comparisons, SETTINGS, "batch")
    figures = settle_figures(claims, comparisons, conflicts, events, NONE["sources"], NONE["decisions"], SETTINGS)
    return records(conflicts), records(total_figures(claims, comparisons, figures, events, SETTINGS))


def told(report):
    low, best, high = (float(report[f"deaths_{side}"]) for side in ("low", "best", "high"))
    said = {"low": low, "best": best, "high": high, "bound": "exact" if low == high else "range"}
    who = report["source_author"] or None
    where = {"doc": report["id"], "event_id": report["event_id"], "attribution_kind": "dataset", "story": report["id"]}
    return claim(who, report["deaths_best"].removesuffix(".0"), **where, **said)


def test_totals_are_the_published_ones(run):
    totals = {row["rule"]: row["best"] for row in run[1]}
    assert (totals["conservative"], totals["informative"]) == (3105, 5010)


def test_flagged_are_exactly_the_events_whose_reports_exclude_one_another(reports, run):
    intervals = defaultdict(list)
    for report in reports:
        intervals[report["event_id"]].append((float(report["deaths_low"]), float(report["deaths_high"])))
    apart = {e for e, told in intervals.items() if any(a[1] < b[0] or b[1] < a[0] for a, b in combinations(told, 2))}
    kinds = ("values that cannot both hold", "one authority, different figures")
    assert {row["event_id"] for row in run[0] if row["kind"] in kinds} == apart
    assert len(apart) == 181
