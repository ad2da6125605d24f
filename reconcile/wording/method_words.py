"""The words of the sheets that explain a month to those who come later: Method, Call sheet, Last twelve months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reconcile.strict_yaml import StrictLoader
from reconcile.wording.figure_words import counted
from schemas.codes import RuleName


@cache
def measured() -> Mapping[str, Any]:
    """The reader's accuracy on articles that nobody read while its rules were written."""
    text = Path(__file__).with_name("measured.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=StrictLoader)
    return found


def accuracy_lines() -> Iterable[tuple[str, str]]:
    """What is known of the reader's errors, and what this book does about them."""
    known = measured()
    found = (
        f"Of ten figures that an article states it finds about {10 * known['recall']:.1f}, and of ten that it finds "
        f"about {10 * known['precision']:.1f} are figures, measured on {known['articles']} articles that nobody read "
        "while its rules were written. What it may have missed is on Look here."
    )
    fields = ", ".join(f"{name} {known[name]:.0%}" for name in ("value and bound", "attribution", "country", "place"))
    yield "Figures found", found
    yield "Fields right, of figures found", f"{fields}. The whole measurement is in docs/accuracy.md."


DEFINITIONS = (
    ("Claim", "One mention of one figure in one article: the number with its bound, what is counted, who says so."),
    ("Voice", "One independent originator. Papers that carry one wire, and speakers of one body, are one voice."),
    ("Event", "What a toll belongs to, wherever and whenever it was reported. An event is counted once in a total."),
    ("Figure", "The number settled for one event, measure, group and scope, with the rule and the reason."),
    ("Conflict", "Claims on one figure that cannot all be true; 'at least 11' and '14' do not conflict."),
    ("Total", "Whole figures of events; parts, stretches of time and running totals are not added to them."),
)


def rules(chosen: RuleName) -> Iterable[tuple[str, str]]:
    """What each settling rule does where sources differ, the desk's own first."""
    for rule in sorted(RuleName, key=lambda rule: rule != chosen):
        yield f"Rule '{rule}'{', the desk’s' if rule == chosen else ''}", f"Where sources differ, {rule.choice}."


SETTINGS = {
    "profile": "Vague words ('dozens', 'scores') are read by this profile",
    "about_tolerance": "'About N' also holds within this share of N",
    "tolerances": "Two figures agree when they differ by no more than this share of the larger",
    "event_distance_km": "Claims of one event lie no further apart than this (km); disasters and wars reach further",
    "event_gap_days": "and their days no further apart than this",
    "story_containment": "Two articles carry one text when this share of the shorter is in the longer",
    "language": "Language of the articles ('auto': found for each)",
}
"""What each setting of the desk does."""


def set_to(value: Any) -> str:
    """A setting's value.

    >>> set_to({"distance": 0.1, "duration": 0.0}), set_to(30.0), set_to("auto")
    ('distance 0.1, duration 0', '30', 'auto')
    """
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {set_to(share)}" for name, share in value.items())
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


GAZETTEER = (
    "GeoNames (CC BY 4.0), distilled, with a supplement of our own and the desk's places (inputs/desk/places.csv). "
    "Places are coded by UCDP's precision, 1 exact to 7 international; countries by ISO 3166-1."
)


def share_words(counts: Sequence[tuple[int, str]]) -> str:
    """Several counts in one line.

    >>> share_words([(3, "read"), (0, "refused"), (1, "cut short")])
    '3 read, 1 cut short'
    """
    return ", ".join(f"{number:,} {what}" for number, what in counts if number)


CALL_NOTE = (
    "Whom to ask what, so that open conflicts can be decided: one source and conflict a row, the largest effect first, "
    "all questions to one source together. The last column is for the answer, by hand: what settles it is a ruling."
)


def question(measure: str, event: str, said: Sequence[str], others: Sequence[str]) -> str:
    """What to ask a source about a figure on which it differs from others.

    >>> question("injured", "Raid, Idlib", ["200"], ["the council 400"])
    'Raid, Idlib: how many injured, up to which day, and who counted? It is quoted with 200; others: the council 400.'
    """
    asked = f"{event}: how many {measure}, up to which day, and who counted?"
    told = f" It is quoted with {', '.join(said)}; others: {'; '.join(others)}." if others else ""
    twice = f" It is quoted with {' and with '.join(said)}: which one holds?" if not others else ""
    return asked + told + twice


MONTHS_NOTE = (
    "People killed and injured in events of each month, as far as they are settled: as first signed, and as now. The "
    "difference is what late reports, corrections and mergers have changed since; the sheet Changes names them."
)


def undecided_words(number: int | None) -> str | None:
    """How many events have no settled figure; None where all have one."""
    return f"and {counted(number, 'event')} undecided" if number else None
