"""The rules that settle: each is one row of `RuleName` and one registered function, and nothing else lists them."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tellings import claim, figures, totals_of

from reconcile.model.settings import Settings
from reconcile.settle.rules import RULES
from schemas.codes import RuleName

PROJECT = Path(__file__).parents[2]
TWO = [claim("A", "30"), claim("B", "43"), claim("C", "43")]

ROW = """    MIDDLE = ("middle", "the middle one of the figures is taken")
"""
FUNCTION = '''

@rule(RuleName.MIDDLE)
def middle(voices: Sequence[Voice]) -> Exact | None:
    """The middle one of the numbers that are stated."""
    stated = sorted(number for voice in voices for number in voice.stated)
    return stated[len(stated) // 2] if stated else None
'''


def test_every_rule_has_its_function():
    assert list(RULES) == list(RuleName)


@pytest.mark.parametrize("rule", RuleName)
def test_every_rule_settles_and_adds_up(rule):
    settings = Settings.model_validate({"rule": rule.value})
    (figure,) = figures(*TWO, settings=settings)
    assert figure["rule"] == rule
    assert (figure["best"] is None) == (rule == RuleName.RANGE)
    assert {total["rule"] for total in totals_of(*TWO, settings=settings)} == set(RuleName)


def test_a_rule_is_added_by_a_row_and_a_function(tmp_path):
    for package in ("reconcile", "schemas"):
        shutil.copytree(PROJECT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    codes, rules = tmp_path / "schemas" / "codes.py", tmp_path / "reconcile" / "settle" / "rules.py"
    head, last, tail = codes.read_text(encoding="utf-8").partition("    RANGE = (")
    codes.write_text(head + ROW + last + tail, encoding="utf-8")
    rules.write_text(rules.read_text(encoding="utf-8") + FUNCTION, encoding="utf-8")
    month, desk = tmp_path / "inputs" / "2013-06", tmp_path / "inputs" / "desk"
    for folder in (month, desk):
        folder.mkdir(parents=True)
    (desk / "settings.yaml").write_text("rule: middle\n")
    for number in ("ten", "twelve", "fifteen"):
        text = f"Paper {number}\n\n{number} miners died in a fire in Orlova on 3 June 2013, the {number} club said."
        (month / f"{number}.txt").write_text(text)
    command = [sys.executable, "-m", "reconcile", "run", "2013-06"]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    tables = tmp_path / "reports" / "2013-06" / "tables"
    with (tables / "totals.csv").open(encoding="utf-8") as lines:
        assert "middle" in {row["rule"] for row in csv.DictReader(lines)}
    with (tables / "figures.csv").open(encoding="utf-8") as lines:
        assert [(row["best"], row["rule"]) for row in csv.DictReader(lines)] == [("12", "middle")]
