"""From findings to the conflicts table: weighed by what they do to the month's total, ranked, and carried over."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reconcile.compare.checks import Check
from reconcile.compare.kinds import KINDS, Evidence, Finding, Kind, evidence_from
from reconcile.compare.kinds.base import Moved
from reconcile.model.claim import Claim, evidence_hash
from reconcile.model.ids import short_id
from reconcile.model.interval import INFINITY
from reconcile.model.ruling import latest_decisions
from reconcile.model.rulings import SETTING, Rulings, dismissed_subjects, fit_ruled, read_rulings, set_subjects
from reconcile.model.settings import Settings
from reconcile.model.subject import (
    SUMMED,
    Subject,
    counted_once,
    event_months,
    month_of,
    subject_of,
)
from reconcile.wording.claim_words import COUNTED, figure_words, month_words, number_words, plural, side_words
from schemas import records, table
from schemas.sources import ROLES

SERIOUS_SHARE = 0.1
"""A conflict that could move the month's total by this share of it is serious."""

MODERATE_SHARE = 0.02
"""One that could move it by this share, or its event's range by `WIDE_RANGE`, is moderate."""

WIDE_RANGE = 0.25
"""The least figure falls short of the most by this share of the most."""

SEVERITY_ORDER = {"serious": 0, "moderate": 1, "minor": 2, "warning": 3}
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")

Series = tuple[str | None, str, str, str]
"""What a total is made of: month, measure, unit and scope."""


@dataclass(frozen=True)
class Weight:
    """What a conflict could do to the month's total and to its event's range."""

    effect: float | None = None
    share: float = 0.0
    spread: float = 0.0
    sentence: str | None = None


