"""Scores pairs of reports, chooses the blocks in which candidates are found, and names the reasons for a match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from reconcile.link.accounts import Report
from reconcile.link.ages import compare_ages
from reconcile.link.agreement import (
    compare_causes,
    compare_days,
    compare_figures,
    compare_places,
    compare_scenes,
    days_between,
)
from reconcile.link.naming import compare_names
from reconcile.link.profiles import likeness, shared_terms
from reconcile.link.reach import compare_reaches, differ_in_size, open_days, reach_of
from reconcile.link.vocabulary import load_causes
from reconcile.link.weights import Weights, load_weights
from reconcile.model.link_reason import CauseLevel, DaysLevel, FiguresLevel, Levels, Match, NamesLevel, PlaceLevel
from reconcile.model.settings import Settings
from schemas.codes import PlacePrecision

TERMS = 12
"""Number of a report's highest-weighted terms by which candidates are found."""
CELL = 0.5
"""Side of the map squares, in degrees, by which candidates are found."""
SPAN = 4
"""Days in a block."""
LONGEST = 40
"""From this many days on, an interval is too long to find candidates by."""
UNLIKE = -1.0
"""Points for the likeness of words under which two texts have little in common."""
WORDS_SHOWN = 3
"""Shared words that a reason names."""


ONE_PLACE = (PlaceLevel.SAME, PlaceLevel.NEAR, PlaceLevel.INSIDE)
"""Levels of two places at which one event can be."""


@dataclass
class Linker:
    """Scores of pairs of reports; each pair is computed once."""

    reports: Sequence[Report]
    settings: Settings
    weights: Weights = field(default_factory=load_weights)
    seen: dict[tuple[int, int], float] = field(default_factory=dict)

    def score(self, a: int, b: int) -> float:
        """Points for two reports being one event; higher is more likely."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self.seen:
            self.seen[pair] = self._score(self.reports[pair[0]], self.reports[pair[1]])
        return self.seen[pair]

    def _score(self, one: Report, other: Report) -> float:
        """Points of one pair: the sum of the comparisons and of the likeness of words.

        Where both other places and other figures are named, the texts are one template filled in twice, and their
        likeness is not counted.
        """
        by_hand = self.weights.by_hand
        reach = reach_of(one, other)
        if one.doc == other.doc and (reach is None or one.facts.dated or other.facts.dated):
            return by_hand.one_article
        if one.facts.known and other.facts.known:
            return by_hand.named if one.facts.known == other.facts.known else by_hand.otherwise_named
        if reach is not None and differ_in_size(one, other):
            return by_hand.otherwise_sized
        levels = self.compare(one, other) if reach is None else self._compare_wide(one, other, reach)
        points = self.weights.points(levels)
        points += by_hand.total_beside if one.total != other.total else 0.0
        if reach is not None and levels.place != PlaceLevel.APART and levels.cause != CauseLevel.UNKNOWN:
            return points + max(0.0, self._words(one, other))
        words = self._words(one, other)
        if not (one.main and other.main) and self._is_one_scene(one, other, levels):
            words = max(0.0, words)
        if levels.names == NamesLevel.STRANGERS and levels.figures != FiguresLevel.SAME:
            return points + by_hand.form + min(0.0, words)
        if reach is None and levels.place == PlaceLevel.APART and words < UNLIKE:
            points += by_hand.apart_unlike
        return points + words + (by_hand.story if one.story == other.story and one.main == other.main else 0.0)

    def _is_one_scene(self, one: Report, other: Report, levels: Levels) -> bool:
        """True for two attacks of a war of one kind at one place on one day.

        What an article says of it in passing (earlier this week a gas attack killed 87 there) has few words to compare.
        """
        armies = load_causes().armies
        return (
            (levels.place == PlaceLevel.SAME or self._is_only_scene(one, other))
            and levels.days in (DaysLevel.SAME, DaysLevel.OVERLAP)
            and levels.cause == CauseLevel.SAME
            and one.facts.family in armies
        )

    def _is_only_scene(self, one: Report, other: Report) -> bool:
        """True where one report names no place within its country, and all of its kind and day are at the other's."""
        bare, placed = (one, other) if _is_bare(one) else (other, one)
        if not _is_bare(bare) or _is_bare(placed) or bare.facts.place.country != placed.facts.place.country:
            return False
        limit = self.settings.event_distance_km
        alike = (
            report.facts.place
            for report in self.reports
            if report.facts.family == bare.facts.family
            and report.facts.place.country == bare.facts.place.country
            and not _is_bare(report)
            and days_between(report.facts, bare.facts) == 0
        )
        return all(compare_places(place, placed.facts.place, limit) in ONE_PLACE for place in alike)

    def _words(self, one: Report, other: Report) -> float:
        """Points for the likeness of words; between two languages, of names and numbers only."""
        fitted = self.weights.fitted
        if are_foreign(one, other):
            return fitted.words * (sqrt(likeness(one.names, other.names)) - self.weights.by_hand.names_middle)
        return fitted.words * (sqrt(likeness(one.profile, other.profile)) - fitted.words_middle)

    def compare(self, one: Report, other: Report) -> Levels:
        """The levels of two reports for place, days, cause, scene, names and figures."""
        gap = self.settings.event_gap_days
        return Levels(
            self._places(one, other),
            compare_days(one.facts, other.facts, gap),
            compare_causes(one.facts, other.facts),
            compare_scenes(one.facts, other.facts, gap),
            compare_names(one.towns, one.named, other.towns, other.named),
            compare_figures(one.figures, other.figures),
            compare_ages(one.ages, other.ages),
        )

    def _compare_wide(self, one: Report, other: Report, reach: float) -> Levels:
        """The levels of two reports of wide events: days as far as stated, places within their reach."""
        days = compare_days(open_days(one), open_days(other), self.settings.event_gap_days)
        causes = compare_causes(one.facts, other.facts)
        places = compare_reaches(one, other, reach)
        scenes = compare_scenes(one.facts, other.facts, self.settings.event_gap_days)
        return Levels(places, days, causes, scenes, NamesLevel.UNKNOWN, FiguresLevel.UNKNOWN)

    def _places(self, one: Report, other: Report) -> PlaceLevel:
        """The best level between the places of two reports."""
        limit = self.settings.event_distance_km
        levels = {compare_places(here, there, limit) for here in one.places for there in other.places}
        return max(levels, key=lambda level: (self.weights.fitted.place[level], level))

    def match(self, position: int, others: Sequence[int]) -> Match | None:
        """What matches between a report and the one of `others` that fits best; None where `others` is empty."""
        if not others:
            return None
        best = max(others, key=lambda other: (self.score(position, other), -other))
        one, other = self.reports[position], self.reports[best]
        names = shared_terms(one.profile, other.profile, WORDS_SHOWN)
        return Match(other.doc, one.story == other.story, self.compare(one, other), tuple(names))


