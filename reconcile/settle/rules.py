"""The named rules that settle a figure on which voices differ.

Each rule takes the voices and returns the best figure, or None where it leaves the figure undetermined. The range does
not depend on the rule (`reconcile.model.ranges`); it is widened where a rule's choice lies outside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reconcile.model.interval import finite
from reconcile.model.units import Exact
from reconcile.model.voice import TRUST, Voice
from schemas.codes import Reliability, RuleName

Rule = Callable[[Sequence[Voice]], Exact | None]

RULES: dict[RuleName, Rule] = {}
"""The function of each rule, by name."""


def rule(name: RuleName) -> Callable[[Rule], Rule]:
    """Register a function under the name of a rule."""

    def register(choose: Rule) -> Rule:
        RULES[name] = choose
        return choose

    return register


@rule(RuleName.REPRESENTATIVE)
def representative(voices: Sequence[Voice]) -> Exact | None:
    """The number that most voices allow; among several, the one stated most often, then the most reliable voice's."""
    left = _narrowed(voices)[-1]
    return left[0] if len(left) == 1 else None


def deciding_step(voices: Sequence[Voice]) -> int:
    """Which step left the representative rule with one number: 0 most allow it, 1 most state it, 2 reliability."""
    steps = _narrowed(voices)
    return next((place for place, left in enumerate(steps) if len(left) == 1), len(steps) - 1)


def _narrowed(voices: Sequence[Voice]) -> list[list[Exact]]:
    """The numbers that remain after each of the rule's three steps."""
    numbers = sorted({value for voice in voices for value in voice.stated})
    allowed = _most(numbers, lambda n: sum(v.holds(n) for v in voices))
    stated = _most(allowed, lambda n: sum(v.states(n) for v in voices))
    trusted = _most(stated, lambda n: -min(TRUST[v.reliability] for v in voices if v.states(n)))
    return [allowed, stated, trusted]


def _most(numbers: Sequence[Exact], rank: Callable[[Exact], int]) -> list[Exact]:
    ranks = {number: rank(number) for number in numbers}
    return [number for number in numbers if ranks[number] == max(ranks.values())]


@rule(RuleName.CONSERVATIVE)
def conservative(voices: Sequence[Voice]) -> Exact | None:
    """The lowest number that any voice states; where none states a number, the lowest that any allows."""
    stated = [value for voice in voices for value in voice.stated]
    return min(stated or finite(t.interval.low for v in voices for t in v.tellings), default=None)


@rule(RuleName.INFORMATIVE)
def informative(voices: Sequence[Voice]) -> Exact | None:
    """The highest number that any voice states; where none states a number, the highest that any allows."""
    stated = [value for voice in voices for value in voice.stated]
    return max(stated or finite(t.interval.high for v in voices for t in v.tellings), default=None)


@rule(RuleName.LATEST_CREDIBLE)
def latest_credible(voices: Sequence[Voice]) -> Exact | None:
    """The figure as of the latest day, from voices that are not rated unreliable and do not merely allege it."""
    credible = [v for v in voices if v.reliability != Reliability.E and not v.alleged] or list(voices)
    last = max((v.as_of for v in credible), default="")
    latest = [v for v in credible if v.as_of == last]
    newest = [replace(v, tellings=tuple(t for t in v.tellings if (t.as_of or "") == last), replaced=()) for v in latest]
    return representative(newest)


@rule(RuleName.RANGE)
def hull_only(voices: Sequence[Voice]) -> Exact | None:
    """None: this rule gives a range and no best figure."""
    return None
