"""The records of closings: who closed which month on which run, sealed so that none can be altered unseen.

Each record holds the seal of the one before it, and its own seal is the SHA-256 of its words: whoever changes one, or
takes one out, breaks every seal that follows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256

from reconcile.errors import BadInput
from reconcile.ledger import Ledger
from reconcile.report.wording import day_words, period_words

CLOSED, REOPENED = "closed", "reopened"


@dataclass(frozen=True)
class Closing:
    """One closing of a month, or its reopening.

    `version` counts the closings of the month; `run` and `content` are those of the run that was signed. `files` are
    the frozen files and `inputs` the articles by name, each with its SHA-256. `waived` are the serious conflicts that
    were let stand undecided, for the reason given. `previous` is the seal of the record before.
    """

    period: str
    version: int
    action: str
    run: int
    content: str
    by: str
    reviewed_by: str | None
    reason: str | None
    at: str
    waived: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    previous: str | None = None
    seal: str = ""

    def record(self) -> str:
        """The words that the seal is set under."""
        said = {key: value for key, value in asdict(self).items() if key != "seal"}
        return json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def seal_of(record: str) -> str:
    """The seal that a record should bear."""
    return sha256(record.encode("ascii")).hexdigest()


def read_closings(ledger: Ledger) -> list[Closing]:
    """Every closing and reopening of the workspace, the first one first."""
    return [Closing(**json.loads(record), seal=seal) for record, seal in ledger.closings()]


def last_closing(ledger: Ledger, period: str) -> Closing | None:
    """The latest record of a month: a closing while it is closed, a reopening while it is open again."""
    return next((c for c in reversed(read_closings(ledger)) if c.period == period), None)


def is_closed(ledger: Ledger, period: str) -> bool:
    """True for a month that was closed and not opened again."""
    last = last_closing(ledger, period)
    return last is not None and last.action == CLOSED


def refuse_closed(ledger: Ledger, period: str) -> None:
    """Refuse to touch a closed month, and say what to do with what came late."""
    last = last_closing(ledger, period)
    if last is not None and last.action == CLOSED:
        raise BadInput(
            f"{period_words(period)} was closed on {day_words(last.at[:10])} by {last.by}, reviewed by "
            f"{last.reviewed_by}: it stays as it was signed.",
            "A late report goes into the folder of an open month, which restates the figure. "
            f"To change the month itself: reconcile reopen {period} --by NAME --reason WHY",
        )


def broken_seals(ledger: Ledger) -> list[str]:
    """The records that do not bear their own seal, or do not follow the one before them, in plain words."""
    found, previous = [], None
    for closing in read_closings(ledger):
        if seal_of(closing.record()) != closing.seal or closing.previous != previous:
            found.append(f"The record of how {period_words(closing.period)} was {closing.action} has been altered.")
        previous = closing.seal
    return found
