"""The settled figures, and the totals that they add up to."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import (
    BOUNDS,
    CONFIDENCES,
    MEASURES,
    RELIABILITIES,
    RULES,
    SCOPES,
    STATES,
    STATUSES,
    coded,
    day,
    in_order,
    listing,
    number,
    text,
)

GROUP_ROLES = ("whole", "part", "aside")

BREAKDOWNS = ("country", "province", "cause", "group")
"""The properties by which a month's totals are broken down."""


class Figures(pa.DataFrameModel):
    """One row is one settled figure: an event, a measure, a group, a scope, with the rule that settled it."""

    figure_id: Series[pd.StringDtype] = text("Stable id: a hash of event, measure, group, scope and unit", unique=True)
    event_id: Series[pd.StringDtype] = text("The event")
    month: Series[pd.StringDtype] = text("The event's month (YYYY-MM), where known", nullable=True)
    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES)
    group: Series[pd.StringDtype] = text("Who or what was counted; empty for everyone", nullable=True)
    group_role: Series[pd.StringDtype] = coded(
        "Whether totals add it, it is a part of a figure that they add, or the desk dismissed it", GROUP_ROLES
    )
    unit: Series[pd.StringDtype] = text("The unit of low, best and high")
    scope: Series[pd.StringDtype] = coded("What the figure covers", SCOPES)
    as_of: Series[pd.StringDtype] = day("The latest day up to which its claims count")
    low: Series[pd.Float64Dtype] = number("Lowest value, in the unit; empty where open", ge=0)
    best: Series[pd.Float64Dtype] = number("The settled figure, in the unit; empty where undetermined", ge=0)
    high: Series[pd.Float64Dtype] = number("Highest value, in the unit; empty where open", ge=0)
    bound: Series[pd.StringDtype] = coded(
        "How low and high bound it: 'more_than' and 'less_than' where the number itself is not allowed; empty in "
        "figures of earlier versions",
        BOUNDS,
        nullable=True,
    )
    status: Series[pd.StringDtype] = coded("How it came about", STATUSES)
    confidence: Series[pd.StringDtype] = coded("How far it can be trusted", CONFIDENCES)
    reliability: Series[pd.StringDtype] = coded(
        "Admiralty reliability of the best source that gives it", RELIABILITIES, nullable=True
    )
    credibility: Series[pd.Int64Dtype] = number(
        "Admiralty credibility of the information, whoever the source is: 1 confirmed by others, 2 probably true, "
        "3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged",
        ge=1,
        le=6,
    )
    state: Series[pd.StringDtype] = coded(
        "Its state with the desk; empty where there is nothing to rule on and no ruling", STATES, nullable=True
    )
    rule: Series[pd.StringDtype] = coded("The rule that settled it", (*RULES, "decision"))
    because: Series[pd.StringDtype] = text("Why this figure, in one plain sentence")
    articles: Series[pd.Int64Dtype] = number("Articles that state it", nullable=False, ge=0)
    publishers: Series[pd.Int64Dtype] = number("Publishers of those articles", nullable=False, ge=0)
    originators: Series[pd.Int64Dtype] = number(
        "Originators they go back to: the voices that count", nullable=False, ge=0
    )
    claim_ids: Series[object] = listing("The claims it is settled from")

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        name = "figures"
        strict = True

    @pa.dataframe_check
    @classmethod
    def bounds_in_order(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """Bounds hold: low <= best <= high wherever both are known."""
        return (
            in_order(rows["low"], rows["high"])
            & in_order(rows["low"], rows["best"])
            & in_order(rows["best"], rows["high"])
        )

    @pa.dataframe_check
    @classmethod
    def voices_in_order(cls, rows: pd.DataFrame) -> pd.Series[bool]:
        """There are never more publishers than articles."""
        return rows["publishers"] <= rows["articles"]


class Sums(pa.DataFrameModel):
    """A sum of figures: what was added under which rule, and the result."""

    measure: Series[pd.StringDtype] = coded("What is counted", MEASURES)
    unit: Series[pd.StringDtype] = text("The unit of low, best and high")
    scope: Series[pd.StringDtype] = coded("What the figures cover", SCOPES)
    month: Series[pd.StringDtype] = text("The events' month (YYYY-MM); empty where unknown", nullable=True)
    rule: Series[pd.StringDtype] = coded("The rule that settled each event", RULES)
    low: Series[pd.Float64Dtype] = number("Sum of the lowest values that any words allow, in the unit", ge=0)
    best: Series[pd.Float64Dtype] = number("Sum of the events' settled figures; empty where one is undetermined", ge=0)
    high: Series[pd.Float64Dtype] = number("Sum of the events' highest values; empty where one is open", ge=0)
    events: Series[pd.Int64Dtype] = number("Events summed", nullable=False, ge=0)
    undetermined: Series[pd.Int64Dtype] = number("Events among them without a settled figure", nullable=False, ge=0)
    settled_sum: Series[pd.Float64Dtype] = number("Sum of the events' settled figures that are known", ge=0)
    undecided_low: Series[pd.Float64Dtype] = number(
        "Sum of the lowest values of the events without a settled figure; empty where every event has one", ge=0
    )
    undecided_high: Series[pd.Float64Dtype] = number(
        "Sum of the highest values that are known of the events without a settled figure; empty where every event has "
        "one",
        ge=0,
    )

    class Config:
        """Columns are fixed; nothing is coerced silently."""

        strict = True


class Totals(Sums):
    """One row is the period's total of one measure under one rule; an event is counted once, scopes are not mixed."""

    drivers: Series[object] = listing("event_ids with the widest spread between rules, the widest first")

    class Config(Sums.Config):
        """As for every sum."""

        name = "totals"


class Breakdowns(Sums):
    """One row is a month's total for one country, province, cause or group, under one rule.

    Countries, provinces and causes each add up to the month's total; groups overlap and do not.
    """

    by: Series[pd.StringDtype] = coded("By what the month's total is broken down", BREAKDOWNS)
    key: Series[pd.StringDtype] = text("Which country, province, cause or group; empty where unknown", nullable=True)

    class Config(Sums.Config):
        """As for every sum."""

        name = "breakdowns"
