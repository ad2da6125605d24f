"""Claims gathered into events: which event each figure counts, how sure that is, and why.

Articles are parted into reports (one account of one event), reports that tell one event are clustered, totals to date
go to wars and series. A claim is linked when exactly one event fits, unsure with its candidates when several do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf, sqrt
from typing import Any

import pandas as pd

from reconcile.articles import Article
from reconcile.desk import Desk, Settings
from reconcile.extract.text import Page
from reconcile.ids import short_id
from reconcile.language import load_pack
from reconcile.link.clusters import cluster, link, move, pair_up
from reconcile.link.evidence import (
    MIDDLE,
    POINTS,
    WORDS_WEIGHT,
    Facts,
    LinkWords,
    compare_causes,
    compare_days,
    compare_figures,
    compare_places,
)
from reconcile.link.parents import Parent, Whole, choose_parent, describe_parent, find_whole, gather_parents
from reconcile.link.profiles import likeness, shared_terms, weigh_terms
from reconcile.link.registry import Known, holds, match_known, plain, read_known
from reconcile.link.reports import Report, Row, agree_on, gather_reports
from schemas import records, table

LEAST = -0.7
"""Points from which two reports, or on average two clusters, tell one event."""
FLOOR = -5.0
"""Points under which two reports cannot be one event, whatever the rest of their clusters say."""
MARGIN = 0.2
"""A second event that fits within so many points of the first leaves the link unsure."""
STORY = 1.0
"""Points for two reports of one story: the same text says the same."""
TERMS = 12
"""Weightiest terms of a report by which candidates are looked up."""
CELL = 0.5
"""Side of the squares, in degrees, by which candidates are looked up."""
SPAN = 4
"""Days in a block."""
LONGEST = 40
"""Days from which an interval is too long to look candidates up by."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass
class Linker:
    """Scores of pairs of reports, each worked out once."""

    reports: Sequence[Report]
    words: LinkWords
    settings: Settings
    seen: dict[tuple[int, int], float] = field(default_factory=dict)

    def score(self, a: int, b: int) -> float:
        """Points for two reports being one event; minus infinity for two reports of one article."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self.seen:
            self.seen[pair] = self._score(self.reports[pair[0]], self.reports[pair[1]])
        return self.seen[pair]

    def _score(self, one: Report, other: Report) -> float:
        if one.doc == other.doc:
            return -inf
        verdicts = self.judge(one, other)
        points = sum(POINTS[verdict] for verdict in verdicts)
        points += WORDS_WEIGHT * (sqrt(likeness(one.profile, other.profile)) - MIDDLE)
        return points + (STORY if one.story == other.story and one.main == other.main else 0.0)

    def judge(self, one: Report, other: Report) -> list[tuple[str, str]]:
        """What place, days, cause and figures say of two reports."""
        return [
            ("place", self._places(one, other)),
            ("days", compare_days(one.facts, other.facts, self.settings.event_gap_days)),
            ("cause", compare_causes(one.facts, other.facts, self.words)),
            ("figures", compare_figures(one.figures, other.figures)),
        ]

    def _places(self, one: Report, other: Report) -> str:
        """The best verdict between the places of two reports."""
        limit = self.settings.event_distance_km
        verdicts = {compare_places(here, there, limit) for here in one.places for there in other.places}
        return max(verdicts, key=lambda verdict: (POINTS["place", verdict], verdict))


@dataclass
class Event:
    """A cluster of reports (by position), with its row in the events table."""

    members: list[int]
    row: dict[str, Any]
    facts: Facts
    known: tuple[Known, ...] = ()


def link_claims(
    claims: pd.DataFrame, dates: pd.DataFrame, documents: pd.DataFrame, desk: Desk, texts: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The claims with their events, the dates with theirs, and the events table.

    `texts` holds each document's text as read. Nothing depends on the order of the rows.
    """
    words = load_pack("en", desk.language_overlay).read("link", LinkWords)
    rows, papers = records(claims), {row["doc"]: row for row in records(documents)}
    pages = {doc: Page(Article(doc, texts[doc])) for doc in sorted({row["doc"] for row in rows}) if doc in texts}
    incidents, wholes = _divide(rows, pages, words)
    reports = gather_reports(incidents, _by_doc(records(dates)), papers, pages, words, desk.settings)
    desk_rows = sorted(records(desk.events), key=lambda event: event["event_id"])
    known = read_known(desk_rows, words)
    linked, events = _link_reports(reports, known, texts, words, desk.settings)
    parents, lost = gather_parents(wholes, _countries(rows), desk_rows, words)
    linked |= _link_wholes(parents, lost)
    table_rows = _list_events(events, parents, known, rows, words, desk.settings)
    done = table("claims", [{**row, **linked[row["claim_id"]]} for row in rows]).set_axis(claims.index)
    return done, _link_dates(dates, records(done), pages), table("events", table_rows)


