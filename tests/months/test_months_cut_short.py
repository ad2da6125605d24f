"""A closing or reopening that is cut short at any step is none, or is completed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from signed import JUNE, problems, reopen
from town import bytes_of, close

from reconcile.errors import BadInput
from reconcile.months.closing import closing, frozen, proof
from reconcile.months.closing.frozen import complete_closing
from reconcile.store.ledger import FILE, reading, writing

pytestmark = pytest.mark.slow


class Killed(BaseException):
    """The process ends here."""


def test_a_closing_cut_short_before_its_record_is_none(place, monkeypatch):
    before = bytes_of(place.report(JUNE))
    monkeypatch.setattr(closing, "_seal", raise_killed)
    with pytest.raises(Killed):
        close(place, JUNE)
    monkeypatch.undo()
    with pytest.raises(BadInput, match="never closed"):
        proof.verify(place, JUNE)
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

    real = frozen._put
    monkeypatch.setattr(frozen, "_put", put_one)
    with pytest.raises(Killed):
        close(place, JUNE)
    monkeypatch.undo()
    assert problems(place) == [
        "The closing was cut short: reconcile close 2013-06 --by NAME --reviewed-by NAME completes it."
    ]
    assert close(place, JUNE).version == 1
    assert problems(place) == []
    with pytest.raises(BadInput, match="was closed"):
        close(place, JUNE)


def raise_killed(*_: object) -> None:
    raise Killed


class Countdown:
    """Ends the process at the given step that alters a file, counted from where the record was sealed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, steps: int):
        self.left, self.armed = steps, False
        for name in ("replace", "chmod", "unlink", "rmdir"):
            monkeypatch.setattr(os, name, self.counted(getattr(os, name)))
        real = closing._seal

        def seal(*given):
            made = real(*given)
            self.armed = True
            return made

        monkeypatch.setattr(closing, "_seal", seal)

    def counted(self, real):
        def step(*given, **named):
            if self.armed and self.left == 0:
                raise Killed
            self.left -= self.armed
            return real(*given, **named)

        return step


@pytest.mark.parametrize("steps", [0, 1, 2, 5, 30, 33, 36, 39, 42, 45])
def test_a_closing_cut_short_at_any_step_is_completed_by_the_next_command(place, monkeypatch, steps):
    with monkeypatch.context() as patch:
        Countdown(patch, steps)
        with pytest.raises(Killed):
            close(place, JUNE)
    with writing(place) as ledger:
        complete_closing(place, ledger, JUNE)
    assert problems(place) == []
    assert not (place.report(JUNE) / ".closing").exists()
    assert not (place.report(JUNE) / "reconciliation.xlsx").stat().st_mode & 0o222


@pytest.mark.parametrize("steps", [0, 1, 10, 16, 17, 18, 20, 30, 34, 35])
def test_a_reopening_cut_short_at_any_step_is_completed_by_the_next_command(closed, monkeypatch, steps):
    signed = bytes_of(closed.report(JUNE))
    with monkeypatch.context() as patch:
        Countdown(patch, steps)
        with pytest.raises(Killed):
            reopen(closed)
    assert problems(closed) == ["The reopening was cut short: reconcile run 2013-06 completes it."]
    with writing(closed) as ledger:
        complete_closing(closed, ledger, JUNE)
    assert problems(closed) == []
    assert bytes_of(closed.report(JUNE) / "closed-v1") == signed
    assert not (closed.report(JUNE) / "closing.json").exists()
    assert (closed.report(JUNE) / "reconciliation.xlsx").stat().st_mode & 0o200


def test_a_reopening_cut_short_before_its_record_is_none(closed, monkeypatch):
    signed = bytes_of(closed.report(JUNE))
    with monkeypatch.context() as patch:
        patch.setattr(closing, "_seal", raise_killed)
        with pytest.raises(Killed):
            reopen(closed)
    assert problems(closed) == []
    with writing(closed) as ledger:
        complete_closing(closed, ledger, JUNE)
    assert bytes_of(closed.report(JUNE)) == signed


def test_a_record_of_another_ledger_is_not_taken_for_a_reopening_cut_short(closed):
    reopen(closed)
    then = (closed.state / FILE).read_bytes()
    close(closed, JUNE)
    (closed.state / FILE).write_bytes(then)
    signed = bytes_of(closed.report(JUNE))
    with pytest.raises(BadInput, match="does not know"):
        close(closed, JUNE)
    assert bytes_of(closed.report(JUNE)) == signed


LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
from reconcile.cli import main
main(["close", "2013-06", "--by", "Ana", "--reviewed-by", "Ben", "--waive", "x", "--workspace", sys.argv[1]])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("limit", [100, 500, 4_000, 20_000, 60_000])
def test_a_full_disk_is_one_clear_line(place, limit):
    ended = subprocess.run(
        [sys.executable, "-c", LIMITED, str(place.root), str(limit)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 4, ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr
    assert "bug" not in ended.stderr
    with reading(place) as ledger:
        assert ledger.closings() == []
        assert ledger.damage() == []
    assert close(place, JUNE).version == 1
    assert problems(place) == []
