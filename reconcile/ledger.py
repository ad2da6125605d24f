"""The ledger of record: what every run read and found, kept for good under `.reconcile/ledger.sqlite`.

Nothing in it is ever altered or deleted (triggers refuse it). A run is noted when it starts; everything it found is
added in one transaction when it ends, so a run that is killed leaves a start without an end, and nothing half done.
Texts and tables are kept once by the SHA-256 of their bytes: a run that finds the same again adds no more than a row.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from reconcile.errors import BadInput
from reconcile.lock import hold
from reconcile.tables import from_jsonl, to_csv, to_jsonl
from reconcile.workspace import Workspace
from schemas import TABLES

FILE = "ledger.sqlite"

INPUTS, FENCES, META = "inputs", "fences", "meta"
"""Papers of a run: the SHA-256 of each file that it read, the spans of page furniture by doc, what it was run under."""
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


@dataclass(frozen=True)
class Run:
    """One run: `finished` and `content` are None where it was interrupted; equal contents are equal results."""

    number: int
    period: str
    started: str
    version: str
    desk: str
    finished: str | None = None
    content: str | None = None


class Ledger:
    """An open ledger. Reading is always possible; `writing` gives the one that may also add."""

    def __init__(self, connection: sqlite3.Connection):
        self._db = connection

    def begin(self, period: str, desk: Mapping[str, str], version: str, inputs: Mapping[str, str] | None = None) -> int:
        """Note that a run of the period starts; its number.

        `desk` maps the desk's files to their content, `inputs` the files of the period to their SHA-256.
        """
        with self._db:
            key = self._keep(json.dumps(dict(sorted(desk.items()))).encode("utf-8"))
            cursor = self._db.execute(
                "INSERT INTO runs (period, started, version, desk) VALUES (?, ?, ?, ?)",
                (period, _now(), version, key),
            )
            run = int(cursor.lastrowid or 0)
            self._put_paper(run, INPUTS, inputs or {})
        return run

    def finish(
        self,
        run: int,
        texts: Mapping[str, str],
        tables: Mapping[str, pd.DataFrame],
        papers: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> str:
        """Add all that a run read and found, at one stroke; the hash of its content.

        `texts` maps each doc to the exact text that offsets point into; `papers` are what else belongs to the run and
        is no table, by name.
        """
        with self._db:
            for name, content_of in sorted((papers or {}).items()):
                self._put_paper(run, name, content_of)
            for doc, text in sorted(texts.items()):
                key = self._keep(text.encode("utf-8", "surrogatepass"))
                self._db.execute("INSERT INTO texts VALUES (?, ?, ?)", (run, doc, key))
            for name, frame in sorted(tables.items()):
                key = self._keep(to_jsonl(frame))
                values = (run, name, len(frame), key, sha256(to_csv(frame)).hexdigest())
                self._db.execute("INSERT INTO snapshots VALUES (?, ?, ?, ?, ?)", values)
            content = self.content(run)
            self._db.execute("INSERT INTO ends VALUES (?, ?, ?)", (run, _now(), content))
        return content

    def runs(self, period: str | None = None) -> list[Run]:
        """Every run (of a period), interrupted ones too, the earliest first."""
        rows = self._db.execute(
            "SELECT run, period, started, version, desk, finished, content FROM runs LEFT JOIN ends USING (run) "
            "WHERE ? IS NULL OR period = ? ORDER BY run",
            (period, period),
        )
        return [Run(*row) for row in rows]

    def last_run(self, period: str) -> Run | None:
        """The latest finished run of a period."""
        finished = [run for run in self.runs(period) if run.finished]
        return finished[-1] if finished else None

    def table(self, run: int, name: str) -> pd.DataFrame | None:
        """A table as a run left it, or None where that run has no such table."""
        found = self._db.execute("SELECT sha256 FROM snapshots WHERE run = ? AND name = ?", (run, name)).fetchone()
        return from_jsonl(name, self._blob(found[0])) if found else None

    def tables(self, run: int, only: Collection[str] = tuple(TABLES)) -> dict[str, pd.DataFrame]:
        """Every table (or those of them that are asked for) as a run left it, by name."""
        names = self._db.execute("SELECT name, sha256 FROM snapshots WHERE run = ? ORDER BY name", (run,)).fetchall()
        return {name: from_jsonl(name, self._blob(key)) for name, key in names if name in only}

    def fingerprints(self, run: int) -> dict[str, str]:
        """SHA-256 of the CSV bytes of each table of a run: what the file under reports/ should have."""
        rows = self._db.execute("SELECT name, csv_sha256 FROM snapshots WHERE run = ? ORDER BY name", (run,))
        return dict(rows.fetchall())

    def content(self, run: int) -> str:
        """The hash of all tables of a run, worked out from what is kept of them."""
        rows = self._db.execute("SELECT name, sha256 FROM snapshots WHERE run = ? ORDER BY name", (run,))
        return sha256("".join(f"{name} {key}\n" for name, key in rows).encode()).hexdigest()

    def texts(self, run: int, only: Iterable[str] | None = None) -> dict[str, str]:
        """The texts that a run read (or those of them that are asked for), by doc."""
        rows = self._db.execute("SELECT doc, sha256 FROM texts WHERE run = ? ORDER BY doc", (run,)).fetchall()
        wanted = None if only is None else set(only)
        asked = [(doc, key) for doc, key in rows if wanted is None or doc in wanted]
        return {doc: self._blob(key).decode("utf-8", "surrogatepass") for doc, key in asked}

    def desk(self, run: int) -> dict[str, str]:
        """The desk's files as a run obeyed them, by name."""
        found = self._db.execute("SELECT desk FROM runs WHERE run = ?", (run,)).fetchone()
        files: dict[str, str] = json.loads(self._blob(found[0]))
        return files

    def paper(self, run: int, name: str) -> dict[str, Any]:
        """What was kept beside a run's tables under a name; empty where nothing was."""
        if not self._has("papers"):
            return {}
        found = self._db.execute("SELECT sha256 FROM papers WHERE run = ? AND name = ?", (run, name)).fetchone()
        kept: dict[str, Any] = json.loads(self._blob(found[0])) if found else {}
        return kept

    def add_closing(self, period: str, record: str, seal: str) -> None:
        """Add the record of a month's closing or reopening, with its seal, below those before it."""
        with self._db:
            self._db.execute("INSERT INTO closings (period, record, seal) VALUES (?, ?, ?)", (period, record, seal))

    def closings(self) -> list[tuple[str, str]]:
        """Every record of a closing or reopening with its seal, the first one first."""
        if not self._has("closings"):
            return []
        rows = self._db.execute("SELECT record, seal FROM closings ORDER BY sequence").fetchall()
        return [(record, seal) for record, seal in rows]

    def add_decisions(self, decisions: pd.DataFrame) -> list[str]:
        """Add rulings to the log, in their order; the ids of those that stand there already with other words.

        A ruling is never rewritten: to change one, a later ruling on the same thing is made.
        """
        changed = []
        with self._db:
            for line in to_jsonl(decisions.drop(columns="sequence")).decode("utf-8").splitlines():
                key = from_jsonl("decisions", line.encode("utf-8"))["decision_id"].iloc[0]
                known = self._db.execute("SELECT record FROM decisions WHERE decision_id = ?", (key,)).fetchone()
                if known is None:
                    values = (key, _now(), line)
                    self._db.execute("INSERT INTO decisions (decision_id, noted, record) VALUES (?, ?, ?)", values)
                elif known[0] != line:
                    changed.append(str(key))
        return changed

    def decisions(self) -> pd.DataFrame:
        """The whole log of rulings; `sequence` is their place in it."""
        rows = self._db.execute("SELECT sequence, record FROM decisions ORDER BY sequence").fetchall()
        frame = from_jsonl("decisions", "".join(f"{record}\n" for _, record in rows).encode("utf-8"))
        return frame.assign(sequence=pd.array([sequence for sequence, _ in rows], dtype="Int64"))

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file, and every blob whose bytes no longer give its hash; empty if sound."""
        try:
            found = [row[0] for row in self._db.execute("PRAGMA integrity_check") if row[0] != "ok"]
            keys = [row[0] for row in self._db.execute("SELECT sha256 FROM blobs ORDER BY sha256")]
            return found + [f"blob {key} is altered" for key in keys if not self._is_whole(key)]
        except sqlite3.Error as failure:
            return [str(failure)]

    def _has(self, name: str) -> bool:
        """False where the ledger was made before there was such a table, and nothing has been added since."""
        asked = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
        return self._db.execute(asked, (name,)).fetchone() is not None

    def _put_paper(self, run: int, name: str, content: Mapping[str, Any]) -> None:
        key = self._keep(json.dumps(dict(sorted(content.items())), ensure_ascii=False).encode("utf-8", "surrogatepass"))
        self._db.execute("INSERT INTO papers VALUES (?, ?, ?)", (run, name, key))

    def _keep(self, data: bytes) -> str:
        key = sha256(data).hexdigest()
        if not self._db.execute("SELECT 1 FROM blobs WHERE sha256 = ?", (key,)).fetchone():
            self._db.execute("INSERT INTO blobs VALUES (?, ?, ?)", (key, len(data), zlib.compress(data, 6)))
        return key

    def _is_whole(self, key: str) -> bool:
        try:
            return sha256(self._blob(key)).hexdigest() == key
        except BadInput:
            return False

    def _blob(self, key: str) -> bytes:
        row = self._db.execute("SELECT data FROM blobs WHERE sha256 = ?", (key,)).fetchone()
        try:
            return zlib.decompress(row[0])
        except (zlib.error, TypeError):
            raise BadInput(f"The ledger is damaged: blob {key} cannot be read.", "Put back a copy of it.") from None


@contextmanager
def writing(workspace: Workspace) -> Iterator[Ledger]:
    """The ledger, to add to: one process at a time. Raises Locked where another holds it."""
    try:
        workspace.state.mkdir(exist_ok=True)
    except OSError as failure:
        raise BadInput(
            f"{workspace.state} cannot be made or written to ({failure.strerror}).",
            "It has to be a folder: move away what is in its place, or change the permissions.",
        ) from None
    path = workspace.state / FILE
    with hold(workspace.state / "lock"), _in_plain_words(path), closing(_connect(path)) as db:
        yield Ledger(db)


@contextmanager
def reading(workspace: Workspace) -> Iterator[Ledger]:
    """The ledger, to read from, also while another process adds to it; refused where no run has made one."""
    path = workspace.state / FILE
    if not path.is_file():
        raise BadInput(f"Nothing was run yet in {workspace.root}.", "Start with: reconcile run PERIOD")
    with _in_plain_words(path), closing(_connect_to_read(path)) as db:
        if not _version(db, path):
            raise BadInput(f"Nothing was run yet in {workspace.root}.", "Start with: reconcile run PERIOD")
        yield Ledger(db)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    _lay_out(db, path)
    return db


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """The ledger without the right to add to it; in a folder that may not be written to, as a file that stays as it is.

    SQLite shares a ledger with its writer through files beside it. Where those cannot be made, nobody writes either.
    """
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        db.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.OperationalError:
        if path.with_name(f"{FILE}-wal").exists():
            raise
        db = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
    return db


_REMEDIES = {
    "SQLITE_READONLY": "Change the permissions of the file and its folder.",
    "SQLITE_CANTOPEN": "Change the permissions of the file and its folder.",
    "SQLITE_PERM": "Change the permissions of the file and its folder.",
    "SQLITE_FULL": "Free some space on the disk and run again.",
    "SQLITE_BUSY": "Another program holds it: close that and run again.",
    "SQLITE_LOCKED": "Another program holds it: close that and run again.",
}


@contextmanager
def _in_plain_words(path: Path) -> Iterator[None]:
    """Whatever SQLite finds wrong with the ledger while the block runs, as one line with its remedy."""
    try:
        yield
    except sqlite3.Error as failure:
        name = "_".join((getattr(failure, "sqlite_errorname", None) or "").split("_")[:2])
        remedy = _REMEDIES.get(name, "Put back a copy of it, or move it away: the next run starts a new one.")
        raise BadInput(f"The ledger {path} cannot be used ({failure}).", remedy) from None


def _version(db: sqlite3.Connection, path: Path) -> int:
    """The layout that the ledger has, 0 where it has none yet; refused where it is newer than this package."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise BadInput(f"The ledger {path} was made by a newer version of reconcile.", "Update reconcile.")
    return version


def _lay_out(db: sqlite3.Connection, path: Path) -> None:
    """Bring the ledger to this package's layout: what a later version adds is added, nothing there is touched."""
    for layout, names in LAYOUTS[_version(db, path) :]:
        forbids = (
            f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END;"
            for name in names
            for verb in ("UPDATE", "DELETE")
        )
        version = _version(db, path) + 1
        db.executescript(f"BEGIN; {layout} {' '.join(forbids)} PRAGMA user_version = {version}; COMMIT;")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