def _by_doc(rows: Sequence[Row]) -> dict[str, list[Row]]:
    held: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        held[row["doc"]].append(row)
    return held


def _divide(
    rows: Sequence[Row], pages: Mapping[str, Page], words: LinkWords
) -> tuple[list[Row], list[tuple[Row, Whole]]]:
    """Claims of incidents, and claims of larger things with what those are."""
    ordered = sorted(rows, key=lambda row: row["claim_id"])
    told = [(row, find_whole(row, pages.get(row["doc"]), words)) for row in ordered]
    return [row for row, whole in told if whole is None], [(row, whole) for row, whole in told if whole is not None]


def _countries(rows: Sequence[Row]) -> dict[str, str]:
    """The country that most of an article's claims name."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["country"] is not None:
            seen[row["doc"]][row["country"]] += 1
    return {doc: min(counts, key=lambda code: (-counts[code], code)) for doc, counts in seen.items()}


def _link_reports(
    reports: list[Report],
    known: Sequence[Known],
    texts: Mapping[str, str],
    words: LinkWords,
    settings: Settings,
) -> tuple[dict[str, dict[str, Any]], list[Event]]:
    for report, profile in zip(reports, weigh_terms([report.terms for report in reports]), strict=True):
        report.profile = profile
    linker = Linker(reports, words, settings)
    pairs = pair_up([_blocks(report) for report in reports])
    groups = move(cluster(len(reports), pairs, linker.score, LEAST, FLOOR), pairs, linker.score, LEAST, FLOOR)
    events = [_describe(members, reports, words) for members in groups]
    _recognise(events, reports, known, texts, words, settings)
    events = _name_events(events, reports)
    return _say_links(events, pairs, linker), events


def _recognise(
    events: Sequence[Event],
    reports: Sequence[Report],
    known: Sequence[Known],
    texts: Mapping[str, str],
    words: LinkWords,
    settings: Settings,
) -> None:
    """Note on each event which of the desk's it is or may be."""
    incidents = [event for event in known if event.row["kind"] not in words.wars]
    if not incidents:
        return
    read = {report.doc: plain(texts.get(report.doc, "")) for report in reports}
    limits = settings.event_distance_km, settings.event_gap_days
    for event in events:
        held = [reports[member] for member in event.members]
        event.known = tuple(match_known(event.facts, held, incidents, read, words, limits))


