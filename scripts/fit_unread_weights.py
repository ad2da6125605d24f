"""Fit reconcile/extract/unread/unread_weights.yaml to articles whose figures people have annotated.

The numbers and persons that no claim contains are labelled by the gold: a missed figure, or none. A logistic regression
with a ridge says what each trait is worth. The likelihood from which a row is shown is the one that gives ROWS rows an
article. It is refitted whenever the reader has changed, because what is missed changes. Prints how many of the missed
claims the rows shown hold, in articles that the weights were not fitted to; with --write it rewrites the file.

    RECONCILE_GOLD=FOLDER python scripts/fit_unread_weights.py [--sets dev modern wide] [--write]

FOLDER/corpora holds NAME_articles.jsonl or NAME_dev.jsonl (articles with `id` and `text`), FOLDER/gold the claims in
NAME_claims.jsonl. Articles with a line that is marked `reserve` are left out. The last set is halved: one half tests a
fit to all others.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reconcile import pipeline
from reconcile.evaluate.pairing import Place, pair
from reconcile.extract.counted.count import Seen
from reconcile.extract.counted.read import CountReader
from reconcile.extract.unread.traits import WORDS
from reconcile.extract.unread.unread import UnreadReader, is_left
from reconcile.extract.unread.weighing import FILE, load_weights
from reconcile.language import load_pack
from reconcile.model.article import Article
from reconcile.store.desk import Desk
from reconcile.text.document import Document

SETS = ("dev", "modern", "wide")
ROWS, LISTED = 2.0, 4.0
"""Rows shown, an article on average; and rows from which a person or a number set aside is in the table."""
RIDGE = 3.0
"""How strongly weights are drawn to 0: a trait that hardly occurs says little."""
LEAST_WORDS, LEAST_CLASSES = 8, 3
"""Articles in which a trait of a word, or of a class, must occur to have a weight."""
LIGHT = 0.05
"""Weights below it are left out of the file."""
FOLDS = 5
STEPS = 30
LANGUAGE = "en"

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One candidate: its article and set, its traits, and whether the gold has it as a claim (None: optional there).

    `left` is True where it is a row of `unread` however unlikely it is.
    """

    of: str
    doc: str
    traits: frozenset[str]
    left: bool
    label: bool | None


@dataclass(frozen=True)
class Data:
    """The candidates of all articles, the articles (set, doc), and for each missed claim its (set, doc)."""

    rows: list[Row]
    docs: list[tuple[str, str]]
    missed: list[tuple[str, str]]

    def only(self, chosen: Callable[[str, str], bool]) -> Data:
        """The part of the data in the articles chosen."""
        return Data(
            [row for row in self.rows if chosen(row.of, row.doc)],
            [doc for doc in self.docs if chosen(*doc)],
            [doc for doc in self.missed if chosen(*doc)],
        )


def main() -> None:
    """Fit, print, and write where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sets", nargs="+", default=SETS)
    options.add_argument("--write", action="store_true", help="put the values into the file")
    chosen = options.parse_args()
    gold = os.environ.get("RECONCILE_GOLD")
    if not gold:
        sys.exit("Set RECONCILE_GOLD to the folder that holds corpora/ and gold/.")
    data = gather(Path(gold), chosen.sets)
    last = chosen.sets[-1]
    held = trial(data, lambda of, doc: of == last and part_of(doc, 2) == 0)
    folds = [trial(data, lambda of, doc, fold=fold: part_of(doc, FOLDS) == fold) for fold in range(FOLDS)]
    shown, listed, missed = (sum(column) for column in zip(*folds, strict=True))
    tested = (
        f"of the missed claims {held[1] / held[2]:.0%} are listed and {held[0] / held[2]:.0%} among the {ROWS:g} rows "
        f"an article that are shown, in half of {last}; {listed / missed:.0%} and {shown / missed:.0%} when each fifth "
        "of all articles is left out in turn"
    )
    print(tested)
    if chosen.write:
        text = FILE_PATH.read_text(encoding="utf-8")
        FILE_PATH.write_text(rewritten(text, data, chosen.sets, tested), encoding="utf-8")


FILE_PATH = Path(str(FILE))


def part_of(doc: str, parts: int) -> int:
    """The part of the articles that an article is in; it depends only on the article's id."""
    return int(sha256(doc.encode("utf-8")).hexdigest(), 16) % parts


def gather(folder: Path, sets: Sequence[str]) -> Data:
    """Read the articles of the sets, and label what was left over in them."""
    data = Data([], [], [])
    for name in sets:
        gold = list(read(folder / "gold" / f"{name}_claims.jsonl"))
        kept_back = {claim["doc"] for claim in gold if claim.get("reserve")}
        wanted: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for claim in gold:
            wanted[claim["doc"]] += [] if claim.get("empty") else [claim]
        endings = ("_articles", "_dev", "")
        path = next(path for end in endings if (path := folder / "corpora" / f"{name}{end}.jsonl").is_file())
        kept_back |= {row["id"] for row in read(path) if row.get("reserve")}
        found = pipeline.gather([path], Desk(), None, pipeline.Findings(), pipeline.silent)
        for article in found.articles:
            if article.doc in wanted and article.doc not in kept_back and article.language == LANGUAGE:
                label(name, article, wanted[article.doc], data)
        known = Counter(row.label for row in data.rows if row.of == name)
        print(f"{name}: {known.total():,} candidates, {known[True]:,} of them missed claims", file=sys.stderr)
    return data


