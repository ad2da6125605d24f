"""Accuracy figures: the share of the gold's claims that were found, and of the found ones that were read right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from statistics import harmonic_mean, mean

from reconcile.evaluate.gold import Gold, GoldClaim
from reconcile.evaluate.pairing import Place, pair
from reconcile.evaluate.rule_counts import bound_right, overlaps_name, value_right
from reconcile.model.records import Claim, Unread
from schemas.codes import Measure

FOLDS = 5

ALL, STATED, IMPLICIT = "all", "stated in numbers", "implicit"


@dataclass(frozen=True)
class Found:
    """How many of the gold's claims were found, and how many of the reader's claims are in the gold."""

    name: str
    asked: int
    given: int
    asked_found: int
    given_right: int

    @property
    def precision(self) -> float:
        """The share of the reader's claims that are in the gold; 0 where the reader gave none."""
        return self.given_right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold's claims that the reader found; 0 where the gold has none."""
        return self.asked_found / self.asked if self.asked else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> Found("killed", asked=4, given=2, asked_found=2, given_right=2).f1
        0.6666666666666666
        """
        return harmonic_mean([self.precision, self.recall])


@dataclass(frozen=True)
class Share:
    """How many of the claims that were found have a field right, among those whose field is in the gold."""

    name: str
    right: int
    of: int

    @property
    def rate(self) -> float | None:
        """The share; None where there was no claim to score.

        >>> Share("place", 3, 4).rate, Share("place", 0, 0).rate
        (0.75, None)
        """
        return self.right / self.of if self.of else None


@dataclass(frozen=True)
class Accuracy:
    """All figures of one comparison: missed claims are in the gold only, invented ones in the reader's only."""

    articles: int
    optional: int
    found: tuple[Found, ...]
    shares: tuple[Share, ...]

    @property
    def figures(self) -> dict[str, float | None]:
        """Every F1 and every share by name; a share of no claims is None."""
        rates: dict[str, float | None] = {found.name: found.f1 for found in self.found}
        return {share.name: share.rate for share in self.shares} | rates

    def figure(self, name: str) -> float | None:
        """The F1 or the share with this name; None where it was not measured."""
        return self.figures.get(name)


@dataclass(frozen=True)
class Spread:
    """A figure over disjoint parts of the articles: its mean, its lowest value, and how many parts have it."""

    name: str
    mean: float
    worst: float
    parts: int


@dataclass(frozen=True)
class Matched:
    """The gold and the reader's claims, which of them count, and the pairs that are the same (indices of both)."""

    asked: Sequence[GoldClaim]
    given: Sequence[Claim]
    pairs: Sequence[tuple[int, int]]

    def rows(self) -> Iterable[tuple[GoldClaim, Claim]]:
        """The pairs as records."""
        return ((self.asked[i], self.given[j]) for i, j in self.pairs)


def score(gold: Gold, claims: Sequence[Claim], unread: Sequence[Unread] | None = None) -> Accuracy:
    """Score the reader's claims against the gold; claims of articles that are not in the gold are ignored.

    With `unread`, what no rule read is scored as well: how many of the claims that no claim of the reader overlaps are
    listed there, how many are on the sheet Look here, and how many rows of that sheet are claims.
    """
    given = [claim for claim in claims if claim.doc in gold.docs]
    loose = pair(gold.claims, given, by_measure=False)
    spared = {j for i, j in loose if gold.claims[i].optional}
    matched = _match(gold, given, spared)
    spans = sum(not gold.claims[i].optional for i, _ in loose)
    shares = (Share("span found, any measure", spans, len(matched.asked)), *_shares(matched))
    shares += _left_over(gold, {i for i, _ in loose}, unread) if unread is not None else ()
    return Accuracy(len(gold.docs), len(gold.claims) - len(matched.asked), tuple(_all_found(matched)), shares)


def _left_over(gold: Gold, read: set[int], unread: Sequence[Unread]) -> tuple[Share, ...]:
    """The shares of the claims that nothing was read of; `read` are the places in the gold of all others."""
    left = [claim for i, claim in enumerate(gold.claims) if i not in read]
    rows = [row for row in unread if row.doc in gold.docs]
    places = [Place(row.doc, row.start, row.end, "") for row in rows]
    pairs = pair(left, places, by_measure=False)
    optional = {j for i, j in pairs if left[i].optional}
    listed = {j for i, j in pairs if not left[i].optional}
    missed = sum(not claim.optional for claim in left)
    shown = {j for j, row in enumerate(rows) if row.shown} - optional
    return (
        Share("missed, but listed as unread", len(listed), missed),
        Share("missed, but on Look here", len(listed & shown), missed),
        Share("rows of Look here that are claims", len(listed & shown), len(shown)),
    )


