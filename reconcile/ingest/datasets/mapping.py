"""Mappings, read from YAML: how the columns of an event table become documents, claims and events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, field_validator, model_validator

from reconcile.errors import BadInput
from reconcile.strict_yaml import TextCells
from schemas.columns import BOUNDS, MEASURES

PACKAGE = "reconcile.ingest.mappings"


def _pattern_with_a_group(pattern: str | None) -> str | None:
    try:
        groups = re.compile(pattern or "()").groups
    except (re.error, RecursionError, OverflowError) as failure:
        raise ValueError(f"not a regular expression: {failure}") from None
    if groups < 1:
        raise ValueError("a pattern needs a group: put brackets around what is wanted")
    return pattern


def _listed(said: Any) -> Any:
    return [said] if isinstance(said, str) else said


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""One text or several."""


class Part(BaseModel):
    """Base of the parts of a mapping; keys other than the fields below are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(Part):
    """A column whose values are translated: by a pattern, by the mapping's own codes, or by a standard's codes."""

    column: str
    pattern: str | None = None
    codes: dict[str, str | None] | None = None
    standard: Literal["name", "iso3", "numeric", "fips"] | None = None
    others: Literal["keep", "refuse"] = "refuse"
    prefix: str = ""

    @field_validator("pattern")
    @classmethod
    def pattern_has_a_group(cls, pattern: str | None) -> str | None:
        """A pattern must be a regular expression with one group; what the group matches is the value."""
        return _pattern_with_a_group(pattern)

    @cached_property
    def by_code(self) -> dict[str, str | None]:
        """The codes in small letters."""
        return {code.casefold(): value for code, value in (self.codes or {}).items()}

    @property
    def columns(self) -> tuple[str, ...]:
        """The column, as a tuple."""
        return (self.column,)


class Day(Part):
    """A date whose year, month and day are in separate columns; 0 means unknown."""

    year: str
    month: str | None = None
    day: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, the largest part first."""
        return tuple(column for column in (self.year, self.month, self.day) if column)


