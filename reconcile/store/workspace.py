"""A workspace: the folder that contains `inputs/`, `reports/` and the ledger under `.reconcile/`."""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from reconcile.errors import BadInput

DESK = "desk"
"""The name of the desk's folder below inputs; every other folder there is a period."""

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")


@dataclass(frozen=True)
class Workspace:
    """A folder with the inputs and reports of one desk."""

    root: Path

    @property
    def inputs(self) -> Path:
        """The folder with one folder for each period, and the desk's own."""
        return self.root / "inputs"

    @property
    def desk(self) -> Path:
        """The desk's folder."""
        return self.inputs / DESK

    @property
    def reports(self) -> Path:
        """The folder with one folder for each period, written by runs."""
        return self.root / "reports"

    @property
    def state(self) -> Path:
        """The folder of the ledger and the lock."""
        return self.root / ".reconcile"

    def report(self, period: str) -> Path:
        """The folder that a run of the period writes to."""
        return self.reports / period


def open_workspace(folder: Path | None = None) -> Workspace:
    """Open the workspace in a folder, by default the current one; refused where it is not a workspace."""
    root = (folder or Path()).resolve()
    if not root.is_dir():
        raise BadInput(f"There is no folder {root}.", f"Make a workspace there: reconcile init {root}")
    if not (root / "inputs").is_dir():
        raise BadInput(
            f"{root} is not a workspace: it has no folder 'inputs'.",
            f"Make one there (reconcile init {root}) or name another with --workspace DIR.",
        )
    return Workspace(root)


def is_month(period: str) -> bool:
    """True for a month, which carries over to the next; any other name is a one-off batch.

    >>> is_month("2013-06"), is_month("2013-13"), is_month("ghouta-review")
    (True, False, False)
    """
    return MONTH.match(period) is not None


def periods(workspace: Workspace) -> list[str]:
    """The names of the periods: the folders below inputs, without the desk's own and hidden ones."""
    folders = (f.name for f in workspace.inputs.iterdir() if f.is_dir())
    return sorted(name for name in folders if name != DESK and not name.startswith("."))


def period_folder(workspace: Workspace, period: str) -> Path:
    """The folder with the inputs of a period; an unknown period is refused, with the periods that exist."""
    known = periods(workspace)
    if period in known:
        return workspace.inputs / period
    if not known:
        raise BadInput(
            f"There is no period '{period}': {workspace.inputs} holds no folder of articles yet.",
            f"Put the articles into {workspace.inputs / (period if is_month(period) else '2013-06')}/ and run again.",
        )
    near = difflib.get_close_matches(period, known, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise BadInput(f"There is no period '{period}'.", f"{hint}Periods in {workspace.inputs}: {', '.join(known)}.")


def strays(workspace: Workspace) -> list[Path]:
    """Files directly below inputs, which no run reads."""
    return sorted(f for f in workspace.inputs.iterdir() if f.is_file() and not f.name.startswith("."))


def make_output_folder(folder: Path) -> None:
    """Make sure that a folder exists and can be written to, before any work is done; refused with its name."""
    trial = folder / ".can-be-written"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as failure:
        raise BadInput(
            f"The folder {folder} cannot be written to ({os.strerror(failure.errno or 0)}).",
            "Free it or change its permissions, and run again; nothing else was touched.",
        ) from None
