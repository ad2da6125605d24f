"""Which part of an article is compared with other texts, and how much of one text another contains.

A text is stored as hashes of its words, so that a month of them fits into memory. Two texts are compared in one pass
over the hashes; only sentences with enough runs in common are compared letter by letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from reconcile.text.document import Document as Page
from reconcile.text.document import Sentence

CARRIED = 0.55
"""Share of a sentence's three-word runs from which it counts as copied; light edits break a few runs."""
DOUBTFUL = 0.2
"""Share from which a sentence is compared letter by letter."""
NEAR_EQUAL = 85
"""rapidfuzz ratio (0-100) from which two sentences are one with light edits."""
LEAST_WORDS = 30
"""Shorter texts (in words) are one story only where all their words are equal."""
DAYS_APART = 14
"""Texts published more days apart share a site's fixed phrases or a continuing case, not one wire text."""
SHORT_RUN = 3
"""Words in a run by which sentences are compared."""
MIX = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, eq=False)
class Body:
    """The part of an article that is compared: its sentences as lower-case words between blanks, without furniture."""

    doc: str
    published: str | None
    sentences: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        """Hash of the words, equal for two articles of equal words."""
        return sha256(" ".join(self.sentences).encode()).hexdigest()

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Number of words in each sentence."""
        return np.array([sentence.count(" ") + 1 for sentence in self.sentences], dtype=np.int64)

    @property
    def words(self) -> int:
        """Number of words."""
        return int(self.lengths.sum())

    @cached_property
    def hashes(self) -> Hashes:
        """A hash of each word, in order."""
        said = (word for sentence in self.sentences for word in sentence.split(" "))
        return np.array([crc32(word.encode()) for word in said], dtype=np.uint64)

    @cached_property
    def runs(self) -> Hashes:
        """Every run of three words, in ascending order."""
        return np.unique(mix_runs(self.hashes, SHORT_RUN))


def body_of(doc: str, published: str | None, page: Page) -> Body:
    """The body of a page."""
    return Body(doc, published, tuple(words for sentence in page.sentences if (words := plain_words(sentence))))


def plain_words(sentence: Sentence) -> str:
    """The lower-case words of a sentence, separated by blanks."""
    return " ".join(_WORD.findall(sentence.document.plain[sentence.start : sentence.end].lower()))


def mix_runs(hashes: Hashes, size: int) -> Hashes:
    """A hash of every run of `size` words; empty where there are fewer words."""
    count = max(0, len(hashes) - size + 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for step in range(size):
        mixed = mixed * MIX + hashes[step : count + step]
    return mixed ^ (mixed >> np.uint64(29))


def containment(one: Body, other: Body) -> float:
    """Share of the shorter text's words in sentences that the longer contains too.

    >>> long = Body("a", None, ("the army took the town on friday after a long siege",
    ...     "at least nine soldiers died in the last hours of it the mayor said on the local radio",
    ...     "a conference will be held in june"))
    >>> cut = Body("b", None, ("the army took the town friday after a long siege",
    ...     "at least nine soldiers died in the last hours of it the mayor said on local radio",
    ...     "nobody knew where he was"))
    >>> round(containment(long, cut), 2)
    0.84
    """
    short, long = sorted((one, other), key=lambda body: (body.words, body.digest))
    if _days_between(one, other) > DAYS_APART:
        return 0.0
    if short.words < LEAST_WORDS:
        return 1.0 if short.digest == long.digest else 0.0
    return float(short.lengths[carried(short, long)].sum()) / short.words


def carried(one: Body, other: Body) -> NDArray[np.bool_]:
    """Which sentences of `one` are also in `other`, light edits allowed: one boolean for each sentence."""
    shares = _shares_of_runs(one, other)
    found = shares >= CARRIED
    for place in np.flatnonzero(~found & (shares >= DOUBTFUL)):
        alike = process.extractOne(one.sentences[place], other.sentences, scorer=fuzz.ratio, score_cutoff=NEAR_EQUAL)
        found[place] = alike is not None
    return found


def _shares_of_runs(one: Body, other: Body) -> NDArray[np.float64]:
    """For each sentence of a text, the share of its three-word runs that the other contains."""
    owner = np.repeat(np.arange(len(one.sentences)), one.lengths)
    inside = owner[: -SHORT_RUN + 1] == owner[SHORT_RUN - 1 :]
    of, runs = owner[: -SHORT_RUN + 1][inside], mix_runs(one.hashes, SHORT_RUN)[inside]
    at = np.searchsorted(other.runs, runs)
    met = np.zeros(len(runs), dtype=bool)
    known = at < len(other.runs)
    met[known] = other.runs[at[known]] == runs[known]
    all_runs = np.bincount(of, minlength=len(one.sentences))
    shared = np.bincount(of[met], minlength=len(one.sentences))
    return shared / np.maximum(all_runs, 1)


def _days_between(one: Body, other: Body) -> int:
    if one.published is None or other.published is None:
        return 0
    return abs((date.fromisoformat(one.published) - date.fromisoformat(other.published)).days)
