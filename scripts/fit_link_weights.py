"""Fit the weights under `fitted` in reconcile/link/weights.yaml to articles whose events people have told apart.

Pairs of reports that linking would compare are labelled one event or two by the gold, and a logistic regression with a
ridge says what each level of each comparison is worth; what the file sets by hand stays fixed. Every corpus weighs the
same. Prints the values that the file has beside those that fit; with --write it puts these into the file.

    RECONCILE_GOLD=FOLDER python scripts/fit_link_weights.py [--corpora fakes gva ecbplus] [--write]

FOLDER/corpora holds, per corpus, NAME.jsonl (articles with `text`, and `incident` or `cluster`) or beside it
NAME_events.jsonl (claims with `doc`, `start`, `span` and `event_id`). Linking should be measured before and after
(`reconcile evaluate`): a better fit to pairs is not yet better events.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reconcile import pipeline
from reconcile.link import trace_sources
from reconcile.link.accounts import Report
from reconcile.link.events import compare_reports, read_batch
from reconcile.link.linker import Linker, are_foreign
from reconcile.link.profiles import likeness
from reconcile.link.weights import FILE, Fitted, load_weights
from reconcile.model.crossing import from_frame
from reconcile.model.link_reason import FiguresLevel, NamesLevel
from reconcile.model.records import Claim, DateMention, Document
from reconcile.store.desk import Desk
from reconcile.text.document import Document as Text

CORPORA = ("fakes", "gva", "ecbplus")
RIDGE = 2.0
"""How strongly weights are drawn to 0, in pairs: a level that hardly occurs says little."""
STEPS = 50
COMPARISONS = ("place", "days", "cause", "figures")
LEVELS = [(name, level) for name in COMPARISONS for level in getattr(load_weights().fitted, name)]
WORDS, BASE = len(LEVELS), len(LEVELS) + 1
"""Columns of the features: the levels, then the square root of likeness, then 1."""

Vector = NDArray[np.float64]


def main() -> None:
    """Fit, print, and write where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpora", nargs="+", default=CORPORA)
    options.add_argument("--write", action="store_true", help="put the values into the file")
    chosen = options.parse_args()
    gold = os.environ.get("RECONCILE_GOLD")
    if not gold:
        sys.exit("Set RECONCILE_GOLD to the folder that holds corpora/.")
    features, labels, offsets, weights = gather_pairs(Path(gold) / "corpora", chosen.corpora)
    found = as_fitted(fit(features, labels, offsets, weights))
    print(describe(found))
    if chosen.write:
        FILE_PATH.write_text(rewritten(FILE_PATH.read_text(encoding="utf-8"), found, chosen.corpora), encoding="utf-8")


FILE_PATH = Path(str(FILE))


def gather_pairs(folder: Path, corpora: Sequence[str]) -> tuple[Vector, Vector, Vector, Vector]:
    """Features, labels (1 for one event), points by hand and weights of the pairs of all corpora."""
    rows: list[tuple[Vector, float, float, float]] = []
    for name in corpora:
        pairs = list(pairs_of(folder, name))
        same = sum(label for _, label, _ in pairs)
        print(f"{name}: {len(pairs):,} pairs of reports, {same:,.0f} of one event", file=sys.stderr)
        rows += [(features, label, points, 1 / len(pairs)) for features, label, points in pairs]
    features, labels, points, weights = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    return features, labels, points, weights * len(rows) / len(corpora)


def pairs_of(folder: Path, name: str) -> Iterator[tuple[Vector, float, float]]:
    """Features, label and points by hand of each labelled pair of a corpus."""
    reports, linker, pairs = read_reports(folder / f"{name}.jsonl")
    events = event_of_reports(reports, folder, name)
    for a, b in pairs:
        one, other = reports[a], reports[b]
        if a not in events or b not in events or one.doc == other.doc or are_foreign(one, other):
            continue
        levels = linker.compare(one, other)
        if levels.names == NamesLevel.STRANGERS and levels.figures != FiguresLevel.SAME:
            continue
        features = np.zeros(BASE + 1)
        for column, (comparison, level) in enumerate(LEVELS):
            features[column] = getattr(levels, comparison) == level
        features[WORDS], features[BASE] = sqrt(likeness(one.profile, other.profile)), 1.0
        by_hand = linker.weights.by_hand
        points = by_hand.scene[levels.scene] + by_hand.names[levels.names]
        points += by_hand.total_beside if one.total != other.total else 0.0
        points += by_hand.story if one.story == other.story and one.main == other.main else 0.0
        yield features, float(events[a] == events[b]), points


