"""Names of documents across months: two texts never share one, so that no claim is taken for another month's."""

from __future__ import annotations

import re
from collections import defaultdict

import pandas as pd

from reconcile.months.earlier import Earlier

# 2013-06/vessen/courier.txt
_MONTHLY = re.compile(r"\d{4}-(0[1-9]|1[0-2])/")


def carried_name(period: str, doc: str) -> str:
    """What a document is called in later months.

    >>> carried_name("2013-06", "mill.txt"), carried_name("2013-06", "2013-06/mill.txt")
    ('2013-06/mill.txt', '2013-06/mill.txt')
    """
    return doc if doc.startswith(f"{period}/") else f"{period}/{doc}"


def own_names(documents: pd.DataFrame, earlier: Earlier, period: str) -> dict[str, str]:
    """New names for this month's documents that an earlier month has too, with another text.

    A daily feed begins its ids anew each month, and every desk has a `daily.txt`. What is named like a document
    carried over from a month (a folder 2013-06 inside another month's) is renamed as well.
    """
    texts: dict[str, set[str]] = defaultdict(set)
    for left in earlier.months:
        own = left.tables["documents"][left.tables["documents"]["doc"].isin(left.own)]
        for doc, sha in zip(own["doc"], own["sha256"], strict=True):
            texts[doc].add(sha)
    pairs = zip(documents["doc"], documents["sha256"], strict=True)
    return {d: f"{period}/{d}" for d, sha in pairs if _MONTHLY.match(d) or (d in texts and sha not in texts[d])}
