"""Links claims to events: which event each figure counts, how sure that is, and why.

Articles are divided into reports (one account of one event) and reports of one event are clustered; totals to date are
linked to wars and series. A claim is linked when exactly one event fits, unsure with its candidates when several do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf

from reconcile.ingest.articles.credits import load_credits
from reconcile.link.accounts import Report, gather_reports
from reconcile.link.agreement import Facts
from reconcile.link.catalogue import Cluster, describe_cluster, list_events, name_events, stretch_events
from reconcile.link.clusters import cluster, link, move, pair_up
from reconcile.link.disasters import adopt_disasters, unite_disasters
from reconcile.link.known_events import Known, match_known, read_known
from reconcile.link.linker import Linker, blocks_of
from reconcile.link.mentions import collect_names, read_facts
from reconcile.link.near_misses import find_near_misses
from reconcile.link.outlets import longest_first, outlet_names, outlet_pattern
from reconcile.link.parents import Parent, Whole, find_whole, gather_parents
from reconcile.link.profiles import Silent, names_of, weigh_terms
from reconcile.link.reach import is_too_large_for
from reconcile.link.reading import Reading, read_articles
from reconcile.link.timeline import link_dates
from reconcile.link.vocabulary import Lexicon, load_causes
from reconcile.model.link_reason import AsideReason, EventReason, LinkReason, TotalReason
from reconcile.model.near_events import NearEvents
from reconcile.model.records import Claim, DateMention, Document, Event
from reconcile.store.desk import Desk
from reconcile.text.document import Document as Page
from reconcile.wording.link_words import link_reason_words
from schemas.codes import DatePrecision, Link, Scope, SpeakerKind


@dataclass(frozen=True)
class Linked:
    """The claims and dates with their events, in the order given; the events sorted by id; pairs of events alike."""

    claims: list[Claim]
    dates: list[DateMention]
    events: list[Event]
    near: tuple[NearEvents, ...] = ()


@dataclass(frozen=True)
class _Answer:
    """The events of a claim: `event_ids` contains one event, none, or several of which any may be meant."""

    event_ids: tuple[str, ...]
    reason: LinkReason
    disaster: Facts | None = None
    """The facts of a disaster. Its toll to date is that of one incident, and the day of a count is not its day."""

    def on(self, claim: Claim) -> Claim:
        """The claim with this answer filled in."""
        reason = link_reason_words(self.reason)
        if self.disaster is not None and (claim.date_precision or DatePrecision.LONGER) <= DatePrecision.WEEK:
            claim = _of_disaster(claim, self.disaster)
        if len(self.event_ids) == 1:
            (event_id,) = self.event_ids
            return replace(claim, event_id=event_id, link=Link.LINKED, candidates=(), link_reason=reason)
        link = Link.UNSURE if self.event_ids else Link.UNLINKED
        return replace(claim, event_id=None, link=link, candidates=self.event_ids, link_reason=reason)


def _of_disaster(claim: Claim, facts: Facts) -> Claim:
    """A claim on a disaster as a count of one incident, on the days of the disaster where those are stated."""
    counted = replace(claim, scope=Scope.INCIDENT)
    if not facts.dated or facts.first is None or facts.last is None:
        return counted
    first, last = (date.fromordinal(day).isoformat() for day in (facts.first, facts.last))
    return replace(counted, event_start=first, event_end=last, date_precision=facts.date_precision)


def link_claims(
    claims: Sequence[Claim],
    dates: Sequence[DateMention],
    documents: Sequence[Document],
    desk: Desk,
    pages: Mapping[str, Page],
    earlier: Sequence[Event] = (),
) -> Linked:
    """Link claims and dates to events. The result does not depend on the order of claims, dates or documents.

    Args:
        claims: claims with their sources traced; those whose document has no page are linked by their columns alone.
        dates: the dates found in the documents.
        documents: a row for each document, with its story and its day.
        desk: the known events, and settings for the distance (km, days) between claims of one event.
        pages: doc -> its text, split into sentences.
        earlier: events of earlier months; those to which claims are linked keep their ids.

    Returns:
        The claims and dates with their events, in the order given; and every event that the desk knows or a claim
        counts, sorted by id; with the pairs of events that were nearly joined.
    """
    batch = read_batch(claims, dates, documents, desk, pages, earlier)
    linker, pairs, clusters = _cluster_reports(batch, desk)
    parents, lost = gather_parents(batch.wholes, claims, _known_events(desk.events, ()), batch.lexicon)
    answers = _answer_reports(clusters, pairs, linker) | _answer_wholes(parents, lost)
    aside = _Answer((), AsideReason())
    linked = [answers.get(claim.claim_id, aside).on(claim) for claim in claims]
    listed = list_events(clusters, parents, batch.known, claims, batch.lexicon, desk.settings)
    placed = link_dates(dates, linked, batch.readings)
    events = stretch_events(_without_unmet(listed, earlier, desk.events, linked), placed)
    return Linked(linked, placed, events, find_near_misses(clusters, pairs, linker))


@dataclass(frozen=True)
class Batch:
    """The data of some claims before they are linked.

    `reports` are the reports that claims of incidents form, `wholes` the claims of larger events; `known` are the
    events known before, `readings` the articles by doc.
    """

    reports: list[Report]
    wholes: list[tuple[Claim, Whole]]
    known: list[Known]
    readings: Mapping[str, Reading]
    lexicon: Lexicon


def read_batch(
    claims: Sequence[Claim],
    dates: Sequence[DateMention],
    documents: Sequence[Document],
    desk: Desk,
    pages: Mapping[str, Page],
    earlier: Iterable[Event] = (),
) -> Batch:
    """Divide the claims of each article into reports; arguments as for `link_claims`."""
    lexicon, papers = Lexicon(desk.language_overlay), {document.doc: document for document in documents}
    readings = read_articles(claims, pages, papers, lexicon)
    incidents, wholes = _divide(claims, readings)
    known = read_known(_known_events(desk.events, earlier), lexicon)
    facts = read_facts(incidents, dates, readings, collect_names(known, lexicon), lexicon, desk.settings)
    silent = _silent(claims, documents, readings, desk)
    reports = adopt_disasters(gather_reports(incidents, facts, papers, readings, silent, desk.settings))
    return Batch(reports, wholes, known, readings, lexicon)


def _known_events(desk_events: Iterable[Event], earlier: Iterable[Event]) -> list[Event]:
    """The events of the desk and of datasets by id, then those of earlier months that are not among these."""
    given = {event.event_id: event for event in desk_events}
    before = {event.event_id: event for event in earlier if event.event_id not in given}
    return [events[event_id] for events in (given, before) for event_id in sorted(events)]


def _without_unmet(
    events: Iterable[Event], earlier: Iterable[Event], desk_events: Iterable[Event], linked: Iterable[Claim]
) -> list[Event]:
    """The events without the earlier ones to which no claim is linked (or may be) and that are not parents of such."""
    listed = {event.event_id: event for event in events}
    met = {event_id for claim in linked for event_id in (claim.event_id, *claim.candidates) if event_id}
    for event_id in sorted(met):
        above: str | None = event_id
        while above in listed and (above := listed[above].parent) and above not in met:
            met.add(above)
    dropped = {event.event_id for event in earlier} - {event.event_id for event in desk_events} - met
    return [event for event in listed.values() if event.event_id not in dropped]


def _silent(
    claims: Sequence[Claim], documents: Sequence[Document], readings: Mapping[str, Reading], desk: Desk
) -> dict[str, Silent]:
    """Doc -> words that do not identify an event: everyday words, and names of outlets, agencies and monitors."""
    by_language = {reading.language: reading.words for reading in readings.values()}
    names = outlet_names(documents, desk.sources, (claim.place for claim in claims), by_language.values())
    agencies = {name for code in by_language for name in load_credits(code or "en", desk.language_overlay).names}
    monitors = {claim.attribution for claim in claims if claim.attribution_kind == SpeakerKind.MONITOR}
    pattern = outlet_pattern(longest_first({*names, *agencies, *(name for name in monitors if name)}))
    silent = {language: Silent(words, pattern) for language, words in by_language.items()}
    return {doc: silent[reading.language] for doc, reading in readings.items()}


def _divide(claims: Iterable[Claim], readings: Mapping[str, Reading]) -> tuple[list[Claim], list[tuple[Claim, Whole]]]:
    """Claims of incidents, and claims of larger events with those events."""
    ordered = sorted(claims, key=lambda claim: claim.claim_id)
    said = [(claim, find_whole(claim, readings[claim.doc])) for claim in ordered]
    return [claim for claim, whole in said if whole is None], [(claim, whole) for claim, whole in said if whole]


def _cluster_reports(batch: Batch, desk: Desk) -> tuple[Linker, list[tuple[int, int]], list[Cluster]]:
    """The reports in clusters, each with its row in the events table, and the pairs that were compared."""
    reports = batch.reports
    linker, pairs = compare_reports(reports, desk)
    least, floor = linker.weights.by_hand.least, linker.weights.by_hand.floor
    groups = move(cluster(len(reports), pairs, linker.score, least, floor), pairs, linker.score, least, floor)
    groups = unite_disasters(groups, reports, desk.settings.event_gap_days)
    clusters = [describe_cluster(members, reports, batch.readings, batch.lexicon) for members in groups]
    _recognise(clusters, batch, desk)
    name_events(clusters, reports)
    return linker, pairs, clusters


def compare_reports(reports: list[Report], desk: Desk) -> tuple[Linker, list[tuple[int, int]]]:
    """The linker of some reports, with weighted words, and the pairs (by position) to compare."""
    profiles = weigh_terms([report.terms for report in reports])
    names = weigh_terms([names_of(report.terms) for report in reports])
    for report, profile, own_names in zip(reports, profiles, names, strict=True):
        report.profile, report.names = profile, own_names
    return Linker(reports, desk.settings), pair_up([blocks_of(report) for report in reports])


def _recognise(clusters: Sequence[Cluster], batch: Batch, desk: Desk) -> None:
    """Set on each cluster the known events that it is or may be."""
    known = [one for one in batch.known if not batch.lexicon.is_larger(one.event.kind)]
    for one in clusters if known else ():
        country = one.facts.place.country
        near = [event for event in known if None in (country, event.event.country) or country == event.event.country]
        held = [batch.reports[member] for member in one.members]
        one.known = tuple(match_known(one.facts, held, near, batch.readings, desk.settings))


def _answer_reports(
    clusters: Sequence[Cluster], pairs: Sequence[tuple[int, int]], linker: Linker
) -> dict[str, _Answer]:
    """claim_id -> its answer, for every claim of the reports."""
    home = {member: one for one in clusters for member in one.members}
    least = linker.weights.by_hand.least - linker.weights.by_hand.margin
    near: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        if linker.score(a, b) >= least:
            near[a].add(b)
            near[b].add(a)
    answers: dict[str, _Answer] = {}
    for position, report in enumerate(linker.reports):
        around = {id(home[other]): home[other] for other in sorted(near[position])}
        rivals = _rivals(position, home[position], around.values(), linker)
        answer = _answer(position, home[position], rivals, linker)
        answers |= {claim.claim_id: answer for claim in report.claims}
    return answers


def _rivals(position: int, own: Cluster, around: Iterable[Cluster], linker: Linker) -> list[Event]:
    """Other events that fit a report nearly as well as its own or better; the best first."""
    by_hand = linker.weights.by_hand
    others = [member for member in own.members if member != position]
    fit = link([position], others, linker.score, -inf) if others else by_hand.least
    scored = []
    for one in around:
        if one is own or any(linker.reports[m].doc == linker.reports[position].doc for m in one.members):
            continue
        if is_too_large_for(linker.reports[position], [linker.reports[member] for member in one.members]):
            continue
        points = link([position], one.members, linker.score, by_hand.floor)
        if points >= by_hand.least and points > fit - by_hand.margin:
            scored.append((-points, one.row.event_id, one.row))
    return [event for _, _, event in sorted(scored, key=lambda found: found[:2])]


def _answer(position: int, own: Cluster, rivals: Iterable[Event], linker: Linker) -> _Answer:
    """The answer for the claims of a report."""
    others = [event for event in rivals if event.event_id != own.row.event_id]
    others += [known.event for known in own.known if len(own.known) > 1]
    match = linker.match(position, [member for member in own.members if member != position])
    origin = own.known[0].event.origin if len(own.known) == 1 else None
    by_name = linker.reports[position].facts.known is not None
    rival_names = tuple(event.name for event in others)
    reason = EventReason(own.row.name, origin, by_name, match, rival_names)
    disaster = own.facts if own.facts.family in load_causes().wide else None
    return _Answer((own.row.event_id, *(event.event_id for event in others)), reason, disaster)


def _answer_wholes(parents: Iterable[Parent], lost: Iterable[Claim]) -> dict[str, _Answer]:
    """claim_id -> its answer, for every claim of a war or a series."""
    answers = {
        claim.claim_id: _Answer((parent.event_id,), TotalReason(parent.kind, parent.head))
        for parent in parents
        for claim in parent.claims
    }
    nowhere = _Answer((), TotalReason("", country_known=False))
    return answers | {claim.claim_id: nowhere for claim in lost}
