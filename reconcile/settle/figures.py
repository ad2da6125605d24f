"""Settling: make the figures table from claims, conflicts and rulings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from reconcile.model.claim import ComparedClaim
from reconcile.model.counted_together import count_together
from reconcile.model.group import lies_within
from reconcile.model.ranges import Fitted, estimates_of, range_of
from reconcile.model.read_claims import read_claims
from reconcile.model.records import Claim, Conflict, Event, Figure, Ruling, Source
from reconcile.model.rulings import (
    Bounds,
    Rulings,
    dismissed_subjects,
    fit_ruled,
    read_rulings,
    set_subjects,
    share_voices,
    spread,
)
from reconcile.model.settings import Settings
from reconcile.model.subject import Subject, event_months, figure_id, gather_subjects, month_of, subject_of
from reconcile.model.voice import Voice, reliabilities
from reconcile.settle.bearing import RuledClaims, denied_events, read_bearings
from reconcile.settle.confidence import confidence_of, credibility_of, reliability_of
from reconcile.settle.reasons import because
from reconcile.settle.rules import RULES
from reconcile.settle.settled import Settled
from schemas.codes import DecisionWord, GroupRole, RuleName, Status

DECISION = "decision"
"""The value of a figure's `rule` where the desk has set the figure."""


def settle_figures(
    claims: Iterable[Claim],
    conflicts: Sequence[Conflict],
    events: Iterable[Event],
    sources: Iterable[Source],
    decisions: Iterable[Ruling],
    settings: Settings,
) -> list[Figure]:
    """Settle one figure for each event, measure, group, scope and unit.

    Claims that are denied, hypothetical, unlinked or set aside by the desk are left out. A group inside another is a
    part; its high is no larger than the high of its whole. The desk's rule applies, unless a ruling sets the figure; a
    ruling remains in force when its evidence changes, and the figure's state and `because` then report the change.

    Args:
        claims: the claims, in any order; a further copy of a story adds to the count of articles only.
        conflicts: the period's conflicts.
        events: the events that the claims are linked to.
        sources: the sources with the desk's reliability ratings.
        decisions: the log of rulings.
        settings: the desk's settings, with its rule.

    Returns:
        Figures sorted by event, measure, unit, scope and group. `low`, `best` and `high` are in the figure's unit;
        None where a side is open or the figure is undetermined.
    """
    read = read_claims(claims, settings.about_tolerance)
    rulings = spread(read_rulings(decisions, conflicts), read)
    voiced = share_voices(read, rulings)
    subjects = gather_subjects(
        count_together(entering(voiced, rulings)), settings.about_tolerance, reliabilities(sources)
    )
    dismissed = dismissed_subjects(subjects, rulings)
    set_to = set_subjects({s: voices for s, voices in subjects.items() if s not in dismissed}, rulings)
    settled = settle_under(settings.rule, subjects, set_to, dismissed)
    ruled, disputed = read_bearings(rulings, count_together(voiced), conflicts), denied_events(rulings, conflicts)
    months = event_months(events)
    nameless = frozenset(source.name.casefold() for source in sources if source.nameless)
    return [_figure(s, s.subject.event_id in disputed, months, ruled, nameless) for s in settled]


def entering(claims: Sequence[ComparedClaim], rulings: Rulings) -> list[ComparedClaim]:
    """The claims that enter figures: those that the desk has not set aside.

    A claim that the desk ruled comparable with nothing still enters where it is the only claim on its figure.
    """
    aside = rulings.aside
    told = {subject_of(c) for c in claims if c.claim_id not in aside and c.counts}

    def enters(claim: ComparedClaim) -> bool:
        row = aside.get(claim.claim_id)
        return row is None or (row.decision == DecisionWord.NOT_COMPARABLE and subject_of(claim) not in told)

    return [claim for claim in claims if enters(claim)]


