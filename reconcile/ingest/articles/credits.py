"""Finds the wire agency whose text an article carries, from the credits in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from reconcile.ingest.articles.furniture import make_plain
from reconcile.language import Pack, WordFile

HEAD, TAIL = 400, 300
"""Characters at the start and at the end of a text in which a credit line is looked for."""


class Agency(BaseModel):
    """One wire agency: the name shown in tables, and its other spellings."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    aliases: tuple[str, ...] = ()


class Agencies(WordFile):
    """`agencies.yaml`: wire agencies, and the credit lines that name them."""

    agencies: tuple[Agency, ...]
    head: tuple[str, ...]
    tail: tuple[str, ...]
    anywhere: tuple[str, ...]


@dataclass(frozen=True)
class Credits:
    """The agencies of a language pack, with compiled patterns."""

    names: dict[str, str]
    head: re.Pattern[str]
    tail: re.Pattern[str]
    anywhere: re.Pattern[str]


@cache
def load_credits(code: str = "en", overlay: Path | None = None) -> Credits:
    """The agencies of a pack (the English one where the language has none)."""
    pack = Pack(code, overlay)
    words = (pack if pack.has("agencies") else Pack("en", overlay)).read("agencies", Agencies)
    names = {alias: agency.name for agency in words.agencies for alias in (agency.name, *agency.aliases)}
    either = "|".join(re.escape(alias) for alias in sorted(names, key=lambda a: (-len(a), a)))
    return Credits(names, _either(words.head, either), _either(words.tail, either), _either(words.anywhere, either))


def find_agency(text: str, credits: Credits) -> str | None:
    """The agency that a text credits, or None.

    A credit at the start counts first, then one at the end, then the only agency to whose reporters sources talk. None
    where two agencies qualify equally.

    >>> words = load_credits("en")
    >>> find_agency("BEIRUT (Reuters) - At least 11 soldiers were killed, a monitor said.", words)
    'Reuters'
    >>> find_agency("Two rockets hit the ruins, a security source told AFP. Two people were hurt.", words)
    'AFP'
    >>> find_agency("One source told AFP of two rockets, another told Reuters of three.", words) is None
    True
    """
    plain = make_plain(text)
    for found in (
        _named(credits.head, plain[:HEAD], credits),
        _named(credits.tail, plain.rstrip()[-TAIL:], credits),
        _named(credits.anywhere, plain, credits),
    ):
        if found:
            return found[0] if len(set(found)) == 1 else None
    return None


def name_agency(source: str | None, credits: Credits) -> str | None:
    """The agency that a stated source names, if the source is nothing else: 'Reuters and others' gives None.

    >>> name_agency("Agence France-Presse", load_credits("en"))
    'AFP'
    """
    if source is None:
        return None
    whole = source.strip()
    return credits.names.get(whole) or {k.casefold(): v for k, v in credits.names.items()}.get(whole.casefold())


def _either(patterns: tuple[str, ...], names: str) -> re.Pattern[str]:
    """One pattern from several; in each of them {agency} is replaced by any agency's name."""
    spelled = [p.replace("{agency}", rf"(?<![\w-])({names})(?![\w-])") for p in patterns]
    return re.compile("|".join(f"(?:{p})" for p in spelled), re.MULTILINE)


def _named(pattern: re.Pattern[str], text: str, credits: Credits) -> list[str]:
    hits = (next((group for group in hit.groups() if group), None) for hit in pattern.finditer(text))
    return [credits.names[alias] for alias in hits if alias]
