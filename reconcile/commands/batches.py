"""`extract` and `export`: claims out of any files, and the tables of a run in other formats."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reconcile.commands.screen import (
    QuietOption,
    WorkersOption,
    WorkspaceOption,
    cores,
    emit,
    progress,
    refusals,
    show,
    warn,
)


class Format(StrEnum):
    """The formats that tables are written in."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write it.")]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="File to write (else standard output).", metavar="FILE")
]


def extract(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of articles.", metavar="PATH...")],
    form: FormatOption = Format.jsonl,
    out: OutOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print each article with its figures marked.")] = False,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    workers: WorkersOption = 1,
) -> None:
    """Read every figure in files and folders, and write the claims; nothing is recorded.

    A text's doc is its path below the given folder (for a single file its name), a JSONL record's is its id. The
    files are linked as one batch. What the desk knows is used where --workspace names one.
    """
    from reconcile import pipeline
    from reconcile.desk import Desk, read_desk
    from reconcile.errors import BadInput
    from reconcile.workspace import open_workspace
    from schemas import records, table

    desk, aside = read_desk(open_workspace(workspace).desk) if workspace else (Desk(), table("refused", []))
    with progress(quiet) as tell:
        found = pipeline.extract(paths, desk, workers=cores(workers), tell=tell)
    for line in refusals(records(aside) + records(found["refused"])):
        warn(line)
    if found["documents"].empty and found["refused"].empty:
        named = ", ".join(str(path) for path in paths)
        raise BadInput(
            f"Nothing to read was found in {named}.", "Name a file of articles, or a folder that holds some."
        )
    if explain:
        from reconcile.explain import mark_articles

        show(*mark_articles(found["claims"], found.texts))
    else:
        _write("claims", found["claims"], form, out)


def export(
    table: Annotated[str, typer.Argument(help="claims, figures, conflicts, documents, refused ...", metavar="TABLE")],
    period: Annotated[
        str, typer.Option("--period", "-p", help="The period whose last run to take it from.", metavar="PERIOD")
    ],
    form: FormatOption = Format.jsonl,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a table of a period's last run."""
    from reconcile.errors import BadInput, UsageError
    from reconcile.ledger import reading
    from reconcile.workspace import open_workspace
    from schemas import TABLES

    if table not in TABLES:
        raise UsageError(f"There is no table '{table}'.", f"Tables: {', '.join(TABLES)}.")
    with reading(open_workspace(workspace)) as ledger:
        run = ledger.last_run(period)
        frame = ledger.table(run.number, table) if run else None
        if frame is None:
            known = sorted({r.period for r in ledger.runs() if r.finished})
            raise BadInput(
                f"The period '{period}' was not run yet.", f"Periods that were: {', '.join(known) or 'none'}."
            )
    _write(table, frame, form, out)


def _write(name: str, frame: object, form: Format, out: Path | None) -> None:
    import pandas as pd

    from reconcile.tables import encode

    assert isinstance(frame, pd.DataFrame)
    emit(encode(name, frame, form.value), out)
