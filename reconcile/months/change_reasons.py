"""The reason why a figure changed, in plain sentences: articles whose claims were added or removed, or a ruling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reconcile.model.records import Claim, Document, Event, Figure, Ruling
from reconcile.model.ruling import set_aside
from reconcile.wording.claim_words import capital, listed
from reconcile.wording.figure_words import counted, day_words, period_words
from reconcile.wording.link_words import merger_words, split_words
from schemas.codes import DecisionWord

SHOWN = 3
"""The largest number of articles that a sentence names; more are counted."""

SETTLED_BY_RULING = "decision"
"""The value of `rule` for a figure that a ruling set."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """The claims, documents, events and rulings that explain changes."""

    claims_read: Sequence[Claim]
    documents_read: Sequence[Document]
    events_known: Sequence[Event]
    rulings: Sequence[Ruling]

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.claim_id: claim for claim in self.claims_read}

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents by doc."""
        return {paper.doc: paper for paper in self.documents_read}

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of events by id."""
        return {event.event_id: event.name for event in self.events_known}

    @cached_property
    def set_aside(self) -> dict[str, Ruling]:
        """The rulings that take a claim out of its figure, by claim_id."""
        return set_aside(self.rulings)


@dataclass(frozen=True)
class Homes:
    """The figure of each claim before and now, and the figures in force now, by id."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    figures: Mapping[str, Figure]


def say_why(was: Figure | None, now: Figure | None, homes: Homes, evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """Explain why a figure changed.

    Args:
        was: the figure before; None where there was none.
        now: the figure now; None where there is none.
        homes: the figure of each claim before and now.
        evidence: the claims, documents, events and rulings that explain changes.

    Returns:
        The sentences, one for each cause, and the documents whose claims were added, in alphabetical order.
    """
    ids, kept = (set(figure.claim_ids) if figure else set() for figure in (was, now))
    came = [evidence.claims[id] for id in sorted(kept - ids) if id in evidence.claims]
    fresh = [claim for claim in came if claim.claim_id not in homes.before]
    causes = [
        *_moved_month(was, now),
        *_ruled(was, now),
        *_set_aside(ids - kept, evidence),
        *_regrouped([claim for claim in came if claim.claim_id in homes.before], evidence),
        *([f"{_said(fresh, evidence)}."] if fresh else []),
        *_gone_elsewhere(ids - kept, homes, evidence),
    ]
    docs = tuple(sorted({claim.doc for claim in fresh}))
    return " ".join(dict.fromkeys(causes)) or _otherwise(ids - kept, now), docs


def _moved_month(was: Figure | None, now: Figure | None) -> Iterator[str]:
    if was and now and was.month and now.month and was.month != now.month:
        yield f"What it counts fell in {period_words(now.month)}, not in {period_words(was.month)}."


def _ruled(was: Figure | None, now: Figure | None) -> Iterator[str]:
    if now and now.rule == SETTLED_BY_RULING and (was is None or was.because != now.because):
        yield now.because
    elif was and now and was.rule == SETTLED_BY_RULING and now.rule != SETTLED_BY_RULING:
        yield f"The ruling is no longer in force ({was.because.rstrip('.')})."


def _set_aside(gone: set[str], evidence: Evidence) -> Iterator[str]:
    """The rulings that took claims out of the figure."""
    for id in sorted(gone):
        ruling, claim = evidence.set_aside.get(id), evidence.claims.get(id)
        if ruling:
            quote = " ".join(claim.quote.split()) if claim else id
            reason = (ruling.reason or "no reason given").rstrip(".")
            yield f"{ruling.analyst} ruled '{ruling.decision}' on '{quote}': {reason}."


def _regrouped(claims: Sequence[Claim], evidence: Evidence) -> Iterator[str]:
    """Why claims of another figure now belong to this one: the last ruling that moved each."""
    rulings = {ruling.decision_id: ruling for ruling in evidence.rulings}
    for claim in claims:
        ruling = rulings.get(claim.moved_by[-1]) if claim.moved_by else None
        if ruling is None:
            continue
        is_merger = ruling.decision == DecisionWord.MERGE_EVENTS
        name = evidence.names.get(ruling.about, ruling.about)
        yield f"{capital(merger_words(ruling) if is_merger else split_words(ruling, name))}."


def _gone_elsewhere(gone: set[str], homes: Homes, evidence: Evidence) -> Iterator[str]:
    others = {homes.figures[homes.after[id]].event_id for id in gone if id in homes.after}
    names = sorted(evidence.names.get(id, id) for id in others)
    if names:
        yield f"Its claims now belong to {listed(names)}."


def _otherwise(gone: set[str], now: Figure | None) -> str:
    """The sentence where no article, ruling or event explains the change."""
    if now is None:
        return "None of its claims counts any longer."
    if gone:
        verb = "counts" if len(gone) == 1 else "count"
        return f"{counted(len(gone), 'of its claims', 'of its claims')} no longer {verb}. {now.because}"
    return f"The same claims are settled otherwise. {now.because}"


def _said(claims: Sequence[Claim], evidence: Evidence) -> str:
    """The articles added: the words of each, with title, publisher and day."""
    by_doc: dict[str, list[str]] = {}
    for claim in sorted(claims, key=lambda c: (c.doc, c.start)):
        by_doc.setdefault(claim.doc, []).append(f"'{' '.join(claim.quote.split())}'")
    named = [
        f"{listed(dict.fromkeys(quotes))} in {_article(evidence.documents.get(doc), doc)}"
        for doc, quotes in list(by_doc.items())[:SHOWN]
    ]
    rest = len(by_doc) - SHOWN
    return capital(listed([*named, f"{rest} more"] if rest > 0 else named))


def _article(paper: Document | None, doc: str) -> str:
    if paper is None:
        return doc
    published = day_words(paper.published) if paper.published else None
    about = ", ".join(part for part in (paper.publisher, published) if part)
    title = f"'{paper.title}'" if paper.title else doc
    return f"{title} ({about})" if about else title
