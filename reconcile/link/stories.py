"""Stories: articles that carry one text. Copies are found by how much of the shorter stands in the longer.

Two cuts of one wire story can share a fifth of their words by symmetric likeness and three quarters by containment, so
containment decides. Candidates come from an index of sampled five-word runs, so that time grows with the number of
articles and not with its square; each candidate pair is then checked sentence by sentence, light edits allowed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from reconcile.articles import Article
from reconcile.desk import Settings
from reconcile.extract.text import Page
from reconcile.extract.when import read_publication
from reconcile.ids import short_id
from reconcile.language import available, load_pack

RUN = 5
"""Words in a run that the index looks at."""
SAMPLE = 8
"""One run in so many is kept (min-mod sampling: a run kept in one text is kept in each text that holds it)."""
NEIGHBOURS = 12
"""Articles that share a run are compared with so many before them, never all with all."""
HINT = 0.12
"""Share of the shorter text's sampled runs below which two texts are not worth a closer look."""
CARRIED = 0.55
"""Share of a sentence's three-word runs that makes it carried over; light edits break a few."""
NEAR_EQUAL = 85
"""rapidfuzz ratio (0-100) from which two sentences are one, reworded a little."""
LEAST_WORDS = 30
"""Shorter texts are one story only where they are the same word for word."""
DAYS_APART = 14
"""Texts published further apart share a site's standing phrases or a running case, not a wire."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Body:
    """What counts of an article here: its sentences as lists of small words, furniture left out."""

    doc: str
    published: str | None
    sentences: tuple[tuple[str, ...], ...]

    @cached_property
    def words(self) -> list[str]:
        """All words in order."""
        return [word for sentence in self.sentences for word in sentence]

    @cached_property
    def digest(self) -> str:
        """Hash of the words: two articles of the same words have the same."""
        return sha256(" ".join(self.words).encode()).hexdigest()

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every run of three words."""
        return frozenset(_runs_of_three(self.words))


def find_stories(
    articles: list[Article], documents: pd.DataFrame, settings: Settings
) -> tuple[list[Article], pd.DataFrame]:
    """Say for each article which story it carries, and lend a date to the undated.

    An article without a stated date takes the one read in its own text, else that of its story's earliest dated
    article. Returns the articles (dates added) and the documents table with `story` and the dates filled in. A story's
    id comes from the content of its earliest article: articles of other stories never change it.
    """
    pages = {article.doc: Page(article) for article in articles}
    dated = [_read_date(article, pages[article.doc]) for article in articles]
    bodies = [_body(article, pages[article.doc]) for article in dated]
    bodies.sort(key=lambda body: (body.digest, body.doc))
    stories = _name_stories(bodies, find_copies(bodies, settings.story_containment))
    dated = _lend_dates(dated, stories)
    return dated, _fill_documents(documents, dated, stories)


def find_copies(bodies: Sequence[Body], least: float) -> list[tuple[int, int]]:
    """Pairs of bodies (by position) of which the shorter stands in the longer by at least that share of its words."""
    pairs = [pair for pair in _candidates(bodies) if containment(bodies[pair[0]], bodies[pair[1]]) >= least]
    same = defaultdict(list)
    for position, body in enumerate(bodies):
        same[body.digest].append(position)
    return pairs + [pair for positions in same.values() for pair in pairwise(positions)]


def containment(one: Body, other: Body) -> float:
    """Share of the shorter text's words that stand in sentences which the longer carries too.

    >>> long = Body("a", None, (tuple("the army took the town on friday after a long siege".split()),
    ...     tuple("at least nine soldiers died in the last hours of it the mayor said on the local radio".split()),
    ...     tuple("a conference will be held in june".split())))
    >>> cut = Body("b", None, (tuple("the army took the town friday after a long siege".split()),
    ...     tuple("at least nine soldiers died in the last hours of it the mayor said on local radio".split()),
    ...     tuple("nobody knew where he was".split())))
    >>> round(containment(long, cut), 2)
    0.84
    """
    short, long = sorted((one, other), key=lambda body: (len(body.words), body.digest))
    if _days_between(one, other) > DAYS_APART:
        return 0.0
    if len(short.words) < LEAST_WORDS:
        return 1.0 if short.digest == long.digest else 0.0
    whole = [" ".join(sentence) for sentence in long.sentences]
    carried = sum(len(sentence) for sentence in short.sentences if _carries(long, whole, sentence))
    return carried / len(short.words)


def _days_between(one: Body, other: Body) -> int:
    if one.published is None or other.published is None:
        return 0
    return abs((date.fromisoformat(one.published) - date.fromisoformat(other.published)).days)


def _carries(long: Body, whole: list[str], sentence: tuple[str, ...]) -> bool:
    runs = _runs_of_three(sentence)
    shared = sum(run in long.runs for run in runs) / len(runs)
    if shared >= CARRIED or shared < 0.2:
        return shared >= CARRIED
    return process.extractOne(" ".join(sentence), whole, scorer=fuzz.ratio, score_cutoff=NEAR_EQUAL) is not None


def _runs_of_three(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))]


def _body(article: Article, page: Page) -> Body:
    low = page.plain.lower()
    cut = (tuple(_WORD.findall(low, sentence.start, sentence.end)) for sentence in page.sentences)
    return Body(article.doc, article.published, tuple(words for words in cut if words))


def _candidates(bodies: Sequence[Body]) -> list[tuple[int, int]]:
    """Pairs that share enough sampled runs of words, each run's articles paired with their nearest only."""
    samples = [_sample(body.words) for body in bodies]
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for position, sample in enumerate(samples):
        for run in sample:
            holders[run].append(position)
    shared: Counter[tuple[int, int]] = Counter()
    for positions in holders.values():
        for place, later in enumerate(positions):
            shared.update((earlier, later) for earlier in positions[max(0, place - NEIGHBOURS) : place])
    return sorted(
        (a, b) for (a, b), count in shared.items() if count >= HINT * max(1, min(len(samples[a]), len(samples[b])))
    )


def _sample(words: list[str]) -> list[int]:
    """Hashes of the sampled runs, in ascending order."""
    if len(words) < RUN:
        return []
    hashes = np.array([crc32(word.encode()) for word in words], dtype=np.uint64)
    mixed = np.zeros(len(words) - RUN + 1, dtype=np.uint64)
    for step in range(RUN):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + hashes[step : len(words) - RUN + 1 + step]
    mixed ^= mixed >> np.uint64(29)
    found: list[int] = np.unique(mixed[mixed % np.uint64(SAMPLE) == 0]).tolist()
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