class Figure(Part):
    """One figure of a row: its measure, and the columns of its low, best and high value."""

    measure: str
    unit: str = "person"
    best: str | None = None
    low: str | None = None
    high: str | None = None
    bound: Column | None = None
    group: str | None = None
    group_column: str | None = None
    part_of: str | None = None
    scope: Literal["incident", "period", "cumulative"] = "incident"
    when: dict[str, Words] = {}
    unknown: Words = ()

    @field_validator("measure")
    @classmethod
    def measure_is_known(cls, measure: str) -> str:
        """Refuses an unknown measure."""
        if measure not in MEASURES:
            raise ValueError(f"unknown measure; known are {', '.join(MEASURES)}")
        return measure

    @field_validator("bound")
    @classmethod
    def bounds_are_known(cls, bound: Column | None) -> Column | None:
        """The codes must give bounds that apply to a single number."""
        wrong = set((bound.codes or {}).values()) - set(BOUNDS[:6]) if bound else None
        if wrong:
            raise ValueError(f"{', '.join(sorted(map(str, wrong)))}: not a number's bound; use {', '.join(BOUNDS[:6])}")
        return bound

    @model_validator(mode="after")
    def has_a_column(self) -> Figure:
        """Refuses a figure that names no column."""
        if not self.columns:
            raise ValueError("it names no column; give best, low or high")
        return self

    @cached_property
    def needs(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """`when` in small letters."""
        return tuple((column, frozenset(word.casefold() for word in words)) for column, words in self.when.items())

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The figure's columns in the order in which a record's text shows them."""
        return tuple(column for column in (self.best, self.low, self.high) if column)


class Blocks(Part):
    """A cell that contains several figures as blocks; the fields of a block are read like columns."""

    column: str
    between: str
    within: str
    fields: tuple[str, ...]
    kind: str
    passes: Words = ()


class Unheaded(Part):
    """A table without a heading, recognised by its number of columns and the pattern of its first cell."""

    separator: Literal["tab", ",", ";", "|"]
    first: str
    columns: tuple[str, ...]

    @field_validator("first")
    @classmethod
    def first_is_a_pattern(cls, first: str) -> str:
        """Refuses what is not a regular expression."""
        _pattern_with_a_group(f"({first})")
        return first


class Mapping(Part):
    """A mapping file; the comment at the top of mappings/generic.yaml explains each key."""

    about: str
    name: str
    title: str
    licence: str | None = None
    requires: tuple[str, ...]
    ignores: tuple[str, ...] = ()
    omits: tuple[str, ...] = ()
    aside: dict[str, Words] = {}
    unheaded: Unheaded | None = None
    id: str | None = None
    event: str | Column | None = None
    event_part: str | None = None
    event_name: str | None = None
    kind: str | Column | None = None
    report: str | None = None
    url: str | None = None
    published: str | Column | None = None
    publisher: str | None = None
    attribution: str | None = None
    start: str | Column | Day | None = None
    end: str | Column | Day | None = None
    date_precision: str | Column | None = None
    place: tuple[str, ...] = ()
    latitude: str | None = None
    longitude: str | None = None
    country: str | Column | None = None
    place_precision: str | Column | None = None
    cause: str | Column | None = None
    unknown: Words = ()
    unknown_counts: Words = ()
    blocks: Blocks | None = None
    measures: tuple[Figure, ...]

    @model_validator(mode="after")
    def parts_have_their_whole(self) -> Mapping:
        """The whole that a figure is a part of must be the column of another figure."""
        held = {column for figure in self.measures for column in figure.columns}
        for figure in self.measures:
            if figure.part_of is not None and figure.part_of not in held - set(figure.columns):
                raise ValueError(f"part_of: '{figure.part_of}' is not the column of another figure")
        return self

    @cached_property
    def puts_aside(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """`aside` in small letters."""
        return tuple((column, frozenset(word.casefold() for word in words)) for column, words in self.aside.items())

    @cached_property
    def known(self) -> frozenset[str]:
        """Every column that the mapping names."""
        named = [value for key, value in self if key not in _NO_COLUMNS]
        plain = {value for value in named if isinstance(value, str)}
        parts = {column for value in named if isinstance(value, Column | Day) for column in value.columns}
        figures = {column for figure in self.measures for column in _columns_of(figure)}
        blocks = {self.blocks.column} if self.blocks else set()
        inside = {*self.blocks.fields} if self.blocks else set()
        listed = {*self.requires, *self.ignores, *self.omits, *self.place, *self.aside}
        return frozenset((plain | parts | figures | listed) - inside | blocks)


def _columns_of(figure: Figure) -> set[str]:
    bound = figure.bound.columns if figure.bound else ()
    return {column for column in (*figure.columns, figure.group_column, *figure.when, *bound) if column}


_NO_COLUMNS = ("about", "name", "title", "licence")
"""Keys whose values are not column names."""


def load_mappings(folders: Sequence[Path] = ()) -> list[Mapping]:
    """The desk's mappings and the package's, sorted by name; the desk's replaces the package's of the same name."""
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
    """The mapping in a file.

    Raises:
        BadInput: the file cannot be read, or is not a valid mapping.
    """
    try:
        return parse_mapping(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8.", "Save it again as UTF-8.") from None
    except OSError as failure:
        raise BadInput(f"{path} cannot be read: {failure.strerror}.", "Check its rights, or remove it.") from None


def parse_mapping(text: str, file: str) -> Mapping:
    """A mapping from YAML; `file` is its name in messages.

    Raises:
        BadInput: it is not valid YAML or not a valid mapping; the message names the key.
    """
    try:
        return Mapping.model_validate(yaml.load(text, Loader=TextCells))
    except (yaml.YAMLError, ValueError, RecursionError) as failure:
        if isinstance(failure, ValidationError):
            raise _unfit(failure, file) from None
        raise BadInput(f"{file} is not valid YAML: {_one_line(failure)}.", "Mend it, or remove it.") from None


def _unfit(failure: ValidationError, file: str) -> BadInput:
    """The first validation error; for a key with several allowed forms, from the form with the fewest errors."""
    errors = failure.errors()
    here = [error for error in errors if error["loc"][:1] == errors[0]["loc"][:1]]
    forms = [error for error in here if error["loc"][1:2] != ("str",)] or here
    first = min(forms, key=lambda error: sum(other["loc"][:2] == error["loc"][:2] for other in forms))
    where = ".".join(str(part) for part in first["loc"] if part not in ("str", "Column", "Day")) or "the file"
    return BadInput(f"{file}: '{where}' is not as expected: {first['msg']}.", "Compare it with mappings/generic.yaml.")


def _one_line(failure: Any) -> str:
    return " ".join(str(failure).split())[:160]
