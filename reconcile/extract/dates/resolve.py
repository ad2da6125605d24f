"""Resolves the words of a date to days, relative to the article's own day, as a half-open interval.

An imprecise date stays an interval; no date is made more exact than its words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from reconcile.extract.dates.grammar import Interval, Reading
from schemas.codes import DatePrecision


@dataclass(frozen=True, slots=True)
class Frame:
    """The reference of a reading: the first and the last day on which the article can have been published.

    `ahead`: its sentence refers to the future; `told`: the last day mentioned; `month_first`: numbers give the month
    first.
    """

    first: date
    last: date
    ahead: bool = False
    told: Interval | None = None
    month_first: bool = False

    @property
    def exact(self) -> bool:
        """True where the article's own day is known."""
        return self.first == self.last

    @property
    def whole(self) -> Interval:
        """All days on which the article can have been published."""
        return self.first, self.last + timedelta(1)


def resolve(reading: Reading, frame: Frame) -> Interval | None:
    """The half-open interval of days that a reading allows; None where it cannot be resolved or is not a real date.

    >>> resolve(Reading("day", day=7, month=4, turn=-1), Frame(date(2019, 3, 1), date(2019, 3, 31)))
    (datetime.date(2018, 4, 7), datetime.date(2018, 4, 8))
    """
    try:
        found = RESOLVE[reading.kind](reading, frame)
    except (ValueError, OverflowError):  # 31 April
        return None
    if found is None or found[0] >= found[1] or not 1900 <= found[0].year <= frame.last.year + 2:
        return None
    return found


def precision_of(begins: date, ends: date) -> DatePrecision:
    """UCDP's precision for an interval's length; a third of a month counts as a week."""
    length = (ends - begins).days
    return next((code for code, most in _LONGEST.items() if length <= most), DatePrecision.LONGER)


_LONGEST = {DatePrecision.DAY: 1, DatePrecision.DAYS: 6, DatePrecision.WEEK: 11, DatePrecision.MONTH: 31}
"""Days of the longest interval of each precision."""


def _one(day: date) -> Interval:
    return day, day + timedelta(1)


def month_start(year: int, month: int) -> date:
    """First day of a month; months outside 1 to 12 belong to other years: month 13 is next January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _stretch(begins: date, months: int, edge: tuple[float, float] | None) -> Interval:
    """An interval of some months, or the share of them that an edge names (early 2016: its first four months)."""
    ends = month_start(begins.year, begins.month + months)
    if edge is None:
        return begins, ends
    if months > 1:
        first, last = (round(share * months) for share in edge)
        return month_start(begins.year, begins.month + first), month_start(begins.year, begins.month + last)
    length = (ends - begins).days
    return begins + timedelta(round(edge[0] * length)), begins + timedelta(round(edge[1] * length))


def _latest(make: Callable[[int], date], reading: Reading, frame: Frame) -> date | None:
    """The day without a year: the last at or before the article's day, or the next if it refers to the future."""
    if reading.turn is not None and reading.unit == "year":
        return make(frame.last.year + reading.turn)
    days = [made for year in range(frame.last.year - 8, frame.last.year + 3) if (made := _try(make, year))]
    ahead = next((day for day in days if day >= frame.first), None)
    if reading.turn == 1 or (frame.ahead and reading.turn is None and ahead and ahead - frame.last < _AHEAD):
        return ahead
    limit = frame.first - timedelta(1) if reading.turn == -1 else frame.last + timedelta(_SOON if frame.exact else 0)
    return next((day for day in reversed(days) if day <= limit), None)


_AHEAD = timedelta(200)  # a date in the future is at most this far ahead
_SOON = 14  # a day at most this many days ahead is preferred to the one almost a year before


def _try(make: Callable[[int], date], year: int) -> date | None:
    try:
        return make(year)
    except ValueError:  # 29 February
        return None


def _in_year(reading: Reading, frame: Frame, month: int, day: int, year: int) -> date | None:
    return date(year, month, day) if year else _latest(lambda y: date(y, month, day), reading, frame)


