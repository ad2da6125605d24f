"""Wars and series of attacks: the parent events that totals to date count.

'The 26-month conflict, which has killed more than 94,000' counts a war, not the battle that the article is about. A
war is identified by its country, so it has one id in every batch; a series by its place, its kind and the year from
which it counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reconcile.link.accounts import most_common
from reconcile.link.agreement import DISTINCT_FIGURE, StatedFigure, figure_of
from reconcile.link.reading import Reading
from reconcile.link.vocabulary import Lexicon, find_phrase, load_causes
from reconcile.model.ids import short_id
from reconcile.model.records import Claim, Event
from reconcile.wording.link_words import series_name, war_name
from schemas.codes import DatePrecision, Measure, PlacePrecision, Scope

REACH = 4
"""Words after a duration in which its head noun may be: 'the eight-year-old Syrian conflict'."""
MONTH = 31
ANOTHER_WAR = 1500
"""Days between the starts of two wars of one country; the starts given for one war differ by less."""


@dataclass
class Parent:
    """A war or a series, with the claims that count it. `head` is the noun that named it."""

    event_id: str
    kind: str
    head: str
    country: str
    place_id: str | None = None
    family: str | None = None
    claims: list[Claim] = field(default_factory=list)
    known: Event | None = None

    @property
    def since(self) -> str | None:
        """The day from which its first claim counts."""
        return self.claims[0].event_start

    @property
    def figures(self) -> set[StatedFigure]:
        """The numbers that its claims state, except those that two may share by chance."""
        stated = (figure_of(claim) for claim in self.claims)
        return {figure for figure in stated if figure is not None and figure[1] >= DISTINCT_FIGURE}


@dataclass(frozen=True)
class Whole:
    """The larger event of a claim: its kind (war or series) and the noun that named it."""

    kind: str
    head: str


def find_whole(claim: Claim, reading: Reading) -> Whole | None:
    """The larger event that a claim counts, or None where it counts an incident.

    A duration is decided by the noun right after it (or in its sentence, where the claim counts to date); a total to
    date by a noun in its sentence or the sentences before and after it.
    """
    words, after = reading.words, reading.after(claim, REACH)
    if claim.measure == Measure.DURATION:
        head = find_phrase(claim.sentence if claim.scope == Scope.CUMULATIVE else after, words.wars)
        return Whole("war", head) if head else None
    since = claim.event_start is not None and claim.event_end is None
    if claim.scope != Scope.CUMULATIVE and not since:
        return None
    if series := find_phrase(after, words.series):
        return Whole("series", series)
    for text in reading.around(claim):
        if head := find_phrase(text, words.wars):
            return Whole("war", head)
    return Whole("series", "") if since or find_phrase(claim.sentence, words.since) else None


def gather_parents(
    wholes: Sequence[tuple[Claim, Whole]], claims: Iterable[Claim], known: Sequence[Event], lexicon: Lexicon
) -> tuple[list[Parent], list[Claim]]:
    """Group the claims of wars and series.

    Args:
        wholes: the claims that count a larger event, with that event.
        claims: every claim; a claim without a country gets the one that most claims of its article name.
        known: the events of the desk.
        lexicon: the families of causes, and the words for wars.

    Returns:
        The wars and series by id, and the claims for which no country is known.
    """
    countries = _countries(claims)
    placed = [(claim, whole, claim.country or countries.get(claim.doc)) for claim, whole in wholes]
    eras = _eras((country, claim) for claim, whole, country in placed if whole.kind == "war")
    found: dict[str, Parent] = {}
    for claim, whole, country in placed:
        if country is not None:
            parent = _parent(claim, whole, country, eras.get(country), known, lexicon)
            found.setdefault(parent.event_id, parent).claims.append(claim)
    lost = [claim for claim, _, country in placed if country is None]
    return _merge_series([found[event_id] for event_id in sorted(found)]), lost


def _countries(claims: Iterable[Claim]) -> dict[str, str]:
    """Doc -> the country that most of an article's claims name."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if claim.country is not None:
            seen[claim.doc][claim.country] += 1
    return {doc: code for doc, counts in seen.items() if (code := most_common(counts))}


