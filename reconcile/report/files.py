"""Writing a report in one piece: the reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reconcile.errors import BadInput


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the same folder; what is written there takes the place of `path` when the block ends well.

    Refused, with the file's name and what to do: a file open in Excel or LibreOffice, a folder that cannot be written.
    """
    refuse_open(path)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        _flush(part)
        os.replace(part, path)
    except PermissionError:
        raise BadInput(f"{path} cannot be replaced.", _CLOSE.format(path.name)) from None
    except OSError as failure:
        raise BadInput(
            f"{path} cannot be written: {failure.strerror or failure}.", "Choose another folder or make room."
        ) from None
    finally:
        _forget(part)


_CLOSE = "If {} is open in Excel, close it there; else check that you may write to the folder. Then run again."


def refuse_open(path: Path) -> None:
    """Refuse a file that a spreadsheet program holds open (it leaves a lock file beside it)."""
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise BadInput(
                f"{path} is open in a spreadsheet program.",
                f"Close it there and run again; if nobody has it open, delete {lock.name} beside it.",
            )


def _flush(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:  # the folder itself is gone or not ours: nothing of ours is left in it
        return
