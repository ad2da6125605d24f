"""Dates in a text: found by the templates of the language pack, read as half-open intervals of days.

Two steps. `Grammar` finds the words of a date and says what they mean, whoever wrote them and whenever (a `Reading`:
the weekday 3, two weeks ago). `resolve` turns a reading into days against the article's own day (an `Anchor`).
An imprecise date stays an interval; nothing is made more exact than its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any

import re2

from reconcile.extract.text import Page, Sentence
from reconcile.language import Pack, WordFile

Pair = tuple[int, int]
Interval = tuple[date, date]
Cues = dict[str, list[tuple[str, list[str]]]]  # a cue's last word to the role and the whole cue


class DateWords(WordFile):
    """What `dates.yaml` holds; the file's own notes explain each field."""

    months: dict[int, list[str]]
    weekdays: dict[int, list[str]]
    seasons: dict[str, Pair]
    holidays: dict[str, Pair]
    ordinals: list[str]
    parts: list[str]
    edges: dict[str, tuple[float, float]]
    turns: dict[str, int]
    counts: dict[str, Pair]
    units: dict[str, list[str]]
    recent: dict[str, int]
    clips: dict[str, int]
    directions: dict[str, int]
    named: dict[str, Pair]
    told: dict[str, int]
    forms: dict[str, list[str]]
    capital: list[str]
    leads: dict[str, list[str]]
    weak_leads: list[str]
    year_heads: list[str]
    month_leads: list[str]
    habits: list[str]
    name_heads: list[str]
    name_tails: list[str]
    tails: dict[str, list[str]]
    future: list[str]
    fillers: list[str]
    roles: dict[str, list[str]]
    published: list[str]
    published_before: list[str]
    dateline_ties: list[str]
    month_first: list[str]
    saying: list[str]
    aftermath: list[str]
    records: list[str]
    clause_breaks: list[str]
    elsewhere: list[str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative dates are read against: the article's own day, and how it is known (schemas.dates.BASES).

    `precision` is 1 where the day is known; 4 where only its month is: then `day` is the month's first day.
    """

    day: str
    basis: str
    precision: int


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date of a text. `begins`, `ends`: the half-open interval of ISO days that the words allow.

    `role` is one of schemas.dates.ROLES, `basis` one of BASES, `precision` UCDP's (1 day ... 5 longer than a month).
    """

    start: int
    end: int
    quote: str
    begins: str
    ends: str
    precision: int
    role: str
    basis: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a date mean before anybody knows when they were written; `kind` is the reading's name.

    A field that the words leave open is 0, empty or None.
    """

    kind: str
    day: int = 0
    month: int = 0
    year: int = 0
    weekday: int = 0
    day2: int = 0
    month2: int = 0
    year2: int = 0
    weekday2: int = 0
    edge: tuple[float, float] | None = None
    edge2: tuple[float, float] | None = None
    turn: int | None = None
    clip: int = 0
    season: Pair = (0, 0)
    count: Pair = (1, 1)
    unit: str = ""
    named: Pair = (0, 0)
    told: int = 0
    short: bool = False  # its year is written with two digits

    @property
    def dated(self) -> bool:
        """True where a year stands in the words, so that they need no article's day to be read against."""
        return bool(self.year or self.year2)


class Grammar:
    """The templates of one language, compiled: a scan finds the longest date at a place, `read` says what it means."""

    def __init__(self, words: DateWords):
        self.words = words
        slots, forms = _slots(words), [(kind, form) for kind, forms in words.forms.items() for form in forms]
        self._values = _values(words)
        self.short_months = frozenset(name for names in words.months.values() for name in names[1:])
        self._forms = [(kind, re.compile(_compile(form, slots, named=True), re.IGNORECASE)) for kind, form in forms]
        self.cues: Cues = {}
        for role, cue in ((role, cue.split()) for role, cues in words.roles.items() for cue in cues):
            self.cues.setdefault(cue[-1], []).append((role, cue))
        options = re2.Options()
        options.case_sensitive = False
        options.longest_match = True
        options.max_mem = 1 << 26
        union = "|".join(_compile(form, slots, named=False) for _, form in forms)
        self._scan = re2.compile(rf"(?:^|[^\pL\pN])(?:{union})(?:$|[^\pL\pN])", options)
        self.read: Callable[[str], Reading | None] = lru_cache(8192)(self._read)

    def search(self, text: str, at: int) -> Pair | None:
        """The span of the first, and there the longest, words from `at` on that a template matches."""
        hit = self._scan.search(text, at)
        if hit is None:
            return None
        start, end = hit.span()
        while not text[start].isalnum():
            start += 1
        while not text[end - 1].isalnum():
            end -= 1
        return start, end

    def _read(self, words: str) -> Reading | None:
        """What the words mean, or None where no template matches them in whole."""
        words = " ".join(words.lower().split())
        for kind, form in self._forms:
            if hit := form.fullmatch(words):
                return self._reading(kind, {slot: text for slot, text in hit.groupdict().items() if text})
        return None

    def _reading(self, kind: str, found: dict[str, str]) -> Reading:
        meaning: dict[str, Any] = {}
        for slot, text in found.items():
            name = slot.rpartition("_")[0]
            meaning |= self._values[name.rstrip("2")](text, "2" if name.endswith("2") else "")
        return Reading(kind, **meaning)


def _slots(words: DateWords) -> dict[str, str]:
    """The pattern that each slot of a template stands for (without its second form, {day2})."""
    ordinal = "|".join(words.ordinals)
    day = "(0?[1-9]|[12][0-9]|3[01])"
    long_units = [word for unit, names in words.units.items() if unit not in ("hour", "day") for word in names]
    return {
        "day": f"{day}({ordinal})?",
        "late_day": "(1[3-9]|2[0-9]|3[01])",
        "dd": day,
        "one": day,
        "two": day,
        "mm": "(0?[1-9]|1[0-2])",
        "year": "(19|20)[0-9][0-9]",
        "yy": "'?[0-9][0-9]",
        "decade": "(19|20)[0-9]0'?s",
        "month": "(" + "|".join(_names(words.months)) + ")",
        "weekday": "(" + "|".join(_names(words.weekdays)) + ")",
        "dayname": _any(names[0] for names in words.weekdays.values()),
        "season": _any(words.seasons),
        "holiday": _any(words.holidays),
        "part": _any(words.parts),
        "edge": _any(words.edges),
        "turn": _any(words.turns),
        "clip": _any(words.clips),
        "count": f"({_any(words.counts)}|[1-9][0-9]?)",
        "unit": _any(word for names in words.units.values() for word in names),
        "period": _any(long_units),
        "lately": _any(word for names in words.units.values() for word in names),
        "weekend": _any(words.units["weekend"]),
        "named": _any(words.named),
        "told": _any(words.told),
        "direction": _any(words.directions),
    }


def _names(table: dict[int, list[str]]) -> list[str]:
    """Names of months or weekdays; a short one may end in a full stop."""
    return [re.escape(name) + ("[.]?" if name != names[0] else "") for names in table.values() for name in names]


def _any(words: Iterable[str]) -> str:
    return "(" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)) + ")"


