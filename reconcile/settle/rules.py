"""The named rules that settle a figure on which voices differ.

Each takes the voices and gives the best figure, or None where it leaves the matter undetermined. The range is the same
under every rule: what all voices allow, or, where some exclude one another, from the least to the most; it is widened
where a rule's choice lies outside of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reconcile.compare.intervals import Interval, meet_all
from reconcile.settle.voices import TRUST, Voice

UNRELIABLE = "E"

Rule = Callable[[Sequence[Voice]], float | None]


@dataclass(frozen=True)
class Range:
    """Low and high of a figure; None where nobody closed that side. `contested` where voices exclude one another."""

    low: float | None
    high: float | None
    contested: bool

    def holding(self, best: float | None) -> Range:
        """The same, widened to hold the best figure."""
        if best is None:
            return self
        low = None if self.low is None else min(self.low, best)
        return Range(low, None if self.high is None else max(self.high, best), self.contested)


def range_of(voices: Sequence[Voice]) -> Range:
    """What all voices allow, or the hull of what they say where they exclude one another.

    An open side stays open unless another voice that can hold beside it closes it: 'at least 70' beside 86 ends at 86.
    """
    intervals = [t.interval for voice in voices for t in voice.tellings]
    met = meet_all(intervals)
    if met is not None:
        return Range(_known(met.low), _known(met.high), False)
    return Range(_hull_low(intervals), _hull_high(intervals), True)


def representative(voices: Sequence[Voice]) -> float | None:
    """The number that the words of most voices allow; of several, the one most often stated, then the best source's."""
    numbers = sorted({value for voice in voices for value in voice.stated})
    if not numbers:
        return None
    allowed = {n: sum(v.holds(n) for v in voices) for n in numbers}
    most = [n for n in numbers if allowed[n] == max(allowed.values())]
    stated = {n: sum(v.states(n) for v in voices) for n in most}
    most = [n for n in most if stated[n] == max(stated.values())]
    trust = {n: min(TRUST[v.reliability] for v in voices if v.states(n)) for n in most}
    most = [n for n in most if trust[n] == min(trust.values())]
    return most[0] if len(most) == 1 else None


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


def _hull_low(intervals: Sequence[Interval]) -> float | None:
    closed = [i for i in intervals if math.isfinite(i.low)]
    met = all(any(i.overlaps(c) for c in closed) for i in intervals if not math.isfinite(i.low))
    return min(c.low for c in closed) if closed and met else None


def _hull_high(intervals: Sequence[Interval]) -> float | None:
    closed = [i for i in intervals if math.isfinite(i.high)]
    met = all(any(i.overlaps(c) for c in closed) for i in intervals if not math.isfinite(i.high))
    return max([*(c.high for c in closed), *_finite(i.low for i in intervals)]) if closed and met else None


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _finite(values: Iterable[float]) -> list[float]:
    return [v for v in values if math.isfinite(v)]
