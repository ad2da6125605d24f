"""Articles to claims and dates: every figure with its span, speaker, measure, place and date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from reconcile import __version__
from reconcile.errors import ReconcileError
from reconcile.extract.causes import Cause, CauseLexicon, Causes
from reconcile.extract.counted.count import Count, Seen
from reconcile.extract.counted.read import CountReader
from reconcile.extract.counted.second_unit import SecondUnitReader
from reconcile.extract.dates.claim_days import Calendar
from reconcile.extract.dates.find import Anchor
from reconcile.extract.dates.publication import date_by_text
from reconcile.extract.denials import Denials, EventDenials
from reconcile.extract.places.claim_places import Map
from reconcile.extract.places.territories import Territories
from reconcile.extract.restatements import Restatements
from reconcile.extract.scope import ScopeLexicon, Scopes, load_scope_weights
from reconcile.extract.speakers.attribution import Speakers
from reconcile.extract.tables.table_claims import Context, TableReader
from reconcile.extract.unread.unread import LeftOver, UnreadReader
from reconcile.gazetteer import DeskPlace, Gazetteer, load_gazetteer
from reconcile.language import FULLEST, available, load_pack
from reconcile.model.article import Article
from reconcile.model.entered import NOTHING_RULED, Entered
from reconcile.model.ids import claim_id, short_id
from reconcile.model.records import Claim, DateMention, Ground, Refusal, Unread
from reconcile.model.settings import Settings
from reconcile.text.document import Document
from reconcile.wording.link_words import entered_words
from reconcile.wording.refusals import unknown_language, unreadable_article
from schemas.codes import Link, ReadingRule, Role, Scope, Stance

NO_DOCUMENTS: Mapping[str, Document] = {}
UNTOLD = "und"
"""ISO 639 code of a language that could not be told."""
EXTRACTOR = f"reconcile {__version__}"
Progress = Callable[[int, int], None]
LARGE_TOTAL = 1000
"""People; a total to date of this size counts a country, unless its own sentence names a place."""


@dataclass(frozen=True)
class Extracted:
    """What was read in some articles, the articles with their reference day, and the articles that failed.

    `numbers` counts the numbers of each article, by doc; `set_aside` says what those are that are neither claimed nor
    listed as unread.
    """

    claims: list[Claim]
    dates: list[DateMention]
    unread: list[Unread]
    articles: list[Article]
    refused: list[Refusal]
    numbers: Mapping[str, int]
    set_aside: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Read:
    """The result for one article: it with its reference day, its claims in text order, its dates, what is left over.

    `refused` are tables and cells that could not be read.
    """

    article: Article
    claims: list[Claim]
    dates: list[DateMention]
    left: LeftOver
    refused: list[Refusal]


@dataclass(frozen=True)
class Around:
    """The readers for the context of one document's figures: speakers, dates, places, causes and scopes."""

    speakers: Speakers
    calendar: Calendar
    places: Map
    causes: Causes
    scopes: Scopes
    territories: Territories


