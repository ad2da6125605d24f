"""Figures that are out of proportion, and rows of datasets that look as if they were counted twice.

Each kind of warning is one function in KINDS. A warning takes nothing out of a total: it says what to check, and what
the total would be without it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from reconcile.doubts.bearing_on_totals import Bearing, Count, printed
from reconcile.model.ids import short_id
from reconcile.model.records import Claim, Event, Figure, Implausible
from reconcile.wording import doubt_words as words
from reconcile.wording.figure_words import reading
from schemas.codes import GroupRole, Measure, Role, WarningKind

SHARE = 5
"""A figure from one article is listed where it is more than one part in so many of its total ..."""
ENOUGH = 6
"""... which adds up so many events at least; of fewer, one is often a fifth."""
OUTWEIGHS = 10
"""Of fewer events, a figure that is more than so many times all others together is listed."""
TIMES = 10
"""A figure is listed that is at least so many times another of its article, event and measure ..."""
LARGE = 50
"""... and at least this large: below, one of the two is often a part."""
EQUAL_FROM = 10
"""From this number on, as many killed as affected are not so by chance."""
TWINS_FROM = 2
"""Rows of a dataset that give one place, day and number, from this number on, look like one."""
ROWS = 3
"""A number that is the sum of the others is a total where there are so many others at least."""
HOUSEHOLDS = ("household", "family")
"""Units that hold several people."""

Kind = Callable[[Bearing], Iterator[Implausible]]


def find_implausible(bearing: Bearing) -> list[Implausible]:
    """Every warning on the run's figures of people: the gravest measure first, and of each the largest effect."""
    found = {row.warning_id: row for kind in KINDS for row in kind(bearing)}
    order = list(Measure)
    return sorted(found.values(), key=lambda row: (order.index(row.measure), -(row.effect or 0.0), row.warning_id))


def _many_times(bearing: Bearing) -> Iterator[Implausible]:
    """A figure many times another of the same article, event, measure and group."""
    for claims in _told_alike(bearing).values():
        stated = [(number, claim) for claim in claims if (number := _number(claim))]
        large = max(stated, key=lambda told: (told[0], told[1].claim_id), default=None)
        small = min(stated, key=lambda told: (told[0], told[1].claim_id), default=None)
        if large and small and large[1].claim_id in bearing.figure_of and large[0] >= max(LARGE, TIMES * small[0]):
            because = words.many_times(reading(large[1]), reading(small[1]), large[1].measure, large[0] / small[0])
            claims_named = (large[1], small[1])
            yield _warn(bearing, WarningKind.MANY_TIMES, claims_named, large[0], small[0], because)


def _makes_the_total(bearing: Bearing) -> Iterator[Implausible]:
    """A figure from one article that is more than a fifth of its total."""
    for figures in _totalled(bearing).values():
        total = sum(map(printed, figures))
        for figure in figures:
            value = printed(figure)
            enough = SHARE if len({f.event_id for f in figures}) >= ENOUGH else None
            large = value * enough > total if enough else value > OUTWEIGHS * (total - value) > 0
            if figure.articles == 1 and value > 1 and large:
                claims = [bearing.claims[id] for id in figure.claim_ids if id in bearing.claims]
                because = words.makes_the_total(figure.measure, value, total)
                yield _warn(bearing, WarningKind.SHARE, claims, value, total, because, value)


def _equal_to_affected(bearing: Bearing) -> Iterator[Implausible]:
    """As many killed as affected in one article and event."""
    for claims in _by_article(bearing).values():
        killed = {_number(claim): claim for claim in claims if claim.measure is Measure.KILLED}
        for other in (claim for claim in claims if claim.measure is Measure.AFFECTED):
            number = _number(other)
            if number is not None and number >= EQUAL_FROM and number in killed:
                because = words.equal_to_affected(number)
                yield _warn(bearing, WarningKind.EQUAL, (killed[number], other), number, number, because)


def _more_households(bearing: Bearing) -> Iterator[Implausible]:
    """More households than people in one article, event and measure."""
    for claims in _by_article(bearing).values():
        for home in (claim for claim in claims if claim.unit in HOUSEHOLDS):
            people = [claim for claim in claims if claim.measure is home.measure and claim.unit == "person"]
            number, most = _number(home), max((_number(claim) or 0.0 for claim in people), default=0.0)
            if number is not None and people and number > most:
                because = words.more_households(home.measure, number, home.unit, most)
                first = max(people, key=lambda claim: _number(claim) or 0.0)
                yield _warn(bearing, WarningKind.HOUSEHOLDS, (home, first), number, most, because)


