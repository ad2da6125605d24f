"""Arithmetic checks on figures: parts against totals, durations against dates, lengths in two units, implied starts.

Checks that hold are listed too (17 days agrees with 19 May to 5 June); a check that does not hold is a conflict. Where
there is nothing to check against, no check is made: a missing figure does not count as agreement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations

from reconcile.model.claim import ComparedClaim, gather
from reconcile.model.date_interval import DateInterval
from reconcile.model.group import are_apart, lies_within
from reconcile.model.ids import short_id
from reconcile.model.interval import Interval, finite, meet_all, rounding_of
from reconcile.model.read_claims import read_claims
from reconcile.model.records import Check, Claim, DateMention, Document, Event
from reconcile.model.settings import Settings
from reconcile.model.units import DAYS_A_YEAR, LENGTHS, TIMES, Exact, exact, unit_size
from reconcile.wording.claim_words import agreeing, bound_words, capital, figure_words, listed, number_words, speaker
from reconcile.wording.figure_words import day_words, period_words, plural
from schemas.codes import CheckName, DatePrecision, DateRole, Measure, Role, Scope

SAME_SPELL = 3
"""Two durations whose lengths differ by this factor or more measure different stretches of time."""

AGREE, DISAGREE = "agree with", "do not agree with"


def check_arithmetic(
    claims: Iterable[Claim],
    dates: Sequence[DateMention],
    events: Iterable[Event],
    settings: Settings,
    documents: Iterable[Document] = (),
    ages: Iterable[Claim] = (),
) -> list[Check]:
    """Check the arithmetic of all figures that can be checked; list the checks that hold and those that do not.

    Args:
        claims: the claims of the period; claims that are not linked to an event are left out.
        dates: the dates found in the texts; the start and end dates of an event are compared with its stated duration.
        events: the events of the period.
        settings: the desk's settings; their tolerances apply.
        documents: the documents of the period; the day of publication is used where a claim has no as-of day.
        ages: claims of earlier months on how long a war had lasted by then; each implies a start of that war.

    Returns:
        One `Check` for each sum that could be made, sorted by check name and then by claim ids. `holds` is False where
        the figures disagree. Values are in the units of their claims.
    """
    read = read_claims(claims, settings.about_tolerance)
    published = {document.doc: document.published for document in documents}
    earlier = read_claims(ages, settings.about_tolerance)
    known = {event.event_id: event for event in events}
    found = [
        *check_parts(read),
        *check_durations(read, dates, known, settings),
        *check_lengths(read, settings),
        *check_starts([*read, *earlier], known, published),
    ]
    return sorted(found, key=lambda check: (check.name, check.claim_ids))


def _check(name: CheckName, claims: Iterable[ComparedClaim], holds: bool, said: str) -> Check:
    """Make the check of some figures of one event and measure; `said` explains it, without capital and full stop."""
    checked = list(claims)
    ids, event_id = tuple(sorted(claim.claim_id for claim in checked)), checked[0].event
    return Check(
        check_id=short_id("k", name, event_id, *ids),
        name=name,
        event_id=event_id,
        measure=checked[0].measure,
        holds=holds,
        explanation=f"{capital(said)}.",
        claim_ids=ids,
    )


def given(claim: ComparedClaim) -> str:
    """The figure and who gives it, in words: 'the 17 days that AFP gives'."""
    who = speaker(claim)
    return f"the {figure_words(claim)} that {who} {agreeing('gives', who)}"


def check_parts(claims: Sequence[ComparedClaim]) -> Iterator[Check]:
    """Check parts against their total: a complete list of parts must add up to it, and no list may exceed it.

    'Two hit the ruins and the other three the centre' is a complete list; 'including six infants' is not.
    """
    by_id = {claim.claim_id: claim for claim in claims}
    parts: dict[str, list[ComparedClaim]] = defaultdict(list)
    for claim in claims:
        whole = by_id.get(claim.whole) if claim.whole else None
        if whole is not None and whole.unit == claim.unit and not whole.addition and _belongs(claim, whole):
            parts[whole.claim_id].append(claim)
    for whole_id, members in parts.items():
        if len(members) > 1 and all(m.interval.low == m.interval.high for m in members):
            yield from _sum_check(by_id[whole_id], members)


def _belongs(part: ComparedClaim, whole: ComparedClaim) -> bool:
    """True where the part's group lies within the whole's: women are not a part of gunmen."""
    return part.counted == whole.counted or part.counted.everyone or lies_within(part.counted, whole.counted)


def _sum_check(whole: ComparedClaim, parts: Sequence[ComparedClaim]) -> Iterator[Check]:
    total = sum(finite(part.interval.low for part in parts))
    complete = any(part.role == Role.REMAINDER for part in parts)
    apart = all(are_apart(a.counted, b.counted) for a, b in combinations(parts, 2))
    if not (complete or apart):
        return
    makes = whole.interval.holds(total)
    if not complete and (total <= whole.interval.high) and not (makes and total == whole.stated):
        return
    sums = listed(bound_words(p) if p.counted.everyone else f"{bound_words(p)} {p.group}" for p in parts)
    said = f"{sums} make {given(whole)}" if makes else f"{sums} make {number_words(total)} and not {given(whole)}"
    yield _check(CheckName.PARTS, (whole, *parts), makes, said)


def check_durations(
    claims: Sequence[ComparedClaim], dates: Iterable[DateMention], events: Mapping[str, Event], settings: Settings
) -> Iterator[Check]:
    """Check each stated duration against the event's first and last day, counted with or without both ends."""
    spells = [s.claim for s in gather(c for c in claims if c.measure == Measure.DURATION and c.unit in TIMES)]
    of_event: dict[str | None, list[DateMention]] = defaultdict(list)
    of_doc: dict[str, list[DateMention]] = defaultdict(list)
    for mention in dates:
        (of_event[mention.event_id] if mention.event_id else of_doc[mention.doc]).append(mention)
    for claim in spells:
        if claim.scope == Scope.CUMULATIVE:
            continue
        near = [*of_event[claim.event_id], *of_doc[claim.doc]]
        span = _dated_span(near, claim) or _event_span(events.get(claim.event))
        if span:
            yield from _duration_check(claim, span, settings)


