"""Who says so: the chain article -> publisher -> wire agency -> originator on each claim.

Two papers that carry one agency quoting one observatory are a single voice. A short form (the Observatory, SOHR) goes
to a full name only where the desk's registry or the same story gives exactly one that fits; whoever the registry does
not know becomes a candidate for the desk to confirm and is merged with nobody.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from reconcile.link.copies import heed_own_words, share_voices
from reconcile.model.crossing import as_row
from reconcile.model.ids import short_id
from reconcile.model.records import Source
from reconcile.store.desk import Desk
from schemas import records, table

NAMELESS = ("narrator", "unnamed")
"""Speakers that nobody can tell from others of their kind: the agency, else the text itself vouches."""

Row = Mapping[str, Any]

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_OPENING = re.compile(r"\A(?:the|a|an)\s+", re.I)
_POSSESSIVE = re.compile(r"['’]s\b")


@dataclass
class Registry:
    """The desk's sources by every name they go by; `names` maps a folded name to the one full name it stands for."""

    names: dict[str, str] = field(default_factory=dict)
    longest: int = 0

    def add(self, name: str, aliases: Iterable[str]) -> None:
        """Know a source by its name and aliases; an alias that two sources claim stays with the first."""
        for alias in (name, *aliases):
            folded = fold(alias)
            self.names.setdefault(folded, name)
            self.longest = max(self.longest, folded.count(" ") + 1)

    def find(self, said: str) -> str | None:
        """The full name of the known source in these words: all of them, else the longest name that they hold."""
        words = fold(said).split()
        for size in range(min(len(words), self.longest), 0, -1):
            runs = (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
            found = {self.names[run] for run in runs if run in self.names}
            if found:
                return found.pop() if len(found) == 1 else None
        return None


def trace_sources(claims: pd.DataFrame, documents: pd.DataFrame, desk: Desk) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The claims with publisher, agency, story and originator, and the table of all sources met or known.

    The originator is the named speaker, else the wire agency, else the outlet whose own the text is, so that its
    bulletins on one toll are one voice; else the story: a text that several outlets carry is one voice as well.
    """
    registry = _read_registry(desk)
    rows = records(claims)
    papers = {row["doc"]: row for row in records(documents)}
    full, wires = _full_names(rows, papers, registry), _wires(papers.values())
    outlets = _outlets(papers.values(), registry)
    for row in rows:
        paper = papers.get(row["doc"], {})
        row["publisher"] = _known(registry, paper.get("publisher"))
        row["agency"] = _known(registry, paper.get("agency") or wires.get(paper.get("story") or ""))
        row["story"] = paper.get("story")
        named = full.get((_scope(row, papers), row["attribution"] or ""))
        row["originator"] = _originator(row, named, outlets.get(row["story"] or ""))
    share_voices(rows)
    heed_own_words(rows)
    traced = table("claims", rows).set_axis(claims.index)
    return traced, table("sources", _list_sources(rows, list(papers.values()), desk, registry))


def fold(name: str) -> str:
    """A name in small letters without its article, possessive and punctuation.

    >>> fold("The Observatory's")
    'observatory'
    """
    return " ".join(_WORD.findall(_POSSESSIVE.sub("", _OPENING.sub("", name.strip(), count=1)).casefold()))


def _read_registry(desk: Desk) -> Registry:
    registry = Registry()
    for source in _by_id(desk.sources):
        registry.add(source.name, source.aliases)
    return registry


def _by_id(sources: Iterable[Source]) -> list[Source]:
    return sorted(sources, key=lambda source: source.source_id)


def _known(registry: Registry, name: str | None) -> str | None:
    return None if name is None else registry.names.get(fold(name), name)


def _wires(papers: Iterable[Row]) -> dict[str, str]:
    """The agency of each story whose credited copies all credit the same one: the other copies carry its text too."""
    credited: defaultdict[str, set[str]] = defaultdict(set)
    for paper in papers:
        if paper["story"] is not None and paper["agency"] is not None:
            credited[paper["story"]].add(paper["agency"])
    return {story: min(agencies) for story, agencies in credited.items() if len(agencies) == 1}


def _scope(row: Row, papers: Mapping[str, Row]) -> str:
    """Where a short form may find its full name: in its own story."""
    return str(papers.get(str(row["doc"]), {}).get("story") or row["doc"])


def _outlets(papers: Iterable[Row], registry: Registry) -> dict[str, str]:
    """The outlet of each story that one outlet alone carries."""
    carriers: defaultdict[str, set[str | None]] = defaultdict(set)
    for paper in papers:
        if paper["story"] is not None:
            carriers[paper["story"]].add(_known(registry, paper.get("publisher")))
    return {story: name for story, names in carriers.items() if len(names) == 1 and (name := min(names, key=str))}


def _originator(row: Row, name: str | None, outlet: str | None) -> str | None:
    if name is not None and row["attribution_kind"] not in NAMELESS:
        return name
    vouching: str | None = row["agency"] or outlet or row["story"]
    return vouching


def _full_names(
    rows: list[dict[str, Any]], papers: Mapping[str, Row], registry: Registry
) -> dict[tuple[str, str], str]:
    """(story, attribution as said) -> full name."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["attribution"]:
            said[_scope(row, papers)].add(row["attribution"])
    spelling = _spellings(rows)
    return {
        (scope, name): registry.find(name) or _by_story(name, names, registry, spelling)
        for scope, names in said.items()
        for name in names
    }


def _by_story(name: str, names: set[str], registry: Registry, spelling: Mapping[str, str]) -> str:
    """The one longer name in the story that this is short for, else the name itself."""
    longer = {fold(other): other for other in sorted(names) if is_short_for(name, other)}
    if len(longer) != 1:
        return spelling[fold(name)]
    (folded, other), *_ = longer.items()
    return registry.find(other) or spelling[folded]


def is_short_for(short: str, full: str) -> bool:
    """True where a capitalised short form is some of the full name's words, or its initials.

    >>> is_short_for("the Observatory", "Syrian Observatory for Human Rights")
    True
    >>> is_short_for("SOHR", "Syrian Observatory for Human Rights")
    True
    >>> is_short_for("officials", "Turkish officials")
    False
    """
    few, many = fold(short).split(), fold(full).split()
    if not few or len(few) >= len(many):
        return False
    bare = _OPENING.sub("", short.strip(), count=1)
    if len(few) == 1 and bare.isupper() and len(bare) > 2:
        return few[0] in (
            _initials(_WORD.findall(_OPENING.sub("", full.strip(), count=1))),
            "".join(word[0] for word in many),
        )
    return bare[:1].isupper() and set(few) < set(many)


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words if word[0].isupper()).casefold()


