"""Who was counted in the text's own words and order; for a length of time or a distance, the words that tell it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from reconcile.model.records import Claim
from reconcile.report.month import Month
from reconcile.report.quotes import quote_span
from reconcile.wording.figure_words import headline
from schemas.codes import Measure

LENGTHS = (Measure.DURATION, Measure.DISTANCE)
LONGEST = 48
"""Characters of a group, or of the words around a length, that are shown."""


def group_words(month: Month, measure: Measure | None, group: str | None, claim_ids: Iterable[str]) -> str | None:
    """A group as most of its claims name it; the group as compared where none of them does; None for everyone."""
    if group is None:
        return None
    claims = [month.claims[id] for id in claim_ids if id in month.claims]
    told = [_stretch(claim, group) if measure in LENGTHS else " ".join((claim.group or "").split()) for claim in claims]
    often = Counter(words for words in told if words)
    best = min(often, key=lambda words: (-often[words], len(words), words), default=group)
    return headline(best, LONGEST)


def _stretch(claim: Claim, word: str) -> str:
    """The words from a length to the word that it measures: 'the assault lasted 17 days', '17-day assault'.

    Only the length itself where the word is not near it.
    """
    span = quote_span(claim)
    if span is None:
        return claim.quote
    places = [found.span() for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", claim.sentence, re.IGNORECASE)]
    stretches = [(min(span[0], start), max(span[1], end)) for start, end in places]
    start, end = min(stretches, key=lambda cut: cut[1] - cut[0], default=span)
    return " ".join(claim.sentence[start:end].split()) if end - start <= LONGEST else claim.quote
