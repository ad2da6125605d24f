"""A row of the claims table with sensible values; tests change what they are about."""

from __future__ import annotations

from typing import Any

CLAIM: dict[str, Any] = {
    "claim_id": "c-1",
    "doc": "a.txt",
    "start": 0,
    "end": 11,
    "quote": "At least 11",
    "sentence": "At least 11 miners died at Orlova, the mayor said.",
    "sentence_start": 0,
    "measure": "killed",
    "low": 11.0,
    "best": 11.0,
    "high": None,
    "bound": "at_least",
    "unit": "person",
    "group": "miners",
    "role": "whole",
    "implicit": False,
    "attribution": "the mayor",
    "attribution_kind": "official",
    "stance": "asserted",
    "scope": "incident",
    "link": "unlinked",
    "candidates": (),
    "extractor": "test 1",
    "grounds": ("measure|verb|died",),
}
