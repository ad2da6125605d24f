"""`evaluate`: how well the reader does on articles whose claims people have written down."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.commands.screen import QuietOption, WorkersOption, cores, emit, progress, refusals, show, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.evaluate import Accuracy, Floors, Spread

BELOW_FLOOR = 3


class Form(StrEnum):
    """The forms that the figures are written in."""

    text = "text"
    markdown = "markdown"
    json = "json"


def evaluate(
    gold: Annotated[Path, typer.Option("--gold", help="Claims that people wrote down (JSONL).", metavar="FILE")],
    articles: Annotated[Path, typer.Option("--articles", help="The articles they read.", metavar="PATH")],
    form: Annotated[Form, typer.Option("--format", "-f", help="How to write the figures.")] = Form.text,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write (else standard output).", metavar="FILE")
    ] = None,
    floor: Annotated[
        Path | None,
        typer.Option("--floor", help="Least figures (YAML); exit with 3 where one is not reached.", metavar="FILE"),
    ] = None,
    quiet: QuietOption = False,
    workers: WorkersOption = 1,
) -> None:
    """Measure the reader: read articles, and hold what it finds against claims that people wrote down."""
    from reconcile import pipeline
    from reconcile.desk import Desk
    from reconcile.evaluate import Floors, below, check_gold, read_floors, read_gold, score, spread
    from schemas import records

    wanted, floors = read_gold(gold), read_floors(floor) if floor else Floors()
    with progress(quiet) as tell:
        gathered = pipeline.gather([articles], Desk(), None, pipeline.Findings(), tell)
        found = pipeline.read_figures(gathered, Desk(), None, cores(workers), tell)
    for line in refusals(records(found["refused"])):
        warn(line)
    check_gold(wanted, found.texts, gold)
    claims = records(found["claims"])
    accuracy = score(wanted, claims)
    _write(accuracy, spread(wanted, claims), floors, form, out)
    fallen = below(accuracy, floors)
    for line in fallen:
        warn(line)
    if fallen:
        raise typer.Exit(BELOW_FLOOR)


def _write(accuracy: Accuracy, spreads: Sequence[Spread], floors: Floors, form: Form, out: Path | None) -> None:
    from reconcile.evaluate import as_json, as_markdown, as_tables, as_text

    if form is Form.json:
        emit(as_json(accuracy, spreads), out)
    elif form is Form.markdown:
        emit(as_markdown(accuracy, spreads, floors), out)
    elif out is not None:
        emit(as_text(accuracy, spreads), out)
    else:
        show(*as_tables(accuracy, spreads))
