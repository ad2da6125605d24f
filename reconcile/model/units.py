"""Units that convert into one another, in exact whole numbers, so that two lengths never differ by rounding.

Sizes: BIPM, The International System of Units (minute, hour, day); international yard and pound agreement of 1959
(foot, yard, mile). A year is 365.25 days (Julian year, IAU) and a month a twelfth of one.
"""

from __future__ import annotations

from fractions import Fraction

LENGTHS = {"metre": 10_000, "kilometre": 10_000_000, "mile": 16_093_440, "foot": 3_048, "yard": 9_144}
"""Tenths of a millimetre in each unit of length."""

SECONDS_A_DAY = 86_400
TIMES = {
    "second": 1,
    "minute": 60,
    "hour": 3_600,
    "day": SECONDS_A_DAY,
    "week": 7 * SECONDS_A_DAY,
    "month": 2_629_800,
    "year": 31_557_600,
}
"""Seconds in each unit of time."""

SCALES = (
    ("second", "minute", "hour", "day", "week"),
    ("metre", "kilometre"),
    ("foot", "yard", "mile"),
)
"""Units that are whole multiples of those before them in their scale: a figure in one is as exact in another.

Months and years are in no scale: three years is rarely exactly 36 months.
"""

DAYS_A_YEAR = Fraction(TIMES["year"], SECONDS_A_DAY)

Exact = int | Fraction
"""A number without rounding."""


def exact(number: float | Exact) -> Exact:
    """The number as written: 6.1 is 61/10 and not the nearest binary fraction; a whole number is an int.

    >>> exact(6.1), exact(11.0), exact(Fraction(14, 2))
    (Fraction(61, 10), 11, 7)
    """
    if isinstance(number, float):
        return int(number) if number.is_integer() else Fraction(repr(number))
    return number.numerator if number.denominator == 1 else number


def unit_family(unit: str) -> str:
    """The common name of units that convert into one another; any other unit is a family of its own.

    >>> unit_family("mile") == unit_family("kilometre"), unit_family("house")
    (True, 'house')
    """
    if unit in LENGTHS:
        return "length"
    return "time" if unit in TIMES else unit


def scale_of(unit: str) -> tuple[str, ...]:
    """The units that a figure in this unit converts to without rounding, the smallest first.

    >>> scale_of("metre"), scale_of("rocket")
    (('metre', 'kilometre'), ('rocket',))
    """
    return next((scale for scale in SCALES if unit in scale), (unit,))


def unit_size(unit: str) -> Exact:
    """The metres in a unit of length or the days in a unit of time; 1 for any other unit.

    >>> unit_size("week"), unit_size("minute"), unit_size("mile")
    (7, Fraction(1, 1440), Fraction(201168, 125))
    """
    if unit in LENGTHS:
        return exact(Fraction(LENGTHS[unit], LENGTHS["metre"]))
    return exact(Fraction(TIMES[unit], SECONDS_A_DAY)) if unit in TIMES else 1
