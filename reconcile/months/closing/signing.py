"""Checks on those who sign: names are valid, the two names differ, and reasons are not blank."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_NAME = 200
LONGEST_REASON = 2_000

UNPRINTABLE = {
    "Cc": "a line break or control character",
    "Zl": "a line break or control character",
    "Zp": "a line break or control character",
    "Cs": "bytes that are not text",
}
"""Categories of characters that are not allowed in names and reasons, with the words for them."""


@dataclass(frozen=True)
class Signing:
    """Who closes a month, who reviewed it, and why serious conflicts may stay undecided, if any do."""

    by: str
    reviewed_by: str
    waive: str | None = None


def unsigned(signing: Signing) -> Iterator[str]:
    """What is wrong with the names and the waiver, in plain words."""
    names = (signing.by, signing.reviewed_by)
    wrong = [f for option, n in zip(("--by", "--reviewed-by"), names, strict=True) for f in name_faults(option, n)]
    if not all(map(same_words, names)):
        yield "It needs two names: --by who prepared it, --reviewed-by who reviewed it."
    elif wrong:
        yield from wrong
    elif same_words(signing.by) == same_words(signing.reviewed_by):
        yield f"{signing.by.strip()} cannot review a month that they prepared: name somebody else."
    if signing.waive is not None:
        yield from reason_faults("--waive", signing.waive)


def name_faults(option: str, name: str) -> Iterator[str]:
    """What is wrong with a name (blank, unprintable or too long), in plain words."""
    yield from _faults(option, name, "a name", LONGEST_NAME)


def reason_faults(option: str, reason: str) -> Iterator[str]:
    """What is wrong with a reason (blank, unprintable or too long), in plain words."""
    yield from _faults(option, reason, "a reason", LONGEST_REASON)


def same_words(text: str) -> str:
    r"""Words in a form for comparing: two names that look alike to a reader are equal.

    >>> same_words(" ANA\u00a0\u200b  Prado"), same_words("\u200b ")
    ('ana prado', '')
    """
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", " ".join(visible.split()).casefold())


def _faults(option: str, text: str, what: str, longest: int) -> Iterator[str]:
    held = sorted({UNPRINTABLE[kind] for c in text.strip() if (kind := unicodedata.category(c)) in UNPRINTABLE})
    if not same_words(text):
        yield f"{option} is blank: give {what}."
    elif held:
        yield f"{option} holds {' and '.join(held)}: type {what} on one line."
    elif len(text) > longest:
        yield f"{option} holds {len(text):,} characters: {what} has {longest:,} at most."
