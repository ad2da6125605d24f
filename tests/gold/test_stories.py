"""Stories of a few sentences, each with the figures and conflicts that a careful analyst would settle.

A line of `stories.jsonl` is one story: `articles` (outlet, day, text), the number of `events`, the `figures` and the
kinds of `conflicts`. A figure is compared in the keys that it has; `ok` lists the numbers that its best may be; without
`group` it is the whole of its measure. A whole figure of people, or a conflict, that is not asked for is a fault too.
`gap` says what is wrong today; the story must then fail, and loses its `gap` when it no longer does.

All stories are read as one batch, each with a town and days of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import Row, read_cases, read_rows, settle_articles

from reconcile.pipeline import Findings
from schemas import records
from schemas.columns import PEOPLE_MEASURES

STORIES = Path(__file__).with_name("stories.jsonl")
COMPARED = ("low", "best", "high", "bound", "status", "unit", "scope", "group_role")


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    articles = [
        {**article, "id": f"{story['id']}/{number}", "source": article["outlet"]}
        for story in read_rows(STORIES)
        for number, article in enumerate(story["articles"], start=1)
    ]
    return settle_articles(articles, tmp_path_factory.mktemp("stories"))


@pytest.mark.parametrize("story", read_cases(STORIES, "id"))
def test_a_story_is_settled_as_an_analyst_would(settled: Findings, story: Row) -> None:
    claims = [row for row in records(settled["claims"]) if row["doc"].split("/")[0] == story["id"]]
    ids = {row["claim_id"] for row in claims}
    places = {row["event_id"]: row["place"] for row in records(settled["events"])}
    figures = [{**row, "place": places[row["event_id"]]} for row in resting_on(ids, settled, "figures")]
    conflicts = {row["kind"] for row in resting_on(ids, settled, "conflicts")}
    assert list(missed(story["figures"], figures)) == []
    assert list(extra(story["figures"], figures)) == []
    assert conflicts == set(story["conflicts"])
    assert len({row["event_id"] for row in claims} - {None}) == story["events"]


def resting_on(claim_ids: set[str], settled: Findings, table: str) -> list[Row]:
    """The rows of a table that rest on one of these claims."""
    return [row for row in records(settled[table]) if not claim_ids.isdisjoint(row["claim_ids"])]


def missed(wanted: list[Row], figures: list[Row]) -> Iterator[str]:
    """The figures asked for that were not settled so, each with what was settled instead."""
    for want in wanted:
        near = [figure for figure in figures if names(want, figure)]
        if not any(holds(want, figure) for figure in near):
            yield f"{want}: {[{key: figure[key] for key in ('group', *COMPARED)} for figure in near]}"


def extra(wanted: list[Row], figures: list[Row]) -> Iterator[str]:
    """The whole figures of people that were not asked for."""
    for figure in figures:
        counts = figure["measure"] in PEOPLE_MEASURES and figure["group_role"] == "whole"
        if counts and not any(holds(want, figure) for want in wanted if names(want, figure)):
            yield f"{figure['measure']} {figure['group']} {figure['low']} {figure['best']} {figure['high']}"


def names(want: Row, figure: Row) -> bool:
    """True where a figure counts what is asked for, where it is asked for."""
    counted = figure["group"] in want["group"] if "group" in want else figure["group_role"] == "whole"
    return counted and want["measure"] == figure["measure"] and want.get("place", figure["place"]) == figure["place"]


def holds(want: Row, figure: Row) -> bool:
    """True where a figure is as asked, in the keys that say so."""
    same = all(want[key] == figure[key] for key in COMPARED if key in want)
    return same and figure["best"] in want.get("ok", [figure["best"]])
