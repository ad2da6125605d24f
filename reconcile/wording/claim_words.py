"""Claims, speakers and events as parts of English sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from reconcile.model.claim import ComparedClaim, stated_ends
from reconcile.model.interval import Interval
from reconcile.model.records import Claim, Event
from reconcile.model.units import Exact
from reconcile.model.voice import Voice
from reconcile.wording.figure_words import day_words, period_words, plural
from reconcile.wording.name_words import name_words
from schemas.codes import Bound, DatePrecision, Measure, Reason, Scope

ARTICLES = ("the", "a", "an")
_NAMED_BODY = re.compile(r"^[A-Z]\S*(?: \S+)* (?:for|of|on) [A-Z]")
_HAS_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+|\b(?:19|20)\d\d\b")

REASONS = {
    Reason.OTHER_MEASURE: "they count different things ({left} beside {right})",
    Reason.OTHER_UNIT: "they count in different units ({left} beside {right})",
    Reason.OTHER_SCOPE: "one is a figure for {left} and the other for {right}",
    Reason.OTHER_GROUP: "they count different people ({left} beside {right})",
    Reason.OTHER_PART: "each is a part of some other figure",
    Reason.ADDITION: "one of them adds to another figure",
    Reason.TOLD_APART: "a text itself gives both as different figures",
    Reason.OTHER_PERIOD: "they cover different stretches of time",
    Reason.OTHER_DAY: "they count up to different days ({left} and {right})",
    Reason.HYPOTHETICAL: "one of them is hypothetical",
    Reason.DENIED: "one of them is a figure that its speaker denies",
    Reason.REPLACED: "the text of one of them gives it as a number that no longer holds",
    Reason.NO_DAY: "the day up to which one of them counts is unknown",
    Reason.NO_DATES: "the stretch of time that one of them covers is unknown",
    Reason.VAGUE_SUBJECT: "what exactly is measured is unknown",
    Reason.NO_FIGURE: "one of them gives no figure",
}
"""Why two claims are not compared, as a clause of a sentence."""

SCOPE_NAMES = {Scope.INCIDENT: "one event", Scope.PERIOD: "a stretch of time", Scope.CUMULATIVE: "a total to date"}


def number_words(value: float | Exact) -> str:
    """A number with separators, without a needless fraction.

    >>> number_words(94000), number_words(6.1)
    ('94,000', '6.1')
    """
    return f"{round(value):,}" if value == round(value) else f"{float(value):,.4f}".rstrip("0")


def interval_words(found: Interval) -> str:
    """An interval as words in a sentence.

    >>> interval_words(Interval(94000, low_open=True)), interval_words(Interval(20, 30)), interval_words(Interval(4, 4))
    ('more than 94,000', '20 to 30', '4')
    """
    low, high = found.low, found.high
    if low == high:
        return number_words(low)
    if isinstance(high, float):
        return f"{'more than' if found.low_open else 'at least'} {number_words(low)}"
    if isinstance(low, float):
        return f"{'less than' if found.high_open else 'at most'} {number_words(high)}"
    return f"{number_words(low)} to {number_words(high)}"


def bound_words(claim: Claim) -> str:
    """The figure with its bound: 'at least 11', 'between 20 and 30'; a vague word as it was written."""
    low, high = stated_ends(claim)
    if claim.bound == Bound.VAGUE:
        return f"'{claim.quote.strip()}'"
    if low is not None and high is not None and low != high:
        return f"between {number_words(low)} and {number_words(high)}"
    hedge = f"{claim.bound.replace('_', ' ')} " if claim.bound.hedged else ""
    stated = low if low is not None else high
    return f"{hedge}{number_words(stated if stated is not None else 0)}"


def figure_words(claim: ComparedClaim) -> str:
    """The figure with what it counts: 'at least 11 government troops killed', '17 days', '5 rockets'."""
    number, vague = bound_words(claim), claim.bound == Bound.VAGUE
    people = [claim.group] if claim.group and not claim.counted.everyone else []
    if vague and number.endswith("s'") and (people or not claim.measure.people):
        number = f"{number} of"
    if claim.measure == Measure.CASUALTIES and people:
        return f"{number} casualties among {people[0]}"
    if claim.measure == Measure.CASUALTIES and vague:
        return f"{number} of casualties"
    if claim.measure.people:
        if claim.unit != "person":
            people.append(plural(claim.unit))
        return " ".join([number, *people, claim.measure.phrase])
    if claim.measure == Measure.MAGNITUDE:
        return f"a magnitude of {number}"
    return f"{number} {claim.unit if claim.low == claim.high == 1 else plural(claim.unit)}"


def speaker(claim: Claim) -> str:
    """The speaker of a claim, as the subject of a sentence: 'SANA', 'the Syrian Observatory for Human Rights'.

    A claim without a speaker is attributed to its publisher, else its agency, else the article.
    """
    name = claim.attribution or claim.publisher or claim.agency
    return with_article(name) if name else f"the article {claim.doc}"


def voice_words(voice: Voice) -> str:
    """The name of a voice in a sentence; without a name, the speaker, outlet or article of its first claim."""
    claim = voice.claims[0]
    if voice.name not in (claim.text_id, claim.doc):
        said = (c.attribution for c in voice.claims if c.attribution)
        return with_article(next((name for name in said if _is_named(name, voice.name)), voice.name))
    outlet = claim.attribution or claim.publisher
    return with_article(outlet) if outlet else f"the article {claim.doc}"


def _is_named(said: str, name: str) -> bool:
    """True where a text gives the speaker's name with an article: 'the town council'."""
    article, _, rest = said.partition(" ")
    return article.casefold() in ARTICLES and rest.casefold() == name.casefold()


