from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reconcile import pipeline
from reconcile.errors import BadInput, Locked
from reconcile.extract.reader import Extracted, extract_claims
from reconcile.model.article import Article
from reconcile.store.desk import Desk, fresh_desk
from reconcile.store.ledger import reading, writing
from reconcile.store.tables import csv_files
from reconcile.store.workspace import Workspace
from reconcile.text.document import Document
from schemas import TABLES, records

TOWN = """Shelling of Orlova kills 11

ORLOVA, June 5, 2013 (Harbour News) - At least 11 civilians were killed when shells hit a market in Orlova on Wednesday,
the mayor said. Another 25 people were wounded, he added.
"""
OTHER = """Orlova market attack

June 6, 2013 (Valley Times) - Shells killed 14 civilians at the market of Orlova on Wednesday, hospital staff said.
"""


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    place = Workspace(tmp_path)
    place.desk.mkdir(parents=True)
    for name, content in fresh_desk().items():
        (place.desk / name).write_text(content)
    put(place, "2013-06", "town.txt", TOWN)
    put(place, "2013-06", "other.txt", OTHER)
    return place


def put(place: Workspace, period: str, name: str, text: str) -> None:
    (place.inputs / period).mkdir(exist_ok=True)
    (place.inputs / period / name).write_text(text)


def tables_of(place: Workspace, period: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((place.report(period) / "tables").iterdir())}


def test_a_month_goes_from_articles_to_a_report(place: Workspace) -> None:
    outcome = pipeline.run(place, "2013-06")
    assert outcome.problems == ()
    assert sorted(path.name for path in outcome.folder.iterdir()) == ["evidence.html", "reconciliation.xlsx", "tables"]
    assert set(tables_of(place, "2013-06")) == {f"{name}.csv" for name in TABLES}
    claims = records(outcome.found["claims"])
    assert {claim["doc"] for claim in claims} == {"town.txt", "other.txt"}
    assert all(outcome.found.texts[c["doc"]][c["start"] : c["end"]] == c["quote"] for c in claims)


