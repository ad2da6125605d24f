"""Claims gathered into events: which event each figure counts, how sure that is, and why.

Articles are parted into reports (one account of one event), reports that tell one event are clustered, totals to date
go to wars and series. A claim is linked when exactly one event fits, unsure with its candidates when several do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

import pandas as pd

from reconcile.articles import Article
from reconcile.desk import Desk, Settings
from reconcile.extract.text import Page
from reconcile.language import load_pack
from reconcile.link.catalogue import Event, describe_cluster, list_events, name_events, stretch_events
from reconcile.link.clusters import cluster, link, move, pair_up
from reconcile.link.evidence import LinkWords
from reconcile.link.linker import FLOOR, LEAST, Linker, blocks_of, reason_for
from reconcile.link.parents import Parent, Whole, find_whole, gather_parents
from reconcile.link.profiles import weigh_terms
from reconcile.link.registry import Known, match_known, plain, read_known
from reconcile.link.reports import Report, Row, by_doc, gather_reports
from reconcile.link.timeline import link_dates
from schemas import records, table

MARGIN = 0.2
"""A second event that fits within so many points of the first leaves the link unsure."""


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
    reports = gather_reports(incidents, by_doc(records(dates)), papers, pages, words, desk.settings)
    desk_rows = sorted(records(desk.events), key=lambda event: event["event_id"])
    known = read_known(desk_rows, words)
    linked, events = _link_reports(reports, known, texts, words, desk.settings)
    parents, lost = gather_parents(wholes, _countries(rows), desk_rows, words)
    linked |= _link_wholes(parents, lost)
    table_rows = list_events(events, parents, known, rows, words, desk.settings)
    done = table("claims", [{**row, **linked[row["claim_id"]]} for row in rows]).set_axis(claims.index)
    placed = link_dates(dates, records(done), pages)
    return done, placed, table("events", stretch_events(table_rows, placed))


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
    pairs = pair_up([blocks_of(report) for report in reports])
    groups = move(cluster(len(reports), pairs, linker.score, LEAST, FLOOR), pairs, linker.score, LEAST, FLOOR)
    events = [describe_cluster(members, reports, words) for members in groups]
    _recognise(events, reports, known, texts, words, settings)
    events = name_events(events, reports)
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
        near = [one for one in incidents if event.facts.country in (None, one.facts.country) or not one.facts.country]
        event.known = tuple(match_known(event.facts, held, near, read, words, limits))


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
    others: list[Row] = [event.row for event in rivals if event.row["event_id"] != own.row["event_id"]]
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


def _link_wholes(parents: Sequence[Parent], lost: Sequence[Row]) -> dict[str, dict[str, Any]]:
    linked: dict[str, dict[str, Any]] = {}
    answer: dict[str, Any]
    for parent in parents:
        reason = f"a figure of a {parent.kind}" + (f" by its words ('{parent.head}')" if parent.head else "")
        answer = {"event_id": parent.event_id, "link": "linked", "candidates": (), "link_reason": reason}
        linked |= {row["claim_id"]: answer for row in parent.rows}
    nowhere = "a figure of something larger than one incident, and the article names no country for it"
    answer = {"event_id": None, "link": "unlinked", "candidates": (), "link_reason": nowhere}
    return linked | {row["claim_id"]: answer for row in lost}


def _reason(position: int, own: Event, linker: Linker) -> str:
    others = [member for member in own.members if member != position]
    if others:
        return reason_for(position, others, linker)
    return f"the desk's {own.row['name']}" if own.known else "no other article read here tells of it"
