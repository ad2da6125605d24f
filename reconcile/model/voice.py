"""The voices of a figure: one for each originator, with all that it says, however many articles carry it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reconcile.model.claim import ComparedClaim, stated_ends
from reconcile.model.interval import Interval, bound_at, interval_of
from reconcile.model.records import Source
from reconcile.model.units import Exact, exact
from reconcile.model.updates import Count, known_before, repeats_older, succession, takes_place
from schemas.codes import Bound, Course, Reliability, Restatement, SpeakerKind, Stance, Succession

TRUST = {letter: place for place, letter in enumerate(map(Reliability, "ABCFDE"))}
"""Admiralty reliability in order of trust; F, cannot be judged, ranks above grades known to be doubtful."""

UNJUDGED = Reliability.F

PASSING_ON = (SpeakerKind.NARRATOR, SpeakerKind.UNNAMED, SpeakerKind.WIRE)
"""Kinds of speakers that tell what others counted."""

CAME_TO = frozenset({Restatement.RAISED, Restatement.LOWERED, Restatement.CORRECTED})
"""What a text says of the number that its count came to."""


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
    restates: frozenset[Restatement] = frozenset()
    takes_back: tuple[Exact, ...] = ()
    informed: bool = True
    belligerent: bool = False
    opens_text: bool = False
    texts: frozenset[str] = frozenset()

    @property
    def open_above(self) -> bool:
        """True where it gives a least and no most."""
        return bound_at(self.interval.high) is None

    def count(self, voice: str) -> Count:
        """The telling as the count of a voice, to order it among the others."""
        return Count(
            voice,
            self.as_of,
            self.interval,
            self.stated,
            self.restates,
            self.takes_back,
            self.informed,
            self.belligerent,
        )

    def joined(self, other: Telling, as_of: str | None) -> Telling:
        """The telling together with another one that gives the same, or the same less exactly."""
        return replace(
            self,
            as_of=as_of,
            claim_ids=tuple(sorted({*self.claim_ids, *other.claim_ids})),
            restates=self.restates | other.restates,
            takes_back=tuple(sorted({*self.takes_back, *other.takes_back})),
            informed=self.informed or other.informed,
            opens_text=self.opens_text or other.opens_text,
            texts=self.texts | other.texts,
        )


@dataclass(frozen=True)
class Replaced:
    """A telling that no longer holds: why, and the telling that took its place with the voice that gives it.

    Without `by`, its number was taken back.
    """

    telling: Telling
    why: Succession
    by: Telling | None = None
    voice: str | None = None


@dataclass(frozen=True)
class Voice:
    """One originator with all that it says of a figure.

    `tellings` are those in force, `replaced` those whose place a later count took.
    """

    name: str
    tellings: tuple[Telling, ...]
    claims: tuple[ComparedClaim, ...]
    reliability: Reliability = UNJUDGED
    replaced: tuple[Replaced, ...] = ()

    @property
    def left_behind(self) -> frozenset[str]:
        """The ids of the claims that a later count has replaced."""
        return _claims_of(one.telling for one in self.replaced)

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

    @cached_property
    def kind(self) -> SpeakerKind:
        """The kind of speaker that most of its claims name."""
        kinds = Counter(c.attribution_kind for c in self.claims if c.attribution_kind not in PASSING_ON)
        return min(kinds, key=lambda kind: (-kinds[kind], kind), default=SpeakerKind.NARRATOR)

    @property
    def as_of(self) -> str:
        """The last day up to which it counts; empty where it names no day."""
        return max((t.as_of or "" for t in self.tellings), default="")


def hear_voices(
    claims: Iterable[ComparedClaim],
    about: float,
    reliability: Mapping[str, Reliability],
    taken_back: Sequence[ComparedClaim] = (),
) -> list[Voice]:
    """Group the claims of one figure into voices, sorted by name.

    `taken_back` are the claims of the figure whose own texts give them as wrong: the same number of others is too.
    """
    by_name: dict[str, list[ComparedClaim]] = defaultdict(list)
    for claim in claims:
        by_name[claim.voice].append(claim)
    voices = [_voice(name, by_name[name], about, reliability) for name in sorted(by_name)]
    voices = [_without(voice, [_withdrawn(t, taken_back) for t in voice.tellings]) for voice in voices]
    voices = [_without(voice, [_told_apart(t, voice, voices) for t in voice.tellings]) for voice in voices]
    overtaken = [_without(voice, [_overtaken(t, voice, voices) for t in voice.tellings]) for voice in voices]
    return overtaken if any(v.tellings for v in overtaken) else voices


def reliabilities(sources: Iterable[Source]) -> dict[str, Reliability]:
    """The Admiralty letter of each source, by each of its names in lower case."""
    return {name.casefold(): source.reliability for source in sources for name in (*source.aliases, source.name)}


def own_interval(claim: ComparedClaim, about: float, keep_open: bool = False) -> Interval:
    """What the claim's words allow, in its own unit; with `keep_open`, 'more than 94,000' begins just above 94,000."""
    low, high = stated_ends(claim)
    return interval_of(low, high, claim.bound, claim.measure, about, keep_open)


