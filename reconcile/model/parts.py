"""Which figure is a part of which: as the claims say, and as 'the other three' gives away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from reconcile.model.records import Claim
from reconcile.wording.check_words import check_words
from schemas.codes import Role

REACH = 600
"""Characters behind a total within which 'the other three' may complete it."""

UNKNOWN = "?"
"""Stands for the whole of a part whose whole is linked to no event, or to another one."""


def find_wholes(rows: Iterable[Claim], everywhere: Iterable[Claim] = ()) -> dict[str, str]:
    """The whole of each claim that is a part: by its id, else by its quote in the same document, else by 'the other'.

    Three killed of forty hostages are no part of another toll: only a whole of the same measure counts. Nor is what one
    speaker puts higher a part of another speaker's figure. A part whose whole is not among the rows has one all the
    same, UNKNOWN: it never stands as a whole.

    Args:
        rows: the claims that are compared.
        everywhere: all claims, among which a whole may stand that is linked elsewhere.
    """
    rows = list(rows)
    here = {row.claim_id for row in rows}
    told = [*rows, *(row for row in everywhere if row.claim_id not in here)]
    by_id = {row.claim_id: row for row in told}
    quoted: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in told:
        quoted[row.doc, row.quote].append(row)
    found: dict[str, str] = {}
    for row in (r for r in rows if r.whole_id or r.part_of):
        named = by_id.get(row.whole_id or "")
        wholes = [named] if named else [w for w in quoted[row.doc, row.part_of or ""] if w is not row]
        whole = _whole_among(row, wholes)
        if whole is not None:
            found[row.claim_id] = whole if whole in here else UNKNOWN
    return {**completed_wholes(rows), **found}


def _whole_among(part: Claim, wholes: Sequence[Claim]) -> str | None:
    """The id of a part's whole among those that its words may mean; None where it is no part after all."""
    same = [whole for whole in wholes if whole.measure == part.measure]
    if wholes and (not same or _contests(part, same[0])):
        return None
    tops = [whole for whole in same if not (whole.part_of or whole.whole_id)]
    return (tops or same)[0].claim_id if same else UNKNOWN


def _contests(part: Claim, whole: Claim) -> bool:
    """Another speaker's larger figure is a rival, not a part."""
    larger = part.low is not None and whole.high is not None and part.low > whole.high
    return larger and part.originator != whole.originator


def completed_wholes(rows: Sequence[Claim]) -> dict[str, str]:
    """Parts told one by one up to 'the other three': with the total before them that they add up to.

    'At least five rockets hit the town. Two fell on the ruins and the other three on the centre.' Only figures of one
    document, measure and unit are added, and only where they come out at the total.
    """
    alike: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for row in rows:
        alike[row.doc, row.measure, row.unit].append(row)
    found: dict[str, str] = {}
    for group in alike.values():
        group.sort(key=lambda r: (r.start, r.claim_id))
        for last in (row for row in group if len(group) > 2 and tells_rest(row.around[0], row.quote)):
            parts = [r for r in group if r.sentence == last.sentence and r.start <= last.start]
            before = [r for r in group if 0 <= parts[0].start - r.end <= REACH]
            whole = next((r for r in reversed(before) if _makes(parts, r)), None)
            if whole is not None and len(parts) > 1:
                found.update({part.claim_id: whole.claim_id for part in parts})
    return found


def tells_rest(before: str, quote: str) -> bool:
    """True where 'the other', 'the remaining' is right before the figure, or opens it.

    >>> tells_rest("Two fell on the ruins and the other ", "three")
    True
    """
    ending, opening = before.rstrip().casefold(), quote.casefold()
    rest = [word for words in check_words() for word in words.rest]
    return any(ending.endswith(f" {word}") or ending == word or opening.startswith(f"{word} ") for word in rest)


def find_additions(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those that add to an earlier figure of their document told so: 'another ten bodies', 'two more'.

    Without an earlier figure of the same measure there is nothing to add to: 'killed 16 and wounded another 40'.
    """
    wholes: dict[tuple[Any, ...], str] = {}
    found: dict[str, str] = {}
    for claim in sorted(claims, key=lambda c: (c.doc, c.start, c.claim_id)):
        key = claim.doc, claim.measure, claim.unit, claim.event_id
        if (claim.doc, claim.measure) in wholes and adds(*claim.around, claim.quote):
            found[claim.claim_id] = wholes.get(key, wholes[claim.doc, claim.measure])
        else:
            wholes[key] = claim.claim_id
            wholes.setdefault((claim.doc, claim.measure), claim.claim_id)
    told = (claim.claim_id in found for claim in claims)
    return [
        replace(claim, role=Role.ADDITION, added_to=found[claim.claim_id]) if adding else claim
        for claim, adding in zip(claims, told, strict=True)
    ]


def adds(before: str, after: str, quote: str) -> bool:
    """True where the words around the figure add it to another.

    >>> adds("", " more civilians died in the next raid.", "Two"), adds("It killed 16 and wounded ", ".", "40")
    (True, False)
    """
    before, after = f" {before.casefold().rstrip()}", f"{after.casefold().lstrip()} "
    return any(
        before.endswith(tuple(f" {word}" for word in words.additions))
        or quote.casefold().startswith(tuple(f"{word} " for word in words.additions))
        or after.startswith(tuple(f"{word} " for word in words.more))
        for words in check_words()
    )


def _makes(parts: Sequence[Claim], whole: Claim) -> bool:
    stated = [part.low for part in parts if part.low is not None and part.low == part.high]
    if len(stated) < len(parts):
        return False
    total = sum(stated)
    low, high = whole.low, whole.high
    return (low is None or low <= total) and (high is None or total <= high)
