"""Gold that says what belongs together: claims by their event, articles by their event or by their story.

A line with a span is a claim: `doc`, `start`, `end` (or the `quote` or `span` at that place), `measure` (or `field`)
and `event_id`; `event_date` and `event_place` where known. Any other line is an article: `doc` (or `id`) with its
`event_id`, `incident` or `cluster`, or with its `story`, or with both. Other keys are ignored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from reconcile.errors import BadInput
from reconcile.evaluate.gold import Row, read_lines
from reconcile.evaluate.grouping import Grouping, compare_groups
from reconcile.evaluate.pairing import pair
from reconcile.evaluate.scores import Share
from reconcile.model.records import Claim, Document

EVENT_KEYS = ("event_id", "incident", "cluster")
CLAIMS, ARTICLES, STORIES = "claims by event", "articles by event", "articles by story"
FOUND, APART = "claims found", "kept apart"

Unit = Callable[[str], str | None]
"""Returns the first-order unit of a named place, where it is known."""


@dataclass(frozen=True, kw_only=True)
class LinkedSpan:
    """A claim with its event, as a person wrote it down."""

    doc: str
    start: int
    end: int
    measure: str
    event_id: str
    event_date: str | None = None
    event_place: str | None = None

    @classmethod
    def read(cls, row: Row, where: str) -> LinkedSpan:
        """Read the claim of a line; BadInput, beginning with `where`, says what is missing."""
        words = row.get("quote", row.get("span"))
        end = row.get("end", row["start"] + len(words) if isinstance(words, str) else None)
        claim: dict[str, Any] = {**row, "end": end, "measure": row.get("measure", row.get("field"))}
        lacking = [key for key in ("start", "end", "measure", "event_id") if claim.get(key) is None]
        if lacking:
            raise BadInput(
                f"{where} the claim lacks {', '.join(lacking)}.", "Give its span, its measure and its event."
            )
        known: dict[str, Any] = {field.name: claim.get(field.name) for field in fields(cls)}
        return cls(**known)


@dataclass(frozen=True)
class Together:
    """What people grouped: claims with their event, and articles (doc -> event, doc -> story)."""

    claims: tuple[LinkedSpan, ...]
    events: Mapping[str, str]
    stories: Mapping[str, str]

    @property
    def docs(self) -> frozenset[str]:
        """The ids of its articles."""
        return frozenset([*(claim.doc for claim in self.claims), *self.events, *self.stories])


@dataclass(frozen=True)
class Linking:
    """The scores of linking claims and grouping articles, and the share of the claims that was found at all."""

    groupings: tuple[Grouping, ...]
    shares: tuple[Share, ...]

    @property
    def figures(self) -> dict[str, float | None]:
        """Every figure by its name: the B-cubed F1 of a grouping, its pairwise F1, and the shares."""
        found: dict[str, float | None] = {}
        for one in self.groupings:
            found |= {one.name: one.b_cubed.f1, f"{one.name}, pairs": one.pairwise.f1}
        return found | {share.name: share.rate for share in self.shares}

    def figure(self, name: str) -> float | None:
        """The figure with this name; None where it was not measured."""
        return self.figures.get(name)


def read_together(path: Path) -> Together:
    """Read the gold of a file; BadInput names the line that cannot be used."""
    claims: list[LinkedSpan] = []
    events: dict[str, str] = {}
    stories: dict[str, str] = {}
    for number, row in read_lines(path):
        where = f"{path}, line {number}:"
        if "start" in row:
            claims.append(LinkedSpan.read(row, where))
            continue
        event = next((row[key] for key in EVENT_KEYS if row.get(key) is not None), None)
        if event is None and row.get("story") is None:
            raise BadInput(f"{where} the article has no {', '.join(EVENT_KEYS)} or story.", "Say what it belongs to.")
        if event is not None:
            events[row["doc"]] = str(event)
        if row.get("story") is not None:
            stories[row["doc"]] = str(row["story"])
    return Together(tuple(claims), events, stories)


def is_together(path: Path) -> bool:
    """True for a file whose first line says what a claim or an article belongs to."""
    first = next((row for _, row in read_lines(path)), {})
    return any(first.get(key) is not None for key in (*EVENT_KEYS, "story"))


def score_links(
    gold: Together, claims: Iterable[Claim], documents: Iterable[Document], unit: Unit = lambda place: None
) -> Linking:
    """Score linked claims and the stories of documents against the gold.

    A claim that is not linked is a group of its own. Claims that were not found are left out of the groups and counted
    separately. An article's event is the one that most of its claims are linked to. A duplicate, which is not read
    again, has the claims and the story of its original.
    """
    papers = list(documents)
    given = [claim for claim in _with_duplicates(claims, papers) if claim.doc in gold.docs]
    groupings, shares = [], []
    if gold.claims:
        found = [(str(i), gold.claims[i], given[j]) for i, j in pair(gold.claims, given)]
        labels = {item: claim.event_id or f"alone {item}" for item, _, claim in found}
        asked = {item: row for item, row, _ in found}
        groupings.append(compare_groups(CLAIMS, {item: row.event_id for item, row in asked.items()}, labels))
        shares = [Share(FOUND, len(found), len(gold.claims)), _kept_apart(asked, labels, unit)]
    if gold.events:
        own = _events_of(given)
        groupings.append(compare_groups(ARTICLES, gold.events, _or_alone(gold.events, own)))
    if gold.stories:
        groupings.append(compare_groups(STORIES, gold.stories, _or_alone(gold.stories, _stories_of(papers))))
    return Linking(tuple(groupings), tuple(shares))


def _with_duplicates(claims: Iterable[Claim], papers: Iterable[Document]) -> list[Claim]:
    """The claims, with those of an original repeated for each duplicate of it."""
    copies: defaultdict[str, list[str]] = defaultdict(list)
    for paper in papers:
        if paper.duplicate_of is not None:
            copies[paper.duplicate_of].append(paper.doc)
    return [replace(claim, doc=doc) for claim in claims for doc in (claim.doc, *copies[claim.doc])]


def _stories_of(papers: Iterable[Document]) -> dict[str, str]:
    """The story of each article; for a duplicate, that of its original."""
    kept = {paper.doc: paper for paper in papers}
    stories = {doc: kept.get(paper.duplicate_of or doc, paper).story for doc, paper in kept.items()}
    return {doc: story for doc, story in stories.items() if story is not None}


def _or_alone(docs: Iterable[str], labels: Mapping[str, str]) -> dict[str, str]:
    return {doc: labels.get(doc, f"alone {doc}") for doc in docs}


def _events_of(claims: Iterable[Claim]) -> dict[str, str]:
    """The event that most of each article's claims are linked to; among equals, the one that comes first in it."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for claim in sorted(claims, key=lambda claim: (claim.doc, claim.start, claim.end)):
        if claim.event_id is not None:
            votes[claim.doc][claim.event_id] += 1
    return {doc: counts.most_common(1)[0][0] for doc, counts in votes.items()}


def _kept_apart(wanted: Mapping[str, LinkedSpan], given: Mapping[str, str], unit: Unit) -> Share:
    """The share kept apart, of pairs of claims of two events in one first-order unit and at most a day apart."""
    placed: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for item, row in wanted.items():
        province = unit(row.event_place) if row.event_place else None
        if province is not None and row.event_date:
            placed[province].append((item, date.fromisoformat(row.event_date).toordinal()))
    close = [
        (one, other)
        for held in placed.values()
        for (one, day), (other, its) in combinations(held, 2)
        if abs(day - its) <= 1 and wanted[one].event_id != wanted[other].event_id
    ]
    return Share(APART, sum(given[one] != given[other] for one, other in close), len(close))
