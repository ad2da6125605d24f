"""Names whom each speaker speaks for: a spokesman is the body, and who cites another is the one cited."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from reconcile.link.institutions import ReaderOf
from reconcile.model.records import Claim
from schemas.codes import ReadingRule, SpeakerKind

FULL_NAME = 2
"""Words from which a person's name means the same person in every text."""


def name_speakers(claims: Sequence[Claim], reader_of: ReaderOf) -> dict[str, str]:
    """claim_id -> who says it: the body that the person speaks for, else the speaker as named.

    Claims in an article's own words, and those of unnamed sources, have no entry. A person whose body only another text
    gives speaks for that body here too. 'SANA, citing residents' is SANA, and 'AFP, citing Barsk police' the police.
    """
    bodies = _bodies_of_persons(claims, reader_of)
    return {claim.claim_id: name for claim in claims if (name := _speaker(claim, bodies, reader_of))}


def _speaker(claim: Claim, bodies: Mapping[str, str], reader_of: ReaderOf) -> str | None:
    body, carrier = _body(claim, reader_of), claim.ground("carrier")
    if carrier is not None:
        return carrier.words if body is None or reader_of(claim.doc).read(body).nameless else body
    if claim.attribution is None or claim.attribution_kind == SpeakerKind.UNNAMED:
        return None
    return bodies.get(claim.attribution) or body or claim.attribution


def _body(claim: Claim, reader_of: ReaderOf) -> str | None:
    """The body that a text gives a speaker; a post counts where it is known for which body it speaks."""
    given = claim.ground("body")
    if given is None or not given.words:
        return None
    known = reader_of(claim.doc).read(given.words).family is not None
    return given.words if known or given.rule == ReadingRule.SPEAKS_FOR else None


def is_lone_person(claim: Claim) -> bool:
    """True where a person says it and no text names the body that the person speaks for."""
    given = claim.ground("body")
    lone = given is not None and given.rule != ReadingRule.SPEAKS_FOR and claim.ground("carrier") is None
    return lone and claim.originator == claim.attribution


def _bodies_of_persons(claims: Sequence[Claim], reader_of: ReaderOf) -> dict[str, str]:
    """Person -> the body that most texts give, one of a known kind or with a place before others."""
    given: defaultdict[str, Counter[str]] = defaultdict(Counter)
    readers = {}
    for claim in claims:
        full = claim.attribution is not None and claim.attribution.count(" ") + 1 >= FULL_NAME
        if full and claim.ground("carrier") is None and (body := _body(claim, reader_of)):
            given[claim.attribution or ""][body] += 1
            readers[body] = reader_of(claim.doc)

    def rank(name: str, count: int) -> tuple[bool, bool, int, str]:
        meaning = readers[name].read(name)
        return meaning.family is None, not meaning.places, -count, name

    return {person: min(names, key=lambda name: rank(name, names[name])) for person, names in given.items()}
