"""Reports: what one article says of one event. An article's claims are parted by the places, days and causes they name.

A claim that names none of these belongs to what the article was just speaking of; figures of a war or a series of
attacks are no reports (see `parents`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from typing import Any

from reconcile.link.agreement import (
    FIRST_ORDER,
    PRECISE_DAYS,
    REACH_KM,
    TOWN,
    Facts,
    LinkWords,
    compare_causes,
    compare_days,
    compare_places,
    kilometres,
)
from reconcile.link.naming import Name, names_in, places_named
from reconcile.link.profiles import Profile, Silent, count_terms
from reconcile.model.settings import Settings
from reconcile.text.document import Page

LEAD = 5
"""Sentences at an article's head (its title among them) that say what it is about."""

PLACES = 3
"""Places of a report that are held against another's."""
WITHIN = {
    ("place", "same"): 1.0,
    ("place", "near"): 1.0,
    ("place", "inside"): 0.0,
    ("place", "country"): 0.0,
    ("place", "unknown"): 0.0,
    ("place", "apart"): -3.0,
    ("place", "elsewhere"): -1.0,
    ("place", "abroad"): -3.0,
    ("days", "same"): 1.0,
    ("days", "overlap"): 0.0,
    ("days", "near"): -0.5,
    ("days", "unknown"): 0.0,
    ("days", "another"): -3.0,
    ("days", "apart"): -3.0,
    ("days", "long apart"): -3.0,
    ("cause", "same"): 1.0,
    ("cause", "akin"): -0.5,
    ("cause", "unknown"): 0.0,
    ("cause", "different"): -3.0,
}
"""What a verdict is worth between two claims of one article: any clear 'no' parts them, two doubts do so too."""
LONG = 5
"""Date precision of more than a month."""
OTHERWISE_NAMED = -9.0
"""What it is worth between two claims that call their events by names of two events."""
TELLING = 10
"""Number from which an article that states it twice of one measure means one event ..."""
PLURAL = 2
"""... and from which a headline that states it means what the lead does."""

Row = Mapping[str, Any]


@dataclass
class Report:
    """One article's account of one event: its claims with what each says. `main` is what the article is about."""

    doc: str
    story: str
    published: str
    rows: list[Row]
    said: list[Facts]
    main: bool = True
    towns: frozenset[Name] = frozenset()
    """The exact places that its claims' own sentences name."""
    named: Name = frozenset()
    """All names in its article."""
    terms: Mapping[str, int] = field(default_factory=dict)
    profile: Profile = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What puts reports in an order that no input order changes: the earliest published first."""
        return self.published, self.doc, self.rows[0]["start"], self.rows[0]["claim_id"]

    @cached_property
    def facts(self) -> Facts:
        """What most of its claims say, once all are in."""
        return agree_on(self.said)

    @cached_property
    def places(self) -> list[Facts]:
        """The places that its claims name, those of most claims first; coarse ones only where there is no other."""
        named = Counter(where(one) for one in self.said if one.place is not None)
        ranked = sorted(named, key=lambda key: (-named[key], key))
        exact = [key for key in ranked if key[0] <= TOWN] or ranked or [where(self.facts)]
        return [next(one for one in self.said if where(one) == key) for key in exact[:PLACES]]

    @property
    def total(self) -> bool:
        """True where its claims count many months, and so more than one incident."""
        return is_total(self.rows[0])

    @cached_property
    def figures(self) -> frozenset[tuple[str, float]]:
        """The numbers it states, with their measures."""
        return frozenset(figure for row in self.rows if (figure := figure_of(row)) is not None)


def by_doc(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows of a table by their document."""
    held: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        held[row["doc"]].append(row)
    return held


def figure_of(row: Row) -> tuple[str, float] | None:
    """A claim's measure and number, where it states one."""
    value = row["best"] if row["best"] is not None else row["low"]
    return None if value is None else (row["measure"], value)