def _day(reading: Reading, frame: Frame) -> Interval | None:
    day = None
    if reading.weekday and not reading.year and reading.turn is None:
        day = _nearest_weekday(reading, frame)
    day = day or _in_year(reading, frame, reading.month, reading.day, reading.year)
    return _one(day) if day else None


def _nearest_weekday(reading: Reading, frame: Frame) -> date | None:
    """The day nearest to the article's own for which month, day and weekday agree (Saturday, Sept. 12)."""
    years = range(frame.last.year - 5, frame.last.year + 2)
    days = [day for year in years if (day := _try(lambda y: date(y, reading.month, reading.day), year))]
    agreed = [day for day in days if day.isoweekday() == reading.weekday]
    return min(agreed, key=lambda day: abs(day - frame.last), default=None)


def _days(reading: Reading, frame: Frame) -> Interval | None:
    last = _in_year(reading, frame, reading.month2 or reading.month, reading.day2, reading.year2 or reading.year)
    if last is None:
        return None
    first = date(reading.year or last.year, reading.month, reading.day)
    if first > last and not reading.year:
        first = first.replace(year=first.year - 1)
    return first, last + timedelta(1)


def _either(reading: Reading, frame: Frame) -> Interval | None:
    """The day for numbers of ambiguous order: only where both orders are equal, or one is near the article's day."""
    year, first, second = reading.year, reading.day, reading.month
    days = {date(year, m, d) for d, m in ((first, second), (second, first)) if m <= 12}
    if frame.month_first and first <= 12:
        return _one(date(year, first, second))
    if len(days) > 1:
        days = {day for day in days if frame.first - timedelta(31) <= day <= frame.last + timedelta(2)}
    return _one(days.pop()) if len(days) == 1 else None


def _month(reading: Reading, frame: Frame) -> Interval | None:
    first = _in_year(reading, _by_month(frame), reading.month, 1, reading.year)
    return _stretch(first, 1, reading.edge) if first else None


def _by_month(frame: Frame) -> Frame:
    """The frame moved to its month's first day, because the distance of a month is that of its first day."""
    return Frame(frame.first.replace(day=1), frame.last.replace(day=1), frame.ahead)


def _months(reading: Reading, frame: Frame) -> Interval | None:
    last = _in_year(reading, _by_month(frame), reading.month2, 1, reading.year2 or reading.year)
    if last is None:
        return None
    first = date(reading.year or last.year, reading.month, 1)
    if first > last and not reading.year:
        first = first.replace(year=first.year - 1)
    return _stretch(first, 1, reading.edge)[0], _stretch(last, 1, reading.edge2)[1]


def _year(reading: Reading, _: Frame) -> Interval | None:
    return _stretch(date(reading.year, 1, 1), 12, reading.edge)


def _years(reading: Reading, _: Frame) -> Interval | None:
    last = reading.year2 - (100 if reading.year2 - reading.year >= 100 else 0)  # 1928-30 ends in 1930
    first = _stretch(date(reading.year, 1, 1), 12, reading.edge)
    return first[0], _stretch(date(last, 1, 1), 12, reading.edge2)[1]


def _season(reading: Reading, frame: Frame) -> Interval | None:
    month, last = reading.season
    first = _in_year(reading, _by_month(frame), month, 1, reading.year)
    return _stretch(first, (last - month) % 12 + 1, reading.edge) if first else None


def _decade(reading: Reading, _: Frame) -> Interval | None:
    return _stretch(date(reading.year, 1, 1), 120, reading.edge)


def _weekday(reading: Reading, frame: Frame) -> Interval | None:
    if not frame.exact:
        return frame.whole
    here = frame.last
    if reading.unit:
        week = _week(here, reading.turn or 0)[0]
        return _one(week + timedelta(reading.weekday - 1))
    if reading.turn == 1 or (frame.ahead and reading.turn != -1):
        here += timedelta(1 if reading.turn == 1 else 0)
        return _one(here + timedelta((reading.weekday - here.isoweekday()) % 7))
    return _one(_before(here - timedelta(1 if reading.turn == -1 else 0), reading.weekday))


