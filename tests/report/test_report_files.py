"""A report is replaced in one piece, or not at all."""

from __future__ import annotations

import os

import pytest
import vessen

from reconcile.errors import BadInput
from reconcile.report import write_evidence, write_workbook
from reconcile.report.report_files import replacing


def write(path):
    write_workbook(path, vessen.tables(), vessen.TEXTS, vessen.PERIOD, {})


@pytest.mark.parametrize("lock", ["~$reconciliation.xlsx", ".~lock.reconciliation.xlsx#"])
def test_an_open_workbook_is_refused_and_left_alone(tmp_path, lock):
    path = tmp_path / "reconciliation.xlsx"
    path.write_text("the analyst's own")
    (tmp_path / lock).write_text("")
    with pytest.raises(BadInput, match=r"reconciliation\.xlsx is open"):
        write(path)
    assert path.read_text() == "the analyst's own"


def test_a_file_held_by_another_program_is_refused_in_plain_words(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(BadInput, match="close it there"):
        write(tmp_path / "reconciliation.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "reports").write_text("a file where the folder should be")
    with pytest.raises(BadInput, match="cannot be written"):
        write(tmp_path / "reports" / "reconciliation.xlsx")
    with pytest.raises(BadInput, match="cannot be written"):
        write_evidence(tmp_path / "reports" / "evidence.html", vessen.tables(), vessen.TEXTS, vessen.PERIOD)


def test_what_fails_half_way_leaves_the_old_file_and_no_rest(tmp_path):
    path = tmp_path / "evidence.html"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(path) as part:
        part.write_text(f"half {1 / 0}")
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["evidence.html"]


def test_folders_are_made_as_needed(tmp_path):
    write(tmp_path / "reports" / "2031-04" / "reconciliation.xlsx")
    assert [file.name for file in (tmp_path / "reports" / "2031-04").iterdir()] == ["reconciliation.xlsx"]