def agree_on(said: Sequence[Facts]) -> Facts:
    """One set of facts from many: place, days and family each as most give it among those that give it most exactly."""
    place = _best(said, where)
    days = _best(said, when)
    families = Counter(one.family for one in said if one.family is not None)
    known = Counter(one.known for one in said if one.known is not None)
    return replace(
        place,
        country=place.country or next((one.country for one in said if one.country), None),
        first=days.first,
        last=days.last,
        dated=any(one.dated for one in said if when(one) == when(days)),
        date_precision=days.date_precision,
        family=min(families, key=lambda family: (-families[family], family), default=None),
        known=min(known, key=lambda event: (-known[event], event), default=None),
    )


def _best(said: Sequence[Facts], part: Callable[[Facts], tuple[Any, ...]]) -> Facts:
    ranked = Counter(part(one) for one in said)
    best = min(ranked, key=lambda key: (key[0], -ranked[key], key[1:]))
    return next(one for one in said if part(one) == best)


def where(facts: Facts) -> tuple[Any, ...]:
    """How coarse a place is (towns alike, then provinces, countries, nothing), then which."""
    coarse = 9 if facts.place is None else max(TOWN, facts.place_precision or TOWN)
    return coarse, facts.place_id or "", facts.place or "", facts.country or ""


def when(facts: Facts) -> tuple[int, int, int]:
    """How long an interval is (up to three days alike, then longer, then nothing), then which."""
    if facts.first is None or facts.last is None:
        return 10**6, 0, 0
    length = facts.last - facts.first + 1
    return (0 if length <= PRECISE_DAYS else length), facts.first, facts.last


def gather_reports(
    rows: Sequence[Row],
    facts: Mapping[str, Facts],
    documents: Mapping[str, Row],
    pages: Mapping[str, Page],
    words: LinkWords,
    settings: Settings,
    silent: Silent,
) -> list[Report]:
    """The reports that incident claims make, in a fixed order; `facts` holds what each claim says of its event."""
    ordered = sorted(rows, key=lambda row: (row["doc"], row["start"], row["end"], row["measure"], row["claim_id"]))
    found: list[Report] = []
    for doc, held in by_doc(ordered).items():
        page = pages.get(doc)
        told = [(row, facts[row["claim_id"]]) for row in held]
        parted = _part(told, documents.get(doc, {}), _echoes(told, page, words, settings), words, settings)
        _tell_main(parted, page)
        named = names_in(page)
        for report in parted:
            report.towns, report.named = places_named(report.rows, page), named
        found += parted
    for report in found:
        report.terms = count_terms(_sentences_of(report, pages.get(report.doc)), silent)
    return sorted(found, key=lambda report: report.key)


def _echoes(
    told: Sequence[tuple[Row, Facts]], page: Page | None, words: LinkWords, settings: Settings
) -> frozenset[str]:
    """The headline's claims whose figure the lead gives again for another town of the region, with all they sum up.

    'Raid kills 9 in Idlib' names the province by its capital; the lead tells where it was.
    """
    head = [(row, facts) for row, facts in told if _index(page, row) == 0]
    lead = [(row, facts) for row, facts in told if 0 < _index(page, row) < LEAD]
    echoes = {
        row["claim_id"]
        for row, facts in head
        if (figure := figure_of(row)) is not None and figure[1] >= PLURAL
        for other, its in lead
        if figure_of(other) == figure and _is_wider(facts, its, words, settings)
    }
    return frozenset(row["claim_id"] for row, _ in head if echoes & {row["claim_id"], row["whole_id"]})


def _is_wider(head: Facts, lead: Facts, words: LinkWords, settings: Settings) -> bool:
    """True where two towns lie apart, but in reach of a province, and nothing else keeps the claims apart."""
    if compare_places(head, lead, settings.event_distance_km) != "apart":
        return False
    near = (kilometres(head, lead) or inf) <= REACH_KM[FIRST_ORDER]
    days = compare_days(head, lead, settings.event_gap_days)
    return near and days in ("same", "unknown") and compare_causes(head, lead, words) in ("same", "unknown")


