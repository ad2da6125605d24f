"""The events table: what a cluster of reports comes to, its id, its name, its parent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from reconcile.link.accounts import Report, Row, agree_on, where
from reconcile.link.agreement import WHERE, Facts, LinkWords
from reconcile.link.parents import Parent, choose_parent, describe_parent
from reconcile.link.registry import Known, holds
from reconcile.link.texts import holds_phrase
from reconcile.model.ids import short_id
from reconcile.model.settings import Settings
from schemas import records

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass
class Event:
    """A cluster of reports (by position), with its row in the events table."""

    members: list[int]
    row: dict[str, Any]
    facts: Facts
    known: tuple[Known, ...] = ()


def describe_cluster(members: list[int], reports: Sequence[Report], words: LinkWords) -> Event:
    """A cluster's row: the day that most of its reports give, the most exact place and the cause of most claims.

    A cause that is carried over from another sentence counts only where no sentence tells its own, and one that follows
    from another (the fire of a shelled school) only where nobody tells that.
    """
    held = [reports[i] for i in members]
    leading = words.leading(words.family(row["cause"]) for report in held for row in report.rows)
    rows = [row for report in held for row in report.rows if words.family(row["cause"]) in leading]
    cause = _most([row["cause"] for row in rows if _is_own_cause(row, words)] or [row["cause"] for row in rows])
    facts = agree_on([report.facts for report in held])
    facts = _place_at([one for report in held for one in report.said], replace(facts, family=words.family(cause)))
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


def _is_own_cause(row: Row, words: LinkWords) -> bool:
    """True where a claim's own sentence tells its cause."""
    family = words.family(row["cause"]) or ""
    return holds_phrase(row["sentence"], tuple(words.families.get(family, (family,))))


def _place_at(said: Sequence[Facts], facts: Facts) -> Facts:
    """The facts at the most exact place that the gazetteer knows, else at the one named; of several, most claims'."""
    named = Counter((where(one)[0], one.place_id is None, where(one)) for one in said if one.place is not None)
    if not named:
        return facts
    best = min(named, key=lambda key: (key[:2], -named[key], key[2]))
    place = next(one for one in said if where(one) == best[2])
    return replace(
        facts, **{name: getattr(place, name) for name in WHERE} | {"country": place.country or facts.country}
    )


def _most(values: Sequence[str | None]) -> str | None:
    counted = Counter(value for value in values if value is not None)
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None


def _iso(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


def name_events(events: list[Event], reports: Sequence[Report]) -> list[Event]:
    """The events with their ids and names.

    An id comes from the place, day and kind that the earliest report gives: later articles leave it alone, and one of
    the same day that tells the same gives the same. Where these are not known, or an earlier event has them, it comes
    from that report's first claim.
    """
    taken: set[str] = set()
    for event in sorted(events, key=lambda event: reports[event.members[0]].key):
        if len(event.known) == 1:
            event.row = dict(event.known[0].row)
            continue
        row, first = event.row, reports[event.members[0]]
        facts = first.facts
        event_id = short_id("e", facts.place_id or facts.place, _iso(facts.first), facts.family)
        if facts.place is None or facts.first is None or event_id in taken:
            event_id = short_id("e", "claim", first.rows[0]["claim_id"])
        taken.add(event_id)
        row["event_id"] = event_id
        row["name"] = _name(row)
    return events


def _name(row: Mapping[str, Any]) -> str:
    """What happened, where and when, as far as each is known; what does not look like a place's name is left out.

    >>> flood = {"kind": "flood", "place": "Barsk", "place_id": None, "start": "2024-05-06", "precision": 1}
    >>> _name(flood), _name({**flood, "place": "the valley"})
    ('Flood, Barsk, 6 May 2024', 'Flood, 6 May 2024')
    """
    kind = (row["kind"] or "event").capitalize()
    placed = row["place"] is not None and (row["place_id"] is not None or row["place"][:1].isupper())
    when = None if row["start"] is None else _spoken(row["start"], row["precision"] or 1)
    return ", ".join(part for part in (kind, row["place"] if placed else None, when) if part)


def _spoken(day: str, precision: int) -> str:
    """A day as an analyst writes it, no more exact than it is known.

    >>> _spoken("2019-03-14", 1), _spoken("2019-03-01", 4), _spoken("2019-01-01", 5)
    ('14 Mar 2019', 'Mar 2019', '2019')
    """
    year, month, number = day.split("-")
    if precision >= 4:
        return year if precision == 5 else f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def list_events(
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


def stretch_events(events: list[dict[str, Any]], dates: pd.DataFrame) -> list[dict[str, Any]]:
    """The discovered events, begun and ended when the dates that say so place it: of several, the most often given."""
    edges: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for day in records(dates):
        if day["event_id"] is not None and day["role"] in ("start", "end") and day["precision"] == 1:
            edges[day["event_id"], day["role"]][day["begins"]] += 1
    for event in events:
        if event["origin"] != "discovered" or not event.get("start") or event["kind"] in ("war", "series"):
            continue
        first, last = event["start"], event["end"] or event["start"]
        begun = edges.get((event["event_id"], "start"), Counter())
        ended = edges.get((event["event_id"], "end"), Counter())
        event["start"] = min((min(begun, key=lambda d: (-begun[d], d)) if begun else first), first)
        event["end"] = max((min(ended, key=lambda d: (-ended[d], d)) if ended else last), last)
    return events
