"""Where the counted event happened: places named in a text, and the one that a figure belongs to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import log10

from reconcile.extract.text import Page, Sentence, Token
from reconcile.gazetteer import Gazetteer, Place
from reconcile.gazetteer.folding import fold
from reconcile.language import Pack, WordFile

COUNTRY, FIRST_ORDER, NEAR, EXACT = 6, 4, 2, 1
# How firmly a text ties a place to an event.
HERE, OF, NAMED, TOWARD, ACTOR, FILED, ELSEWHERE = 6, 5, 4, 3, 2, 1, 0
_LARGE = 100_000  # people: known without its country
_LONGEST = 6  # words in a name
_LEAD = 16  # sentences that say what a story is about
_HUGE = 50_000
_FAR = 9  # tokens between a preposition and its name


class PlaceWords(WordFile):
    """places.yaml: how a language says where something happened."""

    at_place: list[str]
    toward: list[str]
    hits: list[str]
    units: dict[str, int]
    parts: list[str]
    facilities: list[str]
    modifiers: list[str]
    directions: list[str]
    fillers: list[str]
    within_names: list[str]
    actors: list[str]
    bodies: list[str]
    tied: list[str]
    reports: list[str]
    speakers: list[str]
    moved: list[str]
    unnamed: list[str]
    lengths: list[str]
    blocks: list[str]
    ordinals: list[str]
    those: list[str]
    saying: list[str]
    articles: list[str]
    events: list[str]
    people: list[str]
    never: list[str]
    wars: list[str]
    since: list[str]
    breaks: list[str]
    small: list[str]
    states: dict[str, str]
    demonyms: dict[str, str]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named at `text[start:end]`; `place` is None where the gazetteer does not know it or cannot choose."""

    start: int
    end: int
    quote: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a counted event, as the text names it, and why it was chosen. All None where the text names none."""

    name: str | None
    place: Place | None
    precision: int | None
    why: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention with what its sentence says of it; `first` and `last` are token indices, `last` beyond the end."""

    mention: PlaceMention
    first: int
    last: int
    precision: int
    link: int
    sentence: int

    @property
    def exactness(self) -> int:
        """0 for a country or more, to 4 for a building or street."""
        return {1: 3, 2: 4, 3: 3, 4: 2, 5: 1}.get(self.precision, 0)


class _Lexicon:
    """The words of places.yaml as sets."""

    def __init__(self, words: PlaceWords):
        self.at_place = frozenset(words.at_place)
        self.toward = frozenset(words.toward)
        self.hits = frozenset(words.hits)
        self.units = words.units
        self.parts = frozenset(words.parts)
        self.facilities = frozenset(words.facilities)
        self.modifiers = frozenset(words.modifiers)
        self.directions = frozenset(words.directions)
        self.fillers = frozenset(words.fillers) | frozenset(words.directions) | frozenset(words.units)
        self.kinds = frozenset(words.units) | self.facilities
        self.within_names = frozenset(words.within_names)
        self.actors = frozenset(words.actors)
        self.bodies = frozenset(words.bodies)
        self.tied = frozenset(words.tied)
        self.reports = frozenset(words.reports)
        self.speakers = frozenset(words.speakers)
        self.moved = frozenset(words.moved)
        self.blocks = frozenset(words.blocks)
        self.ordinals = frozenset(words.ordinals)
        self.those = frozenset(words.those)
        self.saying = frozenset(words.saying)
        self.articles = frozenset(words.articles)
        self.lengths = frozenset(words.lengths)
        self.unnamed = frozenset(words.unnamed)
        self.events = frozenset(words.events)
        self.people = frozenset(words.people)
        self.never = frozenset(words.never) | frozenset(words.demonyms)
        self.wars = frozenset(words.wars)
        self.since = frozenset(words.since)
        self.breaks = frozenset(words.breaks)
        self.small = frozenset(words.small) | self.at_place | self.toward
        self.states = words.states
        self.demonyms = words.demonyms


@cache
def _lexicon(pack: Pack) -> _Lexicon:
    return _Lexicon(pack.read("places", PlaceWords))


