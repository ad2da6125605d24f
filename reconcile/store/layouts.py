"""The layout of the ledger: its tables, the triggers that refuse changes, and the check that all of it is present."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from reconcile.errors import BadInput

FIRST_LAYOUT = """
CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (
    run INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, started TEXT NOT NULL, version TEXT NOT NULL,
    desk TEXT NOT NULL REFERENCES blobs (sha256)
);
CREATE TABLE ends (
    run INTEGER PRIMARY KEY REFERENCES runs (run), finished TEXT NOT NULL, content TEXT NOT NULL
);
CREATE TABLE texts (
    run INTEGER NOT NULL REFERENCES runs (run), doc TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES blobs (sha256),
    PRIMARY KEY (run, doc)
) WITHOUT ROWID;
CREATE TABLE snapshots (
    run INTEGER NOT NULL REFERENCES runs (run), name TEXT NOT NULL, row_count INTEGER NOT NULL,
    sha256 TEXT NOT NULL REFERENCES blobs (sha256), csv_sha256 TEXT NOT NULL, PRIMARY KEY (run, name)
) WITHOUT ROWID;
CREATE TABLE decisions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, decision_id TEXT NOT NULL UNIQUE, noted TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX runs_by_period ON runs (period, run);
"""

SECOND_LAYOUT = """
CREATE TABLE papers (
    run INTEGER NOT NULL REFERENCES runs (run), name TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES blobs (sha256),
    PRIMARY KEY (run, name)
) WITHOUT ROWID;
CREATE TABLE closings (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, record TEXT NOT NULL, seal TEXT NOT NULL UNIQUE
);
"""

LAYOUTS = (
    (FIRST_LAYOUT, ("blobs", "runs", "ends", "texts", "snapshots", "decisions")),
    (SECOND_LAYOUT, ("papers", "closings")),
)
"""What each version of the layout adds to the one before, and the tables that it adds."""

VERSION = len(LAYOUTS)
NAMES = tuple(name for _, names in LAYOUTS for name in names)

COUNTED = {"runs": "run", "decisions": "sequence", "closings": "sequence"}
"""The tables whose rows are numbered without gaps, each with the column of the number."""


def version_of(db: sqlite3.Connection, path: Path) -> int:
    """The layout version of the ledger, 0 where it has none yet; refused where it is newer than this package."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise BadInput(f"The ledger {path} was made by a newer version of reconcile.", "Update reconcile.")
    return version


def lay_out(db: sqlite3.Connection, path: Path) -> None:
    """Bring the ledger to this package's layout: missing parts are added, existing ones are not changed."""
    for layout, names in LAYOUTS[version_of(db, path) :]:
        forbids = " ".join(f"{sql};" for sql in guards(names).values())
        version = version_of(db, path) + 1
        db.executescript(f"BEGIN; {layout} {forbids} PRAGMA user_version = {version}; COMMIT;")


def guards(names: tuple[str, ...]) -> dict[str, str]:
    """The triggers that refuse to alter or delete a row of these tables, by name."""
    return {
        f"{name}_no_{verb.lower()}": f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END"
        for name in names
        for verb in ("UPDATE", "DELETE")
    }


def lost_guards(db: sqlite3.Connection) -> Iterator[str]:
    """The triggers that are missing from the ledger or were altered, in plain words."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    there = dict(db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    for _, names in LAYOUTS[:version]:
        for name, sql in guards(names).items():
            if there.get(name) != sql:
                yield f"the guard {name} against altering it is gone"


def lost_rows(db: sqlite3.Connection) -> Iterator[str]:
    """The tables from which numbered rows were removed, in plain words; SQLite stores the last number it gave."""
    there = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    given = dict(db.execute("SELECT name, seq FROM sqlite_sequence")) if "sqlite_sequence" in there else {}
    for name in sorted(there & set(COUNTED)):
        rows, last = db.execute(f"SELECT count(*), coalesce(max({COUNTED[name]}), 0) FROM {name}").fetchone()
        if not rows == last == given.get(name, 0):
            yield f"the numbers of its {name} have gaps"
