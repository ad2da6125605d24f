from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reconcile import pipeline
from reconcile.cli import main
from reconcile.commands import screen
from schemas import TABLES, columns_of

TEXT = (
    "ORLOVA, June 5, 2013 (Harbour News) - At least 11 civilians were killed when shells hit Orlova on Wednesday, "
    "the mayor said.\n"
)

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """Calls the command line: (exit code, standard output, standard error)."""

    def run(*words: object) -> tuple[int, str, str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        said = capfd.readouterr()
        assert "Traceback" not in said.err
        return int(end.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def place(tmp_path: Path, call: Call) -> Path:
    call("init", tmp_path)
    (tmp_path / "inputs" / "2013-06").mkdir()
    (tmp_path / "inputs" / "2013-06" / "town.txt").write_text(TEXT)
    return tmp_path


def test_init_makes_a_workspace_and_leaves_files_alone(tmp_path: Path, call: Call) -> None:
    settings = tmp_path / "new" / "inputs" / "desk" / "settings.yaml"
    assert call("init", tmp_path / "new")[0] == 0
    settings.write_text("rule: range\n")
    code, _, err = call("init", tmp_path / "new")
    assert code == 0
    assert f"{settings} is there already" in err
    assert settings.read_text() == "rule: range\n"


def test_run_closes_with_a_summary(place: Path, call: Call) -> None:
    code, out, err = call("run", "2013-06", "--workspace", place)
    assert (code, err) == (0, "")
    assert "1 read" in out
    assert "2013-06" in out


def test_run_quiet_says_nothing(place: Path, call: Call) -> None:
    assert call("run", "2013-06", "-w", place, "--quiet") == (0, "", "")


def test_run_json_is_for_machines(place: Path, call: Call) -> None:
    code, out, _ = call("run", "2013-06", "-w", place, "--json")
    summary = json.loads(out)
    assert code == 0
    assert summary["documents"] == {"read": 1}
    assert summary["claims"] > 0
    assert Path(summary["report"]).is_dir()


def test_the_current_folder_is_the_workspace(place: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    assert call("run", "2013-06", "-q")[0] == 0


def test_strict_exits_with_3_while_exceptions_are_open(place: Path, call: Call) -> None:
    assert call("run", "2013-06", "-w", place, "--strict")[0] == 0
    (place / "inputs" / "2013-06" / "empty.txt").write_text("")
    assert call("run", "2013-06", "-w", place)[0] == 0
    code, _, err = call("run", "2013-06", "-w", place, "--strict")
    assert code == 3
    assert "empty.txt" in err
    assert call("check", "2013-06", "-w", place, "--strict")[0] == 3
    assert call("check", "2013-06", "-w", place)[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["run", "2013-6"], 4, "Did you mean 2013-06?"),
        (["check", "desk"], 4, "There is no period 'desk'"),
        (["extract", "nowhere.txt"], 4, "nowhere.txt"),
        (["export", "losses", "--period", "2013-06"], 2, "Unknown table 'losses'"),
        (["export", "claims", "--period", "2013-06"], 4, "Nothing was run yet"),
        (["explain", "c-1"], 4, "Nothing was run yet"),
        (["run"], 2, "PERIOD"),
        (["run", "2013-06", "--loud"], 2, "--loud"),
        (["reconcile-all"], 2, "reconcile-all"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line_and_a_code(
    place: Path, call: Call, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(place)
    got, out, err = call(*words)
    assert (got, out) == (code, "")
    assert said in err


def test_bad_settings_are_one_clear_line(place: Path, call: Call) -> None:
    (place / "inputs" / "desk" / "settings.yaml").write_text("rule: boldest\n")
    code, _, err = call("run", "2013-06", "-w", place)
    assert code == 4
    assert err.count("\n") == 1
    assert "'rule' cannot be obeyed" in err


def test_a_bug_is_owned_and_debug_shows_it(place: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr(pipeline, "run", stumble)
    code, _, err = call("run", "2013-06", "-w", place)
    assert code == 1
    assert "bug in reconcile, not in your data: KeyError: 'lost'" in err
    assert f"reconcile --debug run 2013-06 -w {place}" in err
    with pytest.raises(KeyError):
        main(["--debug", "run", "2013-06", "-w", str(place)])


def test_a_full_disk_is_no_bug(place: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/reports/claims.csv")

    monkeypatch.setattr(pipeline, "run", fill)
    assert call("run", "2013-06", "-w", place)[::2] == (
        4,
        "reconcile: /reports/claims.csv does not fit: the disk is full. Free some space and run again.\n",
    )


def test_an_open_workbook_is_said_and_exits_with_4(place: Path, call: Call) -> None:
    (place / "reports" / "2013-06").mkdir()
    (place / "reports" / "2013-06" / "~$reconciliation.xlsx").write_text("held")
    code, _, err = call("run", "2013-06", "-w", place)
    assert code == 4
    assert "are up to date" in err
    assert (place / "reports" / "2013-06" / "tables" / "claims.csv").is_file()


def test_extract_writes_every_column_of_the_claims(tmp_path: Path, call: Call) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text(TEXT)
    code, out, err = call("extract", tmp_path, "--quiet")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert list(rows[0]) == columns_of("claims")
    assert {row["doc"] for row in rows} == {"deep/a.txt"}
    assert all(TEXT[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert all(row["story"] for row in rows)


def test_extract_names_a_single_file_by_its_name_and_records_by_their_id(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "r-7", "text": TEXT.replace("11", "12")}) + "\n")
    out = call("extract", tmp_path / "a.txt", tmp_path / "b.jsonl")[1]
    assert {json.loads(line)["doc"] for line in out.splitlines()} == {"a.txt", "r-7"}


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_extract_writes_a_file(tmp_path: Path, call: Call, form: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    out = tmp_path / "made" / f"claims.{form}"
    assert call("extract", tmp_path / "a.txt", "--format", form, "--out", out) == (0, "", "")
    assert out.stat().st_size > 100


def test_extract_explains_in_the_terminal(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    out = call("extract", tmp_path / "a.txt", "--explain")[1]
    assert "At least 11 civilians" in out
    assert "killed ≥ 11" in out


def test_extract_says_what_it_refused(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("")
    code, out, err = call("extract", tmp_path)
    assert code == 0
    assert out
    assert "b.txt" in err


def test_export_writes_any_table_of_the_last_run(place: Path, call: Call) -> None:
    call("run", "2013-06", "-w", place, "-q")
    for table in TABLES:
        assert call("export", table, "--period", "2013-06", "-w", place)[0] == 0
    rows = [json.loads(line) for line in call("export", "figures", "-p", "2013-06", "-w", place)[1].splitlines()]
    assert all(isinstance(row["claim_ids"], list) for row in rows)
    csv = call("export", "claims", "-p", "2013-06", "-w", place, "--format", "csv")[1]
    assert csv == (place / "reports" / "2013-06" / "tables" / "claims.csv").read_text()
    code, _, err = call("export", "claims", "-p", "2013-07", "-w", place)
    assert code == 4
    assert "Runs: 2013-06: 1" in err


def test_explain_tells_a_claim_and_refuses_what_is_none(place: Path, call: Call) -> None:
    call("run", "2013-06", "-w", place, "-q")
    claims = call("export", "claims", "-p", "2013-06", "-w", place)[1].splitlines()
    claim: dict[str, Any] = next(row for row in map(json.loads, claims) if row["measure"] == "killed")
    code, out, _ = call("explain", claim["claim_id"], "-w", place)
    assert code == 0
    assert "«At least 11»" in out
    assert "the mayor" in out
    told = json.loads(call("explain", claim["claim_id"], "-w", place, "--json")[1])
    assert told["id"] == claim["claim_id"]
    code, _, err = call("explain", "c-nothing", "-w", place)
    assert code == 4
    assert "'c-nothing' is not a reference, id or name" in err


def test_doctor_finds_a_sound_workspace_and_a_damaged_one(place: Path, call: Call) -> None:
    call("run", "2013-06", "-w", place, "-q")
    code, out, _ = call("doctor", "-w", place)
    assert code == 0, out
    (place / ".reconcile" / "ledger.sqlite").write_bytes(b"no ledger" * 1000)
    code, out, _ = call("doctor", "-w", place)
    assert code == 4
    assert "Put back a copy" in out


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "reconcile", *map(str, words)]


def test_help_is_quick_and_loads_no_pandas() -> None:
    began = time.monotonic()
    said = subprocess.run(command("--help"), capture_output=True, text=True, check=True)
    assert time.monotonic() - began < 2  # half a second on an idle machine
    assert "run" in said.stdout
    probe = "import sys, reconcile.cli; sys.exit(any(m in sys.modules for m in ('pandas', 'pandera', 'numpy', 'yaml')))"
    assert subprocess.run([sys.executable, "-c", probe]).returncode == 0


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    for n in range(40):
        (tmp_path / f"{n}.txt").write_text((TEXT + "\n") * 40)
    piped = subprocess.Popen(
        command("extract", tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    )
    assert piped.stdout is not None
    piped.stdout.read(10)
    piped.stdout.close()
    assert piped.stderr is not None
    assert piped.stderr.read() == b""
    assert piped.wait() == 0


def test_a_run_that_is_killed_loses_nothing_and_the_next_one_does_it_all(place: Path, call: Call) -> None:
    for n in range(150):
        (place / "inputs" / "2013-06" / f"{n}.txt").write_text(TEXT.replace("11", str(n + 11)))
    killed = subprocess.Popen(command("run", "2013-06", "-w", place, "-q"), stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not _started(place) and time.monotonic() < deadline:
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    assert not (place / "reports" / "2013-06" / "tables").exists()
    code, out, _ = call("run", "2013-06", "-w", place, "--json")
    assert code == 0
    assert json.loads(out)["run"] == 2
    assert "1 of them interrupted" in call("doctor", "-w", place)[1]


def test_an_interrupted_run_says_so_without_a_traceback(place: Path) -> None:
    stopped = subprocess.Popen(
        [sys.executable, "-c", "from reconcile.cli import main; from reconcile import pipeline; import time; "
         "pipeline.run = lambda *a, **k: (print('at work', flush=True), time.sleep(60)); main()", "run", "2013-06"],
        cwd=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert stopped.stdout is not None
    assert stopped.stdout.readline() == "at work\n"
    stopped.send_signal(signal.SIGINT)
    _, err = stopped.communicate(timeout=20)
    assert stopped.returncode == 130
    assert "Traceback" not in err


def test_progress_shows_each_step_with_its_own_length(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(screen, "PATIENCE", -1.0)
    with screen.progress(quiet=False) as tell:
        tell("Reading figures", 3, 10)
        time.sleep(0.15)
        tell("Validating", 0, 0)
        time.sleep(0.15)
    said = terminal.getvalue()
    assert "3/10" in said
    assert "Validating" in said.rsplit("3/10", 1)[1]
    assert "0/10" not in said


def test_quiet_shows_no_progress(capfd: pytest.CaptureFixture[str]) -> None:
    with screen.progress(quiet=True) as tell:
        tell("Reading figures", 3, 10)
    assert capfd.readouterr() == ("", "")


def _started(place: Path) -> bool:
    ledger = place / ".reconcile" / "ledger.sqlite"
    if not ledger.exists():
        return False
    with closing(sqlite3.connect(ledger)) as db:
        try:
            return bool(db.execute("SELECT count(*) FROM runs").fetchone()[0])
        except sqlite3.OperationalError:  # not laid out yet
            return False


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        (False, "reports/2013-06"),
        (False, "reports/2013-06/tables"),
        (True, "reports/2013-06/tables/claims.csv"),
        (True, "reports/2013-06/tables/.claims.csv.part"),
        (True, ".reconcile/lock"),
        (False, ".reconcile"),
        (True, ".reconcile/ledger.sqlite"),
    ],
)
def test_what_is_in_the_way_is_one_clear_line(place: Path, call: Call, folder: bool, name: str) -> None:
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).mkdir() if folder else (place / name).write_text("in the way")
    code, _, err = call("run", "2013-06", "-w", place, "-q")
    assert (code, err.count("\n")) == (4, 1)
    assert name.rsplit("/", 1)[-1] in err, err


@pytest.mark.parametrize("out", ["", ".", "a.txt/claims.jsonl", "deep"])
def test_what_cannot_be_written_to_is_one_clear_line(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_text(TEXT)
    code, _, err = call("extract", "a.txt", "--out", out)
    assert (code, err.count("\n")) == (4, 1)
    assert "cannot be written" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "deep"]


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&-"])
def test_closed_streams_leave_no_traceback(place: Path, closed: str) -> None:
    for words in (["check", "2013-06"], ["run", "2013-06"], ["export", "claims", "-p", "2013-06"], ["run", "2013-07"]):
        line = f"{' '.join(command(*words))} {closed}"
        ended = subprocess.run(["sh", "-c", line], cwd=place, capture_output=True, text=True)
        assert ended.returncode == (4 if "2013-07" in words else 0), ended.stderr
        assert "Traceback" not in ended.stderr + ended.stdout


def test_few_letters_and_odd_clocks_stop_nothing(place: Path) -> None:
    (place / "inputs" / "2013-06" / "żółw.txt").write_text("")
    odd = {**os.environ, "PYTHONIOENCODING": "ascii", "TZ": "Nowhere/At-99999"}
    ended = subprocess.run(command("run", "2013-06"), cwd=place, capture_output=True, env=odd)
    assert ended.returncode == 0, ended.stderr
    assert b"w.txt" in ended.stderr
    said = subprocess.run([*command("explain"), b"c-\xff"], cwd=place, capture_output=True)
    assert said.returncode == 4
    assert b"Traceback" not in said.stderr
    assert b"bug" not in said.stderr


def test_extract_of_an_empty_folder_says_so(tmp_path: Path, call: Call) -> None:
    (tmp_path / "README.md").write_text("Notes.")
    assert call("extract", tmp_path) == (
        4,
        "",
        f"reconcile: Nothing to read was found in {tmp_path}. Name a file of articles, or a folder that holds some.\n",
    )


@pytest.mark.parametrize(("names", "code"), [(("a.xlsx",), 4), (("a.xlsx", "b.pdf"), 4), (("a.xlsx", "b.txt"), 0)])
def test_the_code_is_4_where_all_input_is_refused(place: Path, call: Call, names: tuple[str, ...], code: int) -> None:
    (place / "inputs" / "2014-01").mkdir()
    for name in names:
        (place / "inputs" / "2014-01" / name).write_text(TEXT)
    for words in (["check", "2014-01", "-w", place], ["extract", place / "inputs" / "2014-01"]):
        got, _, err = call(*words)
        assert got == code
        assert "a.xlsx" in err
        assert ("all input was refused" in err) is (code == 4)


def test_doctor_names_damage_behind_the_ledgers_header(place: Path, call: Call) -> None:
    call("run", "2013-06", "-w", place, "-q")
    ledger = place / ".reconcile" / "ledger.sqlite"
    data = ledger.read_bytes()
    for page in range(1, 8):
        ledger.write_bytes(data[: page * 4096] + b"\xa5" * 4096 + data[(page + 1) * 4096 :])
        code, out, _ = call("doctor", "-w", place)
        assert code == 4
        assert "ledger" in out
        assert "Put back a copy" in out
        code, _, err = call("export", "claims", "-p", "2013-06", "-w", place)
        assert code == 0 or err.count("\n") == 1
