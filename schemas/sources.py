"""The sources: outlets, agencies and originators."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import ATTRIBUTION_KINDS, coded, listing, number, text

ROLES = ("publisher", "agency", "originator")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
STATES = ("known", "candidate")


class Sources(pa.DataFrameModel):
    """One row is one source in one role, from the desk's registry or found in this period."""

    source_id: Series[pd.StringDtype] = text("Stable id", unique=True)
    name: Series[pd.StringDtype] = text("Its full name")
    role: Series[pd.StringDtype] = coded("Its place in the chain article -> publisher -> agency -> originator", ROLES)
    kind: Series[pd.StringDtype] = coded("What kind of speaker it is", ATTRIBUTION_KINDS, nullable=True)
    aliases: Series[object] = listing("Other names that it is known by")
    reliability: Series[pd.StringDtype] = coded("Admiralty reliability; F is 'cannot be judged'", RELIABILITIES)
    side: Series[pd.StringDtype] = text("The belligerent it speaks for", nullable=True)
    nameless: Series[pd.BooleanDtype] = pa.Field(
        description="True for nobody in particular (officials, residents) and for a person whose body is not named: "
        "they confirm nothing"
    )
    state: Series[pd.StringDtype] = coded("In the desk's registry, or a candidate for the desk to confirm", STATES)
    articles: Series[pd.Int64Dtype] = number("Articles of this period that carry it", nullable=False, ge=0)
    claims: Series[pd.Int64Dtype] = number("Claims of this period that go back to it", nullable=False, ge=0)
    conflicts: Series[pd.Int64Dtype] = number("Conflicts of this period that it is a side of", nullable=False, ge=0)

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "sources"
        strict = True
