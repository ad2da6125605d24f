"""Brings together the accounts of a disaster that kills thousands: those of one country and month count one event.

Words, days and places of such accounts differ more than those of two smaller events, for it is told from many towns,
in many languages and for weeks; but two disasters of one country hardly ever both kill thousands in a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reconcile.link.accounts import Report
from reconcile.link.agreement import days_between, is_large_toll
from reconcile.link.reach import COUNTED_FOR, countries_of, open_days
from reconcile.link.vocabulary import load_causes


def adopt_disasters(reports: Sequence[Report]) -> list[Report]:
    """The reports; one with a toll of thousands that a disaster of its country explains is an account of it.

    Its own cause and day were then misread: an air bridge is no air raid, and the day is that of a count.
    """
    wide = load_causes().wide
    large = [report for report in reports if any(map(is_large_toll, report.figures))]
    disasters = [report for report in large if report.facts.family in wide]
    others = {id(report) for report in large} - {id(report) for report in disasters}
    return [_adopted(report, disasters) if id(report) in others else report for report in reports]


def _adopted(report: Report, disasters: Sequence[Report]) -> Report:
    found = next((other for other in disasters if share_a_count(report, other)), None)
    if found is None:
        return report
    return replace(report, said=[replace(said, family=found.facts.family, dated=False) for said in report.said])


def share_a_count(one: Report, other: Report) -> bool:
    """True where both give a large toll of one measure and country within weeks, neither more than twice the other.

    Two disasters or battles of one country and month hardly ever both kill thousands: it is one count that grows.
    """
    if (days_between(open_days(one), open_days(other)) or 0) > COUNTED_FOR:
        return False
    tolls, its_tolls = (list(filter(is_large_toll, report.figures)) for report in (one, other))
    alike = any(
        measure == its_measure and max(value, its_value) <= 2 * min(value, its_value)
        for measure, value in tolls
        for its_measure, its_value in its_tolls
    )
    return alike and not countries_of(one).isdisjoint(countries_of(other))


def unite_disasters(groups: Sequence[Sequence[int]], reports: Sequence[Report], gap: int) -> list[list[int]]:
    """The clusters of reports; those that count one disaster with thousands of dead or injured are one.

    Args:
        groups: clusters, as positions in `reports`.
        reports: the accounts.
        gap: the greatest number of days between two stated days of one event.
    """
    united: list[list[int]] = []
    for group in groups:
        mine = [reports[position] for position in group]
        same = next((held for held in united if _count_one(mine, [reports[i] for i in held], gap)), None)
        if same is None:
            united.append(list(group))
        else:
            same[:] = sorted([*same, *group])
    return united


def _count_one(ours: Sequence[Report], theirs: Sequence[Report], gap: int) -> bool:
    """True for two clusters of wide events that share a large count, where stated days do not tell them apart."""
    wide = load_causes().wide
    large = [
        [r for r in group if r.facts.family in wide and any(map(is_large_toll, r.figures))] for group in (ours, theirs)
    ]
    if not all(large) or not any(share_a_count(a, b) for a in large[0] for b in large[1]):
        return False
    dated = [[r.facts for r in group if r.facts.dated] for group in (ours, theirs)]
    return not all(dated) or any((days_between(a, b) or 0) <= gap for a in dated[0] for b in dated[1])
