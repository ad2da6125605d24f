"""The names of outlets and agencies, which do not identify the event of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reconcile.link.vocabulary import LinkWords
from reconcile.model.records import Document, Source

OUTLETS = ("publisher", "agency")


def outlet_names(
    documents: Iterable[Document],
    sources: Iterable[Source],
    places: Iterable[str | None],
    languages: Iterable[LinkWords],
) -> list[str]:
    """The names of publishers and agencies, the longest first; names that are also place names are left out.

    `languages` are the link words of the articles' languages, for the article that a name may be written with.
    """
    carried = [name for paper in documents for name in (paper.publisher, paper.agency)]
    carried += [name for source in sources if source.role in OUTLETS for name in (source.name, *source.aliases)]
    taken = {place.casefold() for place in places if place}
    bare = {words.bare(name) for words in languages for name in carried if name}
    return longest_first(name for name in bare if name and name.casefold() not in taken)


def longest_first(names: Iterable[str]) -> list[str]:
    """The names, the longest first."""
    return sorted(names, key=lambda name: (-len(name), name))


def outlet_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that matches these names exactly as written; None where there are none.

    >>> outlet_pattern(["Nordwire"]).findall("The mayor told Nordwire, or nordwire, that 9 died.")
    ['Nordwire']
    """
    wanted = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<!\w)(?:{wanted})(?!\w)") if wanted else None
