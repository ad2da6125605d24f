"""The desk's folder: its settings, sources, places, events and decisions."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import yaml
from pandera.typing import Series
from pydantic import ValidationError

from reconcile.errors import BadInput
from reconcile.gazetteer import DeskPlace
from reconcile.language import check_overlay
from reconcile.model.crossing import from_frame
from reconcile.model.ids import short_id
from reconcile.model.records import Event, Refusal, Ruling, Source
from reconcile.model.settings import Settings, choices_of
from reconcile.store.tables import read_csv
from reconcile.strict_yaml import StrictLoader
from reconcile.validate import quarantine
from schemas import TABLES, columns_of, records, table
from schemas.columns import listing, number, text

Row = dict[Any, Any]

SOURCE_COLUMNS = ["source_id", "name", "role", "kind", "aliases", "reliability", "side"]
PLACE_COLUMNS = ["name", "latitude", "longitude", "country", "precision", "aliases", "within"]
EVENT_COLUMNS = [c for c in columns_of("events") if c != "origin"]
DECISION_COLUMNS = [c for c in columns_of("decisions") if c != "sequence"]

FILES = {
    "sources.csv": SOURCE_COLUMNS,
    "places.csv": PLACE_COLUMNS,
    "events.csv": EVENT_COLUMNS,
    "decisions.csv": DECISION_COLUMNS,
}
"""The desk's tables with their columns. A column `notes` may be in any of them and is not read."""


ABOUT_DESK = (
    "What this desk knows and wants. Every run reads it. Save tables as CSV in UTF-8; comma and semicolon both do.",
    "Entries of a list are parted by `|`. A column `notes` may be added to any table and is not read. An empty",
    "reliability is F (cannot be judged), an empty source_id is made from role and name. A ruling in decisions.csv is",
    "never rewritten: to change it, add a later one on the same thing under an id of its own.",
    "",
    "- `settings.yaml`: the settings, each with what it means.",
    "- `language/<code>/<name>.yaml`: words of your own, laid over the language pack's file of that name.",
    "- `mappings/*.mapping.yaml`: how columns of your own datasets are read.",
)


class Places(pa.DataFrameModel):
    """One row is one place that is missing in the gazetteer, or that the desk locates more exactly."""

    name: Series[pd.StringDtype] = text("The name that the desk uses")
    latitude: Series[pd.Float64Dtype] = number("Degrees north (WGS 84)", ge=-90, le=90)
    longitude: Series[pd.Float64Dtype] = number("Degrees east (WGS 84)", ge=-180, le=180)
    country: Series[pd.StringDtype] = text("ISO 3166-1 alpha-2 code", nullable=True)
    precision: Series[pd.Int64Dtype] = number("UCDP place precision, 1 exact to 7 international", ge=1, le=7)
    aliases: Series[object] = listing("Other spellings")
    within: Series[pd.StringDtype] = text("The larger place that contains it", nullable=True)

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "places"
        strict = True


@dataclass(frozen=True)
class Desk:
    """The contents of the desk's folder.

    sources: those of its registry, with counts of articles, claims and conflicts still 0
    places: those that it adds to the gazetteer
    events: those that the desk has named, of origin 'desk'
    decisions: its rulings, in the order in which they are added to the log
    language_overlay: the folder of its own words, which extend the language packs
    mappings: the folder of its own mappings of datasets
    """

    settings: Settings = field(default_factory=Settings)
    sources: tuple[Source, ...] = ()
    places: tuple[DeskPlace, ...] = ()
    events: tuple[Event, ...] = ()
    decisions: tuple[Ruling, ...] = ()
    language_overlay: Path | None = None
    mappings: Path | None = None


def read_desk(folder: Path) -> tuple[Desk, list[Refusal]]:
    """Read the desk's folder; return it and the rows that were refused. A missing file counts as empty."""
    sources, bad_sources = _read(folder, "sources.csv", _complete_source)
    places, bad_places = _read(folder, "places.csv", dict)
    events, bad_events = _read(folder, "events.csv", lambda row: {**row, "origin": "desk"})
    events, bad_parents = _check_parents(events)
    decisions, bad_decisions = _read(folder, "decisions.csv", _numbered())
    overlay = _words(folder / "language")
    desk = Desk(
        settings=read_settings(folder / "settings.yaml", overlay),
        sources=tuple(from_frame(Source, sources)),
        places=tuple(_place(row) for row in records(places)),
        events=tuple(from_frame(Event, events)),
        decisions=tuple(from_frame(Ruling, decisions)),
        language_overlay=overlay,
        mappings=_folder(folder / "mappings"),
    )
    refused = (bad_sources, bad_places, bad_events, bad_parents, bad_decisions)
    return desk, [row for frame in refused for row in from_frame(Refusal, frame)]


