"""What only the whole table tells of its rows: totals of other rows, rows alike, the order of day and month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import making
import pytest

from reconcile.ingest import ingest, read_datasets
from reconcile.model.settings import Settings
from schemas import records

GENERIC = "event_id,event,date_start,place,country,killed,notes"


def read(folder: Path, *rows: str, heading: str = GENERIC) -> Any:
    path = folder / "table.csv"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return making.framed(read_datasets([path], folder, [], Settings()))


def noted(found: Any, check: str) -> list[str]:
    return [row["reason"] for row in records(found.refused) if row["check"] == check]


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        (
            ["E1,Flood,2014-03-02,Tarn,IS,8,", "E2,Flood,2014-03-02,Vik,IS,4,", "T,Flood,2014-03-02,Total,IS,12,"],
            [8, 4],
        ),
        (["E1,Flood,2014-03-02,Tarn,IS,8,", "E2,Flood,2014-03-05,Vik,IS,4,", ",,,Grand total:,,12,"], [8, 4]),
        (["E1,Flood,2014-03-02,Tarn,IS,8,", "E1,Flood,2014-03-03,Sous-total nord,IS,8,"], [8]),
        (["E1,Flood,2014-03-02,Tarn,IS,8,", "E2,Flood,2014-03-05,Vik,IS,4,", "Total,,,,,12,"], [8, 4]),
        # a country where all places are the only row of an event
        (["E1,Flood,2014-03-02,Tarn,IS,8,", "E2,Storm,2014-03-09,All,IS,4,"], [8, 4]),
        (["E1,Flood,2014-03-02,All,IS,8,", "E2,Storm,2014-03-02,All,IS,4,"], [8, 4]),
        (["E1,Flood,2014-03-02,Tarn,IS,8,", "E2,Flood,2014-03-02,Totalán,ES,4,"], [8, 4]),
    ],
)
def test_the_total_of_other_rows_is_a_document_and_counts_nothing(
    tmp_path: Path, rows: list[str], counted: list[int]
) -> None:
    found = read(tmp_path, *rows)
    assert found.claims["best"].tolist() == counted
    assert len(found.documents) == len(rows)
    assert len(noted(found, "row_is_counted")) == (len(rows) > len(counted))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        # all figures, place and day
        ("E1,Raid,2014-03-02,Tarn,IS,3,", "E2,Attack,2014-03-02,Tarn,IS,3,", True),
        ("E1,Raid,2014-03-02,Tarn,IS,3,", "E2,Raid,2014-03-02,Tarn,IS,4,", False),
        ("E1,Raid,2014-03-02,Tarn,IS,0,", "E2,Raid,2014-03-02,Tarn,IS,0,", False),
        ("E1,Raid,2014-03-02,Tarn,IS,3,", "E1,Raid,2014-03-02,Tarn,IS,3,again", False),
        # one name on two days, or in two places
        ("E1,Shooting,2014-03-02,Tarn,IS,1,Jon Berg", "E2,Shooting,2014-03-03,Tarn,IS,1,Jon Berg", True),
        ("E1,Shooting,2014-03-02,Tarn,IS,1,Jon Berg", "E2,Shooting,2014-03-02,Vik,IS,1,Jon Berg", True),
        ("E1,Shooting,2014-03-02,Tarn,IS,1,Jon Berg", "E2,Shooting,2014-03-03,Vik,IS,1,Jon Berg", False),
        ("E1,Shooting,2014-03-02,Tarn,IS,1,", "E2,Shooting,2014-03-03,Tarn,IS,1,", False),
    ],
)
def test_rows_that_look_alike_are_named_and_kept(tmp_path: Path, one: str, other: str, alike: bool) -> None:
    found = read(tmp_path, "E9,Flood,2014-03-01,Hof,IS,7,", one, other)
    assert len(found.claims) >= 2
    assert noted(found, "rows_are_different") == (
        ["table.csv may have one report under two ids (1): rows 3 and 4."] if alike else []
    )


@pytest.mark.parametrize(
    ("days", "read_as"),
    [
        (["2/25/2014", "3/4/2014"], ["2014-02-25", "2014-03-04"]),
        (["25/2/2014", "3/4/2014"], ["2014-02-25", "2014-04-03"]),
        (["3/4/2014", "5/6/2014"], [None, None]),
        (["2/25/2014", "25/3/2014", "3/4/2014"], ["2014-02-25", "2014-03-25", None]),
    ],
)
def test_the_column_settles_the_order_of_day_and_month(
    tmp_path: Path, days: list[str], read_as: list[str | None]
) -> None:
    found = read(tmp_path, *(f"E{n},Raid,{day},Tarn,IS,{n},x" for n, day in enumerate(days, start=1)))
    assert [row["event_start"] for row in records(found.claims)] == read_as
    settled = read_as[-1] is not None
    assert len(noted(found, "day_order_is_settled")) == settled
    assert len(noted(found, "day_is_a_date")) == read_as.count(None)


def test_the_articles_of_a_file_settle_the_order_of_each_publishers_days(tmp_path: Path) -> None:
    rows = ["a,25/2/2014,Tarn Post", "b,3/4/2014,Tarn Post", "c,3/4/2014,Vik Times"]
    lines = ["text,published,publisher", *(f"{making.SENTENCE.replace(',', '')} {row}" for row in rows)]
    (tmp_path / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    found = ingest(tmp_path, None, Settings())
    days = {row.text[-1]: row.published for row in found.articles}
    assert days == {"a": "2014-02-25", "b": "2014-04-03", "c": None}
    assert [row.value for row in found.refused if row.check == "day_order_is_settled"] == ["25/2/2014"]


@pytest.mark.parametrize(("ids", "events"), [("a,b", {"log/a", "log/b"}), (",", None)])
def test_without_ids_of_events_each_row_is_an_event_of_its_own(
    tmp_path: Path, ids: str, events: set[str] | None
) -> None:
    (tmp_path / "table.csv.mapping.yaml").write_text(
        "about: a\nname: log\ntitle: Log\nrequires: [day, dead]\nid: ref\nevent: {column: incident, prefix: LOG-}\n"
        "start: day\nplace: [district]\nmeasures: [{measure: killed, best: dead}]\n"
    )
    one, other = ids.split(",")
    found = read(tmp_path, f"{one},2014-03-02,Tarn,9", f"{other},2014-03-02,Tarn,20", heading="ref,day,district,dead")
    assert len(set(found.claims["event_id"])) == len(found.events) == 2
    assert events is None or set(found.claims["event_id"]) == events
    assert len(noted(found, "event_has_an_id")) == 1
