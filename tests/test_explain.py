from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

from reconcile.errors import BadInput
from reconcile.model.crossing import from_frame
from reconcile.model.records import Claim
from reconcile.model.run_tables import RunTables
from reconcile.report.explain import Explanation, explain, explain_in, mark_articles, render
from reconcile.store.ledger import writing
from reconcile.store.tables import csv_files
from reconcile.store.workspace import Workspace
from schemas import table

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def tables(claim: Make) -> dict[str, pd.DataFrame]:
    linked = {"link": "linked", "event_id": "e-1", "link_reason": "same town and day", "originator": "the mayor"}
    other = {"doc": "b.txt", "quote": "14", "end": 2, "low": 14.0, "best": 14.0, "high": 14.0, "bound": "exact"}
    other |= {"sentence": "Shells killed 14 miners, staff said.", "attribution": "staff"}
    unsure = {"link": "unsure", "candidates": ("e-1", "e-2"), "low": 24.0, "high": 99.0, "best": None, "bound": "vague"}
    unsure |= {"profile": "interval", "quote": "dozens", "end": 6, "sentence": "There were dozens of dead."}
    return {
        "claims": table(
            "claims",
            [
                claim(place="Orlova", event_start="2013-06-05", event_end="2013-06-05", as_of="2013-06-06", **linked),
                claim(claim_id="c-2", **linked | other),
                claim(claim_id="c-3", **unsure),
            ],
        ),
        "events": table(
            "events",
            [
                {"event_id": "e-1", "name": "Shelling of Orlova", "origin": "discovered", "aliases": ()},
                {"event_id": "e-2", "name": "Mine fire", "origin": "desk", "aliases": ("the pit fire",)},
            ],
        ),
        "comparisons": table(
            "comparisons",
            [
                {
                    "comparison_id": "m-1", "event_id": "e-1", "measure": "killed", "left": "c-1", "right": "c-2",
                    "verdict": "compatible", "reason": "intervals overlap",
                    "explanation": "At least 11 leaves room for 14.",
                }
            ],
        ),
        "conflicts": table(
            "conflicts",
            [
                {
                    "conflict_id": "k-1", "kind": "values", "severity": "serious", "rank": 1, "event_id": "e-1",
                    "measure": "killed", "claim_ids": ("c-1", "c-2"), "sides": ("the mayor: 11", "staff: 14"),
                    "explanation": "The mayor and staff give tolls that differ.", "effect": 3.0, "remedy": "Ask both.",
                    "first_seen": "2013-05", "age": 1, "state": "open", "evidence_hash": "h",
                }
            ],
        ),
        "figures": table(
            "figures",
            [
                {
                    "figure_id": "f-1", "event_id": "e-1", "measure": "killed", "group": "miners",
                    "group_role": "whole", "unit": "person", "scope": "incident", "low": 11.0, "best": 14.0,
                    "high": None, "status": "reconciled", "confidence": "fair", "rule": "representative",
                    "because": "Two voices allow 14.", "articles": 2,
                    "publishers": 2, "originators": 2, "claim_ids": ("c-1", "c-2"),
                }
            ],
        ),
    }  # fmt: skip


def look_up(key: str, period: str, tables: dict[str, pd.DataFrame]) -> Explanation | None:
    return explain_in(key, period, RunTables.from_frames(tables))


def facts(found: Explanation | None, heading: str) -> list[str]:
    assert found is not None
    return [words for name, words in found.facts if name == heading]


def test_a_claim_tells_its_sentence_its_reading_and_what_became_of_it(tables: dict[str, pd.DataFrame]) -> None:
    found = look_up("c-1", "2013-06", tables)
    assert found is not None
    assert found.title == "a.txt says: killed ≥ 11"
    assert facts(found, "Sentence") == ["«At least 11» miners died at Orlova, the mayor said."]
    assert facts(found, "Words") == ["«At least 11»: this many or more"]
    assert facts(found, "Who says so") == ["the mayor (official, asserted)"]
    assert facts(found, "Covers") == ["incident, as of 6 June 2013"]
    assert facts(found, "When") == ["5 June 2013"]
    assert facts(found, "Event") == ["Shelling of Orlova (e-1); same town and day"]
    assert facts(found, "How it was read") == ["measure: verb 'died'"]
    assert facts(found, "Compared") == ["compatible: At least 11 leaves room for 14."]
    assert facts(found, "Used in") == ["f-1: killed 14 (≥ 11)"]
    assert facts(found, "Conflict") == ["k-1 (serious): The mayor and staff give tolls that differ."]


