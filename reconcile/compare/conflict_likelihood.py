"""How likely it is that the two sides of a conflict truly contradict each other, and do not count different things.

What is asked: are both sides surely read (a stated number of a named speaker), surely of one event and place, and of a
size that two counts of one thing can have? Each doubt lowers the likelihood by one step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.compare.kinds.base import Finding, Kind
from reconcile.compare.verdicts import is_part_of
from reconcile.model.claim import ComparedClaim
from schemas.codes import DateRule, Likelihood, PlacePrecision

FAR = 10
"""Two counts that differ by more than this factor seldom count the same people."""

STEPS = (Likelihood.LIKELY, Likelihood.POSSIBLE, Likelihood.DOUBTFUL)


def likelihood_of(kind: Kind, finding: Finding) -> Likelihood:
    """How likely the sides of a finding contradict each other."""
    if finding.unsure:
        return Likelihood.DOUBTFUL
    sides = finding.sides or finding.claims
    doubts = sum(_doubts(kind, finding, sides))
    return STEPS[min(doubts, len(STEPS) - 1)]


def _doubts(kind: Kind, finding: Finding, sides: Sequence[ComparedClaim]) -> Iterator[int]:
    """The doubts of each sort, by kind of conflict."""
    if finding.moved is not None:
        yield from _about_when_and_where(sides)
    elif kind.of_groups:
        if not any(is_part_of(a, b) for a in sides for b in sides):
            yield from _about_numbers(sides)
            yield 1 if len({side.voice for side in sides}) == 1 else 0
    elif kind.of_values:
        yield from _about_numbers(sides)


def _about_when_and_where(sides: Sequence[ComparedClaim]) -> Iterator[int]:
    """Days and places are of one event where the sides give the same number, each with a day of its own sentence."""
    first, last = sides[0], sides[-1]
    yield 0 if first.interval.overlaps(last.interval) else 2
    yield from (1 for side in (first, last) if not _has_own_day(side))


def _has_own_day(claim: ComparedClaim) -> bool:
    ground = claim.ground("date")
    return ground is None or ground.rule == DateRule.OWN


def _about_numbers(sides: Sequence[ComparedClaim]) -> Iterator[int]:
    low, high = sides[0], sides[-1]
    yield 0 if all(side.authority for side in (low, high)) else 1
    yield 0 if all(side.stated for side in (low, high)) else 1
    yield 1 if low.stated and high.stated and high.stated > FAR * low.stated else 0
    yield 1 if any(side.candidates for side in (low, high)) else 0
    yield 1 if _of_other_places(low, high) else 0


def _of_other_places(left: ComparedClaim, right: ComparedClaim) -> bool:
    exact = all((c.place_precision or 9) <= PlacePrecision.SECOND_ORDER for c in (left, right))
    return bool(exact and left.place_id and right.place_id and left.place_id != right.place_id)
