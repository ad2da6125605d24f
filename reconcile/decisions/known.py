"""What rulings are checked against: the period's last run, and the log of earlier rulings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reconcile.decisions.cells import CELLS, Entry, clean
from reconcile.model.claim import ComparedClaim, evidence_hash
from reconcile.model.counted_together import count_together
from reconcile.model.read_claims import read_claims
from reconcile.model.records import Claim, Conflict, Event, Figure, Implausible, PerhapsOne, Ruling, Unread
from reconcile.model.ruling import BELONGING, Merger, standing_mergers, standing_rulings
from reconcile.model.run_tables import RunTables
from reconcile.model.short_references import by_reference
from reconcile.model.subject import gather_evidence
from reconcile.model.typed_numbers import same_value
from schemas.codes import DecisionWord

SHORTEST = 5
"""Characters that the beginning of an id has at least: 'c-' or 'e-' and three more."""

Ruled = Claim | Conflict | Event | Figure | Unread | PerhapsOne | Implausible
"""The records that can be ruled on."""


@dataclass(frozen=True, eq=False)
class Known:
    """The tables of a period's last run, the log of rulings, and the desk's tolerance for 'about N'."""

    period: str
    tables: RunTables
    log: Sequence[Ruling]
    about_tolerance: float

    @cached_property
    def conflicts(self) -> dict[str, Conflict]:
        """Conflicts by id."""
        return {conflict.conflict_id: conflict for conflict in self.tables.conflicts}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Figures by id."""
        return {figure.figure_id: figure for figure in self.tables.figures}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.claim_id: claim for claim in self.tables.claims}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Events by id."""
        return {event.event_id: event for event in self.tables.events}

    @cached_property
    def unread(self) -> dict[str, Unread]:
        """Numbers and persons that no rule read, by id."""
        return {row.unread_id: row for row in self.tables.unread}

    @cached_property
    def refs(self) -> dict[str, str]:
        """The id that each short reference stands for."""
        return by_reference(self.tables.refs)

    def whole_id(self, word: str) -> str:
        """The id of a claim or event that begins with a word, where there is one only; else the word itself."""
        plain = word.casefold()
        ids = [*self.claims, *self.events]
        begun = [id for id in ids if len(plain) >= SHORTEST and id.casefold().startswith(plain)]
        return begun[0] if len(begun) == 1 and plain not in map(str.casefold, ids) else word

    def event_named(self, name: str) -> str | None:
        """The id of the event with a name, where there is one only."""
        plain = name.casefold()
        found = [event.event_id for event in self.tables.events if event.name.casefold() == plain]
        return found[0] if len(found) == 1 else None

    @cached_property
    def pairs(self) -> dict[str, PerhapsOne]:
        """Pairs of events that may be one, by id."""
        return {row.pair_id: row for row in self.tables.perhaps_one}

    @cached_property
    def warnings(self) -> dict[str, Implausible]:
        """Figures out of proportion, by id."""
        return {row.warning_id: row for row in self.tables.implausible}

    @cached_property
    def rows(self) -> dict[str, Mapping[str, Ruled]]:
        """The records that can be ruled on, by sheet and stable id."""
        return {
            "Conflicts": self.conflicts,
            "Figures": self.figures,
            "Claims": self.claims,
            "Events": self.events,
            "Perhaps one event": self.pairs,
            "Implausible": self.warnings,
            "Look here": self.unread,
        }

    @cached_property
    def figures_of(self) -> dict[str, list[str]]:
        """The ids of the figures that each claim is part of."""
        found = defaultdict(list)
        for id, figure in self.figures.items():
            for claim in figure.claim_ids:
                found[claim].append(id)
        return dict(found)

    @cached_property
    def taken(self) -> dict[str, list[Ruling]]:
        """The rulings on each id, the latest last."""
        found = defaultdict(list)
        for ruling in sorted(self.log, key=lambda ruling: ruling.sequence):
            found[ruling.about].append(ruling)
        return dict(found)

    def already(self, about: str, said: Entry | Ruling) -> Ruling | None:
        """The latest ruling on an id that is the same in every cell; None where there is none."""
        return next((ruling for ruling in reversed(self.taken.get(about, [])) if _says(ruling, said)), None)

    @cached_property
    def standing(self) -> dict[str, list[Ruling]]:
        """The rulings in force on each id, the latest last."""
        found = defaultdict(list)
        for ruling in standing_rulings(self.log):
            found[ruling.about].append(ruling)
        return dict(found)

    @property
    def standing_rulings(self) -> list[Ruling]:
        """The rulings in force, in the order of the log."""
        return standing_rulings(self.log)

    @cached_property
    def mergers(self) -> list[Merger]:
        """The mergers of events in force."""
        return standing_mergers(self.log)

    def stands(self, ruling: Ruling) -> bool:
        """True for a ruling in force, and for a withdrawal that is the last ruling on its id."""
        if ruling.decision == DecisionWord.WITHDRAW:
            return self.taken[ruling.about][-1] is ruling
        return ruling in self.standing.get(ruling.about, ())

    def has_moved(self, ruling: Ruling) -> bool:
        """True for a ruling on a row of the last run whose evidence differs from when it was made.

        Mergers, splits and withdrawals do not depend on evidence, so this is always False for them.
        """
        if ruling.decision in (*BELONGING, DecisionWord.WITHDRAW):
            return False
        about = ruling.about
        return any(about in rows for rows in self.rows.values()) and self.evidence(about) != ruling.evidence_hash

    def evidence(self, about: str) -> str:
        """The present hash of the evidence on an id: its claims, and who makes them."""
        if about in self.conflicts:
            return self.conflicts[about].evidence_hash
        if about in self.figures:
            return evidence_hash(self._evidence.get(about, ()))
        if about in self.pairs:
            pair = self.pairs[about]
            ids = [*self._claims_on(pair.event_id), *self._claims_on(pair.other_id)]
        elif about in self.warnings:
            ids = list(self.warnings[about].claim_ids)
        else:
            ids = [about] if about in self._compared else self._claims_on(about)
        return evidence_hash(self._compared[id] for id in ids if id in self._compared)

    def _claims_on(self, event_id: str) -> list[str]:
        return [claim.claim_id for claim in self.tables.claims if claim.event_id == event_id]

    @cached_property
    def _evidence(self) -> dict[str, list[ComparedClaim]]:
        return gather_evidence(claim for claim in self._compared.values() if claim.event_id is not None)

    @cached_property
    def _compared(self) -> dict[str, ComparedClaim]:
        read = read_claims(self.tables.claims, self.about_tolerance, event_only=False)
        return {claim.claim_id: claim for claim in count_together(read)}


def _says(ruling: Ruling, said: Entry | Ruling) -> bool:
    """True where a ruling of the log has the same words in each cell, ignoring case."""
    given, kept = ({key: clean(getattr(row, key)).casefold() for key in CELLS} for row in (said, ruling))
    return same_value(given.pop("value"), kept.pop("value")) and given == kept
