"""The desk's own log of rulings, `inputs/desk/decisions.csv`: added to, never rewritten."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from reconcile.model.crossing import as_row
from reconcile.model.records import Ruling
from reconcile.store.desk import DECISION_COLUMNS
from reconcile.store.open_files import refuse_open
from reconcile.store.tables import read_csv, replace_file

_MARK = b"\xef\xbb\xbf"


def append_rulings(path: Path, rulings: Sequence[Ruling]) -> None:
    """Add rulings at the end of the file in one atomic write; existing bytes are not changed.

    The file's own separator, column order and line endings are kept; a missing file is created.

    Raises:
        BadInput: the file is open in a spreadsheet program, or cannot be read as the desk's log.
    """
    refuse_open(path)
    if path.is_file() and path.stat().st_size:
        read_csv(path, DECISION_COLUMNS)
        kept = path.read_bytes()
    else:
        kept = (",".join(DECISION_COLUMNS) + "\n").encode("ascii")
    ending = "\r\n" if b"\r\n" in kept else "\n"
    first = kept.removeprefix(_MARK).split(b"\n", 1)[0].decode("utf-8").rstrip("\r")
    separator = ";" if ";" in first and "," not in first else ","
    columns = [cell.strip() for cell in next(csv.reader([first], delimiter=separator))]
    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, columns, extrasaction="ignore", delimiter=separator, lineterminator=ending)
    writer.writerows(map(as_row, rulings))
    joint = b"" if kept.endswith(b"\n") else ending.encode("ascii")
    replace_file(path, kept + joint + added.getvalue().encode("utf-8"))
