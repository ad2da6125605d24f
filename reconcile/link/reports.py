"""Reports: what one article says of one event. An article's claims are parted by the places, days and causes they name.

A claim that names none of these belongs to what the article was just speaking of; figures of a war or a series of
attacks are no reports (see `parents`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from reconcile.desk import Settings
from reconcile.extract.text import Page
from reconcile.link.evidence import Facts, LinkWords, compare_causes, compare_days, compare_places
from reconcile.link.profiles import Profile, count_terms

LEAD = 5
"""Sentences at an article's head (its title among them) that say what it is about."""

Row = Mapping[str, Any]


@dataclass
class Report:
    """One article's account of one event: its claims, its facts, its words. `main` is what the article is about."""

    doc: str
    story: str
    published: str
    facts: Facts
    rows: list[Row]
    main: bool = True
    terms: Mapping[str, int] = field(default_factory=dict)
    profile: Profile = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What puts reports in an order that no input order changes: the earliest published first."""
        return self.published, self.doc, self.rows[0]["start"], self.rows[0]["claim_id"]

    @cached_property
    def figures(self) -> frozenset[tuple[str, float]]:
        """The numbers it states, with their measures."""
        values = ((row["measure"], row["best"] if row["best"] is not None else row["low"]) for row in self.rows)
        return frozenset((measure, value) for measure, value in values if value is not None)


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
            reports.append(Report(row["doc"], story, document.get("published") or "9999", facts, [row]))
        else:
            home.rows.append(row)
            home.facts = _fill(home.facts, facts)
            reports.remove(home)
            reports.append(home)
    return reports


def _home(row: Row, facts: Facts, reports: Sequence[Report], words: LinkWords, settings: Settings) -> Report | None:
    """The report that a claim belongs to: its total's, else the latest that it agrees with."""
    for report in reports:
        if row["whole_id"] is not None and any(other["claim_id"] == row["whole_id"] for other in report.rows):
            return report
    fitting = [report for report in reports if agrees(facts, report.facts, words, settings)]
    return fitting[-1] if fitting else None


def agrees(one: Facts, other: Facts, words: LinkWords, settings: Settings) -> bool:
    """True where places, days and causes all leave room for one event."""
    return (
        compare_places(one, other, settings.event_distance_km) not in ("apart", "abroad")
        and compare_days(one, other, settings.event_gap_days) not in ("apart", "long apart")
        and compare_causes(one, other, words) != "different"
    )


def _fill(known: Facts, said: Facts) -> Facts:
    """The first claim's facts, with what later ones add or say more exactly."""
    filled = known
    if said.place is not None and (known.place is None or (said.place_precision or 1) < (known.place_precision or 1)):
        filled = replace(
            filled,
            place=said.place,
            place_id=said.place_id,
            latitude=said.latitude,
            longitude=said.longitude,
            country=said.country or known.country,
            place_precision=said.place_precision,
        )
    if said.first is not None and (known.first is None or _length(said) < _length(known)):
        filled = replace(filled, first=said.first, last=said.last, date_precision=said.date_precision)
    return replace(filled, country=filled.country or said.country, family=filled.family or said.family)


def _length(facts: Facts) -> int:
    return (facts.last or 0) - (facts.first or 0)


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
