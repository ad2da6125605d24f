"""Pairs of events that may be one: of like kind, and near in place and time, or told by the same articles or words.

Linking joins reports that surely tell of one event. What it kept apart on one misread day or place is listed here, with
what a merger would do to the month's total, so that the desk can merge it with one word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from reconcile.doubts.bearing_on_totals import Bearing, Count, add
from reconcile.link.agreement import DISTINCT_FIGURE, compare_causes, compare_days, compare_places, event_facts
from reconcile.link.vocabulary import Lexicon
from reconcile.model.ids import short_id
from reconcile.model.link_reason import CauseLevel, DaysLevel, PlaceLevel
from reconcile.model.near_events import NearEvents
from reconcile.model.records import Claim, Event, PerhapsOne
from reconcile.wording.doubt_words import merger_effect, pair_reasons
from schemas.codes import Measure, Sureness

HERE = (PlaceLevel.SAME, PlaceLevel.NEAR)
THEN = (DaysLevel.SAME, DaysLevel.NEAR)
FAR = (DaysLevel.ANOTHER, DaysLevel.LONG_APART)
FEW = 4
"""An article that tells of more events than this is a digest: two of its events are not near for being in it."""
CROWD = 60
"""Events of one place are compared with so many others at most."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class Signs:
    """What speaks for two events being one, and what against it.

    `together` is True where the articles of one of them all tell of the other too; `alike` where linking found two of
    their reports near enough; `toll` is the number that both give for one measure, with that measure.
    """

    place: PlaceLevel
    days: DaysLevel
    cause: CauseLevel
    together: bool
    alike: bool
    words: tuple[str, ...] = ()
    toll: tuple[Measure, float] | None = None

    @property
    def sureness(self) -> Sureness | None:
        """How likely they are one; None where the signs do not suffice."""
        here, then = self.place in HERE, self.days in THEN
        if self.place is PlaceLevel.ABROAD or (self.cause is CauseLevel.DIFFERENT and not (here and then)):
            return None
        if (here and then) or (self.together and (here or then)):
            return Sureness.LIKELY
        told = self.alike or self.toll is not None
        close = (here and self.days not in FAR) or (then and self.place is not PlaceLevel.APART)
        return Sureness.POSSIBLE if told and close else None


def pair_events(bearing: Bearing, near: Iterable[NearEvents]) -> list[PerhapsOne]:
    """The pairs of events that may be one and change a total of people where they are; the likeliest, largest first.

    Args:
        bearing: the run's events, claims, figures and totals.
        near: the pairs that linking nearly joined.
    """
    lexicon = Lexicon()
    known = {frozenset((one.event_id, one.other_id)): one for one in near}
    judged = (_judge(bearing, pair, known.get(frozenset(pair)), lexicon) for pair in _candidates(bearing, known))
    rows = [row for row in judged if row is not None]
    return sorted(rows, key=lambda row: (list(Sureness).index(row.likelihood), -row.effect, row.pair_id))


def _candidates(bearing: Bearing, near: Mapping[frozenset[str], NearEvents]) -> list[Pair]:
    """The pairs to look at: nearly joined ones, those in one article, and those at one place."""
    found: set[Pair] = {(min(pair), max(pair)) for pair in near}
    single = _incidents(bearing)
    articles: dict[str, set[str]] = defaultdict(set)
    for event_id in single:
        for claim in bearing.claims_of[event_id]:
            articles[claim.doc].add(event_id)
    for told in articles.values():
        if len(told) <= FEW:
            found |= set(combinations(sorted(told), 2))
    for events in _by_place(single[id] for id in sorted(single)):
        for place, one in enumerate(events):
            found |= {(min(one, other), max(one, other)) for other in events[place + 1 : place + CROWD]}
    return sorted((a, b) for a, b in found if a in single and b in single and _may_be_paired(single[a], single[b]))


def _incidents(bearing: Bearing) -> dict[str, Event]:
    """The events that add people to a total, without wars, series and those that contain others."""
    lexicon = Lexicon()
    outer = {event.parent for event in bearing.tables.events}
    return {
        event.event_id: event
        for event in bearing.tables.events
        if any(bearing.added.get(event.event_id, {}).values())
        and event.event_id in bearing.claims_of
        and event.event_id not in outer
        and not lexicon.is_larger(event.kind)
    }


