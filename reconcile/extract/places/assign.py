"""Assigns a place to each figure: the place of its event, among those named in the document."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from reconcile.extract.places.names import Search
from reconcile.extract.places.ties import ACTOR, ELSEWHERE, FILED, HERE, NAMED, OF, TOWARD, Named, PlaceMention
from reconcile.extract.places.words import PlaceWords, place_evidence, place_words
from reconcile.gazetteer import COUNTRY, EXACT, FIRST_ORDER, NEAR, SECOND_ORDER, Gazetteer, Place
from reconcile.gazetteer.folding import fold
from reconcile.language import Pack
from reconcile.model.place import PlaceReference
from reconcile.model.records import Ground
from reconcile.text.document import Document, Sentence
from schemas.codes import PlacePrecision, PlaceRule

__all__ = ["Map", "PlaceMention", "PlaceWords", "Where"]

_LEAD = 16  # sentences in which a story's subject is stated
_OPENING = 3  # the title and the sentences that open a story
_HUGE = 50_000  # people: in a text about a war, the war's own total
# Weight of a mention for finding the story's place: by its tie, its sentence and its exactness.
_BY_TIE = {HERE: 1.0, OF: 0.9, NAMED: 0.6, TOWARD: 0.4, ACTOR: 0.2, FILED: 0.15, ELSEWHERE: 0.0}
_BY_SENTENCE = {0: 2.5, 1: 2.0, 2: 1.5}
_BY_EXACTNESS = (0.15, 0.4, 0.7, 1.0, 0.9)
_HOLDERS = (EXACT, SECOND_ORDER, FIRST_ORDER)  # precisions of places in which an unknown place can be located


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a counted event as the text names it, and why it was chosen; the name is None where there is none.

    A place that is not in the gazetteer is named with the known one around it (Grand Hotel, Homs) and gets the
    coordinates of that one; so is an exact place that a later part of the text adds to a country in the lead.
    """

    place: PlaceReference
    ground: Ground


NOWHERE = Where(PlaceReference(), Ground("place", PlaceRule.NONE))


