"""Reads input files: finds them, decodes them, and turns them into articles and dataset reports.

`ingest` reads articles; `read_datasets` reads event tables. Every file and record is either read, or listed in the
refused table with the reason and the remedy. Page furniture inside an article is marked with fences, not deleted.
"""

from reconcile.ingest.articles.apart import keep_apart, rename_articles, rename_claims, rename_documents
from reconcile.ingest.articles.gather import Ingested, ingest
from reconcile.ingest.datasets.datasets import DatasetRead, read_datasets

__all__ = [
    "DatasetRead",
    "Ingested",
    "ingest",
    "keep_apart",
    "read_datasets",
    "rename_articles",
    "rename_claims",
    "rename_documents",
]
