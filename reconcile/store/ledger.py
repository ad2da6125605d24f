"""The ledger: the permanent record of what every run read and found, in `.reconcile/ledger.sqlite`.

Nothing in it is ever altered or deleted (triggers refuse it). The start of a run is recorded first; all its results are
added in one transaction when it ends, so a run that is killed leaves a start without an end, and no partial results.
Texts and tables are stored once by the SHA-256 of their bytes: a run with the same results adds little more than a row.
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

from reconcile.errors import BadInput
from reconcile.model.crossing import from_rows
from reconcile.model.records import Record, Ruling
from reconcile.model.run_tables import KINDS, RunTables
from reconcile.store.layouts import lay_out, lost_guards, lost_rows, version_of
from reconcile.store.lock import hold
from reconcile.store.tables import plain_row
from reconcile.store.workspace import Workspace

FILE = "ledger.sqlite"

INPUTS, FENCES, META = "inputs", "fences", "meta"
"""Papers of a run: the SHA-256 of each file it read, the spans of page furniture by doc, the conditions of the run."""


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
    """An open ledger. It can always be read; one opened with `writing` can also be added to."""

    def __init__(self, connection: sqlite3.Connection):
        self._db = connection

    def begin(self, period: str, desk: Mapping[str, str], version: str, inputs: Mapping[str, str] | None = None) -> int:
        """Record the start of a run of the period; return the run's number.

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
        tables: RunTables,
        files: Mapping[str, bytes],
        papers: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> str:
        """Add everything that a run read and found, in one transaction.

        Args:
            run: the number that `begin` returned.
            texts: by doc the exact text that offsets point into.
            tables: the results.
            files: the tables as CSV files, by name; only their SHA-256 is stored.
            papers: other data of the run that is not a table, by name.

        Returns:
            The hash of the content of all tables. It does not depend on the order in which columns are declared.
        """
        with self._db:
            for name, content_of in sorted((papers or {}).items()):
                self._put_paper(run, name, content_of)
            for doc, text in sorted(texts.items()):
                key = self._keep(text.encode("utf-8", "surrogatepass"))
                self._db.execute("INSERT INTO texts VALUES (?, ?, ?)", (run, doc, key))
            for name, file in sorted(files.items()):
                key = self._keep("".join(f"{_line(row)}\n" for row in tables[name]).encode("utf-8"))
                values = (run, name, len(tables[name]), key, sha256(file).hexdigest())
                self._db.execute("INSERT INTO snapshots VALUES (?, ?, ?, ?, ?)", values)
            content = self.content(run)
            self._db.execute("INSERT INTO ends VALUES (?, ?, ?)", (run, _now(), content))
        return content

    def runs(self, period: str | None = None) -> list[Run]:
        """All runs (of one period, or of all), including interrupted ones, the earliest first."""
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

    def tables(self, run: int, only: Collection[str] = tuple(KINDS)) -> RunTables:
        """The tables of a run (all, or those asked for); empty where the run did not make a table."""
        names = self._db.execute("SELECT name, sha256 FROM snapshots WHERE run = ? ORDER BY name", (run,)).fetchall()
        asked: dict[str, Any] = {
            name: _read_lines(KINDS[name], self._blob(key)) for name, key in names if name in KINDS and name in only
        }
        return RunTables(**asked)

    def fingerprints(self, run: int) -> dict[str, str]:
        """SHA-256 of the CSV bytes of each table of a run: the hash that the file under reports/ should have."""
        rows = self._db.execute("SELECT name, csv_sha256 FROM snapshots WHERE run = ? ORDER BY name", (run,))
        return dict(rows.fetchall())

    def content(self, run: int) -> str:
        """The hash of all tables of a run, computed from the stored tables."""
        rows = self._db.execute("SELECT name, sha256 FROM snapshots WHERE run = ? ORDER BY name", (run,))
        return sha256("".join(f"{name} {key}\n" for name, key in rows).encode()).hexdigest()

    def texts(self, run: int, only: Iterable[str] | None = None) -> dict[str, str]:
        """The texts that a run read (all, or those asked for), by doc."""
        rows = self._db.execute("SELECT doc, sha256 FROM texts WHERE run = ? ORDER BY doc", (run,)).fetchall()
        wanted = None if only is None else set(only)
        asked = [(doc, key) for doc, key in rows if wanted is None or doc in wanted]
        return {doc: self._blob(key).decode("utf-8", "surrogatepass") for doc, key in asked}

    def desk(self, run: int) -> dict[str, str]:
        """The desk's files as a run used them, by name."""
        found = self._db.execute("SELECT desk FROM runs WHERE run = ?", (run,)).fetchone()
        files: dict[str, str] = json.loads(self._blob(found[0]))
        return files

    def paper(self, run: int, name: str) -> dict[str, Any]:
        """The data stored beside a run's tables under a name; empty where there is none."""
        if not self._has("papers"):
            return {}
        found = self._db.execute("SELECT sha256 FROM papers WHERE run = ? AND name = ?", (run, name)).fetchone()
        kept: dict[str, Any] = json.loads(self._blob(found[0])) if found else {}
        return kept

    def has_paper(self, run: int, name: str) -> bool:
        """False where a run stored no such paper, because it was made by an older version."""
        asked = "SELECT 1 FROM papers WHERE run = ? AND name = ?"
        return self._has("papers") and self._db.execute(asked, (run, name)).fetchone() is not None

    def trail(self, run: int, rulings: int) -> dict[str, str]:
        """What a run is based on beside its tables, as one SHA-256 for each kind.

        The kinds are the run with its end, the texts, the papers, the tables' fingerprints, and the log of rulings up
        to number `rulings`.
        """
        asked = {
            "run": (
                "SELECT run, period, started, version, desk, finished, content FROM runs LEFT JOIN ends USING (run) "
                "WHERE run = ?",
                run,
            ),
            "texts": ("SELECT doc, sha256 FROM texts WHERE run = ? ORDER BY doc", run),
            "papers": ("SELECT name, sha256 FROM papers WHERE run = ? ORDER BY name", run),
            "tables": ("SELECT name, row_count, sha256, csv_sha256 FROM snapshots WHERE run = ? ORDER BY name", run),
            "rulings": (
                "SELECT sequence, decision_id, noted, record FROM decisions WHERE sequence <= ? ORDER BY sequence",
                rulings,
            ),
        }
        return {kind: _hash_rows(self._db.execute(query, (number,))) for kind, (query, number) in asked.items()}

    def last_ruling(self) -> int:
        """The number of the latest ruling in the log, 0 where there is none."""
        return int(self._db.execute("SELECT coalesce(max(sequence), 0) FROM decisions").fetchone()[0])

    def add_closing(self, period: str, record: str, seal: str) -> None:
        """Add the record of a month's closing or reopening, with its seal, after those before it."""
        with self._db:
            self._db.execute("INSERT INTO closings (period, record, seal) VALUES (?, ?, ?)", (period, record, seal))

    def closings(self) -> list[tuple[str, str]]:
        """Every record of a closing or reopening with its seal, the earliest first."""
        if not self._has("closings"):
            return []
        rows = self._db.execute("SELECT record, seal FROM closings ORDER BY sequence").fetchall()
        return [(record, seal) for record, seal in rows]

    def add_decisions(self, decisions: Iterable[Ruling]) -> list[str]:
        """Add rulings to the log, in their order; return the ids of those already in the log with other content.

        A ruling is never rewritten: to change one, a later ruling on the same id is made.
        """
        changed = []
        with self._db:
            for ruling in decisions:
                asked = "SELECT record FROM decisions WHERE decision_id = ?"
                known = self._db.execute(asked, (ruling.decision_id,)).fetchone()
                if known is None:
                    values = (ruling.decision_id, _now(), _line(ruling, without="sequence"))
                    self._db.execute("INSERT INTO decisions (decision_id, noted, record) VALUES (?, ?, ?)", values)
                elif _ruling(known[0], ruling.sequence) != ruling:
                    changed.append(ruling.decision_id)
        return changed

    def decisions(self) -> list[Ruling]:
        """The whole log of rulings; `sequence` is the number of each in the log."""
        rows = self._db.execute("SELECT sequence, record FROM decisions ORDER BY sequence").fetchall()
        return [_ruling(record, sequence) for sequence, record in rows]

    def damage(self) -> list[str]:
        """What is wrong with the ledger, in plain words; empty if it is sound.

        The checks are SQLite's own, missing or altered triggers, removed rows, and blobs whose bytes do not match their
        hash.
        """
        try:
            found = [row[0] for row in self._db.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [*lost_guards(self._db), *lost_rows(self._db)]
            keys = [row[0] for row in self._db.execute("SELECT sha256 FROM blobs ORDER BY sha256")]
            return found + [f"blob {key} is altered" for key in keys if not self._is_whole(key)]
        except sqlite3.Error as failure:
            return [str(failure)]

    def _has(self, name: str) -> bool:
        """False where the ledger is of an older version without this table, and nothing has been added since."""
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
    """Open the ledger for adding, by one process at a time. Raises Locked where another process has it open."""
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
    """Open the ledger for reading, even while another process adds to it; refused where no run has made one."""
    path = workspace.state / FILE
    if not path.is_file():
        raise BadInput(f"Nothing was run yet in {workspace.root}.", "Start with: reconcile run PERIOD")
    with _in_plain_words(path), closing(_connect_to_read(path)) as db:
        if not version_of(db, path):
            raise BadInput(f"Nothing was run yet in {workspace.root}.", "Start with: reconcile run PERIOD")
        yield Ledger(db)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    lay_out(db, path)
    return db


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Connect to the ledger for reading; where its folder is read-only, as a file that does not change.

    SQLite shares a ledger with its writer through files beside it. Where those cannot be made, no process can write.
    """
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        db.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.OperationalError:
        if path.with_name(f"{FILE}-wal").exists():
            raise
        db = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
    return db


_RIGHTS = "Change the permissions of the file and its folder."
_HELD = "Another program holds it: close that and run again."

_REMEDIES = {
    "SQLITE_READONLY": _RIGHTS,
    "SQLITE_CANTOPEN": _RIGHTS,
    "SQLITE_PERM": _RIGHTS,
    "SQLITE_FULL": "Free some space on the disk and run again.",
    "SQLITE_IOERR": "The disk is full or failing: free some space on it and run again. Nothing in the ledger was lost.",
    "SQLITE_BUSY": _HELD,
    "SQLITE_LOCKED": _HELD,
}
"""What to do about each SQLite error. Never to start a new ledger: this one contains the closings."""


@contextmanager
def _in_plain_words(path: Path) -> Iterator[None]:
    """Turn any SQLite error in the block into BadInput with one line and its remedy."""
    try:
        yield
    except sqlite3.Error as failure:
        name = "_".join((getattr(failure, "sqlite_errorname", None) or "").split("_")[:2])
        remedy = _REMEDIES.get(name, "Put back a copy of it.")
        raise BadInput(f"The ledger {path} cannot be used ({failure}).", remedy) from None


def _line(record: Record, without: str | None = None) -> str:
    """A record as a line of JSON, its columns in alphabetical order."""
    row = {column: value for column, value in plain_row(record).items() if column != without}
    return json.dumps(row, ensure_ascii=False, allow_nan=False, sort_keys=True)


def _read_lines(kind: type[Record], data: bytes) -> list[Record]:
    return from_rows(kind, (json.loads(line) for line in data.decode("utf-8").split("\n") if line))


def _ruling(record: str, sequence: int) -> Ruling:
    return from_rows(Ruling, [{**json.loads(record), "sequence": sequence}])[0]


def _hash_rows(rows: Iterable[Any]) -> str:
    """One SHA-256 over rows, each as a line of JSON; bytes in place of text are distinguished from that text."""
    lines = (json.dumps(row, default=repr) for row in rows)
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
