"""The claims of a document's tables, and what of its tables was not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from reconcile.extract.dates.claim_days import Calendar, When
from reconcile.extract.dates.find import find_dates, precision_of
from reconcile.extract.places.claim_places import Map
from reconcile.extract.places.signs import country_reader
from reconcile.extract.places.words import place_words
from reconcile.extract.tables.arrangement import Arranger, Table
from reconcile.extract.tables.labels import LabelReader, is_year
from reconcile.extract.tables.table_cells import CellCount, CellReader
from reconcile.gazetteer import Gazetteer
from reconcile.language import Pack
from reconcile.model.article import Article
from reconcile.model.date_interval import DateInterval
from reconcile.model.ids import claim_id
from reconcile.model.place import PlaceReference
from reconcile.model.records import Claim, Ground, Refusal
from reconcile.text.document import Document, Sentence
from reconcile.text.grids import Grid, find_boxes
from reconcile.text.lexicon import Lexicon
from reconcile.wording.refusals import unread_cells, unread_table, wrong_total
from schemas.codes import DateRule, Link, PlaceRule, ReadingRule, Role, Scope, ScopeRule, SpeakerKind, Stance

_CAPTION = 300
"""Characters before a table within which the line above it is its caption."""
# 2024-05-06 | 6/5/2024 | May 2024 | 2024
_MAY_BE_DATE = re.compile(r"\d[-/.]\d|[^\W\d_]{3}|(?:19|20)\d\d")
# 2026 Jan-Jul
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)\s+([^\W\d_].*)")
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_COVERED = 0.5
"""Share of a cell that a date must make up for the cell to be one."""


@dataclass(frozen=True)
class Context:
    """The readers for what the text around a table says, and the name and version of this reader."""

    calendar: Calendar
    places: Map
    extractor: str


class TableReader:
    """Reads the tables of documents in one language."""

    def __init__(self, pack: Pack, lexicon: Lexicon, gazetteer: Gazetteer):
        self._gazetteer = gazetteer
        self._labels = LabelReader(pack, lexicon, place_words(pack), gazetteer)
        self._countries = country_reader(pack, gazetteer)
        self._days = date_reader(pack)
        self._arranger = Arranger(self._labels, self._days)

    def read(
        self, article: Article, document: Document, around: Context, told: list[Claim]
    ) -> tuple[list[Claim], list[Refusal]]:
        """The claims of the document with those of its tables, in text order, and what of the tables was not read.

        `told` are the claims of its sentences; one in a cell of prose gets its row's place and days. Labels beside
        values in running text are read as well, where the sentences gave no claim.
        """
        claims = list(told)
        refused: list[Refusal] = []
        for grid in document.grids:
            found, problems, cells = self._read_grid(article, document, grid, around)
            claims = [_in_row(claim, grid, cells) for claim in claims] + found if cells else claims
            refused += problems
        taken = [(claim.start, claim.end) for claim in claims]
        for box in find_boxes(document.text, document.grids, document.fences):
            found, *_ = self._read_grid(article, document, box, around)
            claims += [c for c in found if not any(c.start < end and start < c.end for start, end in taken)]
        return sorted(claims, key=lambda claim: (claim.start, claim.end)), refused

    def _read_grid(
        self, article: Article, document: Document, grid: Grid, around: Context
    ) -> tuple[list[Claim], list[Refusal], CellReader | None]:
        """The claims of one table, what of it was not read, and the reader of its cells where it could be arranged."""
        before = _sentence_before(document, grid)
        near = before is not None and grid.start - before.end < _CAPTION
        caption = " ".join(filter(None, (article.title, before.text if before and near else None)))
        table = self._arranger.arrange(grid, caption)
        if not table.counting:
            return [], list(self._not_read(article, document, table, caption)), None
        mentioned = self._countries.of(document).counts
        cells = CellReader(table, self._labels, self._days, self._gazetteer, mentioned)
        counts = cells.read()
        found = [self._claim(article, document, count, before, around) for count in counts]
        problems = [unread_cells(article, *cells.unread[0], len(cells.unread))] if cells.unread else []
        problems += [wrong_total(article, *wrong) for wrong in cells.mismatches(counts)]
        return list(_with_wholes(found, counts)), problems, cells

    def _not_read(self, article: Article, document: Document, table: Table, caption: str) -> Iterator[Refusal]:
        """A refusal for a table of numbers that speaks of harm, or is the whole document, but not of what it counts."""
        alone = sum(sentence.end - sentence.start for sentence in document.sentences) < _CAPTION
        harmful = alone or table.caption.harmful or any(column.label.harmful for column in table.columns)
        if harmful and any(column.numeric for column in table.columns):
            yield unread_table(article, caption, [column.label.text for column in table.columns if column.label.text])

    def _claim(
        self, article: Article, document: Document, count: CellCount, before: Sentence | None, around: Context
    ) -> Claim:
        value, counts = count.value, count.counts
        when = self._when(count, before, around)
        place, where = self._where(count, before, around)
        return Claim(
            claim_id=claim_id(article.doc, value.start, value.end, counts.measure),
            doc=article.doc,
            start=value.start,
            end=value.end,
            quote=article.text[value.start : value.end],
            sentence=count.row,
            measure=counts.measure,
            low=value.low,
            best=value.best,
            high=value.high,
            bound=value.bound,
            unit=counts.unit,
            group=counts.group,
            implicit=False,
            attribution=count.source,
            attribution_kind=SpeakerKind.UNNAMED if count.source else SpeakerKind.NARRATOR,
            stance=Stance.ASSERTED,
            scope=counts.scope,
            as_of=when.as_of.isoformat() if when.as_of else None,
            event_start=when.event_start,
            event_end=when.event_end,
            date_precision=when.days.precision if when.days else None,
            place=place.name,
            place_id=place.place_id,
            latitude=place.latitude,
            longitude=place.longitude,
            country=place.country,
            place_precision=place.precision,
            link=Link.UNLINKED,
            publisher=article.publisher,
            agency=article.agency,
            extractor=around.extractor,
            grounds=(
                Ground("measure", ReadingRule.TABLE, count.label),
                where,
                when.ground,
                Ground("scope", ScopeRule.ONE_EVENT if counts.scope is Scope.INCIDENT else ScopeRule.CUE, ""),
            ),
        )

    def _when(self, count: CellCount, before: Sentence | None, around: Context) -> When:
        """The days of the row or column, else those that the text gives before the table."""
        if count.days is not None:
            as_of = count.days.last if count.counts.scope is not Scope.INCIDENT else None
            return When(count.days, as_of, Ground("date", DateRule.TABLE, count.row[:40]))
        at = before.start if before else 0
        return around.calendar.of(at, at + 1)

    def _where(self, count: CellCount, before: Sentence | None, around: Context) -> tuple[PlaceReference, Ground]:
        """The place of the row or column, else the one that the text gives before the table."""
        if count.place is not None:
            return count.place, Ground("place", PlaceRule.TABLE, count.place.name or "")
        at = before.start if before else 0
        found = around.places.of(at, at + 1)
        return found.place, found.ground


def _in_row(claim: Claim, grid: Grid, cells: CellReader) -> Claim:
    """A claim of a sentence, with the place and days of its row where it is in a cell of the table."""
    if not grid.start <= claim.start < grid.end:
        return claim
    place, days = cells.row_at(claim.start)
    if place is not None:
        claim = replace(
            claim,
            place=place.name,
            place_id=place.place_id,
            latitude=place.latitude,
            longitude=place.longitude,
            country=place.country,
            place_precision=place.precision,
        )
    if days is not None:
        begins, last = days.begins.isoformat(), days.last.isoformat()
        claim = replace(claim, event_start=begins, event_end=last, date_precision=days.precision)
    return claim


def _sentence_before(document: Document, grid: Grid) -> Sentence | None:
    """The last sentence before a table."""
    return next((s for s in reversed(document.sentences) if s.end <= grid.start), None)


def _with_wholes(claims: list[Claim], counts: list[CellCount]) -> Iterator[Claim]:
    """The claims, each part with the quote and the id of its whole."""
    at = {claim.start: claim for claim in claims}
    for claim, count in zip(claims, counts, strict=True):
        whole = at.get(count.whole) if count.whole is not None else None
        yield replace(claim, part_of=whole.quote, whole_id=whole.claim_id, role=Role.PART) if whole else claim


def date_reader(pack: Pack) -> Callable[[str], DateInterval | None]:
    """A function from the text of a cell to the days that it states; None for any other text."""

    @lru_cache(maxsize=10_000)
    def read(text: str) -> DateInterval | None:
        if not _MAY_BE_DATE.search(text) or len(text) > 60:
            return None
        if is_year(text):
            return _year(int(text))
        bare = _BRACKETED.sub("", text).strip()
        for said in dict.fromkeys((bare, _YEAR_FIRST.sub(r"\2 \1", bare))):
            document = Document(Article("", said))
            found = next(iter(find_dates(document, pack, None)), None)
            if found and len(found.quote) >= _COVERED * len(said):
                return found.days
        return None

    return read


def _year(year: int) -> DateInterval:
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    return DateInterval(begins, ends, precision_of(begins, ends))
