"""Wars and series of attacks: the parents that totals to date belong to.

'The 26-month conflict, which has killed more than 94,000' counts a war, not the battle that the article is about. A
war is known by its country, so it has one id in every batch; a series by its place, its kind and the year it counts
from.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from reconcile.link.agreement import DISTINCT_FIGURE, LinkWords
from reconcile.model.ids import short_id
from reconcile.text.document import Page

Row = Mapping[str, Any]

REACH = 4
"""Words after a duration within which its head stands: 'the eight-year-old Syrian conflict'."""
MONTH = 31
ANOTHER_WAR = 1500
"""Days between the starts of two wars of one country; claims about one war differ by less."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass
class Parent:
    """A war or a series, with the claims that count it. `head` is the word that named it."""

    event_id: str
    kind: str
    head: str
    country: str
    place_id: str | None
    family: str | None
    rows: list[Row] = field(default_factory=list)
    known: Row | None = None


@dataclass(frozen=True)
class Whole:
    """What a claim says of a larger thing: which kind (war or series) by which word."""

    kind: str
    head: str


def find_whole(row: Row, page: Page | None, words: LinkWords) -> Whole | None:
    """The larger thing that a claim counts, or None where it counts an incident.

    A duration goes by the head right after it (in its sentence, where it is known to reach to date); a total to date by
    a head in its sentence or the ones beside it.
    """
    after = page.plain[row["end"] : row["end"] + 60].lower() if page else row["sentence"].lower()
    if row["measure"] == "duration":
        said = row["sentence"].lower() if row["scope"] == "cumulative" else " ".join(_WORD.findall(after)[:REACH])
        head = _first(said, words.wars)
        return Whole("war", head) if head else None
    since = row["event_start"] is not None and row["event_end"] is None
    if row["scope"] != "cumulative" and not since:
        return None
    if series := _first(" ".join(_WORD.findall(after)[:REACH]), words.series):
        return Whole("series", series)
    for text in _around(row, page):
        if head := _first(text, words.wars):
            return Whole("war", head)
    return Whole("series", "") if since or _first(row["sentence"].lower(), words.since) else None


def _around(row: Row, page: Page | None) -> Iterable[str]:
    """The claim's sentence, then the one before and the one after."""
    yield row["sentence"].lower()
    sentence = page.sentence_at(row["start"]) if page else None
    if page is None or sentence is None:
        return
    for index in (sentence.index - 1, sentence.index + 1):
        if 0 <= index < len(page.sentences):
            yield page.sentences[index].text.lower()


def _first(text: str, heads: Sequence[str]) -> str | None:
    """The first of the heads that stands in the text as a word of its own, the longest where two begin together."""
    found = _pattern(tuple(heads)).search(text)
    return found.group() if found else None


@cache
def _pattern(heads: tuple[str, ...]) -> re.Pattern[str]:
    ranked = sorted(heads, key=lambda head: (-len(head), head))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ranked)) + r")\b")


def gather_parents(
    wholes: Sequence[tuple[Row, Whole]], countries: Mapping[str, str], known: Sequence[Row], words: LinkWords
) -> tuple[list[Parent], list[Row]]:
    """The wars and series that claims count, and the claims whose country nobody names.

    `countries` gives each article's country, for claims that name none; `known` are the desk's events.
    """
    found: dict[str, Parent] = {}
    lost: list[Row] = []
    eras = _eras([(row["country"] or countries.get(row["doc"]), row) for row, whole in wholes if whole.kind == "war"])
    for row, whole in wholes:
        country = row["country"] or countries.get(row["doc"])
        if country is None:
            lost.append(row)
            continue
        parent = _parent(row, whole, country, eras.get(country), known, words)
        found.setdefault(parent.event_id, parent).rows.append(row)
    return _merge_series([found[event_id] for event_id in sorted(found)]), lost


def _merge_series(parents: Sequence[Parent]) -> list[Parent]:
    """The parents, series of one country, kind and start that state the same number of one measure taken together.

    Such a number is told once with the place of its article and once with the country's alone: the wider one stays.
    """
    kept: list[Parent] = []
    for parent in sorted(parents, key=lambda one: (one.place_id is not None, one.event_id)):
        wider = next((one for one in kept if _is_same_series(one, parent)), None)
        if wider is None:
            kept.append(parent)
        else:
            wider.rows.extend(parent.rows)
    return sorted(kept, key=lambda one: one.event_id)


