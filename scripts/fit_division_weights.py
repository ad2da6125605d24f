"""Fit the points under `within` in reconcile/link/weights.yaml to articles whose events people have told apart.

Two claims of one article are labelled one event or two by the gold, and a logistic regression with a ridge says what
each comparison (`reconcile.link.division.evidence`) is worth. Prints how well claims are divided (B-cubed F1) where the
collection itself was left out of the fit, beside leaving every article whole; with --write it puts the points into the
file.

    python scripts/fit_division_weights.py ARTICLES CLAIMS [ARTICLES CLAIMS ...] [--write]

ARTICLES is JSONL with `id`, `text` and `published`; CLAIMS is JSONL with `doc`, `start`, `end`, `measure` and `event`.
Articles with a true `reserve` are left out.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reconcile import pipeline
from reconcile.link import trace_sources
from reconcile.link.division import Mention, comparison_names, divide, evidence, read_mention
from reconcile.link.events import read_batch
from reconcile.link.weights import FILE, Within, load_weights
from reconcile.model.settings import Settings
from reconcile.store.desk import Desk
from reconcile.text.document import Document

RIDGE = 3.0
"""How strongly points are drawn to 0, in pairs: a comparison that hardly occurs says little."""
STEPS = 40
NAMES = comparison_names()

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    """One article: its claims in the order of the text, and the gold's event by position of the claim."""

    doc: str
    mentions: list[Mention]
    events: dict[int, str]


def main() -> None:
    """Fit, print, and write where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="+", type=Path, help="ARTICLES CLAIMS, one pair after the other")
    options.add_argument("--write", action="store_true", help="put the points into the file")
    chosen = options.parse_args()
    pairs = zip(chosen.files[::2], chosen.files[1::2], strict=True)
    held = {claims.stem: list(read_labelled(articles, claims)) for articles, claims in pairs}
    for name, own in held.items():
        others = [article for other, articles in held.items() if other != name for article in articles]
        left_out = bcubed(own, fit(others or own))
        print(
            f"{name}: {len(own)} articles, F1 {left_out:.3f}, whole articles {bcubed(own, None):.3f}", file=sys.stderr
        )
    found = fit([article for articles in held.values() for article in articles])
    print(lines_of(found))
    if chosen.write:
        path = Path(str(FILE))
        path.write_text(rewritten(path.read_text(encoding="utf-8"), found, held), encoding="utf-8")


def read_labelled(articles: Path, claims: Path) -> Iterator[Labelled]:
    """The articles of a collection with claims whose event the gold names."""
    reserve = {row["id"] for row in rows_of(articles) if row.get("reserve")}
    gold: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(claims):
        if row.get("event") and row["doc"] not in reserve:
            gold[row["doc"]].append(row)
    desk = Desk()
    found = pipeline.gather([articles], desk, None, pipeline.Findings(), pipeline.silent)
    found = pipeline.read_figures(found, desk, None, 1, pipeline.silent)
    traced, _ = trace_sources(found.tables.claims, found.tables.documents, desk)
    pages = {article.doc: Document(article) for article in found.articles}
    batch = read_batch(traced, found.tables.dates, found.tables.documents, desk, pages)
    said: defaultdict[str, list[Mention]] = defaultdict(list)
    for report in batch.reports:
        reading = batch.readings[report.doc]
        said[report.doc] += map(read_mention, report.claims, report.said, repeat(reading))
    for doc, held in said.items():
        mentions = sorted(held, key=lambda one: (one.claim.start, one.claim.end, one.claim.measure))
        if events := events_of(mentions, gold[doc]):
            yield Labelled(doc, mentions, events)


def events_of(mentions: Sequence[Mention], gold: Sequence[dict[str, Any]]) -> dict[int, str]:
    """The gold's event of each claim, by position; claims are matched one to one, by overlap and measure."""
    overlaps = []
    for i, mention in enumerate(mentions):
        for j, row in enumerate(gold):
            shared = min(mention.claim.end, row["end"]) - max(mention.claim.start, row["start"])
            if shared > 0:
                overlaps.append((mention.claim.measure != row["measure"], -shared, i, j))
    found: dict[int, str] = {}
    used: set[int] = set()
    for *_, i, j in sorted(overlaps):
        if i not in found and j not in used:
            found[i] = gold[j]["event"]
            used.add(j)
    return found


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def fit(articles: Iterable[Labelled]) -> Within:
    """The points of each comparison, by Newton's method; an article weighs as the square root of its pairs."""
    rows, labels, weights = [], [], []
    for article in articles:
        known = sorted(article.events)
        pairs = [(a, b) for place, a in enumerate(known) for b in known[place + 1 :]]
        for a, b in pairs:
            given = evidence(article.mentions[a], article.mentions[b], Settings())
            rows.append([given.get(name, 0.0) for name in NAMES] + [1.0])
            labels.append(float(article.events[a] == article.events[b]))
            weights.append(len(pairs) ** -0.5)
    return as_within(solve(np.array(rows), np.array(labels), np.array(weights)))


