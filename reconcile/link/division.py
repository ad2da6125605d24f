"""Divides the claims of one article into reports, by fitted weights: which of its figures count one event.

Two claims are compared by what each says of its event (place, day, cause), by whether its own sentence says so, by
their figures, by how far apart they are in the text, and by words that turn to another event. Each comparison is worth
the points that `weights.yaml` has under `within`; `scripts/fit_division_weights.py` fits them. A claim joins the report
that it fits best on average, or begins a report of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import inf, log1p

from reconcile.link.agreement import (
    MAGNITUDES,
    TOWN,
    Facts,
    StatedFigure,
    compare_causes,
    compare_days,
    compare_places,
    compare_scenes,
    days_between,
    figure_of,
    is_large_toll,
    kilometres,
)
from reconcile.link.reading import Reading
from reconcile.link.vocabulary import holds_phrase, load_causes
from reconcile.link.weights import Within
from reconcile.model.link_reason import CauseLevel, DaysLevel, PlaceLevel, SceneLevel
from reconcile.model.records import Claim
from reconcile.model.settings import Settings
from schemas.codes import DatePrecision, PlacePrecision, Role, Scope

MEMBERS = 12
"""How many of a report's latest claims a further claim is compared with, so that time grows linearly."""
LARGE, SMALL = 10, 3
"""From `LARGE` on, two equal numbers of one measure in an article count one event; below `SMALL`, often by chance."""
ANOTHER_YEAR = 300
"""From so many days apart, two claims name two years: no day of one event is misread by so much."""
BOUND = 4.0
"""Points that one pair counts at most, for or against: one misread place does not decide against many claims."""


@dataclass(frozen=True)
class Mention:
    """One claim of an article as it is compared with the others: `sentence` is its position in the text, from 0."""

    claim: Claim
    facts: Facts
    sentence: int
    names_place: bool
    turns: bool
    introduces: bool
    removed: bool

    @property
    def dated(self) -> bool:
        """True where its own sentence names its day."""
        return self.facts.dated

    @property
    def figure(self) -> StatedFigure | None:
        """Its measure and number."""
        return figure_of(self.claim)


def read_mention(claim: Claim, facts: Facts, reading: Reading) -> Mention:
    """A claim with what its sentence says of which event it counts."""
    here, words = reading.sentence_at(claim.start), reading.words
    text = here.text if here else claim.sentence
    return Mention(
        claim,
        facts,
        reading.index_of(claim),
        names_own_place(claim),
        holds_phrase(text, words.turns),
        words.introduces(text),
        holds_phrase(text, words.removed),
    )


def names_own_place(claim: Claim) -> bool:
    """True where a claim's own sentence names its place."""
    head = _head_of(claim)
    return bool(head) and head in claim.sentence.casefold()


def _head_of(claim: Claim) -> str:
    return (claim.place or "").split(",")[0].strip().casefold()


def is_total(claim: Claim) -> bool:
    """True for a figure of a month or more ('60 this year'), which counts more than the incident beside it."""
    return claim.scope == Scope.PERIOD and (claim.date_precision or 0) >= DatePrecision.MONTH


def evidence(one: Mention, other: Mention, settings: Settings) -> dict[str, float]:
    """What is known of two claims of one article counting one event: the name of each comparison, and its value.

    Places and days are counted apart by how many of the two claims name theirs in their own sentence.
    """
    first, second = one.facts, other.facts
    place = compare_places(first.place, second.place, settings.event_distance_km)
    days = compare_days(first, second, settings.event_gap_days)
    wide = are_wide(first, second)
    gap = abs(one.sentence - other.sentence)
    later = other if other.sentence >= one.sentence else one
    found = {
        place_name(place, None if wide else one.names_place + other.names_place): 1.0,
        days_name(days, None if wide else first.dated + second.dated): 1.0,
        cause_name(compare_causes(first, second)): 1.0,
        "distance": log1p(gap),
    }
    return found | dict.fromkeys(_marks(one, other, later, gap, settings), 1.0)


