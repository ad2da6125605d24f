"""`decide`: adds the rulings typed into the workbook's yellow cells to the desk's log."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reconcile.commands.screen import JsonOption, WorkspaceOption, emit, show, warn
from reconcile.errors import BadInput

if TYPE_CHECKING:
    from reconcile.decisions.decide import Decided


def decide(
    workbook: Annotated[
        Path, typer.Argument(help="A workbook that a run made, with decisions filled in.", metavar="WORKBOOK")
    ],
    workspace: WorkspaceOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; run the period and show what would become of it.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Add the rulings typed into a workbook to the desk's log; the next run applies them.

    Each ruling is checked. Valid ones are taken even where others are refused; then the exit code is 4.
    """
    from reconcile import pipeline
    from reconcile.decisions import decide as story
    from reconcile.store.workspace import open_workspace

    came = story.decide(open_workspace(workspace), workbook, dry_run=dry_run, rehearse=pipeline.rehearse)
    if as_json:
        emit(json.dumps(_summary(came, workbook, dry_run), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(came, workbook, dry_run)
    if came.refused:
        raise typer.Exit(BadInput.exit_code)


def _summary(came: Decided, workbook: Path, dry_run: bool) -> dict[str, Any]:
    refused = [
        {**asdict(refusal.entry), "check": refusal.check, "refused_because": refusal.reason} for refusal in came.refused
    ]
    return {
        "period": came.period,
        "workbook": str(workbook),
        "dry_run": dry_run,
        "taken": [asdict(ruling) for ruling in came.taken],
        "refused": refused,
        "same": came.same,
        "reopened": list(came.reopened),
        "changes": [asdict(change) for change in came.changes],
        "totals": [asdict(change) for change in came.totals],
        "would_be_refused": list(came.lost),
        "notes": list(came.notes),
    }


def _print(came: Decided, workbook: Path, dry_run: bool) -> None:
    if came.taken or came.refused:
        show(_rulings(came, dry_run))
    if dry_run and came.changes:
        show(_changes(came))
    for change in came.totals:
        typer.echo(f"Total of {change.measure}, {change.month}: {change.before or 'none'} -> {change.after or 'none'}")
    for line in came.lost:
        warn(f"The run would refuse a row of its own: {line}")
    for line in came.notes:
        warn(line)
    said = f"{len(came.taken)} {'would be taken' if dry_run else 'taken'}, {len(came.refused)} refused"
    typer.echo(f"{came.period}: {said}, {came.same} in the log already.")
    if came.reopened:
        warn(
            f"The evidence for {', '.join(map(came.called, came.reopened))} has changed since the ruling. "
            "To confirm such a ruling, say under Reason why it still applies."
        )
    if dry_run and came.taken and not came.changes:
        typer.echo("No figure would change.")
    if came.taken:
        again = f"Take them: reconcile decide {workbook}" if dry_run else f"Apply them: reconcile run {came.period}"
        typer.echo(again)


def _rulings(came: Decided, dry_run: bool) -> Any:
    """What was taken and what was refused, in one table."""
    from rich.markup import escape
    from rich.table import Table

    grid = Table("", "Row", "Decision", "Value", "Why", title=came.period, title_justify="left")
    for ruling in came.taken:
        word = "would be taken" if dry_run else "taken"
        value = " ".join(map(came.called, (ruling.value or "").split()))
        cells = (came.called(ruling.about), ruling.decision.value, value, f"{ruling.analyst}: {ruling.reason}")
        grid.add_row(f"[green]{word}[/]", *map(escape, cells))
    for refusal in came.refused:
        entry = refusal.entry
        cells = (f"{entry.sheet}, {came.called(entry.place)}", entry.decision, entry.value, refusal.reason)
        grid.add_row("[red]refused[/]", *map(escape, cells))
    return grid


def _changes(came: Decided) -> Any:
    """The figures before and after the rulings."""
    from rich.markup import escape
    from rich.table import Table

    grid = Table("Figure", "Now", "Then", "Because", title="What would change", title_justify="left")
    for change in came.changes:
        what = " ".join(part for part in (change.group, change.measure) if part)
        cells = (f"{change.event}: {what}", change.before or "none", change.after or "none", change.because)
        grid.add_row(*map(escape, cells))
    return grid
