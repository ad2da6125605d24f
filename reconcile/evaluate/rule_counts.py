"""When a reading counts as right: the value, the bound, and the names of speaker, group and place."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from reconcile.evaluate.gold import GoldClaim
from reconcile.model.records import Claim
from schemas.codes import Bound

_WORD = re.compile(r"\w+")


class Leniency(BaseModel):
    """The contents of rules.yaml, which explains the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    passed_over: frozenset[str]
    hedged_by: tuple[str, ...]


@lru_cache(maxsize=1)
def leniency() -> Leniency:
    """The differences that the scorer accepts, read from rules.yaml."""
    return Leniency.model_validate(yaml.safe_load((Path(__file__).with_name("rules.yaml")).read_text(encoding="utf-8")))


def value_right(asked: GoldClaim, claim: Claim) -> bool:
    """True where low, high and bound are as in the gold.

    Any interval is accepted for a vague word, since conventions differ; exact is accepted for at_least where the hedge
    was carried over from another number; 'more than 50' may begin at 50 or at 51.
    """
    if asked.bound is Bound.VAGUE:
        return claim.bound is Bound.VAGUE
    if is_carried(asked, claim):
        return claim.low == asked.low
    if asked.bound is not claim.bound:
        return False
    if (asked.low, asked.high) == (claim.low, claim.high):
        return True
    beyond = asked.low + 1 if asked.bound is Bound.MORE_THAN and asked.low is not None else None
    return beyond is not None and (claim.low, claim.high) == (beyond, None)


def bound_right(asked: GoldClaim, claim: Claim) -> bool:
    """True where the bound is as in the gold, whatever the number; a carried hedge may be read either way."""
    return asked.bound is claim.bound or is_carried(asked, claim)


def is_carried(asked: GoldClaim, claim: Claim) -> bool:
    """True where one of the two is exact and the other at_least, and nothing in the quote itself hedges the number."""
    if {asked.bound, claim.bound} != {Bound.AT_LEAST, Bound.EXACT}:
        return False
    quote = asked.quote.lower()
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
