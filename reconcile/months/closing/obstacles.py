"""What prevents a month from being closed, in the order in which to resolve it, each with its remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reconcile.decisions.before_signing import unreviewed, unreviewed_words
from reconcile.decisions.cells import Entry, SignOff, read_book
from reconcile.decisions.decide import know
from reconcile.decisions.known import Known
from reconcile.decisions.ruling_checks import Refusal, is_in_the_log, judge_one
from reconcile.errors import BadInput
from reconcile.model.records import Conflict
from reconcile.model.ruling import standing_rulings
from reconcile.months.closing.frozen import differs
from reconcile.months.closing.signing import Signing, same_words, unsigned
from reconcile.months.order import last_runs, moved_before
from reconcile.store.closed_months import is_closed
from reconcile.store.desk import desk_files, read_desk
from reconcile.store.fingerprints import hash_files
from reconcile.store.ledger import INPUTS, Ledger, Run
from reconcile.store.open_files import refuse_open
from reconcile.store.workspace import Workspace, is_month
from reconcile.wording.figure_words import counted, period_words
from schemas.codes import Severity, State

WORKBOOK = "reconciliation.xlsx"
SHOWN = 5
"""The largest number of undecided conflicts that a refusal lists; the workbook shows them all."""
RESULTS = (
    *("comparisons", "checks", "conflicts", "figures", "totals", "breakdowns"),
    *("perhaps_one", "implausible", "changes", "roll_forward"),
)
"""The tables that a run makes by itself: a row of these is refused by a fault or by a ruling, never by an input."""


def obstacles(workspace: Workspace, ledger: Ledger, run: Run, signing: Signing) -> Iterator[str]:
    """What prevents closing a month on its last run: earlier months first, then what to run, take and decide."""
    yield from _still_open(workspace, ledger, run)
    yield from _outdated(workspace, ledger, run)
    yield from _refused_in_run(ledger, run)
    yield from _waiting(workspace, ledger, run.period)
    yield from _other_names(workspace, run.period, signing)
    if not same_words(signing.waive or ""):
        yield from _undecided(ledger, run)
        yield from _moved_under(ledger, run)
        yield from _without_effect(ledger, run)
        yield from _unreviewed(ledger, run)
    yield from unsigned(signing)


def serious(ledger: Ledger, run: Run) -> list[Conflict]:
    """The serious conflicts of a run that are not decided."""
    conflicts = ledger.tables(run.number, ("conflicts",)).conflicts
    return [c for c in conflicts if c.severity == Severity.SERIOUS and not c.state.at_rest]


def _still_open(workspace: Workspace, ledger: Ledger, run: Run) -> Iterator[str]:
    """Earlier months that are not closed: this month starts from their figures."""
    first = next((p for p in _months_before(ledger, run.period) if not is_closed(ledger, p)), None)
    if first is None:
        return
    yield f"{period_words(first)}, whose figures it opens with, is not closed yet: close that first."
    folder = workspace.inputs / first
    if not folder.is_dir():
        yield (
            f"The folder {folder} of {period_words(first)} is gone. Put it back; or, if that month was run by mistake, "
            f"make an empty folder there, then: reconcile run {first}, and: reconcile close {first}"
        )


def _outdated(workspace: Workspace, ledger: Ledger, run: Run) -> Iterator[str]:
    """What has changed since the run: the signed figures must be those of the present inputs and desk files."""
    again = f"run it again: reconcile run {run.period}"
    if not ledger.has_paper(run.number, INPUTS):
        yield f"The last run was made by an older version of reconcile: {again}"
        return
    if moved := moved_before(ledger, last_runs(ledger), run):
        yield (
            f"Since the last run {period_words(moved[0])} was run again, so run this month too: "
            f"reconcile run {run.period}"
        )
    if moved := _unlike(ledger.paper(run.number, INPUTS), hash_files(workspace.inputs / run.period)):
        yield f"Since the last run {_some(moved)} in its inputs changed: {again}"
    if moved := _unlike(ledger.desk(run.number), desk_files(workspace.desk)):
        yield f"Since the last run the desk's {_some(moved)} changed: {again}"
    tables = workspace.report(run.period) / "tables"
    if any(differs(tables / f"{name}.csv", sha) for name, sha in ledger.fingerprints(run.number).items()):
        yield f"The report's tables are not those of the last run: {again}"


def _refused_in_run(ledger: Ledger, run: Run) -> Iterator[str]:
    """Rows of the run's own results that failed their checks: a figure that is missing must not be signed away."""
    lost = [row for row in ledger.tables(run.number, ("refused",)).refused if row.table in RESULTS]
    if lost:
        yield (
            f"{counted(len(lost), 'row', 'rows')} of the run's own results failed a check and is in no sheet but "
            "Refused. Withdraw the ruling behind it, or report it as a fault of reconcile:"
        )
        yield from (f"{row.table}, {row.row}: {row.reason}" for row in lost[:SHOWN])


