"""Which mapping reads a table, and which of its columns the mapping means."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from reconcile.errors import BadInput
from reconcile.ingest.datasets.dataset_rows import Unreadable
from reconcile.ingest.datasets.mapping import Mapping, read_mapping
from reconcile.ingest.files import MAPPING_SUFFIX


def find_candidates(path: Path, mappings: Sequence[Mapping]) -> Sequence[Mapping]:
    """The mappings that a table may be read by: the one that lies beside it, else all."""
    beside = path.with_name(path.name + MAPPING_SUFFIX)
    if not os.path.lexists(beside):
        return mappings
    try:
        return [read_mapping(beside)]
    except BadInput as failure:
        raise Unreadable("mapping_can_be_used", f"was not read: {failure.message}", failure.remedy) from None


def choose_mapping(path: Path, columns: Sequence[str], candidates: Sequence[Mapping]) -> Mapping:
    """Of the candidates that find all they require in a table, the one that knows most of its columns.

    Refused where none fits; the message names the nearest and what the table lacks for it.
    """
    fitting = [mapping for mapping in candidates if not _lacking(mapping, columns)]
    if fitting:
        return max(fitting, key=lambda m: (len(_names(columns, m)), len(m.requires), m.name))
    nearest = max(candidates, key=lambda m: (_share_had(m, columns), m.name))
    raise Unreadable(
        "columns_fit_a_mapping",
        f"fits no mapping; for '{nearest.name}', the nearest, it lacks {', '.join(_lacking(nearest, columns))}.",
        f"Add the columns, or lay a mapping beside it as {path.name}{MAPPING_SUFFIX}.",
    )


def name_columns(columns: Sequence[str], mapping: Mapping) -> list[str]:
    """A table's headings, each under the mapping's name for it where it has one; capitals and signs do not matter.

    Two headings that differ in nothing else keep their own names: which of them is meant cannot be told.
    """
    names = _names(columns, mapping)
    return [names.get(column, column) for column in columns]


def _names(columns: Sequence[str], mapping: Mapping) -> dict[str, str]:
    exact = {column: column for column in columns if column in mapping.known}
    theirs = _by_fold(column for column in columns if column not in exact)
    ours = _by_fold(mapping.known - exact.keys())
    loose = {theirs[key]: ours[key] for key in theirs.keys() & ours.keys()}
    return exact | loose


def _by_fold(names: Iterable[str]) -> dict[str, str]:
    """Names by their fold, without those that share one."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(fold_heading(name), []).append(name)
    return {key: held[0] for key, held in found.items() if key and len(held) == 1}


@lru_cache(maxsize=10_000)
def fold_heading(heading: str) -> str:
    """A heading in small letters, its letters and digits alone.

    >>> fold_heading("No. Injured"), fold_heading("displacement_start_date"), fold_heading("DisplacementStartDate")
    ('noinjured', 'displacementstartdate', 'displacementstartdate')
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", heading).casefold() if sign.isalnum())


def _lacking(mapping: Mapping, columns: Sequence[str]) -> list[str]:
    had = set(_names(columns, mapping).values())
    return [column for column in mapping.requires if column not in had]


def _share_had(mapping: Mapping, columns: Sequence[str]) -> float:
    return 1 - len(_lacking(mapping, columns)) / max(1, len(mapping.requires))
