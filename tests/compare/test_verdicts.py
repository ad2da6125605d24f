"""Each verdict, and each reason for not comparing, by an example of its own."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tellings import SETTINGS, claim, events_of, made, verdicts

from reconcile.compare import compare_claims
from reconcile.model.crossing import to_frame
from reconcile.model.interval import Interval
from reconcile.model.records import Claim, Comparison
from schemas import TABLES
from schemas.columns import VERDICTS

EXAMPLES = [
    ("the same figure", claim("A", "14"), claim("B", "14"), "agrees", "same figure"),
    ("at least 11 beside 14", claim("A", "at least 11"), claim("B", "14"), "compatible", "intervals overlap"),
    ("about 100 beside 105", claim("A", "about 100"), claim("B", "105"), "compatible", "intervals overlap"),
    ("about 100 beside 120", claim("A", "about 100"), claim("B", "120"), "contradicts", "exclude one another"),
    ("more than 50 excludes 50", claim("A", "more than 50"), claim("B", "50"), "contradicts", "exclude one another"),
    ("at least 50 holds 50", claim("A", "at least 50"), claim("B", "50"), "compatible", "intervals overlap"),
    ("dozens beside 30", claim("A", "dozens"), claim("B", "30"), "compatible", "intervals overlap"),
    (
        "infants among civilians",
        claim("A", "6", group="infants", doc="a", part_of="at least 13", start=30),
        claim("A", "at least 13", group="civilians", doc="a"),
        "nested",
        "part of the other",
    ),
    (
        "civilians among all",
        claim("A", "13", group="civilians"),
        claim("B", "20", group="people"),
        "nested",
        "group inside the other",
    ),
    (
        "more civilians than people",
        claim("A", "25", group="civilians"),
        claim("B", "20", group="victims"),
        "contradicts",
        "subset larger than its whole",
    ),
    (
        "one source, later",
        claim("A", "15", as_of="2013-06-03", doc="1"),
        claim("A", "18", as_of="2013-06-04", doc="2"),
        "superseded",
        "later figure of the same source",
    ),
    (
        "another source, days later",
        claim("A", "15", as_of="2013-06-03"),
        claim("B", "18", as_of="2013-06-09"),
        "superseded",
        "later count of another source",
    ),
    (
        "a toll that falls",
        claim("A", "93000", scope="cumulative", as_of="2013-05-31"),
        claim("A", "80000", scope="cumulative", as_of="2013-06-30", doc="2"),
        "contradicts",
        "a toll to date that falls",
    ),
    (
        "killed beside casualties",
        claim("A", "13"),
        claim("B", "dozens", measure="casualties"),
        "not comparable",
        "different measure",
    ),
    (
        "a day beside a war",
        claim("A", "13"),
        claim("B", "94000", scope="cumulative"),
        "not comparable",
        "different scope",
    ),
    (
        "people beside families",
        claim("A", "600", measure="displaced"),
        claim("B", "120", measure="displaced", unit="family"),
        "not comparable",
        "different unit",
    ),
    (
        "soldiers beside women",
        claim("A", "13", group="soldiers"),
        claim("B", "9", group="women"),
        "not comparable",
        "different group",
    ),
    ("a supposition", claim("A", "13"), claim("B", "90", stance="hypothetical"), "not comparable", "hypothetical"),
    ("a denial", claim("A", "13"), claim("B", "90", stance="denied"), "not comparable", "denied"),
    (
        "distances from nobody knows what",
        claim("A", "10", measure="distance", unit="kilometre"),
        claim("B", "40", measure="distance", unit="kilometre"),
        "inapplicable",
        "unclear what is measured",
    ),
    (
        "kilometres and miles",
        claim("A", "10", measure="distance", unit="kilometre", group="border"),
        claim("B", "6", measure="distance", unit="mile", group="border"),
        "agrees",
        "within tolerance",
    ),
    (
        "totals to date without a day",
        claim("A", "80000", scope="cumulative"),
        claim("B", "94000", scope="cumulative"),
        "inapplicable",
        "no as-of date",
    ),
    (
        "ages of one war",
        claim("A", "26", measure="duration", unit="month", scope="cumulative", as_of="2013-06-05"),
        claim("B", "8", measure="duration", unit="year", scope="cumulative", as_of="2019-03-20"),
        "agrees",
        "same implied start",
    ),
    (
        "a smaller figure in one voice in one text",
        claim(None, "31", doc="a", originator="AFP"),
        claim(None, "10", doc="a", originator="AFP", start=200),
        "nested",
        "part of the other",
    ),
    (
        "two figures in one voice in one text",
        claim(None, "10", doc="a", originator="AFP"),
        claim(None, "31", doc="a", originator="AFP", start=200),
        "not comparable",
        "told apart",
    ),
    (
        "two authorities in one text",
        claim("A", "31", doc="a"),
        claim("B", "40", doc="a", start=200),
        "contradicts",
        "exclude one another",
    ),
    (
        "a headline that drops its hedge",
        claim("A", "20", doc="a"),
        claim("B", "32"),
        "contradicts",
        "exclude one another",
    ),
]


@pytest.mark.parametrize(
    ("left", "right", "verdict", "reason"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES]
)
def test_verdict(left, right, verdict, reason):
    assert verdicts(left, right) == [(verdict, reason)]
    assert verdicts(right, left) == [(verdict, reason)]


def test_every_verdict_has_an_example():
    assert {example[3] for example in EXAMPLES} == set(VERDICTS)


def test_a_headline_means_what_its_text_says():
    headline, body = claim("A", "20", doc="a"), claim("A", "at least 20", doc="a", start=80)
    assert {verdict for verdict, _ in verdicts(headline, body, claim("B", "32"))} == {"compatible"}


def test_what_adds_to_a_toll_is_no_toll():
    toll = claim("A", "31", doc="a")
    more = claim("A", "10", doc="a", start=60, sentence="It left 31 dead, with another 10 bodies found later.")
    assert ("contradicts", "exclude one another") not in verdicts(toll, more, claim("B", "31"))


def test_copies_stand_behind_one_statement():
    copies = [claim("A", "14", doc=f"{n}.txt", story="s-wire") for n in range(50)]
    assert verdicts(*copies, claim("B", "14")) == [("agrees", "same figure")]


def test_claims_of_different_events_are_not_paired():
    assert verdicts(claim("A", "14"), claim("B", "90", event_id="e-school")) == []


def test_table_passes_its_schema_and_sentences_name_both():
    rows = [claim("SANA", "43"), claim("Observatory for Human Rights", "30")]
    found = compare_claims(made(Claim, *rows), events_of(rows), SETTINGS)
    TABLES["comparisons"].validate(to_frame(Comparison, found))
    assert found[0].explanation == (
        "The Observatory for Human Rights says 30 killed and SANA says 43 killed: both cannot hold."
    )


FIGURES = st.one_of(
    st.integers(0, 60).map(str),
    st.integers(0, 60).map(lambda n: f"at least {n}"),
    st.integers(1, 60).map(lambda n: f"more than {n}"),
    st.integers(1, 60).map(lambda n: f"about {n}"),
    st.integers(1, 60).map(lambda n: f"at most {n}"),
    st.just("dozens"),
)
TELLINGS = st.lists(st.tuples(st.sampled_from("ABCDE"), FIGURES), min_size=2, max_size=8)


@settings(max_examples=30)
@given(TELLINGS, st.randoms(use_true_random=False))
def test_order_of_claims_changes_nothing(told, random):
    rows = [claim(who, figure, doc=f"{n}.txt") for n, (who, figure) in enumerate(told)]
    shuffled = random.sample(rows, len(rows))
    assert sorted(verdicts(*rows)) == sorted(verdicts(*shuffled))


@settings(max_examples=30)
@given(FIGURES, FIGURES)
def test_a_contradiction_is_exactly_an_empty_overlap(left, right):
    ours, theirs = claim("A", left), claim("B", right)
    (found,) = verdicts(ours, theirs)
    numbers = range(-1, 200)
    shared = [n for n in numbers if _allows(left, n) and _allows(right, n)]
    assert (found[0] == "contradicts") == (not shared)


def _allows(figure, number):
    *hedge, stated = figure.split(" ")
    if figure == "dozens":
        return 24 <= number <= 99
    stated = int(stated)
    tests = {
        "": number == stated,
        "at least": number >= stated,
        "more than": number > stated,
        "at most": number <= stated,
        "about": abs(number - stated) <= stated * SETTINGS.about_tolerance + 1e-9,
    }
    return tests[" ".join(hedge)]


def test_large_events_find_every_contradicted_statement():
    rows = [claim(f"S{n}", str(n % 7 + 10), doc=f"{n}.txt") for n in range(120)]
    found = compare_claims(made(Claim, *rows), events_of(rows), SETTINGS)
    contradicted = {side for one in found if one.verdict == "contradicts" for side in (one.left, one.right)}
    assert contradicted == {row["claim_id"] for row in rows}
    assert len(found) < 5 * len(rows)


@given(st.integers(-5, 5), st.integers(-5, 5), st.booleans(), st.integers(-5, 5), st.integers(-5, 5), st.booleans())
def test_overlap_is_what_meets(a, b, left_open, c, d, right_open):
    left = Interval(min(a, b), max(a, b), low_open=left_open)
    right = Interval(min(c, d), max(c, d), high_open=right_open)
    halves = [Fraction(n, 2) for n in range(-12, 13)]
    if any(left.holds(n) and right.holds(n) for n in halves):
        assert left.overlaps(right)
        met = left.meet(right)
        assert all(met.holds(n) == (left.holds(n) and right.holds(n)) for n in halves)