def settle_under(
    rule: RuleName,
    subjects: Mapping[Subject, Sequence[Voice]],
    set_to: Mapping[Subject, Bounds],
    dismissed: Collection[Subject] = (),
) -> list[Settled]:
    """Every figure under one rule, or as the desk set it, each fitted to the other groups of its event."""
    live = {s: voices for s, voices in subjects.items() if s not in dismissed}
    fitted = fit_ruled(live, set_to) | {s: Fitted(range_of(subjects[s]), whole=False) for s in dismissed}
    found = [_settle(s, tuple(voices), rule, fitted[s], set_to.get(s)) for s, voices in subjects.items()]
    families: dict[Subject, list[Settled]] = defaultdict(list)
    for figure in (f for f in found if f.subject not in dismissed):
        families[figure.subject.family].append(figure)
    return [
        replace(f, dismissed=True) if f.subject in dismissed else _within_wholes(f, families[f.subject.family])
        for f in found
    ]


def _settle(
    subject: Subject, voices: tuple[Voice, ...], rule: RuleName, fitted: Fitted, ruled: Bounds | None
) -> Settled:
    """One figure, by the rule or by a ruling; undetermined where the rule's choice exceeds what the whole allows."""
    if ruled is not None:
        low, best, high = ruled
        return Settled(subject, voices, None, low, best, high, fitted)
    best = RULES[rule](voices)
    if best is not None and fitted.raised_by is not None:
        best = max(best, fitted.range.low or 0)
    if best is not None and fitted.narrowed and best > (fitted.range.high or 0):
        best = None
    held = fitted.range if best is None or best not in estimates_of(voices) else fitted.range.holding(best)
    return Settled(subject, voices, rule, held.low, held.nearest(best), held.high, fitted)


def _within_wholes(part: Settled, family: Sequence[Settled]) -> Settled:
    """The figure; undetermined where it is a part and the rule chose more for it than for its whole."""
    if part.best is None or part.contested or part.decided or not part.subject.measure.bare:
        return part
    wider = (w for w in family if lies_within(part.subject.group, w.subject.group) and not w.contested)
    return replace(part, best=None) if any(w.best is not None and w.best < part.best for w in wider) else part


def status_of(figure: Settled, disputed: bool, settled: bool) -> Status:
    """How the figure came about.

    `disputed` is True where a party denies the event, `settled` where rulings end every conflict among its voices.
    """
    if figure.dismissed:
        return Status.DISMISSED
    if figure.decided:
        return Status.DECIDED
    if (figure.contested and not settled) or disputed:
        return Status.CONTESTED
    if len(figure.voices) == 1:
        return Status.SINGLE_SOURCE
    intervals = {t.interval for voice in figure.voices for t in voice.tellings}
    return Status.AGREED if len(intervals) == 1 and figure.fitted.raised_by is None else Status.RECONCILED


def _figure(
    figure: Settled,
    disputed: bool,
    months: Mapping[str, str | None],
    ruled: RuledClaims,
    nameless: frozenset[str],
) -> Figure:
    subject, claims, voices = figure.subject, figure.claims, figure.voices
    bearing = ruled.bearing_on(subject, voices, figure.fitted)
    status, said = status_of(figure, disputed, bearing.settled), figure.said
    return Figure(
        figure_id=figure_id(subject),
        event_id=subject.event_id,
        month=month_of(subject, voices, months),
        measure=subject.measure,
        group=subject.group.label,
        group_role=_group_role(figure),
        unit=subject.unit,
        scope=subject.scope,
        as_of=max((c.as_of for c in claims if c.as_of), default=None),
        low=said.low,
        best=said.best,
        high=said.high,
        bound=said.bound,
        status=status,
        confidence=confidence_of(status, voices, figure.best, nameless),
        reliability=reliability_of(voices, figure.best),
        credibility=credibility_of(voices, figure.best, disputed or figure.contested),
        state=bearing.state(status),
        rule=figure.rule or DECISION,
        because=because(figure, status, disputed, bearing),
        articles=len({c.doc for c in claims}),
        publishers=len({c.publisher or c.doc for c in claims}),
        originators=len(voices),
        claim_ids=tuple(sorted({c.claim_id for claim in claims for c in (claim, *claim.added)})),
    )


def _group_role(figure: Settled) -> GroupRole:
    if figure.dismissed:
        return GroupRole.ASIDE
    return GroupRole.WHOLE if figure.whole else GroupRole.PART
