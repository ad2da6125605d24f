"""An article as used by linking: its title and sentences, with the link words of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from reconcile.link.vocabulary import Lexicon, LinkWords
from reconcile.model.records import Claim, Document
from reconcile.text.document import Document as Page
from reconcile.text.document import Sentence

_WORD = re.compile(r"\w+")


class Reading:
    """An article's sentences and link words. The title is the first sentence, even where a fence covers it."""

    def __init__(self, page: Page | None, language: str | None, words: LinkWords):
        self.page = page
        self.language = language
        self.words = words
        title = _fenced_title(page) if page else None
        self._shift = 0 if title is None else 1
        self.sentences: Sequence[Sentence] = [*([title] if title else []), *(page.sentences if page else [])]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that contains an offset."""
        return self.page.sentence_at(offset) if self.page else None

    def index_of(self, claim: Claim) -> int:
        """Position of the sentence that contains a claim, from 0; 0 where unknown."""
        sentence = self.sentence_at(claim.start)
        return sentence.index + self._shift if sentence else 0

    def around(self, claim: Claim) -> Iterator[str]:
        """The claim's sentence, then the one before it and the one after it."""
        yield claim.sentence
        if self.sentence_at(claim.start) is not None:
            here = self.index_of(claim)
            yield from (self.sentences[i].text for i in (here - 1, here + 1) if 0 <= i < len(self.sentences))

    def after(self, claim: Claim, count: int) -> str:
        """The `count` words after a claim, in lower case."""
        behind = self.page.plain[claim.end : claim.end + 60] if self.page else claim.sentence
        return " ".join(_LETTERS.findall(behind.lower())[:count])

    @cached_property
    def published(self) -> int | None:
        """The ordinal of the day on which it was published."""
        return _ordinal(self.page.article.published) if self.page else None

    @cached_property
    def plain(self) -> str:
        """All its words as one text, for looking up names."""
        return plain(" ".join(sentence.text for sentence in self.sentences))


_LETTERS = re.compile(r"[^\W\d_]+")


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day or "").toordinal()
    except ValueError:
        return None


def _fenced_title(page: Page) -> Sentence | None:
    """The title where it is inside a fence, in which nothing else belongs to the article."""
    title = page.article.title
    for fence in page.fences if title else ():
        at = page.text.find(title or "", fence.start, fence.end)
        if at >= 0:
            return Sentence(page, 0, -1, at, at + len(title or ""))
    return None


def read_articles(
    claims: Iterable[Claim], pages: Mapping[str, Page], documents: Mapping[str, Document], lexicon: Lexicon
) -> dict[str, Reading]:
    """Doc -> reading, for every document with a claim; a document without a page has no sentences."""
    readings: dict[str, Reading] = {}
    for doc in sorted({claim.doc for claim in claims}):
        page, document = pages.get(doc), documents.get(doc)
        language = page.article.language if page else document.language if document else None
        readings[doc] = Reading(page, language, lexicon.of(language))
    return readings


def words_of_text(text: str) -> list[tuple[int, str]]:
    """The words of a text in lower case, each with its offset."""
    return [(hit.start(), hit.group().casefold()) for hit in _WORD.finditer(text)]


def plain(text: str) -> str:
    """A text as lower-case words between single spaces, for looking up names.

    >>> plain("the Battle of Al-Qusayr,")
    ' the battle of al qusayr '
    """
    return f" {' '.join(_WORD.findall(text.casefold()))} "
