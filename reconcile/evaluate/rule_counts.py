"""When a reading is right: the value, the bound, and the names of who speaks, who was counted and where."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from reconcile.evaluate.gold import Row

_WORD = re.compile(r"\w+")


class Leniency(BaseModel):
    """What rules.yaml holds; its fields are explained there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    passed_over: frozenset[str]
    hedged_by: tuple[str, ...]


@lru_cache(maxsize=1)
def leniency() -> Leniency:
    """What the scorer lets pass, as data."""
    return Leniency.model_validate(yaml.safe_load((Path(__file__).with_name("rules.yaml")).read_text(encoding="utf-8")))


def value_right(asked: Row, claim: Row) -> bool:
    """True where low, high and bound are as asked.

    Any interval is accepted for a vague word, since conventions differ; exact beside at_least where the hedge was
    carried over from another number; 'more than 50' may begin at 50 or at 51.

    >>> carried = {"quote": "25", "low": 25, "high": None, "bound": "at_least"}
    >>> value_right(carried, {"low": 25, "high": 25, "bound": "exact"})
    True
    >>> value_right({**carried, "quote": "at least 25"}, {"low": 25, "high": 25, "bound": "exact"})
    False
    """
    if asked["bound"] == "vague":
        return bool(claim["bound"] == "vague")
    if is_carried(asked, claim):
        return bool(claim["low"] == asked["low"])
    if asked["bound"] != claim["bound"]:
        return False
    if (asked["low"], asked["high"]) == (claim["low"], claim["high"]):
        return True
    return bool(asked["bound"] == "more_than" and claim["high"] is None and claim["low"] == asked["low"] + 1)


def bound_right(asked: Row, claim: Row) -> bool:
    """True where the bound is as asked, whatever the number; a carried hedge may be read either way."""
    return bool(asked["bound"] == claim["bound"]) or is_carried(asked, claim)


def is_carried(asked: Row, claim: Row) -> bool:
    """True where one of the two is exact and the other at_least, and nothing in the quote itself hedges the number."""
    if {asked["bound"], claim["bound"]} != {"at_least", "exact"}:
        return False
    quote = asked["quote"].lower()
    return not any(sign in quote for sign in leniency().hedged_by)


def overlaps_name(asked: str | None, found: str | None) -> bool:
    """True where both are empty, or they share at least half of the words of the shorter one.

    >>> overlaps_name("the Orlova Observatory", "Observatory of Orlova for Human Rights")
    True
    >>> overlaps_name("police", None), overlaps_name(None, None), overlaps_name("army", "police")
    (False, True, False)
    """
    x, y = _names(asked), _names(found)
    if not x or not y:
        return x == y
    return 2 * len(x & y) >= min(len(x), len(y))


def _names(text: str | None) -> set[str]:
    return set(_WORD.findall((text or "").lower())) - leniency().passed_over