def _compile(form: str, slots: dict[str, str], named: bool) -> str:
    r"""A template as a regular expression; its slots are groups of their names, or nameless for the common scan.

    >>> _compile("{day} (of )?{month}", {"day": "([1-9])", "month": "(may|june)"}, named=True)
    '(?P<day_1>(?:[1-9]))\\s+(?:of\\s+)?(?P<month_3>(?:may|june))'
    """
    parts = re.split(r"\{(\w+)\}", form)
    for i, part in enumerate(parts):
        text = slots[part.rstrip("2")] if i % 2 else part.replace(" ?", r"\s*").replace(" ", r"\s+")
        text = text.replace("(", "(?:")
        parts[i] = f"(?P<{part}_{i}>{text})" if i % 2 and named else f"(?:{text})" if i % 2 else text
    return "".join(parts)


def _values(words: DateWords) -> dict[str, Callable[[str, str], dict[str, Any]]]:
    """How the words found in each slot become fields of a reading; the second argument is "2" for a second slot."""

    def number(field: str, base: int = 0) -> Callable[[str, str], dict[str, Any]]:
        return lambda text, second: {field + second: base + int(re.sub(r"\D", "", text))}

    def short_year(text: str, second: str) -> dict[str, Any]:
        value = int(text.lstrip("'"))
        return {"year" + second: value + (2000 if value < _PIVOT else 1900), "short": True}

    def known(field: str, table: Mapping[str, Any]) -> Callable[[str, str], dict[str, Any]]:
        return lambda text, second: {field + second: table[text.rstrip(".")]}

    months = {name: number for number, names in words.months.items() for name in names}
    weekdays = {name: number for number, names in words.weekdays.items() for name in names}
    units = {word: unit for unit, names in words.units.items() for word in names}
    counts = words.counts | {str(n): (n, n) for n in range(1, 100)}
    return {
        **{slot: number("day") for slot in ("day", "late_day", "dd", "one")},
        **{slot: number("month") for slot in ("mm", "two")},
        **{slot: number("year") for slot in ("year", "decade")},
        **{slot: known("weekday", weekdays) for slot in ("weekday", "dayname")},
        **{slot: known("unit", units) for slot in ("unit", "period", "weekend")},
        "yy": short_year,
        "lately": lambda text, _: {"count": (0, words.recent[units[text]]), "unit": "day"},
        "month": known("month", months),
        "season": known("season", words.seasons),
        "holiday": lambda text, _: dict(zip(("month", "day"), words.holidays[text], strict=True)),
        "part": lambda text, _: {},
        "edge": known("edge", words.edges),
        "turn": known("turn", words.turns),
        "clip": known("clip", words.clips),
        "count": known("count", counts),
        "named": known("named", words.named),
        "told": known("told", words.told),
        "direction": known("told", words.directions),
    }


