"""Finds the input files of a run, in the same order on every machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from reconcile.errors import BadInput
from reconcile.ingest.datasets.dataset_rows import File, Unreadable

# Notes that people keep beside their articles, and files that desktops create.
_NOTES = ("readme", "license", "licence", "attribution", "attributions")
_LEFT_BEHIND = ("thumbs.db", "desktop.ini")
MAPPING_SUFFIX = ".mapping.yaml"


def find_files(root: Path, paths: Sequence[Path] | None = None) -> list[File]:
    """All files below the root, or the given files and those below the given folders, each once, sorted by name.

    Hidden files and folders, notes (README, LICENSE, ATTRIBUTION) and mappings are left out. A folder that is not
    searched (a link, or a locked folder) is listed like a file, so that `check_file` refuses it.

    Raises:
        BadInput: a path does not exist.
    """
    found = {}
    for path in paths if paths is not None else [root]:
        if not os.path.lexists(path):
            raise BadInput(f"There is no file or folder {path}.", "Check the name.")
        for file in _below(path) if path.is_dir() else [path]:
            found[os.path.abspath(file)] = File(file, _name(file, root))
    return sorted(found.values(), key=lambda file: (file.name, str(file.path)))


def check_file(file: File, largest_mb: float) -> None:
    """Check that a file can be read.

    Raises:
        Unreadable: it cannot be opened, is not a regular file, or is larger than `largest_mb`.
    """
    try:
        about = file.path.stat()
    except OSError as failure:
        raise Unreadable("file_is_readable", f"cannot be opened: {failure.strerror}.", "Check its rights.") from None
    if stat.S_ISDIR(about.st_mode):
        raise _closed_folder(file.path)
    if not stat.S_ISREG(about.st_mode):
        raise Unreadable("file_is_regular", "is not an ordinary file.", "Remove it from the folder.")
    if about.st_size > largest_mb * 1_000_000:
        raise Unreadable(
            "file_is_not_too_large",
            f"is {about.st_size / 1_000_000:,.1f} MB large; the limit is {largest_mb:g} MB.",
            "Split it, or raise largest_file_mb in the desk's settings.",
        )


def _closed_folder(path: Path) -> Unreadable:
    if path.is_symlink():
        said, remedy = "is a link to a folder, which is not followed.", "Put the folder itself there, or name it."
        return Unreadable("folder_is_no_link", said, remedy)
    return Unreadable("folder_is_readable", "is a folder that cannot be opened.", "Change its permissions.")


def is_beside(name: str) -> bool:
    """True for a file that is not an article and is skipped without a note.

    >>> [is_beside(n) for n in ("README.md", ".DS_Store", "a.mapping.yaml", "readers-letter.txt", "Readme.first.txt")]
    [True, True, True, False, False]
    """
    low = name.lower()
    noted = low in _LEFT_BEHIND or Path(low).stem in _NOTES
    return noted or low.startswith((".", "~$")) or low.endswith(MAPPING_SUFFIX)


def _below(folder: Path) -> Iterator[Path]:
    """The files below a folder, and its folders that are not searched: links and locked ones."""
    locked: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=locked.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in folders if os.path.islink(Path(place, name)))
        yield from (Path(place, name) for name in names if not is_beside(name))
    yield from (Path(failure.filename) for failure in locked)


def _name(file: Path, root: Path) -> str:
    """The path below the root; for a file elsewhere its own name."""
    inside, base = Path(os.path.abspath(file)), Path(os.path.abspath(root))
    below = inside.relative_to(base) if base in inside.parents else Path(inside.name)
    return below.as_posix().encode("utf-8", "replace").decode("utf-8")
