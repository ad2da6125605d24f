"""From the words of an article to its settled figures: additions, hedges and units."""

from __future__ import annotations

import pytest
from cases import settle_articles

from schemas.codes import Reason

STORIES = {
    "headline": "Blast kills 5 in Zaria\nThe first blast killed 5 people in Zaria, Nigeria, on Thursday and another 5 "
    "died later in hospital, police said.",
    "chain": "A bomb killed 5 people in Kano, Nigeria, on Thursday, police said. Another 6 died in hospital, police "
    "said. Two more died on the way there, police said.",
    "two-measures": "A bomb killed 16 people in Jos, Nigeria, on Thursday and wounded another 40, police said.",
    "two-groups": "The army said 20 soldiers were killed in fighting at Marib, Yemen, on Thursday. The Observatory "
    "said at least 20 rebels were killed there.",
    "two-speakers": "The army said 20 people were killed in an attack at Taiz, Yemen, on Thursday. The Observatory "
    "said at least 20 people were killed in the attack.",
    "hedged-headline": "Blast kills 20 in Hodeida\nAt least 20 people were killed by a blast in Hodeida, Yemen, on "
    "Thursday, police said.",
    "hour": "The power cut in Ica, Peru, on Thursday lasted 1 hour, the mayor said. The fire brigade said that the "
    "power cut lasted 60 minutes.",
}


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    articles = [
        {"id": name, "title": name, "source": f"Paper of {name}", "published": "2023-02-03", "text": text}
        for name, text in STORIES.items()
    ]
    found = settle_articles(articles, tmp_path_factory.mktemp("texts")).tables
    claims = {claim.claim_id: claim for claim in found.claims}
    return claims, found.figures, found.comparisons, found.conflicts


def figures(settled, story, measure="killed"):
    """Low, best and high of the figures that rest on a story, by group."""
    claims, found, _, _ = settled
    own = (f for f in found if f.measure == measure and any(claims[id].doc == story for id in f.claim_ids))
    return {figure.group: (figure.low, figure.best, figure.high) for figure in own}


def sentence(settled, story):
    claims, found, _, _ = settled
    return next(f.because for f in found if any(claims[id].doc == story for id in f.claim_ids))


def test_what_is_added_makes_a_least_and_is_told(settled):
    assert figures(settled, "headline") == {None: (10, 10, None)}
    assert "5 and a further 5 in the same text make at least 10" in sentence(settled, "headline")
    claims, found, _, _ = settled
    (figure,) = (f for f in found if any(claims[id].doc == "headline" for id in f.claim_ids))
    assert len(figure.claim_ids) == 3, "the headline, the first figure and what is added to it"


def test_additions_add_up(settled):
    assert figures(settled, "chain") == {None: (13, 13, None)}
    claims, _, comparisons, _ = settled
    pairs = [c for c in comparisons if claims[c.left].doc == "chain"]
    assert pairs
    assert {pair.reason for pair in pairs} == {Reason.ADDITION}


def test_what_another_measure_counts_adds_nothing(settled):
    assert figures(settled, "two-measures") == {None: (16, 16, 16)}
    assert figures(settled, "two-measures", "injured") == {None: (40, 40, 40)}


def test_a_hedge_is_restored_for_the_same_people_and_speaker_only(settled):
    assert figures(settled, "two-groups") == {"soldiers": (20, 20, 20), "rebels": (20, 20, None)}
    assert sentence(settled, "two-speakers") == (
        "Observatory says at least 20 and the army says 20, and all of these can hold."
    )
    assert figures(settled, "hedged-headline") == {None: (20, 20, None)}


def test_units_are_exact(settled):
    claims, found, comparisons, conflicts = settled
    (figure,) = (f for f in found if any(claims[id].doc == "hour" for id in f.claim_ids))
    assert (figure.low, figure.best, figure.high, figure.unit) == (60, 60, 60, "minute")
    assert {c.reason for c in comparisons if claims[c.left].doc == "hour"} == {Reason.SAME_FIGURE}
    assert conflicts == []
