"""How well stories, sources and events are found in annotated articles; skipped where no folder of gold is named."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

import pytest

from reconcile import pipeline
from reconcile.evaluate import Linking, read_floors, read_together, score_links
from reconcile.gazetteer import unit_of
from reconcile.model.crossing import from_frame
from reconcile.model.records import Claim, Document
from reconcile.store.desk import Desk
from reconcile.store.workspace import Workspace
from schemas import records

FLOORS = read_floors(Path(__file__).parents[1] / "linking_floor.yaml")
slow = pytest.mark.slow


@lru_cache(maxsize=4)
def measure(path: Path, articles: Path) -> Linking:
    found = pipeline.extract([articles], Desk(), workers=2)
    claims, documents = from_frame(Claim, found["claims"]), from_frame(Document, found["documents"])
    return score_links(read_together(path), claims, documents, unit_of)


@slow
@pytest.mark.parametrize(
    ("name", "articles", "figure"),
    [
        ("fakes_events", "fakes", "claims by event"),
        ("fakes_events", "fakes", "kept apart"),
        ("gva", "gva", "articles by event"),
        ("ecbplus", "ecbplus", "articles by event"),
    ],
)
def test_links_keep_their_floors(gold: Path, name: str, articles: str, figure: str) -> None:
    linking = measure(gold / "corpora" / f"{name}.jsonl", gold / "corpora" / f"{articles}.jsonl")
    assert (linking.figure(figure) or 0) >= FLOORS.elsewhere[f"{articles}: {figure}"]


def test_two_papers_with_one_wire_are_one_story_one_agency_and_one_originator(gold: Path, tmp_path: Path) -> None:
    shutil.copytree(gold / "inputs" / "2013-06", tmp_path / "inputs" / "2013-06")
    found = pipeline.run(Workspace(tmp_path), "2013-06").found
    papers, sources = records(found["documents"]), records(found["sources"])
    assert len(papers) == 2
    assert len({row["story"] for row in papers}) == 1
    assert [row["name"] for row in sources if row["role"] == "agency"] == ["AFP"]
    monitors = [row["name"] for row in sources if row["kind"] == "monitor" and row["name"][:1].isupper()]
    assert monitors == ["Syrian Observatory for Human Rights"]
    siege = [row for row in records(found["figures"]) if row["measure"] == "duration" and row["articles"] == 2]
    assert {(row["publishers"], row["originators"]) for row in siege} == {(2, 1)}
