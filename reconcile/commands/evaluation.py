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
    from reconcile.pipeline import Findings

BELOW_FLOOR = 3


class Form(StrEnum):
    """The forms that the figures are written in."""

    text = "text"
    markdown = "markdown"
    json = "json"


def evaluate(
    gold: Annotated[
        list[Path],
        typer.Option("--gold", help="Annotated claims, or their events and stories (JSONL).", metavar="FILE"),
    ],
    articles: Annotated[list[Path], typer.Option("--articles", help="The annotated articles.", metavar="PATH")],
    form: Annotated[Form, typer.Option("--format", "-f", help="How to write the figures.")] = Form.text,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write (else standard output).", metavar="FILE")
    ] = None,
    floor: Annotated[
        list[Path] | None,
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
    claims are read; several collections are measured in one run by giving each option once for each of them.
    """
    from reconcile.evaluate import is_together

    form, sets = Form.json if as_json else form, _sets(gold, articles, floor or [])
    if len(sets) == 1 and is_together(gold[0]):
        fallen = _measure_links(*sets[0], form, out, quiet, workers)
    else:
        fallen = _measure_claims(sets, form, out, quiet, workers)
    for line in fallen:
        warn(line)
    if fallen:
        raise typer.Exit(BELOW_FLOOR)


def _sets(gold: list[Path], articles: list[Path], floor: list[Path]) -> list[tuple[Path, Path, Floors]]:
    """Each collection: its gold, its articles and its floors."""
    from reconcile.errors import BadInput
    from reconcile.evaluate import Floors, read_floors

    if len(articles) != len(gold) or len(floor) not in (0, len(gold)):
        raise BadInput(
            f"{len(gold)} files of gold, {len(articles)} of articles and {len(floor)} of floors do not go together.",
            "Give --gold, --articles and --floor once for each collection, in one order.",
        )
    floors = [read_floors(path) for path in floor] or [Floors(name=path.stem) for path in gold]
    return list(zip(gold, articles, floors, strict=True))


def _measure_claims(
    sets: Sequence[tuple[Path, Path, Floors]], form: Form, out: Path | None, quiet: bool, workers: int
) -> list[str]:
    """Measure reading on each collection and write the figures; the lines on figures below their floors."""
    from reconcile.evaluate import (
        MeasuredSet,
        as_json,
        as_markdown,
        as_tables,
        below,
        check_gold,
        part_of,
        read_gold,
        score,
        spread,
    )

    measured, read = [], {}
    for gold, articles, floors in sets:
        if articles not in read:
            read[articles] = _read(articles, quiet, workers)
        wanted, found = part_of(read_gold(gold), floors.part, articles), read[articles]
        check_gold(wanted, found.texts, gold)
        claims = found.tables.claims
        measured.append(MeasuredSet(floors, score(wanted, claims, found.tables.unread), spread(wanted, claims)))
    written = {Form.json: lambda: as_json(measured), Form.markdown: lambda: as_markdown(measured)}
    _write(as_tables(measured), written.get(form), out)
    return [f"{one.floors.name}: {line}" for one in measured for line in below(one.accuracy, one.floors)]


def _read(articles: Path, quiet: bool, workers: int) -> Findings:
    """The articles of a path with their claims; what was refused is told on standard error."""
    from reconcile import pipeline
    from reconcile.store.desk import Desk

    with progress(quiet) as tell:
        gathered = pipeline.gather([articles], Desk(), None, pipeline.Findings(), tell)
        found = pipeline.read_figures(gathered, Desk(), None, cores(workers), tell)
    for line in refusals(found.tables.refused):
        warn(line)
    return found


def _measure_links(
    gold: Path, articles: Path, floors: Floors, form: Form, out: Path | None, quiet: bool, workers: int
) -> list[str]:
    """Measure linking and write the figures; the lines on figures below their floors."""
    from reconcile import pipeline
    from reconcile.evaluate import (
        as_group_json,
        as_group_markdown,
        as_group_tables,
        below,
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
    return below(linking, floors)


def _write(tables: Sequence[Table], written: Callable[[], str] | None, out: Path | None) -> None:
    """Write the figures in another form than tables, or the tables to a file, or show them."""
    from reconcile.evaluate import as_text

    if written is not None:
        emit(written(), out)
    elif out is not None:
        emit(as_text(tables), out)
    else:
        show(*tables)
