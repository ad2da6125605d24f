"""Articles in, claims and dates out: every figure with its span, who says it, what it counts, where and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from reconcile import __version__
from reconcile.errors import ReconcileError
from reconcile.extract.causes import CauseLexicon, Causes
from reconcile.extract.counted.count import Count
from reconcile.extract.counted.read import CountReader
from reconcile.extract.dates.assign import Calendar, When, read_publication
from reconcile.extract.dates.find import Anchor
from reconcile.extract.denials import Denials
from reconcile.extract.places.assign import Map, Where
from reconcile.extract.scope import ScopeReader
from reconcile.extract.speakers.attribution import Attribution, Speakers
from reconcile.gazetteer import DeskPlace, Gazetteer, load_gazetteer
from reconcile.language import available, load_pack
from reconcile.model.article import Article
from reconcile.model.ids import claim_id, short_id
from reconcile.model.records import Ground
from reconcile.model.settings import Settings
from reconcile.text.document import Page
from schemas import table
from schemas.columns import PEOPLE_MEASURES

EXTRACTOR = f"reconcile {__version__}"
Rows = list[dict[str, Any]]
Progress = Callable[[int, int], None]
LARGE_TOTAL = 1000
"""People; a total to date of so many is a country's, unless its own sentence names a place."""
LONGEST_ERROR = 200
"""Characters of an error that the refused table shows."""


@dataclass(frozen=True)
class Extracted:
    """The claims and dates of a batch, its articles with the day they were read against, and what was not read."""

    claims: pd.DataFrame
    dates: pd.DataFrame
    articles: list[Article]
    refused: pd.DataFrame


@dataclass(frozen=True)
class Around:
    """What is known around the figures of one page: who speaks, when, where, and what did it."""

    speakers: Speakers
    calendar: Calendar
    places: Map
    causes: Causes


class Reader:
    """Reads articles of one language; words and gazetteer are loaded once."""

    def __init__(self, code: str, profile: str, gazetteer: Gazetteer, overlay: Path | None = None):
        self.pack = load_pack(code, overlay)
        self.gazetteer = gazetteer
        self.figures = CountReader(self.pack, profile)
        self.scopes = ScopeReader(self.pack)
        self.causes = CauseLexicon(self.pack)
        self.denials = Denials(self.pack)

    def read(self, article: Article, period: str | None) -> tuple[Article, Rows, Rows]:
        """The article with its day, its claims and its dates, as records."""
        page = Page(article)
        period = month_of(article, period)
        article = self._dated(article, page, period)
        figures = self.figures.read_document(page)
        calendar = Calendar(page, self.pack, anchor_of(article, period))
        speakers, places = Speakers(page, self.pack), Map(page, self.pack, self.gazetteer)
        around = Around(speakers, calendar, places, Causes(page, self.causes))
        rows = [self._claim(article, page, figure, around) for figure in figures]
        return article, list(_link_parts(rows, figures, article.doc)), list(_date_rows(article.doc, calendar))

    def _dated(self, article: Article, page: Page, period: str | None) -> Article:
        if article.published:
            return article
        found = read_publication(page, self.pack)
        if found:
            return replace(article, published=found.begins, published_precision=found.precision, published_basis="text")
        if period and _is_month(period):
            return replace(article, published=f"{period}-01", published_precision=4, published_basis="period")
        return article

    def _claim(self, article: Article, page: Page, figure: Count, around: Around) -> dict[str, Any]:
        sentence, quantity = page.sentences[figure.sentence], figure.quantity
        who, when = around.speakers.of(figure.start, figure.end), around.calendar.of(figure.start, figure.end)
        denied = self.denials.holds(sentence, figure.start)
        if denied:
            who = replace(who, stance="denied", why=f"{who.why}; denied: '{denied}'")
        scope = self.scopes.of(
            sentence, figure.start, figure.end, figure.measure, quantity.best or quantity.low or 0, figure.group or ""
        )
        total = scope.scope == "cumulative" and (quantity.low or quantity.high or 0) >= LARGE_TOTAL
        where = around.places.of(figure.start, figure.end, total)
        cause, weapon, cause_words = around.causes.of(sentence, figure.start)
        return {
            "claim_id": claim_id(article.doc, figure.start, figure.end, figure.measure),
            "doc": article.doc,
            "start": figure.start,
            "end": figure.end,
            "quote": article.text[figure.start : figure.end],
            "sentence": sentence.text,
            "sentence_start": sentence.start,
            "measure": figure.measure,
            "low": quantity.low,
            "best": quantity.best,
            "high": quantity.high,
            "bound": quantity.bound,
            "unit": figure.unit,
            "group": figure.group,
            "role": "whole",
            "implicit": figure.implicit,
            **_attribution(who),
            "scope": scope.scope,
            **_time(when),
            **_place(where),
            "cause": cause,
            "weapon": weapon,
            "link": "unlinked",
            "candidates": (),
            "publisher": article.publisher,
            "agency": article.agency,
            "profile": quantity.profile,
            "extractor": EXTRACTOR,
            "grounds": _grounds(figure, who, when, where, scope.why, cause_words),
        }