class Map:
    """The places of one page. Sentences are searched only when somebody asks."""

    def __init__(self, page: Page, pack: Pack, gazetteer: Gazetteer):
        self._page = page
        self._words = _lexicon(pack)
        self._gazetteer = gazetteer
        self._named: dict[int, list[_Named]] = {}
        self._seen: Counter[str] | None = None
        self._surnames: set[str] = set()
        self._main: list[_Named] | None = None

    def mentions(self, sentence: Sentence) -> list[PlaceMention]:
        """The places that a sentence names, in order."""
        return [named.mention for named in self._names(sentence)]

    def of(self, start: int, end: int) -> Where:
        """The place of the event counted by the figure at `text[start:end]`."""
        sentence = self._page.sentence_at(start)
        if sentence is None:
            return Where(None, None, None, "outside the text")
        at = sentence.token_at(start)
        own = self._own(sentence, at)
        if self._is_war_total(sentence, at, own):
            return self._country(sentence, own)
        unnamed = self._unnamed(sentence, at, own)
        if unnamed is not None:
            where = self._where(unnamed, "named after it is first spoken of")
            beside = own is not None and own.exactness and own.mention.quote not in (where.name or "")
            return replace(where, name=f"{where.name}, {own.mention.quote}") if own and beside else where
        if own is not None and own.exactness < 3 and own.link >= OF and sentence.index < 3:
            return self._within(own)
        if own is not None and (own.exactness or own.link == HERE):
            return self._where(own, "in the sentence")
        carried = self._carried(sentence)
        if carried is None and own is not None:
            return self._where(own, "in the sentence")
        return carried or Where(None, None, None, "no place named")

    def _within(self, wide: _Named) -> Where:
        """The story's exact place, where the lead names no more than the country or province around it."""
        focus, around = self._focus(), wide.mention.place
        plain = self._where(wide, "in the sentence")
        if focus is None or around is None or focus.exactness <= max(wide.exactness, 1):
            return plain
        where = self._where(focus, "the story's place")
        if where.place is None or around.country not in (None, where.place.country):
            return plain
        inside = around.name in (where.place.within, where.place.name)
        if wide.mention.quote in (where.name or "") or not (inside or (wide.exactness < 2 and focus.link >= OF)):
            return plain if not inside else where
        return replace(where, name=f"{where.name}, {wide.mention.quote}")

    def _unnamed(self, sentence: Sentence, at: int, own: _Named | None) -> _Named | None:
        """The name given later to 'a village near Aleppo'."""
        words, lows = self._words, [token.low for token in sentence.tokens]
        if sentence.index > 2 or (own is not None and own.exactness > 3):
            return None
        for i, low in enumerate(lows[:-1]):
            if low not in words.unnamed or not self._is_unnamed(sentence, i):
                continue
            for other in self._page.sentences[sentence.index + 1 : sentence.index + 6]:
                for named in self._names(other):
                    exact = named.link >= OF and named.exactness >= (own.exactness if own else 3)
                    if exact and named.precision < 3 and (own is None or named.mention.quote != own.mention.quote):
                        return named
        return None

    def _is_unnamed(self, sentence: Sentence, i: int) -> bool:
        lows = [token.low for token in sentence.tokens[max(0, i - 5) : i]]
        cut = max((n + 1 for n, low in enumerate(lows) if low in self._words.at_place or low == "the"), default=0)
        lows = lows[cut:]
        named = any(n.first <= i < n.last or n.first == i + 2 and sentence.tokens[i + 1].low == "of" for n in self._names(sentence))
        return not named and (sentence.heading or not self._words.articles.isdisjoint(lows))

    def _own(self, sentence: Sentence, at: int) -> _Named | None:
        """The place that the figure's own sentence gives its event."""
        names = [n for n in self._names(sentence) if not self._is_speakers(sentence, n, at)]
        firm = [n for n in names if n.link >= NAMED]
        if not any(n.exactness for n in firm):
            firm += [n for n in names if n.link == TOWARD and n.exactness > 2]
        return max(firm, key=lambda named: self._fit(sentence, named, at), default=None)

    def _is_speakers(self, sentence: Sentence, named: _Named, at: int) -> bool:
        """True where a verb of saying parts the place from the figure: it is where the speaker is, or comes from."""
        low, high = (at, named.first) if at < named.first else (named.last, at)
        told = any(token.low in self._words.saying for token in sentence.tokens[low:high])
        return told and named.first > 2

    def _fit(self, sentence: Sentence, named: _Named, at: int) -> float:
        """How well a place of the sentence suits the figure at token `at`: firm, exact, near and in its clause."""
        low, high = (at, named.first) if at < named.first else (named.last, at)
        between = [token.low for token in sentence.tokens[low:high]]
        apart = sum(word in self._words.breaks or word == ";" for word in between)
        before = 1.0 if named.last <= at else 0.0
        around = 1.5 if self._holds_another(sentence, named) else 0.0
        return named.link + 1.5 * min(named.exactness, 3.3) - around - 0.12 * len(between) - 1.5 * apart - before

    def _holds_another(self, sentence: Sentence, named: _Named) -> bool:
        """True for the city of 'the Grand Hotel in the city': it only says where the exact place lies."""
        return any(
            0 <= named.first - n.last <= 3 and n.link >= OF and n.exactness >= named.exactness
            for n in self._names(sentence)
            if not self._words.at_place.isdisjoint(t.low for t in sentence.tokens[n.last : named.first])
            or named.first - n.last == 1
        )

    def _is_war_total(self, sentence: Sentence, at: int, own: _Named | None) -> bool:
        """True where the figure is of a whole war: the 26-month conflict, 94,000 dead since 2011."""
        words, lows = self._words, [token.low.removesuffix("'s") for token in sentence.tokens]
        if words.wars & set(lows[at + 1 : at + 7]):
            return True
        told = max((i for i, low in enumerate(lows[:at]) if low in words.saying), default=-1)
        if _is_huge(lows[at : at + 4]) and (own is None or own.exactness < 2) and self._is_of_war():
            return True
        since = any(low in words.since and words.wars & set(lows[i : i + 5]) for i, low in enumerate(lows))
        if own is not None and own.exactness > 1:
            return since
        return since or bool(words.wars & set(lows[told + 1 : at]))

    def _is_of_war(self) -> bool:
        return any(word in self._page.plain for word in self._words.wars)

    def _country(self, sentence: Sentence, own: _Named | None) -> Where:
        """The country of a war: named in the sentence, else the one that the page speaks of most."""
        why = "a war's total"
        named = [n for n in self._names(sentence) if n.precision == COUNTRY and n.link >= NAMED]
        top = next((code for code, _ in self._countries().most_common(1)), None)
        for candidate in named:
            if candidate.mention.place and candidate.mention.place.country == top:
                return self._where(candidate, why)
        place = self._gazetteer.country(top) if top else None
        if place is not None:
            return Where(place.name, place, COUNTRY, why)
        return self._where(own, why) if own else Where(None, None, None, "no place named")

    def _carried(self, sentence: Sentence) -> Where | None:
        """The story's place: one named shortly before the sentence, else the one that the page speaks of most."""
        meant = self._meant(sentence)
        if meant is not None:
            return self._where(meant, "named before")
        for other in self._page.before(sentence, 2):
            firm = [n for n in self._names(other) if n.link >= OF and n.exactness > 1]
            if firm:
                best = max(firm, key=lambda n: (n.exactness, -n.first))
                return self._where(best, "in a sentence before")
        here = [n for n in self._names(sentence) if n.link == HERE and n.exactness > 2]
        if here:
            return self._where(here[0], "in the sentence")
        focus = self._focus()
        return self._where(focus, "the story's place") if focus else None

    def _meant(self, sentence: Sentence) -> _Named | None:
        """The place that 'the village' stands for: the last of its kind before the sentence."""
        words, tokens = self._words, sentence.tokens
        kinds = [b.low for a, b in zip(tokens, tokens[1:], strict=False) if a.low in words.those and b.low in words.kinds]
        for other in self._page.before(sentence, 8) if kinds else ():
            for named in reversed(self._names(other)):
                last = other.tokens[named.last - 1].low
                settled = named.precision == EXACT and words.units.get(kinds[0]) == EXACT
                if named.link >= TOWARD and (last == kinds[0] or settled):
                    return named
        return None

    def _focus(self) -> _Named | None:
        """The place that the page ties to its events most often, the beginning counting most."""
        if self._main is None:
            weights: Counter[str] = Counter()
            first: dict[str, _Named] = {}
            for sentence in self._page.sentences[:_LEAD]:
                for named in self._names(sentence):
                    key = fold(named.mention.quote)
                    weights[key] += _weight(named)
                    first.setdefault(key, named)
                    if first[key].link < named.link:
                        first[key] = named
            self._main = [first[key] for key, weight in weights.most_common() if weight > 0]
        return self._main[0] if self._main else None

    def _where(self, named: _Named, why: str) -> Where:
        """The mention as a place; one that the gazetteer does not know is placed within the one around it."""
        mention = named.mention
        around = None if mention.place else self._around(named)
        if around is None or around.mention.place is None:
            return Where(mention.quote, mention.place, named.precision, why)
        precision = max(named.precision, around.precision, NEAR)
        return Where(f"{mention.quote}, {around.mention.quote}", around.mention.place, precision, why)

    def _around(self, named: _Named) -> _Named | None:
        """The known place that holds an unknown one: named beside it, else the story's."""
        sentence = self._page.sentence_at(named.mention.start)
        beside = [] if sentence is None else [n for n in self._names(sentence) if n.mention.place and n.link >= OF]
        beside = [n for n in beside if n.precision in (EXACT, 3, FIRST_ORDER)]
        if beside:
            return min(beside, key=lambda n: abs(n.first - named.last))
        self._focus()
        return next((n for n in self._main or [] if n.mention.place and n.precision in (EXACT, 3, FIRST_ORDER)), None)

    def _countries(self) -> Counter[str]:
        """How often the page speaks of each country (ISO codes), by its names, people and large towns."""
        if self._seen is None:
            self._seen = Counter()
            for run in _RUN.findall(self._page.plain):
                codes, surname = _codes(self._gazetteer, self._words, run)
                self._seen.update(codes)
                if surname:
                    self._surnames.add(surname)
        return self._seen

    def _names(self, sentence: Sentence) -> list[_Named]:
        if sentence.index not in self._named:
            self._named[sentence.index] = _Search(
                sentence, self._words, self._gazetteer, self._countries(), self._surnames
            ).run()
        return self._named[sentence.index]


