"""What was signed is proved unchanged, or what has changed is named."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest
from signed import JUNE, forge, problems, reopen, unlock
from town import AUGUST, bytes_of, close

from reconcile import pipeline
from reconcile.cli import main
from reconcile.errors import BadInput
from reconcile.months.closing import proof
from reconcile.store.closed_months import Closing, read_closings, seal_of
from reconcile.store.ledger import FILE, reading


def test_an_altered_file_is_noticed(closed):
    unlock(closed.report(JUNE) / "reconciliation.xlsx").write_bytes(b"another")
    (closed.report(JUNE) / "evidence.html").unlink()
    (closed.inputs / JUNE / "mill.txt").write_text("Nobody died.")
    (closed.inputs / JUNE / "late.txt").write_text("Sixteen died.")
    found = problems(closed)
    assert len(found) == 4
    for name in ("reconciliation.xlsx", "evidence.html is missing", "mill.txt", "late.txt was put into"):
        assert any(name in line for line in found)


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
    assert len(problems(closed)) > 1


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        ("UPDATE texts SET doc = 'other.txt' WHERE doc = 'mill.txt'", "The texts that run 1 read"),
        ("UPDATE runs SET started = '2001-01-01'", "The start and end of run 1"),
        ("UPDATE ends SET finished = '2001-01-01'", "The start and end of run 1"),
        ("UPDATE papers SET name = 'other' WHERE name = 'inputs'", "The notes beside the tables of run 1"),
        ("UPDATE snapshots SET csv_sha256 = 'f00'", "The fingerprints of the tables of run 1"),
        ("INSERT INTO decisions VALUES (0, 'd-0', 'then', '{}')", "The rulings that were in the log when run 1"),
    ],
)
def test_all_that_the_signed_run_rests_on_is_sealed(closed, forged, said):
    forge(closed, forged)
    assert any(line.startswith(said) for line in problems(closed))


def test_what_is_added_later_changes_nothing(closed):
    pipeline.run(closed, "2013-07")
    assert problems(closed) == []


def test_lost_guards_and_lost_records_are_noticed(closed):
    reopen(closed)
    close(closed, JUNE)
    forge(closed, "DELETE FROM closings WHERE sequence = 3")
    with sqlite3.connect(closed.state / FILE) as db:
        db.execute("DROP TRIGGER blobs_no_delete")
    found = " ".join(problems_of_reopened(closed))
    assert "the guard blobs_no_delete against altering it is gone" in found
    assert "the numbers of its closings have gaps" in found


def problems_of_reopened(place):
    (place.report(JUNE) / "closing.json").unlink()  # it is refused as another ledger's otherwise
    return problems(place)


def test_a_seal_kept_elsewhere_shows_that_later_records_were_cut_off(closed):
    pipeline.run(closed, "2013-07")
    seal = close(closed, "2013-07").seal
    assert problems(closed) == []
    assert proof.verify(closed, JUNE, f" {seal.upper()}\n").problems == ()
    forge(
        closed,
        "DELETE FROM closings WHERE sequence = 2",
        "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'closings'",
    )
    assert any("2013-07/closing.json does not have the seal" in line for line in problems(closed))
    (closed.report("2013-07") / "closing.json").unlink()
    assert problems(closed) == []  # this is what cannot be proved without a seal
    assert any(seal in line for line in proof.verify(closed, JUNE, seal).problems)
    with pytest.raises(BadInput, match="is not a seal"):
        proof.verify(closed, JUNE, "f00")


@pytest.mark.parametrize(
    "record",
    ["no json", "[]", "{}", '{"period": "2013-06"}', '{"unknown": 1}', "NaN", "[" * 5000, b"\xff\xfe", "\u00e9"],
)
def test_a_garbled_record_is_a_finding_and_opens_nothing(closed, record):
    pipeline.run(closed, "2013-07")
    close(closed, "2013-07")
    forge(closed, "UPDATE closings SET record = ? WHERE sequence = 2", values=(record,))
    assert any("The record of closing 2 in the ledger cannot be read" in line for line in problems(closed))
    with pytest.raises(BadInput, match="cannot be read"):
        proof.verify(closed, "2013-07")
    for attempt in (pipeline.run, close):
        with pytest.raises(BadInput, match="The record of closing 2 in the ledger cannot be read"):
            attempt(closed, "2013-07")


@pytest.mark.parametrize(
    ("key", "value"), [("version", "one"), ("files", []), ("waived", 3), ("action", "opened"), ("more", 1)]
)
def test_a_record_with_a_value_of_another_kind_is_garbled(closed, key, value):
    with reading(closed) as ledger:
        record = json.dumps({**json.loads(ledger.closings()[0][0]), key: value})
    forge(closed, "UPDATE closings SET record = ?", values=(record,))
    with pytest.raises(BadInput, match="The record of closing 1 in the ledger cannot be read"):
        proof.verify(closed, JUNE)


def test_a_record_made_before_there_was_a_trail_holds(closed):
    with reading(closed) as ledger:
        said = json.loads(ledger.closings()[0][0])
    old = {key: value for key, value in said.items() if key not in ("trail", "rulings")}
    record = json.dumps(old, sort_keys=True, separators=(",", ":"))
    forge(closed, "UPDATE closings SET record = ?, seal = ?", values=(record, seal_of(record)))
    beside = json.dumps({**old, "seal": seal_of(record)}, indent=2) + "\n"
    (closed.report(JUNE) / "closing.json").write_text(beside)
    assert problems(closed) == []
    reopen(closed)
    assert problems(closed) == []


@pytest.mark.parametrize("data", [b"{}", b"no json", b'{"seal": 3}'])
def test_an_altered_record_beside_the_report_is_noticed(closed, data):
    (closed.report(JUNE) / "closing.json").write_bytes(data)
    assert any("closing.json is not as it was" in line for line in problems(closed))
    (closed.report(JUNE) / "closing.json").unlink()
    assert any("closing.json is missing" in line for line in problems(closed))


def test_every_signed_version_is_looked_at(closed):
    reopen(closed)
    close(closed, JUNE)
    assert problems(closed) == []
    unlock(closed.report(JUNE) / "closed-v1" / "evidence.html").write_text("another")
    (closed.report(JUNE) / "closed-v1" / "closing.json").unlink()
    found = problems(closed)
    assert len(found) == 2
    assert all("closed-v1" in line for line in found)


def test_a_month_that_is_open_again_says_so_and_nothing_of_its_inputs(closed, capsys):
    reopen(closed)
    (closed.inputs / JUNE / "more.txt").write_text(AUGUST["dam.txt"])
    with pytest.raises(SystemExit) as ended:
        main(["verify", JUNE, "--workspace", str(closed.root)])
    said = capsys.readouterr().out
    assert not ended.value.code
    assert "June 2013 has been open again since 1 September 2013 (Ana: the hospital corrected its list)" in said
    assert "version 1, closed on 1 September 2013 by Ana, reviewed by Ben: unchanged" in said
    assert "inputs" not in said


def test_reopening_keeps_what_was_signed_and_not_what_lies_there(closed):
    signed = bytes_of(closed.report(JUNE))
    unlock(closed.report(JUNE) / "reconciliation.xlsx").write_bytes(b"another")
    (closed.report(JUNE) / "evidence.html").unlink()
    (closed.report(JUNE) / "closing.json").write_text("{}")
    reopen(closed)
    assert bytes_of(closed.report(JUNE) / "closed-v1") == signed
    assert problems(closed) == []


def test_what_cannot_be_had_again_as_signed_keeps_the_month_closed(closed, monkeypatch):
    unlock(closed.report(JUNE) / "evidence.html").write_text("another")
    real = pipeline.report_again

    def report_otherwise(folder, *rest):
        real(folder, *rest)
        (folder / "evidence.html").write_text("by a later version")

    monkeypatch.setattr(pipeline, "report_again", report_otherwise)
    with pytest.raises(BadInput, match=r"cannot be opened again: of what was signed evidence\.html in"):
        reopen(closed)
    with reading(closed) as ledger:
        assert [c.action for c in read_closings(ledger)] == ["closed"]
    assert not (closed.report(JUNE) / "closed-v1").exists()


def test_a_folder_in_the_place_of_the_kept_version_is_not_written_over(closed):
    mine = closed.report(JUNE) / "closed-v1" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(BadInput, match="closed-v1 is in the way"):
        reopen(closed)
    assert mine.read_text() == "mine"
    shutil.rmtree(mine.parent)
    assert isinstance(reopen(closed), Closing)