def are_wide(one: Facts, other: Facts) -> bool:
    """True where the causes given are of kinds that reach many towns and last for days (a quake, a storm)."""
    families = {family for family in (one.family, other.family) if family is not None}
    return bool(families) and families <= set(load_causes().wide)


def _marks(one: Mention, other: Mention, later: Mention, gap: int, settings: Settings) -> Iterator[str]:
    yield from {0: ["same sentence"], 1: ["next sentence"]}.get(gap, [])
    yield from _figures(one, other)
    if one.claim.scope != other.claim.scope:
        yield "scopes differ"
    if _is_another_scene(one, other, settings):
        yield "another scene"
    if _is_another_name(one, other):
        yield "another name"
    if (days_between(one.facts, other.facts) or 0) > ANOTHER_YEAR:
        yield "another year"
    if is_total(one.claim) != is_total(other.claim):
        yield "total beside"
    if 0 in (one.sentence, other.sentence):
        yield "headline"
    if gap:
        yield from (name for name in LATER if getattr(later, name))


def _is_another_scene(one: Mention, other: Mention, settings: Settings) -> bool:
    """True where two claims differ in two of place, day and cause, as their own sentences give them."""
    first, second = one.facts, other.facts
    if compare_scenes(first, second, settings.event_gap_days) == SceneLevel.ANOTHER:
        return True
    days = compare_days(first, second, settings.event_gap_days)
    if are_wide(first, second):
        return one.dated and other.dated and days in LATER_DAYS
    differences = (
        one.names_place and other.names_place and _is_elsewhere(one, other, settings) and not _is_crossing(one, other),
        one.dated and other.dated and days in LATER_DAYS,
        compare_causes(first, second) in (CauseLevel.AKIN, CauseLevel.DIFFERENT),
    )
    return sum(differences) > 1


def _is_another_name(one: Mention, other: Mention) -> bool:
    """True where both sentences name a town, neither the other's, and no gazetteer says how far apart they are."""
    towns = all(
        mention.names_place and (mention.facts.place.precision or PlacePrecision.EXACT) <= TOWN
        for mention in (one, other)
    )
    unknown = kilometres(one.facts.place, other.facts.place) is None
    return towns and unknown and not _is_crossing(one, other)


def _is_crossing(one: Mention, other: Mention) -> bool:
    """True where one of two sentences also names the other's place."""
    return any(_head_of(a.claim) in b.claim.sentence.casefold() for a, b in ((one, other), (other, one)))


APART = (PlaceLevel.APART, PlaceLevel.ABROAD)
LATER_DAYS = (DaysLevel.APART, DaysLevel.ANOTHER, DaysLevel.LONG_APART)
WIDE = "wide"
LATER = ("turns", "introduces", "removed")
"""Marks of the later of two claims in different sentences."""
FIGURES = ("same large figure", "same figure", "same small figure", "another figure", "another small figure")
CLOSE = ("same sentence", "next sentence")
MARKS = (
    *CLOSE,
    *FIGURES,
    "another scene",
    "another name",
    "another year",
    "scopes differ",
    "total beside",
    "headline",
    *LATER,
)


def _figures(one: Mention, other: Mention) -> Iterator[str]:
    """How the numbers of two claims of one measure compare; parts are not compared."""
    mine, its = one.figure, other.figure
    if mine is None or its is None or mine[0] != its[0]:
        return
    if mine == its:
        yield FIGURES[0 if mine[1] >= LARGE else 1 if mine[1] >= SMALL else 2]
    elif one.claim.role == other.claim.role == Role.WHOLE:
        distinct = min(mine[1], its[1]) >= SMALL and one.claim.group == other.claim.group
        yield FIGURES[3 if distinct else 4]


def place_name(level: PlaceLevel, stated: int | None) -> str:
    """The name of a comparison of places; `stated` is how many of two sentences name theirs, None of a wide event."""
    return f"place {level.value} {WIDE if stated is None else stated}"


def days_name(level: DaysLevel, stated: int | None) -> str:
    """The name of a comparison of days; `stated` is how many of two sentences name theirs, None of a wide event."""
    return f"days {level.value} {WIDE if stated is None else stated}"


