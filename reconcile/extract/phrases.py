"""Phrases as data: `claim/claims the? lives of`: '/' parts choices, '?' may be missing, '~' is up to three words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from reconcile.extract.text import Token

GAP = 3


class _Part(NamedTuple):
    words: frozenset[str]
    optional: bool
    gap: bool


_Parts = tuple[_Part, ...]
_Index = dict[str, list[tuple[_Parts, str]]]


class Phrases:
    """A set of phrases with what each stands for; finds the longest that ends, or begins, at a token."""

    def __init__(self, phrases: Iterable[tuple[str, str]]):
        self._by_first: _Index = defaultdict(list)
        self._by_last: _Index = defaultdict(list)
        for phrase, meaning in phrases:
            parts = tuple(_part(word) for word in phrase.lower().split())
            for word in _openers(parts):
                self._by_first[word].append((parts, meaning))
            for word in _openers(parts[::-1]):
                self._by_last[word].append((parts[::-1], meaning))

    def starting(self, tokens: list[Token], i: int) -> tuple[str, int] | None:
        """The meaning and the end of the longest phrase that begins at token i.

        >>> from reconcile.articles import Article
        >>> from reconcile.extract.text import Page
        >>> tokens = Page(Article("a", "It claimed the lives of four.")).sentences[0].tokens
        >>> Phrases([("claim/claimed the? lives of", "killed")]).starting(tokens, 1)
        ('killed', 5)
        """
        return _longest(self._by_first, tokens, i, 1)

    def ending(self, tokens: list[Token], i: int) -> tuple[str, int] | None:
        """The meaning and the first token of the longest phrase whose last word is token i."""
        found = _longest(self._by_last, tokens, i, -1)
        return (found[0], found[1] + 1) if found else None


def _longest(index: _Index, tokens: list[Token], i: int, step: int) -> tuple[str, int] | None:
    if not 0 <= i < len(tokens):
        return None
    best: tuple[str, int] | None = None
    for parts, meaning in index.get(tokens[i].low, ()):
        reach = _match(parts, tokens, i, step)
        if reach is not None and (best is None or (reach - best[1]) * step > 0):
            best = (meaning, reach)
    return best


def _part(word: str) -> _Part:
    optional = word.endswith("?") and len(word) > 1
    choices = [word] if word == "/" else word.removesuffix("?").split("/")
    return _Part(frozenset(choices), optional, word == "~")


def _openers(parts: _Parts) -> set[str]:
    words: set[str] = set()
    for part in parts:
        words |= part.words
        if not part.optional:
            break
    return words


def _match(parts: _Parts, tokens: list[Token], i: int, step: int) -> int | None:
    """The index beyond the phrase (in the direction of step), or None."""
    for n, (words, optional, gap) in enumerate(parts):
        rest = parts[n + 1 :]
        if gap:
            reaches = (_match(rest, tokens, i + step * skip, step) for skip in range(GAP + 1))
            return next((reach for reach in reaches if reach is not None), None)
        fits = 0 <= i < len(tokens) and tokens[i].low in words
        if optional and fits and (reach := _match(rest, tokens, i + step, step)) is not None:
            return reach
        if fits and not optional:
            i += step
        elif not optional:
            return None
    return i
