"""Settling: from claims to the figures that the desk stands by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reconcile.compare.groups import Group, are_apart, lies_within
from reconcile.compare.statements import UNNAMED, Claim, read_claims
from reconcile.compare.wording import number_words
from reconcile.desk import Settings
from reconcile.ids import short_id
from reconcile.settle.confidence import confidence_of
from reconcile.settle.reasons import because
from reconcile.settle.rules import RULES, Range, range_of
from reconcile.settle.rulings import Rulings, read_rulings
from reconcile.settle.voices import Voice, hear_voices, reliabilities
from schemas import records, table

DENIED = "event one party denies"
"""The kind of conflict that makes every figure of its event contested."""

COUNTING_STANCES = ("asserted", "alleged")
"""Stances whose figures count; what is denied or only supposed never enters a figure."""


@dataclass(frozen=True, order=True)
class Subject:
    """What a figure is of. Unlike in comparing, units are not converted: a figure keeps the unit it was given in."""

    event_id: str
    measure: str
    unit: str
    scope: str
    group: Group


@dataclass(frozen=True)
class Settled:
    """A figure on its way: what the rule came to, before sub-groups are fitted into their wholes."""

    subject: Subject
    voices: tuple[Voice, ...]
    rule: str
    low: float | None
    best: float | None
    high: float | None
    contested: bool
    whole: bool = True
    cut: bool = False
    note: str = ""
    decided: str = ""

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
    another is a part, and never larger than its whole. The rule is the desk's; a decision of the desk goes before it.
    The order of the claims makes no difference, and a further copy of a story none beyond the count of articles.
    """
    rulings = read_rulings(decisions, conflicts)
    read = [c for c in read_claims(claims, settings.about_tolerance) if c.claim_id not in rulings.misread]
    subjects = gather_subjects(read, settings, reliabilities(sources))
    settled = settle_under(settings.rule, subjects, rulings)
    disputed = set(conflicts.loc[conflicts["kind"] == DENIED, "event_id"].dropna()) - rulings.dismissed_events
    months = event_months(events)
    return table("figures", [_row(s, s.subject.event_id in disputed, months, rulings) for s in settled])


def gather_subjects(
    claims: Iterable[Claim], settings: Settings, reliability: dict[str, str]
) -> dict[Subject, list[Voice]]:
    """The voices of each figure to settle, in a fixed order.

    Parts that are told apart from their whole by nothing but place or manner (two of the five rockets), and figures
    that add to another (two more), have no figure of their own.
    """
    by_subject: dict[Subject, list[Claim]] = defaultdict(list)
    groups = {claim.claim_id: claim.group for claim in claims}
    for claim in claims:
        tied = claim.addition or (claim.whole and groups.get(claim.whole) in (claim.group, None))
        if claim.stance in COUNTING_STANCES and not tied:
            subject = Subject(claim.event_id, claim.measure, claim.unit, claim.scope, claim.group)
            by_subject[subject].append(claim)
    about = settings.about_tolerance
    return {subject: hear_voices(by_subject[subject], about, reliability) for subject in sorted(by_subject)}


def settle_under(rule: str, subjects: dict[Subject, list[Voice]], rulings: Rulings) -> list[Settled]:
    """Every figure under one rule, decisions applied, sub-groups fitted into their wholes."""
    settled = [_settle(subject, voices, rule, rulings) for subject, voices in subjects.items()]
    families: dict[Subject, list[Settled]] = defaultdict(list)
    for figure in settled:
        s = figure.subject
        families[Subject(s.event_id, s.measure, s.unit, s.scope, Group())].append(figure)
    return [figure for family in families.values() for figure in fit_parts(family)]


def figure_id(subject: Subject) -> str:
    """The stable id of a figure."""
    s = subject
    return short_id("f", s.event_id, s.measure, s.group.label, s.scope, s.unit)


def event_months(events: pd.DataFrame) -> dict[str, str | None]:
    """The month in which each event began, where that is known to the month."""
    rows = records(events)
    return {r["event_id"]: r["start"][:7] if r["start"] and (r["precision"] or 1) <= 4 else None for r in rows}


