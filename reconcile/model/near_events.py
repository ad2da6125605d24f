"""Two events that linking kept apart, though reports of them are alike."""

from __future__ import annotations

from typing import NamedTuple


class NearEvents(NamedTuple):
    """Two events, by id: the points of their two most similar reports above what joins, and their common words."""

    event_id: str
    other_id: str
    points: float
    words: tuple[str, ...] = ()
