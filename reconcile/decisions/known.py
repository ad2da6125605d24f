"""What a ruling is held against: the period's last run, and the log of earlier rulings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from reconcile.decisions.cells import CELLS, SHEETS, clean
from reconcile.model.claim import ComparedClaim, evidence_hash
from reconcile.model.crossing import from_frame
from reconcile.model.read_claims import read_claims
from reconcile.model.records import Claim, Ruling
from reconcile.model.ruling import BELONGING, Merger, standing_mergers, standing_rulings
from reconcile.model.subject import gather_evidence
from reconcile.model.typed_numbers import same_value
from schemas import records, table
from schemas.codes import DecisionWord

Record = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Known:
    """The tables of a period's last run, the log of rulings, and the desk's tolerance for 'about N'."""

    period: str
    tables: Mapping[str, pd.DataFrame]
    log: pd.DataFrame
    about_tolerance: float

    @cached_property
    def rows(self) -> dict[str, dict[str, Record]]:
        """By sheet, what can be ruled on there, by its stable id."""
        found = {name: records(self._table(sheet.table)) for name, sheet in SHEETS.items()}
        return {name: {row[SHEETS[name].id_key]: row for row in rows} for name, rows in found.items()}

    @cached_property
    def figures_of(self) -> dict[str, list[str]]:
        """The figures that each claim stands behind."""
        found = defaultdict(list)
        for id, figure in self.rows["Figures"].items():
            for claim in figure["claim_ids"]:
                found[claim].append(id)
        return dict(found)

    @cached_property
    def taken(self) -> dict[str, list[Record]]:
        """The rulings on each id, the last one last."""
        found = defaultdict(list)
        for row in sorted(records(self.log), key=lambda r: r["sequence"]):
            found[row["about"]].append(row)
        return dict(found)

    def already(self, about: str, cells: Mapping[str, str | None]) -> Record | None:
        """The ruling on an id that says the same in every cell, the standing one first; None where none does."""
        return next((row for row in reversed(self.taken.get(about, [])) if _says(row, cells)), None)

    @cached_property
    def standing(self) -> dict[str, list[Ruling]]:
        """The rulings in force on each id, the last one last."""
        found = defaultdict(list)
        for ruling in standing_rulings(from_frame(Ruling, self.log)):
            found[ruling.about].append(ruling)
        return dict(found)

    @cached_property
    def mergers(self) -> list[Merger]:
        """The mergers of events in force."""
        return standing_mergers(from_frame(Ruling, self.log))

    def stands(self, ruling: Record) -> bool:
        """True for a ruling in force, and for a withdrawal that nothing has followed."""
        if ruling["decision"] == DecisionWord.WITHDRAW:
            return bool(self.taken[ruling["about"]][-1] is ruling)
        in_force = (standing.decision_id for standing in self.standing.get(ruling["about"], ()))
        return ruling["decision_id"] in in_force

    def has_moved(self, ruling: Record) -> bool:
        """True for a ruling on what the last run still found, on other evidence than it was made on.

        Which events are one does not hang on what is said of them: mergers, splits and withdrawals never move.
        """
        if ruling["decision"] in (*BELONGING, DecisionWord.WITHDRAW):
            return False
        about = ruling["about"]
        return any(about in rows for rows in self.rows.values()) and self.evidence(about) != ruling["evidence_hash"]

    def evidence(self, about: str) -> str:
        """The hash of the evidence on an id now: the claims that it rests on, and who makes them."""
        conflict = self.rows["Conflicts"].get(about)
        if conflict is not None:
            return str(conflict["evidence_hash"])
        if about in self.rows["Figures"]:
            return evidence_hash(self._evidence.get(about, ()))
        ids = [about] if about in self._claims else self._claims_on(about)
        return evidence_hash(self._claims[id] for id in ids if id in self._claims)

    def _table(self, name: str) -> pd.DataFrame:
        return self.tables[name] if name in self.tables else table(name, [])

    def _claims_on(self, event_id: str) -> list[str]:
        return [id for id, claim in self.rows["Claims"].items() if claim["event_id"] == event_id]

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """The claims by id."""
        return {claim.claim_id: claim for claim in from_frame(Claim, self._table("claims"))}

    @cached_property
    def _evidence(self) -> dict[str, list[ComparedClaim]]:
        return gather_evidence(claim for claim in self._claims.values() if claim.event_id is not None)

    @cached_property
    def _claims(self) -> dict[str, ComparedClaim]:
        read = read_claims(self.claims.values(), self.about_tolerance, event_only=False)
        return {claim.claim_id: claim for claim in read}


def _says(ruling: Record, cells: Mapping[str, str | None]) -> bool:
    """True where a ruling of the log has the same words in each cell, whatever their case."""
    given, kept = ({key: clean(row[key]).casefold() for key in CELLS} for row in (cells, ruling))
    return same_value(given.pop("value"), kept.pop("value")) and given == kept
