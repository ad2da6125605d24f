"""The weights file: every level has its points, and refitting writes the same file with other values."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from reconcile.link.weights import FILE, Weights, load_weights
from reconcile.model.link_reason import CauseLevel, DaysLevel, FiguresLevel, Levels, NamesLevel, PlaceLevel, SceneLevel

SCRIPT = Path(__file__).parents[2] / "scripts" / "fit_link_weights.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fit_link_weights", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_points_add_up_over_all_comparisons() -> None:
    fitted, by_hand = load_weights().fitted, load_weights().by_hand
    levels = Levels(
        PlaceLevel.SAME,
        DaysLevel.LONG_APART,
        CauseLevel.AKIN,
        SceneLevel.ANOTHER,
        NamesLevel.HALF,
        FiguresLevel.UNKNOWN,
    )
    expected = fitted.place[PlaceLevel.SAME] + fitted.days[DaysLevel.LONG_APART] + fitted.cause[CauseLevel.AKIN]
    expected += by_hand.scene[SceneLevel.ANOTHER] + by_hand.names[NamesLevel.HALF]
    assert load_weights().points(levels) == pytest.approx(expected + fitted.figures[FiguresLevel.UNKNOWN])


@pytest.mark.parametrize(("level", "problem"), [("unknown", "no points for unknown"), (None, "beyond")])
def test_a_level_without_points_is_refused(level: str | None, problem: str) -> None:
    data: dict[str, Any] = load_weights().model_dump(mode="json")
    if level is None:
        data["fitted"]["place"]["beyond"] = 1.0
    else:
        del data["fitted"]["place"][level]
    with pytest.raises(ValidationError, match=problem):
        Weights.model_validate(data)


def test_the_fit_finds_the_odds_behind_labels(script: ModuleType) -> None:
    chance = np.random.default_rng(7)
    count = 40_000
    features = np.zeros((count, script.BASE + 1))
    same = chance.random(count) < 0.5
    column = script.LEVELS.index(("days", DaysLevel.SAME))
    features[:, column], features[:, script.WORDS], features[:, script.BASE] = same, chance.random(count), 1.0
    odds = 2.0 * same + 6.0 * (features[:, script.WORDS] - 0.5) - 1.0
    labels = (chance.random(count) < 1 / (1 + np.exp(-odds))).astype(float)
    found = script.as_fitted(script.fit(features, labels, np.full(count, -1.0), np.ones(count)))
    assert found.days[DaysLevel.SAME] == pytest.approx(2.0, abs=0.2)
    assert found.words == pytest.approx(6.0, abs=0.3)
    assert found.words_middle == pytest.approx(0.5, abs=0.03)
    assert found.place[PlaceLevel.NEAR] == 0.0


def test_refitting_rewrites_the_fitted_values_alone(script: ModuleType) -> None:
    text = FILE.read_text(encoding="utf-8")
    now = load_weights().fitted
    other = now.model_copy(update={"words": 12.5, "figures": dict.fromkeys(FiguresLevel, 0.7)})
    changed = script.rewritten(text, other, ["made"])
    told = {line for line in changed.splitlines() if line not in text.splitlines()}
    assert "  words: 12.5" in told
    assert "  figures: {same: 0.7, different: 0.7, unknown: 0.7}" in told
    assert "  data: [made]" in told
    assert len(told) <= 4
    assert script.rewritten(changed, now, load_weights().fit.data).count("\n") == text.count("\n")
