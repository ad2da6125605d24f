"""The totals of a month under every rule, side by side, with the events that drive the spread, and broken down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from reconcile.compare.rulings import Rulings, read_rulings, share_voices
from reconcile.compare.statements import read_claims
from reconcile.compare.subjects import counted_once, event_months, figure_id, gather_subjects, month_of
from reconcile.compare.voices import reliabilities
from reconcile.desk import Settings
from reconcile.gazetteer import FIRST_ORDER, Gazetteer, load_gazetteer
from reconcile.settle.figures import Settled, settle_under
from reconcile.settle.rules import RULES
from schemas import records, table
from schemas.figures import BREAKDOWNS

DRIVERS = 5
"""Events that a total names as driving its spread."""

EVERYONE = "everyone"
"""The key of figures that single out no group."""

Row = dict[str, Any]
Series = tuple[str, str, str, str | None]
"""What one total adds up: measure, unit, scope and month."""

Key = Callable[[Settled], str | None]


def total_figures(
    claims: pd.DataFrame,
    comparisons: pd.DataFrame,
    figures: pd.DataFrame,
    events: pd.DataFrame,
    settings: Settings,
    sources: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
    conflicts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The totals table: for each measure, unit, scope and month, the sum of the events' figures under each rule.

    Only wholes are added, and no event twice: where an event and an event inside it both have a figure, the inner ones
    are added and the outer one is left out. Scopes are never mixed, and what the desk dismissed is left out. A figure
    that the desk decided stands under every rule. A side that one event leaves open is open in the total; an event
    without a least counts as none there. Where one event has no settled figure, the total has none either: its range
    speaks, `undetermined` says of how many, and `settled_sum` what the others come to.

    `low` is the least that any words allow, `best` under the conservative rule the least number that anybody states:
    'about 100' states 100 and allows 90, so the two need not be the same.
    """
    by_rule = _under_every_rule(claims, figures, settings, sources, _voices(decisions, conflicts))
    months, parents = event_months(events), _parents(events)
    drivers = _spreads(by_rule["conservative"], by_rule["informative"])
    rows: list[Row] = []
    for rule, settled in by_rule.items():
        for series, members in _by_series(_once(settled, parents), months).items():
            moving = sorted((-drivers.get((e, *series[:3]), 0.0), e) for e in {m.subject.event_id for m in members})
            named = tuple(event for spread, event in moving[:DRIVERS] if spread < 0)
            rows.append({**_sum(series, rule, members), "drivers": named})
    return table("totals", sorted(rows, key=_place))


