"""The words of places.yaml."""

from __future__ import annotations

from functools import cache, cached_property

from pydantic import Field

from reconcile.language import Pack
from reconcile.text.answered import AnsweringFile
from reconcile.text.document import Sentence

LARGE = 100_000  # people: a town of this size is known without its country


class PlaceWords(AnsweringFile):
    """places.yaml: how a language states the place of an event. The comment at its top explains the fields."""

    at_place: frozenset[str]
    toward: frozenset[str]
    of: frozenset[str]
    joins: frozenset[str]
    genitives: tuple[str, ...]
    bare_genitives: tuple[str, ...]
    hits: frozenset[str]
    units: dict[str, int]
    parts: frozenset[str]
    facilities: frozenset[str]
    modifiers: frozenset[str]
    directions: frozenset[str]
    fillers: frozenset[str]
    within_names: frozenset[str]
    actors: frozenset[str]
    bodies: frozenset[str]
    tied: frozenset[str]
    speakers: frozenset[str]
    moved: frozenset[str]
    reports: frozenset[str]
    events: frozenset[str]
    people: frozenset[str]
    never: frozenset[str]
    wars: frozenset[str]
    since: frozenset[str]
    nationwide: frozenset[str]
    blocks: frozenset[str]
    ordinals: frozenset[str]
    those: frozenset[str]
    saying: frozenset[str]
    articles: frozenset[str]
    lengths: frozenset[str]
    unnamed: frozenset[str]
    breaks: frozenset[str]
    small: frozenset[str]
    millions: frozenset[str]
    together: tuple[str, ...] = ()
    zones: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    states: dict[str, str]
    demonyms: dict[str, str]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Words for a kind of place: province, hospital."""
        return self.facilities | frozenset(self.units)

    @cached_property
    def passed(self) -> frozenset[str]:
        """Words that may come between a preposition and its name."""
        return self.fillers | self.directions | frozenset(self.units) | frozenset(self.demonyms)

    @cached_property
    def nameless(self) -> frozenset[str]:
        """Capitalised words that are not places by themselves."""
        return self.never | frozenset(self.demonyms)

    @cached_property
    def lowly(self) -> frozenset[str]:
        """Words that cannot begin a name."""
        return self.small | self.at_place | self.toward | self.of

    @cached_property
    def alone(self) -> frozenset[str]:
        """Words that are no place's whole name: Monday, the, Province, South."""
        return self.nameless | self.lowly | self.kinds | self.directions

    @cached_property
    def openers(self) -> frozenset[str]:
        """Small words at which a name or an address may begin."""
        return self.within_names | self.blocks | self.ordinals

    @cached_property
    def impersonal(self) -> frozenset[str]:
        """Words that are not part of a person's name."""
        return self.nameless | self.directions | self.bodies | self.kinds | self.small

    @cached_property
    def speaking(self) -> frozenset[str]:
        """Words for those who speak or act; a place after them belongs to them, not to the event."""
        return self.speakers | self.actors

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """Genitive endings, in lower case and in capitals."""
        return self.genitives + tuple(ending.upper() for ending in self.genitives)

    def owner(self, name: str) -> str | None:
        """The name without a genitive ending that lacks its apostrophe (Aleppos); None where it has no such ending."""
        ending = next((ending for ending in self.bare_genitives if name.endswith(ending)), None)
        return name.removesuffix(ending) if ending else None

    def bare(self, name: str) -> str:
        """The name without its genitive."""
        return self._bares[name]

    def bares(self, sentence: Sentence) -> list[str]:
        """The words of a sentence in lower case, without genitives."""
        bares = self._bares
        return [bares[low] for low in sentence.lows]

    @cached_property
    def _bares(self) -> _Bares:
        return _Bares(self.endings)


class _Bares(dict[str, str]):
    """Cache of names without their genitive."""

    def __init__(self, endings: tuple[str, ...]):
        super().__init__()
        self._endings = endings

    def __missing__(self, name: str) -> str:
        if len(self) >= _BARES_KEPT:
            self.clear()
        ending = next((ending for ending in self._endings if name.endswith(ending)), "")
        self[name] = bare = name.removesuffix(ending)
        return bare


_BARES_KEPT = 100_000


@cache
def place_words(pack: Pack) -> PlaceWords:
    """The words of a pack; empty for a language without the file, whose places are found by the gazetteer alone."""
    if pack.has("places"):
        return pack.read("places", PlaceWords)
    fields = (name for name in PlaceWords.model_fields if name != "about")
    mappings = {"units", "zones", "states", "demonyms"}
    return PlaceWords.model_validate({"about": pack.code} | {name: {} if name in mappings else () for name in fields})
