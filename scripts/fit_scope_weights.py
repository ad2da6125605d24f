"""Fit the points under `fitted` in reconcile/extract/scope_weights.yaml to figures with a known scope.

A multinomial logistic regression with a ridge says what each sign of a figure (`Scopes.signs`) is worth for a period
and for a running total, against one incident. Prints how many scopes are right in cross-validation, where all figures
of an article are left out together; with --write it puts the points into the file.

    python scripts/fit_scope_weights.py ARTICLES CLAIMS [ARTICLES CLAIMS ...] [--write]

ARTICLES is JSONL with `id`, `text` and `published`; CLAIMS is JSONL with `doc`, `start`, `end`, `measure`, `low`,
`high`, `implicit` and `scope`. Articles and claims with a true `reserve` are left out, and so are claims that are
`optional`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reconcile.extract.dates.claim_days import Calendar
from reconcile.extract.reader import anchor_of
from reconcile.extract.scope import WEIGHTS, ScopeLexicon, Scopes, load_scope_weights
from reconcile.language import load_pack
from reconcile.model.article import Article
from reconcile.text.document import Document

SCOPES = ("incident", "period", "cumulative")
RIDGE = 3.0
"""How strongly points are drawn to 0, in figures: a sign that hardly occurs says little."""
RARE = 8
"""Figures that must have a sign before it gets points."""
RARER = 1.5
"""Weight of a period or running total in the fit: missed, it is added up as an incident, which is the worse error."""
FOLDS = 5
STEPS = 20
LEFT_TO_RULES = ("duration", "distance", "magnitude")

Matrix = NDArray[np.float64]
Figure = tuple[str, int, dict[str, float]]
"""One figure: its article, the position of its scope in `SCOPES`, and the strength of each of its signs."""


def main() -> None:
    """Fit, print, and write where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="+", type=Path, help="ARTICLES CLAIMS, one pair after the other")
    options.add_argument("--write", action="store_true", help="put the points into the file")
    chosen = options.parse_args()
    pairs = zip(chosen.files[::2], chosen.files[1::2], strict=True)
    figures = [figure for articles, claims in pairs for figure in read_figures(articles, claims)]
    often = Counter(sign for _, _, signs in figures for sign in signs)
    by_hand = load_scope_weights().by_hand
    names = sorted(name for name, count in often.items() if count >= RARE and name not in by_hand)
    features, labels = as_matrix(figures, names)
    fixed = as_matrix(figures, list(by_hand))[0] @ np.array(list(by_hand.values()))
    measured = describe(figures, features, labels, fixed, names)
    print(measured, file=sys.stderr)
    lines = lines_of(names, fit(features, labels, fixed, names))
    print("\n".join(lines))
    if chosen.write:
        path = Path(str(WEIGHTS))
        path.write_text(rewritten(path.read_text(encoding="utf-8"), lines, measured), encoding="utf-8")


def read_figures(articles: Path, claims: Path) -> Iterator[Figure]:
    """The figures of a collection with a known scope, in the order of CLAIMS."""
    pack = load_pack("en")
    lexicon = ScopeLexicon(pack)
    texts = {row["id"]: row for row in rows_of(articles) if not row.get("reserve")}
    kept = [row for row in rows_of(claims) if row.get("scope") and row["doc"] in texts]
    read: dict[str, tuple[Document, Scopes]] = {}
    for row in kept:
        if row.get("optional") or row.get("reserve") or row["measure"] in LEFT_TO_RULES:
            continue
        if row["doc"] not in read:
            article = as_article(texts[row["doc"]])
            document = Document(article)
            calendar = Calendar(document, pack, anchor_of(article, None))
            read[row["doc"]] = document, Scopes(document, lexicon, lambda dates=calendar: dates.dates)
        document, scopes = read[row["doc"]]
        sentence = document.sentence_at(row["start"])
        if sentence is None:
            continue
        size, implicit = row["low"] or row["high"] or 0, bool(row.get("implicit"))
        signs = scopes.signs(sentence, row["start"], row["end"], row["measure"], size, implicit)
        yield row["doc"], SCOPES.index(row["scope"]), {sign.name: sign.strength for sign in signs}


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def as_article(row: dict[str, Any]) -> Article:
    """The article of a row, with its day where it states one."""
    day = str(row.get("published") or "")[:10]
    precision = {10: 1, 7: 4}.get(len(day))
    published = (day if precision == 1 else f"{day}-01") if precision else None
    return Article(row["id"], row["text"], published=published, published_precision=precision)


