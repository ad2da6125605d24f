"""The frozen files of a closed month: prepared beside the report, moved into place, completed after an interruption.

Closing and reopening work alike. All files are prepared in a hidden folder; the record is sealed in the ledger; then
the files are moved. An interruption before the record is added has no effect; after it, the next command completes the
closing with `complete_closing`.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reconcile.errors import BadInput
from reconcile.store.closed_months import (
    CLOSED,
    RECORD,
    REOPENED,
    Closing,
    last_closing,
    record_file,
    seal_beside,
    seals,
)
from reconcile.store.fingerprints import UNREAD, hash_file, hash_files
from reconcile.store.ledger import Ledger, Run
from reconcile.store.tables import replace_file
from reconcile.store.workspace import Workspace, is_month
from reconcile.wording.figure_words import period_words

STAGED = ".closing"
REOPENING = ".reopening"
SHOWN = 5
"""The largest number of files that a refusal names."""

Write = Callable[[Path, Ledger, Run, dict[str, Any]], None]
"""Writes a run's report into a folder, from the ledger alone, with the facts of the closing."""


def complete_closing(workspace: Workspace, ledger: Ledger, period: str) -> bool:
    """Complete an interrupted closing or reopening if its record is in the ledger; else delete the prepared files.

    Returns:
        True where something was completed.

    Raises:
        BadInput: the files cannot be moved.
    """
    if not is_month(period) or not _is_cut_short(workspace, period):
        return False
    last = last_closing(ledger, period)
    done = False
    with in_plain_words(workspace.report(period)):
        if last is not None and last.action == CLOSED and staged_in(workspace, period, STAGED):
            _put_in_place(workspace, ledger, last)
            done = True
        elif last is not None and last.action == REOPENED and _is_half_reopened(workspace, ledger, period):
            _put_aside(workspace, last)
            done = True
        if done or last is None or last.action == CLOSED:
            throw_away(workspace.report(period) / REOPENING)
        throw_away(workspace.report(period) / STAGED)
    return done


def staged_in(workspace: Workspace, period: str, name: str) -> bool:
    """True where a closing (STAGED) or reopening (REOPENING) has left a folder of prepared files."""
    folder = workspace.report(period) / name
    return folder.is_dir() and not folder.is_symlink()


def refuse_in_the_way(workspace: Workspace, period: str, files: Iterable[str] = ()) -> None:
    """Refuse if a path where files are prepared or moved to is not a folder or an ordinary file as needed."""
    folder = workspace.report(period)
    for path in (folder, folder / STAGED, folder / REOPENING):
        if os.path.lexists(path) and (path.is_symlink() or not path.is_dir()):
            raise BadInput(f"{path} is in the way: a folder is wanted there.", "Move it away.")
    for path in (folder / name for name in (*files, RECORD)):
        if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
            raise BadInput(f"{path} is in the way: an ordinary file is wanted there.", "Move it away.")


def stage(workspace: Workspace, ledger: Ledger, run: Run, closing: Closing, write: Write) -> dict[str, str]:
    """Prepare the report to be signed, beside the present one; return the SHA-256 of each of its files."""
    staged = workspace.report(run.period) / STAGED
    refuse_in_the_way(workspace, run.period)
    with in_plain_words(staged):
        throw_away(staged)
        try:
            write(staged, ledger, run, said_of(closing))
            files = hash_files(staged)
            refuse_in_the_way(workspace, run.period, files)
        except (BadInput, OSError):
            throw_away(staged)
            raise
    return files


def stage_version(workspace: Workspace, ledger: Ledger, closing: Closing, write: Write) -> None:
    """Prepare a copy of what was signed: the present files, and from the ledger those that were altered.

    Refused with the names of files that neither provides as signed.
    """
    report, staged = workspace.report(closing.period), workspace.report(closing.period) / REOPENING
    refuse_in_the_way(workspace, closing.period)
    _refuse_other_version(workspace, closing)
    with in_plain_words(staged):
        throw_away(staged)
        staged.mkdir(parents=True)
        if any(differs(report / name, sha) for name, sha in closing.files.items()):
            _write_again(staged, ledger, closing, write)
        for name in (name for name, sha in closing.files.items() if not differs(report / name, sha)):
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(report / name, staged / name)
        lost = sorted(name for name, sha in closing.files.items() if differs(staged / name, sha))
        if lost:
            throw_away(staged)
            raise _irretrievable(closing, report, lost)
        for folder in (report, staged):
            replace_file(folder / RECORD, record_file(ledger, closing))