def _settle(subject: Subject, voices: list[Voice], rule: str, rulings: Rulings) -> Settled:
    found = range_of(voices)
    best = RULES[rule](voices)
    ruled = rulings.on_figure(figure_id(subject), {c.claim_id: c for v in voices for c in v.claims})
    if ruled is not None:
        low, best, high = ruled.bounds
        return Settled(subject, tuple(voices), "decision", low, best, high, found.contested, decided=ruled.sentence)
    held: Range = found.holding(best)
    return Settled(subject, tuple(voices), rule, held.low, best, held.high, found.contested)


def fit_parts(family: Sequence[Settled]) -> list[Settled]:
    """The figures of one event and measure, each told whether it is a whole or a part, and no part above its whole.

    A whole is raised to what its parts alone make certain; a part is then cut to its whole. Figures that the desk
    decided are left as they are.
    """
    roles = _whole_groups(family)
    fitted = {f.subject.group: replace(f, whole=f.subject.group in roles) for f in family}
    pairs = [(p, w) for p in fitted for w in fitted if lies_within(p, w) and not _unnamed(fitted[w])]
    for part, whole in pairs:
        fitted[whole] = _raised(fitted[whole], fitted[part])
    for part, whole in pairs:
        fitted[part] = _cut(fitted[part], fitted[whole])
    return [fitted[f.subject.group] for f in family]


def _whole_groups(family: Sequence[Settled]) -> set[Group]:
    """The groups that totals add: the widest, and beside it only such as have nobody in common with it.

    Where several groups stand side by side and none holds the other, the largest counts, and any other is added only
    when the two are known to be apart (soldiers and rebels): a total may say too little, never too much.
    """
    tops = [f for f in family if not any(lies_within(f.subject.group, g.subject.group) for g in family)]
    tops.sort(key=lambda f: (-(f.best or f.low or 0.0), f.subject.group))
    chosen: list[Group] = []
    for figure in tops:
        if all(are_apart(figure.subject.group, group) for group in chosen):
            chosen.append(figure.subject.group)
    return set(chosen)


def _unnamed(figure: Settled) -> bool:
    return figure.subject.group.everyone and figure.subject.measure in UNNAMED


def _raised(whole: Settled, part: Settled) -> Settled:
    """At least ten people beside thirteen civilians: at least thirteen people. A disputed range stays as it is told."""
    sure = part.low if part.low is not None and not part.contested else 0.0
    sure = min(sure, whole.high) if whole.high is not None else sure
    best = None if whole.best is None else max(whole.best, sure)
    low = whole.low if whole.contested else max(whole.low or 0.0, sure)
    if whole.decided or (best == whole.best and low == (whole.low or 0.0)):
        return whole
    return replace(whole, low=low, best=best, note=f"the {part.subject.group.label} alone make {number_words(sure)}")


def _cut(part: Settled, whole: Settled) -> Settled:
    if part.decided:
        return part
    high = _least(part.high, whole.high)
    best = _least(part.best, whole.best if whole.best is not None else whole.high) if part.best is not None else None
    low = _least(part.low, best if best is not None else high) if part.low is not None else None
    if best == part.best and low == part.low:
        return replace(part, high=high)
    note = "cut to the figure of the whole, which a part cannot exceed"
    return replace(part, low=low, best=best, high=high, cut=True, note=note)


def _least(one: float | None, other: float | None) -> float | None:
    return min((v for v in (one, other) if v is not None), default=None)


def status_of(figure: Settled, disputed: bool, dismissed: bool) -> str:
    """How the figure came about, in the fixed words of the figures table."""
    if figure.decided:
        return "decided"
    if ((figure.contested or figure.cut) and not dismissed) or disputed:
        return "contested"
    if len(figure.voices) == 1:
        return "single source"
    intervals = {t.interval for voice in figure.voices for t in voice.tellings}
    return "agreed" if len(intervals) == 1 and not figure.note else "reconciled"


def _row(figure: Settled, disputed: bool, months: dict[str, str | None], rulings: Rulings) -> dict[str, Any]:
    subject, claims = figure.subject, figure.claims
    dismissed = any(c.claim_id in rulings.dismissed_claims for c in claims)
    status = status_of(figure, disputed, dismissed)
    return {
        "figure_id": figure_id(subject),
        "event_id": subject.event_id,
        "month": months.get(subject.event_id),
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