def _twin_rows(bearing: Bearing) -> Iterator[Implausible]:
    """Two rows of a dataset with one place, day and number, as two events."""
    alike: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for event_id, claims in bearing.claims_of.items():
        event = bearing.events.get(event_id)
        if event is not None and event.origin == "dataset" and event.start and (event.place or event.latitude):
            key = (event.place, event.latitude, event.longitude, event.start, event.end)
            for claim in claims:
                if claim.measure.people and (_number(claim) or 0.0) >= TWINS_FROM:
                    alike[*key, claim.measure, claim.group, _number(claim), claim.extractor].append(claim)
    for claims in alike.values():
        firsts = list({claim.event_id: claim for claim in reversed(claims)}.values())
        for one, other in list(combinations(firsts, 2))[: len(firsts) - 1]:
            number = _number(one) or 0.0
            because = words.twin_rows(one.doc, other.doc, one.measure, number)
            yield _warn(bearing, WarningKind.TWIN_ROWS, (other, one), number, number, because, number)


def _total_row(bearing: Bearing) -> Iterator[Implausible]:
    """A row of a dataset whose number is the sum of all its other rows."""
    for figures in _totalled(bearing).values():
        rows = [figure for figure in figures if _of_dataset(bearing.events.get(figure.event_id))]
        largest = max(rows, key=printed, default=None)
        rest = sum(map(printed, rows)) - printed(largest) if largest else 0.0
        if largest and len(rows) > ROWS and printed(largest) == rest > 0:
            claims = [bearing.claims[id] for id in largest.claim_ids if id in bearing.claims]
            because = words.total_row(largest.measure, rest, len(rows) - 1)
            yield _warn(bearing, WarningKind.TOTAL_ROW, claims, rest, rest, because, rest)


KINDS: tuple[Kind, ...] = (_many_times, _makes_the_total, _equal_to_affected, _more_households, _twin_rows, _total_row)


def _warn(
    bearing: Bearing,
    kind: WarningKind,
    claims: Sequence[Claim],
    value: float,
    beside: float,
    because: str,
    effect: float | None = None,
) -> Implausible:
    """A warning on claims, the suspicious one first; without an effect, what their figure would lose is looked up."""
    first = claims[0]
    figure = bearing.figure_of.get(first.claim_id)
    lost = effect if effect is not None else _lost(figure, value, beside)
    month = figure.month if figure else None
    count = Count(figure.measure, figure.unit, figure.scope) if figure else None
    total = bearing.totals.get((count, month)) if count else None
    ids = [claim.claim_id for claim in claims]
    warning_id = short_id("w", kind.value, *sorted(ids))
    return Implausible(
        warning_id=warning_id,
        kind=kind,
        event_id=str(first.event_id),
        month=month,
        measure=first.measure,
        figure_id=figure.figure_id if figure else None,
        claim_ids=tuple(ids),
        value=value,
        beside=beside,
        because=because,
        effect=lost,
        effect_sentence=words.without_it(first.measure, month, total, lost),
        ruling=bearing.dismissed(warning_id),
    )


def _lost(figure: Figure | None, value: float, beside: float) -> float:
    """What a total would lose if the other number were right; nothing where the figure does not follow this one."""
    if figure is None or figure.group_role is not GroupRole.WHOLE or printed(figure) < value:
        return 0.0
    return max(0.0, value - beside)


def _number(claim: Claim) -> float | None:
    """The number that a claim states: its best, else its lowest."""
    return claim.best if claim.best is not None else claim.low


def _by_article(bearing: Bearing) -> dict[tuple[str, str], list[Claim]]:
    """The claims of people that count, by article and event."""
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for event_id, claims in bearing.claims_of.items():
        for claim in claims:
            if claim.measure.people and claim.counts:
                found[claim.doc, event_id].append(claim)
    return found


def _told_alike(bearing: Bearing) -> dict[tuple[object, ...], list[Claim]]:
    """The wholes that one article gives for one event, measure, group and scope."""
    found: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for (doc, event_id), claims in _by_article(bearing).items():
        for claim in claims:
            if claim.role is Role.WHOLE and claim.part_of is None:
                found[doc, event_id, claim.measure, claim.unit, claim.group, claim.scope].append(claim)
    return found


def _totalled(bearing: Bearing) -> dict[tuple[Count, str | None], list[Figure]]:
    """The figures of people that are added up, by what they count and their month."""
    found: dict[tuple[Count, str | None], list[Figure]] = defaultdict(list)
    for figure in _wholes(bearing.tables.figures):
        found[Count(figure.measure, figure.unit, figure.scope), figure.month].append(figure)
    return found


def _wholes(figures: Iterable[Figure]) -> Iterator[Figure]:
    for figure in figures:
        if figure.group_role is GroupRole.WHOLE and figure.measure.people and figure.measure.summed:
            yield figure


def _of_dataset(event: Event | None) -> bool:
    return event is not None and event.origin == "dataset"
