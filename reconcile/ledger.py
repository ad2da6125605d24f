"""The ledger of record: what every run read and found, kept for good under `.reconcile/ledger.sqlite`.

Nothing in it is ever altered or deleted (triggers refuse it). A run is noted when it starts; everything it found is
added in one transaction when it ends, so a run that is killed leaves a start without an end, and nothing half done.
Texts and tables are kept once by the SHA-256 of their bytes: a run that finds the same again adds no more than a row.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pandas as pd

from reconcile.errors import BadInput
from reconcile.lock import hold
from reconcile.tables import from_jsonl, to_csv, to_jsonl
from reconcile.workspace import Workspace, is_month
from schemas import table

FILE = "ledger.sqlite"
VERSION = 1

LAYOUT = """
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

NAMES = ("blobs", "runs", "ends", "texts", "snapshots", "decisions")


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

    def begin(self, period: str, desk: Mapping[str, str], version: str) -> int:
        """Note that a run of the period starts, with the desk's files (name to content) that it obeys; its number."""
        with self._db:
            key = self._keep(json.dumps(dict(sorted(desk.items()))).encode("utf-8"))
            cursor = self._db.execute(
                "INSERT INTO runs (period, started, version, desk) VALUES (?, ?, ?, ?)",
                (period, _now(), version, key),
            )
        return int(cursor.lastrowid or 0)

    def finish(self, run: int, texts: Mapping[str, str], tables: Mapping[str, pd.DataFrame]) -> str:
        """Add all that a run read and found, at one stroke; the hash of its content.

        `texts` maps each doc to the exact text that offsets point into.
        """
        with self._db:
            for doc, text in sorted(texts.items()):
                key = self._keep(text.encode("utf-8", "surrogatepass"))
                self._db.execute("INSERT INTO texts VALUES (?, ?, ?)", (run, doc, key))
            content = sha256()
            for name, frame in sorted(tables.items()):
                key = self._keep(to_jsonl(frame))
                values = (run, name, len(frame), key, sha256(to_csv(frame)).hexdigest())
                self._db.execute("INSERT INTO snapshots VALUES (?, ?, ?, ?, ?)", values)
                content.update(f"{name} {key}\n".encode())
            self._db.execute("INSERT INTO ends VALUES (?, ?, ?)", (run, _now(), content.hexdigest()))
        return content.hexdigest()

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

    def tables(self, run: int) -> dict[str, pd.DataFrame]:
        """Every table as a run left it, by name."""
        names = self._db.execute("SELECT name, sha256 FROM snapshots WHERE run = ? ORDER BY name", (run,)).fetchall()
        return {name: from_jsonl(name, self._blob(key)) for name, key in names}

    def fingerprints(self, run: int) -> dict[str, str]:
        """SHA-256 of the CSV bytes of each table of a run: what the file under reports/ should have."""
        rows = self._db.execute("SELECT name, csv_sha256 FROM snapshots WHERE run = ? ORDER BY name", (run,))
        return dict(rows.fetchall())

    def texts(self, run: int) -> dict[str, str]:
        """The texts that a run read, by doc."""
        rows = self._db.execute("SELECT doc, sha256 FROM texts WHERE run = ? ORDER BY doc", (run,)).fetchall()
        return {doc: self._blob(key).decode("utf-8", "surrogatepass") for doc, key in rows}

    def desk(self, run: int) -> dict[str, str]:
        """The desk's files as a run obeyed them, by name."""
        found = self._db.execute("SELECT desk FROM runs WHERE run = ?", (run,)).fetchone()
        files: dict[str, str] = json.loads(self._blob(found[0]))
        return files

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


def earlier_conflicts(ledger: Ledger, period: str) -> pd.DataFrame:
    """The conflicts of the months before, each as its latest month left it; `first_seen` goes back to the first."""
    found = _earlier(ledger, period, "conflicts")
    return found.drop_duplicates("conflict_id", keep="last").reset_index(drop=True)


def earlier_ages(ledger: Ledger, period: str) -> pd.DataFrame:
    """What the months before say on how long each war had lasted by then: claims of duration, to date."""
    found = _earlier(ledger, period, "claims")
    told = (found["measure"] == "duration") & (found["scope"] == "cumulative") & (found["link"] == "linked")
    return found[told].drop_duplicates("claim_id", keep="last").reset_index(drop=True)


def earlier_events(ledger: Ledger, period: str) -> pd.DataFrame:
    """The events that claims of the months before were linked to, each as its latest month left it."""
    events, claims = (_earlier(ledger, period, name) for name in ("events", "claims"))
    told = events[events["event_id"].isin(claims["event_id"])]
    return told.drop_duplicates("event_id", keep="last").reset_index(drop=True)


def _earlier(ledger: Ledger, period: str, name: str) -> pd.DataFrame:
    """A table of the last runs of all months before the period, one after another."""
    months = sorted({run.period for run in ledger.runs() if is_month(run.period) and run.period < period})
    last = [run for month in months if (run := ledger.last_run(month))] if is_month(period) else []
    frames = [f for run in last if (f := ledger.table(run.number, name)) is not None and len(f)]
    return pd.concat(frames).reset_index(drop=True) if frames else table(name, [])


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
    if _version(db, path) == VERSION:
        return
    forbids = (
        f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END;"
        for name in NAMES
        for verb in ("UPDATE", "DELETE")
    )
    db.executescript(f"BEGIN; {LAYOUT} {' '.join(forbids)} PRAGMA user_version = {VERSION}; COMMIT;")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
