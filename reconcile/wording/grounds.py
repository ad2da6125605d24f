"""Why a claim was read as it was, in words."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.model.records import Ground


def reading_words(grounds: Iterable[Ground]) -> str:
    """Which rule and which words gave each field, as one line.

    >>> reading_words([Ground("measure", "verb", "died"), Ground("speaker", "named before its verb")])
    "measure: verb 'died'; speaker: named before its verb"
    """
    return "; ".join(f"{ground.field}: {_ground_words(ground)}" for ground in grounds)


def _ground_words(ground: Ground) -> str:
    return f"{ground.rule} '{ground.words}'" if ground.words else ground.rule