def read_reports(path: Path) -> tuple[list[Report], Linker, list[tuple[int, int]]]:
    """The reports of a corpus, their linker and the pairs that it would compare."""
    desk = Desk()
    found = pipeline.gather([path], desk, None, pipeline.Findings(), pipeline.silent)
    found = pipeline.read_figures(found, desk, None, 1, pipeline.silent)
    documents = from_frame(Document, found["documents"])
    claims, _ = trace_sources(from_frame(Claim, found["claims"]), documents, desk)
    pages = {article.doc: Text(article) for article in found.articles}
    batch = read_batch(claims, from_frame(DateMention, found["dates"]), documents, desk, pages)
    return batch.reports, *compare_reports(batch.reports, desk)


def event_of_reports(reports: Sequence[Report], folder: Path, name: str) -> dict[int, str]:
    """The event of each report that the gold knows, by position: its claims', else (of the main one) its article's."""
    claims_file = folder / f"{name}_events.jsonl"
    if not claims_file.is_file():
        articles = {row["id"]: row.get("incident") or row.get("cluster") for row in read(folder / f"{name}.jsonl")}
        return {i: str(articles[r.doc]) for i, r in enumerate(reports) if r.main and articles.get(r.doc)}
    spans: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in read(claims_file):
        spans[row["doc"]].append((row["start"], row["start"] + len(row["span"]), row["event_id"]))
    found = {}
    for position, report in enumerate(reports):
        met = Counter(
            event
            for start, end, event in spans[report.doc]
            if any(claim.start < end and start < claim.end for claim in report.claims)
        )
        if met:
            found[position] = met.most_common(1)[0][0]
    return found


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def fit(features: Vector, labels: Vector, points: Vector, weights: Vector) -> Vector:
    """The log odds of each feature, by Newton's method; the last, which is 1 throughout, is not drawn to 0."""
    ridge = np.full(features.shape[1], RIDGE)
    ridge[[WORDS, BASE]] = 1e-6
    found = np.zeros(features.shape[1])
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-np.clip(features @ found + points, -30, 30)))
        slope = features.T @ (weights * (labels - chances)) - ridge * found
        curve = (features * (weights * chances * (1 - chances))[:, None]).T @ features + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-6:
            break
    return found


def as_fitted(found: Vector) -> Fitted:
    """The weights as the file holds them, rounded; the base becomes the likeness that speaks neither way."""
    levels: dict[str, dict[str, float]] = {name: {} for name in COMPARISONS}
    for (name, level), value in zip(LEVELS, found, strict=False):
        levels[name][level] = round(float(value), 1) + 0.0
    middle = -found[BASE] / found[WORDS]
    return Fitted.model_validate({**levels, "words": round(float(found[WORDS]), 1), "words_middle": round(middle, 2)})


def lines_of(fitted: Fitted) -> dict[str, str]:
    """Field -> its line under `fitted`."""
    lines = {name: f"  {name}: {{{_points(getattr(fitted, name))}}}" for name in COMPARISONS}
    return lines | {name: f"  {name}: {getattr(fitted, name)}" for name in ("words", "words_middle")}


def _points(points: dict[str, float]) -> str:
    return ", ".join(f"{level}: {value}" for level, value in points.items())


def describe(found: Fitted) -> str:
    """Each line of the file with the one that would take its place."""
    now, new = lines_of(load_weights().fitted), lines_of(found)
    return "\n".join(f"now {now[name]}\nfit {new[name]}" for name in now)


def rewritten(text: str, found: Fitted, corpora: Sequence[str]) -> str:
    """The file with the values that fit, the day and the corpora; its comments stay."""
    head, mark, rest = text.partition("\nfitted:\n")
    fitted, by_hand, tail = rest.partition("\nby_hand:\n")
    for name, line in lines_of(found).items():
        fitted = re.sub(rf"(?m)^  {name}: .*$", line, fitted)
    head = re.sub(r"(?m)^  date: .*$", f'  date: "{date.today()}"', head)
    head = re.sub(r"(?m)^  data: .*$", f"  data: [{', '.join(corpora)}]", head)
    return head + mark + fitted + by_hand + tail


if __name__ == "__main__":
    main()
