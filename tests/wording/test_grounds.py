"""Every rule that extraction may record has its words."""

from __future__ import annotations

from enum import StrEnum

import pytest

from reconcile.model.records import Ground
from reconcile.wording.grounds import PHRASES, reading_words
from schemas.codes import DateRule, PlaceRule, ScopeRule, SpeakerRule


@pytest.mark.parametrize(
    ("field", "rules"), [("speaker", SpeakerRule), ("date", DateRule), ("place", PlaceRule), ("scope", ScopeRule)]
)
def test_every_rule_of_a_field_has_its_words(field: str, rules: type[StrEnum]) -> None:
    assert set(PHRASES[field]) == set(rules)


def test_a_rule_of_another_field_is_not_taken_for_this_ones() -> None:
    grounds = [Ground("place", "own sentence", "Tarsa"), Ground("scope", "outside")]
    assert reading_words(grounds) == "place: in its own sentence 'Tarsa'; scope: outside"
