"""`run` and `check`: a period, from its inputs to its report."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reconcile.commands.screen import (
    JsonOption,
    QuietOption,
    StrictOption,
    WorkersOption,
    WorkspaceOption,
    cores,
    emit,
    progress,
    refusals,
    show,
    warn,
)

if TYPE_CHECKING:
    from reconcile.pipeline import Findings, Outcome

OPEN_EXCEPTIONS = 3
CARRIED = "carried over from earlier months"
SHOWN = 20
"""Refusals that are listed; the table holds them all."""

PeriodArgument = Annotated[
    str, typer.Argument(help="A folder below inputs/: a month (2013-06) or another batch.", metavar="PERIOD")
]


def run(
    period: PeriodArgument,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
    strict: StrictOption = False,
    workers: WorkersOption = 1,
    as_of: Annotated[
        int | None,
        typer.Option("--as-of", help="Write the report of this earlier run again, from the ledger.", metavar="RUN"),
    ] = None,
) -> None:
    """Reconcile a period: read its articles, compare what they say, settle the figures, write the report.

    Open exceptions are conflicts (not warnings) that the desk has not decided, and whatever was refused.
    With --as-of nothing is read and nothing recorded: every figure comes out as that run left it.
    """
    from reconcile import pipeline
    from reconcile.errors import BadInput
    from reconcile.store.workspace import open_workspace

    place = open_workspace(workspace)
    if as_of is not None:
        typer.echo(f"Written as of run {as_of}: {pipeline.run_as_of(place, period, as_of)}")
        return
    with progress(quiet or as_json) as tell:
        outcome = pipeline.run(place, period, workers=cores(workers), tell=tell)
    summary = summarise(outcome)
    _print_summary(summary, outcome.found, quiet, as_json)
    for note in outcome.notes:
        warn(note)
    if outcome.problems:
        raise BadInput(outcome.problems[0])
    if strict and summary["open_exceptions"]:
        raise typer.Exit(OPEN_EXCEPTIONS)


def check(
    period: PeriodArgument,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
    strict: StrictOption = False,
    workers: WorkersOption = 1,
) -> None:
    """Read and validate a period's inputs, and list what would be refused; nothing is written."""
    from reconcile import pipeline
    from reconcile.store.workspace import open_workspace

    place = open_workspace(workspace)
    with progress(quiet or as_json) as tell:
        found = pipeline.check(place, period, workers=cores(workers), tell=tell)
    summary = {"period": period, **count(found, period)}
    _print_summary(summary, found, quiet, as_json)
    if strict and len(found["refused"]):
        raise typer.Exit(OPEN_EXCEPTIONS)


def summarise(outcome: Outcome) -> dict[str, Any]:
    """The run in figures, and where its report lies."""
    from schemas.columns import AT_REST

    conflicts = outcome.found["conflicts"]
    undecided = conflicts[~conflicts["state"].isin(AT_REST) & (conflicts["severity"] != "warning")]
    return {
        "period": outcome.period,
        "run": outcome.run,
        "content": outcome.content,
        **count(outcome.found, outcome.period),
        "events": len(outcome.found["events"]),
        "links": tally(outcome.found["claims"]["link"]),
        "comparisons": tally(outcome.found["comparisons"]["verdict"]),
        "conflicts": tally(conflicts["severity"]),
        "figures": tally(outcome.found["figures"]["status"]),
        "open_exceptions": len(undecided) + len(outcome.found["refused"]),
        "report": str(outcome.folder),
        "problems": list(outcome.problems),
        "notes": list(outcome.notes),
    }


def count(found: Findings, period: str) -> dict[str, Any]:
    """What was read: documents (those of earlier months apart), stories, claims and refusals."""
    documents = found["documents"]
    return {
        "documents": tally(documents["status"].where(documents["period"] == period, CARRIED)),
        "stories": int(found["documents"]["story"].nunique()),
        "claims": len(found["claims"]),
        "dates": len(found["dates"]),
        "refused": len(found["refused"]),
    }


def tally(column: Any) -> dict[str, int]:
    """How often each word stands in a column, the most frequent first."""
    counts = Counter(str(word) for word in column)
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def _print_summary(summary: dict[str, Any], found: Findings, quiet: bool, as_json: bool) -> None:
    from reconcile.model.crossing import from_frame
    from reconcile.model.records import Refusal

    if as_json:
        emit(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
        return
    lines = refusals(from_frame(Refusal, found["refused"]))
    for line in lines[:SHOWN]:
        warn(line)
    if len(lines) > SHOWN:
        warn(f"... and {len(lines) - SHOWN} more, in the table 'refused'.")
    if not summary["documents"]:
        warn(f"The period {summary['period']} holds no articles yet.")
    if not quiet:
        show(_table(summary))


def _table(summary: dict[str, Any]) -> Any:
    from rich.table import Table

    grid = Table(title=f"{summary['period']}", title_justify="left", show_header=False)
    grid.add_column(style="bold")
    grid.add_column()
    for name, value in summary.items():
        if name not in ("period", "content", "problems", "notes"):
            words = ", ".join(f"{n} {word}" for word, n in value.items()) if isinstance(value, dict) else str(value)
            grid.add_row(name.replace("_", " "), words or "none")
    return grid
