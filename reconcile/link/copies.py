"""One statement in several copies of a text has one speaker: the one whom the fullest copy names.

A copy that is cut short loses the end of a sentence, and with it who said so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import fuzz

SAME_SENTENCE = 90
"""rapidfuzz ratio (0-100), over the length of the shorter, from which two sentences are one, reworded a little."""
CUT = " .\u2026"
"""What a cut leaves at a sentence's end."""
SAID = ("measure", "low", "best", "high", "bound", "group", "part_of", "unit")
HEAD = 300
"""Characters at the top of an article in which a headline or lead tells ahead what is quoted below."""
REPEATED = ("doc", "measure", "low", "best", "high", "bound", "unit")

Row = Mapping[str, Any]


def share_voices(rows: Iterable[dict[str, Any]]) -> None:
    """Give each claim the originator of the same statement in the fullest copy of its story that names a speaker.

    The same statement has the same number, measure and group, and stands in nearly the same sentence, as its first or
    second of that kind.
    """
    stories: defaultdict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    nth: Counter[tuple[Any, ...]] = Counter()
    for row in sorted(rows, key=lambda row: (row["doc"], row["start"], row["end"], row["claim_id"])):
        said = (row["story"], *(row[column] for column in SAID))
        here = (row["doc"], row["sentence"], *said)
        nth[here] += 1
        if row["story"] is not None:
            stories[*said, nth[here]].append(row)
    for told in stories.values():
        if len({row["originator"] for row in told}) > 1:
            _agree(told)


def heed_own_words(rows: Iterable[dict[str, Any]]) -> None:
    """Give a figure in an article's own voice (a headline, a lead) the one speaker whom the article names for it below.

    An article that repeats what it quotes is no second witness. Where it quotes two for one figure, its own words stay
    its own.
    """
    told: defaultdict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        told[tuple(row[column] for column in REPEATED)].append(row)
    for same in told.values():
        own = [row for row in same if row["attribution"] is None]
        for row in own:
            named = {other["originator"] for other in same if _may_repeat(row, other)}
            if len(named) == 1:
                row["originator"] = named.pop()


def _may_repeat(own: Row, other: Row) -> bool:
    """True where a claim further down names who says what the article's head says of the same people, or of all."""
    below = own["start"] < min(HEAD, other["start"])
    return below and other["attribution"] is not None and (own["group"] is None or own["group"] == other["group"])


def _agree(told: list[dict[str, Any]]) -> None:
    """Let the claims that are one statement have one originator."""
    ranked = sorted(told, key=lambda row: (not _is_named(row), -len(row["sentence"]), row["doc"], row["start"]))
    voices = [row["originator"] for row in ranked]
    for place, row in enumerate(ranked):
        fuller = next((i for i in range(place) if is_same_sentence(ranked[i]["sentence"], row["sentence"])), place)
        voices[place] = voices[fuller]
        row["originator"] = voices[fuller]


def _is_named(row: Row) -> bool:
    return row["originator"] not in (row["agency"], row["story"])


def is_same_sentence(one: str, other: str) -> bool:
    """True where the shorter sentence opens the longer, but for light edits and the marks of a cut.

    >>> is_same_sentence("Nine men died in the mill, acc...", "Nine men died in the mill, according to the mayor.")
    True
    >>> is_same_sentence("Nine men died in the mill.", "Nine men were hurt at the quarry, the mayor said.")
    False
    """
    short, long = sorted((one.rstrip(CUT), other.rstrip(CUT)), key=lambda text: (len(text), text))
    return fuzz.ratio(short, long[: len(short)]) >= SAME_SENTENCE
