"""What each cut of a story adds and lacks beside the longest one.

Desks cut a wire to length, and add lines of their own: a figure that stands in one cut alone is that desk's, or was
left out by the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from reconcile.link.bodies import Body, carried, plain_words
from reconcile.model.article import Article, Span
from reconcile.text.document import Page, Sentence
from schemas import records, table


@dataclass(frozen=True)
class Cut:
    """One article of a story beside the longest: what it says alone, and what it leaves out.

    `adds` are spans in its own text, `lacks` spans in the text of the longest. The longest has neither: what the others
    add stands with them.
    """

    doc: str
    longest: str
    adds: tuple[Span, ...] = ()
    lacks: tuple[Span, ...] = ()


@dataclass(frozen=True)
class _Told:
    """An article's sentences that hold words, and its body of the same."""

    body: Body
    sentences: tuple[Sentence, ...]

    def spans(self, kept: Iterable[bool]) -> tuple[Span, ...]:
        chosen = zip(self.sentences, kept, strict=True)
        return tuple(Span(sentence.start, sentence.end) for sentence, keep in chosen if keep)


def story_differences(articles: Iterable[Article], documents: pd.DataFrame) -> dict[str, Cut]:
    """Doc -> what it adds and lacks, for every article of a story that several carry; sentences lightly edited are one.

    `documents` say which story each article carries. The longest is the one of most words, the first by id of equals.
    """
    story_of = {row["doc"]: row["story"] for row in records(documents)}
    stories: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        if story_of.get(article.doc) is not None:
            stories[story_of[article.doc]].append(article)
    found = [cut for _, told in sorted(stories.items()) if len(told) > 1 for cut in _compare(told)]
    return {cut.doc: cut for cut in found}


def _compare(articles: Iterable[Article]) -> list[Cut]:
    """The cuts of one story, by their ids."""
    told = sorted((_tell(article) for article in articles), key=lambda one: one.body.doc)
    longest = max(told, key=lambda one: one.body.words)
    cuts = []
    for one in told:
        if one is longest:
            cuts.append(Cut(one.body.doc, one.body.doc))
            continue
        adds = one.spans((~carried(one.body, longest.body)).tolist())
        lacks = longest.spans((~carried(longest.body, one.body)).tolist())
        cuts.append(Cut(one.body.doc, longest.body.doc, adds, lacks))
    return cuts


def _tell(article: Article) -> _Told:
    said = [(sentence, words) for sentence in Page(article).sentences if (words := plain_words(sentence))]
    body = Body(article.doc, article.published, tuple(words for _, words in said))
    return _Told(body, tuple(sentence for sentence, _ in said))


def tell_cuts(documents: pd.DataFrame, articles: Sequence[Article]) -> pd.DataFrame:
    """The documents with what each cut of a story adds to the longest article that carries it, and what it lacks."""
    cuts = story_differences(articles, documents)
    texts = {article.doc: article.text for article in articles}

    def said(doc: str, spans: Iterable[Span]) -> tuple[str, ...]:
        return tuple(" ".join(texts[doc][span.start : span.end].split()) for span in spans)

    filled = records(documents)
    for row in filled:
        cut = cuts.get(row["doc"])
        if cut and cut.longest != cut.doc:
            row |= {"cut_of": cut.longest, "adds": said(cut.doc, cut.adds), "lacks": said(cut.longest, cut.lacks)}
    return table("documents", filled)
