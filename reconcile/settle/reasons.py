"""Why a figure is what it is, in one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reconcile.model.claim import UNNAMED, Claim
from reconcile.model.group import Group
from reconcile.model.ranges import range_of
from reconcile.model.voice import Voice
from reconcile.settle.bearing import Bearing, notes_on, ruling_words
from reconcile.settle.rules import deciding_step
from reconcile.wording.claim_words import agreeing, day_words, listed, number_words

if TYPE_CHECKING:
    from reconcile.settle.figures import Settled

_LOOSE = re.compile(r"\s+(?=[,.;:!?])")
"""A blank that stands before a mark once words are joined."""

SHOWN = 4
"""Voices that a sentence names at most."""

NEARBY, FOLLOWING = 6, 3
"""Words before and behind a spell or a distance that show what it measures."""

CHOICES = {
    "representative": "the figure that most of them allow is taken",
    "conservative": "the least is taken",
    "informative": "the most is taken",
    "latest_credible": "the latest from a source not held unreliable is taken",
    "range": "the desk's rule gives a range and no best figure",
}
"""What each rule does with figures that differ."""

STEPS = (
    CHOICES["representative"],
    "as many allow one as another, and the figure stated most often is taken",
    "as many say one as another, and the figure of the most reliable source is taken",
)
"""What the representative rule decided by: the voices, how often a figure is stated, or who states it."""


def because(figure: Settled, status: str, disputed: bool, bearing: Bearing) -> str:
    """The sentence of the figures table: what the desk ruled; else which voices there are, and which rule spoke."""
    claims = {claim.claim_id: claim for claim in figure.claims}
    ruled = ruling_words(bearing, figure.subject, claims)
    said = [ruled] if ruled else []
    if not figure.decided:
        denied = ["a party denies the event"] if disputed else []
        told = _told(figure, status)
        said += [told[:1].lower() + told[1:] if ruled and told.startswith(("Only ", "Both ")) else told]
        said += [*_extra(figure), *denied]
    return "; ".join([*said, *notes_on(bearing)]) + "."


def _extra(figure: Settled) -> Iterator[str]:
    """What else bears on the figure: updates, other groups of its event, and what exactly was measured."""
    fitted = figure.fitted
    if any(v.left_behind for v in figure.voices):
        yield "later counts took the place of earlier ones"
    if fitted.raised_by is not None:
        yield f"{_people(fitted.raised_by)} alone make {number_words(fitted.range.low or 0)}"
    if fitted.exceeds is not None:
        yield f"that is more than {_people(fitted.exceeds)} are given, of whom these are a part"
    if fitted.exceeded_by is not None:
        yield f"{_people(fitted.exceeded_by)}, who are a part of these, are given a larger figure"
    if figure.subject.measure in UNNAMED and figure.subject.measure != "fighters":
        yield f"in the words '{_around(figure.claims[0])}'"


def _people(group: Group) -> str:
    return f"the {group.label}" if group.label else "all together"


def _around(claim: Claim) -> str:
    """The words around a figure that say what it measures."""
    before, _, after = claim.sentence.partition(claim.quote)
    words, follow = before.split(), after.split()
    start = "… " if len(words) > NEARBY else ""
    end = " …" if len(follow) > FOLLOWING else ""
    told = " ".join([*words[-NEARBY:], claim.quote, *follow[:FOLLOWING]])
    return f"{start}{_LOOSE.sub('', told).rstrip('.,; ')}{end}"


def _told(figure: Settled, status: str) -> str:
    voices = [v for v in figure.voices if v.tellings]
    exclude = range_of(voices).contested
    if len(voices) == 1 and not exclude:
        who, count = voices[0].label, len({c.doc for c in voices[0].claims})
        return f"Only {who} {agreeing('gives', who)} it{f', in {count} articles' if count > 1 else ''}"
    if status == "agreed" or len({t.interval for v in voices for t in v.tellings}) == 1:
        return _give_it(voices)
    said = _said(voices)
    if not exclude:
        return f"{said}, and all of these can hold"
    settled = figure.best is not None or figure.rule == "range"
    choice = _choice(figure.rule, voices) if settled else "no figure has the most voices"
    return f"{said}, and these exclude one another; {choice}"


def _choice(rule: str, voices: Sequence[Voice]) -> str:
    return STEPS[deciding_step(voices)] if rule == "representative" else CHOICES[rule]


def _give_it(voices: Sequence[Voice]) -> str:
    """'Both SANA and AFP give it', 'AFP, SANA and the UN all give it', with the rest counted."""
    names = [v.label for v in voices]
    if len(names) == 2:
        return f"Both {listed(names)} give it"
    rest = len(names) - SHOWN
    told = listed([*names[:SHOWN], f"{rest} more"] if rest > 0 else names)
    return f"{told[:1].upper()}{told[1:]} all give it"


def _said(voices: Sequence[Voice]) -> str:
    """'SANA says 43 and the Observatory says 30', with the rest counted."""
    ordered = sorted(voices, key=lambda v: (v.stated[:1], v.name))
    names = [f"{v.label} {agreeing('says', v.label)} {_figures(v)}" for v in ordered[:SHOWN]]
    rest = len(voices) - SHOWN
    told = listed([*names, f"{rest} more give others"] if rest > 0 else names)
    return told[:1].upper() + told[1:]


def _figures(voice: Voice) -> str:
    """'18 or 25'; counts of several days with their days: 'more than 5,200 as of 4 June 2013 or 4,900 as of ...'."""
    dated = len({t.as_of for t in voice.tellings}) > 1 and len({t.words for t in voice.tellings}) > 1
    found = [f"{t.words} as of {day_words(t.as_of)}" if dated and t.as_of else t.words for t in voice.tellings]
    return " or ".join(dict.fromkeys(found))
