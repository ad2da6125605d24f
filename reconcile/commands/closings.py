"""`close`, `reopen`, `verify` and `diff`: sign a month, prove it unchanged, and compare two runs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reconcile.commands.screen import JsonOption, WorkspaceOption, emit, show, warn
from reconcile.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.model.records import Change
    from reconcile.months.closing.proof import Proof
    from reconcile.months.difference import Difference
    from reconcile.store.workspace import Workspace

MonthArgument = Annotated[str, typer.Argument(help="The month, such as 2013-06.", metavar="MONTH")]
ByOption = Annotated[str, typer.Option("--by", help="Who does it.", metavar="NAME")]
RunArgument = Annotated[str, typer.Argument(help="A period (its last run), or the number of a run.")]
SHOWN = 40
"""Lines of each kind of difference that are listed; --json gives them all."""


def close(
    month: MonthArgument,
    by: Annotated[
        str, typer.Option("--by", help="Who prepared the month; else the name typed on the Summary.", metavar="NAME")
    ] = "",
    reviewed_by: Annotated[
        str,
        typer.Option(
            "--reviewed-by", help="Who reviewed it, not the preparer; else as typed on the Summary.", metavar="NAME"
        ),
    ] = "",
    waive: Annotated[
        str | None,
        typer.Option(
            "--waive",
            help="Waive undecided serious conflicts and rulings without effect or reviewer, for this reason.",
            metavar="REASON",
        ),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Close a month: sign its last run, and freeze its report with hashes.

    Refused while serious conflicts are undecided or rulings have no effect or no reviewer (unless waived), rows of the
    run's own results were refused, rulings typed into the workbook are not taken, inputs or the desk have changed since
    the last run, or an earlier month is open. A closed month cannot be run again.
    """
    from reconcile import pipeline
    from reconcile.months.closing import closing
    from reconcile.store.workspace import open_workspace
    from reconcile.wording.figure_words import counted, period_words

    place = open_workspace(workspace)
    signing = closing.Signing(by, reviewed_by, waive)
    made = closing.close(place, month, signing, pipeline.report_again)
    waived = f", {counted(len(made.waived), 'serious conflict')} waived" if made.waived else ""
    typer.echo(
        f"{period_words(month)} is closed: version {made.version}, run {made.run}, "
        f"{counted(len(made.files), 'file')} frozen{waived}."
    )
    for line in _losses(place, made.run):
        warn(line)
    if refused := _refused(place, made.run):
        said = counted(refused, "file or row was", "files or rows were")
        warn(f"{said} refused and are in no figure: see the sheet Refused.")
    typer.echo(f"Seal {made.seal}\nProve later that nothing has changed: reconcile verify {month}")


def _losses(place: Workspace, run: int) -> list[str]:
    """What the desk's mergers of events take off the totals of a run."""
    from reconcile.decisions.before_signing import losses_by_mergers
    from reconcile.store.desk import read_desk
    from reconcile.store.ledger import reading

    with reading(place) as ledger:
        tables, log = ledger.tables(run), ledger.decisions()
    return [loss.words for loss in losses_by_mergers(tables, log, read_desk(place.desk)[0].settings)]


def _refused(place: Workspace, run: int) -> int:
    """How many files and rows a run could not use."""
    from reconcile.store.ledger import reading

    with reading(place) as ledger:
        return len(ledger.tables(run, ("refused",)).refused)


def reopen(
    month: MonthArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option("--reason", help="Why it must change.", metavar="WHY")],
    workspace: WorkspaceOption = None,
) -> None:
    """Open a closed month again; what was signed is kept beside the report, and the next closing is a new version."""
    from reconcile import pipeline
    from reconcile.months.closing import closing
    from reconcile.store.workspace import open_workspace
    from reconcile.wording.figure_words import period_words

    made = closing.reopen(open_workspace(workspace), month, by, reason, pipeline.report_again)
    typer.echo(
        f"{period_words(month)} is open again. What was signed is kept under reports/{month}/closed-v{made.version}."
    )
    typer.echo(f"Run it: reconcile run {month}")


