"""Why a claim was read as it was, in words."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.model.records import Ground


def reading_words(grounds: Iterable[str]) -> str:
    """Which rule and which words gave each field, as one line.

    Args:
        grounds: cells of the claims table's `grounds`: 'field|rule|words'.

    >>> reading_words(["measure|verb|died", "speaker|named before its verb"])
    "measure: verb 'died'; speaker: named before its verb"
    """
    return "; ".join(f"{g.field}: {_ground_words(g)}" for g in map(Ground.read, grounds))


def _ground_words(ground: Ground) -> str:
    return f"{ground.rule} '{ground.words}'" if ground.words else ground.rule
