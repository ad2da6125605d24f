"""A claim, document, event, figure or conflict as a phrase: the same words on the screen, sheets and pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reconcile.model.records import Check, Claim, Conflict, DateMention, Document, Figure, Source, Unread
from reconcile.wording.figure_words import (
    counted,
    day_words,
    interval,
    period_words,
    reading,
    settled,
    unbroken,
    with_unit,
)
from schemas.codes import Bound, Link, Scope, Stance, Status

NARRATOR = "the article itself"
"""The speaker shown for a claim that the article attributes to nobody."""

BOUND_WORDS = {
    Bound.EXACT: "the number itself",
    Bound.AT_LEAST: "this many or more",
    Bound.MORE_THAN: "more than this",
    Bound.AT_MOST: "this many or fewer",
    Bound.LESS_THAN: "fewer than this",
    Bound.ABOUT: "about this many",
    Bound.RANGE: "somewhere between the two",
    Bound.VAGUE: "a word for an order of size",
}

Named = Callable[[str | None], str | None]
"""The name of an event by its id."""


def claim_figure(claim: Claim) -> str:
    """The number with its unit: '≥ 11', '17 days'."""
    return with_unit(reading(claim), claim.unit)


def claim_subject(claim: Claim) -> str:
    """What is counted: 'killed: children'."""
    return f"{claim.measure}: {claim.group}" if claim.group else str(claim.measure)


def claim_speaker(claim: Claim) -> str:
    """The speaker, with the stance where it is not 'asserted': 'the army, denied'."""
    stance = "" if claim.stance is Stance.ASSERTED else f", {claim.stance}"
    return (claim.attribution or NARRATOR) + stance


def claim_speaker_kind(claim: Claim) -> str:
    """The speaker, with the kind of speaker and the stance: 'the mayor (official, asserted)'."""
    return f"{claim.attribution or NARRATOR} ({claim.attribution_kind}, {claim.stance})"


def claim_event(claim: Claim, name: Named) -> str:
    """The name of the event that a claim is linked to, else of those that it fits."""
    if claim.event_id:
        return str(name(claim.event_id))
    candidates = " or ".join(str(name(id)) for id in claim.candidates)
    return f"fits more than one event: {candidates}" if candidates else "fits no known event"


def claim_linkage(claim: Claim, name: Named) -> str:
    """The event that a claim is linked to, or 'unsure' or 'unlinked', with the reason."""
    reason = f"; {claim.link_reason}" if claim.link_reason else ""
    if claim.link is Link.LINKED:
        return f"{name(claim.event_id)}{reason}"
    names = ", ".join(str(name(id)) for id in claim.candidates)
    return f"{claim.link}{f': could be {names}' if names else ''}{reason}"


def claim_title(claim: Claim) -> str:
    """A claim in one line."""
    return f"{claim.doc} says: {claim.measure} {claim_figure(claim)}"


def claim_place(claim: Claim) -> str:
    """Where a claim was read."""
    return f"{claim.doc}, characters {claim.start} to {claim.end}"


def claim_bound(claim: Claim) -> str:
    """The claim's own words, what they allow, and the convention by which a vague word was read."""
    convention = f", read by the convention '{claim.profile}'" if claim.profile else ""
    return f"«{claim.quote}»: {BOUND_WORDS[claim.bound]}{convention}"


def claim_range(claim: Claim) -> str:
    """The numbers that a claim allows."""
    return with_unit(interval(claim.low, claim.high), claim.unit)


def claim_chain(claim: Claim) -> str:
    """The chain of sources of a claim: publisher, agency, originator."""
    links = (("published by", claim.publisher), ("carries", claim.agency), ("attributed to", claim.originator))
    return ", ".join(f"{words} {name}" for words, name in links if name)


def claim_tip(claim: Claim, name: Named) -> str:
    """The text shown when the mouse is over a claim's mark: figure, speaker and event, one line each."""
    figure = f"{unbroken(claim_figure(claim))} {claim_subject(claim)}"
    return f"{figure}\naccording to {claim_speaker(claim)}\n{claim_event(claim, name)}"


def unread_tip(row: Unread) -> str:
    """The text shown when the mouse is over what no rule read."""
    likely = f": perhaps {row.measure}" if row.measure else ""
    return f"not read{likely}"