class Map:
    """The places of one document. A sentence is searched when it is first needed."""

    def __init__(self, document: Document, pack: Pack, gazetteer: Gazetteer):
        self._document = document
        self._words = place_words(pack)
        self._gazetteer = gazetteer
        self._evidence = place_evidence(pack, gazetteer)
        self._named: dict[int, list[Named]] = {}
        self._bare: dict[int, list[str]] = {}

    def mentions(self, sentence: Sentence) -> list[PlaceMention]:
        """The places in a sentence, in order."""
        return [named.mention for named in self._names(sentence)]

    def of(self, start: int, end: int, total: bool = False) -> Where:
        """The place of the event counted by the figure at `text[start:end]`.

        `total`: the figure is a large total to date, to which the place of an earlier scene does not apply.
        """
        sentence = self._document.sentence_at(start)
        if sentence is None:
            return replace(NOWHERE, ground=Ground("place", PlaceRule.OUTSIDE))
        at = sentence.token_at(start)
        own = self._own(sentence, at)
        wide = own is None or own.exactness < 2
        if (total and wide) or self._is_war_total(sentence, at, sentence.token_at(end), own):
            return self._country(sentence, own)
        later = self._named_later(sentence, own)
        if later is not None:
            return later
        if own is None or (not own.exactness and own.tie < OF):
            return self._carried(sentence) or (self._where(own, PlaceRule.OWN) if own else NOWHERE)
        if sentence.index < _OPENING and own.exactness < 3 and own.tie >= OF:
            return self._narrowed(own)
        if own.exactness or own.tie == HERE:
            return self._where(own, PlaceRule.OWN)
        return self._carried(sentence) or self._where(own, PlaceRule.OWN)

    # The figure's own sentence

    def _own(self, sentence: Sentence, at: int) -> Named | None:
        """The place that the figure's own sentence gives its event."""
        names = [n for n in self._names(sentence) if not self._is_speakers(sentence, n, at)]
        firm = [n for n in names if n.tie >= NAMED]
        if not any(n.exactness for n in firm):
            firm += [n for n in names if n.tie == TOWARD and n.exactness > 2]
        return max(firm, key=lambda named: self._fit(sentence, named, at), default=None)

    def _fit(self, sentence: Sentence, named: Named, at: int) -> float:
        """How well a place fits the figure at token `at` (firm, exact, near, in its clause); higher is better."""
        between, breaks = _between(sentence, named, at), self._words.breaks
        apart = sum([word in breaks or word == ";" for word in between])
        around = 1.5 if self._only_holds_another(sentence, named) else 0.0
        before = 1.0 if named.last <= at else 0.0
        return named.tie + 1.5 * min(named.exactness, 3.3) - 0.12 * len(between) - 1.5 * apart - around - before

    def _is_speakers(self, sentence: Sentence, named: Named, at: int) -> bool:
        """True where a verb of saying separates the place from the figure: the place is the speaker's."""
        return named.first > 2 and not self._words.saying.isdisjoint(_between(sentence, named, at))

    def _only_holds_another(self, sentence: Sentence, named: Named) -> bool:
        """True for the city of 'the Grand Hotel in the city': it only locates the exact place."""
        for other in self._names(sentence):
            gap = named.first - other.last
            if other.tie < OF or other.exactness < named.exactness or not 0 <= gap <= 3:
                continue
            between = sentence.lows[other.last : named.first]
            if gap == 1 or not self._words.at_place.isdisjoint(between):
                return True
        return False

    # A whole war

    def _is_war_total(self, sentence: Sentence, at: int, end: int, own: Named | None) -> bool:
        """True where the figure counts a whole war: the 26-month conflict, 94,000 dead since 2011."""
        words, lows = self._words, self._lows(sentence)
        if not words.wars.isdisjoint(lows[at + 1 : end + 6]):
            return True
        wide = own is None or own.exactness < 2
        if wide and self._is_huge(lows[at : end + 1]) and any(war in self._document.plain for war in words.wars):
            return True
        if words.wars.isdisjoint(lows):
            return False
        if any(low in words.since and not words.wars.isdisjoint(lows[i : i + 5]) for i, low in enumerate(lows)):
            return True
        said = max((i for i, low in enumerate(lows[:at]) if low in words.saying), default=-1)
        return wide and not words.wars.isdisjoint(lows[said + 1 : at])

    def _is_huge(self, lows: list[str]) -> bool:
        digits = (low.replace(",", "") for low in lows)
        return any(low in self._words.millions or (low.isdecimal() and float(low) >= _HUGE) for low in digits)

    def _country(self, sentence: Sentence, own: Named | None) -> Where:
        """The country of a war: the one in the sentence, else the one that the document mentions most."""
        top = self._top
        for named in self._names(sentence):
            place = named.mention.place
            if named.precision == COUNTRY and named.tie >= NAMED and place is not None and place.country == top:
                return self._where(named, PlaceRule.WAR)
        country = self._gazetteer.country(top) if top else None
        if country is not None:
            return Where(_reference(country.name, country, COUNTRY), Ground("place", PlaceRule.WAR))
        return self._where(own, PlaceRule.WAR) if own else NOWHERE

    # The rest of the document

    def _named_later(self, sentence: Sentence, own: Named | None) -> Where | None:
        """The name that the text gives later for a place that the lead leaves unnamed: 'a village near Aleppo'."""
        if sentence.index >= _OPENING or (own is not None and own.exactness > 3):
            return None
        unnamed = self._words.unnamed
        if unnamed.isdisjoint(sentence.words):
            return None
        if not any(low in unnamed and self._is_unnamed(sentence, i) for i, low in enumerate(sentence.lows[:-1])):
            return None
        least, spoken = (own.exactness, own.mention.quote) if own else (3, "")
        for other in self._document.sentences[sentence.index + 1 : sentence.index + 6]:
            for named in self._names(other):
                exact = named.precision <= NEAR and named.exactness >= least
                if named.tie >= OF and exact and named.mention.quote != spoken:
                    where = self._where(named, PlaceRule.NAMED_LATER)
                    return _beside(where, own) if own is not None and own.exactness else where
        return None

    def _is_unnamed(self, sentence: Sentence, i: int) -> bool:
        """True at the 'village' of 'a rebel-held village near Aleppo', not of 'the village of Hass'."""
        tokens, words = sentence.tokens, self._words
        follows = i + 2 if tokens[i + 1].low in words.of else i
        if any(n.first <= i < n.last or n.first == follows for n in self._names(sentence)):
            return False
        for token in reversed(tokens[max(0, i - 5) : i]):
            if token.low in words.articles:
                return True
            if token.low in words.at_place or token.low in words.those:
                return sentence.heading and token.low in words.at_place
        return sentence.heading

    def _narrowed(self, wide: Named) -> Where:
        """The story's exact place, where the lead names only the country or province around it."""
        plain = self._where(wide, PlaceRule.OWN)
        story, around = self._story[0], wide.mention.place
        if around is None or story.exactness <= max(wide.exactness, 1):
            return plain
        holder = self._around(story) if story.mention.place is None else story
        place = holder.mention.place if holder else None
        if place is None or around.country not in (None, place.country):
            return plain
        inside = around.name in (place.within, place.name)
        if not inside and (wide.exactness > 1 or story.tie < OF):
            return plain
        return _beside(self._where(story, PlaceRule.STORY), wide)

    def _carried(self, sentence: Sentence) -> Where | None:
        """The place that applies to a sentence without one, from the sentences before it."""
        meant = self._meant(sentence)
        if meant is not None:
            return self._where(meant, PlaceRule.NAMED_BEFORE)
        for other in self._document.before(sentence, 2):
            firm = [n for n in self._names(other) if n.tie >= OF and n.exactness > 1]
            if firm:
                return self._where(max(firm, key=lambda n: (n.exactness, -n.first)), PlaceRule.BEFORE)
        for named in self._names(sentence):
            if named.tie == HERE and named.exactness > 2:
                return self._where(named, PlaceRule.OWN)
        return self._where(self._story[0], PlaceRule.STORY) if self._story else None

    def _meant(self, sentence: Sentence) -> Named | None:
        """The place that 'the village' refers to: the last of its kind before the sentence."""
        words, lows = self._words, sentence.lows
        if words.those.isdisjoint(sentence.words):
            return None
        kind = next((b for a, b in pairwise(lows) if a in words.those and b in words.kinds), None)
        for other in self._document.before(sentence, 8) if kind else ():
            for named in reversed(self._names(other)):
                settled = named.precision == EXACT and words.units.get(kind or "") == EXACT
                if named.tie >= TOWARD and (settled or other.tokens[named.last - 1].low == kind):
                    return named
        return None

    @cached_property
    def _story(self) -> list[Named]:
        """The places of the document's events, by weight, the greatest first."""
        weights: dict[str, float] = defaultdict(float)
        firmest: dict[str, Named] = {}
        for sentence in self._document.sentences[:_LEAD]:
            for named in self._names(sentence):
                key = fold(named.mention.quote)
                by_sentence = _BY_SENTENCE.get(sentence.index, 1.0)
                tie = NAMED if self._filed_at_home(named) else named.tie
                weights[key] += _BY_TIE[tie] * by_sentence * _BY_EXACTNESS[named.exactness]
                if key not in firmest or firmest[key].tie < named.tie:
                    firmest[key] = named
        return [firmest[key] for key, weight in sorted(weights.items(), key=lambda pair: -pair[1]) if weight > 0]

    def _filed_at_home(self, named: Named) -> bool:
        """True for the dateline of a local paper: the place is in the country that the document mentions most."""
        place = named.mention.place
        return named.tie == FILED and place is not None and place.country == self._top

    # The result

    def _where(self, named: Named, rule: PlaceRule) -> Where:
        """The mention as a place; one that is not in the gazetteer is located within the known one around it."""
        mention, ground = named.mention, Ground("place", rule, named.mention.quote)
        around = None if mention.place else self._around(named)
        if around is None:
            return Where(_reference(mention.quote, mention.place, named.precision), ground)
        precision = max(named.precision, around.precision, NEAR)
        name = f"{mention.quote}, {around.mention.quote}"
        return Where(_reference(name, around.mention.place, precision), ground)

    def _around(self, named: Named) -> Named | None:
        """The known place that contains an unknown one: the nearest in its sentence, else the story's."""
        sentence = self._document.sentences[named.sentence]
        beside = [n for n in self._names(sentence) if n.mention.place and n.tie >= NAMED and n.precision in _HOLDERS]
        if beside:
            return min(beside, key=lambda n: abs(n.first - named.last))
        return next((n for n in self._story if n.mention.place and n.precision in _HOLDERS), None)

    @cached_property
    def _spoken_of(self) -> tuple[Counter[str], set[str]]:
        """How often the document mentions each country, and the surnames on it."""
        return self._evidence.of(self._document)

    @cached_property
    def _top(self) -> str | None:
        """The country that the document mentions most (ISO code)."""
        return next((code for code, _ in self._spoken_of[0].most_common() if "/" not in code), None)

    def _names(self, sentence: Sentence) -> list[Named]:
        if sentence.index not in self._named:
            search = Search(sentence, self._words, self._gazetteer, *self._spoken_of)
            self._named[sentence.index] = search.run()
        return self._named[sentence.index]

    def _lows(self, sentence: Sentence) -> list[str]:
        """The sentence's words in lower case, without genitives."""
        if sentence.index not in self._bare:
            self._bare[sentence.index] = self._words.bares(sentence)
        return self._bare[sentence.index]


def _between(sentence: Sentence, named: Named, at: int) -> list[str]:
    """The words between a place and the token at `at`."""
    low, high = (at, named.first) if at < named.first else (named.last, at)
    return sentence.lows[low:high]


def _beside(where: Where, wide: Named) -> Where:
    """The exact place combined with the wider one in the figure's own sentence."""
    name = where.place.name
    if name is None or wide.mention.quote in name:
        return where
    return replace(where, place=replace(where.place, name=f"{name}, {wide.mention.quote}"))


def _reference(name: str, place: Place | None, precision: int) -> PlaceReference:
    """The place under the text's own name for it; without coordinates where it is not in the gazetteer."""
    exactness = PlacePrecision(precision)
    if place is None:
        return PlaceReference(name, precision=exactness)
    return PlaceReference(name, place.place_id, place.latitude, place.longitude, place.country, exactness)
