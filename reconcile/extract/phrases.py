"""Phrases as data: `claim/claims the? lives of`, where '/' parts choices, '?' may be missing and '~' is up to three words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reconcile.extract.text import Token

GAP = 3


@dataclass(frozen=True, slots=True)
class _Part:
    words: frozenset[str]
    optional: bool
    gap: bool


class Phrases:
    """A set of phrases with what each stands for; finds the longest that ends, or begins, at a token."""

    def __init__(self, phrases: Iterable[tuple[str, str]]):
        self._by_first: dict[str, list[tuple[tuple[_Part, ...], str]]] = defaultdict(list)
        self._by_last: dict[str, list[tuple[tuple[_Part, ...], str]]] = defaultdict(list)
        for phrase, meaning in phrases:
            parts = tuple(_part(word) for word in phrase.lower().split())
            for word in _openers(parts):
                self._by_first[word].append((parts, meaning))
            for word in _openers(parts[::-1]):
                self._by_last[word].append((parts[::-1], meaning))

    def starting(self, tokens: list[Token], i: int) -> tuple[str, int] | None:
        """The meaning and the end of the longest phrase that begins at token i."""
        return self._best(self._by_first, tokens, i, 1)

    def ending(self, tokens: list[Token], i: int) -> tuple[str, int] | None:
        """The meaning and the first token of the longest phrase whose last word is token i."""
        return self._best(self._by_last, tokens, i, -1)

    def _best(
        self, index: dict[str, list[tuple[tuple[_Part, ...], str]]], tokens: list[Token], i: int, step: int
    ) -> tuple[str, int] | None:
        best: tuple[str, int] | None = None
        for parts, meaning in index.get(tokens[i].low, ()) if 0 <= i < len(tokens) else ():
            reach = _match(parts, tokens, i, step)
            if reach is not None and (best is None or (reach - best[1]) * step > 0):
                best = (meaning, reach)
        return best if best is None or step > 0 else (best[0], best[1] + 1)


def _part(word: str) -> _Part:
    optional = word.endswith("?") and len(word) > 1
    return _Part(frozenset(word.removesuffix("?").split("/")), optional, word == "~")


def _openers(parts: tuple[_Part, ...]) -> set[str]:
    words: set[str] = set()
    for part in parts:
        words |= part.words
        if not part.optional:
            break
    return words


def _match(parts: tuple[_Part, ...], tokens: list[Token], i: int, step: int) -> int | None:
    """The index beyond the phrase (in the direction of step), or None."""
    if not parts:
        return i
    part, rest = parts[0], parts[1:]
    if part.gap:
        reaches = (_match(rest, tokens, i + step * skip, step) for skip in range(GAP + 1))
        return next((reach for reach in reaches if reach is not None), None)
    if 0 <= i < len(tokens) and tokens[i].low in part.words:
        reach = _match(rest, tokens, i + step, step)
        if reach is not None:
            return reach
    return _match(rest, tokens, i, step) if part.optional else None
