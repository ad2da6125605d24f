"""Claims as they are compared: one statement stands for all its copies.

A hundred thousand claims about one war are a few thousand distinct statements. Claims that go back to the same
originator, in the same story, with the same figure for the same people are copies of one statement; the first of them
(by document and place in it) stands for the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from reconcile.model.group import Group, read_group
from reconcile.model.hedges import restore_hedges
from reconcile.model.ids import short_id
from reconcile.model.interval import Interval, interval_of
from reconcile.model.parts import find_additions, find_wholes
from reconcile.model.records import Ground
from schemas import records

LENGTHS = {"metre": 1.0, "kilometre": 1000.0, "mile": 1609.344, "foot": 0.3048, "yard": 0.9144}
DAYS_A_YEAR = 365.25
TIMES = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": DAYS_A_YEAR / 12,
    "year": DAYS_A_YEAR,
}
COARSE = {"month": 0.5, "year": 0.5}
"""A state that has lasted N months or years has lasted N give or take half of one."""
UNNAMED = frozenset({"duration", "distance", "fighters"})
"""Measures whose figures say nothing without their group: how far from where, how long what, which force?"""


@dataclass(frozen=True, eq=False)
class Claim:
    """One row of the claims table, with what comparing needs worked out."""

    row: dict[str, Any]
    interval: Interval
    group: Group
    whole: str | None = None  # claim_id (or UNKNOWN) of the figure of the same measure that it is a part of
    wire: str | None = None  # the agency that a copy of its story is signed with
    addition: bool = False  # it adds to a figure told before: 'another ten bodies'
    ruled_voice: str | None = None  # the voice that the desk ruled it to be

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["row"][name]
        except KeyError:
            raise AttributeError(name) from None

    @cached_property
    def part(self) -> bool:
        """True where the text makes it a part of another figure of the same measure, or adds it to one."""
        return self.whole is not None or self.addition

    @cached_property
    def measured(self) -> str | None:
        """The word by which a spell or a distance was read: 'assault' in 'a 17-day assault'; a bare unit is none."""
        if self.row["measure"] not in ("duration", "distance"):
            return None
        grounds = map(Ground.read, self.row["grounds"])
        cue = next((g.words for g in grounds if g.field == "measure" and g.rule == "unit"), None)
        return cue if cue and cue not in (*LENGTHS, *TIMES) else None

    @cached_property
    def voice(self) -> str:
        """Whose voice it counts as: who it goes back to, unless the desk ruled that this is another's."""
        return self.ruled_voice or self.own_voice

    @cached_property
    def own_voice(self) -> str:
        """Who it goes back to: the originator, else the wire that a copy of the story names, else the story."""
        row = self.row
        named = row["originator"] or row["attribution"]
        if named and named not in (row["story"], row["doc"]):
            return str(named)
        return str(row["agency"] or self.wire or row["story"] or row["doc"])

    @cached_property
    def authority(self) -> str | None:
        """The named speaker that it goes back to; None where the text names none, or only 'a medical source'."""
        row = self.row
        if not row["attribution"] or self.voice in (row["agency"], self.wire, row["story"], row["doc"]):
            return None
        return self.voice

    @cached_property
    def story(self) -> str:
        """The text it stands in; copies of one text share it."""
        return str(self.row["story"] or self.row["doc"])

    @cached_property
    def stated(self) -> float | None:
        """The number as stated; None for ranges and vague words."""
        best = self.row["best"]
        return None if best is None else float(best)

    @cached_property
    def bucket(self) -> Bucket:
        """What it speaks of: claims of one bucket count the same thing."""
        row = self.row
        return Bucket(row["event_id"], row["measure"], unit_family(row["unit"]), row["scope"], self.group)


@dataclass(frozen=True, order=True)
class Bucket:
    """Claims that count the same thing: one event, measure, unit, scope and group."""

    event_id: str
    measure: str
    unit: str
    scope: str
    group: Group

    @property
    def vague_subject(self) -> bool:
        """True where nothing says what is measured: a distance or a spell, or a force, of nobody knows what."""
        return self.group.everyone and self.measure in UNNAMED


@dataclass(frozen=True, eq=False)
class Statement:
    """One thing said once: the claim that stands for it, and all that repeat it."""

    claim: Claim
    members: tuple[Claim, ...]

    @property
    def bucket(self) -> Bucket:
        """What it speaks of."""
        return self.claim.bucket


