"""Choose the pairs of statements that get a verdict, without going through all pairs of a large event.

In a small event every related pair is judged. In a large one each bucket (claims that count the same thing) is sorted
by interval, and each statement is judged against its neighbour and against the two statements that decide whether
anything excludes it: the one with the smallest upper end and the one with the largest lower end. This is linear after
sorting and finds every contradicted statement: whatever excludes a statement lies wholly below or wholly above it, and
then so does one of these two. They are chosen for each day separately, because figures of different days are not
compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, groupby, pairwise

from reconcile.compare.verdicts import Judgement, Tolerances, judge_in_context, read_texts
from reconcile.model.claim import Bucket, ComparedClaim, Statement, by_bucket, gather
from reconcile.model.counted_together import count_together
from reconcile.model.group import Group, lies_within
from reconcile.model.ids import short_id
from reconcile.model.read_claims import read_claims
from reconcile.model.records import Claim, Comparison, Event, Ruling
from reconcile.model.rulings import read_rulings, share_voices
from reconcile.model.settings import Settings
from reconcile.wording.claim_words import REASONS, SCOPE_NAMES, both_say, capital
from reconcile.wording.figure_words import day_words, plural
from schemas.codes import Measure, Reason, Verdict

SMALL_EVENT = 40
"""The largest number of statements for which every related pair of an event is judged: 780 pairs."""

MANY_GROUPS = 200
"""In an event with more groups than this, only groups inside the commonest group are compared as parts."""

MIXED = ({Measure.KILLED, Measure.CASUALTIES}, {Measure.INJURED, Measure.CASUALTIES})
"""Measures easily mistaken for one another: their pairs are listed, with the reason why they are not compared."""

Pair = tuple[Statement, Statement]


def compare_claims(
    claims: Iterable[Claim], events: Iterable[Event], settings: Settings, decisions: Iterable[Ruling] = ()
) -> list[Comparison]:
    """Give one verdict for each related pair of statements on one event.

    Copies of one statement (same story, originator, figure and group) are represented by the first of them.

    Args:
        claims: the claims in any order; claims that are not linked to an event are left out.
        events: the known events; if there are any, claims on other events are left out.
        settings: the desk's settings; their tolerances apply.
        decisions: the log of rulings, which may exclude claims from comparison or combine voices into one.

    Returns:
        One `Comparison` for each pair, sorted by event id, measure, left and right claim id. In large events only the
        pairs that can show a conflict are listed.
    """
    tolerances, rulings = Tolerances(settings.tolerances), read_rulings(decisions)
    known = {event.event_id for event in events}
    linked = [c for c in read_claims(claims, settings.about_tolerance) if c.event in known or not known]
    read = count_together(share_voices(linked, rulings))
    texts = read_texts(read)
    found = []
    for a, b in pairs_of(read):
        ruling = rulings.between((c.claim_id for c in a.members), (c.claim_id for c in b.members))
        judged = RULED if ruling else judge_in_context(a.claim, b.claim, tolerances, texts)
        found.append(_comparison(a.claim, b.claim, judged, ruling))
    return sorted(found, key=lambda c: (c.event_id, c.measure, c.left, c.right))


RULED = Judgement(Verdict.NOT_COMPARABLE, Reason.RULED)
"""The judgement on a pair that the desk excluded from comparison."""


def pairs_of(claims: Iterable[ComparedClaim]) -> Iterator[Pair]:
    """The pairs of statements to judge, each once, grouped by event."""
    statements = sorted(gather(claims), key=lambda s: s.claim.event)
    for _, group in groupby(statements, key=lambda s: s.claim.event):
        yield from _pairs_of_event(list(group))


def _pairs_of_event(statements: list[Statement]) -> Iterator[Pair]:
    seen: set[frozenset[int]] = set()
    sources = [_all_related] if len(statements) <= SMALL_EVENT else [_tied_parts, _within_buckets, _nested, _across]
    for source in sources:
        for left, right in source(statements):
            key = frozenset((id(left), id(right)))
            if left is not right and key not in seen:
                seen.add(key)
                yield left, right


def _all_related(statements: list[Statement]) -> Iterator[Pair]:
    return (pair for pair in combinations(statements, 2) if _related(pair[0].bucket, pair[1].bucket))


def _related(left: Bucket, right: Bucket) -> bool:
    return left.measure == right.measure or {left.measure, right.measure} in MIXED


def _tied_parts(statements: list[Statement]) -> Iterator[Pair]:
    """Each part with the whole that its own text names."""
    holder = {member.claim_id: s for s in statements for member in s.members}
    for statement in statements:
        whole = holder.get(statement.claim.whole) if statement.claim.whole else None
        if whole is not None:
            yield statement, whole


def _within_buckets(statements: list[Statement]) -> Iterator[Pair]:
    for bucket in by_bucket(statements).values():
        if len(bucket) <= SMALL_EVENT:
            yield from combinations(bucket, 2)
        else:
            yield from _neighbours(bucket)


def _neighbours(bucket: list[Statement]) -> Iterator[Pair]:
    """Each statement with the next in order, and with those that decide whether anything excludes it."""
    ordered = sorted(bucket, key=lambda s: (s.claim.interval, s.claim.claim_id))
    yield from pairwise(ordered)
    days: dict[str | None, list[Statement]] = defaultdict(list)
    for statement in (s for s in ordered if s.claim.counts and not s.claim.part):
        days[statement.claim.as_of].append(statement)
    for same_day in days.values():
        lowest = min(same_day, key=lambda s: s.claim.interval.high)
        highest = max(same_day, key=lambda s: s.claim.interval.low)
        for statement in same_day:
            yield statement, lowest
            yield statement, highest
    yield from _following_days(days)


def _following_days(days: dict[str | None, list[Statement]]) -> Iterator[Pair]:
    """The lowest of each day with the highest of all earlier days: where a toll falls, one of these pairs shows it."""
    highest: Statement | None = None
    for day in sorted(d for d in days if d):
        lowest = min(days[day], key=lambda s: s.claim.interval.high)
        if highest is not None:
            yield highest, lowest
        highest = max([*days[day], *([highest] if highest else [])], key=lambda s: s.claim.interval.low)


def _nested(statements: list[Statement]) -> Iterator[Pair]:
    """Statements of a group with the figure that limits them: the smallest that any wider group is given."""
    families: dict[Bucket, list[Bucket]] = defaultdict(list)
    buckets = by_bucket(statements)
    for bucket in buckets:
        families[_family(bucket)].append(bucket)
    for members in families.values():
        wholes = members if len(members) <= MANY_GROUPS else [max(members, key=lambda b: (len(buckets[b]), b))]
        for whole in wholes:
            bound = min(buckets[whole], key=lambda s: (s.claim.part, s.claim.interval.high, s.claim.claim_id))
            for part in (m for m in members if lies_within(m.counted, whole.counted)):
                yield from ((statement, bound) for statement in buckets[part])


def _across(statements: list[Statement]) -> Iterator[Pair]:
    """One pair for each two families that could be mistaken for one another: other scope, unit or measure."""
    main: dict[Bucket, Statement] = {}
    buckets = by_bucket(statements)
    for bucket in sorted(buckets, key=lambda b: (-len(buckets[b]), b)):
        main.setdefault(_family(bucket), buckets[bucket][0])
    return (pair for pair in combinations(main.values(), 2) if _related(pair[0].bucket, pair[1].bucket))


def _family(bucket: Bucket) -> Bucket:
    """The bucket without its group."""
    return bucket._replace(counted=Group())


def _comparison(left: ComparedClaim, right: ComparedClaim, found: Judgement, ruling: Ruling | None) -> Comparison:
    return Comparison(
        comparison_id=short_id("p", left.claim_id, right.claim_id),
        event_id=left.event,
        measure=left.measure,
        left=left.claim_id,
        right=right.claim_id,
        verdict=found.verdict,
        reason=found.reason,
        explanation=explain(left, right, found, ruling),
    )


def explain(left: ComparedClaim, right: ComparedClaim, found: Judgement, ruling: Ruling | None = None) -> str:
    """The sentence that explains a verdict on a pair."""
    said = both_say([left, right])
    if ruling is not None:
        return f"These are not compared, because {ruling.analyst} ruled so ({ruling.reason}): {said}."
    if found.verdict in OPENINGS:
        because = REASONS[found.reason].format(**_shown(left, right, found.reason))
        return f"{OPENINGS[found.verdict]}, because {because}: {said}."
    if found.verdict == Verdict.NESTED:
        part, whole = _part_first(left, right)
        return capital(f"{both_say([whole, part])}: the second counts a part of the first.")
    closing = REASON_CLOSINGS.get(found.reason) or CLOSINGS[found.verdict]
    return capital(f"{said}: {closing}.")


OPENINGS = {
    Verdict.NOT_COMPARABLE: "These are not compared",
    Verdict.INAPPLICABLE: "There is nothing to compare",
}
CLOSINGS = {
    Verdict.AGREES: "the same figure",
    Verdict.COMPATIBLE: "both can hold, because their bounds overlap",
    Verdict.SUPERSEDED: "the later figure takes the place of the earlier",
    Verdict.CONTRADICTS: "both cannot hold",
}
REASON_CLOSINGS = {
    Reason.WITHIN_TOLERANCE: "the same within the desk's tolerance",
    Reason.SAME_START: "both put its start at the same time",
}
"""How the sentence on a pair opens or ends: by its verdict, or by its reason where that is more specific."""


def _part_first(left: ComparedClaim, right: ComparedClaim) -> tuple[ComparedClaim, ComparedClaim]:
    inside = (left.part and not right.part) or lies_within(left.counted, right.counted)
    return (left, right) if inside else (right, left)


def _shown(left: ComparedClaim, right: ComparedClaim, reason: Reason) -> dict[str, str]:
    """The two values that differ, as the sentence shows them."""
    shown = SHOWN.get(reason)
    return {"left": shown(left), "right": shown(right)} if shown else {}


SHOWN: dict[Reason, Callable[[ComparedClaim], str]] = {
    Reason.OTHER_MEASURE: lambda c: "killed-and-injured casualties" if c.measure == Measure.CASUALTIES else c.measure,
    Reason.OTHER_UNIT: lambda c: plural(c.unit),
    Reason.OTHER_SCOPE: lambda c: SCOPE_NAMES[c.scope],
    Reason.OTHER_GROUP: lambda c: c.counted.label or "everyone",
    Reason.OTHER_DAY: lambda c: day_words(c.as_of) if c.as_of else "no stated day",
}
"""The value in which two claims differ, by the reason why they are not compared."""
