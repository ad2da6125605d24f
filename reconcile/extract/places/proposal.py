"""The place that the usual forms of a report give a figure: in its sentence, named before it, or after a lead."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from reconcile.extract.places.scene import OPENING, Scene
from reconcile.extract.places.ties import HERE, OF, TOWARD, Named
from reconcile.gazetteer import COUNTRY, EXACT, FIRST_ORDER, NEAR, SECOND_ORDER
from reconcile.text.document import Sentence
from schemas.codes import PlaceRule

_HUGE = 50_000  # people: in a text about a war, the war's own total


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place with the rule that gives it; `beside` is a wider place to be named with it."""

    named: Named
    rule: PlaceRule
    beside: Named | None = None

    @property
    def country(self) -> str | None:
        """The country of the place, where it is known."""
        return self.named.mention.place.country if self.named.mention.place else None

    @property
    def is_certain(self) -> bool:
        """True where all places of the name are in one country."""
        return len({place.country for place in self.named.options}) == 1


def propose(scene: Scene) -> Proposal | None:
    """The place that the rules give the figure of a scene; None where they find none."""
    own = scene.best
    wide = own is None or own.exactness < 2
    unit = own is not None and own.exactness == 1 and own.tie == HERE
    if (scene.total and wide and not unit) or _is_war_total(scene):
        return _country(scene)
    if wide and not scene.words.nationwide.isdisjoint(scene.sentence.words):
        return _nation(scene) or _country(scene)
    counted = _counted_units(scene) if own is None else None
    if counted is not None:
        return _unit_before(scene) if counted == SECOND_ORDER else _country(scene)
    later = _named_later(scene)
    if later is not None:
        return later
    if own is None:
        return _carried(scene)
    plain = Proposal(own, PlaceRule.OWN)
    if not own.exactness and own.tie < OF:
        return _carried(scene) or plain
    if scene.sentence.index < OPENING and own.exactness < 3 and own.tie >= OF:
        return _narrowed(scene, own)
    if own.exactness or own.tie == HERE:
        return plain
    return _carried(scene) or plain


# A whole war


def _is_war_total(scene: Scene) -> bool:
    """True where the figure counts a whole war: the 26-month conflict, 94,000 dead since 2011."""
    words, lows, at, end, own = scene.words, scene.lows, scene.at, scene.end, scene.best
    if not words.wars.isdisjoint(lows[at + 1 : end + 6]):
        return True
    wide = own is None or own.exactness < 2
    if wide and _is_huge(scene, lows[at : end + 1]) and any(war in scene.document.plain for war in words.wars):
        return True
    if words.wars.isdisjoint(lows):
        return False
    if any(low in words.since and not words.wars.isdisjoint(lows[i : i + 5]) for i, low in enumerate(lows)):
        return True
    said = max((i for i, low in enumerate(lows[:at]) if low in words.saying), default=-1)
    return wide and not words.wars.isdisjoint(lows[said + 1 : at])


def _is_huge(scene: Scene, lows: list[str]) -> bool:
    digits = (low.replace(",", "") for low in lows)
    return any(low in scene.words.millions or (low.isdecimal() and float(low) >= _HUGE) for low in digits)


def _counted_units(scene: Scene) -> int | None:
    """The precision of the units that the sentence counts (in 13 provinces): its figures belong to what holds them."""
    units = scene.words.units
    for i, token in enumerate(scene.sentence.tokens):
        found = [units.get(low) for low in scene.lows[i + 1 : i + 4]] if token.number else []
        if FIRST_ORDER in found or SECOND_ORDER in found:
            return max(unit for unit in found if unit in (FIRST_ORDER, SECOND_ORDER))
    return None


def _unit_before(scene: Scene) -> Proposal | None:
    """The first-order unit named in the sentences before, else the country."""
    names = (n for s in scene.document.before(scene.sentence, 2) for n in reversed(scene.names(s)))
    unit = next((n for n in names if n.precision == FIRST_ORDER and n.tie >= OF), None)
    return Proposal(unit, PlaceRule.BEFORE) if unit else _country(scene)


def _country(scene: Scene) -> Proposal | None:
    """The country of a war: the one in the sentence, else the one that the document mentions most."""
    for named in scene.names(scene.sentence):
        place = named.mention.place
        if named.precision == COUNTRY and named.tie > TOWARD and place and place.country == scene.countries.top:
            return Proposal(named, PlaceRule.COUNTRY)
    if scene.main is not None:
        return Proposal(scene.main, PlaceRule.COUNTRY)
    return Proposal(scene.best, PlaceRule.OWN) if scene.best else None


def _nation(scene: Scene) -> Proposal | None:
    """The country that 'nationwide' or 'in the country' refers to: the last one named, up to the sentence."""
    sentences = [scene.sentence, *scene.document.before(scene.sentence, 3)]
    names = (n for s in sentences for n in reversed(scene.names(s)) if n.precision == COUNTRY and n.tie >= OF)
    named = next(names, None)
    return Proposal(named, PlaceRule.COUNTRY) if named else None


