"""Take rulings from a workbook: read them, check them, and add them to the log that the next run applies.

A workbook with rulings that were not taken yet is kept when the next run replaces it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from reconcile.decisions.before_signing import TotalChange, losses_by_mergers, notes_on, total_changes
from reconcile.decisions.cells import Book, read_book
from reconcile.decisions.known import Known
from reconcile.decisions.log import append_rulings
from reconcile.decisions.ruling_checks import Refusal, is_in_the_log, judge
from reconcile.errors import BadInput
from reconcile.link import regroup_events
from reconcile.model.records import Figure, Ruling
from reconcile.model.run_tables import RunTables
from reconcile.model.settings import Settings
from reconcile.settle import settle_figures
from reconcile.store.closed_months import refuse_closed
from reconcile.store.desk import Desk, read_desk
from reconcile.store.ledger import Ledger, reading, writing
from reconcile.store.open_files import refuse_open
from reconcile.store.workspace import Workspace
from reconcile.wording.figure_words import counted, period_words, settled

DECISIONS = "decisions.csv"

Clock = Callable[[], datetime]
Rehearse = Callable[[Workspace, str, Sequence[Ruling]], RunTables]
"""Runs a period with further rulings, and records nothing."""


def now() -> datetime:
    """The present time, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class FigureChange:
    """The effect of rulings on one figure: `before` and `after` in words, '' where there is no such figure."""

    figure_id: str
    event: str
    measure: str
    group: str | None
    before: str
    after: str
    because: str


@dataclass(frozen=True)
class Decided:
    """The result of taking rulings from a workbook. `taken` are the new rulings; `changes` their effect on figures.

    `same` counts the rulings that were already in the log; `reopened` are the ids of those whose evidence has changed.
    `totals` are the totals that change, and `lost` the rows that the run would refuse, both known after a dry run only;
    `notes` name what else the sign-off needs: mergers that take people off a total, rulings that nobody reviewed, names
    and remarks typed into the sign-off; `refs` are the short references of rows.
    """

    period: str
    taken: tuple[Ruling, ...]
    refused: tuple[Refusal, ...]
    same: int
    reopened: tuple[str, ...]
    changes: tuple[FigureChange, ...]
    totals: tuple[TotalChange, ...] = ()
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    refs: Mapping[str, str] = field(default_factory=dict)

    def called(self, id: str) -> str:
        """The short reference of a row, by which people name it; its id where it has none."""
        return self.refs.get(id, id)


def decide(
    workspace: Workspace,
    workbook: Path,
    *,
    dry_run: bool = False,
    clock: Clock = now,
    rehearse: Rehearse | None = None,
) -> Decided:
    """Add the valid rulings of a workbook to the desk's log and the ledger, and list the invalid ones.

    Args:
        workspace: the workspace.
        workbook: the workbook with the rulings.
        dry_run: check the rulings and compute their effect, but write nothing.
        clock: returns the time to record.
        rehearse: runs the period with further rulings and records nothing; a dry run shows what it gives.

    Raises:
        ReconcileError: the file cannot be read, its period was not run, or the log cannot be written.
    """
    book = read_book(workbook)
    with reading(workspace) as ledger:
        period = period_of(book, ledger)
    with (reading if dry_run else writing)(workspace) as ledger:
        refuse_closed(ledger, period, workspace)
        desk, _ = read_desk(workspace.desk)
        known = know(ledger, period, desk)
        judged = judge(book.entries, known)
        taken = stamped(judged.taken, known.log, clock())
        if taken and not dry_run:
            append_rulings(workspace.desk / DECISIONS, taken)
            ledger.add_decisions(read_desk(workspace.desk)[0].decisions)
    notes = tuple(notes_on(book.sign_off, [*known.standing_rulings, *taken], period))
    refs = {row.about: row.ref for row in known.tables.refs}
    came = Decided(period, taken, judged.refused, len(judged.same), judged.reopened, (), notes=notes, refs=refs)
    if not taken:
        return came
    if dry_run and rehearse is not None:
        return rehearsed(came, known, rehearse(workspace, period, taken), desk.settings)
    return replace(came, changes=foresee(known, taken, desk.settings))


def period_of(book: Book, ledger: Ledger) -> str:
    """The period that a workbook reports: by the title on its first sheet, else by the folder that it is in."""
    run = {r.period for r in ledger.runs() if r.finished}
    titles = {period_words(period): period for period in sorted(run)}
    named = [titles[words] for line in book.title if (words := line.rpartition(" · ")[2]) in titles]
    folder = book.path.resolve().parent.name
    if named or folder in run:
        return named[0] if named else folder
    raise BadInput(
        f"{book.path} does not say which period it reports, and lies in the folder of none that was run.",
        f"Put it into the report's folder. Periods that were run: {', '.join(sorted(run)) or 'none'}.",
    )


