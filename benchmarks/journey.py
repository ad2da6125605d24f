"""Calls, functions, files and changes of file that one claim passes through, from its text to its cell.

    python benchmarks/journey.py

A month with one article of one sentence is run; every call of a function of this package is counted. Fewer files and
fewer changes between them mean that less code must be read to follow one value. Reading the data files
(words, gazetteer, schemas) happens before and is not counted.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import reconcile
from reconcile.pipeline import run
from reconcile.store.workspace import Workspace

SENTENCE = "At least 11 miners were killed in a blast in Aleppo on Tuesday, the mayor said."
PACKAGE = str(Path(reconcile.__file__).parent)


class Journey:
    """Calls of functions of the package in the order in which they are made."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        """Note one call; `sys.setprofile` calls this for every event."""
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(PACKAGE) and not code.co_name.startswith("<"):
            self.calls.append((code.co_filename, code.co_qualname))

    def within(self, room: str = "") -> dict[str, int]:
        """Calls, functions, files and changes of file among the calls below a folder of the package."""
        held = [call for call in self.calls if call[0].startswith(f"{PACKAGE}/{room}")]
        switches = sum(one[0] != other[0] for one, other in pairwise(held))
        return {
            "calls": len(held),
            "functions": len(set(held)),
            "files": len({file for file, _ in held}),
            "switches": switches,
        }

    def rooms(self) -> list[str]:
        """The folders below the package through which the calls go, the busiest first."""
        parts = Counter(Path(file).relative_to(PACKAGE).parts[0] for file, _ in self.calls)
        return [room for room, _ in parts.most_common()]


@contextmanager
def followed() -> Iterator[Journey]:
    """Follow every call made inside the block."""
    journey = Journey()
    sys.setprofile(journey)
    try:
        yield journey
    finally:
        sys.setprofile(None)


def main() -> None:
    """Run the month twice, the first time to load all data, and print the counts of the second."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        (workspace.inputs / "2013-06").mkdir(parents=True)
        (workspace.inputs / "2013-06" / "a.txt").write_text(f"Courier, 5 June 2013\n\n{SENTENCE}\n", encoding="utf-8")
        run(workspace, "2013-06")
        with followed() as journey:
            run(workspace, "2013-06")
    for room in ["", *journey.rooms()]:
        counts = "  ".join(f"{name} {count:>6,}" for name, count in journey.within(room).items())
        print(f"{room or 'whole run':<16}{counts}")


if __name__ == "__main__":
    main()
