"""What the desk's rulings change in comparing and settling: values set, claims set aside, voices combined.

`reconcile.model.ruling` decides which rulings are in force; this module decides what those apply to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import NamedTuple

from reconcile.model.claim import ComparedClaim, copies_of
from reconcile.model.ranges import Fitted, Range, range_of
from reconcile.model.read_claims import read_claims
from reconcile.model.records import Claim, Conflict, Ruling
from reconcile.model.ruling import BELONGING, named_ids, set_aside, standing_rulings
from reconcile.model.settings import Settings
from reconcile.model.subject import Subject, figure_id, fit_subjects
from reconcile.model.typed_numbers import plain_number
from reconcile.model.units import Exact, exact
from reconcile.model.voice import Voice
from schemas.codes import DecisionWord

Bounds = tuple[Exact | None, Exact | None, Exact | None]
"""Low, best and high of a figure, in its unit."""

SETTING = frozenset({DecisionWord.ACCEPT_VALUE, DecisionWord.SET_VALUE})
SETTLING = frozenset({DecisionWord.DISMISS, DecisionWord.NOT_COMPARABLE, DecisionWord.SAME_SOURCE})
"""Rulings on a conflict that end it: its sides no longer exclude one another."""


class KnownConflict(NamedTuple):
    """The fields of a conflict that rulings need; all are known before its effect is computed."""

    conflict_id: str
    kind: str
    event_id: str | None
    claim_ids: tuple[str, ...]
    evidence_hash: str


@dataclass(frozen=True)
class OnConflict:
    """A ruling on a conflict that the period still has."""

    ruling: Ruling
    kind: str
    event_id: str | None
    claim_ids: frozenset[str]
    changed: bool = False


@dataclass(frozen=True)
class Rulings:
    """The rulings in force, by what they apply to.

    `on` is the ruling in force on each id; `aside` the ruling that takes each claim out of its figure, by claim_id;
    `pairs` are claims that may not be compared with one another; `conflicts` the rulings on conflicts, in the order of
    the log.
    """

    on: Mapping[str, Ruling] = field(default_factory=dict)
    aside: Mapping[str, Ruling] = field(default_factory=dict)
    pairs: Mapping[frozenset[str], Ruling] = field(default_factory=dict)
    voices: Mapping[tuple[str, str], Ruling] = field(default_factory=dict)
    conflicts: tuple[OnConflict, ...] = ()

    def between(self, left: Iterable[str], right: Iterable[str]) -> Ruling | None:
        """The ruling that excludes claims of the two sides from comparison; None where there is none."""
        if not self.pairs:
            return None
        theirs = list(right)
        return next((row for a in left for b in theirs if (row := self.pairs.get(frozenset((a, b))))), None)

    def dismissal(self, *ids: str) -> Ruling | None:
        """The ruling that dismisses one of these ids; None where there is none."""
        return next((self.on[id] for id in ids if id in self.on and self.on[id].decision == DecisionWord.DISMISS), None)

    def on_figure(self, figure_id: str, claim_ids: Iterable[str]) -> Ruling | None:
        """The ruling that sets a figure: the one on the figure itself, else the last on a conflict of its claims."""
        row = self.on.get(figure_id)
        if row is not None and row.decision in SETTING:
            return row
        rows = [one.ruling for one in self.over(claim_ids) if one.ruling.decision in SETTING]
        return rows[-1] if rows else None

    def over(self, claim_ids: Iterable[str]) -> list[OnConflict]:
        """The rulings on conflicts in which one of these claims takes a side."""
        known = frozenset(claim_ids)
        return [one for one in self.conflicts if known & one.claim_ids]


def read_rulings(decisions: Iterable[Ruling], conflicts: Iterable[KnownConflict | Conflict] = ()) -> Rulings:
    """Read the rulings in force; `conflicts` are those of the period, with the fields that are already known."""
    standing = [row for row in standing_rulings(decisions) if row.decision not in BELONGING]
    on = {row.about: row for row in standing}
    return Rulings(
        on=on,
        aside=set_aside(decisions),
        pairs={
            frozenset((row.about, id)): row
            for row in standing
            if row.decision == DecisionWord.NOT_COMPARABLE
            for id in named_ids(row.value)
        },
        voices={
            (row.about, id): row
            for row in standing
            if row.decision == DecisionWord.SAME_SOURCE
            for id in named_ids(row.value)
        },
        conflicts=_on_conflicts(on, conflicts),
    )


def _on_conflicts(on: Mapping[str, Ruling], conflicts: Iterable[KnownConflict | Conflict]) -> tuple[OnConflict, ...]:
    found = [
        OnConflict(
            ruling=on[row.conflict_id],
            kind=row.kind,
            event_id=row.event_id,
            claim_ids=frozenset(row.claim_ids),
            changed=row.evidence_hash != on[row.conflict_id].evidence_hash,
        )
        for row in conflicts
        if row.conflict_id in on
    ]
    return tuple(sorted(found, key=lambda one: one.ruling.sequence))


def ruled_bounds(ruling: Ruling, claims: Mapping[str, ComparedClaim]) -> Bounds | None:
    """Low, best and high as a ruling sets them; None where it accepts a claim that the figure no longer contains."""
    value = (ruling.value or "").strip()
    if value in claims:
        claim = claims[value]
        low, best, high = (None if end is None else exact(end) for end in (claim.low, claim.best, claim.high))
        return low, _within(best, low, high), high
    typed = plain_number(value)
    return None if typed is None else (exact(float(typed)),) * 3


def _within(best: Exact | None, low: Exact | None, high: Exact | None) -> Exact | None:
    """The best within its bounds: 'more than 5,200' states 5,200, which is itself not allowed."""
    if best is None:
        return None
    best = best if low is None else max(best, low)
    return best if high is None else min(best, high)


def claims_in_play(claims: Sequence[Claim], decisions: Iterable[Ruling], settings: Settings) -> list[Claim]:
    """The claims that the desk has not set aside as misread, dismissed or comparable with nothing.

    Args:
        claims: the claims of the period.
        decisions: the log of rulings.
        settings: the desk's settings; the tolerance for 'about N' is used to find copies.

    Returns:
        The claims in the order given, without those set aside and without their copies.
    """
    named = set_aside(decisions).keys() & {claim.claim_id for claim in claims}
    copies = copies_of(named, read_claims(claims, settings.about_tolerance, event_only=False)) if named else {}
    aside = {id for ids in copies.values() for id in ids}
    return [claim for claim in claims if claim.claim_id not in aside]


def spread(rulings: Rulings, claims: Sequence[ComparedClaim]) -> Rulings:
    """Extend each ruling on a claim to all copies of that claim."""
    if not rulings.aside and not rulings.pairs:
        return rulings
    copies = copies_of({*rulings.aside, *(id for pair in rulings.pairs for id in pair)}, claims)
    aside = {id: row for about, row in rulings.aside.items() for id in copies[about]}
    pairs = {
        frozenset(pair): row
        for ruled, row in rulings.pairs.items()
        for pair in product(copies[min(ruled)], copies[max(ruled)])
    }
    return replace(rulings, aside=aside, pairs=pairs)


def share_voices(claims: Sequence[ComparedClaim], rulings: Rulings) -> list[ComparedClaim]:
    """The claims, with one voice for those that the desk attributed to one source.

    Such a ruling applies to all claims of the two voices on the events of the two claims; their common voice is that of
    the claim named under Value. A ruling on a conflict gives all its sides the voice whose name sorts first.
    """
    by_id = {claim.claim_id: claim for claim in claims}
    alike = [
        [by_id[other], by_id[one]] for (one, other), _ in rulings.voices.items() if one in by_id and other in by_id
    ]
    for found in rulings.conflicts:
        if found.ruling.decision == DecisionWord.SAME_SOURCE:
            sides = [by_id[id] for id in found.claim_ids if id in by_id]
            alike.append(sorted(sides, key=lambda c: (c.own_voice, c.claim_id)))
    named: dict[tuple[str, str], str] = {}
    for first, *others in (sides for sides in alike if sides):
        voice = named.get(_speaks(first), first.own_voice)
        joined = {named.get(_speaks(c), c.own_voice) for c in others}
        events = {c.event for c in (first, *others)}
        named = {key: voice if key[0] in events and said in joined else said for key, said in named.items()}
        named |= {_speaks(c): voice for c in (first, *others)}
    return [replace(c, ruled_voice=named.get(_speaks(c))) for c in claims] if named else list(claims)


def _speaks(claim: ComparedClaim) -> tuple[str, str]:
    """The claim's voice and event."""
    return claim.event, claim.own_voice


