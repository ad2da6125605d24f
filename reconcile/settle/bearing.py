"""The effect of the desk's rulings on one figure: its value, whether the evidence has changed, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from reconcile.compare.checks import given
from reconcile.compare.kinds import KINDS
from reconcile.model.claim import ComparedClaim, evidence_hash
from reconcile.model.ranges import Fitted
from reconcile.model.records import Conflict, Ruling
from reconcile.model.rulings import SETTLING, OnConflict, Rulings, ruled_bounds
from reconcile.model.subject import Subject, figure_id, gather_evidence, subject_of
from reconcile.model.typed_numbers import plain_number
from reconcile.model.voice import Telling, Voice
from reconcile.wording.claim_words import number_words, speaker
from schemas.codes import DecisionWord, State, Status

OVER_VALUES = {
    DecisionWord.DISMISS: "dismissed the conflict between them",
    DecisionWord.NOT_COMPARABLE: "ruled that they cannot be compared",
    DecisionWord.SAME_SOURCE: "ruled that they go back to one source",
    DecisionWord.WAIVE: "waived the conflict between them",
}
OVER_ANOTHER = {
    DecisionWord.ACCEPT_VALUE: "accepted a figure on another of its conflicts",
    DecisionWord.SET_VALUE: "set a figure on another of its conflicts",
}
OVER_DENIAL = {DecisionWord.DISMISS: "dismissed the denial", DecisionWord.WAIVE: "waived the denial"}
ASIDE = {
    DecisionWord.WRONG_READING: "as a wrong reading",
    DecisionWord.DISMISS: "and dismissed it",
    DecisionWord.NOT_COMPARABLE: "as comparable with nothing",
}
"""What a ruling of each word does, in the words of a sentence."""


@dataclass(frozen=True)
class Bearing:
    """The rulings that apply to one figure.

    `ruling` sets or dismisses the figure; `lapsed` is True where it accepted a claim that the figure no longer
    contains. `changed` are the rulings made on other evidence than there is now; `settled` is True where rulings end
    every conflict among the figure's voices.
    """

    ruling: Ruling | None = None
    lapsed: bool = False
    conflicts: tuple[OnConflict, ...] = ()
    aside: tuple[tuple[Ruling, ComparedClaim], ...] = ()
    paired: tuple[tuple[Ruling, ComparedClaim, ComparedClaim], ...] = ()
    changed: tuple[Ruling, ...] = ()
    settled: bool = False

    @property
    def rulings(self) -> list[Ruling]:
        """All rulings that apply."""
        own = [self.ruling] if self.ruling else []
        on_claims = [row for row, _ in self.aside] + [row for row, _, _ in self.paired]
        return [*own, *(one.ruling for one in self.conflicts), *on_claims]

    def state(self, status: Status) -> State | None:
        """The figure's state with the desk, given its status; None where there is nothing to rule on."""
        if self.changed or self.lapsed:
            return State.CHANGED
        words = {row.decision for row in self.rulings}
        if words - {DecisionWord.WAIVE} and status != Status.CONTESTED:
            return State.DECIDED
        if status == Status.CONTESTED:
            return State.WAIVED if DecisionWord.WAIVE in words else State.OPEN
        return None


