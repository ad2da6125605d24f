"""Claims prepared for comparing: copies of one statement are represented by one claim.

A hundred thousand claims about one war may be a few thousand distinct statements. Claims that go back to the same
originator, in the same story, with the same figure for the same people are copies of one statement; the first of them
(by document and position in it) represents the others.
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
"""A duration of N months or years is read as N give or take half of one."""


class Bucket(NamedTuple):
    """What a claim counts: claims of one bucket count the same thing. `unit` is the name of a unit family."""

    event_id: str
    measure: Measure
    unit: str
    scope: Scope
    counted: Group

    @property
    def vague_subject(self) -> bool:
        """True where the claim does not say what is measured: a distance, a duration or a force without a group."""
        return self.counted.everyone and not self.measure.bare


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparedClaim(Claim):
    """A claim of the claims table, with the values that comparing needs.

    Attributes:
        interval: what its words allow; lengths in metres, times in days, all else in its own unit.
        counted: who or what was counted.
        whole: the claim_id (or UNKNOWN) of the figure of the same measure that it is a part of.
        wire: the agency named in a copy of its story.
        added: the additions of its text ('another ten bodies') that its bounds include.
        ruled_voice: the voice that the desk attributed it to.
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
        """The id of its event; empty where it is not linked."""
        return self.event_id or ""

    @property
    def addition(self) -> bool:
        """True where it is an addition to another figure."""
        return self.role == Role.ADDITION

    @property
    def part(self) -> bool:
        """True where the text makes it a part of another figure of the same measure, or adds it to one."""
        return self.whole is not None or self.addition

    @cached_property
    def measured(self) -> str | None:
        """The word that a duration or a distance measures: 'assault' in 'a 17-day assault'; None for a bare unit."""
        if self.measure not in (Measure.DURATION, Measure.DISTANCE):
            return None
        cue = next((g.words for g in self.grounds if g.field == "measure" and g.rule == "unit"), None)
        return cue if cue and cue not in (*LENGTHS, *TIMES) else None

    @cached_property
    def voice(self) -> str:
        """The voice it counts as: the one that the desk attributed it to, else who it goes back to."""
        return self.ruled_voice or self.own_voice

    @cached_property
    def own_voice(self) -> str:
        """Who it goes back to: the originator, else the agency that a copy of the story names, else the story."""
        named = self.originator or self.attribution
        if named and named not in (self.story, self.doc):
            return named
        return self.agency or self.wire or self.text_id

    @cached_property
    def authority(self) -> str | None:
        """The named speaker it goes back to; None where the text names nobody, or only 'a medical source'."""
        named = self.attribution or self.originator  # a headline is its speaker's, without naming the speaker
        if not named or self.voice in (self.agency, self.wire, self.story, self.doc, self.publisher):
            return None
        return self.voice

    @property
    def opens_text(self) -> bool:
        """True for a number of the first sentence of its text, which is its title where it has one."""
        return self.sentence_start == 0

    @property
    def text_id(self) -> str:
        """The id of its text; copies of one text share it."""
        return self.story or self.doc

    @cached_property
    def stated(self) -> Exact | None:
        """The number as stated; None for ranges and vague words."""
        return None if self.best is None else exact(self.best)

    @cached_property
    def bucket(self) -> Bucket:
        """The bucket of what it counts."""
        return Bucket(self.event, self.measure, unit_family(self.unit), self.scope, self.counted)


@dataclass(frozen=True, eq=False)
class Statement:
    """One distinct statement: the claim that represents it, and all claims that repeat it."""

    claim: ComparedClaim
    members: tuple[ComparedClaim, ...]

    @property
    def bucket(self) -> Bucket:
        """The bucket of what it counts."""
        return self.claim.bucket


def compared(claim: Claim, about: float, **found: Any) -> ComparedClaim:
    """Prepare a claim for comparing; `found` are those of its fields that depend on other claims."""
    low, high = stated_ends(claim)
    interval = interval_of(low, high, claim.bound, claim.measure, about)
    counted = read_group(claim.group, claim.measure)
    return ComparedClaim(**vars(claim), interval=in_common_unit(interval, claim.unit), counted=counted, **found)


def stated_ends(claim: Claim) -> tuple[float | None, float | None]:
    """Low and high in the numbers stated: 'more than 94,000' may be stored as 94,000 or as 94,001 and up."""
    low, best, high = claim.low, claim.best, claim.high
    if best is not None and claim.bound == Bound.MORE_THAN:
        low = best if low is None else min(low, best)
    if best is not None and claim.bound == Bound.LESS_THAN:
        high = best if high is None else max(high, best)
    return low, high


def in_common_unit(interval: Interval, unit: str) -> Interval:
    """Convert lengths to metres and times to days (months and years loosely, as the words mean); keep other units.

    >>> in_common_unit(Interval(2, 2), "week")
    Interval(low=14, high=14, low_open=False, high_open=False)
    """
    if unit in COARSE:
        interval = interval.beyond(COARSE[unit])
    size = unit_size(unit)
    return interval if size == 1 else interval.scaled(size)


def gather(claims: Iterable[ComparedClaim]) -> list[Statement]:
    """Group claims into statements, each with its copies; the order of the claims makes no difference."""
    copies: dict[tuple[Any, ...], list[ComparedClaim]] = defaultdict(list)
    for claim in sorted(claims, key=place_of):
        copies[_said(claim)].append(claim)
    return [Statement(same[0], tuple(same)) for same in copies.values()]


def copies_of(claim_ids: Collection[str], claims: Iterable[ComparedClaim]) -> dict[str, tuple[str, ...]]:
    """For each of these claims, the claim and every copy of it: a ruling on one applies to all of them."""
    found: dict[str, tuple[str, ...]] = {id: (id,) for id in claim_ids}
    for statement in gather(claims) if claim_ids else ():
        members = tuple(member.claim_id for member in statement.members)
        found |= {id: members for id in members if id in found}
    return found


def evidence_hash(claims: Iterable[ComparedClaim]) -> str:
    """A hash of what the claims say and who says it; a further copy of the same words does not change it.

    Rulings on which voice a claim counts as do not change it, since they are not evidence. Nor does the use of capitals
    in the voice's name, which depends on what most articles of a batch write.
    """
    said = {(c.own_voice.casefold(), c.low, c.high, str(c.bound), c.as_of or "") for c in claims}
    return short_id("h", *[part for one in sorted(said, key=str) for part in one])


def by_bucket(statements: Iterable[Statement]) -> dict[Bucket, list[Statement]]:
    """Group statements by bucket, in a fixed order."""
    found: dict[Bucket, list[Statement]] = defaultdict(list)
    for statement in statements:
        found[statement.bucket].append(statement)
    return dict(sorted(found.items()))


def place_of(claim: Claim) -> tuple[str, int, str]:
    """The position of a claim in the articles (document, start, id), to sort claims in a fixed order."""
    return claim.doc, claim.start, claim.claim_id


def _said(claim: ComparedClaim) -> tuple[Any, ...]:
    said = (claim.bucket, claim.interval, claim.text_id, claim.voice, claim.stance, claim.as_of)
    return (*said, claim.part, claim.part_of if claim.part else None)
