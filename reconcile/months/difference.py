"""What lies between two runs: what came in (articles, rulings, settings), and what it did to figures and conflicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reconcile.errors import BadInput
from reconcile.months.change_reasons import Evidence
from reconcile.months.earlier import read_earlier, take_place
from reconcile.months.forward import compare_figures, stand
from reconcile.store.ledger import Ledger, Run
from reconcile.store.tables import join
from schemas import records, table
from schemas.columns import AT_REST

Row = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """How the second run differs from the first.

    `documents` and `conflicts` say what became of each that differs (came, went, changed; or the conflict's state),
    `desk` names the desk's files that differ, `rulings` are those that only the second run obeyed. `names` are those
    of the events, by id.
    """

    first: Run
    second: Run
    changes: pd.DataFrame
    documents: tuple[tuple[str, str], ...]
    conflicts: tuple[tuple[str, Row], ...]
    rulings: tuple[Row, ...]
    desk: tuple[str, ...]
    names: Mapping[str, str]


def tell_apart(ledger: Ledger, first: str, second: str) -> Difference:
    """The difference of two runs, each named by its number or by its period (whose last run is meant).

    The figures of a month are all those that stand at its end, also where only an earlier month speaks of them.
    """
    runs = find_run(ledger, first), find_run(ledger, second)
    before, after = (_end_of(ledger, run) for run in runs)
    events, claims, documents = (
        join([before[name], after[name]], name).drop_duplicates(key, keep="last")
        for name, key in (("events", "event_id"), ("claims", "claim_id"), ("documents", "doc"))
    )
    changes = compare_figures(
        stand(before["figures"], before["events"]),
        stand(after["figures"], after["events"]),
        Evidence(claims, documents, events, after["decisions"]),
    )
    desks = [ledger.desk(run.number) for run in runs]
    goes_on = runs[0].period != runs[1].period
    return Difference(
        *runs,
        changes=changes,
        documents=tuple(_documents(before["documents"], after["documents"], goes_on)),
        conflicts=tuple(_conflicts(before["conflicts"], after["conflicts"], goes_on)),
        rulings=tuple(_rulings(before["decisions"], after["decisions"])),
        names=dict(zip(events["event_id"], events["name"], strict=True)),
        desk=tuple(sorted(n for n in {**desks[0], **desks[1]} if desks[0].get(n) != desks[1].get(n))),
    )


def find_run(ledger: Ledger, named: str) -> Run:
    """The finished run of a number, or the last one of a period; refused with what there is."""
    finished = [run for run in ledger.runs() if run.finished]
    if named.isdecimal():
        found = [run for run in finished if run.number == int(named)]
    else:
        found = [run for run in finished if run.period == named]
    if not found:
        known = "; ".join(f"{p}: {_numbers(finished, p)}" for p in sorted({run.period for run in finished}))
        raise BadInput(f"There is no finished run '{named}'.", f"Name a run or a period. Runs: {known or 'none'}.")
    return found[-1]


_NEEDED = ("documents", "claims", "events", "figures", "conflicts", "decisions")


def _numbers(runs: list[Run], period: str) -> str:
    return ", ".join(str(run.number) for run in runs if run.period == period)


def _end_of(ledger: Ledger, run: Run) -> dict[str, pd.DataFrame]:
    """The tables of a run, its figures and events being those that stand once it has spoken."""
    tables = {name: table(name, []) for name in _NEEDED} | ledger.tables(run.number, _NEEDED)
    earlier = read_earlier(ledger, run.period, run)
    events = join([earlier.known_events, tables["events"]], "events").drop_duplicates("event_id", keep="last")
    documents = tables["documents"]
    return tables | {
        "figures": take_place(earlier.figures, tables["figures"], tables["claims"]),
        "events": events,
        "documents": documents[documents["period"].isna() | (documents["period"] == run.period)],
    }


def _documents(before: pd.DataFrame, after: pd.DataFrame, goes_on: bool) -> list[tuple[str, str]]:
    """What became of each article; where another month goes on, its own are those that came."""
    now = dict(zip(after["doc"], after["sha256"], strict=True))
    was = {} if goes_on else dict(zip(before["doc"], before["sha256"], strict=True))
    words = {(True, False): "went", (False, True): "came", (True, True): "changed"}
    return [(doc, words[doc in was, doc in now]) for doc in sorted({**was, **now}) if was.get(doc) != now.get(doc)]


def _conflicts(before: pd.DataFrame, after: pd.DataFrame, goes_on: bool) -> list[tuple[str, Row]]:
    """What became of each conflict; a later month does not take up warnings and what is decided."""
    was, now = ({row["conflict_id"]: row for row in records(frame)} for frame in (before, after))
    came = [("came up", row) for id, row in now.items() if id not in was]
    went = [("is gone", row) for id, row in was.items() if id not in now and not (goes_on and _is_done(row))]
    moved = [(f"is {row['state']}", row) for id, row in now.items() if id in was and _moved(was[id], row)]
    return came + went + moved


def _is_done(row: Row) -> bool:
    return row["severity"] == "warning" or row["state"] in AT_REST


def _moved(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return bool(was["state"] != now["state"])


def _rulings(before: pd.DataFrame, after: pd.DataFrame) -> list[Row]:
    known = set(before["decision_id"])
    return [row for row in records(after) if row["decision_id"] not in known]
