"""`evaluate`: how well claims are read, and linked, on articles that people have annotated."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.commands.screen import QuietOption, WorkersOption, cores, emit, progress, refusals, show, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.table import Table

    from reconcile.evaluate import Floors
    from reconcile.evaluate.floors import Measured

BELOW_FLOOR = 3


class Form(StrEnum):
    """The forms that the figures are written in."""

    text = "text"
    markdown = "markdown"
    json = "json"


def evaluate(
    gold: Annotated[
        Path,
        typer.Option("--gold", help="Annotated claims, or their events and stories (JSONL).", metavar="FILE"),
    ],
    articles: Annotated[Path, typer.Option("--articles", help="The annotated articles.", metavar="PATH")],
    form: Annotated[Form, typer.Option("--format", "-f", help="How to write the figures.")] = Form.text,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write (else standard output).", metavar="FILE")
    ] = None,
    floor: Annotated[
        Path | None,
        typer.Option(
            "--floor", help="Least allowed results (YAML); exit code 3 where one is not reached.", metavar="FILE"
        ),
    ] = None,
    quiet: QuietOption = False,
    workers: WorkersOption = 1,
) -> None:
    """Measure reading or linking against what people annotated (the gold).

    Gold whose lines name the event or story of a claim or an article (event_id, incident, cluster, story) measures how
    well claims are linked and copies found: pairwise and B-cubed precision, recall and F1. Other gold measures how well
    claims are read.
    """
    from reconcile.evaluate import Floors, below, is_together, read_floors

    floors = read_floors(floor) if floor else Floors()
    measure = _measure_links if is_together(gold) else _measure_claims
    fallen = below(measure(gold, articles, floors, Form.json if as_json else form, out, quiet, workers), floors)
    for line in fallen:
        warn(line)
    if fallen:
        raise typer.Exit(BELOW_FLOOR)


def _measure_claims(
    gold: Path, articles: Path, floors: Floors, form: Form, out: Path | None, quiet: bool, workers: int
) -> Measured:
    from reconcile import pipeline
    from reconcile.evaluate import (
        as_json,
        as_markdown,
        as_tables,
        check_gold,
        read_gold,
        score,
        spread,
    )
    from reconcile.store.desk import Desk

    wanted = read_gold(gold)
    with progress(quiet) as tell:
        gathered = pipeline.gather([articles], Desk(), None, pipeline.Findings(), tell)
        found = pipeline.read_figures(gathered, Desk(), None, cores(workers), tell)
    for line in refusals(found.tables.refused):
        warn(line)
    check_gold(wanted, found.texts, gold)
    claims = found.tables.claims
    accuracy, spreads = score(wanted, claims), spread(wanted, claims)
    written = {
        Form.json: lambda: as_json(accuracy, spreads),
        Form.markdown: lambda: as_markdown(accuracy, spreads, floors),
    }
    _write(as_tables(accuracy, spreads), written.get(form), out)
    return accuracy


def _measure_links(
    gold: Path, articles: Path, floors: Floors, form: Form, out: Path | None, quiet: bool, workers: int
) -> Measured:
    from reconcile import pipeline
    from reconcile.evaluate import (
        as_group_json,
        as_group_markdown,
        as_group_tables,
        check_docs,
        read_together,
        score_links,
    )
    from reconcile.gazetteer import unit_of
    from reconcile.store.desk import Desk

    wanted = read_together(gold)
    with progress(quiet) as tell:
        found = pipeline.extract([articles], Desk(), workers=cores(workers), tell=tell)
    for line in refusals(found.tables.refused):
        warn(line)
    check_docs(wanted.docs, {document.doc for document in found.tables.documents}, gold)
    claims, documents = found.tables.claims, found.tables.documents
    linking = score_links(wanted, claims, documents, unit_of)
    written = {Form.json: lambda: as_group_json(linking), Form.markdown: lambda: as_group_markdown(linking)}
    _write(as_group_tables(linking), written.get(form), out)
    return linking


def _write(tables: Sequence[Table], written: Callable[[], str] | None, out: Path | None) -> None:
    """Write the figures in another form than tables, or the tables to a file, or show them."""
    from reconcile.evaluate import as_text

    if written is not None:
        emit(written(), out)
    elif out is not None:
        emit(as_text(tables), out)
    else:
        show(*tables)
