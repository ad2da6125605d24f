"""The words that the checks listen to, of every language pack that has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from reconcile.language import WordFile, available, load_pack


class CheckFile(WordFile):
    """What `checks.yaml` holds."""

    rest: tuple[str, ...]
    additions: tuple[str, ...]
    more: tuple[str, ...]
    numbers: dict[str, float]
    lengths: dict[str, tuple[str, ...]]
    joins: tuple[str, ...]
    hedges: tuple[str, ...]
    denying: tuple[str, ...]
    denied_things: tuple[str, ...]
    not_the_event: tuple[str, ...]
    between: tuple[str, ...]
    adverb_endings: tuple[str, ...]
    many: tuple[str, ...] = ()
    head_ends: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """A pattern of one number in digits or words."""
        return rf"\d+(?:[.,]\d+)*|{any_of(self.numbers)}"

    def value(self, written: str) -> float:
        """A number in digits or words as a value."""
        word = written.casefold()
        return self.numbers[word] if word in self.numbers else float(written.replace(",", ""))

    @property
    def unit_names(self) -> dict[str, str]:
        """The claims' name of each unit as it is written."""
        return {written: name for name, ways in self.lengths.items() for written in ways}


@cache
def check_words() -> tuple[CheckFile, ...]:
    """One set of words for each pack that has a `checks.yaml`."""
    packs = [load_pack(code) for code in available()]
    return tuple(pack.read("checks", CheckFile) for pack in packs if pack.has("checks"))


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first.

    >>> any_of(["mi", "mile"])
    'mile|mi'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
