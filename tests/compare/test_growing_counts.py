"""One growing count an event and measure: which numbers replace which, and which contradict each other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tellings import claim, conflicts, figures

from schemas.codes import Measure


def told(who: str, figure: str, day: int, **changes: Any) -> dict[str, Any]:
    return claim(who, figure, doc=f"{who}-{day}.txt", as_of=f"2023-05-{day:02}", **changes)


RIGHT = {"restates": "corrected", "restated_from": 805.0}
WRONG = {"restates": "withdrawn"}
GROWING = [
    ("another official each day", [told("A", "21", 14), told("B", "35", 15), told("C", "40", 16)], 40),
    ("of one day, the one it rose to", [told("A", "21", 14), told("B", "35", 14, restates="raised")], 35),
    ("each says that it rose", [told("A", "21", 14, restates="raised"), told("B", "35", 14, restates="raised")], 35),
    ("revised down, whoever says it", [told("A", "42", 14), told("B", "39", 15, restates="lowered")], 39),
    ("the wrong number of another outlet", [told("A", "805", 14), told("B", "8050", 14, **RIGHT)], 8050),
    ("a number taken back", [told("A", "28", 14), told("B", "12", 14), told("A", "28", 15, **WRONG)], 12),
    ("an earlier number that the text gives", [told("A", "19", 14, restates="earlier"), told("B", "12", 14)], 12),
    ("a late article with an older number", [told("A", "21", 14), told("B", "35", 15), told("C", "21", 16)], 35),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "best"), [g[1:] for g in GROWING], ids=[g[0] for g in GROWING])
def test_what_replaces(rows: list[dict[str, Any]], best: int) -> None:
    (figure,) = figures(*rows)
    assert (figure["low"], figure["best"], figure["high"]) == (best, best, best)
    assert figure["status"] != "contested"
    assert [c["kind"] for c in conflicts(*rows) if c["severity"] != "warning"] == []


ROSE = {"restates": "raised"}
ARMY = {"attribution_kind": "belligerent"}
RIVALS = [
    ("of one day", [told("A", "30", 14), told("B", "43", 14)]),
    ("both keep to theirs", [told("A", "30", 14), told("B", "43", 14), told("A", "30", 15), told("B", "43", 15)]),
    ("a new lower number without a word of correction", [told("A", "43", 14), told("B", "30", 15)]),
    ("parties to the fighting, days apart", [told("A", "63", 14, **ARMY), told("B", "400", 15, **ARMY)]),
    ("another outlet repeats one of the two", [told("A", "15", 14), told("B", "18", 14), told("C", "18", 15)]),
    ("a party beside a monitor that raises its count", [told("A", "5", 14, **ARMY), told("B", "15", 14, **ROSE)]),
]  # fmt: skip


@pytest.mark.parametrize("rows", [r[1] for r in RIVALS], ids=[r[0] for r in RIVALS])
def test_what_contradicts(rows: list[dict[str, Any]]) -> None:
    (figure,) = figures(*rows)
    assert figure["status"] == "contested"
    assert [c["kind"] for c in conflicts(*rows)] == ["values that cannot both hold"]


def test_the_missing_are_counted_anew_each_day() -> None:
    (figure,) = figures(*(told("A", n, day, measure=Measure.MISSING) for n, day in (("60", 14), ("12", 15))))
    assert figure["best"] == 12


def test_a_headline_counts_for_its_speaker_and_differs_from_another_in_the_text() -> None:
    place = {"doc": "a.txt", "as_of": "2023-05-14", "story": "s-a"}
    rows = [
        claim(None, "30", originator="A", attribution_kind="narrator", sentence_start=0, **place),
        claim("A", "30", start=60, sentence_start=50, **place),
        claim("B", "25", start=160, sentence_start=150, **place),
    ]
    (found,) = conflicts(*rows)
    assert (found["kind"], found["likelihood"]) == ("values that cannot both hold", "likely")


def test_a_number_in_passing_is_no_rival_of_a_named_speaker() -> None:
    place = {"doc": "a.txt", "as_of": "2023-05-14", "story": "s-a"}
    rows = [
        claim("A", "54", sentence_start=0, **place),
        claim(None, "38", start=160, sentence_start=150, originator="s-a", attribution_kind="narrator", **place),
    ]
    (figure,) = figures(*rows)
    assert (figure["best"], figure["status"]) == (54, "single source")
    assert conflicts(*rows) == []


NUMBERS = st.sampled_from(["5", "at least 12", "15", "18", "40", "about 100", "dozens"])
TELLINGS = st.tuples(
    st.sampled_from(["A", "B", "C", None]), NUMBERS, st.integers(10, 12), st.sampled_from([None, "raised"])
)


@settings(max_examples=20, deadline=None)
@given(st.lists(TELLINGS, min_size=2, max_size=6))
def test_every_contested_figure_is_listed(tellings: list[tuple[str | None, str, int, str | None]]) -> None:
    rows = [
        claim(who, n, doc=f"{place}.txt", as_of=f"2023-05-{day}", restates=restated)
        for place, (who, n, day, restated) in enumerate(tellings)
    ]
    listed = {id for found in conflicts(*rows) for id in found["claim_ids"]}
    contested = [figure for figure in figures(*rows) if figure["status"] == "contested"]
    assert all(not listed.isdisjoint(figure["claim_ids"]) for figure in contested)
