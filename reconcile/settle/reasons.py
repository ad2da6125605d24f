"""Why a figure is what it is, in one plain sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reconcile.compare.intervals import Interval
from reconcile.compare.wording import agreeing, listed, number_words
from reconcile.settle.voices import Voice

if TYPE_CHECKING:
    from reconcile.settle.figures import Settled

SHOWN = 4
"""Voices that a sentence names at most."""

CHOICES = {
    "representative": "the figure that most of them allow is taken",
    "conservative": "the least is taken",
    "informative": "the most is taken",
    "latest_credible": "the latest from a source not held unreliable is taken",
    "range": "the desk's rule gives a range and no best figure",
}
"""What each rule does with figures that differ."""


def because(figure: Settled, status: str, disputed: bool) -> str:
    """The sentence of the figures table: which voices there are, what they say, and which rule spoke."""
    if figure.decided:
        return f"{figure.decided.rstrip('.')}."
    told = _told(figure, status)
    extra = ["later counts took the place of earlier ones"] if _updated(figure.voices) else []
    extra += [figure.note] if figure.note else []
    extra += ["a party denies the event"] if disputed else []
    return "; ".join([told, *extra]) + "."


def _told(figure: Settled, status: str) -> str:
    voices = [v for v in figure.voices if v.tellings]
    if len(voices) == 1 and not figure.contested:
        who, count = voices[0].label, len({c.doc for c in voices[0].claims})
        return f"Only {who} {agreeing('gives', who)} it{f', in {count} articles' if count > 1 else ''}"
    if status == "agreed":
        return f"All {len(voices)} originators give the same figure"
    said = _said(voices)
    if not figure.contested:
        return f"{said}, and all of these can hold"
    settled = figure.best is not None or figure.rule == "range"
    choice = CHOICES[figure.rule] if settled else "no figure has the most voices"
    return f"{said}, and these exclude one another; {choice}"


def _said(voices: Sequence[Voice]) -> str:
    """'SANA says 43 and the Observatory says 30', with the rest counted."""
    ordered = sorted(voices, key=lambda v: (v.stated[:1], v.name))
    names = [f"{v.label} {agreeing('says', v.label)} {_figures(v)}" for v in ordered[:SHOWN]]
    rest = len(voices) - SHOWN
    told = listed([*names, f"{rest} more give others"] if rest > 0 else names)
    return told[:1].upper() + told[1:]


def _figures(voice: Voice) -> str:
    found = [_interval(t.interval) for t in voice.tellings]
    return " or ".join(dict.fromkeys(found))


def _interval(found: Interval) -> str:
    low, high = found.low, found.high
    if low == high:
        return number_words(low)
    if math.isinf(high):
        return f"{'more than' if found.low_open else 'at least'} {number_words(low)}"
    if math.isinf(low):
        return f"{'less than' if found.high_open else 'at most'} {number_words(high)}"
    return f"{number_words(low)} to {number_words(high)}"


def _updated(voices: Sequence[Voice]) -> bool:
    return any(v.superseded for v in voices)
