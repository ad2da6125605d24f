"""Who gives a figure, and what each voice says: one voice an originator, however many articles carry it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reconcile.model.claim import ComparedClaim, stated_ends
from reconcile.model.interval import Interval, bound_at, interval_of
from reconcile.model.records import Source
from reconcile.model.units import Exact
from reconcile.model.updates import AS_OF_DAYS, days_between, takes_place
from schemas.codes import Bound, Course, Reliability, Scope, Stance

TRUST = {letter: place for place, letter in enumerate(map(Reliability, "ABCFDE"))}
"""Admiralty reliability in order of trust; F, cannot be judged, is better than known to be doubtful."""

UNJUDGED = Reliability.F


@dataclass(frozen=True)
class Telling:
    """What one voice says in one story as of one day, all its words in that story taken together.

    `shown` is the same as `interval`, but with 'more than 94,000' beginning just beyond 94,000 and not at 94,001.
    """

    interval: Interval
    stated: tuple[Exact, ...]
    as_of: str | None
    shown: Interval
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Voice:
    """One originator with all that it says of a figure; `tellings` are those that no later count has replaced."""

    name: str
    tellings: tuple[Telling, ...]
    claims: tuple[ComparedClaim, ...]
    reliability: Reliability = UNJUDGED
    left_behind: frozenset[str] = frozenset()  # claims that a later count has replaced

    @property
    def standing(self) -> frozenset[str]:
        """The claims in force: those that a later count has replaced are left out."""
        return _claims_of(self.tellings)

    def holds(self, value: Exact) -> bool:
        """True where its words allow the number."""
        return any(t.interval.reaches(value) for t in self.tellings)

    def states(self, value: Exact) -> bool:
        """True where it gives this very number."""
        return any(value in t.stated for t in self.tellings)

    @property
    def stated(self) -> tuple[Exact, ...]:
        """The numbers that it gives."""
        return tuple(sorted({value for t in self.tellings for value in t.stated}))

    @cached_property
    def alleged(self) -> bool:
        """True where nothing of it is asserted outright."""
        return all(c.stance == Stance.ALLEGED for c in self.claims)

    @property
    def as_of(self) -> str:
        """The last day up to which it counts; empty where it names none."""
        return max((t.as_of or "" for t in self.tellings), default="")


def hear_voices(claims: Iterable[ComparedClaim], about: float, reliability: Mapping[str, Reliability]) -> list[Voice]:
    """The voices behind the claims of one figure, in the order of their names."""
    by_name: dict[str, list[ComparedClaim]] = defaultdict(list)
    for claim in claims:
        by_name[claim.voice].append(claim)
    voices = [_voice(name, by_name[name], about, reliability) for name in sorted(by_name)]
    return [_without_overtaken(voice, voices) for voice in voices]


def reliabilities(sources: Iterable[Source]) -> dict[str, Reliability]:
    """The Admiralty letter of each source, by its name and by each other name it goes by, without capitals."""
    return {name.casefold(): source.reliability for source in sources for name in (*source.aliases, source.name)}


def own_interval(claim: ComparedClaim, about: float, keep_open: bool = False) -> Interval:
    """What the claim's words allow, in its own unit; `keep_open` leaves 'more than 94,000' to begin beyond 94,000."""
    low, high = stated_ends(claim)
    return interval_of(low, high, claim.bound, claim.measure, about, keep_open)


def _voice(name: str, claims: Sequence[ComparedClaim], about: float, reliability: Mapping[str, Reliability]) -> Voice:
    tellings = _folded(_tellings(claims, about))
    standing = [t for t in tellings if not any(_replaces(later, t, claims[0]) for later in tellings)]
    letters = [reliability.get(name.casefold(), UNJUDGED)]
    letters += [reliability[a.casefold()] for c in claims if (a := c.attribution) and a.casefold() in reliability]
    return Voice(
        name=name,
        tellings=tuple(standing),
        claims=tuple(claims),
        reliability=min(letters, key=TRUST.__getitem__),
        left_behind=_claims_of(tellings) - _claims_of(standing),
    )


def _folded(tellings: Sequence[Telling]) -> list[Telling]:
    """The tellings, a later one that only says less exactly what the latest before it said taken together with it."""
    kept: list[Telling] = []
    for telling in tellings:
        last = kept[-1] if kept else None
        later = last and last.as_of and telling.as_of and telling.as_of > last.as_of
        if last and later and telling.interval != last.interval and _loosens(telling.interval, last.interval):
            ids = tuple(sorted({*last.claim_ids, *telling.claim_ids}))
            kept[-1] = replace(last, as_of=telling.as_of, claim_ids=ids)
        else:
            kept.append(telling)
    return kept


