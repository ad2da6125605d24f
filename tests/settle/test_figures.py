"""Figures: which rule speaks, what the range is, who counts as a voice, and what a decision does."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tellings import claim, conflicts, events_of, figures, rated, totals_of

from reconcile.model.settings import Settings
from schemas import TABLES, table


def figure(*rows, **given):
    (found,) = figures(*rows, **given)
    return found


def bounds(row):
    return row["low"], row["best"], row["high"]


def under(rule):
    return Settings(rule=rule)


def source(name, reliability):
    row = {"source_id": f"o-{name}", "name": name, "role": "originator", "aliases": (), "reliability": reliability}
    return {**row, "state": "known", "articles": 1, "claims": 1, "conflicts": 0}


def test_a_single_open_figure_stays_open():
    found = figure(claim("SANA", "at least 11"))
    assert (bounds(found), found["status"], found["because"]) == (
        (11, 11, None),
        "single source",
        "Only SANA gives it.",
    )


def test_words_that_can_all_hold_are_reconciled_to_what_they_share():
    found = figure(claim("A", "at least 11"), claim("B", "14"), claim("C", "dozens", stance="hypothetical"))
    assert (bounds(found), found["status"]) == ((14, 14, 14), "reconciled")
    assert found["because"] == "A says at least 11 and B says 14, and all of these can hold."


@pytest.mark.parametrize(("rule", "expected"), [("conservative", (1, 1, 3)), ("representative", (3, 3, 3))])
def test_an_estimate_inside_a_range_of_its_own_is_added_as_it_is_given(rule, expected):
    estimate = {**claim("B", "1"), "low": 0, "high": 4, "bound": "range"}
    (found,) = figures(claim("A", "3"), estimate, settings=under(rule))
    assert bounds(found) == expected


def test_figures_that_exclude_each_other_give_the_hull():
    found = figure(claim("A", "30"), claim("B", "30"), claim("C", "at least 43"))
    assert (bounds(found), found["status"], found["confidence"]) == ((30, 30, None), "contested", "contested")


def test_an_open_side_is_closed_by_a_voice_that_can_hold_beside_it():
    found = figure(claim("A", "58"), claim("B", "at least 70"), claim("C", "86"))
    assert (found["low"], found["high"]) == (58, 86)


@pytest.mark.parametrize(
    ("rule", "best"),
    [("representative", 32), ("conservative", 20), ("informative", 40), ("latest_credible", 20), ("range", None)],
)
def test_rules(rule, best):
    told = [("A", "32", "2013-06-03"), ("B", "32", "2013-06-03"), ("C", "40", "2013-06-03"), ("D", "20", "2013-06-04")]
    rows = [claim(who, number, as_of=day) for who, number, day in told]
    found = figure(*rows, settings=under(rule))
    assert (found["best"], found["low"], found["high"]) == (best, 20, 40)


def test_a_tie_goes_to_the_better_source_and_else_stays_undetermined():
    rows = [claim("A", "30"), claim("B", "43")]
    assert figure(*rows)["best"] is None
    sources = rated(source("A", "D"), source("B", "B"))
    assert figure(*rows, sources=sources)["best"] == 43


def test_a_later_figure_of_one_source_takes_the_place_of_its_earlier_one():
    rows = [claim("A", "15", as_of="2013-06-03", doc="1"), claim("A", "18", as_of="2013-06-04", doc="2")]
    found = figure(*rows)
    assert (bounds(found), found["status"]) == ((18, 18, 18), "single source")
    assert (found["articles"], found["originators"]) == (2, 1)
    assert "later counts took the place of earlier ones" in found["because"]


def test_a_growing_toll_leaves_the_counts_of_days_before_behind():
    rows = [claim("A", "58", as_of="2013-06-03"), claim("B", "86", as_of="2013-06-06")]
    assert bounds(figure(*rows)) == (86, 86, 86)
    doubtful = rated(source("A", "B"), source("B", "E"))
    assert figure(*rows, sources=doubtful)["status"] == "contested"


def test_denied_and_supposed_figures_never_enter_and_alleged_ones_are_weak():
    assert figures(claim("A", "90", stance="denied"), claim("B", "5", stance="hypothetical")) == []
    assert figure(claim("A", "9", stance="alleged"), claim("B", "9", stance="alleged"))["confidence"] == "weak"


def test_a_denied_event_is_contested():
    rows = [claim("the panel", "40", doc="a"), claim("the army", "40", doc="b", stance="denied")]
    found = figure(*rows)
    assert (found["status"], found["confidence"]) == ("contested", "contested")
    assert found["because"].endswith("a party denies the event.")


def test_parts_stand_beside_their_whole_and_raise_it():
    rows = [claim("A", "at least 10"), claim("B", "13", group="civilians"), claim("C", "6", group="infants")]
    found = {row["group"]: row for row in figures(*rows)}
    assert {group: (row["group_role"], *bounds(row)) for group, row in found.items()} == {
        None: ("whole", 13, 13, None),
        "civilians": ("part", 13, 13, 13),
        "infants": ("part", 6, 6, 6),
    }


def test_a_part_of_an_estimate_leaves_the_low_that_its_source_gives():
    whole = claim("A", "0-2") | {"best": 2}
    found = {row["group"]: bounds(row) for row in figures(whole, claim("A", "2", group="civilians"))}
    assert found == {None: (0, 2, 2), "civilians": (2, 2, 2)}
    low = claim("A", "0-3") | {"best": 1}
    assert bounds(figures(low, claim("A", "2", group="civilians"))[0]) == (2, 2, 3)


def test_a_part_larger_than_its_whole_keeps_its_own_figure_and_contests_both():
    found = {row["group"]: row for row in figures(claim("C", "20"), claim("B", "25", group="civilians"))}
    part, whole = found["civilians"], found[None]
    assert (bounds(part), part["status"], part["confidence"]) == ((25, 25, 25), "contested", "contested")
    assert (bounds(whole), whole["status"]) == ((20, 20, 25), "contested")
    assert part["because"] == "Only B gives it; that is more than all together are given, of whom these are a part."
    assert whole["because"] == "Only C gives it; the civilians, who are a part of these, are given a larger figure."


def test_a_part_is_narrowed_to_its_whole():
    found = {row["group"]: row for row in figures(claim("A", "20"), claim("B", "at least 6", group="infants"))}
    assert bounds(found["infants"]) == (6, 6, 20)


def test_a_part_never_stands_as_a_whole_though_its_whole_is_elsewhere():
    slice_of = claim("A", "2", part_of="21", group="firefighters", doc="a")
    lone = claim("A", "3", part_of="21", doc="a", start=40)
    assert [(row["group"], row["group_role"]) for row in figures(slice_of, lone)] == [("firefighter", "part")]


def test_another_speaker_s_larger_figure_is_a_rival_and_no_part():
    rows = [claim("the minister", "21", doc="a"), claim("the opposition", "25-30", doc="a", start=60, part_of="21")]
    found = figure(*rows)
    assert (found["status"], found["low"], found["high"], found["originators"]) == ("contested", 21, 30, 2)
    assert "subset larger than its whole" not in {row["kind"] for row in conflicts(*rows)}


def test_more_than_begins_beyond_its_number_and_says_so():
    found = figure(claim("A", "more than 94"))
    assert (bounds(found), found["bound"]) == ((94, 94, None), "more_than"), "95 is what nobody said"
    fewer = figure(claim("A", "less than 50"))
    assert (bounds(fewer), fewer["bound"]) == ((None, 50, 50), "less_than")
    assert bounds(figure(claim("A", "more than 94"), claim("B", "95"))) == (95, 95, 95)
    both = figure(claim("C", "more than 50"), claim("B", "50"))
    assert both["because"].startswith("B says 50 and C says more than 50, and these exclude one another")


@pytest.mark.parametrize(
    ("earlier", "later", "left"),
    [("at least 14", "17", (17, 17, 17)), ("30", "at least 20", (30, 30, 30)), ("17", "15", (15, 15, 15))],
)
def test_a_superseded_count_has_no_vote(earlier, later, left):
    rows = [claim("A", earlier, as_of="2013-06-03", doc="1"), claim("A", later, as_of="2013-06-04", doc="2")]
    assert bounds(figure(*rows)) == left
    rival = claim("B", "14", as_of="2013-06-04")
    assert "or" not in figure(*rows, rival)["because"].split(",")[0].split()


def test_the_missing_are_fewer_from_day_to_day():
    rows = [claim("Dahl", "9", as_of="2013-06-03"), claim("the agency", "6", as_of="2013-06-04")]
    rows = [{**row, "measure": "missing"} for row in rows]
    assert bounds(figure(*rows)) == (6, 6, 6)
    assert conflicts(*rows) == []


def test_a_toll_to_date_that_falls_is_contested_with_its_range():
    to_date = {"scope": "cumulative"}
    rows = [claim("A", "more than 5200", as_of="2013-06-04", doc="1", **to_date)]
    rows.append(claim("A", "4900", as_of="2013-06-29", doc="2", **to_date))
    found = figure(*rows)
    assert (bounds(found), found["status"]) == ((4900, None, None), "contested")
    assert found["because"].startswith(
        "A says more than 5,200 as of 4 June 2013 or 4,900 as of 29 June 2013, and these"
    )


@pytest.mark.parametrize(
    ("letters", "reason"),
    [
        ({"A": "C", "B": "B"}, "as many say one as another, and the figure of the most reliable source is taken."),
        ({}, "no figure has the most voices."),
    ],
)
def test_the_reason_tells_what_decided(letters, reason):
    sources = rated(*(source(name, letter) for name, letter in letters.items()))
    assert figure(claim("A", "12"), claim("B", "120"), sources=sources)["because"].endswith(reason)
    most = figure(claim("A", "12"), claim("B", "120"), claim("C", "120"), sources=sources)
    assert most["because"].endswith("the figure that most of them allow is taken.")


def test_spells_are_told_apart_by_the_word_that_they_measure():
    spell = {"measure": "duration", "unit": "day", "doc": "a"}
    rows = [claim("A", "17", grounds=("measure|unit|assault",), **spell)]
    rows.append(claim("A", "40", start=50, grounds=("measure|unit|blockade",), **spell))
    assert [(row["group"], row["best"], row["group_role"]) for row in figures(*rows)] == [
        ("assault", 17, "whole"),
        ("blockade", 40, "whole"),
    ]


def test_a_figure_belongs_to_the_month_of_its_own_days():
    day = {"event_start": "2013-06-05", "event_end": "2013-06-05", "date_precision": 1}
    spring = events_of([claim("A", "1")], start="2013-05-19", end="2013-06-05")
    assert figure(claim("A", "11", **day), events=spring)["month"] == "2013-06"
    across = {**day, "event_start": "2013-05-30"}
    assert figure(claim("A", "11", **across), events=spring)["month"] == "2013-05"
    assert figure(claim("A", "11", **day, scope="cumulative"), events=spring)["month"] == "2013-05"


def test_parts_told_apart_by_manner_have_no_figure():
    rocket = {"measure": "munitions", "unit": "rocket", "doc": "a"}
    rows = [claim("A", "5", **rocket), claim("A", "2", start=30, part_of="5", **rocket)]
    assert bounds(figure(*rows)) == (5, 5, 5)


def test_groups_side_by_side_add_up_only_when_they_are_apart():
    soldiers, rebels = claim("A", "11", group="soldiers"), claim("B", "20", group="rebels")
    men = claim("C", "4", group="men")
    roles = {row["group"]: row["group_role"] for row in figures(soldiers, rebels, men)}
    assert roles == {"soldiers": "whole", "rebels": "whole", "men": "part"}


@pytest.mark.parametrize(
    ("told", "word"),
    [("A", "weak"), ("AB", "fair"), ("R", "fair"), ("RA", "confirmed"), ("EA", "fair"), ("E", "discounted")],
)
def test_confidence(told, word):
    sources = rated(source("R", "A"), source("E", "E"))
    assert figure(*[claim(who, "14") for who in told], sources=sources)["confidence"] == word


FIGURES = st.one_of(
    st.integers(0, 60).map(str),
    st.integers(0, 60).map(lambda n: f"at least {n}"),
    st.integers(1, 60).map(lambda n: f"about {n}"),
    st.just("dozens"),
)
GROUPS = st.sampled_from([None, "people", "civilians", "children", "soldiers"])
DAYS = st.sampled_from([None, "2013-06-03", "2013-06-04", "2013-06-09"])
TOLD = st.lists(st.tuples(st.sampled_from("ABCD"), FIGURES, GROUPS, DAYS), min_size=1, max_size=7)
KEPT = ("low", "best", "high", "status", "confidence", "originators", "group_role")


def told(tellings, event_id="e-market"):
    return [
        claim(who, number, group=group, as_of=day, doc=f"{event_id}-{n}", event_id=event_id)
        for n, (who, number, group, day) in enumerate(tellings)
    ]


def settled(rows):
    return {row["figure_id"]: tuple(row[name] for name in KEPT) for row in figures(*rows)}


@settings(max_examples=25)
@given(TOLD, st.randoms(use_true_random=False))
def test_order_of_claims_changes_no_figure(tellings, random):
    rows = told(tellings)
    assert settled(rows) == settled(random.sample(rows, len(rows)))


@settings(max_examples=25)
@given(TOLD, st.integers(0, 6))
def test_a_copy_of_a_story_changes_no_figure(tellings, which):
    rows = told(tellings)
    original = rows[which % len(rows)]
    copy = {**original, "doc": "z-copy", "claim_id": "c-copy", "publisher": "Another paper"}
    assert settled([*rows, copy]) == settled(rows)


@settings(max_examples=25)
@given(TOLD)
@example([("A", "dozens", "children", None), ("A", "0", "civilians", None), ("A", "24", None, None)])
def test_bounds_stand_in_order_and_parts_within_their_wholes(tellings):
    rows = told(tellings)
    found = figures(*rows)
    TABLES["figures"].validate(table("figures", found))
    (everyone,) = [row for row in found if row["group"] is None] or [None]
    for row in found:
        if everyone is not None and everyone["high"] is not None and row["high"] is not None:
            assert row["high"] <= everyone["high"]
        if everyone is not None and None not in (everyone["best"], row["best"]):
            assert row["best"] <= everyone["best"] or "contested" in (row["status"], everyone["status"])


@settings(max_examples=25)
@given(TOLD, st.integers(0, 30))
def test_a_compatible_claim_creates_no_contradiction(tellings, low):
    rows = [row for row in told(tellings) if row["low"] >= low]
    before = {c["conflict_id"] for c in conflicts(*rows)}
    more = claim("Z", f"at least {low}", doc="z")
    after = {c["conflict_id"] for c in conflicts(*rows, more) if more["claim_id"] in c["claim_ids"]}
    assert after <= before


@settings(max_examples=25)
@given(st.lists(TOLD, min_size=1, max_size=3), st.sampled_from(["representative", "conservative", "informative"]))
def test_totals_are_the_sum_of_their_events(events, rule):
    rows = [row for n, tellings in enumerate(events) for row in told(tellings, f"e-{n}")]
    settled = figures(*rows, settings=under(rule))
    totals = totals_of(*rows, settings=under(rule))
    TABLES["totals"].validate(table("totals", totals))
    (total,) = [row for row in totals if row["rule"] == rule]
    wholes = [row for row in settled if row["group_role"] == "whole"]
    assert total["low"] == sum(row["low"] or 0 for row in wholes)
    bests = [row["best"] for row in wholes]
    assert total["best"] == (None if None in bests else sum(bests))
    assert total["undetermined"] == len({row["event_id"] for row in wholes if row["best"] is None})
    if total["best"] is not None:
        assert total["low"] <= total["best"] <= (total["high"] or total["best"])
    assert total["events"] == len(events)
    highs = [row["high"] for row in wholes]
    assert total["high"] == (None if None in highs else sum(highs))


def test_a_parent_is_not_added_to_what_happened_inside_it():
    rows = [claim("A", "100", event_id="e-battle"), claim("A", "30", event_id="e-raid", doc="2")]
    rows.append(claim("A", "94000", event_id="e-battle", doc="3", scope="cumulative"))
    parents = {"e-raid": "e-battle"}
    known = [replace(e, parent=parents.get(e.event_id)) for e in events_of(rows)]
    totals = totals_of(*rows, events=known)
    best = {(row["scope"], row["rule"]): row["best"] for row in totals}
    assert best["incident", "representative"] == 30
    assert best["cumulative", "representative"] == 94000


def test_totals_name_the_events_that_drive_the_spread():
    rows = [claim("A", "30"), claim("B", "43"), claim("B", "90", event_id="e-z")]
    rows.append(claim("A", "1", event_id="e-small", doc="3"))
    totals = {row["rule"]: row for row in totals_of(*rows)}
    assert totals["conservative"]["drivers"] == ("e-market",)
    assert [totals[rule]["best"] for rule in ("conservative", "informative", "range")] == [121, 134, None]
    assert (totals["representative"]["undetermined"], totals["representative"]["best"]) == (1, None)
