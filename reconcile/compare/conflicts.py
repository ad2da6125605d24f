"""From findings to the conflicts table: weighed by what they do to the month's total, ranked, and carried over."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reconcile.compare.checks import Check
from reconcile.compare.intervals import INFINITY
from reconcile.compare.kinds import KINDS, Evidence, Finding, Kind, evidence_from
from reconcile.compare.statements import Bucket, Claim, Statement
from reconcile.compare.wording import COUNTED, bound_words, month_words, number_words, plural, speaker
from reconcile.desk import Settings
from reconcile.ids import short_id
from schemas import records, table

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
    """
    evidence = evidence_from(claims, dates, events, documents, comparisons, settings, texts, checks)
    months = Months(evidence)
    found = [(kind, finding) for kind in KINDS.values() for finding in kind.find(evidence)]
    rows = [_row(kind, finding, months.weigh(finding), period) for kind, finding in found]
    distinct = {row["conflict_id"]: row for row in reversed(rows)}
    return table("conflicts", rank(distinct.values()))


def rank(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Conflicts in the order in which an analyst should see them, numbered from 1."""

    def place(row: dict[str, Any]) -> tuple[Any, ...]:
        return SEVERITY_ORDER[row["severity"]], -(row["effect"] or 0), row["kind"], row["conflict_id"]

    ordered = sorted(rows, key=place)
    return [{**row, "rank": number} for number, row in enumerate(ordered, start=1)]


def age_conflicts(conflicts: pd.DataFrame, earlier: pd.DataFrame, decisions: pd.DataFrame, period: str) -> pd.DataFrame:
    """The conflicts with what earlier periods know of them: when first seen, how old, and what was decided.

    A decision holds while the evidence is what it was decided on; on other evidence the conflict is
    'decided, but changed'. A later decision on the same conflict replaces an earlier one.
    """
    seen = dict(zip(earlier["conflict_id"], earlier["first_seen"], strict=True))
    ruled = latest_decisions(decisions)
    return table("conflicts", [_aged(row, seen, ruled.get(row["conflict_id"]), period) for row in records(conflicts)])


def latest_decisions(decisions: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The ruling that holds on each id: the last in the log."""
    return {row["about"]: row for row in sorted(records(decisions), key=lambda r: r["sequence"])}


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
    same = ruling["evidence_hash"] == row["evidence_hash"]
    return {**aged, "state": "decided" if same else "decided, but changed", "decision": ruling["decision_id"]}


def _row(kind: Kind, finding: Finding, weight: Weight, period: str) -> dict[str, Any]:
    ids = tuple(sorted(claim.claim_id for claim in finding.claims))
    return {
        "conflict_id": short_id("x", kind.name, finding.event_id, finding.measure, finding.group, *finding.key),
        "kind": kind.name,
        "severity": "warning" if kind.warning else _severity(weight),
        "event_id": finding.event_id,
        "measure": finding.measure,
        "group": finding.group,
        "claim_ids": ids,
        "sides": tuple(dict.fromkeys(f"{speaker(c)}: {bound_words(c.row)}" for c in finding.sides or finding.claims)),
        "explanation": finding.explanation,
        "effect": None if kind.warning else weight.effect,
        "effect_sentence": None if kind.warning else weight.sentence,
        "remedy": kind.remedy,
        "first_seen": period,
        "age": 0,
        "state": "open",
        "decision": None,
        "evidence_hash": evidence_hash(finding.claims),
    }


def evidence_hash(claims: Iterable[Claim]) -> str:
    """A hash of what the claims say and of who says it; a further copy of the same words changes nothing."""
    said = {(c.voice, c.row["low"], c.row["high"], c.row["bound"], c.row["as_of"] or "") for c in claims}
    return short_id("h", *[part for one in sorted(said, key=str) for part in one])


def _severity(weight: Weight) -> str:
    if weight.share >= SERIOUS_SHARE:
        return "serious"
    return "moderate" if weight.share >= MODERATE_SHARE or weight.spread >= WIDE_RANGE else "minor"


class Months:
    """The months' totals as the claims alone give them, to weigh a conflict against."""

    def __init__(self, evidence: Evidence):
        self.evidence = evidence
        self.least: dict[Series, dict[str, float]] = defaultdict(dict)
        for bucket, statements in evidence.buckets.items():
            figures = [v for v in map(_least, _counted(statements)) if v is not None]
            if figures:
                event = self.least[self.series(bucket, statements[0].claim.unit)]
                event[bucket.event_id] = max(event.get(bucket.event_id, 0.0), min(figures))

    def series(self, bucket: Bucket, unit: str) -> Series:
        """Which total a bucket goes into."""
        start = self.evidence.events.get(bucket.event_id, {}).get("start")
        return (start[:7] if start else None, bucket.measure, unit, bucket.scope)

    def weigh(self, finding: Finding) -> Weight:
        """What the conflict could do: the total with its least and with its most, all other events at their least."""
        if not finding.moves_total or not finding.sides:
            return Weight(spread=_spread(finding.sides))
        claim = finding.sides[0]
        series = self.series(claim.bucket, claim.unit)
        least, most = _reach(finding.sides)
        others = sum(v for event, v in self.least[series].items() if event != finding.event_id)
        weight = Weight(spread=_spread(finding.sides))
        if most == INFINITY or not self._in_total(claim, series):
            return weight
        total = others + most
        sentence = _effect_sentence(series, claim, others + least, total)
        return replace(weight, effect=most - least, share=(most - least) / total if total else 0.0, sentence=sentence)

    def _in_total(self, claim: Claim, series: Series) -> bool:
        """True where the total adds this figure: it speaks of everyone, or of the widest group that the event has."""
        mine = claim.bucket
        same = [b for b in self.evidence.buckets if (b.event_id, b.measure, b.unit, b.scope) == _without_group(mine)]
        widest = [b for b in same if b.group.everyone] or same
        return mine in widest and series[1] not in ("duration", "distance", "magnitude")


def _without_group(bucket: Bucket) -> tuple[str, str, str, str]:
    return bucket.event_id, bucket.measure, bucket.unit, bucket.scope


def _counted(statements: Sequence[Statement]) -> list[Claim]:
    return [s.claim for s in statements if s.claim.stance in ("asserted", "alleged") and not s.claim.part]


def _least(claim: Claim) -> float | None:
    row = claim.row
    stated = [v for v in (row["low"], row["best"], row["high"]) if v is not None]
    return float(min(stated)) if stated else None


def _reach(sides: Sequence[Claim]) -> tuple[float, float]:
    """The least and the most that the sides state; an open side reaches no further than the number stated."""
    numbers = [float(v) for c in sides for v in (c.row["low"], c.row["best"], c.row["high"]) if v is not None]
    return (min(numbers), max(numbers)) if numbers else (0.0, INFINITY)


def _spread(sides: Sequence[Claim]) -> float:
    least, most = _reach(sides) if sides else (0.0, 0.0)
    return (most - least) / most if most not in (0.0, INFINITY) else 0.0


def _effect_sentence(series: Series, claim: Claim, low: float, high: float) -> str:
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