def know(ledger: Ledger, period: str, desk: Desk) -> Known:
    """The period's last run, and every ruling: those in the ledger, then those that are only in the desk's file."""
    run = ledger.last_run(period)
    logged = ledger.decisions()
    known = {ruling.decision_id for ruling in logged}
    fresh = [ruling for ruling in desk.decisions if ruling.decision_id not in known]
    log = [replace(ruling, sequence=number) for number, ruling in enumerate([*logged, *fresh], 1)]
    return Known(period, ledger.tables(run.number) if run else RunTables(), log, desk.settings.about_tolerance)


def stamped(rulings: Iterable[Ruling], log: Sequence[Ruling], moment: datetime) -> tuple[Ruling, ...]:
    """The rulings with their time and their numbers in the log."""
    decided_at = moment.isoformat(timespec="seconds")
    numbered = enumerate(rulings, len(log) + 1)
    return tuple(replace(ruling, decided_at=decided_at, sequence=number) for number, ruling in numbered)


def foresee(known: Known, taken: Iterable[Ruling], settings: Settings) -> tuple[FigureChange, ...]:
    """The figures of the last run that change once rulings are applied, before and after.

    The effect of undoing a merger is not included, because it needs linking again: it appears in the next run.
    """
    before = _settle(known.tables, known.log, settings)
    after = _settle(known.tables, [*known.log, *taken], settings)
    differ = [id for id in {**before, **after} if _shown(before.get(id)) != _shown(after.get(id))]
    return tuple(_change(after.get(id) or before[id], before.get(id), after.get(id), known) for id in differ)


def rehearsed(came: Decided, known: Known, after: RunTables, settings: Settings) -> Decided:
    """The outcome with what the run of its rulings would change, refuse, and take off the totals."""
    was, now = ({row.figure_id: row for row in tables.figures} for tables in (known.tables, after))
    differ = [id for id in {**was, **now} if _shown(was.get(id)) != _shown(now.get(id))]
    changes = [_change(now.get(id) or was[id], was.get(id), now.get(id), known) for id in differ]
    refused = {row.refused_id for row in known.tables.refused}
    lost = (f"{row.table}, {row.row}: {row.reason}" for row in after.refused if row.refused_id not in refused)
    rulings = [*known.log, *came.taken]
    mergers = [merger.words for merger in losses_by_mergers(after, rulings, settings, came.taken)]
    totals = tuple(total_changes(known.tables.totals, after.totals, settings.rule))
    return replace(came, changes=tuple(changes), totals=totals, lost=tuple(lost), notes=(*mergers, *came.notes))


def _shown(figure: Figure | None) -> tuple[object, ...] | None:
    return (figure.low, figure.best, figure.high, figure.status, figure.because) if figure else None


def keep_undecided(workbook: Path, ledger: Ledger, period: str, desk: Desk) -> str | None:
    """Keep a copy of the workbook that a run will replace, where it contains rulings that were not taken.

    A workbook that is open in a spreadsheet program is not replaced, and needs no copy.

    Returns:
        A line of text that names the copy; None where no copy is needed.
    """
    if not workbook.is_file():
        return None
    try:
        refuse_open(workbook)
    except BadInput:
        return None
    try:
        book = read_book(workbook)
        entries = book.entries
        known = know(ledger, period, desk) if entries else None
        waiting = sum(not is_in_the_log(entry, known) for entry in entries) if known else 0
        held = " and ".join(
            part
            for part in (
                f"held {counted(waiting, 'ruling')} not taken yet" if waiting else "",
                "has a sign-off filled in" if book.sign_off else "",
            )
            if part
        )
    except BadInput:
        held = "could not be looked through for rulings"
    if not held:
        return None
    kept = _copy_aside(workbook)
    return f"{workbook.name} {held}; it was kept as {kept}. Take them with: reconcile decide {kept}"


def _settle(tables: RunTables, log: Sequence[Ruling], settings: Settings) -> dict[str, Figure]:
    """The figures by id, as a run would settle them from these tables with these rulings."""
    linked = regroup_events(tables.claims, (), tables.events, log)
    figures = settle_figures(linked.claims, tables.conflicts, linked.events, tables.sources, log, settings)
    return {figure.figure_id: figure for figure in figures}


def _change(figure: Figure, before: Figure | None, after: Figure | None, known: Known) -> FigureChange:
    was, will_be = (f"{settled(one)}, {one.status}" if one else "" for one in (before, after))
    because = after.because if after else "None of its claims counts here any longer."
    event = known.events.get(figure.event_id)
    name = event.name if event else figure.event_id
    return FigureChange(figure.figure_id, name, figure.measure, figure.group, was, will_be, because)


def _copy_aside(workbook: Path) -> Path:
    """Copy the workbook beside itself, under the first number that is unused or has the same bytes already."""
    content = workbook.read_bytes()
    names = (workbook.with_name(f"{workbook.stem}-undecided-{n}{workbook.suffix}") for n in count(1))
    kept = next(path for path in names if not path.exists() or path.read_bytes() == content)
    if not kept.exists():
        shutil.copy2(workbook, kept)
    return kept
