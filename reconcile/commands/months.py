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
    need_something_read,
    progress,
    refusals,
    show,
    warn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reconcile.model.records import Refusal
    from reconcile.model.run_tables import RunTables
    from reconcile.pipeline import Outcome

OPEN_EXCEPTIONS = 3
CARRIED = "carried over from earlier months"
SHOWN = 20
"""The most refusals that are printed; the table `refused` contains all."""

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

    Open exceptions are undecided conflicts (without warnings), and refused files and rows.
    With --as-of no input is read and nothing is recorded: the report shows the figures of that run.
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
    _print_summary(summary, outcome.found.tables.refused, quiet, as_json)
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
    """Read and validate a period's inputs, and list what would be refused; nothing is written.

    The exit code is 4 where all input is refused.
    """
    from reconcile import pipeline
    from reconcile.store.workspace import open_workspace

    place = open_workspace(workspace)
    with progress(quiet or as_json) as tell:
        found = pipeline.check(place, period, workers=cores(workers), tell=tell)
    tables = found.tables
    summary = {"period": period, **count(tables, period)}
    _print_summary(summary, tables.refused, quiet, as_json)
    need_something_read(tables)
    if strict and tables.refused:
        raise typer.Exit(OPEN_EXCEPTIONS)


def summarise(outcome: Outcome) -> dict[str, Any]:
    """The counts of a run, and the folder of its report."""
    from schemas.codes import Severity

    tables = outcome.found.tables
    undecided = [c for c in tables.conflicts if not c.state.at_rest and c.severity != Severity.WARNING]
    return {
        "period": outcome.period,
        "run": outcome.run,
        "content": outcome.content,
        **count(tables, outcome.period),
        "events": len(tables.events),
        "links": tally(claim.link for claim in tables.claims),
        "comparisons": tally(comparison.verdict for comparison in tables.comparisons),
        "conflicts": tally(conflict.severity for conflict in tables.conflicts),
        "figures": tally(figure.status for figure in tables.figures),
        "open_exceptions": len(undecided) + len(tables.refused),
        "report": str(outcome.folder),
        "problems": list(outcome.problems),
        "notes": list(outcome.notes),
    }


def count(tables: RunTables, period: str) -> dict[str, Any]:
    """Counts of what was read: documents (those carried over separately), stories, claims, dates and refusals."""
    return {
        "documents": tally(paper.status if paper.period == period else CARRIED for paper in tables.documents),
        "stories": len({paper.story for paper in tables.documents if paper.story}),
        "claims": len(tables.claims),
        "dates": len(tables.dates),
        "refused": len(tables.refused),
    }


def tally(words: Iterable[str]) -> dict[str, int]:
    """How often each word occurs, the most frequent first."""
    counts = Counter(map(str, words))
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def _print_summary(summary: dict[str, Any], refused: Sequence[Refusal], quiet: bool, as_json: bool) -> None:
    if as_json:
        emit(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
        return
    lines = refusals(refused)
    for line in lines[:SHOWN]:
        warn(line)
    if len(lines) > SHOWN:
        warn(f"... and {len(lines) - SHOWN} more, in the table 'refused'.")
    if not summary["documents"]:
        warn(f"The period {summary['period']} contains no articles yet.")
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
