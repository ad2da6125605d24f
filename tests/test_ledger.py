from __future__ import annotations

import json
import multiprocessing
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconcile.errors import BadInput, Locked
from reconcile.model.crossing import from_rows
from reconcile.model.records import Claim, Conflict, Event, Ruling
from reconcile.model.run_tables import RunTables
from reconcile.months import read_earlier
from reconcile.store.layouts import NAMES
from reconcile.store.ledger import FILE, Ledger, reading, writing
from reconcile.store.tables import csv_files
from reconcile.store.workspace import Workspace
from schemas import columns_of

Make = Callable[..., dict[str, Any]]

DESK = {"settings.yaml": "rule: range\n"}


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def record(ledger: Ledger, period: str, tables: RunTables, texts: dict[str, str] | None = None) -> int:
    run = ledger.begin(period, DESK, "1.0")
    ledger.finish(run, texts or {}, tables, csv_files(tables))
    return run


def claimed(*rows: dict[str, Any]) -> RunTables:
    return RunTables(claims=from_rows(Claim, rows))


def conflict(**changes: Any) -> Conflict:
    row = {
        "conflict_id": "k-1", "kind": "values", "severity": "serious", "rank": 1, "claim_ids": ("c-1",), "sides": (),
        "explanation": "x", "remedy": "y", "first_seen": "2013-05", "age": 0, "state": "open", "evidence_hash": "h",
    }  # fmt: skip
    return from_rows(Conflict, [{**row, **changes}])[0]


def decision(**changes: Any) -> Ruling:
    row = {
        "decision_id": "d-1", "period": "2013-06", "about": "k-1", "decision": "dismiss", "reason": "same raid",
        "analyst": "Ana", "decided_at": "2013-07-02T10:00:00+00:00", "evidence_hash": "h", "sequence": 1,
    }  # fmt: skip
    return from_rows(Ruling, [{**row, **changes}])[0]


def test_what_a_run_found_comes_back_as_it_was(place: Workspace, claim: Make) -> None:
    tables = claimed(claim(candidates=("e-1", "e-2")), claim(claim_id="c-2", group=None))
    with writing(place) as ledger:
        run = record(ledger, "2013-06", tables, {"a.txt": "At least 11 😀"})
    with reading(place) as ledger:
        assert ledger.tables(run).claims == tables.claims
        assert ledger.texts(run) == {"a.txt": "At least 11 😀"}
        assert ledger.tables(run, ("events",)) == RunTables(events=[])
        assert ledger.desk(run) == DESK
        assert ledger.damage() == []


def test_the_same_again_is_a_new_run_of_equal_content_and_no_new_blob(place: Workspace, claim: Make) -> None:
    with writing(place) as ledger:
        for _ in range(2):
            record(ledger, "2013-06", claimed(claim()), {"a.txt": "text"})
        first, second = ledger.runs("2013-06")
        blobs = ledger._db.execute("SELECT count(*) FROM blobs").fetchone()[0]
        record(ledger, "2013-06", claimed(claim(low=10.0)))
    assert first.number != second.number
    assert first.content == second.content
    assert blobs == 5  # the desk, the hashes of no inputs, one text, one table, and the tables without a row
    with reading(place) as ledger:
        assert ledger.runs()[-1].content != first.content


def test_the_order_of_columns_in_a_schema_changes_no_hash(place: Workspace, claim: Make) -> None:
    with writing(place) as ledger:
        run = record(ledger, "2013-06", claimed(claim()))
        key = ledger._db.execute("SELECT sha256 FROM snapshots WHERE run = ? AND name = 'claims'", (run,)).fetchone()[0]
        columns = list(json.loads(ledger._blob(key)))
    assert columns == sorted(columns_of("claims"))


def test_nothing_is_ever_altered_or_deleted(place: Workspace, claim: Make) -> None:
    with writing(place) as ledger:
        record(ledger, "2013-06", claimed(claim()), {"a.txt": "text"})
        ledger.add_decisions([decision()])
        ledger.add_closing("2013-06", "{}", "seal")
    db = sqlite3.connect(place.state / FILE)
    for name in NAMES:
        column = db.execute(f"SELECT name FROM pragma_table_info('{name}')").fetchone()[0]
        for statement in (f"DELETE FROM {name}", f"UPDATE {name} SET {column} = {column}"):
            with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
                db.execute(statement)
    db.close()