def spread(gold: Gold, claims: Sequence[Claim], folds: int = FOLDS) -> list[Spread]:
    """Every figure's mean and lowest value over parts of the articles, each article in exactly one part.

    The part of an article depends only on its id. Nothing is trained, so the parts do not show how the reader does on
    unseen texts; they show how much a figure depends on a few articles.
    """
    ranked = sorted(gold.docs, key=lambda doc: sha256(doc.encode("utf-8")).hexdigest())
    parts = [gold.only(frozenset(ranked[n::folds])) for n in range(min(folds, len(ranked)))]
    scored = [score(part, claims) for part in parts]
    names = dict.fromkeys(name for accuracy in scored for name in _judged(accuracy))
    return [_spread_of(name, [_judged(accuracy).get(name) for accuracy in scored]) for name in names]


def _judged(accuracy: Accuracy) -> dict[str, float]:
    """The figures that are based on at least one claim of the gold."""
    found = {found.name: found.f1 for found in accuracy.found if found.asked}
    return found | {share.name: share.rate for share in accuracy.shares if share.rate is not None}


def _spread_of(name: str, figures: Iterable[float | None]) -> Spread:
    known = [figure for figure in figures if figure is not None]
    return Spread(name, mean(known), min(known), len(known))


def _match(gold: Gold, given: Sequence[Claim], spared: set[int]) -> Matched:
    """The pairs of one measure, without optional gold and without the claims paired with it."""
    asked = {i: n for n, i in enumerate(i for i, claim in enumerate(gold.claims) if not claim.optional)}
    counted = {j: n for n, j in enumerate(j for j in range(len(given)) if j not in spared)}
    pairs = [(asked[i], counted[j]) for i, j in pair(gold.claims, given) if i in asked and j in counted]
    return Matched([gold.claims[i] for i in asked], [given[j] for j in counted], pairs)


def _all_found(matched: Matched) -> Iterable[Found]:
    yield _found(ALL, matched, lambda row: True)
    yield _found(STATED, matched, lambda row: not row.implicit)
    yield _found(IMPLICIT, matched, lambda row: row.implicit)
    seen = {row.measure for row in matched.asked} | {row.measure for row in matched.given}
    yield from (_found(measure, matched, _counts(measure)) for measure in Measure if measure in seen)


def _counts(measure: Measure) -> Callable[[GoldClaim | Claim], bool]:
    return lambda row: row.measure is measure


def _found(name: str, matched: Matched, belongs: Callable[[GoldClaim | Claim], bool]) -> Found:
    asked = {i for i, row in enumerate(matched.asked) if belongs(row)}
    given = {j for j, row in enumerate(matched.given) if belongs(row)}
    return Found(
        name,
        asked=len(asked),
        given=len(given),
        asked_found=sum(i in asked for i, _ in matched.pairs),
        given_right=sum(j in given for _, j in matched.pairs),
    )


def _shares(matched: Matched) -> Iterable[Share]:
    yield _share("value and bound", matched, value_right, lambda asked: True)
    yield _share("bound", matched, bound_right, lambda asked: True)
    yield _share("attribution", matched, _speaker_right, lambda asked: "attribution" in asked.known)
    yield _share("group", matched, _group_right, lambda asked: "group" in asked.known and asked.measure.people)
    yield _share("place", matched, _place_right, lambda asked: "place" in asked.known)
    yield _share("country", matched, _country_right, lambda asked: bool(asked.country))
    yield _share("no other country", matched, _no_other_country, lambda asked: bool(asked.country))
    yield _share("scope", matched, lambda asked, claim: asked.scope == claim.scope, lambda asked: bool(asked.scope))


def _speaker_right(asked: GoldClaim, claim: Claim) -> bool:
    return overlaps_name(asked.attribution, claim.attribution)


def _group_right(asked: GoldClaim, claim: Claim) -> bool:
    return overlaps_name(asked.group, claim.group)


def _place_right(asked: GoldClaim, claim: Claim) -> bool:
    return overlaps_name(asked.place, claim.place)


def _country_right(asked: GoldClaim, claim: Claim) -> bool:
    return asked.country == claim.country


def _no_other_country(asked: GoldClaim, claim: Claim) -> bool:
    """True for the right country, and for none: a wrong country is worse than a gap."""
    return claim.country in (None, asked.country)


def _share(
    name: str, matched: Matched, right: Callable[[GoldClaim, Claim], bool], known: Callable[[GoldClaim], bool]
) -> Share:
    judged = [right(asked, claim) for asked, claim in matched.rows() if known(asked)]
    return Share(name, sum(judged), len(judged))