def date_tip(mention: DateMention) -> str:
    """The text shown when the mouse is over a date's mark."""
    return f"{mention.role}: {day_words(mention.begins)}"


def covers(scope: Scope, as_of: str | None) -> str:
    """What a figure covers, and up to which day it counts."""
    return f"{scope}, as of {day_words(as_of)}" if as_of else str(scope)


def days_words(first: str | None, last: str | None) -> str:
    """One day, or the first and the last of several."""
    if first and last and first != last:
        return f"{day_words(first)} to {day_words(last)}"
    return day_words(first or last)


def figure_title(figure: Figure, beyond: float | None) -> str:
    """A settled figure in one line: 'killed of miners: 14 (≥ 11) (reconciled)'."""
    of = f" of {figure.group}" if figure.group else ""
    return f"{figure.measure}{of}: {with_unit(settled(figure, beyond), figure.unit)} ({figure.status})"


def figure_subject(figure: Figure, name: Named) -> str:
    """What a figure is about: its event and measure."""
    return f"{name(figure.event_id)}: {figure.measure}"


def figure_line(figure: Figure, beyond: float | None) -> str:
    """A settled figure under its id: 'f-1: killed 14 (≥ 11)'."""
    return f"{figure.figure_id}: {figure.measure} {with_unit(settled(figure, beyond), figure.unit)}"


def figure_voices(figure: Figure) -> str:
    """How many articles, publishers and originators a figure rests on."""
    counts = ((figure.articles, "article"), (figure.publishers, "publisher"), (figure.originators, "originator"))
    return ", ".join(counted(number, one) for number, one in counts)


def figure_outcome(figure: Figure, beyond: float | None) -> str:
    """The result of settling the figure that a claim belongs to: 'settled at 14', 'range 12–30', 'contested: 12–30'."""
    words = unbroken(settled(figure, beyond))
    if figure.status is Status.CONTESTED:
        return f"contested: {words}"
    return f"{'range' if figure.best is None else 'settled at'} {words}"


def conflict_state(conflict: Conflict) -> str:
    """The state of a conflict, since when it is known, and its age."""
    age = f", {counted(conflict.age, 'month')} old" if conflict.age else ""
    return f"{conflict.state}, first seen in {period_words(conflict.first_seen)}{age}"


def check_result(check: Check) -> str:
    """What was checked, and whether it holds."""
    return f"{check.name}: {'it holds' if check.holds else 'it does not hold'}"


def source_title(source: Source) -> str:
    """A source with its role and kind."""
    return f"{source.name} ({source.role}, {source.kind or 'kind unknown'})"


def source_articles(source: Source) -> str:
    """How many articles and claims name a source."""
    return f"{counted(source.articles, 'article')}, {counted(source.claims, 'claim')}"


def document_about(document: Document | None, doc: str, claims: int) -> str:
    """One line below an article's title: publisher, day, agency, number of figures and id."""
    known = (document.publisher, day_words(document.published), document.agency) if document else ()
    agency = [f"carries {known[2]}"] if known and known[2] else []
    return " · ".join(part for part in (*known[:2], *agency, counted(claims, "figure"), doc) if part)


def document_notes(document: Document, period: str, title: Callable[[str], str]) -> Sequence[str]:
    """Notes above an article: carried over, cut short, a cut of another article, a duplicate."""
    notes = []
    if document.period not in (None, period):
        came = period_words(str(document.period))
        notes.append(f"Carried over from {came}: what it says is compared with this month's articles.")
    if document.truncated:
        notes.append(f"This article is cut short: {CUT_SHORT}.")
    if document.cut_of:
        notes.append(_cut_words(document, title(document.cut_of)))
    if document.duplicate_of:
        notes.append(f"The same text as {document.duplicate_of}; it is counted there.")
    return notes


CUT_SHORT = "a figure that is absent there means nothing"
"""How to read a figure that a truncated article does not have."""


def _cut_words(document: Document, longest: str) -> str:
    """What a cut adds to the longest article of its story, and what it lacks."""
    adds, lacks = (counted(len(sentences), "sentence") for sentences in (document.adds, document.lacks))
    shown = f": {' '.join(document.adds)}" if document.adds else ""
    return f"A shorter version of '{longest}'. It lacks {lacks} and adds {adds}{shown}"