def solve(features: Vector, labels: Vector, weights: Vector) -> Vector:
    """The log odds of each feature; the last, which is 1 throughout, is not drawn to 0."""
    ridge = np.full(features.shape[1], RIDGE)
    ridge[-1] = 1e-6
    found = np.zeros(features.shape[1])
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-np.clip(features @ found, -30, 30)))
        slope = features.T @ (weights * (labels - chances)) - ridge * found
        curve = (features * (weights * chances * (1 - chances))[:, None]).T @ features + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-6:
            break
    return found


def as_within(found: Vector) -> Within:
    """The points as the file holds them: rounded, without those that round to nothing."""
    rounded = {name: round(float(value), 2) for name, value in zip(NAMES, found, strict=False)}
    kept = {name: value for name, value in rounded.items() if value}
    return load_weights().within.model_copy(update={"base": round(float(found[-1]), 2), "points": kept})


def bcubed(articles: Sequence[Labelled], weights: Within | None) -> float:
    """B-cubed F1 of the claims of each article divided by these weights; without weights, of whole articles."""
    pairs = [pair for article in articles for pair in labels_of(article, weights)]
    gold, ours, both = Counter(a for a, _ in pairs), Counter(b for _, b in pairs), Counter(pairs)
    precision = sum(n * n / ours[b] for (_, b), n in both.items()) / len(pairs)
    recall = sum(n * n / gold[a] for (a, _), n in both.items()) / len(pairs)
    return 2 * precision * recall / (precision + recall)


def labels_of(article: Labelled, weights: Within | None) -> Iterator[tuple[tuple[str, str], tuple[str, int]]]:
    """For each labelled claim its event in the gold and the report that it is divided into."""
    divided = divide(article.mentions, weights, Settings()) if weights else [article.mentions]
    report = {one.claim.claim_id: number for number, held in enumerate(divided) for one in held}
    for position, event in article.events.items():
        yield (article.doc, event), (article.doc, report[article.mentions[position].claim.claim_id])


def lines_of(within: Within) -> str:
    """`base` and `points` as lines of the file."""
    points = "".join(f"\n    {name}: {value}" for name, value in within.points.items())
    return f"  base: {within.base}\n  points:{points}\n"


def rewritten(text: str, found: Within, names: Iterable[str]) -> str:
    """The file with these points, the day and the collections; its comments stay."""
    head, mark, within = text.partition("\nwithin:\n")
    base, points = lines_of(found).split("\n", 1)
    within = re.sub(r"(?m)^  base: .*$", base, within)
    within = re.sub(r"(?ms)^  points:.*\Z", lambda _: points, within)
    within = re.sub(r"(?m)^    date: .*$", f'    date: "{date.today()}"', within)
    within = re.sub(r"(?m)^    data: .*$", f"    data: [{', '.join(names)}]", within)
    return head + mark + within


if __name__ == "__main__":
    main()
