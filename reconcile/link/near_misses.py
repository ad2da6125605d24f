"""Events that linking kept apart, though two of their reports are nearly or fully alike enough to be joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reconcile.link.catalogue import Cluster
from reconcile.link.linker import WORDS_SHOWN, Linker
from reconcile.link.profiles import shared_terms
from reconcile.model.near_events import NearEvents

WITHIN = 1.5
"""Points below those from which two reports are joined; pairs of reports further below are not near."""


def find_near_misses(
    clusters: Sequence[Cluster], pairs: Iterable[tuple[int, int]], linker: Linker
) -> tuple[NearEvents, ...]:
    """The pairs of events with two reports that are nearly alike, each with its best pair of reports; sorted by ids."""
    home = {member: one.row.event_id for one in clusters for member in one.members}
    least = linker.weights.by_hand.least
    best: dict[tuple[str, str], tuple[float, int, int]] = {}
    for one, other in pairs:
        ids = min(home[one], home[other]), max(home[one], home[other])
        points = linker.score(one, other) - least
        if ids[0] != ids[1] and points >= -WITHIN and points > best.get(ids, (-WITHIN - 1, 0, 0))[0]:
            best[ids] = points, one, other
    return tuple(
        NearEvents(*ids, round(points, 2), _words(linker, one, other))
        for ids, (points, one, other) in sorted(best.items())
    )


def _words(linker: Linker, one: int, other: int) -> tuple[str, ...]:
    return tuple(shared_terms(linker.reports[one].profile, linker.reports[other].profile, WORDS_SHOWN))
