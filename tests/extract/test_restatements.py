"""What a text says of a count and its earlier numbers, sentence by sentence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reconcile.extract.reader import extract_claims
from reconcile.model.article import Article
from reconcile.model.records import Claim
from reconcile.model.settings import Settings

ROWS = list(csv.DictReader((Path(__file__).parents[1] / "examples" / "restatements.csv").open(encoding="utf-8")))


def shown(claim: Claim) -> str:
    before = "" if claim.restated_from is None else f" from {claim.restated_from:g}"
    return f"{claim.best:g} {claim.restates}{before}"


def read(text: str, language: str = "en") -> list[Claim]:
    return extract_claims([Article("a", text, published="2023-05-16", language=language)], Settings()).claims


@pytest.mark.parametrize("row", ROWS, ids=[row["sentence"][:50] for row in ROWS])
def test_a_restated_number_is_read_with_the_one_that_it_replaces(row: dict[str, str]) -> None:
    claims = [claim for claim in read(row["sentence"]) if claim.measure == row["measure"]]
    assert claims
    assert "; ".join(shown(claim) for claim in claims if claim.restates) == row["restated"]


def test_a_corrected_number_is_asserted_and_no_part_of_the_wrong_one() -> None:
    notice = "Correction: Thursday's bulletin gave the number of injured in Salta as 7,061."
    text = f"{notice} The figure should have been 70,610."
    wrong, right = read(text)
    assert (wrong.counts, right.counts) == (False, True)
    assert (right.stance, right.role, right.whole_id) == ("asserted", "whole", None)


def test_a_notice_of_a_correction_takes_back_nothing_outside_its_paragraph() -> None:
    notice = "Correction: Monday's issue said that 28 men had died at Lampa. This was not the case."
    text = f"{notice}\n\nThe toll has gone up to 62."
    assert [shown(claim) for claim in read(text)] == ["28 withdrawn", "62 raised"]


def test_french() -> None:
    assert [shown(c) for c in read("Le bilan du séisme s'est alourdi à 21 morts, a annoncé le gouverneur.", "fr")] == [
        "21 raised"
    ]
