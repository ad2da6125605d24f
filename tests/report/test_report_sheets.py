"""What stands on the sheets, before anything is drawn."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import vessen

import reconcile.report
from reconcile.report import basis
from reconcile.report.book import sheets_of
from reconcile.report.group_words import group_words
from reconcile.report.material import marked_sentence
from reconcile.report.month import Making, Month
from reconcile.report.quotes import quoted
from reconcile.report.sheet import Column, Link, Marked, rows_of
from reconcile.report.summary import summary
from schemas import TABLES
from schemas.codes import Measure
from schemas.columns import DECISION_WORDS


@pytest.fixture(scope="module")
def book():
    return {sheet.name: sheet for sheet in sheets_of(vessen.month())}


def cells(sheet, key):
    return [row[sheet.position(key)] for row in sheet.rows]


def test_every_table_has_a_sheet_and_every_id_a_column(book):
    assert {sheet.table for sheet in book.values() if sheet.table} == set(TABLES) - {"refs"}
    for sheet in book.values():
        if sheet.id_key:
            assert all(cells(sheet, sheet.id_key)), sheet.name


def test_headings_of_a_sheet_are_all_different(book):
    for sheet in book.values():
        keys = [column.key for column in sheet.columns]
        assert len(set(keys)) == len(keys), sheet.name
    conflicts = [column.heading for column in book["Conflicts"].columns]
    assert len(set(conflicts)) == len(conflicts)


def test_every_link_between_sheets_arrives_at_a_row(book):
    ids = {sheet.name: set(cells(sheet, sheet.id_key)) if sheet.id_key else set() for sheet in book.values()}
    links = [value for sheet in book.values() for row in sheet.rows for value in row if isinstance(value, Link)]
    assert len(links) > 20
    for link in links:
        assert link.address or not link.row or link.row in ids[link.sheet]


def test_open_conflicts_stand_before_decided_ones(book):
    assert cells(book["Conflicts"], "conflict_id") == ["k-market", "k-siege"]


def test_a_conflict_leads_to_each_of_its_claims(book):
    row = dict(zip((c.key for c in book["Conflicts"].columns), book["Conflicts"].rows[0], strict=True))
    twelve, thirty = vessen.CLAIMS[0], vessen.CLAIMS[3]
    assert row["claim_1"] == Link("K-1", sheet="Claims", row=twelve["claim_id"])
    assert row["claim_2"] == Link("K-4", sheet="Claims", row=thirty["claim_id"])
    assert row["claims"].row == twelve["claim_id"]


def test_the_latest_ruling_fills_the_decision_cells(book):
    assert cells(book["Conflicts"], "decision") == [None, "dismiss"]
    assert cells(book["Conflicts"], "analyst") == [None, "A. Marin"]


def test_decisions_can_be_picked_from_the_words_of_the_schema(book):
    offered = {
        word
        for sheet in book.values()
        for column in sheet.columns
        if (column.kind, column.key) == ("choice", "decision")
        for word in column.words
    }
    assert offered == set(DECISION_WORDS)


def test_the_claims_of_a_figure_stand_together(book):
    killed = next(row for row in book["Figures"].rows if row[book["Figures"].position("status")] == "contested")
    link = killed[book["Figures"].position("claims")]
    assert (link.value, link.rows) == ("2 claims", 2)
    first = cells(book["Claims"], "claim_id").index(link.row)
    assert cells(book["Claims"], "claim_id")[first : first + 2] == [
        vessen.CLAIMS[0]["claim_id"],
        vessen.CLAIMS[3]["claim_id"],
    ]


def test_the_whole_stands_before_its_parts(book):
    assert cells(book["Figures"], "group")[1:3] == [None, "children"]


def test_a_group_is_shown_in_the_words_of_its_claims_and_a_length_with_the_words_that_tell_it():
    month = vessen.month()
    four, days = vessen.CLAIMS[1]["claim_id"], vessen.CLAIMS[4]["claim_id"]
    assert group_words(month, Measure.KILLED, "helmets white worker", [four]) == "children"
    assert group_words(month, Measure.KILLED, "helmets white worker", []) == "helmets white worker"
    assert group_words(month, Measure.KILLED, None, [four]) is None
    assert group_words(month, Measure.DURATION, "lasted", [days]) == "lasted 17 days"
    assert group_words(month, Measure.DURATION, "siege", [days]) == "siege has lasted 17 days"
    assert group_words(month, Measure.DURATION, "war", [days]) == "17 days"


def test_open_bounds_are_readable_and_stay_open(book):
    claims = book["Claims"]
    reads = dict(zip(cells(claims, "claim_id"), cells(claims, "reads"), strict=True))
    highs = dict(zip(cells(claims, "claim_id"), cells(claims, "high"), strict=True))
    assert reads[vessen.CLAIMS[0]["claim_id"]] == "≥ 12"
    assert reads[vessen.CLAIMS[2]["claim_id"]] == "> 40"
    assert highs[vessen.CLAIMS[0]["claim_id"]] is None


def mention(sentence, start, quote, sentence_start):
    row = {**vessen.CLAIMS[0], "sentence": sentence, "start": start, "end": start + len(quote), "quote": quote}
    return vessen.some("claims", {**row, "sentence_start": sentence_start}).claims[0]


def test_the_quote_is_marked_at_its_own_offsets():
    text = "No 5 bus.\nThe first blast killed 5 people and another 5 died later in hospital."
    sentence = text.partition("\n")[2]
    second = mention(sentence, text.rindex("5"), "5", len(text) - len(sentence))
    found = marked_sentence(second)
    assert isinstance(found, Marked)
    assert (found.start, found.end) == (sentence.rindex("5"), sentence.rindex("5") + 1)
    assert quoted(second) == "The first blast killed 5 people and another «5» died later in hospital."


def test_an_old_claim_that_does_not_say_where_its_sentence_starts_is_marked_at_the_same_words():
    found = marked_sentence(mention("Of 12 hurt, 12 died.", 100, "12", None))
    assert isinstance(found, Marked)
    assert (found.start, found.end) == (3, 5)


@pytest.mark.parametrize("sentence_start", [None, 0])
def test_a_sentence_that_lacks_its_quote_is_shown_unmarked(sentence_start):
    claim = mention("Nothing.", 0, "12", sentence_start)
    assert marked_sentence(claim) == quoted(claim) == "Nothing."


def later_book(changes=(), forward=()):
    tables = replace(
        vessen.tables(),
        changes=vessen.some("changes", *changes).changes,
        roll_forward=vessen.some("roll_forward", *forward).roll_forward,
    )
    month = Month(vessen.PERIOD, tables, vessen.TEXTS, Making(since={"2013-05": "a"}))
    return {sheet.name: sheet for sheet in sheets_of(month)}


def test_changes_say_when_there_is_nothing_to_compare_with(book):
    assert book["Changes"].empty == "No earlier month to compare with."
    assert later_book()["Changes"].empty == "No figure of an earlier month has changed."


def test_changes_show_restated_figures_and_leave_out_new_ones_of_the_month_itself():
    told = {"event_id": vessen.MARKET, "measure": "killed", "unit": "person", "scope": "incident", "because": "So."}
    restated = {"figure_id": "f-1", "change": "restated up", "month": "2013-05", "amount": 18.0, "best_before": 12.0}
    restated |= {
        "low_before": 12.0,
        "high_before": 12.0,
        "status_before": "agreed",
        "best": 30.0,
        "status": "contested",
    }
    new = {"figure_id": "f-2", "change": "new", "month": vessen.PERIOD, "amount": 3.0, "status": "agreed"}
    changes = later_book([{**told, **new}, {**told, **restated}])["Changes"]
    assert cells(changes, "event_ref") == [Link("E-2", sheet="Events", row=vessen.MARKET)]
    assert cells(changes, "event") == ["Shelling of Vessen market"]
    assert (cells(changes, "before"), cells(changes, "amount")) == (["12"], [18.0])


def test_the_roll_forward_adds_up_months_that_nothing_moved_and_the_whole():
    still = {"measure": "killed", "unit": "person", "scope": "incident", "opening": 5.0, "closing": 5.0}
    zero = dict.fromkeys(("new", "restated_up", "restated_down", "merged_or_split", "withdrawn"), 0.0)
    still |= zero | {"figures": 1, "undetermined": 0}
    moved = {**still, "month": "2013-05", "restated_up": 2.0, "closing": 7.0}
    rows = [{**still, "month": "2013-03"}, {**still, "month": "2013-04"}, moved]
    shown = later_book(forward=rows)["Roll-forward"]
    assert cells(shown, "month") == ["other months", "May 2013", "all months"]
    assert cells(shown, "opening") == [10, 5, 15]
    assert cells(shown, "closing") == [10, 7, 17]


@pytest.mark.parametrize(
    ("best", "settled_sum", "events", "undetermined", "printed"),
    [
        (0, 0, 1, 0, "0 in 1 event"),
        (None, 0, 1, 1, "10 to 60 in one undecided"),
        (None, 30, 5, 2, "30 in 3 events, and 10 to 60 in 2 undecided: 40 to 90"),
        (35, 35, 5, 0, "35 in 5 events"),
    ],
)
def test_a_total_is_printed_with_what_is_undecided(best, settled_sum, events, undetermined, printed):
    (row, *_) = vessen.records()["totals"]
    bounds = {"low": 10 if undetermined else 0, "best": best, "high": 60, "settled_sum": settled_sum}
    undecided = {"undecided_low": 10, "undecided_high": 60} if undetermined else {}
    row = {**row, **bounds, **undecided, "events": events, "undetermined": undetermined}
    month = Month(vessen.PERIOD, vessen.some("totals", row))
    ((first,), *_) = summary(month, []).bands
    assert first.rows[0][first.position("printed")] == printed
    assert first.rows[0][first.position("best")] == ("undecided" if best is None else best)
    totals = next(sheet for sheet in sheets_of(month) if sheet.name == "Totals")
    assert cells(totals, "reads")[0] == printed, "one number wherever the total stands"


def test_a_large_sheet_is_cut_and_says_where_the_rest_is(monkeypatch):
    monkeypatch.setattr(basis, "MOST_ROWS", 1)
    sheet = basis.comparisons_sheet(vessen.month())
    assert len(sheet.rows) == 1
    assert sheet.note.endswith("The first 1 of 2 rows: all are in tables/comparisons.csv.")


def test_the_dictionary_tells_what_the_schemas_tell(book):
    dictionary = book["Data dictionary"]
    meanings = {(row[2], row[3]): row[4] for row in dictionary.rows}
    for name, model in TABLES.items():
        for key, column in model.to_schema().columns.items():
            assert meanings[name, key] == column.description
    headings = dict(zip(cells(dictionary, "column"), cells(dictionary, "heading"), strict=True))
    assert headings["quote"] == "In the article's words"


def test_an_empty_month_has_every_sheet(book):
    assert [sheet.name for sheet in sheets_of(Month("2031-05"))] == list(book)


def test_a_column_that_no_record_has_is_a_mistake_and_not_an_empty_cell():
    with pytest.raises(AttributeError, match="colour"):
        rows_of([Column("colour", "Colour", 5)], vessen.tables().claims)


def test_only_the_seam_uses_private_attributes_of_the_library_that_writes_workbooks():
    private = re.compile(r"(?<!self)\._(?!replace\b)[a-z]")
    folder = Path(reconcile.report.__file__).parent
    found = {path.name for path in folder.glob("*.py") if private.search(path.read_text(encoding="utf-8"))}
    assert found == {"openpyxl_seam.py"}


def test_each_event_stands_with_what_each_voice_says(book):
    sheet = book["Event by source"]
    headings = [column.heading for column in sheet.columns]
    row = dict(zip(headings, sheet.rows[0], strict=True))
    assert row["Sources"] == "differ"
    said = [value.value for value in sheet.rows[0] if isinstance(value, Link) and value.sheet == "Claims"]
    assert len(said) >= 2


def test_what_is_printed_is_wide_enough_to_read(book):
    """A4 landscape holds about 187 characters of 8 points."""
    for sheet in book.values():
        if sheet.on_paper:
            assert sum(column.width for column in sheet.columns if column.printed) <= 187, sheet.name
