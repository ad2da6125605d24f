"""Compares a language pack with English, the language that has every file and field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from reconcile.language import FULLEST, Pack
from reconcile.language.references import CLASSES

_FIELD = re.compile(r"(\w+):")


@dataclass(frozen=True, slots=True)
class Lack:
    """A file, or a field of one, that a language lacks, and what is therefore not read.

    `field` is None where the whole file is missing. `effect` is the comment on it in the English file.
    """

    file: str
    field: str | None
    effect: str


def coverage(code: str, overlay: Path | None = None) -> list[Lack]:
    """List what the pack `code` lacks compared with the English one.

    Args:
        code: the language; its files may be the package's or a desk's.
        overlay: the desk's own language folder.

    Returns:
        One entry for each missing file and for each missing or empty field, by file and in the order of the English
        file. Empty for a language that has everything.

    >>> coverage("en")
    []
    """
    english, pack = Pack(FULLEST), Pack(code, overlay)
    found = []
    for file in (name for name in english.files if name != CLASSES):
        fields, wanted = pack.data(file), english.data(file) or {}
        if fields is None:
            found.append(Lack(file, None, " ".join(str(wanted["about"]).split())))
            continue
        lacking = (field for field, words in wanted.items() if words and not fields.get(field))
        found += [Lack(file, field, _comments(file)[field]) for field in lacking if field != "about"]
    return found


@cache
def _comments(file: str) -> dict[str, str]:
    """The comment above each field of an English file."""
    text = resources.files("reconcile.language").joinpath(FULLEST, f"{file}.yaml").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    comment: list[str] = []
    for line in text.splitlines():
        if field := _FIELD.match(line):
            found[field[1]] = " ".join(comment)
        comment = [*comment, line.lstrip("# ")] if line.startswith("#") else []
    return found
