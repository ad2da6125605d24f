"""What the months before a period left in the ledger: each as its last finished run has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

import pandas as pd

from reconcile.store.ledger import FENCES, META, Ledger, Run
from reconcile.store.workspace import is_month
from schemas import table

NEEDED = ("documents", "claims", "dates", "events", "conflicts", "figures")
"""The tables that a later month looks back at."""

SINCE = "since"
"""What a run's paper calls the earlier months that it goes on from, each with the content of its last run."""


@dataclass(frozen=True, eq=False)
class Left:
    """One earlier month: its tables, where the texts of its articles are to be had, and their spans of furniture."""

    period: str
    content: str
    tables: Mapping[str, pd.DataFrame]
    texts: Callable[[Iterable[str]], dict[str, str]]
    fences: Mapping[str, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def own(self) -> frozenset[str]:
        """The documents that were dropped into this month's own folder, not carried over from one before."""
        documents = self.tables["documents"]
        came = documents["period"].isna() | (documents["period"] == self.period)
        return frozenset(documents.loc[came, "doc"])

    @property
    def claims(self) -> pd.DataFrame:
        """The claims of its own articles."""
        claims = self.tables["claims"]
        return claims[claims["doc"].isin(self.own)]


@dataclass(frozen=True)
class Earlier:
    """The months before a period, the first of them first."""

    months: tuple[Left, ...] = field(default=())

    @cached_property
    def conflicts(self) -> pd.DataFrame:
        """Their conflicts, each as its latest month left it; `first_seen` goes back to the first."""
        return _latest("conflicts", (left.tables["conflicts"] for left in self.months), "conflict_id")

    @cached_property
    def events(self) -> pd.DataFrame:
        """The events that their claims were linked to, each as its latest month left it."""
        spoken_of = (
            left.tables["events"][left.tables["events"]["event_id"].isin(left.tables["claims"]["event_id"])]
            for left in self.months
        )
        return _latest("events", spoken_of, "event_id")

    @cached_property
    def known_events(self) -> pd.DataFrame:
        """All events that they knew, those too that only hold others, as they stood when the period began."""
        return _latest("events", (left.tables["events"] for left in self.months), "event_id")

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The figures that stand when the period begins.

        A figure stands until a later month settles it anew, or reads the claims behind it in another way.
        """
        standing = table("figures", [])
        for left in self.months:
            standing = take_place(standing, left.tables["figures"], left.tables["claims"])
        return standing


@dataclass(frozen=True)
class Whole:
    """What the figures of whole months rest on: their claims and their events."""

    claims: pd.DataFrame
    events: pd.DataFrame


def complete(
    earlier: Earlier, standing: pd.DataFrame, claims: pd.DataFrame, figures: pd.DataFrame, events: pd.DataFrame
) -> Whole:
    """This month's claims with those of earlier months behind the standing figures of the months that it touches.

    A late report on one event of June touches June's total: that adds up every event of June, also those of which
    nobody has spoken since.
    """
    touched = standing["month"].fillna("").isin(figures["month"].fillna(""))
    kept = standing[standing["event_id"].isin(standing.loc[touched, "event_id"])]
    behind = {id for ids in kept["claim_ids"] for id in ids}
    frames = [left.claims for left in earlier.months]
    past = _latest("claims", (f[f["claim_id"].isin(behind)] for f in frames), "claim_id")
    known = _latest("events", (earlier.known_events, events), "event_id")
    return Whole(_latest("claims", (past, claims), "claim_id"), known)


def left_alone(earlier: Earlier, claims: pd.DataFrame) -> pd.DataFrame:
    """The figures of earlier months on which no claim at hand has a bearing: they stand as they did."""
    return take_place(earlier.figures, table("figures", []), claims)


def read_earlier(ledger: Ledger, period: str, then: Run | None = None) -> Earlier:
    """The last finished runs of all months before the period; nothing where the period is no month.

    For an earlier run of the period (`then`), those that it went on from.
    """
    finished = [run for run in ledger.runs() if run.finished and is_month(run.period) and run.period < period]
    since = ledger.paper(then.number, META).get(SINCE) if then else None
    if then and since is not None:
        finished = [run for run in finished if since.get(run.period) == run.content]
    elif then:
        finished = [run for run in finished if run.number < then.number]
    last = {run.period: run for run in finished}
    runs = [last[month] for month in sorted(last)] if is_month(period) else []
    empty = {name: table(name, []) for name in NEEDED}
    return Earlier(
        tuple(
            Left(
                run.period,
                run.content or "",
                empty | ledger.tables(run.number, NEEDED),
                partial(ledger.texts, run.number),
                ledger.paper(run.number, FENCES),
            )
            for run in runs
        )
    )


def take_place(standing: pd.DataFrame, figures: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """The figures that stand once a later month has spoken: its own, and those whose claims it did not read again."""
    read = set(claims["claim_id"])
    untouched = [read.isdisjoint(ids) for ids in standing["claim_ids"]]
    kept = standing[pd.Series(untouched, index=standing.index, dtype=bool)]
    return _latest("figures", (kept, figures), "figure_id")


def _latest(name: str, frames: Iterable[pd.DataFrame], key: str) -> pd.DataFrame:
    """Frames of one table below each other; of rows with one id the last."""
    filled = [frame for frame in frames if len(frame)]
    joint = pd.concat(filled) if filled else table(name, [])
    return joint.drop_duplicates(key, keep="last").reset_index(drop=True)
