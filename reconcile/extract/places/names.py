"""Finds the places in a sentence: names in the gazetteer, buildings, streets, and names not in the gazetteer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import log10

from reconcile.extract.places.signs import area
from reconcile.extract.places.ties import ACTOR, HERE, Named, PlaceMention, Ties
from reconcile.extract.places.words import LARGE, PlaceWords
from reconcile.gazetteer import COUNTRY, EXACT, FIRST_ORDER, LARGER_AREA, NEAR, SECOND_ORDER, Gazetteer, Place
from reconcile.text.document import Sentence

_LONGEST = 6  # words in a name from the gazetteer
_LONGEST_UNKNOWN = 5
_TOWN = 20_000  # people: a smaller town's name may be a person's, unless the document mentions its region
_SURE = 0.5  # how much likelier, in powers of ten of people, one of two places of one name must be

Known = tuple[int, int, tuple[Place, ...]]


class Search:
    """One sentence searched for places. `spoken_of` and `surnames` come from Evidence."""

    def __init__(
        self,
        sentence: Sentence,
        words: PlaceWords,
        gazetteer: Gazetteer,
        spoken_of: Counter[str],
        surnames: set[str],
    ):
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lows = words.bares(sentence)
        self.words = words
        self.gazetteer = gazetteer
        self.spoken_of = spoken_of
        self.surnames = surnames
        self.flat = sentence.shouting or self._is_headline()
        self.ties = Ties(sentence, self.lows, words, self.flat)
        self.found: list[Named] = []

    def run(self) -> list[Named]:
        """Every place in the sentence, in order."""
        tokens, lows, openers = self.tokens, self.lows, self.words.openers
        i, stop = 0, self._stop()
        while i < stop:
            if not tokens[i].title and lows[i] not in openers:
                i += 1
            elif self._is_address(i):
                i = self._add_address(i)
            elif self._begins(i):
                end = min(self._run_end(i), stop)
                self._read_run(i, end)
                i = end
            else:
                i += 1
        return self.found

    def _is_headline(self) -> bool:
        """True where nearly all long words have capitals, so that a capital does not mark a name."""
        words = zip(self.tokens, self.sentence.lows, strict=True)
        long = [token.title for token, low in words if len(low) > 4 and low.isalpha()]
        return len(long) > 2 and sum(long) > 0.7 * len(long)

    def _stop(self) -> int:
        """The end of a title's own words, before the name of the outlet: Ten shot in Brookdale - KXYZ News 5."""
        title = self.sentence.index < 2 and (self.flat or self.sentence.heading)
        if not title or self.sentence.shouting:
            return len(self.tokens)
        for i, low in enumerate(self.lows):
            if low in ("|", "-", "--") and self._stands_apart(i) and not self.words.bodies.isdisjoint(self.lows[i:]):
                return i
        return len(self.tokens)

    # Runs of capitalised words

    def _begins(self, i: int) -> bool:
        token = self.tokens[i]
        if token.title and not token.number:
            return token.low not in self.words.lowly
        return token.low in self.words.within_names and self._is_name(i + 1)

    def _run_end(self, start: int) -> int:
        """One past the last token of the capitalised run that begins at `start`."""
        i = start + 1
        while i < len(self.tokens) and self._gap(i) in ("", " "):
            low, token = self.lows[i], self.tokens[i]
            small = self.flat and low in self.words.lowly
            joins = low == "-" or low in self.words.within_names
            if not (token.title and not token.number and not small) and not (joins and self._is_name(i + 1)):
                break
            i += 1
        return i

    def _is_name(self, i: int) -> bool:
        """True where token `i` begins a capitalised word, also after hyphens or one article (al-)."""
        articles = 0
        while i < len(self.tokens) and (self.lows[i] == "-" or self.lows[i] in self.words.within_names):
            if self.tokens[i].title:
                return True
            articles += self.lows[i] != "-"
            i += 1
        return articles < 2 and i < len(self.tokens) and self.tokens[i].title and not self.tokens[i].number

    def _gap(self, i: int) -> str:
        """The text between token `i` and the one before it."""
        gap = self.sentence.document.plain[self.tokens[i - 1].end : self.tokens[i].start]
        return gap.replace("\n", " ") if "\n" in gap else gap

    def _stands_apart(self, i: int) -> bool:
        """True for a sign with a space on either side."""
        return 0 < i < len(self.tokens) - 1 and bool(self._gap(i)) and bool(self._gap(i + 1))

    def _surface(self, first: int, last: int) -> str:
        return self.sentence.document.plain[self.tokens[first].start : self.tokens[last - 1].end]

    def _low_at(self, i: int) -> str:
        return self.lows[i] if 0 <= i < len(self.lows) else ""

    # Reading a run

    def _read_run(self, start: int, end: int) -> None:
        """Find the places in one capitalised run."""
        known = self._known(start, end)
        if not self.flat and end - start > 1 and self.lows[end - 1] in self.words.bodies:
            for first, last, places in known:
                self._add(first, last, places, tie=ACTOR)
            return
        head = self._head(start, end)
        if head is not None and self._add_headed(start, end, head, known):
            return
        if not known:
            self._add_unknown(start, end)
        for first, last, places in known:
            if first == start and self._is_named_after(first):
                self._add(first - 2, last, (), NEAR)
            elif self._holds(start, end, first, last, places):
                self._add(first, last, places)
            elif (first, last) == (start, end) and not self.flat and not self._is_common(first, last):
                self._add_unknown(start, end)  # killed in X: a place, though none of this name that is known

    def _known(self, start: int, end: int) -> list[Known]:
        """Names from the gazetteer in the run: the longest at each position."""
        found, i = [], start
        while i < end:
            step = 1
            for j in range(min(end, i + _LONGEST), i, -1):
                places = self._look_up(i, j)
                if places:
                    found.append((i, j, places))
                    step = j - i
                    break
            i += step
        return found

    def _look_up(self, first: int, last: int) -> tuple[Place, ...]:
        low, words = self.lows[first], self.words
        if last == first + 1 and low in words.alone:
            return ()
        if low == "-" or self.lows[last - 1] == "-" or self.lows[last - 1] in words.within_names:
            return ()
        name = words.bare(self._surface(first, last))
        found = self.gazetteer.look_up_strictly(name)
        if not found and low in words.within_names and self._low_at(first + 1) == "-":
            found = self.gazetteer.look_up_strictly(words.bare(self._surface(first + 2, last)))
        if not found and not self.flat and len(name) > 4 and self.ties.is_placed(first, self._previous()):
            found = tuple(p for p in self.gazetteer.look_up(name) if p.country and self.spoken_of[p.country] > 1)
        if not found and len(name) > 4 and (owner := words.owner(name)):
            found = tuple(p for p in self.gazetteer.look_up_strictly(owner) if _is_large(p))
        return found

    def _previous(self) -> tuple[int, int] | None:
        return (self.found[-1].last, self.found[-1].tie) if self.found else None

    def _head(self, start: int, end: int) -> int | None:
        """Index of the word for the kind of place, in the run or just after it."""
        for i in range(start + 1, end):
            body = i + 1 < end and self.lows[i + 1] in self.words.bodies
            if self.lows[i] in self.words.kinds and not body and not self._names_next(i):
                return i
        if end + 1 < len(self.tokens) and self._gap(end) == " " and self.lows[end] in self.words.modifiers:
            end += 1
        after = end < len(self.tokens) and self._gap(end) == " " and self.lows[end] in self.words.kinds
        return end if after and not self._names_next(end) else None

    def _names_next(self, head: int) -> bool:
        """True for the Ghouta city of Douma, not the Qusour district of Homs: the kind is that of the next name."""
        settled = self.words.units.get(self.lows[head]) in (None, EXACT, FIRST_ORDER)
        return settled and self._low_at(head + 1) in self.words.of

    def _add_headed(self, start: int, end: int, head: int, known: list[Known]) -> bool:
        """Add 'Idlib province' or 'Kraft Foods plant'; False where the run with its head is neither."""
        unit = self.words.units.get(self.lows[head])
        before = next((k for k in known if k[1] == min(head, end)), None)
        if before is not None and self._only_lies_in(before, start, head, end):
            return False
        if unit is not None and before is not None:
            for first, last, places in known:
                if last < head:
                    self._add(first, last, places)
            self._add(before[0], head + 1, before[2], unit)
        elif self._is_named_kind(start, end, head, before):
            first = before[0] if before is not None and self.flat else start
            self._add(first, head + 1, self._look_up(first, head + 1), unit or NEAR)
        else:
            return False
        if self._known(head + 1, end):
            self._read_run(head + 1, end)
        return True

    def _only_lies_in(self, before: Known, start: int, head: int, end: int) -> bool:
        """True for an Ohio home, an eastern Syria city, the Homs district of Baba Amr: the name is the area around."""
        place, unit = before[2][0], self.words.units.get(self.lows[head])
        if self._low_at(head + 1) in self.words.of and _is_large(place):
            return True
        if unit is None:
            vague = place.precision >= FIRST_ORDER or self._low_at(start - 1) in self.words.articles
            return head >= end and before[0] == start and vague
        return place.precision == COUNTRY and unit < LARGER_AREA

    def _is_named_kind(self, start: int, end: int, head: int, before: Known | None) -> bool:
        """True where the words before the head form a name with it."""
        if self.flat and before is None:
            return False
        names = self.lows[before[0] if before is not None and self.flat else start : head]
        if all(word in self.words.nameless or word in self.words.lowly for word in names):
            return False
        return head < end or self.lows[head] in self.words.units or self.words.nameless.isdisjoint(names)

    def _is_named_after(self, first: int) -> bool:
        """True for the University of X."""
        if self._low_at(first - 1) not in self.words.of or first < 2:
            return False
        return self.tokens[first - 2].title and self.lows[first - 2] in self.words.facilities

    def _add_unknown(self, start: int, end: int) -> None:
        """Add a name that is not in the gazetteer, where the words around it show that it is a place."""
        lows, words = self.lows[start:end], self.words
        unit = self.ties.unit_before(start)
        if end - start > _LONGEST_UNKNOWN or max(map(len, lows)) < 3:
            return
        if all(low in words.kinds or low in words.directions or low in words.nameless for low in lows):
            return  # the Gulf
        if self.flat:  # capitals do not mark names: only 'the town of X' is sure
            sure = unit is not None and end - start <= 2 and self._low_at(start - 1) in words.of
        elif unit is None:
            sure = self.ties.before(start, self._previous()) == HERE and not self._is_other(start, end)
        else:
            sure = True
        if sure:
            self._add(start, end, (), unit or EXACT)

    def _is_other(self, start: int, end: int) -> bool:
        """True for on Black Friday, at the YPG, the Church in Need."""
        single = end == start + 1 and self._surface(start, end)[:4].isupper()
        return (
            single
            or not self.words.nameless.isdisjoint(self.lows[start:end])
            or (start > 1 and self.tokens[start - 2].title)
        )

    # Addresses

    def _is_address(self, i: int) -> bool:
        """True at the second word of '300 block of Oak Street' and of 'at 22nd and Grand'."""
        if not i or not self.tokens[i - 1].number:
            return False
        street = self.lows[i] in self.words.ordinals and not self._gap(i) and self._low_at(i - 2) in self.words.at_place
        return street or self.lows[i] in self.words.blocks

    def _add_address(self, i: int) -> int:
        """Add the address whose second word is token `i`; returns the index after its end."""
        first = end = i + (2 if self.lows[i] in self.words.blocks else 1)
        if self._low_at(end) in self.words.joins and self._is_name(end + 1):
            first = end = end + 1
        while end < len(self.tokens) and (self.tokens[end].title or self.tokens[end].number or self._is_glued(end)):
            end += 1
        while end > first and not self.lows[end - 1].isalnum():
            end -= 1
        if end > first:
            self._add(i - 1, end, (), NEAR)
        return max(end, i + 1)

    def _is_glued(self, i: int) -> bool:
        """True for the point of N. and the ending of 38th."""
        return not self._gap(i) and (self.lows[i] == "." or self.lows[i] in self.words.ordinals)

    # Doubt

    def _holds(self, start: int, end: int, first: int, last: int, places: tuple[Place, ...]) -> bool:
        """True where nothing in the run, the document or the words before makes it a person's name or a common word."""
        places = self._shown(places, self.ties.unit_before(first))
        if not places:
            return False
        place = places[0]
        placed = self.ties.is_placed(first, self._previous())
        if self.sentence.shouting and end - start > last - first and not placed:
            return place.precision == COUNTRY
        named = start < first and self.lows[last - 1] in self.surnames and not placed  # Dontay JORDAN
        if (place.precision >= FIRST_ORDER and not named) or self._state_after(last, places):
            return True
        known = any(p.country and self.spoken_of[p.country if p.population >= _TOWN else area(p)] for p in places)
        seen = any(p.country and self.spoken_of[p.country] for p in places)
        person = self.lows[last - 1] in self.surnames and not placed
        if place.population > 5 * LARGE:
            return seen or not person
        if placed and not seen and self.spoken_of.total() > 2 and place.population < LARGE:
            return False
        if placed and not (self.flat and last == first + 1 and len(self.lows[first]) < 4):
            return True
        if person or self._is_common(first, last):
            return False
        if self.flat:
            return place.population > LARGE or (known and not self.sentence.shouting)
        return self._stands_alone(start, end, first, last) and (known or (place.population > LARGE and first > 0))

    def _shown(self, places: tuple[Place, ...], unit: int | None) -> tuple[Place, ...]:
        """Those of the places that the text shows: by the name alone, by its kind beside it, or by their country."""
        return tuple(p for p in places if p.plain or unit is not None or self.spoken_of[p.country or ""])

    def _stands_alone(self, start: int, end: int, first: int, last: int) -> bool:
        """True where the run contains no other name."""
        others = (low for low in self.lows[start:first] + self.lows[last:end] if low.isalpha())
        words = self.words
        return all(
            low in words.nameless or low in words.directions or low in words.within_names or low in words.units
            for low in others
        )

    def _is_common(self, first: int, last: int) -> bool:
        """True for a single word that the document also writes in lower case: Regime, Twin."""
        return (
            last == first + 1 and not self.sentence.shouting and f" {self.lows[first]} " in self.sentence.document.plain
        )

    # Adding

    def _add(
        self, first: int, last: int, places: tuple[Place, ...], unit: int | None = None, tie: int | None = None
    ) -> None:
        """Add a mention, with the direction words that belong to its name."""
        begin = self._widen(first)
        if self._low_at(last) in self.words.parts and self._gap(last) == " ":
            last, unit = last + 1, unit or NEAR
        unit_named = unit or self.ties.unit_before(first)
        place = self._choose(self._shown(places, unit_named), unit_named, last)
        precision = unit or ((place or places[0]).precision if places else EXACT)
        if begin < first and precision == EXACT:
            precision = NEAR
        start = self.tokens[begin].start
        quote = self._bare(self.sentence.document.text[start : self.tokens[last - 1].end])
        if tie is None:
            tie = self.ties.tie(begin, last, self._previous())
        if tie == ACTOR:
            self._loosen(begin)
        mention = PlaceMention(start, start + len(quote), quote, place)
        self.found.append(Named(mention, begin, last, precision, tie, self.sentence.index, places))

    def _loosen(self, begin: int) -> None:
        """Give the name before an actor the actor's tie as well: X and Y officials."""
        if self.found and self.found[-1].last == begin - 1 and self.lows[begin - 1] in self.words.joins:
            self.found[-1] = replace(self.found[-1], tie=min(ACTOR, self.found[-1].tie))

    def _bare(self, quote: str) -> str:
        """The name without its genitive: Homs's, Aleppos."""
        plain = self.words.bare(quote.translate(_PLAIN))
        quote = quote[: len(plain)]
        owner = None if self.gazetteer.look_up_strictly(plain) else self.words.owner(plain)
        return quote[: len(owner)] if owner and self.gazetteer.look_up_strictly(owner) else quote

    def _widen(self, first: int) -> int:
        """The first token of the name with its directions: eastern Aleppo, north of Raqqa."""
        i, directions = first, self.words.directions
        if self._low_at(i - 1) in self.words.of and self._low_at(i - 2) in directions:
            i -= 2
        while self._low_at(i - 1) in directions and self._gap(i) == " " and self._is_direction(i - 1):
            i -= 1
        return i

    def _is_direction(self, i: int) -> bool:
        """True for a direction word, or a capital that abbreviates one: S China."""
        return len(self.lows[i]) > 2 or self.tokens[i].title

    def _choose(self, places: tuple[Place, ...], unit: int | None, last: int) -> Place | None:
        """The place meant among several of one name: by kind, the state named after it, the document's countries."""
        if unit is not None:
            places = tuple(p for p in places if (p.precision >= FIRST_ORDER) == (unit >= FIRST_ORDER)) or places
        state = self._state_after(last, places)
        if state:
            places = tuple(p for p in places if p.within == state)
        elif unit == SECOND_ORDER:  # a county is not the town of its name in another state
            places = tuple(p for p in places if not p.within or self.spoken_of[area(p)])
        if len(places) < 2:
            return places[0] if places else None
        ranked = sorted(places, key=self._likelihood, reverse=True)
        if ranked[0].country != ranked[1].country and ranked[0].precision < FIRST_ORDER:
            doubt = self._likelihood(ranked[0]) - self._likelihood(ranked[1]) < _SURE
            return None if doubt else ranked[0]
        return ranked[0]

    def _likelihood(self, place: Place) -> float:
        seen = self.spoken_of.get(place.country, 0) if place.country else 0
        rank = _RANKS.get(place.precision, 0.0)
        around = min(self.spoken_of.get(area(place), 0), 4) if place.within else 0
        return 1.5 * min(seen, 6) + around + log10(place.population + 1000) + rank

    def _state_after(self, last: int, places: tuple[Place, ...]) -> str | None:
        """The first-order unit named after a comma, where one of the places is in it: Millville, Ga."""
        if self._low_at(last) != "," or last + 1 >= len(self.tokens):
            return None
        names = {self.words.states.get(self.lows[last + 1])}
        names |= {self._surface(last + 1, end) for end in range(last + 2, min(last + 3, len(self.tokens)) + 1)}
        return next((p.within for p in places if p.within and p.within in names), None)


_RANKS = {COUNTRY: 0.7, FIRST_ORDER: -0.6}  # a country of the name is likelier than a town, a unit less likely
_PLAIN = str.maketrans("’", "'")


def _is_large(place: Place) -> bool:
    return place.precision >= FIRST_ORDER or place.population > LARGE
