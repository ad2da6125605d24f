from __future__ import annotations

import csv
import io
import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from claim_row import CLAIM
from hypothesis import given
from hypothesis import strategies as st

from reconcile.errors import BadInput
from reconcile.model.crossing import from_rows
from reconcile.model.records import Claim
from reconcile.model.row_order import ORDER, in_order
from reconcile.model.run_tables import RunTables
from reconcile.store import tables
from schemas import TABLES, columns_of, list_columns, records

Make = Callable[..., dict[str, Any]]

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
"""Whatever UTF-8 can hold: line ends, quotes and separators among it."""


def test_json_lines_hold_every_column_whole_numbers_and_nulls(claim: Make) -> None:
    rows = from_rows(Claim, [claim(candidates=("e-1",), latitude=35.5)])
    lines = tables.to_jsonl("claims", rows).decode().splitlines()
    row = json.loads(lines[0])
    assert list(row) == columns_of("claims")
    assert (row["low"], row["high"], row["start"], row["latitude"]) == (11, None, 0, 35.5)
    assert '"low": 11,' in lines[0]
    assert row["candidates"] == ["e-1"]
    assert row["implicit"] is False


def test_csv_writes_whole_numbers_lists_and_truths(claim: Make) -> None:
    rows = from_rows(Claim, [claim(candidates=("e-1", "é"))])
    head, line = tables.to_csv("claims", rows).decode().splitlines()
    assert head.split(",") == columns_of("claims")
    assert ",11,11,,at_least," in line
    assert '"[""e-1"", ""é""]"' in line
    assert ",false," in line


def test_every_table_can_be_written_empty() -> None:
    for name in TABLES:
        assert tables.encode(name, [], "jsonl") == b""
        assert tables.encode(name, [], "csv").decode() == ",".join(columns_of(name)) + "\n"
        parquet = pq.read_table(io.BytesIO(tables.encode(name, [], "parquet")))
        assert (parquet.column_names, parquet.num_rows) == (columns_of(name), 0)
        assert all(str(parquet.schema.field(column).type).startswith("list<") for column in list_columns(name))


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "claim_id": TEXTS,
            "quote": TEXTS,
            "group": st.none() | TEXTS,
            "low": st.none() | st.floats(allow_nan=False, allow_infinity=False),
            "start": st.integers(-(2**63), 2**63 - 1),
            "implicit": st.booleans(),
            "candidates": st.lists(TEXTS, max_size=3).map(tuple),
        }
    ).map(lambda changes: from_rows(Claim, [{**CLAIM, **changes}])[0]),
    max_size=4,
)


@given(ROWS)
def test_json_lines_and_parquet_bring_back_what_was_written(rows: list[Claim]) -> None:
    lines = tables.to_jsonl("claims", rows).decode().split("\n")
    assert from_rows(Claim, [json.loads(line) for line in lines if line]) == rows
    parquet = pq.read_table(io.BytesIO(tables.to_parquet("claims", rows)))
    assert parquet.column_names == columns_of("claims")
    assert from_rows(Claim, parquet.to_pylist()) == rows


@given(ROWS)
def test_csv_brings_back_all_but_the_difference_of_empty_and_missing(rows: list[Claim]) -> None:
    text = tables.to_csv("claims", rows).decode()
    back = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["quote"], row["group"]) for row in back] == [(claim.quote, claim.group or "") for claim in rows]
    assert [(int(row["start"]), row["implicit"]) for row in back] == [
        (claim.start, "true" if claim.implicit else "false") for claim in rows
    ]
    assert [float(row["low"]) if row["low"] else None for row in back] == [claim.low for claim in rows]
    assert [tuple(json.loads(row["candidates"])) for row in back] == [claim.candidates for claim in rows]


def test_rows_have_one_order_whatever_order_they_came_in(claim: Make) -> None:
    rows = [
        claim(claim_id=f"c-{n}", doc=doc, start=start, measure=measure)
        for n, (doc, start, measure) in enumerate(
            [("a", 5, "injured"), ("a", 5, "killed"), ("b", 0, "killed"), ("a", 40, "killed"), ("a", 7, "magnitude")]
        )
    ]
    expected = ["c-1", "c-0", "c-4", "c-3", "c-2"]
    for seed in range(5):
        mixed = rows[:]
        random.Random(seed).shuffle(mixed)
        assert [row.claim_id for row in in_order("claims", from_rows(Claim, mixed))] == expected


def test_every_table_is_ordered_by_columns_that_it_has() -> None:
    assert {name for name, columns in ORDER.items() if not set(columns) <= set(columns_of(name))} == set()


def test_tables_written_twice_are_the_same_bytes_and_leave_no_part_behind(tmp_path: Path, claim: Make) -> None:
    written = []
    for _ in range(2):
        tables.write_tables(tmp_path / "tables", tables.csv_files(RunTables(claims=from_rows(Claim, [claim()]))))
        written.append({path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()})
    assert written[0] == written[1]
    assert sorted(written[0]) == sorted(f"{name}.csv" for name in TABLES)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        tables.replace_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_read_csv_names_rows_as_the_sheet_does(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('name,side\n"two\nlines",x\n,\nlast, \n')
    frame = tables.read_csv(path, ["name", "side"])
    assert frame.index.tolist() == [2, 4]
    assert records(frame) == [{"name": "two\nlines", "side": "x"}, {"name": "last", "side": None}]


def test_read_csv_of_an_empty_file_names_what_is_lacking(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("")
    with pytest.raises(BadInput, match="lacks the column name"):
        tables.read_csv(tmp_path / "a.csv", ["name"])


def test_a_link_stays_one_and_a_device_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    link, kept = tmp_path / "claims.csv", tmp_path / "kept" / "claims.csv"
    link.symlink_to(kept)
    for data in (b"old", b"new"):
        tables.replace_file(link, data)
        assert (link.is_symlink(), kept.read_bytes()) == (True, data)
    device = Path(os.devnull)
    tables.replace_file(device, b"lost")
    assert device.is_char_device()
    with pytest.raises(IsADirectoryError, match="kept"):
        tables.replace_file(tmp_path / "kept", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.csv", "kept"]
