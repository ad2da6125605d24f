"""A closed month stays closed: what stands in its way, what is frozen, and what is noticed afterwards."""

from __future__ import annotations

import json
import sqlite3

import openpyxl
import pytest
from signed import JUNE, forge, problems, reopen
from town import AUGUST, bytes_of, close, put

from reconcile import pipeline
from reconcile.errors import BadInput
from reconcile.months.closing import closing, proof
from reconcile.months.difference import tell_apart
from reconcile.store.closed_months import refuse_closed
from reconcile.store.ledger import FILE, reading, writing


def test_a_month_is_closed_and_nothing_has_changed(closed):
    last = proof.verify(closed, JUNE).signed
    assert problems(closed) == []
    assert (last.by, last.reviewed_by, last.version, last.at) == ("Ana", "Ben", 1, "2013-09-01T12:00:00+00:00")
    assert {"reconciliation.xlsx", "evidence.html", "tables/figures.csv"} <= set(last.files)
    assert set(last.inputs) == {"mill.txt", "raid.txt", "raid2.txt"}
    record = json.loads((closed.report(JUNE) / "closing.json").read_text())
    assert record["seal"] == last.seal


def test_the_signed_workbook_says_who_signed(closed):
    page = openpyxl.load_workbook(closed.report(JUNE) / "reconciliation.xlsx")["Summary"]
    said = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    assert "Ana" in said
    assert "Ben" in said
    assert any("frozen" in text for text in said)
    assert any("1 serious conflict waived" in text for text in said)


def test_a_closed_month_is_not_run_again(closed):
    before = bytes_of(closed.report(JUNE))
    with pytest.raises(BadInput, match="was closed on 1 September 2013 by Ana, reviewed by Ben"):
        pipeline.run(closed, JUNE)
    assert bytes_of(closed.report(JUNE)) == before


def test_later_months_leave_a_closed_one_as_it_was_byte_for_byte(closed):
    before = bytes_of(closed.report(JUNE))
    for month in ("2013-07", "2013-08"):
        pipeline.run(closed, month)
        close(closed, month)
    assert bytes_of(closed.report(JUNE)) == before
    assert problems(closed) == []


@pytest.mark.parametrize(
    ("signing", "said"),
    [
        (closing.Signing("Ana", " ana ", "x"), "cannot review a month that they prepared"),
        (closing.Signing("Ana", "\uff21n\u200ba", "x"), "cannot review a month that they prepared"),
        (closing.Signing("Ana  Prado", "Ana\u00a0Prado", "x"), "cannot review a month that they prepared"),
        (closing.Signing("Ana", "\u200b", "x"), "needs two names"),
        (closing.Signing("Ana", "Ben\nEve", "x"), "--reviewed-by holds a line break"),
        (closing.Signing("Ana\udcff", "Ben", "x"), "--by holds bytes that are not text"),
        (closing.Signing("A" * 201, "Ben", "x"), "--by holds 201 characters"),
        (closing.Signing("Ana", "Ben", " \u200b"), "--waive is blank"),
        (closing.Signing("Ana", "Ben", ""), "--waive is blank"),
        (closing.Signing("Ana", "Ben", "why\x07"), "--waive holds a line break or control character"),
        (closing.Signing("Ana", "Ben", "w" * 2001), "--waive holds 2,001 characters"),
        (closing.Signing("", "Ben", "x"), "needs two names"),
        (closing.Signing("Ana", "Ben"), "1 serious conflict is undecided"),
    ],
)
def test_a_signing_that_lacks_something_is_refused(place, signing, said):
    with pytest.raises(BadInput, match=said):
        close(place, JUNE, signing)
    with pytest.raises(BadInput, match="never closed"):
        proof.verify(place, JUNE)


def test_what_changed_since_the_run_keeps_it_open(place):
    (place.inputs / JUNE / "new.txt").write_text("A late letter.")
    (place.desk / "settings.yaml").write_text("rule: conservative\n")
    (place.report(JUNE) / "tables" / "figures.csv").write_text("altered")
    with pytest.raises(BadInput) as refused:
        close(place, JUNE)
    for said in ("new.txt in its inputs changed", "the desk's settings.yaml changed", "tables are not those"):
        assert said in str(refused.value)


