"""Detects the language of a text from its most common small words."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from pathlib import Path

from reconcile.language import Pack, WordFile, known_codes

UNKNOWN = "und"
"""ISO 639 code of a language that could not be detected, or for which there is no pack."""

SAMPLE = 400
"""Number of words from which the language is detected."""

SHORT = 60
"""In a text of at most this many words (a headline, a label), words of the subject count too."""

_SUBJECTS = ("people", "measures", "things")
_TELLING = 4  # least letters of a word that identifies a language; shorter words exist in several languages
_LEAST_SHARE = 0.12
_WORD = re.compile(r"[^\W\d_]+")


class Stopwords(WordFile):
    """`stopwords.yaml`: the commonest small words of a language."""

    words: tuple[str, ...]


def tell_language(text: str, overlay: Path | None = None) -> str:
    """The code of the language whose small words make up most of the text; `und` where no language has enough of them.

    >>> tell_language("At least 11 of the soldiers were killed in the final hours of the fighting.")
    'en'
    >>> tell_language("Au moins onze soldats ont été tués dans les dernières heures des combats.")
    'fr'
    >>> tell_language("Al menos once soldados murieron en las últimas horas de los combates.")
    'und'
    >>> tell_language("Completely destroyed housing: 146"), tell_language("Viviendas destruidas: 146")
    ('en', 'und')
    """
    words = [hit.group().lower() for hit in islice(_WORD.finditer(text), SAMPLE)]
    if not words:
        return UNKNOWN
    profiles = _profiles(overlay) if len(words) > SHORT else _subjects(overlay)
    shares = {code: sum(w in known for w in words) / len(words) for code, known in profiles.items()}
    best = max(shares, key=lambda code: (shares[code], code), default=UNKNOWN)
    return best if shares.get(best, 0.0) >= _LEAST_SHARE else UNKNOWN


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
