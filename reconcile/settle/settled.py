"""A figure that a rule, or the desk, has settled, with the voices behind it."""

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
    """A settled figure.

    Attributes:
        subject: what it is of.
        voices: the voices behind it.
        rule: the rule that settled it; None where the desk has set it.
        low: the least, in the unit; None where open.
        best: the settled figure; None where undetermined.
        high: the most; None where open.
        fitted: its range among those of its event's other groups.
        dismissed: the desk dismissed it; it stays listed, and bears on nothing else.
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
        """True where voices exclude one another, or a part and its whole do."""
        return self.fitted.range.contested

    @property
    def claims(self) -> list[ComparedClaim]:
        """All claims behind it."""
        return [claim for voice in self.voices for claim in voice.claims]
