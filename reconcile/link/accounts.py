"""Builds reports: the account that one article gives of one event.

An article's claims are divided by `division`. Figures of a war or a series of attacks are handled in `parents`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from typing import Any, TypeVar

from reconcile.link.ages import Ages, ages_of
from reconcile.link.agreement import (
    PRECISE_DAYS,
    REACH_KM,
    TOWN,
    Facts,
    StatedFigure,
    compare_causes,
    compare_days,
    compare_places,
    figure_of,
    kilometres,
)
from reconcile.link.division import divide, is_total, read_mention
from reconcile.link.naming import Name, names_in, places_named
from reconcile.link.profiles import Profile, Silent, count_terms
from reconcile.link.reading import Reading
from reconcile.link.vocabulary import holds_phrase, load_causes
from reconcile.link.weights import load_weights
from reconcile.model.link_reason import CauseLevel, DaysLevel, PlaceLevel
from reconcile.model.place import PlaceReference
from reconcile.model.records import Claim, DateMention, Document
from reconcile.model.settings import Settings
from reconcile.text.document import Sentence
from schemas.codes import Measure, PlacePrecision

LEAD = 5
"""Sentences at the start of an article (its title among them) that say what the article is about."""
PLACES = 3
"""Places of a report that are compared with another's."""
LENGTHS = (Measure.DISTANCE, Measure.DURATION)
"""Measures that by themselves make no event of an article's other claims."""
PLURAL = 2
"""From this number on, a headline that states it means the same as the lead."""

InDocument = TypeVar("InDocument", Claim, DateMention)
Said = tuple[Claim, Facts]
"""A claim, and what it says about its event."""


@dataclass
class Report:
    """One article's account of one event: its claims with their facts. `main` marks the article's main subject."""

    doc: str
    story: str
    published: str
    language: str | None
    claims: list[Claim] = field(default_factory=list)
    said: list[Facts] = field(default_factory=list)
    main: bool = True
    towns: frozenset[Name] = frozenset()
    """The exact places named in the sentences of its claims."""
    named: Name = frozenset()
    """All names in its article."""
    ages: Ages = field(default_factory=dict)
    terms: Mapping[str, int] = field(default_factory=dict)
    profile: Profile = field(default_factory=dict)
    names: Profile = field(default_factory=dict)
    """The profile of its names and numbers only, for comparison with articles in other languages."""

    @property
    def key(self) -> tuple[str, str, int, str]:
        """Sort key of reports, by date of publication first; it does not depend on the order of input."""
        return self.published, self.doc, self.claims[0].start, self.claims[0].claim_id

    @cached_property
    def facts(self) -> Facts:
        """The facts that most of its claims give; read it once all claims are in."""
        return agree_on(self.said)

    @cached_property
    def places(self) -> list[PlaceReference]:
        """The places that its claims name, most frequent first; coarse ones only where there is no exact one."""
        named = Counter(where(one.place) for one in self.said if one.place.name is not None)
        ranked = sorted(named, key=lambda key: (-named[key], key))
        exact = [key for key in ranked if key[0] <= TOWN] or ranked
        firsts = {where(one.place): one.place for one in reversed(self.said)}
        return [firsts[key] for key in exact[:PLACES]] or [self.facts.place]

    @property
    def total(self) -> bool:
        """True where its claims count over many months, and therefore more than one incident."""
        return is_total(self.claims[0])

    @cached_property
    def figures(self) -> frozenset[StatedFigure]:
        """The numbers it states, with their measures."""
        return frozenset(figure for claim in self.claims if (figure := figure_of(claim)) is not None)


def by_doc(rows: Iterable[InDocument]) -> dict[str, list[InDocument]]:
    """Claims or dates by their document."""
    held: defaultdict[str, list[InDocument]] = defaultdict(list)
    for row in rows:
        held[row.doc].append(row)
    return held


def agree_on(said: Sequence[Facts]) -> Facts:
    """Combine several facts: for place, days and family, the most exact value; among equals the most frequent."""
    place = _best(said, lambda one: where(one.place)).place
    days = _best([one for one in said if one.dated] or said, when)
    families = Counter(one.family for one in said if one.family is not None)
    known = Counter(one.known for one in said if one.known is not None)
    country = place.country or next((one.place.country for one in said if one.place.country), None)
    return Facts(
        replace(place, country=country),
        days.first,
        days.last,
        days.date_precision,
        most_common(families),
        dated=any(one.dated for one in said if when(one) == when(days)),
        known=most_common(known),
    )


def most_common(counted: Mapping[str, int]) -> str | None:
    """The key with the highest count, the first by name among equals; None of an empty mapping."""
    return min(counted, key=lambda value: (-counted[value], value), default=None)


def _best(said: Sequence[Facts], part: Callable[[Facts], tuple[Any, ...]]) -> Facts:
    ranked = Counter(part(one) for one in said)
    best = min(ranked, key=lambda key: (key[0], -ranked[key], key[1:]))
    return next(one for one in said if part(one) == best)


def where(place: PlaceReference) -> tuple[Any, ...]:
    """Sort key of a place: its coarseness (towns equal, then provinces, countries, unknown), then which place."""
    coarse = 9 if place.name is None else max(TOWN, place.precision or TOWN)
    return coarse, place.place_id or "", place.name or "", place.country or ""


def when(facts: Facts) -> tuple[int, int, int]:
    """Sort key of an interval: its length (up to three days equal, then longer, then unknown), then which interval."""
    if facts.first is None or facts.last is None:
        return 10**6, 0, 0
    length = facts.last - facts.first + 1
    return (0 if length <= PRECISE_DAYS else length), facts.first, facts.last


