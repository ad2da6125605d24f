"""Closing a month: what has to be in order first, what is frozen, and how it is proved later that nothing changed.

The sealed record in the ledger is what closes a month. The files are prepared beside the report before it is added and
moved into place after it, so that a closing that is cut short is either not made at all, or completed by the next
command.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reconcile.decide import know
from reconcile.decisions.cells import read_book
from reconcile.decisions.checks import is_in_the_log
from reconcile.desk import desk_files, read_desk
from reconcile.errors import BadInput
from reconcile.fingerprints import UNREAD, hash_file, hash_files
from reconcile.ledger import INPUTS, META, Ledger, Run, reading, writing
from reconcile.months.earlier import SINCE
from reconcile.months.records import (
    CLOSED,
    REOPENED,
    Closing,
    broken_seals,
    is_closed,
    last_closing,
    read_closings,
    refuse_closed,
    seal_of,
)
from reconcile.report.files import refuse_open
from reconcile.report.wording import counted, period_words
from reconcile.tables import replace_file
from reconcile.workspace import Workspace, is_month
from schemas import records
from schemas.columns import AT_REST

WORKBOOK = "reconciliation.xlsx"
RECORD = "closing.json"
STAGED = ".closing"
SHOWN = 5
"""Undecided conflicts that a refusal lists; the workbook shows them all."""

Write = Callable[[Path, Ledger, Run, dict[str, Any]], None]
"""Writes a run's report into a folder, from the ledger alone, with what the closing says of itself."""

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Signing:
    """Who closes a month, who reviewed it, and why serious conflicts may stay undecided, if any are."""

    by: str
    reviewed_by: str
    waive: str | None = None


def close(workspace: Workspace, period: str, signing: Signing, write: Write, clock: Clock = now) -> Closing:
    """Close a month on its last run: its report is written once more, signed, and frozen with its hashes.

    Refused as BadInput, with everything that stands in the way: see `obstacles`.
    """
    with writing(workspace) as ledger:
        complete(workspace, ledger, period)
        refuse_closed(ledger, period)
        run = _run_to_close(ledger, period)
        found = list(obstacles(workspace, ledger, run, signing))
        if found:
            raise BadInput("\n- ".join([f"{period_words(period)} cannot be closed:", *found]))
        closing = _draft(ledger, run, signing, clock())
        staged = _stage(workspace, ledger, run, closing, write)
        sealed = _seal(ledger, replace(closing, files=hash_files(staged)))
        complete(workspace, ledger, period)
    return sealed


def reopen(workspace: Workspace, period: str, by: str, reason: str, clock: Clock = now) -> Closing:
    """Open a closed month again, for a reason; what was signed is kept beside the report as a version of its own."""
    with writing(workspace) as ledger:
        complete(workspace, ledger, period)
        last = last_closing(ledger, period)
        if last is None or last.action != CLOSED:
            raise BadInput(f"{period_words(period)} is not closed.", "There is nothing to reopen.")
        if not by.strip() or not reason.strip():
            raise BadInput("Reopening needs a name and a reason.", "Give --by NAME and --reason WHY.")
        later = [p for p in _months(ledger) if p > period and is_closed(ledger, p)]
        if later:
            raise BadInput(
                f"{period_words(later[0])}, which opens with the figures of {period_words(period)}, is closed.",
                f"Restate the figure in an open month, or first: reconcile reopen {later[-1]} --by NAME --reason WHY",
            )
        _keep_version(workspace, last)
        return _seal(
            ledger,
            replace(
                last,
                action=REOPENED,
                by=by.strip(),
                reviewed_by=None,
                reason=reason.strip(),
                at=clock().isoformat(timespec="seconds"),
                waived=(),
            ),
        )


def verify(workspace: Workspace, period: str) -> tuple[Closing, list[str]]:
    """The last closing of a month, and everything that has changed since, in plain words; nothing where all holds.

    Held against their hashes are the frozen files, the articles, the ledger's own pages and tables, and the chain of
    seals. Of a month that was reopened, the version that was signed last is looked at.
    """
    with reading(workspace) as ledger:
        signed = [c for c in read_closings(ledger) if c.period == period and c.action == CLOSED]
        if not signed:
            raise BadInput(f"{period_words(period)} was never closed.", f"Close it: reconcile close {period}")
        last = signed[-1]
        open_again = not is_closed(ledger, period)
        found = [*broken_seals(ledger), *(f"The ledger is damaged: {d}." for d in ledger.damage())]
        found += _altered_content(ledger, last)
        folder = _version_folder(workspace, last) if open_again else workspace.report(period)
        found += _altered_files(folder, last.files, "the report")
        if not open_again:
            now_there = hash_files(workspace.inputs / period)
            found += _altered_files(workspace.inputs / period, last.inputs, "the inputs")
            found += [
                f"{name} was put into {workspace.inputs / period} after the closing: no run has read it."
                for name in sorted(set(now_there) - set(last.inputs))
            ]
    return last, found


