"""Figures in sentences: rows of examples, each sentence with exactly the claims it makes.

A row of tests/examples/figures.csv is one expected claim; a sentence with several has several rows, one without any has
a row without a quote. `known_gap` marks what the reader still gets wrong: such a sentence must fail, and its mark goes
when it no longer does.
"""

from __future__ import annotations

import csv
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from reconcile.evaluate import overlaps_name
from reconcile.extract.counted.read import CountReader
from reconcile.language import load_pack
from reconcile.model.article import Article
from reconcile.text.document import Document
from schemas.columns import BOUNDS, MEASURES, PEOPLE_MEASURES

Claim = tuple[str, str, float | None, float | None, str, str, bool]
Row = dict[str, str]

READER = CountReader(load_pack("en"))
ROWS = list(csv.DictReader((Path(__file__).parents[1] / "examples" / "figures.csv").open(encoding="utf-8")))
SENTENCES = [list(rows) for _, rows in groupby(ROWS, key=lambda row: row["sentence"])]


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def expected(row: Row) -> Claim:
    low, high = number(row["low"]), number(row["high"])
    return row["quote"], row["measure"], low, high, row["bound"], row["unit"], bool(row["implicit"])


def read(text: str) -> list[tuple[Claim, str | None]]:
    """Each claim of the text, with the group it counts."""
    return [
        (
            (
                text[figure.start : figure.end],
                figure.measure,
                figure.quantity.low,
                figure.quantity.high,
                figure.quantity.bound,
                figure.unit,
                figure.implicit,
            ),
            figure.group,
        )
        for figure in READER.read_document(Document(Article("a", text)))
    ]


def marked(rows: list[Row]) -> object:
    first = rows[0]
    gap = [pytest.mark.xfail(reason="known gap", strict=True)] if first["known_gap"] else []
    return pytest.param(rows, marks=gap, id=f"{first['kind_of_case']}: {first['sentence'][:50]}")


@pytest.mark.parametrize("rows", [marked(rows) for rows in SENTENCES])
def test_the_examples(rows: list[Row]) -> None:
    found = read(rows[0]["sentence"])
    wanted = [expected(row) for row in rows if row["quote"]]
    assert Counter(claim for claim, _ in found) == Counter(wanted)
    for row in rows:
        if row["group"]:
            groups = [group for claim, group in found if claim == expected(row)]
            assert any(overlaps_name(row["group"], group) for group in groups), groups


def test_the_examples_are_well_formed() -> None:
    assert len({rows[0]["sentence"] for rows in SENTENCES}) == len(SENTENCES), "rows of one sentence stand together"
    for rows in SENTENCES:
        assert len({(row["kind_of_case"], row["known_gap"]) for row in rows}) == 1
        for row in rows:
            assert row["quote"] in row["sentence"]
            assert row["known_gap"] in ("", "1")
            assert not row["quote"] or (row["measure"] in MEASURES and row["bound"] in BOUNDS and row["unit"])
            assert not row["group"] or row["measure"] in PEOPLE_MEASURES


def test_the_examples_hold_every_measure_and_every_bound() -> None:
    kept = [row for row in ROWS if row["quote"] and not row["known_gap"]]
    assert {row["measure"] for row in kept} == set(MEASURES)
    assert {row["bound"] for row in kept} == set(BOUNDS)
