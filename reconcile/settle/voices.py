"""Who speaks for a figure, and what each voice says: one voice an originator, however many articles carry it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from reconcile.compare.intervals import Interval, interval_of
from reconcile.compare.statements import Claim, stated_ends
from reconcile.compare.verdicts import AS_OF_DAYS, GROWING, days_between
from reconcile.compare.wording import with_article
from schemas import records

TRUST = {"A": 0, "B": 1, "C": 2, "F": 3, "D": 4, "E": 5}
"""Admiralty reliability in order of trust; F, cannot be judged, is better than known to be doubtful."""

UNJUDGED = "F"


@dataclass(frozen=True)
class Telling:
    """What one voice says in one story as of one day, all its words in that story taken together."""

    interval: Interval
    stated: tuple[float, ...]
    as_of: str | None
    grows: bool = False  # a toll that can only rise, counted for one event
    slack: int = 0  # days within which two counts are held to the same day


@dataclass(frozen=True)
class Voice:
    """One originator with all that it says of a figure and still stands by."""

    name: str
    tellings: tuple[Telling, ...]
    claims: tuple[Claim, ...]
    reliability: str = UNJUDGED
    superseded: bool = False

    def holds(self, value: float) -> bool:
        """True where its words allow the number."""
        return any(t.interval.reaches(value) for t in self.tellings)

    def states(self, value: float) -> bool:
        """True where it gives this very number."""
        return any(value in t.stated for t in self.tellings)

    @property
    def stated(self) -> tuple[float, ...]:
        """The numbers that it gives."""
        return tuple(sorted({value for t in self.tellings for value in t.stated}))

    @property
    def label(self) -> str:
        """What a sentence calls it: its name, and for a nameless voice the outlet or article that it speaks in."""
        row = self.claims[0].row
        if self.name not in (row["story"], row["doc"]):
            return with_article(self.name)
        outlet = row["attribution"] or row["publisher"]
        return with_article(outlet) if outlet else f"the article {row['doc']}"

    @cached_property
    def alleged(self) -> bool:
        """True where nothing of it is asserted outright."""
        return all(c.stance == "alleged" for c in self.claims)

    @property
    def as_of(self) -> str:
        """The last day up to which it counts; empty where it names none."""
        return max((t.as_of or "" for t in self.tellings), default="")


def hear_voices(claims: Iterable[Claim], about: float, reliability: dict[str, str]) -> list[Voice]:
    """The voices behind the claims of one figure, in the order of their names."""
    by_name: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_name[claim.voice].append(claim)
    voices = [_voice(name, by_name[name], about, reliability) for name in sorted(by_name)]
    return [_still_standing(voice, voices) for voice in voices]


def reliabilities(sources: pd.DataFrame | None) -> dict[str, str]:
    """The Admiralty letter of each source, by its name and by each other name it goes by, without capitals."""
    found: dict[str, str] = {}
    for row in records(sources) if sources is not None else []:
        for name in (*(row["aliases"] or ()), row["name"]):
            found[str(name).casefold()] = row["reliability"] or UNJUDGED
    return found


def own_interval(claim: Claim, about: float) -> Interval:
    """What the claim's words allow, in its own unit."""
    low, high = stated_ends(claim.row)
    return interval_of(low, high, claim.bound, claim.measure, about, keep_open=True)


def _voice(name: str, claims: Sequence[Claim], about: float, reliability: dict[str, str]) -> Voice:
    tellings = _tellings(claims, about)
    standing = [t for t in tellings if not any(_replaces(later, t) for later in tellings)]
    letters = [reliability.get(name.casefold(), UNJUDGED)]
    letters += [reliability[a.casefold()] for c in claims if (a := c.attribution) and a.casefold() in reliability]
    return Voice(
        name=name,
        tellings=tuple(standing),
        claims=tuple(claims),
        reliability=min(letters, key=TRUST.__getitem__),
        superseded=len(standing) < len(tellings),
    )


def _still_standing(voice: Voice, voices: Sequence[Voice]) -> Voice:
    """The voice without the counts that time has overtaken; a voice may be left with nothing that still stands."""
    kept = tuple(t for t in voice.tellings if not _overtaken(t, voice, voices))
    return voice if len(kept) == len(voice.tellings) else replace(voice, tellings=kept, superseded=True)


def _overtaken(early: Telling, voice: Voice, voices: Sequence[Voice]) -> bool:
    """A growing toll that a later and higher count, of a voice at least as trusted, has left behind.

    A late outlier of a doubtful source overtakes nobody, and counts of the same days stay side by side.
    """
    if not early.grows or not early.as_of:
        return False
    trusted = [v for v in voices if TRUST[v.reliability] <= TRUST[voice.reliability] and v.alleged <= voice.alleged]
    return any(_later(early, t) and early.interval.before(t.interval) for v in trusted for t in v.tellings)


def _later(early: Telling, late: Telling) -> bool:
    if not early.as_of or not late.as_of or late.as_of <= early.as_of:
        return False
    return days_between(early.as_of, late.as_of) > early.slack


def _replaces(later: Telling, earlier: Telling) -> bool:
    """A later figure of the same voice replaces an earlier one that cannot hold beside it."""
    dated = later.as_of and earlier.as_of and later.as_of > earlier.as_of
    return bool(dated) and not later.interval.overlaps(earlier.interval)


def _tellings(claims: Sequence[Claim], about: float) -> list[Telling]:
    """One telling a story and day: 'more than 50' in the headline and 58 in the text are one, 58."""
    told: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.start, c.claim_id)):
        told[claim.as_of or "", claim.story].append(claim)
    found = {(as_of, *_first_told(group, about)) for (as_of, _), group in told.items()}
    grows, slack = claims[0].measure in GROWING, AS_OF_DAYS if claims[0].scope == "incident" else 0
    return [Telling(interval, stated, as_of or None, grows, slack) for as_of, interval, stated in sorted(found)]


def _first_told(claims: Sequence[Claim], about: float) -> tuple[Interval, tuple[float, ...]]:
    """What one voice gives first in a story, refined by whatever it adds that can hold beside it.

    A later figure in the same text that excludes the first (ten of them on the bus) speaks of something else.
    """
    met = own_interval(claims[0], about)
    kept = [claims[0]]
    for claim in claims[1:]:
        interval = own_interval(claim, about)
        if met.overlaps(interval):
            met = met.meet(interval)
            kept.append(claim)
    stated = {c.stated for c in kept if c.stated is not None and met.reaches(c.stated)}
    return met, tuple(sorted(stated))
