"""Which files a run reads, in an order that is the same everywhere."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from reconcile.errors import BadInput
from reconcile.ingest.records import File, Unreadable

# What people lay beside their articles, and what desktops leave behind.
_NOTES = ("readme", "license", "licence", "attribution", "attributions")
_LEFT_BEHIND = ("thumbs.db", "desktop.ini")
MAPPING_SUFFIX = ".mapping.yaml"


def find_files(root: Path, paths: Sequence[Path] | None = None) -> list[File]:
    """All files below the root, or the given files and what lies below the given folders, each once, sorted by name.

    Left out are hidden files and folders, notes (README, LICENSE, ATTRIBUTION) and mappings. Links to folders are not
    followed. A path that does not exist is refused.
    """
    found = {}
    for path in paths if paths is not None else [root]:
        if not path.exists():
            raise BadInput(f"There is no file or folder {path}.", "Check the name.")
        for file in _below(path) if path.is_dir() else [path]:
            found[os.path.abspath(file)] = File(file, _name(file, root))
    return sorted(found.values(), key=lambda file: (file.name, str(file.path)))


def check_file(file: File, largest_mb: float) -> None:
    """Refused: what is no regular file (file_is_regular) or larger than the limit (file_is_not_too_large)."""
    try:
        about = file.path.stat()
    except OSError as failure:
        raise Unreadable("file_is_readable", f"cannot be opened: {failure.strerror}.", "Check its rights.") from None
    if not stat.S_ISREG(about.st_mode):
        raise Unreadable("file_is_regular", "is no ordinary file.", "Remove it from the folder.")
    if about.st_size > largest_mb * 1_000_000:
        raise Unreadable(
            "file_is_not_too_large",
            f"is {about.st_size / 1_000_000:,.1f} MB large; the limit is {largest_mb:g} MB.",
            "Split it, or raise largest_file_mb in the desk's settings.",
        )


def is_beside(name: str) -> bool:
    """True for a file that is no article and is passed over in silence.

    >>> [is_beside(n) for n in ("README.md", ".DS_Store", "gged.mapping.yaml", "readers-letter.txt", "licence_1.txt")]
    [True, True, True, False, False]
    """
    low = name.lower()
    noted = low in _LEFT_BEHIND or low.split(".")[0] in _NOTES
    return noted or low.startswith((".", "~$")) or low.endswith(MAPPING_SUFFIX)


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in names if not is_beside(name))


def _name(file: Path, root: Path) -> str:
    """The path below the root; for a file elsewhere its own name."""
    inside, base = Path(os.path.abspath(file)), Path(os.path.abspath(root))
    below = inside.relative_to(base) if base in inside.parents else Path(inside.name)
    return below.as_posix().encode("utf-8", "replace").decode("utf-8")