# The rest of the document


def _named_later(scene: Scene) -> Proposal | None:
    """The name that the text gives later for a place that the lead leaves unnamed: 'a village near Aleppo'."""
    sentence, own, unnamed = scene.sentence, scene.best, scene.words.unnamed
    if sentence.index >= OPENING or (own is not None and own.exactness > 3) or unnamed.isdisjoint(sentence.words):
        return None
    if not any(low in unnamed and _is_unnamed(scene, i) for i, low in enumerate(sentence.lows[:-1])):
        return None
    least, spoken = (own.exactness, own.mention.quote) if own else (3, "")
    for other in scene.document.sentences[sentence.index + 1 : sentence.index + 6]:
        for named in scene.names(other):
            exact = named.precision <= NEAR and named.exactness >= least
            if named.tie >= OF and exact and named.mention.quote != spoken:
                return Proposal(named, PlaceRule.NAMED_LATER, own if own is not None and own.exactness else None)
    return None


def _is_unnamed(scene: Scene, i: int) -> bool:
    """True at the 'village' of 'a rebel-held village near Aleppo', not of 'the village of Hass'."""
    sentence, words = scene.sentence, scene.words
    tokens = sentence.tokens
    follows = i + 2 if tokens[i + 1].low in words.of else i
    if any(n.first <= i < n.last or n.first == follows for n in scene.names(sentence)):
        return False
    for token in reversed(tokens[max(0, i - 5) : i]):
        if token.low in words.articles:
            return True
        if token.low in words.at_place or token.low in words.those:
            return sentence.heading and token.low in words.at_place
    return sentence.heading


def _narrowed(scene: Scene, wide: Named) -> Proposal:
    """The story's exact place, where the lead names only the country or province around it."""
    plain = Proposal(wide, PlaceRule.OWN)
    story, around = scene.story_names[0], wide.mention.place
    if around is None or story.exactness <= max(wide.exactness, 1):
        return plain
    holder = scene.around(story) if story.mention.place is None else story
    place = holder.mention.place if holder else None
    if place is None or around.country not in (None, place.country):
        return plain
    inside = around.name in (place.within, place.name)
    if not inside and (wide.exactness > 1 or story.tie < OF):
        return plain
    return Proposal(story, PlaceRule.STORY, wide)


def _carried(scene: Scene) -> Proposal | None:
    """The place that applies to a sentence without one, from the sentences before it."""
    meant = _meant(scene)
    if meant is not None:
        return Proposal(meant, PlaceRule.BEFORE)
    for other in scene.document.before(scene.sentence, 2):
        firm = [n for n in scene.names(other) if n.tie >= OF and n.exactness > 1]
        if firm:
            return Proposal(max(firm, key=lambda n: (n.exactness, -n.first)), PlaceRule.BEFORE)
    for named in scene.names(scene.sentence):
        if named.tie == HERE and named.exactness > 2:
            return Proposal(named, PlaceRule.OWN)
    wide = _wide_before(scene) or _heading(scene)
    if wide is not None:
        return wide
    return Proposal(scene.story_names[0], PlaceRule.STORY) if scene.story_names else None


def _wide_before(scene: Scene) -> Proposal | None:
    """The country or unit in which the sentences before, of the same paragraph, say that something happened."""
    if scene.sentence.index < OPENING:
        return None
    for other in scene.document.before(scene.sentence, 3):
        names = [n for n in scene.names(other) if n.tie >= OF]
        if names and other.paragraph == scene.sentence.paragraph:
            return Proposal(max(names, key=lambda n: (n.exactness, n.tie, -n.first)), PlaceRule.BEFORE)
    return None


def _heading(scene: Scene) -> Proposal | None:
    """The place that the nearest heading with a place names."""
    for heading in scene.headings:
        names = scene.names(scene.document.sentences[heading.sentence])
        inside = [n for n in names if heading.start <= n.mention.start < heading.end]
        if inside and heading.sentence >= OPENING:
            return Proposal(max(inside, key=lambda n: n.exactness), PlaceRule.HEADING)
    return None


def _meant(scene: Scene) -> Named | None:
    """The place that 'the village' refers to: the last of its kind before the sentence."""
    words, lows = scene.words, scene.sentence.lows
    if words.those.isdisjoint(scene.sentence.words):
        return None
    kind = next((b for a, b in pairwise(lows) if a in words.those and b in words.kinds), None)
    others: list[Sentence] = scene.document.before(scene.sentence, 8) if kind else []
    for other in others:
        for named in reversed(scene.names(other)):
            settled = named.precision == words.units.get(kind or "") and named.precision in (EXACT, FIRST_ORDER)
            if named.tie >= TOWARD and (settled or other.tokens[named.last - 1].low == kind):
                return named
    return None
