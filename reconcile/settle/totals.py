"""The totals of a month under every rule, side by side, with the events that drive the spread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from reconcile.compare.statements import read_claims
from reconcile.compare.subjects import counted_once, event_months, gather_subjects, month_of
from reconcile.compare.voices import reliabilities
from reconcile.desk import Settings
from reconcile.settle.figures import Settled, figure_id, settle_under
from reconcile.settle.rules import RULES
from reconcile.settle.rulings import Rulings
from schemas import records, table

DRIVERS = 5
"""Events that a total names as driving its spread."""

Series = tuple[str, str, str, str | None]
"""What one total adds up: measure, unit, scope and month."""


def total_figures(
    claims: pd.DataFrame,
    comparisons: pd.DataFrame,
    figures: pd.DataFrame,
    events: pd.DataFrame,
    settings: Settings,
    sources: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The totals table: for each measure, unit, scope and month, the sum of the events' figures under each rule.

    Only wholes are added, and no event twice: where an event and an event inside it both have a figure, the inner ones
    are added and the outer one is left out. Scopes are never mixed. A figure that the desk decided stands under every
    rule. A side that one event leaves open is open in the total; an event without a least counts as none there. Where
    one event has no settled figure, the total has none either: its range speaks, and `undetermined` says of how many.
    """
    rows: list[dict[str, Any]] = []
    by_rule = _under_every_rule(claims, figures, settings, sources)
    months, parents = event_months(events), {r["event_id"]: r["parent"] for r in records(events)}
    drivers = _spreads(by_rule["conservative"], by_rule["informative"])
    for rule, settled in by_rule.items():
        series: dict[Series, list[Settled]] = defaultdict(list)
        for figure in _once(settled, parents):
            s = figure.subject
            series[s.measure, s.unit, s.scope, month_of(s, figure.voices, months)].append(figure)
        rows += [_total(key, rule, members, drivers) for key, members in series.items()]
    rows.sort(key=_place)
    return table("totals", rows)


def _under_every_rule(
    claims: pd.DataFrame, figures: pd.DataFrame, settings: Settings, sources: pd.DataFrame | None
) -> dict[str, list[Settled]]:
    """The figures settled anew under each rule, from the claims that they rest on; decided ones as they stand."""
    behind = {claim_id for ids in figures["claim_ids"] for claim_id in ids}
    read = [c for c in read_claims(claims, settings.about_tolerance) if c.claim_id in behind]
    subjects = gather_subjects(read, settings.about_tolerance, reliabilities(sources))
    decided = {row["figure_id"]: row for row in records(figures) if row["status"] == "decided"}
    return {
        rule: [_as_decided(s, decided.get(figure_id(s.subject))) for s in settle_under(rule, subjects, Rulings())]
        for rule in RULES
    }


def _as_decided(settled: Settled, row: dict[str, Any] | None) -> Settled:
    if row is None:
        return settled
    low, best, high = row["low"], row["best"], row["high"]
    return replace(settled, rule="decision", low=low, best=best, high=high, decided=row["because"])


def _once(settled: Sequence[Settled], parents: dict[str, str | None]) -> list[Settled]:
    """The wholes of summed measures, without the outer event of any that is also counted inside it."""
    wholes = {s.subject: s for s in settled if s.whole}
    return [wholes[subject] for subject in counted_once(wholes, parents)]


def _spreads(least: Sequence[Settled], most: Sequence[Settled]) -> dict[tuple[str, str, str, str], float]:
    """How far apart the conservative and the informative figure of each event lie."""
    found: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for low, high in zip(least, most, strict=True):
        s = low.subject
        if low.whole:
            found[s.event_id, s.measure, s.unit, s.scope] += (high.best or 0.0) - (low.best or 0.0)
    return found


def _total(
    key: Series, rule: str, members: Sequence[Settled], spreads: dict[tuple[str, str, str, str], float]
) -> dict[str, Any]:
    measure, unit, scope, month = key
    bests, highs = [m.best for m in members], [m.high for m in members]
    ids = sorted({m.subject.event_id for m in members})
    moving = [(spreads.get((e, measure, unit, scope), 0.0), e) for e in ids]
    return {
        "measure": measure,
        "unit": unit,
        "scope": scope,
        "month": month,
        "rule": rule,
        "low": sum(m.low or 0.0 for m in members),
        "best": None if None in bests else sum(b for b in bests if b is not None),
        "high": None if None in highs else sum(h for h in highs if h is not None),
        "events": len(ids),
        "undetermined": len({m.subject.event_id for m in members if m.best is None}),
        "drivers": tuple(e for spread, e in sorted(moving, key=lambda p: (-p[0], p[1]))[:DRIVERS] if spread > 0),
    }


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    rules = list(RULES)
    return row["measure"], row["unit"], row["scope"], row["month"] or "", rules.index(row["rule"])
