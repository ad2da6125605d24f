"""The totals of a month and of those before it as they were first signed, which later reports do not change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reconcile.model.records import Total
from reconcile.store.closed_months import CLOSED, Closing, readable_closings
from reconcile.store.ledger import META, Ledger
from reconcile.store.workspace import is_month
from schemas.codes import Measure, Scope

COUNTED = (Measure.KILLED, Measure.INJURED)
MOST = 12
"""Months that are told, the latest."""


def first_signed(ledger: Ledger, period: str) -> list[dict[str, Any]]:
    """What was first signed of each month before a period: one row a month and measure, the earliest month first.

    Args:
        ledger: the ledger, open for reading.
        period: the month that tells it; no other period has months before it.

    Returns:
        Rows of month, measure, low, high, settled_sum, events, undetermined, signed (the time), by and version.
    """
    if not is_month(period):
        return []
    first: dict[str, Closing] = {}
    for closing in readable_closings(ledger):
        if closing.action == CLOSED and closing.period < period:
            first.setdefault(closing.period, closing)
    return [row for month in sorted(first)[-MOST:] for row in _signed(ledger, first[month])]


def _signed(ledger: Ledger, closing: Closing) -> Iterator[dict[str, Any]]:
    rule = ledger.paper(closing.run, META).get("rule")
    for row in ledger.tables(closing.run, ("totals",)).totals:
        if row.month == closing.period and row.rule == rule and _is_told(row):
            told = {key: getattr(row, key) for key in ("low", "high", "settled_sum", "events", "undetermined")}
            signed = {"signed": closing.at, "by": closing.by, "version": closing.version}
            yield {"month": closing.period, "measure": row.measure.value, **told, **signed}


def _is_told(row: Total) -> bool:
    return row.measure in COUNTED and row.scope is Scope.INCIDENT and row.unit == "person"
