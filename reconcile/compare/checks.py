"""Arithmetic that figures must pass: parts and wholes, spells and dates, one length in two units, implied starts.

A check that holds is worth showing (17 days agrees with 19 May to 5 June); one that does not hold is a conflict. Where
there is nothing to check against, no check is made: silence is not agreement.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pandas as pd

from reconcile.model.claim import DAYS_A_YEAR, LENGTHS, TIMES, Claim, gather, read_claims
from reconcile.model.group import are_apart, lies_within
from reconcile.model.ids import short_id
from reconcile.model.interval import Interval, meet_all, rounding_of
from reconcile.model.parts import tells_rest
from reconcile.model.settings import Settings
from reconcile.wording.check_words import CheckFile, any_of, check_words
from reconcile.wording.claim_words import (
    agreeing,
    bound_words,
    capital,
    day_words,
    figure_words,
    listed,
    month_words,
    plural,
    speaker,
)
from schemas import records

PARTS = "parts that do not make the total"
DURATION = "stated duration against dates"
LENGTH = "one length in two units"
START = "implied start of one conflict"

SAME_SPELL = 3.0
"""Two spells whose lengths differ by this factor or more are not the same spell told wrongly, but different spells."""

MONTH_PRECISION = 4
"""An event's start helps to check an age only when it is known to the month (UCDP date precision)."""


AGREE, DISAGREE = "agree with", "do not agree with"


@dataclass(frozen=True)
class Check:
    """One sum that was done on the figures: does it hold, and in one plain sentence, how."""

    name: str
    claim_ids: tuple[str, ...]
    holds: bool
    explanation: str
    event_id: str | None = None
    measure: str | None = None

    def row(self) -> dict[str, Any]:
        """The check as a row of the checks table."""
        names = (field.name for field in fields(self))
        check_id = short_id("k", self.name, self.event_id, *self.claim_ids)
        return {"check_id": check_id, **{name: getattr(self, name) for name in names}}


def check_arithmetic(
    claims: pd.DataFrame,
    dates: pd.DataFrame,
    events: pd.DataFrame,
    settings: Settings,
    documents: pd.DataFrame | None = None,
    ages: pd.DataFrame | None = None,
) -> list[Check]:
    """Every check that could be made, those that hold and those that do not, in a fixed order.

    Args:
        claims: the claims table.
        dates: the dates table; start and end dates of an event are held against its stated duration.
        events: the events table.
        settings: the desk's tolerances.
        documents: the documents table; the day of publication stands in where a claim has no as-of day.
        ages: claims of earlier months on how long a war had lasted by then; each implies a start.
    """
    read = read_claims(claims, settings.about_tolerance)
    papers = records(documents) if documents is not None else []
    published = {row["doc"]: row["published"] for row in papers}
    told = read_claims(ages, settings.about_tolerance) if ages is not None else []
    known = {row["event_id"]: row for row in records(events)}
    found = [
        *check_parts(read),
        *check_durations(read, records(dates), known, settings),
        *check_lengths(read, settings),
        *check_starts([*read, *told], known, published),
    ]
    return sorted(found, key=lambda check: (check.name, check.claim_ids))


def given(claim: Claim) -> str:
    """The figure with who gives it: 'the 17 days that AFP gives'."""
    who = speaker(claim)
    return f"the {figure_words(claim)} that {who} {agreeing('gives', who)}"


def check_parts(claims: Sequence[Claim]) -> Iterator[Check]:
    """Parts beside their total: they must make it when nothing is left out, and may never exceed it.

    'Two hit the ruins and the other three the centre' leaves nothing out; 'including six infants' does.
    """
    by_id = {claim.claim_id: claim for claim in claims}
    parts: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        whole = by_id.get(claim.whole) if claim.whole else None
        if whole is not None and whole.unit == claim.unit and not whole.addition and _belongs(claim, whole):
            parts[whole.claim_id].append(claim)
    for whole_id, members in parts.items():
        if len(members) > 1 and all(m.interval.low == m.interval.high for m in members):
            yield from _sum_check(by_id[whole_id], members)