_PIVOT = 50  # two digits below it are a year of this century


@cache
def grammar(pack: Pack) -> Grammar:
    """The date grammar of a language pack, compiled once."""
    return Grammar(pack.read("dates", DateWords))


@dataclass(frozen=True, slots=True)
class Frame:
    """What a reading is resolved against: the first and the last day on which the article can have appeared.

    `ahead`: its sentence speaks of what is to come; `told`: the day last spoken of; `month_first`: so are its numbers.
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
        """All days on which the article can have appeared."""
        return self.first, self.last + timedelta(1)


def resolve(reading: Reading, frame: Frame) -> Interval | None:
    """The half-open interval of days that a reading allows; None where it cannot be placed or is no real date.

    >>> resolve(Reading("day", day=7, month=4, turn=-1), Frame(date(2019, 3, 1), date(2019, 3, 31)))
    (datetime.date(2018, 4, 7), datetime.date(2018, 4, 8))
    """
    try:
        found = _RESOLVE[reading.kind](reading, frame)
    except (ValueError, OverflowError):  # 31 April
        return None
    if found is None or found[0] >= found[1] or not 1900 <= found[0].year <= frame.last.year + 2:
        return None
    return found


def precision_of(begins: date, ends: date) -> int:
    """UCDP's code for an interval's length: 1 a day, 2 up to 6, 3 a week or a third of a month, 4 a month, 5 longer."""
    length = (ends - begins).days
    return next((code for code, most in ((1, 1), (2, 6), (3, 11), (4, 31)) if length <= most), 5)


def _one(day: date) -> Interval:
    return day, day + timedelta(1)


def _month_start(year: int, month: int) -> date:
    """First day of a month; months may run past the year's ends: month 13 is next January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _stretch(begins: date, months: int, edge: tuple[float, float] | None) -> Interval:
    """Some months, or the share of them that an edge names (early 2016: its first four months)."""
    ends = _month_start(begins.year, begins.month + months)
    if edge is None:
        return begins, ends
    if months > 1:
        first, last = (round(share * months) for share in edge)
        return _month_start(begins.year, begins.month + first), _month_start(begins.year, begins.month + last)
    length = (ends - begins).days
    return begins + timedelta(round(edge[0] * length)), begins + timedelta(round(edge[1] * length))


def _latest(make: Callable[[int], date], reading: Reading, frame: Frame) -> date | None:
    """The year's day that is meant where no year stands: the last at or before the article's day, or the next ahead."""
    if reading.turn is not None and reading.unit == "year":
        return make(frame.last.year + reading.turn)
    days = [made for year in range(frame.last.year - 8, frame.last.year + 3) if (made := _try(make, year))]
    ahead = next((day for day in days if day >= frame.first), None)
    if reading.turn == 1 or (frame.ahead and reading.turn is None and ahead and ahead - frame.last < _AHEAD):
        return ahead
    limit = frame.first - timedelta(1) if reading.turn == -1 else frame.last + timedelta(_SOON if frame.exact else 0)
    return next((day for day in reversed(days) if day <= limit), None)


