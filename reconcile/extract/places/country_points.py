"""Reads `country_points.yaml`: what each feature of a candidate country is worth."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

from reconcile.strict_yaml import StrictLoader

FILE = resources.files("reconcile.extract.places").joinpath("country_points.yaml")
Features = Mapping[str, float]


class CountryPoints(BaseModel):
    """The file; its comments explain the features."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    date: str
    data: list[str]
    least: float
    points: dict[str, float]


def points(weights: Mapping[str, float], features: Features) -> float:
    """The weighted sum of the features; a feature without a weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


@cache
def load_country_points() -> CountryPoints:
    """The weights in the package."""
    return CountryPoints.model_validate(yaml.load(FILE.read_text(encoding="utf-8"), Loader=StrictLoader))
