"""Stable ids: the same thing gets the same short id in every run, on every machine."""

from __future__ import annotations

import json
from hashlib import sha256

LENGTH = 12
"""Hexadecimal digits of an id: among a million rows, the chance of two equal ids is below one in 500."""


def claim_id(doc: str, start: int, end: int, measure: str) -> str:
    """The id of a claim: one mention (document and span) of one measure.

    >>> claim_id("2013-06/000.txt", 2804, 2815, "killed")
    'c-43cf264032f0'
    """
    return short_id("c", doc, start, end, measure)


def short_id(prefix: str, *parts: str | int | float | None) -> str:
    """A short id of the parts in their order; ('ab', 'c') and ('a', 'bc') give different ids.

    >>> short_id("e", "ab", "c") == short_id("e", "a", "bc")
    False
    >>> short_id("e", 1) == short_id("e", "1")
    False
    """
    said = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return f"{prefix}-{sha256(said.encode('ascii')).hexdigest()[:LENGTH]}"