# Capitalised words that stand together: New York | South Sudan
_RUN = re.compile(r"[A-Z][\w'.]*(?:[ -][A-Z][\w'.]*)*")


@lru_cache(maxsize=100_000)
def _codes(gazetteer: Gazetteer, words: _Lexicon, run: str) -> tuple[tuple[str, ...], str | None]:
    found: list[str] = []
    parts, i = re.split(r"[ -]", run), 0
    surname = _surname(gazetteer, words, run, parts)
    while i < len(parts):
        for j in range(min(len(parts), i + 4), i, -1):
            name = " ".join(parts[i:j]).removesuffix("'s").rstrip(".")
            low = name.lower()
            if low in words.demonyms:
                found.append(words.demonyms[low])
                break
            places = () if low in words.never else gazetteer.look_up_strictly(name)
            if places and places[0].country and (places[0].precision >= FIRST_ORDER or places[0].population > _LARGE):
                found += [places[0].country] * (2 if places[0].precision == COUNTRY else 1)
                break
        i = max(j, i + 1)
    return tuple(found), surname


def _surname(gazetteer: Gazetteer, words: _Lexicon, run: str, parts: list[str]) -> str | None:
    """The last word of a run that looks like a person's name: Rami Haddad, but not Syrian Idlib or New York."""
    last = parts[-1].lower().removesuffix("'s")
    other = words.never | words.directions | words.bodies | words.facilities | words.small
    if len(parts) < 2 or len(parts) > 4 or not parts[0].istitle() or last in other or last in words.units:
        return None
    first = parts[0].lower()
    place = next(iter(gazetteer.look_up_strictly(parts[0])), None)
    known = place is not None and (place.precision >= FIRST_ORDER or place.population > _LARGE)
    if known or first in other or first in words.units or gazetteer.look_up_strictly(run):
        return None
    return last


