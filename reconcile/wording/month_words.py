"""The sentences of a month's summary: how it was made, what it leaves out, what remains to be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reconcile.model.records import Breakdown, PerhapsOne, Total
from reconcile.wording.figure_words import amount, counted, day_words, period_words
from reconcile.wording.record_words import CUT_SHORT
from schemas.codes import Link, RuleName, State, Sureness

OTHER_MONTHS, ALL_MONTHS = "other months", "all months"


def events_month(month: str | None) -> str:
    """The month of the events that a total adds up, in words; 'unknown' for None."""
    return period_words(month) if month else "unknown"


def rule_line(rule: RuleName, profile: str) -> str:
    """The rule that figures were settled by, and the profile that vague words were read by."""
    rule_applied = f"Where sources differ, the rule '{rule}' applies: {rule.choice}."
    return f"{rule_applied} Vague words are read by the profile '{profile}'."


def rule_heading(rule: RuleName) -> str:
    """A rule's name above its column.

    >>> rule_heading(RuleName.LATEST_CREDIBLE)
    'Latest credible'
    """
    return rule.replace("_", " ").capitalize()


def rules_note() -> str:
    """What each rule does, as a note above the columns that show them side by side."""
    choices = "; ".join(f"{rule_heading(rule)}: {rule.choice}" for rule in RuleName)
    return f"Where the rules give very different totals, the sources disagree widely. {choices}."


def made_line(version: str | None, run: str | None) -> str:
    """The version and run that made the workbook; '' where both are unknown."""
    parts = (f"reconcile {version}" if version else "", f"run {run}" if run else "")
    return " · ".join(part for part in parts if part)


def more_on(number: int, sheet: str, noun: str = "") -> str:
    """How many more rows a sheet has than the summary shows.

    >>> more_on(1, "Totals"), more_on(3, "Roll-forward", "row")
    ('1 more is on the sheet Totals.', '3 more rows are on the sheet Roll-forward.')
    """
    many = f"more {noun}s" if noun else "more"
    return f"{counted(number, f'more {noun}'.strip() + ' is', f'{many} are')} on the sheet {sheet}."


def totals_note() -> str:
    """How to read the summary's totals."""
    return (
        "As printed: what is settled; what is undecided, from the least to the most stated; and the two together. "
        "'Open' means that no source states this bound."
    )


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


def bars_note(more: int) -> str:
    """The note of the chart of events; `more` events are not in it."""
    note = "The least and the most are what the sources allow; a blank is open or unsettled."
    left = counted(more, "event has", "events have")
    return f"{note} {left} fewer dead and are on the sheet Figures." if more else note


def bars_words(title: str, events: int, first: str, dead: str) -> str:
    """A chart of events in words.

    >>> bars_words("Killed, by event: June 2013", 8, "Shelling, Vessen", "30")
    'Bar chart. Killed, by event: June 2013. 8 events with the least, settled and most dead; the largest is Shelling, \
Vessen with 30.'
    """
    shown = f"{events} events with the least, settled and most dead"
    return f"Bar chart. {title}. {shown}; the largest is {first} with {dead}."


def print_note(rule: RuleName) -> str:
    """How to read the numbers to print."""
    return (
        f"People in events of this month, each event counted once, settled by the rule '{rule}'. Undecided events "
        "are given from the least to the most that a source states; 'open above' where one says 'at least'."
    )


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


def perhaps_one_todo(pairs: Sequence[PerhapsOne]) -> str:
    """What to do about pairs of events that may be one, with what merging those that are likely one would do.

    An event that is merged by one pair is left out of the effects of the pairs after it.
    """
    said = "Pairs of events that may be one, each counted twice until they are merged: merge or dismiss them"
    lost: dict[str, float] = {}
    seen: set[str] = set()
    for row in pairs:
        if row.likelihood is Sureness.LIKELY and row.effect > 0 and row.other_id not in seen:
            seen.add(row.other_id)
            lost[row.measure] = lost.get(row.measure, 0.0) + row.effect
    by_how_much = ", ".join(f"{measure} by {amount(number)}" for measure, number in lost.items())
    return f"{said}. Merging the likely ones would lower {by_how_much}" if lost else said


TO_DO = {
    "implausible": "Figures out of proportion: check each against its sentence, before anything else",
    State.OPEN: "Serious or moderate conflicts: decide them in the yellow cells of Conflicts",
    State.CHANGED: "Decided conflicts whose evidence has changed since: confirm or withdraw the ruling",
    State.OVERTAKEN: "Conflicts that newer reports have removed: check whether the figure is still right",
    "undetermined": "Figures without a settled value: set one, or accept the range",
    Link.UNSURE: "Claims that fit more than one event: they are in no figure until their event is clear",
    Link.UNLINKED: "Claims that fit no known event: they are in no figure",
    "unread": "Likely figures that no rule read: enter each as a claim, or rule that it is no figure",
    "truncated": f"Articles cut short: {CUT_SHORT}",
    "candidates": "New sources: confirm them in inputs/desk/sources.csv",
    "refused": "Files or rows refused: they are in no figure",
}
"""What remains to be done before sign-off, by state or kind."""


def signed_note(at: str) -> str:
    """The note of a sheet to decide in, where the month is signed."""
    return f"The month was signed on {day_words(at[:10])}: a record, in which nothing is decided any longer."


LEFT = {
    State.OPEN: "serious or moderate conflicts left open",
    State.CHANGED: "decided conflicts whose evidence had changed",
    State.OVERTAKEN: "conflicts that newer reports had removed",
    "implausible": "figures out of proportion, left as they are",
    "perhaps one": "pairs of events that may be one, left apart",
    "undetermined": "figures without a settled value",
    Link.UNSURE: "claims that fit more than one event, in no figure",
    Link.UNLINKED: "claims that fit no known event, in no figure",
    "unread": "likely figures that no rule read, in no figure",
    "truncated": "articles cut short",
    "candidates": "sources that nobody had confirmed",
    "refused": "files or rows refused, in no figure",
}
"""What a signed month left as it was, by state or kind."""


def closed_words(at: str, version: int, by: str, reviewed_by: str | None) -> str:
    """The line of a closed month: that it is signed, by whom, and that it is frozen."""
    return (
        f"Signed and closed on {day_words(at[:10])} as version {version}, prepared by {by}, reviewed by "
        f"{reviewed_by or 'nobody'}: this workbook is frozen."
    )


def measure_of(total: Total, period: str) -> str:
    """A measure with its unit, where that is not people, and the period.

    >>> from schemas.codes import Measure, Scope
    >>> what = {"scope": Scope.INCIDENT, "rule": RuleName.RANGE, "events": 1, "undetermined": 0}
    >>> measure_of(Total(measure=Measure.DISPLACED, unit="family", **what), "2013-06")
    'displaced (family), June 2013'
    """
    unit = "" if total.unit == "person" else f" ({total.unit})"
    return f"{total.measure}{unit}, {period_words(total.month or period)}"


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
