"""The invented town with June run, and with June closed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from town import close, settle_town

from reconcile import pipeline
from reconcile.store.workspace import Workspace

JUNE = "2013-06"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    pipeline.run(settle_town(folder), JUNE)
    return folder


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Workspace:
    """June was run, and not closed yet."""
    shutil.copytree(template, tmp_path / "desk")
    return Workspace(tmp_path / "desk")


@pytest.fixture
def closed(place: Workspace) -> Workspace:
    """June was run and closed."""
    close(place, JUNE)
    return place
