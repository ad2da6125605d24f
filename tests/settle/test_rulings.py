"""What each ruling makes of the figures, how it is told, and that it can be taken back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tellings import claim, conflicts, event, figures, made, rulings, totals_of

from reconcile.model.records import Event
from schemas import TABLES, table

TWO = [claim("A", "30"), claim("B", "43")]


def ruled(*told, rows=TWO, stale=False, **given):
    return figures(*rows, decisions=rulings(rows, *told, stale=stale), **given)


def one(*told, **given):
    (found,) = ruled(*told, **given)
    return found


def bounds(row):
    return row["low"], row["best"], row["high"]


def figure_of(*rows):
    (found,) = figures(*rows)
    return found["figure_id"]


def conflict_of(*rows, kind="values that cannot both hold"):
    return next(row["conflict_id"] for row in conflicts(*rows) if row["kind"] == kind)


A, B = (row["claim_id"] for row in TWO)


def test_a_value_that_was_accepted_or_set_goes_before_the_rule_and_says_so():
    accepted = one((conflict_of(*TWO), "accept value", B))
    assert (bounds(accepted), accepted["status"], accepted["rule"]) == ((43, 43, 43), "decided", "decision")
    assert (accepted["because"], accepted["state"]) == ("Ana accepted the figure of B: a named list.", "decided")
    for typed, number in (("35", 35), ("1,035", 1035)):
        found = one((figure_of(*TWO), "set value", typed))
        assert bounds(found) == (number, number, number)
    assert found["because"] == "Ana set it to 1,035: a named list."
    assert one((figure_of(*TWO), "set value", "1,5"))["status"] != "decided"  # 1.5, or a slip for 15


def test_the_last_ruling_counts_and_a_withdrawn_one_does_not():
    about = figure_of(*TWO)
    assert bounds(one((about, "set value", "35"), (about, "set value", "36"))) == (36, 36, 36)
    assert one((about, "set value", "35"), (about, "withdraw")) == figures(*TWO)[0]
    assert one((about, "set value", "35"), (about, "set value", "36"), (about, "withdraw")) == figures(*TWO)[0]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("wrong reading", "Ana set aside the 43 killed that B gives as a wrong reading: a named list"),
        ("dismiss", "Ana set aside the 43 killed that B gives and dismissed it: a named list"),
        ("not comparable", "Ana set aside the 43 killed that B gives as comparable with nothing: a named list"),
    ],
)
def test_a_claim_that_is_set_aside_enters_no_figure_and_the_figure_says_so(word, said):
    found = one((B, word))
    assert (bounds(found), found["status"], found["claim_ids"]) == ((30, 30, 30), "single source", (A,))
    assert found["because"] == f"Only A gives it; {said}."
    assert found["state"] == "decided"


def test_what_is_comparable_with_nothing_stays_the_figure_of_what_nobody_else_counts():
    rows = [claim("A", "30")]
    assert bounds(one((A, "not comparable"), rows=rows)) == (30, 30, 30)
    assert ruled((A, "dismiss"), rows=rows) == []


def test_a_ruling_on_a_claim_holds_for_its_copies():
    copy = {**TWO[1], "doc": "copy", "claim_id": "c-copy", "publisher": "Another paper"}
    found = one((B, "dismiss"), rows=[*TWO, copy])
    assert (bounds(found), found["articles"]) == ((30, 30, 30), 1)


def test_claims_that_may_not_be_compared_with_one_another_leave_the_figure_uncontested():
    found = one((A, "not comparable", B))
    assert (found["status"], found["low"], found["high"]) == ("reconciled", 30, 43)
    assert found["because"].endswith("Ana ruled that the figures of A and B cannot be compared: a named list.")
    third = claim("C", "60")
    assert one((A, "not comparable", B), rows=[*TWO, third])["status"] == "contested"


def test_two_claims_of_one_source_are_one_voice():
    alike = [claim("A", "30"), claim("B", "30"), claim("C", "43")]
    assert (figures(*alike)[0]["originators"], figures(*alike)[0]["best"]) == (3, 30)
    found = one((B, "same source", A), rows=[alike[0], {**alike[1], "claim_id": B}, alike[2]])
    assert (found["originators"], found["best"]) == (2, None)
    assert "Ana ruled that the figures of B and A go back to one source: a named list" in found["because"]


@pytest.mark.parametrize(
    ("word", "status", "state", "said"),
    [
        ("dismiss", "reconciled", "decided", "Ana dismissed the conflict between them: a named list."),
        ("not comparable", "reconciled", "decided", "Ana ruled that they cannot be compared: a named list."),
        ("same source", "single source", "decided", "Ana ruled that they go back to one source: a named list."),
        ("waive", "contested", "waived", "Ana waived the conflict between them: a named list."),
    ],
)
def test_a_ruling_on_a_conflict_is_told_by_its_figure(word, status, state, said):
    found = one((conflict_of(*TWO), word))
    assert (found["status"], found["state"]) == (status, state)
    assert found["because"].endswith(said)


def test_a_dismissed_warning_leaves_its_figure_contested():
    rows = [claim("A", "14"), claim("B", "140")]
    assert one((conflict_of(*rows, kind="digit slip"), "dismiss"), rows=rows)["status"] == "contested"


def test_only_a_dismissed_denial_ends_what_a_denial_contests():
    rows = [claim("the panel", "40", doc="a"), claim("the army", "40", doc="b", stance="denied")]
    denial = conflict_of(*rows, kind="event one party denies")
    found = one((denial, "dismiss"), rows=rows)
    assert (found["status"], found["because"]) == (
        "single source",
        "Only the panel gives it; Ana dismissed the denial: a named list.",
    )
    assert one((denial, "waive"), rows=rows)["state"] == "waived"


def totals(rows, *told):
    return totals_of(*rows, decisions=rulings(rows, *told))


@pytest.mark.parametrize(("about", "said"), [("figure", "dismissed it"), ("event", "dismissed the event")])
def test_what_is_dismissed_stays_listed_and_leaves_the_totals(about, said):
    rows = [claim("A", "30", event_id="e-mill"), claim("B", "5", doc="2")]
    mill = next(row for row in figures(*rows) if row["event_id"] == "e-mill")
    told = (mill["figure_id"] if about == "figure" else "e-mill", "dismiss")
    found = {row["event_id"]: row for row in ruled(told, rows=rows)}["e-mill"]
    assert (found["status"], found["confidence"], found["group_role"]) == ("dismissed", "discounted", "aside")
    assert found["because"] == f"Ana {said}: a named list; only A gives it."
    assert {row["best"] for row in totals(rows, told) if row["best"] is not None} == {5}
    assert {row["events"] for row in totals(rows, told)} == {1}


def test_a_dismissed_whole_leaves_its_part_to_stand_for_itself():
    rows = [claim("A", "30"), claim("B", "13", group="civilians")]
    whole = next(row["figure_id"] for row in figures(*rows) if row["group"] is None)
    roles = {row["group"]: row["group_role"] for row in ruled((whole, "dismiss"), rows=rows)}
    assert roles == {None: "aside", "civilians": "whole"}


@pytest.mark.parametrize(
    ("about", "told"), [("figure", ("set value", "35")), ("claim", ("dismiss",)), ("event", ("dismiss",))]
)
def test_a_ruling_whose_evidence_changed_stands_and_is_shown_to_have(about, told):
    id = {"figure": figure_of(*TWO), "claim": B, "event": "e-market"}[about]
    before, after = one((id, *told)), one((id, *told), stale=True)
    assert (before["state"], after["state"]) == ("decided", "decided, but changed")
    assert bounds(before) == bounds(after)
    assert after["because"] == f"{before['because'].rstrip('.')}; the evidence has changed since Ana ruled."


def test_a_new_claim_reopens_a_figure_and_a_copy_does_not():
    log = rulings(TWO, (figure_of(*TWO), "set value", "35"))
    copy = {**TWO[1], "doc": "copy", "claim_id": "c-copy"}
    states = [figures(*TWO, *more, decisions=log)[0]["state"] for more in ([], [copy], [claim("C", "50")])]
    assert states == ["decided", "decided", "decided, but changed"]


def test_a_ruling_on_a_claim_changes_no_evidence_of_its_figure():
    found = one((figure_of(*TWO), "set value", "30"), (B, "dismiss"))
    assert (found["state"], found["best"]) == ("decided", 30)


def test_an_accepted_claim_that_is_gone_reopens_its_figure():
    found = one((figure_of(*TWO), "accept value", B), (B, "wrong reading"))
    assert (found["state"], found["status"], found["best"]) == ("decided, but changed", "single source", 30)
    assert found["because"].startswith("Ana accepted a claim that the figure no longer contains: a named list; only A")


def test_a_figure_on_which_there_is_nothing_to_rule_has_no_state():
    assert figures(claim("A", "30"))[0]["state"] is None
    assert figures(*TWO)[0]["state"] == "open"


def test_the_table_passes_its_schema():
    log = ((conflict_of(*TWO), "waive"), ("e-market", "dismiss"))
    TABLES["figures"].validate(table("figures", ruled(*log)))


WORDS = st.sampled_from(["wrong reading", "dismiss", "not comparable", "set value", "same source", "waive"])
TOLD = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(1, 60), st.sampled_from([None, "civilians"])), min_size=2, max_size=5
)


@settings(max_examples=25)
@given(TOLD, st.lists(st.tuples(WORDS, st.integers(0, 9)), min_size=1, max_size=3))
def test_rulings_that_are_withdrawn_leave_no_trace(tellings, words):
    rows = [claim(who, str(n), group=group, doc=f"{i}") for i, (who, n, group) in enumerate(tellings)]
    given = []
    for word, place in words:
        found, disputes = figures(*rows), conflicts(*rows)
        if word == "set value":
            given.append((found[place % len(found)]["figure_id"], word, "7"))
        elif word == "waive":
            given += [(row["conflict_id"], word) for row in disputes[:1]]
        elif word == "same source":
            given.append((rows[0]["claim_id"], word, rows[1]["claim_id"]))
        else:
            given.append((rows[place % len(rows)]["claim_id"], word))
    undone = [*given, *((about, "withdraw") for about, *_ in given)]
    assert figures(*rows, decisions=rulings(rows, *undone)) == figures(*rows)


def test_an_event_that_is_dismissed_gives_way_to_the_one_around_it():
    rows = [claim("A", "100", event_id="e-battle"), claim("A", "30", event_id="e-raid", doc="2")]
    known = made(Event, event("e-battle"), event("e-raid", parent="e-battle"))
    sums = totals_of(*rows, events=known, decisions=rulings(rows, ("e-raid", "dismiss")))
    assert {row["best"] for row in sums if row["rule"] == "representative"} == {100}


PART = [claim("A", "10"), claim("B", "at least 5"), claim("C", "15", group="civilians")]
"""A whole on which nothing excludes anything but a part that is given a larger figure."""


def of_everyone(*told, rows):
    return next(row for row in ruled(*told, rows=rows) if row["group"] is None)


def test_a_part_beyond_its_whole_stays_contested_whatever_is_ruled_on_claims_of_the_whole():
    one, other, _ = (row["claim_id"] for row in PART)
    assert of_everyone(rows=PART)["status"] == "contested"
    assert of_everyone((one, "not comparable", other), rows=PART)["status"] == "contested"


def test_a_part_that_only_the_whole_as_settled_excludes_stays_contested_when_another_conflict_ends():
    rows = [*PART, claim("D", "12")]
    listed = [(row["kind"], row["group"], row["likelihood"]) for row in conflicts(*rows)]
    kind = "values that cannot both hold"
    assert listed == [(kind, None, "likely"), (kind, "civilians", "doubtful")]
    assert of_everyone((conflict_of(*rows), "dismiss"), rows=rows)["status"] == "contested"


LARGER = [claim("A", "10"), claim("B", "12"), claim("C", "15", group="civilians")]
"""Two figures of a whole that exclude one another, and a part that is larger than either."""


@pytest.mark.parametrize(
    ("ended", "status"), [(("inner",), "contested"), (("larger",), "contested"), (("inner", "larger"), "reconciled")]
)
def test_a_whole_is_settled_when_all_that_contests_it_is_ruled_on(ended, status):
    about = {"inner": conflict_of(*LARGER), "larger": conflict_of(*LARGER, kind="subset larger than its whole")}
    assert of_everyone(*((about[name], "dismiss") for name in ended), rows=LARGER)["status"] == status


def test_a_part_and_its_whole_that_no_conflict_names_stay_contested_when_another_conflict_ends():
    first, second, third = (row["claim_id"] for row in LARGER)
    apart = [(first, "not comparable", third), (second, "not comparable", third)]
    assert not [r for r in conflicts(*LARGER, decisions=rulings(LARGER, *apart)) if "subset" in r["kind"]]
    assert of_everyone((conflict_of(*LARGER), "dismiss"), *apart, rows=LARGER)["status"] == "contested"