def _loosens(later: Interval, earlier: Interval) -> bool:
    return later.overlaps(earlier) and later.meet(earlier) == earlier


def _replaces(later: Telling, earlier: Telling, claim: ComparedClaim) -> bool:
    """A later count of the same voice takes the place of its earlier one, as comparing has it."""
    dated = later.as_of and earlier.as_of and later.as_of > earlier.as_of
    return bool(dated) and takes_place(later.interval, earlier.interval, claim.measure, claim.scope)


def _without_overtaken(voice: Voice, voices: Sequence[Voice]) -> Voice:
    """The voice without the counts that time has overtaken; a voice may be left with none."""
    kept = tuple(t for t in voice.tellings if not _overtaken(t, voice, voices))
    gone = _claims_of(voice.tellings) - _claims_of(kept)
    return replace(voice, tellings=kept, left_behind=voice.left_behind | gone) if gone else voice


def _claims_of(tellings: Iterable[Telling]) -> frozenset[str]:
    return frozenset(claim_id for t in tellings for claim_id in t.claim_ids)


def _overtaken(early: Telling, voice: Voice, voices: Sequence[Voice]) -> bool:
    """A count that a later one, of a voice at least as trusted, has left behind: a toll by rising, the missing by any.

    A late outlier of a doubtful source overtakes nobody, and tolls of the same days stay side by side.
    """
    claim = voice.claims[0]
    if not early.as_of or claim.measure.course == Course.STAYS:
        return False
    falls = claim.measure.course == Course.SHIFTS
    slack = AS_OF_DAYS if claim.scope == Scope.INCIDENT and not falls else 0
    trusted = [v for v in voices if TRUST[v.reliability] <= TRUST[voice.reliability] and v.alleged <= voice.alleged]
    later = [t for v in trusted for t in v.tellings if _later(early, t, slack)]
    return any(early.interval.before(t.interval) or (falls and t.interval.before(early.interval)) for t in later)


def _later(early: Telling, late: Telling, slack: int) -> bool:
    if not early.as_of or not late.as_of or late.as_of <= early.as_of:
        return False
    return days_between(early.as_of, late.as_of) > slack


def _tellings(claims: Sequence[ComparedClaim], about: float) -> list[Telling]:
    """One telling a story and day: 'more than 50' in the headline and 58 in the text are one, 58."""
    told: dict[tuple[str, str], list[ComparedClaim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.start, c.claim_id)):
        told[claim.as_of or "", claim.text_id].append(claim)
    found = [_telling(group, as_of or None, about) for (as_of, _), group in told.items()]
    distinct: dict[tuple[str, Interval, tuple[Exact, ...]], Telling] = {}
    for telling in sorted(found, key=lambda t: (t.as_of or "", t.interval, t.stated, t.claim_ids)):
        same = distinct.setdefault((telling.as_of or "", telling.interval, telling.stated), telling)
        if same is not telling:
            ids = tuple(sorted({*same.claim_ids, *telling.claim_ids}))
            distinct[telling.as_of or "", telling.interval, telling.stated] = replace(same, claim_ids=ids)
    return list(distinct.values())


def _telling(claims: Sequence[ComparedClaim], as_of: str | None, about: float) -> Telling:
    """What one voice gives first in a story, refined by whatever it adds that can hold beside it.

    A later figure in the same text that excludes the first (ten of them on the bus) counts something else.
    """
    met, shown = own_interval(claims[0], about), own_interval(claims[0], about, keep_open=True)
    kept = [claims[0]]
    for claim in claims[1:]:
        interval = own_interval(claim, about)
        if met.overlaps(interval):
            met, shown = met.meet(interval), shown.meet(own_interval(claim, about, keep_open=True))
            kept.append(claim)
    numbers = [n for c in kept if (n := _stated(c, about)) is not None and met.reaches(n)]
    ids = tuple(sorted(c.claim_id for c in kept))
    return Telling(met, tuple(sorted(set(numbers))), as_of, shown, ids)


def _stated(claim: ComparedClaim, about: float) -> Exact | None:
    """The number that a claim states; 'more than 94,000 people' states 94,001 and up, 'fewer than 50' 49 and down."""
    if claim.stated is None or claim.bound not in (Bound.MORE_THAN, Bound.LESS_THAN):
        return claim.stated
    own = own_interval(claim, about)
    return bound_at(own.low if claim.bound == Bound.MORE_THAN else own.high)