def _before(day: date, weekday: int) -> date:
    """The last day with this weekday at or before a day."""
    return day - timedelta((day.isoweekday() - weekday) % 7)


def _week(day: date, turn: int) -> Interval:
    monday = _before(day, 1) + timedelta(7 * turn)
    return monday, monday + timedelta(7)


def _weekdays(reading: Reading, frame: Frame) -> Interval | None:
    if not frame.exact:
        return frame.whole
    last = _before(frame.last, reading.weekday2)
    return _before(last, reading.weekday), last + timedelta(1)


def _named(reading: Reading, frame: Frame) -> Interval | None:
    if not frame.exact:
        return frame.whole
    return frame.first + timedelta(reading.named[0]), frame.last + timedelta(reading.named[1] + 1)


def _ago(reading: Reading, frame: Frame) -> Interval | None:
    least, most = reading.count
    return _shifted(frame.first, reading.unit, -most)[0], _shifted(frame.last, reading.unit, -least)[1]


def _shifted(day: date, unit: str, count: int) -> Interval:
    """The unit of time that is `count` units away: the day three days later, the week two weeks before, a year.

    >>> _shifted(date(2013, 6, 5), "week", -2)
    (datetime.date(2013, 5, 20), datetime.date(2013, 5, 27))
    """
    if unit == "hour":
        moved = day + timedelta(count // 24 if count < 0 else -(-count // 24))
        return min(moved, day), max(moved, day) + timedelta(1)
    if unit == "day":
        return _one(day + timedelta(count))
    if unit == "week":
        return _week(day, count)
    if unit == "weekend":
        saturday = _before(day, 6) + timedelta(7 * count)
        return saturday, saturday + timedelta(2)
    if unit == "month":
        return _stretch(month_start(day.year, day.month + count), 1, None)
    return _stretch(date(day.year + count * (10 if unit == "decade" else 1), 1, 1), 12, None)


def _told(reading: Reading, frame: Frame) -> Interval | None:
    base = frame.told
    if base is None and reading.told < 0:
        base = frame.whole
    if base is None:
        return None
    if not reading.unit:
        return base[0] + timedelta(reading.told), base[1] + timedelta(reading.told)
    if reading.unit == "hour":
        return None
    least, most = sorted(count * reading.told for count in reading.count)
    return _shifted(base[0], reading.unit, least)[0], _shifted(base[1] - timedelta(1), reading.unit, most)[1]


def _past(reading: Reading, frame: Frame) -> Interval | None:
    most = reading.count[1]
    if reading.unit in _LONG:
        begins = month_start(frame.first.year, frame.first.month - most * _LONG[reading.unit])
        begins += timedelta(min(frame.first.day, 28) - 1)
    else:
        begins = frame.first - timedelta(-(-most // 24) if reading.unit == "hour" else most * _SHORT[reading.unit])
    return begins, frame.last + timedelta(1)


_LONG = {"month": 1, "year": 12, "decade": 120}
_SHORT = {"day": 1, "week": 7, "weekend": 7}


def _turned(reading: Reading, frame: Frame) -> Interval | None:
    turn = reading.turn or 0
    if reading.unit == "weekend" and turn == -1 and frame.last.isoweekday() < 6:
        turn = 0  # on a Tuesday, 'last weekend' is the most recent one
    begins, ends = _shifted(frame.first, reading.unit, turn)[0], _shifted(frame.last, reading.unit, turn)[1]
    if reading.edge and reading.unit in ("month", "year"):
        return _stretch(begins, _LONG[reading.unit], reading.edge)
    if reading.clip == 1 or (frame.ahead and turn == 0):
        return max(begins, frame.first), ends
    return begins, min(ends, frame.last + timedelta(1))


RESOLVE: dict[str, Callable[[Reading, Frame], Interval | None]] = {
    "day": _day,
    "days": _days,
    "either": _either,
    "month": _month,
    "months": _months,
    "year": _year,
    "years": _years,
    "season": _season,
    "decade": _decade,
    "weekday": _weekday,
    "weekdays": _weekdays,
    "named": _named,
    "ago": _ago,
    "told": _told,
    "later": _told,
    "past": _past,
    "turned": _turned,
}
