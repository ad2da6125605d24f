"""What an attacker, or an accident, does to a month that was signed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from town import NOON

from reconcile import pipeline
from reconcile.months.closing import closing, proof
from reconcile.store.ledger import FILE
from reconcile.store.workspace import Workspace

JUNE = "2013-06"


def problems(place: Workspace, month: str = JUNE) -> list[str]:
    return list(proof.verify(place, month).problems)


def reopen(place: Workspace, month: str = JUNE, reason: str = "the hospital corrected its list") -> closing.Closing:
    return closing.reopen(place, month, "Ana", reason, pipeline.report_again, lambda: NOON)


def unlock(path: Path) -> Path:
    path.chmod(0o644)
    return path


def forge(place: Workspace, *statements: str, values: tuple[object, ...] = ()) -> None:
    """Alter the ledger, and put its guards back as if nothing had been done."""
    with sqlite3.connect(place.state / FILE) as db:
        guards = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement, values if "?" in statement else ())
        for _, sql in guards:
            db.execute(sql)