def _by_place(events: Iterable[Event]) -> Iterator[list[str]]:
    """The events of each map square of half a degree with its neighbours to the north and east, by their days."""
    squares: dict[tuple[int, int], list[Event]] = defaultdict(list)
    for event in events:
        if event.latitude is not None and event.longitude is not None:
            south, west = round(event.latitude * 2), round(event.longitude * 2)
            for square in ((south, west), (south + 1, west), (south, west + 1), (south + 1, west + 1)):
                squares[square].append(event)
    for _, held in sorted(squares.items()):
        yield [event.event_id for event in sorted(held, key=lambda event: (event.start or "", event.event_id))]


def _may_be_paired(one: Event, other: Event) -> bool:
    """False for two rows of a dataset or two events of the desk, which their makers told apart."""
    return one.origin == "discovered" or other.origin == "discovered"


def _judge(bearing: Bearing, pair: Pair, near: NearEvents | None, lexicon: Lexicon) -> PerhapsOne | None:
    kept, gone = _kept_first(bearing, pair)
    signs = _signs(bearing, kept, gone, near, lexicon)
    sureness = signs.sureness
    if sureness is None:
        return None
    merged = _merged(bearing, kept, gone)
    mine, others = bearing.added[kept.event_id], bearing.added[gone.event_id]
    effects = {
        count: after - mine.get(count, 0.0) - others.get(count, 0.0)
        for count in sorted({*mine, *others}, key=lambda count: (list(Measure).index(count.measure), count.scope))
        if (after := merged.get(count, 0.0)) != mine.get(count, 0.0) + others.get(count, 0.0)
    }
    if not effects:
        return None
    count = next(iter(effects))
    month = kept.start[:7] if kept.start else None
    total = bearing.totals.get((count, month))
    own = [event.event_id for event in (kept, gone) if event.start and event.start[:7] == month]
    lost = sum(bearing.added[event_id].get(count, 0.0) for event_id in own) - merged.get(count, 0.0)
    pair_id = short_id("p", *sorted(pair))
    return PerhapsOne(
        pair_id=pair_id,
        event_id=kept.event_id,
        other_id=gone.event_id,
        likelihood=sureness,
        because=tuple(pair_reasons(signs.place, signs.days, signs.cause, signs.together, signs.words, signs.toll)),
        month=month,
        measure=count.measure,
        unit=count.unit,
        toll=mine.get(count),
        other_toll=others.get(count),
        merged=merged.get(count, 0.0),
        total=total,
        total_merged=None if total is None else max(0.0, total - lost),
        effect_sentence=merger_effect(
            [(c.measure, mine.get(c), others.get(c), merged.get(c, 0.0)) for c in effects],
            month,
            total,
            -lost,
        ),
        ruling=bearing.dismissed(pair_id),
    )


def _kept_first(bearing: Bearing, pair: Pair) -> tuple[Event, Event]:
    """The two events, the one that a merger keeps first: one of the desk's or a dataset's, else the one told more."""
    events = [bearing.events[event_id] for event_id in pair]
    told = {event.event_id: len(bearing.claims_of[event.event_id]) for event in events}
    kept, gone = sorted(events, key=lambda e: (e.origin == "discovered", -told[e.event_id], e.start or "", e.event_id))
    return kept, gone


def _signs(bearing: Bearing, one: Event, other: Event, near: NearEvents | None, lexicon: Lexicon) -> Signs:
    settings = bearing.settings
    facts, others = (event_facts(event, lexicon.family(event.kind)) for event in (one, other))
    docs = [{claim.doc for claim in bearing.claims_of[event.event_id]} for event in (one, other)]
    return Signs(
        compare_places(one.location, other.location, settings.event_distance_km),
        compare_days(facts, others, settings.event_gap_days),
        compare_causes(facts, others),
        docs[0] <= docs[1] or docs[1] <= docs[0],
        near is not None,
        near.words if near else (),
        _common_toll(bearing.added[one.event_id], bearing.added[other.event_id]),
    )


def _common_toll(one: Mapping[Count, float], other: Mapping[Count, float]) -> tuple[Measure, float] | None:
    """The gravest count of people that both give alike, where it is large enough not to be chance."""
    alike = [(c.measure, one[c]) for c in one.keys() & other.keys() if one[c] == other[c] >= DISTINCT_FIGURE]
    return min(alike, key=lambda found: list(Measure).index(found[0]), default=None)


def _merged(bearing: Bearing, kept: Event, gone: Event) -> dict[Count, float]:
    """What the merged event would add, settled anew from the claims of both."""
    claims = [replace(claim, event_id=kept.event_id) for claim in _claims(bearing, (kept, gone))]
    return add(bearing.settle(claims))


def _claims(bearing: Bearing, events: Sequence[Event]) -> Iterator[Claim]:
    for event in events:
        yield from bearing.claims_of[event.event_id]
