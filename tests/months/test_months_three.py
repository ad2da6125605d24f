"""Three months in a row: a late report restates June, a conflict ages, and every total goes on from the last."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from town import MONTHS, settle_town

from reconcile import pipeline
from reconcile.months.earlier import read_earlier
from reconcile.store.ledger import reading
from reconcile.store.workspace import Workspace
from schemas import records


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return settle_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def months(place: Workspace) -> dict[str, pipeline.Findings]:
    return {month: pipeline.run(place, month).found for month in MONTHS}


def rows(found: pipeline.Findings, name: str, /, **cells: Any) -> list[dict[str, Any]]:
    return [row for row in records(found[name]) if all(row[key] == value for key, value in cells.items())]


def killed(found: pipeline.Findings, month: str) -> dict[str, Any]:
    (row,) = rows(found, "roll_forward", measure="killed", month=month)
    return row


def test_nothing_is_refused(months):
    assert [records(found["refused"]) for found in months.values()] == [[], [], []]


def test_june_opens_with_nothing(months):
    row = killed(months["2013-06"], "2013-06")
    assert (row["opening"], row["new"]) == (0, row["closing"])


def test_a_late_report_restates_the_month_of_its_event(months):
    row = killed(months["2013-07"], "2013-06")
    assert (row["restated_up"], row["closing"] - row["opening"]) == (2, 2)
    (change,) = rows(months["2013-07"], "changes", change="restated up")
    assert (change["best_before"], change["best"], change["docs"]) == (14, 16, ("late.txt",))
    assert change["because"] == "'Sixteen' in 'Toll of mill shelling rises' (9 July 2013)."


def test_every_month_opens_with_what_the_one_before_closed_with(months):
    names = list(months)
    for before, after in pairwise(names):
        closing, opening = (
            {row["month"]: row[end] for row in rows(months[m], "roll_forward", measure="killed") if row[end]}
            for m, end in ((before, "closing"), (after, "opening"))
        )
        assert closing == opening


def test_the_late_article_meets_the_claim_that_it_restates(months):
    july = months["2013-07"]
    (first,) = [row for row in rows(july, "claims") if row["doc"] == "2013-06/mill.txt"]
    (june,) = [row for row in rows(months["2013-06"], "claims") if row["doc"] == "mill.txt"]
    assert first["claim_id"] == june["claim_id"]
    assert july.texts[first["doc"]][first["start"] : first["end"]] == first["quote"]
    (document,) = rows(july, "documents", doc="2013-06/mill.txt")
    assert document["period"] == "2013-06"


def test_an_undecided_conflict_ages(months):
    ages = {
        month: [row["age"] for row in rows(found, "conflicts", severity="serious")] for month, found in months.items()
    }
    assert ages == {"2013-06": [0], "2013-07": [1], "2013-08": [2]}
    ids = {row["conflict_id"] for found in months.values() for row in rows(found, "conflicts", severity="serious")}
    assert len(ids) == 1


def test_what_nobody_speaks_of_is_not_carried(months):
    carried = {row["doc"] for row in rows(months["2013-08"], "documents") if row["period"] != "2013-08"}
    assert carried == {"2013-06/raid.txt", "2013-06/raid2.txt"}


def test_only_a_months_own_articles_count_as_its_own(place, months):
    assert len(months) == 3
    with reading(place) as ledger:
        left = read_earlier(ledger, "2013-08").months
        assert {doc for month in left for doc in month.own} == {
            "mill.txt",
            "raid.txt",
            "raid2.txt",
            "late.txt",
            "bus.txt",
        }
        assert read_earlier(ledger, "2013-06").months == ()
        assert read_earlier(ledger, "one-off").months == ()


def test_running_a_month_again_changes_nothing(place, months):
    assert len(months) == 3
    first, again = (pipeline.run(place, "2013-07").content for _ in range(2))
    assert first == again


def test_the_same_file_in_two_months_is_read_once(tmp_path):
    place = settle_town(tmp_path)
    (place.inputs / "2013-07" / "mill.txt").write_text(MONTHS["2013-06"]["mill.txt"], encoding="utf-8")
    pipeline.run(place, "2013-06")
    july = pipeline.run(place, "2013-07").found
    assert not rows(july, "refused")
    assert len([row for row in rows(july, "claims") if row["doc"].endswith("mill.txt")]) == 1
    assert killed(july, "2013-06")["restated_up"] == 2


def test_the_total_of_an_earlier_month_adds_up_all_its_events(months):
    june, july = (
        {row["rule"]: row for row in rows(months[m], "totals", measure="killed", month="2013-06")}
        for m in ("2013-06", "2013-07")
    )
    assert {rule: row["events"] for rule, row in july.items()} == {rule: row["events"] for rule, row in june.items()}
    assert {rule: july[rule]["low"] - june[rule]["low"] for rule in june} == dict.fromkeys(june, 2)
    assert july["informative"]["best"] - june["informative"]["best"] == 2
