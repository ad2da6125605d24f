"""The story end to end, on the samples that are shipped: inputs in, and chosen cells of the tables out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reconcile import pipeline
from reconcile.compare.kinds import KINDS
from reconcile.store.workspace import Workspace
from schemas import records
from schemas.codes import CheckName
from schemas.columns import VERDICTS

INPUTS = Path(__file__).resolve().parent.parent / "inputs"
VESSEN = "vessen/"

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def june(sample_months: dict[str, pipeline.Outcome]) -> pipeline.Outcome:
    return sample_months["2013-06"]


@pytest.fixture(scope="module")
def march(sample_months: dict[str, pipeline.Outcome]) -> pipeline.Outcome:
    return sample_months["2019-03"]


@pytest.fixture(scope="module")
def maverick(samples: Workspace) -> pipeline.Outcome:
    return pipeline.run(samples, "maverick-sample")


def rows(outcome: pipeline.Outcome, table: str, /, **cells: Any) -> Rows:
    """The rows of a table that hold these cells."""
    return [row for row in records(outcome.found[table]) if all(row[key] == value for key, value in cells.items())]


def one(outcome: pipeline.Outcome, table: str, /, **cells: Any) -> dict[str, Any]:
    """The only row of a table that holds these cells."""
    found = rows(outcome, table, **cells)
    assert len(found) == 1, f"{len(found)} rows of {table} with {cells}"
    return found[0]


def said(outcome: pipeline.Outcome, doc: str, quote: str, measure: str) -> dict[str, Any]:
    """The claim on these words of an article; the first, where the words stand there twice."""
    found = rows(outcome, "claims", doc=doc, quote=quote, measure=measure)
    assert found, f"no claim '{quote}' ({measure}) in {doc}"
    return min(found, key=lambda row: row["start"])


def verdict(outcome: pipeline.Outcome, left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """The comparison of two claims."""
    ids = {left["claim_id"], right["claim_id"]}
    found = [row for row in rows(outcome, "comparisons") if {row["left"], row["right"]} == ids]
    assert len(found) == 1, f"{left['quote']} and {right['quote']} were not compared once"
    return found[0]


def held(outcome: pipeline.Outcome, name: str, event: str) -> list[str]:
    """The sums of one name on an event, in words; all of them must have come out."""
    done = rows(outcome, "checks", name=name, event_id=event)
    assert all(row["holds"] for row in done), done
    return [row["explanation"] for row in done]


# The fall of Qusayr, June 2013


def test_two_cuts_of_one_wire_are_one_story_and_one_voice(june: pipeline.Outcome) -> None:
    long = one(june, "documents", doc="qusayr/levant-gazette.txt")
    short = one(june, "documents", doc="qusayr/business-ledger.txt")
    assert long["story"] == short["story"]
    assert long["agency"] == "AFP"
    voices = {row["originator"] for row in rows(june, "claims", quote="17-day")}
    assert voices == {"AFP"}


def test_the_cut_behind_the_paywall_is_marked_and_dated_by_its_twin(june: pipeline.Outcome) -> None:
    short = one(june, "documents", doc="qusayr/business-ledger.txt")
    assert short["truncated"]
    assert (short["published"], short["published_basis"]) == ("2013-06-05", "twin")
    text = june.found.texts["qusayr/business-ledger.txt"]
    offer = text.index("You have read")
    assert all(row["end"] < offer for row in rows(june, "claims", doc="qusayr/business-ledger.txt"))


def test_the_web_page_is_read_without_its_menus(june: pipeline.Outcome) -> None:
    page = one(june, "documents", doc="qusayr/harbour-daily.html")
    assert (page["publisher"], page["published"]) == ("Harbour Daily", "2013-06-06")
    text = june.found.texts["qusayr/harbour-daily.html"]
    assert "12 issues" not in text
    assert "Ferry fares" not in text


def test_soldiers_killed_and_wounded_by_the_observatory(june: pipeline.Outcome) -> None:
    killed = said(june, "qusayr/levant-gazette.txt", "At least 11", "killed")
    wounded = said(june, "qusayr/levant-gazette.txt", "25", "injured")
    assert (killed["low"], killed["high"], killed["bound"]) == (11, None, "at_least")
    assert wounded["low"] == 25
    for row in (killed, wounded):
        assert row["originator"] == "Syrian Observatory for Human Rights"
        assert (row["event_id"], row["link"]) == ("qusayr-2013", "linked")


def test_a_war_s_toll_goes_to_the_war(june: pipeline.Outcome) -> None:
    for doc in ("qusayr/levant-gazette.txt", "archive-0003"):
        toll = said(june, doc, "More than 94,000", "killed")
        assert (toll["low"], toll["high"], toll["bound"]) == (94001, None, "more_than")
        assert (toll["scope"], toll["event_id"]) == ("cumulative", "syria-war")


def test_17_days_agree_with_19_may_to_5_june(june: pipeline.Outcome) -> None:
    sums = held(june, CheckName.DURATION, "qusayr-2013")
    assert sums
    assert all("17 days" in said and "19 May 2013 to 5 June 2013" in said for said in sums)


def test_ten_kilometres_agree_with_six_miles(june: pipeline.Outcome) -> None:
    assert any("10 kilometres" in said and "6 miles" in said for said in held(june, CheckName.LENGTH, "qusayr-2013"))


def test_two_and_three_rockets_make_the_five(june: pipeline.Outcome) -> None:
    rockets = said(june, "qusayr/levant-gazette.txt", "at least five", "munitions")
    assert any(told.startswith("2") and " and 3" in told for told in held(june, CheckName.PARTS, rockets["event_id"]))


def test_26_months_and_eight_years_agree_on_a_start_in_spring_2011(march: pipeline.Outcome) -> None:
    (told,) = held(march, CheckName.START, "syria-war")
    assert all(part in told for part in ("26 months", "June 2013", "8 years", "March 2019", "a start in March 2011"))


# Douma, Khan Sheikhun and Idlib, March 2019


def test_six_infants_are_nested_in_thirteen_civilians(march: pipeline.Outcome) -> None:
    civilians = said(march, "northern-dispatch.txt", "at least 13", "killed")
    infants = said(march, "northern-dispatch.txt", "six", "killed")
    assert (civilians["low"], civilians["group"]) == (13, "civilians")
    assert (infants["low"], infants["group"]) == (6, "infants")
    assert verdict(march, civilians, infants)["verdict"] == "nested"


def test_dozens_of_casualties_are_not_comparable_with_13_killed(march: pipeline.Outcome) -> None:
    dozens = said(march, "capital-post.md", "dozens", "casualties")
    killed = said(march, "capital-post.md", "at least 13", "killed")
    assert (dozens["bound"], dozens["profile"]) == ("vague", "interval")
    found = verdict(march, dozens, killed)
    assert (found["verdict"], found["reason"]) == ("not comparable", "different measure")


def test_a_denied_event_is_contested(march: pipeline.Outcome) -> None:
    scores = said(march, "northern-dispatch.txt", "scores", "killed")
    denial = one(march, "conflicts", kind="event one party denies", event_id=scores["event_id"])
    assert "denied by Russia and Syria" in denial["explanation"]
    assert one(march, "figures", event_id=scores["event_id"], measure="killed")["status"] == "contested"


def test_cases_of_gas_use_are_a_total_to_date(march: pipeline.Outcome) -> None:
    cases = [said(march, doc, "more than 70", "incidents") for doc in ("northern-dispatch.txt", "monitor-digest-18")]
    assert {(row["low"], row["high"], row["scope"]) for row in cases} == {(71, None, "cumulative")}


# The invented town


@pytest.mark.parametrize("kind", KINDS)
def test_the_invented_town_shows_every_kind_of_conflict(june: pipeline.Outcome, kind: str) -> None:
    places = {row["event_id"] for row in rows(june, "events") if row["country"] == "XX"}
    assert [row for row in rows(june, "conflicts", kind=kind) if row["event_id"] in places]


@pytest.mark.parametrize("word", VERDICTS)
def test_the_month_shows_every_verdict(june: pipeline.Outcome, word: str) -> None:
    assert rows(june, "comparisons", verdict=word)


def test_43_beside_30_killed_at_the_market(june: pipeline.Outcome) -> None:
    hospital = said(june, VESSEN + "courier-market.txt", "At least 43", "killed")
    council = said(june, VESSEN + "herald-market.txt", "Thirty", "killed")
    assert verdict(june, hospital, council)["verdict"] == "contradicts"
    figure = one(june, "figures", event_id=hospital["event_id"], measure="killed", group=None)
    assert (figure["status"], figure["low"], figure["best"], figure["high"]) == ("contested", 26, 30, None)


def test_a_later_count_of_one_source_supersedes_its_earlier_one(june: pipeline.Outcome) -> None:
    first = said(june, VESSEN + "courier-bridge-1.txt", "Five", "killed")
    last = said(june, VESSEN + "courier-bridge-2.txt", "Nine", "killed")
    assert verdict(june, first, last)["verdict"] == "superseded"
    assert one(june, "figures", event_id=last["event_id"], measure="killed")["best"] == 9


def test_one_wire_in_three_papers_is_one_voice(june: pipeline.Outcome) -> None:
    killed = said(june, VESSEN + "courier-bakery.txt", "11", "killed")
    figure = one(june, "figures", event_id=killed["event_id"], measure="killed")
    assert (figure["articles"], figure["publishers"], figure["originators"]) == (3, 3, 1)
    assert figure["confidence"] == "weak"


def test_a_late_report_belongs_to_the_month_of_its_event(sample_months: dict[str, pipeline.Outcome]) -> None:
    july = sample_months["2013-07"]
    late = said(july, VESSEN + "courier-market-late.txt", "Forty-six", "killed")
    assert (late["low"], late["as_of"], late["event_start"]) == (46, "2013-07-09", "2013-06-11")
    assert one(july, "figures", event_id=late["event_id"], measure="killed", group=None)["month"] == "2013-06"
    assert {"2013-06", "2013-07"} <= {row["month"] for row in rows(july, "totals")}


# The whole


def test_nothing_is_refused(june: pipeline.Outcome, march: pipeline.Outcome, maverick: pipeline.Outcome) -> None:
    for outcome in (june, march, maverick):
        assert rows(outcome, "refused") == []
        assert outcome.problems == ()


def test_every_sample_article_says_that_it_is_composed() -> None:
    for path in sorted(INPUTS.glob("20*/**/*.*")):
        assert "composed sample" in path.read_text(encoding="utf-8"), path


def test_maverick_rows_are_all_there(maverick: pipeline.Outcome) -> None:
    assert len(rows(maverick, "documents")) == 124
    assert len(rows(maverick, "events", origin="dataset")) == 15
    assert len(rows(maverick, "claims")) == 2 * 124
    assert (INPUTS / "maverick-sample" / "ATTRIBUTION.md").is_file()


def test_a_second_run_changes_no_byte_of_the_tables(samples: Workspace, june: pipeline.Outcome) -> None:
    first = table_bytes(june.folder)
    assert {"claims.csv", "conflicts.csv", "figures.csv", "refused.csv"} <= set(first)
    again = pipeline.run(samples, "2013-06")
    assert table_bytes(again.folder) == first
    assert again.content == june.content


def table_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "tables").iterdir())}


def test_the_workbook_holds_the_conflicts(june: pipeline.Outcome) -> None:
    read: Callable[..., pd.DataFrame] = pd.read_excel
    shown = read(june.folder / pipeline.WORKBOOK, sheet_name="Conflicts", header=2, engine="calamine")
    assert list(shown["Conflict id"]) == list(june.found["conflicts"].sort_values("rank")["conflict_id"])
