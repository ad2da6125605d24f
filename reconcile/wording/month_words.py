"""The sentences of a month's summary: how it was made, what it leaves out, what remains to be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reconcile.model.records import Breakdown, Total
from reconcile.wording.figure_words import amount, counted, day_words, period_words
from schemas.codes import RuleName

OTHER_MONTHS, ALL_MONTHS = "other months", "all months"


def events_month(month: str | None) -> str:
    """The month of the events that a total adds up, in words; 'unknown' for None."""
    return period_words(month) if month else "unknown"


def rule_heading(rule: RuleName) -> str:
    """A rule's name above its column.

    >>> rule_heading(RuleName.LATEST_CREDIBLE)
    'Latest credible'
    """
    return rule.replace("_", " ").capitalize()


def more_on(number: int, sheet: str, noun: str = "") -> str:
    """How many more rows a sheet has than the summary shows.

    >>> more_on(1, "Totals"), more_on(3, "Roll-forward", "row")
    ('1 more is on the sheet Totals.', '3 more rows are on the sheet Roll-forward.')
    """
    many = f"more {noun}s" if noun else "more"
    return f"{counted(number, f'more {noun}'.strip() + ' is', f'{many} are')} on the sheet {sheet}."


def cut_note(shown: int, all_rows: int, table: str) -> str:
    """Where the rest of a sheet is that was cut at a limit; '' where it was not.

    >>> cut_note(20_000, 43_210, "comparisons"), cut_note(20_000, 3, "comparisons")
    (' The first 20,000 of 43,210 rows: all are in tables/comparisons.csv.', '')
    """
    return f" The first {shown:,} of {all_rows:,} rows: all are in tables/{table}.csv." if all_rows > shown else ""


def by_source_note(others: int) -> str:
    """The note of the sheet Event by source; `others` voices have no column of their own."""
    note = "What each voice says of each event, the settled figure last. A blank cell: that voice says nothing of it."
    return f"{note} {counted(others, 'voice is', 'voices are')} under Other sources." if others else note


def disagreement_words(voices: int) -> str:
    """How many voices stand behind a figure on which none differs.

    >>> disagreement_words(1), disagreement_words(3)
    ('one', 'agree')
    """
    return "one" if voices < 2 else "agree"


def printed_total(total: Total | Breakdown, beyond: float | None = None) -> str:
    """A total as it is printed: what is settled, what is undecided, and the two together.

    Args:
        total: the total under the desk's rule.
        beyond: the number that its least exceeds, where it is one figure's and its source says 'more than'.

    >>> from reconcile.model.records import Total
    >>> from schemas.codes import Measure, Scope
    >>> what = {"measure": Measure.KILLED, "unit": "person", "scope": Scope.INCIDENT, "rule": RuleName.REPRESENTATIVE}
    >>> printed_total(Total(**what, low=123, events=10, undetermined=1, settled_sum=109, undecided_low=18,
    ...     undecided_high=25))
    '109 in 9 events, and 18 to 25 in one undecided: 127 to 134, open above'
    >>> printed_total(Total(**what, low=61, best=169, high=172, events=5, undetermined=0, settled_sum=169))
    '169 in 5 events'
    """
    sure, rest = total.settled_sum or 0.0, total.undetermined
    open_above = "" if total.high is not None else ", open above"
    settled_events = total.events - rest
    if beyond is not None:
        return f"> {amount(beyond)} in {counted(total.events, 'event')}"
    said = f"{amount(sure)} in {counted(settled_events, 'event')}"
    if not rest:
        return said + open_above
    low = max(0.0, (total.low or 0.0) - sure) if total.undecided_low is None else total.undecided_low
    most = low if total.high is None else max(low, total.high - sure)
    high = most if total.undecided_high is None else total.undecided_high
    undecided = f"{_span(low, high)} in {'one' if rest == 1 else amount(rest)} undecided"
    if not settled_events:
        return undecided + open_above
    return f"{said}, and {undecided}: {_span(sure + low, sure + high)}{open_above}"


def _span(low: float, high: float) -> str:
    return amount(low) if low == high else f"{amount(low)} to {amount(high)}"


def signed_note(at: str) -> str:
    """The note of a sheet to decide in, where the month is signed."""
    return f"The month was signed on {day_words(at[:10])}: a record, in which nothing is decided any longer."


def closed_words(at: str, version: int, by: str, reviewed_by: str | None) -> str:
    """The line of a closed month: that it is signed, by whom, and that it is frozen."""
    return (
        f"Signed and closed on {day_words(at[:10])} as version {version}, prepared by {by}, reviewed by "
        f"{reviewed_by or 'nobody'}: this workbook is frozen."
    )


def waived_words(waived: Sequence[str], reason: str | None) -> str:
    """Which conflicts were waived when a month was closed."""
    return f"{counted(len(waived), 'serious conflict')} waived: {reason}"


def look_here_note(more: int) -> str:
    """The note of the sheet Look here; `more` numbers are less likely and are only in the table.

    >>> look_here_note(0).endswith("likely one.")
    True
    """
    note = (
        "Numbers and persons beside words of harm or people that no rule read, the likeliest figures first. They are "
        "in no figure. Pick 'enter claim' or 'no figure'; without a measure of yours a claim counts the likely one."
    )
    return f"{note} {counted(more, 'number')} less likely: tables/unread.csv." if more else note


def breakdown_note(rule: RuleName) -> str:
    """The note of the sheet Breakdowns."""
    return (
        f"The totals under the rule '{rule}' by country, province, cause and group. Countries, provinces and "
        "causes add up to the total; groups do not, because one group may contain another."
    )


def counts_line(counts: Iterable[tuple[int, str]]) -> str:
    """Several counts in one line: '3 articles · 7 figures'."""
    return " · ".join(counted(number, one) for number, one in counts)