def gather_reports(
    claims: Sequence[Claim],
    facts: Mapping[str, Facts],
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    silent: Mapping[str, Silent],
    settings: Settings,
) -> list[Report]:
    """Group claims of incidents into reports.

    Args:
        claims: the claims of incidents.
        facts: claim_id -> what the claim says about its event.
        documents: doc -> its row, for its story and its day.
        readings: doc -> its sentences.
        silent: doc -> words that do not identify an event.
        settings: the greatest distance in km and in days between claims of one event.

    Returns:
        The reports in an order that does not depend on the order of the claims; lengths told beside an article's events
        are in none.
    """
    ordered = sorted(claims, key=lambda claim: (claim.doc, claim.start, claim.end, claim.measure, claim.claim_id))
    found: list[Report] = []
    for doc, held in by_doc(ordered).items():
        reading = readings[doc]
        said = [(claim, facts[claim.claim_id]) for claim in held]
        new = _empty_report(doc, documents.get(doc), reading.language)
        parted = _of_events(_reports_of(said, new, reading, _echoes(said, reading, settings), settings))
        _mark_main(parted, reading)
        _name_wide_event(parted, reading)
        named = names_in(reading)
        for report in parted:
            report.towns, report.named = places_named(report.claims, reading), named
            report.ages = ages_of(report.claims, reading.words.ages)
        found += parted
    for report in found:
        report.terms = count_terms(_sentences_of(report, readings[report.doc]), silent[report.doc])
    return sorted(found, key=lambda report: report.key)


def _echoes(said: Sequence[Said], reading: Reading, settings: Settings) -> frozenset[str]:
    """The headline's claims whose figure the lead gives for another town of the region, with those they sum up.

    'Raid kills 9 in Idlib' names the province by its capital; the lead names the town.
    """
    head = [(claim, facts) for claim, facts in said if reading.index_of(claim) == 0]
    lead = [(claim, facts) for claim, facts in said if 0 < reading.index_of(claim) < LEAD]
    echoes = {
        claim.claim_id
        for claim, facts in head
        if (figure := figure_of(claim)) is not None and figure[1] >= PLURAL
        for other, its in lead
        if figure_of(other) == figure and _is_wider(facts, its, settings)
    }
    return frozenset(claim.claim_id for claim, _ in head if echoes & {claim.claim_id, claim.whole_id})


def _is_wider(head: Facts, lead: Facts, settings: Settings) -> bool:
    """True where two towns are apart, but within one province's reach, and nothing else separates the claims."""
    if compare_places(head.place, lead.place, settings.event_distance_km) != PlaceLevel.APART:
        return False
    near = (kilometres(head.place, lead.place) or inf) <= REACH_KM[PlacePrecision.FIRST_ORDER]
    one_day = compare_days(head, lead, settings.event_gap_days) in (DaysLevel.SAME, DaysLevel.UNKNOWN)
    return near and one_day and compare_causes(head, lead) in (CauseLevel.SAME, CauseLevel.UNKNOWN)


def _reports_of(
    said: Sequence[Said], new: Report, reading: Reading, echoes: frozenset[str], settings: Settings
) -> list[Report]:
    """Divide one article's claims into reports, each begun as a copy of `new`.

    Echoes in the headline are placed last, with the claims that they echo.
    """
    ordered = sorted(said, key=lambda pair: pair[0].claim_id in echoes)
    mentions = [read_mention(claim, facts, reading) for claim, facts in ordered]
    divided = divide(mentions, load_weights().within, settings)
    return [replace(new, claims=[one.claim for one in held], said=[one.facts for one in held]) for held in divided]


def _of_events(reports: list[Report]) -> list[Report]:
    """The reports without those of lengths alone, beside others: a mile or a year told in passing is no event."""
    return [report for report in reports if any(claim.measure not in LENGTHS for claim in report.claims)] or reports


def _empty_report(doc: str, document: Document | None, language: str | None) -> Report:
    if document is None:
        return Report(doc, doc, "9999", language)
    return Report(doc, document.story or doc, document.published or "9999", language)


def _mark_main(reports: list[Report], reading: Reading) -> None:
    """Mark the report that the article is about: the one with most claims in its head, else with most claims."""
    if len(reports) < 2:
        return

    def weight(report: Report) -> tuple[int, int, int]:
        head = sum(reading.index_of(claim) < LEAD for claim in report.claims)
        return -head, -len(report.claims), report.claims[0].start

    for report in sorted(reports, key=weight)[1:]:
        report.main = False


def _name_wide_event(reports: Iterable[Report], reading: Reading) -> None:
    """Give the main report without a cause the wide event (a quake, a storm) that the article's head names."""
    head = " ".join(sentence.text for sentence in reading.sentences[:LEAD])
    named = [family for family in load_causes().wide if holds_phrase(head, reading.words.family_words(family))]
    for report in reports if len(named) == 1 else ():
        if report.main and all(said.family is None for said in report.said):
            report.said = [replace(said, family=named[0]) for said in report.said]


def _sentences_of(report: Report, reading: Reading) -> list[Sentence]:
    """The sentences of a report: those of its claims with their neighbours, and the head if it is the main report."""
    near = set(range(LEAD)) if report.main else set()
    for claim in report.claims:
        index = reading.index_of(claim)
        near |= {index - 1, index, index + 1} if report.main else {index}
    return [reading.sentences[i] for i in sorted(near) if 0 <= i < len(reading.sentences)]
