from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.errors import BadInput
from reconcile.validate import quarantine, quarantine_spans
from schemas import TABLES, columns_of, records, table

Make = Callable[..., dict[str, Any]]


def foreign(*rows: dict[str, Any], name: str = "claims") -> pd.DataFrame:
    """Rows as a file would give them: no types."""
    return pd.DataFrame(list(rows), columns=columns_of(name), dtype=object)


def checks(refused: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [(row["row"], row["column"], row["check"]) for row in records(refused)]


def test_good_rows_pass_with_their_types(claim: Make) -> None:
    accepted, refused = quarantine("claims", table("claims", [claim(), claim(claim_id="c-2")]))
    assert accepted["claim_id"].tolist() == ["c-1", "c-2"]
    assert len(refused) == 0
    pd.testing.assert_frame_equal(accepted, table("claims", [claim(), claim(claim_id="c-2")]))


def test_untyped_cells_are_read_as_their_columns_type(claim: Make) -> None:
    row = claim(start="0", end=11.0, low=" 11 ", best="11", implicit="no", candidates='["e-1", "e-2"]')
    accepted, refused = quarantine("claims", foreign(row), file="claims.csv")
    assert len(refused) == 0
    assert accepted.dtypes.astype(str).tolist() == table("claims", []).dtypes.astype(str).tolist()
    assert accepted.iloc[0]["candidates"] == ("e-1", "e-2")


def test_a_cell_of_no_type_does_not_hide_what_else_is_wrong(claim: Make) -> None:
    bad = claim(claim_id="c-2", low="eleven", latitude=140, measure="deaths", quote=None)
    accepted, refused = quarantine("claims", foreign(claim(), bad))
    assert accepted["claim_id"].tolist() == ["c-1"]
    assert checks(refused) == [
        ("c-2", "latitude", "is_at_most_90"),
        ("c-2", "low", "is_a_number"),
        ("c-2", "measure", "is_a_known_word"),
        ("c-2", "quote", "is_stated"),
    ]


def test_a_check_over_columns_says_which_and_why(claim: Make) -> None:
    _, refused = quarantine("claims", table("claims", [claim(event_start="2013-06-06", event_end="2013-06-05")]))
    (row,) = records(refused)
    assert (row["column"], row["check"]) == ("event_start, event_end", "event_days_in_order")
    assert row["value"] == "event_start=2013-06-06, event_end=2013-06-05"
    assert row["reason"] == "This does not hold: An event does not end before it begins."


def test_an_emptied_cell_is_not_blamed_twice(claim: Make) -> None:
    _, refused = quarantine("claims", foreign(claim(high="many", bound="exact"), claim(claim_id="c-2", start="first")))
    assert checks(refused) == [("c-1", "high", "is_a_number"), ("c-2", "start", "is_a_whole_number")]


def test_of_repeated_ids_the_first_good_row_is_kept(claim: Make) -> None:
    rows = [claim(measure="?"), claim(sentence="At least 11, first."), claim(sentence="At least 11, again.")]
    accepted, refused = quarantine("claims", table("claims", rows))
    assert accepted["sentence"].tolist() == ["At least 11, first."]
    assert checks(refused) == [("row 1", "measure", "is_a_known_word"), ("row 3", "claim_id", "is_unique")]


@pytest.mark.parametrize(
    ("cell", "column", "check"),
    [
        (math.inf, "low", "is_a_number"),
        ("1e400", "low", "is_a_number"),
        (True, "low", "is_a_number"),
        ("2.5", "start", "is_a_whole_number"),
        (10**30, "start", "is_a_whole_number"),
        ("perhaps", "implicit", "is_true_or_false"),
        ({"a": 1}, "quote", "is_text"),
        ("\ud800", "quote", "is_text"),
        ([1, 2], "candidates", "is_a_list"),
        ("[1", "candidates", "is_a_list"),
        ("5 June", "as_of", "is_an_iso_day"),
        (-1, "start", "is_at_least_0"),
    ],
)
def test_a_bad_cell_is_refused_by_its_fact(claim: Make, cell: object, column: str, check: str) -> None:
    accepted, refused = quarantine("claims", foreign(claim(**{column: cell})))
    assert len(accepted) == 0
    assert (column, check) in [(row["column"], row["check"]) for row in records(refused)]
    assert all(row["reason"] for row in records(refused))


def test_an_infinite_number_in_a_typed_column_is_refused(claim: Make) -> None:
    frame = table("claims", [claim()])
    frame["latitude"] = pd.array([math.inf], dtype="Float64")
    assert checks(quarantine("claims", frame)[1]) == [("c-1", "latitude", "is_a_number")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop(columns="quote"), "lacks the column quote"),
        (lambda f: f.assign(colour="red"), "has an unknown column colour"),
        (lambda f: pd.concat([f, f[["quote"]]], axis=1), "has twice the column quote"),
    ],
)
def test_a_table_of_another_shape_stops_with_a_message(
    claim: Make, change: Callable[[pd.DataFrame], pd.DataFrame], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        quarantine("claims", change(table("claims", [claim()])))


def test_the_frame_given_is_left_alone(claim: Make) -> None:
    frame = foreign(claim(low="eleven"), claim(claim_id="c-2"))
    before = frame.copy(deep=True)
    quarantine("claims", frame)
    pd.testing.assert_frame_equal(frame, before)


def test_an_empty_table_of_every_kind_passes() -> None:
    for name in TABLES:
        accepted, refused = quarantine(name, table(name, []))
        assert (len(accepted), len(refused)) == (0, 0)


def test_what_is_refused_is_itself_a_good_table(claim: Make) -> None:
    _, refused = quarantine("claims", foreign(claim(low="x", measure=None), claim(low="x"), claim(start=None)))
    accepted, again = quarantine("refused", refused)
    assert (len(accepted), len(again)) == (len(refused), 0)


CELLS = st.one_of(
    st.none(), st.text(max_size=5), st.integers(-5, 10**20), st.floats(), st.booleans(), st.lists(st.text(max_size=2))
)


@settings(max_examples=40)
@given(st.lists(st.dictionaries(st.sampled_from(columns_of("figures")), CELLS, max_size=30), max_size=8))
def test_every_row_is_accepted_or_refused_and_never_both(changes: list[dict[str, Any]]) -> None:
    rows = [{**FIGURE, "figure_id": f"f-{n}", **change} for n, change in enumerate(changes)]
    accepted, refused = quarantine("figures", foreign(*rows, name="figures"), file="figures.csv")
    assert len(rows) == len(accepted) + refused["row"].nunique()
    assert refused["refused_id"].is_unique
    assert quarantine("figures", accepted)[1].empty


@settings(max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    rows = [{**FIGURE, "figure_id": f"f-{n}", "low": low} for n, low in enumerate([1, -1, "x", 7, 5, None])]
    accepted, refused = quarantine("figures", foreign(*[rows[n] for n in order], name="figures"))
    assert sorted(accepted["figure_id"]) == ["f-0", "f-4", "f-5"]
    assert sorted(refused["row"]) == ["f-1", "f-2", "f-3"]


def test_a_quote_that_its_text_does_not_hold_is_refused(claim: Make) -> None:
    claims = table("claims", [claim(), claim(claim_id="c-2", start=1, end=12), claim(claim_id="c-3", doc="b.txt")])
    accepted, refused = quarantine_spans(claims, {"a.txt": "At least 11 miners died."})
    assert accepted["claim_id"].tolist() == ["c-1"]
    assert checks(refused) == [("c-2", "quote", "span_holds_quote"), ("c-3", "quote", "span_holds_quote")]


FIGURE: dict[str, Any] = {
    "figure_id": "f-1",
    "event_id": "e-1",
    "measure": "killed",
    "group_role": "whole",
    "unit": "person",
    "scope": "incident",
    "low": 4,
    "best": 5,
    "high": 9,
    "status": "agreed",
    "confidence": "fair",
    "rule": "range",
    "because": "Both say so.",
    "articles": 2,
    "publishers": 2,
    "originators": 1,
    "claim_ids": ("c-1", "c-2"),
}
