"""How well two reports go together, where to look for the one that fits, and how to say why it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from reconcile.link.accounts import Report
from reconcile.link.agreement import (
    MIDDLE,
    POINTS,
    WORDS_WEIGHT,
    LinkWords,
    compare_causes,
    compare_days,
    compare_figures,
    compare_places,
    compare_scenes,
)
from reconcile.link.naming import compare_names
from reconcile.link.profiles import likeness, shared_terms
from reconcile.model.settings import Settings

LEAST = -0.7
"""Points from which two reports, or on average two clusters, tell one event."""
FLOOR = -5.0
"""Points under which two reports cannot be one event, whatever the rest of their clusters say."""
STORY = 1.0
"""Points for two reports of one story: the same text says the same."""
FORM = -7.0
"""Points for two reports that share neither a place nor a figure, however alike their words are."""
ONE_ARTICLE = -3.0
"""Points for two reports of one article, which parted them itself; their fellows elsewhere may still outvote it."""
NAMED, OTHERWISE_NAMED = 6.0, -9.0
"""Points for two reports that call one event by its name, and for two that name two events."""
TOTAL_BESIDE = -1.5
"""Points for a figure of many months and one of an incident."""
TERMS = 12
"""Weightiest terms of a report by which candidates are looked up."""
CELL = 0.5
"""Side of the squares, in degrees, by which candidates are looked up."""
SPAN = 4
"""Days in a block."""
LONGEST = 40
"""Days from which an interval is too long to look candidates up by."""

SPOKEN = {
    ("place", "same"): "same place",
    ("place", "near"): "places near one another",
    ("place", "inside"): "one place inside the other's area",
    ("place", "country"): "same country",
    ("place", "apart"): "but places apart",
    ("place", "elsewhere"): "but another country",
    ("place", "abroad"): "but another country",
    ("days", "same"): "same days",
    ("days", "near"): "days next to one another",
    ("days", "overlap"): "days that overlap",
    ("days", "another"): "but another day",
    ("days", "apart"): "but days apart",
    ("days", "long apart"): "but days far apart",
    ("cause", "same"): "same cause",
    ("cause", "akin"): "causes that go together",
    ("cause", "different"): "but another cause",
    ("names", "strangers"): "but neither text mentions the other's place",
    ("names", "half"): "but each names a place that the other does not",
    ("figures", "same"): "a figure in common",
}


@dataclass
class Linker:
    """Scores of pairs of reports, each worked out once."""

    reports: Sequence[Report]
    words: LinkWords
    settings: Settings
    seen: dict[tuple[int, int], float] = field(default_factory=dict)

    def score(self, a: int, b: int) -> float:
        """Points for two reports being one event."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self.seen:
            self.seen[pair] = self._score(self.reports[pair[0]], self.reports[pair[1]])
        return self.seen[pair]

    def _score(self, one: Report, other: Report) -> float:
        """Points of one pair: what the verdicts are worth, and how alike the words are.

        Texts that name other places and other figures are one form filled in twice: their likeness proves nothing.
        """
        if one.doc == other.doc:
            return ONE_ARTICLE
        if one.facts.known and other.facts.known:
            return NAMED if one.facts.known == other.facts.known else OTHERWISE_NAMED
        verdicts = self.judge(one, other)
        points = sum(POINTS[verdict] for verdict in verdicts)
        points += TOTAL_BESIDE if one.total != other.total else 0.0
        words = WORDS_WEIGHT * (sqrt(likeness(one.profile, other.profile)) - MIDDLE)
        if ("names", "strangers") in verdicts and ("figures", "same") not in verdicts:
            return points + FORM + min(0.0, words)
        return points + words + (STORY if one.story == other.story and one.main == other.main else 0.0)

    def judge(self, one: Report, other: Report) -> list[tuple[str, str]]:
        """What place, days, cause, names and figures say of two reports."""
        return [
            ("place", self._places(one, other)),
            ("days", compare_days(one.facts, other.facts, self.settings.event_gap_days)),
            ("cause", compare_causes(one.facts, other.facts, self.words)),
            ("scene", compare_scenes(one.facts, other.facts, self.words, self.settings.event_gap_days)),
            ("names", compare_names(one.towns, one.named, other.towns, other.named)),
            ("figures", compare_figures(one.figures, other.figures)),
        ]

    def _places(self, one: Report, other: Report) -> str:
        """The best verdict between the places of two reports."""
        limit = self.settings.event_distance_km
        verdicts = {compare_places(here, there, limit) for here in one.places for there in other.places}
        return max(verdicts, key=lambda verdict: (POINTS["place", verdict], verdict))


def blocks_of(report: Report) -> dict[Any, float]:
    """Where a report is looked for, with what it counts to meet there.

    By its weightiest terms; by its story; by its square on the map, the squares around and its country, each with the
    days it may be of.
    """
    profile, facts = report.profile, report.facts
    heavy = sorted(profile, key=lambda term: (-profile[term], term))[:TERMS]
    blocks: dict[Any, float] = {("term", term): profile[term] for term in heavy}
    blocks["story", report.story] = 1.0
    if facts.known is not None:
        blocks["known", facts.known] = 1.0
    if facts.first is None or facts.last is None or facts.last - facts.first > LONGEST:
        return blocks
    spans = range((facts.first - 1) // SPAN, (facts.last + 1) // SPAN + 1)
    blocks |= {("country", facts.country, span): 0.1 for span in spans if facts.country}
    if facts.latitude is not None and facts.longitude is not None:
        south, west = round(facts.latitude / CELL), round(facts.longitude / CELL)
        around = [(south + i, west + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        blocks |= {("square", *square, span): 0.15 for square in around for span in spans}
    return blocks


def reason_for(position: int, others: Sequence[int], linker: Linker) -> str:
    """What matched and what did not between a report and the one of the others that fits it best."""
    best = max(others, key=lambda other: (linker.score(position, other), -other))
    one, other = linker.reports[position], linker.reports[best]
    said = [SPOKEN[verdict] for verdict in linker.judge(one, other) if verdict in SPOKEN]
    if one.story == other.story:
        said.insert(0, "same story")
    if names := shared_terms(one.profile, other.profile, 3):
        said.append(f"words in common: {', '.join(names)}")
    return f"with {other.doc}: {'; '.join(said) or 'nothing speaks against it'}"
