"""A figure in its document: what its possible places are judged by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from reconcile.extract.places.signs import DocumentCountries
from reconcile.extract.places.ties import NAMED, OF, TOWARD, Named
from reconcile.extract.places.words import PlaceWords
from reconcile.text.document import Document, Sentence
from reconcile.text.sections import Heading

OPENING = 3  # the title and the sentences that open a story


@dataclass(frozen=True)
class Scene:
    """A figure with its sentence and the document around it.

    `names` gives the places of a sentence, `around` the known place that contains an unknown one; `story_names` are the
    places of the document's events, the greatest first, `main` is the country that the document mentions most. The
    figure is `tokens[at:end]` of its sentence; `total` is True for a large total to date.
    """

    document: Document
    words: PlaceWords
    countries: DocumentCountries
    names: Callable[[Sentence], list[Named]]
    around: Callable[[Named], Named | None]
    headings: tuple[Heading, ...]
    story_names: list[Named]
    main: Named | None
    sentence: Sentence
    at: int
    end: int
    total: bool

    @cached_property
    def lows(self) -> list[str]:
        """The sentence's words in lower case, without genitives."""
        return self.words.bares(self.sentence)

    @cached_property
    def best(self) -> Named | None:
        """The place that the figure's own sentence gives its event."""
        names = [n for n in self.names(self.sentence) if not self.is_speakers(n)]
        firm = [n for n in names if n.tie >= NAMED]
        if not any(n.exactness for n in firm):
            firm += [n for n in names if n.tie == TOWARD and n.exactness > 2]
        return max(firm, key=self.fit, default=None)

    def fit(self, named: Named) -> float:
        """How well a place of the sentence fits the figure (firm, exact, near, in its clause); higher is better."""
        around = 1.5 if self.only_holds_another(named) else 0.0
        before = 1.0 if named.last <= self.at else 0.0
        between = self.between(named)
        clauses = sum([word in self.words.breaks or word == ";" for word in between])
        near = 0.12 * len(between) + 1.5 * clauses
        return named.tie + 1.5 * min(named.exactness, 3.3) - near - around - before

    def is_speakers(self, named: Named) -> bool:
        """True where a verb of saying separates the place from the figure: the place is the speaker's."""
        return named.first > 2 and not self.words.saying.isdisjoint(self.between(named))

    def between(self, named: Named) -> list[str]:
        """The words between a place and the figure."""
        low, high = (self.at, named.first) if self.at < named.first else (named.last, self.at)
        return self.sentence.lows[low:high]

    def only_holds_another(self, named: Named) -> bool:
        """True for the city of 'the Grand Hotel in the city': it only locates the exact place."""
        for other in self.names(self.sentence):
            gap = named.first - other.last
            side = self.sentence.lows[named.first] in self.words.directions and gap == 1  # Hass, east of Homs
            if other.tie < OF or (other.exactness < named.exactness and not side) or not 0 <= gap <= 3:
                continue
            between = self.sentence.lows[other.last : named.first]
            if gap == 1 or not self.words.at_place.isdisjoint(between):
                return True
        return False
