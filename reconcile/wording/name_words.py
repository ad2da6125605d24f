"""Words that decide whether a speaker's name takes 'the', and a singular or plural verb."""

from __future__ import annotations

from functools import cache

from reconcile.language import WordFile, load_pack


class NameWords(WordFile):
    """The fields of `wording.yaml`; the comments in that file explain each."""

    many: frozenset[str]
    head_ends: frozenset[str]
    bodies: frozenset[str]


@cache
def name_words() -> NameWords:
    """The words of English, the language of all reports."""
    return load_pack("en").read("wording", NameWords)
