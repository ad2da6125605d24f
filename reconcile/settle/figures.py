"""Settling: from claims to the figures that the desk stands by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reconcile.compare.groups import lies_within
from reconcile.compare.ranges import Fitted, Range, range_of
from reconcile.compare.statements import UNNAMED, Claim, read_claims
from reconcile.compare.subjects import Subject, event_months, fit_subjects, gather_subjects, month_of
from reconcile.compare.voices import Voice, reliabilities
from reconcile.desk import Settings
from reconcile.ids import short_id
from reconcile.settle.confidence import confidence_of
from reconcile.settle.reasons import because
from reconcile.settle.rules import RULES
from reconcile.settle.rulings import Ruling, Rulings, read_rulings
from schemas import table

DENIED = "event one party denies"
"""The kind of conflict that makes every figure of its event contested."""


@dataclass(frozen=True)
class Settled:
    """A figure that a rule, or the desk, has settled; `fitted` says how it stands to its event's other groups."""

    subject: Subject
    voices: tuple[Voice, ...]
    rule: str
    low: float | None
    best: float | None
    high: float | None
    fitted: Fitted
    decided: str = ""

    @property
    def whole(self) -> bool:
        """True where totals add it."""
        return self.fitted.whole

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
    comparisons: pd.DataFrame,
    conflicts: pd.DataFrame,
    events: pd.DataFrame,
    sources: pd.DataFrame,
    decisions: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    """The figures table: one settled figure for each event, measure, group, scope and unit.

    Claims that are denied or supposed, not linked, or ruled a wrong reading by the desk do not enter. A group inside
    another is a part, and no larger than the most that its whole may be. The rule is the desk's; a decision of the desk
    goes before it. The order of the claims makes no difference, and a further copy of a story none beyond the count of
    articles.
    """
    rulings = read_rulings(decisions, conflicts)
    read = [c for c in read_claims(claims, settings.about_tolerance) if c.claim_id not in rulings.misread]
    subjects = gather_subjects(read, settings.about_tolerance, reliabilities(sources))
    settled = settle_under(settings.rule, subjects, rulings)
    disputed = set(conflicts.loc[conflicts["kind"] == DENIED, "event_id"].dropna()) - rulings.dismissed_events
    months = event_months(events)
    return table("figures", [_row(s, s.subject.event_id in disputed, months, rulings) for s in settled])


def settle_under(rule: str, subjects: Mapping[Subject, Sequence[Voice]], rulings: Rulings) -> list[Settled]:
    """Every figure under one rule, decisions applied, each fitted to those of its event's other groups."""
    ruled = {s: r for s, voices in subjects.items() if (r := _ruled(s, voices, rulings)) is not None}
    ranges = {s: _range(voices, ruled.get(s)) for s, voices in subjects.items()}
    fitted = fit_subjects(ranges, subjects, ruled)
    found = [_settle(s, tuple(voices), rule, fitted[s], ruled.get(s)) for s, voices in subjects.items()]
    families: dict[Subject, list[Settled]] = defaultdict(list)
    for figure in found:
        families[figure.subject.family].append(figure)
    return [_within_wholes(figure, families[figure.subject.family]) for figure in found]


def figure_id(subject: Subject) -> str:
    """The stable id of a figure."""
    s = subject
    return short_id("f", s.event_id, s.measure, s.group.label, s.scope, s.unit)


def _ruled(subject: Subject, voices: Sequence[Voice], rulings: Rulings) -> Ruling | None:
    return rulings.on_figure(figure_id(subject), {c.claim_id: c for v in voices for c in v.claims})


def _range(voices: Sequence[Voice], ruled: Ruling | None) -> Range:
    """What the voices allow, or what the desk has ruled."""
    if ruled is None:
        return range_of(voices)
    low, _, high = ruled.bounds
    return Range(low, high, False, low)


def _settle(subject: Subject, voices: tuple[Voice, ...], rule: str, fitted: Fitted, ruled: Ruling | None) -> Settled:
    """What the rule, or the desk, comes to; what a rule chooses beyond what the whole allows is left undetermined."""
    if ruled is not None:
        low, best, high = ruled.bounds
        return Settled(subject, voices, "decision", low, best, high, fitted, ruled.sentence)
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


def status_of(figure: Settled, disputed: bool, dismissed: bool) -> str:
    """How the figure came about, in the fixed words of the figures table."""
    if figure.decided:
        return "decided"
    if (figure.contested and not dismissed) or disputed:
        return "contested"
    if len(figure.voices) == 1:
        return "single source"
    intervals = {t.interval for voice in figure.voices for t in voice.tellings}
    return "agreed" if len(intervals) == 1 and figure.fitted.raised_by is None else "reconciled"


def _row(figure: Settled, disputed: bool, months: Mapping[str, str | None], rulings: Rulings) -> dict[str, Any]:
    subject, claims = figure.subject, figure.claims
    dismissed = any(c.claim_id in rulings.dismissed_claims for c in claims)
    status = status_of(figure, disputed, dismissed)
    return {
        "figure_id": figure_id(subject),
        "event_id": subject.event_id,
        "month": month_of(subject, figure.voices, months),
        "measure": subject.measure,
        "group": subject.group.label,
        "group_role": "whole" if figure.whole else "part",
        "unit": subject.unit,
        "scope": subject.scope,
        "as_of": max((c.as_of for c in claims if c.as_of), default=None),
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
        "status": status,
        "confidence": confidence_of(status, figure.voices),
        "rule": figure.rule,
        "because": because(figure, status, disputed),
        "articles": len({c.doc for c in claims}),
        "publishers": len({c.publisher or c.doc for c in claims}),
        "originators": len(figure.voices),
        "claim_ids": tuple(sorted(c.claim_id for c in claims)),
    }
