"""Documents of one name and other texts, told apart: their claims, and what was refused of them, follow the names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from reconcile.ingest.articles.gather import Ingested
from reconcile.ingest.datasets.dataset_rows import rename_refused
from reconcile.ingest.datasets.datasets import DatasetRead
from reconcile.model.ids import claim_id


def keep_apart(path: Path, new: Ingested, given: DatasetRead, taken: set[str]) -> tuple[Ingested, DatasetRead]:
    """What a path held, each doc that an earlier path holds already told apart by this path's name."""
    clash = taken & {*new.documents["doc"], *given.documents["doc"]}
    if not clash:
        return new, given
    names = {doc: path.as_posix() if doc == path.name else f"{path.as_posix()}/{doc}" for doc in clash}
    articles, reports = (
        [replace(article, doc=names.get(article.doc, article.doc)) for article in kept]
        for kept in (new.articles, given.articles)
    )
    listed, rows = (kept.replace({"doc": names, "duplicate_of": names}) for kept in (new.documents, given.documents))
    claims, refused = rename_claims(given.claims, names), rename_refused(given.refused, names)
    return (
        replace(new, articles=articles, documents=listed),
        replace(given, articles=reports, documents=rows, claims=claims, refused=refused),
    )


def rename_claims(claims: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The claims of renamed documents under their new names, with the ids that follow from these."""
    docs = [names.get(doc, doc) for doc in claims["doc"]]
    ids = [
        claim_id(new, int(start), int(end), measure) if doc in names else id
        for id, doc, new, start, end, measure in zip(
            claims["claim_id"], claims["doc"], docs, claims["start"], claims["end"], claims["measure"], strict=True
        )
    ]
    new_ids = dict(zip(claims["claim_id"], ids, strict=True))
    wholes = [new_ids.get(id, id) for id in claims["whole_id"]]
    texts = {"doc": docs, "claim_id": ids, "whole_id": wholes}
    return claims.assign(**{column: pd.array(cells, dtype="string") for column, cells in texts.items()})