def said_of(closing: Closing) -> dict[str, Any]:
    """What the signed workbook reports about the closing."""
    return {key: getattr(closing, key) for key in ("version", "by", "reviewed_by", "at", "reason", "waived", "remarks")}


def version_folder(workspace: Workspace, closing: Closing) -> Path:
    """The folder in which a signed version is kept once the month is open again."""
    return workspace.report(closing.period) / f"closed-v{closing.version}"


def differs(path: Path, sha: str) -> bool:
    """True for a file that no longer has this SHA-256, or cannot be read."""
    try:
        return not path.is_file() or (sha != UNREAD and hash_file(path) != sha)
    except OSError:
        return True


def throw_away(folder: Path) -> None:
    """Delete a folder of prepared files; frozen files are made writable first, because Windows would keep them."""
    if not folder.is_dir() or folder.is_symlink():
        return
    for path in folder.rglob("*"):
        _thaw(path)
    shutil.rmtree(folder)


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn an OSError in the block (a full disk, a missing permission) into BadInput with one line and its remedy."""
    try:
        yield
    except OSError as failure:
        name, why = failure.filename or path, failure.strerror or str(failure)
        remedy = "Free some space or change its permissions, and give the command again: it goes on where it stopped."
        raise BadInput(f"{name} cannot be written ({why}).", remedy) from None


def _is_cut_short(workspace: Workspace, period: str) -> bool:
    folder = workspace.report(period)
    return (folder / RECORD).is_file() or any(staged_in(workspace, period, name) for name in (STAGED, REOPENING))


def _is_half_reopened(workspace: Workspace, ledger: Ledger, period: str) -> bool:
    """True while the copy of what was signed, or the record beside the report, has not been moved.

    A record that is not in the ledger is not from a reopening here: it is from another ledger or a longer copy of this.
    """
    if (workspace.report(period) / RECORD).is_file():
        return seal_beside(workspace, period) in seals(ledger)
    return staged_in(workspace, period, REOPENING)


def _put_in_place(workspace: Workspace, ledger: Ledger, closing: Closing) -> None:
    """Move the prepared files into the report's folder, where they are those that were signed."""
    report = workspace.report(closing.period)
    refuse_in_the_way(workspace, closing.period, closing.files)
    for name, sha in closing.files.items():
        if not differs(report / STAGED / name, sha):
            _put(report / STAGED / name, report / name)
        _freeze(report / name)
    replace_file(report / RECORD, record_file(ledger, closing))


def _put_aside(workspace: Workspace, reopened: Closing) -> None:
    """Move the copy of what was signed to its own folder, and make the report's files writable again."""
    report, kept = workspace.report(reopened.period), version_folder(workspace, reopened)
    if staged_in(workspace, reopened.period, REOPENING):
        for name in reopened.files:
            _freeze(report / REOPENING / name)
        _refuse_other_version(workspace, reopened)
        throw_away(kept)
        os.replace(report / REOPENING, kept)
    for name in reopened.files:
        _thaw(report / name)
    (report / RECORD).unlink(missing_ok=True)


def _refuse_other_version(workspace: Workspace, closing: Closing) -> None:
    """Refuse if the folder for the kept version contains anything but what was signed."""
    kept = version_folder(workspace, closing)
    if kept.is_symlink() or any(closing.files.get(n) != sha for n, sha in hash_files(kept).items() if n != RECORD):
        raise BadInput(f"{kept} is in the way: what was signed is to be kept there.", "Move it away.")


def _write_again(folder: Path, ledger: Ledger, closing: Closing, write: Write) -> None:
    """Write the signed run again from the ledger; files that were not signed with it are left out."""
    run = next((run for run in ledger.runs(closing.period) if run.number == closing.run), None)
    if run is None:
        raise BadInput(f"The ledger no longer holds run {closing.run}, which was signed.", "Put back a copy of it.")
    write(folder, ledger, run, said_of(closing))
    for name in hash_files(folder).keys() - closing.files.keys():
        (folder / name).unlink()


def _irretrievable(closing: Closing, report: Path, lost: list[str]) -> BadInput:
    names = ", ".join(lost[:SHOWN]) + (f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else "")
    return BadInput(
        f"{period_words(closing.period)} cannot be opened again: of what was signed {names} in {report} is not as it "
        "was, and the ledger does not give it again.",
        "Put back a copy of it.",
    )


def _put(source: Path, target: Path) -> None:
    """Move a file into place, replacing a frozen one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _thaw(target)
    os.replace(source, target)


def _freeze(path: Path) -> None:
    """Make a file read-only, so that it is not overwritten by accident."""
    if path.is_file():
        path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)


def _thaw(path: Path) -> None:
    if path.is_file() and not path.is_symlink():
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
