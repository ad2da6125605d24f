"""Two rulings on the conflicts of one figure: the later one sets it, and both conflicts are decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from town import JUNE, put, settle_town

from reconcile import pipeline
from reconcile.store.workspace import Workspace
from schemas import records, table

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return settle_town(tmp_path)


def rulings(found: pipeline.Findings, words: str) -> list[dict[str, object]]:
    claims = {row["claim_id"]: row for row in records(found["claims"])}
    rows = [r for r in records(found["conflicts"]) if r["severity"] != "warning"]
    return [
        {
            "decision_id": f"d-{number}",
            "period": "2013-06",
            "about": row["conflict_id"],
            "decision": words,
            "value": min(row["claim_ids"], key=lambda id: claims[id]["low"]) if words == "accept value" else "33",
            "reason": f"reason {number}",
            "analyst": "Ana",
            "decided_at": "2013-07-01T00:00:00+00:00",
            "evidence_hash": row["evidence_hash"],
        }
        for number, row in enumerate(rows)
    ]


def test_one_ruling_settles_every_conflict_of_its_figure_and_a_second_replaces_it(place: Workspace) -> None:
    more = JUNE["raid2.txt"].replace("killed 20", "killed 35").replace("the rescue service", "the hospital")
    put(place, "2013-06/more", {"raid3.txt": more})
    found = pipeline.run(place, "2013-06").found
    made = rulings(found, "accept value")
    (again,) = ({**made[0], "decision_id": "d-9", "decision": "set value", "value": "33", "reason": "reason 9"},)
    log = table("decisions", [*made, again]).drop(columns="sequence")
    log.to_csv(place.desk / "decisions.csv", index=False)
    decided = pipeline.run(place, "2013-06").found
    (figure,) = [r for r in records(decided["figures"]) if r["status"] == "decided"]
    assert figure["best"] == 33
    assert {r["state"] for r in records(decided["conflicts"]) if r["severity"] != "warning"} == {"decided"}