def as_matrix(figures: list[Figure], names: list[str]) -> tuple[Matrix, NDArray[np.int_]]:
    """Features (figures x signs) and labels (positions in `SCOPES`)."""
    column = {name: place for place, name in enumerate(names)}
    features = np.zeros((len(figures), len(names)))
    for row, (_, _, signs) in enumerate(figures):
        for name, strength in signs.items():
            if name in column:
                features[row, column[name]] = strength
    return features, np.array([scope for _, scope, _ in figures])


def fit(features: Matrix, labels: NDArray[np.int_], fixed: Matrix, names: list[str]) -> Matrix:
    """Points (signs x period and running total) by Newton's method; those of every figure are not drawn to 0.

    `fixed` has the points by hand of each figure, to which the fitted ones are added.
    """
    size, targets = len(names), np.stack([labels == 1, labels == 2], axis=1).astype(float)
    ridge = np.array([1e-3 if name == "every figure" else RIDGE for name in names])
    weight_of = np.where(labels == 0, 1.0, RARER)
    found = np.zeros((size, 2))
    for _ in range(STEPS):
        chances = chances_of(features @ found + fixed)
        slope = features.T @ (weight_of[:, None] * (targets - chances)) - ridge[:, None] * found
        curve = np.diag(np.tile(ridge, 2))
        for a in (0, 1):
            for b in (0, 1):
                weight = weight_of * chances[:, a] * ((a == b) - chances[:, b])
                curve[a * size : (a + 1) * size, b * size : (b + 1) * size] += (features * weight[:, None]).T @ features
        step = np.linalg.solve(curve, slope.T.reshape(-1)).reshape(2, size).T
        found += step
        if np.abs(step).max() < 1e-5:
            break
    return found


def chances_of(points: Matrix) -> Matrix:
    """The chance of a period and of a running total, for each figure."""
    scores = np.exp(np.clip(points, -30, 30))
    return scores / (1 + scores.sum(axis=1, keepdims=True))


def describe(figures: list[Figure], features: Matrix, labels: NDArray[np.int_], fixed: Matrix, names: list[str]) -> str:
    """The share of scopes that are right for articles that the fit has not seen."""
    fold = np.array([zlib.crc32(doc.encode()) % FOLDS for doc, _, _ in figures])
    right = 0
    for left_out in range(FOLDS):
        seen = fold != left_out
        scores = features[~seen] @ fit(features[seen], labels[seen], fixed[seen], names) + fixed[~seen]
        guess = np.concatenate([np.zeros((len(scores), 1)), scores], axis=1).argmax(axis=1)
        right += int((guess == labels[~seen]).sum())
    documents = len({doc for doc, _, _ in figures})
    share = right / len(figures)
    return f"{share:.3f} of {len(figures)} figures in {documents} articles right, each article left out of the fit"


def lines_of(names: list[str], points: Matrix) -> list[str]:
    """One line of the file for each sign."""
    return [f"  {name}: [{a:.1f}, {b:.1f}]" for name, (a, b) in zip(names, points + 0.0, strict=True)]


def rewritten(text: str, lines: list[str], measured: str) -> str:
    """The file with the points that fit, the day and what was measured; its comments stay."""
    head, mark, _ = text.partition("\nfitted:\n")
    head = re.sub(r"(?m)^  date: .*$", f'  date: "{date.today()}"', head)
    head = re.sub(r"(?m)^  measured: .*$", f"  measured: {measured}", head)
    return head + mark + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
