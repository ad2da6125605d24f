"""What mergers of events take off the month's totals: two tolls become one, or the merged event is in no total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reconcile.doubts.bearing_on_totals import Bearing, Count, add
from reconcile.model.records import Claim, Ruling
from reconcile.wording.doubt_words import merger_loss


@dataclass(frozen=True)
class Loss:
    """One merger, and for each count of people that it lowers the number apart and the number together."""

    ruling: Ruling
    event: str
    counts: tuple[tuple[Count, float, float], ...]

    @property
    def words(self) -> str:
        """The merger and what it does, in one sentence."""
        return merger_loss(self.event, self.ruling.analyst, [(c.measure, a, t) for c, a, t in self.counts])


def lost_by_mergers(bearing: Bearing, mergers: Iterable[Ruling]) -> list[Loss]:
    """The mergers that take people off a total, in the order given."""
    losses = (_loss(bearing, ruling) for ruling in mergers)
    return [loss for loss in losses if loss is not None]


def _loss(bearing: Bearing, ruling: Ruling) -> Loss | None:
    moved = [claim for claim in bearing.tables.claims if ruling.decision_id in claim.moved_by and claim.event_id]
    if not moved:
        return None
    event_id = str(moved[0].event_id)
    others = [claim for claim in bearing.claims_of[event_id] if ruling.decision_id not in claim.moved_by]
    apart: dict[Count, float] = {}
    for side in (moved, others):
        for count, number in _added(bearing, side).items():
            apart[count] = apart.get(count, 0.0) + number
    together = {} if event_id in _outer(bearing) else bearing.added.get(event_id, {})
    counts = [(count, number, together.get(count, 0.0)) for count, number in sorted(apart.items())]
    fewer = tuple(row for row in counts if row[2] < row[1])
    event = bearing.events.get(event_id)
    return Loss(ruling, event.name if event else event_id, fewer) if fewer else None


def _added(bearing: Bearing, claims: list[Claim]) -> dict[Count, float]:
    return add(bearing.settle(claims)) if claims else {}


def _outer(bearing: Bearing) -> set[str]:
    """The events that totals leave out, because events inside them are counted."""
    return {event.parent for event in bearing.tables.events if event.parent and event.event_id in bearing.added}
