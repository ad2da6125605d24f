"""Make the conflicts table from findings: effect on the month's total, rank, and history from earlier months."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reconcile.compare.conflict_likelihood import likelihood_of
from reconcile.compare.kinds import KINDS, Evidence, Finding, Kind, evidence_from
from reconcile.compare.kinds.base import Moved
from reconcile.compare.kinds.values import VALUES, seeming
from reconcile.model.claim import ComparedClaim, evidence_hash, stated_ends
from reconcile.model.ids import short_id
from reconcile.model.interval import INFINITY, End, bound_at
from reconcile.model.records import (
    Check,
    Claim,
    Comparison,
    Conflict,
    DateMention,
    Document,
    Event,
    Figure,
    Ruling,
    Source,
)
from reconcile.model.ruling import latest_decisions
from reconcile.model.rulings import (
    SETTING,
    KnownConflict,
    Rulings,
    dismissed_subjects,
    fit_ruled,
    read_rulings,
    set_subjects,
)
from reconcile.model.settings import Settings
from reconcile.model.subject import Subject, counted_once, event_months, month_of, subject_of
from reconcile.model.units import Exact, exact
from reconcile.wording.claim_words import figure_words, number_words, side_words
from reconcile.wording.figure_words import period_words, plural
from schemas.codes import DecisionWord, GroupRole, Likelihood, Measure, Reason, Scope, Severity, State

SERIOUS_SHARE = 0.1
"""A conflict is serious if it could change the month's total by this share of the total or more."""

MODERATE_SHARE = 0.02
"""A conflict is moderate if it could change the total by this share, or its event's range by `WIDE_RANGE`."""

WIDE_RANGE = 0.25
"""An event's range is wide if its low is below its high by this share of the high or more."""

CHANCE = {Likelihood.LIKELY: 1.0, Likelihood.POSSIBLE: 0.5, Likelihood.DOUBTFUL: 0.1}
"""What the effect of a conflict is multiplied by to rank it."""

SEVERITY_ORDER = {severity: place for place, severity in enumerate(Severity)}
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")

Series = tuple[str | None, Measure, str, Scope]
"""The key of one total: month, measure, unit and scope."""


@dataclass(frozen=True)
class Weight:
    """What a conflict could change in the month's total and in its event's range; shares are of the larger value."""

    effect: float | None = None
    share: float = 0.0
    spread: float = 0.0
    sentence: str | None = None


def find_conflicts(
    claims: Iterable[Claim],
    dates: Sequence[DateMention],
    events: Sequence[Event],
    documents: Sequence[Document],
    comparisons: Sequence[Comparison],
    settings: Settings,
    period: str,
    checks: Iterable[Check] | None = None,
    sources: Iterable[Source] = (),
    decisions: Sequence[Ruling] = (),
    standing: Iterable[Figure] = (),
) -> list[Conflict]:
    """Find conflicts of every registered kind, with their effect on the month's totals.

    Args:
        claims: the linked claims of the period, and those carried over from earlier months.
        dates: the dates found in the texts.
        events: the events that the claims are linked to.
        documents: the documents of the claims.
        comparisons: the result of `compare_claims` for these claims.
        settings: the desk's settings; their tolerances apply.
        period: the period that new conflicts are recorded under as first seen.
        checks: the result of `check_arithmetic`; if None, it is computed here.
        sources: the sources; the reliability of a source decides whose later count replaces an earlier one.
        decisions: the log of rulings; figures that the desk set or dismissed are weighed as it ruled.
        standing: figures of earlier months on events without a claim here; they are part of the months' totals.

    Returns:
        One `Conflict` for each finding, ranked from 1: by severity (warnings last), then by effect on the month's
        total, the largest first. `effect` is in the unit of the measure.
    """
    evidence = evidence_from(claims, dates, events, documents, comparisons, settings, checks, sources, decisions)
    found = [(kind, finding) for kind in KINDS.values() for finding in kind.find(evidence)]
    rulings = read_rulings(decisions, [_known(kind, finding) for kind, finding in found])
    months = Months(evidence, rulings, standing)
    found += [(KINDS[VALUES], finding) for finding in _unlisted(evidence, months, found)]
    conflicts = [_conflict(kind, finding, months.weigh(finding), period) for kind, finding in found]
    distinct = {conflict.conflict_id: conflict for conflict in reversed(conflicts)}
    return rank(distinct.values())