def _waiting(workspace: Workspace, ledger: Ledger, period: str) -> Iterator[str]:
    """Rulings that were typed and not taken: in the workbook, or in one that was kept when a run replaced it."""
    workbook = workspace.report(period) / WORKBOOK
    kept = sorted(workbook.parent.glob(f"{workbook.stem}-undecided-*{workbook.suffix}"))
    for path in (workbook, *kept):
        if not path.is_file():
            continue
        refuse_open(path)
        entries = _entries(path)
        if entries is None:
            yield f"{path} could not be looked through for rulings: delete it where it is of no use."
            continue
        known = know(ledger, period, read_desk(workspace.desk)[0]) if entries else None
        waiting = [entry for entry in entries if not is_in_the_log(entry, known)] if known else []
        if waiting:
            yield f"{path} holds {counted(len(waiting), 'ruling')} not taken yet: reconcile decide {path}"
            yield from (_named(entry, known) for entry in waiting[:SHOWN] if known)


def _entries(path: Path) -> Sequence[Entry] | None:
    try:
        return read_book(path).entries
    except BadInput:
        return None


def _named(entry: Entry, known: Known) -> str:
    """A ruling that was not taken, with the reason where it was refused."""
    judged = judge_one(entry, known)
    why = f": {judged.reason}" if isinstance(judged, Refusal) else ""
    return f"{entry.sheet}, {entry.place}: {entry.decision or 'no decision'}{why}"


def typed_sign_off(workspace: Workspace, period: str) -> SignOff:
    """What is typed into the sign-off of the period's workbook; nothing where it cannot be read."""
    workbook = workspace.report(period) / WORKBOOK
    try:
        return read_book(workbook).sign_off if workbook.is_file() else SignOff()
    except BadInput:
        return SignOff()


def _other_names(workspace: Workspace, period: str, signing: Signing) -> Iterator[str]:
    """Names in the workbook's sign-off that are not those given."""
    typed = typed_sign_off(workspace, period)
    for option, given, name in (
        ("--by", signing.by, typed.prepared_by),
        ("--reviewed-by", signing.reviewed_by, typed.reviewed_by),
    ):
        if name and same_words(given) and same_words(given) != same_words(name):
            yield f"The workbook's sign-off names {name}, but {option} gives {given.strip()}: make them agree."


def _without_effect(ledger: Ledger, run: Run) -> Iterator[str]:
    """Rulings of the desk's log that were refused or set aside by the run."""
    lost = [row for row in ledger.tables(run.number, ("refused",)).refused if row.table == "decisions"]
    if lost:
        yield (
            f"{counted(len(lost), 'ruling', 'rulings')} of the log had no effect on the run. Rule again, or waive with "
            "--waive REASON:"
        )
        yield from (f"{row.row}: {row.reason}" for row in lost[:SHOWN])


def _unreviewed(ledger: Ledger, run: Run) -> Iterator[str]:
    """Rulings of the month that nobody reviewed."""
    lacking = unreviewed(standing_rulings(ledger.decisions()), run.period)
    if lacking:
        yield f"{unreviewed_words(lacking)} Name one in the workbook, or waive with --waive REASON."


def _undecided(ledger: Ledger, run: Run) -> Iterator[str]:
    found = serious(ledger, run)
    if not found:
        return
    yield (
        f"{counted(len(found), 'serious conflict is', 'serious conflicts are')} undecided. Decide them in the "
        "workbook (or choose 'waive' there, with a reason), or waive all of them with --waive REASON:"
    )
    refs = {row.about: f"{row.ref} ({row.about})" for row in ledger.tables(run.number, ("refs",)).refs}
    for conflict in found[:SHOWN]:
        yield f"{refs.get(conflict.conflict_id, conflict.conflict_id)}: {conflict.explanation}"
    if len(found) > SHOWN:
        yield f"and {len(found) - SHOWN} more on the sheet Conflicts."


def _moved_under(ledger: Ledger, run: Run) -> Iterator[str]:
    """Figures that the desk ruled on whose evidence has changed since."""
    figures = ledger.tables(run.number, ("figures",)).figures
    moved = [figure for figure in figures if figure.state == State.CHANGED]
    if moved:
        yield (
            f"{counted(len(moved), 'ruled figure rests', 'ruled figures rest')} on other evidence than the ruling. "
            "Confirm each on the sheet Figures (say in its reason why it still holds), withdraw it, or waive all of "
            "them with --waive REASON:"
        )
        yield from (f"{figure.figure_id}: {figure.because}" for figure in moved[:SHOWN])


def _months_before(ledger: Ledger, period: str) -> list[str]:
    return sorted({r.period for r in ledger.runs() if r.finished and is_month(r.period) and r.period < period})


def _unlike(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in {*then, *now} if then.get(name) != now.get(name))


def _some(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
