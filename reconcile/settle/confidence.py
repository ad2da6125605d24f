"""How far a figure can be trusted, in the words that casualty recorders use (after Airwars' grading).

The word is accompanied by the two grades of the Admiralty scale (NATO AJP-2.1), which are judged separately: the
reliability of the source, as the desk rates it, and the credibility of the information, by who confirms or excludes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.model.ranges import range_of
from reconcile.model.units import Exact
from reconcile.model.voice import TRUST, UNJUDGED, Voice
from schemas.codes import Confidence, Reliability, Status

CONDITIONS = {
    Confidence.CONTESTED: "sources exclude one another, or a party denies the event, and the desk has not ruled",
    Confidence.CONFIRMED: (
        "the desk has ruled, or two named authorities that count for themselves state this number, neither rated D or "
        "E, which are of two kinds (official, monitor, belligerent, witness) or of which one is rated A or B"
    ),
    Confidence.FAIR: (
        "two independent originators allow it, of which one is a named authority, or a single one that is rated A or B"
    ),
    Confidence.WEAK: (
        "a single originator that is not rated A or B, outlets and unnamed sources alone, or nothing but allegations"
    ),
    Confidence.DISCOUNTED: "the desk has dismissed it, or every originator behind it is rated E, unreliable",
}
"""What each word means; printed in docs and in the data dictionary."""

CONFIRMING = 2
"""Independent originators that confirm a figure."""

CREDIBILITY = {
    1: "confirmed: three independent originators or more, and all of them allow it",
    2: "probably true: two independent originators, and both allow it",
    3: "possibly true: originators exclude one another, and more than half of them allow it",
    4: "doubtful: half of them or fewer allow it, or a party denies the event, or a part exceeds its whole",
    5: "improbable: originators report on it, and none allows it",
    6: "cannot be judged: a single originator, or nothing but allegations",
}
"""What each credibility grade means, whoever the source is."""


def confidence_of(
    status: Status, voices: Sequence[Voice], best: Exact | None, nameless: frozenset[str] = frozenset()
) -> Confidence:
    """The confidence word for a figure; the first condition that holds decides.

    Args:
        status: how the figure came about.
        voices: the voices of the figure.
        best: the settled number; None for an undetermined figure, which nobody confirms.
        nameless: the names of originators that are nobody in particular (officials, residents), in lower case.
    """
    trusted = any(map(_is_trusted, voices))
    if status in (Status.DECIDED, Status.DISMISSED):
        return Confidence.CONFIRMED if status == Status.DECIDED else Confidence.DISCOUNTED
    if all(v.reliability == Reliability.E for v in voices):
        return Confidence.DISCOUNTED
    if status == Status.CONTESTED:
        return Confidence.CONTESTED
    if all(v.alleged for v in voices):
        return Confidence.WEAK
    counting = [v for v in voices if v.counts_itself and v.name.casefold() not in nameless]
    confirming = [v for v in counting if _confirms(v, best)]
    apart = len({v.kind for v in confirming}) >= CONFIRMING or any(map(_is_trusted, confirming))
    if len(confirming) >= CONFIRMING and apart:
        return Confidence.CONFIRMED
    return Confidence.FAIR if (len(voices) >= CONFIRMING and counting) or trusted else Confidence.WEAK


def _is_trusted(voice: Voice) -> bool:
    """True for a source that the desk rates A or B."""
    return TRUST[voice.reliability] <= TRUST[Reliability.B]


def _confirms(voice: Voice, best: Exact | None) -> bool:
    """True where a voice states the settled number; a source that is known to be doubtful confirms nothing."""
    doubtful = TRUST[voice.reliability] > TRUST[UNJUDGED]
    return best is not None and not doubtful and not voice.alleged and voice.states(best)


def reliability_of(voices: Sequence[Voice], best: Exact | None) -> Reliability:
    """The Admiralty letter of the most reliable voice that allows the figure; of all voices, where none allows it."""
    behind = [v for v in voices if best is not None and v.holds(best)] or voices
    return min((v.reliability for v in behind), key=TRUST.__getitem__, default=UNJUDGED)


def credibility_of(voices: Sequence[Voice], best: Exact | None, disputed: bool) -> int:
    """The Admiralty grade (1 to 6) of the information; `disputed` where a denial or a part contradicts it.

    An undetermined figure is judged by its range: whether the statements of its voices can all hold.
    """
    told = [v for v in voices if v.tellings]
    together = not range_of(told).contested
    holding = sum(v.holds(best) for v in told) if best is not None else len(told) if together else 0
    if best is not None and told and not holding:
        return 5
    if len(told) < 2 or all(v.alleged for v in told):
        return 4 if disputed else 6
    if holding == len(told) and not disputed:
        return 1 if holding > 2 else 2
    return 3 if holding * 2 > len(told) and not together else 4
