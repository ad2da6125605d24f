"""The command line: `reconcile COMMAND`. The commands are in `reconcile/commands/`.

Exit codes: 0 done, 1 a bug, 2 usage, 3 done with open exceptions (only with --strict), 4 bad input, 5 locked.
"""

from __future__ import annotations

import errno
import os
import shlex
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from reconcile import __version__
from reconcile.commands import batches, closings, desks, evaluation, explanations, months
from reconcile.commands import deciding as rulings
from reconcile.errors import ReconcileError

BUG = 1
BAD_INPUT = 4
INTERRUPTED = 130

app = typer.Typer(
    name="reconcile",
    help="Reconcile casualty and event figures from news articles and event datasets, month by month.",
    epilog="Exit codes: 0 done, 1 a bug, 2 usage, 3 done with open exceptions (only with --strict), 4 bad input, "
    "5 locked by another run.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("init")(desks.init)
app.command("run")(months.run)
app.command("check")(months.check)
app.command("extract")(batches.extract)
app.command("decide")(rulings.decide)
app.command("close")(closings.close)
app.command("verify")(closings.verify)
app.command("reopen")(closings.reopen)
app.command("diff")(closings.diff)
app.command("export")(batches.export)
app.command("explain")(explanations.explain)
app.command("evaluate")(evaluation.evaluate)
app.command("doctor")(desks.doctor)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reconcile {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="On a bug, show the traceback.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    context.obj = debug


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a command and exit; an error is printed as one line on standard error, without a traceback.

    Args:
        arguments: the words of the command line; None for those of this process.
    """
    words = sys.argv[1:] if arguments is None else arguments
    _open_streams()
    try:
        app(words)
    except ReconcileError as problem:
        _complain(str(problem), problem.exit_code)
    except KeyboardInterrupt:
        _complain("Interrupted; what was recorded before is safe.", INTERRUPTED)
    except Exception as failure:
        if (line := _blocked(failure) or _garbled(failure, words)) is not None:
            _complain(line, BAD_INPUT)
        if "--debug" in words:
            raise
        again = shlex.join(["reconcile", "--debug", *words])
        _complain(
            f"This is a bug in reconcile, not in your data: {type(failure).__name__}: {failure}\n"
            f"Please report it with what this prints: {again}",
            BUG,
        )
    sys.exit(0)


def _blocked(failure: Exception) -> str | None:
    """The message for a file that may not be read or written, or a full disk; None for any other failure."""
    lines = {
        errno.EACCES: "cannot be read or written (permission denied): change them, or close the program that uses it.",
        errno.EPERM: "cannot be read or written (permission denied): change its permissions.",
        errno.ENOSPC: "does not fit: the disk is full. Free some space and run again.",
        errno.EFBIG: "is larger than this account may write. Raise the limit and run again.",
        errno.EDQUOT: "does not fit: this account's disk quota is used up. Free some space and run again.",
        errno.EROFS: "is on a read-only disk: copy the workspace to another disk.",
        errno.EEXIST: "is in the way: a folder is needed there. Move it away and run again.",
        errno.ENOTDIR: "is in the way: a folder is needed there. Move it away and run again.",
        errno.EISDIR: "is in the way: it is a folder, and a file is needed there. Move it away and run again.",
        errno.ELOOP: "is a link that leads back to itself: remove it.",
    }
    if not isinstance(failure, OSError) or failure.errno not in lines:
        return None
    return f"{Path(failure.filename) if failure.filename else 'A file'} {lines[failure.errno]}"


def _garbled(failure: Exception, words: list[str]) -> str | None:
    """The message for an argument that is not valid text; None for any other failure."""
    garbled = next(
        (word for word in words if not word.isascii() and word != word.encode("utf-8", "replace").decode()), None
    )
    if not isinstance(failure, UnicodeEncodeError) or garbled is None:
        return None
    return f"'{garbled}' is not valid text in this computer's encoding. Type it again."


def _open_streams() -> None:
    """Make standard output and error writable, even where they were closed or their encoding lacks characters."""
    for number, name in ((2, "stderr"), (1, "stdout")):
        stream = getattr(sys, name)
        if stream is None:
            if (nowhere := os.open(os.devnull, os.O_WRONLY)) != number:
                os.dup2(nowhere, number)
            setattr(sys, name, open(number, "w", encoding="utf-8", errors="replace", closefd=False))  # noqa: SIM115
            typer.echo(f"reconcile: the {name} of this command is closed; what it prints there is lost.", err=True)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _complain(line: str, code: int) -> NoReturn:
    """Print a line to standard error and exit with the code."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    typer.echo(f"reconcile: {line}", err=True)
    sys.exit(code)