def test_it_is_kept_with_care(place: Workspace) -> None:
    with writing(place) as ledger:
        modes = [ledger._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert modes == ["wal", 2]


def test_altered_bytes_are_noticed(place: Workspace, claim: Make) -> None:
    with writing(place) as ledger:
        record(ledger, "2013-06", claimed(claim()))
        ledger._db.execute("DROP TRIGGER blobs_no_update")
        ledger._db.execute("UPDATE blobs SET data = (SELECT data FROM blobs ORDER BY size LIMIT 1)")
        ledger._db.commit()
        assert any("is altered" in line for line in ledger.damage())


def test_a_run_without_an_end_does_not_count(place: Workspace, claim: Make) -> None:
    with writing(place) as ledger:
        run = record(ledger, "2013-06", claimed(claim()))
        ledger.begin("2013-06", DESK, "1.0")
        last = ledger.last_run("2013-06")
        assert last is not None
        assert last.number == run
        assert [r.finished is None for r in ledger.runs()] == [False, True]


def test_a_failure_while_recording_leaves_nothing_half_done(place: Workspace, claim: Make) -> None:
    with writing(place) as ledger:
        run = ledger.begin("2013-06", DESK, "1.0")
        broken = Event(event_id="e-1", name="x", aliases=(object(),), origin="desk")  # type: ignore[arg-type]
        tables = replace(claimed(claim()), events=[broken])
        with pytest.raises(TypeError):
            ledger.finish(run, {"a.txt": "text"}, tables, {"claims": b"", "events": b""})
        assert ledger.texts(run) == {}
        assert ledger.tables(run) == RunTables()
        assert ledger.last_run("2013-06") is None


def test_rulings_are_added_once_in_order_and_never_rewritten(place: Workspace) -> None:
    with writing(place) as ledger:
        assert ledger.add_decisions([decision(), decision(decision_id="d-2")]) == []
        assert ledger.add_decisions([decision(), decision(decision_id="d-2", sequence=9)]) == []
        assert ledger.add_decisions([decision(reason="other words")]) == ["d-1"]
        log = ledger.decisions()
    assert [(r.decision_id, r.sequence, r.reason) for r in log] == [("d-1", 1, "same raid"), ("d-2", 2, "same raid")]


def test_earlier_conflicts_come_from_the_latest_run_of_each_month_before(place: Workspace) -> None:
    def kept(**changes: Any) -> RunTables:
        return RunTables(conflicts=[conflict(**changes)])

    with writing(place) as ledger:
        record(ledger, "2013-04", kept(conflict_id="k-old", explanation="superseded run"))
        record(ledger, "2013-04", kept(conflict_id="k-old", explanation="latest run"))
        record(ledger, "2013-05", kept(age=1))
        record(ledger, "2013-06", kept(conflict_id="k-own"))
        record(ledger, "2013-07", kept(conflict_id="k-later"))
        record(ledger, "one-off", kept(conflict_id="k-off"))
        found = read_earlier(ledger, "2013-06").conflicts
        assert {c.conflict_id: c.explanation for c in found} == {"k-old": "latest run", "k-1": "x"}
        assert len(read_earlier(ledger, "one-off").conflicts) == 0
        assert len(read_earlier(ledger, "2013-01").conflicts) == 0


def test_reading_before_any_run_says_how_to_start(place: Workspace) -> None:
    with pytest.raises(BadInput, match="Nothing was run yet"), reading(place):
        pass


def test_a_file_that_is_no_ledger_is_refused_with_a_remedy(place: Workspace) -> None:
    place.state.mkdir()
    (place.state / FILE).write_bytes(b"no database at all, but a text of some length" * 50)
    with pytest.raises(BadInput, match=r"cannot be used .* Put back a copy"), writing(place):
        pass


def test_a_ledger_of_a_newer_version_is_left_alone(place: Workspace) -> None:
    with writing(place) as ledger:
        ledger._db.execute("PRAGMA user_version = 99")
    with pytest.raises(BadInput, match="newer version"), writing(place):
        pass


def _hold(root: Path, ready: Any, leave: Any) -> None:
    with writing(Workspace(root)):
        ready.set()
        leave.wait(20)


def test_a_second_writer_is_told_who_holds_it(place: Workspace) -> None:
    context = multiprocessing.get_context("spawn")
    ready, leave = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(place.root, ready, leave))
    holder.start()
    try:
        assert ready.wait(20)
        with (
            pytest.raises(Locked, match=rf"process {holder.pid}, since \d{{4}}-\d\d-\d\d \d\d:\d\d") as refusal,
            writing(place),
        ):
            pass
        assert refusal.value.exit_code == 5
    finally:
        leave.set()
        holder.join()
    with writing(place) as ledger:
        assert ledger.runs() == []