def _is_bare(report: Report) -> bool:
    """True where a report names no place, or only a country."""
    place = report.facts.place
    return place.name is None or (place.precision or PlacePrecision.EXACT) >= PlacePrecision.COUNTRY


def are_foreign(one: Report, other: Report) -> bool:
    """True for reports in two languages."""
    return bool(one.language and other.language and one.language != other.language)


def blocks_of(report: Report) -> dict[Any, float]:
    """The blocks in which a report is compared, with their weights.

    They are its highest-weighted terms, its story, and its map square, the squares around it and its country, each
    combined with the report's days.
    """
    profile, facts = report.profile, report.facts
    heavy = sorted(profile, key=lambda term: (-profile[term], term))[:TERMS]
    blocks: dict[Any, float] = {("term", term): profile[term] for term in heavy}
    blocks["story", report.story] = 1.0
    if facts.known is not None:
        blocks["known", facts.known] = 1.0
    if facts.family is None or facts.family in load_causes().wide:
        facts = open_days(report)
    if facts.first is None or facts.last is None or facts.last - facts.first > LONGEST:
        return blocks
    spans = range((facts.first - 1) // SPAN, (facts.last + 1) // SPAN + 1)
    place = facts.place
    blocks |= {("country", place.country, span): 0.1 for span in spans if place.country}
    if place.latitude is not None and place.longitude is not None:
        south, west = round(place.latitude / CELL), round(place.longitude / CELL)
        around = [(south + i, west + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        blocks |= {("square", *square, span): 0.15 for square in around for span in spans}
    return blocks
