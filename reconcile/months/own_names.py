"""Names of documents across months: two texts never share a name, so that claims of two months are never confused."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from reconcile.model.records import Document
from reconcile.months.earlier import Earlier

# 2013-06/vessen/courier.txt
_MONTHLY = re.compile(r"\d{4}-(0[1-9]|1[0-2])/")


def carried_name(period: str, doc: str) -> str:
    """The name of a document in later months.

    >>> carried_name("2013-06", "mill.txt"), carried_name("2013-06", "2013-06/mill.txt")
    ('2013-06/mill.txt', '2013-06/mill.txt')
    """
    return doc if doc.startswith(f"{period}/") else f"{period}/{doc}"


def own_names(documents: Iterable[Document], earlier: Earlier, period: str) -> dict[str, str]:
    """New names for this month's documents whose name an earlier month uses for another text.

    A daily feed starts its ids again each month, and every desk has a `daily.txt`. A document that is named like one
    carried over from a month (a folder 2013-06 inside another month's) is renamed as well.

    Returns:
        The new name by the old one, for renamed documents only.
    """
    texts: dict[str, set[str]] = defaultdict(set)
    for left in earlier.months:
        for paper in left.tables.documents:
            if paper.doc in left.own:
                texts[paper.doc].add(paper.sha256)
    return {
        paper.doc: f"{period}/{paper.doc}"
        for paper in documents
        if _MONTHLY.match(paper.doc) or (paper.doc in texts and paper.sha256 not in texts[paper.doc])
    }
