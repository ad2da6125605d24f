"""The reason for a figure, in one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reconcile.model.claim import ComparedClaim
from reconcile.model.group import Group
from reconcile.model.ranges import range_of
from reconcile.model.voice import Voice
from reconcile.settle.bearing import Bearing, notes_on, ruling_words
from reconcile.settle.rules import deciding_step
from reconcile.settle.settled import Settled
from reconcile.wording.claim_words import agreeing, capital, interval_words, listed, number_words, voice_words
from reconcile.wording.figure_words import day_words
from schemas.codes import RuleName, Status

_LOOSE = re.compile(r"\s+(?=[,.;:!?])")
"""A space before a punctuation mark, left over once words are joined."""

SHOWN = 4
"""The largest number of voices that a sentence names."""

NEARBY, FOLLOWING = 6, 3
"""The number of words before and after a duration or a distance that show what it measures."""

STEPS = (
    RuleName.REPRESENTATIVE.choice,
    "as many allow one as another, and the figure stated most often is taken",
    "as many say one as another, and the figure of the most reliable source is taken",
)
"""What decided under the representative rule: the number of voices, how often a figure is stated, or reliability."""


def because(figure: Settled, status: Status, disputed: bool, bearing: Bearing) -> str:
    """The sentence in the figures table: the ruling; without one, the voices and the rule that decided."""
    claims = {claim.claim_id: claim for claim in figure.claims}
    ruled = ruling_words(bearing, figure.subject, claims)
    said = [ruled] if ruled else []
    if not figure.decided:
        denied = ["a party denies the event"] if disputed else []
        said += [_voices_words(figure, status), *_extra(figure), *denied]
    first, *others = said
    return "; ".join([first if ruled else capital(first), *others, *notes_on(bearing)]) + "."


def _extra(figure: Settled) -> Iterator[str]:
    """Further facts about the figure: updates, other groups of its event, and what exactly was measured."""
    fitted = figure.fitted
    yield from dict.fromkeys(_sum_words(claim) for claim in figure.claims if claim.added)
    if any(v.left_behind for v in figure.voices):
        yield "later counts took the place of earlier ones"
    if fitted.raised_by is not None:
        yield f"{_people(fitted.raised_by)} alone make {number_words(fitted.range.low or 0)}"
    if fitted.exceeds is not None:
        yield f"that is more than {_people(fitted.exceeds)} are given, of whom these are a part"
    if fitted.exceeded_by is not None:
        yield f"{_people(fitted.exceeded_by)}, who are a part of these, are given a larger figure"
    if not figure.subject.measure.bare and not figure.subject.measure.people:
        yield f"in the words '{_around(figure.claims[0])}'"


def _sum_words(claim: ComparedClaim) -> str:
    """'5 and a further 5 in the same text make at least 10'."""
    further = [number_words(added.low or 0) for added in claim.added]
    first = number_words((claim.low or 0) - sum(added.low or 0 for added in claim.added))
    return f"{first} and a further {listed(further)} in the same text make at least {number_words(claim.low or 0)}"


def _people(group: Group) -> str:
    return f"the {group.label}" if group.label else "all together"


def _around(claim: ComparedClaim) -> str:
    """The words around a figure that show what it measures."""
    words, follow = (side.split() for side in claim.around)
    start = "… " if len(words) > NEARBY else ""
    end = " …" if len(follow) > FOLLOWING else ""
    around = " ".join([*words[-NEARBY:], claim.quote, *follow[:FOLLOWING]])
    return f"{start}{_LOOSE.sub('', around).rstrip('.,; ')}{end}"


def _voices_words(figure: Settled, status: Status) -> str:
    """Who gives the figure, as a clause: 'only SANA gives it', 'SANA says 43 and the Observatory says 30, and ...'."""
    voices = [v for v in figure.voices if v.tellings]
    exclude = range_of(voices).contested
    if len(voices) == 1 and not exclude:
        who, count = voice_words(voices[0]), len({c.doc for c in voices[0].claims})
        return f"only {who} {agreeing('gives', who)} it{f', in {count} articles' if count > 1 else ''}"
    if status == Status.AGREED or len({t.interval for v in voices for t in v.tellings}) == 1:
        return _give_it(voices)
    said = _said(voices)
    if not exclude:
        return f"{said}, and all of these can hold"
    return f"{said}, and these exclude one another{_choice(figure, voices)}"


def _choice(figure: Settled, voices: Sequence[Voice]) -> str:
    """Say what the rule did with figures that differ; empty for a figure that the desk has set."""
    rule = figure.rule
    if rule is None:
        return ""
    if figure.best is None:
        return f"; {rule.undecided}"
    decided_by = STEPS[deciding_step(voices)] if rule == RuleName.REPRESENTATIVE else rule.choice
    return f"; {decided_by}"


def _give_it(voices: Sequence[Voice]) -> str:
    """'Both SANA and AFP give it', 'AFP, SANA and the UN all give it'; voices beyond `SHOWN` are counted."""
    names = [voice_words(v) for v in voices]
    if len(names) == 2:
        return f"both {listed(names)} give it"
    rest = len(names) - SHOWN
    return f"{listed([*names[:SHOWN], f'{rest} more'] if rest > 0 else names)} all give it"


def _said(voices: Sequence[Voice]) -> str:
    """'SANA says 43 and the Observatory says 30'; voices beyond `SHOWN` are counted."""
    ordered = sorted(voices, key=lambda v: (v.stated[:1], v.name))
    names = [(voice_words(v), _figures(v)) for v in ordered[:SHOWN]]
    said = [f"{name} {agreeing('says', name)} {figures}" for name, figures in names]
    rest = len(voices) - SHOWN
    return listed([*said, f"{rest} more give others"] if rest > 0 else said)


def _figures(voice: Voice) -> str:
    """'18 or 25'; counts of several days with their days: 'more than 5,200 as of 4 June 2013 or 4,900 as of ...'."""
    words = [(interval_words(t.shown), t.as_of) for t in voice.tellings]
    dated = len({as_of for _, as_of in words}) > 1 and len({figure for figure, _ in words}) > 1
    found = [f"{figure} as of {day_words(as_of)}" if dated and as_of else figure for figure, as_of in words]
    return " or ".join(dict.fromkeys(found))