ENDLESS = """
import sys
from pathlib import Path
from reconcile.store.ledger import writing
from reconcile.store.workspace import Workspace
from reconcile.model.records import Event
from reconcile.model.run_tables import RunTables
from reconcile.store.tables import csv_files
with writing(Workspace(Path(sys.argv[1]))) as ledger:
    for n in range(10**6):
        run = ledger.begin("2013-06", {}, "1.0")
        texts = {f"{n}-{i}.txt": f"text {n} {i} " * 500 for i in range(30)}
        tables = RunTables(events=[Event(event_id=f"e-{n}-{i}", name="x", origin="desk") for i in range(100)])
        ledger.finish(run, texts, tables, csv_files(tables))
        print(run, flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.013, 0.031, 0.057])
def test_killing_it_at_any_moment_loses_nothing(place: Workspace, delay: float) -> None:
    worker = subprocess.Popen([sys.executable, "-c", ENDLESS, str(place.root)], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    told = [int(worker.stdout.readline()) for _ in range(3)]
    time.sleep(delay)
    worker.send_signal(signal.SIGKILL)
    told += [int(line) for line in worker.stdout.read().splitlines() if line.strip()]
    worker.wait()
    with writing(place) as ledger:
        finished = [run for run in ledger.runs() if run.finished]
        assert {run.number for run in finished} >= set(told)
        assert ledger.damage() == []
        for run in finished:
            assert len(ledger.texts(run.number)) == 30
            assert len(ledger.tables(run.number).events) == 100
        for run in ledger.runs():
            if run.finished is None:
                assert ledger.texts(run.number) == {}
                assert ledger.tables(run.number) == RunTables()


def test_reading_adds_nothing_and_needs_no_right_to(place: Workspace, claim: Make) -> None:
    with writing(place) as ledger:
        run = record(ledger, "2013-06", claimed(claim()))
    before = (place.state / FILE).read_bytes()
    with pytest.raises(BadInput, match=r"cannot be used .*readonly.* Change the permissions"), reading(place) as ledger:
        ledger.begin("2013-07", DESK, "1.0")
    with reading(place) as ledger:
        assert len(ledger.tables(run).claims) == 1
        assert ledger.damage() == []
    assert (place.state / FILE).read_bytes() == before


def test_a_ledger_without_a_layout_holds_no_run_yet(place: Workspace) -> None:
    place.state.mkdir()
    (place.state / FILE).write_bytes(b"")
    with pytest.raises(BadInput, match="Nothing was run yet"), reading(place):
        pass


def _use_all(place: Workspace, claim: Make) -> None:
    with writing(place) as ledger:
        run = ledger.last_run("2013-06")
        ledger.tables(run.number if run else 1)
        ledger.texts(1)
        ledger.decisions()
        record(ledger, "2013-07", claimed(claim()), {"a.txt": "Twelve people."})


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5])
def test_damage_behind_the_header_is_one_line(place: Workspace, claim: Make, page: int) -> None:
    with writing(place) as ledger:
        record(ledger, "2013-06", claimed(claim()))
    data = bytearray((place.state / FILE).read_bytes())
    data[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    (place.state / FILE).write_bytes(data)
    with reading(place) as ledger:
        assert ledger.damage()
    with pytest.raises(BadInput, match=r"(?i)the ledger"):
        _use_all(place, claim)


def test_a_blob_that_does_not_unfold_is_one_line(place: Workspace, claim: Make) -> None:
    with writing(place) as ledger:
        run = record(ledger, "2013-06", claimed(claim()))
        ledger._db.execute("DROP TRIGGER blobs_no_update")
        ledger._db.execute("UPDATE blobs SET data = x'00'")
        ledger._db.commit()
        assert any("is altered" in line for line in ledger.damage())
        with pytest.raises(BadInput, match="is damaged: blob"):
            ledger.tables(run)


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        ("DROP TRIGGER decisions_no_delete", "the guard decisions_no_delete against altering it is gone"),
        ("DELETE FROM decisions WHERE sequence = 2", "the numbers of its decisions have gaps"),
        ("DELETE FROM decisions WHERE sequence = 3", "the numbers of its decisions have gaps"),
        ("DELETE FROM closings", "the numbers of its closings have gaps"),
    ],
)
def test_what_was_taken_out_is_noticed(place: Workspace, forged: str, said: str) -> None:
    with writing(place) as ledger:
        ledger.add_decisions([decision(decision_id=f"d-{n}") for n in range(3)])
        ledger.add_closing("2013-06", "{}", "seal")
        assert ledger.damage() == []
        verb = forged.split()[0]
        if verb == "DELETE":
            ledger._db.execute(f"DROP TRIGGER {forged.split()[2]}_no_delete")
        ledger._db.execute(forged)
        ledger._db.commit()
        assert said in ledger.damage()


def test_a_guard_that_lets_everything_through_is_noticed(place: Workspace) -> None:
    with writing(place) as ledger:
        ledger._db.execute("DROP TRIGGER runs_no_update")
        ledger._db.execute("CREATE TRIGGER runs_no_update BEFORE UPDATE ON runs BEGIN SELECT 1; END")
        ledger._db.commit()
        assert ledger.damage() == ["the guard runs_no_update against altering it is gone"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("SQLITE_IOERR_WRITE", "free some space"), ("SQLITE_CORRUPT", "Put back a copy of it"), (None, "Put back a copy")],
)
def test_nobody_is_told_to_start_a_new_ledger(place: Workspace, name: str | None, said: str) -> None:
    failure = sqlite3.OperationalError("disk I/O error")
    if name:
        failure.sqlite_errorname = name  # type: ignore[misc]
    with pytest.raises(BadInput, match=said) as refused, writing(place):
        raise failure
    assert "starts a new one" not in str(refused.value)
    assert "move it away" not in str(refused.value)


@pytest.mark.parametrize(
    ("forged", "kind"),
    [
        ("UPDATE texts SET doc = 'b.txt'", "texts"),
        ("UPDATE runs SET started = '2001'", "run"),
        ("UPDATE ends SET finished = '2001'", "run"),
        ("UPDATE papers SET name = 'other'", "papers"),
        ("UPDATE snapshots SET csv_sha256 = 'f00'", "tables"),
        ("UPDATE decisions SET noted = '2001'", "rulings"),
    ],
)
def test_the_trail_of_a_run_holds_all_that_it_rests_on(place: Workspace, claim: Make, forged: str, kind: str) -> None:
    with writing(place) as ledger:
        run = record(ledger, "2013-06", claimed(claim()), {"a.txt": "text"})
        ledger.add_decisions([decision()])
        then, rulings = ledger.trail(run, ledger.last_ruling()), ledger.last_ruling()
        ledger.add_decisions([decision(decision_id="d-2")])
        record(ledger, "2013-06", claimed())
        assert ledger.trail(run, rulings) == then
        for name in NAMES:
            ledger._db.execute(f"DROP TRIGGER {name}_no_update")
        ledger._db.execute(forged)
        now = ledger.trail(run, rulings)
        assert {name for name in then if now[name] != then[name]} == {kind}
        ledger._db.rollback()
