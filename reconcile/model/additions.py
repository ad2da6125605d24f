"""Figures that add to an earlier one: 'killed 5 people, and another 5 died later' counts at least 10.

Not every 'others' adds to the last figure of its measure. In 'one person was killed and four others were wounded' the
four are others than the dead, and 'killed a man and wounded four others' after a headline that gives four wounded tells
of the same four. A figure of the same text that covers a count and what is added to it leaves nothing to add.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from reconcile.model.claim import ComparedClaim, in_common_unit, place_of
from reconcile.model.group import Group, are_apart, lies_within
from reconcile.model.interval import Interval
from reconcile.model.units import exact
from schemas.codes import Bound, Measure, Role

HARM = {Measure.KILLED, Measure.INJURED, Measure.MISSING, Measure.DETAINED}
"""Measures whose victims a sentence sets beside the 'others' of another measure."""


def add_up(claims: Sequence[ComparedClaim]) -> list[ComparedClaim]:
    """Raise each figure that has additions in its text to at least the sum of the figure and its additions.

    Those added belong to the group that the figure counts; 'an 8-year-old and two others' are at least three people, of
    whom one is a child. A headline or copy that repeats the figure alone is raised too. An addition that tells a figure
    again, or that adds to nothing here, is a figure of its own; one that a figure of its text covers is part of that.

    Returns:
        The claims in the order given; those with additions have new bounds.
    """
    if not any(claim.addition for claim in claims):
        return list(claims)
    by_id = {claim.claim_id: claim for claim in _related(claims)}
    additions: dict[str, list[ComparedClaim]] = defaultdict(list)
    for claim in by_id.values():
        base = _figure_added_to(claim, by_id) if claim.addition and claim.counts else None
        if base is not None:
            additions[base.claim_id].append(claim)
    raised: dict[tuple[Any, ...], ComparedClaim] = {}
    for id, added in additions.items():
        base = by_id[id]
        if not _of_one_group(added, base):
            first, *rest = added
            by_id[first.claim_id] = _raised(replace(first, role=Role.WHOLE, counted=Group()), [base, *rest])
            continue
        found = _raised(base, added)
        raised[_said(base)] = max(found, raised.get(_said(base), found), key=lambda c: (c.low or 0.0, c.claim_id))
    settled = [by_id[claim.claim_id] for claim in claims]
    return [_raised(c, raised[_said(c)].added) if not c.part and _said(c) in raised else c for c in settled]


def _related(claims: Sequence[ComparedClaim]) -> list[ComparedClaim]:
    """The claims in the order of their texts; those that add nothing to another figure are no additions any more."""
    texts: dict[tuple[Any, ...], list[ComparedClaim]] = defaultdict(list)
    for claim in sorted(claims, key=place_of):
        texts[claim.text_id, claim.event, claim.scope].append(claim)
    return list(chain.from_iterable(_relate(text) for text in texts.values()))


def _relate(text: Sequence[ComparedClaim]) -> list[ComparedClaim]:
    """The claims of one text on one event, with each addition as what it is beside the others."""
    by_id = {claim.claim_id: claim for claim in text}
    for claim in text:
        if claim.addition and claim.counts:
            by_id[claim.claim_id] = _placed(claim, by_id)
    return list(by_id.values())


def _placed(addition: ComparedClaim, by_id: Mapping[str, ComparedClaim]) -> ComparedClaim:
    """The addition; a figure of its own where it adds to nothing, a part where a figure of its text covers it."""
    base = _figure_added_to(addition, by_id)
    if base is None or not _same_thing(addition, base) or not base.counts:
        return replace(addition, role=Role.WHOLE)
    figures = [c for c in by_id.values() if c is not addition and _same_thing(addition, c) and c.counts]
    together = _sentence(addition) == _sentence(base)
    if not together and (_is_beside_another_measure(addition, by_id.values()) or _tells_again(addition, figures)):
        return replace(addition, role=Role.WHOLE)
    before = [c for c in figures if c.addition and _figure_added_to(c, by_id) is base]
    covering = next((c for c in figures if _covers(c, base, [addition, *before])), None)
    repeated = any(_repeats(addition, c) for c in before)
    if covering is not None or repeated or addition.high == 0:
        return replace(addition, role=Role.PART, whole=(covering or base).claim_id)
    group = addition.counted
    if group.everyone or group == base.counted or lies_within(group, base.counted):
        return replace(addition, added_to=base.claim_id)
    return replace(addition, role=Role.WHOLE)


def _figure_added_to(addition: ComparedClaim, by_id: Mapping[str, ComparedClaim]) -> ComparedClaim | None:
    """The figure that an addition adds to, through any additions in between; None where it is not among the claims."""
    passed: set[str] = set()
    found: ComparedClaim | None = addition
    while found is not None and found.addition and found.claim_id not in passed:
        passed.add(found.claim_id)
        found = by_id.get(found.added_to or "")
    return None if found is None or found.addition else found


def _same_thing(addition: ComparedClaim, figure: ComparedClaim) -> bool:
    """True where both count people of one measure, event, scope and unit, whoever they are."""
    same = addition.bucket == figure.bucket._replace(counted=addition.counted)
    return same and addition.unit == figure.unit and figure.whole is None


def _is_beside_another_measure(addition: ComparedClaim, text: Iterable[ComparedClaim]) -> bool:
    """True for 'four others wounded' after the killed of its sentence: they are others than the dead."""
    sentence = [c for c in text if _sentence(c) == _sentence(addition) and c.start < addition.start]
    if addition.measure not in HARM or any(c.measure == addition.measure for c in sentence):
        return False
    return any(c.measure in HARM and c.role == Role.WHOLE for c in sentence)


def _tells_again(addition: ComparedClaim, figures: Iterable[ComparedClaim]) -> bool:
    """True where a figure elsewhere in the text gives the same number, which is not a single person."""
    whole = (c for c in figures if not c.addition and not are_apart(addition.counted, c.counted))
    return (addition.low or 0) > 1 and any(_repeats(addition, c) for c in whole)


def _repeats(addition: ComparedClaim, figure: ComparedClaim) -> bool:
    return addition.interval == figure.interval and _sentence(addition) != _sentence(figure)


def _covers(figure: ComparedClaim, base: ComparedClaim, added: Sequence[ComparedClaim]) -> bool:
    """True where a figure of the text is as large as the sum, and counts everybody in it."""
    if figure is base or figure.addition or not (figure.counted.everyone or figure.counted == base.counted):
        return False
    return exact(figure.low or 0) >= sum(exact(c.low or 0) for c in (base, *added))


def _of_one_group(added: Sequence[ComparedClaim], base: ComparedClaim) -> bool:
    """True where those added are of the group that the figure counts: not 'others' beside a child."""
    return base.counted.everyone or all(not c.counted.everyone or c.group is None for c in added)


def _raised(claim: ComparedClaim, added: Sequence[ComparedClaim]) -> ComparedClaim:
    """The figure with its additions: at least the sum; `stated` is the sum where each number is stated."""
    numbers = (claim, *added)
    least = exact(sum(exact(c.low or 0.0) for c in numbers))
    best = None if any(c.best is None for c in numbers) else float(least)
    interval = in_common_unit(Interval(least), claim.unit)
    return replace(
        claim, low=float(least), best=best, high=None, bound=Bound.AT_LEAST, interval=interval, added=tuple(added)
    )


def _said(claim: ComparedClaim) -> tuple[Any, ...]:
    return claim.text_id, claim.own_voice, claim.bucket, claim.unit, claim.low, claim.high, claim.bound


def _sentence(claim: ComparedClaim) -> tuple[str, int]:
    return claim.doc, claim.start if claim.sentence_start is None else claim.sentence_start
