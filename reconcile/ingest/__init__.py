"""Articles and datasets in: files found, decoded, read, and everything that is no article fenced off or set aside.

`ingest` reads articles, `read_datasets` the event tables beside them. Nothing is lost in silence: a file or a record
is read, or stands in the refused table with what to do about it.
"""

from reconcile.ingest.apart import keep_apart, rename_claims
from reconcile.ingest.datasets import DatasetRead, read_datasets
from reconcile.ingest.gather import Ingested, ingest

__all__ = ["DatasetRead", "Ingested", "ingest", "keep_apart", "read_datasets", "rename_claims"]
