"""Every claim of people ends somewhere: in a figure, in a figure's part, or it counts nothing by what it says.

And no total changes when an article is copied or a toll is repeated.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from tellings import SETTINGS, Row, added_up, claim, figures, made, totals_of

from reconcile.model.counted_together import count_together
from reconcile.model.ids import claim_id
from reconcile.model.read_claims import read_claims
from reconcile.model.records import Claim

FIGURES = ("1", "2", "3", "4", "5", "12", "at least 4", "more than 5", "2-6", "dozens")
GROUPS = (None, "people", "others", "boy", "men", "women", "children", "soldiers", "civilians", "farmers")
STANCES = ("asserted", "asserted", "asserted", "alleged", "denied")


@st.composite
def texts(draw) -> list[Row]:
    """The claims of up to three articles: wholes, parts and additions of several groups, speakers and measures."""
    rows: list[Row] = []
    for doc in draw(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3, unique=True)):
        told: list[Row] = []
        for number in range(draw(st.integers(1, 4))):
            told.append(draw(one_claim(doc, number, told)))
        rows += told
    return rows


@st.composite
def one_claim(draw, doc: str, number: int, told: list[Row]) -> Row:
    start = 100 * number
    figure = draw(st.sampled_from(FIGURES))
    row = {
        "doc": doc,
        "start": start,
        "sentence_start": draw(st.sampled_from([start, max(0, start - 100)])),
        "measure": draw(st.sampled_from(["killed", "killed", "injured"])),
        "group": draw(st.sampled_from(GROUPS)),
        "stance": draw(st.sampled_from(STANCES)),
        "implicit": figure == "1" and draw(st.booleans()),
    }
    role = draw(st.sampled_from(["whole", "whole", "part", "addition"])) if told else "whole"
    base = draw(st.sampled_from(told)) if told else None
    if base is not None and role == "addition":
        row |= {"role": "addition", "added_to": base["claim_id"], "measure": base["measure"]}
    if base is not None and role == "part":
        end = base["start"] + len(base["quote"])
        whole = claim_id(doc, base["start"], end, base["measure"])
        row |= {"role": "part", "whole_id": whole, "part_of": base["quote"], "measure": base["measure"]}
    return claim(draw(st.sampled_from([None, "A", "B"])), figure, **row)


def lost(rows: Iterable[Row], found: Iterable[Row]) -> list[str]:
    """The claims of people that neither a figure nor a part of its claims holds, though they assert a number."""
    counted = count_together(read_claims(made(Claim, *rows), SETTINGS.about_tolerance))
    by_id = {c.claim_id: c for c in counted}
    held = {id for figure in found for id in figure["claim_ids"]}

    def ends(id: str | None, seen: frozenset[str] = frozenset()) -> bool:
        if id is None or id in seen:
            return False
        whole = by_id[id].whole if id in by_id else None
        return id in held or ends(whole, seen | {id}) or bool(id in by_id and not by_id[id].stance.counts)

    return [c.claim_id for c in counted if c.measure.people and c.stance.counts and not ends(c.claim_id)]


@given(texts())
@settings(max_examples=200, deadline=None)
def test_no_claim_of_people_is_lost(rows):
    assert lost(rows, figures(*rows)) == []


@given(texts())
@settings(max_examples=60, deadline=None)
def test_a_copy_of_an_article_changes_no_total(rows):
    copied = {row["claim_id"]: claim_id("z", row["start"], row["end"], row["measure"]) for row in rows}
    first = [row for row in rows if row["doc"] == rows[0]["doc"]]
    copies = [
        {
            **row,
            "doc": "z",
            "claim_id": copied[row["claim_id"]],
            "whole_id": copied.get(row.get("whole_id")),
            "added_to": copied.get(row.get("added_to")),
        }
        for row in first
    ]
    assert totals_of(*rows, *copies) == totals_of(*rows)


@given(texts())
@settings(max_examples=60, deadline=None)
def test_totals_are_the_sum_of_the_whole_figures(rows):
    rule = SETTINGS.rule
    whole = [f for f in figures(*rows) if f["group_role"] == "whole"]
    for total in totals_of(*rows):
        if total["rule"] == rule:
            own = [f["best"] for f in whole if f["measure"] == total["measure"] and f["best"] is not None]
            assert total["settled_sum"] == sum(own)


@given(st.sampled_from(FIGURES[:6]), st.sampled_from(GROUPS))
@settings(max_examples=40, deadline=None)
def test_a_toll_repeated_later_changes_no_total(figure, group):
    told = claim("A", figure, group=group, as_of="2013-06-04")
    again = claim("A", figure, group=group, doc="later", as_of="2013-06-09")
    assert totals_of(told, again) == totals_of(told)
    assert len(added_up(told, again).counted) == len(added_up(told).counted)
