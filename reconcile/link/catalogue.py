"""Makes the events table: the facts of each cluster of reports, its id, its name, its parent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reconcile.link.accounts import Report, agree_on, most_common, where
from reconcile.link.agreement import Facts
from reconcile.link.known_events import Known, holds
from reconcile.link.parents import Parent, choose_parent, describe_parent
from reconcile.link.reading import Reading
from reconcile.link.vocabulary import Lexicon, holds_phrase, load_causes
from reconcile.model.ids import short_id
from reconcile.model.place import PlaceReference
from reconcile.model.records import Claim, DateMention, Event
from reconcile.model.settings import Settings
from reconcile.wording.link_words import event_name
from schemas.codes import DatePrecision, DateRole, PlacePrecision


@dataclass
class Cluster:
    """Reports of one event (by position), their combined facts, and the known events that it is or may be.

    `event` is the row in the events table, set when the id is.
    """

    members: list[int]
    facts: Facts
    kind: str | None
    known: tuple[Known, ...] = ()
    event: Event | None = None

    @property
    def row(self) -> Event:
        """Its row in the events table."""
        assert self.event is not None
        return self.event


def describe_cluster(
    members: list[int], reports: Sequence[Report], readings: Mapping[str, Reading], lexicon: Lexicon
) -> Cluster:
    """The cluster with its facts: the day of most reports, the most exact place, and the cause of most claims.

    A cause taken from another sentence counts only where no sentence gives its own, and a cause that follows from
    another (the fire of a shelled school) only where no claim gives the other.
    """
    held = [reports[i] for i in members]
    claims = [claim for report in held for claim in report.claims]
    leading = load_causes().leading(lexicon.family(claim.cause) for claim in claims)
    leaders = [claim for claim in claims if lexicon.family(claim.cause) in leading]
    own = [claim for claim in leaders if _is_own_cause(claim, readings[claim.doc], lexicon)]
    cause = _most(claim.cause for claim in own) or _most(claim.cause for claim in leaders)
    facts = agree_on([report.facts for report in held])
    place = _most_exact_place([one.place for report in held for one in report.said], facts.place)
    return Cluster(members, replace(facts, place=place, family=lexicon.family(cause)), cause)


def _is_own_cause(claim: Claim, reading: Reading, lexicon: Lexicon) -> bool:
    """True where a claim's own sentence gives its cause."""
    return holds_phrase(claim.sentence, reading.words.family_words(lexicon.family(claim.cause) or ""))


def _most_exact_place(said: Sequence[PlaceReference], agreed: PlaceReference) -> PlaceReference:
    """The most exact place that is in the gazetteer, else the one named; of several, the most frequent."""
    named = Counter((where(one)[0], one.place_id is None, where(one)) for one in said if one.name is not None)
    if not named:
        return agreed
    best = min(named, key=lambda key: (key[:2], -named[key], key[2]))
    place = next(one for one in said if where(one) == best[2])
    return replace(place, country=place.country or agreed.country)


def _most(values: Iterable[str | None]) -> str | None:
    return most_common(Counter(value for value in values if value is not None))


def _iso(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


def name_events(clusters: Sequence[Cluster], reports: Sequence[Report]) -> None:
    """Give each cluster its row in the events table, with its id and its name.

    The id is computed from the place, day and kind in the earliest report: later articles do not change it, and another
    first report with the same values gives the same id. Where these are unknown, or an earlier event has the id, it is
    computed from that report's first claim.
    """
    taken: set[str] = set()
    for cluster in sorted(clusters, key=lambda cluster: reports[cluster.members[0]].key):
        if len(cluster.known) == 1:
            cluster.event = cluster.known[0].event
            continue
        first = reports[cluster.members[0]]
        place, day = first.facts.place, first.facts.first
        event_id = short_id("e", place.place_id or place.name, _iso(day), first.facts.family)
        if place.name is None or day is None or event_id in taken:
            event_id = short_id("e", "claim", first.claims[0].claim_id)
        taken.add(event_id)
        cluster.event = _discovered(event_id, cluster.kind, cluster.facts)


def _discovered(event_id: str, kind: str | None, facts: Facts) -> Event:
    """The row of a newly discovered event; a place that does not look like a name is left out of the event's name."""
    place, start = facts.place, _iso(facts.first)
    precision = facts.date_precision if start is not None else None
    proper = place.name if place.name and (place.place_id is not None or place.name[:1].isupper()) else None
    return Event(
        event_id=event_id,
        name=event_name(kind, proper, start, precision),
        kind=kind,
        place=place.name,
        place_id=place.place_id,
        latitude=place.latitude,
        longitude=place.longitude,
        country=place.country,
        start=start,
        end=_iso(facts.last),
        precision=precision,
        origin="discovered",
    )


def list_events(
    clusters: Sequence[Cluster],
    parents: Sequence[Parent],
    known: Sequence[Known],
    claims: Sequence[Claim],
    lexicon: Lexicon,
    settings: Settings,
) -> list[Event]:
    """The events table, sorted by id: known events, wars and series, and discovered events with their parents."""
    names = _country_names(claims)
    larger = {parent.event_id: describe_parent(parent, names) for parent in parents}
    listed = {one.id: one.event for one in known} | larger
    wars = [event for _, event in sorted(listed.items()) if event.kind == "war" or event.kind in lexicon.wars]
    for parent in parents:
        if parent.kind == "series":
            listed[parent.event_id] = _inside_war(listed[parent.event_id], parent.family, wars)
    for cluster in clusters:
        event = cluster.row
        if event.event_id not in listed:
            battle = next((one.id for one in known if holds(one, cluster.facts, settings)), None)
            listed[event.event_id] = (
                replace(event, parent=battle) if battle else _inside_war(event, cluster.facts.family, wars)
            )
    return [listed[event_id] for event_id in sorted(listed)]


def _inside_war(event: Event, family: str | None, wars: Sequence[Event]) -> Event:
    return replace(event, parent=choose_parent(event, family, wars))


def _country_names(claims: Iterable[Claim]) -> dict[str, str]:
    """Country code -> the name of the country in the articles."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if claim.place_precision == PlacePrecision.COUNTRY and claim.country and claim.place:
            seen[claim.country][claim.place] += 1
    return {code: name for code, counts in seen.items() if (name := most_common(counts))}


def stretch_events(events: Iterable[Event], dates: Iterable[DateMention]) -> list[Event]:
    """The discovered events with first and last day set by dates that state them: the most frequent of several."""
    edges: defaultdict[tuple[str, DateRole], Counter[str]] = defaultdict(Counter)
    for day in dates:
        if day.event_id is not None and day.precision == DatePrecision.DAY:
            edges[day.event_id, day.role][day.begins] += 1
    return [_stretched(event, edges) for event in events]


def _stretched(event: Event, edges: Mapping[tuple[str, DateRole], Counter[str]]) -> Event:
    if event.origin != "discovered" or not event.start or event.kind in ("war", "series"):
        return event
    if event.precision == DatePrecision.DAY and event.kind in load_causes().momentary:
        return event  # talks that began in February are no start of a raid in April
    begun = most_common(edges.get((event.event_id, DateRole.START), {}))
    ended = most_common(edges.get((event.event_id, DateRole.END), {}))
    last = event.end or event.start
    return replace(event, start=min(begun or event.start, event.start), end=max(ended or last, last))
