"""The totals of a month under every rule, the events with the widest spread, and breakdowns of the totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypedDict

from reconcile.gazetteer import FIRST_ORDER, DeskPlace, Gazetteer, load_gazetteer
from reconcile.model.records import Breakdown, Event, Total
from reconcile.settle.addends import Addend, Addends
from schemas.codes import GroupRole, Measure, RuleName, Scope
from schemas.figures import BREAKDOWNS

DRIVERS = 5
"""The largest number of events that a total names as driving its spread."""

EVERYONE = "everyone"
"""The key of figures that are not limited to a group."""


class Series(NamedTuple):
    """The key of one total: measure, unit, scope and month."""

    measure: Measure
    unit: str
    scope: Scope
    month: str | None


class Sum(TypedDict):
    """The sum of figures that may be added, under one rule."""

    measure: Measure
    unit: str
    scope: Scope
    month: str | None
    rule: RuleName
    low: float
    best: float | None
    high: float | None
    events: int
    undetermined: int
    settled_sum: float
    undecided_low: float | None
    undecided_high: float | None


Key = Callable[[Addend], str | None]


def total_figures(addends: Addends) -> list[Total]:
    """Add up the events' figures for each measure, unit, scope and month, under each rule.

    Only wholes are added, and no event twice: where an event and events inside it both have figures, the inner ones
    are added and the outer one is left out. Scopes are never mixed, and dismissed figures are left out. A figure that
    the desk decided is the same under every rule; under the desk's own rule each figure is as in the figures table. A
    side that is open for one event is open in the total; an event without a low counts as 0 in the low. Where one event
    has no settled figure, the total has no best figure either: `undetermined` is the number of such events, and
    `settled_sum` the sum of the others.

    `low` is the sum of the lowest values that any words allow; `best` under the conservative rule is the sum of the
    lowest numbers stated. 'About 100' states 100 and allows 90, so the two may differ.

    Args:
        addends: the result of `settle_under_every_rule`.

    Returns:
        One `Total` for each measure, unit, scope, month and rule, sorted in this order. `low`, `best`, `high` and
        `settled_sum` are in the row's unit.
    """
    spreads = _spreads(addends.by_rule[RuleName.CONSERVATIVE], addends.by_rule[RuleName.INFORMATIVE])
    found: list[Total] = []
    for rule, figures in addends.by_rule.items():
        for series, members in _by_series(_counted(figures, addends.counted)).items():
            moving = sorted((-spreads.get((e, *series[:3]), 0.0), e) for e in {m.event_id for m in members})
            drivers = tuple(event for spread, event in moving[:DRIVERS] if spread < 0)
            found.append(Total(**_sum(series, rule, members), drivers=drivers))
    return sorted(found, key=_place)


def break_down(addends: Addends, places: Iterable[DeskPlace] = ()) -> list[Breakdown]:
    """Break every total down by country, province, cause and group.

    Countries, provinces and causes each add up to the month's total. A group's total adds the figures given for exactly
    that group, wholes and parts alike, each event once. Groups overlap, so their totals are not added up.

    Args:
        addends: the result of `settle_under_every_rule`.
        places: the desk's own places, with the province that each lies in.

    Returns:
        One `Breakdown` for each value and total, sorted by breakdown (country, province, cause, group), by value, and
        then as in `total_figures`. `low`, `best`, `high` and `settled_sum` are in the row's unit.
    """
    keys = _keys(addends.events, load_gazetteer(places))
    found: list[Breakdown] = []
    for rule, figures in addends.by_rule.items():
        for by in BREAKDOWNS:
            counted = addends.counted_in_groups if by == "group" else addends.counted
            for key, part in _by_key(_counted(figures, counted), keys[by]).items():
                series = _by_series(part)
                found += [Breakdown(by=by, key=key, **_sum(s, rule, members)) for s, members in series.items()]
    return sorted(found, key=lambda row: (BREAKDOWNS.index(row.by), row.key or "", *_place(row)))


def _keys(events: Mapping[str, Event], gazetteer: Gazetteer) -> dict[str, Key]:
    """For each breakdown, the function that gives a figure's key."""
    provinces = {event_id: _province(event, gazetteer) for event_id, event in events.items()}
    countries = {event_id: event.country for event_id, event in events.items()}
    causes = {event_id: event.kind for event_id, event in events.items()}
    return {
        "country": lambda figure: countries.get(figure.event_id),
        "province": lambda figure: provinces.get(figure.event_id),
        "cause": lambda figure: causes.get(figure.event_id),
        "group": lambda figure: figure.figure.group or EVERYONE,
    }


def _province(event: Event, gazetteer: Gazetteer) -> str | None:
    """The first-order unit that an event lies in, with its country: 'Idlib, SY'; None where the place does not give it.

    A place without an id is taken to be the likeliest place of that name in the event's country.
    """
    if not (event.place_id or event.country):
        return None
    named = gazetteer.look_up(event.place or "")
    place = next(
        (p for p in named if (p.place_id == event.place_id if event.place_id else p.country == event.country)), None
    )
    if place is None:
        return None
    unit = place.name if place.precision == FIRST_ORDER else place.within
    return ", ".join(part for part in (unit, place.country) if part) if unit else None


def _counted(figures: Iterable[Addend], ids: frozenset[str]) -> list[Addend]:
    return [figure for figure in figures if figure.figure.figure_id in ids]


def _by_key(figures: Iterable[Addend], key: Key) -> dict[str | None, list[Addend]]:
    found: dict[str | None, list[Addend]] = defaultdict(list)
    for figure in figures:
        found[key(figure)].append(figure)
    return found


def _by_series(figures: Iterable[Addend]) -> dict[Series, list[Addend]]:
    """Group figures that may be added to one another: of one measure, unit, scope and month."""
    found: dict[Series, list[Addend]] = defaultdict(list)
    for addend in figures:
        figure = addend.figure
        found[Series(figure.measure, figure.unit, figure.scope, figure.month)].append(addend)
    return found


def _spreads(least: Sequence[Addend], most: Sequence[Addend]) -> dict[tuple[str, Measure, str, Scope], float]:
    """The difference between the informative and the conservative figure of each event."""
    found: dict[tuple[str, Measure, str, Scope], float] = defaultdict(float)
    for low, high in zip(least, most, strict=True):
        figure = low.figure
        if figure.group_role == GroupRole.WHOLE:
            key = figure.event_id, figure.measure, figure.unit, figure.scope
            found[key] += (high.best or 0.0) - (low.best or 0.0)
    return found


def _sum(series: Series, rule: RuleName, members: Sequence[Addend]) -> Sum:
    known = [m.best for m in members if m.best is not None]
    highs = [m.high for m in members if m.high is not None]
    undecided = [m for m in members if m.best is None]
    return {
        "measure": series.measure,
        "unit": series.unit,
        "scope": series.scope,
        "month": series.month,
        "rule": rule,
        "low": sum(m.low or 0.0 for m in members),
        "best": sum(known) if len(known) == len(members) else None,
        "high": sum(highs) if len(highs) == len(members) else None,
        "events": len({m.event_id for m in members}),
        "undetermined": len({m.event_id for m in members if m.best is None}),
        "settled_sum": sum(known),
        "undecided_low": sum(m.low or 0.0 for m in undecided) if undecided else None,
        "undecided_high": sum(m.high or m.low or 0.0 for m in undecided) if undecided else None,
    }


def _place(row: Total | Breakdown) -> tuple[str, str, str, str, int]:
    return row.measure, row.unit, row.scope, row.month or "", list(RuleName).index(row.rule)
