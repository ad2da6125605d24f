"""Fit the points in reconcile/extract/places/country_points.yaml to figures whose country people have written down.

The countries that may be a figure's are compared by a conditional logistic regression with a ridge: the probability of
each is proportional to the exponential of the weighted sum of its features. Prints the shares chosen right and wrong
in texts that were not fitted on (five folds by document); with --write it puts the points into the file.

    RECONCILE_GOLD=FOLDER python scripts/fit_country_points.py [--write] [--names modern wide]

FOLDER/gold/NAME_claims.jsonl holds claims (`doc`, `start`, `end`, `country`, `scope`, `low`), and
FOLDER/corpora/NAME_dev.jsonl or NAME_articles.jsonl their texts (`id`, `text`).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from reconcile.extract.places.claim_places import NO_COUNTRY, Map
from reconcile.extract.places.country import country_features
from reconcile.extract.places.country_points import FILE, Features
from reconcile.extract.places.proposal import propose
from reconcile.extract.places.scene import Scene
from reconcile.extract.reader import LARGE_TOTAL
from reconcile.gazetteer import load_gazetteer
from reconcile.language import load_pack
from reconcile.model.article import Article
from reconcile.text.document import Document

FOLDS = 5
RIDGE = 0.5
STEPS = 300

Vector = NDArray[np.float64]


@dataclass
class Figure:
    """One figure with what the gold says of it."""

    map: Map
    scene: Scene
    gold: dict[str, Any]


@dataclass
class Choice:
    """The features of a figure's candidates, the last of them for none, and which of them are right."""

    doc: str
    features: list[Features]
    right: list[bool]
    asked: bool


def main() -> None:
    """Fit, print, and write where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--names", nargs="+", default=["modern", "wide"])
    options.add_argument("--write", action="store_true", help="put the weights into the file")
    given = options.parse_args()
    figures = [figure for name in given.names for figure in read_figures(name)]
    countries = [country_choice(figure) for figure in figures if "country" in figure.gold]
    report(countries)
    if given.write:
        write(fit(countries), given.names)


def read_figures(name: str) -> Iterator[Figure]:
    """The figures of a corpus that have a place or a country in the gold."""
    folder = Path(os.environ["RECONCILE_GOLD"])
    files = [folder / "corpora" / f"{name}_{kind}.jsonl" for kind in ("dev", "articles")]
    texts = {row["id"]: row["text"] for file in files if file.exists() for row in lines(file) if not row.get("reserve")}
    gazetteer, pack = load_gazetteer(), load_pack("en")
    maps: dict[str, Map] = {}
    for row in lines(folder / "gold" / f"{name}_claims.jsonl"):
        doc = row["doc"]
        if doc not in texts or any(row.get(key) for key in ("reserve", "empty", "optional")):
            continue
        if doc not in maps:
            maps[doc] = Map(Document(Article(doc, texts[doc])), pack, gazetteer)
        total = row.get("scope") == "cumulative" and (row["low"] or row["high"] or 0) >= LARGE_TOTAL
        scene = maps[doc].scene(row["start"], row["end"], total)
        if scene is not None:
            yield Figure(maps[doc], scene, row)


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    with file.open(encoding="utf-8") as rows:
        yield from (json.loads(row) for row in rows if row.strip())


def country_choice(figure: Figure) -> Choice:
    """The figure's countries."""
    options, gold = country_features(figure.scene, propose(figure.scene)), figure.gold.get("country")
    none = "country" in figure.gold and not gold
    return Choice(
        figure.gold["doc"], [*options.values(), NO_COUNTRY], [*(code == gold for code in options), none], bool(gold)
    )


def cross_fitted(choices: Sequence[Choice]) -> Iterator[tuple[dict[str, float], Choice]]:
    """Each choice with weights that were fitted without its document's fifth of the texts."""
    folds = [zlib.crc32(choice.doc.encode()) % FOLDS for choice in choices]
    without = [fit([c for c, f in zip(choices, folds, strict=True) if f != fold]) for fold in range(FOLDS)]
    for choice, fold in zip(choices, folds, strict=True):
        yield without[fold], choice


def fit(choices: Sequence[Choice]) -> dict[str, float]:
    """The weights under which the right candidates are likeliest; each text counts for the root of its figures."""
    usable = [choice for choice in choices if any(choice.right) and not all(choice.right)]
    names = sorted({name for choice in usable for features in choice.features for name in features})
    column = {name: i for i, name in enumerate(names)}
    rows = [features for choice in usable for features in choice.features]
    matrix = np.zeros((len(rows), len(names)))
    for i, features in enumerate(rows):
        for name, value in features.items():
            matrix[i, column[name]] = value
    owner = np.repeat(np.arange(len(usable)), [len(choice.right) for choice in usable])
    right = np.array([flag for choice in usable for flag in choice.right])
    sizes = {doc: sum(choice.doc == doc for choice in usable) for doc in {choice.doc for choice in usable}}
    worth = np.array([sizes[choice.doc] ** -0.5 for choice in usable])
    weights, moved = np.zeros(len(names)), np.zeros(len(names))
    squares = np.zeros(len(names))
    for _ in range(STEPS):  # Adam, on the whole set
        gradient = matrix.T @ surplus(matrix @ weights, owner, right, worth) - RIDGE * weights
        moved = 0.9 * moved + 0.1 * gradient
        squares = 0.99 * squares + 0.01 * gradient**2
        weights = weights + 0.05 * moved / (np.sqrt(squares) + 1e-6)
    return {name: round(float(weights[i]), 2) for name, i in column.items()}


def surplus(scores: Vector, owner: NDArray[np.int64], right: NDArray[np.bool_], worth: Vector) -> Vector:
    """By how much the probability of each candidate falls short of its probability among the right ones."""
    likely = np.exp(np.clip(scores, -30, 30))
    whole = np.bincount(owner, likely)
    good = np.bincount(owner, likely * right)
    return worth[owner] * (likely * right / good[owner] - likely / whole[owner])


def scores_of(weights: dict[str, float], choice: Choice) -> Vector:
    """The points of each candidate."""
    return np.array([sum(weights.get(n, 0.0) * v for n, v in features.items()) for features in choice.features])


def report(choices: Sequence[Choice]) -> None:
    """Print, for several least probabilities, the shares of figures with the right country and with another one."""
    likely = []
    for weights, choice in cross_fitted(choices):
        scores = np.exp(scores_of(weights, choice))
        at = int(np.argmax(scores[:-1])) if len(scores) > 1 else 0
        likely.append((float(scores[at] / scores.sum()) if len(scores) > 1 else 0.0, choice.right[at]))
    asked = [pair for pair, choice in zip(likely, choices, strict=True) if choice.asked]
    for least in (0.0, 0.5, 0.6, 0.7, 0.8):
        right = sum(good for sure, good in asked if sure >= least)
        wrong = sum(not good for sure, good in asked if sure >= least)
        print(f"country, least {least}: right {right / len(asked):.3f}, another {wrong / len(asked):.3f}")


def write(fitted: dict[str, float], names: list[str]) -> None:
    """Put the points into the file, whose comments stay."""
    head = FILE.read_text(encoding="utf-8").split("\npoints:")[0]
    head = re.sub(r"(?m)^date: .*$", f'date: "{date.today().isoformat()}"', head)
    head = re.sub(r"(?m)^data: .*$", f"data: [{', '.join(names)}]", head)
    body = yaml.safe_dump({"points": fitted}, sort_keys=True)
    Path(str(FILE)).write_text(f"{head}\n{body}", encoding="utf-8")


if __name__ == "__main__":
    main()
