"""A settled figure with its voices."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.model.claim import ComparedClaim
from reconcile.model.ranges import Fitted
from reconcile.model.subject import Subject
from reconcile.model.units import Exact
from reconcile.model.voice import Voice
from schemas.codes import RuleName


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
