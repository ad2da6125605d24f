"""MAVERICK report by report (van Baalen and Höglund, CC BY 4.0): its totals under each rule.

The dataset gives 3,287 reports of 2,200 events of electoral violence with their event ids. It is read like
every event table; the totals are printed beside the published ones, with each event that causes a difference.

Run: python benchmarks/maverick.py FOLDER (the folder with maverick.csv), or set RECONCILE_GOLD.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd

from reconcile.compare import compare_claims, find_conflicts
from reconcile.ingest import read_datasets
from reconcile.link import trace_sources
from reconcile.model.crossing import from_frame, to_frame
from reconcile.model.records import Claim, Document, Event, Figure, Refusal, Source, Total
from reconcile.model.settings import Settings
from reconcile.settle import settle_figures, settle_under_every_rule, total_figures
from reconcile.store.desk import Desk
from schemas import records

Row = dict[str, Any]
PUBLISHED = {
    "killed": {"lowest": 3105, "mode": 3290, "median": 4113.5, "highest": 5010},
    "injured": {"lowest": 3299, "mode": 3467, "median": 3938, "highest": 5489},
}
DISAGREE = {"killed": 0.455, "injured": 0.420, "start": 0.432}
CONFLICTING = 181
SETTINGS = Settings()
OURS = {"lowest": "conservative", "mode": "representative", "median": None, "highest": "informative"}
"""Our rule for the same statistic; None for the median, which may be a number that no report gives."""


@dataclass(frozen=True)
class Read:
    """MAVERICK as it was read."""

    claims: pd.DataFrame
    events: pd.DataFrame
    documents: pd.DataFrame
    sources: pd.DataFrame
    refused: pd.DataFrame


def main(folder: Path) -> None:
    read = read_maverick(folder)
    reports, totals = by_event(read.claims), sums_by_rule(read)
    print(f"{len(read.documents)} reports of {len(read.events)} events; {len(read.claims)} figures read\n")
    print(f"{'':9}{'':9}{'published':>11}{'from claims':>13}{'our rule':>18}{'sum':>9}{'without a figure':>18}")
    for measure, published in PUBLISHED.items():
        for name, wanted in published.items():
            rule = OURS[name]
            ours, open_events = totals[measure, rule] if rule else (None, 0)
            counted = sum(STATISTICS[name](numbers) for numbers in reports[measure].values())
            shown = f"{ours:,.0f}" if ours is not None else ""
            print(f"{measure:9}{name:9}{wanted:11,}{counted:13,}{rule or 'none':>18}{shown:>9}{open_events or '':>18}")
    print_differences(read)
    print_modes(read)
    print_disagreement(read)
    print_conflicts(read)


def read_maverick(folder: Path) -> Read:
    """Read the dataset like every event table, and attribute each figure to its source."""
    given = read_datasets([folder / "maverick.csv"], folder, [], SETTINGS)
    claims, sources = trace_sources(given.claims, given.documents, Desk())
    events, documents = to_frame(Event, given.events), to_frame(Document, given.documents)
    refused = to_frame(Refusal, given.refused)
    return Read(to_frame(Claim, claims), events, documents, to_frame(Source, sources), refused)


def by_event(claims: pd.DataFrame) -> dict[str, dict[str, list[float]]]:
    """The numbers that the reports of each event give, by measure."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in records(claims):
        found[row["measure"]][row["event_id"]].append(row["best"])
    return found


def least_mode(numbers: Sequence[float]) -> float:
    """The number given most often; of several, the smallest."""
    counts = Counter(numbers)
    return min(n for n in counts if counts[n] == max(counts.values()))


STATISTICS: dict[str, Callable[[Sequence[float]], float]] = {
    "lowest": min,
    "mode": least_mode,
    "median": median,
    "highest": max,
}