@dataclass(frozen=True)
class RuledClaims:
    """The desk's rulings with the claims and conflicts that they concern.

    `evidence` are the claims on each figure, `on_event` all claims of each event; `aside` are the claims that would be
    on a figure if the desk had not set them aside (of copies, the one ruled on). `unsettled` are the claims on the
    sides of a conflict of values that the desk has not ended.
    """

    rulings: Rulings
    by_id: Mapping[str, ComparedClaim]
    evidence: Mapping[str, Sequence[ComparedClaim]]
    on_event: Mapping[str, Sequence[ComparedClaim]]
    aside: Mapping[Subject, Sequence[tuple[Ruling, ComparedClaim]]]
    unsettled: frozenset[str]

    def bearing_on(self, subject: Subject, voices: Sequence[Voice], fitted: Fitted) -> Bearing:
        """The rulings that apply to a figure with these voices, fitted to the other groups of its event."""
        id, claims = figure_id(subject), {c.claim_id: c for v in voices for c in v.claims}
        ruling = self.rulings.dismissal(id, subject.event_id) or self.rulings.on_figure(id, claims)
        conflicts = tuple(one for one in self.rulings.conflicts if _tells(one) and _is_about(one, subject, claims))
        aside = tuple((row, claim) for row, claim in self.aside.get(subject, ()) if claim.claim_id not in claims)
        found = Bearing(
            ruling=ruling,
            lapsed=bool(ruling and ruling.decision == DecisionWord.ACCEPT_VALUE and not ruled_bounds(ruling, claims)),
            conflicts=tuple(one for one in conflicts if one.ruling is not ruling),
            aside=aside,
            paired=tuple(self._paired(claims)),
            settled=self._ends(conflicts, voices, fitted),
        )
        return replace(found, changed=tuple(self._changed(found, conflicts, subject)))

    def _ends(self, conflicts: Iterable[OnConflict], voices: Sequence[Voice], fitted: Fitted) -> bool:
        """True where the desk has ended every conflict on a figure: among its voices, and with parts or wholes."""
        over = [KINDS[one.kind] for one in conflicts if _is_of_values(one.kind) and one.ruling.decision in SETTLING]
        waiting = any(c.claim_id in self.unsettled for v in voices for c in v.claims)
        excluding = _excluding(voices)
        among_voices = (any(not k.of_groups for k in over) and not waiting) or self._kept_apart(excluding)
        with_groups = any(kind.of_groups for kind in over) and not waiting
        contests = [among_voices] if excluding else []
        contests += [with_groups] if fitted.exceeds is not None or fitted.exceeded_by is not None else []
        return bool(contests) and all(contests)

    def _paired(self, claims: Mapping[str, ComparedClaim]) -> Iterator[tuple[Ruling, ComparedClaim, ComparedClaim]]:
        for pair, row in (*self.rulings.pairs.items(), *_pairs_of(self.rulings.voices)):
            if pair <= claims.keys() and row.about in pair:
                one, other = sorted(pair, key=lambda id: (id != row.about, id))
                yield row, claims[one], claims[other]

    def _kept_apart(self, excluding: Iterable[tuple[Telling, Telling]]) -> bool:
        """True where rulings exclude every one of these pairs from comparison."""
        return all(
            any(frozenset(pair) in self.rulings.pairs for pair in product(a.claim_ids, b.claim_ids))
            for a, b in excluding
        )

    def _changed(self, found: Bearing, conflicts: Iterable[OnConflict], subject: Subject) -> Iterator[Ruling]:
        by_conflict = {one.ruling.decision_id: one.changed for one in conflicts}
        for row in found.rulings:
            claims = self._evidence_for(row.about)
            moved = bool(claims) and evidence_hash(claims) != row.evidence_hash
            if by_conflict.get(row.decision_id, moved):
                yield row

    def _evidence_for(self, about: str) -> Sequence[ComparedClaim]:
        if about in self.by_id:
            return [self.by_id[about]]
        return self.evidence.get(about) or self.on_event.get(about, ())


def read_bearings(rulings: Rulings, claims: Sequence[ComparedClaim], conflicts: Iterable[Conflict]) -> RuledClaims:
    """The desk's rulings with all claims on events (including those set aside) and the period's conflicts."""
    on_event: dict[str, list[ComparedClaim]] = {}
    for claim in claims:
        on_event.setdefault(claim.event, []).append(claim)
    settled = {id for id, row in rulings.on.items() if row.decision in SETTLING}
    waiting = (row for row in conflicts if row.conflict_id not in settled and _is_of_values(row.kind))
    by_id = {c.claim_id: c for c in claims}
    aside: dict[Subject, list[tuple[Ruling, ComparedClaim]]] = {}
    for id, row in rulings.aside.items():
        if id == row.about and id in by_id:
            aside.setdefault(subject_of(by_id[id]), []).append((row, by_id[id]))
    return RuledClaims(
        rulings=rulings,
        by_id=by_id,
        aside=aside,
        evidence=gather_evidence(claims) if rulings.on else {},
        on_event=on_event,
        unsettled=frozenset(id for row in waiting for id in row.claim_ids),
    )


