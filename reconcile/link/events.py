"""Claims gathered into events: which event each figure counts, how sure that is, and why.

Articles are parted into reports (one account of one event), reports that tell one event are clustered, totals to date
go to wars and series. A claim is linked when exactly one event fits, unsure with its candidates when several do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import Any

import pandas as pd

from reconcile.ingest.articles.credits import load_credits
from reconcile.language import load_pack
from reconcile.link.accounts import Report, Row, by_doc, gather_reports
from reconcile.link.agreement import LinkWords
from reconcile.link.catalogue import Event, describe_cluster, list_events, name_events, stretch_events
from reconcile.link.clusters import cluster, link, move, pair_up
from reconcile.link.linker import FLOOR, LEAST, Linker, blocks_of, reason_for
from reconcile.link.parents import Parent, Whole, find_whole, gather_parents
from reconcile.link.profiles import Silent, weigh_terms
from reconcile.link.registry import Known, match_known, plain, read_known
from reconcile.link.texts import outlet_names, outlet_pattern
from reconcile.link.timeline import link_dates
from reconcile.link.told import hear_names, tell_facts
from reconcile.model.article import Article
from reconcile.model.crossing import as_row
from reconcile.model.settings import Settings
from reconcile.store.desk import Desk
from reconcile.text.document import Page
from schemas import records, table

MARGIN = 0.2
"""A second event that fits within so many points of the first leaves the link unsure."""


def link_claims(
    claims: pd.DataFrame,
    dates: pd.DataFrame,
    documents: pd.DataFrame,
    desk: Desk,
    texts: Mapping[str, str],
    earlier: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The claims with their events, the dates with theirs, and the events table.

    `texts` holds each document's text, header and furniture blanked. `earlier` are events of the months before: those
    that claims link to are kept under their ids. Nothing depends on the order of the rows.
    """
    words = load_pack("en", desk.language_overlay).read("link", LinkWords)
    rows, papers = records(claims), {row["doc"]: row for row in records(documents)}
    pages = {doc: Page(Article(doc, texts[doc])) for doc in sorted({row["doc"] for row in rows}) if doc in texts}
    incidents, wholes = _divide(rows, pages, words)
    desk_rows = [as_row(event) for event in sorted(desk.events, key=lambda event: event.event_id)]
    before = _before(earlier, desk_rows)
    known = read_known([*desk_rows, *before], words)
    facts = tell_facts(incidents, by_doc(records(dates)), pages, hear_names(known, words, desk.settings))
    silent = _silent(rows, papers.values(), desk, words)
    reports = gather_reports(incidents, facts, papers, pages, words, desk.settings, silent)
    linked, events = _link_reports(reports, known, texts, words, desk.settings)
    parents, lost = gather_parents(wholes, _countries(rows), desk_rows, words)
    linked |= _link_wholes(parents, lost)
    table_rows = _keep_linked(list_events(events, parents, known, rows, words, desk.settings), before, linked)
    done = table("claims", [{**row, **linked[row["claim_id"]]} for row in rows]).set_axis(claims.index)
    placed = link_dates(dates, records(done), pages)
    return done, placed, table("events", stretch_events(table_rows, placed))


def _before(earlier: pd.DataFrame | None, desk_rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The events of earlier months, without those that the desk or a dataset gives again."""
    given = {row["event_id"] for row in desk_rows}
    rows = [] if earlier is None else [row for row in records(earlier) if row["event_id"] not in given]
    return sorted(rows, key=lambda row: str(row["event_id"]))


def _keep_linked(
    events: list[dict[str, Any]], before: Sequence[Row], linked: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The events without the earlier ones that no claim is linked to or may be of, and that hold none of those."""
    met = {event_id for said in linked.values() for event_id in (said["event_id"], *said["candidates"])}
    above = {event["event_id"]: event.get("parent") for event in events}
    for event_id in sorted(met - {None}):
        while (event_id := above.get(event_id)) not in met:
            met.add(event_id)
    dropped = {row["event_id"] for row in before} - met
    return [event for event in events if event["event_id"] not in dropped]


def _silent(rows: Sequence[Row], papers: Iterable[Row], desk: Desk, words: LinkWords) -> Silent:
    """What proves nothing: everyday words, who carries the articles, and monitors, who speak of every event alike."""
    names = outlet_names(papers, map(as_row, desk.sources), (row["place"] for row in rows))
    agencies = load_credits("en", desk.language_overlay).names
    monitors = {row["attribution"] for row in rows if row["attribution_kind"] == "monitor" and row["attribution"]}
    pattern = outlet_pattern(sorted({*names, *agencies, *monitors}, key=lambda name: (-len(name), name)))
    return Silent(frozenset(words.plain.split()), frozenset(words.outlets), pattern)


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
    incidents = [event for event in known if event.row["kind"] not in ("war", "series", *words.wars)]
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
    said = [reason_for(position, others, linker)] if others else []
    if len(own.known) == 1:
        named = linker.reports[position].facts.known is not None
        event = f"{_whose(own.known[0])} {own.row['name']}"
        said.insert(0, f"the article calls {event} by its name" if named else event)
    return "; ".join(said) or "no other article read here tells of it"


def _whose(known: Known) -> str:
    return {"desk": "the desk's", "dataset": "a dataset's"}.get(known.row["origin"], "an earlier month's")