def _is_huge(lows: list[str]) -> bool:
    """True for a figure of 50,000 and more.

    >>> _is_huge(["300000", "people"]), _is_huge(["9,400"]), _is_huge(["1.2", "million"])
    (True, False, True)
    """
    digits = [low.replace(",", "") for low in lows]
    return any(low.startswith("million") or (low.isdecimal() and int(low) >= _HUGE) for low in digits)


def _weight(named: _Named) -> float:
    if named.link <= ELSEWHERE:
        return 0.0
    tie = {HERE: 1.0, OF: 0.9, NAMED: 0.6, TOWARD: 0.4, ACTOR: 0.2}.get(named.link, 0.15)
    lead = {0: 2.5, 1: 2.0, 2: 1.5}.get(named.sentence, 1.0)
    return tie * lead * (0.15, 0.4, 0.7, 1.0, 0.9)[named.exactness]


class _Search:
    """One sentence searched for places."""

    def __init__(
        self,
        sentence: Sentence,
        words: _Lexicon,
        gazetteer: Gazetteer,
        countries: Counter[str],
        surnames: set[str],
    ):
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lows = [token.low.removesuffix("'s") for token in self.tokens]
        self.words = words
        self.gazetteer = gazetteer
        self.countries = countries
        self.surnames = surnames
        self.flat = sentence.shouting or self._is_headline()
        self.found: list[_Named] = []

    def run(self) -> list[_Named]:
        """Every place named, in order."""
        i, stop = 0, self._stop()
        while i < stop:
            if self._is_block(i):
                i = self._add_block(i)
            elif self._begins(i):
                end = min(self._run_end(i), stop)
                self._read_run(i, end)
                i = end
            else:
                i += 1
        return self.found

    def _stop(self) -> int:
        """Where a title's own words end and the name of the outlet begins: Ten shot in Brookdale - KXYZ News 5."""
        if self.sentence.index > 1 or self.sentence.shouting or not (self.flat or self.sentence.heading):
            return len(self.tokens)
        for i, low in enumerate(self.lows):
            if low in ("|", "-", "--") and self._apart(i) and not self.words.bodies.isdisjoint(self.lows[i:]):
                return i
        return len(self.tokens)

    def _is_headline(self) -> bool:
        """True where nearly all long words have capitals."""
        long = [t.title for t in self.tokens if len(t.low) > 4 and t.low.isalpha()]
        return len(long) > 2 and sum(long) > 0.7 * len(long)

    def _begins(self, i: int) -> bool:
        token = self.tokens[i]
        if token.title and not token.number:
            return token.low not in self.words.small
        return token.low in self.words.within_names and self._next_is_title(i + 1)

    def _next_is_title(self, i: int) -> bool:
        while i < len(self.tokens) and self.lows[i] == "-":
            i += 1
        return i < len(self.tokens) and self.tokens[i].title and not self.tokens[i].number

    def _run_end(self, start: int) -> int:
        """One past the last token of the capitalised run that begins at `start`."""
        i = start + 1
        while i < len(self.tokens) and self._gap(i) in ("", " "):
            low, token = self.lows[i], self.tokens[i]
            joins = low in self.words.within_names or low == "-"
            if token.title and not token.number and not (self.flat and low in self.words.small):
                i += 1
            elif joins and (self._next_is_title(i + 1) or (low == "-" and self._next_is_article(i + 1))):
                i += 1
            else:
                break
        return i

    def _next_is_article(self, i: int) -> bool:
        return i < len(self.tokens) and self.lows[i] in self.words.within_names and self._next_is_title(i + 1)

    def _gap(self, i: int) -> str:
        return self.sentence.page.plain[self.tokens[i - 1].end : self.tokens[i].start].replace("\n", " ")

    def _apart(self, i: int) -> bool:
        """True for a sign with a space on either side."""
        return 0 < i < len(self.tokens) - 1 and bool(self._gap(i)) and bool(self._gap(i + 1))

    def _surface(self, first: int, last: int) -> str:
        return self.sentence.page.plain[self.tokens[first].start : self.tokens[last - 1].end]

    def _read_run(self, start: int, end: int) -> None:
        """Find the places in one capitalised run."""
        known = self._known(start, end)
        if not self.flat and end - start > 1 and self.lows[end - 1] in self.words.bodies:
            for first, last, places in known:
                self._add(first, last, places, None, ACTOR)
            return
        head = self._head(start, end)
        if head is not None and self._add_headed(start, end, head, known):
            return
        if not known:
            self._add_unknown(start, end)
            return
        for first, last, places in known:
            if first == start and self._is_named_after(first):
                self._add(first - 2, last, (), NEAR)
            elif self._holds(start, end, first, last, places):
                self._add(first, last, places, None)

    def _is_block(self, i: int) -> bool:
        """True at the second word of '300 block of' and of 'at 22 nd and Grand'."""
        if not i or not self.tokens[i - 1].number:
            return False
        crossing = self.lows[i] in self.words.ordinals and not self._gap(i) and i > 1
        return self.lows[i] in self.words.blocks or (crossing and self.lows[i - 2] in self.words.at_place)

    def _add_block(self, i: int) -> int:
        """Add '300 block of N. 38th Street', whose block stands at token `i`; one past its end."""
        end = i + (2 if self.lows[i] in self.words.blocks else 1)
        if self.lows[end : end + 1] == ["and"] and self._next_is_title(end + 1):
            end += 1
        first = end
        while end < len(self.tokens) and (self.tokens[end].title or self.tokens[end].number or not self._gap(end)):
            if self.lows[end] == ",":
                break
            end += 1
        if end > first:
            self._add(i - 1, end, (), NEAR)
        return max(end, i + 1)

    def _is_named_after(self, first: int) -> bool:
        """True for the University of X."""
        if first < 2 or self.lows[first - 1] != "of" or not self.tokens[first - 2].title:
            return False
        return self.lows[first - 2] in self.words.facilities

    def _known(self, start: int, end: int) -> list[tuple[int, int, tuple[Place, ...]]]:
        """Names of the gazetteer in the run: the longest at each point."""
        found, i = [], start
        while i < end:
            for j in range(min(end, i + _LONGEST), i, -1):
                places = self._look_up(i, j)
                if places:
                    found.append((i, j, places))
                    break
            i = j if places else i + 1
        return found

    def _look_up(self, first: int, last: int) -> tuple[Place, ...]:
        low = self.lows[first].removesuffix("'s")
        if last == first + 1 and (low in self.words.never or low in self.words.small):
            return ()
        if last == first + 1 and self._is_head(first):
            return ()
        if self.lows[last - 1] in self.words.within_names or self.lows[first] == "-" or self.lows[last - 1] == "-":
            return ()
        name = self._surface(first, last).removesuffix("'s").removesuffix("'S")
        found = self.gazetteer.look_up_strictly(name)
        if not found and not self.flat and len(name) > 4 and self._is_placed(first):
            loose = self.gazetteer.look_up(name)
            found = tuple(p for p in loose if p.country and self.countries[p.country] > 1)
        if not found and name.endswith("s") and len(name) > 4:
            found = tuple(p for p in self.gazetteer.look_up_strictly(name[:-1]) if p.precision >= 4 or p.population > _LARGE)
        return found

    def _is_placed(self, first: int) -> bool:
        """True where the words before say that a place follows."""
        return self._before(first) == HERE or self._unit_before(first) is not None

    def _head(self, start: int, end: int) -> int | None:
        """Index of the word that says what kind of place the run names: in the run or just after it."""
        for i in range(start + 1, end):
            if i + 1 < len(self.tokens) and self.lows[i + 1] == "of":
                continue
            if self._is_head(i) and (i + 1 >= end or self.lows[i + 1] not in self.words.bodies):
                return i
        if end + 1 < len(self.tokens) and self._gap(end) == " " and self.lows[end] in self.words.modifiers:
            end += 1
        if end < len(self.tokens) and self._gap(end) == " " and self._is_head(end):
            return None if end + 1 < len(self.tokens) and self.lows[end + 1] == "of" else end
        return None

    def _is_head(self, i: int) -> bool:
        return self.lows[i] in self.words.facilities or self.lows[i] in self.words.units

    def _add_headed(self, start: int, end: int, head: int, known: list[tuple[int, int, tuple[Place, ...]]]) -> bool:
        """Add 'Idlib province' or 'Kraft Foods plant'; False where it is neither."""
        low, last = self.lows[head], head + 1
        before = [k for k in known if k[1] == head]
        wide = before and before[-1][0] == start and before[-1][2][0].precision >= FIRST_ORDER
        if wide and low in self.words.facilities and head >= end:
            return False  # an Ohio home
        if before and before[-1][2][0].precision == COUNTRY and self.words.units.get(low, 5) < 5:
            return False  # an eastern Syria city
        if low in self.words.units and before:
            for first, stop, places in known:
                if stop < head:
                    self._add(first, stop, places, None)
            self._add(before[-1][0], last, before[-1][2], self.words.units[low])
        elif low in self.words.facilities or not self.flat:
            if self.flat and not before:
                return False
            first = before[-1][0] if self.flat else start
            if all(word in self.words.never or word in self.words.small for word in self.lows[first:head]):
                return False
            if head >= end and low not in self.words.units and any(w in self.words.never for w in self.lows[first:head]):
                return False
            whole = self._look_up(first, last)
            self._add(first, last, whole, self.words.units.get(low, NEAR))
        else:
            return False
        if last < end and self._known(last, end):
            self._read_run(last, end)
        return True

    def _add_unknown(self, start: int, end: int) -> None:
        """Add a name that the gazetteer does not hold, where the words around it say that it is a place."""
        lows = self.lows[start:end]
        if self.flat or end - start > 5 or any(word in self.words.never for word in lows) or max(map(len, lows)) < 3:
            return
        if all(self._is_head(i) or self.lows[i] in self.words.directions for i in range(start, end)):
            return  # the Gulf
        unit = self._unit_before(start)
        if unit is None and start > 1 and self.tokens[start - 2].title:
            return  # Aid to the Church in Need
        if end == start + 1 and self.sentence.text[self.tokens[start].start - self.sentence.start :][:4].isupper():
            return  # YPG
        if unit is not None or self._before(start) == HERE:
            self._add(start, end, (), unit or EXACT)

    def _unit_before(self, first: int) -> int | None:
        """Precision of the kind of place named before: town of, villages of, the town (X)."""
        i = first - 1
        if i >= 0 and self.lows[i] == "of":
            i -= 1
        return self.words.units.get(self.lows[i]) if i >= 0 else None

    def _holds(self, start: int, end: int, first: int, last: int, places: tuple[Place, ...]) -> bool:
        """True where the run's other words, the page and the words before do not speak for a person or a body."""
        place = places[0]
        if self.sentence.shouting and end - start > last - first and not self._is_placed(first):
            return place.precision == COUNTRY
        if place.precision >= FIRST_ORDER or place.population > 5 * _LARGE:
            return True
        placed = self._before(first) == HERE or self._unit_before(first) is not None or self._state_after(last, places)
        known = any(p.country and self.countries[p.country] for p in places)
        if placed and not known and sum(self.countries.values()) > 2 and place.population < _LARGE:
            return bool(self._state_after(last, places))
        if placed and not (self.flat and last == first + 1 and len(self.lows[first]) < 4):
            return True
        if self.lows[last - 1].removesuffix("'s") in self.surnames or self._is_common(first, last):
            return False
        if self.sentence.shouting:
            return place.population > _LARGE
        if self.flat:
            return known or place.population > _LARGE
        fine = self.words.never | self.words.directions | self.words.within_names | frozenset(self.words.units)
        others = [w for w in self.lows[start:first] + self.lows[last:end] if w.isalpha() and w not in fine]
        return not others and (known or (place.population > _LARGE and first > 0))

    def _is_common(self, first: int, last: int) -> bool:
        """True for a single word that the page also writes small: Regime, Twin."""
        if last > first + 1 or self.sentence.shouting:
            return False
        return bool(re.search(rf"\b{re.escape(self.lows[first])}\b", self.sentence.page.plain))

    def _add(
        self, first: int, last: int, places: tuple[Place, ...], unit: int | None, link: int | None = None
    ) -> None:
        """Add a mention, with the directions that belong to its name."""
        begin = self._widen(first)
        if last < len(self.tokens) and self.lows[last] in self.words.parts and self._gap(last) == " ":
            last, unit = last + 1, unit or NEAR
        place = self._choose(places, unit or self._unit_before(first), last)
        precision = unit or (place.precision if place else places[0].precision if places else EXACT)
        if begin < first and precision == EXACT:
            precision = NEAR
        start, end = self.tokens[begin].start, self.tokens[last - 1].end
        quote = self.sentence.page.text[start:end]
        bare = self._bare(quote)
        quote, end = quote[:bare], start + bare
        tie = self._link(begin, last) if link is None else link
        if tie == ACTOR and self.found and self.lows[self.found[-1].last : begin] in (["and"], [","]):
            self.found[-1] = replace(self.found[-1], link=min(ACTOR, self.found[-1].link))
        self.found.append(_Named(PlaceMention(start, end, quote, place), begin, last, precision, tie, self.sentence.index))

    def _bare(self, quote: str) -> int:
        """Length of the name without its genitive: Homs's, Aleppos."""
        if quote[-2:].lower() in ("'s", "’s"):
            return len(quote) - 2
        lost = quote.endswith("s") and not self.gazetteer.look_up_strictly(quote)
        return len(quote) - 1 if lost and self.gazetteer.look_up_strictly(quote[:-1]) else len(quote)

    def _widen(self, first: int) -> int:
        """Where the name begins with its directions: eastern Aleppo, north of Raqqa."""
        i = first
        if i >= 2 and self.lows[i - 1] == "of" and self.lows[i - 2] in self.words.directions:
            i -= 2
        while i >= 1 and self.lows[i - 1] in self.words.directions and self._gap(i) == " ":
            i -= 1
        return i

    def _choose(self, places: tuple[Place, ...], unit: int | None, last: int) -> Place | None:
        """The place meant among those of one name, by what kind it is and which countries the page speaks of."""
        if not places:
            return None
        if unit is not None and unit >= FIRST_ORDER:
            places = tuple(p for p in places if p.precision >= FIRST_ORDER) or places
        elif unit is not None:
            places = tuple(p for p in places if p.precision < FIRST_ORDER) or places
        state = self._state_after(last, places)
        if state:
            places = tuple(p for p in places if state in (p.within, p.name)) or places
        ranked = sorted(places, key=self._likelihood, reverse=True)
        if len(ranked) > 1 and ranked[0].country != ranked[1].country:
            first, second = self._likelihood(ranked[0]), self._likelihood(ranked[1])
            if first - second < 0.5 and ranked[0].precision < FIRST_ORDER:
                return None
        return ranked[0]

    def _likelihood(self, place: Place) -> float:
        seen = self.countries[place.country] if place.country else 0
        return 1.5 * min(seen, 6) + log10(place.population + 1000) + {COUNTRY: 0.7, FIRST_ORDER: -0.6}.get(place.precision, 0)

    def _state_after(self, last: int, places: tuple[Place, ...]) -> str | None:
        """The first-order unit named after a comma, where one of the places lies in it: Millville, Ga."""
        if last + 1 >= len(self.tokens) or self.lows[last] != ",":
            return None
        state = self.words.states.get(self.lows[last + 1])
        for end in range(min(last + 3, len(self.tokens)), last + 1, -1):
            state = state or next((p.within for p in places if p.within and self._surface(last + 1, end) == p.within), None)
        return state if any(p.within == state for p in places) else None

    def _link(self, first: int, last: int) -> int:
        """How the words around the tokens tie a place named there to what happened."""
        after = self._after(first, last)
        return self._before(first) if after is None else after

    def _before(self, first: int) -> int:
        """The tie that the words before the name make."""
        i, words = first - 1, self.words
        while i >= 0 and first - i <= _FAR:
            low = self.lows[i]
            if low in words.hits:
                return HERE
            if low in words.at_place:
                return self._at_place(i)
            if low in words.toward and self._is_measured(i):
                return ACTOR
            if low in words.toward and not (low in ("of", "to") and i and self._is_part(i - 1)):
                if i and self.lows[i - 1] in words.moved:
                    return ELSEWHERE
                return HERE if i and self.lows[i - 1] in words.events else TOWARD
            if low == "of" and i and self.lows[i - 1] in words.directions:
                return HERE
            if low in (",", "and", "or", "&") and self.found and self.found[-1].last == i:
                return self.found[-1].link
            if low not in words.fillers and low != "to" and low not in words.demonyms and not self.tokens[i].low.endswith("'s"):
                break
            i -= 1
        if self.found and self.found[-1].last == i + 1:
            return max(OF, self.found[-1].link)
        return OF if self._unit_before(first) is not None else NAMED

    def _is_measured(self, i: int) -> bool:
        """True for the preposition of a distance: 162 kilometres north of."""
        return not self.words.lengths.isdisjoint(self.lows[max(0, i - 3) : i])

    def _is_part(self, i: int) -> bool:
        return self._is_head(i) or self.lows[i] in self.words.directions or self.lows[i] in self.words.fillers

    def _after(self, first: int, last: int) -> int | None:
        """The tie that the words after the name make, where they decide."""
        words, following = self.words, self.lows[last : last + 3]
        if self._is_dateline(first, last):
            return FILED
        if following[:1] == ["-"] and len(following) > 1 and following[1] in words.tied:
            return ELSEWHERE
        if not following:
            return None
        if following[0] in words.events or (len(following) > 1 and following[1] in words.events):
            return HERE if following[0] not in (",", ".") else None
        if following[0] in words.actors:
            return ACTOR
        if following[0] in words.saying and self._before(first) != HERE:
            return ACTOR
        if following[0] in words.people:
            return ACTOR
        return None

    def _is_dateline(self, first: int, last: int) -> bool:
        """True for the place a report was filed from: BEIRUT (Reuters) -"""
        page, token = self.sentence.page, self.tokens[first]
        if self.sentence.shouting and self.sentence.index < 2:
            return "--" in self.lows[last : last + 25] and "--" not in self.lows[:first]
        if not self.flat and self._surface(first, last).isupper() and last - first < 3 and len(self.lows[first]) > 3:
            return True
        if token.start - self.sentence.start > 3:
            return False
        tail = page.plain[self.tokens[last - 1].end : self.sentence.end][:60]
        return bool(_FILED.match(tail))

    def _at_place(self, i: int) -> int:
        """The tie of a preposition of place: none where something was said there or the hurt were taken there."""
        before = self.lows[max(0, i - 4) : i]
        speakers = self.words.speakers | self.words.actors
        if i and (self.lows[i - 1] in speakers or ("of" in before and not speakers.isdisjoint(before))):
            return ACTOR
        if any(low in self.words.reports for low in before):
            return ELSEWHERE
        return ACTOR if any(low in self.words.moved for low in before) else HERE


# What follows the place in a dateline: (Reuters) - | , Va. - | , 12 JAN 90 (EFE) --
_FILED = re.compile(r"[^a-z\n]{0,24}(?:\([^)]*\)[^a-z]{0,4})?(?:--|\s-\s|\u2014)|[^\n]{0,20}\([^)]*\)\s*-")
