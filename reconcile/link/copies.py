"""One statement in several copies of a text has one speaker: the one whom the fullest copy names.

A copy that is cut short loses the end of a sentence, and with it who said so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz

from reconcile.model.records import Claim

SAME_SENTENCE = 90
"""rapidfuzz ratio (0-100), over the length of the shorter, from which two sentences are one, reworded a little."""
CUT = " .\u2026"
"""What a cut leaves at a sentence's end."""
HEAD = 300
"""Characters at the top of an article in which a headline or lead gives ahead what is quoted below."""

Key = tuple[Any, ...]


def share_voices(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, each with the originator of the same statement in the fullest copy of its story that names a speaker.

    The same statement has the same number, measure and group, and stands in nearly the same sentence, as its first or
    second of that kind.
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
    """claim_id -> the originator that the claims which are one statement have."""
    ranked = sorted(copies, key=lambda claim: (not _is_named(claim), -len(claim.sentence), claim.doc, claim.start))
    voices = [claim.originator for claim in ranked]
    for place, claim in enumerate(ranked):
        fuller = next((i for i in range(place) if is_same_sentence(ranked[i].sentence, claim.sentence)), place)
        voices[place] = voices[fuller]
    return {claim.claim_id: voice for claim, voice in zip(ranked, voices, strict=True)}


def _is_named(claim: Claim) -> bool:
    return claim.originator not in (claim.agency, claim.story)


def attribute_repeats(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, a figure in an article's own voice with the one speaker whom the article names for it below.

    An article that repeats what it quotes is no second witness. Where it quotes two for one figure, its own words stay
    its own.
    """
    alike: defaultdict[Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        alike[claim.doc, *_number(claim)].append(claim)
    return [_attributed(claim, alike[claim.doc, *_number(claim)]) for claim in claims]


def _attributed(claim: Claim, alike: Sequence[Claim]) -> Claim:
    if claim.attribution is not None:
        return claim
    named = {other.originator for other in alike if _may_repeat(claim, other)}
    return replace(claim, originator=named.pop()) if len(named) == 1 else claim


def _may_repeat(own: Claim, other: Claim) -> bool:
    """True where a claim further down names who says what the article's head says of the same people, or of all."""
    below = own.start < min(HEAD, other.start)
    return below and other.attribution is not None and own.group in (None, other.group)


def is_same_sentence(one: str, other: str) -> bool:
    """True where the shorter sentence opens the longer, but for light edits and the marks of a cut.

    >>> is_same_sentence("Nine men died in the mill, acc...", "Nine men died in the mill, according to the mayor.")
    True
    >>> is_same_sentence("Nine men died in the mill.", "Nine men were hurt at the quarry, the mayor said.")
    False
    """
    short, long = sorted((one.rstrip(CUT), other.rstrip(CUT)), key=lambda text: (len(text), text))
    return fuzz.ratio(short, long[: len(short)]) >= SAME_SENTENCE