@dataclass(frozen=True)
class Span:
    """The days on which an event began and ended; `sure` is True where the dates are known to be this event's."""

    begins: DateInterval
    ends: DateInterval
    sure: bool = True


def _duration_check(claim: ComparedClaim, span: Span, settings: Settings) -> Iterator[Check]:
    begins, ends = span.begins, span.ends
    least, most = max(0, (ends.begins - begins.last).days), (ends.last - begins.begins).days + 1
    stated = claim.interval.beyond(Fraction(unit_size("week"), 2) if claim.unit == "week" else 0)
    share = exact(settings.tolerances.get(Measure.DURATION, 0.0))
    holds = stated.widened(share).overlaps(Interval(least, most))
    middle = (claim.interval.low + min(claim.interval.high, claim.interval.low * SAME_SPELL)) / 2
    same = span.sure and max(most, 1) < middle * SAME_SPELL and middle < SAME_SPELL * max(most, 1)
    if most < 1 or not (holds or same):
        return
    days = f"{day_words(begins.begins.isoformat())} to {day_words(ends.last.isoformat())}"
    count = f"{least} days, or {most} counting both ends" if most - least == 1 else f"{least} to {most} days"
    said = f"{given(claim)} {AGREE if holds else DISAGREE} {days} ({count})"
    yield _check(CheckName.DURATION, (claim,), holds, said)


def _dated_span(dates: Iterable[DateMention], claim: ComparedClaim) -> Span | None:
    """First and last days from the event's start and end dates; dates in the claim's own document are preferred.

    Where no end date is given, the claim's own day is the last ('fell on Wednesday after a 17-day assault'). A start
    date of the same article that is not linked to an event may confirm the duration but never contradict it.
    """
    near = sorted(dates, key=lambda d: (d.event_id is None, d.doc != claim.doc, d.precision, d.date_id))
    start = next((d for d in near if d.role == DateRole.START), None)
    end = next((d for d in near if d.role == DateRole.END and d.event_id), None)
    ends = end.days if end else claim.days if claim.event_start and claim.event_end else None
    if start is None or ends is None or start.days.begins >= ends.last:
        return None
    return Span(start.days, ends, sure=start.event_id is not None and end is not None)


def _event_span(event: Event | None) -> Span | None:
    """First and last day as the desk or a dataset states them; None for an event known from claims only."""
    if event is None or event.origin == "discovered" or not event.start or not event.end:
        return None
    if event.start == event.end or (event.precision or DatePrecision.DAY) > DatePrecision.DAY:
        return None
    return Span(DateInterval.of_days(event.start, event.start), DateInterval.of_days(event.end, event.end))


def check_lengths(claims: Sequence[ComparedClaim], settings: Settings) -> Iterator[Check]:
    """Check each length that a sentence gives in two units: 10 kilometres (six miles)."""
    lengths = [s.claim for s in gather(c for c in claims if c.measure == Measure.DISTANCE and c.unit in LENGTHS)]
    for claim in lengths:
        unit = claim.other_unit
        if unit not in LENGTHS or claim.other_value is None or claim.stated is None:
            continue
        value = exact(claim.other_value)
        ours, theirs = _rounded(claim.stated, claim.unit, settings), _rounded(value, unit, settings)
        holds = ours.overlaps(theirs)
        converted = float(claim.stated * unit_size(claim.unit) / unit_size(unit))
        said = f"{given(claim)} {AGREE if holds else DISAGREE} {float(value):g} {plural(unit)}"
        note = f"{float(claim.stated):g} {plural(claim.unit)} are {converted:.1f} {plural(unit)}"
        yield _check(CheckName.LENGTH, (claim,), holds, f"{said}: {note}")


def _rounded(value: Exact, unit: str, settings: Settings) -> Interval:
    """A length in metres, give or take half of its last decimal place or the desk's tolerance, whichever is wider."""
    slack = max(rounding_of(value), value * exact(settings.tolerances.get(Measure.DISTANCE, 0.0)))
    return Interval(value, value).beyond(slack).scaled(unit_size(unit))


