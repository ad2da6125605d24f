"""The reason why a claim is linked to its event, as values; `reconcile/wording/link_words.py` writes the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceLevel(StrEnum):
    """How the places of two accounts compare."""

    SAME = "same"
    NEAR = "near"
    """Within the distance that the desk's settings allow."""
    INSIDE = "inside"
    """A town in a province, or near its middle."""
    COUNTRY = "country"
    """Both are in one country, and no more is known."""
    UNKNOWN = "unknown"
    APART = "apart"
    ELSEWHERE = "elsewhere"
    """Two countries, one of which may only say who acted: 'a U.S. strike'."""
    ABROAD = "abroad"
    """Two countries."""


class DaysLevel(StrEnum):
    """How the days of two accounts compare."""

    SAME = "same"
    NEAR = "near"
    """Within the days that the desk's settings allow."""
    OVERLAP = "overlap"
    """They overlap, and one of them is a long interval."""
    UNKNOWN = "unknown"
    ANOTHER = "another"
    """Both accounts state their day, and the days differ."""
    APART = "apart"
    LONG_APART = "long apart"


class CauseLevel(StrEnum):
    """How the causes of two accounts compare."""

    SAME = "same"
    AKIN = "akin"
    """Causes that one event is often reported under in turn: an assault and its shelling."""
    UNKNOWN = "unknown"
    DIFFERENT = "different"


class SceneLevel(StrEnum):
    """The result of comparing day and cause together."""

    ANOTHER = "another"
    """Both the stated days and the causes differ."""
    UNKNOWN = "unknown"


class NamesLevel(StrEnum):
    """Whether each text mentions the places that the other names."""

    STRANGERS = "strangers"
    """Neither text mentions the other's places."""
    HALF = "half"
    """Each names a place that the other does not mention."""
    SHARED = "shared"
    UNKNOWN = "unknown"


class FiguresLevel(StrEnum):
    """Whether two accounts give the same distinctive number of one measure."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class AgesLevel(StrEnum):
    """How the ages of those killed or hurt compare, where two accounts give those of all of them."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Levels:
    """The results of all comparisons of two accounts."""

    place: PlaceLevel
    days: DaysLevel
    cause: CauseLevel
    scene: SceneLevel
    names: NamesLevel
    figures: FiguresLevel
    ages: AgesLevel = AgesLevel.UNKNOWN


@dataclass(frozen=True)
class AsideReason:
    """Why a claim is linked to nothing: its article tells of an event elsewhere, and this is only a length."""


@dataclass(frozen=True)
class Match:
    """The article that a report fits best: the comparison of the two, and the most distinctive words in common."""

    doc: str
    one_story: bool
    levels: Levels
    words: tuple[str, ...]


@dataclass(frozen=True)
class EventReason:
    """Why a claim is linked to an event, or is not linked because several fit.

    `origin` is the event's (desk, dataset, discovered) where it was known before this batch, and `by_name` is True
    where the article names it; `rivals` are the names of further events that fit about as well.
    """

    event: str
    origin: str | None
    by_name: bool
    match: Match | None
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class TotalReason:
    """Why a claim is a total of a war or a series; `head` is the word in the text that names it, or empty.

    `country_known` is False where the article names no country for it, so that the claim is not linked.
    """

    kind: str
    head: str = ""
    country_known: bool = True


LinkReason = EventReason | TotalReason | AsideReason
