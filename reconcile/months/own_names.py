"""Names of documents across months: two texts never share one, so that no claim is taken for another month's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from reconcile.model.records import Document
from reconcile.months.earlier import Earlier

# 2013-06/vessen/courier.txt
_MONTHLY = re.compile(r"\d{4}-(0[1-9]|1[0-2])/")


def carried_name(period: str, doc: str) -> str:
    """What a document is called in later months.

    >>> carried_name("2013-06", "mill.txt"), carried_name("2013-06", "2013-06/mill.txt")
    ('2013-06/mill.txt', '2013-06/mill.txt')
    """
    return doc if doc.startswith(f"{period}/") else f"{period}/{doc}"


def own_names(documents: Iterable[Document], earlier: Earlier, period: str) -> dict[str, str]:
    """New names for this month's documents that an earlier month has too, with another text.

    A daily feed begins its ids anew each month, and every desk has a `daily.txt`. What is named like a document
    carried over from a month (a folder 2013-06 inside another month's) is renamed as well.

    Returns:
        The new name by the old one, of those only that get one.
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
