"""The ages of those killed and hurt, as evidence that two accounts of local news tell of one event or of two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from reconcile.link.agreement import TOLLS
from reconcile.model.link_reason import AgesLevel
from reconcile.model.records import Claim
from schemas.codes import Measure, Role

BEHIND = 6
"""Characters after a claim in which its person's age may stand: Boy, 16, killed."""
SLIP = 1
"""Years by which two papers may differ on one person's age."""

Ages = Mapping[Measure, frozenset[int]]


def ages_of(claims: Iterable[Claim], patterns: Sequence[str]) -> Ages:
    """Measure -> the ages of those whom the claims count, where they give the age of every one."""
    found: defaultdict[Measure, set[int]] = defaultdict(set)
    most: defaultdict[Measure, float] = defaultdict(float)
    for claim in claims:
        if claim.measure not in TOLLS:
            continue
        number = claim.best if claim.best is not None else claim.low
        added = claim.role in (Role.ADDITION, Role.REMAINDER)
        most[claim.measure] = max(most[claim.measure], (number or 0) + added)
        if number == 1:
            found[claim.measure] |= _ages_in(claim, tuple(patterns))
    return {measure: frozenset(ages) for measure, ages in found.items() if ages and len(ages) >= most[measure]}


def _ages_in(claim: Claim, patterns: tuple[str, ...]) -> set[int]:
    """The age that a claim's own words give, or the first words after them."""
    if claim.sentence_start is None:
        return set()
    start = claim.start - claim.sentence_start
    text = claim.sentence[start : start + len(claim.quote) + BEHIND]
    return {int(hit.group(1)) for pattern in patterns for hit in _compiled(pattern).finditer(text)}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def compare_ages(one: Ages, other: Ages) -> AgesLevel:
    """Compare the ages of those killed or hurt; 'different' where both give all of a measure, and none is alike.

    >>> hurt = Measure.INJURED
    >>> compare_ages({hurt: frozenset({9})}, {hurt: frozenset({2})})
    <AgesLevel.DIFFERENT: 'different'>
    """
    mine, its = (frozenset[int]().union(*ages.values()) for ages in (one, other))
    if mine & its:
        return AgesLevel.SAME
    if any(abs(age - another) <= SLIP for age in mine for another in its):
        return AgesLevel.UNKNOWN
    return AgesLevel.DIFFERENT if set(one) & set(other) else AgesLevel.UNKNOWN
