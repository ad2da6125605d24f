"""Deciding is tested on one month of an invented town."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from orlova import Desk, set_up


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_up(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def desk(month: Path, tmp_path: Path) -> Desk:
    shutil.copytree(month, tmp_path / "desk")
    return Desk(tmp_path / "desk")
