"""Choose the claims of earlier months that a month reads again, so that late reports are compared with earlier figures.

Claims are carried over on every event that this month's claims are linked to, that has an open conflict, or that the
desk rules on this month. They keep their ids; each document's name begins with the month in whose folder it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reconcile.model.article import Article, Span
from reconcile.model.records import Claim, Conflict, DateMention, Document, Event, Ruling
from reconcile.model.ruling import merged_with, named_ids, standing_mergers
from reconcile.months.earlier import Earlier, Left
from reconcile.months.own_names import carried_name
from schemas.codes import Link, Measure, Scope, Severity


@dataclass(frozen=True)
class Carried:
    """What is carried over from earlier months: claims, dates and documents, and the events of these claims."""

    claims: list[Claim]
    dates: list[DateMention]
    documents: list[Document]
    events: list[Event]
    articles: tuple[Article, ...]


def carry_over(earlier: Earlier, claims: Sequence[Claim], rulings: Sequence[Ruling], period: str) -> Carried:
    """Select the claims of earlier months that this month's claims are to be compared with.

    Of one voice's running totals only the last is carried, because it has replaced those before. A claim that is also
    in a later month's folder (the same file, added twice) is carried from there, or not at all.

    Args:
        earlier: the results of the months before, from `read_earlier`.
        claims: this month's own claims, linked.
        rulings: the log of rulings.
        period: this month (YYYY-MM).

    Returns:
        The claims, dates and documents carried over, month by month from the earliest, and the events of the claims.
    """
    named = events_of(claims) | open_events(earlier) | ruled_events(earlier, rulings, period)
    mergers = standing_mergers(rulings)
    wanted = {id for event in named for id in merged_with(event, mergers)}
    months: list[Carried] = []
    taken = {claim.claim_id for claim in claims}
    for left in reversed(earlier.months):
        months.insert(0, _carry_month(left, wanted, taken))
        taken |= {claim.claim_id for claim in months[0].claims}
    found = _last_totals([claim for month in months for claim in month.claims], disputed_claims(earlier))
    about = {claim.event_id for claim in found}
    return Carried(
        claims=found,
        dates=[mention for month in months for mention in month.dates],
        documents=[paper for month in months for paper in month.documents],
        events=[event for event in earlier.events if event.event_id in about],
        articles=tuple(article for month in months for article in month.articles),
    )


def events_of(claims: Iterable[Claim]) -> set[str]:
    """The ids of the events that claims are linked to."""
    return {claim.event_id for claim in claims if claim.link == Link.LINKED and claim.event_id}


def open_events(earlier: Earlier) -> set[str]:
    """The ids of events with an open conflict from an earlier month; warnings do not count."""
    return {conflict.event_id for conflict in _open_conflicts(earlier) if conflict.event_id}


def disputed_claims(earlier: Earlier) -> set[str]:
    """The ids of the claims on the sides of those conflicts."""
    return {id for conflict in _open_conflicts(earlier) for id in conflict.claim_ids}


def _open_conflicts(earlier: Earlier) -> list[Conflict]:
    return [c for c in earlier.conflicts if not c.state.at_rest and c.severity != Severity.WARNING]


def ruled_events(earlier: Earlier, rulings: Iterable[Ruling], period: str) -> set[str]:
    """The ids of events that this month's rulings apply to, directly or through a claim, figure or conflict."""
    made = [ruling for ruling in rulings if ruling.period == period]
    named = {id for ruling in made for id in (ruling.about, *named_ids(ruling.value))}
    found = {event.event_id for event in earlier.events} & named
    for tables in (left.tables for left in earlier.months):
        found |= {claim.event_id for claim in tables.claims if claim.claim_id in named and claim.event_id}
        found |= {figure.event_id for figure in tables.figures if figure.figure_id in named}
        found |= {c.event_id for c in tables.conflicts if c.conflict_id in named and c.event_id}
    return found


def _carry_month(left: Left, events: set[str], taken: set[str]) -> Carried:
    """What is carried over from one month: the claims on these events, with their documents and dates."""
    claims = [claim for claim in left.claims if claim.event_id in events and claim.claim_id not in taken]
    named = {doc: carried_name(left.period, doc) for doc in {claim.doc for claim in claims}}
    dates = [mention for mention in left.tables.dates if mention.doc in named and mention.event_id in events]
    return Carried(
        claims=[replace(claim, doc=named[claim.doc]) for claim in claims],
        dates=[replace(mention, doc=named[mention.doc]) for mention in dates],
        documents=[_renamed(paper, left.period, named) for paper in left.tables.documents if paper.doc in named],
        events=[],
        articles=tuple(_articles(left, named)),
    )


def _renamed(paper: Document, period: str, named: dict[str, str]) -> Document:
    """The document under its present name; it counts as a cut only where its longer original is carried too."""
    cut_of = named.get(paper.cut_of) if paper.cut_of else None
    adds, lacks = (paper.adds, paper.lacks) if cut_of else ((), ())
    return replace(paper, doc=named[paper.doc], period=period, cut_of=cut_of, adds=adds, lacks=lacks)


def _articles(left: Left, named: dict[str, str]) -> Iterable[Article]:
    for doc, text in left.texts(named).items():
        yield Article(named[doc], text, fences=tuple(Span(*span) for span in left.fences.get(doc, ())))


def _last_totals(claims: list[Claim], disputed: set[str]) -> list[Claim]:
    """The claims without running totals that the same voice's next total, if not smaller, has replaced.

    A total that fell is carried with the one before it, and so is one on a side of an open conflict.
    """
    voices: dict[tuple[Any, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.scope == Scope.CUMULATIVE and claim.measure != Measure.DURATION and claim.as_of:
            voices[claim.event_id, claim.measure, claim.group, claim.unit, claim.originator].append(claim)
    replaced = {id for totals in voices.values() for id in _replaced(totals)} - disputed
    return [claim for claim in claims if claim.claim_id not in replaced]


def _replaced(totals: list[Claim]) -> Iterable[str]:
    """The ids of one voice's totals that are followed by an equal or larger total as of a later day."""
    for claim in totals:
        later = [(str(other.as_of), other.low or 0.0) for other in totals if str(other.as_of) > str(claim.as_of)]
        after = [low for as_of, low in later if as_of == min(later)[0]]
        if after and (claim.low or 0.0) <= min(after):
            yield claim.claim_id
