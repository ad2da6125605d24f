"""Output of commands: results on standard output, progress and problems on standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from reconcile.model.records import Refusal
    from reconcile.model.run_tables import RunTables

UNCUT = 10_000
"""Width, in characters, of output that is not a terminal: lines to a pipe or file are not wrapped."""
UNREAD = "unread"
"""The status of a document that was refused as a whole."""
PATIENCE = 1.0
"""Seconds after which progress is shown."""

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", help="Folder with inputs/ and reports/ (else the current one).", metavar="DIR"),
]
WorkersOption = Annotated[int, typer.Option(min=0, help="Processes that read articles; 0 means one for each core.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print only problems.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with code 3 where exceptions are open.")]


def cores(workers: int) -> int:
    """The number of processes that a --workers option asks for."""
    return workers or os.cpu_count() or 1


def emit(data: bytes | str, out: Path | None = None) -> None:
    """Write a result to a file (completely or not at all) or to standard output.

    Args:
        data: the result; text is written as UTF-8.
        out: the file; None for standard output, where a closed pipe ends the program with code 0.

    Raises:
        BadInput: where the file cannot be written.
    """
    content = data.encode("utf-8", "replace") if isinstance(data, str) else data
    if out is not None:
        _save(content, out)
        return
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        leave_quietly()


def _save(content: bytes, out: Path) -> None:
    from reconcile.errors import BadInput
    from reconcile.store.tables import replace_file

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        replace_file(out, content)
    except BrokenPipeError:
        return
    except (OSError, ValueError) as failure:
        why = getattr(failure, "strerror", None) or failure
        raise BadInput(f"'{out}' cannot be written ({why}).", "Name another file with --out.") from None


def leave_quietly() -> NoReturn:
    """Exit with code 0: the program that reads the output (`| head`) has closed the pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def show(*renderables: object) -> None:
    """Print tables and texts to standard output."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            leave_quietly()

    screen = Screen(highlight=False, width=None if sys.stdout.isatty() else UNCUT)
    for renderable in renderables:
        screen.print(renderable)


def warn(line: str) -> None:
    """Print a line to standard error."""
    typer.echo(line, err=True)


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A function that reports progress (step, done, total); shown on standard error after PATIENCE seconds."""
    if quiet or not sys.stderr.isatty():
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    began = time.monotonic()
    shown = ""

    def tell(step: str, done: int, total: int) -> None:
        nonlocal shown
        if step != shown:
            for task in bar.task_ids:
                bar.remove_task(task)
            bar.add_task(step, total=total or None)
            shown = step
        bar.update(bar.task_ids[0], completed=done)
        if time.monotonic() - began > PATIENCE and not bar.live.is_started:
            bar.start()

    try:
        yield tell
    finally:
        bar.stop()


def need_something_read(tables: RunTables) -> None:
    """Raise BadInput where all input was refused; why is said of each file before."""
    from reconcile.errors import BadInput

    if tables.refused and all(document.status == UNREAD for document in tables.documents):
        raise BadInput("Nothing could be read: all input was refused.", "See what is said of each file.")


def refusals(rows: Iterable[Refusal]) -> list[str]:
    """One line for each refusal: the file and row, what is wrong, what to do.

    >>> from reconcile.model.records import Refusal
    >>> said = {"file": "a.jsonl", "row": "line 3", "check": "has_text", "reason": "line 3 has no text."}
    >>> refusals([Refusal(refused_id="x-1", table="claims", **said)])
    ['a.jsonl: line 3 has no text.']
    >>> said = {"row": "c-1", "check": "is_stated", "reason": "low is empty.", "remedy": "Fill it in."}
    >>> refusals([Refusal(refused_id="x-2", table="claims", **said)])
    ['claims, c-1: low is empty. Fill it in.']
    """
    return [_refusal(row) for row in rows]


def _refusal(row: Refusal) -> str:
    place = [part for part in (row.file or row.table, row.row) if part and part not in row.reason]
    said = " ".join(part for part in (row.reason, row.remedy) if part)
    return f"{', '.join(place)}: {said}" if place else said
