"""A closed month stays closed: what stands in its way, what is frozen, and what is noticed afterwards."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import openpyxl
import pytest
from town import AUGUST, bytes_of, close, settle_town

from reconcile import pipeline
from reconcile.errors import BadInput
from reconcile.ledger import FILE, reading
from reconcile.months import closing
from reconcile.months.difference import tell_apart
from reconcile.workspace import Workspace

JUNE = "2013-06"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    pipeline.run(settle_town(folder), JUNE)
    return folder


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Workspace:
    """June was run, and not closed yet."""
    shutil.copytree(template, tmp_path / "desk")
    return Workspace(tmp_path / "desk")


@pytest.fixture
def closed(place: Workspace) -> Workspace:
    close(place, JUNE)
    return place


def unlock(path: Path) -> Path:
    path.chmod(0o644)
    return path


def problems(place: Workspace) -> list[str]:
    return closing.verify(place, JUNE)[1]


def test_a_month_is_closed_and_nothing_has_changed(closed):
    last, found = closing.verify(closed, JUNE)
    assert found == []
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
        (closing.Signing("", "Ben", "x"), "needs two names"),
        (closing.Signing("Ana", "Ben"), "1 serious conflict is undecided"),
    ],
)
def test_a_signing_that_lacks_something_is_refused(place, signing, said):
    with pytest.raises(BadInput, match=said):
        close(place, JUNE, signing)
    with pytest.raises(BadInput, match="never closed"):
        closing.verify(place, JUNE)


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
    with pytest.raises(BadInput, match="is no month"):
        close(place, "flood")
    with pytest.raises(BadInput, match="was not run yet"):
        close(place, "2013-08")


def test_an_altered_file_is_noticed(closed):
    unlock(closed.report(JUNE) / "reconciliation.xlsx").write_bytes(b"another")
    (closed.report(JUNE) / "evidence.html").unlink()
    (closed.inputs / JUNE / "mill.txt").write_text("Nobody died.")
    (closed.inputs / JUNE / "late.txt").write_text("Sixteen died.")
    found = problems(closed)
    assert len(found) == 4
    for name in ("reconciliation.xlsx", "evidence.html is missing", "mill.txt", "late.txt was put into"):
        assert any(name in line for line in found)


def test_the_frozen_files_cannot_be_saved_over_by_mistake(closed):
    mode = (closed.report(JUNE) / "reconciliation.xlsx").stat().st_mode
    assert not mode & 0o222


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE closings SET record = replace(record, 'Ben', 'Eve')",
        "UPDATE snapshots SET sha256 = (SELECT sha256 FROM snapshots WHERE name = 'events') WHERE name = 'figures'",
        "UPDATE ends SET content = 'f00'",
    ],
)
def test_an_altered_ledger_is_noticed(closed, forged):
    with sqlite3.connect(closed.state / FILE) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute(forged)
    assert problems(closed)


def test_the_records_cannot_be_altered_by_sql(closed):
    with sqlite3.connect(closed.state / FILE) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute("DELETE FROM closings")


def test_reopening_needs_a_reason_and_keeps_what_was_signed(closed):
    signed = bytes_of(closed.report(JUNE))
    with pytest.raises(BadInput, match="needs a name and a reason"):
        closing.reopen(closed, JUNE, "Ana", " ")
    closing.reopen(closed, JUNE, "Ana", "the hospital corrected its list")
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
        closing.reopen(place, JUNE, "Ana", "why not")


def test_a_month_is_not_reopened_under_a_closed_one(closed):
    pipeline.run(closed, "2013-07")
    close(closed, "2013-07")
    with pytest.raises(BadInput, match="July 2013, which opens with the figures of June 2013, is closed"):
        closing.reopen(closed, JUNE, "Ana", "late news")


class Killed(BaseException):
    """The process ends here."""


def test_a_closing_cut_short_before_its_record_is_none(place, monkeypatch):
    before = bytes_of(place.report(JUNE))
    monkeypatch.setattr(closing, "_seal", raise_killed)
    with pytest.raises(Killed):
        close(place, JUNE)
    monkeypatch.undo()
    with pytest.raises(BadInput, match="never closed"):
        closing.verify(place, JUNE)
    kept = bytes_of(place.report(JUNE))
    assert {name: kept[name] for name in before} == before
    close(place, JUNE)
    assert problems(place) == []


def test_a_closing_cut_short_after_its_record_is_completed(place, monkeypatch):
    calls = []

    def put_one(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) > 2:
            raise Killed
        real(source, target)

    real = closing._put
    monkeypatch.setattr(closing, "_put", put_one)
    with pytest.raises(Killed):
        close(place, JUNE)
    monkeypatch.undo()
    with pytest.raises(BadInput, match="was closed"):
        close(place, JUNE)
    assert problems(place) == []


def raise_killed(*_: object) -> None:
    raise Killed


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
        changes = dict(zip(found.changes["change"], found.changes["docs"], strict=True))
        assert changes == {"restated up": ("late.txt",), "new": ("bus.txt",)}
        assert tell_apart(ledger, "1", "1").changes.empty
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
