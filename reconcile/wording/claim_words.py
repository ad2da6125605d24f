"""The sentences: who says what, of which event, in words that can be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from reconcile.model.claim import Claim, stated_ends
from reconcile.wording.check_words import check_words

_NAMED_BODY = re.compile(r"^[A-Z]\S*(?: \S+)* (?:for|of|on) [A-Z]")
_TELLS_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+|\b(?:19|20)\d\d\b")

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

COUNTED = {
    "killed": "killed",
    "injured": "injured",
    "casualties": "casualties",
    "missing": "missing",
    "detained": "detained",
    "displaced": "displaced",
    "affected": "affected",
    "fighters": "in the force",
}
"""How a measure of people follows its number: '43 killed'."""

REASONS = {
    "different measure": "they count different things ({left} beside {right})",
    "different unit": "they count in different units ({left} beside {right})",
    "different scope": "one is a figure for {left} and the other for {right}",
    "different group": "they count different people ({left} beside {right})",
    "different part": "each is a part of some other figure",
    "told apart": "a text itself tells them apart",
    "different period": "they cover different stretches of time",
    "different as-of date": "they count up to different days ({left} and {right})",
    "hypothetical": "one of them is only a supposition",
    "denied": "one of them is a figure that its speaker denies",
    "no as-of date": "nothing says up to which day one of them counts",
    "no dates": "nothing says which stretch of time one of them covers",
    "unclear what is measured": "nothing says what exactly is measured",
    "no figure": "one of them gives no figure",
}
"""Why two claims are not compared: the fixed words of the comparisons table, and what they mean in a sentence."""

MONTH_PRECISION = 4
"""An event is known to the month (UCDP date precision)."""

SCOPE_NAMES = {"incident": "one event", "period": "a stretch of time", "cumulative": "a total to date"}


def number_words(value: float) -> str:
    """A number with separators, without a needless fraction.

    >>> number_words(94000), number_words(6.1)
    ('94,000', '6.1')
    """
    return f"{round(value):,}" if value == round(value) else f"{value:,.4f}".rstrip("0")


def bound_words(row: Mapping[str, Any]) -> str:
    """The figure with its bound: 'at least 11', 'between 20 and 30'; a vague word as it stands.

    >>> bound_words({"low": 94000.0, "high": None, "bound": "more_than", "quote": "over 94,000", "best": None})
    'more than 94,000'
    """
    (low, high), bound = stated_ends(row), row["bound"]
    if bound == "vague":
        return f"'{row['quote'].strip()}'"
    if low is not None and high is not None and low != high:
        return f"between {number_words(low)} and {number_words(high)}"
    hedge = f"{bound.replace('_', ' ')} " if bound not in ("exact", "range") else ""
    stated = low if low is not None else high
    return f"{hedge}{number_words(stated if stated is not None else 0)}"


def figure_words(claim: Claim) -> str:
    """The figure with what it counts: 'at least 11 government troops killed', '17 days', '5 rockets'."""
    number, unit = bound_words(claim.row), str(claim.unit)
    people = [] if claim.group.everyone or not claim.row["group"] else [claim.row["group"]]
    if claim.bound == "vague" and number.endswith("s'") and (people or claim.measure not in COUNTED):
        number = f"{number} of"
    if claim.measure == "casualties" and people:
        return f"{number} casualties among {people[0]}"
    if claim.measure == "casualties" and claim.bound == "vague":
        return f"{number} of casualties"
    if claim.measure in COUNTED:
        if unit != "person":
            people.append(plural(unit))
        return " ".join([number, *people, COUNTED[claim.measure]])
    if claim.measure == "magnitude":
        return f"a magnitude of {number}"
    singular = claim.row["low"] == claim.row["high"] == 1
    return f"{number} {unit if singular else plural(unit)}"


def plural(unit: str) -> str:
    """The unit in the plural.

    >>> plural("day"), plural("family"), plural("church"), plural("person")
    ('days', 'families', 'churches', 'people')
    """
    if unit in ("person", "people"):
        return "people"
    if unit.endswith("y") and unit[-2:-1] not in "aeiou":
        return unit[:-1] + "ies"
    return unit + ("es" if unit.endswith(("s", "x", "ch", "sh")) else "s")


def speaker(claim: Claim) -> str:
    """Who says it, as a subject: 'SANA', 'the Syrian Observatory for Human Rights', else the outlet or the article.

    An article's own voice is its outlet.
    """
    row = claim.row
    name = row["attribution"] or row["publisher"] or row["agency"]
    if not name:
        return f"the article {claim.doc}"
    return with_article(str(name))


@cache
def with_article(name: str) -> str:
    """A name with 'the' where English wants it: before a body with a title of its own, or a common noun.

    >>> with_article("Syrian Observatory for Human Rights"), with_article("SANA"), with_article("a security source")
    ('the Syrian Observatory for Human Rights', 'SANA', 'a security source')
    >>> with_article("Syrian army"), with_article("local officials"), with_article("Interior Ministry")
    ('the Syrian army', 'local officials', 'the Interior Ministry')
    >>> with_article("Police"), with_article("Doctors at the clinic"), with_article("Doctors Without Borders")
    ('police', 'doctors at the clinic', 'Doctors Without Borders')
    """
    first, last = name.split()[0], name.split()[-1]
    if (first.casefold() in ("the", "a", "an") and " " in name) or name.islower():
        return name[:1].lower() + name[1:] if first in ("The", "A", "An") else name
    if _is_common(name):
        return name[:1].lower() + name[1:]
    common = last.islower() and not last.endswith("s")
    bodies = {word for file in check_words() for word in file.bodies}
    titled = last.casefold() in bodies and len(name.split()) > 1
    return f"the {name}" if common or titled or _NAMED_BODY.match(name) else name


def _is_common(name: str) -> bool:
    """True where only its place in a sentence gave a name its capital: 'Police', 'Doctors at the clinic'."""
    first, *rest = name.split()
    ends = {word for file in check_words() for word in file.head_ends}
    if not rest:
        return any(first.casefold() in file.many for file in check_words()) and not first.isupper()
    return rest[0] in ends and first.endswith("s") and first[1:].islower()


def says(claim: Claim, verb: str = "says") -> str:
    """'SANA says 43 killed'; several speakers say."""
    who = speaker(claim)
    return f"{who} {agreeing(verb, who)} {figure_words(claim)}"


@cache
def agreeing(verb: str, who: str) -> str:
    """The verb in the number of its subject.

    >>> agreeing("says", "the rebels"), agreeing("gives", "AFP"), agreeing("says", "Moscow and the army")
    ('say', 'gives', 'say')
    >>> [agreeing("says", who) for who in ("Police", "Doctors at the clinic", "Doctors Without Borders")]
    ['say', 'say', 'says']
    """
    if who.startswith("the article "):
        return verb
    words = who.split()
    ends = {word for file in check_words() for word in file.head_ends}
    head = next((words[n - 1] for n in range(1, len(words)) if words[n] in ends), words[-1])
    common = head.islower() or head == words[0]
    many_nouns = {word for file in check_words() for word in file.many}
    plural_noun = head.lower() in many_nouns or (head.islower() and head.endswith("s") and not head.endswith("ss"))
    lone = len(words) > 1 and head == words[0] and head.endswith("s") and words[1] in ends
    many = " and " in who or (common and (plural_noun or lone) and not who.startswith(("a ", "an ")))
    return verb.removesuffix("s") if many else verb


def where_told(claim: Claim, other: Claim) -> str:
    """What tells a claim from another by the same speaker: its day, its outlet or its article."""
    if claim.as_of and other.as_of and claim.as_of != other.as_of:
        return f"as of {day_words(claim.as_of)}"
    if claim.publisher and other.publisher and claim.publisher != other.publisher:
        return f"in {claim.publisher}"
    return f"in {claim.doc}" if claim.doc != other.doc else ""


def event_phrase(event: Mapping[str, Any] | None) -> str:
    """The event as a phrase: its name, with its day where the name tells none.

    A name that was made of kind, place and day is told as a sentence tells them.

    >>> event_phrase({"name": "market shelling in Vessen", "start": "2013-06-03", "precision": 1})
    'the market shelling in Vessen on 3 June 2013'
    >>> event_phrase({"name": "Fire, Vessen, 3 Jun 2013", "start": "2013-06-03", "precision": 1, "kind": "fire"})
    'the fire in Vessen on 3 June 2013'
    >>> event_phrase({"name": "War in Talvia", "kind": "war"}), event_phrase({"name": "Fire of May", "kind": "fire"})
    ('the war in Talvia', 'the fire of May')
    >>> event_phrase({"name": "Hurricane Ada"}), event_phrase({"name": "Talvian civil war"})
    ('Hurricane Ada', 'the Talvian civil war')
    """
    if event is None:
        return "the same event"
    first, *rest = str(event["name"]).split(", ")
    if rest and first.casefold() == str(event.get("kind") or "event").casefold():
        return _made_phrase(event, first.casefold(), rest)
    name = _with_the(str(event["name"]), str(event.get("kind") or ""))
    if event.get("start") and event.get("precision") == 1 and not _TELLS_DAY.search(name):
        return f"{name} on {day_words(event['start'])}"
    return name


def _made_phrase(event: Mapping[str, Any], kind: str, rest: Sequence[str]) -> str:
    """'Shelling, Vessen, 17 Jun 2013' as 'the shelling in Vessen on 17 June 2013'."""
    places = [part for part in rest if not _TELLS_DAY.search(part)]
    where = f" in {', '.join(places)}" if places else ""
    if len(places) == len(rest) or not event.get("start"):
        return f"the {kind}{where}"
    if event.get("precision") == 1:
        return f"the {kind}{where} on {day_words(event['start'])}"
    month = event.get("precision") == MONTH_PRECISION
    return f"the {kind}{where} in {month_words(event['start'][:7]) if month else event['start'][:4]}"


def _with_the(name: str, kind: str) -> str:
    """A name with its article: 'the Syrian civil war', 'the battle of Qusayr'; a bare proper name has none."""
    first, *rest = name.split()
    if first.casefold() in ("the", "a", "an"):
        return name[:1].lower() + name[1:]
    if rest and (rest[0] == "of" or first.casefold() == kind.split(" ")[0].casefold()):
        return f"the {name[:1].lower()}{name[1:]}"
    told = name[:1].islower() or (rest and (rest[-1].islower() or rest[0] in ("of", "in", "at", "on", "near")))
    return f"the {name}" if told else name


def day_words(day: str) -> str:
    """An ISO day in words.

    >>> day_words("2013-06-05")
    '5 June 2013'
    """
    value = date.fromisoformat(day)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def month_words(month: str) -> str:
    """An ISO month in words.

    >>> month_words("2013-06")
    'June 2013'
    """
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def listed(names: Iterable[str]) -> str:
    """Names in a row: 'a, b and c'.

    >>> listed(["SANA", "AFP", "SOHR"])
    'SANA, AFP and SOHR'
    """
    found = list(names)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def capital(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def both_say(claims: Sequence[Claim]) -> str:
    """What each of several claims says, as one row: 'SANA says 43 killed and the Observatory says 30 killed'."""
    told: list[str] = []
    for claim in claims:
        told.append(f"{says(claim)}{_which(claim, claims)}")
    return listed(told)


def side_words(claim: Claim, sides: Sequence[Claim]) -> str:
    """What one side says, for a list of sides: 'the United Nations: 18 months', 'SANA: 43 killed as of 5 June 2013'."""
    return f"{speaker(claim)}: {figure_words(claim)}{_which(claim, sides)}"


def _which(claim: Claim, claims: Sequence[Claim]) -> str:
    """What tells a claim from others in the row by the same speaker."""
    namesakes = [c for c in claims if c is not claim and speaker(c) == speaker(claim)]
    place = where_told(claim, namesakes[0]) if namesakes else ""
    return f" {place}" if place else ""