_AHEAD = timedelta(200)  # words that point ahead point no further
_SOON = 14  # a day so little ahead of the article is meant, and not the one almost a year before


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
    """The day nearest to the article's own on which month, day and weekday agree (Saturday, Sept. 12)."""
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
    """Numbers whose order is open count only where their order does not matter or only one lies near the article."""
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
    """The frame moved to its month's first day, because a month is as near as its first day."""
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
    """The last such weekday at or before a day."""
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
    """The unit of time that lies some units off: the day three days on, the week two weeks back, the month, the year.

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
        return _stretch(_month_start(day.year, day.month + count), 1, None)
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
        begins = _month_start(frame.first.year, frame.first.month - most * _LONG[reading.unit])
        begins += timedelta(min(frame.first.day, 28) - 1)
    else:
        begins = frame.first - timedelta(-(-most // 24) if reading.unit == "hour" else most * _SHORT[reading.unit])
    return begins, frame.last + timedelta(1)


_LONG = {"month": 1, "year": 12, "decade": 120}
_SHORT = {"day": 1, "week": 7, "weekend": 7}


def _turned(reading: Reading, frame: Frame) -> Interval | None:
    turn = reading.turn or 0
    if reading.unit == "weekend" and turn == -1 and frame.last.isoweekday() < 6:
        turn = 0  # on a Tuesday, last weekend is the one just gone
    begins, ends = _shifted(frame.first, reading.unit, turn)[0], _shifted(frame.last, reading.unit, turn)[1]
    if reading.edge and reading.unit in ("month", "year"):
        return _stretch(begins, _LONG[reading.unit], reading.edge)
    if reading.clip == 1 or (frame.ahead and turn == 0):
        return max(begins, frame.first), ends
    return begins, min(ends, frame.last + timedelta(1))


_RESOLVE: dict[str, Callable[[Reading, Frame], Interval | None]] = {
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


_WORD = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*|\d+|[^\w\s]")
_TOP = 1000  # an article's own date line stands within its first characters
_LONGEST = 2000  # a sentence is scanned in pieces of this length


def find_dates(
    page: Page, pack: Pack, anchor: Anchor | None, only: Sequence[Sentence] | None = None
) -> list[DateMention]:
    """The dates of a page, in text order; `only` keeps to some of its sentences. Furniture is never read.

    Relative dates are read against the anchor; without one they give no interval and are left out.
    """
    finder = _Finder(page, grammar(pack), anchor)
    return [mention for sentence in (page.sentences if only is None else only) for mention in finder.find(sentence)]


class _Finder:
    """One page's search: what was told of last goes from sentence to sentence."""

    def __init__(self, page: Page, grammar: Grammar, anchor: Anchor | None):
        self.page, self.grammar, self.anchor = page, grammar, anchor
        self.window = window(anchor) if anchor else (_FAR, _FAR)
        self.told: Interval | None = None
        self.told_at = 0
        self.told_basis = "absolute"

    def find(self, sentence: Sentence) -> Iterator[DateMention]:
        for start in range(sentence.start, sentence.end, _LONGEST):
            yield from self._in_piece(sentence, start, min(start + _LONGEST, self._end(sentence)))

    def _end(self, sentence: Sentence) -> int:
        """Where to stop reading: past the sentence's end where that is a month's full stop (Aug. | 28)."""
        plain, end, following = self.page.plain, sentence.end, sentence.index + 1
        if plain[end - 1] != "." or plain[end - 6 : end - 1].split(" ")[-1].lower() not in self.grammar.short_months:
            return end
        if following == len(self.page.sentences) or self.page.sentences[following].paragraph != sentence.paragraph:
            return end
        return min(end + 14, self.page.sentences[following].end)

    def _in_piece(self, sentence: Sentence, start: int, end: int) -> Iterator[DateMention]:
        text, at = self.page.plain[start:end], 0
        while hit := self.grammar.search(text, at):
            at = hit[0] + 1
            for stop in _shorter(text, *hit):
                here = _Place(self.page.plain, sentence, start + hit[0], start + stop, self.grammar.words)
                reading = self.grammar.read(here.quote)
                if reading and _is_date(reading, here):
                    at = stop
                    if mention := self._mention(reading, here):
                        yield mention
                    break

    def _mention(self, reading: Reading, here: _Place) -> DateMention | None:
        """The date that a reading is in its place, or None where it cannot be placed in time."""
        told = self.told if self.told and here.sentence.index - self.told_at <= _TOLD_REACH else None
        if not (reading.dated or self.anchor or (told and reading.kind in ("told", "later"))):
            return None
        interval = resolve(reading, Frame(*self.window, here.points_ahead(), told, here.puts_month_first()))
        if interval is None:
            return None
        role, basis = _role(reading, here, self.page, self.grammar.cues), self._basis(reading, told)
        code = precision_of(*interval)
        if role != "publication" and code <= 2:
            self.told, self.told_at, self.told_basis = interval, here.sentence.index, basis
        quote, (begins, ends) = self.page.text[here.start : here.end], (day.isoformat() for day in interval)
        return DateMention(here.start, here.end, quote, begins, ends, code, role, basis)

    def _basis(self, reading: Reading, told: Interval | None) -> str:
        if reading.dated:
            return "absolute"
        if reading.kind in ("told", "later") and told:
            return self.told_basis
        return self.anchor.basis if self.anchor else "absolute"


