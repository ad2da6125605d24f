"""Tables inside documents: each cell with what it counts, where and when, and the total that it is part of."""

from __future__ import annotations

import pytest

from reconcile.extract.reader import extract_claims
from reconcile.model.article import Article
from reconcile.model.records import Claim, Refusal
from reconcile.model.settings import Settings

PIPES = """Losses as of 9 May 2024

| Province | Town | Deaths | Injured |
|---|---|---:|---:|
| Ituri | Bunia | **12** | 40 |
| North-Kivu | Goma | ND | 3 |
| Total |  | 12 | 43 |
"""
FLAT = "Provinces\nConfirmed deaths\nInjured\n\nIturi\n4\nND\n\nNorth-Kivu\n0\n7\n\nTotal\n4\n7\n"


def read(text: str, title: str | None = None) -> tuple[list[Claim], list[Refusal]]:
    article = Article("a", text, title=title, published="2024-05-10", published_precision=1)
    found = extract_claims([article], Settings())
    for claim in found.claims:
        assert text[claim.start : claim.end] == claim.quote
    return found.claims, found.refused


def cells(text: str, title: str | None = None) -> list[tuple[str, str, str | None]]:
    return [(claim.quote, claim.measure, claim.place) for claim in read(text, title)[0]]


def test_a_table_of_lines_is_read_by_row_and_column() -> None:
    assert cells(PIPES) == [
        ("12", "killed", "Bunia, Ituri"),
        ("40", "injured", "Bunia, Ituri"),
        ("3", "injured", "Goma, North-Kivu"),
        ("12", "killed", "Ituri and North-Kivu"),
        ("43", "injured", "Ituri and North-Kivu"),
    ]


def test_the_rows_are_parts_of_their_total() -> None:
    claims, refused = read(PIPES)
    total = claims[-1]
    assert [claim.whole_id for claim in claims if claim.measure == "injured"] == [total.claim_id, total.claim_id, None]
    assert claims[0].sentence == "Ituri; Bunia; Deaths: 12"
    assert refused == []


def test_a_total_that_its_rows_do_not_make_is_pointed_out() -> None:
    _, refused = read(PIPES.replace("| 43 |", "| 44 |"))
    assert [(row.check, row.column) for row in refused] == [("rows_make_the_total", "Injured")]


def test_cells_one_a_line_are_no_numbers_of_a_sentence() -> None:
    assert cells(FLAT) == [
        ("4", "killed", "Ituri"),
        ("0", "killed", "North-Kivu"),
        ("7", "injured", "North-Kivu"),
        ("4", "killed", "Ituri and North-Kivu"),
        ("7", "injured", "Ituri and North-Kivu"),
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", (12, 12, "exact")),
        ("1,250", (1250, 1250, "exact")),
        ("2.5 M Approx.", (2_500_000, 2_500_000, "about")),
        ("12 - 15", (12, 15, "range")),
        ("20+", (20, None, "at_least")),
        ("~40", (40, 40, "about")),
        ("nil", (0, 0, "exact")),
        ("n/a", None),
        ("ND", None),
        ("", None),
        ("-", None),
    ],
)
def test_a_cell(cell: str, value: tuple[float, float | None, str] | None) -> None:
    claims, _ = read(f"| Town | Deaths |\n| Bunia | {cell} |\n| Goma | 77 |\n| Butembo | 78 |")
    found = [(claim.low, claim.high, claim.bound) for claim in claims if claim.place == "Bunia"]
    assert found == ([value] if value else [])


@pytest.mark.parametrize(
    ("label", "reading"),
    [
        ("Number of Deaths", ("killed", "person", None)),
        ("FATALITIES", ("killed", "person", None)),
        ("#affected+killed", ("killed", "person", None)),
        ("Children injured", ("injured", "person", "children")),
        ("HH displaced", ("displaced", "household", None)),
        ("Houses damaged", ("property", "house", None)),
        ("Population affected", ("affected", "person", None)),
        ("Deaths per 100,000", None),
        ("Suspected cases", None),
        ("Cause of death", None),
        ("Population", None),
    ],
)
def test_a_label(label: str, reading: tuple[str, str, str | None] | None) -> None:
    claims, _ = read(f"| Town | {label} |\n|---|---|\n| Bunia | 11 |\n| Goma | 12 |")
    assert [(c.measure, c.unit, c.group) for c in claims] == ([reading, reading] if reading else [])


def test_a_row_gives_its_day_to_its_sentences_too() -> None:
    text = (
        "| Date | Town | Summary | Killed |\n|---|---|---|---|\n"
        "| 2024-03-02 | Goma | Gunmen opened fire at a market and wounded nine people, the police said. | 4 |\n"
        "| 2024-04-07 | Bunia | A bus fell. | 2 |\n"
    )
    claims, _ = read(text)
    assert [(c.quote, c.measure, c.place, c.event_start) for c in claims] == [
        ("nine", "injured", "Goma", "2024-03-02"),
        ("4", "killed", "Goma", "2024-03-02"),
        ("2", "killed", "Bunia", "2024-04-07"),
    ]


def test_a_table_by_days_counts_what_its_caption_says() -> None:
    claims, _ = read("| Country | 11/13/22 | 11/14/22 |\n|---|---|---|\n| Japan | 4730 | 4733 |", "Deaths to date")
    found = [(c.quote, c.measure, c.scope, c.country, c.as_of) for c in claims]
    assert found == [
        ("4730", "killed", "cumulative", "JP", "2022-11-13"),
        ("4733", "killed", "cumulative", "JP", "2022-11-14"),
    ]


def test_labels_beside_values() -> None:
    text = "Key figures in Goma\n\n31,100 persons\nDisplaced across 36 sites\n\nLosses\n\nKilled: 1\n"
    found = [(quote, measure) for quote, measure, _ in cells(text)]
    assert found == [("31,100", "displaced"), ("36", "places"), ("1", "killed")]


def test_a_table_that_does_not_say_what_it_counts_is_named() -> None:
    claims, refused = read(
        "Deaths and injuries by month\n\n| Month | A | B |\n|---|---|---|\n| Jan | 12 | 4 |\n| Feb | 3 | 9 |"
    )
    assert claims == []
    assert [row.check for row in refused] == ["table_is_read"]