@cache
def with_article(name: str) -> str:
    """A name with 'the' where English needs it: before the title of a body, or a common noun.

    >>> with_article("Syrian Observatory for Human Rights"), with_article("SANA"), with_article("a security source")
    ('the Syrian Observatory for Human Rights', 'SANA', 'a security source')
    >>> with_article("Syrian army"), with_article("local officials"), with_article("Interior Ministry")
    ('the Syrian army', 'local officials', 'the Interior Ministry')
    >>> with_article("Police"), with_article("Doctors at the clinic"), with_article("Doctors Without Borders")
    ('police', 'doctors at the clinic', 'Doctors Without Borders')
    """
    first, last = name.split()[0], name.split()[-1]
    if (first.casefold() in ARTICLES and " " in name) or name.islower():
        return name[:1].lower() + name[1:] if first in ("The", "A", "An") else name
    if _is_common(name):
        return name[:1].lower() + name[1:]
    common = last.islower() and not last.endswith("s")
    titled = last.casefold() in name_words().bodies and len(name.split()) > 1
    return f"the {name}" if common or titled or _NAMED_BODY.match(name) else name


def _is_common(name: str) -> bool:
    """True for a common noun whose capital only marks the start of a sentence: 'Police', 'Doctors at the clinic'."""
    first, *rest = name.split()
    if not rest:
        return first.casefold() in name_words().many and not first.isupper()
    return rest[0] in name_words().head_ends and first.endswith("s") and first[1:].islower()


def says(claim: ComparedClaim, verb: str = "says") -> str:
    """A claim as a clause, the verb agreeing with the speaker: 'SANA says 43 killed', 'the rebels say 30 killed'."""
    who = speaker(claim)
    return f"{who} {agreeing(verb, who)} {figure_words(claim)}"


@cache
def agreeing(verb: str, who: str) -> str:
    """The verb, given in the singular, in the number (singular or plural) of its subject `who`.

    >>> agreeing("says", "the rebels"), agreeing("gives", "AFP"), agreeing("says", "Moscow and the army")
    ('say', 'gives', 'say')
    >>> [agreeing("says", who) for who in ("Police", "Doctors at the clinic", "Doctors Without Borders")]
    ['say', 'say', 'says']
    """
    if who.startswith("the article "):
        return verb
    words = who.split()
    ends = name_words().head_ends
    head = next((words[n - 1] for n in range(1, len(words)) if words[n] in ends), words[-1])
    common = head.islower() or head == words[0]
    regular = head.islower() and head.endswith("s") and not head.endswith("ss")
    plural_noun = regular or head.lower() in name_words().many
    lone = len(words) > 1 and head == words[0] and head.endswith("s") and words[1] in ends
    many = " and " in who or (common and (plural_noun or lone) and not who.startswith(("a ", "an ")))
    return verb.removesuffix("s") if many else verb


