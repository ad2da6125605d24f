"""Recognises numbers that are not figures: ages, clock times, dates, prices, scores, names."""

from __future__ import annotations

import re
from collections.abc import Callable

from reconcile.extract.numbers.cardinals import over_dash
from reconcile.extract.numbers.numbers import Number, NumberWords
from reconcile.language import Pack, WordFile
from reconcile.text.cues import Cues, CueWords
from reconcile.text.document import Token, word_at
from reconcile.text.inflect import noun_forms
from reconcile.text.lexicon import GrammarWords, PeopleWords, ThingWords
from reconcile.text.patterns import Phrases

YEARS = range(1900, 2101)
"""Numbers read as years if they have no separator, unless a word for people follows."""
NEAR = 3
"""Words that may come between a year-like number and the people it counts, or between an address and its street."""

# Jul 012016: a day and its year run together
_RUN_TOGETHER = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:19|20)\d\d")


class NonFigureWords(WordFile):
    """`nonfigures.yaml`; a comment there explains each field."""

    before_words: list[str]
    ending_of_decades: list[str]
    age_owners: list[str]
    signs_before: str
    capital_months: frozenset[str] = frozenset()
    year_before: list[str]
    streets: list[str]
    block: list[str]
    numbered: list[str]
    near: list[str]
    age_after: list[str]
    old: list[str]
    descriptive: list[str]
    clock_at: list[str]
    clock_tail: list[str]
    clock_not: list[str]
    lists: list[str]
    month_joints: list[str]
    determiners: list[str]
    parents: frozenset[str] = frozenset()
    parent_of: frozenset[str] = frozenset()
    told_of_aged: frozenset[str] = frozenset()
    stations: frozenset[str] = frozenset()
    rounds: frozenset[str] = frozenset()
    rounds_after: frozenset[str] = frozenset()