class Reader:
    """Reads articles of one language; words and gazetteer are loaded once."""

    def __init__(self, code: str, profile: str, gazetteer: Gazetteer, overlay: Path | None = None):
        self.pack = load_pack(code, overlay)
        self.gazetteer = gazetteer
        self.figures = CountReader(self.pack, profile)
        self.unread = UnreadReader(self.figures)
        self.scopes = ScopeLexicon(self.pack)
        self.causes = CauseLexicon(self.pack)
        self.denials, self.event_denials = Denials(self.pack), EventDenials(self.pack)
        self.restatements = Restatements(self.pack)
        self.tables = TableReader(self.pack, self.figures.lexicon, gazetteer) if self.pack.has("tables") else None
        self.second_units = SecondUnitReader(self.figures.lexicon, self.figures.numbers, self.figures.bounds)

    def read(
        self,
        article: Article,
        period: str | None,
        document: Document | None = None,
        rulings: Mapping[str, Entered] = NOTHING_RULED,
    ) -> Read:
        """Read an article; `document` is its text where that is cut already, `rulings` are those on unread numbers."""
        document = document or Document(article)
        period = month_of(article, period)
        article = self._dated(article, document, period)
        seen: list[Seen] = []
        left = self.unread.read(document, self.figures.read_document(document, seen), seen, rulings)
        calendar = Calendar(document, self.pack, anchor_of(article, period))
        speakers, places = Speakers(document, self.pack), Map(document, self.pack, self.gazetteer)
        scopes = Scopes(document, self.scopes, lambda: calendar.dates)
        territories = places.territories([(figure.start, figure.end) for figure in left.counts])
        around = Around(speakers, calendar, places, Causes(document, self.causes), scopes, territories)
        claims = [self._claim(article, document, figure, around) for figure in left.counts]
        claims = [_on_its_event(claim, left.entered) for claim in _link_parts(claims, left.counts)]
        claims = self.restatements.mark(document, claims)
        refused: list[Refusal] = []
        if self.tables is not None:
            claims, refused = self.tables.read(article, document, Context(calendar, places, EXTRACTOR), claims)
        return Read(article, claims, list(_date_mentions(article.doc, calendar)), left.without(claims), refused)

    @staticmethod
    def _is_disaster(figure: Count, cause: Cause) -> bool:
        """True for people harmed by what may be a disaster; of fighting, countries are parties and no territories."""
        return figure.measure.people and (cause.name is None or cause.name in load_scope_weights().disasters)

    def _dated(self, article: Article, document: Document, period: str | None) -> Article:
        article = date_by_text(article, document, self.pack)
        if article.published is None and period and _is_month(period):
            return replace(article, published=f"{period}-01", published_precision=4, published_basis="period")
        return article

    def _claim(self, article: Article, document: Document, figure: Count, around: Around) -> Claim:
        sentence, quantity = document.sentences[figure.sentence], figure.quantity
        who, when = around.speakers.of(figure.start, figure.end), around.calendar.of(figure.start, figure.end)
        denied = self.denials.holds(sentence, figure.start, figure.measure)
        size = quantity.best or quantity.low or 0
        cause = around.causes.of(sentence, figure.start)
        covered = around.scopes.of(figure.start, figure.end, figure.measure, size, figure.implicit, cause.name)
        total = covered.to_date and (quantity.low or quantity.high or 0) >= LARGE_TOTAL
        where = around.places.of(*(figure.place or (figure.start, figure.end)), total)
        other = self.second_units.read(sentence, figure)
        told_once = figure.measure.people and covered.scope is Scope.INCIDENT
        denier = self.event_denials.of(document, sentence, figure.end) if told_once else None
        return Claim(
            claim_id=claim_id(article.doc, figure.start, figure.end, figure.measure),
            doc=article.doc,
            start=figure.start,
            end=figure.end,
            quote=article.text[figure.start : figure.end],
            sentence=sentence.text,
            sentence_start=sentence.start,
            measure=figure.measure,
            low=quantity.low,
            best=quantity.best,
            high=quantity.high,
            bound=figure.bound,
            unit=figure.unit,
            other_value=other[0] if other else None,
            other_unit=other[1] if other else None,
            group=figure.group,
            implicit=figure.implicit,
            attribution=who.name,
            attribution_kind=who.kind,
            stance=Stance.DENIED if denied else who.stance,
            denied_by=denier.name if denier else None,
            scope=covered.scope,
            as_of=when.as_of.isoformat() if when.as_of else None,
            event_start=when.event_start,
            event_end=when.event_end,
            date_precision=when.days.precision if when.days else None,
            place=where.place.name,
            place_id=where.place.place_id,
            latitude=where.place.latitude,
            longitude=where.place.longitude,
            country=where.place.country,
            place_precision=where.place.precision,
            territory=around.territories.of(figure.start, figure.end) if self._is_disaster(figure, cause) else None,
            cause=cause.name,
            weapon=cause.weapon,
            link=Link.UNLINKED,
            publisher=article.publisher,
            agency=article.agency,
            profile=quantity.profile,
            extractor=EXTRACTOR,
            grounds=(
                *_counted(figure),
                *who.grounds,
                *filter(None, (denied, denier.ground if denier else None, cause.ground)),
                *(where.ground, when.ground, covered.ground),
            ),
        )


