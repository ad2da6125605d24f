"""Stories: articles that carry one text. Copies are found by how much of the shorter stands in the longer.

Two cuts of one wire story can share a fifth of their words by symmetric likeness and three quarters by containment, so
containment decides. Candidates come from an index of sampled five-word runs, so that time grows with the number of
articles and not with its square; each candidate pair is then checked sentence by sentence, light edits allowed.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from reconcile.extract.dates.assign import read_publication
from reconcile.language import available, load_pack
from reconcile.link.bodies import Body, body_of, containment, mix_runs
from reconcile.model.article import Article
from reconcile.model.ids import short_id
from reconcile.model.settings import Settings
from reconcile.text.document import Page

RUN = 5
"""Words in a run that the index looks at."""
SAMPLE = 8
"""One run in so many is kept (min-mod sampling: a run kept in one text is kept in each text that holds it)."""
NEIGHBOURS = 12
"""Articles that share a run are compared with so many before them, never all with all."""
HINT = 0.12
"""Share of the shorter text's sampled runs below which two texts are not worth a closer look."""


def find_stories(
    articles: list[Article], documents: pd.DataFrame, settings: Settings
) -> tuple[list[Article], pd.DataFrame]:
    """Say for each article which story it carries, and lend a date to the undated.

    An article without a stated date takes the one read in its own text, else that of its story's earliest dated
    article. Returns the articles (dates added) and the documents table with `story` and the dates filled in. A story's
    id comes from the content of its earliest article: articles of other stories never change it.
    """
    read = [_read(article) for article in articles]
    dated = [article for article, _ in read]
    bodies = sorted((body for _, body in read), key=lambda body: (body.digest, body.doc))
    stories = _name_stories(bodies, find_copies(bodies, settings.story_containment))
    dated = _lend_dates(dated, stories)
    return dated, _fill_documents(documents, dated, stories)


def find_copies(bodies: Sequence[Body], least: float) -> Iterator[tuple[int, int]]:
    """Pairs of bodies (by position) of which the shorter stands in the longer by at least that share of its words."""
    for a, b in _candidates(bodies):
        if containment(bodies[a], bodies[b]) >= least:
            yield a, b
    same = defaultdict(list)
    for position, body in enumerate(bodies):
        same[body.digest].append(position)
    for positions in same.values():
        yield from pairwise(positions)


def _candidates(bodies: Sequence[Body]) -> Iterator[tuple[int, int]]:
    """Pairs that share enough sampled runs of words, each run's articles paired with their nearest only."""
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
    """The story id of each doc: one per group of articles that the pairs hold together."""
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


def _read(article: Article) -> tuple[Article, Body]:
    """The article with its date, and its body; the page is let go, since a month of them is too much to hold."""
    page = Page(article)
    dated = _read_date(article, page)
    return dated, body_of(dated.doc, dated.published, page)


def _read_date(article: Article, page: Page) -> Article:
    """The article with the date that its own text gives, where its record states none."""
    if article.published is not None or article.language not in available():
        return article
    found = read_publication(page, load_pack(article.language))
    if found is None:
        return article
    return replace(article, published=str(found.begins), published_precision=found.precision, published_basis="text")


def _lend_dates(articles: list[Article], stories: dict[str, str]) -> list[Article]:
    """The articles, the undated with their story's earliest date."""
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


def _fill_documents(documents: pd.DataFrame, articles: list[Article], stories: dict[str, str]) -> pd.DataFrame:
    filled = documents.copy()
    by_doc = {article.doc: article for article in articles}
    filled["story"] = filled["doc"].map(stories).astype(filled["story"].dtype)
    for column in ("published", "published_precision", "published_basis"):
        known: dict[str, Any] = {doc: getattr(article, column) for doc, article in by_doc.items()}
        values = [known.get(doc, was) for doc, was in zip(filled["doc"], filled[column], strict=True)]
        filled[column] = pd.Series(values, index=filled.index).astype(filled[column].dtype)
    return filled
