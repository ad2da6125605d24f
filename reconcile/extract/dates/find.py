"""Finds dates in a text by the templates of the language pack, as half-open intervals of days.

There are two steps. `Grammar` finds the words of a date and their meaning (a `Reading`: the weekday 3, two weeks ago).
`resolve` turns a reading into days relative to the article's own day (an `Anchor`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from operator import itemgetter

from reconcile.extract.dates.grammar import Cues, DateWords, Grammar, Interval, Reading, grammar
from reconcile.extract.dates.resolve import Frame, month_start, precision_of, resolve
from reconcile.language import Pack
from reconcile.model.date_interval import DateInterval
from reconcile.text.document import Document, Sentence
from schemas.codes import DatePrecision, DateRole

__all__ = ["Anchor", "DateWords", "FoundDate", "Interval", "find_dates", "precision_of", "window"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The reference for relative dates: the article's own day, and how it is known (schemas.dates.BASES).

    `precision` is 1 where the day is known; 4 where only the month is known: then `day` is the month's first day.
    """

    day: str
    basis: str
    precision: int


@dataclass(frozen=True, slots=True)
class FoundDate:
    """One date in a text: the days that its words allow, its role, and how it was resolved (schemas.dates.BASES)."""

    start: int
    end: int
    quote: str
    days: DateInterval
    role: DateRole
    basis: str

    @property
    def precision(self) -> DatePrecision:
        """The precision of the interval (UCDP)."""
        return self.days.precision


_GAP, _NUMBER_GOES_ON = re.compile(r"[\s,-]+"), re.compile(r"[.,:/-]?\d|%")
_WORD = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*|\d+|[^\w\s]")
_BRACKET = re.compile(r"[(\[]")
_TOP = 1000  # characters at the start of a text in which the article's own dateline may be
_LONGEST = 2000  # a sentence is scanned in pieces of this length
_OVER = 14  # characters of the next sentence that may belong to a date after a month's full stop


def find_dates(
    document: Document, pack: Pack, anchor: Anchor | None, only: Sequence[Sentence] | None = None
) -> list[FoundDate]:
    """The dates of a document, in text order; `only` limits them to some of its sentences. Furniture is never read.

    Relative dates are resolved against the anchor; without one they have no interval and are left out.
    """
    sentences = document.sentences if only is None else only
    if not sentences:
        return []
    finder = _Finder(document, grammar(pack), anchor, sentences[-1].end + _OVER)
    return [mention for sentence in sentences for mention in finder.find(sentence)]


class _Finder:
    """The search of one document; the last date is kept from sentence to sentence."""

    def __init__(self, document: Document, grammar: Grammar, anchor: Anchor | None, end: int):
        self.document, self.grammar, self.anchor = document, grammar, anchor
        self.stretches = grammar.stretches(document.plain[:end])
        self.window = window(anchor) if anchor else (_FAR, _FAR)
        self.told: Interval | None = None
        self.told_at = 0
        self.told_basis = "absolute"

    def find(self, sentence: Sentence) -> Iterator[FoundDate]:
        for start in range(sentence.start, sentence.end, _LONGEST):
            end = min(start + _LONGEST, self._end(sentence))
            if self._may_hold(start, end):
                yield from self._in_piece(sentence, start, end)

    def _may_hold(self, start: int, end: int) -> bool:
        """False where no date of the document overlaps the piece; a date cut inside a word is searched for again."""
        plain, at = self.document.plain, bisect_left(self.stretches, start, key=itemgetter(1))
        if at < len(self.stretches) and self.stretches[at][0] <= end:
            return True
        return plain[max(0, start - 1) : start].isalnum() or plain[end : end + 1].isalnum()

    def _end(self, sentence: Sentence) -> int:
        """Where to stop reading: after the sentence's end where that is a month's full stop (Aug. | 28)."""
        plain, end, following = self.document.plain, sentence.end, sentence.index + 1
        if plain[end - 1] != "." or plain[end - 6 : end - 1].split(" ")[-1].lower() not in self.grammar.short_months:
            return end
        if (
            following == len(self.document.sentences)
            or self.document.sentences[following].paragraph != sentence.paragraph
        ):
            return end
        return min(end + _OVER, self.document.sentences[following].end)

    def _in_piece(self, sentence: Sentence, start: int, end: int) -> Iterator[FoundDate]:
        text, at = self.document.plain[start:end], 0
        while hit := self.grammar.search(text, at):
            at = hit[0] + 1
            for stop in _shorter(text, *hit):
                reading = self.grammar.read(text[hit[0] : stop])
                if reading is None:
                    continue
                here = _Place(self.document.plain, sentence, start + hit[0], start + stop, self.grammar.words)
                if _is_date(reading, here):
                    at = stop
                    if mention := self._mention(reading, here):
                        yield mention
                    break

    def _mention(self, reading: Reading, here: _Place) -> FoundDate | None:
        """The date of a reading at its position, or None where it cannot be resolved."""
        told = self.told if self.told and here.sentence.index - self.told_at <= _TOLD_REACH else None
        if not (reading.dated or self.anchor or (told and reading.kind in ("told", "later"))):
            return None
        interval = resolve(reading, Frame(*self.window, here.points_ahead(), told, here.puts_month_first()))
        if interval is None:
            return None
        role, basis = _role(reading, here, self.document, self.grammar.cues), self._basis(reading, told)
        code = precision_of(*interval)
        if role is not DateRole.PUBLICATION and code <= 2:
            self.told, self.told_at, self.told_basis = interval, here.sentence.index, basis
        quote = self.document.text[here.start : here.end]
        return FoundDate(here.start, here.end, quote, DateInterval(*interval, code), role, basis)

    def _basis(self, reading: Reading, told: Interval | None) -> str:
        if reading.dated:
            return "absolute"
        if reading.kind in ("told", "later") and told:
            return self.told_basis
        return self.anchor.basis if self.anchor else "absolute"


