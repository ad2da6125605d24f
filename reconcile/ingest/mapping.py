"""How an event table's columns become documents, claims and events: mappings, read from YAML and matched to tables."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from reconcile.errors import BadInput
from reconcile.ingest.files import MAPPING_SUFFIX
from reconcile.ingest.records import Unreadable
from schemas.columns import MEASURES

PACKAGE = "reconcile.ingest.mappings"


class Column(BaseModel):
    """A column whose values are turned into ours: by codes, or by what a pattern finds in them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    column: str
    codes: dict[str, str | None] | None = None
    others: Literal["keep", "refuse"] = "refuse"
    pattern: str | None = None

    @field_validator("pattern")
    @classmethod
    def pattern_has_a_group(cls, pattern: str | None) -> str | None:
        """A pattern is a regular expression with one group: what it finds there is the value."""
        try:
            groups = re.compile(pattern or "()").groups
        except (re.error, RecursionError, OverflowError) as failure:
            raise ValueError(f"no regular expression: {failure}") from None
        if groups < 1:
            raise ValueError("a pattern needs a group: put brackets around what is wanted")
        return pattern


class Figure(BaseModel):
    """One figure of a row: which measure, and the columns of its low, best and high value."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    measure: str
    unit: str = "person"
    best: str | None = None
    low: str | None = None
    high: str | None = None
    group: str | None = None
    group_column: str | None = None
    scope: Literal["incident", "period", "cumulative"] = "incident"
    unknown: tuple[str, ...] = ()

    @field_validator("measure")
    @classmethod
    def measure_is_known(cls, measure: str) -> str:
        """An unknown measure is refused, never a default."""
        if measure not in MEASURES:
            raise ValueError(f"no such measure; there are {', '.join(MEASURES)}")
        return measure

    @property
    def columns(self) -> tuple[str, ...]:
        """The figure's columns in the order in which a record's text shows them."""
        return tuple(column for column in (self.best, self.low, self.high) if column)


class Mapping(BaseModel):
    """A mapping file; what each key means stands at the top of mappings/generic.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    about: str
    name: str
    title: str
    licence: str | None = None
    requires: tuple[str, ...]
    ignores: tuple[str, ...] = ()
    id: str | None = None
    event: str | None = None
    event_name: str | None = None
    kind: str | Column | None = None
    report: str | None = None
    url: str | None = None
    published: str | Column | None = None
    publisher: str | None = None
    attribution: str | None = None
    start: str | Column | None = None
    end: str | Column | None = None
    date_precision: str | Column | None = None
    place: tuple[str, ...] = ()
    latitude: str | None = None
    longitude: str | None = None
    country: str | Column | None = None
    place_precision: str | Column | None = None
    cause: str | Column | None = None
    unknown: tuple[str, ...] = ()
    measures: tuple[Figure, ...]

    @property
    def known(self) -> set[str]:
        """Every column that the mapping speaks of."""
        named = [value for key, value in self if key not in _NO_COLUMNS]
        plain = {value for value in named if isinstance(value, str)}
        coded = {value.column for value in named if isinstance(value, Column)}
        figures = {c for figure in self.measures for c in (*figure.columns, figure.group_column) if c}
        return plain | coded | figures | {*self.requires, *self.ignores, *self.place}


class _Loader(yaml.SafeLoader):
    """YAML in which every value is text as written, but for null: codes and column names are no numbers."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

_NO_COLUMNS = ("about", "name", "title", "licence")


def load_mappings(folders: Sequence[Path] = ()) -> list[Mapping]:
    """The desk's mappings and the package's, by name; of two with one name the desk's is taken."""
    found: dict[str, Mapping] = {}
    for entry in sorted(resources.files(PACKAGE).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            mapping = parse_mapping(entry.read_text(encoding="utf-8"), entry.name)
            found[mapping.name] = mapping
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            mapping = read_mapping(path)
            found[mapping.name] = mapping
    return [found[name] for name in sorted(found)]


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file; refused with the file's name where it cannot be read or does not fit."""
    try:
        return parse_mapping(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8.", "Save it again as UTF-8.") from None
    except OSError as failure:
        raise BadInput(f"{path} cannot be read: {failure.strerror}.", "Check its rights, or remove it.") from None


def parse_mapping(text: str, file: str) -> Mapping:
    """A mapping from YAML; refused with the key that does not fit."""
    try:
        return Mapping.model_validate(yaml.load(text, Loader=_Loader))
    except (yaml.YAMLError, ValueError, RecursionError) as failure:
        if isinstance(failure, ValidationError):
            raise _unfit(failure, file) from None
        raise BadInput(f"{file} is not valid YAML: {_one_line(failure)}.", "Mend it, or remove it.") from None


def _unfit(failure: ValidationError, file: str) -> BadInput:
    first = failure.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the file"
    return BadInput(f"{file}: '{where}' is not as expected: {first['msg']}.", "Compare it with mappings/generic.yaml.")


def choose_mapping(path: Path, columns: list[str], mappings: Sequence[Mapping]) -> Mapping:
    """The mapping of a table: the one beside it, else the one that knows most of its columns.

    Refused where none fits; the message names the nearest and what the table lacks for it.
    """
    beside = path.with_name(path.name + MAPPING_SUFFIX)
    own = [_own_mapping(beside)] if os.path.lexists(beside) else None
    candidates = own or list(mappings)
    fitting = [mapping for mapping in candidates if set(mapping.requires) <= set(columns)]
    if fitting:
        return max(fitting, key=lambda m: (len(m.known & set(columns)), len(m.requires), m.name))
    nearest = max(candidates, key=lambda m: (_share_had(m, columns), m.name))
    lacking = [column for column in nearest.requires if column not in columns]
    raise Unreadable(
        "columns_fit_a_mapping",
        f"fits no mapping; for '{nearest.name}', the nearest, it lacks {', '.join(lacking)}.",
        f"Add the columns, or lay a mapping beside it as {beside.name}.",
    )


def _own_mapping(beside: Path) -> Mapping:
    try:
        return read_mapping(beside)
    except BadInput as failure:
        raise Unreadable(
            "mapping_can_be_used",
            f"was not read: {failure.message}",
            failure.remedy,
        ) from None


def _share_had(mapping: Mapping, columns: list[str]) -> float:
    return len(set(mapping.requires) & set(columns)) / max(1, len(mapping.requires))


def _one_line(failure: Any) -> str:
    return " ".join(str(failure).split())[:160]