def extract_claims(
    articles: Sequence[Article],
    settings: Settings,
    desk_places: tuple[DeskPlace, ...] = (),
    period: str | None = None,
    overlay: Path | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    documents: Mapping[str, Document] = NO_DOCUMENTS,
    rulings: Mapping[str, Entered] = NOTHING_RULED,
) -> Extracted:
    """Read the figures and dates of every article.

    Args:
        articles: the articles, in any order; the result of each is independent of the others.
        settings: the desk's settings: language, and profile of vague words.
        desk_places: places that the desk adds to the gazetteer.
        period: where it is a month (`YYYY-MM`), it is used to date articles without a day of their own.
        overlay: the folder of the desk's own words.
        workers: number of processes; the result does not depend on it.
        progress: called with the number of articles read, and of all articles.
        documents: doc -> text already split into sentences; with several processes, each splits its own articles.
        rulings: the desk's rulings on numbers that no rule read, by unread_id.

    Returns:
        Claims, dates and unread numbers in the order of articles and, within an article, of the text. An article in a
        language without a pack, or at which the reader fails, is in `refused`.

    Raises:
        ReconcileError: a word file cannot be used.
    """
    packs = available(overlay)
    jobs = [(article, settings, period, overlay, rulings) for article in articles if _code(article, settings) in packs]
    read: list[Read] = []
    refused = [unknown_language(article, packs) for article in articles if _code(article, settings) not in packs]
    for done, result in enumerate(_read_all(jobs, documents, desk_places, workers), 1):
        if isinstance(result, Failed):
            refused.append(unreadable_article(result.article, result.error))
        else:
            read.append(result)
            refused += result.refused
        if progress:
            progress(done, len(jobs))
    return Extracted(
        claims=[claim for one in read for claim in one.claims],
        dates=[date for one in read for date in one.dates],
        unread=[row for one in read for row in one.left.rows],
        articles=[one.article for one in read],
        refused=refused,
        numbers={one.article.doc: one.left.numbers for one in read},
        set_aside={one.article.doc: one.left.set_aside for one in read},
    )


@dataclass(frozen=True)
class Failed:
    """An article at which the reader failed, with the error; other articles are not affected."""

    article: Article
    error: str


Job = tuple[Article, Settings, "str | None", "Path | None", Mapping[str, Entered]]
Result = Read | Failed
_desk_places: tuple[DeskPlace, ...] = ()


