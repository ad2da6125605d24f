"""The totals of a month under every rule, side by side, with the events that drive the spread, and broken down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from reconcile.gazetteer import FIRST_ORDER, Gazetteer, load_gazetteer
from reconcile.settle.addends import Addend, Addends
from reconcile.settle.rules import RULES
from schemas import table
from schemas.figures import BREAKDOWNS

DRIVERS = 5
"""Events that a total names as driving its spread."""

EVERYONE = "everyone"
"""The key of figures that single out no group."""

Row = dict[str, Any]
Series = tuple[str, str, str, str | None]
"""What one total adds up: measure, unit, scope and month."""

Key = Callable[[Addend], str | None]


def total_figures(addends: Addends) -> pd.DataFrame:
    """The totals table: for each measure, unit, scope and month, the sum of the events' figures under each rule.

    Only wholes are added, and no event twice: where an event and an event inside it both have a figure, the inner ones
    are added and the outer one is left out. Scopes are never mixed, and what the desk dismissed is left out. A figure
    that the desk decided stands under every rule, and under the desk's own rule each counts as the figures table has
    it. A side that one event leaves open is open in the total; an event without a least counts as none there. Where
    one event has no settled figure, the total has none either: its range speaks, `undetermined` says of how many, and
    `settled_sum` what the others come to.

    `low` is the least that any words allow, `best` under the conservative rule the least number that anybody states:
    'about 100' states 100 and allows 90, so the two need not be the same.
    """
    drivers = _spreads(addends.by_rule["conservative"], addends.by_rule["informative"])
    rows: list[Row] = []
    for rule, figures in addends.by_rule.items():
        for series, members in _by_series(_counted(figures, addends.counted)).items():
            moving = sorted((-drivers.get((e, *series[:3]), 0.0), e) for e in {m.event_id for m in members})
            named = tuple(event for spread, event in moving[:DRIVERS] if spread < 0)
            rows.append({**_sum(series, rule, members), "drivers": named})
    return table("totals", sorted(rows, key=_place))


def break_down(addends: Addends, places: pd.DataFrame | None = None) -> pd.DataFrame:
    """The breakdowns table: every total again for each country, province, cause and group.

    Countries, provinces and causes each add up to the month's total. A group's total adds the figures that are given
    for that very group, wholes and parts alike, and each event once; groups lie in one another and are not added up.
    `places` are the desk's own places, which say in which province they lie.
    """
    keys = _keys(addends.events, load_gazetteer(places))
    rows: list[Row] = []
    for rule, figures in addends.by_rule.items():
        for by in BREAKDOWNS:
            counted = addends.counted_in_groups if by == "group" else addends.counted
            for key, part in _by_key(_counted(figures, counted), keys[by]).items():
                found = _by_series(part)
                rows += [{"by": by, "key": key, **_sum(series, rule, found[series])} for series in found]
    return table("breakdowns", sorted(rows, key=lambda r: (BREAKDOWNS.index(r["by"]), r["key"] or "", *_place(r))))


def _keys(events: Mapping[str, Row], gazetteer: Gazetteer) -> dict[str, Key]:
    """What a figure is counted under, for each way to break totals down."""
    provinces = {event_id: _province(event, gazetteer) for event_id, event in events.items()}

    def told(column: str) -> Key:
        return lambda figure: events.get(figure.event_id, {}).get(column)

    return {
        "country": told("country"),
        "province": lambda figure: provinces.get(figure.event_id),
        "cause": told("kind"),
        "group": lambda figure: figure.figure["group"] or EVERYONE,
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


def _counted(figures: Iterable[Addend], ids: frozenset[str]) -> list[Addend]:
    return [figure for figure in figures if figure.figure["figure_id"] in ids]


def _by_key(figures: Iterable[Addend], key: Key) -> dict[str | None, list[Addend]]:
    found: dict[str | None, list[Addend]] = defaultdict(list)
    for figure in figures:
        found[key(figure)].append(figure)
    return found


def _by_series(figures: Iterable[Addend]) -> dict[Series, list[Addend]]:
    """Figures that may be added to one another: of one measure, unit, scope and month."""
    found: dict[Series, list[Addend]] = defaultdict(list)
    for figure in figures:
        row = figure.figure
        found[row["measure"], row["unit"], row["scope"], row["month"]].append(figure)
    return found


def _spreads(least: Sequence[Addend], most: Sequence[Addend]) -> dict[tuple[str, str, str, str], float]:
    """How far apart the conservative and the informative figure of each event lie."""
    found: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for low, high in zip(least, most, strict=True):
        row = low.figure
        if row["group_role"] == "whole":
            found[low.event_id, row["measure"], row["unit"], row["scope"]] += (high.best or 0.0) - (low.best or 0.0)
    return found


def _sum(series: Series, rule: str, members: Sequence[Addend]) -> Row:
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
        "events": len({m.event_id for m in members}),
        "undetermined": len({m.event_id for m in members if m.best is None}),
        "settled_sum": sum(known),
    }


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    rules = list(RULES)
    return row["measure"], row["unit"], row["scope"], row["month"] or "", rules.index(row["rule"])