def _part(
    told: Sequence[tuple[Row, Facts]], document: Row, echoes: frozenset[str], words: LinkWords, settings: Settings
) -> list[Report]:
    """One article's claims in reports: each joins the latest report that nothing it says speaks against.

    A headline's echoes come last, and go where what they echo went.
    """
    reports: list[Report] = []
    for row, facts in sorted(told, key=lambda pair: pair[0]["claim_id"] in echoes):
        least = PLURAL if row["claim_id"] in echoes else TELLING
        home = _home(row, facts, reports, least, words, settings)
        if home is None:
            story = document.get("story") or row["doc"]
            home = Report(row["doc"], story, document.get("published") or "9999", [], [])
        else:
            reports.remove(home)
            facts = facts if _fit(facts, home.said, words, settings) >= 0 else _without_scene(facts)
        home.rows.append(row)
        home.said.append(facts)
        reports.append(home)
    return reports


def _home(
    row: Row, facts: Facts, reports: Sequence[Report], least: float, words: LinkWords, settings: Settings
) -> Report | None:
    """The report that a claim belongs to: its total's, else that of its very figure, else the latest it agrees with.

    Figures less than `least` are the same by chance.
    """
    for report in reports:
        if row["whole_id"] is not None and any(other["claim_id"] == row["whole_id"] for other in report.rows):
            return report
    figure = figure_of(row)
    if figure is not None and figure[1] >= least:
        for report in reports:
            if any(figure_of(other) == figure for other in report.rows):
                return report
    fits = [
        (_fit(facts, report.said, words, settings), place)
        for place, report in enumerate(reports)
        if report.total == is_total(row)
    ]
    best = max(fits, default=(-1.0, 0))
    return reports[best[1]] if best[0] >= 0 else None


def _without_scene(facts: Facts) -> Facts:
    """What is left of a claim's facts in a report that its figure puts it in and its place, days or cause keep it from.

    One of the two was misread; were both kept, the report would draw in the claims of either scene.
    """
    return Facts(known=facts.known, barred=facts.barred)


def is_total(row: Row) -> bool:
    """True for a figure of many months ('60 this year'), which counts more than the incident that it is told beside."""
    return bool(row["scope"] == "period" and row["date_precision"] == LONG)


def _fit(facts: Facts, said: Sequence[Facts], words: LinkWords, settings: Settings) -> float:
    """How well a claim goes with those that a report holds; below 0 it is another event.

    It may share place and cause with any of them, but its days with all.
    """
    limit, gap = settings.event_distance_km, settings.event_gap_days
    if facts.known is not None and any(one.known not in (None, facts.known) for one in said):
        return OTHERWISE_NAMED
    placed = [one for one in said if one.place is not None] or said
    caused = [one for one in said if one.family is not None] or said
    place = max(WITHIN["place", compare_places(facts, one, limit)] for one in placed)
    cause = max(WITHIN["cause", compare_causes(facts, one, words)] for one in caused)
    return place + cause + min(WITHIN["days", compare_days(facts, one, gap)] for one in said)


def _tell_main(reports: list[Report], page: Page | None) -> None:
    """Mark the report that the article is about: the one that its head speaks of most, else the fullest."""
    if len(reports) < 2:
        return

    def weight(report: Report) -> tuple[int, int, int]:
        head = sum(_index(page, row) < LEAD for row in report.rows)
        return -head, -len(report.rows), report.rows[0]["start"]

    for report in sorted(reports, key=weight)[1:]:
        report.main = False


def _index(page: Page | None, row: Row) -> int:
    sentence = page.sentence_at(row["start"]) if page else None
    return sentence.index if sentence else 0


def _sentences_of(report: Report, page: Page | None) -> Iterable[Any]:
    """The sentences that speak for a report: its claims' own with their neighbours, and the head if it is the main."""
    if page is None:
        return []
    near = set(range(LEAD)) if report.main else set()
    for row in report.rows:
        index = _index(page, row)
        near |= {index - 1, index, index + 1} if report.main else {index}
    return [page.sentences[i] for i in sorted(near) if 0 <= i < len(page.sentences)]
