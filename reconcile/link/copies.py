"""Gives all copies of one statement the same originator: the speaker named in the fullest copy.

A copy that is cut short may lack the end of a sentence, and with it the speaker.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz

from reconcile.model.records import Claim

SAME_SENTENCE = 90
"""rapidfuzz ratio (0-100), over the length of the shorter, from which two sentences are one with light edits."""
CUT = " .\u2026"
"""Marks that a cut leaves at the end of a sentence."""

Key = tuple[Any, ...]


def share_voices(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, each with the originator that the fullest copy of its story names for the same statement.

    The same statement means the same number, measure and group in nearly the same sentence; where a text has several of
    that kind, first matches first, second matches second.
    """
    stories: defaultdict[Key, list[Claim]] = defaultdict(list)
    nth: Counter[Key] = Counter()
    for claim in sorted(claims, key=lambda claim: (claim.doc, claim.start, claim.end, claim.claim_id)):
        here = (claim.doc, claim.sentence, *_statement(claim))
        nth[here] += 1
        if claim.story is not None:
            stories[*_statement(claim), nth[here]].append(claim)
    shared: dict[str, str | None] = {}
    for copies in stories.values():
        if len({claim.originator for claim in copies}) > 1:
            shared |= _fullest_voices(copies)
    return [replace(claim, originator=shared.get(claim.claim_id, claim.originator)) for claim in claims]


def _statement(claim: Claim) -> Key:
    return (claim.story, *_number(claim), claim.group, claim.part_of)


def _number(claim: Claim) -> Key:
    return claim.measure, claim.low, claim.best, claim.high, claim.bound, claim.unit


def _fullest_voices(copies: Sequence[Claim]) -> dict[str, str | None]:
    """claim_id -> the originator shared by the claims that are one statement."""
    ranked = sorted(copies, key=lambda claim: (not _is_named(claim), -len(claim.sentence), claim.doc, claim.start))
    voices = [claim.originator for claim in ranked]
    for place, claim in enumerate(ranked):
        fuller = next((i for i in range(place) if is_same_sentence(ranked[i].sentence, claim.sentence)), place)
        voices[place] = voices[fuller]
    return {claim.claim_id: voice for claim, voice in zip(ranked, voices, strict=True)}


def _is_named(claim: Claim) -> bool:
    return claim.originator not in (claim.agency, claim.story)


def is_same_sentence(one: str, other: str) -> bool:
    """True where the shorter sentence is the beginning of the longer, except for light edits and the marks of a cut.

    >>> is_same_sentence("Nine men died in the mill, acc...", "Nine men died in the mill, according to the mayor.")
    True
    >>> is_same_sentence("Nine men died in the mill.", "Nine men were hurt at the quarry, the mayor said.")
    False
    """
    short, long = sorted((one.rstrip(CUT), other.rstrip(CUT)), key=lambda text: (len(text), text))
    return fuzz.ratio(short, long[: len(short)]) >= SAME_SENTENCE
