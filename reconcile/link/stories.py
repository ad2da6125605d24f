"""Finds stories: articles that carry one text. Copies are found by how much of the shorter the longer contains.

Two cuts of one wire story may share a fifth of their words by symmetric likeness and three quarters by containment, so
containment is used. Candidates come from an index of sampled five-word runs, so that time grows with the number of
articles and not with its square; each candidate pair is then compared sentence by sentence, allowing light edits.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from reconcile.extract.dates.publication import date_by_text
from reconcile.language import available, load_pack
from reconcile.link.bodies import Body, body_of, containment, mix_runs
from reconcile.model.article import Article
from reconcile.model.ids import short_id
from reconcile.model.records import Document
from reconcile.model.settings import Settings
from reconcile.text.document import Document as Page
from schemas.codes import DatePrecision

RUN = 5
"""Words in a run of the index."""
SAMPLE = 8
"""One run in this many is kept (min-mod sampling: a run kept in one text is kept in each text that contains it)."""
NEIGHBOURS = 12
"""Articles that share a run are compared with this many before them, never all with all."""
HINT = 0.12
"""Share of the shorter text's sampled runs below which two texts are not compared further."""


def find_stories(
    pages: Sequence[Page], documents: Sequence[Document], settings: Settings
) -> tuple[list[Article], list[Document]]:
    """Set the story of each article, and a date for articles without one.

    An article whose own dateline states another day than its record, or whose record states none, gets the dateline's
    day; one without either gets the day of its story's earliest dated article. A story's id is computed from the
    content of its earliest article: articles of other stories never change it.

    Args:
        pages: the text of each article, split into sentences.
        documents: a row for each document.
        settings: the share of the shorter text that the longer must contain.

    Returns:
        The articles with their dates, and the documents with their stories and dates; both in their order.
    """
    dated = [_read_date(page) for page in pages]
    found = (body_of(article.doc, article.published, page) for article, page in zip(dated, pages, strict=True))
    bodies = sorted(found, key=lambda body: (body.digest, body.doc))
    stories = _name_stories(bodies, find_copies(bodies, settings.story_containment))
    dated = _lend_dates(dated, stories)
    by_doc = {article.doc: article for article in dated}
    return dated, [_filled(document, by_doc.get(document.doc), stories) for document in documents]


def find_copies(bodies: Sequence[Body], least: float) -> Iterator[tuple[int, int]]:
    """Pairs of bodies (by position) where the longer contains at least the share `least` of the shorter's words."""
    for a, b in _candidates(bodies):
        if containment(bodies[a], bodies[b]) >= least:
            yield a, b
    same = defaultdict(list)
    for position, body in enumerate(bodies):
        same[body.digest].append(position)
    for positions in same.values():
        yield from pairwise(positions)


def _candidates(bodies: Sequence[Body]) -> Iterator[tuple[int, int]]:
    """Pairs that share enough sampled runs of words; the articles of a run are paired with their nearest only."""
    holders: defaultdict[int, deque[int]] = defaultdict(lambda: deque(maxlen=NEIGHBOURS))
    sizes: list[int] = []
    for position, body in enumerate(bodies):
        sample = _sample(body)
        sizes.append(len(sample))
        shared = Counter(earlier for run in sample for earlier in holders[run])
        for run in sample:
            holders[run].append(position)
        for earlier in sorted(shared):
            if shared[earlier] >= HINT * max(1, min(sizes[earlier], len(sample))):
                yield earlier, position


def _sample(body: Body) -> list[int]:
    """Hashes of the sampled runs, in ascending order."""
    runs = mix_runs(body.hashes, RUN)
    found: list[int] = np.unique(runs[runs % np.uint64(SAMPLE) == 0]).tolist()
    return found


def _name_stories(bodies: Sequence[Body], pairs: Iterable[tuple[int, int]]) -> dict[str, str]:
    """Doc -> story id; articles connected by the pairs have the same story."""
    root = list(range(len(bodies)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for a, b in pairs:
        root[find(a)] = find(b)
    groups: defaultdict[int, list[Body]] = defaultdict(list)
    for position, body in enumerate(bodies):
        groups[find(position)].append(body)
    named: dict[str, str] = {}
    for group in groups.values():
        first = min(group, key=lambda body: (body.published or "9999", body.digest))
        named.update(dict.fromkeys((body.doc for body in group), short_id("s", first.digest)))
    return named


def _read_date(page: Page) -> Article:
    """The article, with the day that its own text states."""
    article = page.article
    return date_by_text(article, page, load_pack(article.language)) if article.language in available() else article


def _lend_dates(articles: list[Article], stories: dict[str, str]) -> list[Article]:
    """The articles; those without a date get the earliest date of their story."""
    earliest: dict[str, Article] = {}
    for article in sorted((a for a in articles if a.published), key=lambda a: (a.published or "", a.doc)):
        earliest.setdefault(stories[article.doc], article)
    return [_lend_date(article, earliest.get(stories[article.doc])) for article in articles]


def _lend_date(article: Article, twin: Article | None) -> Article:
    if article.published is not None or twin is None:
        return article
    return replace(
        article,
        published=twin.published,
        published_precision=twin.published_precision,
        published_basis="twin",
    )


def _filled(document: Document, article: Article | None, stories: Mapping[str, str]) -> Document:
    """A document with its story and, if it is an article, the article's date."""
    document = replace(document, story=stories.get(document.doc))
    if article is None:
        return document
    precision = article.published_precision
    return replace(
        document,
        published=article.published,
        published_precision=None if precision is None else DatePrecision(precision),
        published_basis=article.published_basis,
    )