def _unlisted(evidence: Evidence, months: Months, found: Sequence[tuple[Kind, Finding]]) -> Iterator[Finding]:
    """A finding for each contested figure that no other finding is about: what is contested is always listed."""
    listed = {c.claim_id for kind, finding in found if kind.of_values for c in finding.claims}
    listed |= {id for one in evidence.comparisons if one.reason is Reason.RULED for id in (one.left, one.right)}
    for subject, fitted in months.fitted.items():
        heard = evidence.subjects[subject]
        claims = [c for voice in heard for c in voice.claims if c.claim_id in voice.standing]
        if fitted.range.contested and listed.isdisjoint(c.claim_id for c in claims):
            part = months.fitted.get(replace(subject, group=fitted.exceeded_by)) if fitted.exceeded_by else None
            yield seeming(evidence, _opposed(claims, part.range.firm if part else None) or claims)


def _opposed(claims: Sequence[ComparedClaim], part: Exact | None) -> list[ComparedClaim]:
    """The claims of a figure that another of them excludes, or a part that is given as larger."""

    def opposed(claim: ComparedClaim) -> bool:
        too_small = part is not None and claim.interval.high < part
        return too_small or not all(claim.interval.overlaps(other.interval) for other in claims)

    return [claim for claim in claims if opposed(claim)]