def complete(workspace: Workspace, ledger: Ledger, period: str) -> None:
    """Move what a closing has prepared into the report's folder, where its record stands; else throw it away."""
    staged = workspace.report(period) / STAGED
    if not staged.is_dir():
        return
    last = last_closing(ledger, period)
    if last is not None and last.action == CLOSED:
        for name in last.files:
            if (staged / name).is_file():
                _put(staged / name, workspace.report(period) / name)
        record = json.dumps({**json.loads(last.record()), "seal": last.seal}, indent=2) + "\n"
        replace_file(workspace.report(period) / RECORD, record.encode("ascii"))
    shutil.rmtree(staged)


def obstacles(workspace: Workspace, ledger: Ledger, run: Run, signing: Signing) -> Iterator[str]:
    """What keeps a month from being closed on its last run, in plain words with the remedy."""
    yield from _unsigned(signing)
    yield from _opening(ledger, run)
    yield from _outdated(workspace, ledger, run)
    yield from _waiting(workspace, ledger, run.period)
    if not signing.waive:
        yield from _undecided(ledger, run)
        yield from _moved_under(ledger, run)


def _unsigned(signing: Signing) -> Iterator[str]:
    if not signing.by.strip() or not signing.reviewed_by.strip():
        yield "It needs two names: --by who prepared it, --reviewed-by who reviewed it."
    elif signing.by.strip().casefold() == signing.reviewed_by.strip().casefold():
        yield f"{signing.by.strip()} cannot review a month that they prepared: name somebody else."


def _opening(ledger: Ledger, run: Run) -> Iterator[str]:
    """A month opens with the figures of those before: they are closed first, and as its run found them."""
    before = [p for p in _months(ledger) if p < run.period]
    still_open = [p for p in before if not is_closed(ledger, p)]
    if still_open:
        yield f"{period_words(still_open[0])}, whose figures it opens with, is not closed yet: close that first."
    known: Mapping[str, str] = ledger.paper(run.number, META).get(SINCE, {})
    ends = {p: last.content for p in before if (last := ledger.last_run(p))}
    moved = sorted(p for p in {*known, *ends} if known.get(p) != ends.get(p))
    if moved:
        again = f"run this month too: reconcile run {run.period}"
        yield f"Since the last run {period_words(moved[0])} was run again, so {again}"


def _outdated(workspace: Workspace, ledger: Ledger, run: Run) -> Iterator[str]:
    """What has changed since the run: the signed figures must be those of the inputs and the desk as they are."""
    again = f"run it again: reconcile run {run.period}"
    then, at_hand = ledger.paper(run.number, INPUTS), hash_files(workspace.inputs / run.period)
    moved = sorted(name for name in {*then, *at_hand} if then.get(name) != at_hand.get(name))
    if moved:
        yield f"Since the last run {_some(moved)} in its inputs changed: {again}"
    desk, files = ledger.desk(run.number), desk_files(workspace.desk)
    moved = sorted(name for name in {*desk, *files} if desk.get(name) != files.get(name))
    if moved:
        yield f"Since the last run the desk's {_some(moved)} changed: {again}"
    if any(_differs(workspace.report(run.period) / "tables" / f"{n}.csv", h) for n, h in _printed(ledger, run)):
        yield f"The report's tables are not those of the last run: {again}"


def _waiting(workspace: Workspace, ledger: Ledger, period: str) -> Iterator[str]:
    """Rulings that somebody typed into the workbook and nobody has taken would be lost with the next one."""
    workbook = workspace.report(period) / WORKBOOK
    if not workbook.is_file():
        return
    refuse_open(workbook)
    entries = read_book(workbook).entries
    known = know(ledger, period, read_desk(workspace.desk)[0]) if entries else None
    waiting = sum(not is_in_the_log(entry, known) for entry in entries) if known else 0
    if waiting:
        yield f"{workbook} holds {counted(waiting, 'ruling')} not taken yet: reconcile decide {workbook}"


def _undecided(ledger: Ledger, run: Run) -> Iterator[str]:
    serious = _serious(ledger, run)
    if not serious:
        return
    yield (
        f"{counted(len(serious), 'serious conflict is', 'serious conflicts are')} undecided. Decide them in the "
        "workbook (or choose 'waive' there, with a reason), or let all of them stand with --waive REASON:"
    )
    yield from (f"{row['conflict_id']}: {row['explanation']}" for row in serious[:SHOWN])
    if len(serious) > SHOWN:
        yield f"and {len(serious) - SHOWN} more on the sheet Conflicts."