_FAR = date(2100, 1, 1)  # later than any article; used where the article's own day is unknown
_TOLD_REACH = 3  # 'the next day' refers to a day named at most this many sentences before


def window(anchor: Anchor) -> Interval:
    """First and last day on which the article can have been published."""
    first = date.fromisoformat(anchor.day)
    if anchor.precision == 1:
        return first, first
    months = 1 if anchor.precision <= 4 else 12
    return first, month_start(first.year, first.month + months) - timedelta(1)


def _shorter(text: str, start: int, end: int) -> Iterator[int]:
    """Ends of the match, the longest first, then shortened by one word each (March 18 | people: March)."""
    yield end
    for gap in reversed(list(_GAP.finditer(text, start, end))):
        yield gap.start()


class _Place:
    """The position of a match: the words before and after it in its sentence."""

    def __init__(self, plain: str, sentence: Sentence, start: int, end: int, words: DateWords):
        self.plain, self.sentence, self.start, self.end, self.words = plain, sentence, start, end, words
        self.quote = plain[start:end]
        self.before = _WORD.findall(plain[max(sentence.start, start - 80) : start].lower())
        self.after = _WORD.findall(plain[end : min(sentence.end, end + 30)].lower())

    def points_ahead(self) -> bool:
        """True where a word shortly before it refers to the future."""
        return not self.words.future.isdisjoint(self.before[-10:])

    def puts_month_first(self) -> bool:
        """True where a sign after the numbers shows that the month comes first."""
        return not self.words.month_first.isdisjoint(self.after[:5])


def _is_date(reading: Reading, here: _Place) -> bool:
    """True where the words are a date at their position, and not a name, number, verb or habit."""
    words, plain = here.words, here.plain
    if not words.capital.isdisjoint(_WORD.findall(here.quote)):
        return False
    if reading.kind == "named" and " " not in here.quote and _is_name(here):
        return False
    if here.start and plain[here.start - 1] in "-/.," and here.start > 1 and plain[here.start - 2].isdigit():
        return False
    if _NUMBER_GOES_ON.match(plain, here.end, here.end + 2):
        return False
    if here.after[:1] and here.after[0] in words.tails.get(reading.kind, ()):
        return False
    if reading.short and reading.kind in ("day", "month") and here.after[:1] and here.after[0].isalpha():
        return False  # on 1 June 40 people
    if not reading.dated and not words.name_tails.isdisjoint(here.after[:2]):
        return False
    if here.before and (here.before[-1] in words.name_heads or here.before[-1] in words.habits):
        return False
    return _has_lead(reading, here)


def _is_name(here: _Place) -> bool:
    """True for a capitalised word between others inside a sentence (the channel Halab Today TV)."""
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
    """True where a bare year or month has a word before it that makes it a date (in 2015), or needs none."""
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


def _role(reading: Reading, here: _Place, document: Document, cues: Cues) -> DateRole:
    """The role of the date, from the cue before it; an article's own dateline has the role of publication."""
    if here.start < _TOP and _is_publication(reading, here, document):
        return DateRole.PUBLICATION
    before = here.before
    for end in range(len(before), max(0, len(before) - 5), -1):
        for role, words in cues.get(before[end - 1], ()):
            if before[max(0, end - len(words)) : end] == words:
                return DateRole(role)
        if before[end - 1] not in here.words.fillers:
            break
    return DateRole.OCCURRENCE


def _is_publication(reading: Reading, here: _Place, document: Document) -> bool:
    """True for a full date that begins a line, follows a cue (Updated) or a dateline's place (LIMA, 2 FEB 89 --)."""
    if reading.kind not in ("day", "either") or reading.turn is not None:
        return False
    words = here.words
    line = document.plain[document.plain.rfind("\n", 0, here.start) + 1 : here.start]
    segment = line.rpartition("|")[2].strip()
    credited = _BRACKET.split(segment)[-1].strip()
    opening = " ".join(_WORD.findall(credited.lower())[:4]) + " "
    if len(credited) <= 70 and any(opening.startswith(cue + " ") for cue in words.published):
        return True
    rest = document.plain[here.end : here.end + 40].lstrip(" ,.;'")
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
    """True for a date that is a line of its own or begins one, but not a sentence (May 19, 2013 was ...)."""
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
    """True for the beginning of a dateline: only names and signs (BEIRUT, Lebanon | By Jane Doe | AFP -)."""
    return all(word[0].isupper() or not word[0].isalpha() for word in _WORD.findall(segment))
