"""What the desk's rulings do to comparing, and to how conflicts are weighed."""

import pytest
from tellings import SETTINGS, claim, conflicts, events_of, figures, found_conflicts, made, rulings

from reconcile.compare import age_conflicts, claims_in_play, compare_claims
from reconcile.model.crossing import as_row, to_frame
from reconcile.model.records import Claim, Comparison
from schemas import TABLES

TWO = [claim("A", "30"), claim("B", "43")]
A, B = (row["claim_id"] for row in TWO)


def compared(rows, *told):
    found = compare_claims(made(Claim, *rows), events_of(rows), SETTINGS, rulings(rows, *told))
    TABLES["comparisons"].validate(to_frame(Comparison, found))
    return [as_row(comparison) for comparison in found]


def kinds(rows, *told):
    return [row["kind"] for row in conflicts(*rows, decisions=rulings(rows, *told))]


def test_a_pair_that_the_desk_keeps_apart_is_not_compared_and_says_why():
    (pair,) = compared(TWO, (A, "not comparable", B))
    assert (pair["verdict"], pair["reason"]) == ("not comparable", "ruled not comparable")
    assert pair["explanation"] == (
        "These are not compared, because Ana ruled so (a named list): A says 30 killed and B says 43 killed."
    )
    assert kinds(TWO, (A, "not comparable", B)) == []


def test_a_pair_is_kept_apart_whichever_copy_was_ruled_on():
    copy = {**TWO[1], "doc": "copy", "claim_id": "c-copy"}
    (pair,) = compared([*TWO, copy], ("c-copy", "not comparable", A))
    assert pair["reason"] == "ruled not comparable"


def test_one_source_with_two_figures_is_an_authority_quoted_twice():
    assert kinds(TWO, (A, "same source", B)) == ["one authority, different figures"]
    later = [claim("A", "30", as_of="2013-06-03"), claim("B", "43", as_of="2013-06-05")]
    (pair,) = compared(later, (later[0]["claim_id"], "same source", later[1]["claim_id"]))
    assert pair["verdict"] == "superseded"


def test_one_source_is_so_in_its_own_event_only():
    rows = [*TWO, claim("A", "5", event_id="e-mill", doc="3"), claim("B", "6", event_id="e-mill", doc="4")]
    found = conflicts(*rows, decisions=rulings(rows, (A, "same source", B)))
    assert {row["event_id"]: row["kind"] for row in found} == {
        "e-market": "one authority, different figures",
        "e-mill": "values that cannot both hold",
    }


@pytest.mark.parametrize("word", ["wrong reading", "dismiss", "not comparable"])
def test_a_claim_that_is_set_aside_is_out_of_play_with_its_copies(word):
    rows = [*TWO, {**TWO[1], "doc": "copy", "claim_id": "c-copy"}]
    claims = made(Claim, *rows)
    assert [c.claim_id for c in claims_in_play(claims, rulings(rows, (B, word)), SETTINGS)] == [A]
    assert claims_in_play(claims, rulings(rows, (B, word), (B, "withdraw")), SETTINGS) == claims
    assert claims_in_play(claims, rulings(rows, (A, "not comparable", B)), SETTINGS) == claims


OTHER = claim("C", "100", event_id="e-mill", doc="3")


def effect(*told):
    rows = [*TWO, OTHER]
    found = conflicts(*rows, decisions=rulings(rows, *told))
    return next(row["effect_sentence"] for row in found if row["event_id"] == "e-market")


def test_what_the_desk_has_ruled_counts_when_conflicts_are_weighed():
    mill = next(row["figure_id"] for row in figures(OTHER))
    sentence = "June 2013's total of people killed is between {} and {}, depending on which holds, with"
    assert effect().startswith(sentence.format(130, 143))
    assert effect((mill, "set value", "80")).startswith(sentence.format(110, 123))
    assert effect((mill, "dismiss")).startswith(sentence.format(30, 43))
    assert effect(("e-mill", "dismiss")).startswith(sentence.format(30, 43))


def test_a_dismissed_figure_moves_no_total():
    about = figures(*TWO)[0]["figure_id"]
    assert effect((about, "dismiss")) == "It changes no total: Ana dismissed the figure."


@pytest.mark.parametrize(("word", "state"), [("waive", "waived"), ("dismiss", "decided")])
def test_a_waived_conflict_is_told_apart_from_a_settled_one(word, state):
    found = found_conflicts(*TWO)
    about = found[0].conflict_id
    for told, stale, wanted in (
        (((about, word),), False, state),
        (((about, word),), True, "decided, but changed"),
        (((about, word), (about, "withdraw")), False, "open"),
    ):
        (aged,) = age_conflicts(found, [], rulings(TWO, *told, stale=stale), "2013-07")
        assert (aged.state, aged.decision is None) == (wanted, wanted == "open")