_FAR = date(2100, 1, 1)  # later than any article: stands where the article's own day is not known
_TOLD_REACH = 3  # 'the next day' speaks of a day named at most so many sentences before


def window(anchor: Anchor) -> Interval:
    """First and last day on which the article can have appeared."""
    first = date.fromisoformat(anchor.day)
    if anchor.precision == 1:
        return first, first
    months = 1 if anchor.precision <= 4 else 12
    return first, _month_start(first.year, first.month + months) - timedelta(1)


def _shorter(text: str, start: int, end: int) -> Iterator[int]:
    """Ends of the hit, the longest first, then cut by one word each (March 18 | people: March)."""
    yield end
    for gap in reversed(list(re.finditer(r"[\s,-]+", text[start:end]))):
        yield start + gap.start()


class _Place:
    """Where a hit stands: the words before and after it in its sentence."""

    def __init__(self, plain: str, sentence: Sentence, start: int, end: int, words: DateWords):
        self.plain, self.sentence, self.start, self.end, self.words = plain, sentence, start, end, words
        self.quote = plain[start:end]
        self.before = [word.lower() for word in _WORD.findall(plain[max(sentence.start, start - 80) : start])]
        self.after = [word.lower() for word in _WORD.findall(plain[end : min(sentence.end, end + 30)])]

    def points_ahead(self) -> bool:
        """True where a word shortly before it speaks of what is still to come."""
        return any(word in self.words.future for word in self.before[-10:])

    def puts_month_first(self) -> bool:
        """True where a sign after numbers tells that the month stands first."""
        return any(word in self.words.month_first for word in self.after[:5])


def _is_date(reading: Reading, here: _Place) -> bool:
    """True where the words are a date in their place, and no name, number, verb or habit."""
    words, plain = here.words, here.plain
    if any(word.lower() in words.capital and word.islower() for word in _WORD.findall(here.quote)):
        return False
    if reading.kind == "named" and " " not in here.quote and _is_name(here):
        return False
    if here.start and plain[here.start - 1] in "-/.," and here.start > 1 and plain[here.start - 2].isdigit():
        return False
    if re.match(r"[.,:/-]?\d|%", plain[here.end : here.end + 2]):
        return False
    if here.after[:1] and here.after[0] in words.tails.get(reading.kind, ()):
        return False
    if reading.short and reading.kind in ("day", "month") and here.after[:1] and here.after[0].isalpha():
        return False  # on 1 June 40 people
    if not reading.dated and any(word in words.name_tails for word in here.after[:2]):
        return False
    if here.before and (here.before[-1] in words.name_heads or here.before[-1] in words.habits):
        return False
    return _has_lead(reading, here)


