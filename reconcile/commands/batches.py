"""`extract` and `export`: claims out of any files, and the tables of a run in other formats."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.commands.screen import (
    QuietOption,
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
    from collections.abc import Collection, Sequence

    from reconcile.model.records import Record
    from reconcile.model.run_tables import RunTables
    from reconcile.store.ledger import Run


class Format(StrEnum):
    """The formats that tables are written in."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


class ExportFormat(StrEnum):
    """The formats that the tables of a run are written in."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    datapackage = "datapackage"


ALL = "all"
"""The table name that means every table."""

ExportFormatOption = Annotated[ExportFormat, typer.Option("--format", "-f", help="How to write it.")]
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

    The column `doc` is a text's path below the given folder (for a single file its name), or a JSONL record's id. The
    files are linked as one batch. The desk's settings, sources and places are used where --workspace names a workspace.
    The exit code is 4 where all input was refused.
    """
    from reconcile import pipeline
    from reconcile.errors import BadInput
    from reconcile.store.desk import Desk, read_desk
    from reconcile.store.workspace import open_workspace

    desk, aside = read_desk(open_workspace(workspace).desk) if workspace else (Desk(), [])
    with progress(quiet) as tell:
        found = pipeline.extract(paths, desk, workers=cores(workers), tell=tell)
    for line in refusals([*aside, *found.tables.refused]):
        warn(line)
    if not found.tables.documents and not found.tables.refused:
        named = ", ".join(str(path) for path in paths)
        raise BadInput(
            f"Nothing to read was found in {named}.", "Name a file of articles, or a folder that holds some."
        )
    need_something_read(found.tables)
    if explain:
        from reconcile.report.explain import mark_articles

        show(*mark_articles(found.tables.claims, found.texts))
    else:
        _write("claims", found.tables.claims, form, out)


def export(
    table: Annotated[
        str, typer.Argument(help="claims, figures, conflicts, documents ..., or all of them.", metavar="TABLE|all")
    ],
    period: Annotated[
        str, typer.Option("--period", "-p", help="The period; its last run is exported.", metavar="PERIOD")
    ],
    form: ExportFormatOption = ExportFormat.jsonl,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File to write (else standard output); a folder for 'all'.", metavar="FILE"),
    ] = None,
    as_of: Annotated[
        int | None, typer.Option("--as-of", help="Export this run instead of the last.", metavar="RUN")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a table of a period's last run, or all of them into a folder.

    The format 'datapackage' writes all tables as CSV with a descriptor that states every column, type and constraint
    (a Frictionless tabular data package).
    """
    from reconcile.errors import BadInput, UsageError
    from reconcile.months.difference import find_run
    from reconcile.store.ledger import reading
    from reconcile.store.workspace import open_workspace
    from schemas import TABLES

    whole = table == ALL
    if not whole and table not in TABLES:
        raise UsageError(f"Unknown table '{table}'.", f"Tables: {', '.join(TABLES)}; or all.")
    if form == ExportFormat.datapackage and not whole:
        raise UsageError("A data package contains every table.", "Run: reconcile export all --format datapackage")
    if whole and out is None:
        raise UsageError("Exporting all tables needs a folder.", "Name one with --out.")
    with reading(open_workspace(workspace)) as ledger:
        run = find_run(ledger, str(as_of) if as_of is not None else period)
        if run.period != period:
            raise BadInput(
                f"Run {run.number} is one of {run.period}, not of {period}.",
                "Omit --as-of, or give a run of this period.",
            )
        made = ledger.fingerprints(run.number).keys()
        tables = ledger.tables(run.number, tuple(TABLES) if whole else (table,))
    if out is not None and whole:
        _write_all(tables, made, form, out, run)
    elif table in made:
        _write(table, tables[table], Format(form.value), out)
    else:
        raise BadInput(f"Run {run.number} has no table '{table}'.", f"Run it again: reconcile run {period}")


def _write_all(tables: RunTables, made: Collection[str], form: ExportFormat, out: Path, run: Run) -> None:
    from reconcile.store.datapackage import make_package
    from reconcile.store.tables import csv_files, encode
    from schemas import TABLES

    if form == ExportFormat.datapackage:
        ended = run.finished or run.started
        files = make_package(run.period, csv_files(tables), run.content or "", ended, run.version)
    else:
        names = [name for name in TABLES if name in made]
        files = {f"{name}.{form.value}": encode(name, tables[name], form.value) for name in names}
    for name, data in files.items():
        emit(data, out / name)
    typer.echo(f"{len(files)} files written to {out}.", err=True)


def _write(name: str, rows: Sequence[Record], form: Format, out: Path | None) -> None:
    from reconcile.store.tables import encode

    emit(encode(name, rows, form.value), out)
