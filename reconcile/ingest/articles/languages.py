"""Detects the language of a text: by the small words of the languages that are read, by py3langid for all others."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from reconcile.language import Pack, WordFile, known_codes
from reconcile.model.article import Span
from reconcile.text.grids import find_grids

UNKNOWN = "und"
"""ISO 639 code of a language that could not be detected."""

SEEN = (
    *("af", "am", "ar", "az", "bg", "bn", "bs", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gu", "ha"),
    *("he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk", "km", "kn", "ko", "ky", "lo", "lt", "lv", "mk", "ml"),
    *("mr", "ms", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "si", "sk", "sl", "so", "sq", "sr", "sv"),
    *("sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "zh"),
)
"""The languages that are told apart, whether or not they can be read: those of most news. Rare ones that resemble a
large one (Nigerian Pidgin, Extremaduran) are left out, as they are mostly mistaken for it."""

SAMPLE = 400
"""Number of words from which the language is detected."""

SHORT = 60
"""In a text of at most this many words (a headline, a label), words of the subject count too."""

_SUBJECTS = ("people", "measures", "things", "tables")
_TELLING = 4  # least letters of a word that identifies a language; shorter words exist in several languages
_LEAST_SHARE = 0.12
_CLEAR, _SURE = 0.25, 0.33
"""Shares of small words from which a language that is read is believed before another, and without asking for one."""
_LOOKED_AT = 4_000
_LONG_PART = 25
"""Words of a paragraph from which its language is told apart from its text's."""
_FEW = 0.05
_PARAGRAPH = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+")


class Stopwords(WordFile):
    """`stopwords.yaml`: the commonest small words of a language."""

    words: tuple[str, ...]


def tell_language(text: str, overlay: Path | None = None) -> str:
    """The code of the text's language, whether there is a pack for it or not; `und` for a text without words.

    A language that is read is told by its small words, in short texts and tables also by its words of harm. Any other
    is told by py3langid, and only from enough words.

    >>> tell_language("At least 11 of the soldiers were killed in the final hours of the fighting.")
    'en'
    >>> tell_language("Au moins onze soldats ont été tués dans les dernières heures des combats.")
    'fr'
    >>> tell_language("Al menos once soldados murieron en las últimas horas de los combates en la ciudad.")
    'es'
    >>> tell_language("Completely destroyed housing: 146"), tell_language("146")
    ('en', 'und')
    """
    words = [hit.group().lower() for hit in islice(_WORD.finditer(text), SAMPLE)]
    if not words:
        return UNKNOWN
    own, share = _by_words(words, overlay)
    if own != UNKNOWN and share >= _SURE:
        return own
    seen = identify(text)
    if own != UNKNOWN and seen != own and len(words) > SHORT and share < _CLEAR:
        return seen
    if own == UNKNOWN and len(words) > SHORT:
        heading, _ = _by_words(words[:SHORT], overlay)  # a table: words of harm above, names below
        return heading if heading != UNKNOWN else seen
    if own == UNKNOWN and find_grids(text):
        return UNKNOWN  # names of months and places
    return own if own != UNKNOWN else seen


def _by_words(words: list[str], overlay: Path | None) -> tuple[str, float]:
    """The language whose words make up most of these, with their share; `und` where no language has enough."""
    profiles = _profiles(overlay) if len(words) > SHORT else _subjects(overlay)
    shares = {code: sum(w in known for w in words) / len(words) for code, known in profiles.items()}
    best = max(shares, key=lambda code: (shares[code], code), default=UNKNOWN)
    share = shares.get(best, 0.0)
    return (best, share) if share >= _LEAST_SHARE else (UNKNOWN, share)


def identify(text: str) -> str:
    """The likeliest language of a text, of those in `SEEN`."""
    code, _ = _identifier().classify(text[:_LOOKED_AT])
    return str(code)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # takes half a second to import

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(SEEN))
    return identifier


def foreign_parts(text: str, language: str, overlay: Path | None = None) -> list[tuple[Span, str]]:
    """The paragraphs that are plainly in another language than their text, each with its language."""
    small = _profiles(overlay).get(language)
    if small is None:
        return []
    found = []
    for hit in _PARAGRAPH.finditer(text):
        words = [word.lower() for word in _WORD.findall(hit[0])]
        if len(words) < _LONG_PART or sum(word in small for word in words) >= _FEW * len(words):
            continue
        other = identify(hit[0])
        if other != language and not find_grids(hit[0]):
            found.append((Span(*hit.span()), other))
    return found


def plain_code(stated: str) -> str | None:
    """The two- or three-letter language code in a stated language; None where it contains none.

    >>> plain_code("en-GB"), plain_code("FR"), plain_code("English")
    ('en', 'fr', None)
    """
    found = re.match(r"([A-Za-z]{2,3})(?:[-_].*)?\Z", stated.strip())
    return found[1].lower() if found else None


@cache
def _profiles(overlay: Path | None) -> dict[str, frozenset[str]]:
    packs = [Pack(code, overlay) for code in known_codes(overlay)]
    return {pack.code: frozenset(pack.read("stopwords", Stopwords).words) for pack in packs if pack.has("stopwords")}


@cache
def _subjects(overlay: Path | None) -> dict[str, frozenset[str]]:
    """The small words of each language, with its words for people, harm and what is hit."""
    found = {}
    for code, words in _profiles(overlay).items():
        pack = Pack(code, overlay)
        subject = pack.vocabulary(*(name for name in _SUBJECTS if pack.has(name)))
        found[code] = words | {word for word in subject if len(word) >= _TELLING}
    return found
