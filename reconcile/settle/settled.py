"""A settled figure with its voices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reconcile.model.claim import ComparedClaim
from reconcile.model.ranges import Fitted
from reconcile.model.subject import Subject
from reconcile.model.units import Exact, exact
from reconcile.model.voice import Voice
from schemas.codes import Bound, RuleName


class Said(NamedTuple):
    """Low, best and high in numbers that were said, as tables store them, and how the words bound the figure."""

    low: float | None
    best: float | None
    high: float | None
    bound: Bound


@dataclass(frozen=True)
class Settled:
    """A figure that a rule or a ruling has settled.

    Attributes:
        subject: what the figure counts: event, measure, unit, scope and group.
        voices: the voices that give it.
        rule: the rule that settled it; None where the desk has set it.
        low: the lowest value, in the unit; None where open.
        best: the settled value, in the unit; None where undetermined.
        high: the highest value, in the unit; None where open.
        fitted: its range, fitted to the other groups of its event.
        dismissed: True where the desk dismissed it; it stays listed and affects nothing else.
    """

    subject: Subject
    voices: tuple[Voice, ...]
    rule: RuleName | None
    low: Exact | None
    best: Exact | None
    high: Exact | None
    fitted: Fitted
    dismissed: bool = False

    @property
    def decided(self) -> bool:
        """True where the desk has set it."""
        return self.rule is None

    @property
    def whole(self) -> bool:
        """True where totals add it."""
        return self.fitted.whole and not self.dismissed

    @property
    def contested(self) -> bool:
        """True where voices exclude one another, or the figure and its part or whole do."""
        return self.fitted.range.contested

    @property
    def claims(self) -> list[ComparedClaim]:
        """All claims of its voices."""
        return [claim for voice in self.voices for claim in voice.claims]

    @property
    def said(self) -> Said:
        """The figure in numbers that were said: 'more than 94,000' gives 94,000 and the bound, and not 94,001."""
        low, best, high = self.low, self.best, self.high
        typed = self.decided and low == high
        above, below = (frozenset[Exact](), frozenset[Exact]()) if typed else _never_said(self.claims)
        lowest, highest = _stepped(low, above, -1), _stepped(high, below, 1)
        middle = _stepped(_stepped(best, above, -1), below, 1)
        return Said(_float(lowest), _float(middle), _float(highest), _bound(low, high, lowest, highest))


def _never_said(claims: Sequence[ComparedClaim]) -> tuple[frozenset[Exact], frozenset[Exact]]:
    """The numbers just above 'more than N' and just below 'fewer than N' that no claim states itself."""
    limits = [(c.bound, exact(c.best)) for c in claims if c.best is not None and c.measure.whole]
    said = {value for bound, value in limits if bound not in (Bound.MORE_THAN, Bound.LESS_THAN)}
    above = {exact(value + 1) for bound, value in limits if bound == Bound.MORE_THAN}
    below = {exact(value - 1) for bound, value in limits if bound == Bound.LESS_THAN}
    return frozenset(above - said), frozenset(below - said)


def _stepped(value: Exact | None, never: frozenset[Exact], step: int) -> Exact | None:
    return exact(value + step) if value is not None and value in never else value


def _bound(low: Exact | None, high: Exact | None, lowest: Exact | None, highest: Exact | None) -> Bound:
    """How low and high bound the figure, where `lowest` and `highest` are as they were said."""
    if low is not None and high is not None:
        return Bound.EXACT if low == high else Bound.RANGE
    if low is not None:
        return Bound.AT_LEAST if low == lowest else Bound.MORE_THAN
    if high is not None:
        return Bound.AT_MOST if high == highest else Bound.LESS_THAN
    return Bound.VAGUE


def _float(value: Exact | None) -> float | None:
    return None if value is None else float(value)
