"""The page of charts: each beside the table whose cells it reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from reconcile.model.records import Figure, Toll
from reconcile.report.month import Month
from reconcile.report.sheet import Chart, Column, Panel, Sheet, Tableau
from reconcile.store.workspace import is_month
from reconcile.wording import front_words as words
from reconcile.wording.figure_words import day_words, period_words
from reconcile.wording.month_words import rule_heading
from schemas.codes import GroupRole, Measure, Scope

MOST_BARS = 8
FRONT_ROWS, FRONT_BARS = 11, 5
MOST_VOICES = 4
MOST_EVENTS = 2
MOST_MONTHS = 12
COUNTED = (Measure.KILLED, Measure.INJURED)

_BOUNDS = (
    Column("low", "At least", 2, "number"),
    Column("best", "Settled", 2, "number"),
    Column("high", "At most", 2, "number"),
)
_SERIES = tuple(column.key for column in _BOUNDS)


def charts_page(month: Month) -> Tableau:
    """Killed and injured by event, tolls over time, totals by month, spread by rule; those with something to show."""
    bands = tuple(band for band in _bands(month) if band)
    empty = () if bands else ("Nothing to draw: no two events, months or days have numbers to compare.",)
    return Tableau("Charts", f"Charts · {period_words(month.period)}", empty, bands, theme="figures")


def front_chart(month: Month, width: int) -> Chart | None:
    """The chart of the Summary, which reads a table of the page of charts: the first that there is."""
    for band in _bands(month):
        for panel in band:
            if isinstance(panel, Chart):
                return replace(panel, width=width, rows=FRONT_ROWS, most=FRONT_BARS)
    return None


def _bands(month: Month) -> Iterable[tuple[Panel, ...]]:
    yield from (_by_event(month, measure) for measure in COUNTED)
    yield from (_over_time(month, rows) for rows in _longest_tolls(month))
    yield _by_month(month)
    yield from (_by_rule(month, measure) for measure in COUNTED)


def _band(data: Sheet, chart: Chart) -> tuple[Panel, ...]:
    return (data, chart)


def _by_event(month: Month, measure: Measure) -> tuple[Panel, ...]:
    found = [f for f in month.figures.values() if _is_charted(month, f, measure)]
    largest = sorted(found, key=lambda f: (-(f.best or f.low or 0.0), f.figure_id))[:MOST_BARS]
    if len(largest) < 2:
        return ()
    title = f"{measure.capitalize()}, by event: {period_words(month.period)}"
    rows = tuple((month.event_name(f.event_id), f.low, f.best, f.high) for f in largest)
    columns = (Column("event", "Event", 5, "prose"), *_BOUNDS)
    data = Sheet(f"Events with most {measure}", words.CHART_NOTES["events"], columns, rows)
    told = words.chart_words("bar", title, "people", len(rows), "event", "at least, settled, at most")
    return _band(data, Chart(title, "people", "bar", data.name, "event", _SERIES, told))


def _is_charted(month: Month, figure: Figure, measure: Measure) -> bool:
    whole = figure.group_role is GroupRole.WHOLE and figure.scope is Scope.INCIDENT
    own = not is_month(month.period) or figure.month == month.period
    return whole and own and figure.measure is measure and bool(figure.best or figure.low)


def _longest_tolls(month: Month) -> list[list[Toll]]:
    """The counts of people told on most days, of everyone killed or injured in one event."""
    found: dict[tuple[str, Measure], list[Toll]] = {}
    for row in month.tables.tolls:
        whole = row.measure in COUNTED and row.group is None and row.scope is Scope.INCIDENT and row.unit == "person"
        if whole and row.as_of and _told(row) is not None:
            found.setdefault((row.event_id, row.measure), []).append(row)
    several = [rows for rows in found.values() if len({row.as_of for row in rows}) > 1]
    several.sort(key=lambda rows: (-len({row.as_of for row in rows}), rows[0].event_id, rows[0].measure))
    return several[:MOST_EVENTS]


def _told(row: Toll) -> float | None:
    return next((number for number in (row.best, row.low, row.high) if number is not None), None)


def _over_time(month: Month, tolls: Sequence[Toll]) -> tuple[Panel, ...]:
    often = {voice: sum(row.voice == voice for row in tolls) for voice in {row.voice for row in tolls}}
    voices = sorted(often, key=lambda voice: (-often[voice], voice))[:MOST_VOICES]
    days = sorted({row.as_of for row in tolls if row.as_of and row.voice in voices})
    told: dict[tuple[str, str], float] = {}
    for row in tolls:
        at, number = (row.as_of or "", row.voice), _told(row) or 0.0
        told[at] = max(told.get(at, 0.0), number)
    name = f"{month.event_name(tolls[0].event_id)}: {tolls[0].measure} over time"
    columns = (
        Column("day", "As of", 3),
        *(Column(f"voice_{n}", voice, 2, "number") for n, voice in enumerate(voices)),
    )
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (day_words(at), *(told.get((at, voice)) for voice in voices)) for at in days
    )
    data = Sheet(name, words.CHART_NOTES["toll"], columns, rows)
    series = tuple(column.key for column in columns[1:])
    said = words.chart_words("line", name, "people", len(rows), "day", "the number that each source gave")
    return _band(data, Chart(name, "people", "line", data.name, "day", series, said))


def _by_month(month: Month) -> tuple[Panel, ...]:
    closing = {
        (row.month, row.measure): row.closing
        for row in month.roll_forward
        if row.scope is Scope.INCIDENT and row.unit == "person" and row.measure in COUNTED and row.month
    }
    months = sorted({at for at, _ in closing if at})[-MOST_MONTHS:]
    if len(months) < 2:
        return ()
    columns = (Column("month", "Events of", 3), *(Column(m, m.capitalize(), 4, "number") for m in COUNTED))
    rows = tuple((period_words(at), *(closing.get((at, m)) for m in COUNTED)) for at in months)
    title = "Killed and injured, by month"
    data = Sheet("Totals by month", words.CHART_NOTES["months"], columns, rows)
    said = words.chart_words("col", title, "people", len(rows), "month", "killed and injured")
    return _band(data, Chart(title, "people", "col", data.name, "month", tuple(COUNTED), said))


def _by_rule(month: Month, measure: Measure) -> tuple[Panel, ...]:
    own = next(
        (
            by_rule
            for by_rule in month.totals_by_rule
            if (row := next(iter(by_rule.values()))).measure is measure
            and row.unit == "person"
            and row.scope is Scope.INCIDENT
            and (row.month == month.period or not is_month(month.period))
        ),
        {},
    )
    if len(own) < 2:
        return ()
    columns = (Column("rule", "Rule", 5), *_BOUNDS)
    rows = tuple((rule_heading(rule), row.low, row.best, row.high) for rule, row in own.items())
    title = f"{measure.capitalize()} in {period_words(month.period)}, under each rule"
    data = Sheet(title, words.CHART_NOTES["rules"], columns, rows)
    said = words.chart_words("bar", title, "people", len(rows), "rule", "at least, settled, at most")
    return _band(data, Chart(title, "people", "bar", data.name, "rule", _SERIES, said))
