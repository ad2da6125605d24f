"""What may be counted twice and what is out of proportion, each with what it does to the total."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tellings import SETTINGS, claim, event, made, rulings, settled, totals_of

from reconcile.doubts import Bearing, find_implausible, pair_events
from reconcile.model.near_events import NearEvents
from reconcile.model.records import Claim, Event, Figure, Total
from reconcile.model.run_tables import RunTables
from reconcile.settle import settle_figures
from schemas.codes import Sureness, WarningKind

MARKET = {"kind": "bombing", "place": "Vessen", "latitude": 10.0, "longitude": 20.0, "country": "XV"}


def found(event_id: str, day: str = "2013-06-03", **changes: Any) -> dict[str, Any]:
    """An event that linking discovered."""
    facts = {**MARKET, "origin": "discovered", "start": day, "end": day, **changes}
    return event(event_id, f"Bombing, Vessen, {day}", **facts)


def bearing(rows: Sequence[dict[str, Any]], events: Sequence[dict[str, Any]], log: Sequence[Any] = ()) -> Bearing:
    """The month that these claims and events make."""
    claims, known = made(Claim, *rows), made(Event, *events)
    figures = settled(*rows, events=known)
    totals = made(Total, *totals_of(*rows, events=known))
    tables = RunTables(claims=claims, events=known, figures=figures, totals=totals)

    def settle(told: Sequence[Claim]) -> list[Figure]:
        return settle_figures(told, (), known, (), log, SETTINGS)

    return Bearing(tables, log, SETTINGS, settle)


def test_two_events_at_one_place_on_neighbouring_days_are_listed_with_the_total_if_merged() -> None:
    rows = [claim("Police", "12", event_id="e-1"), claim("Mayor", "13", event_id="e-2")]
    (pair,) = pair_events(bearing(rows, [found("e-1"), found("e-2", "2013-06-04")]), ())
    assert (pair.likelihood, pair.toll, pair.other_toll, pair.total) == (Sureness.LIKELY, 12, 13, 25)
    assert pair.total_merged == pair.merged
    assert "the total of June 2013" in pair.effect_sentence


def test_events_far_apart_are_listed_only_where_the_same_articles_tell_of_both() -> None:
    far = found("e-2", "2013-06-03", place="Orlova", latitude=12.0)
    apart = [claim("Police", "12", event_id="e-1"), claim("Mayor", "13", event_id="e-2")]
    assert pair_events(bearing(apart, [found("e-1"), far]), ()) == []
    told = [claim("Police", "12", event_id="e-1"), claim("Police", "13", event_id="e-2", start=40)]
    (pair,) = pair_events(bearing(told, [found("e-1"), far]), ())
    assert pair.because[-2:] == ("the same articles tell of both", "but places apart")


def test_events_that_linking_nearly_joined_are_possible() -> None:
    rows = [claim("Police", "12", event_id="e-1"), claim("Mayor", "13", event_id="e-2")]
    later = found("e-2", "2013-06-09")
    assert pair_events(bearing(rows, [found("e-1"), later]), ()) == []
    (pair,) = pair_events(bearing(rows, [found("e-1"), later]), [NearEvents("e-1", "e-2", -0.5, ("bakery",))])
    assert pair.likelihood is Sureness.POSSIBLE
    assert "words in common: bakery" in pair.because


def test_a_merger_with_an_event_of_another_month_takes_nothing_of_that_off_the_total() -> None:
    rows = [claim("Police", "12", event_id="e-1"), claim("Police", "20", event_id="e-2", start=40)]
    (pair,) = pair_events(bearing(rows, [found("e-1"), found("e-2", "2012-03-09")]), ())
    assert (pair.month, pair.toll, pair.other_toll, pair.total) == ("2012-03", 20, 12, 20)
    assert pair.total_merged == pair.merged, "March 2012 has only the first of them"


def test_two_rows_of_a_dataset_and_an_event_inside_another_are_no_pair() -> None:
    rows = [claim("Police", "12", event_id="e-1"), claim("Mayor", "13", event_id="e-2")]
    given = [found("e-1", origin="dataset"), found("e-2", origin="dataset")]
    assert pair_events(bearing(rows, given), ()) == []
    assert pair_events(bearing(rows, [found("e-1"), found("e-2", parent="e-1")]), ()) == []


def test_a_dismissed_pair_stays_in_the_table_with_its_ruling() -> None:
    rows = [claim("Police", "12", event_id="e-1"), claim("Mayor", "13", event_id="e-2")]
    events = [found("e-1"), found("e-2", "2013-06-04")]
    (pair,) = pair_events(bearing(rows, events), ())
    (again,) = pair_events(bearing(rows, events, rulings(rows, (pair.pair_id, "dismiss"))), ())
    assert (again.pair_id, again.ruling) == (pair.pair_id, "dismiss")


def test_a_figure_of_one_article_that_makes_the_total_is_listed() -> None:
    rows = [claim(f"Police {n}", "4", event_id=f"e-{n}") for n in range(6)]
    rows.append(claim("Clock", "1449", event_id="e-9"))
    events = [found(row["event_id"], place=row["event_id"]) for row in rows]
    (warning,) = find_implausible(bearing(rows, events))
    assert (warning.kind, warning.effect) == (WarningKind.SHARE, 1449)
    assert warning.effect_sentence == "killed, June 2013: 24 instead of 1,473"


def test_a_number_many_times_another_of_its_article_is_listed_and_a_part_is_not() -> None:
    slip = [claim("Police", "8052"), claim("Police", "52", start=40)]
    (warning,) = find_implausible(bearing(slip, [found("e-market")]))
    assert (warning.kind, warning.value, warning.beside) == (WarningKind.MANY_TIMES, 8052, 52)
    part = [claim("Police", "80"), claim("Police", "4", start=40, part_of="80", group="children")]
    assert find_implausible(bearing(part, [found("e-market")])) == []


def test_as_many_killed_as_affected_and_more_households_than_people_are_listed() -> None:
    rows = [
        claim("Agency", "70"),
        claim("Agency", "70", measure="affected", start=40),
        claim("Agency", "400", measure="displaced", unit="family", start=80),
        claim("Agency", "90", measure="displaced", start=120),
    ]
    kinds = {warning.kind for warning in find_implausible(bearing(rows, [found("e-market")]))}
    assert kinds == {WarningKind.EQUAL, WarningKind.HOUSEHOLDS}


def test_rows_of_a_dataset_that_look_like_one_or_like_a_total_are_listed() -> None:
    rows = [claim(f"Row {n}", number, event_id=f"e-{n}") for n, number in enumerate(("5", "5", "7", "17"))]
    events = [found("e-0", origin="dataset"), found("e-1", origin="dataset")]
    events += [found("e-2", origin="dataset", place="Barsk"), found("e-3", origin="dataset", place="all")]
    kinds = [warning.kind for warning in find_implausible(bearing(rows, events))]
    assert sorted(kinds) == sorted([WarningKind.TWIN_ROWS, WarningKind.TOTAL_ROW])
