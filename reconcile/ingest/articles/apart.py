"""Renames documents whose id an earlier path already uses; their claims and refused rows are renamed with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from reconcile.ingest.articles.gather import Ingested
from reconcile.ingest.datasets.dataset_rows import rename_refusals
from reconcile.ingest.datasets.datasets import DatasetRead
from reconcile.model.article import Article
from reconcile.model.ids import claim_id
from reconcile.model.records import Claim, Document


def keep_apart(path: Path, new: Ingested, given: DatasetRead, taken: set[str]) -> tuple[Ingested, DatasetRead]:
    """Rename the documents of one path whose ids are already taken by earlier paths.

    Args:
        path: the path whose articles and datasets were read; it becomes part of the new ids.
        new: the articles of the path.
        given: the datasets of the path.
        taken: the ids of the documents of earlier paths.

    Returns:
        `new` and `given`, with documents, articles, claims and refused rows under the new ids; the order is kept.
    """
    clash = taken & {document.doc for document in (*new.documents, *given.documents)}
    if not clash:
        return new, given
    names = {doc: path.as_posix() if doc == path.name else f"{path.as_posix()}/{doc}" for doc in clash}
    listed = rename_documents(new.documents, names)
    apart = replace(new, articles=rename_articles(new.articles, names), documents=listed)
    return apart, replace(
        given,
        articles=rename_articles(given.articles, names),
        documents=rename_documents(given.documents, names),
        claims=rename_claims(given.claims, names),
        refused=rename_refusals(given.refused, names),
    )


def rename_articles(articles: Iterable[Article], names: Mapping[str, str]) -> list[Article]:
    """The articles under their new names."""
    return [replace(article, doc=names.get(article.doc, article.doc)) for article in articles]


def rename_documents(documents: Iterable[Document], names: Mapping[str, str]) -> list[Document]:
    """The documents under their new names; a duplicate's reference to its original is renamed too."""
    return [_under(names, document) for document in documents]


def _under(names: Mapping[str, str], document: Document) -> Document:
    first = document.duplicate_of
    return replace(document, doc=names.get(document.doc, document.doc), duplicate_of=first and names.get(first, first))


def rename_claims(claims: Iterable[Claim], names: Mapping[str, str]) -> list[Claim]:
    """The claims of renamed documents under their new names; claim ids are computed again from these."""
    kept = list(claims)
    ids = {
        claim.claim_id: claim_id(names[claim.doc], claim.start, claim.end, claim.measure)
        for claim in kept
        if claim.doc in names
    }
    return [_renamed(claim, names, ids) if claim.doc in names else claim for claim in kept]


def _renamed(claim: Claim, names: Mapping[str, str], ids: Mapping[str, str]) -> Claim:
    whole, added = claim.whole_id, claim.added_to
    return replace(
        claim,
        doc=names[claim.doc],
        claim_id=ids[claim.claim_id],
        whole_id=whole and ids.get(whole, whole),
        added_to=added and ids.get(added, added),
    )
