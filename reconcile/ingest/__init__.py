"""Articles and datasets in: files found, decoded, read, and everything that is no article fenced off or set aside.

`ingest` reads articles, `read_datasets` the event tables beside them. Nothing is lost in silence: a file or a record
is read, or stands in the refused table with what to do about it.
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