def test_an_unsure_claim_names_its_candidates_and_its_convention(tables: dict[str, pd.DataFrame]) -> None:
    found = look_up("c-3", "2013-06", tables)
    assert facts(found, "Event") == ["unsure: could be Shelling of Orlova (e-1), Mine fire (e-2)"]
    assert facts(found, "Words") == ["«dozens»: a word for an order of size, read by the convention 'interval'"]


def test_a_figure_tells_why_and_on_what_it_rests(tables: dict[str, pd.DataFrame]) -> None:
    found = look_up("f-1", "2013-06", tables)
    assert found is not None
    assert found.title == "killed of miners: 14 (≥ 11) (reconciled)"
    assert facts(found, "Why") == ["Two voices allow 14."]
    assert facts(found, "Rests on") == ["2 articles, 2 publishers, 2 originators"]
    assert len(facts(found, "Claim")) == 2


def test_a_conflict_tells_its_sides_and_what_would_settle_it(tables: dict[str, pd.DataFrame]) -> None:
    found = look_up("k-1", "2013-06", tables)
    assert facts(found, "What each side says") == ["the mayor: 11\nstaff: 14"]
    assert facts(found, "State") == ["open, first seen in May 2013, 1 month old"]
    assert facts(found, "What would settle it") == ["Ask both."]


def test_an_event_tells_its_figures_claims_and_conflicts(tables: dict[str, pd.DataFrame]) -> None:
    found = look_up("e-1", "2013-06", tables)
    assert facts(found, "Figure") == ["f-1: killed 14 (≥ 11)"]
    assert len(facts(found, "Claim")) == 2
    assert len(facts(found, "Conflict")) == 1


def test_a_check_and_a_source_are_explained_by_their_ids(tables: dict[str, pd.DataFrame]) -> None:
    check = {"check_id": "k-9", "name": "one length in two units", "event_id": "e-1", "measure": "distance"}
    told = {**check, "holds": True, "explanation": "10 kilometres agree with 6 miles.", "claim_ids": ("c-1",)}
    source = {"source_id": "s-1", "name": "the mayor", "role": "originator", "aliases": (), "reliability": "B"}
    counts = {"state": "known", "articles": 1, "claims": 1, "conflicts": 0}
    more = {**tables, "checks": table("checks", [told]), "sources": table("sources", [{**source, **counts}])}
    found = look_up("k-9", "2013-06", more)
    assert found is not None
    assert found.title == "10 kilometres agree with 6 miles."
    assert facts(found, "Check") == ["one length in two units: it holds"]
    assert len(facts(found, "Claim")) == 1
    assert facts(look_up("s-1", "2013-06", more), "Reliability") == ["B"]


def test_no_fact_is_empty_and_plain_text_says_it_all(tables: dict[str, pd.DataFrame]) -> None:
    for key in ("c-1", "c-2", "c-3", "f-1", "k-1", "e-1", "e-2"):
        found = look_up(key, "2013-06", tables)
        assert found is not None
        assert all(words for _, words in found.facts)
        console = Console(width=500, no_color=True)
        with console.capture() as said:
            for line in render(found):
                console.print(line)
        assert all(words.split("\n")[0] in said.get() for _, words in found.facts)


def test_the_latest_run_that_knows_the_id_explains_it(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> None:
    with writing(Workspace(tmp_path)) as ledger:
        for period, found in (("2013-06", tables), ("2013-07", {"claims": tables["claims"].iloc[:1]})):
            kept = RunTables.from_frames(found)
            ledger.finish(ledger.begin(period, {}, "1"), {}, kept, csv_files(kept))
        assert facts(explain(ledger, "c-1"), "Used in") == []
        assert facts(explain(ledger, "c-1", "2013-06"), "Used in") == ["f-1: killed 14 (≥ 11)"]
        assert explain(ledger, "k-1").title == "The mayor and staff give tolls that differ."
        with pytest.raises(BadInput, match=r"'k-1' is not a reference, id or name .* in the last run of 2013-07"):
            explain(ledger, "k-1", "2013-07")


def test_an_article_is_marked_where_its_figures_stand(claim: Make) -> None:
    text = "At least 11 miners died. [bold]This is no markup[/bold]."
    console = Console(width=200, color_system="standard", force_terminal=True)
    with console.capture() as said:
        for part in mark_articles(
            from_frame(Claim, table("claims", [claim()])), {"a.txt": text, "b.txt": "No figure here."}
        ):
            console.print(part)
    assert "\x1b[1;7;31mAt least 11\x1b[0m miners died. [bold]This is no markup[/bold]." in said.get()
    assert "No figure here." in said.get()