def _belongs(part: Claim, whole: Claim) -> bool:
    """Women are no part of gunmen, whatever the sentence seems to say."""
    return part.group == whole.group or part.group.everyone or lies_within(part.group, whole.group)


def _sum_check(whole: Claim, parts: Sequence[Claim]) -> Iterator[Check]:
    total = sum(part.interval.low for part in parts)
    told_whole = any(tells_rest(part.sentence, part.quote) for part in parts)
    apart = all(are_apart(a.group, b.group) for a, b in combinations(parts, 2))
    if not (told_whole or apart):
        return
    makes = whole.interval.holds(total)
    if not told_whole and (total <= whole.interval.high) and not (makes and total == whole.stated):
        return
    sums = listed(bound_words(p.row) if p.group.everyone else f"{bound_words(p.row)} {p.row['group']}" for p in parts)
    told = given(whole)
    said = f"{sums} make {told}" if makes else f"{sums} make {total:,.0f} and not {told}"
    ids = tuple(sorted((whole.claim_id, *(p.claim_id for p in parts))))
    yield Check(PARTS, ids, makes, f"{capital(said)}.", whole.event_id, whole.measure)


def check_durations(
    claims: Sequence[Claim], dates: Sequence[dict[str, Any]], events: dict[str, dict[str, Any]], settings: Settings
) -> Iterator[Check]:
    """A stated duration beside the event's first and last day, counted with or without both ends."""
    spells = [s.claim for s in gather(c for c in claims if c.measure == "duration" and c.unit in TIMES)]
    placed: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in dates:
        placed["event" if row["event_id"] else "doc", row["event_id"] or row["doc"]].append(row)
    for claim in spells:
        if claim.scope == "cumulative":
            continue
        near = [*placed["event", claim.event_id], *placed["doc", claim.doc]]
        span = _dated_span(near, claim) or _event_span(events.get(claim.event_id))
        if span:
            yield from _duration_check(claim, span, settings)


Days = tuple[date, date]
"""The first and the last day that a date may be, inclusive."""


@dataclass(frozen=True)
class Span:
    """From when to when an event went on; `sure` where its dates are known to be this event's."""

    begins: Days
    ends: Days
    sure: bool = True


def _duration_check(claim: Claim, span: Span, settings: Settings) -> Iterator[Check]:
    begins, ends = span.begins, span.ends
    least, most = max(0, (ends[0] - begins[1]).days), (ends[1] - begins[0]).days + 1
    slack = TIMES["week"] / 2 if claim.unit == "week" else 0.0
    stated = Interval(claim.interval.low - slack, claim.interval.high + slack)
    holds = stated.widened(settings.tolerances.get("duration", 0.0)).overlaps(Interval(least, most))
    middle = (claim.interval.low + min(claim.interval.high, claim.interval.low * SAME_SPELL)) / 2
    same = span.sure and 1 / SAME_SPELL < middle / max(most, 1) < SAME_SPELL
    if most < 1 or not (holds or same):
        return
    told = f"{day_words(begins[0].isoformat())} to {day_words(ends[1].isoformat())}"
    count = f"{least} days, or {most} counting both ends" if most - least == 1 else f"{least} to {most} days"
    verb = AGREE if holds else DISAGREE
    said = f"{given(claim)} {verb} {told} ({count})"
    yield Check(DURATION, (claim.claim_id,), holds, f"{capital(said)}.", claim.event_id, claim.measure)


def _dated_span(dates: Sequence[dict[str, Any]], claim: Claim) -> Span | None:
    """First and last days by the event's start and end dates, those of the claim's own document first.

    Where no end date is told, the claim's own day ends it ('fell on Wednesday after a 17-day assault'). A start date
    of the same article that nobody linked to an event may bear the duration out, but never speak against it.
    """
    near = sorted(dates, key=lambda d: (d["event_id"] is None, d["doc"] != claim.doc, d["precision"], d["date_id"]))
    start = next((d for d in near if d["role"] == "start"), None)
    end = next((d for d in near if d["role"] == "end" and d["event_id"]), None)
    ends = _days(end) if end else _own_days(claim)
    if start is None or ends is None or _days(start)[0] >= ends[1]:
        return None
    return Span(_days(start), ends, sure=start["event_id"] is not None and end is not None)


