"""Toll over time: the steps of a count that grew, and what took the place of each."""

from __future__ import annotations

from tellings import claim, made

from reconcile.model.records import Claim
from reconcile.model.settings import Settings
from reconcile.settle import trace_tolls


def test_each_number_is_a_step_with_what_took_its_place() -> None:
    told = (("A", "21", 14), ("B", "35", 15), ("C", "40", 16))
    rows = [claim(who, n, as_of=f"2023-05-{day}") for who, n, day in told]
    first, second, last = trace_tolls(made(Claim, *rows), (), (), Settings())
    assert [(row.voice, row.best, row.why) for row in (first, second, last)] == [
        ("A", 21, "rose"),
        ("B", 35, "rose"),
        ("C", 40, None),
    ]
    assert {first.replaced_by, second.replaced_by} <= {second.toll_id, last.toll_id}


def test_a_count_that_never_changed_has_no_steps() -> None:
    rows = [claim("A", "21", as_of="2023-05-14"), claim("B", "21", as_of="2023-05-15")]
    assert trace_tolls(made(Claim, *rows), (), (), Settings()) == []
