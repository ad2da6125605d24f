"""A ledger of June 2013 that version 0.1.0 wrote, before claims knew their role and where their sentence begins.

`june_2013.sqlite.gz` holds the run of the first month of `town.py`.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from town import settle_town

from reconcile import pipeline
from reconcile.store.ledger import FILE, reading
from reconcile.store.workspace import Workspace
from schemas.codes import ChangeKind, Role


@pytest.fixture
def old(tmp_path: Path) -> Workspace:
    place = settle_town(tmp_path)
    place.state.mkdir()
    packed = Path(__file__).with_name("june_2013.sqlite.gz").read_bytes()
    (place.state / FILE).write_bytes(gzip.decompress(packed))
    return place


def test_what_an_older_version_kept_is_read_with_defaults_and_is_whole(old: Workspace) -> None:
    with reading(old) as ledger:
        (run,) = ledger.runs()
        claims = ledger.tables(run.number).claims
        assert ledger.damage() == []
        assert ledger.content(run.number) == run.content
    assert {(claim.role, claim.sentence_start, claim.grounds) for claim in claims} == {(Role.WHOLE, None, ())}
    assert sorted(claim.best for claim in claims if claim.best) == [14, 20, 50]


def test_a_month_goes_on_from_what_an_older_version_kept(old: Workspace) -> None:
    july = pipeline.run(old, "2013-07").found.tables
    assert july.refused == []
    (change,) = [change for change in july.changes if change.change == ChangeKind.RESTATED_UP]
    assert (change.best_before, change.best, change.docs) == (14, 16, ("late.txt",))
    carried = [claim for claim in july.claims if claim.doc.startswith("2013-06/")]
    assert {claim.role for claim in carried} == {Role.WHOLE}
    assert len(carried) == 3
