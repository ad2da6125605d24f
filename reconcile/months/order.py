"""Whether the months were run in their order: each goes on from those before it as they are now."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.ledger import META, Ledger, Run
from reconcile.months.earlier import SINCE
from reconcile.report.wording import period_words
from reconcile.workspace import is_month


def out_of_order(ledger: Ledger, period: str) -> Iterator[str]:
    """Which months should be run again, after a run of this one, and why; nothing where all is in order."""
    if not is_month(period):
        return
    last = {run.period: run for run in ledger.runs() if run.finished and is_month(run.period)}
    for month in sorted(last):
        moved = moved_before(ledger, last, month)
        if not moved or month == period:
            continue
        names = " and ".join(period_words(m) for m in moved)
        order = "then this month" if month < period else "it goes on from those"
        yield f"{period_words(month)} was run before {names} came out as now: reconcile run {month}, {order}."


def moved_before(ledger: Ledger, last: dict[str, Run], month: str) -> list[str]:
    """The months before one that it did not go on from as they are now."""
    known = ledger.paper(last[month].number, META).get(SINCE)
    if known is None:
        return []
    now = {earlier: run.content for earlier, run in last.items() if earlier < month}
    return sorted(earlier for earlier in {*known, *now} if known.get(earlier) != now.get(earlier))