def _own_days(claim: Claim) -> Days | None:
    if not claim.event_start or not claim.event_end:
        return None
    return date.fromisoformat(claim.event_start), date.fromisoformat(claim.event_end)


def _days(row: dict[str, Any]) -> Days:
    return date.fromisoformat(row["begins"]), date.fromisoformat(row["ends"]) - timedelta(1)


def _event_span(event: dict[str, Any] | None) -> Span | None:
    """First and last day as the desk or a dataset gives them; what was only gathered from claims proves nothing."""
    if not event or event["origin"] == "discovered" or not event["start"] or not event["end"]:
        return None
    if event["start"] == event["end"] or (event["precision"] or 1) > 1:
        return None
    start, end = date.fromisoformat(event["start"]), date.fromisoformat(event["end"])
    return Span((start, start), (end, end))


def check_lengths(claims: Sequence[Claim], settings: Settings) -> Iterator[Check]:
    """A length that the sentence gives in two units: 10 kilometres (six miles)."""
    lengths = [s.claim for s in gather(c for c in claims if c.measure == "distance" and c.unit in LENGTHS)]
    for claim in lengths:
        found = _second_length(claim)
        if found is None or claim.stated is None:
            continue
        value, unit = found
        ours, theirs = _rounded(claim.stated, claim.unit, settings), _rounded(value, unit, settings)
        holds = ours.overlaps(theirs)
        exact = claim.stated * LENGTHS[claim.unit] / LENGTHS[unit]
        second = f"{value:g} {plural(unit)}"
        said = f"{given(claim)} {AGREE if holds else DISAGREE} {second}"
        note = f"{claim.stated:g} {plural(claim.unit)} are {exact:.1f} {plural(unit)}"
        yield Check(LENGTH, (claim.claim_id,), holds, f"{capital(said)}: {note}.", claim.event_id, claim.measure)


def _second_length(claim: Claim) -> tuple[float, str] | None:
    """The other length right behind the claim's own, in another unit."""
    _, _, after = claim.sentence.partition(claim.quote)
    for words in check_words():
        match = _length_pattern(words).match(after)
        if match and (unit := words.unit_names[match["unit"].casefold()]) != claim.unit:
            return words.value(match["number"]), unit
    return None


