"""Every pair of statements worth a verdict, without going through all pairs of a large event.

A small event has every related pair judged. In a large one a bucket (claims that count the same thing) is put in order
of its intervals, and each statement is judged beside its neighbour and beside the two that decide whether anything
excludes it: the one with the smallest upper end and the one with the largest lower end. That is linear after sorting,
and no contradicted statement escapes: whatever excludes a statement lies wholly below or wholly above it, and then so
does one of these two (shown apart for each day, because figures of different days are not held against each other).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, groupby, pairwise
from typing import Any

import pandas as pd

from reconcile.compare.verdicts import SAME_START, Tolerances, Verdict, judge_in_context, read_texts
from reconcile.model.claim import Bucket, Claim, Statement, by_bucket, gather, read_claims
from reconcile.model.group import lies_within
from reconcile.model.ids import short_id
from reconcile.model.rulings import Rulings, read_rulings, share_voices
from reconcile.model.settings import Settings
from reconcile.wording.claim_words import REASONS, SCOPE_NAMES, both_say, capital, day_words, plural
from schemas import table

SMALL_EVENT = 40
"""Statements up to which every related pair of an event is judged: 780 pairs at most."""

MANY_GROUPS = 200
"""Groups of one event beyond which only those inside the commonest group are looked for."""

MIXED = ({"killed", "casualties"}, {"injured", "casualties"})
"""Measures easily mistaken for one another: their pairs are shown, with the reason why they are not compared."""

RULED = "ruled not comparable"
"""The reason of a pair that the desk does not let be compared."""

Pair = tuple[Statement, Statement]


def compare_claims(
    claims: pd.DataFrame, events: pd.DataFrame, settings: Settings, decisions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The comparisons table: one verdict for each related pair of statements on one event.

    Copies of one statement (one story, originator, figure and group) stand behind the first of them.
    Claims that are not linked to an event are left out. The order of the claims makes no difference. `decisions` says
    which claims the desk does not let be compared, and which voices are one.
    """
    tolerances, rulings = Tolerances(settings.tolerances), Rulings() if decisions is None else read_rulings(decisions)
    known = set(events["event_id"])
    linked = [c for c in read_claims(claims, settings.about_tolerance) if c.event_id in known or not known]
    read = share_voices(linked, rulings)
    texts = read_texts(read)
    rows = []
    for a, b in pairs_of(read):
        ruling = rulings.between((c.claim_id for c in a.members), (c.claim_id for c in b.members))
        found = Verdict("not comparable", RULED) if ruling else judge_in_context(a.claim, b.claim, tolerances, texts)
        rows.append(_row(a.claim, b.claim, found, ruling))
    return table("comparisons", sorted(rows, key=lambda r: (r["event_id"], r["measure"], r["left"], r["right"])))


def pairs_of(claims: Iterable[Claim]) -> Iterator[Pair]:
    """The pairs of statements to judge, each once, event by event."""
    statements = sorted(gather(claims), key=lambda s: s.claim.event_id)
    for _, group in groupby(statements, key=lambda s: s.claim.event_id):
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
    """Each part beside the whole that its own text names."""
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
    """Each statement beside the next in order, and beside those that decide whether anything excludes it."""
    ordered = sorted(bucket, key=lambda s: (s.claim.interval, s.claim.claim_id))
    yield from pairwise(ordered)
    days: dict[Any, list[Statement]] = defaultdict(list)
    for statement in (s for s in ordered if s.claim.stance in ("asserted", "alleged") and not s.claim.part):
        days[statement.claim.as_of].append(statement)
    for same_day in days.values():
        lowest = min(same_day, key=lambda s: s.claim.interval.high)
        highest = max(same_day, key=lambda s: s.claim.interval.low)
        for statement in same_day:
            yield statement, lowest
            yield statement, highest
    yield from _following_days(days)


def _following_days(days: dict[Any, list[Statement]]) -> Iterator[Pair]:
    """The lowest of each day beside the highest so far: where a toll falls, one of these pairs shows it."""
    highest: Statement | None = None
    for day in sorted(d for d in days if d):
        lowest = min(days[day], key=lambda s: s.claim.interval.high)
        if highest is not None:
            yield highest, lowest
        highest = max([*days[day], *([highest] if highest else [])], key=lambda s: s.claim.interval.low)


def _nested(statements: list[Statement]) -> Iterator[Pair]:
    """Statements of a group beside the figure that bounds them: the smallest that any wider group is given."""
    families: dict[Bucket, list[Bucket]] = defaultdict(list)
    buckets = by_bucket(statements)
    for bucket in buckets:
        families[_family(bucket)].append(bucket)
    for members in families.values():
        wholes = members if len(members) <= MANY_GROUPS else [max(members, key=lambda b: (len(buckets[b]), b))]
        for whole in wholes:
            bound = min(buckets[whole], key=lambda s: (s.claim.part, s.claim.interval.high, s.claim.claim_id))
            for part in (m for m in members if lies_within(m.group, whole.group)):
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
    return Bucket(bucket.event_id, bucket.measure, bucket.unit, bucket.scope, type(bucket.group)())


def _row(left: Claim, right: Claim, found: Verdict, ruling: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "comparison_id": short_id("p", left.claim_id, right.claim_id),
        "event_id": left.event_id,
        "measure": left.measure,
        "left": left.claim_id,
        "right": right.claim_id,
        "verdict": found.verdict,
        "reason": found.reason,
        "explanation": explain(left, right, found, ruling),
    }


def explain(left: Claim, right: Claim, found: Verdict, ruling: Mapping[str, Any] | None = None) -> str:
    """A verdict in one plain sentence."""
    said = both_say([left, right])
    if ruling is not None:
        return f"These are not compared, because {ruling['analyst']} ruled so ({ruling['reason']}): {said}."
    if found.verdict in ("not comparable", "inapplicable"):
        because = REASONS[found.reason].format(**_shown(left, right, found.reason))
        opening = "These are not compared" if found.verdict == "not comparable" else "There is nothing to compare"
        return f"{opening}, because {because}: {said}."
    if found.verdict == "nested":
        part, whole = _part_first(left, right)
        return capital(f"{both_say([whole, part])}: the second counts a part of the first.")
    closing = CLOSINGS.get(found.reason) or CLOSINGS[found.verdict]
    return capital(f"{said}: {closing}.")


CLOSINGS = {
    "agrees": "the same figure",
    "within tolerance": "the same within the desk's tolerance",
    SAME_START: "both put its start at the same time",
    "compatible": "both can hold, because their bounds overlap",
    "superseded": "the later figure takes the place of the earlier",
    "contradicts": "both cannot hold",
}
"""How the sentence on a pair ends, by its verdict, or by its reason where that says more."""


def _part_first(left: Claim, right: Claim) -> tuple[Claim, Claim]:
    inside = (left.part and not right.part) or lies_within(left.group, right.group)
    return (left, right) if inside else (right, left)


def _shown(left: Claim, right: Claim, reason: str) -> dict[str, str]:
    """The two values that differ, for the sentence that says so."""
    shown: dict[str, Callable[[Claim], str]] = {
        "different measure": lambda c: "killed-and-injured casualties" if c.measure == "casualties" else str(c.measure),
        "different unit": lambda c: plural(c.unit),
        "different scope": lambda c: SCOPE_NAMES[c.scope],
        "different group": lambda c: c.group.label or "everyone",
        "different as-of date": lambda c: day_words(c.as_of) if c.as_of else "no stated day",
    }
    if reason not in shown:
        return {}
    return {"left": shown[reason](left), "right": shown[reason](right)}