def rank(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """The conflicts in the order in which an analyst should see them, ranked from 1."""

    def place(conflict: Conflict) -> tuple[int, float, str, str]:
        effect = (conflict.effect or 0) * CHANCE[conflict.likelihood or Likelihood.LIKELY]
        return SEVERITY_ORDER[conflict.severity], -effect, conflict.kind, conflict.conflict_id

    return [replace(conflict, rank=number) for number, conflict in enumerate(sorted(conflicts, key=place), start=1)]


def age_conflicts(
    conflicts: Iterable[Conflict],
    earlier: Sequence[Conflict],
    decisions: Iterable[Ruling],
    period: str,
    in_play: Collection[str] = (),
) -> list[Conflict]:
    """Add what earlier periods recorded: when each conflict was first seen, its age, and the ruling on it.

    A ruling applies as long as the evidence is the same as when it was made; on other evidence the conflict's state is
    'decided, but changed'. A later ruling on the same conflict replaces an earlier one. A waived conflict remains a
    conflict; its state differs from that of a decided one.

    A conflict of an earlier month that no longer arises is listed once more: if all its claims were compared again
    without a conflict, because newer claims have come in, its state is 'overtaken', or 'decided, but changed' where
    the desk had ruled on it.

    Args:
        conflicts: the conflicts found in this period.
        earlier: the conflicts recorded in earlier periods.
        decisions: the log of rulings.
        period: this period.
        in_play: the ids of the claims that were compared in this period.

    Returns:
        The conflicts in the order of `rank`; `age` is in whole months.
    """
    seen = {conflict.conflict_id: conflict.first_seen for conflict in earlier}
    ruled = latest_decisions(decisions)
    aged = [_aged(conflict, seen, ruled.get(conflict.conflict_id), period) for conflict in conflicts]
    aged = _settled_with(aged, ruled)
    found = {conflict.conflict_id for conflict in aged}
    gone = (c for c in earlier if c.conflict_id not in found and _is_overtaken(c, in_play))
    past = [_overtaken(conflict, ruled.get(conflict.conflict_id), period) for conflict in gone]
    return rank([*aged, *past]) if past else aged


def _settled_with(conflicts: list[Conflict], ruled: Mapping[str, Ruling]) -> list[Conflict]:
    """The conflicts; a conflict of values is decided too if the desk set its figure on another conflict."""
    set_on = {
        _figure_of(conflict): conflict.decision
        for conflict in conflicts
        if conflict.state == State.DECIDED and ruled[conflict.conflict_id].decision in SETTING
    }
    return [
        replace(conflict, state=State.DECIDED, decision=set_on[_figure_of(conflict)])
        if conflict.state == State.OPEN and KINDS[conflict.kind].of_values and _figure_of(conflict) in set_on
        else conflict
        for conflict in conflicts
    ]


def _figure_of(conflict: Conflict) -> tuple[str | None, Measure | None, str | None]:
    return conflict.event_id, conflict.measure, conflict.group


def _is_overtaken(conflict: Conflict, in_play: Collection[str]) -> bool:
    """True for an earlier month's conflict (not a warning) whose claims were all compared again without conflict."""
    listed_before = conflict.severity == Severity.WARNING or conflict.state == State.OVERTAKEN
    return not listed_before and all(id in in_play for id in conflict.claim_ids)


def _overtaken(conflict: Conflict, ruling: Ruling | None, period: str) -> Conflict:
    told, said = conflict.explanation, "Newer reports have overtaken it, so that it no longer arises."
    return replace(
        conflict,
        explanation=told if told.endswith(said) else f"{told} {said}",
        effect=None,
        effect_sentence="It changes no total any longer.",
        remedy="Check that the figure now in force is the right one.",
        age=months_between(conflict.first_seen, period),
        state=State.CHANGED if ruling else State.OVERTAKEN,
        decision=ruling.decision_id if ruling else None,
    )


def count_conflicts(sources: Iterable[Source], claims: Iterable[Claim], conflicts: Iterable[Conflict]) -> list[Source]:
    """Count for each source the conflicts in which one of its claims takes a side.

    Args:
        sources: the sources to count for.
        claims: the claims of the period, with publisher, agency and originator.
        conflicts: the conflicts of the period.

    Returns:
        The sources in the order given, each with `conflicts` set; a conflict counts once for each source.
    """
    by_id = {claim.claim_id: claim for claim in claims}
    found: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for conflict in conflicts:
        for claim in (by_id[id] for id in conflict.claim_ids if id in by_id):
            for role, name in (
                ("publisher", claim.publisher),
                ("agency", claim.agency),
                ("originator", claim.originator),
            ):
                found[role, name].add(conflict.conflict_id)
    return [replace(source, conflicts=len(found.get((source.role, source.name), ()))) for source in sources]


def months_between(earlier: str, later: str) -> int:
    """Whole months from one period to a later one; 0 where either is not a month, or the second is not later.

    >>> months_between("2013-06", "2014-01"), months_between("batch", "2013-06")
    (7, 0)
    """
    first, last = _MONTH.match(earlier), _MONTH.match(later)
    if not first or not last:
        return 0
    return max(0, (int(last[1]) - int(first[1])) * 12 + int(last[2]) - int(first[2]))


def _aged(conflict: Conflict, seen: Mapping[str, str], ruling: Ruling | None, period: str) -> Conflict:
    first = min(seen.get(conflict.conflict_id, conflict.first_seen), conflict.first_seen)
    aged = replace(conflict, first_seen=first, age=months_between(first, period))
    if ruling is None:
        return replace(aged, state=State.OPEN, decision=None)
    state = State.WAIVED if ruling.decision == DecisionWord.WAIVE else State.DECIDED
    same = ruling.evidence_hash == conflict.evidence_hash
    return replace(aged, state=state if same else State.CHANGED, decision=ruling.decision_id)


def _known(kind: Kind, finding: Finding) -> KnownConflict:
    """What is known of a conflict before its effect is computed."""
    return KnownConflict(
        conflict_id=short_id("x", kind.name, finding.event_id, finding.measure, finding.group, *finding.key),
        kind=kind.name,
        event_id=finding.event_id,
        claim_ids=tuple(sorted(claim.claim_id for claim in finding.claims)),
        evidence_hash=evidence_hash(finding.claims),
    )


def _conflict(kind: Kind, finding: Finding, weight: Weight, period: str) -> Conflict:
    likelihood = likelihood_of(kind, finding)
    return Conflict(
        **_known(kind, finding)._asdict(),
        severity=_severity(kind, finding, likelihood, weight),
        likelihood=likelihood,
        rank=0,
        measure=finding.measure,
        group=finding.group,
        sides=finding.shown or _sides(finding.sides or finding.claims),
        explanation=finding.explanation,
        effect=None if kind.warning else weight.effect,
        effect_sentence=None if kind.warning else weight.sentence,
        remedy=kind.remedy,
        first_seen=period,
        age=0,
        state=State.OPEN,
    )


def _severity(kind: Kind, finding: Finding, likelihood: Likelihood, weight: Weight) -> Severity:
    """By effect and likelihood: a doubtful finding is a warning, and only a likely one about people is serious."""
    if kind.warning or (likelihood is Likelihood.DOUBTFUL and (finding.unsure or not kind.of_values or kind.of_groups)):
        return Severity.WARNING
    if likelihood is Likelihood.DOUBTFUL:
        return Severity.MINOR
    measure = finding.measure
    grave = measure is None or (measure.people and measure is not Measure.AFFECTED)
    if weight.share >= SERIOUS_SHARE:
        return Severity.SERIOUS if likelihood is Likelihood.LIKELY and grave else Severity.MODERATE
    moderate = weight.share >= MODERATE_SHARE or weight.spread >= WIDE_RANGE
    return Severity.MODERATE if moderate else Severity.MINOR


def _sides(claims: Sequence[ComparedClaim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(side_words(claim, claims) for claim in claims))


class Months:
    """The months' totals, with figures and rulings applied, against which the effect of a conflict is computed."""

    def __init__(self, evidence: Evidence, rulings: Rulings, standing: Iterable[Figure] = ()):
        self.dismissed = dismissed_subjects(evidence.subjects, rulings)
        voices = {s: heard for s, heard in evidence.subjects.items() if s not in self.dismissed}
        self.fitted = fit_ruled(voices, set_subjects(voices, rulings))
        parents = {event_id: event.parent for event_id, event in evidence.events.items()}
        begun = event_months(evidence.events.values())
        self.series: dict[Subject, Series] = {}
        self.totals: dict[Series, Exact] = defaultdict(int)
        for s in counted_once((s for s in voices if self.fitted[s].whole), parents):
            self.series[s] = (month_of(s, voices[s], begun), s.measure, s.unit, s.scope)
            self.totals[self.series[s]] += self.fitted[s].range.low or 0
        for figure in standing:
            if figure.group_role == GroupRole.WHOLE and figure.measure.summed:
                self.totals[figure.month, figure.measure, figure.unit, figure.scope] += exact(figure.low or 0)

    def weigh(self, finding: Finding) -> Weight:
        """The conflict's effect: the total with its lowest and its highest figure, other events at their low."""
        claim = finding.weighs
        least, most = finding.reach or _reach(finding.sides)
        plain = Weight(spread=_spread(least, most))
        if claim is None:
            return plain
        subject = subject_of(claim)
        series = self.series.get(subject)
        if series is None:
            return replace(plain, sentence=f"It changes no total: {self._reason(subject)}.")
        if finding.moved is not None:
            return self._shift(finding.moved, claim, series)
        if most == INFINITY:
            return plain
        others = self.totals[series] - (self.fitted[subject].range.low or 0)
        total = others + most
        share = float((most - least) / total) if total else 0.0
        sentence = _effect_sentence(series, others + least, total)
        return replace(plain, effect=float(most - least), share=share, sentence=sentence)

    def _shift(self, moved: Moved, claim: ComparedClaim, series: Series) -> Weight:
        """The effect of moving a figure: two totals change if the month does, none if only the place does."""
        amount = bound_at(_reach([claim])[1])
        if moved.months is None or moved.months[0] == moved.months[1] or amount is None:
            where = f"from {moved.here} to {moved.there}"
            return Weight(sentence=f"It changes no month's total: it moves {figure_words(claim)} {where}.")
        first, last = map(period_words, moved.months)
        total = max(self.totals[series], amount)
        sentence = f"It moves {figure_words(claim)} from {first} to {last}."
        return Weight(effect=float(amount), share=float(amount / total) if total else 0.0, sentence=sentence)

    def _reason(self, subject: Subject) -> str:
        """Why no total adds a figure."""
        if not subject.measure.summed:
            named = "a magnitude" if subject.measure == Measure.MAGNITUDE else subject.measure
            return f"figures of {named} are not added up"
        if subject in self.dismissed:
            return f"{self.dismissed[subject].analyst} dismissed the figure"
        fitted = self.fitted.get(subject)
        if fitted is None:
            return "it is about a part of a figure, or about one that nobody asserts"
        if not fitted.whole:
            return f"{subject.group.label or 'they'} are counted within another figure of the event"
        return "what happened inside the event is added instead of its own figure"


def _reach(sides: Sequence[ComparedClaim]) -> tuple[End, End]:
    """The lowest and highest number that the sides state; an open side counts as the number stated."""
    numbers = [exact(v) for c in sides for v in stated_ends(c) if v is not None]
    return (min(numbers), max(numbers)) if numbers else (0, INFINITY)


def _spread(least: End, most: End) -> float:
    return float((most - least) / most) if most not in (0, INFINITY) else 0.0


def _effect_sentence(series: Series, low: End, high: End) -> str:
    month, measure, unit, scope = series
    whose = f"{period_words(month)}'s" if month else "The"
    what = f"{unit_words(measure, unit)}{' to date' if scope == Scope.CUMULATIVE else ''}"
    return (
        f"{whose} total of {what} is between {number_words(low)} and {number_words(high)}, depending on which holds, "
        "with every other event at its least."
    )


def unit_words(measure: Measure, unit: str) -> str:
    """What a total counts, in words.

    >>> unit_words(Measure.KILLED, "person"), unit_words(Measure.DISPLACED, "family")
    ('people killed', 'families displaced')
    >>> unit_words(Measure.MUNITIONS, "rocket")
    'rockets'
    """
    return f"{plural(unit)} {measure.phrase}" if measure.people else plural(unit)