def denied_events(rulings: Rulings, conflicts: Iterable[Conflict]) -> frozenset[str]:
    """The ids of events that a party denies, where the desk has not dismissed the denial."""
    settled = {id for id, row in rulings.on.items() if row.decision in SETTLING}
    rows = (row for row in conflicts if _is_denial(row.kind) and row.conflict_id not in settled)
    return frozenset(row.event_id for row in rows if row.event_id)


def ruling_words(bearing: Bearing, subject: Subject, claims: Mapping[str, ComparedClaim]) -> str | None:
    """The ruling that sets or dismisses a figure, with who made it and why: 'Ana set it to 30: a named list'."""
    ruling = bearing.ruling
    if ruling is None:
        return None
    if ruling.decision == DecisionWord.DISMISS:
        did = "dismissed the event" if ruling.about == subject.event_id else "dismissed it"
    elif bearing.lapsed:
        did = "accepted a claim that the figure no longer contains"
    elif ruling.value and ruling.value in claims:
        did = f"accepted the figure of {speaker(claims[str(ruling.value)])}"
    else:
        did = f"set it to {number_words(float(plain_number(ruling.value or '') or 0))}"
    return _told(ruling, did)


def notes_on(bearing: Bearing) -> Iterator[str]:
    """The desk's other rulings, each with who and why; last, a note where the evidence has changed since."""
    for one in bearing.conflicts:
        words = OVER_DENIAL if _is_denial(one.kind) else OVER_VALUES
        yield _told(one.ruling, {**OVER_ANOTHER, **words}[one.ruling.decision])
    for row, claim in bearing.aside:
        yield _told(row, f"set aside {given(claim)} {ASIDE[row.decision]}")
    for row, claim, other in bearing.paired:
        what = "go back to one source" if row.decision == DecisionWord.SAME_SOURCE else "cannot be compared"
        yield _told(row, f"ruled that {_owned(claim, other)} {what}")
    if bearing.changed:
        who = " and ".join(dict.fromkeys(row.analyst for row in bearing.changed))
        yield f"the evidence has changed since {who} ruled"


def _owned(claim: ComparedClaim, other: ComparedClaim) -> str:
    return f"the figures of {speaker(claim)} and {speaker(other)}"


def _told(ruling: Ruling, did: str) -> str:
    why = f": {ruling.reason.rstrip('.')}" if ruling.reason else ""
    return f"{ruling.analyst} {did}{why}"


def _excluding(voices: Sequence[Voice]) -> list[tuple[Telling, Telling]]:
    """Pairs of statements of the voices that exclude one another, the smaller first."""
    told = [t for v in voices for t in v.tellings]
    return [(a, b) for a in told for b in told if a.interval.before(b.interval)]


def _tells(one: OnConflict) -> bool:
    """True for a ruling that a figure has to mention: on a conflict of values, or on a denial."""
    words = OVER_DENIAL if _is_denial(one.kind) else OVER_VALUES if _is_of_values(one.kind) else {}
    return one.ruling.decision in words or one.ruling.decision in OVER_ANOTHER


def _is_about(one: OnConflict, subject: Subject, claims: Mapping[str, ComparedClaim]) -> bool:
    """True where one of the figure's claims takes a side in the conflict, or its whole event is denied."""
    denied = _is_denial(one.kind) and one.event_id == subject.event_id
    return denied or not one.claim_ids.isdisjoint(claims)


def _is_denial(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].denial


def _is_of_values(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].of_values


def _pairs_of(voices: Mapping[tuple[str, str], Ruling]) -> Iterator[tuple[frozenset[str], Ruling]]:
    return ((frozenset(pair), row) for pair, row in voices.items())
