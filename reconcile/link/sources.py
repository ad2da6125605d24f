"""Traces the sources of each claim: publisher, wire agency, originator.

Two papers that carry one agency quoting one observatory are a single voice. A short form (the Observatory, SOHR) is
resolved to a full name only where the desk's list or the same story gives exactly one that fits. A source unknown to
the desk becomes a candidate for the desk to confirm and is merged with no other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reconcile.link.accounts import most_common
from reconcile.link.copies import share_voices
from reconcile.link.institutions import NameReader, NameReaders
from reconcile.link.originators import is_short_for, unite_voices
from reconcile.link.repeats import attribute_repeats
from reconcile.link.spokesmen import is_lone_person, name_speakers
from reconcile.link.vocabulary import Lexicon, LinkWords
from reconcile.model.ids import short_id
from reconcile.model.records import Claim, Document, Source
from reconcile.store.desk import Desk
from schemas.codes import Reliability, SpeakerKind

PUBLISHER, AGENCY, ORIGINATOR = "publisher", "agency", "originator"

InRole = tuple[str, str]
"""A role, and the name of the source in it."""


@dataclass
class Registry:
    """The desk's sources by all their names, folded by the rules of one language."""

    words: LinkWords
    names: dict[str, str] = field(default_factory=dict)
    longest: int = 0

    def add(self, source: Source) -> None:
        """Add a source under its name and aliases; an alias of two sources stays with the first."""
        for alias in (source.name, *source.aliases):
            folded = self.words.fold(alias)
            self.names.setdefault(folded, source.name)
            self.longest = max(self.longest, folded.count(" ") + 1)

    def known(self, name: str | None) -> str | None:
        """The full name of the source that has this name or alias; an unknown name is returned unchanged."""
        return None if name is None else self.names.get(self.words.fold(name), name)

    def find(self, said: str) -> str | None:
        """The full name of the known source in these words: an exact match, else the longest name that they contain."""
        words = self.words.fold(said).split()
        for size in range(min(len(words), self.longest), 0, -1):
            runs = (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
            found = {self.names[run] for run in runs if run in self.names}
            if found:
                return found.pop() if len(found) == 1 else None
        return None


@dataclass(frozen=True)
class _Chains:
    """The documents, with their publishers, agencies and stories."""

    documents: Mapping[str, Document]
    sources: Sequence[Source]
    lexicon: Lexicon
    readers: NameReaders
    _registries: dict[str | None, Registry] = field(default_factory=dict)

    def reader(self, doc: str) -> NameReader:
        """The reader of names in a document's language."""
        paper = self.documents.get(doc)
        language = paper.language if paper else None
        return self.readers.of(language, self.lexicon.of(language))

    def registry(self, doc: str) -> Registry:
        """The desk's sources, folded by the rules of a document's language."""
        paper = self.documents.get(doc)
        language = paper.language if paper else None
        if language not in self._registries:
            registry = self._registries[language] = Registry(self.lexicon.of(language))
            for source in self.sources:
                registry.add(source)
        return self._registries[language]

    def story(self, doc: str) -> str | None:
        """The story that a document carries."""
        paper = self.documents.get(doc)
        return paper.story if paper else None

    def publisher(self, doc: str) -> str | None:
        """The outlet of a document, by its full name."""
        paper = self.documents.get(doc)
        return self.registry(doc).known(paper.publisher) if paper else None

    def agency(self, doc: str) -> str | None:
        """The agency that a document credits, else the one that the other copies of its text credit."""
        paper = self.documents.get(doc)
        return self.registry(doc).known(paper.agency or self._wires.get(paper.story or "")) if paper else None

    @cached_property
    def _wires(self) -> dict[str, str]:
        """Story -> agency, where all copies with a credit name the same agency: the others carry its text too."""
        credited: defaultdict[str, set[str]] = defaultdict(set)
        for paper in self.documents.values():
            if paper.story is not None and paper.agency is not None:
                credited[paper.story].add(paper.agency)
        return {story: min(agencies) for story, agencies in credited.items() if len(agencies) == 1}

    @cached_property
    def outlets(self) -> dict[str, str]:
        """Story -> outlet, where only one outlet carries the story."""
        carriers: defaultdict[str, set[str | None]] = defaultdict(set)
        for paper in self.documents.values():
            if paper.story is not None:
                carriers[paper.story].add(self.publisher(paper.doc))
        return {story: name for story, names in carriers.items() if len(names) == 1 and (name := min(names, key=str))}


def trace_sources(
    claims: Sequence[Claim], documents: Sequence[Document], desk: Desk
) -> tuple[list[Claim], list[Source]]:
    """Set publisher, agency, story and originator of each claim.

    The originator is the named speaker, else the wire agency, else the outlet if it alone carries the text (so that its
    bulletins on one toll are one voice), else the story: a text that several outlets carry is one voice as well.

    Args:
        claims: the claims of all documents.
        documents: a row for each document, with its story.
        desk: the list of known sources, and the desk's own words for the language packs.

    Returns:
        The claims, in their order, with publisher, agency, story and originator; and every source, found or known: the
        desk's by id, then the candidates by role and name, each with its number of articles and claims.
    """
    sources = sorted(desk.sources, key=lambda source: source.source_id)
    chains = _Chains(
        {paper.doc: paper for paper in documents},
        sources,
        Lexicon(desk.language_overlay),
        NameReaders(desk.language_overlay),
    )
    said = name_speakers(claims, chains.reader)
    full = _full_names(claims, said, chains)
    shared = share_voices([_traced(claim, said, full, chains) for claim in claims])
    traced = attribute_repeats(unite_voices(shared, chains.reader, frozenset(source.name for source in sources)))
    return traced, _list_sources(traced, chains)


def _traced(claim: Claim, said: Mapping[str, str], full: Mapping[tuple[str, str], str], chains: _Chains) -> Claim:
    story, agency = chains.story(claim.doc), chains.agency(claim.doc)
    name = full.get((_scope(claim, chains), said.get(claim.claim_id, "")))
    return replace(
        claim,
        publisher=chains.publisher(claim.doc),
        agency=agency,
        story=story,
        originator=name or agency or chains.outlets.get(story or "") or story,
    )


def _scope(claim: Claim, chains: _Chains) -> str:
    """Where the full name of a short form is looked for: in its own story."""
    return chains.story(claim.doc) or claim.doc


def _full_names(claims: Sequence[Claim], said: Mapping[str, str], chains: _Chains) -> dict[tuple[str, str], str]:
    """(story, name of a speaker) -> full name; a person whom the desk knows is known by the person's own name."""
    names: defaultdict[str, dict[str, Registry]] = defaultdict(dict)
    known: dict[tuple[str, str], str] = {}
    for claim in claims:
        if (name := said.get(claim.claim_id)) is None:
            continue
        registry = names[_scope(claim, chains)][name] = chains.registry(claim.doc)
        if found := registry.find(claim.attribution or ""):
            known[_scope(claim, chains), name] = found
    spelling = _spellings(claims, said, chains)
    return {
        (scope, name): known.get((scope, name)) or registry.find(name) or _by_story(name, held, registry, spelling)
        for scope, held in names.items()
        for name, registry in held.items()
    }


def _by_story(name: str, names: Iterable[str], registry: Registry, spelling: Mapping[str, str]) -> str:
    """The one longer name in the story that this is a short form of, else the name itself."""
    fold = registry.words.fold
    longer = {fold(other): other for other in sorted(names) if is_short_for(name, other, registry.words)}
    if len(longer) != 1:
        return spelling[fold(name)]
    (folded, other), *_ = longer.items()
    return registry.find(other) or spelling[folded]


def _spellings(claims: Iterable[Claim], said: Mapping[str, str], chains: _Chains) -> dict[str, str]:
    """Folded name -> its most frequent spelling (without its article)."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if name := said.get(claim.claim_id):
            words = chains.registry(claim.doc).words
            seen[words.fold(name)][words.bare(name)] += 1
    return {folded: bare for folded, counts in seen.items() if (bare := most_common(counts)) is not None}


def _list_sources(claims: Sequence[Claim], chains: _Chains) -> list[Source]:
    """One record per source: the desk's own, then the candidates, with the number of articles and claims of each."""
    carried: defaultdict[InRole, set[str]] = defaultdict(set)
    voiced: Counter[InRole] = Counter()
    kinds: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for doc, paper in chains.documents.items():
        for role, name in ((PUBLISHER, paper.publisher), (AGENCY, paper.agency)):
            if known := chains.registry(doc).known(name):
                carried[role, known].add(doc)
    for claim in claims:
        for in_role in _roles(claim):
            carried[in_role].add(claim.doc)
            voiced[in_role] += 1
        kinds[claim.originator][claim.attribution_kind] += 1
    listed = [
        _counted(source, [role for role, name in carried if name == source.name], carried, voiced)
        for source in chains.sources
    ]
    named = {source.name for source in chains.sources}
    bodies = {claim.originator for claim in claims if not is_lone_person(claim)}
    for role, name in sorted(carried):
        if name not in named:
            fold = chains.registry(min(carried[role, name])).words.fold
            candidate = _candidate(role, name, fold(name), kinds[name])
            doc = min(carried[role, name])
            nobody = name not in bodies or chains.reader(doc).read(name).nameless
            candidate = replace(candidate, nameless=role == ORIGINATOR and nobody)
            listed.append(_counted(candidate, [role], carried, voiced))
    return listed


def _roles(claim: Claim) -> Iterator[InRole]:
    """The sources of a claim with their roles; an originator that only carries the text is not listed twice."""
    if claim.publisher is not None:
        yield PUBLISHER, claim.publisher
    if claim.agency is not None:
        yield AGENCY, claim.agency
    if claim.originator is not None and claim.originator not in (claim.story, claim.publisher):
        yield ORIGINATOR, claim.originator


def _candidate(role: str, name: str, folded: str, kinds: Counter[str]) -> Source:
    kind = most_common(kinds) if role == ORIGINATOR else SpeakerKind.WIRE if role == AGENCY else None
    return Source(
        source_id=short_id("o", role, folded),
        name=name,
        role=role,
        kind=SpeakerKind(kind) if kind else None,
        reliability=Reliability.F,
        state="candidate",
        articles=0,
        claims=0,
        conflicts=0,
    )


def _counted(
    source: Source, roles: Sequence[str], carried: Mapping[InRole, set[str]], voiced: Mapping[InRole, int]
) -> Source:
    docs = {doc for role in roles for doc in carried.get((role, source.name), ())}
    claims = sum(voiced.get((role, source.name), 0) for role in roles)
    return replace(source, articles=len(docs), claims=claims, conflicts=0)