def _read_all(
    jobs: list[Job], documents: Mapping[str, Document], desk_places: tuple[DeskPlace, ...], workers: int
) -> Iterator[Result]:
    if workers <= 1 or len(jobs) < 2 * workers:
        _start(desk_places)
        yield from (_read_one(job, documents.get(job[0].doc)) for job in jobs)
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(desk_places,)) as pool:
        yield from pool.map(_read_one, jobs, chunksize=max(1, min(50, len(jobs) // (4 * workers))))


def _start(desk_places: tuple[DeskPlace, ...]) -> None:
    global _desk_places
    _desk_places = desk_places
    _reader.cache_clear()


def _read_one(job: Job, document: Document | None = None) -> Result:
    article, settings, period, overlay, rulings = job
    reader = _reader(_code(article, settings), settings.profile, overlay)
    try:
        return reader.read(article, period, document, rulings)
    except ReconcileError:
        raise  # a word file that cannot be used: the desk must correct it, and the article is not at fault
    except Exception as failure:
        return Failed(article, f"{type(failure).__name__}: {failure}")


@lru_cache(maxsize=8)
def _reader(code: str, profile: str, overlay: Path | None) -> Reader:
    return Reader(code, profile, load_gazetteer(_desk_places), overlay)


def _code(article: Article, settings: Settings) -> str:
    """The pack to read an article by; one whose language cannot be told (a table of names) is read by the fullest."""
    if settings.language != "auto":
        return settings.language
    return FULLEST if article.language == UNTOLD else article.language


def anchor_of(article: Article, period: str | None) -> Anchor | None:
    """The reference day for the article's relative dates: its own day, its twin's, else the period's month."""
    if article.published:
        basis = article.published_basis if article.published_basis in ("twin", "period") else "dateline"
        return Anchor(article.published, basis, article.published_precision or 1)
    return Anchor(f"{period}-01", "period", 4) if period and _is_month(period) else None


def month_of(article: Article, period: str | None) -> str | None:
    """The month folder of the article: the period's, or in a batch the first folder of its path."""
    folder = article.path.partition("/")[0]
    return folder if period is None and _is_month(folder) else period


def _is_month(period: str) -> bool:
    """True for a period that is a month.

    >>> _is_month("2013-06"), _is_month("flood-batch")
    (True, False)
    """
    year, _, month = period.partition("-")
    digits = (len(year), len(month)) == (4, 2) and year.isdecimal() and month.isdecimal()
    return digits and int(year) > 0 and 1 <= int(month) <= 12


def _counted(figure: Count) -> Iterator[Ground]:
    """The words that gave a figure its measure, its bound and its group."""
    yield Ground("measure", figure.rule, figure.words)
    yield Ground("bound", figure.quantity.bound, figure.quantity.words)
    if figure.group:
        yield Ground("group", ReadingRule.NOUN_PHRASE, figure.group)


def _link_parts(claims: list[Claim], figures: list[Count]) -> Iterator[Claim]:
    """The claims, each part with the quote and the id of its whole, each addition with the id of what it adds to."""
    at = {f.start: c for f, c in zip(figures, claims, strict=True) if c.measure.people or f.kind != "person"}
    for figure, claim in zip(figures, claims, strict=True):
        whole = at.get(figure.whole) if figure.whole is not None else None
        base = at.get(figure.added_to) if figure.added_to is not None else None
        if whole is not None and whole is not claim:
            yield replace(claim, part_of=whole.quote, whole_id=whole.claim_id, role=figure.role)
        elif base is not None:
            yield replace(claim, added_to=base.claim_id, role=figure.role)
        elif figure.role is Role.PART and figure.whole is None:
            yield replace(claim, role=Role.PART)  # three of whom died: of people whom the text does not count
        else:
            yield claim


def _on_its_event(claim: Claim, entered: Mapping[int, Entered]) -> Claim:
    """A claim that the desk entered, linked to the event that the desk named; every other claim as it is."""
    ruled = entered.get(claim.start)
    if ruled is None or ruled.event is None:
        return claim
    moved_by, reason = (ruled.ruling.decision_id,), entered_words(ruled.ruling)
    return replace(claim, event_id=ruled.event, link=Link.LINKED, link_reason=reason, moved_by=moved_by)


def _date_mentions(doc: str, calendar: Calendar) -> Iterator[DateMention]:
    """The dates of a document, one for each span."""
    spans = {(date.start, date.end): date for date in reversed(calendar.dates)}
    for (start, end), date in reversed(spans.items()):
        yield DateMention(
            date_id=short_id("d", doc, start, end),
            doc=doc,
            start=start,
            end=end,
            quote=date.quote,
            begins=date.days.begins.isoformat(),
            ends=date.days.ends.isoformat(),
            precision=date.precision,
            role=date.role,
            basis=date.basis,
        )
