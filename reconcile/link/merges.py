"""Applies the desk's rulings that merge or split events: claims and dates move to the event that the desk chose.

Rulings are applied to the linker's result in the order of the log. No row is lost, and without a ruling (undone or
withdrawn) events are as the linker found them. Ids are the same from run to run and month to month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from reconcile.link.events import Linked
from reconcile.model.ids import short_id
from reconcile.model.records import Claim, DateMention, Event, Ruling
from reconcile.model.ruling import named_ids, standing_mergers, standing_rulings
from reconcile.wording.link_words import merger_words, moved_words, split_name, split_words
from schemas.codes import DecisionWord, Link

RANK = {"desk": 0, "dataset": 1, "discovered": 2}
"""Which of two merged events keeps its id and facts: by status, the better known one."""

PLACING = ("place", "place_id", "latitude", "longitude", "country")
DATED = ("start", "end", "precision")
CLAIM_DATED = ("event_start", "event_end", "date_precision")

_copy_key = attrgetter("story", "sentence", "quote", "measure")


@dataclass
class Grouping:
    """Claims, dates and events while rulings are applied; `gone` maps a merged event to the one that replaced it."""

    claims: list[Claim]
    dates: list[DateMention]
    events: dict[str, Event]
    earlier: Mapping[str, Event]
    gone: dict[str, str] = field(default_factory=dict)

    def resolve(self, event_id: str) -> str:
        """The event that an id now refers to, after merges."""
        while event_id in self.gone:
            event_id = self.gone[event_id]
        return event_id


def regroup_events(
    claims: Sequence[Claim],
    dates: Sequence[DateMention],
    events: Sequence[Event],
    rulings: Sequence[Ruling],
    earlier: Iterable[Event] = (),
) -> Linked:
    """Apply the desk's mergers and splits.

    Of two merged events, one of the desk's own remains, else a dataset's, else the one that the ruling is on. It keeps
    its facts, takes from the other those that it lacks, and gets the other's name as an alias. A split that names
    claims moves them, and their copies, to an event of their own.

    Args:
        claims: claims as linked.
        dates: dates as linked.
        events: the events of these claims and dates.
        rulings: the desk's log of rulings.
        earlier: events of earlier months, with which a ruling may merge one of these.

    Returns:
        The claims and dates in the order given, and the events by id; unchanged where no ruling applies. `moved_by` of
        a claim names the rulings that moved it.
    """
    steps = [(merger.ruling, merger.other) for merger in standing_mergers(rulings)]
    splits = (ruling for ruling in standing_rulings(rulings) if ruling.decision == DecisionWord.SPLIT_EVENTS)
    steps += [(ruling, "") for ruling in splits]
    before = {event.event_id: event for event in earlier}
    found = Grouping(list(claims), list(dates), {event.event_id: event for event in events}, before)
    for ruling, other in sorted(steps, key=lambda step: step[0].sequence):
        if other:
            _merge(found, ruling, other)
        else:
            _split(found, ruling)
    return Linked(found.claims, found.dates, list(found.events.values()))


def _merge(found: Grouping, ruling: Ruling, other: str) -> None:
    """Merge one event into another; one of the two may be known from earlier months only."""
    ids = [found.resolve(ruling.about), found.resolve(other)]
    events = [event for id in ids if (event := found.events.get(id) or found.earlier.get(id))]
    if ids[0] == ids[1] or len(events) < 2 or not any(id in found.events for id in ids):
        return
    kept, gone = sorted(events, key=lambda event: RANK[event.origin])
    found.gone[gone.event_id] = kept.event_id
    found.events.pop(gone.event_id, None)
    found.events[kept.event_id] = _joined(kept, gone)
    for id, event in found.events.items():
        if event.parent == gone.event_id:
            found.events[id] = replace(event, parent=kept.event_id if id != kept.event_id else None)
    found.claims = [_moved(claim, kept.event_id, gone, ruling) for claim in found.claims]
    found.dates = [
        replace(day, event_id=kept.event_id) if day.event_id == gone.event_id else day for day in found.dates
    ]


def _joined(kept: Event, gone: Event) -> Event:
    """The remaining event: its own facts, the other's where it has none, and the other's names as aliases."""
    names = dict.fromkeys(name for name in (*kept.aliases, gone.name, *gone.aliases) if name != kept.name)
    lacking = [group for group in (PLACING, DATED, ("kind",)) if getattr(kept, group[0]) is None]
    filled: dict[str, Any] = {name: getattr(gone, name) for group in lacking for name in group}
    above = (event.parent for event in (kept, gone) if event.parent not in (None, kept.event_id, gone.event_id))
    return replace(kept, **filled, aliases=tuple(names), parent=next(above, None))


def _moved(claim: Claim, kept: str, gone: Event, ruling: Ruling) -> Claim:
    """A claim of the merged event, moved to the remaining one; a claim unsure between the two becomes linked."""
    moved_by = (*claim.moved_by, ruling.decision_id)
    if claim.event_id == gone.event_id:
        reason = moved_words(ruling, gone, claim.link_reason)
        return replace(claim, event_id=kept, link_reason=reason, moved_by=moved_by)
    if gone.event_id not in claim.candidates:
        return claim
    left = tuple(dict.fromkeys(kept if id == gone.event_id else id for id in claim.candidates))
    if claim.event_id is not None or len(left) > 1:
        return replace(claim, candidates=left)
    reason = merger_words(ruling)
    return replace(claim, event_id=kept, link=Link.LINKED, candidates=(), link_reason=reason, moved_by=moved_by)


def _split(found: Grouping, ruling: Ruling) -> None:
    """Move the named claims of an event, with their copies, to a new event."""
    source = found.events.get(found.resolve(ruling.about))
    if source is None:
        return
    held = [claim for claim in found.claims if claim.event_id == source.event_id]
    named = set(named_ids(ruling.value))
    copied = {_copy_key(claim) for claim in held if claim.claim_id in named and claim.story}
    ids = {claim.claim_id for claim in held if claim.claim_id in named or _copy_key(claim) in copied}
    apart = [claim for claim in held if claim.claim_id in ids]
    if not apart or len(apart) == len(held):
        return
    event = _event_apart(source, apart, ruling)
    found.events[event.event_id] = event
    reason = split_words(ruling, source.name)
    found.claims = [
        replace(claim, event_id=event.event_id, link_reason=reason, moved_by=(*claim.moved_by, ruling.decision_id))
        if claim.claim_id in ids
        else claim
        for claim in found.claims
    ]
    docs = {claim.doc for claim in apart} - {claim.doc for claim in held if claim.claim_id not in ids}
    found.dates = [_dated_apart(day, source.event_id, event.event_id, docs) for day in found.dates]


def _dated_apart(day: DateMention, source: str, event: str, docs: set[str]) -> DateMention:
    """A date of the split event; it moves with the claims if its article has no other claims of that event."""
    return replace(day, event_id=event) if day.event_id == source and day.doc in docs else day


def _event_apart(source: Event, apart: Sequence[Claim], ruling: Ruling) -> Event:
    """The new event: place and day from its claims where they all agree, else from the event that it was split off."""
    placed = _common(apart, PLACING) or tuple(getattr(source, name) for name in PLACING)
    dated = _common(apart, CLAIM_DATED) or tuple(getattr(source, name) for name in DATED)
    facts = dict(zip((*PLACING, *DATED), (*placed, *dated), strict=True))
    return Event(
        event_id=short_id("e", "split", source.event_id, min(named_ids(ruling.value))),
        name=split_name(source, apart[0]),
        kind=source.kind,
        parent=source.parent,
        origin="discovered",
        **facts,
    )


def _common(claims: Iterable[Claim], fields: Sequence[str]) -> tuple[Any, ...] | None:
    """The values of the claims in these fields, where all with a value in the first field agree; else None."""
    said = {tuple(getattr(claim, name) for name in fields) for claim in claims if getattr(claim, fields[0]) is not None}
    return said.pop() if len(said) == 1 else None
