"""The body that a person speaks for, from the description beside the name: (X, head of) the Orlova Hospital."""

from __future__ import annotations

from reconcile.extract.speakers.mention import Phrases, Place
from reconcile.extract.speakers.saywords import BIT
from reconcile.model.records import Ground
from schemas.codes import ReadingRule

_KIND, _ROLE, _TITLE, _AGENCY = (BIT[name] for name in ("kind_of", "roles", "titles", "agency_of"))
_DETERMINER, _LINK = BIT["determiners"], BIT["links"]
_MODIFIER, _PRIVATE, _SPOKEN_FOR = BIT["modifiers"], BIT["private"], BIT["speaks_for"]


def body_of(phrases: Phrases, person: Place) -> Ground | None:
    """The body that the description around a person's name gives, else the post that stands for one.

    Behind the name: X, of the Civil Defence | X, head of the Orlova Hospital | X, who speaks for the Orlova Hospital.
    Before it: Orlova Hospital spokesman X | the head of the Orlova Hospital, X | Interior Minister X.
    """
    for place in (_behind(phrases, person[1]), _before(phrases, person[0])):
        if place and (body := _body_in(phrases, *place)):
            return body
    return None


def _behind(phrases: Phrases, last: int) -> Place | None:
    k = last + 1
    if phrases.low[k] == "," and phrases.number[k + 1] and phrases.low[k + 2] == ",":
        k += 2  # NAME, 51, a doctor
    apart = phrases.low[k] == ","
    k += apart
    if phrases.tag[k] & BIT["relatives"] and phrases.tag[k + 1] & _SPOKEN_FOR:
        k += 2
    elif not (phrases.low[k] in phrases.words.owner_links or (apart and _opens_description(phrases, k))):
        return None
    while phrases.tag[k] & _LINK:
        k += 1
    return phrases.phrase_after(k)


def _opens_description(phrases: Phrases, k: int) -> bool:
    return bool(phrases.tag[k] & (_DETERMINER | _ROLE | _MODIFIER) or phrases.proper[k])


def _before(phrases: Phrases, first: int) -> Place | None:
    k = first - 1
    while k >= 0 and (phrases.tag[k] & _TITLE or phrases.low[k] == ".") and not phrases.tag[k] & (_ROLE | _KIND):
        k -= 1
    apart = phrases.low[k] == ","
    place = phrases.phrase_before(k - apart) if k >= apart else None
    if place is None:
        return None
    other = phrases.mention(place)
    if other.form == "person" and other.start < phrases.tokens[first].start:
        return None
    described = any(phrases.tag[m] & _ROLE or phrases.tag[m] & _TITLE for m in range(place[0], place[1] + 1))
    return place if described or (not apart and phrases.tag[place[1]] & _KIND) else None


def _body_in(phrases: Phrases, first: int, last: int) -> Ground | None:
    """The body in a description, else the post (Interior Minister); nothing for people who speak for nobody."""
    if any(phrases.tag[k] & _PRIVATE for k in range(first, last + 1)):
        return None
    while first <= last and phrases.tag[first] & _DETERMINER:
        first += 1
    while last >= first and not phrases.is_word(last):
        last -= 1
    start, end = _inside(phrases, first, last)
    rule = ReadingRule.SPEAKS_FOR if _names_body(phrases, start, end) else ReadingRule.HOLDS_POST
    name = phrases.name(start, end) if rule == ReadingRule.SPEAKS_FOR else phrases.name(first, last)
    return Ground("body", rule, name) if name else None


def _inside(phrases: Phrases, first: int, last: int) -> Place:
    """A description without its post: (head of the) Orlova Hospital, Orlova Hospital (spokesman)."""
    role = next((k for k in range(first, last + 1) if phrases.tag[k] & _ROLE), None)
    if role is None:
        return first, last
    link = next((k for k in range(role + 1, last) if phrases.tag[k] & _LINK), None)
    if link is None:
        return first, role - 1
    while link < last and phrases.tag[link] & (_DETERMINER | _LINK):
        link += 1
    return link, last


def _names_body(phrases: Phrases, first: int, last: int) -> bool:
    """True where the words hold a noun for a body (police, hospital), not only a place or an adjective."""
    words = phrases.words
    tags = (words.tags.get(words.without_genitive(phrases.low[k]), 0) for k in range(first, last + 1))
    return any(tag & (_KIND | _AGENCY) and not tag & _ROLE for tag in tags)
