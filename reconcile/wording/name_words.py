"""What English needs to know of a speaker's name to give it a verb and an article."""

from __future__ import annotations

from functools import cache

from reconcile.language import WordFile, load_pack


class NameWords(WordFile):
    """`wording.yaml`: see its own notes."""

    many: frozenset[str]
    head_ends: frozenset[str]
    bodies: frozenset[str]


@cache
def name_words() -> NameWords:
    """The words of English, the language of all reports."""
    return load_pack("en").read("wording", NameWords)
