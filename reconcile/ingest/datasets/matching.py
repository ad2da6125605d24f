"""Finds the mapping for a table, and the mapping's names for its columns."""

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
    """The mappings that may apply to a table: the one in the file beside it, else all."""
    beside = path.with_name(path.name + MAPPING_SUFFIX)
    if not os.path.lexists(beside):
        return mappings
    try:
        return [read_mapping(beside)]
    except BadInput as failure:
        raise Unreadable("mapping_can_be_used", f"was not read: {failure.message}", failure.remedy) from None


def choose_mapping(path: Path, columns: Sequence[str], candidates: Sequence[Mapping]) -> Mapping:
    """The mapping to read a table by: of those whose required columns are all there, the one that knows most columns.

    Raises:
        Unreadable: no mapping fits; the message names the nearest one and the missing columns.
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


def nearness(columns: Sequence[str], candidates: Sequence[Mapping]) -> float:
    """The largest share of a mapping's required columns that a table has."""
    return max((_share_had(mapping, columns) for mapping in candidates), default=0.0)


def name_columns(columns: Sequence[str], mapping: Mapping) -> list[str]:
    """The headings of a table, renamed to the mapping's names where they match; case and punctuation are ignored.

    Two headings that differ only in case or punctuation keep their own names, since either could be meant.
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
    """Names by their folded form, without those that share one."""
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