def _voice(name: str, claims: Sequence[ComparedClaim], about: float, reliability: Mapping[str, Reliability]) -> Voice:
    tellings = _folded(_tellings(claims, about))
    letters = [reliability.get(name.casefold(), UNJUDGED)]
    letters += [reliability[a.casefold()] for c in claims if (a := c.attribution) and a.casefold() in reliability]
    voice = Voice(name, tuple(tellings), tuple(claims), min(letters, key=TRUST.__getitem__))
    return _without(voice, [_own_update(t, voice) for t in tellings])


def _folded(tellings: Sequence[Telling]) -> list[Telling]:
    """The tellings; a later one that is only less exact than the latest before it is combined with that one."""
    kept: list[Telling] = []
    for telling in tellings:
        last = kept[-1] if kept else None
        later = last and last.as_of and telling.as_of and telling.as_of > last.as_of
        if last and later and telling.interval != last.interval and _loosens(telling.interval, last.interval):
            kept[-1] = last.joined(telling, telling.as_of)
        else:
            kept.append(telling)
    return kept


def _loosens(later: Interval, earlier: Interval) -> bool:
    return later.overlaps(earlier) and later.meet(earlier) == earlier


def _own_update(early: Telling, voice: Voice) -> Replaced | None:
    """The first later count of a voice that replaces its earlier one, by the same rule as in comparing."""
    measure, scope = voice.claims[0].measure, voice.claims[0].scope
    for late in voice.tellings:
        why = succession(early.count(voice.name), late.count(voice.name), measure, scope)
        dated = late.as_of and early.as_of and late.as_of > early.as_of
        if why or (dated and takes_place(late.interval, early.interval, measure, scope)):
            rose = late.interval.low > early.interval.low
            return Replaced(early, why or (Succession.ROSE if rose else Succession.REVISED), late, voice.name)
    return None


def _without(voice: Voice, replaced: Iterable[Replaced | None]) -> Voice:
    """The voice without the tellings that are replaced, which may be all of them."""
    gone = [one for one in replaced if one]
    ids = {id(one.telling) for one in gone}
    kept = tuple(t for t in voice.tellings if id(t) not in ids)
    return replace(voice, tellings=kept, replaced=(*voice.replaced, *gone)) if gone else voice


def voice_overtaken(voice: Voice, late: Telling, name: str) -> Voice:
    """The voice with all its tellings replaced by another's later and higher one."""
    return _without(voice, [Replaced(t, Succession.ROSE, late, name) for t in voice.tellings])


def _withdrawn(telling: Telling, taken_back: Iterable[ComparedClaim]) -> Replaced | None:
    """A telling of a number that a text of the same day or a later one takes back as wrong."""
    day = telling.as_of or ""
    wrong = {c.stated for c in taken_back if c.restates is Restatement.WITHDRAWN and (c.as_of or "") >= day}
    gone = telling.stated and set(telling.stated) <= wrong
    return Replaced(telling, Succession.WITHDRAWN) if gone else None