def _merge_series(parents: Sequence[Parent]) -> list[Parent]:
    """The parents; series of one country, kind and start that state the same number for one measure are merged.

    Such a number is given once with the place of its article and once with the country alone; the wider series is kept.
    """
    kept: list[Parent] = []
    for parent in sorted(parents, key=lambda one: (one.place_id is not None, one.event_id)):
        wider = next((one for one in kept if _is_same_series(one, parent)), None)
        if wider is None:
            kept.append(parent)
        else:
            wider.claims.extend(parent.claims)
    return sorted(kept, key=lambda one: one.event_id)


def _is_same_series(one: Parent, other: Parent) -> bool:
    if one.kind != "series" or other.kind != "series":
        return False
    alike = (one.country, one.family, one.since) == (other.country, other.family, other.since)
    return alike and not one.figures.isdisjoint(other.figures)


def _eras(wars: Iterable[tuple[str | None, Claim]]) -> dict[str, str]:
    """Country -> the start of its war that most claims give."""
    starts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for country, claim in wars:
        if country is not None and claim.event_start and _is_long(claim):
            starts[country][claim.event_start] += 1
    return {country: day for country, counts in starts.items() if (day := most_common(counts))}


def _parent(
    claim: Claim, whole: Whole, country: str, era: str | None, known: Sequence[Event], lexicon: Lexicon
) -> Parent:
    if whole.kind == "war":
        desk = next((event for event in known if event.country == country and (event.kind or "") in lexicon.wars), None)
        began = claim.event_start if _is_long(claim) else None
        if began and era and abs(_days(began, era)) > ANOTHER_WAR:
            return Parent(short_id("e", "war", country, began[:4]), "war", whole.head, country)
        event_id = desk.event_id if desk else short_id("e", "war", country)
        return Parent(event_id, "war", whole.head, country, known=desk)
    family = lexicon.family(claim.cause)
    coarse = (claim.place_precision or PlacePrecision.COUNTRY) >= PlacePrecision.COUNTRY
    place = None if coarse else claim.place_id
    event_id = short_id("e", "series", country, place, family, (claim.event_start or "")[:4])
    return Parent(event_id, "series", whole.head, country, place, family)


def describe_parent(parent: Parent, names: Mapping[str, str]) -> Event:
    """The parent's row in the events table; `names` are the countries' by code."""
    if parent.known is not None:
        return parent.known
    start, precision = _began(parent.claims)
    cause = next((claim.cause for claim in parent.claims if claim.cause), None)
    near = (claim.place for claim in parent.claims if parent.place_id and claim.place_id == parent.place_id)
    place = next(near, None) or names.get(parent.country, parent.country)
    is_war = parent.kind == "war"
    name = war_name(parent.head, place, start) if is_war else series_name(cause, parent.head, place, start)
    return Event(
        event_id=parent.event_id,
        name=name,
        kind=parent.kind,
        place=place,
        place_id=parent.place_id,
        country=parent.country,
        start=start,
        precision=precision,
        origin="discovered",
    )


def _began(claims: Sequence[Claim]) -> tuple[str | None, DatePrecision | None]:
    """The start that most claims give (the earliest of equals), where it is more than a month back."""
    starts = Counter(
        (claim.event_start, claim.date_precision) for claim in claims if claim.event_start and _is_long(claim)
    )
    if not starts:
        return None, None
    return min(starts, key=lambda pair: (-starts[pair], pair[0] or ""))


def _is_long(claim: Claim) -> bool:
    """True where the claim counts from a day on, or over more than a month."""
    return claim.event_end is None or _days(claim.event_start or claim.event_end, claim.event_end) > MONTH


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def choose_parent(event: Event, family: str | None, wars: Sequence[Event]) -> str | None:
    """The war that an event belongs to: its country's, where the event's kind can be part of a war."""
    if family is not None and family not in load_causes().war_kin:
        return None
    for war in wars:
        same = war.country is not None and war.country == event.country
        begun = not (war.start and event.start) or war.start <= event.start
        ended = bool(war.end and event.start) and (war.end or "") < (event.start or "")
        if same and begun and not ended and war.event_id != event.event_id:
            return war.event_id
    return None
