"""Claims that cannot all hold, and warnings that an analyst should know before relying on agreement."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import LIKELIHOODS, MEASURES, SEVERITIES, STATES, coded, listing, number, text


class Conflicts(pa.DataFrameModel):
    """One row is one conflict (or warning) with the claims on its sides."""

    conflict_id: Series[pd.StringDtype] = text(
        "Stable across months: a hash of kind, event, measure, group and sides", unique=True
    )
    kind: Series[pd.StringDtype] = text("Name of the kind of conflict that found it")
    severity: Series[pd.StringDtype] = coded("How serious it is", SEVERITIES)
    likelihood: Series[pd.StringDtype] = coded(
        "How likely the sides truly contradict each other, and do not count different things",
        LIKELIHOODS,
        nullable=True,
    )
    rank: Series[pd.Int64Dtype] = number("1 is the one that can change the month's total most", nullable=False, ge=1)
    event_id: Series[pd.StringDtype] = text("The event", nullable=True)
    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES, nullable=True)
    group: Series[pd.StringDtype] = text("Who or what was counted", nullable=True)
    claim_ids: Series[object] = listing("The claims on its sides")
    sides: Series[object] = listing("What each side says: 'who: figure'")
    explanation: Series[pd.StringDtype] = text("Why they cannot both hold, in one plain sentence")
    effect: Series[pd.Float64Dtype] = number(
        "By how much it could change the month's total of its measure, in the unit", ge=0
    )
    effect_sentence: Series[pd.StringDtype] = text(
        "What it could change in the month's total, in one plain sentence", nullable=True
    )
    remedy: Series[pd.StringDtype] = text("What would settle it, in one plain sentence")
    first_seen: Series[pd.StringDtype] = text("The period in which it was first found")
    age: Series[pd.Int64Dtype] = number("Months since then", nullable=False, ge=0)
    state: Series[pd.StringDtype] = coded("Its state with the desk", STATES)
    decision: Series[pd.StringDtype] = text("decision_id of the ruling on it", nullable=True)
    evidence_hash: Series[pd.StringDtype] = text(
        "Hash of the claims it is based on: a ruling made on other evidence is reopened"
    )

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "conflicts"
        strict = True
