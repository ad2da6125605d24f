"""Decides on which day an article was published: by its own dateline, or by its record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reconcile.extract.dates.claim_days import read_publication
from reconcile.extract.dates.find import FoundDate
from reconcile.language import Pack
from reconcile.model.article import Article
from reconcile.text.document import Document
from schemas.codes import DatePrecision

_HEAD = 250  # characters at the start of a text in which a dateline corrects the record
_OPENING = 4  # a date before this begins an entry of a list and is no dateline (5 May - A girl drowned)
_FURTHEST = 400  # days between the record's day and a dateline; a date further away is that of something else


def date_by_text(article: Article, document: Document, pack: Pack) -> Article:
    r"""The article, dated by its own text where its record states no day, or where its dateline states another day.

    Archives often record the day on which they fetched or edited a text. "On Wednesday" is read against the day that
    the text itself names at its head.

    >>> from reconcile.language import load_pack
    >>> text = "Fire at a mill kills two\n\nPublished May 3 2019 Two workers died on Wednesday."
    >>> article = Article("a", text, published="2019-05-20", published_precision=1, published_basis="stated")
    >>> dated = date_by_text(article, Document(article), load_pack("en"))
    >>> dated.published, dated.published_basis
    ('2019-05-03', 'text')
    """
    found = read_publication(document, pack)
    if found is None or (article.published is not None and not _corrects(found, article)):
        return article
    day = found.days.begins.isoformat()
    return replace(article, published=day, published_precision=found.precision, published_basis="text")


def _corrects(found: FoundDate, article: Article) -> bool:
    """True where the dateline is a day at the head of the text, other than that of the record and not far from it."""
    if found.precision != DatePrecision.DAY or not _OPENING <= found.start <= _HEAD:
        return False
    recorded = date.fromisoformat(article.published or "")
    days = abs((found.days.begins - recorded).days)
    return 0 < days <= _FURTHEST
