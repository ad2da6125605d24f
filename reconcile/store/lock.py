"""One writer at a time: a lock that ends with the process that holds it, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from reconcile.errors import Locked

NOTE = 1
"""Where the holder's note starts: Windows locks the first byte itself, and the note must stay readable."""


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock while the block runs; raises Locked, naming the holder, where another process has it."""
    with path.open("a+b") as file:
        if not _take(file):
            file.seek(NOTE)
            holder = file.read().decode("utf-8", "replace").strip() or "another process"
            raise Locked(f"Another run holds {path.parent.parent} ({holder}).", "Wait until it ends, then run again.")
        started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        file.truncate(0)
        file.write(f" process {os.getpid()}, since {started}\n".encode())
        file.flush()
        try:
            yield
        finally:
            _let_go(file)


if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
