"""An attack that another one answers has its own place, day and cause."""

from __future__ import annotations

from reconcile.extract.reader import Reader
from reconcile.gazetteer import load_gazetteer
from reconcile.model.article import Article
from reconcile.model.records import Claim

RAID = (
    "Raid on airfield\n\nJets of the alliance bombed the airfield at Mopti in Mali late on "
    "Wednesday.\n\nThe minister said "
    "the raid was a response to the suicide bombing in Timbuktu on Monday which the alliance blames on "
    "the army.\n\nFive "
    "people were killed in the raid, the governor said."
)
BACK = (
    "Jets bombed a base at Mopti in Mali on Wednesday in response to the attack in Timbuktu on Monday that killed 88."
)


def claim_of(text: str) -> Claim:
    reader = Reader("en", "interval", load_gazetteer())
    article = Article("a", text, published="2023-05-11", published_precision=1, published_basis="stated")
    (claim,) = reader.read(article, None).claims
    return claim


def test_what_is_answered_gives_the_answer_no_place_day_or_cause() -> None:
    claim = claim_of(RAID)
    assert (claim.place, claim.event_start, claim.cause) == ("Mopti", "2023-05-10", "airstrike")


def test_a_toll_of_what_is_answered_keeps_its_own() -> None:
    claim = claim_of(BACK)
    assert (claim.place, claim.event_start) == ("Timbuktu", "2023-05-08")
