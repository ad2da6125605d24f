"""One writer at a time: a lock that is released when its process ends, in whatever way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from reconcile.errors import Locked


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock while the block runs; raises Locked, naming the holder, where another process has it.

    The holder's name is in a separate file beside the lock, because Windows does not let others read a locked file.
    """
    note = path.with_name("holder")
    try:
        with FileLock(path, timeout=0):
            started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
            note.write_text(f"process {os.getpid()}, since {started}", encoding="utf-8")
            try:
                yield
            finally:
                note.unlink(missing_ok=True)
    except Timeout:
        holder = note.read_text(encoding="utf-8") if note.is_file() else "another process"
        raise Locked(
            f"Another run holds {path.parent.parent} ({holder}).", "Wait until it ends, then run again."
        ) from None
