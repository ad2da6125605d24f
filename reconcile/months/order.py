"""Whether the months were run in order: each continues from the latest runs of the months before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reconcile.months.earlier import SINCE
from reconcile.store.ledger import META, Ledger, Run
from reconcile.store.workspace import is_month
from reconcile.wording.figure_words import period_words


def out_of_order(ledger: Ledger, period: str) -> Iterator[str]:
    """The months that should be run again after a run of this one, each with the reason; none if all are in order."""
    if not is_month(period):
        return
    last = last_runs(ledger)
    for month in sorted(last):
        moved = moved_before(ledger, last, last[month])
        if not moved or month == period:
            continue
        names = " and ".join(period_words(m) for m in moved)
        order = f", then: reconcile run {period}" if month < period else ""
        said = f"{period_words(month)} still goes on from {names} as it was before."
        yield f"{said} Run it again: reconcile run {month}{order}"


def last_runs(ledger: Ledger) -> dict[str, Run]:
    """The last finished run of each month."""
    return {run.period: run for run in ledger.runs() if run.finished and is_month(run.period)}


def moved_before(ledger: Ledger, last: Mapping[str, Run], run: Run) -> list[str]:
    """The months before a run's month that have been run again since; none where the run did not record its months."""
    known = ledger.paper(run.number, META).get(SINCE)
    if known is None:
        return []
    now = {earlier: other.content for earlier, other in last.items() if earlier < run.period}
    return sorted(earlier for earlier in {*known, *now} if known.get(earlier) != now.get(earlier))