def sums_by_rule(read: Read) -> dict[tuple[str, str], tuple[float, int]]:
    """The sum of the settled figures of each measure under each rule, and how many events have none."""
    found: dict[tuple[str, str], tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for row in totals_of(read.claims, read):
        total, without = found[row.measure, row.rule]
        found[row.measure, row.rule] = total + (row.settled_sum or 0.0), without + row.undetermined
    return found


def totals_of(claims: pd.DataFrame, read: Read) -> list[Total]:
    events, sources = from_frame(Event, read.events), from_frame(Source, read.sources)
    return total_figures(
        settle_under_every_rule(from_frame(Claim, claims), figures_of(claims, read), events, SETTINGS, sources)
    )


def figures_of(claims: pd.DataFrame, read: Read) -> list[Figure]:
    """The figures under the representative rule, without conflicts and rulings."""
    events, sources = from_frame(Event, read.events), from_frame(Source, read.sources)
    return settle_figures(from_frame(Claim, claims), [], events, sources, [], SETTINGS)


def print_differences(read: Read) -> None:
    """Print figures whose low is above their best or high, event by event."""
    print("\nFigures out of order (a low above its best or high), kept as wide as their numbers:")
    rows = [r for r in records(read.refused) if r["table"] == "claims"]
    known = by_event(read.claims)["injured"]
    events = {row["doc"]: row["event_id"] for row in records(read.claims)}
    for row in rows:
        event = events[row["row"]]
        print(f"  {event}: injured {row['value']}; its other reports give {known.get(event, 'none')}")


def print_modes(read: Read) -> None:
    """Print where the representative rule differs from the smallest mode: it counts voices, not reports; ties stay."""
    print("\nThe representative rule beside the smallest mode of the reports:")
    reports = by_event(read.claims)
    for measure in PUBLISHED:
        ours = {f.event_id: f.best for f in figures_of(read.claims, read) if f.measure == measure}
        modes = {event: least_mode(numbers) for event, numbers in reports[measure].items()}
        ties = [event for event, best in ours.items() if best is None]
        other = {e: best - modes[e] for e, best in ours.items() if best is not None and best != modes[e]}
        print(
            f"  {measure}: {len(ties)} ties, left without a figure (their smallest modes come to "
            f"{sum(modes[e] for e in ties):,.0f}); {len(other)} with another figure ({sum(other.values()):+,.0f})"
        )


def print_disagreement(read: Read) -> None:
    """Print how often the reports of one event disagree, beside the published shares."""
    rows = records(read.claims)
    reports = Counter(row["event_id"] for row in rows if row["measure"] == "killed")
    several = {event for event, count in reports.items() if count > 1}
    print(f"\n{len(several)} events with more than one report, of which disagree")
    for name, published in DISAGREE.items():
        column = "event_start" if name == "start" else "best"
        given: dict[str, set[Any]] = defaultdict(set)
        for row in rows:
            if row["event_id"] in several and name in ("start", row["measure"]) and row[column] is not None:
                given[row["event_id"]].add(row[column])
        share = sum(len(said) > 1 for said in given.values()) / len(several)
        print(f"  on {name:8}{share:6.1%}  published {published:.1%}")
    broken = {r["row"]: r["reason"] for r in records(read.refused) if r["table"] == "documents"}
    events = {row["doc"]: row["event_id"] for row in rows}
    print("  days that exclude one another, or lie over a year apart, are left empty; of events with several reports:")
    for doc in sorted(doc for doc in broken if events.get(doc) in several):
        print(f"    {events[doc]}: {broken[doc]}")


def print_conflicts(read: Read) -> None:
    """Print events whose low-high intervals for deaths exclude one another, and those with a conflict."""
    killed = read.claims[read.claims["measure"] == "killed"]
    counted = killed[killed["best"] > 0]
    print(f"\n{'deaths':24}{'exclude':>9}{'flagged':>9}{'missed':>9}{'wrongly':>9}   (expected {CONFLICTING})")
    for name, claims in (("a 0 counts as stated", killed), ("a 0 means unknown", counted)):
        true, found = excluding(records(claims)), flagged(claims, read)
        print(f"{name:24}{len(true):9}{len(found):9}{len(true - found):9}{len(found - true):9}")


def excluding(rows: Iterable[Row]) -> set[str]:
    bounds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        bounds[row["event_id"]].append((row["low"], row["high"]))
    return {e for e, said in bounds.items() if any(a[1] < b[0] or b[1] < a[0] for a, b in combinations(said, 2))}


def flagged(claims: pd.DataFrame, read: Read) -> set[str]:
    """The events with a conflict of values."""
    rows, events = from_frame(Claim, claims), from_frame(Event, read.events)
    comparisons = compare_claims(rows, events, SETTINGS)
    found = find_conflicts(rows, [], events, from_frame(Document, read.documents), comparisons, SETTINGS, "batch")
    kinds = ("values that cannot both hold", "one authority, different figures")
    return {str(conflict.event_id) for conflict in found if conflict.kind in kinds}


if __name__ == "__main__":
    gold = os.environ.get("RECONCILE_GOLD")
    if len(sys.argv) < 2 and not gold:
        sys.exit("Name the folder with maverick.csv, or set RECONCILE_GOLD.")
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(gold or "") / "corpora")
