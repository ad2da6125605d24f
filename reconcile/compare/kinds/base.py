"""What a kind of conflict is, what it looks at, and the register of all kinds by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from reconcile.compare.checks import Check, check_arithmetic
from reconcile.compare.verdicts import FALLS
from reconcile.model.claim import Bucket, Claim, Statement, by_bucket, gather, read_claims
from reconcile.model.rulings import read_rulings, share_voices
from reconcile.model.settings import Settings
from reconcile.model.subject import Subject, gather_subjects
from reconcile.model.voice import Voice, reliabilities
from reconcile.wording.claim_words import event_phrase
from schemas import records


@dataclass(frozen=True)
class Evidence:
    """Everything a kind may look at: the period's tables, with claims made ready for comparing."""

    claims: list[Claim]
    comparisons: pd.DataFrame
    dates: pd.DataFrame
    events: dict[str, dict[str, Any]]
    documents: dict[str, dict[str, Any]]
    settings: Settings
    checks: tuple[Check, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    reliability: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """Claims by claim_id."""
        return {claim.claim_id: claim for claim in self.claims}

    @cached_property
    def statements(self) -> list[Statement]:
        """What is said once, each with its copies."""
        return gather(self.claims)

    @cached_property
    def buckets(self) -> dict[Bucket, list[Statement]]:
        """Statements by what they speak of."""
        return by_bucket(self.statements)

    @cached_property
    def copies(self) -> dict[str, Statement]:
        """The statement behind each claim_id."""
        return {member.claim_id: s for s in self.statements for member in s.members}

    @cached_property
    def subjects(self) -> dict[Subject, list[Voice]]:
        """The voices of each figure, as settling hears them."""
        return gather_subjects(self.claims, self.settings.about_tolerance, self.reliability)

    @cached_property
    def set_aside(self) -> frozenset[str]:
        """Claims that their own voice no longer stands by, or never gave as its figure of the whole: they take no side.

        A later count has taken their place, or they stand behind another figure of the same text (ten on the bus).
        """
        heard = [voice for voices in self.subjects.values() for voice in voices]
        return frozenset(c.claim_id for voice in heard for c in voice.claims if c.claim_id not in voice.standing)

    def contradicting(self, *reasons: str) -> dict[Bucket, list[tuple[Claim, Claim]]]:
        """Pairs that contradict one another for one of the reasons, by the bucket of the first.

        What is set aside contradicts nobody, but that a toll to date has fallen remains so.
        """
        rows = self.comparisons[self.comparisons["verdict"] == "contradicts"]
        found: dict[Bucket, list[tuple[Claim, Claim]]] = defaultdict(list)
        for left, right, reason in zip(rows["left"], rows["right"], rows["reason"], strict=True):
            gone = reason != FALLS and not self.set_aside.isdisjoint((left, right))
            if reason in reasons and not gone and left in self.by_id and right in self.by_id:
                pair = self.by_id[left], self.by_id[right]
                found[pair[0].bucket].append(pair)
        return dict(sorted(found.items()))

    def phrase(self, event_id: str) -> str:
        """The event in words."""
        return event_phrase(self.events.get(event_id))


@dataclass(frozen=True)
class Moved:
    """From where to where a conflict could move a figure, in words and, where it is about days, by month."""

    here: str
    there: str
    months: tuple[str, str] | None = None


@dataclass(frozen=True)
class Finding:
    """One conflict as a kind found it, before it is weighed.

    `key` tells it from others of its kind on the same event, and stays the same from month to month while the claims
    come and go; `sides` are the claims whose figures the analyst must choose between, and `shown` what each of them
    says, where that is not its figure. `weighs` is a claim on the figure that it bears on, and `reach` the least and
    the most that this may be, where the sides' own figures do not say so; `moved` is where it could move the figure.
    """

    event_id: str
    claims: tuple[Claim, ...]
    explanation: str
    key: tuple[str, ...] = ()
    sides: tuple[Claim, ...] = ()
    measure: str | None = None
    group: str | None = None
    shown: tuple[str, ...] = ()
    weighs: Claim | None = None
    reach: tuple[float, float] | None = None
    moved: Moved | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of conflict: how it is found, how it is weighed and what would settle it.

    `of_values` are kinds in which figures of one thing exclude one another, so that the figure is contested.
    """

    name: str
    about: str
    find: Callable[[Evidence], Iterable[Finding]]
    remedy: str
    warning: bool = False
    of_values: bool = False


KINDS: dict[str, Kind] = {}
"""Every kind of conflict by its name, in the order in which reports list them."""

Finder = Callable[[Evidence], Iterable[Finding]]


def kind(name: str, *, remedy: str, warning: bool = False, of_values: bool = False) -> Callable[[Finder], Finder]:
    """Register a finder as a kind of conflict; its docstring says what the kind is."""

    def register(find: Finder) -> Finder:
        KINDS[name] = Kind(name, (find.__doc__ or "").strip(), find, remedy, warning, of_values)
        return find

    return register


def evidence_from(
    claims: pd.DataFrame,
    dates: pd.DataFrame,
    events: pd.DataFrame,
    documents: pd.DataFrame,
    comparisons: pd.DataFrame,
    settings: Settings,
    texts: Mapping[str, str] | None = None,
    checks: Iterable[Check] | None = None,
    sources: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
) -> Evidence:
    """The tables of a period, made ready for the kinds."""
    read = read_claims(claims, settings.about_tolerance)
    return Evidence(
        claims=read if decisions is None else share_voices(read, read_rulings(decisions)),
        comparisons=comparisons,
        dates=dates,
        events={row["event_id"]: row for row in records(events)},
        documents={row["doc"]: row for row in records(documents)},
        settings=settings,
        checks=tuple(check_arithmetic(claims, dates, events, settings, documents) if checks is None else checks),
        texts=texts or {},
        reliability=reliabilities(sources),
    )


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims without repeats, the smallest figure first."""
    distinct = {claim.claim_id: claim for claim in claims}
    return tuple(sorted(distinct.values(), key=lambda c: (c.interval, c.claim_id)))


__all__ = ["KINDS", "Evidence", "Finding", "Kind", "Moved", "evidence_from", "in_order", "kind"]