def set_subjects(subjects: Mapping[Subject, Sequence[Voice]], rulings: Rulings) -> dict[Subject, Bounds]:
    """The figures that the desk has set, each with its low, best and high."""
    found: dict[Subject, Bounds] = {}
    for subject, voices in subjects.items():
        claims = {c.claim_id: c for v in voices for c in v.claims}
        ruling = rulings.on_figure(figure_id(subject), claims)
        bounds = ruled_bounds(ruling, claims) if ruling else None
        if bounds:
            found[subject] = bounds
    return found


def dismissed_subjects(subjects: Iterable[Subject], rulings: Rulings) -> dict[Subject, Ruling]:
    """The figures that the desk has dismissed, themselves or with their event, each with the ruling."""
    rows = {subject: rulings.dismissal(figure_id(subject), subject.event_id) for subject in subjects}
    return {subject: row for subject, row in rows.items() if row is not None}


def fit_ruled(subjects: Mapping[Subject, Sequence[Voice]], set_to: Mapping[Subject, Bounds]) -> dict[Subject, Fitted]:
    """The range of each figure, as the desk set it or as its voices give it, fitted to its event's other groups."""
    ranges = {s: range_of(voices) for s, voices in subjects.items()}
    ranges |= {s: Range(low, high, False, low) for s, (low, _, high) in set_to.items()}
    return fit_subjects(ranges, subjects, set_to)
