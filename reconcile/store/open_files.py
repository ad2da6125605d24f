"""Files that another program has open: they are neither read nor replaced."""

from __future__ import annotations

from pathlib import Path

from reconcile.errors import BadInput


def refuse_open(path: Path) -> None:
    """Refuse a file that a spreadsheet program holds open (it leaves a lock file beside it)."""
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise BadInput(
                f"{path} is open in a spreadsheet program.",
                f"Close it there and run again; if nobody has it open, delete {lock.name} beside it.",
            )
