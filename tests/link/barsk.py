"""A composed batch around an invented river district: who told what of which event, as claims and texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from reconcile.link import find_stories, link_claims, trace_sources
from reconcile.model.article import Article
from reconcile.model.crossing import to_frame
from reconcile.model.ids import claim_id
from reconcile.model.records import Claim, DateMention, Document, Event, Source
from reconcile.store.desk import Desk
from reconcile.text.document import Document as Page
from schemas.codes import Bound, DatePrecision, DateRole, Link, Measure, Scope, SpeakerKind, Stance

PLACES: dict[str, dict[str, Any]] = {
    "Barsk": {"place_id": "p1", "latitude": 51.0, "longitude": 30.0, "country": "XA", "place_precision": 1},
    "Tolven": {"place_id": "p2", "latitude": 52.6, "longitude": 31.5, "country": "XA", "place_precision": 1},
    "Sarmia": {"place_id": "p3", "latitude": 51.5, "longitude": 31.0, "country": "XA", "place_precision": 6},
}


@dataclass(frozen=True)
class Told:
    """One figure in an article: the quote must stand in the text once."""

    quote: str
    value: float
    measure: str = "killed"
    place: str | None = None
    day: str | None = None
    cause: str | None = None
    scope: str = "incident"
    who: str | None = None
    kind: str = "narrator"


MARKET = Article(
    "market-herald",
    "Market strike kills 12 in Barsk\n"
    "Warplanes struck the fish market of Barsk at noon on Tuesday, killing 12 traders, the mayor Ilya Dorn said.\n"
    "Hospital chief Vera Lunt counted 31 wounded, most of them porters.\n"
    "More than 8,000 people have died since the Sarmian conflict began.",
    published="2021-03-02",
    published_precision=1,
    published_basis="stated",
    publisher="Herald",
)
MARKET_LATER = Article(
    "market-post",
    "Fish market attack: mayor blames air force\n"
    "A day after the air raid on the fish market in Barsk, Mayor Ilya Dorn put the dead at 14.\n"
    "Doctor Vera Lunt said 31 porters and traders were being treated.",
    published="2021-03-03",
    published_precision=1,
    published_basis="stated",
    publisher="Post",
)
FERRY = Article(
    "ferry-post",
    "Ferry sinks at Tolven, 20 missing\n"
    "The ferry Marta Kron went down in the harbour of Tolven on Tuesday and 20 passengers are missing, "
    "harbour master Olof Reng said.",
    published="2021-03-02",
    published_precision=1,
    published_basis="stated",
    publisher="Post",
)
ARTICLES = {article.doc: article for article in (MARKET, MARKET_LATER, FERRY)}
TOLD = {
    "market-herald": [
        Told("kills 12", 12, place="Barsk", day="2021-03-02", cause="airstrike"),
        Told("12 traders", 12, place="Barsk", day="2021-03-02", cause="airstrike", who="Ilya Dorn", kind="official"),
        Told("31", 31, "injured", who="Vera Lunt", kind="official"),
        Told("More than 8,000", 8000, place="Sarmia", scope="cumulative"),
    ],
    "market-post": [
        Told("14", 14, place="Barsk", day="2021-03-02", cause="airstrike", who="Mayor Ilya Dorn", kind="official"),
        Told("31 porters", 31, "injured", place="Barsk", who="Doctor Vera Lunt", kind="official"),
    ],
    "ferry-post": [
        Told("20 missing", 20, "missing", place="Tolven", day="2021-03-02", cause="accident"),
        Told("20 passengers", 20, "missing", place="Tolven", day="2021-03-02", cause="accident"),
    ],
}


def copy_of(article: Article, doc: str, **changes: Any) -> Article:
    """The article under another id."""
    return replace(article, doc=doc, **changes)


def documents(articles: list[Article]) -> list[Document]:
    """The documents of some articles."""
    return [
        Document(
            doc=article.doc,
            path=article.doc,
            sha256="0",
            publisher=article.publisher,
            agency=article.agency,
            published=article.published,
            published_precision=None if article.published_precision is None else DatePrecision.DAY,
            published_basis=article.published_basis,
            language=article.language,
            truncated=False,
            status="read",
        )
        for article in articles
    ]


def claims(articles: list[Article], told: dict[str, list[Told]]) -> list[Claim]:
    """The claims of what they tell."""
    return [_claim(article, one) for article in articles for one in told[article.doc]]


def _claim(article: Article, told: Told) -> Claim:
    start = article.text.index(told.quote)
    end = start + len(told.quote)
    line_start = article.text.rfind("\n", 0, start) + 1
    return Claim(
        claim_id=claim_id(article.doc, start, end, told.measure),
        doc=article.doc,
        start=start,
        end=end,
        quote=told.quote,
        sentence=article.text[line_start:].split("\n")[0],
        sentence_start=line_start,
        measure=Measure(told.measure),
        low=told.value,
        best=told.value,
        high=told.value,
        bound=Bound.EXACT,
        unit="person",
        implicit=False,
        attribution=told.who,
        attribution_kind=SpeakerKind(told.kind),
        stance=Stance.ASSERTED,
        scope=Scope(told.scope),
        event_start=told.day,
        event_end=told.day,
        date_precision=DatePrecision.DAY if told.day else None,
        place=told.place,
        **(PLACES[told.place] if told.place else {}),
        cause=told.cause,
        link=Link.UNLINKED,
        extractor="composed",
    )


def day(article: Article, quote: str, begins: str, role: str = "occurrence") -> DateMention:
    """A date of an article: the quote must stand in the text once."""
    start = article.text.index(quote)
    return DateMention(
        date_id=f"d-{article.doc}-{start}",
        doc=article.doc,
        start=start,
        end=start + len(quote),
        quote=quote,
        begins=begins,
        ends=(date.fromisoformat(begins) + timedelta(days=1)).isoformat(),
        precision=DatePrecision.DAY,
        role=DateRole(role),
        basis="dateline",
    )


def run(
    articles: list[Article],
    told: dict[str, list[Told]] = TOLD,
    desk: Desk | None = None,
    days: Sequence[DateMention] = (),
    earlier: Sequence[Event] = (),
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Stories, sources and links of some articles: the tables of claims, sources and events."""
    desk = desk or Desk()
    dated, papers = find_stories([Page(article) for article in articles], documents(articles), desk.settings)
    linked = link_claims(claims(dated, told), days, papers, desk, pages(dated), earlier)
    traced, sources = trace_sources(linked.claims, papers, desk)
    return to_frame(Claim, traced), to_frame(Source, sources), to_frame(Event, linked.events)


def pages(articles: list[Article]) -> dict[str, Page]:
    """The articles' texts in sentences, by doc."""
    return {article.doc: Page(article) for article in articles}


def event_of(linked: pd.DataFrame, doc: str, quote: str) -> str | None:
    """The event of one figure, or None."""
    found = linked[(linked["doc"] == doc) & (linked["quote"] == quote)]["event_id"].tolist()
    return None if pd.isna(found[0]) else str(found[0])
