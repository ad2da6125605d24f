"""Claims as they are compared: one statement stands for all its copies.

A hundred thousand claims about one war are a few thousand distinct statements. Claims that go back to the same
originator, in the same story, with the same figure for the same people are copies of one statement; the first of them
(by document and place in it) stands for the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from reconcile.model.group import Group, read_group
from reconcile.model.ids import short_id
from reconcile.model.interval import Interval, interval_of
from reconcile.model.records import Claim
from reconcile.model.units import LENGTHS, TIMES, Exact, exact, unit_family, unit_size
from schemas.codes import Bound, Measure, Role, Scope

COARSE = {"month": Fraction(1, 2), "year": Fraction(1, 2)}
"""A state that has lasted N months or years has lasted N give or take half of one."""


class Bucket(NamedTuple):
    """What a claim is about: claims of one bucket count the same thing. `unit` names a family of units."""

    event_id: str
    measure: Measure
    unit: str
    scope: Scope
    counted: Group

    @property
    def vague_subject(self) -> bool:
        """True where nothing says what is measured: a distance or a spell, or a force, of nobody knows what."""
        return self.counted.everyone and not self.measure.bare


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparedClaim(Claim):
    """A claim of the claims table, with what comparing needs worked out.

    Attributes:
        interval: what its words allow; lengths in metres, times in days, all else in its own unit.
        counted: who or what was counted.
        whole: the claim_id (or UNKNOWN) of the figure of the same measure that it is a part of.
        wire: the agency that a copy of its story is signed with.
        added: the figures that its text adds to it, and that its bounds hold: 'another ten bodies'.
        ruled_voice: the voice that the desk ruled it to be.
    """

    interval: Interval
    counted: Group
    whole: str | None = None
    wire: str | None = None
    added: tuple[ComparedClaim, ...] = ()
    ruled_voice: str | None = None

    __hash__ = object.__hash__
    __eq__ = object.__eq__

    @property
    def event(self) -> str:
        """The id of its event; empty where it is linked to none."""
        return self.event_id or ""

    @property
    def addition(self) -> bool:
        """True where it adds to another figure."""
        return self.role == Role.ADDITION

    @property
    def part(self) -> bool:
        """True where the text makes it a part of another figure of the same measure, or adds it to one."""
        return self.whole is not None or self.addition

    @cached_property
    def measured(self) -> str | None:
        """The word by which a spell or a distance was read: 'assault' in 'a 17-day assault'; a bare unit is none."""
        if self.measure not in (Measure.DURATION, Measure.DISTANCE):
            return None
        cue = next((g.words for g in self.grounds if g.field == "measure" and g.rule == "unit"), None)
        return cue if cue and cue not in (*LENGTHS, *TIMES) else None

    @cached_property
    def voice(self) -> str:
        """Whose voice it counts as: who it goes back to, unless the desk ruled that this is another's."""
        return self.ruled_voice or self.own_voice

    @cached_property
    def own_voice(self) -> str:
        """Who it goes back to: the originator, else the wire that a copy of the story names, else the story."""
        named = self.originator or self.attribution
        if named and named not in (self.story, self.doc):
            return named
        return self.agency or self.wire or self.text_id

    @cached_property
    def authority(self) -> str | None:
        """The named speaker that it goes back to; None where the text names none, or only 'a medical source'."""
        if not self.attribution or self.voice in (self.agency, self.wire, self.story, self.doc):
            return None
        return self.voice

    @property
    def text_id(self) -> str:
        """The text that it is in; copies of one text share it."""
        return self.story or self.doc

    @cached_property
    def stated(self) -> Exact | None:
        """The number as stated; None for ranges and vague words."""
        return None if self.best is None else exact(self.best)

    @cached_property
    def bucket(self) -> Bucket:
        """What it is about."""
        return Bucket(self.event, self.measure, unit_family(self.unit), self.scope, self.counted)


@dataclass(frozen=True, eq=False)
class Statement:
    """One thing said once: the claim that stands for it, and all that repeat it."""

    claim: ComparedClaim
    members: tuple[ComparedClaim, ...]

    @property
    def bucket(self) -> Bucket:
        """What it is about."""
        return self.claim.bucket


def compared(claim: Claim, about: float, **found: Any) -> ComparedClaim:
    """A claim made ready for comparing; `found` are those of its fields that hang on other claims."""
    low, high = stated_ends(claim)
    interval = interval_of(low, high, claim.bound, claim.measure, about)
    counted = read_group(claim.group, claim.measure)
    return ComparedClaim(**vars(claim), interval=in_common_unit(interval, claim.unit), counted=counted, **found)


def stated_ends(claim: Claim) -> tuple[float | None, float | None]:
    """Low and high in the numbers stated: 'more than 94,000' may be written as 94,000 or as 94,001 and up."""
    low, best, high = claim.low, claim.best, claim.high
    if best is not None and claim.bound == Bound.MORE_THAN:
        low = best if low is None else min(low, best)
    if best is not None and claim.bound == Bound.LESS_THAN:
        high = best if high is None else max(high, best)
    return low, high


def in_common_unit(interval: Interval, unit: str) -> Interval:
    """Lengths in metres, times in days (months and years as loosely as the words are meant), all else as it is.

    >>> in_common_unit(Interval(2, 2), "week")
    Interval(low=14, high=14, low_open=False, high_open=False)
    """
    if unit in COARSE:
        interval = interval.beyond(COARSE[unit])
    size = unit_size(unit)
    return interval if size == 1 else interval.scaled(size)


def gather(claims: Iterable[ComparedClaim]) -> list[Statement]:
    """Statements, each with its copies; the same whatever the order of the claims."""
    copies: dict[tuple[Any, ...], list[ComparedClaim]] = defaultdict(list)
    for claim in sorted(claims, key=place_of):
        copies[_said(claim)].append(claim)
    return [Statement(same[0], tuple(same)) for same in copies.values()]


def copies_of(claim_ids: Collection[str], claims: Iterable[ComparedClaim]) -> dict[str, tuple[str, ...]]:
    """For each of these claims, it and every copy of it: what the desk rules on one, it rules on the text."""
    found: dict[str, tuple[str, ...]] = {id: (id,) for id in claim_ids}
    for statement in gather(claims) if claim_ids else ():
        members = tuple(member.claim_id for member in statement.members)
        found |= {id: members for id in members if id in found}
    return found


def evidence_hash(claims: Iterable[ComparedClaim]) -> str:
    """A hash of what the claims say and of who says it; a further copy of the same words changes nothing.

    Rulings on who is whose voice make no difference: they are no evidence. Nor does it matter whether a voice is
    written with a capital, which is as most articles of a batch have it.
    """
    said = {(c.own_voice.casefold(), c.low, c.high, str(c.bound), c.as_of or "") for c in claims}
    return short_id("h", *[part for one in sorted(said, key=str) for part in one])


def by_bucket(statements: Iterable[Statement]) -> dict[Bucket, list[Statement]]:
    """Statements by what they are about, in a fixed order."""
    found: dict[Bucket, list[Statement]] = defaultdict(list)
    for statement in statements:
        found[statement.bucket].append(statement)
    return dict(sorted(found.items()))


def place_of(claim: Claim) -> tuple[str, int, str]:
    """Where a claim is in the articles, to put claims in a fixed order."""
    return claim.doc, claim.start, claim.claim_id


def _said(claim: ComparedClaim) -> tuple[Any, ...]:
    said = (claim.bucket, claim.interval, claim.text_id, claim.voice, claim.stance, claim.as_of)
    return (*said, claim.part, claim.part_of if claim.part else None)
