"""Reads `weights.yaml`: the points for each level of each comparison."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Annotated, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict

from reconcile.model.link_reason import (
    AgesLevel,
    CauseLevel,
    DaysLevel,
    FiguresLevel,
    Levels,
    NamesLevel,
    PlaceLevel,
    SceneLevel,
)
from reconcile.strict_yaml import StrictLoader

FILE = resources.files("reconcile.link").joinpath("weights.yaml")

Level = TypeVar("Level", bound=StrEnum)


def _every_level(points: dict[Level, float]) -> dict[Level, float]:
    missing = [level.value for level in type(next(iter(points))) if level not in points]
    if missing:
        raise ValueError(f"no points for {', '.join(missing)}")
    return points


PlacePoints = Annotated[dict[PlaceLevel, float], AfterValidator(_every_level)]
DaysPoints = Annotated[dict[DaysLevel, float], AfterValidator(_every_level)]
CausePoints = Annotated[dict[CauseLevel, float], AfterValidator(_every_level)]
ScenePoints = Annotated[dict[SceneLevel, float], AfterValidator(_every_level)]
NamesPoints = Annotated[dict[NamesLevel, float], AfterValidator(_every_level)]
FiguresPoints = Annotated[dict[FiguresLevel, float], AfterValidator(_every_level)]


AgesPoints = Annotated[dict[AgesLevel, float], AfterValidator(_every_level)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fit(_Part):
    """When, from which corpora and by what method the weights were fitted."""

    date: str
    data: list[str]
    method: str


class Fitted(_Part):
    """Weights that `scripts/fit_link_weights.py` fits; the comments in the file explain each."""

    place: PlacePoints
    days: DaysPoints
    cause: CausePoints
    figures: FiguresPoints
    words: float
    words_middle: float


class ByHand(_Part):
    """Weights chosen by hand; the comments in the file explain each."""

    scene: ScenePoints
    names: NamesPoints
    ages: AgesPoints
    apart_unlike: float
    story: float
    form: float
    one_article: float
    named: float
    otherwise_named: float
    otherwise_sized: float
    total_beside: float
    names_middle: float
    least: float
    floor: float
    margin: float


class Within(_Part):
    """What separates the claims of one article into reports; the comments in the file explain each field."""

    fit: Fit
    least: float
    base: float
    by_hand: dict[str, float]
    points: dict[str, float]

    def worth(self, evidence: Mapping[str, float]) -> float:
        """Points for two claims of one article counting one event; a comparison without points is worth nothing."""
        return self.base + sum(value * self._points_of(name) for name, value in evidence.items())

    def _points_of(self, name: str) -> float:
        return self.by_hand.get(name, self.points.get(name, 0.0))


class Weights(_Part):
    """The whole file."""

    about: str
    fit: Fit
    fitted: Fitted
    by_hand: ByHand
    within: Within

    def points(self, levels: Levels) -> float:
        """The sum of points for the comparisons of two reports."""
        fitted, by_hand = self.fitted, self.by_hand
        return (
            fitted.place[levels.place]
            + fitted.days[levels.days]
            + fitted.cause[levels.cause]
            + by_hand.scene[levels.scene]
            + by_hand.names[levels.names]
            + fitted.figures[levels.figures]
            + by_hand.ages[levels.ages]
        )


@cache
def load_weights() -> Weights:
    """The weights in the package."""
    return Weights.model_validate(yaml.load(FILE.read_text(encoding="utf-8"), Loader=StrictLoader))
