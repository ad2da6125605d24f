"""The sentences of doubts: why two events may be one, why a figure is out of proportion, and what that does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reconcile.model.link_reason import CauseLevel, DaysLevel, PlaceLevel
from reconcile.wording.figure_words import amount, period_words, plural
from reconcile.wording.link_words import CAUSES, DAYS, PLACES
from schemas.codes import Measure


def pair_reasons(
    place: PlaceLevel,
    days: DaysLevel,
    cause: CauseLevel,
    together: bool,
    words: Sequence[str],
    toll: tuple[Measure, float] | None,
) -> Iterator[str]:
    """What speaks for two events being one, then what speaks against it ('but ...').

    >>> list(pair_reasons(PlaceLevel.SAME, DaysLevel.APART, CauseLevel.SAME, True, (), (Measure.KILLED, 12.0)))
    ['same place', 'same cause', 'the same articles tell of both', 'both 12 killed', 'but days apart']
    """
    said = [text for text in (PLACES.get(place), DAYS.get(days), CAUSES.get(cause)) if text]
    yield from (text for text in said if not text.startswith("but "))
    if together:
        yield "the same articles tell of both"
    if words:
        yield f"words in common: {', '.join(words)}"
    if toll:
        yield f"both {amount(toll[1])} {toll[0]}"
    yield from (text for text in said if text.startswith("but "))


def merger_effect(
    changes: Iterable[tuple[Measure, float | None, float | None, float]],
    month: str | None,
    total: float | None,
    effect: float,
) -> str:
    """What a merger would do to each count, and to the month's total of the first.

    >>> merger_effect([(Measure.KILLED, 12, 13, 13)], "2013-06", 109, -12)
    'killed: 12 and 13 would be 13; the total of June 2013 97 instead of 109'
    """
    said = [f"{measure}: {_sides(one, other)} would be {amount(merged)}" for measure, one, other, merged in changes]
    if total is not None:
        of = f" of {period_words(month)}" if month else ""
        said.insert(1, f"the total{of} {amount(max(0.0, total + effect))} instead of {amount(total)}")
    return "; ".join(said)


def _sides(one: float | None, other: float | None) -> str:
    return " and ".join("none" if number is None else amount(number) for number in (one, other))


def many_times(large: str, small: str, measure: Measure, times: float) -> str:
    """Why a figure beside a much smaller one is listed.

    >>> many_times("8,052", "52", Measure.KILLED, 154.8)
    'One article gives 8,052 and 52 killed for one event, 155 times as many: a digit slip, a misreading or two events?'
    """
    many = f"{amount(float(round(times)))} times as many"
    told = f"One article gives {large} and {small} {measure} for one event, {many}"
    return f"{told}: a digit slip, a misreading or two events?"


def makes_the_total(measure: Measure, value: float, total: float) -> str:
    """Why a figure of one article that makes up a large part of its total is listed.

    >>> makes_the_total(Measure.KILLED, 50, 200)
    '50 killed from one article are 25% of the total of 200: check its sentence before printing the total.'
    """
    share = f"{100 * value / total:.0f}% of the total of {amount(total)}"
    return f"{amount(value)} {measure} from one article are {share}: check its sentence before printing the total."


def equal_to_affected(number: float) -> str:
    """Why killed and affected in equal number are listed."""
    return f"{amount(number)} killed and {amount(number)} affected: one number read as both?"


def more_households(measure: Measure, households: float, unit: str, people: float) -> str:
    """Why more households than people are listed.

    >>> more_households(Measure.DISPLACED, 400, "family", 90)
    '400 families but 90 people displaced: a household has one person at least.'
    """
    told = f"{amount(households)} {plural(unit)} but {amount(people)} people {measure}"
    return f"{told}: a household has one person at least."


def twin_rows(one: str, other: str, measure: Measure, number: float) -> str:
    """Why two rows of a dataset are listed."""
    return (
        f"{one} and {other} give the same place, day and number ({amount(number)} {measure}): one event under two ids?"
    )


def total_row(measure: Measure, total: float, rows: int) -> str:
    """Why a row that is the sum of the others is listed."""
    return f"{amount(total)} {measure} is exactly the sum of the {rows} other rows: a total among its parts?"


def without_it(measure: Measure, month: str | None, total: float | None, lost: float | None) -> str:
    """What a total would be without what a warning is about.

    >>> without_it(Measure.KILLED, "2013-06", 127, 27), without_it(Measure.KILLED, "2013-06", 127, 0)
    ('killed, June 2013: 100 instead of 127', 'No total of killed follows it now.')
    """
    if not lost or total is None:
        return f"No total of {measure} follows it now."
    of = f", {period_words(month)}" if month else ""
    return f"{measure}{of}: {amount(max(0.0, total - lost))} instead of {amount(total)}"


def merger_loss(event: str, analyst: str, counts: Sequence[tuple[Measure, float, float]]) -> str:
    """What a merger takes off totals.

    >>> merger_loss("Bombing, Vessen", "Ana", [(Measure.KILLED, 25, 13)])
    'The merger into Bombing, Vessen (by Ana) takes people off the totals: killed 13 together instead of 25 apart.'
    """
    said = ", ".join(f"{m} {amount(one)} together instead of {amount(two)} apart" for m, two, one in counts)
    return f"The merger into {event} (by {analyst}) takes people off the totals: {said}."
