"""Assigns a date to each figure, and finds the day on which the article was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import takewhile

from reconcile.extract.dates.find import Anchor, DateWords, FoundDate, find_dates, precision_of, window
from reconcile.language import Pack
from reconcile.model.date_interval import DateInterval
from reconcile.model.records import Ground
from reconcile.text.document import Document, Sentence
from reconcile.text.sections import Sections
from schemas.codes import DatePrecision, DateRole, DateRule


@dataclass(frozen=True, slots=True)
class When:
    """The days of the event of a figure; `days` is None where the text does not say.

    `open_ended` is True where `days` are only those of the beginning (since March 2011). `as_of` is the day up to which
    a running toll counts.
    """

    days: DateInterval | None
    as_of: date | None
    ground: Ground
    open_ended: bool = False

    @property
    def event_start(self) -> str | None:
        """The first day, as ISO."""
        return self.days.begins.isoformat() if self.days else None

    @property
    def event_end(self) -> str | None:
        """The last day, inclusive, as ISO; None where the interval is open."""
        return self.days.last.isoformat() if self.days and not self.open_ended else None


def read_publication(document: Document, pack: Pack) -> FoundDate | None:
    r"""The article's own dateline near its top, or None; the date of an event in the first sentence does not count.

    >>> from reconcile.model.article import Article
    >>> from reconcile.language import load_pack
    >>> document = Document(Article("a", "Last updated: 5 June, 2013\n\nA town fell on May 19."))
    >>> line = read_publication(document, Pack("en"))
    >>> line.quote, str(line.days.begins)
    ('5 June, 2013', '2013-06-05')
    """
    top = [sentence for sentence in document.sentences[:_TOP_SENTENCES] if sentence.start < _TOP]
    return next((found for found in find_dates(document, pack, None, top) if found.role is DateRole.PUBLICATION), None)


_WORD = re.compile(r"[^\W\d_]+")
_WORD_OR_SIGN = re.compile(r"[^\W\d_]+|--+|[^\w\s]")
_TOP_SENTENCES = 12
_TOP = 1000


class Calendar:
    """The dates of one document, read when first needed, and the date of each figure."""

    def __init__(self, document: Document, pack: Pack, anchor: Anchor | None):
        self.document, self.pack, self.anchor = document, pack, anchor
        self._words = pack.read("dates", DateWords)
        self._window = window(anchor) if anchor else None
        self._said: dict[int, bool] = {}
        self._elsewhere: dict[int, bool] = {}
        self._sections = Sections(document)

    @cached_property
    def dates(self) -> list[FoundDate]:
        """Every date of the document, in text order."""
        return find_dates(self.document, self.pack, self.anchor)

    def of(self, start: int, end: int) -> When:
        """The days of the event of the figure at `text[start:end]`.

        The first of these that exists is used: the nearest date of its own sentence (each clause break adds distance);
        that of a heading over it, which is no title; that of the nearest sentence before it in the same story; the
        lead's date; the day of a statement just before it; the first day that the article names; the day of a statement
        in its own sentence; the article's own day.
        """
        sentence = self.document.sentence_at(start)
        if sentence is None:
            return self._unplaced(None)
        here = self._by_sentence.get(sentence.index, ())
        own = [m for m in here if abs(m.start - start) <= _FAR_OFF and self._places(m)]
        own = [m for m in own if not self._is_answered(m) or self._is_answered_at(sentence, start)]
        for mention, rule in self._candidates(sentence, own, start, end):
            if mention:
                return self._when(mention, own, rule)
        return self._unplaced(self._as_of(own))

    def _candidates(
        self, sentence: Sentence, own: list[FoundDate], start: int, end: int
    ) -> Iterator[tuple[FoundDate | None, DateRule]]:
        """The dates that a figure may have, most reliable first."""
        yield self._nearest([mention for mention in own if not self._is_said(mention)], start, end), DateRule.OWN
        yield self._over(sentence), DateRule.HEADING
        yield self._told_before(sentence), DateRule.BEFORE
        yield self._lead_date, DateRule.LEAD
        yield self._said_before(sentence), DateRule.STATEMENT_BEFORE
        yield self._story_date, DateRule.FIRST_NAMED
        yield self._nearest(own, start, end), DateRule.OWN_STATEMENT

    @cached_property
    def _by_sentence(self) -> dict[int, list[FoundDate]]:
        found: dict[int, list[FoundDate]] = {}
        for mention in self.dates:
            sentence = self.document.sentence_at(mention.start)
            if sentence:
                found.setdefault(sentence.index, []).append(mention)
        return found

    def _places(self, mention: FoundDate) -> bool:
        """True for a date that can be an event's: past, not a dateline, not in a comparison (the deadliest since)."""
        if mention.role is DateRole.PUBLICATION:
            return False
        slack = timedelta(1 if mention.basis == "absolute" else 0)
        if self._window and mention.days.begins > self._window[1] + slack:
            return False
        return not (mention.role is DateRole.START and any(w in self._words.records for w in self._before(mention, 60)))

    def _before(self, mention: FoundDate, reach: int) -> list[str]:
        sentence = self.document.sentence_at(mention.start)
        first = max(sentence.start if sentence else 0, mention.start - reach)
        return _WORD.findall(self.document.plain[first : mention.start].lower())

    def _is_said(self, mention: FoundDate) -> bool:
        """True for the day of a statement or of a consequence: charged Monday; On Tuesday, the army said."""
        if mention.start not in self._said:
            self._said[mention.start] = self._belongs_to_statement(mention)
        return self._said[mention.start]

    def _belongs_to_statement(self, mention: FoundDate) -> bool:
        words = self._words
        before = self._before(mention, 80)
        after = _WORD.findall(self.document.plain[mention.end : mention.end + 60].lower())
        beside = before[-3:] + after[: _FRAMED if len(before) <= 1 else 1]
        if not (words.saying.isdisjoint(beside) and words.aftermath.isdisjoint(beside)):
            return True
        clause = takewhile(lambda word: word not in words.clause_breaks, reversed(before[-_CLAUSE:]))
        return not words.aftermath.isdisjoint(clause)

    def _is_answered(self, mention: FoundDate) -> bool:
        """True for the day of an event that another one answers: a raid in response to the attack of TUESDAY."""
        sentence = self.document.sentence_at(mention.start)
        return sentence is not None and self._is_answered_at(sentence, mention.start)

    def _is_answered_at(self, sentence: Sentence, at: int) -> bool:
        return sentence.token_at(at) in self._words.answer_words.answered(sentence.lows)

    def _nearest(self, own: list[FoundDate], start: int, end: int) -> FoundDate | None:
        spoken = [mention for mention in own if mention.role is not DateRole.AS_OF]
        if len(spoken) < 2:
            return spoken[0] if spoken else None
        return min(spoken, key=lambda mention: self._distance(mention, start, end))

    def _distance(self, mention: FoundDate, start: int, end: int) -> int:
        """Characters between figure and date; a clause break adds `_BREAK` characters."""
        between = self.document.plain[min(mention.end, end) : max(mention.start, start)]
        words = _WORD_OR_SIGN.findall(between.lower())
        breaks = sum(word in self._words.clause_breaks for word in words)
        return len(between) + _BREAK * breaks

    def _over(self, sentence: Sentence) -> FoundDate | None:
        """The date that a heading over the sentence gives: 'Earthquake of 6 February'. The title is no such heading."""
        for heading in self._sections.over(sentence):
            if heading.sentence and heading.sentence != sentence.index:
                found = (m for m in self._by_sentence.get(heading.sentence, ()) if m.start < heading.end)
                valid = [m for m in found if m.role is DateRole.OCCURRENCE and self._places(m)]
                if valid:
                    return valid[-1]
        return None

    def _told_before(self, sentence: Sentence) -> FoundDate | None:
        """The nearest date before the sentence that still applies to it."""
        if self._turns_elsewhere(sentence):
            return None
        for earlier in self.document.before(sentence, _REACH):
            valid = [m for m in self._by_sentence.get(earlier.index, ()) if self._carries(m, earlier, sentence)]
            if valid:
                return valid[-1]
            if self._turns_elsewhere(earlier):
                return None
        return None

    def _said_before(self, sentence: Sentence) -> FoundDate | None:
        """The day of a recent statement in the sentences just before: what it reports happened about then."""
        for earlier in self.document.before(sentence, _STATEMENT):
            here = self._by_sentence.get(earlier.index, ())
            said = [m for m in here if m.precision == 1 and self._places(m) and self._is_said(m) and self._is_recent(m)]
            if said:
                return said[-1]
        return None

    def _carries(self, mention: FoundDate, earlier: Sentence, sentence: Sentence) -> bool:
        """True for a date that may apply to a later sentence; one far from the article's day only in its paragraph."""
        if mention.role not in (DateRole.OCCURRENCE, DateRole.END):
            return False
        if not self._places(mention) or self._is_said(mention) or self._is_answered(mention):
            return False
        return mention.precision <= 3 and (earlier.paragraph == sentence.paragraph or self._is_recent(mention))

    def _is_recent(self, mention: FoundDate) -> bool:
        if self._window is None:
            return True
        first, last = self._window
        return first - timedelta(_RECENT) <= mention.days.begins <= last + timedelta(1)

    def _turns_elsewhere(self, sentence: Sentence) -> bool:
        if sentence.index not in self._elsewhere:
            opening = _WORD.findall(self.document.plain[sentence.start : sentence.start + 60].lower())[:3]
            self._elsewhere[sentence.index] = f"{' '.join(opening)} ".startswith(self._words.turning)
        return self._elsewhere[sentence.index]

    @cached_property
    def _lead_date(self) -> FoundDate | None:
        """The first recent date in the article's opening sentences; a statement's day only where there is no other."""
        lead = [
            mention
            for sentence in self.document.sentences[:_LEAD]
            for mention in self._by_sentence.get(sentence.index, ())
            if mention.role in (DateRole.OCCURRENCE, DateRole.END, DateRole.START)
            and mention.precision <= 3
            and self._places(mention)
            and self._is_recent(mention)
            and not self._is_answered(mention)
        ]
        return next((m for m in lead if not self._is_said(m)), None)

    @cached_property
    def _story_date(self) -> FoundDate | None:
        """The first day in the article that can be an event's."""
        events = (m for m in self.dates if m.role is DateRole.OCCURRENCE and m.precision <= 2 and self._places(m))
        return next((m for m in events if not self._is_said(m)), None)

    def _when(self, mention: FoundDate, own: list[FoundDate], rule: DateRule) -> When:
        days, as_of, ground = mention.days, self._as_of(own), Ground("date", rule, mention.quote)
        if self._is_said(mention) and mention.precision == DatePrecision.DAY:
            days = _from(days.begins - timedelta(1), days.ends)  # said on Tuesday: on that day or the one before
        if mention.role is not DateRole.START:
            return When(days, as_of, ground)
        if as_of is None or not self._is_recent(mention):  # a start long ago leaves the interval open
            return When(replace(days, precision=mention.precision), as_of, ground, open_ended=True)
        return When(_from(days.begins, max(days.ends, as_of + timedelta(1))), as_of, ground)

    def _as_of(self, own: list[FoundDate]) -> date | None:
        """The stated day up to which a toll counts, else the article's own day."""
        stated = [mention for mention in own if mention.role in (DateRole.AS_OF, DateRole.END)]
        if stated:
            return stated[-1].days.last
        return self._window[1] if self._window else None

    def _unplaced(self, as_of: date | None) -> When:
        """The days without a date in the text: around the article's own day."""
        if self._window is None:
            return When(None, None, Ground("date", DateRule.UNKNOWN))
        first, last = self._window
        begins = first - timedelta(1) if first == last else first
        return When(_from(begins, last + timedelta(1)), as_of or last, Ground("date", DateRule.ARTICLE_DAY))


def _from(begins: date, ends: date) -> DateInterval:
    """The half-open interval, with the precision of its length."""
    return DateInterval(begins, ends, precision_of(begins, ends))


_FAR_OFF = 1000  # characters from a figure beyond which a date of its sentence does not apply to it
_BREAK = 25  # characters that a clause break between figure and date counts as
_REACH = 4  # sentences to which a date may still apply
_STATEMENT = 4  # sentences to which the day of a statement may still apply
_CLAUSE = 9  # words before a date, in its clause, among which a verb of aftermath makes the date its own
_FRAMED = 6  # words after a date that opens its sentence within which a verb of saying makes the date its own
_RECENT = 8  # days before the article's own within which a date may be its story's
_LEAD = 5
