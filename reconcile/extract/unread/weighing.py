"""Reads `unread_weights.yaml` and says how likely it is that a candidate states a figure, and which traits say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp

import yaml
from pydantic import BaseModel, ConfigDict

from reconcile.strict_yaml import ListedWords

FILE = resources.files("reconcile.extract.unread").joinpath("unread_weights.yaml")
SHOWN = 3
"""The traits that a row names."""
SILENT = ("number: any", "person: any", "taken for: nothing")
"""Traits of nearly every row, which explain none of them."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fit(_Part):
    """When, from which data and by what method the weights were fitted, and how well they did on other articles."""

    date: str
    data: list[str]
    method: str
    tested: str


class Model(_Part):
    """The weight of each trait in log odds, and the likelihoods from which a row is shown, and from which listed."""

    shown: float
    listed: float
    traits: dict[str, float]


class Weights(_Part):
    """The contents of `unread_weights.yaml`; the comments in the file explain each part."""

    about: str
    fit: Fit
    languages: dict[str, Model]
    others: Model


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely a candidate states a figure (0 to 1), and the traits that say so, with their weights."""

    value: float
    weights: dict[str, float]

    @property
    def because(self) -> tuple[str, ...]:
        """The traits that speak most for a figure; where none does, those that speak most against it."""
        telling = [(trait, weight) for trait, weight in self.weights.items() if trait not in SILENT]
        ranked = sorted(telling, key=lambda pair: (pair[1] < 0, -abs(pair[1]), pair[0]))[:SHOWN]
        return tuple(f"{trait} {weight:+.1f}" for trait, weight in ranked)


@cache
def load_weights() -> Weights:
    """The weights that are shipped."""
    return Weights.model_validate(yaml.load(FILE.read_text(encoding="utf-8"), Loader=ListedWords))


def model_of(code: str) -> Model:
    """The model of a language; one without weights of its own has that of the classes, which knows no words."""
    weights = load_weights()
    return weights.languages.get(code, weights.others)


def weigh(traits: Sequence[str], model: Model) -> Likelihood:
    """The likelihood of a candidate with these traits.

    >>> model = Model(shown=0.5, listed=0.1, traits={"number: any": -1.0, "near: shot": 2.0, "taken for: age": -3.0})
    >>> weigh(["number: any", "near: shot", "near: elsewhere"], model)
    Likelihood(value=0.731, weights={'number: any': -1.0, 'near: shot': 2.0})
    """
    known = {trait: model.traits[trait] for trait in traits if trait in model.traits}
    return Likelihood(round(1 / (1 + exp(-sum(known.values()))), 3), known)
