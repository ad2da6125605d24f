"""The events table: what a cluster of reports comes to, its id, its name, its parent."""

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
    """Reports of one event (by position), what they say of it, and the known events that it is or may be.

    `event` is its row in the events table, once it has an id.
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
    """What a cluster says: the day that most of its reports give, the most exact place and the cause of most claims.

    A cause that is carried over from another sentence counts only where no sentence gives its own, and one that follows
    from another (the fire of a shelled school) only where nobody gives that.
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
    """The most exact place that the gazetteer knows, else the one named; of several, most claims'."""
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

    An id comes from the place, day and kind that the earliest report gives: later articles leave it alone, and one of
    the same day that says the same gives the same. Where these are not known, or an earlier event has them, it comes
    from that report's first claim.
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
    """The row of an event that no table held before; a place that does not look like a name is not in its name."""
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
    """The events table: known events, wars and series, then discovered events with their parents; by id."""
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
    """What the articles call a country, by its code."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if claim.place_precision == PlacePrecision.COUNTRY and claim.country and claim.place:
            seen[claim.country][claim.place] += 1
    return {code: name for code, counts in seen.items() if (name := most_common(counts))}


def stretch_events(events: Iterable[Event], dates: Iterable[DateMention]) -> list[Event]:
    """The discovered events, begun and ended when the dates that say so place it: of several, the most often given."""
    edges: defaultdict[tuple[str, DateRole], Counter[str]] = defaultdict(Counter)
    for day in dates:
        if day.event_id is not None and day.precision == DatePrecision.DAY:
            edges[day.event_id, day.role][day.begins] += 1
    return [_stretched(event, edges) for event in events]


def _stretched(event: Event, edges: Mapping[tuple[str, DateRole], Counter[str]]) -> Event:
    if event.origin != "discovered" or not event.start or event.kind in ("war", "series"):
        return event
    begun = most_common(edges.get((event.event_id, DateRole.START), {}))
    ended = most_common(edges.get((event.event_id, DateRole.END), {}))
    last = event.end or event.start
    return replace(event, start=min(begun or event.start, event.start), end=max(ended or last, last))
