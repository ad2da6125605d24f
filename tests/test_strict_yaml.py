"""YAML kept by hand: doubled keys are refused wherever it is read, and plain values are read as its kind wants them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from reconcile.errors import BadLanguageData
from reconcile.ingest.articles.credits import Agencies
from reconcile.language import Pack
from reconcile.strict_yaml import ListedWords, StrictLoader, TextCells


@pytest.mark.parametrize("loader", [StrictLoader, ListedWords, TextCells])
def test_a_key_that_stands_twice_is_refused_with_its_line(loader):
    with pytest.raises(yaml.YAMLError, match=r"duplicate key 'b' in the mapping at line 2"):
        yaml.load("a: 1\nc:\n  b: 1\n  b: 2\n".replace("a: 1\nc:", "c:"), Loader=loader)


@pytest.mark.parametrize(
    ("loader", "expected"),
    [(StrictLoader, [False, 7, None]), (ListedWords, ["no", 7, None]), (TextCells, ["no", "7", None])],
)
def test_each_kind_reads_plain_values_in_its_own_way(loader, expected):
    assert yaml.load("[no, 7, null]", Loader=loader) == expected


def test_a_desks_word_file_with_a_doubled_field_is_refused_by_name(tmp_path: Path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "agencies.yaml").write_text("head: [a]\nhead: [b]\n")
    with pytest.raises(BadLanguageData, match="duplicate key 'head'"):
        Pack("en", tmp_path).read("agencies", Agencies)
