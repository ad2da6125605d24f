"""Writing a report in one piece: the reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml.etree import SerialisationError

from reconcile.errors import BadInput
from reconcile.store.open_files import refuse_open


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the same folder; the file written there replaces `path` when the block ends without an error.

    Raises:
        BadInput: where the file is open in Excel or LibreOffice, the folder cannot be written, or the disk is full;
            the message names the file and what to do.
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
    except Exception as failure:
        why = _of_the_disk(failure)
        if why is None:
            raise
        _forget_half_written(failure)
        raise BadInput(f"{path} cannot be written: {why}.", "Choose another folder or make room.") from None
    finally:
        _forget(part)


_CLOSE = "If {} is open in Excel, close it there; else check that you may write to the folder. Then run again."


def _of_the_disk(failure: BaseException | None) -> str | None:
    """The message of the operating system that caused a failure; None where the cause is another, which is a bug.

    lxml gives the name of the error only (IO_ENOSPC); zipfile fails once more while it closes what it could not write.
    """
    while failure is not None:
        if isinstance(failure, OSError):
            return failure.strerror or str(failure)
        if isinstance(failure, SerialisationError) and str(failure).startswith("IO_"):
            code = getattr(errno, str(failure).removeprefix("IO_"), None)
            return os.strerror(code) if code else str(failure)
        failure = failure.__cause__ or failure.__context__
    return None


def _forget_half_written(failure: BaseException) -> None:
    """Let go of the sheets that openpyxl holds half written: each would print an error when it is deleted."""
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        traceback.clear_frames(failure.__traceback__)
        gc.collect()
    finally:
        sys.unraisablehook = hook


def _flush(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:  # the folder was deleted or cannot be written: no temporary file is left in it
        return
