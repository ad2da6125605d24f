"""Cases that people wrote down, one a line, and articles carried through the pipeline in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from reconcile import pipeline
from reconcile.months import Earlier
from reconcile.pipeline import Findings, silent
from reconcile.store.desk import Desk

Row = dict[str, Any]


def read_rows(path: Path) -> list[Row]:
    """The records of a file with one record a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_cases(path: Path, *name: str) -> list[Any]:
    """One parameter a line, named by these keys; a line with a `gap` must fail until the gap is closed."""
    return [
        pytest.param(
            row,
            id=" ".join(str(row[key]) for key in name if row.get(key)),
            marks=[pytest.mark.xfail(reason=row["gap"], strict=True)] if "gap" in row else [],
        )
        for row in read_rows(path)
    ]


def settle_articles(articles: Iterable[Mapping[str, Any]], folder: Path) -> Findings:
    """The tables of one batch of articles, from its claims to its settled figures, without ledger and workbook.

    Args:
        articles: records with `id` and `text`, and where known `source`, `published` and `language`.
        folder: where the articles are written, as one file.
    """
    file, desk = folder / "articles.jsonl", Desk()
    file.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    found = pipeline.extract([file], desk)
    found = pipeline.compare(found, desk, Earlier(), folder.name, silent)
    return pipeline.settle(found, desk, Earlier(), silent)
