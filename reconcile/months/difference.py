"""The difference between two runs: what was added (articles, rulings, settings), and what changed as a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reconcile.errors import BadInput
from reconcile.model.records import Change, Conflict, Document, Ruling
from reconcile.model.run_tables import RunTables
from reconcile.months.change_reasons import Evidence
from reconcile.months.earlier import latest, read_earlier, take_place
from reconcile.months.forward import compare_figures, stand
from reconcile.store.ledger import Ledger, Run
from schemas.codes import Severity


@dataclass(frozen=True)
class Difference:
    """How the second run differs from the first.

    `documents` and `conflicts` list each one that differs, with what happened to it (added, removed, changed; or the
    conflict's state). `desk` names the desk's files that differ; `rulings` are those that only the second run applied.
    `names` are the names of the events, by id.
    """

    first: Run
    second: Run
    changes: tuple[Change, ...]
    documents: tuple[tuple[str, str], ...]
    conflicts: tuple[tuple[str, Conflict], ...]
    rulings: tuple[Ruling, ...]
    desk: tuple[str, ...]
    names: Mapping[str, str]


def tell_apart(ledger: Ledger, first: str, second: str) -> Difference:
    """Compare two runs.

    The figures of a month are all those in force at its end, including figures that only an earlier month reports.

    Args:
        ledger: the ledger, open for reading.
        first: the number of a run, or a period (its last run is used).
        second: the same for the other run.

    Raises:
        BadInput: no finished run has this number or period.
    """
    runs = find_run(ledger, first), find_run(ledger, second)
    before, after = (_end_of(ledger, run) for run in runs)
    events = latest("event_id", before.events, after.events)
    claims = latest("claim_id", before.claims, after.claims)
    documents = latest("doc", before.documents, after.documents)
    changes = compare_figures(
        stand(before.figures, before.events),
        stand(after.figures, after.events),
        Evidence(claims, documents, events, after.decisions),
    )
    desks = [ledger.desk(run.number) for run in runs]
    goes_on = runs[0].period != runs[1].period
    known = {ruling.decision_id for ruling in before.decisions}
    return Difference(
        *runs,
        changes=tuple(changes),
        documents=tuple(_documents(before.documents, after.documents, goes_on)),
        conflicts=tuple(_conflicts(before.conflicts, after.conflicts, goes_on)),
        rulings=tuple(ruling for ruling in after.decisions if ruling.decision_id not in known),
        names={event.event_id: event.name for event in events},
        desk=tuple(sorted(n for n in {**desks[0], **desks[1]} if desks[0].get(n) != desks[1].get(n))),
    )


def find_run(ledger: Ledger, named: str) -> Run:
    """The finished run with this number, or the last one of this period; else refused, with the runs that exist."""
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


def _end_of(ledger: Ledger, run: Run) -> RunTables:
    """The tables of a run, with the figures and events in force at its end."""
    tables = ledger.tables(run.number, _NEEDED)
    earlier = read_earlier(ledger, run.period, run)
    return replace(
        tables,
        figures=take_place(earlier.figures, tables.figures, tables.claims),
        events=latest("event_id", earlier.known_events, tables.events),
        documents=[paper for paper in tables.documents if paper.period in (None, run.period)],
    )


def _documents(before: Iterable[Document], after: Iterable[Document], goes_on: bool) -> list[tuple[str, str]]:
    """What happened to each article; where the second run is of another month, its own articles are those added."""
    now = {paper.doc: paper.sha256 for paper in after}
    was = {} if goes_on else {paper.doc: paper.sha256 for paper in before}
    words = {(True, False): "went", (False, True): "came", (True, True): "changed"}
    return [(doc, words[doc in was, doc in now]) for doc in sorted({**was, **now}) if was.get(doc) != now.get(doc)]


def _conflicts(before: Iterable[Conflict], after: Iterable[Conflict], goes_on: bool) -> list[tuple[str, Conflict]]:
    """What happened to each conflict; a later month does not repeat warnings and decided conflicts."""
    was, now = ({conflict.conflict_id: conflict for conflict in conflicts} for conflicts in (before, after))
    came = [("came up", conflict) for id, conflict in now.items() if id not in was]
    went = [
        ("is gone", conflict) for id, conflict in was.items() if id not in now and not (goes_on and _done(conflict))
    ]
    moved = [(f"is {new.state}", new) for id, new in now.items() if id in was and was[id].state != new.state]
    return came + went + moved


def _done(conflict: Conflict) -> bool:
    return conflict.severity == Severity.WARNING or conflict.state.at_rest