def _is_same_series(one: Parent, other: Parent) -> bool:
    if one.kind != "series" or other.kind != "series":
        return False
    if (one.country, one.family, _since(one)) != (other.country, other.family, _since(other)):
        return False
    return bool(_figures(one) & _figures(other))


def _since(parent: Parent) -> str | None:
    since: str | None = parent.rows[0]["event_start"]
    return since


def _figures(parent: Parent) -> set[tuple[str, float]]:
    """The telling numbers that its claims state, with their measures."""
    told = ((row["measure"], row["best"] if row["best"] is not None else row["low"]) for row in parent.rows)
    return {(measure, value) for measure, value in told if value is not None and value >= DISTINCT_FIGURE}


def _eras(told: Iterable[tuple[str | None, Row]]) -> dict[str, str]:
    """Since when most claims say that a country's war lasts."""
    starts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for country, row in told:
        if country is not None and row["event_start"] and _is_long(row):
            starts[country][row["event_start"]] += 1
    return {country: min(counts, key=lambda day: (-counts[day], day)) for country, counts in starts.items()}


def _parent(row: Row, whole: Whole, country: str, era: str | None, known: Sequence[Row], words: LinkWords) -> Parent:
    if whole.kind == "war":
        desk = next((e for e in known if e["country"] == country and (e["kind"] or "") in words.wars), None)
        began = row["event_start"] if row["event_start"] and _is_long(row) else None
        if began and era and abs(_days(began, era)) > ANOTHER_WAR:
            return Parent(short_id("e", "war", country, began[:4]), "war", whole.head, country, None, None)
        event_id = desk["event_id"] if desk else short_id("e", "war", country)
        return Parent(event_id, "war", whole.head, country, None, None, known=desk)
    family = words.family(row["cause"])
    place = row["place_id"] if (row["place_precision"] or 6) < 6 else None
    began = (row["event_start"] or "")[:4]
    event_id = short_id("e", "series", country, place, family, began)
    return Parent(event_id, "series", whole.head, country, place, family)


def describe_parent(parent: Parent, names: Mapping[str, str]) -> dict[str, Any]:
    """The parent's row in the events table."""
    if parent.known is not None:
        return dict(parent.known)
    start, precision = _began(parent.rows)
    cause = next((row["cause"] for row in parent.rows if row["cause"]), None)
    head = parent.head if parent.kind == "war" else f"{cause} series" if cause else parent.head or "series"
    place = next((row["place"] for row in parent.rows if parent.place_id and row["place_id"] == parent.place_id), None)
    where = place or names.get(parent.country, parent.country)
    since = f", since {start[:4]}" if start else ""
    return {
        "event_id": parent.event_id,
        "name": f"{head.capitalize()}, {where}{since}",
        "kind": parent.kind,
        "place": where,
        "place_id": parent.place_id,
        "country": parent.country,
        "start": start,
        "precision": precision,
        "aliases": (),
        "origin": "discovered",
    }


def _began(rows: Sequence[Row]) -> tuple[str | None, int | None]:
    """The start that most claims give (the earliest of equals), where it reaches back over more than a month."""
    starts = Counter(
        (row["event_start"], row["date_precision"]) for row in rows if row["event_start"] and _is_long(row)
    )
    if not starts:
        return None, None
    start, precision = min(starts, key=lambda pair: (-starts[pair], pair[0]))
    return start, precision


def _is_long(row: Row) -> bool:
    """True where the claim counts from a day on, or over more than a month."""
    return row["event_end"] is None or _days(row["event_start"], row["event_end"]) > MONTH


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def choose_parent(event: Row, family: str | None, wars: Sequence[Row], words: LinkWords) -> str | None:
    """The war that an event belongs to: its country's, where the event is of a kind that wars hold."""
    if family is not None and family not in words.war_kin:
        return None
    for war in wars:
        same = war["country"] is not None and war["country"] == event["country"]
        begun = not (war["start"] and event["start"]) or war["start"] <= event["start"]
        ended = bool(war.get("end") and event["start"]) and war["end"] < event["start"]
        if same and begun and not ended and war["event_id"] != event["event_id"]:
            return str(war["event_id"])
    return None
