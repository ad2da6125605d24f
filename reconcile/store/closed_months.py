"""The records of closings: who closed which month on which run, sealed so that any alteration is detected.

Each record contains the seal of the one before it, and its own seal is the SHA-256 of its text: changing or removing a
record makes every seal after it invalid.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, Final, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from reconcile.errors import BadInput
from reconcile.store.ledger import FILE, Ledger
from reconcile.store.workspace import Workspace, is_month
from reconcile.wording.figure_words import day_words, period_words

CLOSED: Final = "closed"
REOPENED: Final = "reopened"
RECORD = "closing.json"
"""The name of the file with the record, beside the signed report."""


@dataclass(frozen=True)
class Closing:
    """One closing of a month, or its reopening.

    `version` counts the closings of the month; `run` and `content` are those of the run that was signed. `files` are
    the frozen files and `inputs` the articles by name, each with its SHA-256. `waived` are the serious conflicts left
    undecided, for the reason given; `remarks` is what was typed into the sign-off beside the names. `trail` has a
    SHA-256 over each kind of data that the run is based on (see `Ledger.trail`), with the log of rulings up to number
    `rulings`; it is empty in records of older versions. `previous` is the seal of the record before.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    period: str
    version: int
    action: Literal["closed", "reopened"]
    run: int
    content: str
    by: str
    reviewed_by: str | None
    reason: str | None
    at: str
    waived: Sequence[str] = ()
    remarks: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    trail: Mapping[str, str] = field(default_factory=dict)
    rulings: int = 0
    previous: str | None = None
    seal: str = ""

    def record(self) -> str:
        """The text that the seal is computed from."""
        said = {key: value for key, value in asdict(self).items() if key != "seal"}
        return json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


_CLOSING = TypeAdapter(Closing)


def seal_of(record: str) -> str:
    """The correct seal of a record."""
    return sha256(record.encode("utf-8", "surrogatepass")).hexdigest()


def read_closings(ledger: Ledger) -> list[Closing]:
    """Every closing and reopening of the workspace, the earliest first; refused where one cannot be read."""
    found = list(_parsed(ledger))
    for number, closing in enumerate(found, 1):
        if closing is None:
            raise BadInput(f"{_unreadable(number)}.", "Put back a copy of the ledger.")
    return [closing for closing in found if closing]


def readable_closings(ledger: Ledger) -> list[Closing]:
    """The closings and reopenings that can be read; `broken_seals` names the others."""
    return [closing for closing in _parsed(ledger) if closing]


def last_closing(ledger: Ledger, period: str) -> Closing | None:
    """The latest record of a month: a closing while it is closed, a reopening while it is open again."""
    return next((c for c in reversed(read_closings(ledger)) if c.period == period), None)


def is_closed(ledger: Ledger, period: str) -> bool:
    """True for a month that was closed and not opened again."""
    return period in closed_months(read_closings(ledger))


def closed_months(closings: Sequence[Closing]) -> list[str]:
    """The months that were closed and not opened again, the earliest first."""
    last = {closing.period: closing.action for closing in closings}
    return sorted(period for period, action in last.items() if action == CLOSED)


def refuse_no_month(period: str) -> None:
    """Refuse a period that is not a month: a batch can be run at any time and is never closed."""
    if not is_month(period):
        raise BadInput(f"'{period}' is not a month.", "Only months (2013-06) are closed.")


def refuse_closed(ledger: Ledger, period: str, workspace: Workspace) -> None:
    """Refuse to change a month that is closed, here or in another ledger, or that a closed month continues from."""
    closings = read_closings(ledger)
    closed = closed_months(closings)
    if period in closed:
        last = next(c for c in reversed(closings) if c.period == period)
        raise BadInput(
            f"{period_words(period)} was closed on {day_words(last.at[:10])} by {last.by}, reviewed by "
            f"{last.reviewed_by}: it stays as it was signed.",
            "A late report goes into the folder of an open month, which restates the figure. "
            f"To change the month itself: reconcile reopen {period} --by NAME --reason WHY",
        )
    refuse_another_ledger(workspace, period, seals(ledger))
    later = [month for month in closed if is_month(period) and month > period]
    if later:
        raise BadInput(
            f"{period_words(later[0])}, which opens with the figures of the months before it, is closed.",
            "Put what came late into the folder of an open month. "
            f"To change {period_words(period)} itself, first: reconcile reopen {later[-1]} --by NAME --reason WHY",
        )


def seals(ledger: Ledger) -> set[str]:
    """The seals of all closings and reopenings in the ledger, including those whose record cannot be read."""
    return {seal for _, seal in ledger.closings()}


def refuse_another_ledger(workspace: Workspace, period: str, known: Collection[str]) -> None:
    """Refuse a ledger that does not contain the seal in the record beside the month's report."""
    path = workspace.report(period) / RECORD
    if path.exists() and seal_beside(workspace, period) not in known:
        raise BadInput(
            f"{path} is the record of a closing that the ledger does not know: {workspace.state / FILE} is not the "
            f"ledger in which {period_words(period)} was closed, or not all of it.",
            "Put back the copy of it that was kept last.",
        )


def seal_beside(workspace: Workspace, period: str) -> str | None:
    """The seal in the record beside a month's report; None where there is no readable record."""
    try:
        said: Any = json.loads((workspace.report(period) / RECORD).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    seal = said.get("seal") if isinstance(said, dict) else None
    return seal if isinstance(seal, str) else None


def record_file(ledger: Ledger, closing: Closing) -> bytes:
    """The correct content of the record file beside the signed report."""
    record = next(record for record, seal in ledger.closings() if seal == closing.seal)
    return (json.dumps({**json.loads(record), "seal": closing.seal}, indent=2) + "\n").encode("ascii")


def broken_seals(ledger: Ledger) -> list[str]:
    """The records whose seal is wrong, or that do not follow the one before them, in plain words."""
    found, previous = [], None
    raw = ledger.closings()
    for number, ((record, seal), closing) in enumerate(zip(raw, _parsed(ledger), strict=True), 1):
        if closing is None:
            found.append(f"{_unreadable(number)}.")
        elif seal_of(record) != seal or closing.previous != previous:
            found.append(f"The record of how {period_words(closing.period)} was {closing.action} has been altered.")
        previous = seal
    return found


def _parsed(ledger: Ledger) -> Iterator[Closing | None]:
    """The records one by one; None for one that a closing did not write."""
    for record, seal in ledger.closings():
        try:
            said = _CLOSING.validate_json(record)
        except (ValidationError, TypeError, ValueError):
            yield None
            continue
        yield Closing(**{**vars(said), "seal": seal}) if isinstance(seal, str) else None


def _unreadable(number: int) -> str:
    return f"The record of closing {number} in the ledger cannot be read"