def test_each_article_is_cut_into_sentences_once_a_run(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    cut: Counter[str] = Counter()
    build = Document.__init__

    def counting(document: Document, article: Article) -> None:
        cut[article.doc] += 1
        build(document, article)

    monkeypatch.setattr(Document, "__init__", counting)
    pipeline.run(place, "2013-06")
    assert cut == {"town.txt": 1, "other.txt": 1}


def test_running_twice_changes_no_byte(place: Workspace) -> None:
    first = pipeline.run(place, "2013-06")
    tables = tables_of(place, "2013-06")
    again = pipeline.run(place, "2013-06")
    assert tables_of(place, "2013-06") == tables
    assert (again.content, again.run) == (first.content, first.run + 1)


def test_the_files_are_what_the_ledger_keeps(place: Workspace) -> None:
    outcome = pipeline.run(place, "2013-06")
    with reading(place) as ledger:
        kept = ledger.tables(outcome.run)
        assert ledger.texts(outcome.run) == outcome.found.texts
        assert ledger.desk(outcome.run) == fresh_desk()
    assert kept == outcome.found.tables
    assert tables_of(place, "2013-06") == {f"{name}.csv": data for name, data in csv_files(kept).items()}


def test_names_of_files_and_their_order_change_no_figure(place: Workspace, tmp_path: Path) -> None:
    outcome = pipeline.run(place, "2013-06")
    (place.inputs / "2013-06" / "town.txt").rename(place.inputs / "2013-06" / "a-town.txt")
    again = pipeline.run(place, "2013-06")
    columns = ["measure", "low", "best", "high", "status", "articles", "publishers", "originators"]
    for frame in (outcome.found["figures"], again.found["figures"]):
        assert len(frame)
    one, other = (f["figures"][columns].sort_values(columns, ignore_index=True) for f in (outcome.found, again.found))
    pd.testing.assert_frame_equal(one, other)


def test_checking_writes_nothing(place: Workspace) -> None:
    found = pipeline.check(place, "2013-06")
    assert len(found["claims"])
    assert not place.reports.exists()
    assert not place.state.exists()


def test_two_folders_with_the_same_names_are_kept_apart(tmp_path: Path) -> None:
    for folder, text in (("a", TOWN), ("b", OTHER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(text)
    found = pipeline.extract([tmp_path / "a", tmp_path / "b", tmp_path / "a"], Desk())
    assert found["documents"]["doc"].tolist() == sorted(["x.txt", f"{(tmp_path / 'b').as_posix()}/x.txt"])
    assert set(found["claims"]["doc"]) == set(found.texts) == set(found["documents"]["doc"])


def test_bad_files_are_refused_by_name_and_lose_nothing_else(place: Workspace) -> None:
    good = pipeline.check(place, "2013-06")["claims"]
    put(place, "2013-06", "empty.txt", "")
    (place.inputs / "2013-06" / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00" * 50)
    put(place, "2013-06", "lines.jsonl", '{"id": "j1"}\nnot json\n')
    found = pipeline.run(place, "2013-06").found
    assert set(found["refused"]["file"]) == {"empty.txt", "image.txt", "lines.jsonl"}
    assert set(good["claim_id"]) <= set(found["claims"]["claim_id"])


def test_a_claim_that_its_text_does_not_hold_is_set_aside(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def misread(*args: Any, **kwargs: Any) -> Extracted:
        found = extract_claims(*args, **kwargs)
        first, *others = found.claims
        moved = replace(first, start=1, end=1 + len(first.quote))
        return replace(found, claims=[moved, *others])

    before = len(pipeline.check(place, "2013-06")["claims"])
    monkeypatch.setattr(pipeline, "extract_claims", misread)
    found = pipeline.check(place, "2013-06")
    assert len(found["claims"]) == before - 1
    assert "span_holds_quote" in set(found["refused"]["check"])


def test_an_unwritable_report_folder_is_refused_before_anything_is_done(place: Workspace) -> None:
    place.reports.write_text("a file stands here")
    with pytest.raises(BadInput, match="cannot be written to"):
        pipeline.run(place, "2013-06")
    assert not place.state.exists()


@pytest.mark.parametrize("mark", ["~$reconciliation.xlsx", ".~lock.reconciliation.xlsx#"])
def test_an_open_workbook_is_left_alone_and_the_tables_are_written(place: Workspace, mark: str) -> None:
    pipeline.run(place, "2013-06")
    workbook = place.report("2013-06") / pipeline.WORKBOOK
    before = workbook.read_bytes()
    (place.report("2013-06") / mark).write_text("held")
    put(place, "2013-06", "third.txt", OTHER.replace("14", "19").replace("Valley Times", "Coast Post"))
    outcome = pipeline.run(place, "2013-06")
    assert "open in" in outcome.problems[0]
    assert str(workbook) in outcome.problems[0]
    assert workbook.read_bytes() == before
    assert b"third.txt" in tables_of(place, "2013-06")["claims.csv"]


def test_a_second_run_is_locked_out(place: Workspace) -> None:
    with writing(place), pytest.raises(Locked, match="Another run holds"):
        pipeline.run(place, "2013-06")


def test_rulings_of_the_desk_reach_the_log_and_are_never_rewritten(place: Workspace) -> None:
    path = place.desk / "decisions.csv"
    heading = path.read_text()
    path.write_text(heading + "d-1,2013-06,k-1,dismiss,,same raid,Ana,Bo,2013-07-02T10:00:00+00:00,h\n")
    assert pipeline.run(place, "2013-06").found["decisions"]["reason"].tolist() == ["same raid"]
    path.write_text(heading + "d-1,2013-06,k-1,dismiss,,changed my mind,Ana,Bo,2013-07-02T10:00:00+00:00,h\n")
    found = pipeline.run(place, "2013-06").found
    assert found["decisions"]["reason"].tolist() == ["same raid"]
    assert found["refused"]["check"].tolist() == ["is_never_rewritten"]


def test_a_dataset_beside_the_articles_gives_claims_and_events(place: Workspace) -> None:
    alone = pipeline.check(place, "2013-06")
    (place.desk / "mappings").mkdir()
    (place.desk / "mappings" / "watch.mapping.yaml").write_text(MAPPING)
    put(
        place,
        "2013-06",
        "watch.csv",
        "ref,incident,day,town,dead\nr1,i-1,2013-06-05,Orlova,12\nr2,i-1,2013-06-05,Orlova,15\n",
    )
    found = pipeline.run(place, "2013-06").found
    given = found["claims"][found["claims"]["attribution_kind"] == "dataset"]
    assert given["best"].tolist() == [12.0, 15.0]
    assert given["event_id"].tolist() == ["i-1", "i-1"]
    assert "i-1" in set(found["events"]["event_id"])
    assert len(found["claims"]) == len(alone["claims"]) + 2


MAPPING = """
about: A made-up list of incidents.
name: watch
title: Harbour Watch
requires: [ref, incident, day, town, dead]
id: ref
event: incident
start: day
place: [town]
measures:
  - measure: killed
    best: dead
"""
