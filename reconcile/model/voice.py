"""The voices of a figure: one for each originator, with all that it says, however many articles carry it."""

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
from schemas.codes import Bound, Course, Reliability, Scope, SpeakerKind, Stance

TRUST = {letter: place for place, letter in enumerate(map(Reliability, "ABCFDE"))}
"""Admiralty reliability in order of trust; F, cannot be judged, ranks above grades known to be doubtful."""

UNJUDGED = Reliability.F

PASSING_ON = (SpeakerKind.NARRATOR, SpeakerKind.UNNAMED, SpeakerKind.WIRE)
"""Kinds of speakers that tell what others counted."""


@dataclass(frozen=True)
class Telling:
    """What one voice says in one story as of one day: all its claims in that story, combined.

    `shown` is `interval`, except that 'more than 94,000' begins just above 94,000 and not at 94,001.
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
        """The ids of the claims in force: those that a later count has replaced are left out."""
        return _claims_of(self.tellings)

    def holds(self, value: Exact) -> bool:
        """True where its words allow the number."""
        return any(t.interval.reaches(value) for t in self.tellings)

    def states(self, value: Exact) -> bool:
        """True where it states exactly this number."""
        return any(value in t.stated for t in self.tellings)

    @property
    def stated(self) -> tuple[Exact, ...]:
        """The numbers that it states."""
        return tuple(sorted({value for t in self.tellings for value in t.stated}))

    @cached_property
    def alleged(self) -> bool:
        """True where all its claims are allegations."""
        return all(c.stance == Stance.ALLEGED for c in self.claims)

    @cached_property
    def counts_itself(self) -> bool:
        """True where a text names it as the one who says so, and it does not only pass on what others say."""
        return any(c.authority is not None and c.attribution_kind not in PASSING_ON for c in self.claims)

    @property
    def as_of(self) -> str:
        """The last day up to which it counts; empty where it names no day."""
        return max((t.as_of or "" for t in self.tellings), default="")


def hear_voices(claims: Iterable[ComparedClaim], about: float, reliability: Mapping[str, Reliability]) -> list[Voice]:
    """Group the claims of one figure into voices, sorted by name."""
    by_name: dict[str, list[ComparedClaim]] = defaultdict(list)
    for claim in claims:
        by_name[claim.voice].append(claim)
    voices = [_voice(name, by_name[name], about, reliability) for name in sorted(by_name)]
    return [_without_overtaken(voice, voices) for voice in voices]


def reliabilities(sources: Iterable[Source]) -> dict[str, Reliability]:
    """The Admiralty letter of each source, by each of its names in lower case."""
    return {name.casefold(): source.reliability for source in sources for name in (*source.aliases, source.name)}


def own_interval(claim: ComparedClaim, about: float, keep_open: bool = False) -> Interval:
    """What the claim's words allow, in its own unit; with `keep_open`, 'more than 94,000' begins just above 94,000."""
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
    """The tellings; a later one that is only less exact than the latest before it is combined with that one."""
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
    """True where a later count of a voice replaces its earlier one, by the same rule as in comparing."""
    dated = later.as_of and earlier.as_of and later.as_of > earlier.as_of
    return bool(dated) and takes_place(later.interval, earlier.interval, claim.measure, claim.scope)


def _without_overtaken(voice: Voice, voices: Sequence[Voice]) -> Voice:
    """The voice without overtaken counts, which may be all of them."""
    kept = tuple(t for t in voice.tellings if not _overtaken(t, voice, voices))
    gone = _claims_of(voice.tellings) - _claims_of(kept)
    return replace(voice, tellings=kept, left_behind=voice.left_behind | gone) if gone else voice


def _claims_of(tellings: Iterable[Telling]) -> frozenset[str]:
    return frozenset(claim_id for t in tellings for claim_id in t.claim_ids)


def _overtaken(early: Telling, voice: Voice, voices: Sequence[Voice]) -> bool:
    """True where a later count of a voice at least as trusted replaces it: a higher toll, or any count of the missing.

    A late outlier of a doubtful source replaces nothing, and tolls of the same days are all kept.
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
    """One telling for each story and day: 'more than 50' in the headline and 58 in the text are one, 58."""
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
    """What one voice gives first in a story, narrowed by its further figures there that are compatible with it.

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
