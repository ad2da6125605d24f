"""Finds what each cut of a story adds to and lacks from the longest one.

Desks shorten a wire text and add lines of their own: a figure that only one cut contains was added by that desk, or
left out by the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reconcile.link.bodies import Body, carried, plain_words
from reconcile.model.article import Span
from reconcile.model.records import Document
from reconcile.text.document import Document as Page
from reconcile.text.document import Sentence


@dataclass(frozen=True)
class Cut:
    """One article of a story compared with the longest: what it alone contains, and what it leaves out.

    `adds` are spans in its own text, `lacks` spans in the text of the longest. Both are empty for the longest: what
    others add is recorded with them.
    """

    doc: str
    longest: str
    adds: tuple[Span, ...] = ()
    lacks: tuple[Span, ...] = ()


@dataclass(frozen=True)
class _Worded:
    """An article's sentences that contain words, and its body made of the same sentences."""

    body: Body
    sentences: tuple[Sentence, ...]

    def spans(self, kept: Iterable[bool]) -> tuple[Span, ...]:
        chosen = zip(self.sentences, kept, strict=True)
        return tuple(Span(sentence.start, sentence.end) for sentence, keep in chosen if keep)


def story_differences(pages: Iterable[Page], documents: Iterable[Document]) -> dict[str, Cut]:
    """Doc -> its cut, for every article of a story with several articles; lightly edited sentences count as equal.

    `documents` have the story of each article. The longest has most words; among equals it is the first by id.
    """
    story_of = {document.doc: document.story for document in documents}
    stories: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if (story := story_of.get(page.article.doc)) is not None:
            stories[story].append(page)
    found = [cut for _, cuts in sorted(stories.items()) if len(cuts) > 1 for cut in _compare(cuts)]
    return {cut.doc: cut for cut in found}


def _compare(pages: Iterable[Page]) -> list[Cut]:
    """The cuts of one story, sorted by doc."""
    worded = sorted((_worded(page) for page in pages), key=lambda one: one.body.doc)
    longest = max(worded, key=lambda one: one.body.words)
    cuts = []
    for one in worded:
        if one is longest:
            cuts.append(Cut(one.body.doc, one.body.doc))
            continue
        adds = one.spans((~carried(one.body, longest.body)).tolist())
        lacks = longest.spans((~carried(longest.body, one.body)).tolist())
        cuts.append(Cut(one.body.doc, longest.body.doc, adds, lacks))
    return cuts


def _worded(page: Page) -> _Worded:
    said = [(sentence, words) for sentence in page.sentences if (words := plain_words(sentence))]
    body = Body(page.article.doc, page.article.published, tuple(words for _, words in said))
    return _Worded(body, tuple(sentence for sentence, _ in said))


def tell_cuts(documents: Sequence[Document], pages: Sequence[Page]) -> list[Document]:
    """Record in each document what its cut of a story adds to the longest article of the story, and what it lacks.

    Args:
        documents: a row for each document, with its story.
        pages: the text of each article.

    Returns:
        The documents, in their order; `cut_of`, `adds` and `lacks` are set where another article of the story is
        longer.
    """
    cuts = story_differences(pages, documents)
    texts = {page.article.doc: page.text for page in pages}

    def quoted(doc: str, spans: Iterable[Span]) -> tuple[str, ...]:
        return tuple(" ".join(texts[doc][span.start : span.end].split()) for span in spans)

    filled = []
    for document in documents:
        cut = cuts.get(document.doc)
        if cut and cut.longest != cut.doc:
            adds, lacks = quoted(cut.doc, cut.adds), quoted(cut.longest, cut.lacks)
            document = replace(document, cut_of=cut.longest, adds=adds, lacks=lacks)
        filled.append(document)
    return filled
