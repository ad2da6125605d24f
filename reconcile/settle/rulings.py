"""The desk's decisions, as settling needs them: which figure they set, which claims and conflicts they set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from reconcile.compare.statements import Claim
from reconcile.compare.wording import number_words
from reconcile.decisions.numbers import plain_number
from reconcile.decisions.standing import latest_decisions, misread_claims
from schemas import records

SETTING = ("accept value", "set value")
DISMISSING = ("dismiss", "not comparable", "same source")


@dataclass(frozen=True)
class Ruling:
    """A value that the desk accepted or set."""

    bounds: tuple[float | None, float | None, float | None]
    sentence: str


@dataclass(frozen=True)
class Rulings:
    """What the desk has decided, by what it bears on."""

    setting: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_claim: dict[str, dict[str, Any]] = field(default_factory=dict)
    misread: frozenset[str] = frozenset()
    dismissed_claims: frozenset[str] = frozenset()
    dismissed_events: frozenset[str] = frozenset()

    def on_figure(self, figure_id: str, claims: Mapping[str, Claim]) -> Ruling | None:
        """The ruling that sets this figure: made on the figure itself, else on a conflict among its claims."""
        row = self.setting.get(figure_id)
        if row is None:
            found = [self.by_claim[c] for c in claims if c in self.by_claim]
            row = max(found, key=lambda r: r["sequence"], default=None)
        return _ruling(row, claims) if row else None


def read_rulings(decisions: pd.DataFrame, conflicts: pd.DataFrame) -> Rulings:
    """The rulings in force: of several on one id, the last in the log."""
    latest = latest_decisions(decisions)
    found = {row["conflict_id"]: row for row in records(conflicts)}
    by_claim: dict[str, dict[str, Any]] = {}
    dismissed: set[str] = set()
    events: set[str] = set()
    for about, row in sorted(latest.items(), key=lambda item: item[1]["sequence"]):
        conflict = found.get(about)
        if conflict is None:
            continue
        if row["decision"] in SETTING:
            by_claim.update(dict.fromkeys(conflict["claim_ids"], row))
        elif row["decision"] in DISMISSING:
            dismissed.update(conflict["claim_ids"])
            events.update([conflict["event_id"]] if conflict["event_id"] else [])
    return Rulings(
        setting={about: row for about, row in latest.items() if row["decision"] in SETTING},
        by_claim=by_claim,
        misread=misread_claims(decisions),
        dismissed_claims=frozenset(dismissed),
        dismissed_events=frozenset(events),
    )


def _ruling(row: Mapping[str, Any], claims: Mapping[str, Claim]) -> Ruling | None:
    value = str(row["value"] or "").strip()
    why = f": {row['reason']}" if row["reason"] else ""
    if value in claims:
        claim = claims[value]
        bounds = (claim.row["low"], claim.row["best"], claim.row["high"])
        return Ruling(bounds, f"{row['analyst']} accepted the figure of {claim.voice}{why}")
    typed = plain_number(value)
    if typed is None:
        return None
    number = float(typed)
    return Ruling((number, number, number), f"{row['analyst']} set it to {number_words(number)}{why}")