def where_told(claim: Claim, other: Claim) -> str:
    """The phrase that distinguishes a claim from another by the same speaker: its day, outlet or article.

    '' where both are from one article and nothing distinguishes them.
    """
    if claim.as_of and other.as_of and claim.as_of != other.as_of:
        return f"as of {day_words(claim.as_of)}"
    if claim.publisher and other.publisher and claim.publisher != other.publisher:
        return f"in {claim.publisher}"
    return f"in {claim.doc}" if claim.doc != other.doc else ""


def event_phrase(event: Event | None) -> str:
    """The event as a phrase: its name, with its day where the name contains none.

    A name built by this program from kind, place and day becomes a phrase (see the first example).

    >>> from dataclasses import replace
    >>> fire = Event(event_id="e-1", name="Fire, Vessen, 3 Jun 2013", start="2013-06-03", precision=DatePrecision.DAY,
    ...              kind="fire", origin="discovered")
    >>> event_phrase(fire), event_phrase(replace(fire, name="market shelling in Vessen", kind="shelling"))
    ('the fire in Vessen on 3 June 2013', 'the market shelling in Vessen on 3 June 2013')
    >>> names = {"War in Talvia": "war", "Fire of May": "fire", "Hurricane Ada": None, "Talvian civil war": None}
    >>> [event_phrase(replace(fire, name=name, kind=kind, start=None)) for name, kind in names.items()]
    ['the war in Talvia', 'the fire of May', 'Hurricane Ada', 'the Talvian civil war']
    """
    if event is None:
        return "the same event"
    first, *rest = event.name.split(", ")
    if rest and first.casefold() == (event.kind or "event").casefold():
        return _made_phrase(event, first.casefold(), rest)
    name = _with_the(event.name, event.kind or "")
    if event.start and event.precision == DatePrecision.DAY and not _HAS_DAY.search(name):
        return f"{name} on {day_words(event.start)}"
    return name


def _made_phrase(event: Event, kind: str, rest: Sequence[str]) -> str:
    """'Shelling, Vessen, 17 Jun 2013' as 'the shelling in Vessen on 17 June 2013'."""
    places = [part for part in rest if not _HAS_DAY.search(part)]
    where = f" in {', '.join(places)}" if places else ""
    if len(places) == len(rest) or not event.start:
        return f"the {kind}{where}"
    if event.precision == DatePrecision.DAY:
        return f"the {kind}{where} on {day_words(event.start)}"
    month = event.precision == DatePrecision.MONTH
    return f"the {kind}{where} in {period_words(event.start[:7]) if month else event.start[:4]}"


def _with_the(name: str, kind: str) -> str:
    """A name with its article: 'the Syrian civil war', 'the battle of Qusayr'; a bare proper name has none."""
    first, *rest = name.split()
    if first.casefold() in ARTICLES:
        return name[:1].lower() + name[1:]
    if rest and (rest[0] == "of" or first.casefold() == kind.split(" ")[0].casefold()):
        return f"the {name[:1].lower()}{name[1:]}"
    common = name[:1].islower() or (rest and (rest[-1].islower() or rest[0] in ("of", "in", "at", "on", "near")))
    return f"the {name}" if common else name


def listed(names: Iterable[str]) -> str:
    """Names as one list in a sentence: 'a, b and c'. `names` must not be empty.

    >>> listed(["SANA", "AFP", "SOHR"])
    'SANA, AFP and SOHR'
    """
    found = list(names)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def capital(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def both_say(claims: Sequence[ComparedClaim]) -> str:
    """Several claims as one clause: 'SANA says 43 killed and the Observatory says 30 killed'."""
    return listed(f"{says(claim)}{_which(claim, claims)}" for claim in claims)


def side_words(claim: ComparedClaim, sides: Sequence[ComparedClaim]) -> str:
    """What one side says, for a list of sides: 'the United Nations: 18 months', 'SANA: 43 killed as of 5 June 2013'."""
    return f"{speaker(claim)}: {figure_words(claim)}{_which(claim, sides)}"


def _which(claim: Claim, claims: Sequence[Claim]) -> str:
    """A space and what distinguishes a claim from others of `claims` by the same speaker; '' without such others."""
    namesakes = [c for c in claims if c is not claim and speaker(c) == speaker(claim)]
    place = where_told(claim, namesakes[0]) if namesakes else ""
    return f" {place}" if place else ""