def _claims_of(tellings: Iterable[Telling]) -> frozenset[str]:
    return frozenset(claim_id for t in tellings for claim_id in t.claim_ids)


def _told_apart(telling: Telling, voice: Voice, voices: Sequence[Voice]) -> Replaced | None:
    """A number that a text gives in passing beside another one by a named speaker: it counts something else."""
    if telling.informed or telling.opens_text or telling.restates or len(telling.texts) > 1:
        return None
    others = (
        (t, v) for v in voices if v.name != voice.name for t in v.tellings if t.informed and t.texts & telling.texts
    )
    return next(
        (
            Replaced(telling, Succession.APART, t, v.name)
            for t, v in others
            if not t.interval.overlaps(telling.interval)
        ),
        None,
    )


def _overtaken(early: Telling, voice: Voice, voices: Sequence[Voice]) -> Replaced | None:
    """The count of another voice, at least as trusted, that takes a telling's place; None where it is in force.

    A late outlier of a doubtful source replaces nothing.
    """
    claim, mine = voice.claims[0], early.count(voice.name)
    others = [(t, v) for v in voices if v.name != voice.name and _trusted(v, voice) for t in v.tellings]
    told = [t.count(v.name) for v in voices for t in (*v.tellings, *(one.telling for one in v.replaced))]
    for other, theirs in others:
        late = other.count(theirs.name)
        why = succession(mine, late, claim.measure, claim.scope)
        if why and not (
            why is Succession.ROSE and claim.measure.course == Course.GROWS and known_before(late, mine, told)
        ):
            return Replaced(early, why, other, theirs.name)
    for other, theirs in others:
        if repeats_older(mine, other.count(theirs.name), told, claim.measure):
            return Replaced(early, Succession.REPEATED, other, theirs.name)
    return None


def _trusted(voice: Voice, other: Voice) -> bool:
    """True where the first voice may replace what the second says."""
    return TRUST[voice.reliability] <= TRUST[other.reliability] and voice.alleged <= other.alleged


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
            distinct[telling.as_of or "", telling.interval, telling.stated] = same.joined(telling, same.as_of)
    return list(distinct.values())


def _telling(claims: Sequence[ComparedClaim], as_of: str | None, about: float) -> Telling:
    """What one voice gives first in a story, narrowed by its further figures there that are compatible with it.

    A later figure in the same text that excludes the first (ten of them on the bus) counts something else, unless the
    text says that the count came to it (rose to 43): then the last such figure is what the voice gives.
    """
    restated = [c for c in claims if c.restates in CAME_TO]
    first = restated[-1] if restated else claims[0]
    met, shown = own_interval(first, about), own_interval(first, about, keep_open=True)
    kept = [first]
    for claim in (c for c in claims if c is not first):
        interval = own_interval(claim, about)
        if met.overlaps(interval):
            met, shown = met.meet(interval), shown.meet(own_interval(claim, about, keep_open=True))
            kept.append(claim)
    numbers = [n for c in kept if (n := _stated(c, about)) is not None and met.reaches(n)]
    return Telling(
        interval=met,
        stated=tuple(sorted(set(numbers))),
        as_of=as_of,
        shown=shown,
        claim_ids=tuple(sorted(c.claim_id for c in kept)),
        restates=frozenset(c.restates for c in kept if c.restates),
        takes_back=tuple(sorted({exact(c.restated_from) for c in kept if c.restated_from is not None})),
        informed=any(c.authority for c in kept),
        belligerent=any(c.attribution_kind == SpeakerKind.BELLIGERENT for c in kept),
        opens_text=any(c.opens_text for c in kept),
        texts=frozenset(c.text_id for c in kept),
    )


def _stated(claim: ComparedClaim, about: float) -> Exact | None:
    """The number that a claim states; 'more than 94,000 people' states 94,001 and up, 'fewer than 50' 49 and down."""
    if claim.stated is None or claim.bound not in (Bound.MORE_THAN, Bound.LESS_THAN):
        return claim.stated
    own = own_interval(claim, about)
    return bound_at(own.low if claim.bound == Bound.MORE_THAN else own.high)
