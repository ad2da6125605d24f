"""The subject of a figure, the voices that give it, the month it belongs to, and which figures a total adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reconcile.model.claim import ComparedClaim
from reconcile.model.group import Group
from reconcile.model.ids import short_id
from reconcile.model.persons import tell_persons_apart
from reconcile.model.ranges import Fitted, Range, fit_ranges
from reconcile.model.records import Event
from reconcile.model.units import exact, scale_of, unit_size
from reconcile.model.voice import Telling, Voice, hear_voices, voice_overtaken
from schemas.codes import Course, DatePrecision, Measure, Reliability, Scope

SURE_MONTH = DatePrecision.MONTH
"""Days known to the month or more exactly determine the month of a figure."""


@dataclass(frozen=True, order=True)
class Subject:
    """What a figure counts. Unlike a bucket in comparing, it keeps the unit in which the claims give the figure."""

    event_id: str
    measure: Measure
    unit: str
    scope: Scope
    group: Group

    @property
    def family(self) -> Subject:
        """The subject without its group: totals count it once for each event."""
        return replace(self, group=Group())


def figure_id(subject: Subject) -> str:
    """The stable id of a figure."""
    s = subject
    return short_id("f", s.event_id, s.measure, s.group.label, s.scope, s.unit)


def subject_of(claim: ComparedClaim) -> Subject:
    """The subject of a claim's figure; durations and distances without a group differ by the word that they measure."""
    group = claim.counted
    if group.everyone and claim.measured:
        group = Group(kinds=(claim.measured,))
    return Subject(claim.event, claim.measure, claim.unit, claim.scope, group)


def gather_subjects(
    claims: Iterable[ComparedClaim], about: float, reliability: Mapping[str, Reliability]
) -> dict[Subject, list[Voice]]:
    """The voices of each figure to settle, in a fixed order.

    Parts that differ from their whole only by place or manner (two of the five rockets), and additions (two more), have
    no figure of their own. Claims in several units of one scale (2 weeks, 14 days) form one figure, in the smallest of
    these units.
    """
    claims = list(claims)
    by_subject: dict[Subject, list[ComparedClaim]] = defaultdict(list)
    for claim in in_one_unit(_counting(claims)):
        by_subject[subject_of(claim)].append(claim)
    taken_back: dict[Subject, list[ComparedClaim]] = defaultdict(list)
    for claim in in_one_unit(claim for claim in claims if claim.gone):
        taken_back[subject_of(claim)].append(claim)
    heard = {s: hear_voices(by_subject[s], about, reliability, taken_back.get(s, ())) for s in sorted(by_subject)}
    return without_overtaken(heard)


def without_overtaken(heard: Mapping[Subject, list[Voice]]) -> dict[Subject, list[Voice]]:
    """The figures without those of several territories that a later count of one of them exceeds.

    'Tens of thousands hurt' on the first day, and 105,505 in one of the two countries a week later: the parts are the
    figures then, and the earlier count is among those that the part's has replaced.
    """
    found = {subject: list(voices) for subject, voices in heard.items()}
    for whole in sorted(heard, key=lambda subject: len(subject.group.where)):
        parts = [p for p in found if _is_territory_of(p, whole)]
        part = next((p for p in parts if _exceeds(found[p], found[whole])), None)
        if part is not None:
            late, voice = _latest(found[part])
            found[part] += [voice_overtaken(one, late, voice) for one in found.pop(whole)]
    return found


def _is_territory_of(part: Subject, whole: Subject) -> bool:
    wider = len(part.group.where) > len(whole.group.where) and part.family == whole.family
    return wider and part.measure.course == Course.GROWS and replace(part.group, where=whole.group.where) == whole.group


def _exceeds(part: Sequence[Voice], whole: Sequence[Voice]) -> bool:
    """True where the latest count of a part is higher than every count of the whole, and later."""
    late, _ = _latest(part)
    tellings = [t for voice in whole for t in voice.tellings]
    return bool(tellings) and all(_is_outgrown(t, late) for t in tellings)


def _is_outgrown(early: Telling, late: Telling) -> bool:
    """True for an earlier count that is lower, or is a least that is lower."""
    lower = early.interval.before(late.interval) or (early.interval.low < late.interval.low and early.open_above)
    return lower and (early.as_of or "") < (late.as_of or "")


def _latest(voices: Sequence[Voice]) -> tuple[Telling, str]:
    told = [(t, voice.name) for voice in voices for t in voice.tellings]
    return max(told, key=lambda one: (one[0].as_of or "", one[0].interval, one[1]))


