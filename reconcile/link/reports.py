"""Reports: what one article says of one event. An article's claims are parted by the places, days and causes they name.

A claim that names none of these belongs to what the article was just speaking of; figures of a war or a series of
attacks are no reports (see `parents`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from reconcile.desk import Settings
from reconcile.extract.text import Page
from reconcile.link.evidence import (
    PRECISE_DAYS,
    TOWN,
    Facts,
    LinkWords,
    compare_causes,
    compare_days,
    compare_places,
)
from reconcile.link.profiles import Profile, count_terms

LEAD = 5
"""Sentences at an article's head (its title among them) that say what it is about."""

PLACES = 3
"""Places of a report that are held against another's."""
TELLING = 10
"""Number from which an article that states it twice of one measure means one event."""

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

    @cached_property
    def figures(self) -> frozenset[tuple[str, float]]:
        """The numbers it states, with their measures."""
        return frozenset(figure for row in self.rows if (figure := figure_of(row)) is not None)


def figure_of(row: Row) -> tuple[str, float] | None:
    """A claim's measure and number, where it states one."""
    value = row["best"] if row["best"] is not None else row["low"]
    return None if value is None else (row["measure"], value)


def agree_on(said: Sequence[Facts]) -> Facts:
    """One set of facts from many: place, days and family each as most give it among those that give it most exactly."""
    place = _best(said, where)
    days = _best(said, when)
    families = Counter(one.family for one in said if one.family is not None)
    return replace(
        place,
        country=place.country or next((one.country for one in said if one.country), None),
        first=days.first,
        last=days.last,
        date_precision=days.date_precision,
        family=min(families, key=lambda family: (-families[family], family), default=None),
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
    rows: Sequence[Row], documents: Mapping[str, Row], pages: Mapping[str, Page], words: LinkWords, settings: Settings
) -> list[Report]:
    """The reports that incident claims make, one article after the other, in their fixed order."""
    by_doc: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["doc"], row["start"], row["end"], row["measure"], row["claim_id"])):
        by_doc.setdefault(row["doc"], []).append(row)
    found: list[Report] = []
    for doc, held in by_doc.items():
        parted = _part(held, documents.get(doc, {}), words, settings)
        _tell_main(parted, pages.get(doc))
        found += parted
    plain = frozenset(words.plain.split())
    for report in found:
        report.terms = count_terms(_sentences_of(report, pages.get(report.doc)), plain)
    return sorted(found, key=lambda report: report.key)


def facts_of(row: Row, words: LinkWords) -> Facts:
    """What a claim says of its event."""
    first = _ordinal(row["event_start"])
    last = _ordinal(row["event_end"])
    return Facts(
        place=row["place"],
        place_id=row["place_id"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        country=row["country"],
        place_precision=row["place_precision"],
        first=first if first is not None else last,
        last=last if last is not None else first,
        date_precision=row["date_precision"],
        family=words.family(row["cause"]),
    )


def _ordinal(day: str | None) -> int | None:
    return None if day is None else date.fromisoformat(day).toordinal()


def _part(held: Sequence[Row], document: Row, words: LinkWords, settings: Settings) -> list[Report]:
    """One article's claims in reports: each joins the latest report that nothing it says speaks against."""
    reports: list[Report] = []
    for row in held:
        facts = facts_of(row, words)
        home = _home(row, facts, reports, words, settings)
        if home is None:
            story = document.get("story") or row["doc"]
            home = Report(row["doc"], story, document.get("published") or "9999", [], [])
        else:
            reports.remove(home)
        home.rows.append(row)
        home.said.append(facts)
        reports.append(home)
    return reports


def _home(row: Row, facts: Facts, reports: Sequence[Report], words: LinkWords, settings: Settings) -> Report | None:
    """The report that a claim belongs to: its total's, else that of its very figure, else the latest it agrees with."""
    for report in reports:
        if row["whole_id"] is not None and any(other["claim_id"] == row["whole_id"] for other in report.rows):
            return report
    figure = figure_of(row)
    if figure is not None and figure[1] >= TELLING:
        for report in reports:
            if any(figure_of(other) == figure for other in report.rows):
                return report
    fitting = [report for report in reports if _fits(facts, report.said, words, settings)]
    return fitting[-1] if fitting else None


def _fits(facts: Facts, said: Sequence[Facts], words: LinkWords, settings: Settings) -> bool:
    """True where a claim could be of the event that others tell: near one of its places, on its days, of its kind."""
    near = any(compare_places(facts, one, settings.event_distance_km) not in ("apart", "abroad") for one in said)
    days = all(compare_days(facts, one, settings.event_gap_days) not in ("apart", "long apart") for one in said)
    return near and days and any(compare_causes(facts, one, words) != "different" for one in said)


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