def cause_name(level: CauseLevel) -> str:
    """The name of a comparison of causes."""
    return f"cause {level.value}"


@cache
def comparison_names() -> tuple[str, ...]:
    """The names of all comparisons, as `weights.yaml` lists them."""
    places = [place_name(level, stated) for level in PlaceLevel for stated in (0, 1, 2, None)]
    days = [days_name(level, stated) for level in DaysLevel for stated in (0, 1, 2, None)]
    return (*places, *days, *map(cause_name, CauseLevel), *MARKS, "distance")


def points(one: Mention, other: Mention, weights: Within, settings: Settings) -> float:
    """Points for two claims of one article counting one event, from -BOUND to BOUND."""
    return max(-BOUND, min(BOUND, weights.worth(evidence(one, other, settings))))


def divide(mentions: Sequence[Mention], weights: Within, settings: Settings) -> list[list[Mention]]:
    """The reports of an article, each a list of mentions in the order given; claims of one event are in one report.

    Args:
        mentions: the claims of one article in the order of the text.
        weights: the points of each comparison.
        settings: the greatest distance in km and in days between claims of one event.
    """
    reports: list[list[Mention]] = []
    for mention in mentions:
        fits = [(_fit(mention, report, weights, settings), place) for place, report in enumerate(reports)]
        best, place = max(fits, default=(-inf, 0))
        if best >= weights.least:
            reports[place].append(_without_other_scene(mention, reports[place], settings))
        else:
            reports.append([mention])
    return reports


def _without_other_scene(mention: Mention, report: Sequence[Mention], settings: Settings) -> Mention:
    """The claim as its report keeps it: without place, days and cause where only its figure puts it there.

    Either the figure or the scene was misread; with both, the report would attract the claims of two scenes.
    """
    repeats = any(mention.figure is not None and mention.figure == other.figure for other in report)
    if not repeats or not all(_is_elsewhere(mention, other, settings) for other in report):
        return mention
    facts = Facts(known=mention.facts.known, barred=mention.facts.barred)
    return replace(mention, facts=facts, names_place=False)


def _is_elsewhere(one: Mention, other: Mention, settings: Settings) -> bool:
    """True where two claims are placed apart, or their sentences name two towns."""
    places = compare_places(one.facts.place, other.facts.place, settings.event_distance_km)
    return places in APART or _is_another_name(one, other)


def _fit(mention: Mention, report: Sequence[Mention], weights: Within, settings: Settings) -> float:
    """Mean points between a claim and the latest claims of a report.

    A part belongs to the report of its whole, and a large number given again to the report that gave it. Two claims
    that name two known events, or give tolls of two sizes, belong to two reports.
    """
    own, known, figure = mention.claim, mention.facts.known, mention.figure
    if own.whole_id is not None and any(own.whole_id == other.claim.claim_id for other in report):
        return inf
    if known is not None and any(other.facts.known not in (None, known) for other in report):
        return -inf
    if any(_is_of_another_size(mention, other) for other in report):
        return -inf
    if figure is not None and figure[1] >= LARGE and any(figure == other.figure for other in report):
        return inf
    scores = [points(mention, other, weights, settings) for other in _peers(mention, report)[-MEMBERS:]]
    return sum(scores) / len(scores)


def _peers(mention: Mention, report: Sequence[Mention]) -> Sequence[Mention]:
    """The claims of a report that a claim is compared with: one that states its day or place, with others that do."""
    for states in ("dated", "names_place"):
        if getattr(mention, states):
            report = [other for other in report if getattr(other, states)] or report
    return report


def _is_of_another_size(one: Mention, other: Mention) -> bool:
    """True for a toll of thousands beside one a hundred times smaller, neither a part of something."""
    mine, its = one.figure, other.figure
    if mine is None or its is None or mine[0] != its[0] or not one.claim.role == other.claim.role == Role.WHOLE:
        return False
    larger, smaller = sorted((mine, its), key=lambda figure: -figure[1])
    return is_large_toll(larger) and larger[1] >= MAGNITUDES * smaller[1]
