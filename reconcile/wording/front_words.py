"""The sentences of the Summary and of the charts."""

from __future__ import annotations

from collections.abc import Mapping

from reconcile.model.records import PerhapsOne
from reconcile.wording.figure_words import amount, counted, day_words
from reconcile.wording.record_words import CUT_SHORT
from schemas.codes import Link, RuleName, State, Sureness


def desk_line(desk: str, as_at: str | None, started: str | None, number: int | None, counts: str) -> str:
    """Whose month it is, as at which day, and what was read.

    >>> desk_line("Ridge desk", "2013-06-28", "2013-07-01T09:00:00+00:00", 3, "4 articles")
    'Ridge desk · as at 28 June 2013, the day of the latest article · run 3 on 1 July 2013 · 4 articles'
    """
    at = f"as at {day_words(as_at)}, the day of the latest article" if as_at else ""
    ran = f"run {number} on {day_words(started[:10])}" if number and started else ""
    return " · ".join(part for part in (desk, at, ran, counts) if part)


def rule_line(rule: RuleName, profile: str) -> str:
    """The rule that figures were settled by, and the profile that vague words were read by."""
    return f"Rule '{rule}': where sources differ, {rule.choice}. Vague words by the profile '{profile}'."


def made_line(version: str | None, run: str | None, inputs: str | None) -> str:
    """The version that made the workbook, and the hashes of what it found and of what it read."""
    parts = (
        f"reconcile {version}" if version else "",
        f"results {run}" if run else "",
        f"inputs {inputs}" if inputs else "",
    )
    return " · ".join(part for part in parts if part)


PRINT_NOTE = (
    "People in events of this month, each event counted once. Last month and the difference compare what is settled."
)


def more_conflicts(more: int, carried: int) -> str:
    """How many open conflicts are not shown, and how many were carried over from earlier months.

    >>> more_conflicts(3, 1)
    '3 more are on the sheet Conflicts. 1 of all was carried over from earlier months.'
    """
    said = [f"{counted(more, 'more is', 'more are')} on the sheet Conflicts."] if more else []
    said += [f"{counted(carried, 'of all was', 'of all were')} carried over from earlier months."] if carried else []
    return " ".join(said)


def age_words(age: int) -> str:
    """For how long a conflict has been open.

    >>> age_words(0), age_words(1), age_words(3)
    ('new', '1 month', '3 months')
    """
    return counted(age, "month") if age else "new"


def changes_note(changes: Mapping[str, int]) -> str:
    """How many figures of earlier months changed, by kind."""
    said = ", ".join(f"{number} {kind}" for kind, number in changes.items())
    return f"Figures of earlier months that changed: {said}." if said else "No figure of an earlier month has changed."


def likely_loss(pairs: list[PerhapsOne]) -> str:
    """What merging the pairs that are likely one would take off the totals; '' where nothing.

    An event that is merged by one pair is left out of the effects of the pairs after it.
    """
    lost: dict[str, float] = {}
    seen: set[str] = set()
    for row in pairs:
        if row.likelihood is Sureness.LIKELY and row.effect > 0 and row.other_id not in seen:
            seen.add(row.other_id)
            lost[row.measure] = lost.get(row.measure, 0.0) + row.effect
    by_how_much = ", ".join(f"{measure} by {amount(number)}" for measure, number in lost.items())
    return f"; merging the likely ones would lower {by_how_much}" if lost else ""


TO_DO = {
    "perhaps one": "Pairs of events that may be one, each counted twice until merged: merge or dismiss them",
    "implausible": "Figures out of proportion: check each against its sentence",
    "unread": "Likely figures that no rule read: enter each as a claim, or rule that it is no figure",
    "undetermined": "Contested figures, without a settled value: set one, or accept the range",
    State.OPEN: "Serious or moderate conflicts: decide them in the yellow cells",
    State.CHANGED: "Decided conflicts whose evidence has changed since: confirm or withdraw the ruling",
    State.OVERTAKEN: "Conflicts that newer reports have removed: check whether the figure is still right",
    Link.UNSURE: "Claims that fit more than one event: in no figure until their event is clear",
    Link.UNLINKED: "Claims that fit no known event: in no figure",
    "truncated": f"Articles cut short: {CUT_SHORT}",
    "candidates": "New sources: confirm them in inputs/desk/sources.csv",
    "refused": "Files or rows refused: in no figure",
}
"""What may be wrong and remains to be done before sign-off, by state or kind, in the order of harm."""

LEFT = {
    "perhaps one": "pairs of events that may be one, left apart",
    "implausible": "figures out of proportion, left as they are",
    "unread": "likely figures that no rule read, in no figure",
    "undetermined": "figures without a settled value",
    State.OPEN: "serious or moderate conflicts left open",
    State.CHANGED: "decided conflicts whose evidence had changed",
    State.OVERTAKEN: "conflicts that newer reports had removed",
    Link.UNSURE: "claims that fit more than one event, in no figure",
    Link.UNLINKED: "claims that fit no known event, in no figure",
    "truncated": "articles cut short",
    "candidates": "sources that nobody had confirmed",
    "refused": "files or rows refused, in no figure",
}
"""What a signed month left as it was, by state or kind."""


def chart_words(kind: str, title: str, unit: str, rows: int, noun: str, series: str) -> str:
    """A chart in words, for those who do not see it.

    >>> chart_words("bar", "Killed, by event: June 2013", "people", 8, "event", "at least, settled, at most")
    'Bar chart. Killed, by event: June 2013, in people. 8 events, each with at least, settled, at most. The numbers \
are in the table on the sheet Charts.'
    """
    name = {"bar": "Bar chart", "col": "Column chart", "line": "Line chart"}[kind]
    told = f"{counted(rows, noun)}, each with {series}"
    return f"{name}. {title}, in {unit}. {told}. The numbers are in the table on the sheet Charts."


CHART_NOTES = {
    "events": "The least and the most are what the sources allow; a blank is open or unsettled. Largest first.",
    "toll": "Each number that a voice gave, by the day up to which it counts.",
    "months": "People in events of each month, as far as they are settled, at the end of this month.",
    "rules": "The same events summed under each rule. Where the bars differ widely, the sources do.",
}
"""How to read each chart."""
