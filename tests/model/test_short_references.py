"""Short references stay with their rows, whatever a later run finds."""

from __future__ import annotations

import pytest

from reconcile.errors import BadInput
from reconcile.model.records import Event
from reconcile.model.run_tables import RunTables
from reconcile.model.short_references import number_rows
from reconcile.report.naming_rows import find_row


def raid(event_id: str, name: str, day: str) -> Event:
    return Event(event_id=event_id, name=name, start=day, origin="discovered")


EARLY, LATE = raid("e-0a11", "Raid, Barsk", "2013-06-03"), raid("e-0b22", "Raid, Tolven", "2013-06-09")


def test_numbers_follow_the_days_and_later_rows_take_the_next_ones() -> None:
    first = number_rows(RunTables(events=[LATE, EARLY]))
    assert [(row.ref, row.about) for row in first] == [("E-1", "e-0a11"), ("E-2", "e-0b22")]
    earlier = raid("e-0c33", "Raid, Orlova", "2013-06-01")
    again = number_rows(RunTables(events=[LATE, earlier]), first)
    assert {row.about: row.ref for row in again} == {"e-0a11": "E-1", "e-0b22": "E-2", "e-0c33": "E-3"}


def test_a_row_is_found_by_reference_id_beginning_and_name() -> None:
    tables = RunTables(events=[EARLY, LATE], refs=number_rows(RunTables(events=[EARLY, LATE])))
    for said in ("E-2", "e2", "e-0b22", "e-0b", "Raid, Tolven", "tolven"):
        assert find_row(said, tables) == "e-0b22", said
    assert find_row("E-9", tables) == "E-9"
    with pytest.raises(BadInput, match=r"'raid' may be 2 rows: E-1 Raid, Barsk; E-2 Raid, Tolven"):
        find_row("raid", tables)