def desk_files(folder: Path) -> dict[str, str]:
    """The content of every file of the desk's folder, by its name below the folder, for the record of a run."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "~$")))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in files}


def read_settings(path: Path, language_overlay: Path | None = None) -> Settings:
    """Read the desk's settings; refused with the field's name where one is unknown or out of its range.

    The language may be one whose pack is in the desk's folder, below `language_overlay`.
    """
    if not _stands(path):
        return Settings()
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8.", "Save it again as UTF-8.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as failure:
        raise BadInput(f"{path} is not valid YAML: {' '.join(str(failure).split())}.", "Mend it there.") from None
    try:
        context = {"language_overlay": language_overlay}
        return Settings.model_validate(data if data is not None else {}, context=context)
    except ValidationError as failure:
        first = failure.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadInput(
            f"{path}: '{where}' cannot be obeyed: {first['msg']}.",
            f"Settings that there are: {', '.join(Settings.model_fields)}.",
        ) from None


def settings_text() -> str:
    """A settings file with every setting at its default, each below a comment with its meaning."""
    lines = [
        "# How this desk reads, compares and settles. Every setting is obeyed; a line left out keeps its default.",
        "",
    ]
    for name, default in Settings().model_dump(mode="json").items():
        choices = choices_of(name)
        words = f" ({', '.join(choices)})" if choices else ""
        described = Settings.model_fields[name].description
        lines += [f"# {described}{words}.", yaml.safe_dump({name: default}, sort_keys=True).rstrip(), ""]
    return "\n".join(lines).rstrip() + "\n"


def notes_text() -> str:
    """A description of the desk's folder, file by file and column by column, in Markdown."""
    lines = ["# The desk's folder", "", *ABOUT_DESK]
    for file, columns in FILES.items():
        described = _schema(file).to_schema().columns
        lines += ["", f"## {file}", "", "| column | what it holds |", "|---|---|"]
        lines += [f"| {name} | {described[name].description} |" for name in columns]
    return "\n".join(lines) + "\n"


def fresh_desk() -> dict[str, str]:
    """The files of an empty desk folder, by name."""
    tables = {name: ",".join(columns) + "\n" for name, columns in FILES.items()}
    return {"README.md": notes_text(), "settings.yaml": settings_text()} | tables


def _read(folder: Path, file: str, complete: Callable[[Row], Row]) -> tuple[pd.DataFrame, pd.DataFrame]:
    path = folder / file
    rows = read_csv(path, FILES[file]) if _stands(path) else pd.DataFrame(columns=FILES[file], dtype=object)
    whole = [complete(row) for row in rows.to_dict("records")]
    columns = list(_schema(file).to_schema().columns)
    frame = pd.DataFrame(whole, columns=columns, index=rows.index, dtype=object)
    return quarantine(file.removesuffix(".csv"), frame, file=f"inputs/desk/{file}", model=_schema(file))


def _check_parents(events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The events, without parents that are unknown or circular, and a note on each such parent."""
    parents = dict(zip(events["event_id"], events["parent"].fillna(""), strict=True))
    wrong = {key: check for key, parent in parents.items() if parent and (check := _parent_fault(key, parents))}
    notes = [
        {
            "refused_id": short_id("x", "events", key, check),
            "table": "events",
            "file": "inputs/desk/events.csv",
            "row": key,
            "column": "parent",
            "check": check,
            "value": parents[key],
            "reason": f"The parent '{parents[key]}' of {key} {_FAULTS[check]}; the event was kept without it.",
            "remedy": "Give it the id of the event that holds it, or leave it empty.",
        }
        for key, check in wrong.items()
    ]
    return events.assign(parent=events["parent"].mask(events["event_id"].isin(list(wrong)))), table("refused", notes)


_FAULTS = {
    "parent_is_known": "is not an event of this file",
    "parents_lead_upwards": "leads back to the event itself",
}


def _parent_fault(key: str, parents: dict[str, str]) -> str | None:
    if parents[key] not in parents:
        return "parent_is_known"
    above, seen = parents[key], {""}
    while above not in seen:
        if above == key:
            return "parents_lead_upwards"
        seen.add(above)
        above = parents.get(above, "")
    return None


def _schema(file: str) -> type[pa.DataFrameModel]:
    return TABLES.get(file.removesuffix(".csv"), Places)


def _stands(path: Path) -> bool:
    """True where the file exists; refused where something else (a folder, a pipe, a broken link) has its name."""
    if os.path.lexists(path) and not path.is_file():
        raise BadInput(f"{path} is not an ordinary file.", "Put a file in its place, or remove it.")
    return path.is_file()


def _words(path: Path) -> Path | None:
    overlay = _folder(path)
    if overlay is not None:
        check_overlay(overlay)
    return overlay


def _folder(path: Path) -> Path | None:
    if os.path.lexists(path) and not path.is_dir():
        raise BadInput(f"{path} is not a folder.", "Put a folder in its place, or remove it.")
    return path if path.is_dir() else None


def _place(row: Row) -> DeskPlace:
    return DeskPlace(**{column: value for column, value in row.items() if value is not None})


def _numbered() -> Callable[[Row], Row]:
    """Return a function that numbers rulings by their position in the file, in which they are added to the log."""
    places = count(1)
    return lambda row: {**row, "sequence": next(places)}


def _complete_source(row: Row) -> Row:
    named = row["name"] or ""
    defaults = {"source_id": short_id("s", row["role"], named), "reliability": "F"}
    filled = {key: row[key] or default for key, default in defaults.items()}
    return {**row, **filled, "nameless": False, "state": "known", "articles": 0, "claims": 0, "conflicts": 0}