def find_conflicts(
    claims: pd.DataFrame,
    dates: pd.DataFrame,
    events: pd.DataFrame,
    documents: pd.DataFrame,
    comparisons: pd.DataFrame,
    settings: Settings,
    period: str,
    texts: Mapping[str, str] | None = None,
    checks: Iterable[Check] | None = None,
    sources: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
    standing: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The conflicts table: what every registered kind finds, the one that moves a total most first, warnings last.

    Args:
        claims: the claims table, linked.
        dates: the dates table.
        events: the events table.
        documents: the documents table.
        comparisons: what `compare_claims` came to.
        settings: the desk's tolerances.
        period: the period in which new conflicts are first seen.
        texts: the articles' texts by doc, in which denials are looked for; without them, only denied claims are found.
        checks: what `check_arithmetic` came to; made here where it is not given.
        sources: the sources table; the reliability of a source says whose later count takes the place of whose.
        decisions: the log of rulings; what the desk has set or dismissed counts as it ruled when conflicts are weighed.
        standing: figures of earlier months on events that no claim here speaks of: they are in the months' totals too.
    """
    given = decisions if decisions is not None else table("decisions", [])
    evidence = evidence_from(claims, dates, events, documents, comparisons, settings, texts, checks, sources, given)
    found = [(kind, finding) for kind in KINDS.values() for finding in kind.find(evidence)]
    rulings = read_rulings(given, [_known(kind, finding) for kind, finding in found])
    months = Months(evidence, events, rulings, records(standing) if standing is not None else ())
    rows = [_row(kind, finding, months.weigh(finding), period) for kind, finding in found]
    distinct = {row["conflict_id"]: row for row in reversed(rows)}
    return table("conflicts", rank(distinct.values()))


def rank(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Conflicts in the order in which an analyst should see them, numbered from 1."""

    def place(row: dict[str, Any]) -> tuple[Any, ...]:
        return SEVERITY_ORDER[row["severity"]], -(row["effect"] or 0), row["kind"], row["conflict_id"]

    ordered = sorted(rows, key=place)
    return [{**row, "rank": number} for number, row in enumerate(ordered, start=1)]


def age_conflicts(
    conflicts: pd.DataFrame,
    earlier: pd.DataFrame,
    decisions: pd.DataFrame,
    period: str,
    in_play: Collection[str] = (),
) -> pd.DataFrame:
    """The conflicts with what earlier periods know of them: when first seen, how old, and what was decided.

    A decision holds while the evidence is what it was decided on; on other evidence the conflict is
    'decided, but changed'. A later decision on the same conflict replaces an earlier one. One that is waived stays a
    conflict, and is told apart from one that was settled.

    None goes in silence: a conflict of an earlier month whose claims (`in_play`) were all compared again, and no longer
    conflict because newer ones have come, is listed once more as 'overtaken'; where the desk had ruled on it, as
    'decided, but changed'.
    """
    seen = dict(zip(earlier["conflict_id"], earlier["first_seen"], strict=True))
    ruled = latest_decisions(decisions)
    aged = [_aged(row, seen, ruled.get(row["conflict_id"]), period) for row in records(conflicts)]
    aged = _settled_with(aged, ruled)
    found = {row["conflict_id"] for row in aged}
    gone = (row for row in records(earlier) if row["conflict_id"] not in found and _is_overtaken(row, in_play))
    past = [_overtaken(row, ruled.get(row["conflict_id"]), period) for row in gone]
    return table("conflicts", rank([*aged, *past]) if past else aged)


def _settled_with(rows: list[dict[str, Any]], ruled: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The conflicts, those of values decided too whose figure the desk has set on another of its conflicts."""
    set_on = {
        _figure_of(row): row["decision"]
        for row in rows
        if row["state"] == "decided" and ruled[row["conflict_id"]]["decision"] in SETTING
    }
    return [
        {**row, "state": "decided", "decision": set_on[_figure_of(row)]}
        if row["state"] == "open" and KINDS[row["kind"]].of_values and _figure_of(row) in set_on
        else row
        for row in rows
    ]


def _figure_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["event_id"], row["measure"], row["group"]


def _is_overtaken(row: dict[str, Any], in_play: Collection[str]) -> bool:
    """True for a conflict of an earlier month, no mere warning, whose claims were compared again without one."""
    told_before = row["severity"] == "warning" or row["state"] == "overtaken"
    return not told_before and all(id in in_play for id in row["claim_ids"])


def _overtaken(row: dict[str, Any], ruling: dict[str, Any] | None, period: str) -> dict[str, Any]:
    said = "Newer reports have overtaken it, so that it no longer arises."
    return {
        **row,
        "explanation": f"{row['explanation']} {said}" if not row["explanation"].endswith(said) else row["explanation"],
        "effect": None,
        "effect_sentence": "It changes no total any longer.",
        "remedy": "Look whether the figure that stands now is the right one.",
        "age": months_between(row["first_seen"], period),
        "state": "decided, but changed" if ruling else "overtaken",
        "decision": ruling["decision_id"] if ruling else None,
    }


def count_conflicts(sources: pd.DataFrame, claims: pd.DataFrame, conflicts: pd.DataFrame) -> pd.DataFrame:
    """The sources with the number of conflicts in which a claim of theirs takes a side."""
    sides = conflicts[["conflict_id", "claim_ids"]].explode("claim_ids").rename(columns={"claim_ids": "claim_id"})
    named = sides.merge(claims[["claim_id", *ROLES]], on="claim_id")
    counts = {(role, name): len(set(rows)) for role in ROLES for name, rows in named.groupby(role)["conflict_id"]}
    known = zip(sources["role"], sources["name"], strict=True)
    return sources.assign(conflicts=pd.array([counts.get(key, 0) for key in known], dtype="Int64"))


def months_between(earlier: str, later: str) -> int:
    """Whole months from one period to another; 0 where either is no month or they stand in the other order.

    >>> months_between("2013-06", "2014-01"), months_between("batch", "2013-06")
    (7, 0)
    """
    first, last = _MONTH.match(earlier), _MONTH.match(later)
    if not first or not last:
        return 0
    return max(0, (int(last[1]) - int(first[1])) * 12 + int(last[2]) - int(first[2]))


def _aged(row: dict[str, Any], seen: Mapping[str, str], ruling: dict[str, Any] | None, period: str) -> dict[str, Any]:
    first = min(seen.get(row["conflict_id"], row["first_seen"]), row["first_seen"])
    aged = {**row, "first_seen": first, "age": months_between(first, period)}
    if ruling is None:
        return {**aged, "state": "open", "decision": None}
    state = "waived" if ruling["decision"] == "waive" else "decided"
    same = ruling["evidence_hash"] == row["evidence_hash"]
    return {**aged, "state": state if same else "decided, but changed", "decision": ruling["decision_id"]}


def _known(kind: Kind, finding: Finding) -> dict[str, Any]:
    """What is known of a conflict before it is weighed."""
    return {
        "conflict_id": short_id("x", kind.name, finding.event_id, finding.measure, finding.group, *finding.key),
        "kind": kind.name,
        "event_id": finding.event_id,
        "claim_ids": tuple(sorted(claim.claim_id for claim in finding.claims)),
        "evidence_hash": evidence_hash(finding.claims),
    }


def _row(kind: Kind, finding: Finding, weight: Weight, period: str) -> dict[str, Any]:
    return {
        **_known(kind, finding),
        "severity": "warning" if kind.warning else _severity(weight),
        "measure": finding.measure,
        "group": finding.group,
        "sides": finding.shown or _sides(finding.sides or finding.claims),
        "explanation": finding.explanation,
        "effect": None if kind.warning else weight.effect,
        "effect_sentence": None if kind.warning else weight.sentence,
        "remedy": kind.remedy,
        "first_seen": period,
        "age": 0,
        "state": "open",
        "decision": None,
    }


def _severity(weight: Weight) -> str:
    if weight.share >= SERIOUS_SHARE:
        return "serious"
    return "moderate" if weight.share >= MODERATE_SHARE or weight.spread >= WIDE_RANGE else "minor"


def _sides(claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(side_words(claim, claims) for claim in claims))


class Months:
    """The months' totals as the standing figures and the desk's rulings give them, to weigh a conflict against."""

    def __init__(
        self, evidence: Evidence, events: pd.DataFrame, rulings: Rulings, standing: Iterable[Mapping[str, Any]] = ()
    ):
        self.dismissed = dismissed_subjects(evidence.subjects, rulings)
        voices = {s: heard for s, heard in evidence.subjects.items() if s not in self.dismissed}
        self.fitted = fit_ruled(voices, set_subjects(voices, rulings))
        parents = {event_id: event["parent"] for event_id, event in evidence.events.items()}
        begun = event_months(events)
        self.series: dict[Subject, Series] = {}
        self.totals: dict[Series, float] = defaultdict(float)
        for s in counted_once((s for s in voices if self.fitted[s].whole), parents):
            self.series[s] = (month_of(s, voices[s], begun), s.measure, s.unit, s.scope)
            self.totals[self.series[s]] += self.fitted[s].range.low or 0.0
        for row in standing:
            if row["group_role"] == "whole" and row["measure"] in SUMMED:
                self.totals[row["month"], row["measure"], row["unit"], row["scope"]] += row["low"] or 0.0

    def weigh(self, finding: Finding) -> Weight:
        """What the conflict could do: the total with its least and with its most, all other events at their least."""
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
        others = self.totals[series] - (self.fitted[subject].range.low or 0.0)
        total = others + most
        sentence = _effect_sentence(series, others + least, total)
        return replace(plain, effect=most - least, share=(most - least) / total if total else 0.0, sentence=sentence)

    def _shift(self, moved: Moved, claim: Claim, series: Series) -> Weight:
        """What is moved to another month leaves one total and enters another; to another place, none changes."""
        amount = _reach([claim])[1]
        if moved.months is None or moved.months[0] == moved.months[1] or amount == INFINITY:
            where = f"from {moved.here} to {moved.there}"
            return Weight(sentence=f"It changes no month's total: it moves {figure_words(claim)} {where}.")
        first, last = map(month_words, moved.months)
        total = max(self.totals[series], amount)
        sentence = f"It moves {figure_words(claim)} from {first} to {last}."
        return Weight(effect=amount, share=amount / total if total else 0.0, sentence=sentence)

    def _reason(self, subject: Subject) -> str:
        """Why no total adds a figure."""
        if subject.measure not in SUMMED:
            return f"figures of {'a magnitude' if subject.measure == 'magnitude' else subject.measure} are not added up"
        if subject in self.dismissed:
            return f"{self.dismissed[subject]['analyst']} dismissed the figure"
        fitted = self.fitted.get(subject)
        if fitted is None:
            return "it is about a part of a figure, or about one that nobody asserts"
        if not fitted.whole:
            return f"{subject.group.label or 'they'} are counted within another figure of the event"
        return "what happened inside the event is added instead of its own figure"


def _reach(sides: Sequence[Claim]) -> tuple[float, float]:
    """The least and the most that the sides state; an open side reaches no further than the number stated."""
    numbers = [float(v) for c in sides for v in (c.row["low"], c.row["high"]) if v is not None]
    return (min(numbers), max(numbers)) if numbers else (0.0, INFINITY)


def _spread(least: float, most: float) -> float:
    return (most - least) / most if most not in (0.0, INFINITY) else 0.0


def _effect_sentence(series: Series, low: float, high: float) -> str:
    month, measure, unit, scope = series
    whose = f"{month_words(month)}'s" if month else "The"
    what = f"{unit_words(measure, unit)}{' to date' if scope == 'cumulative' else ''}"
    return (
        f"{whose} total of {what} is between {number_words(low)} and {number_words(high)}, depending on which holds, "
        "with every other event at its least."
    )


def unit_words(measure: str, unit: str) -> str:
    """What a total adds up, in words.

    >>> unit_words("killed", "person"), unit_words("displaced", "family"), unit_words("munitions", "rocket")
    ('people killed', 'families displaced', 'rockets')
    """
    if measure in COUNTED:
        return f"{plural(unit)} {COUNTED[measure]}"
    return plural(unit)