def verify(
    month: MonthArgument,
    seal: Annotated[
        str | None,
        typer.Option(
            "--seal", help="A seal that was kept elsewhere; fails where the ledger lacks its closing.", metavar="SEAL"
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prove that nothing of a closed month has changed: report, articles, ledger and the chain of closings.

    Prints one line for each change, with exit code 4. For a month that was opened again, the signed versions are
    compared with their hashes.
    """
    from reconcile.months.closing.proof import verify as prove
    from reconcile.store.workspace import open_workspace
    from reconcile.wording.figure_words import period_words

    proof = prove(open_workspace(workspace), month, seal)
    if as_json:
        reopened = asdict(proof.reopened) if proof.reopened else None
        said = {**asdict(proof.signed), "reopened": reopened, "problems": proof.problems}
        emit(json.dumps(said, ensure_ascii=False, indent=2) + "\n")
    else:
        for line in proof.problems:
            warn(line)
        typer.echo(f"{period_words(month)}{_result(proof)}.\nSeal {proof.signed.seal}")
    if proof.problems:
        raise typer.Exit(BadInput.exit_code)


def diff(
    first: RunArgument, second: RunArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Show what changed between two runs: figures, each with the article or ruling that changed it, and conflicts."""
    from reconcile.months.difference import tell_apart
    from reconcile.store.ledger import reading
    from reconcile.store.workspace import open_workspace

    with reading(open_workspace(workspace)) as ledger:
        found = tell_apart(ledger, first, second)
    if as_json:
        emit(json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(found)


def _result(proof: Proof) -> str:
    """The result of a proof; for a month that is open again it covers only the version that was signed last."""
    from reconcile.wording.figure_words import counted, day_words

    last, since = proof.signed, proof.reopened
    signed = f"version {last.version}, closed on {day_words(last.at[:10])} by {last.by}, reviewed by {last.reviewed_by}"
    held = f"{counted(len(last.files), 'file')} of the report"
    if since is None:
        held += f" and {counted(len(last.inputs), 'file')} of the inputs"
    changed = counted(len(proof.problems), "thing is", "things are")
    result = f"{changed} not as signed" if proof.problems else f"unchanged: {held}"
    if since is None:
        return f", {signed}: {result}"
    opened = f" has been open again since {day_words(since.at[:10])} ({since.by}: {since.reason})"
    return f"{opened}. As it was signed, {signed}: {result}"


def _print(found: Difference) -> None:
    from reconcile.wording.figure_words import counted

    runs = [f"run {run.number} of {run.period} ({run.started[:16].replace('T', ' ')} UTC)" for run in _runs(found)]
    typer.echo(f"From {runs[0]} to {runs[1]}")
    if found.first.content == found.second.content:
        typer.echo("Both runs have the same results.")
        return
    if found.changes:
        show(_figures(found.changes[:SHOWN], found.names))
    lines = [
        *(f"Article {doc} {what}." for doc, what in found.documents),
        *(f"Conflict {conflict.conflict_id} {what}: {conflict.explanation}" for what, conflict in found.conflicts),
        *(f"Ruling: {r.decision} on {r.about} by {r.analyst}: {r.reason}" for r in found.rulings),
        *(f"The desk's {name} differs." for name in found.desk),
        *([f"Made by reconcile {found.first.version} and {found.second.version}."] if _versions_differ(found) else []),
    ]
    for line in lines[:SHOWN]:
        typer.echo(line)
    hidden = max(0, len(found.changes) - SHOWN) + max(0, len(lines) - SHOWN)
    if hidden:
        typer.echo(f"{counted(hidden, 'more line')}: reconcile diff --json gives them all.")


def _runs(found: Difference) -> tuple[Any, Any]:
    return found.first, found.second


def _versions_differ(found: Difference) -> bool:
    return found.first.version != found.second.version


def _figures(changes: Sequence[Change], names: Mapping[str, str]) -> Any:
    """The figures that differ, before and after."""
    from rich.markup import escape
    from rich.table import Table

    from reconcile.wording.figure_words import Bounds, settled

    grid = Table("Change", "Figure", "Before", "After", "Because", title="Figures", title_justify="left")
    for change in changes:
        was = Bounds(change.low_before, change.best_before, change.high_before)
        now = Bounds(change.low, change.best, change.high)
        before, after = settled(was) if change.status_before else "", settled(now) if change.status else ""
        counted = " ".join(part for part in (change.group, change.measure) if part)
        what = f"{names.get(change.event_id, change.event_id)}: {counted}"
        grid.add_row(*map(escape, (change.change, what, before, after, change.because)))
    return grid
