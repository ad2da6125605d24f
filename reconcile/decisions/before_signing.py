"""What those who sign a month must know: which totals change, what mergers take off them, what nobody reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reconcile.decisions.cells import SignOff
from reconcile.doubts import Bearing
from reconcile.doubts.mergers import Loss, lost_by_mergers
from reconcile.model.records import Claim, Figure, Ruling, Total
from reconcile.model.run_tables import RunTables
from reconcile.model.settings import Settings
from reconcile.settle import settle_figures
from reconcile.wording.figure_words import amount, counted, period_words
from reconcile.wording.month_words import printed_total
from schemas.codes import DecisionWord, RuleName

SHOWN = 5
"""The largest number of ids that one note lists."""


@dataclass(frozen=True)
class TotalChange:
    """A total of people under the desk's rule, as printed before and after; '' where there is none."""

    measure: str
    month: str
    before: str
    after: str


def total_changes(before: Iterable[Total], after: Iterable[Total], rule: RuleName) -> Iterator[TotalChange]:
    """The totals of people that differ as printed, in the order of the later ones."""
    then, now = (
        {(r.measure, r.unit, r.scope, r.month): r for r in rows if r.rule == rule and r.measure.people}
        for rows in (before, after)
    )
    for key in {**now, **then}:
        was, will_be = (printed_total(rows[key]) if key in rows else "" for rows in (then, now))
        if was != will_be:
            yield TotalChange(key[0], period_words(key[3] or "unknown month"), was, will_be)


def losses_by_mergers(
    tables: RunTables, log: Sequence[Ruling], settings: Settings, only: Iterable[Ruling] | None = None
) -> list[Loss]:
    """What mergers of events take off the totals of people; `only` limits them to these rulings."""

    def settle(claims: Sequence[Claim]) -> list[Figure]:
        return settle_figures(claims, tables.conflicts, tables.events, tables.sources, log, settings)

    ids = None if only is None else {ruling.decision_id for ruling in only}
    rows = [row for row in log if row.decision is DecisionWord.MERGE_EVENTS and (ids is None or row.decision_id in ids)]
    return lost_by_mergers(Bearing(tables, log, settings, settle), rows) if rows else []


def notes_on(sign_off: SignOff, rulings: Iterable[Ruling], period: str) -> Iterator[str]:
    """What else must be known before signing: rulings that nobody reviewed, and what the sign-off says."""
    lacking = unreviewed(rulings, period)
    if lacking:
        yield unreviewed_words(lacking)
    if sign_off:
        yield sign_off_words(sign_off, period)


def unreviewed(rulings: Iterable[Ruling], period: str) -> list[Ruling]:
    """The rulings of a period that name no reviewer; a withdrawal needs none."""
    return [r for r in rulings if r.period == period and not r.reviewer and r.decision is not DecisionWord.WITHDRAW]


def unreviewed_words(rulings: Sequence[Ruling]) -> str:
    """The rulings that nobody reviewed, by id."""
    ids = ", ".join(f"{row.about} ({row.decision} by {row.analyst})" for row in rulings[:SHOWN])
    more = f" and {amount(len(rulings) - SHOWN)} more" if len(rulings) > SHOWN else ""
    return f"{counted(len(rulings), 'ruling has', 'rulings have')} no reviewer: {ids}{more}."


def sign_off_words(sign_off: SignOff, period: str) -> str:
    """What was typed into the sign-off, and the command that signs with it."""
    names = [
        f"{role} {name}"
        for role, name in (("prepared by", sign_off.prepared_by), ("reviewed by", sign_off.reviewed_by))
        if name
    ]
    typed = "; ".join((*names, *sign_off.remarks))
    return f"The sign-off of the Summary says: {typed}. It signs nothing by itself: reconcile close {period}"
