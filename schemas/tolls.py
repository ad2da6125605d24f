"""How the counts of events grew."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.codes import Succession
from schemas.columns import MEASURES, SCOPES, coded, day, listing, number, text

WHY = tuple(why.value for why in Succession)


class Tolls(pa.DataFrameModel):
    """One row is one number that a voice gave of an event's count as of a day, and what took its place.

    Only counts of people of which a number was replaced are listed.
    """

    toll_id: Series[pd.StringDtype] = text("Stable id: a hash of count, voice, day and number", unique=True)
    event_id: Series[pd.StringDtype] = text("The event")
    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES)
    group: Series[pd.StringDtype] = text("Who was counted; empty for everyone", nullable=True)
    unit: Series[pd.StringDtype] = text("person, household, family")
    scope: Series[pd.StringDtype] = coded("What the count covers", SCOPES)
    as_of: Series[pd.StringDtype] = day("The day up to which the number counts")
    voice: Series[pd.StringDtype] = text("The independent originator that gives it")
    low: Series[pd.Float64Dtype] = number("The least that its words allow, in the unit; empty where open")
    best: Series[pd.Float64Dtype] = number("The number as stated, in the unit; empty where none is stated")
    high: Series[pd.Float64Dtype] = number("The most that its words allow, in the unit; empty where open")
    why: Series[pd.StringDtype] = coded("Why it no longer holds; empty where it is in force", WHY, nullable=True)
    replaced_by: Series[pd.StringDtype] = text("toll_id of the number that took its place", nullable=True)
    claim_ids: Series[object] = listing("The claims that give it")

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "tolls"
        strict = True