def _blocks(report: Report) -> dict[Any, float]:
    """Where a report is looked for, with what it counts to meet there.

    By its weightiest terms; by its story; by its square on the map, the squares around and its country, each with the
    days it may be of.
    """
    profile, facts = report.profile, report.facts
    heavy = sorted(profile, key=lambda term: (-profile[term], term))[:TERMS]
    blocks: dict[Any, float] = {("term", term): profile[term] for term in heavy}
    blocks["story", report.story] = 1.0
    if facts.first is None or facts.last is None or facts.last - facts.first > LONGEST:
        return blocks
    spans = range((facts.first - 1) // SPAN, (facts.last + 1) // SPAN + 1)
    blocks |= {("country", facts.country, span): 0.1 for span in spans if facts.country}
    if facts.latitude is not None and facts.longitude is not None:
        south, west = round(facts.latitude / CELL), round(facts.longitude / CELL)
        around = [(south + i, west + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        blocks |= {("square", *square, span): 0.15 for square in around for span in spans}
    return blocks


def _describe(members: list[int], reports: Sequence[Report], words: LinkWords) -> Event:
    """A cluster's row: the most exact place, the day and the cause that most of its reports give."""
    held = [reports[i] for i in members]
    facts = agree_on([report.facts for report in held])
    cause = _most([row["cause"] for report in held for row in report.rows if words.family(row["cause"])])
    row = {
        "kind": cause,
        "place": facts.place,
        "place_id": facts.place_id,
        "latitude": facts.latitude,
        "longitude": facts.longitude,
        "country": facts.country,
        "start": _iso(facts.first),
        "end": _iso(facts.last),
        "precision": facts.date_precision if facts.first is not None else None,
        "aliases": (),
        "origin": "discovered",
    }
    return Event(members, row, facts)


def _most(values: Sequence[str | None]) -> str | None:
    counted = Counter(value for value in values if value is not None)
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None


def _iso(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


def _name_events(events: list[Event], reports: Sequence[Report]) -> list[Event]:
    """The events with their ids and names.

    An id comes from place, first day and kind, which a further article about the event leaves alone; where these are
    not known, or an earlier event has them, from the event's first claim.
    """
    taken: set[str] = set()
    for event in sorted(events, key=lambda event: reports[event.members[0]].key):
        if len(event.known) == 1:
            event.row = dict(event.known[0].row)
            continue
        row, first = event.row, reports[event.members[0]]
        event_id = short_id("e", row["place_id"] or row["place"], row["start"], event.facts.family)
        if row["place"] is None or row["start"] is None or event_id in taken:
            event_id = short_id("e", "claim", first.rows[0]["claim_id"])
        taken.add(event_id)
        row["event_id"] = event_id
        row["name"] = _name(row, first)
    return events


def _name(row: Mapping[str, Any], first: Report) -> str:
    """'Airstrike, Idlib, 14 Mar 2019'; without a place, the names that the first report holds most of."""
    kind = (row["kind"] or "event").capitalize()
    where = row["place"] or ", ".join(shared_terms(first.profile, first.profile, 2)) or None
    when = None if row["start"] is None else _spoken(row["start"], row["precision"] or 1)
    return ", ".join(part for part in (kind, where, when) if part)


def _spoken(day: str, precision: int) -> str:
    """A day as an analyst writes it, no more exact than it is known.

    >>> _spoken("2019-03-14", 1), _spoken("2019-03-01", 4), _spoken("2019-01-01", 5)
    ('14 Mar 2019', 'Mar 2019', '2019')
    """
    year, month, number = day.split("-")
    if precision >= 4:
        return year if precision == 5 else f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def _say_links(events: Sequence[Event], pairs: Sequence[tuple[int, int]], linker: Linker) -> dict[str, dict[str, Any]]:
    """claim_id -> event_id, link, candidates and the reason, for every claim of the reports."""
    home = {member: event for event in events for member in event.members}
    near: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        if linker.score(a, b) >= LEAST - MARGIN:
            near[a].add(b)
            near[b].add(a)
    said: dict[str, dict[str, Any]] = {}
    for position, report in enumerate(linker.reports):
        own = home[position]
        rivals = _rivals(position, own, {id(home[other]): home[other] for other in sorted(near[position])}, linker)
        answer = _answer(position, own, rivals, linker)
        said |= {row["claim_id"]: answer for row in report.rows}
    return said


def _rivals(position: int, own: Event, around: Mapping[int, Event], linker: Linker) -> list[Event]:
    """Other events that would fit a report, nearly as well as its own or better; the best first."""
    others = [member for member in own.members if member != position]
    fit = link([position], others, linker.score, -inf) if others else LEAST
    scored = []
    for event in around.values():
        if event is own or any(linker.reports[m].doc == linker.reports[position].doc for m in event.members):
            continue
        points = link([position], event.members, linker.score, FLOOR)
        if points >= LEAST and points > fit - MARGIN:
            scored.append((-points, event.row["event_id"], event))
    return [event for _, _, event in sorted(scored, key=lambda found: found[:2])]


def _answer(position: int, own: Event, rivals: Sequence[Event], linker: Linker) -> dict[str, Any]:
    reason = _reason(position, own, linker)
    others = [event.row for event in rivals if event.row["event_id"] != own.row["event_id"]]
    others += [event.row for event in own.known if len(own.known) > 1]
    ids = [own.row["event_id"], *(row["event_id"] for row in others)]
    if not others:
        return {"event_id": ids[0], "link": "linked", "candidates": (), "link_reason": reason}
    names = "; ".join(row["name"] for row in others)
    return {
        "event_id": None,
        "link": "unsure",
        "candidates": tuple(ids),
        "link_reason": f"Fits {own.row['name']} ({reason}) and about as well: {names}.",
    }


SPOKEN = {
    ("place", "same"): "same place",
    ("place", "near"): "places near one another",
    ("place", "inside"): "one place inside the other's area",
    ("place", "country"): "same country",
    ("place", "apart"): "but places apart",
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
    ("figures", "same"): "a figure in common",
}


def _reason(position: int, own: Event, linker: Linker) -> str:
    """What matched and what did not between a report and the one of its event that fits it best."""
    others = [member for member in own.members if member != position]
    if not others:
        return "no other article read here tells of it" if not own.known else f"the desk's {own.row['name']}"
    best = max(others, key=lambda other: (linker.score(position, other), -other))
    one, other = linker.reports[position], linker.reports[best]
    said = [SPOKEN[verdict] for verdict in linker.judge(one, other) if verdict in SPOKEN]
    if one.story == other.story:
        said.insert(0, "same story")
    if names := shared_terms(one.profile, other.profile, 3):
        said.append(f"words in common: {', '.join(names)}")
    return f"with {other.doc}: {'; '.join(said) or 'nothing speaks against it'}"


def _link_wholes(parents: Sequence[Parent], lost: Sequence[Row]) -> dict[str, dict[str, Any]]:
    linked: dict[str, dict[str, Any]] = {}
    for parent in parents:
        reason = f"a figure of a {parent.kind}" + (f" by its words ('{parent.head}')" if parent.head else "")
        answer = {"event_id": parent.event_id, "link": "linked", "candidates": (), "link_reason": reason}
        linked |= {row["claim_id"]: answer for row in parent.rows}
    nowhere = "a figure of something larger than one incident, and the article names no country for it"
    answer = {"event_id": None, "link": "unlinked", "candidates": (), "link_reason": nowhere}
    return linked | {row["claim_id"]: answer for row in lost}


def _list_events(
    events: Sequence[Event],
    parents: Sequence[Parent],
    known: Sequence[Known],
    rows: Sequence[Row],
    words: LinkWords,
    settings: Settings,
) -> list[dict[str, Any]]:
    """The events table: the desk's own, wars and series, then discovered events with their parents."""
    names = _country_names(rows)
    larger = [describe_parent(parent, names) for parent in parents]
    listed = {event.row["event_id"]: dict(event.row) for event in known} | {row["event_id"]: row for row in larger}
    wars = [row for _, row in sorted(listed.items()) if row["kind"] == "war" or row["kind"] in words.wars]
    limits = settings.event_distance_km, settings.event_gap_days
    for parent in parents:
        if parent.kind == "series":
            listed[parent.event_id]["parent"] = choose_parent(listed[parent.event_id], parent.family, wars, words)
    for event in events:
        if event.row["event_id"] not in listed:
            battle = next((one.row["event_id"] for one in known if holds(one, event.facts, limits)), None)
            event.row["parent"] = battle or choose_parent(event.row, event.facts.family, wars, words)
            listed[event.row["event_id"]] = event.row
    return [listed[event_id] for event_id in sorted(listed)]


def _country_names(rows: Sequence[Row]) -> dict[str, str]:
    """How the articles call a country, by its code."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["place_precision"] == 6 and row["country"] and row["place"]:
            seen[row["country"]][row["place"]] += 1
    return {code: min(counts, key=lambda name: (-counts[name], name)) for code, counts in seen.items()}


def _link_dates(dates: pd.DataFrame, rows: Sequence[Row], pages: Mapping[str, Page]) -> pd.DataFrame:
    """The dates with the event of the claim that each stands beside."""
    by_doc = _by_doc([row for row in rows if row["event_id"] is not None])
    found = dates.copy()
    events = [_event_of_date(row, by_doc.get(row["doc"], []), pages.get(row["doc"])) for row in records(dates)]
    found["event_id"] = pd.array(events, dtype=pd.StringDtype())
    return found


def _event_of_date(day: Row, rows: Sequence[Row], page: Page | None) -> str | None:
    """The event of the nearest claim in the date's sentence, else of the nearest whose days meet the date's."""
    if day["role"] == "publication" or not rows:
        return None
    here = page.sentence_at(day["start"]) if page else None
    beside = [row for row in rows if here is not None and here.start <= row["start"] < here.end]
    meeting = [row for row in rows if row["event_start"] and _meets(day, row)]
    nearest = min(beside or meeting, key=lambda row: (abs(row["start"] - day["start"]), row["claim_id"]), default=None)
    return None if nearest is None else nearest["event_id"]


def _meets(day: Row, row: Row) -> bool:
    return bool(row["event_start"] < day["ends"] and (row["event_end"] or row["event_start"]) >= day["begins"])
