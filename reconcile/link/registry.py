"""Events that the desk knows: discovered ones that are one of them take its id, its name and its facts.

A discovered event is the desk's when its articles call it by name and nothing speaks against it, or when place, days
and cause all agree. A long event of the desk (a battle of weeks) takes a single day's event only by name; it is the
parent of the others in its place and time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconcile.link.accounts import Report
from reconcile.link.agreement import (
    PRECISE_DAYS,
    Facts,
    LinkWords,
    compare_causes,
    compare_days,
    compare_places,
    ordinal,
    place_of,
)

AGAINST = ("apart", "elsewhere", "abroad", "another", "long apart", "different")
HERE = ("same", "near")
THEN = ("same", "near", "overlap")

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Known:
    """An event of the desk: its row in the events table, its facts, and its names as plain small words."""

    row: Mapping[str, Any]
    facts: Facts
    names: tuple[str, ...]

    @property
    def long(self) -> bool:
        """True where it lasts longer than a few days, or its end is open."""
        first, last = self.facts.first, self.facts.last
        return first is not None and (last is None or last - first >= PRECISE_DAYS)


def read_known(rows: Iterable[Mapping[str, Any]], words: LinkWords) -> list[Known]:
    """The desk's events, wars and all."""
    return [Known(row, _facts(row, words), tuple(map(plain, (row["name"], *row["aliases"])))) for row in rows]


def _facts(row: Mapping[str, Any], words: LinkWords) -> Facts:
    first, last = ordinal(row["start"]), ordinal(row["end"])
    return Facts(
        **place_of(row),
        first=first,
        last=last if last is not None or row["precision"] in (4, 5) else first,
        date_precision=row["precision"],
        family=words.family(row["kind"]),
    )


def plain(text: str) -> str:
    """A text as small words between single spaces, to look names up in.

    >>> plain("the Battle of Al-Qusayr,")
    ' the battle of al qusayr '
    """
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def match_known(
    facts: Facts,
    reports: Sequence[Report],
    known: Sequence[Known],
    texts: Mapping[str, str],
    words: LinkWords,
    limits: tuple[float, int],
) -> list[Known]:
    """The known events that a discovered one may be: those its claims or articles name, else those that agree best."""
    called = {report.facts.known for report in reports} - {None}
    if called:
        return [event for event in known if event.row["event_id"] in called]
    fitting = [event for event in known if not _against(facts, event.facts, words, limits)]
    named = [event for event in fitting if any(_names(report, event, texts) for report in reports)]
    if named:
        return named
    agreeing = [event for event in fitting if not event.long and _agrees(facts, event.facts, words, limits)]
    best = max((_closeness(facts, event.facts, words, limits) for event in agreeing), default=0)
    return [event for event in agreeing if _closeness(facts, event.facts, words, limits) == best]


def _against(facts: Facts, other: Facts, words: LinkWords, limits: tuple[float, int]) -> bool:
    return any(verdict in AGAINST for verdict in _verdicts(facts, other, words, limits))


def _agrees(facts: Facts, other: Facts, words: LinkWords, limits: tuple[float, int]) -> bool:
    place, days, _ = _verdicts(facts, other, words, limits)
    return place in HERE and days in THEN


def _closeness(facts: Facts, other: Facts, words: LinkWords, limits: tuple[float, int]) -> int:
    """In how much two accounts are the same, not merely alike: place, days, cause."""
    return sum(verdict == "same" for verdict in _verdicts(facts, other, words, limits))


def _verdicts(facts: Facts, other: Facts, words: LinkWords, limits: tuple[float, int]) -> tuple[str, str, str]:
    return (
        compare_places(facts, other, limits[0]),
        compare_days(facts, other, limits[1]),
        compare_causes(facts, other, words),
    )


def _names(report: Report, event: Known, texts: Mapping[str, str]) -> bool:
    """True where a report's article (or, for a side remark, its own sentences) calls the event by one of its names."""
    if any(one.barred == event.row["event_id"] for one in report.said):
        return False
    said = texts.get(report.doc, "") if report.main else plain(" ".join(row["sentence"] for row in report.rows))
    return any(name in said for name in event.names)


def holds(event: Known, facts: Facts, limits: tuple[float, int]) -> bool:
    """True where a long event of the desk is the parent of another: its place and time lie within."""
    if not event.long or facts.first is None or event.facts.first is None:
        return False
    begun = event.facts.first <= facts.first
    ended = event.facts.last is not None and facts.first > event.facts.last
    return begun and not ended and compare_places(event.facts, facts, limits[0]) in (*HERE, "inside")