def _is_name(here: _Place) -> bool:
    """True for a capital inside a sentence between capitals (the channel Halab Today TV)."""
    around = (
        here.plain[here.sentence.start : here.start].split()[-1:] + here.plain[here.end : here.end + 20].split()[:1]
    )
    return (
        here.quote[0].isupper()
        and not here.sentence.shouting
        and len(around) == 2
        and all(w[0].isupper() for w in around)
    )


def _has_lead(reading: Reading, here: _Place) -> bool:
    """True where a bare year or month is led by a word that makes it one (in 2015), or needs none."""
    words, kind = here.words, reading.kind
    lead = here.before[-1] if here.before else ""
    follows = here.after[0] if here.after else ""
    if kind in ("day", "days") and not reading.year and not reading.weekday and reading.turn is None:
        return not (lead in words.month_leads and here.quote[0].isalpha() and follows.isalpha())
    if kind not in words.leads or reading.edge or reading.turn is not None:
        return True
    if kind in ("month", "months") and reading.dated:
        return True
    if lead in words.leads[kind] or here.quote.split()[0].lower() in words.leads[kind]:
        return True
    if kind in ("month", "months"):
        return False
    if lead in words.weak_leads and (not follows.isalpha() or follows in words.clause_breaks):
        return True
    named = takewhile(str.isalpha, here.after[:3])  # the 2004 tsunami, or the tsunami of 2004
    return any(word in words.year_heads for word in [*named, *(here.before[-2:-1] if lead in words.weak_leads else ())])


def _role(reading: Reading, here: _Place, page: Page, cues: Cues) -> str:
    """What the date says of an event, by the cue before it; an article's own date line says when it appeared."""
    if here.start < _TOP and _is_publication(reading, here, page):
        return "publication"
    before = here.before
    for end in range(len(before), max(0, len(before) - 5), -1):
        for role, words in cues.get(before[end - 1], ()):
            if before[max(0, end - len(words)) : end] == words:
                return role
        if before[end - 1] not in here.words.fillers:
            break
    return "occurrence"


def _is_publication(reading: Reading, here: _Place, page: Page) -> bool:
    """True for a full date that begins a line, follows a cue (Updated) or a dateline's place (LIMA, 2 FEB 89 --)."""
    if reading.kind not in ("day", "either") or reading.turn is not None:
        return False
    words = here.words
    line = page.plain[page.plain.rfind("\n", 0, here.start) + 1 : here.start]
    segment = line.rpartition("|")[2].strip()
    credited = re.split(r"[(\[]", segment)[-1].strip()
    opening = " ".join(_WORD.findall(credited.lower())[:4]) + " "
    if len(credited) <= 70 and any(opening.startswith(cue + " ") for cue in words.published):
        return True
    rest = page.plain[here.end : here.end + 40].lstrip(" ,.;'")
    if not reading.year:  # CAIRO, June 5 (AP) --
        return 0 < len(segment) <= 60 and _names_only(segment) and rest[:1] in ("-", "(")
    if not segment or segment.lower() in words.dateline_ties:
        return _stands_alone(here, rest, bool(segment))
    last = here.before[-1] if here.before else ""
    if last in words.dateline_ties or len(segment) > 120:
        return False
    if here.sentence.shouting:
        return len(segment) <= 60 and rest[:1] in set("-([:")
    if len(segment) <= 60 and _names_only(segment):
        return True
    credit = segment.split()[-1].strip(",-")
    return reading.weekday > 0 and credit[:1].isupper()


def _stands_alone(here: _Place, rest: str, tied: bool) -> bool:
    """True for a date that is a line of its own or heads one, and is no sentence's beginning (May 19, 2013 was ...)."""
    follows = _WORD.findall(rest)[:1]
    if (
        not rest
        or rest[0] == "\n"
        or rest[0].isdigit()
        or (follows and follows[0].lower() in here.words.published_before)
    ):
        return True
    return not tied and (not rest[0].islower() or not any(sign.isalpha() for sign in here.quote))


def _names_only(segment: str) -> bool:
    """True for the head of a dateline: nothing but names and signs (BEIRUT, Lebanon | By Jane Doe | AFP -)."""
    return all(word[0].isupper() or not word[0].isalpha() for word in _WORD.findall(segment))