def _spellings(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Folded name -> how it is written most often (without its article)."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["attribution"]:
            bare = _OPENING.sub("", row["attribution"].strip(), count=1)
            seen[fold(row["attribution"])][bare] += 1
    return {folded: min(counts, key=lambda bare: (-counts[bare], bare)) for folded, counts in seen.items()}


def _list_sources(
    rows: list[dict[str, Any]], papers: list[dict[str, Any]], desk: Desk, registry: Registry
) -> list[dict[str, Any]]:
    """One record per source: the desk's own, then the candidates, with the articles and claims that carry each."""
    carried: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    voiced: Counter[tuple[str, str]] = Counter()
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for paper in papers:
        for role in ("publisher", "agency"):
            if name := _known(registry, paper.get(role)):
                carried[role, name].add(str(paper["doc"]))
    for row in rows:
        for role in ("publisher", "agency", "originator"):
            if row[role] is not None and not (role == "originator" and _is_carrier(row)):
                carried[role, str(row[role])].add(str(row["doc"]))
                voiced[role, str(row[role])] += 1
        kinds[str(row["originator"])][str(row["attribution_kind"])] += 1
    known = _by_id(desk.sources)
    listed = [_count(as_row(source), _roles_of(source.name, carried), carried, voiced) for source in known]
    named = {source.name for source in known}
    fresh = [_candidate(role, name, kinds[name]) for role, name in sorted(carried) if name not in named]
    return listed + [_count(row, [str(row["role"])], carried, voiced) for row in fresh]


def _is_carrier(row: Row) -> bool:
    """True where nobody but who carries the text speaks: that is no source of its own."""
    return row["originator"] in (row["story"], row["publisher"])


def _roles_of(name: str, carried: Mapping[tuple[str, str], set[str]]) -> list[str]:
    return [role for role, other in carried if other == name]


def _candidate(role: str, name: str, kinds: Counter[str]) -> dict[str, Any]:
    kind = min(kinds, key=lambda k: (-kinds[k], k)) if role == "originator" and kinds else None
    return {
        "source_id": short_id("o", role, fold(name)),
        "name": name,
        "role": role,
        "kind": "wire" if role == "agency" else kind,
        "aliases": (),
        "reliability": "F",
        "state": "candidate",
    }


def _count(
    row: dict[str, Any],
    roles: list[str],
    carried: Mapping[tuple[str, str], set[str]],
    voiced: Mapping[tuple[str, str], int],
) -> dict[str, Any]:
    name = str(row["name"])
    docs = {doc for role in roles for doc in carried.get((role, name), ())}
    return {**row, "articles": len(docs), "claims": sum(voiced.get((role, name), 0) for role in roles), "conflicts": 0}
