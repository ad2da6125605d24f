"""What a kind of conflict is, the evidence that it reads, and the register of all kinds by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reconcile.compare.checks import check_arithmetic
from reconcile.model.claim import Bucket, ComparedClaim, Statement, by_bucket, gather
from reconcile.model.counted_together import count_together
from reconcile.model.interval import End
from reconcile.model.read_claims import read_claims
from reconcile.model.records import Check, Claim, Comparison, DateMention, Document, Event, Ruling, Source
from reconcile.model.rulings import read_rulings, share_voices
from reconcile.model.settings import Settings
from reconcile.model.subject import Subject, gather_subjects
from reconcile.model.voice import Voice, reliabilities
from reconcile.wording.claim_words import event_phrase
from schemas.codes import Measure, Reason, Reliability, Verdict


@dataclass(frozen=True)
class Evidence:
    """Everything that a kind may read: the period's records, with claims prepared for comparing."""

    claims: list[ComparedClaim]
    comparisons: Sequence[Comparison]
    dates: Sequence[DateMention]
    events: Mapping[str, Event]
    documents: Mapping[str, Document]
    settings: Settings
    checks: tuple[Check, ...] = ()
    reliability: Mapping[str, Reliability] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, ComparedClaim]:
        """Claims by claim_id."""
        return {claim.claim_id: claim for claim in self.claims}

    @cached_property
    def statements(self) -> list[Statement]:
        """The distinct statements, each with its copies."""
        return gather(self.claims)

    @cached_property
    def buckets(self) -> dict[Bucket, list[Statement]]:
        """Statements by the bucket that they count (event, measure, unit family, scope, group ...)."""
        return by_bucket(self.statements)

    @cached_property
    def copies(self) -> dict[str, Statement]:
        """The statement that each claim belongs to, by claim_id."""
        return {member.claim_id: s for s in self.statements for member in s.members}

    @cached_property
    def subjects(self) -> dict[Subject, list[Voice]]:
        """The voices of each figure, as settling uses them."""
        return gather_subjects(self.claims, self.settings.about_tolerance, self.reliability)

    @cached_property
    def set_aside(self) -> frozenset[str]:
        """Claims that are not in force for their own voice, or that count something else than the whole figure.

        A later count has replaced them, or they belong to another figure of the same text (ten on the bus).
        """
        heard = [voice for voices in self.subjects.values() for voice in voices]
        return frozenset(c.claim_id for voice in heard for c in voice.claims if c.claim_id not in voice.standing)

    def contradicting(self, *reasons: Reason) -> dict[Bucket, list[tuple[ComparedClaim, ComparedClaim]]]:
        """Pairs that contradict one another for one of the reasons, by the bucket of the first claim.

        Claims that are set aside are left out, except where a toll to date has fallen.
        """
        found: dict[Bucket, list[tuple[ComparedClaim, ComparedClaim]]] = defaultdict(list)
        for one in self.comparisons:
            if one.verdict != Verdict.CONTRADICTS or one.reason not in reasons:
                continue
            gone = one.reason != Reason.FALLS and not self.set_aside.isdisjoint((one.left, one.right))
            if not gone and one.left in self.by_id and one.right in self.by_id:
                pair = self.by_id[one.left], self.by_id[one.right]
                found[pair[0].bucket].append(pair)
        return dict(sorted(found.items()))

    def phrase(self, event_id: str) -> str:
        """The event's description in words."""
        return event_phrase(self.events.get(event_id))


@dataclass(frozen=True)
class Moved:
    """Where a conflict could move a figure, from and to: in words and, where it is about days, by month."""

    here: str
    there: str
    months: tuple[str, str] | None = None


@dataclass(frozen=True)
class Finding:
    """One conflict as its kind found it, before its effect is computed.

    `key` distinguishes it from others of its kind on the same event, and stays the same from month to month while
    claims come and go. `sides` are the claims whose figures the analyst must choose between, and `shown` is what each
    of them says, where that is not its figure. `weighs` is a claim on the figure that the conflict concerns, and
    `reach` the lowest and highest value of that figure, where the sides' own figures do not give them. `moved` says
    where the conflict could move the figure. `unsure` marks figures that only seem to exclude each other.
    """

    event_id: str
    claims: tuple[ComparedClaim, ...]
    explanation: str
    key: tuple[str, ...] = ()
    sides: tuple[ComparedClaim, ...] = ()
    measure: Measure | None = None
    group: str | None = None
    shown: tuple[str, ...] = ()
    weighs: ComparedClaim | None = None
    reach: tuple[End, End] | None = None
    moved: Moved | None = None
    unsure: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of conflict: how it is found, how its effect is computed and what would settle it.

    `of_values` marks kinds in which figures of one thing exclude one another, so that the figure is contested;
    `of_groups` those in which a part and its whole exclude one another; `denial` one in which a party denies the event.
    """

    name: str
    about: str
    find: Callable[[Evidence], Iterable[Finding]]
    remedy: str
    warning: bool = False
    of_values: bool = False
    of_groups: bool = False
    denial: bool = False


KINDS: dict[str, Kind] = {}
"""Every kind of conflict by name, in the order in which reports list them."""

Finder = Callable[[Evidence], Iterable[Finding]]


def kind(
    name: str,
    *,
    remedy: str,
    warning: bool = False,
    of_values: bool = False,
    of_groups: bool = False,
    denial: bool = False,
) -> Callable[[Finder], Finder]:
    """Register a finder function as a kind of conflict; its docstring describes the kind."""

    def register(find: Finder) -> Finder:
        about = (find.__doc__ or "").strip()
        KINDS[name] = Kind(name, about, find, remedy, warning, of_values or of_groups, of_groups, denial)
        return find

    return register


def evidence_from(
    claims: Iterable[Claim],
    dates: Sequence[DateMention],
    events: Sequence[Event],
    documents: Sequence[Document],
    comparisons: Sequence[Comparison],
    settings: Settings,
    checks: Iterable[Check] | None = None,
    sources: Iterable[Source] = (),
    decisions: Iterable[Ruling] = (),
) -> Evidence:
    """Prepare the records of a period for the kinds."""
    claims = list(claims)
    return Evidence(
        claims=count_together(share_voices(read_claims(claims, settings.about_tolerance), read_rulings(decisions))),
        comparisons=comparisons,
        dates=dates,
        events={event.event_id: event for event in events},
        documents={document.doc: document for document in documents},
        settings=settings,
        checks=tuple(check_arithmetic(claims, dates, events, settings, documents) if checks is None else checks),
        reliability=reliabilities(sources),
    )


def in_order(claims: Iterable[ComparedClaim]) -> tuple[ComparedClaim, ...]:
    """Claims without duplicates, the smallest figure first."""
    distinct = {claim.claim_id: claim for claim in claims}
    return tuple(sorted(distinct.values(), key=lambda c: (c.interval, c.claim_id)))


__all__ = ["KINDS", "Evidence", "Finding", "Kind", "Moved", "evidence_from", "in_order", "kind"]
