"""What the reader does on annotated articles, held against floors; skipped where no folder of gold is named.

The wide collections take most of a minute: they are read where RECONCILE_SLOW is set, as `.ci/run` does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from reconcile import pipeline
from reconcile.evaluate import Accuracy, below, check_gold, pair, part_of, read_floors, read_gold, score
from reconcile.evaluate.pairing import Place
from reconcile.model.crossing import from_frame
from reconcile.model.records import Claim, Unread
from reconcile.pipeline import Findings
from reconcile.store.desk import Desk
from schemas import records, span_holds_quote

Row = dict[str, Any]

WORKERS = 2
FLOOR_FILES = {path.stem: path for path in sorted(Path(__file__).with_name("floors").glob("*.yaml"))}
ALL_FLOORS = {name: read_floors(path) for name, path in FLOOR_FILES.items()}
FLOORS = ALL_FLOORS["dev"]
COLLECTIONS = {
    "dev": ("dev_claims.jsonl", "dev_articles.jsonl"),
    "modern": ("modern_claims.jsonl", "modern_dev.jsonl"),
    "wide": ("wide_claims.jsonl", "wide_dev.jsonl"),
    "reserve": ("wide_claims.jsonl", "wide_dev.jsonl"),
}
"""Floors -> the gold and the articles that they are measured on."""
PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
NO_ARTICLES = {"fakes_events", "ecbplus_quantities", "recognizers"}
slow = pytest.mark.slow
LEEWAY = 0.01
"""How far the published page may lie above what is measured before it must be written anew."""

FIRM = 100
"""Claims that a figure rests on for that; one claim more or less moves a smaller row too far."""


@lru_cache(maxsize=16)
def read(path: Path) -> Findings:
    gathered = pipeline.gather([path], Desk(), None, Findings(), pipeline.silent)
    return pipeline.read_figures(gathered, Desk(), None, WORKERS, pipeline.silent)


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def claims_of(found: Findings) -> list[Claim]:
    return from_frame(Claim, found["claims"])


def corpora(gold: Path) -> list[Path]:
    return [path for path in sorted((gold / "corpora").glob("*.jsonl")) if path.stem not in NO_ARTICLES]


@lru_cache(maxsize=8)
def measured(gold: Path, name: str) -> Accuracy:
    claims, articles = COLLECTIONS[name]
    texts = gold / "corpora" / articles
    wanted, found = part_of(read_gold(gold / "gold" / claims), ALL_FLOORS[name].part, texts), read(texts)
    check_gold(wanted, found.texts, gold)
    return score(wanted, claims_of(found), from_frame(Unread, found["unread"]))


every_collection = pytest.mark.parametrize(
    "name", ["dev", *(pytest.param(n, marks=slow) for n in COLLECTIONS if n != "dev")]
)


@every_collection
def test_no_figure_lies_below_its_floor(gold: Path, name: str) -> None:
    assert ALL_FLOORS[name].figures
    assert below(measured(gold, name), ALL_FLOORS[name]) == []


@every_collection
def test_the_floors_lie_close_below_what_is_measured(gold: Path, name: str) -> None:
    accuracy, floors = measured(gold, name), ALL_FLOORS[name].figures
    slack = {row: (accuracy.figure(row) or 0) - floor for row, floor in floors.items()}
    assert {row: round(by, 3) for row, by in slack.items() if by > 0.08} == {}, "raise these floors"


@every_collection
def test_the_published_page_claims_no_more_than_is_measured(gold: Path, name: str) -> None:
    accuracy = measured(gold, name)
    figures = {row.name: row.f1 for row in accuracy.found} | {row.name: row.rate for row in accuracy.shares}
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {ALL_FLOORS[name].name}\n")[1]
    tables = section.split("### Claims found")[1].split("### Over parts")[0]
    published = {cells[0]: float(cells[-1]) for cells in _cells(tables) if cells[-1].replace(".", "").isdigit()}
    assert published.keys() == {row for row, figure in figures.items() if figure is not None}
    firm = {row.name for row in accuracy.found if row.asked >= FIRM}
    firm |= {row.name for row in accuracy.shares if row.of >= FIRM}
    stale = {row for row in firm if published[row] > (figures[row] or 0) + LEEWAY}
    assert stale == set(), "write docs/accuracy.md anew with reconcile evaluate"


def _cells(tables: str) -> Iterator[list[str]]:
    for line in tables.split("\n"):
        if line.startswith("| "):
            yield [cell.strip() for cell in line.strip("|").split("|")]


@slow
def test_every_quote_of_every_collection_stands_at_its_span(gold: Path) -> None:
    paths = corpora(gold)
    assert paths
    for path in paths:
        found = read(path)
        assert len(found["claims"]) or (found["refused"]["column"] == "language").any(), path.name
        assert span_holds_quote(found["claims"], found.texts).all(), path.name
        refused = found["refused"]
        assert refused[refused["table"].isin(["claims", "dates"]) & (refused["column"] != "language")].empty, path.name


def overlap(claim: Row, other: Row) -> bool:
    return bool(claim["doc"] == other["doc"] and claim["start"] < other["end"] and other["start"] < claim["end"])


def test_what_is_no_claim_in_the_seeds_is_never_read_as_one(gold: Path) -> None:
    claims = records(read(gold / "inputs")["claims"])
    traps = rows(gold / "gold" / "seeds_traps.jsonl")
    assert traps
    assert [(t["quote"], c["quote"]) for t in traps for c in claims if overlap(t, c)] == []


def test_the_claims_of_the_seeds_are_found(gold: Path) -> None:
    accuracy = score(read_gold(gold / "gold" / "seeds_claims.jsonl"), claims_of(read(gold / "inputs")))
    assert (accuracy.figure("all") or 0) >= FLOORS.elsewhere["seeds"]


def test_the_dates_of_the_seeds_are_found(gold: Path) -> None:
    dates = records(read(gold / "inputs")["dates"])
    wanted = rows(gold / "gold" / "seeds_dates.jsonl")
    missed = [w["quote"] for w in wanted if not any(overlap(w, d) and _begins_as(d, w) for d in dates)]
    assert (len(wanted) - len(missed)) / len(wanted) >= FLOORS.elsewhere["seeds dates"], missed


def _begins_as(date: Row, wanted: Row) -> bool:
    """The gold writes a month as 2017-04 and two years as 2014/2015."""
    return bool(date["begins"].startswith(wanted["value"].split("/")[0]))


# Tolls: an article's collection knows the final number; is it among the numbers that were read?


def told(claims: list[Row], *measures: str) -> set[float]:
    """The numbers that claims of these measures (of any, without one) put forward."""
    kept = [claim for claim in claims if not measures or claim["measure"] in measures]
    return {claim[side] for claim in kept for side in ("low", "best", "high") if claim[side] is not None}


def gva(article: Row, claims: list[Row]) -> Iterator[bool]:
    """The incident's killed and injured, where they are more than one and the article states them."""
    for measure in ("killed", "injured"):
        toll = article["gold"].get(measure) or 0
        if toll > 1 and article["explicit"].get(measure):
            yield toll in told(claims, measure, "casualties")


