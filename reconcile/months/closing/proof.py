"""Verify that nothing signed has changed: files, articles, the ledger's contents, and the chain of seals."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reconcile.errors import BadInput
from reconcile.months.closing.frozen import REOPENING, STAGED, differs, staged_in, version_folder
from reconcile.store.closed_months import (
    CLOSED,
    RECORD,
    REOPENED,
    Closing,
    broken_seals,
    readable_closings,
    record_file,
    refuse_another_ledger,
    refuse_no_month,
    seal_beside,
    seals,
)
from reconcile.store.fingerprints import hash_files
from reconcile.store.ledger import FILE, Ledger, reading
from reconcile.store.workspace import Workspace, is_month
from reconcile.wording.figure_words import period_words

SEAL = re.compile(r"[0-9a-f]{64}\Z")

KINDS = {
    "run": "The start and end of run {}",
    "texts": "The texts that run {} read",
    "papers": "The notes beside the tables of run {}",
    "tables": "The fingerprints of the tables of run {}",
    "rulings": "The rulings that were in the log when run {} was signed",
}
"""The words for each part of a run that `Ledger.trail` hashes."""


@dataclass(frozen=True)
class Proof:
    """The result: the version that was signed last, the reopening since (if any), and what has changed, in words.

    Where the month is open again its inputs are not checked, because they may change.
    """

    signed: Closing
    reopened: Closing | None
    problems: tuple[str, ...]


def verify(workspace: Workspace, period: str, seal: str | None = None) -> Proof:
    """Check every signed version of a month against its hashes, and the ledger against itself.

    Args:
        workspace: the workspace.
        period: the month (YYYY-MM).
        seal: a seal that was kept elsewhere; the closing with this seal must still be in the ledger.

    Raises:
        BadInput: the month was never closed, or this is not the ledger in which it was closed.
    """
    refuse_no_month(period)
    wanted = _seal_as_kept(seal)
    if not (workspace.state / FILE).is_file():
        refuse_another_ledger(workspace, period, ())
    with reading(workspace) as ledger:
        chain = readable_closings(ledger)
        found = [*broken_seals(ledger), *(f"The ledger is damaged: {damage}." for damage in ledger.damage())]
        own = [closing for closing in chain if closing.period == period]
        signed = [closing for closing in own if closing.action == CLOSED]
        if not signed:
            refuse_another_ledger(workspace, period, seals(ledger))
            raise _never_closed(period, found)
        if own[-1].action == REOPENED:
            refuse_another_ledger(workspace, period, seals(ledger))
        found += _unknown_seals(workspace, seals(ledger), wanted)
        for closing in signed:
            found += _altered_content(ledger, closing)
            found += _altered_version(workspace, ledger, closing, own[-1])
        found += _cut_short(workspace, ledger, own[-1])
        if own[-1].action == CLOSED:
            found += _altered_inputs(workspace, own[-1])
    return Proof(signed[-1], own[-1] if own[-1].action == REOPENED else None, tuple(found))


def _seal_as_kept(seal: str | None) -> str | None:
    wanted = "".join(seal.split()).lower() if seal is not None else None
    if wanted is not None and not SEAL.match(wanted):
        raise BadInput(f"'{seal}' is not a seal.", "A seal has 64 digits from 0 to f: give it as 'close' printed it.")
    return wanted


def _never_closed(period: str, found: Sequence[str]) -> BadInput:
    if found:
        return BadInput(
            f"No closing of {period_words(period)} can be read. {found[0]}", "Put back a copy of the ledger."
        )
    return BadInput(f"{period_words(period)} was never closed.", f"Close it: reconcile close {period}")


def _unknown_seals(workspace: Workspace, known: Collection[str], wanted: str | None) -> Iterator[str]:
    """Seals that were kept elsewhere or are beside a report, and are not in the ledger."""
    if wanted is not None and wanted not in known:
        yield f"No closing in the ledger has the seal {wanted}: it was removed or altered, or is of another ledger."
    for path in sorted(workspace.reports.glob(f"*/{RECORD}")):
        period = path.parent.name
        if is_month(period) and seal_beside(workspace, period) not in known:
            yield f"{path} does not have the seal of any closing in the ledger."


def _altered_content(ledger: Ledger, closing: Closing) -> Iterator[str]:
    """Differences between the ledger's record of the signed run and its contents at signing."""
    run = next((r for r in ledger.runs(closing.period) if r.number == closing.run), None)
    if run is None or run.content != closing.content or ledger.content(run.number) != closing.content:
        yield f"The tables of run {closing.run} in the ledger are not those that were signed."
    now = ledger.trail(closing.run, closing.rulings) if closing.trail else {}
    for kind in sorted(name for name, sha in closing.trail.items() if now.get(name) != sha):
        yield f"{KINDS.get(kind, kind).format(closing.run)} are not in the ledger as they were signed."


def _altered_version(workspace: Workspace, ledger: Ledger, closing: Closing, last: Closing) -> Iterator[str]:
    """Changes in the frozen files of one version: in the report's folder while the month is closed, else where kept.

    Files that the last closing or reopening has not moved yet are checked where they were prepared.
    """
    report, in_place = workspace.report(closing.period), closing is last
    folder = report if in_place else version_folder(workspace, closing)
    prepared = report / (STAGED if in_place else REOPENING)
    is_moving = closing.version == last.version and prepared.is_dir()
    moved = {n: sha for n, sha in closing.files.items() if not is_moving or differs(prepared / n, sha)}
    yield from _altered_files(folder, moved, "the report")
    if not is_moving:
        yield from _altered_record(folder / RECORD, record_file(ledger, closing))


def _altered_record(path: Path, signed: bytes) -> Iterator[str]:
    try:
        if path.read_bytes() != signed:
            yield f"{path} is not as it was when the month was closed."
    except OSError:
        yield f"{path} is missing, or cannot be read: it was made when the month was closed."


def _cut_short(workspace: Workspace, ledger: Ledger, last: Closing) -> Iterator[str]:
    if last.action == CLOSED and staged_in(workspace, last.period, STAGED):
        yield f"The closing was cut short: reconcile close {last.period} --by NAME --reviewed-by NAME completes it."
    half_open = staged_in(workspace, last.period, REOPENING) or (workspace.report(last.period) / RECORD).is_file()
    if last.action == REOPENED and half_open:
        yield f"The reopening was cut short: reconcile run {last.period} completes it."


def _altered_inputs(workspace: Workspace, closing: Closing) -> Iterator[str]:
    folder = workspace.inputs / closing.period
    yield from _altered_files(folder, closing.inputs, "the inputs")
    for name in sorted(hash_files(folder).keys() - closing.inputs.keys()):
        yield f"{name} was put into {folder} after the closing: no run has read it."


def _altered_files(folder: Path, files: Mapping[str, str], where: str) -> Iterator[str]:
    for name, sha in sorted(files.items()):
        if not os.path.lexists(folder / name):
            yield f"{folder / name} is missing: it was in {where} when the month was closed."
        elif differs(folder / name, sha):
            yield f"{folder / name} is not as it was when the month was closed."
