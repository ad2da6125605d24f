"""Who was counted: when two groups are the same, when one is within the other, and when they share nobody.

The words are data (`groups.yaml` of each language pack); this module applies them. Qualifiers narrow a group: Turkish
soldiers are within soldiers, and neither of Turkish soldiers and Syrian soldiers is within the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from reconcile.language import WordFile, available, load_pack
from schemas.codes import Measure

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class PluralEnding(BaseModel):
    """A plural ending, the singular ending that replaces it, and the least length of the nouns it applies to."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    plural: str
    singular: str
    letters: int = 1


class GroupWords(BaseModel):
    """One group of people and the words that mean it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    words: tuple[str, ...]
    within: str | None = None
    alike: tuple[str, ...] = ()


class GroupFile(WordFile):
    """The contents of `groups.yaml`."""

    everyone: tuple[str, ...]
    groups: tuple[GroupWords, ...]
    apart: tuple[tuple[str, ...], ...] = ()
    joins: tuple[str, ...] = ()
    plurals: tuple[PluralEnding, ...] = ()
    ignored: tuple[str, ...] = Field(default=())


@dataclass(frozen=True)
class Vocabulary:
    """The groups of all language packs together: a group has the same name in each."""

    names: dict[str, str] = field(default_factory=dict)
    within: dict[str, str] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()
    alike: dict[str, tuple[str, ...]] = field(default_factory=dict)
    everyone: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    joins: re.Pattern[str] = re.compile(",")
    plurals: tuple[PluralEnding, ...] = ()

    def singular(self, word: str) -> str:
        """The singular of a word that is in no list, by the first ending that fits.

        >>> [vocabulary().singular(word) for word in ("houses", "cities", "bus", "glass")]
        ['house', 'city', 'bus', 'glass']
        """
        fitting = (rule for rule in self.plurals if len(word) >= rule.letters and word.endswith(rule.plural))
        rule = next(fitting, None)
        return word.removesuffix(rule.plural) + rule.singular if rule else word


@dataclass(frozen=True, order=True)
class Group:
    """Who was counted: any of the named kinds of people, narrowed by qualifiers. Without either: everyone.

    `kinds` are names of the vocabulary, or a head word that is not in it; `qualifiers` are all other words. `where` is
    the country whose people are counted, and the part of it, for an event that is counted in several.
    """

    kinds: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    where: tuple[str, ...] = ()

    @property
    def everyone(self) -> bool:
        """True where the group is not limited in any way."""
        return not self.kinds and not self.qualifiers and not self.where

    @property
    def label(self) -> str | None:
        """The group in plain words; None for everyone.

        >>> read_group("Turkish soldiers", Measure.KILLED).label, read_group("people", Measure.KILLED).label
        ('turkish soldiers', None)
        """
        if self.everyone:
            return None
        people = " ".join((*self.qualifiers, " and ".join(self.kinds or ("people",))))
        return f"{people} in {', '.join(reversed(self.where))}" if self.where else people


@cache
def read_group(group: str | None, measure: Measure) -> Group:
    """The group that a claim's own words name; everyone where they name none, or only 'people', 'victims' and the like.

    >>> read_group("Civilians", Measure.KILLED) == read_group("civilian", Measure.KILLED)
    True
    >>> read_group("women and children", Measure.KILLED)
    Group(kinds=('minors', 'women'), qualifiers=(), where=())
    >>> read_group("houses", Measure.PROPERTY)
    Group(kinds=('house',), qualifiers=(), where=())
    """
    if not group:
        return Group()
    known = vocabulary() if measure.people else Vocabulary(ignored=vocabulary().ignored)
    kinds: set[str] = set()
    qualifiers: set[str] = set()
    for part in vocabulary().joins.split(group.casefold()):
        _read_part(_WORD.findall(part), known, kinds, qualifiers)
    return Group(tuple(sorted(kinds)), tuple(sorted(qualifiers)))


def _read_part(words: list[str], known: Vocabulary, kinds: set[str], qualifiers: set[str]) -> None:
    """Read one noun phrase: its head is the last known word, else the last word; the other words are qualifiers."""
    words = [w for w in words if w not in known.ignored]
    for size in (2, 1):
        for at in range(len(words) - size, -1, -1):
            phrase = " ".join(words[at : at + size])
            if phrase in known.names or phrase in known.everyone:
                if phrase in known.names:
                    kinds.add(known.names[phrase])
                qualifiers.update(words[:at] + words[at + size :])
                return
    if words:
        kinds.add(vocabulary().singular(words[-1]))
        qualifiers.update(words[:-1])


def lies_within(part: Group, whole: Group) -> bool:
    """True where everybody in the first group also counts in the second.

    >>> infants, civilians = read_group("infants", Measure.KILLED), read_group("civilians", Measure.KILLED)
    >>> lies_within(infants, civilians), lies_within(civilians, read_group(None, Measure.KILLED))
    (True, True)
    """
    if part == whole:
        return False
    if not set(whole.qualifiers) <= set(part.qualifiers) or part.where[: len(whole.where)] != whole.where:
        return False
    return not whole.kinds or (bool(part.kinds) and all(_inside(kind, whole.kinds) for kind in part.kinds))


def are_apart(left: Group, right: Group) -> bool:
    """True where the two groups share nobody: soldiers and rebels.

    >>> are_apart(read_group("soldiers", Measure.KILLED), read_group("women", Measure.KILLED))
    True
    """
    if any(here != there for here, there in zip(left.where, right.where, strict=False)):
        return True
    if not left.kinds or not right.kinds:
        return False
    return all(_kinds_apart(a, b) for a in left.kinds for b in right.kinds)


def may_name_same(phrase: str, group: Group) -> bool:
    """True where words of the phrase may also name people of the group, though its own group is apart from that.

    >>> men, women = read_group("man", Measure.KILLED), read_group("woman", Measure.KILLED)
    >>> may_name_same("teen son", men), may_name_same("boy", women), may_name_same("infant", men)
    (True, False, False)
    """
    named = (vocabulary().alike.get(word, ()) for word in _WORD.findall(phrase.casefold()))
    return any(kind in group.kinds for kinds in named for kind in kinds)


def _inside(kind: str, kinds: tuple[str, ...]) -> bool:
    return any(name in kinds for name in _ancestry(kind))


def _kinds_apart(left: str, right: str) -> bool:
    apart = vocabulary().apart
    return any(frozenset((a, b)) in apart for a in _ancestry(left) for b in _ancestry(right))


@cache
def _ancestry(kind: str) -> tuple[str, ...]:
    """A kind and every kind that it is within, the narrowest first."""
    found = [kind]
    while (wider := vocabulary().within.get(found[-1])) and wider not in found:
        found.append(wider)
    return tuple(found)


@cache
def vocabulary() -> Vocabulary:
    """The groups of all language packs that have a `groups.yaml`."""
    packs = [load_pack(code) for code in available()]
    files = [pack.read("groups", GroupFile) for pack in packs if pack.has("groups")]
    return Vocabulary(
        names={word: g.name for file in files for g in file.groups for word in g.words},
        within={g.name: g.within for file in files for g in file.groups if g.within},
        apart=frozenset(frozenset((a, b)) for f in files for names in f.apart for a in names for b in names if a != b),
        alike={word: g.alike for file in files for g in file.groups for word in g.words if g.alike},
        everyone=frozenset(word for file in files for word in file.everyone),
        ignored=frozenset(word for file in files for word in file.ignored),
        joins=_pattern({join for file in files for join in file.joins}),
        plurals=tuple(rule for file in files for rule in file.plurals),
    )


def _pattern(joins: Iterable[str]) -> re.Pattern[str]:
    """A pattern of the words that separate the groups of one phrase: 'women and children'."""
    words = (rf"\b{re.escape(join)}\b" if join.isalpha() else re.escape(join) for join in sorted(joins))
    return re.compile(rf"\s*(?:{'|'.join(words)})\s*")