def muc4(article: Row, claims: list[Row]) -> Iterator[bool]:
    """Every human target with one effect and a count of more than one."""
    measure_of = {"DEATH": "killed", "INJURY": "injured"}
    for target in (target for incident in article["gold"]["incidents"] for target in incident["human_targets"]):
        measures = {measure_of[effect] for effect in target["effect"] if effect in measure_of}
        if len(measures) != 1 or target.get("optional"):
            continue
        for count in target["number"]:
            if count["op"] != "plural" and (count["low"] or 0) > 1:
                yield count["low"] in told(claims, *measures, "casualties")


def idmc(article: Row, claims: list[Row]) -> Iterator[bool]:
    """The figure of displacement that the excerpt was chosen for."""
    if article["gold"].get("displaced"):
        yield article["gold"]["displaced"] in told(claims)


@slow
@pytest.mark.parametrize("tolls", [gva, muc4, idmc])
def test_tolls_are_among_what_is_read(gold: Path, tolls: Callable[[Row, list[Row]], Iterator[bool]]) -> None:
    path = gold / "corpora" / f"{tolls.__name__}.jsonl"
    claims_of: dict[str, list[Row]] = {}
    for claim in records(read(path)["claims"]):
        claims_of.setdefault(claim["doc"], []).append(claim)
    hits = [hit for article in rows(path) for hit in tolls(article, claims_of.get(article["id"], []))]
    assert sum(hits) / len(hits) >= FLOORS.elsewhere[tolls.__name__]