def check_starts(
    claims: Sequence[ComparedClaim], events: Mapping[str, Event], published: Mapping[str, str | None]
) -> Iterator[Check]:
    """Compare the starts implied by each document's age of a conflict: 26 months in June 2013, eight years in 2019."""
    ages: dict[str, list[Age]] = defaultdict(list)
    wars = {event.parent for event in events.values() if event.parent}
    spells = (c for c in claims if c.measure == Measure.DURATION and c.unit in TIMES)
    to_date = (c for c in spells if c.scope == Scope.CUMULATIVE or c.event in wars)
    for claim in (s.claim for s in gather(to_date)):
        as_of = claim.as_of or published.get(claim.doc)
        if as_of and not claim.interval.empty:
            ages[claim.event].append(Age(claim, as_of, implied_start(claim, as_of)))
    this_month = {claim.event for claim in claims if claim.doc in published} if published else set(ages)
    for event_id, found in ages.items():
        if event_id in this_month:
            yield from _start_check(found, _known_start(events.get(event_id)))


@dataclass(frozen=True)
class Age:
    """How long a conflict had lasted on a given day, and the days (as ordinals) on which it may have begun."""

    claim: ComparedClaim
    as_of: str
    start: Interval


def implied_start(claim: ComparedClaim, as_of: str) -> Interval:
    """Days (as ordinals) on which a conflict may have begun, given its age on the day `as_of`.

    Ages are read loosely: eight years may be seven and a half, rounded up, or nearly nine, counted in full.
    """
    unit, day = unit_size(claim.unit), date.fromisoformat(as_of).toordinal()
    earliest = -float("inf") if claim.high is None else exact(day - (exact(claim.high) + 1) * unit)
    latest = float("inf") if claim.low is None else exact(day - (exact(claim.low) - Fraction(1, 2)) * unit)
    return Interval(earliest, latest)


def _start_check(ages: Sequence[Age], known: Interval | None) -> Iterator[Check]:
    alike = [age for age in ages if _same_spell(age.start, [other.start for other in ages])]
    if len({age.claim.text_id for age in alike}) + (known is not None) < 2:
        return
    met = meet_all(age.start for age in alike)
    holds = met is not None and (known is None or met.overlaps(known))
    shown = alike if holds else _furthest_apart(alike)
    if met is None:
        verdict = "do not agree on one start"
    else:
        verb = "agree on" if len({age.claim.voice for age in shown}) > 1 else "imply"
        verdict = f"{verb} a start in {_span_words(met)}{_against(met, known)}"
    said = f"{listed(_age_words(shown))} {verdict}"
    yield _check(CheckName.START, (age.claim for age in alike), holds, said)


def _age_words(ages: Sequence[Age]) -> list[str]:
    """'the 8 years that AFP and SANA give in March 2019': each age once, with everyone who gives it in one month."""
    who: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for age in ages:
        who[figure_words(age.claim), period_words(age.as_of[:7])][speaker(age.claim)] = None
    return [
        f"the {figure} that {listed(names)} {agreeing('gives', listed(names))} in {month}"
        for (figure, month), names in who.items()
    ]


def _against(met: Interval, known: Interval | None) -> str:
    """Words that say whether an implied start fits the start on record; '' where none is on record."""
    if known is None:
        return ""
    on_record = f"the start on record{'' if _span_words(met) == _span_words(known) else f', {_span_words(known)}'}"
    return f", which fits {on_record}" if met.overlaps(known) else f", which does not fit {on_record}"


def _same_spell(mine: Interval, all_of_them: Iterable[Interval]) -> bool:
    """False for a start more than a few years from the others: it belongs to another war or another phase."""
    ordered = sorted(i.high for i in all_of_them)
    middle, far = ordered[len(ordered) // 2], SAME_SPELL * DAYS_A_YEAR
    return middle - far <= mine.high <= middle + far


def _furthest_apart(ages: Sequence[Age]) -> list[Age]:
    first, last = min(ages, key=lambda age: age.start.high), max(ages, key=lambda age: age.start.low)
    return [first] if first is last else [first, last]


def _known_start(event: Event | None) -> Interval | None:
    if event is None or event.origin == "discovered" or not event.start:
        return None
    slack = START_SLACK.get(event.precision or DatePrecision.DAY)
    day = date.fromisoformat(event.start).toordinal()
    return None if slack is None else Interval(day, day + slack)


START_SLACK = {DatePrecision.DAY: 0, DatePrecision.DAYS: 6, DatePrecision.WEEK: 7, DatePrecision.MONTH: 30}
"""Days by which a conflict may begin later than its event's first day; events dated more loosely are not checked."""


def _span_words(span: Interval) -> str:
    """'March 2011' or 'March 2011 to May 2011'."""
    first, last = (date.fromordinal(max(1, int(day))).isoformat()[:7] for day in (span.low, span.high))
    return period_words(first) if first == last else f"{period_words(first)} to {period_words(last)}"