def _length_pattern(words: CheckFile) -> re.Pattern[str]:
    """The same length again: '(six miles', ' kilometres, or about 6 miles'; `re` itself keeps what it has compiled."""
    units = any_of(words.unit_names)
    return re.compile(
        rf"""
        (?: [\s-]* (?:{units})\b )?                # 10 | kilometres
        [\s,]* (?:{any_of(words.joins)}) \s*       # (
        (?: (?:{any_of(words.hedges)}) \s+ )?      # about
        (?P<number>{words.number}) [\s-]*          # six
        (?P<unit>{units})\b                        # miles
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _rounded(value: float, unit: str, settings: Settings) -> Interval:
    """A length in metres, as loosely as its last place, or as the desk's tolerance where that is wider."""
    slack = max(rounding_of(value), value * settings.tolerances.get("distance", 0.0))
    return Interval(value - slack, value + slack).scaled(LENGTHS[unit])


def check_starts(
    claims: Sequence[Claim], events: dict[str, dict[str, Any]], published: dict[str, str | None]
) -> Iterator[Check]:
    """The start that each document's age of a conflict implies: 26 months in June 2013, eight years in March 2019."""
    ages: dict[str, list[tuple[Claim, Interval]]] = defaultdict(list)
    wars = {event["parent"] for event in events.values() if event["parent"]}
    spells = (c for c in claims if c.measure == "duration" and c.unit in TIMES)
    to_date = (c for c in spells if c.scope == "cumulative" or c.event_id in wars)
    for claim in (s.claim for s in gather(to_date)):
        as_of = claim.as_of or published.get(claim.doc)
        if as_of and not claim.interval.empty:
            ages[claim.event_id].append((claim, implied_start(claim, date.fromisoformat(as_of))))
    this_month = {claim.event_id for claim in claims if claim.doc in published} if published else set(ages)
    for event_id, told in ((e, t) for e, t in ages.items() if e in this_month):
        yield from _start_check(told, _known_start(events.get(event_id)), published)


def implied_start(claim: Claim, as_of: date) -> Interval:
    """Days (as ordinals) on which what has lasted so long by that day may have begun, as loosely as the unit is meant.

    Eight years may be seven and a half, rounded up, or nearly nine, counted in full.
    """
    unit, low, high = TIMES[claim.unit], claim.row["low"], claim.row["high"]
    earliest = -float("inf") if high is None else as_of.toordinal() - (high + 1) * unit
    latest = float("inf") if low is None else as_of.toordinal() - (low - 0.5) * unit
    return Interval(earliest, latest)


def _start_check(
    told: Sequence[tuple[Claim, Interval]], known: Interval | None, published: dict[str, str | None]
) -> Iterator[Check]:
    intervals = [interval for _, interval in told]
    alike = [t for t in told if _same_spell(t[1], intervals)]
    if len({c.story for c, _ in alike}) + (known is not None) < 2:
        return
    met = meet_all(interval for _, interval in alike)
    holds = met is not None and (known is None or met.overlaps(known))
    shown = alike if holds else _furthest_apart(alike)
    ages = _ages([c for c, _ in shown], published)
    if met is None:
        verdict = "do not agree on one start"
    else:
        verb = "agree on" if len({c.voice for c, _ in shown}) > 1 else "imply"
        verdict = f"{verb} a start in {_span_words(met)}{_against(met, known)}"
    ids = tuple(sorted(c.claim_id for c, _ in alike))
    yield Check(START, ids, holds, f"{capital(listed(ages))} {verdict}.", told[0][0].event_id, "duration")


def _ages(claims: Sequence[Claim], published: dict[str, str | None]) -> list[str]:
    """'the 8 years that AFP and SANA give in March 2019': each age once, with all who give it in one month."""
    told: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for claim in claims:
        told[figure_words(claim), _month_of(claim.as_of or published[claim.doc])][speaker(claim)] = None
    return [
        f"the {figure} that {listed(who)} {agreeing('gives', listed(who))} in {month}"
        for (figure, month), who in told.items()
    ]


def _against(met: Interval, known: Interval | None) -> str:
    """How an implied start stands to the one on record."""
    if known is None:
        return ""
    on_record = f"the start on record{'' if _span_words(met) == _span_words(known) else f', {_span_words(known)}'}"
    return f", which fits {on_record}" if met.overlaps(known) else f", which does not fit {on_record}"


def _same_spell(mine: Interval, all_of_them: Iterable[Interval]) -> bool:
    """Starts more than a few years off the others' belong to another war, or another stretch of this one."""
    ordered = sorted(i.high for i in all_of_them)
    return abs(mine.high - ordered[len(ordered) // 2]) <= SAME_SPELL * DAYS_A_YEAR


def _furthest_apart(told: Sequence[tuple[Claim, Interval]]) -> list[tuple[Claim, Interval]]:
    first, last = min(told, key=lambda t: t[1].high), max(told, key=lambda t: t[1].low)
    return [first] if first is last else [first, last]


def _known_start(event: dict[str, Any] | None) -> Interval | None:
    if not event or event["origin"] == "discovered" or not event["start"]:
        return None
    precision = event["precision"] or 1
    day = date.fromisoformat(event["start"]).toordinal()
    return Interval(day, day + {1: 0, 2: 6, 3: 7, 4: 30}[precision]) if precision <= MONTH_PRECISION else None


def _month_of(day: str | None) -> str:
    return month_words(day[:7]) if day else "an unknown month"


def _span_words(span: Interval) -> str:
    """'March 2011' or 'March 2011 to May 2011'."""
    first, last = (date.fromordinal(max(1, int(day))).isoformat()[:7] for day in (span.low, span.high))
    return month_words(first) if first == last else f"{month_words(first)} to {month_words(last)}"
