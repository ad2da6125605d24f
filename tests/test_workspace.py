from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.errors import BadInput
from reconcile.store.workspace import Workspace, make_output_folder, open_workspace, period_folder, periods, strays


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    for name in ("2013-05", "2013-06", "desk", ".hidden"):
        (tmp_path / "inputs" / name).mkdir(parents=True)
    return open_workspace(tmp_path)


def test_current_folder_is_the_workspace_where_none_is_named(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.root)
    assert open_workspace() == place


def test_a_folder_without_inputs_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no folder 'inputs'") as refusal:
        open_workspace(tmp_path)
    assert f"reconcile init {tmp_path}" in str(refusal.value)


def test_a_missing_folder_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There is no folder .*nowhere"):
        open_workspace(tmp_path / "nowhere")


def test_periods_are_the_folders_but_the_desk(place: Workspace) -> None:
    assert periods(place) == ["2013-05", "2013-06"]


def test_an_unknown_period_names_those_that_exist_and_the_nearest(place: Workspace) -> None:
    with pytest.raises(BadInput) as refusal:
        period_folder(place, "2013-6")
    assert "Did you mean 2013-06?" in str(refusal.value)
    assert "2013-05, 2013-06" in str(refusal.value)


@pytest.mark.parametrize("period", ["desk", "..", ".hidden", "2013-06/..", "", "."])
def test_what_is_no_period_cannot_be_run(place: Workspace, period: str) -> None:
    with pytest.raises(BadInput, match="There is no period"):
        period_folder(place, period)


def test_without_any_period_it_says_where_articles_go(tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    with pytest.raises(BadInput, match=r"Put the articles into .*2014-02"):
        period_folder(open_workspace(tmp_path), "2014-02")


def test_files_beside_the_periods_are_known(place: Workspace) -> None:
    (place.inputs / "lost.txt").write_text("x")
    assert [file.name for file in strays(place)] == ["lost.txt"]


def test_a_folder_that_cannot_be_written_is_refused_before_work_is_spent(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file stands where the folder should be")
    with pytest.raises(BadInput, match=r"reports/2013-06 cannot be written to"):
        make_output_folder(tmp_path / "reports" / "2013-06")
