"""Reads event tables by mapping: each row gives a document, a claim for each of its figures, and its event."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from reconcile.ingest.articles.stated import read_day
from reconcile.ingest.datasets.dataset_figures import agency_of, read_figures
from reconcile.ingest.datasets.dataset_reports import Report, name_reports, put_aside, read_values, render, to_degrees
from reconcile.ingest.datasets.dataset_rows import File, Problem, Unreadable, cannot_open, refusals_of
from reconcile.ingest.datasets.event_days import FAR_APART, days_between, precision_of, read_days
from reconcile.ingest.datasets.event_tables import read_event_tables
from reconcile.ingest.datasets.mapping import Mapping, load_mappings
from reconcile.ingest.datasets.matching import name_columns
from reconcile.ingest.datasets.whole_tables import WholeTable
from reconcile.ingest.files import check_file, find_files
from reconcile.ingest.formats.sheets import Sheet
from reconcile.model.article import Article
from reconcile.model.place import PlaceReference
from reconcile.model.records import Claim, Document, Event, Refusal
from reconcile.model.settings import Settings
from reconcile.store.fingerprints import hash_file
from schemas.codes import DatePrecision


@dataclass(frozen=True)
class DatasetRead:
    """The result of `read_datasets`: one document, one article (the row as text) and several claims for each row.

    `refused` contains rows and cells that were not read, and notes on values that were kept but look wrong.
    """

    articles: list[Article]
    documents: list[Document]
    claims: list[Claim]
    events: list[Event]
    refused: list[Refusal]


@dataclass
class _Gathered:
    """What was read so far, with what the record of each event needs."""

    articles: list[Article] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    originals: dict[str, str] = field(default_factory=dict)
    mentions: dict[str, list[Report]] = field(default_factory=dict)
    aside: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def read_datasets(paths: Sequence[Path], root: Path, mappings_dirs: Sequence[Path], settings: Settings) -> DatasetRead:
    """Read event tables. Each table is matched to a mapping by its columns.

    Args:
        paths: the table files, or folders with them.
        root: the folder of the period; file names are shown relative to it.
        mappings_dirs: folders with the desk's own mappings.
        settings: the desk's settings, such as the size limit of a file.

    Returns:
        Documents, articles, claims, events and refused rows, see `DatasetRead`. A table that fits no mapping is a
        refused row with the missing columns. Values are kept as given, with two exceptions, noted in `refused`: a
        figure whose low is above its best becomes the widest interval of its numbers; an event that ends before it
        begins has no dates. A row that the mapping sets aside is a document without claims.
    """
    mappings = load_mappings(mappings_dirs)
    gathered = _Gathered()
    for report, notes in name_reports(_reports(find_files(root, list(paths)), mappings, settings, gathered.problems)):
        gathered.problems += notes + read_values(report) + read_days(report)
        render(report)
        _add(report, gathered)
    gathered.problems += _rows_aside(gathered.aside)
    return DatasetRead(
        articles=gathered.articles,
        documents=gathered.documents,
        claims=gathered.claims,
        events=[_event(key, gathered.mentions[key]) for key in sorted(gathered.mentions)],
        refused=refusals_of(gathered.problems),
    )


def _reports(
    files: list[File], mappings: list[Mapping], settings: Settings, problems: list[Problem]
) -> Iterator[Report]:
    """The rows of all files, one file at a time; a file's rows are not kept in memory once they are taken."""
    for file in files:
        try:
            check_file(file, settings.largest_file_mb)
            found = list(read_event_tables(file, mappings))
            file_sha256 = hash_file(file.path)
        except Unreadable as failure:
            said = f"{file.name} {failure.message}"
            problems.append(Problem(file.name, failure.check, said, failure.remedy, doc=file.name))
            continue
        except OSError as failure:
            problems.append(cannot_open(file, failure))
            continue
        problems += [item for item in found if isinstance(item, Problem)]
        tables = deque(item for item in found if not isinstance(item, Problem))
        found.clear()
        for place in range(len(tables)):
            yield from _rows(file, *tables.popleft(), place, file_sha256, problems)


def _rows(
    file: File, sheet: Sheet, mapping: Mapping, place: int, file_sha256: str, problems: list[Problem]
) -> Iterator[Report]:
    """The rows of one table; `place` is its position among those of the file."""
    names = name_columns(sheet.columns, mapping)
    whole = WholeTable(file.name, sheet, mapping, names)
    problems += sheet.problems + _unknown_columns(file, names, mapping) + list(whole.notes())
    day_first, totals, own_event = whole.day_first, whole.totals, whole.lacks_event is not None
    name = f"{file.name}#{sheet.name}" if place else file.name
    rows = deque(sheet.rows)
    sheet.rows.clear()
    while rows:
        number, cells = rows.popleft()
        named = cells if names == sheet.columns else dict(zip(names, cells.values(), strict=True))
        yield Report(file.name, number, named, mapping, file_sha256, name, day_first, totals.get(number), own_event)