def _counting(claims: Iterable[ComparedClaim]) -> list[ComparedClaim]:
    """The claims that enter a figure, or would if the desk had not set them aside."""
    claims = list(claims)
    groups = {claim.claim_id: claim.counted for claim in claims}
    return [claim for claim in claims if claim.counts and not _tied(claim, groups)]


def in_one_unit(claims: Iterable[ComparedClaim]) -> list[ComparedClaim]:
    """The claims; those of one thing in several units of one scale are converted to the smallest of these units."""
    claims = list(claims)
    units: dict[Subject, set[str]] = defaultdict(set)
    for claim in claims:
        units[_of_any_unit(claim)].add(claim.unit)
    return [_in_unit(claim, min(units[_of_any_unit(claim)], key=scale_of(claim.unit).index)) for claim in claims]


def _of_any_unit(claim: ComparedClaim) -> Subject:
    return replace(subject_of(claim), unit=scale_of(claim.unit)[0])


def _in_unit(claim: ComparedClaim, unit: str) -> ComparedClaim:
    if unit == claim.unit:
        return claim
    times = exact(Fraction(unit_size(claim.unit)) / unit_size(unit))
    ends = (claim.low, claim.best, claim.high)
    low, best, high = (None if end is None else float(exact(end) * times) for end in ends)
    return replace(claim, low=low, best=best, high=high, unit=unit)


def _tied(claim: ComparedClaim, groups: Mapping[str, Group]) -> bool:
    """True for a claim without its own figure: a part by place or manner only, or of an unknown group."""
    if claim.whole is None:
        return claim.addition
    return claim.addition or claim.counted in (groups.get(claim.whole), Group())


def gather_evidence(claims: Iterable[ComparedClaim]) -> dict[str, list[ComparedClaim]]:
    """The claims on each figure by figure_id, including those that the desk set aside."""
    found: dict[str, list[ComparedClaim]] = defaultdict(list)
    for claim in in_one_unit(_counting(claims)):
        found[figure_id(subject_of(claim))].append(claim)
    return dict(found)


def fit_subjects(
    ranges: Mapping[Subject, Range], voices: Mapping[Subject, Sequence[Voice]], decided: Collection[Subject] = ()
) -> dict[Subject, Fitted]:
    """The range of each figure, fitted to its event's other groups; in the order of `ranges`."""
    families: dict[Subject, list[Subject]] = defaultdict(list)
    for subject in ranges:
        families[subject.family].append(subject)
    found: dict[Subject, Fitted] = {}
    for family, members in families.items():
        told = {s.group: [c for v in voices[s] for c in v.claims] for s in members}
        fitted = fit_ranges(
            {s.group: ranges[s] for s in members},
            tell_persons_apart(told),
            measured=not family.measure.bare,
            decided={s.group for s in members if s in decided},
            dependent={s.group for s in members if all(c.part for v in voices[s] for c in v.claims)},
        )
        found.update({s: fitted[s.group] for s in members})
    return {subject: found[subject] for subject in ranges}


def counted_once(subjects: Iterable[Subject], parents: Mapping[str, str | None]) -> list[Subject]:
    """The subjects that add up; an outer event is left out where an event inside it is also counted."""
    summed = [s for s in subjects if s.measure.summed]
    outer: set[tuple[str, Measure, str, Scope]] = set()
    for s in summed:
        seen = {s.event_id}
        above = parents.get(s.event_id)
        while above and above not in seen:
            outer.add((above, s.measure, s.unit, s.scope))
            seen.add(above)
            above = parents.get(above)
    return [s for s in summed if (s.event_id, s.measure, s.unit, s.scope) not in outer]


def event_months(events: Iterable[Event]) -> dict[str, str | None]:
    """The month (YYYY-MM) in which each event began; None where it is not known to the month."""
    return {e.event_id: e.start[:7] if e.start and (e.precision or 1) <= SURE_MONTH else None for e in events}


def month_of(subject: Subject, voices: Sequence[Voice], begun: Mapping[str, str | None]) -> str | None:
    """The month of a figure: that of its claims' own days if they are within one month, else that of the event's start.

    Soldiers killed on 5 June in a battle that began in May were killed in June. A toll to date has no days of its own.
    """
    months: set[str] = set()
    for claim in (c for v in voices for c in v.claims if c.claim_id in v.standing):
        if claim.event_start and claim.event_end:
            sure = (claim.date_precision or 1) <= SURE_MONTH
            months |= {claim.event_start[:7], claim.event_end[:7]} if sure else {"", "?"}
    own = subject.scope != Scope.CUMULATIVE and len(months) == 1
    return months.pop() if own else begun.get(subject.event_id)
