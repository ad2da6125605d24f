"""The ages of those killed and hurt tell two incidents of one neighbourhood apart."""

from __future__ import annotations

import pytest

from reconcile.extract.reader import extract_claims
from reconcile.link.ages import Ages, ages_of, compare_ages
from reconcile.link.vocabulary import Lexicon
from reconcile.model.article import Article
from reconcile.model.link_reason import AgesLevel
from reconcile.model.settings import Settings


def ages(text: str) -> Ages:
    claims = extract_claims([Article("a", text, published="2024-06-18")], Settings()).claims
    return ages_of(claims, Lexicon().of("en").ages)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("A 9-year-old girl was shot in Owerri.", "A 2-year-old girl was shot in Owerri.", AgesLevel.DIFFERENT),
        ("A 9-year-old girl was shot in Owerri.", "Girl, 9, was shot and wounded in Owerri.", AgesLevel.SAME),
        # papers err by a year
        ("A 9-year-old girl was shot in Owerri.", "A 10-year-old girl was shot in Owerri.", AgesLevel.UNKNOWN),
        # the other of the two wounded may be the one that the second report tells of
        ("Two people were shot, one a 9-year-old girl.", "A 30-year-old man was shot.", AgesLevel.UNKNOWN),
        # the age of a suspect says nothing
        ("A 40-year-old man was arrested.", "A 30-year-old man was shot.", AgesLevel.UNKNOWN),
    ],
)
def test_ages_are_compared(one: str, other: str, level: AgesLevel) -> None:
    assert compare_ages(ages(one), ages(other)) is level
