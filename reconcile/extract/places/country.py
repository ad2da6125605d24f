"""The features that speak for or against each country's being a figure's."""

from __future__ import annotations

from reconcile.extract.places.proposal import Proposal
from reconcile.extract.places.scene import Scene
from reconcile.extract.places.ties import ACTOR, ELSEWHERE, FILED, HERE, NAMED, OF, TOWARD
from reconcile.gazetteer import COUNTRY

_TIES = {
    HERE: "here",
    OF: "of",
    NAMED: "named",
    TOWARD: "toward",
    ACTOR: "actor",
    FILED: "filed",
    ELSEWHERE: "elsewhere",
}


def country_features(scene: Scene, chosen: Proposal | None) -> dict[str, dict[str, float]]:
    """For each country that the document names, the features of its being the figure's.

    Args:
        scene: the figure's sentence and document.
        chosen: the place chosen for the figure.

    Returns:
        ISO code -> feature -> its value where it is not 0; the names are those of `country_points.yaml`.
    """
    countries, sentence = scene.countries, scene.sentence
    counts = countries.countries
    story = (n.mention.place.country for n in scene.story_names if n.mention.place and n.mention.place.country)
    codes = dict.fromkeys([*counts, *story, *([chosen.country] if chosen and chosen.country else [])])
    own = countries.between(sentence.start, sentence.end)
    before = [sign for sign in countries.signs if sign.start < sentence.start]
    paragraph = next((s.start for s in scene.document.sentences if s.paragraph == sentence.paragraph), 0)
    heads = next((found for h in scene.headings if (found := countries.between(h.start, h.end))), [])
    opening = countries.between(0, scene.document.sentences[0].end)
    places = [n.mention.place.country for n in scene.story_names if n.mention.place and n.tie > ACTOR]
    weighed: dict[str, dict[str, float]] = {}
    for code in codes:
        features = {f"own {sign.kind}": 1.0 for sign in own if sign.country == code}
        features |= {f"place {chosen.rule}": 1.0} if chosen and chosen.country == code else {}
        if chosen and chosen.country == code and chosen.named.exactness:
            features |= {"place exact": 1.0, f"place exact, {chosen.rule}": 1.0}
            features["place certain"] = float(chosen.is_certain)
        features["place elsewhere"] = float(bool(chosen and chosen.country and chosen.country != code))
        features["last"] = float(bool(before) and before[-1].country == code)
        features["last in paragraph"] = float(
            bool(before) and before[-1].country == code and before[-1].start >= paragraph
        )
        features["heading"] = float(any(sign.country == code for sign in heads))
        features["not heading"] = float(bool(heads) and all(sign.country != code for sign in heads))
        features["title"] = float(any(sign.country == code for sign in opening))
        features["places"] = places.count(code) / max(1, len(places))
        features["share"] = counts[code] / max(1, counts.total())
        features["first"] = float(code == countries.top)
        features["only"] = float(len(codes) == 1)
        features["explicit"] = float(code in countries.explicit)
        features["own only"] = float(bool(own) and all(sign.country == code for sign in own))
        names = [n for n in scene.names(sentence) if n.precision == COUNTRY and n.mention.place]
        ties = [n.tie for n in names if n.mention.place and n.mention.place.country == code]
        if ties:
            features[f"tie {_TIES[max(ties)]}"] = 1.0
        weighed[code] = {name: value for name, value in features.items() if value}
    return weighed
