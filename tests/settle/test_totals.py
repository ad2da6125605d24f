"""Totals and their breakdowns: no event twice, no scopes mixed, and every sum is that of its events."""

from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tellings import added_up, claim, event, made

from reconcile.model.crossing import as_row, to_frame
from reconcile.model.records import Breakdown, Event, Total
from reconcile.settle import break_down, total_figures
from schemas import TABLES

SERIES = ("measure", "unit", "scope", "month", "rule")
SUMS = ("low", "settled_sum", "events", "undetermined")


def added(rows, known=None):
    """The totals and the breakdowns of these claims."""
    addends = added_up(*rows, **({} if known is None else {"events": known}))
    totals, parts = total_figures(addends), break_down(addends)
    TABLES["totals"].validate(to_frame(Total, totals))
    TABLES["breakdowns"].validate(to_frame(Breakdown, parts))
    return [as_row(total) for total in totals], [as_row(part) for part in parts]


def under(rule, rows, **like):
    return [row for row in rows if row["rule"] == rule and all(row[key] == value for key, value in like.items())]


PLACES = {
    "e-aleppo": {"place": "Aleppo", "place_id": None, "country": "SY", "kind": "airstrike"},
    "e-idlib": {"place": None, "country": "SY", "kind": "shelling"},
    "e-quake": {"place": None, "country": "TR", "kind": None},
}


def test_a_total_that_is_undetermined_says_what_the_others_come_to():
    rows = [claim("A", "30", event_id="e-z"), claim("B", "43", event_id="e-z", doc="2"), claim("C", "5")]
    (total,) = under("representative", added(rows)[0])
    assert (total["best"], total["undetermined"], total["settled_sum"]) == (None, 1, 5)


def test_the_conservative_sum_is_of_what_is_stated_and_the_least_of_what_is_allowed():
    rows = [claim("A", "about 100"), claim("B", "dozens", event_id="e-z", doc="2")]
    (total,) = under("conservative", added(rows)[0])
    assert (total["low"], total["best"]) == (90 + 24, 100 + 24)


def test_totals_are_broken_down_by_country_cause_and_group():
    rows = [
        claim("A", "30", event_id="e-aleppo"),
        claim("A", "12", event_id="e-aleppo", group="civilians", doc="b"),
        claim("B", "4", event_id="e-idlib", group="civilians", doc="2"),
        claim("C", "7", event_id="e-quake", doc="3"),
    ]
    known = made(Event, *(event(id, **facts) for id, facts in PLACES.items()))
    found = {(r["by"], r["key"]): (r["best"], r["events"]) for r in under("representative", added(rows, known)[1])}
    assert found == {
        ("country", "SY"): (34, 2),
        ("country", "TR"): (7, 1),
        ("province", "Aleppo, SY"): (30, 1),
        ("province", None): (11, 2),
        ("cause", "airstrike"): (30, 1),
        ("cause", "shelling"): (4, 1),
        ("cause", None): (7, 1),
        ("group", "everyone"): (37, 2),
        ("group", "civilians"): (16, 2),
    }


def test_a_province_is_the_one_that_the_gazetteer_knows():
    from reconcile.gazetteer import load_gazetteer

    place = load_gazetteer().look_up("Khan Shaykhun")[0]
    assert place.within
    for place_id in (place.place_id, None):
        known = made(Event, event(place=place.name, place_id=place_id, country=place.country))
        keys = {row["key"] for row in added([claim("A", "30")], known)[1] if row["by"] == "province"}
        assert keys == {f"{place.within}, {place.country}"}


def test_an_event_inside_another_is_counted_once_in_every_breakdown():
    rows = [claim("A", "100", event_id="e-battle"), claim("A", "30", event_id="e-raid", doc="2")]
    known = made(Event, event("e-battle", country="SY"), event("e-raid", country="SY", parent="e-battle"))
    found = under("representative", added(rows, known)[1])
    assert {(row["by"], row["best"], row["events"]) for row in found} == {
        (by, 30, 1) for by in ("country", "province", "cause", "group")
    }


TOLD = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.integers(0, 60).map(str) | st.just("at least 9"),
        st.sampled_from(sorted(PLACES)),
        st.sampled_from([None, "civilians", "soldiers"]),
        st.sampled_from(["incident", "cumulative"]),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=25)
@given(TOLD)
@pytest.mark.parametrize("by", ["country", "province", "cause"])
def test_what_a_total_is_broken_down_into_adds_up_to_it(by, told):
    rows = [
        claim(who, figure, event_id=place, group=group, scope=scope, doc=f"{n}")
        for n, (who, figure, place, group, scope) in enumerate(told)
    ]
    totals, parts = added(rows, made(Event, *(event(id, **facts) for id, facts in PLACES.items())))
    ordered = sorted((row for row in parts if row["by"] == by), key=series)
    sums = {key: [sum(row[s] for row in group) for s in SUMS] for key, group in map(listed, groupby(ordered, series))}
    assert sums == {series(row): [row[s] for s in SUMS] for row in totals}


def series(row):
    return tuple(str(row[key]) for key in SERIES)


def listed(pair):
    return pair[0], list(pair[1])
