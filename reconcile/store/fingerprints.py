"""SHA-256 of files: of articles when they were read, and of reports when they were signed."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path

UNREAD = "unread"
"""The value used for the hash of a file that may not be read."""


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal, as `sha256sum` prints it."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def hash_files(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder by its name there; hidden files and lock files are left out."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith((".", "~$")) for part in name.parts):
            found[name.as_posix()] = _hash_or_mark(path)
    return found


def _hash_or_mark(path: Path) -> str:
    try:
        return hash_file(path)
    except OSError:
        return UNREAD
