"""Detect files that are open in another program; they are neither read nor replaced."""

from __future__ import annotations

from pathlib import Path

from reconcile.errors import BadInput


def refuse_open(path: Path) -> None:
    """Refuse a file that is open in a spreadsheet program, which leaves a lock file beside it."""
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise BadInput(
                f"{path} is open in a spreadsheet program.",
                f"Close it there and run again; if nobody has it open, delete {lock.name} beside it.",
            )
