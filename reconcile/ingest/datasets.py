"""Event tables by mapping: each row is a document of one report, a claim for each figure, and a mention of an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from reconcile.articles import Article
from reconcile.desk import Settings
from reconcile.ids import claim_id
from reconcile.ingest.credits import load_credits, name_agency
from reconcile.ingest.files import check_file, find_files
from reconcile.ingest.mapping import Figure, Mapping, choose_mapping, load_mappings
from reconcile.ingest.records import File, Problem, Unreadable, cannot_open, refused_rows
from reconcile.ingest.reports import (
    FAR_APART,
    Report,
    days_between,
    name_reports,
    note_on,
    precision_of,
    read_cell,
    read_values,
    render,
    to_code,
    to_degrees,
    to_number,
)
from reconcile.ingest.sheets import Sheet, read_sheet
from reconcile.ingest.stated import read_day
from schemas import table


@dataclass(frozen=True)
class DatasetRead:
    """What event tables held: one document, one article (its text is the row, rendered) and several claims a row.

    `refused` holds rows and cells that were lost, and notes on what was kept but looks wrong.
    """

    articles: list[Article]
    documents: pd.DataFrame
    claims: pd.DataFrame
    events: pd.DataFrame
    refused: pd.DataFrame


def read_datasets(paths: Sequence[Path], root: Path, mappings_dirs: Sequence[Path], settings: Settings) -> DatasetRead:
    """The documents, claims and events of event tables; each table is matched to a mapping by its columns.

    A table that fits none is refused with the columns that it lacks. Values are kept as given: a row whose low is above
    its best is refused with its values, dates that exclude one another are pointed out and left empty.
    """
    mappings = load_mappings(mappings_dirs)
    problems: list[Problem] = []
    reports: list[Report] = []
    for file in find_files(root, list(paths)):
        try:
            check_file(file, settings.largest_file_mb)
            sheet = read_sheet(file)
            mapping = choose_mapping(file.path, sheet.columns, mappings)
        except Unreadable as failure:
            said = f"{file.name} {failure.message}"
            problems.append(Problem(file.name, failure.check, said, failure.remedy, doc=file.name))
            continue
        except OSError as failure:
            problems.append(cannot_open(file, failure))
            continue
        problems += sheet.problems + _unknown_columns(file, sheet, mapping)
        reports += [Report(file.name, number, cells, mapping) for number, cells in sheet.rows]
    problems += name_reports(reports)
    for report in reports:
        problems += read_values(report)
        render(report)
    return _tables(reports, problems)


def _tables(reports: list[Report], problems: list[Problem]) -> DatasetRead:
    documents = [_document(report) for report in reports]
    originals: dict[str, str] = {}
    for row in documents:
        first = originals.setdefault(row["sha256"], row["doc"])
        row |= {"status": "read", "duplicate_of": None}
        if first != row["doc"]:
            row |= {"status": "duplicate", "duplicate_of": first}
    read = [r for r, row in zip(reports, documents, strict=True) if row["status"] == "read"]
    claims = []
    for report in read:
        found, refused = _claims(report)
        claims += found
        problems += refused
    return DatasetRead(
        articles=[
            _article(report, row) for report, row in zip(reports, documents, strict=True) if row["status"] == "read"
        ],
        documents=table("documents", documents),
        claims=table("claims", claims),
        events=table("events", _events(read)),
        refused=table("refused", refused_rows(problems)),
    )


def _claims(report: Report) -> tuple[list[dict[str, Any]], list[Problem]]:
    claims, refused = [], []
    for index, figure in enumerate(report.mapping.measures):
        if index not in report.spans:
            continue
        said = {side: read_cell(report, getattr(figure, side), figure.unknown) for side in ("low", "best", "high")}
        stated = {side: value for side, value in said.items() if value is not None}
        if not stated:
            continue
        numbers = {side: to_number(value) for side, value in stated.items()}
        wrong = _wrong_figure(report, figure, stated, numbers)
        if wrong:
            refused.append(wrong)
        else:
            claims.append(_claim(report, figure, report.spans[index], numbers))
    return claims, refused


def _wrong_figure(
    report: Report, figure: Figure, stated: dict[str, str], numbers: dict[str, float | None]
) -> Problem | None:
    shown = ", ".join(f"{side} {value}" for side, value in stated.items())
    column = figure.columns[0]
    remedy = "Its other figures were read. Mend the row in the dataset."
    known = [value for value in numbers.values() if value is not None]
    if len(known) < len(numbers) or min(known) < 0:
        said = f"Row {report.number} gives {figure.measure} as {shown}: not a count."
        return note_on(report, "value_is_a_count", column, shown, said, remedy, "claims")
    if known != sorted(known):
        said = f"Row {report.number} gives {figure.measure} as {shown}: not low, best, high in this order."
        return note_on(report, "bounds_in_order", column, shown, said, remedy, "claims")
    return None


def _claim(report: Report, figure: Figure, span: tuple[int, int], numbers: dict[str, float | None]) -> dict[str, Any]:
    values, mapping = report.values, report.mapping
    speaker = values["attribution"] or mapping.title
    agency = _agency(report)
    columns = ", ".join(figure.columns)
    return _bounds(numbers) | {
        "claim_id": claim_id(report.doc, *span, figure.measure),
        "doc": report.doc,
        "start": span[0],
        "end": span[1],
        "quote": report.text[span[0] : span[1]],
        "sentence": report.text,
        "measure": figure.measure,
        "unit": figure.unit,
        "group": figure.group or read_cell(report, figure.group_column),
        "implicit": False,
        "attribution": speaker,
        "attribution_kind": "dataset",
        "stance": "asserted",
        "scope": figure.scope,
        "event_start": report.start,
        "event_end": report.end,
        "date_precision": report.precision,
        "place": values["place"],
        "latitude": to_degrees(values["latitude"]),
        "longitude": to_degrees(values["longitude"]),
        "country": values["country"],
        "place_precision": to_code(values["place_precision"], 7),
        "cause": values["cause"],
        "event_id": values["event"],
        "link": "linked" if values["event"] else "unlinked",
        "candidates": (),
        "link_reason": f"given by the dataset {mapping.title}" if values["event"] else None,
        "publisher": values["publisher"],
        "agency": agency,
        "originator": agency or speaker,
        "extractor": f"mapping:{mapping.name}",
        "reading": f"columns {columns}, by the mapping {mapping.name}",
    }


def _bounds(numbers: dict[str, float | None]) -> dict[str, Any]:
    """The interval as given. A side that is not given stays open; a best value alone is exact.

    >>> _bounds({"low": 5.0, "best": 8.0})
    {'low': 5.0, 'best': 8.0, 'high': None, 'bound': 'at_least'}
    """
    low, best, high = numbers.get("low"), numbers.get("best"), numbers.get("high")
    if low is None and high is None:
        low = high = best
    if low is not None and high is not None:
        exact = low == high
        return {"low": low, "best": low if exact else best, "high": high, "bound": "exact" if exact else "range"}
    return {"low": low, "best": best, "high": high, "bound": "at_most" if low is None else "at_least"}


def _document(report: Report) -> dict[str, Any]:
    values = report.values
    day = read_day(values["published"]) if values["published"] else None
    return {
        "doc": report.doc,
        "path": report.file,
        "sha256": sha256(report.text.encode("utf-8")).hexdigest(),
        "title": values["report"],
        "url": values["url"],
        "publisher": values["publisher"] or report.mapping.title,
        "agency": _agency(report),
        "published": day[0] if day else None,
        "published_precision": day[1] if day else None,
        "published_basis": "stated" if day else None,
        "truncated": False,
        "words": len(report.text.split()),
        "furniture": 0,
    }


def _article(report: Report, row: dict[str, Any]) -> Article:
    shared = ("doc", "path", "sha256", "title", "url", "publisher", "agency")
    days = ("published", "published_precision", "published_basis")
    return Article(text=report.text, **{name: row[name] for name in (*shared, *days)})


def _agency(report: Report) -> str | None:
    credits = load_credits("en")
    return name_agency(report.values["attribution"], credits) or name_agency(report.values["publisher"], credits)


def _events(reports: list[Report]) -> list[dict[str, Any]]:
    """One event for each id that rows share; it lasts from the first day that any of them gives to the last."""
    given = [report for report in reports if report.values["event"]]
    given.sort(key=lambda r: (r.values["event"] or "", r.start or "9", r.doc))
    return [_event(key or "", list(rows)) for key, rows in groupby(given, key=lambda r: r.values["event"])]


def _event(event_id: str, reports: list[Report]) -> dict[str, Any]:
    near = [r for r in reports if r.start and r.end and days_between(r.start, r.end) < FAR_APART]
    dated = near or [r for r in reports if r.start and r.end]
    start = min((r.start for r in dated if r.start), default=None)
    end = max((r.end for r in dated if r.end), default=None)
    placed = next((r for r in reports if r.values["latitude"]), None) or next(
        (r for r in reports if r.values["place"]), reports[0]
    )
    kind = next((r.values["kind"] for r in reports if r.values["kind"]), None)
    named = next((r.values["event_name"] for r in reports if r.values["event_name"]), None)
    parts = (kind or reports[0].mapping.title, placed.values["place"] or placed.values["country"], start)
    return {
        "event_id": event_id,
        "name": named or ", ".join(part for part in parts if part),
        "kind": kind,
        "place": placed.values["place"],
        "latitude": to_degrees(placed.values["latitude"]),
        "longitude": to_degrees(placed.values["longitude"]),
        "country": placed.values["country"],
        "start": start,
        "end": end,
        "precision": precision_of(start, end) if start and end else None,
        "aliases": (),
        "origin": "dataset",
    }


def _unknown_columns(file: File, sheet: Sheet, mapping: Mapping) -> list[Problem]:
    unknown = [column for column in sheet.columns if column not in mapping.known]
    if not unknown:
        return []
    said = f"{file.name} has columns that the mapping '{mapping.name}' does not know: {', '.join(unknown)}."
    remedy = "They stand in each record's text only. Add them to the mapping, or to its 'ignores'."
    return [Problem(file.name, "columns_are_known", said, remedy, value=", ".join(unknown))]