def unit_family(unit: str) -> str:
    """Units that convert into one another share a family; any other unit stands alone.

    >>> unit_family("mile") == unit_family("kilometre"), unit_family("house")
    (True, 'house')
    """
    if unit in LENGTHS:
        return "length"
    return "time" if unit in TIMES else unit


def read_claims(claims: pd.DataFrame, about: float, event_only: bool = True) -> list[Claim]:
    """The claims that are linked to an event, in a fixed order, each with its interval and group.

    Args:
        claims: the claims table.
        about: the desk's tolerance for 'about N'.
        event_only: leave out claims that are linked to no event.
    """
    told = records(claims)
    rows = restore_hedges([row for row in told if row["event_id"] is not None or not event_only])
    wholes, wires, additions = find_wholes(rows, told), find_wires(told), find_additions(rows)
    read = [read_claim(row, about) for row in rows]
    return sorted(
        (
            replace(c, whole=wholes.get(c.claim_id), wire=wires.get(c.story), addition=c.claim_id in additions)
            for c in read
        ),
        key=_order,
    )


def find_wires(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The agency of each story, where one of its copies names it: an unsigned cut of a wire story is the wire's too."""
    signed = sorted((row["story"], row["agency"]) for row in rows if row["story"] and row["agency"])
    return dict(reversed(signed))


def read_claim(row: dict[str, Any], about: float) -> Claim:
    """One row of the claims table made ready for comparing."""
    low, high = stated_ends(row)
    interval = interval_of(low, high, row["bound"], row["measure"], about)
    return Claim(row, in_common_unit(interval, row["unit"]), read_group(row["group"], row["measure"]))


def stated_ends(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Low and high in the numbers stated: 'more than 94,000' may be written as 94,000 or as 94,001 and up."""
    low, best, high = row["low"], row["best"], row["high"]
    if best is not None and row["bound"] == "more_than":
        low = min(low, best)
    if best is not None and row["bound"] == "less_than":
        high = max(high, best)
    return low, high


def in_common_unit(interval: Interval, unit: str) -> Interval:
    """Lengths in metres, times in days (months and years as loosely as the words are meant), all else as it stands.

    >>> in_common_unit(Interval(2, 2), "week")
    Interval(low=14.0, high=14.0, low_open=False, high_open=False)
    """
    if unit in COARSE:
        slack = COARSE[unit]
        interval = replace(interval, low=interval.low - slack, high=interval.high + slack)
    factor = LENGTHS.get(unit) or TIMES.get(unit)
    return interval.scaled(factor) if factor else interval


def gather(claims: Iterable[Claim]) -> list[Statement]:
    """Statements, each with its copies; the same whatever the order of the claims."""
    copies: dict[tuple[Any, ...], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=_order):
        copies[_said(claim)].append(claim)
    return [Statement(same[0], tuple(same)) for same in copies.values()]


def copies_of(claim_ids: Collection[str], claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    """For each of these claims, it and every copy of it: what the desk rules on one, it rules on the text."""
    found: dict[str, tuple[str, ...]] = {id: (id,) for id in claim_ids}
    for statement in gather(claims) if claim_ids else ():
        members = tuple(member.claim_id for member in statement.members)
        found |= {id: members for id in members if id in found}
    return found


def evidence_hash(claims: Iterable[Claim]) -> str:
    """A hash of what the claims say and of who says it; a further copy of the same words changes nothing.

    Rulings on who is whose voice make no difference: they are no evidence. Nor does it matter whether a voice is
    written with a capital, which is as most articles of a batch have it.
    """
    said = {(c.own_voice.casefold(), c.row["low"], c.row["high"], c.row["bound"], c.row["as_of"] or "") for c in claims}
    return short_id("h", *[part for one in sorted(said, key=str) for part in one])


def by_bucket(statements: Iterable[Statement]) -> dict[Bucket, list[Statement]]:
    """Statements by what they speak of, in a fixed order."""
    found: dict[Bucket, list[Statement]] = defaultdict(list)
    for statement in statements:
        found[statement.bucket].append(statement)
    return dict(sorted(found.items()))


def _order(claim: Claim) -> tuple[str, int, str]:
    return claim.doc, claim.start, claim.claim_id


def _said(claim: Claim) -> tuple[Any, ...]:
    row = claim.row
    said = (claim.bucket, claim.interval, claim.story, claim.voice, row["stance"], row["as_of"])
    return (*said, claim.part, row["part_of"] if claim.part else None)
