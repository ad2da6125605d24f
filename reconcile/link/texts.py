"""What of a text may speak for an event: its own words, not the page's header and furniture, nor who carries it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from reconcile.model.article import Article, Span

Row = Mapping[str, Any]

OUTLETS = ("publisher", "agency")
_PRINTED = re.compile(r"\S")
_OPENING = re.compile(r"\A(?:the|a|an)\s+", re.I)


def blank_fences(articles: Iterable[Article]) -> dict[str, str]:
    r"""Each article's text by its doc, its fences blanked sign by sign so that offsets stay true.

    A title that stands inside a fence is kept: it is the article's own.

    >>> page = Article("a", "Title: Flood in Barsk\nSource: Post\n\nNine died.", title="Flood in Barsk",
    ...     fences=(Span(0, 34),))
    >>> blank_fences([page])["a"].split("\n")
    ['       Flood in Barsk', '            ', '', 'Nine died.']
    """
    return {article.doc: _bare(article) for article in articles}


def _bare(article: Article) -> str:
    text = article.text
    for fence in article.fences:
        at = text.find(article.title, fence.start, fence.end) if article.title else -1
        kept = Span(at, at + len(article.title or "")) if at >= 0 else Span(fence.end, fence.end)
        text = _blank(_blank(text, fence.start, kept.start), kept.end, fence.end)
    return text


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + _PRINTED.sub(" ", text[start:end]) + text[end:] if start < end else text


def outlet_names(documents: Iterable[Row], sources: Iterable[Row], places: Iterable[str | None]) -> list[str]:
    """The names of those who carry articles, the longest first; one that is a place's name as well is left out.

    >>> papers, desk = [{"publisher": "Barsk", "agency": "Nordwire"}], [{"name": "The Post", "role": "publisher"}]
    >>> outlet_names(papers, desk, ["Barsk"])
    ['Nordwire', 'Post']
    """
    carried = [row.get(role) for row in documents for role in OUTLETS]
    carried += [
        name for row in sources if row["role"] in OUTLETS for name in (row["name"], *(row.get("aliases") or ()))
    ]
    taken = {place.casefold() for place in places if place}
    bare = {_OPENING.sub("", name.strip()) for name in carried if name}
    return sorted((name for name in bare if name and name.casefold() not in taken), key=lambda name: (-len(name), name))


def outlet_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds these names where they stand as written, letter for letter; None where there are none.

    >>> outlet_pattern(["Nordwire"]).findall("The mayor told Nordwire, or nordwire, that 9 died.")
    ['Nordwire']
    """
    wanted = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<!\w)(?:{wanted})(?!\w)") if wanted else None


def holds_phrase(text: str, phrases: tuple[str, ...]) -> bool:
    """True where one of the phrases (small letters) stands in a text as words of their own.

    >>> holds_phrase("The Flood has risen", ("flood",)), holds_phrase("under floodlights", ("flood",))
    (True, False)
    """
    return _any_of(phrases).search(text.casefold()) is not None


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b")
