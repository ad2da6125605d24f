"""How the count of an event grew: one row for each number that a voice gave as of a day, and what took its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reconcile.model.additions import add_up
from reconcile.model.ids import short_id
from reconcile.model.interval import bound_at
from reconcile.model.read_claims import read_claims
from reconcile.model.records import Claim, Ruling, Source, Toll
from reconcile.model.rulings import read_rulings, share_voices
from reconcile.model.settings import Settings
from reconcile.model.subject import Subject, gather_subjects
from reconcile.model.units import Exact
from reconcile.model.voice import Replaced, Telling, Voice, reliabilities
from schemas.codes import Succession


def trace_tolls(
    claims: Iterable[Claim], sources: Iterable[Source], decisions: Sequence[Ruling], settings: Settings
) -> list[Toll]:
    """The steps of every count of people of which a later number replaced an earlier one.

    Args:
        claims: the linked claims, in any order.
        sources: the sources with the desk's reliability ratings.
        decisions: the log of rulings, which may combine voices.
        settings: the desk's settings.

    Returns:
        One row for each voice's number as of a day, in the order of events, measures, groups and days.
    """
    read = add_up(share_voices(read_claims(claims, settings.about_tolerance), read_rulings(decisions)))
    subjects = gather_subjects(read, settings.about_tolerance, reliabilities(sources))
    return [row for s, voices in subjects.items() if s.measure.people for row in _steps(s, voices)]


def _steps(subject: Subject, voices: Sequence[Voice]) -> Iterator[Toll]:
    told = [(v, t, None) for v in voices for t in v.tellings]
    gone = [(v, r.telling, r) for v in voices for r in v.replaced if r.why is not Succession.APART]
    if not gone:
        return
    for voice, telling, replaced in sorted([*told, *gone], key=lambda s: (s[1].as_of or "", s[1].interval, s[0].name)):
        yield _toll(subject, voice, telling, replaced)


def _toll(subject: Subject, voice: Voice, telling: Telling, replaced: Replaced | None) -> Toll:
    by = replaced.by if replaced else None
    return Toll(
        toll_id=_toll_id(subject, voice.name, telling),
        event_id=subject.event_id,
        measure=subject.measure,
        group=subject.group.label,
        unit=subject.unit,
        scope=subject.scope,
        as_of=telling.as_of,
        voice=voice.name,
        low=_number(bound_at(telling.interval.low)),
        best=_number(telling.stated[-1] if telling.stated else None),
        high=_number(bound_at(telling.interval.high)),
        why=replaced.why if replaced else None,
        replaced_by=_toll_id(subject, replaced.voice or "", by) if replaced and by else None,
        claim_ids=telling.claim_ids,
    )


def _toll_id(subject: Subject, voice: str, telling: Telling) -> str:
    s = subject
    counted = (s.event_id, s.measure, s.group.label, s.scope, s.unit)
    return short_id("t", *counted, voice, telling.as_of, str(telling.interval), *telling.claim_ids)


def _number(value: Exact | None) -> float | None:
    return None if value is None else float(value)
