"""What each standing figure puts into totals: as it stands under the desk's rule, settled anew under every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reconcile.model.claim import read_claims
from reconcile.model.group import Group
from reconcile.model.rulings import Bounds, Rulings, read_rulings, share_voices
from reconcile.model.settings import Settings
from reconcile.model.subject import Subject, counted_once, figure_id, gather_subjects
from reconcile.model.voice import reliabilities
from reconcile.settle.figures import settle_under
from reconcile.settle.rules import RULES
from schemas import records

Row = dict[str, Any]


@dataclass(frozen=True)
class Addend:
    """A standing figure, as its row of the figures table, and what it comes to under one rule."""

    figure: Row
    low: float | None
    best: float | None
    high: float | None

    @property
    def event_id(self) -> str:
        """Its event."""
        return str(self.figure["event_id"])


@dataclass(frozen=True, eq=False)
class Addends:
    """The standing figures under every rule, each time in the order of their ids, and the events they are of.

    `counted` are the figure_ids that a month's total adds, `counted_in_groups` those that the total of a group adds.
    """

    by_rule: Mapping[str, Sequence[Addend]]
    events: Mapping[str, Row]
    counted: frozenset[str]
    counted_in_groups: frozenset[str]


def settle_under_every_rule(
    claims: pd.DataFrame,
    figures: pd.DataFrame,
    events: pd.DataFrame,
    settings: Settings,
    sources: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
    conflicts: pd.DataFrame | None = None,
    months: Collection[str | None] | None = None,
) -> Addends:
    """What the standing figures of some months, or of all, come to under each rule, for totals to add.

    Under the desk's own rule each is as it stands. Under the others it is settled anew, from the claims that it rests
    on; what the desk decided is the same under all of them, and what it dismissed is left out.

    Args:
        claims: at least those behind all figures of the events that these months have a figure of.
        figures: all that stand, of other months too: of an event and one inside it only the inner is added.
        events: those that the figures are of, and the ones around these.
        settings: the desk's settings, with its rule.
        sources: the sources with the desk's ratings.
        decisions: the log of rulings.
        conflicts: all that rulings may be about, those of earlier months among them.
        months: the months that are wanted; None for all.
    """
    standing = sorted((r for r in records(figures) if r["group_role"] != "aside"), key=lambda r: str(r["figure_id"]))
    wanted = [row for row in standing if months is None or row["month"] in months]
    spoken_of = {row["event_id"] for row in wanted}
    related = [row for row in standing if row["event_id"] in spoken_of]
    rulings = (
        Rulings() if decisions is None else read_rulings(decisions, () if conflicts is None else records(conflicts))
    )
    anew = _settle_anew(related, claims, settings, reliabilities(sources), rulings)
    known = {row["event_id"]: row for row in records(events)}
    return Addends(
        by_rule={rule: [_addend(row, anew[rule]) for row in wanted] for rule in RULES},
        events=known,
        counted=_counted((row for row in standing if row["group_role"] == "whole"), known),
        counted_in_groups=_counted_in_groups(standing, known),
    )


def _settle_anew(
    figures: Iterable[Row], claims: pd.DataFrame, settings: Settings, reliability: Mapping[str, str], rulings: Rulings
) -> dict[str, dict[str, Bounds]]:
    """Low, best and high of figures by id, under each rule but the desk's own, under which they are as they stand."""
    rows = {row["figure_id"]: row for row in figures}
    behind = {id for row in rows.values() for id in row["claim_ids"]}
    read = read_claims(claims[claims["claim_id"].isin(behind)], settings.about_tolerance)
    subjects = gather_subjects(share_voices(read, rulings), settings.about_tolerance, reliability)
    decided = {id: _bounds(row) for id, row in rows.items() if row["status"] == "decided"}
    set_to = {s: decided[id] for s in subjects if (id := figure_id(s)) in decided}
    found: dict[str, dict[str, Bounds]] = {settings.rule: {}}
    for rule in (name for name in RULES if name != settings.rule):
        settled = settle_under(rule, subjects, set_to)
        found[rule] = {figure_id(s.subject): (s.low, s.best, s.high) for s in settled}
    return found


def _addend(row: Row, anew: Mapping[str, Bounds]) -> Addend:
    return Addend(row, *anew.get(row["figure_id"], _bounds(row)))


def _bounds(row: Row) -> Bounds:
    return row["low"], row["best"], row["high"]


def _counted(figures: Iterable[Row], events: Mapping[str, Row]) -> frozenset[str]:
    """The ids of those that add up, without the outer event of any that is also counted inside it."""
    subjects = {row["figure_id"]: _family(row) for row in figures}
    added = set(counted_once(subjects.values(), {id: event["parent"] for id, event in events.items()}))
    return frozenset(id for id, subject in subjects.items() if subject in added)


def _counted_in_groups(figures: Iterable[Row], events: Mapping[str, Row]) -> frozenset[str]:
    """The same for the figures of each group by themselves, wholes and parts alike."""
    groups: dict[str | None, list[Row]] = defaultdict(list)
    for row in figures:
        groups[row["group"]].append(row)
    return frozenset().union(*(_counted(rows, events) for rows in groups.values()))


def _family(row: Row) -> Subject:
    """What a figure is of, whoever was counted."""
    return Subject(row["event_id"], row["measure"], row["unit"], row["scope"], Group())
