"""Names of events, and the reasons for links, as text."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.model.link_reason import (
    AgesLevel,
    AsideReason,
    CauseLevel,
    DaysLevel,
    EventReason,
    FiguresLevel,
    Levels,
    LinkReason,
    Match,
    NamesLevel,
    PlaceLevel,
)
from reconcile.model.records import Claim, Event, Ruling
from schemas.codes import DatePrecision

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

PLACES = {
    PlaceLevel.SAME: "same place",
    PlaceLevel.NEAR: "places near one another",
    PlaceLevel.INSIDE: "one place inside the other's area",
    PlaceLevel.COUNTRY: "same country",
    PlaceLevel.APART: "but places apart",
    PlaceLevel.ELSEWHERE: "but another country",
    PlaceLevel.ABROAD: "but another country",
}
DAYS = {
    DaysLevel.SAME: "same days",
    DaysLevel.NEAR: "days next to one another",
    DaysLevel.OVERLAP: "days that overlap",
    DaysLevel.ANOTHER: "but another day",
    DaysLevel.APART: "but days apart",
    DaysLevel.LONG_APART: "but days far apart",
}
CAUSES = {
    CauseLevel.SAME: "same cause",
    CauseLevel.AKIN: "causes that go together",
    CauseLevel.DIFFERENT: "but another cause",
}
NAMES = {
    NamesLevel.STRANGERS: "but neither text mentions the other's place",
    NamesLevel.HALF: "but each names a place that the other does not",
}
FIGURES = {FiguresLevel.SAME: "a figure in common"}
AGES = {AgesLevel.SAME: "victims of one age", AgesLevel.DIFFERENT: "but victims of other ages"}

OWNERS = {"desk": "the desk's", "dataset": "a dataset's"}
EARLIER = "an earlier month's"


def link_reason_words(reason: LinkReason) -> str:
    """The reason for a claim's link, or for its lack of one, as in the column 'Why this event'.

    >>> from reconcile.model.link_reason import TotalReason
    >>> link_reason_words(TotalReason("war", "conflict"))
    "a figure of a war by its words ('conflict')"
    """
    if isinstance(reason, EventReason):
        said = "; ".join(_event_words(reason)) or "no other article read here reports it"
        rivals = "; ".join(reason.rivals)
        return f"Fits {reason.event} ({said}) and about as well: {rivals}." if rivals else said
    if isinstance(reason, AsideReason):
        return "a length or a distance told beside the event of the article"
    if not reason.country_known:
        return "a figure of something larger than one incident, and the article names no country for it"
    return f"a figure of a {reason.kind}" + (f" by its words ('{reason.head}')" if reason.head else "")


def _event_words(reason: EventReason) -> Iterator[str]:
    if reason.origin is not None:
        event = f"{OWNERS.get(reason.origin, EARLIER)} {reason.event}"
        yield f"the article calls {event} by its name" if reason.by_name else event
    if reason.match is not None:
        said = "; ".join(_match_words(reason.match)) or "nothing contradicts it"
        yield f"with {reason.match.doc}: {said}"


def _match_words(match: Match) -> Iterator[str]:
    if match.one_story:
        yield "same story"
    yield from _level_words(match.levels)
    if match.words:
        yield f"words in common: {', '.join(match.words)}"


def _level_words(levels: Levels) -> Iterator[str]:
    words = (
        PLACES.get(levels.place),
        DAYS.get(levels.days),
        CAUSES.get(levels.cause),
        NAMES.get(levels.names),
        FIGURES.get(levels.figures),
        AGES.get(levels.ages),
    )
    return (said for said in words if said is not None)


def merger_words(ruling: Ruling) -> str:
    """The link reason of a claim whose event the desk merged into another."""
    return f"merged by {ruling.analyst}: {_ruling_reason(ruling)}"


def moved_words(ruling: Ruling, before: Event, reason: str | None) -> str:
    """The link reason of a claim whose event was merged into this one, with its reason before the merger."""
    return f"{merger_words(ruling)}; before, in '{before.name}': {reason}"


def split_words(ruling: Ruling, event_name: str) -> str:
    """The link reason of a claim that the desk moved out of an event into one of its own."""
    return f"split from '{event_name}' by {ruling.analyst}: {_ruling_reason(ruling)}"


def entered_words(ruling: Ruling) -> str:
    """The link reason of a claim that the desk entered with its event."""
    return f"entered by {ruling.analyst}: {_ruling_reason(ruling)}"


def _ruling_reason(ruling: Ruling) -> str:
    return (ruling.reason or "no reason given").rstrip(".")


def event_name(kind: str | None, place: str | None, start: str | None, precision: int | None) -> str:
    """The name of an event: what happened, where and when, as far as each is known.

    >>> event_name("flood", "Barsk", "2024-05-06", 1), event_name(None, None, "2019-03-01", 4)
    ('Flood, Barsk, 6 May 2024', 'Event, Mar 2019')
    """
    when = None if start is None else _day_words(start, precision or DatePrecision.DAY)
    return ", ".join(part for part in ((kind or "event").capitalize(), place, when) if part)


def _day_words(day: str, precision: int) -> str:
    """A day as short text, only as exact as its precision.

    >>> _day_words("2019-03-14", 1), _day_words("2019-03-01", 4), _day_words("2019-01-01", 5)
    ('14 Mar 2019', 'Mar 2019', '2019')
    """
    year, month, number = day.split("-")
    if precision >= DatePrecision.MONTH:
        return year if precision == DatePrecision.LONGER else f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def war_name(head: str, place: str, since: str | None) -> str:
    """The name of a war: the word that articles use for it, its country and the year in which it began.

    >>> war_name("conflict", "Sarmia", "2011-03-01")
    'Conflict, Sarmia, since 2011'
    """
    return f"{head.capitalize()}, {place}{_since_words(since)}"


def series_name(cause: str | None, head: str, place: str, since: str | None) -> str:
    """The name of a series of attacks or cases: by their cause, else by the word that articles use.

    >>> series_name("chemical attack", "cases", "Sarmia", None), series_name(None, "", "Sarmia", "2014-01-01")
    ('Chemical attack series, Sarmia', 'Series, Sarmia, since 2014')
    """
    return war_name(f"{cause} series" if cause else head or "series", place, since)


def _since_words(start: str | None) -> str:
    return f", since {start[:4]}" if start else ""


def split_name(source: Event, claim: Claim) -> str:
    """The name of an event that the desk split off, with the first figure that moved to it."""
    return f"{source.name} (split: {claim.quote} {claim.measure})"