class NonFigures:
    """Classifies a number that is not a figure."""

    events: frozenset[str] = frozenset()
    """Nouns of things that last: the eight-year-old CONFLICT is not an age."""
    hedge_words: frozenset[str] = frozenset()
    """Last words of hedges: over50 is not a name."""

    def __init__(self, pack: Pack):
        self.words = words = pack.read("nonfigures", NonFigureWords)
        numbers = pack.read("numbers", NumberWords)
        cues = pack.read("cues", CueWords)
        self._before, self._after = Cues(cues.not_a_figure_before), Cues(cues.not_a_figure_after)
        self._before_words = frozenset(words.before_words)
        grammar = pack.read("grammar", GrammarWords)
        self._small = frozenset([*grammar.prepositions, *grammar.subordinators, *grammar.determiners])
        times = [spelling for spellings in numbers.time_units.values() for spelling in spellings]
        self._units = frozenset([*pack.read("things", ThingWords).distances, *numbers.time_letters, *times])
        self._decades, self._owners = frozenset(words.ending_of_decades), frozenset(words.age_owners)
        self._months, self._mark = frozenset(numbers.months), numbers.decimal_mark
        self._year_before, self._streets = frozenset(words.year_before), frozenset(words.streets)
        self._age_after, self._old = frozenset(words.age_after), Phrases((p, "old") for p in words.old)
        self._descriptive, self._block = frozenset(words.descriptive), frozenset(words.block)
        self._numbered, self._near = frozenset(words.numbered), frozenset(words.near)
        self._clock_at, self._clock_not = frozenset(words.clock_at), frozenset(words.clock_not)
        self._clock_tail = Phrases((p, "clock") for p in words.clock_tail)
        self._lists, self._joints = frozenset(words.lists), frozenset(words.month_joints)
        self._determiners = frozenset(words.determiners)
        self._persons, self._people = _people(pack)
        # Most reliable first: digits by their form, then the words around any number, then digits alone.
        of_digits: tuple[Test, ...] = (self._calibre, self._glue, self._decade, self._written_date)
        self._of_any: tuple[Test, ...] = (
            self._adjective,
            self._clock,
            self._age,
            self._by_words,
            self._hour,
            self._children,
            self._round,
        )
        of_bare: tuple[Test, ...] = (
            self._score,
            self._date,
            self._address,
            self._year,
            self._touching,
            self._station,
            self._one_of_many,
        )
        self._tests_of_digits = (*of_digits, *self._of_any, *of_bare)

    def name(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        """The class of the number (age, clock, date, money, share, name ...), or None where it may be a figure.

        >>> from reconcile.model.article import Article
        >>> from reconcile.extract.numbers.numbers import NumberReader
        >>> from reconcile.text.document import Document
        >>> from reconcile.language import load_pack
        >>> document = Document(Article("a", "A 61-year-old man and 12 others died at 5:30 p.m."))
        >>> numbers = NumberReader(load_pack("en")).find(document.sentences[0])
        >>> [NonFigures(load_pack("en")).name(document.sentences[0].tokens, n, document.plain) for n in numbers]
        ['age', None, 'clock', 'clock']
        """
        if number.kind == "share":
            return "share"
        digits = tokens[number.first].number
        for test in self._tests_of_digits if digits else self._of_any:
            if (kind := test(tokens, number, plain)) is not None:
                return kind
        return None

    # ------------------------------------------------------------------ digits by their form

    # .357 | a . 45 handgun
    def _calibre(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i = number.first
        if not i or tokens[i - 1].low != self._mark or not tokens[i].low.isdecimal() or len(tokens[i].low) > 3:
            return None
        start = tokens[i - 1].start
        return "calibre" if not start or plain[start - 1] in " -(\n" else None

    # 1990s | in his 60s
    def _decade(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        if j >= len(tokens) or tokens[j].start != tokens[j - 1].end:
            return None
        apostrophe = tokens[j].low == "'" and j + 1 < len(tokens) and f"'{tokens[j + 1].low}" in self._decades
        if tokens[j].low not in self._decades and not apostrophe:
            return None
        if number.low % 10 or len(tokens[i].low) not in (2, 4):
            return None if apostrophe or len(tokens[j].low) > 1 else "name"
        owned = any(t.low in self._owners for t in tokens[max(0, i - 2) : i])
        return "age" if owned and len(tokens[i].low) == 2 else "date"

    # CTF473 | 22nd | AK-47 | 24/7 | 9/11
    def _glue(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, last = number.first, tokens[number.last - 1]
        start, end = tokens[i].start, last.end
        before, after = plain[start - 1 : start], plain[end : end + 2]
        if before.isalnum() or (before and before in self.words.signs_before):
            hedged = i and tokens[i - 1].end == start and tokens[i - 1].low in self.hedge_words
            return None if hedged else "name"
        if before == "_" and plain[start - 2 : start - 1].isalnum():
            return "name"
        if after[:1] in ("/", "_") and after[1:].isdecimal():
            return "name"
        dashed = i > 1 and before == "-" and plain[start - 2].isalpha() and tokens[i - 2].title
        return "name" if dashed or self._is_numbered(tokens, number) else None

    def _is_numbered(self, tokens: list[Token], number: Number) -> bool:
        """True for 911 beside a word of calling, call 555-1234, (707) 553-6833."""
        i, j = number.first, number.last
        if i and j + 1 < len(tokens) and tokens[i - 1].low == "(" and tokens[j].low == ")" and tokens[j + 1].number:
            return len(tokens[i].low) == len(tokens[j + 1].low) == 3
        if number.kind == "range":
            return len(tokens[j - 1].low) == 4 and any(t.low in self._near for t in tokens[max(0, i - 2) : i])
        if tokens[i].low not in self._numbered:
            return False
        return any(t.low in self._near for t in (*tokens[max(0, i - 2) : i], *tokens[i + 1 : i + 3]))

    # 29-07-2016 | 2013-06-05 | 1983 - 2005: three figures joined, or a range that ends in a year
    def _written_date(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        years = number.low <= 31 or number.low >= YEARS[0]
        if number.kind == "range" and years and self._is_year(tokens[j - 1].low):
            return "date"
        after = _joined_figure(tokens, j)
        before = i > 1 and tokens[i - 1].low in DATE_SIGNS and tokens[i - 2].number and _glued(tokens, i)
        three = after and (before or _joined_figure(tokens, j + 2))
        three = three or (before and i > 3 and _joined_figure(tokens, i - 3))
        three = three or (number.kind == "range" and (before or after))
        if three and any(len(t.low) == 3 for t in tokens[max(0, i - 2) : j + 4] if t.number):
            return "name"  # a telephone's number
        joined = three or number.kind == "range" or len(tokens[i].low) == 4
        return "date" if (before or after) and joined else None

    # ------------------------------------------------------------------ the words around any number

    # two THREE-STORY hotels: a number joined by a hyphen to a noun that is not a unit is an adjective, not a count
    def _adjective(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        j = number.last
        if j + 1 >= len(tokens) or tokens[j].low != "-" or not (_glued(tokens, j) and _glued(tokens, j + 1)):
            return None
        if len(tokens[j + 1].low) == 1 and tokens[j + 1].title:
            return "name"  # Depression Eleven-E
        return "adjective" if tokens[j + 1].low in self._descriptive and not self._is_old(tokens, j + 2) else None

    # 5:30 | 6: 00 p.m.
    def _clock(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        if not tokens[i].number:
            return None
        after = j + 1 < len(tokens) and tokens[j].low == ":" and _is_time(tokens[i], tokens[j + 1])
        before = i > 1 and tokens[i - 1].low == ":" and _is_time(tokens[i - 2], tokens[i])
        return "clock" if after or before else None

    # 61-year-old | 61 years old | Ali, 61, | aged 61 (by words)
    def _age(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        k = over_dash(tokens, j)
        if word_at(tokens, k) in self._age_after and self._is_old(tokens, k + 1):
            end = self._old.starting(tokens, over_dash(tokens, k + 1))
            return None if k > j and end is not None and self._is_event(tokens, end[1]) else "age"
        if self._is_listed_age(tokens, number) or self._is_named_age(tokens, number):
            return "age"
        if not i or tokens[i - 1].low != "," or not tokens[i].number or len(tokens[i].low) > 2:
            return None
        closes = j >= len(tokens) or tokens[j].low in CLOSING or self._is_second_named(tokens, i - 2)
        named = i > 1 and tokens[i - 2].title and (closes or tokens[j].low in self._lists)
        return "age" if named or word_at(tokens, j) == "," else None

    # Omar Haddad 25, WAS found dead
    def _is_named_age(self, tokens: list[Token], number: Number) -> bool:
        """True for digits between a name of two words and a comma behind which the sentence tells of that person."""
        i, j = number.first, number.last
        if i < 2 or not (tokens[i - 1].title and tokens[i - 2].title) or not _is_day(tokens[i]):
            return False
        unnamed = {*self._persons, *self._people, *self._small}
        named = unnamed.isdisjoint((tokens[i - 1].low, tokens[i - 2].low))
        return named and word_at(tokens, j) == "," and word_at(tokens, j + 1) in self.words.told_of_aged

    # aged 5, 7 and 11 | two boys 6 AND 11 years old | the 14- AND 18-year-olds
    def _is_listed_age(self, tokens: list[Token], number: Number) -> bool:
        """True for a number in a list of ages, which begins behind 'aged' or ends with 'years old'."""
        b, k = number.first, number.last
        while b > 1 and tokens[b - 1].low in self._lists:
            day = b - 3 if tokens[b - 2].low == "," else b - 2  # 5, 7, and 11
            if day < 0 or not _is_day(tokens[day]):
                break
            b = day
        if b < number.first and (before := self._before.nearest(tokens, max(b, 1), number.last)):
            return before.value == "age"
        while (at := _over_hanging(tokens, k)) + 1 < len(tokens):
            if tokens[at].low not in self._lists or not _is_day(tokens[at + 1]):
                break
            k = at + 2
        unit = over_dash(tokens, k)
        return k > number.last and word_at(tokens, unit) in self._age_after and self._is_old(tokens, unit + 1)

    # Ali Haddad, 25, and OMAR SAID, 26 were held: a name beside another that has its age
    def _is_second_named(self, tokens: list[Token], k: int) -> bool:
        while k > 0 and (tokens[k].title or tokens[k].low == "-"):
            k -= 1
        joined = k > 3 and tokens[k].low in self._lists and tokens[k - 1].low == ","
        return joined and _is_day(tokens[k - 2]) and tokens[k - 3].low == "," and tokens[k - 4].title

    def _is_old(self, tokens: list[Token], k: int) -> bool:
        return self._old.starting(tokens, over_dash(tokens, k)) is not None

    def _is_event(self, tokens: list[Token], k: int) -> bool:
        """True for a duration (the eight-year-old CONFLICT), False for an age (the 26-year-old war VETERAN)."""
        words = [t.low.removesuffix("'s") for t in tokens[k : k + NEAR]]
        event = next((at for at, word in enumerate(words) if word in self.events), None)
        if event is None:
            return False
        return self._persons.isdisjoint(words[: max(event - 1, 0)] + words[event + 1 :])

    # $5 | Resolution 2254 | 12 percent | 5 p.m. | 12-gauge
    def _by_words(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        found = self._before.nearest(tokens, i, j)
        named = found and (tokens[i].number or found.value in self._before_words)
        if found and named and not self._is_common(tokens, number, found.first):
            return found.value
        after = self._after.nearest(tokens, i, j)
        return after.value if after and (after.value != "clock" or tokens[i].number) else None

    def _is_common(self, tokens: list[Token], number: Number, first: int) -> bool:
        """True where the noun is not a name: 'In the camp 12 people died' does not name a camp 12."""
        noun = first > 0 and tokens[first].low[0].isalpha() and tokens[first - 1].low in self._determiners
        return noun and self._counts_people(tokens, number.last)

    # at 5 in the morning | by ten local time
    def _hour(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        if (
            not i
            or j >= len(tokens)
            or tokens[i - 1].low not in self._clock_at
            or self._clock_tail.starting(tokens, j) is None
        ):
            return None
        hour = number.high <= 24 or (len(tokens[i].low) == 4 and number.high < 2400)
        return "clock" if hour and not (i > 1 and tokens[i - 2].low in self._clock_not) else None

    # the father of FOUR was shot
    def _children(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        """The children of somebody who is told of: a description, and not those harmed."""
        i = number.first
        of = i > 1 and tokens[i - 1].low in self.words.parent_of
        return "adjective" if of and tokens[i - 2].low in self.words.parents else None

    # he fired ONE SHOT
    def _round(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i = number.first
        fired = i > 0 and number.high == 1 and tokens[i - 1].low in self.words.rounds_after
        return "counts" if fired and word_at(tokens, number.last) in self.words.rounds else None

    # ------------------------------------------------------------------ digits alone

    # 3-1 | 43-1 | 7-7 (a range would have taken both)
    def _score(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        after = (
            j + 1 < len(tokens)
            and tokens[j].low == "-"
            and tokens[j + 1].number
            and _glued(tokens, j)
            and _glued(tokens, j + 1)
        )
        before = (
            i > 1 and tokens[i - 1].low == "-" and tokens[i - 2].number and _glued(tokens, i - 1) and _glued(tokens, i)
        )
        return "score" if after or before else None

    # 19 May | May 5-7 | the 19th of May | 19 and 20 May | 5 Jan.
    def _date(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        if i and self._is_month(tokens[i - 1]) and _RUN_TOGETHER.fullmatch(tokens[i].low):
            return "date"
        if not tokens[j - 1].low.isdecimal() or not 1 <= number.low <= number.high <= 99 or not _is_whole(number):
            return None
        if number.high > 31:  # 6 FEB 89
            return "date" if i > 1 and tokens[i - 1].low in self._months and _is_day(tokens[i - 2]) else None
        k, b = j, i - 1
        if word_at(tokens, b) == "," and self._is_counting(tokens, j):
            return None  # on June 28, 10 people
        while k + 1 < len(tokens) and tokens[k].low in self._lists and _is_day(tokens[k + 1]):
            k += 2
        while b > 0 and tokens[b].low in self._lists and _is_day(tokens[b - 1]):
            b -= 2
        k += word_at(tokens, k) in self._joints
        b -= b > 0 and tokens[b].low == self._mark
        if not i and word_at(tokens, j) == "," and self._is_year(word_at(tokens, j + 1)):
            return "date"  # its month is on the page before
        after = k < len(tokens) and self._is_month(tokens[k])
        before = b >= 0 and self._is_month(tokens[b])
        return "date" if after or before else None

    def _is_counting(self, tokens: list[Token], j: int) -> bool:
        """True where a word follows a number that neither goes on with a list nor is a month."""
        word = word_at(tokens, j)
        listed = word in self._lists or word in self._joints or word == self._mark
        return word[:1].isalpha() and not listed and not self._is_month(tokens[j])

    def _is_month(self, token: Token) -> bool:
        return token.low in self._months and (token.title or token.low not in self.words.capital_months)

    # 4800 block of | 12 Elm Street
    def _address(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        if j >= len(tokens) or j > i + 1:
            return None
        if tokens[j].low in self._block:
            return "address" if number.low >= 100 else None
        if i and (tokens[i - 1].title or tokens[i - 1].number):
            return None
        for token in tokens[j : j + NEAR + 1]:
            if not token.title or token.number:
                return None
            if token.low in self._streets and token is not tokens[j]:
                return "address"
        return None

    # 22nd | 12people: digits that touch a letter, unless it begins a unit
    def _touching(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        last, after = tokens[number.last - 1], word_at(tokens, number.last)
        touches = last.number and plain[last.end : last.end + 1].isalpha()
        return "name" if touches and after not in self._units else None

    # in 2013 | the 2013 election, but not '2000 people'
    def _year(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        if j > i + 1 or not self._is_year(tokens[i].low):
            return None
        day = i > 1 and tokens[i - 1].number and tokens[i - 2].low in self._months
        if i and (day or tokens[i - 1].low in self._year_before or tokens[i - 1].low in self._months):
            return "year"
        opens = i == 0 and j < len(tokens) and tokens[j].title
        return None if self._counts_people(tokens, j) and not opens else "year"

    # Local 10 NEWS reporter
    def _station(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        """A number in the name of a broadcaster: between capitals, and no plural for people behind it."""
        i, j = number.first, number.last
        if not i or j >= len(tokens) or not (tokens[i - 1].title and tokens[j].title):
            return None
        many = any(token.low in self._people for token in tokens[j : j + NEAR])
        return "name" if tokens[j].low in self.words.stations and not many else None

    # picture 3 OF 8: both numbers of a place in a row
    def _one_of_many(self, tokens: list[Token], number: Number, plain: str) -> str | None:
        i, j = number.first, number.last
        after = j + 1 < len(tokens) and tokens[j].low == "/" and tokens[j + 1].number
        before = i > 1 and tokens[i - 1].low == "/" and tokens[i - 2].number
        return "name" if after or before else None

    def _is_year(self, text: str) -> bool:
        return len(text) == 4 and text.isdecimal() and int(text) in YEARS

    def _counts_people(self, tokens: list[Token], j: int) -> bool:
        for token in tokens[j : j + NEAR]:
            if token.low in self._people:
                return True
            if not token.low[0].isalpha() or token.low in self._small:
                return False
        return False


Test = Callable[[list[Token], Number, str], str | None]
DATE_SIGNS = frozenset("-./")
CLOSING = frozenset(",;.)")


def _people(pack: Pack) -> tuple[frozenset[str], frozenset[str]]:
    """All words for people: their singulars, their plurals."""
    words = pack.read("people", PeopleWords)
    forms = [
        noun_forms(pack, e)
        for e in (*words.persons, *words.combatants, *words.kin, *words.collective, *words.responders)
    ]
    return frozenset(w for ones, _ in forms for w in ones), frozenset(w for _, many in forms for w in many)


def _is_whole(number: Number) -> bool:
    return float(number.low).is_integer() and float(number.high).is_integer()


def _glued(tokens: list[Token], j: int) -> bool:
    return tokens[j].start == tokens[j - 1].end


def _joined_figure(tokens: list[Token], j: int) -> bool:
    """True where a date separator at tokens[j] joins one more number."""
    return j + 1 < len(tokens) and tokens[j].low in DATE_SIGNS and tokens[j + 1].number and _glued(tokens, j)


def _is_time(hour: Token, minute: Token) -> bool:
    """True for two figures that a colon between them makes a time or a length: 6:30, but not 68: 61."""
    if not (_is_day(hour) and minute.low.isdecimal() and len(minute.low) == 2):
        return False
    return hour.end + 1 == minute.start or (int(hour.low) <= 24 and int(minute.low) < 60)


def _over_hanging(tokens: list[Token], k: int) -> int:
    """The token after a hyphen that hangs on a number (14- and 18-year-olds), else token k."""
    hangs = 0 < k < len(tokens) - 1 and tokens[k].low == "-" and _glued(tokens, k) and not _glued(tokens, k + 1)
    return k + 1 if hangs else k


def _is_day(token: Token) -> bool:
    return token.low.isdecimal() and len(token.low) <= 2