def extract_claims(
    articles: Sequence[Article],
    settings: Settings,
    desk_places: tuple[DeskPlace, ...],
    period: str | None = None,
    overlay: Path | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Extracted:
    """Read every article; an article in a language without a pack goes to refused by name.

    `period` dates articles without a day of their own where it is a month (2013-06). With several workers, articles are
    spread over processes; the result does not depend on how.
    """
    packs = available(overlay)
    readable = [a for a in articles if _code(a, settings) in packs]
    unread = [a for a in articles if _code(a, settings) not in packs]
    jobs = [(article, settings, period, overlay) for article in readable]
    results, aside = [], [_unread(article, packs) for article in unread]
    for done, result in enumerate(_read_all(jobs, desk_places, workers), 1):
        if isinstance(result, Failed):
            aside.append(_stumbled(result))
        else:
            results.append(result)
        if progress:
            progress(done, len(jobs))
    claims = table("claims", (row for _, rows, _ in results for row in rows))
    dates = table("dates", (row for _, _, rows in results for row in rows))
    dated = [article for article, _, _ in results]
    return Extracted(claims, dates, dated, table("refused", aside))


@dataclass(frozen=True)
class Failed:
    """An article that the reader stumbled over, and the error that it raised: it costs itself only."""

    article: Article
    error: str


Job = tuple[Article, Settings, "str | None", "Path | None"]
Result = tuple[Article, Rows, Rows] | Failed
_desk_places: tuple[DeskPlace, ...] = ()


def _read_all(jobs: list[Job], desk_places: tuple[DeskPlace, ...], workers: int) -> Iterator[Result]:
    if workers <= 1 or len(jobs) < 2 * workers:
        _start(desk_places)
        yield from map(_read_one, jobs)
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(desk_places,)) as pool:
        yield from pool.map(_read_one, jobs, chunksize=max(1, min(50, len(jobs) // (4 * workers))))


def _start(desk_places: tuple[DeskPlace, ...]) -> None:
    global _desk_places
    _desk_places = desk_places
    _reader.cache_clear()


def _read_one(job: Job) -> Result:
    article, settings, period, overlay = job
    reader = _reader(_code(article, settings), settings.profile, overlay)
    try:
        return reader.read(article, period)
    except ReconcileError:
        raise  # a word file that cannot be used: that is the desk's to mend, and no fault of the article
    except Exception as failure:
        return Failed(article, f"{type(failure).__name__}: {failure}")


@lru_cache(maxsize=8)
def _reader(code: str, profile: str, overlay: Path | None) -> Reader:
    return Reader(code, profile, load_gazetteer(_desk_places), overlay)


def _code(article: Article, settings: Settings) -> str:
    return article.language if settings.language == "auto" else settings.language


def _unread(article: Article, packs: Sequence[str]) -> dict[str, Any]:
    return {
        "refused_id": short_id("x", "language", article.doc),
        "table": "claims",
        "file": article.path or article.doc,
        "row": article.doc,
        "column": "language",
        "check": "language_has_a_pack",
        "value": article.language,
        "reason": f"The article is in '{article.language}', a language without a pack; no figure was read from it.",
        "remedy": f"Packs: {', '.join(packs)}. Set its language if that was guessed wrongly, or read it by hand.",
    }


def _stumbled(failed: Failed) -> dict[str, Any]:
    article = failed.article
    return {
        "refused_id": short_id("x", "reader", article.doc),
        "table": "claims",
        "file": article.path or article.doc,
        "row": article.doc,
        "check": "article_can_be_read",
        "value": failed.error.encode("utf-8", "replace").decode("utf-8")[:LONGEST_ERROR],
        "reason": f"The article could not be read ({failed.error.partition(':')[0]}); no figure was taken from it.",
        "remedy": "This is a bug in reconcile: please report it with the article. The others were read.",
    }


def anchor_of(article: Article, period: str | None) -> Anchor | None:
    """What the article's relative dates are read against: its own day, its twin's, else the period's month."""
    if article.published:
        basis = article.published_basis if article.published_basis in ("twin", "period") else "dateline"
        return Anchor(article.published, basis, article.published_precision or 1)
    return Anchor(f"{period}-01", "period", 4) if period and _is_month(period) else None


def month_of(article: Article, period: str | None) -> str | None:
    """The month whose folder holds the article: the period's, or in a batch the first folder of its path."""
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


def _attribution(who: Attribution) -> dict[str, Any]:
    return {"attribution": who.name, "attribution_kind": who.kind, "stance": who.stance}


def _time(when: When) -> dict[str, Any]:
    return {
        "as_of": when.as_of,
        "event_start": when.event_start,
        "event_end": when.event_end,
        "date_precision": when.precision,
    }


def _place(where: Where) -> dict[str, Any]:
    place = where.place
    return {
        "place": where.name,
        "place_id": place.place_id if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "country": place.country if place else None,
        "place_precision": where.precision,
    }


def _grounds(figure: Count, who: Attribution, when: When, where: Where, scope: str, cause: str) -> tuple[str, ...]:
    """Which rule and which words gave each field."""
    quantity = figure.quantity
    found = (
        Ground("measure", figure.rule, figure.words),
        Ground("bound", quantity.bound, quantity.words),
        Ground("group", "noun phrase", figure.group or ""),
        Ground("speaker", who.why),
        Ground("place", where.why),
        Ground("date", when.why),
        Ground("scope", scope),
        Ground("cause", "cause word", cause),
    )
    return tuple(
        str(ground) for ground in found if ground.rule and (ground.words or ground.field not in ("group", "cause"))
    )


def _link_parts(rows: Rows, figures: list[Count], doc: str) -> Iterator[dict[str, Any]]:
    """Give each part the quote and the id of its whole, and each addition the id of the figure that it adds to."""
    at = {
        f.start: row for f, row in zip(figures, rows, strict=True) if f.measure in PEOPLE_MEASURES or f.kind != "person"
    }
    for figure, row in zip(figures, rows, strict=True):
        whole = at.get(figure.whole) if figure.whole is not None else None
        base = at.get(figure.added_to) if figure.added_to is not None else None
        if whole is not None and whole is not row:
            row = {**row, "part_of": whole["quote"], "whole_id": whole["claim_id"], "role": figure.role.value}
        elif base is not None:
            row = {**row, "added_to": base["claim_id"], "role": figure.role.value}
        yield row


def _date_rows(doc: str, calendar: Calendar) -> Iterable[dict[str, Any]]:
    seen: set[tuple[int, int]] = set()
    for date in calendar.dates:
        if (date.start, date.end) in seen:
            continue
        seen.add((date.start, date.end))
        yield {
            "date_id": short_id("d", doc, date.start, date.end),
            "doc": doc,
            "start": date.start,
            "end": date.end,
            "quote": date.quote,
            "begins": date.begins,
            "ends": date.ends,
            "precision": date.precision,
            "role": date.role,
            "basis": date.basis,
        }