def test_rulings_that_nobody_took_keep_it_open(place):
    path = place.report(JUNE) / "reconciliation.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Conflicts"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Decision" for cell in row))
    column = next(cell.column for cell in head if cell.value == "Decision")
    sheet.cell(head[0].row + 1, column).value = "waive"
    book.save(path)
    with pytest.raises(BadInput, match="holds 1 ruling not taken yet"):
        close(place, JUNE)


def test_months_are_closed_in_their_order(place):
    pipeline.run(place, "2013-07")
    with pytest.raises(BadInput, match=r"June 2013, whose figures it opens with, is not closed yet"):
        close(place, "2013-07")


def test_a_month_whose_opening_moved_is_run_again_first(place):
    pipeline.run(place, "2013-07")
    (place.inputs / JUNE / "more.txt").write_text(AUGUST["dam.txt"].replace("August 3", "June 29"))
    pipeline.run(place, JUNE)
    close(place, JUNE)
    with pytest.raises(BadInput, match="Since the last run June 2013 was run again"):
        close(place, "2013-07")


def test_a_batch_and_a_month_never_run_are_refused(place):
    with pytest.raises(BadInput, match="is not a month"):
        close(place, "flood")
    with pytest.raises(BadInput, match="was not run yet"):
        close(place, "2013-08")


def test_the_frozen_files_cannot_be_saved_over_by_mistake(closed):
    mode = (closed.report(JUNE) / "reconciliation.xlsx").stat().st_mode
    assert not mode & 0o222


def test_the_records_cannot_be_altered_by_sql(closed):
    with sqlite3.connect(closed.state / FILE) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute("DELETE FROM closings")


def test_reopening_needs_a_reason_and_keeps_what_was_signed(closed):
    signed = bytes_of(closed.report(JUNE))
    with pytest.raises(BadInput, match="needs a name and a reason"):
        reopen(closed, JUNE, reason=" ")
    reopen(closed, JUNE)
    assert bytes_of(closed.report(JUNE) / "closed-v1") == signed
    (closed.inputs / JUNE / "more.txt").write_text(AUGUST["dam.txt"].replace("August 3", "June 29"))
    pipeline.run(closed, JUNE)
    assert problems(closed) == []  # what was signed first
    again = close(closed, JUNE)
    assert again.version == 2
    assert problems(closed) == []
    assert bytes_of(closed.report(JUNE) / "closed-v1") == signed


def test_a_month_that_is_open_cannot_be_reopened(place):
    with pytest.raises(BadInput, match="is not closed"):
        reopen(place, JUNE)


def test_a_month_is_not_reopened_under_a_closed_one(closed):
    pipeline.run(closed, "2013-07")
    close(closed, "2013-07")
    with pytest.raises(BadInput, match="July 2013, which opens with the figures of June 2013, is closed"):
        reopen(closed, JUNE)


def test_the_report_of_an_earlier_run_comes_out_as_it_was(place):
    then = bytes_of(place.report(JUNE))
    (place.inputs / JUNE / "raid2.txt").unlink()
    pipeline.run(place, JUNE)
    assert bytes_of(place.report(JUNE)) != then
    assert bytes_of(pipeline.run_as_of(place, JUNE, 1)) == then
    with pytest.raises(BadInput, match="has no finished run 7"):
        pipeline.run_as_of(place, JUNE, 7)


def test_the_difference_of_two_runs_names_what_came(place):
    pipeline.run(place, "2013-07")
    with reading(place) as ledger:
        found = tell_apart(ledger, JUNE, "2013-07")
        assert dict(found.documents) == {"bus.txt": "came", "late.txt": "came"}
        changes = {change.change: change.docs for change in found.changes}
        assert changes == {"restated up": ("late.txt",), "new": ("bus.txt",)}
        assert tell_apart(ledger, "1", "1").changes == ()
        with pytest.raises(BadInput, match="no finished run 'May'"):
            tell_apart(ledger, "1", "May")


def test_a_ruling_and_a_changed_article_show_in_the_difference(place):
    path = place.inputs / JUNE / "mill.txt"
    path.write_text(path.read_text().replace("killed 14", "killed 15"))
    (place.desk / "settings.yaml").write_text("rule: conservative\n")
    pipeline.run(place, JUNE)
    with reading(place) as ledger:
        found = tell_apart(ledger, "1", "2")
    assert found.documents == (("mill.txt", "changed"),)
    assert found.desk == ("settings.yaml",)