FIGURES = CountReader(load_pack(LANGUAGE))
UNREAD = UnreadReader(FIGURES)


def label(name: str, article: Article, wanted: list[dict[str, Any]], data: Data) -> None:
    """Add the candidates of an article to the data, each with its label, and the claims that were missed."""
    document, seen = Document(article), list[Seen]()
    counts = FIGURES.read_document(document, seen)
    rows = [(one, traits) for one, traits, _ in UNREAD.described(document, counts, seen) if traits]
    gold = [g for g in wanted if not any(c.start < g["end"] and g["start"] < c.end for c in counts)]
    pairs = pair(
        [Place(article.doc, claim["start"], claim["end"], "") for claim in gold],
        [Place(article.doc, one.start, one.end, "") for one, _ in rows],
    )
    labels: dict[int, bool | None] = {j: None if gold[i].get("optional") else True for i, j in pairs}
    data.docs.append((name, article.doc))
    data.missed.extend((name, article.doc) for claim in gold if not claim.get("optional"))
    data.rows.extend(
        Row(name, article.doc, frozenset(traits), is_left(one), labels.get(j, False))
        for j, (one, traits) in enumerate(rows)
    )


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def trial(data: Data, tested: Callable[[str, str], bool]) -> tuple[int, int, int]:
    """How many missed claims of the articles tested are in the rows shown and in all rows, and how many there are."""
    weights = fit(data.only(lambda of, doc: not tested(of, doc)).rows, words=True)
    test = data.only(tested)
    points = np.array([sum(weights.get(trait, 0.0) for trait in row.traits) for row in test.rows])
    ranked = np.argsort(-points, kind="stable").tolist()
    shown, likely = (ranked[: round(rows * len(test.docs))] for rows in (ROWS, LISTED))
    left = [at for at, row in enumerate(test.rows) if row.left]
    hits = {at for at, row in enumerate(test.rows) if row.label}
    return len(hits & set(shown)), len(hits & {*likely, *left}), len(test.missed)


def fit(rows: Sequence[Row], words: bool) -> dict[str, float]:
    """The log odds of each trait, by Newton's method; `words`: also of single words."""
    rows = [row for row in rows if row.label is not None]
    names = vocabulary(rows, words)
    place = {name: at for at, name in enumerate(names)}
    features = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        features[at, [place[trait] for trait in row.traits if trait in place]] = 1.0
    labels = np.array([row.label for row in rows], dtype=np.float64)
    found = np.zeros(len(names))
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-np.clip(features @ found, -30, 30)))
        slope = features.T @ (labels - chances) - RIDGE * found
        curve = (features * (chances * (1 - chances))[:, None]).T @ features + np.eye(len(names)) * RIDGE
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-3:
            break
    return {name: round(float(value), 2) for name, value in zip(names, found, strict=True) if abs(value) >= LIGHT}


def vocabulary(rows: Sequence[Row], words: bool) -> list[str]:
    """The traits that occur in enough articles, sorted."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for trait in row.traits:
            seen[trait].add(row.doc)

    def kept(trait: str, docs: set[str]) -> bool:
        of_word = trait.partition(":")[0] in WORDS
        return len(docs) >= (LEAST_WORDS if of_word else LEAST_CLASSES) and (words or not of_word)

    return sorted(trait for trait, docs in seen.items() if kept(trait, docs))


def threshold(data: Data, weights: dict[str, float], rows: float) -> float:
    """The likelihood from which there are so many rows an article."""
    points = np.array([sum(weights.get(trait, 0.0) for trait in row.traits) for row in data.rows])
    ranked = np.sort(1 / (1 + np.exp(-points)))[::-1]
    return round(float(ranked[min(len(ranked), round(rows * len(data.docs))) - 1]), 3)


def rewritten(text: str, data: Data, sets: Sequence[str], tested: str) -> str:
    """The file with the values that fit, the day and the sets; its comments stay."""
    head, mark, _ = text.partition("\nlanguages:\n")
    head = re.sub(r"(?m)^  date: .*$", f'  date: "{date.today()}"', head)
    head = re.sub(r"(?m)^  data: .*$", f"  data: [{', '.join(sets)}]", head)
    head = re.sub(r"(?m)^  tested: .*$", f"  tested: {tested}", head)
    full, classes = fit(data.rows, words=True), fit(data.rows, words=False)
    of_language = [f"  {LANGUAGE}:", *_lines(data, full, "    ")]
    of_others = ["others:", *_lines(data, classes, "  ")]
    return "\n".join([head + mark.rstrip("\n"), *of_language, *of_others]) + "\n"


def _lines(data: Data, weights: dict[str, float], indent: str) -> Iterator[str]:
    yield f"{indent}shown: {threshold(data, weights, ROWS)}"
    yield f"{indent}listed: {threshold(data, weights, LISTED)}"
    yield f"{indent}traits:"
    yield from (f"{indent}  {json.dumps(name, ensure_ascii=False)}: {value}" for name, value in weights.items())


if __name__ == "__main__":
    load_weights()  # the file must be readable before it is rewritten
    main()
