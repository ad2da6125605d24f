"""Totals of months that a later month touches: under the desk's rule they are what its standing figures come to."""

import pytest
from tellings import SETTINGS, added_up, claim, event, figures, made, rulings, totals_of
from town import MONTHS, settle_town

from reconcile import pipeline
from reconcile.model.records import Event
from reconcile.settle import break_down, total_figures
from schemas import records, table

SERIES = ("measure", "unit", "scope", "month")
RAID = (
    "Raid on Tolven, told by {0}\n\nTOLVEN, June 21, 2013 ({0}) - An air strike killed {1} people in Tolven on "
    "Thursday, {2} said.\n"
)
VOICES = {
    "Post": (10, "the mayor"),
    "Herald": (10, "the rescue service"),
    "Mirror": (40, "the army"),
    "Courier": (40, "the hospital"),
    "Echo": (40, "the governor"),
}


def sums(found):
    """What each series comes to under the desk's rule."""
    rows = [row for row in records(found["totals"]) if row["rule"] == SETTINGS.rule]
    return {tuple(row[key] for key in SERIES): row["settled_sum"] for row in rows}


def closings(found):
    return {tuple(row[key] for key in SERIES): row["closing"] for row in records(found["roll_forward"])}


def assert_agree(*months):
    for found in months:
        assert sums(found)
        assert sums(found).items() <= closings(found).items()


def rule(place, about, decision, value, evidence):
    made = {"period": "2013-06", "reason": "a named list", "analyst": "Ana", "decided_at": "2013-07-01T00:00:00+00:00"}
    row = {
        "decision_id": "d-1",
        "about": about,
        "decision": decision,
        "value": value,
        "evidence_hash": evidence,
        **made,
    }
    (place.desk / "decisions.csv").write_text(table("decisions", [row]).drop(columns="sequence").to_csv(index=False))


def only(found, name, /, **cells):
    (row,) = [row for row in records(found[name]) if all(row[key] == value for key, value in cells.items())]
    return row


@pytest.fixture
def town(tmp_path):
    """The town with five voices on June's raid, and June as its first run has it."""
    place = settle_town(tmp_path)
    for name in ("raid.txt", "raid2.txt"):
        (place.inputs / "2013-06" / name).unlink()
    for paper, (number, who) in VOICES.items():
        (place.inputs / "2013-06" / f"{paper}.txt").write_text(RAID.format(paper, number, who))
    return place, pipeline.run(place, "2013-06").found


def test_a_ruling_on_a_conflict_of_june_is_not_forgotten_in_july(town):
    place, june = town
    conflict = only(june, "conflicts", severity="serious")
    rule(place, conflict["conflict_id"], "same source", None, conflict["evidence_hash"])
    again, july = (pipeline.run(place, month).found for month in ("2013-06", "2013-07"))
    raid = only(again, "figures", event_id=conflict["event_id"])
    assert (raid["best"], raid["originators"]) == (None, 1)
    assert raid["figure_id"] not in set(july["figures"]["figure_id"])
    assert_agree(again, july)
    total = {row["rule"]: row for row in records(july["totals"]) if row["month"] == "2013-06"}
    assert {rule: total[rule]["undetermined"] for rule in ("representative", "latest_credible")} == {
        "representative": 1,
        "latest_credible": 1,
    }
    by_cause = [row for row in records(july["breakdowns"]) if row["by"] == "cause" and row["rule"] == SETTINGS.rule]
    assert sum(row["settled_sum"] for row in by_cause) == sum(sums(july).values())


@pytest.mark.parametrize(
    ("about", "decision", "value"),
    [
        ("figure", "set value", "33"),
        ("figure", "dismiss", None),
        ("conflict", "dismiss", None),
        ("claim", "wrong reading", None),
        (None, None, None),
    ],
)
def test_totals_are_what_the_standing_figures_come_to(town, about, decision, value):
    place, june = town
    conflict = only(june, "conflicts", severity="serious")
    figure = only(june, "figures", event_id=conflict["event_id"])
    ids = {"figure": figure["figure_id"], "conflict": conflict["conflict_id"], "claim": conflict["claim_ids"][0]}
    if about:
        rule(place, ids[about], decision, value, conflict["evidence_hash"])
    assert_agree(*(pipeline.run(place, month).found for month in MONTHS))


def test_figures_that_stand_count_as_they_stand_when_the_desk_takes_another_rule(town):
    place, _ = town
    settings = next(place.desk.glob("settings*"))
    settings.write_text(settings.read_text().replace("representative", "informative"))
    july = pipeline.run(place, "2013-07").found
    total = {row["rule"]: row["best"] for row in records(july["totals"]) if row["month"] == "2013-06"}
    stood = {row[3]: amount for row, amount in closings(july).items()}
    assert total["informative"] == stood["2013-06"]


def under(addends, rule):
    return [total for total in total_figures(addends) if total.rule == rule]


def test_a_decided_part_widens_its_whole_under_every_rule():
    rows = [claim("A", "20"), claim("B", "5", group="civilians")]
    part = next(row for row in figures(*rows) if row["group"])["figure_id"]
    log = rulings(rows, (part, "set value", "25"))
    found = figures(*rows, decisions=log)
    assert {(row["group"], row["low"], row["high"]) for row in found} == {(None, 20, 25), ("civilians", 25, 25)}
    assert {(row["low"], row["high"]) for row in totals_of(*rows, decisions=log)} == {(20, 25)}


def test_an_event_inside_another_counts_alone_though_its_month_is_not_asked_for():
    rows = [claim("A", "100", event_id="e-battle"), claim("A", "30", event_id="e-raid", doc="2")]
    known = made(Event, event("e-battle"), event("e-raid", parent="e-battle", start="2013-05-30", end="2013-05-30"))
    for months, totals in (({"2013-06"}, []), ({"2013-05"}, [30]), (None, [30])):
        addends = added_up(*rows, events=known, months=months)
        assert [total.best for total in under(addends, SETTINGS.rule)] == totals
        assert {part.best for part in break_down(addends) if part.by == "cause"} <= {None, *totals}


def test_only_the_months_asked_for_are_added_up():
    rows = [claim("A", "100"), claim("A", "30", event_id="e-raid", doc="2")]
    known = made(Event, event(), event("e-raid", start="2013-05-30", end="2013-05-30"))
    found = totals_of(*rows, events=known, months={"2013-05"})
    assert {(row["month"], row["events"]) for row in found} == {("2013-05", 1)}
