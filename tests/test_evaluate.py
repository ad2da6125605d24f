"""The scorer itself: what it pairs, what it counts, and what the command does with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.cli import main
from reconcile.errors import BadInput
from reconcile.evaluate import (
    Floors,
    Gold,
    GoldClaim,
    MeasuredSet,
    as_json,
    as_markdown,
    as_tables,
    as_text,
    b_cubed,
    below,
    check_gold,
    overlaps_name,
    pair,
    pairwise,
    read_floors,
    read_gold,
    read_together,
    score,
    score_links,
    spread,
    value_right,
)
from reconcile.evaluate.pairing import Place
from reconcile.model.crossing import from_frame
from reconcile.model.records import Claim, Document
from schemas import table

Row = dict[str, Any]

TEXT = "At least 11 people were killed in Orlova, police said. A miner was hurt."
KILLED: Row = {
    "doc": "a",
    "start": 0,
    "end": 11,
    "quote": "At least 11",
    "measure": "killed",
    "low": 11,
    "high": None,
    "bound": "at_least",
    "group": "people",
    "attribution": "police",
    "place": "Orlova",
    "scope": "incident",
    "implicit": False,
}
HURT: Row = {
    **KILLED,
    "start": 55,
    "end": 62,
    "quote": "A miner",
    "measure": "injured",
    "low": 1,
    "high": 1,
    "bound": "exact",
    "group": "miner",
    "attribution": None,
    "implicit": True,
}


def gold_of(docs: Iterable[str], *rows: Row) -> Gold:
    return Gold(frozenset(docs), tuple(GoldClaim.read(row, "") for row in rows))


def read_by_the_reader(*rows: Row) -> list[Claim]:
    """What the reader would give where it reads these rows."""
    fixed = {"claim_id": "c-1", "sentence": "", "unit": "person", "attribution_kind": "narrator"}
    fixed |= {"stance": "asserted", "link": "unlinked", "extractor": "test 1"}
    columns = [field.name for field in fields(Claim)]
    made = [{key: value for key, value in {**fixed, **row}.items() if key in columns} for row in rows]
    return from_frame(Claim, table("claims", made))


GOLD = gold_of("ab", KILLED, HURT)


def counts(gold: Gold, claims: list[Row], name: str) -> tuple[int, int, int, int]:
    row = next(row for row in score(gold, read_by_the_reader(*claims)).found if row.name == name)
    return row.asked, row.given, row.asked_found, row.given_right


def shares(gold: Gold, claims: list[Row]) -> dict[str, tuple[int, int]]:
    return {share.name: (share.right, share.of) for share in score(gold, read_by_the_reader(*claims)).shares}


def test_the_gold_itself_has_every_figure_right() -> None:
    accuracy = score(GOLD, read_by_the_reader(KILLED, HURT))
    assert {row.f1 for row in accuracy.found} == {1.0}
    assert {share.rate for share in accuracy.shares if share.of} == {1.0}


def test_nothing_read_and_nothing_asked_are_no_success() -> None:
    assert [row.f1 for row in score(GOLD, []).found] == [0.0] * 5
    assert score(GOLD, []).figure("place") is None
    assert counts(gold_of("a"), [KILLED], "all") == (0, 1, 0, 0)


def test_a_wrong_measure_is_one_missed_and_one_invented() -> None:
    claims = [{**KILLED, "measure": "injured"}, HURT]
    assert counts(GOLD, claims, "all") == (2, 2, 1, 1)
    assert counts(GOLD, claims, "killed") == (1, 0, 0, 0)
    assert counts(GOLD, claims, "injured") == (1, 2, 1, 1)
    assert shares(GOLD, claims)["span found, any measure"] == (2, 2)


def test_claims_of_articles_that_nobody_annotated_are_left_aside() -> None:
    assert counts(GOLD, [KILLED, {**KILLED, "doc": "z"}], "all") == (2, 1, 1, 1)
    assert counts(GOLD, [{**KILLED, "doc": "b"}], "all") == (2, 1, 0, 0)


def test_what_is_optional_is_neither_asked_nor_held_against() -> None:
    gold = gold_of("ab", {**KILLED, "optional": True}, HURT)
    assert counts(gold, [HURT], "all") == counts(gold, [KILLED, HURT], "all") == (1, 1, 1, 1)
    assert counts(gold, [{**KILLED, "measure": "missing"}, HURT], "all") == (1, 1, 1, 1)
    assert score(gold, []).optional == 1


def test_implicit_claims_are_counted_apart_on_both_sides() -> None:
    claims = [KILLED, {**HURT, "implicit": False}]
    assert counts(GOLD, claims, "implicit") == (1, 0, 1, 0)
    assert counts(GOLD, claims, "stated in numbers") == (1, 2, 1, 2)


def test_the_longest_overlap_is_paired_first() -> None:
    wide, narrow = Place("a", 0, 11, "killed"), Place("a", 9, 11, "killed")
    assert pair([wide], [narrow, wide]) == [(0, 1)]
    assert pair([narrow, wide], [wide]) == [(1, 0)]
    assert pair([wide, wide], [wide]) == [(0, 0)]


def test_the_same_measure_goes_before_a_longer_overlap() -> None:
    longer, same = Place("a", 0, 11, "injured"), Place("a", 0, 3, "killed")
    assert pair([Place("a", 0, 11, "killed")], [longer, same], by_measure=False) == [(0, 1)]


@pytest.mark.parametrize(
    ("asked", "claim", "right"),
    [
        ({"low": 12, "high": 12, "bound": "exact"}, {"low": 12.0, "high": 12.0, "bound": "exact"}, True),
        ({"low": 12, "high": 12, "bound": "exact"}, {"low": 12.0, "high": 12.0, "bound": "about"}, False),
        ({"low": 12, "high": 12, "bound": "exact"}, {"low": 13.0, "high": 13.0, "bound": "exact"}, False),
        ({"low": 24, "high": 99, "bound": "vague"}, {"low": 12.0, "high": 12.0, "bound": "vague"}, True),
        ({"low": 24, "high": 99, "bound": "vague"}, {"low": 24.0, "high": 99.0, "bound": "range"}, False),
        ({"low": 50, "high": None, "bound": "more_than"}, {"low": 51.0, "high": None, "bound": "more_than"}, True),
        ({"low": 50, "high": None, "bound": "more_than"}, {"low": 52.0, "high": None, "bound": "more_than"}, False),
        ({"low": 50, "high": None, "bound": "more_than"}, {"low": 51.0, "high": 60.0, "bound": "more_than"}, False),
        ({"low": None, "high": 50, "bound": "at_most"}, {"low": None, "high": 50.0, "bound": "less_than"}, False),
        ({"low": 25, "high": None, "bound": "at_least"}, {"low": 25.0, "high": 25.0, "bound": "exact"}, True),
        ({"low": 25, "high": 25, "bound": "exact"}, {"low": 25.0, "high": None, "bound": "at_least"}, True),
        ({"low": 25, "high": 25, "bound": "exact"}, {"low": 26.0, "high": None, "bound": "at_least"}, False),
    ],
)
def test_when_a_value_is_right(asked: Row, claim: Row, right: bool) -> None:
    (claimed,) = read_by_the_reader({**KILLED, **claim})
    assert value_right(GoldClaim.read({**KILLED, "quote": "25", **asked}, ""), claimed) is right


def test_a_hedge_in_the_quote_itself_is_not_carried_over() -> None:
    exact = {"low": 11, "high": 11, "bound": "exact"}
    assert not value_right(GOLD.claims[0], read_by_the_reader({**KILLED, **exact})[0])
    assert shares(GOLD, [{**KILLED, **exact}, HURT])["bound"] == (1, 2)


@pytest.mark.parametrize(
    ("asked", "found", "right"),
    [
        ("Syrian Observatory for Human Rights", "the Observatory", True),
        ("police", "Police said", True),
        ("the", None, True),
        ("Ana Varga", "Ivo Varga", True),
        ("Ana Maria Varga", "Ivo Kranz Varga", False),
        ("army", "police", False),
        ("army", None, False),
    ],
)
def test_when_two_names_are_alike(asked: str, found: str | None, right: bool) -> None:
    assert overlaps_name(asked, found) is right
    assert overlaps_name(found, asked) is right


def test_a_field_that_the_gold_leaves_out_is_not_judged() -> None:
    unsettled = {key: value for key, value in KILLED.items() if key not in ("place", "scope", "group")}
    judged = shares(gold_of("ab", unsettled, HURT), [KILLED, HURT])
    assert judged["place"] == judged["scope"] == judged["group"] == (1, 1)
    assert judged["attribution"] == (2, 2)


def test_a_group_is_asked_only_of_people() -> None:
    houses = {**KILLED, "measure": "property"}
    assert shares(gold_of("ab", houses), [{**houses, "group": "barns"}])["group"] == (0, 0)


SPANS = st.tuples(st.sampled_from("ab"), st.integers(0, 20), st.integers(1, 8), st.sampled_from(["killed", "injured"]))
CLAIMS = st.lists(SPANS.map(lambda s: Place(s[0], s[1], s[1] + s[2], s[3])), max_size=8)


@given(CLAIMS, CLAIMS, st.booleans())
def test_pairs_are_one_to_one_and_overlap(gold: list[Place], claims: list[Place], by_measure: bool) -> None:
    pairs = pair(gold, claims, by_measure=by_measure)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    for i, j in pairs:
        assert gold[i].doc == claims[j].doc
        assert gold[i].start < claims[j].end
        assert claims[j].start < gold[i].end
        assert gold[i].measure == claims[j].measure or not by_measure


@given(CLAIMS, CLAIMS)
def test_every_figure_is_a_share(gold: list[Place], claims: list[Place]) -> None:
    asked, given = ([{**KILLED, **place._asdict()} for place in places] for places in (gold, claims))
    for row in score(gold_of("ab", *asked), read_by_the_reader(*given)).found:
        assert 0 <= row.precision <= 1
        assert 0 <= row.recall <= 1
        assert min(row.precision, row.recall) <= row.f1 + 1e-9
        assert row.f1 <= max(row.precision, row.recall) + 1e-9


def test_the_spread_takes_every_article_once() -> None:
    docs = [f"doc {n}" for n in range(12)]
    gold = gold_of(docs, *({**KILLED, "doc": doc} for doc in docs))
    claims = read_by_the_reader(*({**KILLED, "doc": doc} for doc in docs[:9]))
    found = {row.name: row for row in spread(gold, claims)}
    assert found["killed"].parts == 5
    assert found["killed"].worst < found["killed"].mean < 1
    assert "injured" not in found
    assert spread(gold, claims) == spread(gold, claims[::-1])


def write(path: Path, rows: list[Row]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_gold_is_read_line_by_line(tmp_path: Path) -> None:
    gold = read_gold(write(tmp_path / "g.jsonl", [KILLED, {"doc": "b ", "empty": True}]))
    assert gold == gold_of("ab", KILLED)
    check_gold(gold, {"a": TEXT, "b": ""}, tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: this is not JSON"),
        ("[]", "line 2: this is not a record"),
        (json.dumps({"doc": "a"}), "line 2: the claim lacks start"),
        (json.dumps({**KILLED, "measure": "dead"}), "line 2: 'dead' is not a measure"),
        (json.dumps({**KILLED, "bound": "roughly"}), "line 2: 'roughly' is not a bound"),
        (json.dumps({**KILLED, "end": 0}), "line 2: 0 to 0 is not a span"),
    ],
)
def test_a_bad_line_of_gold_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(f"{json.dumps(KILLED)}\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        read_gold(path)


def test_gold_for_other_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="1 of 2 documents are not among the articles"):
        check_gold(GOLD, {"a": TEXT}, tmp_path)
    with pytest.raises(BadInput, match="does not hold 'At least 11' at 0 to 11"):
        check_gold(GOLD, {"a": f" {TEXT}", "b": ""}, tmp_path)


def test_floors_say_what_fell(tmp_path: Path) -> None:
    path = tmp_path / "floor.yaml"
    path.write_text("figures: {killed: 0.9, injured: 0.5, place: 1.0}\n", encoding="utf-8")
    floors = read_floors(path)
    assert below(score(GOLD, read_by_the_reader(KILLED, HURT)), floors) == []
    fallen = below(score(GOLD, read_by_the_reader({**KILLED, "place": None})), floors)
    assert fallen == ["injured is 0.000, below its floor of 0.500", "place is 0.000, below its floor of 1.000"]


def test_a_floor_for_what_was_not_measured_is_refused() -> None:
    with pytest.raises(BadInput, match="not measured: speed"):
        below(score(GOLD, read_by_the_reader(KILLED)), Floors(figures={"speed": 0.5}))


@pytest.mark.parametrize("text", ["floors: {all: 1}", "figures: {all: much}", "figures: [", "- 1"])
def test_a_bad_file_of_floors_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floor.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"floor\.yaml"):
        read_floors(path)


def test_the_page_holds_every_figure_and_what_is_said_of_the_gold() -> None:
    claims = read_by_the_reader(KILLED, {**HURT, "measure": "missing"})
    accuracy, spreads = score(GOLD, claims), spread(GOLD, claims)
    measured = [MeasuredSet(Floors(name="made up", gold="Two made-up articles."), accuracy, spreads)]
    page = as_markdown(measured)
    assert "Two made-up articles." in page
    assert "| killed | 1 | 1 | 1.000 | 1.000 | 1.000 |" in page
    assert "| injured | 1 | 0 | 0.000 | 0.000 | 0.000 |" in page
    assert "| place | 1 | 1 | 1.000 |" in page
    assert "{" not in page
    told = json.loads(as_json(measured))["made up"]
    assert told["found"]["killed"]["f1"] == 1.0
    assert told["shares"]["place"]["rate"] == 1.0
    assert [table.row_count for table in as_tables(measured)] == [6, 9, len(spreads)]
    assert "missing" in as_text(as_tables(measured))


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    """Calls evaluate on two small articles: (exit code, standard output, standard error)."""
    write(tmp_path / "articles.jsonl", [{"id": "a", "text": TEXT, "language": "en"}])
    gold = write(tmp_path / "gold.jsonl", [KILLED, HURT])

    def run(*words: object) -> tuple[int, str, str]:
        capfd.readouterr()
        given = ["evaluate", "--gold", gold, "--articles", tmp_path / "articles.jsonl", *words]
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in given])
        said = capfd.readouterr()
        return int(end.value.code or 0), said.out, said.err

    return run


def test_evaluate_prints_tables(call: Call) -> None:
    code, out, err = call()
    assert (code, err) == (0, "")
    assert "killed" in out
    assert "value and bound" in out


def test_evaluate_reads_the_articles_itself(call: Call) -> None:
    code, out, _ = call("--format", "json")
    assert code == 0
    assert json.loads(out)["gold"]["found"]["all"]["f1"] == 1.0


def test_evaluate_writes_a_page(call: Call, tmp_path: Path) -> None:
    assert call("--format", "markdown", "--out", tmp_path / "page.md")[:2] == (0, "")
    assert "| killed | 1 | 1 |" in (tmp_path / "page.md").read_text(encoding="utf-8")
    assert call("--out", tmp_path / "page.txt")[:2] == (0, "")
    assert "killed" in (tmp_path / "page.txt").read_text(encoding="utf-8")


def test_evaluate_ends_with_3_below_a_floor(call: Call, tmp_path: Path) -> None:
    (tmp_path / "floor.yaml").write_text("figures: {killed: 1.0}\n", encoding="utf-8")
    assert call("--floor", tmp_path / "floor.yaml")[0] == 0
    wrong = {**KILLED, "measure": "missing"}
    write(tmp_path / "gold.jsonl", [wrong, KILLED, {**KILLED, "start": 12, "end": 18, "quote": "people"}])
    code, _, err = call("--floor", tmp_path / "floor.yaml")
    assert code == 3
    assert "gold: killed is 0.667, below its floor of 1.000" in err


def test_evaluate_names_what_cannot_be_used(call: Call, tmp_path: Path) -> None:
    write(tmp_path / "articles.jsonl", [{"id": "other", "text": TEXT}])
    code, _, err = call()
    assert code == 4
    assert "1 of 1 documents are not among the articles (a)" in err


def test_several_collections_are_measured_in_one_run(call: Call, tmp_path: Path) -> None:
    other = [*("--gold", write(tmp_path / "other.jsonl", [KILLED])), *("--articles", tmp_path / "articles.jsonl")]
    code, out, _ = call("--format", "json", *other)
    assert code == 0
    assert {name: told["found"]["all"]["asked"] for name, told in json.loads(out).items()} == {"gold": 2, "other": 1}
    assert call("--gold", tmp_path / "gold.jsonl")[0] == 4


def test_articles_kept_unread_are_measured_apart(call: Call, tmp_path: Path) -> None:
    write(tmp_path / "articles.jsonl", [{"id": d, "text": f"{TEXT} {d}", "reserve": d == "b"} for d in "ab"])
    write(tmp_path / "gold.jsonl", [KILLED, HURT, {**KILLED, "doc": "b", "reserve": True}])
    for part, asked in (("all", 3), ("rest", 2), ("reserve", 1)):
        (tmp_path / "floor.yaml").write_text(f"name: made up\npart: {part}\n", encoding="utf-8")
        code, out, _ = call("--format", "json", "--floor", tmp_path / "floor.yaml")
        assert (code, json.loads(out)["made up"]["found"]["all"]["asked"]) == (0, asked)


def test_a_wrong_country_is_worse_than_none() -> None:
    gold = gold_of("a", {**KILLED, "country": "SY"})
    for country, right, tolerable in (("SY", 1, 1), (None, 0, 1), ("LB", 0, 0)):
        found = shares(gold, [{**KILLED, "country": country}])
        assert (found["country"], found["no other country"]) == ((right, 1), (tolerable, 1))


# What belongs together: groups of claims and of articles.

LABELS = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1)


@given(LABELS)
def test_groups_are_counted_as_their_definitions_say(labels: dict[str, tuple[int, int]]) -> None:
    gold, given_ = ({item: both[side] for item, both in labels.items()} for side in (0, 1))

    def share(one: dict[str, int], other: dict[str, int]) -> float:
        """Bagga and Baldwin: the mean over items of how much of its group belongs there."""
        kin = {item: {x for x in other if other[x] == other[item]} for item in other}
        return sum(sum(one[x] == one[item] for x in kin[item]) / len(kin[item]) for item in kin) / len(kin)

    rates = b_cubed(gold, given_)
    assert rates.precision == pytest.approx(share(gold, given_))
    assert rates.recall == pytest.approx(share(given_, gold))
    pairs = [(x, y) for x in labels for y in labels if x < y]
    put = [pair for pair in pairs if given_[pair[0]] == given_[pair[1]]]
    belong = [pair for pair in pairs if gold[pair[0]] == gold[pair[1]]]
    right = len(set(put) & set(belong))
    assert pairwise(gold, given_).precision == pytest.approx(right / len(put) if put else 1)
    assert pairwise(gold, given_).recall == pytest.approx(right / len(belong) if belong else 1)
    assert b_cubed(gold, gold).f1 == pairwise(gold, gold).f1 == 1.0


@pytest.mark.parametrize(
    ("gold", "worse", "better"),
    [
        (["aaaa", "bbbb"], ["A1 A2 B1 B2", "A3 A4 B3 B4"], ["A1 A2", "B1 B2", "A3 A4 B3 B4"]),  # homogeneity
        (["aaaa", "bb"], ["A1 A2", "A3 A4", "B1 B2"], ["A1 A2 A3 A4", "B1 B2"]),  # completeness
        (["aaaa", "b", "c", "d"], ["A1 A2 A3 A4 B1", "C1 D1"], ["A1 A2 A3 A4", "C1 D1 B1"]),  # rag bag
        (["aaaaa", "bb", "cc"], ["A1 A2 A3 A4 A5", "B1", "B2", "C1", "C2"], ["A1 A2 A3 A4", "A5", "B1 B2", "C1 C2"]),
    ],
)
def test_b_cubed_keeps_the_constraints_of_amigo(gold: list[str], worse: list[str], better: list[str]) -> None:
    truth = {f"{group[0].upper()}{n}": group for group in gold for n in range(1, len(group) + 1)}
    scored = [
        b_cubed(truth, {item: n for n, group in enumerate(groups) for item in group.split()})
        for groups in (worse, better)
    ]
    assert scored[0].f1 < scored[1].f1


DOCUMENTS = [
    Document(doc=doc, path=doc, sha256="x", truncated=False, status="read", story=story, duplicate_of=original)
    for doc, story, original in (("a", "s1", None), ("b", "s1", None), ("c", "s2", None), ("d", None, "c"))
]
SIGNED = [
    {**KILLED, "doc": doc, "event_id": event, "event_date": day, "event_place": "Homs"}
    for doc, event, day in (("a", "mill", "2021-03-01"), ("b", "mill", "2021-03-01"), ("c", "dock", "2021-03-02"))
]


def linked_claims(**events: str) -> list[Claim]:
    """One claim in each article, linked to its event."""
    return read_by_the_reader(*({**KILLED, "doc": doc, "event_id": event} for doc, event in events.items()))


def test_links_are_held_against_gold_of_claims(tmp_path: Path) -> None:
    spans = [{**row, "span": row["quote"], "field": row["measure"]} for row in SIGNED]
    for row in spans:
        del row["quote"], row["measure"], row["end"]
    gold = read_together(write(tmp_path / "g.jsonl", spans))
    linked = linked_claims(a="e1", b="e1", c="e1")
    linking = score_links(gold, linked, DOCUMENTS, lambda place: f"SY {place}")
    assert linking.figure("claims found") == 1.0
    assert linking.figure("kept apart") == 0.0
    assert linking.groupings[0].b_cubed.precision == pytest.approx(5 / 9)
    apart = [*linked[:2], replace(linked[2], event_id=None)]
    assert score_links(gold, apart, DOCUMENTS, lambda place: f"SY {place}").figure("kept apart") == 1.0
    assert score_links(gold, apart, DOCUMENTS).figure("kept apart") is None
    assert score_links(gold, apart[:1], DOCUMENTS).figure("claims found") == pytest.approx(1 / 3)


def test_articles_are_held_against_events_and_stories(tmp_path: Path) -> None:
    rows = [{"id": doc, "incident": 7, "story": "x"} for doc in "ab"] + [{"id": doc, "cluster": "k"} for doc in "cd"]
    gold = read_together(write(tmp_path / "g.jsonl", rows))
    linked = linked_claims(a="e1", b="e1", c="e2")
    linking = score_links(gold, linked, DOCUMENTS)
    assert linking.figures == {
        "articles by event": 1.0,
        "articles by event, pairs": 1.0,
        "articles by story": 1.0,
        "articles by story, pairs": 1.0,
    }
    assert score_links(gold, linked[1:], DOCUMENTS).figure("articles by event") == pytest.approx(6 / 7)


def test_gold_that_says_no_group_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 1: the article has no event_id"):
        read_together(write(tmp_path / "g.jsonl", [{"id": "a"}]))
    with pytest.raises(BadInput, match="line 1: the claim lacks measure, event_id"):
        read_together(write(tmp_path / "g.jsonl", [{"id": "a", "start": 3, "span": "five"}]))


TWICE = [
    {"id": "a", "text": "Bomb in Homs\nA bomb killed 14 people at a mill in Homs on 3 March 2014, doctors said."},
    {"id": "b", "text": "Mill bombed\nFourteen people died when a bomb went off at a mill in Homs on 3 March 2014."},
    {"id": "c", "text": "Quake in Lima\nAn earthquake killed 30 people in Lima on 9 May 2014, the mayor said."},
]


def test_evaluate_tells_gold_of_groups_by_its_keys(call: Call, tmp_path: Path) -> None:
    write(tmp_path / "articles.jsonl", [{**row, "language": "en", "published": "2014-05-10"} for row in TWICE])
    write(
        tmp_path / "gold.jsonl", [{"id": row["id"], "cluster": event} for row, event in zip(TWICE, "mmq", strict=True)]
    )
    code, out, _ = call("--json")
    assert code == 0
    assert json.loads(out)["groups"]["articles by event"]["b_cubed"]["f1"] == 1.0
    assert "B-cubed" in call()[1]
    assert "| articles by event | 3 | 2 | 2 |" in call("--format", "markdown")[1]
    (tmp_path / "floor.yaml").write_text('figures: {"articles by event": 1.0}\n', encoding="utf-8")
    assert call("--floor", tmp_path / "floor.yaml")[0] == 0
    write(tmp_path / "gold.jsonl", [{"id": "z", "cluster": "m"}])
    code, _, err = call("--json")
    assert code == 4
    assert "1 of 1 documents are not among the articles (z)" in err