@slow
def test_chosen_claims_of_events_are_found_and_right(gold: Path) -> None:
    wanted = rows(gold / "corpora" / "fakes_events.jsonl")
    places = [Place(row["doc"], row["start"], row["start"] + len(row["span"]), row["field"]) for row in wanted]
    claims = claims_of(read(gold / "corpora" / "fakes.jsonl"))
    pairs = pair(places, claims)
    right = sum(_holds(wanted[i], claims[j]) for i, j in pairs)
    assert len(pairs) / len(wanted) >= FLOORS.elsewhere["events found"]
    assert right / len(pairs) >= FLOORS.elsewhere["events right"]


def _holds(wanted: Row, claim: Claim) -> bool:
    return claim.bound == "vague" or (claim.low, claim.high) == (wanted["low"], wanted["high"])


@slow
def test_calm_articles_hold_few_people_counted(gold: Path) -> None:
    found = read(gold / "corpora" / "ecbplus_calm.jsonl")
    people = [c for c in records(found["claims"]) if c["measure"] in ("killed", "injured", "casualties", "missing")]
    words = sum(len(text.split()) for text in found.texts.values())
    assert words / len(people) >= FLOORS.elsewhere["calm words"]


# Counts: notes and press releases whose coders counted the killed, injured and detained.


def is_reached(count: float, claims: list[Row]) -> bool:
    """True where one claim states the count or allows it, or some of the claims add up to it."""
    for claim in claims:
        low, high = claim["low"] or 0, count if claim["high"] is None else claim["high"]
        if count in (claim["low"], claim["best"], claim["high"]):
            return True
        if claim["bound"] in ("vague", "range", "about") and low <= count <= high:
            return True
    numbers = [claim["best"] if claim["best"] is not None else claim["low"] for claim in claims]
    known = [number for number in numbers if number is not None][:8]
    return any(sum(some) == count for size in range(2, len(known) + 1) for some in combinations(known, size))


@slow
@pytest.mark.parametrize(
    ("collection", "measure"),
    [("awsd", "killed"), ("awsd", "injured"), ("awsd", "detained"), ("isaf", "killed"), ("isaf", "detained")],
)
def test_counts_are_reached_and_something_is_read(gold: Path, collection: str, measure: str) -> None:
    path = gold / "corpora" / f"{collection}.jsonl"
    measures = {measure} if measure == "detained" else {measure, "casualties"}
    held: defaultdict[str, list[Row]] = defaultdict(list)
    for claim in records(read(path)["claims"]):
        if claim["measure"] in measures and claim["stance"] not in ("denied", "hypothetical"):
            held[claim["doc"]].append(claim)
    asked = {row["id"]: row["gold"][measure] for row in rows(path) if (row["gold"].get(measure) or 0) > 0}
    hits = sum(is_reached(count, held[doc]) for doc, count in asked.items())
    assert hits / len(asked) >= FLOORS.elsewhere[f"{collection} {measure}"]
    assert sum(bool(held[doc]) for doc in asked) / len(asked) >= FLOORS.elsewhere[f"{collection} {measure} read"]
