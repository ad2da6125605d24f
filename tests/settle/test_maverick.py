"""MAVERICK report by report (van Baalen and Höglund, CC BY 4.0), where its file is at hand, by the road of datasets."""

from collections import Counter, defaultdict
from itertools import combinations
from statistics import median
from types import SimpleNamespace

import pytest
from tellings import SETTINGS

from reconcile.compare import compare_claims, find_conflicts
from reconcile.ingest import read_datasets
from reconcile.link import trace_sources
from reconcile.model.crossing import from_frame, to_frame
from reconcile.model.records import Claim, Document, Event, Refusal, Source
from reconcile.settle import settle_figures, settle_under_every_rule, total_figures
from reconcile.store.desk import Desk
from schemas import records

REFUSED = {"KE-0074", "KE-0087", "CIV-5038", "KE-7636"}
"""Events with a report whose least injured are above its most; the published totals count them."""


@pytest.fixture(scope="module")
def given(gold):
    read = read_datasets([gold / "corpora" / "maverick.csv"], gold / "corpora", [], SETTINGS)
    kinds = {"documents": Document, "claims": Claim, "events": Event, "refused": Refusal}
    return SimpleNamespace(**{name: to_frame(kind, getattr(read, name)) for name, kind in kinds.items()})


@pytest.fixture(scope="module")
def claims(given):
    claims, sources = trace_sources(from_frame(Claim, given.claims), from_frame(Document, given.documents), Desk())
    return to_frame(Claim, claims), to_frame(Source, sources)


@pytest.fixture(scope="module")
def reports(claims):
    found = defaultdict(lambda: defaultdict(list))
    for row in records(claims[0]):
        found[row["measure"]][row["event_id"]].append(row)
    return found


@pytest.fixture(scope="module")
def totals(given, claims):
    traced, sources = claims
    rows, events, rated = from_frame(Claim, traced), from_frame(Event, given.events), from_frame(Source, sources)
    figures = settle_figures(rows, [], events, rated, [], SETTINGS)
    found = defaultdict(int)
    for total in total_figures(settle_under_every_rule(rows, figures, events, SETTINGS, rated)):
        found[total.measure, total.rule] += total.settled_sum
    return found


def least_mode(numbers):
    counts = Counter(numbers)
    return min(n for n in counts if counts[n] == max(counts.values()))


def summed(events, count):
    return sum(count([row["best"] for row in rows]) for rows in events.values())


def test_every_report_is_read_and_figures_that_contradict_themselves_are_pointed_out(given, claims):
    assert (len(given.documents), len(given.events)) == (3287, 2200)
    refused = given.refused[(given.refused["table"] == "claims") & given.refused["row"].notna()]
    events = dict(zip(claims[0]["doc"], claims[0]["event_id"], strict=True))
    assert {events[row["row"]] for row in records(refused)} == REFUSED


def test_totals_are_the_published_ones(reports, totals):
    counts = (min, least_mode, median, max)
    assert [summed(reports["killed"], count) for count in counts] == [3105, 3290, 4113.5, 5010]
    assert (totals["killed", "conservative"], totals["killed", "informative"]) == (3105, 5010)
    assert [summed(reports["injured"], count) for count in counts] == [3299, 3467, 3938, 5489]
    assert (totals["injured", "conservative"], totals["injured", "informative"]) == (3299, 5489)


def test_reports_of_one_event_disagree_as_often_as_published(reports):
    several = {event for event, rows in reports["killed"].items() if len(rows) > 1}
    assert len(several) == 407

    def disagree(measure, column="best"):
        told = ({row[column] for row in reports[measure][event]} - {None} for event in several)
        return sum(len(said) > 1 for said in told)

    # 45.5%, 42.0% and 43.2%: four events less for days that contradict themselves
    assert [disagree("killed"), disagree("injured"), disagree("killed", "event_start")] == [185, 171, 176 - 4]


@pytest.mark.parametrize(("zero_counts", "expected"), [(True, 181), (False, 116)])
def test_flagged_are_exactly_the_events_whose_reports_exclude_one_another(given, claims, zero_counts, expected):
    killed = claims[0][claims[0]["measure"] == "killed"]
    told = killed if zero_counts else killed[killed["best"] > 0]
    intervals = defaultdict(list)
    for row in records(told):
        intervals[row["event_id"]].append((row["low"], row["high"]))
    apart = {e for e, said in intervals.items() if any(a[1] < b[0] or b[1] < a[0] for a, b in combinations(said, 2))}
    rows, events, documents = (
        from_frame(kind, frame) for kind, frame in ((Claim, told), (Event, given.events), (Document, given.documents))
    )
    comparisons = compare_claims(rows, events, SETTINGS)
    found = find_conflicts(rows, [], events, documents, comparisons, SETTINGS, "batch")
    kinds = ("values that cannot both hold", "one authority, different figures")
    assert {conflict.event_id for conflict in found if conflict.kind in kinds} == apart
    assert len(apart) == expected
