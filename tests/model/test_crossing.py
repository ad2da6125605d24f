"""Records and tables: the same columns in the same order, and nothing lost on the way between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_type_hints

import pandas as pd
import pytest

from reconcile.model.crossing import from_frame, to_frame
from reconcile.model.records import Claim, Ground, Record
from schemas import TABLES, columns_of, table
from schemas.codes import Measure, Role

Row = dict[str, Any]
KINDS = Record.__subclasses__()


def test_every_table_has_one_record() -> None:
    assert sorted(kind.table_name for kind in KINDS) == sorted(TABLES)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_fields_are_the_columns_in_order(kind: type[Record]) -> None:
    assert [field.name for field in fields(kind)] == columns_of(kind.table_name)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_only_columns_that_may_be_empty_have_fields_that_may_be_none(kind: type[Record]) -> None:
    columns, hints = TABLES[kind.table_name].to_schema().columns, get_type_hints(kind)
    optional = {field.name for field in fields(kind) if "None" in str(hints[field.name])}
    assert optional == {name for name, column in columns.items() if column.nullable and column.dtype is not None}


def test_a_claim_comes_back_as_it_was(claim: Callable[..., Row]) -> None:
    frame = table("claims", [claim()])
    (back,) = from_frame(Claim, frame)
    assert back.measure is Measure.KILLED
    assert back.grounds == (Ground("measure", "verb", "died"),)
    pd.testing.assert_frame_equal(to_frame(Claim, [back]), frame)


def test_a_table_of_an_earlier_version_takes_defaults(claim: Callable[..., Row]) -> None:
    frame = table("claims", [claim()]).drop(columns=["role", "grounds", "sentence_start"])
    (back,) = from_frame(Claim, frame)
    assert (back.role, back.grounds, back.sentence_start) == (Role.WHOLE, (), None)


def test_an_unknown_code_is_refused(claim: Callable[..., Row]) -> None:
    frame = table("claims", [claim(measure="dead")])
    with pytest.raises(ValueError, match="dead"):
        from_frame(Claim, frame)
