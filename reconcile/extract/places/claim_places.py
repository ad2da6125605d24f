"""Assigns a place and a country to each figure: those of its event, among those named in the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp

from reconcile.extract.places.country import country_features
from reconcile.extract.places.country_points import Features, load_country_points, points
from reconcile.extract.places.names import Search
from reconcile.extract.places.proposal import Proposal, propose
from reconcile.extract.places.scene import Scene
from reconcile.extract.places.signs import DocumentCountries, country_reader
from reconcile.extract.places.territories import Territories
from reconcile.extract.places.ties import ACTOR, ELSEWHERE, FILED, HERE, NAMED, OF, TOWARD, Named, PlaceMention
from reconcile.extract.places.words import PlaceWords, place_words
from reconcile.gazetteer import COUNTRY, EXACT, FIRST_ORDER, NEAR, SECOND_ORDER, Gazetteer, Place
from reconcile.gazetteer.folding import fold
from reconcile.language import Pack
from reconcile.model.place import PlaceReference
from reconcile.model.records import Ground
from reconcile.text.document import Document, Sentence
from reconcile.text.sections import Sections
from schemas.codes import PlacePrecision, PlaceRule

__all__ = ["Map", "PlaceMention", "PlaceWords", "Where"]

_LEAD = 16  # sentences in which a story's subject is stated
# Weight of a mention for finding the story's place: by its tie, its sentence and its exactness.
_BY_TIE = {HERE: 1.0, OF: 0.9, NAMED: 0.6, TOWARD: 0.4, ACTOR: 0.2, FILED: 0.15, ELSEWHERE: 0.0}
_BY_SENTENCE = {0: 2.5, 1: 2.0, 2: 1.5}
_BY_EXACTNESS = (0.15, 0.4, 0.7, 1.0, 0.9)
_TOWN = 3  # exactness of a town or village
_CLOSE = 3  # tokens between a place and the wider one that is named with it
_HOLDERS = (EXACT, SECOND_ORDER, FIRST_ORDER)  # precisions of places in which an unknown place can be located
NO_COUNTRY: Features = {"none": 1.0}
"""What counts for a figure's having no country."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a counted event as the text names it, and why it was chosen; the name is None where there is none.

    A place that is not in the gazetteer is named with the known one around it (Grand Hotel, Homs) and gets the
    coordinates of that one. The country may be known where no place is.
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
        self._reader = country_reader(pack, gazetteer)
        self._sections = Sections(document)
        self._named: dict[int, list[Named]] = {}

    def mentions(self, sentence: Sentence) -> list[PlaceMention]:
        """The places in a sentence, in order."""
        return [named.mention for named in self._names(sentence)]

    def territories(self, spans: Sequence[tuple[int, int]]) -> Territories:
        """Whose people the figures at these places of the text count."""
        return Territories(self._document, self._countries, self._words, self._gazetteer, spans)

    def of(self, start: int, end: int, total: bool = False) -> Where:
        """The place of the event counted by the figure at `text[start:end]`.

        `total`: the figure is a large total to date, to which the place of an earlier scene seldom applies.
        """
        scene = self.scene(start, end, total)
        if scene is None:
            return replace(NOWHERE, ground=Ground("place", PlaceRule.OUTSIDE))
        chosen = propose(scene)
        return self._where(chosen, self._country(scene, chosen))

    def scene(self, start: int, end: int, total: bool) -> Scene | None:
        """What the candidates of a figure are judged by; None where the figure is outside any sentence."""
        sentence = self._document.sentence_at(start)
        if sentence is None:
            return None
        return Scene(
            document=self._document,
            words=self._words,
            countries=self._countries,
            names=self._names,
            around=self._around,
            headings=self._sections.over(sentence),
            story_names=self._story,
            main=self._main,
            sentence=sentence,
            at=sentence.token_at(start),
            end=sentence.token_at(end),
            total=total,
        )

    def _country(self, scene: Scene, chosen: Proposal | None) -> str | None:
        """The likeliest country of the figure; None where none is likely enough.

        An exact place settles it, where its name is one country's and the text names that country: at once where the
        figure's own sentence says that it happened there, else where none is likely enough.
        """
        settled = chosen is not None and chosen.named.exactness and chosen.is_certain
        firm = chosen.country if settled and chosen and chosen.country in scene.countries.explicit else None
        if firm and chosen and chosen.rule is PlaceRule.OWN and chosen.named.tie >= OF:
            return firm
        known = load_country_points()
        likely = {
            code: exp(points(known.points, features)) for code, features in country_features(scene, chosen).items()
        }
        best = max(likely, key=lambda code: likely[code], default=None)
        whole = sum(likely.values()) + exp(points(known.points, NO_COUNTRY))
        return best if best is not None and likely[best] >= known.least * whole else firm

    # The document

    @cached_property
    def _main(self) -> Named | None:
        """The country that the document mentions most, as a mention without a place in the text."""
        country = self._gazetteer.country(self._countries.top) if self._countries.top else None
        return Named(PlaceMention(0, 0, country.name, country), 0, 0, COUNTRY, ELSEWHERE, 0) if country else None

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
        return named.tie == FILED and place is not None and place.country == self._countries.top

    @cached_property
    def _countries(self) -> DocumentCountries:
        return self._reader.of(self._document)

    def _names(self, sentence: Sentence) -> list[Named]:
        if sentence.index not in self._named:
            countries = self._countries
            search = Search(sentence, self._words, self._gazetteer, countries.counts, countries.surnames)
            self._named[sentence.index] = search.run()
        return self._named[sentence.index]

    # The result

    def _where(self, chosen: Proposal | None, country: str | None) -> Where:
        """The chosen name as a place in the country; it has coordinates where the gazetteer has it there."""
        if chosen is None:
            return replace(NOWHERE, place=PlaceReference(country=country))
        named = chosen.named
        place, precision = named.mention.place, named.precision
        if place is None and (around := self._around(named)) is not None:
            place, precision = around.mention.place, max(precision, around.precision, NEAR)
        if place is not None and place.country != country:
            if place.precision == COUNTRY:
                country = None  # the name says one country, the text around it another
            place = next((p for p in named.options if p.country == country and country), None)
        ground = Ground("place", chosen.rule, named.mention.quote)
        return Where(_reference(self._full_name(chosen), place, country, precision), ground)

    def _full_name(self, chosen: Proposal) -> str:
        """The name with a wider place: the one chosen with it, for an unknown place the known one, else its holder."""
        named = chosen.named
        around = self._around(named) if named.mention.place is None else self._holder(named)
        names = [named.mention.quote]
        for other in (around, chosen.beside):
            if other is not None and not any(other.mention.quote in name for name in names):
                names.append(other.mention.quote)
        return ", ".join(names)

    def _holder(self, named: Named) -> Named | None:
        """The wider place that the text names right after a place (the Grand Hotel in Homs), or a building's town."""
        if named.exactness < 2:
            return None
        sentence = self._document.sentences[named.sentence]
        lows, names = self._words.bares(sentence), self._names(sentence)
        for other in names:
            between = lows[named.last : other.first]
            follows = 0 <= other.first - named.last <= _CLOSE and 1 <= other.exactness <= named.exactness
            if follows and (between in ([], [","]) or not self._words.at_place.isdisjoint(between)):
                return other
        if named.exactness <= _TOWN:
            return None
        towns = [n for n in names if n.exactness == _TOWN and n.tie >= NAMED]
        nearest = min(towns, key=lambda n: abs(n.first - named.last), default=None)
        return nearest or next((n for n in self._story if n.exactness == _TOWN), None)

    def _around(self, named: Named) -> Named | None:
        """The known place that contains an unknown one: the nearest in its sentence, else the story's."""
        sentence = self._document.sentences[named.sentence]
        beside = [n for n in self._names(sentence) if n.mention.place and n.tie >= NAMED and n.precision in _HOLDERS]
        if beside:
            return min(beside, key=lambda n: abs(n.first - named.last))
        return next((n for n in self._story if n.mention.place and n.precision in _HOLDERS), None)


def _reference(name: str, place: Place | None, country: str | None, precision: int) -> PlaceReference:
    """The place under the text's own name for it; without coordinates where it is not in the gazetteer."""
    exactness = PlacePrecision(precision)
    if place is None:
        return PlaceReference(name, country=country, precision=exactness)
    return PlaceReference(name, place.place_id, place.latitude, place.longitude, country, exactness)
