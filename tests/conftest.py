"""What tests share: the folder of gold files where there is one, and rows of the tables with sensible defaults."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from claim_row import CLAIM
from hypothesis import settings

from reconcile import pipeline
from reconcile.store.workspace import Workspace, open_workspace

INPUTS = Path(__file__).resolve().parent.parent / "inputs"
MONTHS = ("2013-06", "2013-07", "2013-08", "2019-03")

Row = dict[str, Any]

settings.register_profile("quick", deadline=None, max_examples=20)  # no deadline: a slow machine is not a failure
settings.register_profile("thorough", deadline=None, max_examples=100)
settings.load_profile("thorough" if os.environ.get("RECONCILE_SLOW") else "quick")


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder with gold and corpora; tests that measure against them are skipped where it is not named."""
    named = os.environ.get("RECONCILE_GOLD")
    if not named:
        pytest.skip("RECONCILE_GOLD names no folder of gold and corpora")
    folder = Path(named).resolve()
    if not folder.is_dir():
        pytest.skip(f"RECONCILE_GOLD names {folder}, which is no folder")
    return folder


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the samples that are shipped."""
    root = tmp_path_factory.mktemp("samples")
    shutil.copytree(INPUTS, root / "inputs")
    return open_workspace(root)


@pytest.fixture(scope="session")
def sample_months(samples: Workspace) -> dict[str, pipeline.Outcome]:
    """The sample months, each run once and after those before it."""
    return {period: pipeline.run(samples, period) for period in MONTHS}


@pytest.fixture
def claim() -> Callable[..., Row]:
    """Makes a row of the claims table: `claim(claim_id="c-2", low=3)`."""
    return lambda **changes: {**CLAIM, **changes}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what takes long, unless RECONCILE_SLOW is set, as `.ci/run` does."""
    if not os.environ.get("RECONCILE_SLOW"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="RECONCILE_SLOW is not set"))