def _add(report: Report, gathered: _Gathered) -> None:
    """Add the report's document and, unless an earlier row is identical, its claims."""
    document = _document(report)
    first = gathered.originals.setdefault(document.sha256, document.doc)
    if first != document.doc:
        gathered.documents.append(replace(document, status="duplicate", duplicate_of=first))
        return
    gathered.documents.append(document)
    gathered.articles.append(_article(report, document))
    aside = put_aside(report)
    if aside:
        gathered.aside[report.file, *aside] += 1
        return
    claims, refused = read_figures(report)
    gathered.claims += claims
    gathered.problems += refused
    light = replace(report, cells={}, text="", spans={}, blocks=[])
    for event in filter(None, (report.values["event"], report.values["parent"])):
        gathered.mentions.setdefault(event, []).append(light)


def _document(report: Report) -> Document:
    values = report.values
    day = read_day(values["published"], day_first=report.day_first) if values["published"] else None
    return Document(
        doc=report.doc,
        path=report.file,
        sha256=sha256(report.text.encode("utf-8")).hexdigest(),
        file_sha256=report.file_sha256,
        title=values["report"],
        url=values["url"],
        publisher=values["publisher"] or report.mapping.title,
        agency=agency_of(report),
        published=day[0] if day else None,
        published_precision=DatePrecision(day[1]) if day else None,
        published_basis="stated" if day else None,
        truncated=False,
        words=len(report.text.split()),
        furniture=0,
        status="read",
    )


def _article(report: Report, document: Document) -> Article:
    return Article(
        doc=document.doc,
        text=report.text,
        path=document.path,
        sha256=document.sha256,
        file_sha256=document.file_sha256,
        title=document.title,
        url=document.url,
        publisher=document.publisher,
        agency=document.agency,
        published=document.published,
        published_precision=document.published_precision,
        published_basis=document.published_basis,
    )


def _event(event_id: str, reports: list[Report]) -> Event:
    """The event of the rows that share an id: from the earliest day that any of them gives to the latest.

    An event that only contains others (the places of a flood) has no place, and the country that they share.
    """
    reports = sorted(reports, key=lambda r: (r.start or "9", r.doc))
    near = [r for r in reports if r.start and r.end and days_between(r.start, r.end) < FAR_APART]
    dated = near or [r for r in reports if r.start and r.end]
    start = min((r.start for r in dated if r.start), default=None)
    end = max((r.end for r in dated if r.end), default=None)
    where = _where(event_id, reports)
    kind = next((r.values["kind"] for r in reports if r.values["kind"]), None)
    parts = (kind or reports[0].mapping.title, where.name or where.country, start)
    return Event(
        event_id=event_id,
        name=_named(event_id, reports) or ", ".join(part for part in parts if part),
        kind=kind,
        place=where.name,
        latitude=where.latitude,
        longitude=where.longitude,
        country=where.country,
        start=start,
        end=end,
        precision=DatePrecision(precision_of(start, end)) if start and end else None,
        parent=_parent(event_id, reports),
        origin="dataset",
    )


def _where(event_id: str, reports: list[Report]) -> PlaceReference:
    """The place from the first of an event's own rows that gives one; rows with coordinates are preferred."""
    own = [r for r in reports if r.values["event"] == event_id]
    countries = {r.values["country"] for r in reports} - {None}
    if not own:
        return PlaceReference(country=countries.pop() if len(countries) == 1 else None)
    placed = next((r for r in own if r.values["latitude"]), None) or next((r for r in own if r.values["place"]), own[0])
    return PlaceReference(
        name=placed.values["place"],
        latitude=to_degrees(placed.values["latitude"]),
        longitude=to_degrees(placed.values["longitude"]),
        country=placed.values["country"],
    )


def _parent(event_id: str, reports: list[Report]) -> str | None:
    return next((r.values["parent"] for r in reports if r.values["event"] == event_id and r.values["parent"]), None)


def _named(event_id: str, reports: list[Report]) -> str | None:
    """The dataset's name for the event; for a part of an event, the name of the part is included."""
    named = next((r.values["event_name"] for r in reports if r.values["event_name"]), None)
    parent = _parent(event_id, reports)
    return f"{named} ({event_id.removeprefix(f'{parent}/')})" if named and parent else named


def _unknown_columns(file: File, names: list[str], mapping: Mapping) -> list[Problem]:
    unknown = [name for name in names if name not in mapping.known]
    if not unknown:
        return []
    said = f"{file.name} has columns that the mapping '{mapping.name}' does not know: {', '.join(unknown)}."
    remedy = "They are only in the text of each record. Add them to the mapping, or to its 'ignores'."
    return [Problem(file.name, "columns_are_known", said, remedy, value=", ".join(unknown))]


def _rows_aside(aside: Counter[tuple[str, str, str]]) -> list[Problem]:
    """A note for each file on the rows that the mapping sets aside, because other rows already count them."""
    return [
        Problem(
            file,
            "row_is_counted",
            f"{file} has {number} {'row' if number == 1 else 'rows'} with '{value}' in '{column}': not to be counted.",
            "Each was kept as a document without figures.",
            column=column,
            value=value,
            table="claims",
        )
        for (file, column, value), number in sorted(aside.items())
    ]
