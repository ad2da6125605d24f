"""Settling: from claims to the figures that the desk stands by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reconcile.model.claim import UNNAMED, Claim, read_claims
from reconcile.model.group import lies_within
from reconcile.model.ranges import Fitted, range_of
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
from reconcile.model.subject import (
    COUNTING_STANCES,
    Subject,
    event_months,
    figure_id,
    gather_subjects,
    month_of,
    subject_of,
)
from reconcile.model.voice import Voice, reliabilities
from reconcile.settle.bearing import RuledClaims, denied_events, read_bearings
from reconcile.settle.confidence import confidence_of, credibility_of, reliability_of
from reconcile.settle.reasons import because
from reconcile.settle.rules import RULES
from schemas import records, table


@dataclass(frozen=True)
class Settled:
    """A figure that a rule, or the desk, has settled; `fitted` says how it stands to its event's other groups.

    One that the desk `dismissed` stays listed, and bears on nothing else.
    """

    subject: Subject
    voices: tuple[Voice, ...]
    rule: str
    low: float | None
    best: float | None
    high: float | None
    fitted: Fitted
    dismissed: bool = False

    @property
    def decided(self) -> bool:
        """True where the desk has set it."""
        return self.rule == "decision"

    @property
    def whole(self) -> bool:
        """True where totals add it."""
        return self.fitted.whole and not self.dismissed

    @property
    def contested(self) -> bool:
        """True where voices exclude one another, or a part and its whole do."""
        return self.fitted.range.contested

    @property
    def claims(self) -> list[Claim]:
        """All claims behind it."""
        return [claim for voice in self.voices for claim in voice.claims]


def settle_figures(
    claims: pd.DataFrame,
    conflicts: pd.DataFrame,
    events: pd.DataFrame,
    sources: pd.DataFrame,
    decisions: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    """The figures table: one settled figure for each event, measure, group, scope and unit.

    Claims that are denied or supposed, not linked, or set aside by the desk do not enter. A group inside another is a
    part, and no larger than the most that its whole may be. The rule is the desk's; a decision of the desk goes before
    it, and stands where its evidence has changed, but says so. The order of the claims makes no difference, and a
    further copy of a story none beyond the count of articles.
    """
    found = records(conflicts)
    read = read_claims(claims, settings.about_tolerance)
    rulings = spread(read_rulings(decisions, found), read)
    voiced = share_voices(read, rulings)
    subjects = gather_subjects(entering(voiced, rulings), settings.about_tolerance, reliabilities(sources))
    dismissed = dismissed_subjects(subjects, rulings)
    set_to = set_subjects({s: voices for s, voices in subjects.items() if s not in dismissed}, rulings)
    settled = settle_under(settings.rule, subjects, set_to, dismissed)
    ruled, disputed = read_bearings(rulings, voiced, found), denied_events(rulings, found)
    months = event_months(events)
    return table("figures", [_row(s, s.subject.event_id in disputed, months, ruled) for s in settled])


def entering(claims: Sequence[Claim], rulings: Rulings) -> list[Claim]:
    """The claims that enter figures: what the desk set aside does not.

    One that the desk holds comparable with nothing still is the figure of what nobody else speaks of.
    """
    aside = rulings.aside
    told = {subject_of(c) for c in claims if c.claim_id not in aside and c.stance in COUNTING_STANCES}

    def enters(claim: Claim) -> bool:
        row = aside.get(claim.claim_id)
        return row is None or (row["decision"] == "not comparable" and subject_of(claim) not in told)

    return [claim for claim in claims if enters(claim)]


def settle_under(
    rule: str,
    subjects: Mapping[Subject, Sequence[Voice]],
    set_to: Mapping[Subject, Bounds],
    dismissed: Collection[Subject] = (),
) -> list[Settled]:
    """Every figure under one rule, or as the desk set it, each fitted to those of its event's other groups."""
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


def _settle(subject: Subject, voices: tuple[Voice, ...], rule: str, fitted: Fitted, ruled: Bounds | None) -> Settled:
    """What the rule, or the desk, comes to; what a rule chooses beyond what the whole allows is left undetermined."""
    if ruled is not None:
        low, best, high = ruled
        return Settled(subject, voices, "decision", low, best, high, fitted)
    best = RULES[rule](voices)
    if best is not None and fitted.raised_by is not None:
        best = max(best, fitted.range.low or 0.0)
    if best is not None and fitted.narrowed and best > (fitted.range.high or 0.0):
        best = None
    held = fitted.range.holding(best)
    return Settled(subject, voices, rule, held.low, best, held.high, fitted)


def _within_wholes(part: Settled, family: Sequence[Settled]) -> Settled:
    """The figure, undetermined where it is a part and the rule chose more for it than for its whole."""
    if part.best is None or part.contested or part.decided or part.subject.measure in UNNAMED:
        return part
    wider = (w for w in family if lies_within(part.subject.group, w.subject.group) and not w.contested)
    return replace(part, best=None) if any(w.best is not None and w.best < part.best for w in wider) else part


def status_of(figure: Settled, disputed: bool, settled: bool) -> str:
    """How the figure came about, in the fixed words of the figures table.

    `disputed` where a party denies the event, `settled` where the desk has ended what its voices contest.
    """
    if figure.dismissed:
        return "dismissed"
    if figure.decided:
        return "decided"
    if (figure.contested and not settled) or disputed:
        return "contested"
    if len(figure.voices) == 1:
        return "single source"
    intervals = {t.interval for voice in figure.voices for t in voice.tellings}
    return "agreed" if len(intervals) == 1 and figure.fitted.raised_by is None else "reconciled"


def _row(figure: Settled, disputed: bool, months: Mapping[str, str | None], ruled: RuledClaims) -> dict[str, Any]:
    subject, claims = figure.subject, figure.claims
    bearing = ruled.bearing_on(subject, figure.voices, figure.fitted)
    status = status_of(figure, disputed, bearing.settled)
    return {
        "figure_id": figure_id(subject),
        "event_id": subject.event_id,
        "month": month_of(subject, figure.voices, months),
        "measure": subject.measure,
        "group": subject.group.label,
        "group_role": "aside" if figure.dismissed else "whole" if figure.whole else "part",
        "unit": subject.unit,
        "scope": subject.scope,
        "as_of": max((c.as_of for c in claims if c.as_of), default=None),
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
        "status": status,
        **_trust(figure, status, disputed),
        "state": bearing.state(status),
        "rule": figure.rule,
        "because": because(figure, status, disputed, bearing),
        "articles": len({c.doc for c in claims}),
        "publishers": len({c.publisher or c.doc for c in claims}),
        "originators": len(figure.voices),
        "claim_ids": tuple(sorted(c.claim_id for c in claims)),
    }


def _trust(figure: Settled, status: str, disputed: bool) -> dict[str, Any]:
    """How far the figure can be trusted, and apart from that, how far its sources and what they say can."""
    return {
        "confidence": confidence_of(status, figure.voices),
        "reliability": reliability_of(figure.voices, figure.best),
        "credibility": credibility_of(figure.voices, figure.best, disputed or figure.contested),
    }