def test_a_blank_waiver_waives_nothing(place):
    with pytest.raises(BadInput, match="1 serious conflict is undecided"):
        close(place, JUNE, closing.Signing("Ana", "Ben", "  "))


@pytest.mark.parametrize(("by", "reason"), [("\u200b", "why"), ("Ana", "\n"), ("Ana\nEve", "why"), ("Ana", "w" * 2001)])
def test_a_reopening_that_lacks_something_is_refused(closed, by, reason):
    with pytest.raises(BadInput, match="Reopening needs a name and a reason"):
        closing.reopen(closed, JUNE, by, reason, pipeline.report_again)


def test_a_month_before_a_closed_one_is_neither_run_nor_closed(closed):
    put(closed, "2013-05", {"may.txt": AUGUST["dam.txt"].replace("August 3", "May 3")})
    said = "June 2013, which opens with the figures of the months before it, is closed"
    for attempt in (pipeline.run, close):
        with pytest.raises(BadInput, match=said):
            attempt(closed, "2013-05")
    with reading(closed) as ledger:
        refuse_closed(ledger, "2013-07", closed)
        refuse_closed(ledger, "flood", closed)


def test_an_earlier_month_that_is_gone_has_a_way_out(place):
    put(place, "2012-06", {"wrong.txt": AUGUST["dam.txt"].replace("2013", "2012")})
    for month in ("2012-06", JUNE):
        pipeline.run(place, month)
    (place.inputs / "2012-06" / "wrong.txt").unlink()
    (place.inputs / "2012-06").rmdir()
    with pytest.raises(BadInput, match=r"2012-06 of June 2012 is gone.*make an empty folder there.* run 2012-06"):
        close(place, JUNE)
    (place.inputs / "2012-06").mkdir()
    pipeline.run(place, "2012-06")
    close(place, "2012-06")
    pipeline.run(place, JUNE)
    assert close(place, JUNE).version == 1


def test_obstacles_come_in_the_order_in_which_they_are_done(place):
    pipeline.run(place, "2013-07")
    (place.inputs / "2013-07" / "new.txt").write_text("A late letter.")
    with pytest.raises(BadInput) as refused:
        close(place, "2013-07", closing.Signing("Ana", "Ana"))
    said = str(refused.value)
    steps = ("is not closed yet", "in its inputs changed", "undecided", "cannot review")
    assert sorted(steps, key=said.index) == list(steps)
    assert all(step in said for step in steps)


def test_a_run_of_an_older_version_is_run_again(place):
    forge(place, "DELETE FROM papers")
    with pytest.raises(BadInput, match="was made by an older version of reconcile: run it again") as refused:
        close(place, JUNE)
    assert "changed" not in str(refused.value)


@pytest.mark.parametrize("period", ["2013-99", "flood", "../elsewhere"])
def test_what_is_no_month_is_refused_as_such(place, period):
    for attempt in (close, reopen, proof.verify):
        with pytest.raises(BadInput, match="is not a month"):
            attempt(place, period)


def test_a_month_closed_in_another_ledger_is_left_alone(place):
    before = bytes_of(place.state)
    close(place, JUNE)
    signed = bytes_of(place.report(JUNE))
    for name in bytes_of(place.state):
        (place.state / name).unlink()
    for ledger in ({}, before):
        for name, data in ledger.items():
            (place.state / name).write_bytes(data)
        for attempt in (proof.verify, close):
            with pytest.raises(BadInput, match=r"is the record of a closing that the ledger does not know"):
                attempt(place, JUNE)
        with writing(place) as opened, pytest.raises(BadInput, match="Put back the copy"):
            refuse_closed(opened, JUNE, place)
    assert bytes_of(place.report(JUNE)) == signed


@pytest.mark.parametrize(
    "path", [".closing", ".reopening", "closing.json/x", "evidence.html/x", "tables/figures.csv/x"]
)
def test_what_is_in_the_way_is_named_before_anything_is_signed(place, path):
    wanted = place.report(JUNE) / path.removesuffix("/x")
    if path.endswith("/x"):
        wanted.unlink(missing_ok=True)
        wanted.mkdir()
    else:
        wanted.write_text("mine")
    with pytest.raises(BadInput) as refused:
        close(place, JUNE)
    assert wanted.name in str(refused.value) or "tables are not those of the last run" in str(refused.value)
    with reading(place) as ledger:
        assert ledger.closings() == []
