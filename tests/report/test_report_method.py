"""The sheets that explain a month: whom to call, how it was made, what the months before came to."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import vessen

from reconcile.report.book import sheets_of
from reconcile.report.month import Making, Month, Signed
from reconcile.wording.method_words import measured
from schemas.codes import RuleName

ACCURACY = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"


def sheet_of(month, name):
    sheet = next(sheet for sheet in sheets_of(month) if sheet.name == name)
    return [dict(zip((column.key for column in sheet.columns), row, strict=True)) for row in sheet.rows]


def test_each_source_of_an_open_conflict_is_asked_once_with_what_it_is_quoted_with():
    rows = sheet_of(vessen.month(), "Call sheet")
    assert [row["source"] for row in rows] == ["the hospital", "the town council"]
    assert rows[0]["question"] == (
        "Shelling of Vessen market: how many killed, up to which day, and who counted? It is quoted with ≥ 12; others: "
        "the town council 30."
    )
    assert rows[0]["effect"] == "The month's killed move by up to 18."
    assert [rows[0][key].value for key in ("conflict_ref", "event_ref", "claim_ref")] == ["C-1", "E-2", "K-1"]
    assert (rows[0]["carried"], rows[0]["reliability"]) == (("Courier",), "B")


def test_a_decided_conflict_asks_nobody():
    (row,) = [row for row in vessen.records()["conflicts"] if row["conflict_id"] == "k-siege"]
    assert sheet_of(vessen.month(conflicts=vessen.some("conflicts", row).conflicts), "Call sheet") == []


def test_the_method_names_rules_settings_data_coverage_and_accuracy():
    making = Making(settings={"tolerances": {"distance": 0.1}, "event_gap_days": 2}, version="0.1", inputs="abc")
    rows = sheet_of(replace(vessen.month(), making=making), "Method")
    said = {row["what"]: row["said"] for row in rows}
    assert all(any(rule in what for what in said) for rule in RuleName)
    assert said["Two figures agree when they differ by no more than this share of the larger"] == "distance 0.1"
    assert said["Program"] == "reconcile 0.1"
    assert said["Articles"] == "3 read, 1 cut short"
    assert said["Claims"] == "5 linked, 1 unsure, 1 unlinked"
    assert f"{measured()['articles']} articles that nobody read" in said["Figures found"]


def test_the_accuracy_that_the_book_states_is_the_measured_one():
    lines = [
        line.split("|")[1:-1] for line in ACCURACY.read_text(encoding="utf-8").splitlines() if line.startswith("|")
    ]
    heads = [cell.strip().casefold() for cell in lines[0]]
    row = next(line for line in lines if line[0].strip() == measured()["collection"])
    found = {head: float(cell) for head, cell in zip(heads, row, strict=True) if re.fullmatch(r"\s*[\d.]+\s*", cell)}
    for name in ("precision", "recall", "value and bound", "country", "place", "attribution"):
        assert abs(found[name] - measured()[name]) <= 0.02, f"{name}: write it anew in wording/measured.yaml"


def past(month, **said):
    first = {"month": month, "measure": "killed", "low": 12, "high": 12, "settled_sum": 12.0, "events": 3}
    return {**first, "undetermined": 1, "signed": "2031-03-05T10:00:00+00:00", "by": "Ana", "version": 1, **said}


def test_a_month_is_shown_as_first_signed_and_as_now():
    still = dict.fromkeys(("opening", "new", "restated_up", "restated_down", "merged_or_split", "withdrawn"), 0.0)
    line = {"measure": "killed", "unit": "person", "scope": "incident", "figures": 3, "undetermined": 0, **still}
    rows = [{**line, "month": "2031-02", "closing": 15.0}, {**line, "month": "2031-03", "closing": 4.0}]
    tables = replace(vessen.tables(), roll_forward=vessen.some("roll_forward", *rows).roll_forward)
    month = Month(vessen.PERIOD, tables, vessen.TEXTS, Making(past=[past("2031-02")]))
    shown = sheet_of(month, "Last twelve months")
    assert [(row["month"], row["first"], row["now"], row["difference"], row["signed"]) for row in shown] == [
        ("March 2031", None, 4.0, None, "not signed"),
        ("February 2031", 12.0, 15.0, 3.0, "5 March 2031"),
    ]
    assert (shown[1]["undecided_first"], shown[1]["undecided"]) == ("and 1 event undecided", None)


def test_a_month_that_is_signed_shows_itself_as_signed():
    making = Making(closing=Signed(version=1, by="Ana", at="2031-05-05T10:00:00+00:00"))
    (row,) = sheet_of(replace(vessen.month(), making=making), "Last twelve months")
    assert (row["month"], row["by"], row["undecided_first"]) == ("April 2031", "Ana", "and 1 event undecided")
