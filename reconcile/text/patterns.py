"""Phrase patterns, as in `claim/claims the? lives of`: '/' separates choices, '?' is optional, '~' is up to 3 words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from reconcile.text.document import Sentence, Token

GAP = 3


class _Part(NamedTuple):
    words: frozenset[str]
    optional: bool
    gap: bool


_Parts = tuple[_Part, ...]
M = TypeVar("M", bound=str)


class Phrases(Generic[M]):
    """Phrases with their meanings; finds the longest phrase that begins, or ends, at a token."""

    def __init__(self, phrases: Iterable[tuple[str, M]]):
        self._by_first: dict[str, list[tuple[_Parts, M]]] = defaultdict(list)
        self._by_last: dict[str, list[tuple[_Parts, M]]] = defaultdict(list)
        for phrase, meaning in phrases:
            parts = tuple(_part(word) for word in phrase.lower().split())
            for word in _openers(parts):
                self._by_first[word].append((parts, meaning))
            for word in _openers(parts[::-1]):
                self._by_last[word].append((parts[::-1], meaning))
        self._openers = frozenset(self._by_first)

    def starting(self, tokens: list[Token], i: int) -> tuple[M, int] | None:
        """The meaning and the end of the longest phrase that begins at token i.

        >>> from reconcile.model.article import Article
        >>> from reconcile.text.document import Document
        >>> tokens = Document(Article("a", "It claimed the lives of four.")).sentences[0].tokens
        >>> Phrases([("claim/claimed the? lives of", "killed")]).starting(tokens, 1)
        ('killed', 5)
        """
        if not 0 <= i < len(tokens):
            return None
        choices = self._by_first.get(tokens[i].low)
        return _longest(choices, tokens, i, 1) if choices else None

    def ending(self, tokens: list[Token], i: int) -> tuple[M, int] | None:
        """The meaning and the first token of the longest phrase whose last word is token i."""
        if not 0 <= i < len(tokens):
            return None
        choices = self._by_last.get(tokens[i].low)
        found = _longest(choices, tokens, i, -1) if choices else None
        return (found[0], found[1] + 1) if found else None

    def all_starting(self, sentence: Sentence) -> list[tuple[int, M, int]]:
        """For each token at which a phrase begins: the token, and the meaning and end of the longest one."""
        if self._openers.isdisjoint(sentence.words):
            return []
        tokens, openers = sentence.tokens, self._openers
        found = ((i, self.starting(tokens, i)) for i, low in enumerate(sentence.lows) if low in openers)
        return [(i, *hit) for i, hit in found if hit]


def _longest(choices: list[tuple[_Parts, M]], tokens: list[Token], i: int, step: int) -> tuple[M, int] | None:
    best: tuple[M, int] | None = None
    for parts, meaning in choices:
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
    """The index after the phrase (in the direction of `step`), or None where it does not match."""
    size = len(tokens)
    for n, (words, optional, gap) in enumerate(parts):
        if gap:
            return _beyond_gap(parts[n + 1 :], tokens, i, step)
        fits = 0 <= i < size and tokens[i].low in words
        if not optional:
            if not fits:
                return None
            i += step
        elif fits and (reach := _match(parts[n + 1 :], tokens, i + step, step)) is not None:
            return reach
    return i


def _beyond_gap(rest: _Parts, tokens: list[Token], i: int, step: int) -> int | None:
    """The same for the words after a gap, with the shortest gap that fits."""
    reaches = (_match(rest, tokens, i + step * skip, step) for skip in range(GAP + 1))
    return next((reach for reach in reaches if reach is not None), None)