def break_down(
    claims: pd.DataFrame,
    figures: pd.DataFrame,
    events: pd.DataFrame,
    settings: Settings,
    sources: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
    conflicts: pd.DataFrame | None = None,
    places: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The breakdowns table: every total again for each country, province, cause and group.

    Countries, provinces and causes each add up to the month's total. A group's total adds the figures that are given
    for that very group, wholes and parts alike, and each event once; groups lie in one another and are not added up.
    `places` are the desk's own places, which say in which province they lie.
    """
    by_rule = _under_every_rule(claims, figures, settings, sources, _voices(decisions, conflicts))
    months, parents = event_months(events), _parents(events)
    keys = _keys({row["event_id"]: row for row in records(events)}, load_gazetteer(places))
    rows: list[Row] = []
    for rule, settled in by_rule.items():
        wholes = _once(settled, parents)
        for by in BREAKDOWNS:
            added = _once_a_group(settled, parents) if by == "group" else wholes
            for key, part in _by_key(added, keys[by]).items():
                found = _by_series(part, months)
                rows += [{"by": by, "key": key, **_sum(series, rule, found[series])} for series in found]
    return table("breakdowns", sorted(rows, key=lambda r: (BREAKDOWNS.index(r["by"]), r["key"] or "", *_place(r))))


def _keys(events: Mapping[str, Row], gazetteer: Gazetteer) -> dict[str, Key]:
    """What a figure is counted under, for each way to break totals down."""
    provinces = {event_id: _province(event, gazetteer) for event_id, event in events.items()}

    def told(column: str) -> Key:
        return lambda figure: events.get(figure.subject.event_id, {}).get(column)

    return {
        "country": told("country"),
        "province": lambda figure: provinces.get(figure.subject.event_id),
        "cause": told("kind"),
        "group": lambda figure: figure.subject.group.label or EVERYONE,
    }


def _province(event: Row, gazetteer: Gazetteer) -> str | None:
    """The first-order unit that an event lies in, with its country: 'Idlib, SY'; None where the place tells none.

    A place without an id is the likeliest of its name in the event's country.
    """
    by = "place_id" if event["place_id"] else "country"
    named = gazetteer.look_up(event["place"] or "") if event[by] else []
    place = next((place for place in named if getattr(place, by) == event[by]), None)
    if place is None:
        return None
    unit = place.name if place.precision == FIRST_ORDER else place.within
    return ", ".join(part for part in (unit, place.country) if part) if unit else None


def _voices(decisions: pd.DataFrame | None, conflicts: pd.DataFrame | None) -> Rulings:
    if decisions is None:
        return Rulings()
    return read_rulings(decisions, records(conflicts) if conflicts is not None else ())


def _parents(events: pd.DataFrame) -> dict[str, str | None]:
    return {row["event_id"]: row["parent"] for row in records(events)}


def _under_every_rule(
    claims: pd.DataFrame, figures: pd.DataFrame, settings: Settings, sources: pd.DataFrame | None, rulings: Rulings
) -> dict[str, list[Settled]]:
    """The figures settled anew under each rule, from the claims that they rest on; decided ones as they stand."""
    rows = {row["figure_id"]: row for row in records(figures)}
    behind = {claim_id for row in rows.values() if row["group_role"] != "aside" for claim_id in row["claim_ids"]}
    read = [c for c in read_claims(claims, settings.about_tolerance) if c.claim_id in behind]
    heard = share_voices(read, rulings)
    subjects = gather_subjects(heard, settings.about_tolerance, reliabilities(sources))
    decided = {id: row for id, row in rows.items() if row["status"] == "decided"}
    return {
        rule: [_as_decided(s, decided.get(figure_id(s.subject))) for s in settle_under(rule, subjects, Rulings())]
        for rule in RULES
    }


def _as_decided(settled: Settled, row: Row | None) -> Settled:
    if row is None:
        return settled
    return replace(settled, rule="decision", low=row["low"], best=row["best"], high=row["high"])


def _once(settled: Iterable[Settled], parents: Mapping[str, str | None]) -> list[Settled]:
    """The wholes of summed measures, without the outer event of any that is also counted inside it."""
    wholes = {s.subject: s for s in settled if s.whole}
    return [wholes[subject] for subject in counted_once(wholes, parents)]


def _once_a_group(settled: Iterable[Settled], parents: Mapping[str, str | None]) -> list[Settled]:
    """The figures of each group, whole or part, without the outer event of any that is also counted inside it."""
    groups: dict[str | None, dict[Any, Settled]] = defaultdict(dict)
    for figure in settled:
        groups[figure.subject.group.label][figure.subject] = figure
    return [figures[subject] for figures in groups.values() for subject in counted_once(figures, parents)]


def _by_key(settled: Iterable[Settled], key: Key) -> dict[str | None, list[Settled]]:
    found: dict[str | None, list[Settled]] = defaultdict(list)
    for figure in settled:
        found[key(figure)].append(figure)
    return found


def _by_series(settled: Iterable[Settled], months: Mapping[str, str | None]) -> dict[Series, list[Settled]]:
    """Figures that may be added to one another: of one measure, unit, scope and month."""
    found: dict[Series, list[Settled]] = defaultdict(list)
    for figure in settled:
        s = figure.subject
        found[s.measure, s.unit, s.scope, month_of(s, figure.voices, months)].append(figure)
    return found


def _spreads(least: Sequence[Settled], most: Sequence[Settled]) -> dict[tuple[str, str, str, str], float]:
    """How far apart the conservative and the informative figure of each event lie."""
    found: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for low, high in zip(least, most, strict=True):
        s = low.subject
        if low.whole:
            found[s.event_id, s.measure, s.unit, s.scope] += (high.best or 0.0) - (low.best or 0.0)
    return found


def _sum(series: Series, rule: str, members: Sequence[Settled]) -> Row:
    """What figures that may be added come to under one rule."""
    measure, unit, scope, month = series
    known = [m.best for m in members if m.best is not None]
    highs = [m.high for m in members if m.high is not None]
    return {
        "measure": measure,
        "unit": unit,
        "scope": scope,
        "month": month,
        "rule": rule,
        "low": sum(m.low or 0.0 for m in members),
        "best": sum(known) if len(known) == len(members) else None,
        "high": sum(highs) if len(highs) == len(members) else None,
        "events": len({m.subject.event_id for m in members}),
        "undetermined": len({m.subject.event_id for m in members if m.best is None}),
        "settled_sum": sum(known),
    }


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    rules = list(RULES)
    return row["measure"], row["unit"], row["scope"], row["month"] or "", rules.index(row["rule"])