def _moved_under(ledger: Ledger, run: Run) -> Iterator[str]:
    """Figures that the desk ruled on, whose evidence is no longer what it ruled on."""
    figures = ledger.table(run.number, "figures")
    moved = [] if figures is None else [r for r in records(figures) if r["state"] == "decided, but changed"]
    if moved:
        yield (
            f"{counted(len(moved), 'ruled figure rests', 'ruled figures rest')} on other evidence than the ruling. "
            "Confirm each on the sheet Figures (say in its reason why it still holds), withdraw it, or let all of them "
            "stand with --waive REASON:"
        )
        yield from (f"{row['figure_id']}: {row['because']}" for row in moved[:SHOWN])


def _serious(ledger: Ledger, run: Run) -> list[dict[str, Any]]:
    conflicts = ledger.table(run.number, "conflicts")
    rows = records(conflicts) if conflicts is not None else []
    return [row for row in rows if row["severity"] == "serious" and row["state"] not in AT_REST]


def _run_to_close(ledger: Ledger, period: str) -> Run:
    if not is_month(period):
        raise BadInput(
            f"'{period}' is no month.", "Only months (2013-06) are closed; a batch is run as often as needed."
        )
    run = ledger.last_run(period)
    if run is None:
        raise BadInput(f"{period_words(period)} was not run yet.", f"Run it first: reconcile run {period}")
    return run


def _draft(ledger: Ledger, run: Run, signing: Signing, moment: datetime) -> Closing:
    last = last_closing(ledger, run.period)
    waived = tuple(row["conflict_id"] for row in _serious(ledger, run)) if signing.waive else ()
    return Closing(
        period=run.period,
        version=last.version + 1 if last else 1,
        action=CLOSED,
        run=run.number,
        content=run.content or "",
        by=signing.by.strip(),
        reviewed_by=signing.reviewed_by.strip(),
        reason=signing.waive if waived else None,
        at=moment.isoformat(timespec="seconds"),
        waived=waived,
        inputs=ledger.paper(run.number, INPUTS),
    )


def _stage(workspace: Workspace, ledger: Ledger, run: Run, closing: Closing, write: Write) -> Path:
    staged = workspace.report(run.period) / STAGED
    shutil.rmtree(staged, ignore_errors=True)
    said = {key: getattr(closing, key) for key in ("version", "by", "reviewed_by", "at", "reason", "waived")}
    write(staged, ledger, run, said)
    return staged


def _seal(ledger: Ledger, closing: Closing) -> Closing:
    """The record, sealed upon the one before it, and added to the ledger: from here on it counts."""
    chain = read_closings(ledger)
    bound = replace(closing, previous=chain[-1].seal if chain else None)
    record = bound.record()
    ledger.add_closing(closing.period, record, seal_of(record))
    return replace(bound, seal=seal_of(record))


def _put(source: Path, target: Path) -> None:
    """Move a frozen file into place and take away the right to write to it, against a careless Save."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _allow_writing(target)
    os.replace(source, target)
    target.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)


def _allow_writing(path: Path) -> None:
    if path.exists():
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


def _keep_version(workspace: Workspace, closing: Closing) -> None:
    """A copy of what was signed, before the next run writes over it."""
    report, kept = workspace.report(closing.period), _version_folder(workspace, closing)
    for name in (*closing.files, RECORD):
        if (report / name).is_file():
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            _allow_writing(kept / name)
            shutil.copy2(report / name, kept / name)
            _allow_writing(report / name)
    (report / RECORD).unlink(missing_ok=True)


def _version_folder(workspace: Workspace, closing: Closing) -> Path:
    return workspace.report(closing.period) / f"closed-v{closing.version}"


def _altered_content(ledger: Ledger, closing: Closing) -> Iterator[str]:
    run = next((r for r in ledger.runs(closing.period) if r.number == closing.run), None)
    if run is None or run.content != closing.content or ledger.content(run.number) != closing.content:
        yield f"The tables of run {closing.run} in the ledger are not those that were signed."


def _altered_files(folder: Path, files: Mapping[str, str], where: str) -> Iterator[str]:
    for name, sha in sorted(files.items()):
        path = folder / name
        if not path.is_file():
            yield f"{path} is missing: it was in {where} when the month was closed."
        elif sha != UNREAD and hash_file(path) != sha:
            yield f"{path} is not as it was when the month was closed."


def _printed(ledger: Ledger, run: Run) -> list[tuple[str, str]]:
    return sorted(ledger.fingerprints(run.number).items())


def _differs(path: Path, sha: str) -> bool:
    return not path.is_file() or hash_file(path) != sha


def _months(ledger: Ledger) -> list[str]:
    return sorted({run.period for run in ledger.runs() if run.finished and is_month(run.period)})


def _some(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
