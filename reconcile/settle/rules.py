"""The named rules that settle a figure on which voices differ.

Each takes the voices and gives the best figure, or None where it leaves the matter undetermined. The range does not
depend on the rule (`reconcile.model.ranges`); it is widened where a rule's choice lies outside of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from reconcile.model.voice import TRUST, Voice

UNRELIABLE = "E"

Rule = Callable[[Sequence[Voice]], float | None]


def representative(voices: Sequence[Voice]) -> float | None:
    """The number that the words of most voices allow; of several, the one most often stated, then the best source's."""
    left = _narrowed(voices)[-1]
    return left[0] if len(left) == 1 else None


def deciding_step(voices: Sequence[Voice]) -> int:
    """Which question left the representative rule with one number: 0 most allow it, 1 most state it, 2 reliability."""
    steps = _narrowed(voices)
    return next((place for place, left in enumerate(steps) if len(left) == 1), len(steps) - 1)


def _narrowed(voices: Sequence[Voice]) -> list[list[float]]:
    """The numbers still in question after each of the rule's three questions."""
    numbers = sorted({value for voice in voices for value in voice.stated})
    allowed = _most(numbers, lambda n: sum(v.holds(n) for v in voices))
    stated = _most(allowed, lambda n: sum(v.states(n) for v in voices))
    trusted = _most(stated, lambda n: -min(TRUST[v.reliability] for v in voices if v.states(n)))
    return [allowed, stated, trusted]


def _most(numbers: Sequence[float], rank: Callable[[float], int]) -> list[float]:
    ranks = {number: rank(number) for number in numbers}
    return [number for number in numbers if ranks[number] == max(ranks.values())]


def conservative(voices: Sequence[Voice]) -> float | None:
    """The least number that any voice states; where none states one, the least that any allows."""
    stated = [value for voice in voices for value in voice.stated]
    return min(stated or _finite(t.interval.low for v in voices for t in v.tellings), default=None)


def informative(voices: Sequence[Voice]) -> float | None:
    """The largest number that any voice states; where none states one, the most that any allows."""
    stated = [value for voice in voices for value in voice.stated]
    return max(stated or _finite(t.interval.high for v in voices for t in v.tellings), default=None)


def latest_credible(voices: Sequence[Voice]) -> float | None:
    """What is said as of the latest day by voices that are not held unreliable and do not merely allege."""
    credible = [v for v in voices if v.reliability != UNRELIABLE and not v.alleged] or list(voices)
    last = max((v.as_of for v in credible), default="")
    latest = [v for v in credible if v.as_of == last]
    newest = [
        Voice(v.name, tuple(t for t in v.tellings if (t.as_of or "") == last), v.claims, v.reliability) for v in latest
    ]
    return representative(newest)


def hull_only(voices: Sequence[Voice]) -> float | None:
    """No best figure: the range speaks alone."""
    return None


RULES: dict[str, Rule] = {
    "representative": representative,
    "conservative": conservative,
    "informative": informative,
    "latest_credible": latest_credible,
    "range": hull_only,
}
"""Every rule by the name that the desk's settings use."""


def _finite(values: Iterable[float]) -> list[float]:
    return [v for v in values if math.isfinite(v)]
