"""What event tables count: whole numbers, each person once, and no place, path or country taken for something else."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import making
import pytest

from reconcile import pipeline
from reconcile.ingest import read_datasets
from reconcile.model.settings import Settings
from reconcile.store.desk import Desk
from reconcile.store.workspace import Workspace
from schemas import TABLES, records, span_holds_quote

SAMPLES = Path(__file__).parent / "datasets"


def read(folder: Path, text: str, name: str = "table.csv") -> Any:
    (folder / name).write_text(text, encoding="utf-8")
    found = making.framed(read_datasets([folder / name], folder, [], Settings()))
    texts = {article.doc: article.text for article in found.articles}
    assert span_holds_quote(found.claims, texts).all()
    return found


def rewrite(sample: str, *changes: dict[str, str]) -> str:
    """A sample's first row once for each of the changes, under its heading."""
    with (SAMPLES / sample).open(encoding="utf-8", newline="") as stream:
        heading, first, *_ = csv.reader(stream)
    rows = [dict(zip(heading, first, strict=True)) | change for change in changes]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in (heading, *(r.values() for r in rows)))


def idu(*rows: tuple[str, str, str]) -> str:
    roles = {"t": "Triangulation"}
    changes = [
        {"id": str(id), "locations_name": place, "figure": figure, "role": roles.get(role, "Recommended figure")}
        for id, (place, figure, role) in enumerate(rows, start=1)
    ]
    return rewrite("idmc_idu.csv", *changes)


def totals(folder: Path, **tables: str) -> list[tuple[str, str, float | None]]:
    """What a month of such tables comes to under the representative rule: month, unit, people displaced."""
    place = Workspace(folder / "place")
    month = place.inputs / "2013-06"
    month.mkdir(parents=True)
    for name, text in tables.items():
        (month / f"{name}.csv").write_text(text, encoding="utf-8")
    found = pipeline.run(place, "2013-06").found
    assert found["conflicts"].empty
    rows = [row for row in records(found["totals"]) if row["rule"] == "representative"]
    return [(row["month"], row["unit"], row["best"]) for row in rows if row["measure"] == "displaced"]


def test_figures_of_different_places_of_an_event_add_up_once_each(tmp_path: Path) -> None:
    text = idu(("Vik, Iceland", "65", ""), ("Skogar, Iceland", "35", ""), ("", "7", ""))
    found = read(tmp_path, text)
    assert set(found.claims["event_id"]) == {
        "IDMC-77/Vik, Iceland",
        "IDMC-77/Skogar, Iceland",
        "IDMC-77/not named",
    }
    assert found.claims["group"].isna().all()
    assert found.claims["place"].tolist()[:2] == ["Vik, Iceland", "Skogar, Iceland"]
    assert totals(tmp_path, idu=text) == [("2013-06", "person", 107)]


def test_a_place_with_more_than_another_does_not_swallow_it(tmp_path: Path) -> None:
    first = {"ID": "1", "Locations name": "Vik, Iceland", "Figure unit": "Person", "Total figures": "65"}
    second = first | {"ID": "2", "Locations name": "Skogar, Iceland", "Total figures": "90"}
    text = rewrite("idmc_gidd_figures.csv", first, second)
    assert totals(tmp_path, figures=text) == [("2013-06", "person", 155)]


def test_an_event_counted_as_a_whole_is_not_added_to_its_places(tmp_path: Path) -> None:
    whole = {"Event ID": "77", "Date of Event (start)": "2013-06-05", "Disaster Internal Displacements (Raw)": "104"}
    places = idu(("Vik, Iceland", "65", ""), ("Skogar, Iceland", "35", ""))
    disasters = rewrite("idmc_gidd_disasters.csv", whole)
    assert read(tmp_path, disasters).claims["event_id"].tolist() == ["IDMC-77"]
    assert totals(tmp_path, disasters=disasters, idu=places) == [("2013-06", "person", 100)]


def test_the_event_above_the_places_has_no_place_and_their_country(tmp_path: Path) -> None:
    found = read(tmp_path, idu(("Vik,  Iceland", "65", ""), ("Skogar, Iceland", "35", "")))
    events = {row["event_id"]: row for row in records(found.events)}
    outer, inner = events["IDMC-77"], events["IDMC-77/Vik, Iceland"]
    assert (outer["place"], outer["latitude"], outer["country"], outer["parent"]) == (None, None, "IS", None)
    assert (inner["parent"], inner["latitude"], inner["country"]) == ("IDMC-77", 63.42, "IS")
    assert inner["name"] == f"{outer['name']} (Vik, Iceland)"
    TABLES["events"].validate(found.events)


def test_what_idmc_only_checks_by_is_a_document_and_counts_nothing(tmp_path: Path) -> None:
    text = idu(("Vik, Iceland", "65", ""), ("Vik, Iceland", "300", "t"), ("Hof, Iceland", "9", "t"))
    found = read(tmp_path, text)
    assert found.claims["doc"].tolist() == ["idmc-idu/1"]
    assert found.documents["status"].tolist() == ["read"] * 3
    assert len(found.articles) == 3
    (row,) = records(found.refused)
    assert (row["check"], row["file"], row["column"], row["value"]) == (
        "row_is_counted",
        "table.csv",
        "role",
        "Triangulation",
    )
    assert "2 rows" in row["reason"]
    assert totals(tmp_path, idu=text) == [("2013-06", "person", 65)]


GENERIC = "id;event_id;date_start;country;killed;injured\n"


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [
        ("1.234", "write 1234"),
        ("12.000", "write 12000"),
        ("1.234.567", "write 1234567"),
        ("1.5", "Write a whole number"),
        ("0.25", "Write a whole number"),
    ],
)
def test_a_fraction_of_people_is_no_count(tmp_path: Path, cell: str, remedy: str) -> None:
    found = read(tmp_path, f"{GENERIC}1;E-1;2013-06-05;IS;{cell};4\n")
    assert found.claims["measure"].tolist() == ["injured"]
    (row,) = records(found.refused)
    assert (row["check"], row["column"], row["value"]) == ("value_is_a_count", "killed", f"best {cell}")
    assert f"'{cell}' in 'killed'" in row["reason"]
    assert remedy in row["remedy"]


@pytest.mark.parametrize(("cell", "value"), [("8", 8), ("8.0", 8), ("1,234", 1234), ("1 234.0", 1234), ("0.0", 0)])
def test_whole_numbers_are_counts_however_they_are_written(tmp_path: Path, cell: str, value: float) -> None:
    found = read(tmp_path, f"{GENERIC}1;E-1;2013-06-05;IS;{cell};\n")
    assert (found.claims["best"].tolist(), found.refused.empty) == ([value], True)


@pytest.mark.parametrize(
    ("measure", "kept"),
    [("munitions", False), ("property", False), ("places", False), ("duration", True), ("magnitude", True)],
)
def test_spells_and_magnitudes_may_be_fractions(tmp_path: Path, measure: str, kept: bool) -> None:
    mapping = f"about: a\nname: m\ntitle: M\nrequires: [n]\nmeasures: [{{measure: {measure}, unit: x, best: n}}]\n"
    (tmp_path / "table.csv.mapping.yaml").write_text(mapping, encoding="utf-8")
    found = read(tmp_path, "n\n5.5\n")
    assert (found.claims["best"].tolist(), found.refused["check"].tolist()) == (
        ([5.5], []) if kept else ([], ["value_is_a_count"])
    )


def test_na_is_namibia_among_countries_and_not_known_elsewhere(tmp_path: Path) -> None:
    text = "id,event_id,date_start,place,country,killed,injured\n1,E-1,2013-06-05,NA,NA,3,NA\n2,E-2,NA,Hof,N/A,4,5\n"
    found = read(tmp_path, text)
    assert [(c["measure"], c["country"], c["place"]) for c in records(found.claims)] == [
        ("killed", "NA", None),
        ("killed", None, "Hof"),
        ("injured", None, "Hof"),
    ]
    assert found.refused.empty


def test_ids_that_a_table_with_empty_cells_wrote_as_fractions_are_the_ids(tmp_path: Path) -> None:
    found = read(tmp_path, "id,event_id,date_start,killed\n412700.0,88.0,2013-06-05,3\n412701,88,2013-06-05,3\n")
    assert found.documents["doc"].tolist() == ["generic/412700", "generic/412701"]
    assert found.events["event_id"].tolist() == ["88"]
    text = idu(("Vik, Iceland", "65", "")).replace('"77"', '"77.0"')
    assert set(read(tmp_path, text).events["event_id"]) == {"IDMC-77", "IDMC-77/Vik, Iceland"}


def test_rows_of_two_folders_with_one_id_are_both_read(tmp_path: Path) -> None:
    heading = "id,event_id,date_start,killed,civilians_killed\n"
    for name, killed in (("a", 3), ("b", 5)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "t.csv").write_text(f"{heading}1,E-1,2013-06-05,{killed},2\n2,E-1,2013-06-05,many,1\n")
    found = pipeline.extract([tmp_path / "a", tmp_path / "b"], Desk())
    apart = f"{(tmp_path / 'b').as_posix()}/generic"
    docs = ["generic/1", "generic/2", f"{apart}/1", f"{apart}/2"]
    assert sorted(found["documents"]["doc"]) == sorted(docs)
    assert sorted(found["claims"]["best"]) == [1, 1, 2, 2, 3, 5]
    assert found["claims"]["claim_id"].is_unique
    assert set(found.texts) == set(docs)
    assert found["events"]["event_id"].tolist() == ["E-1"]
    assert set(found["refused"]["check"]) == {"value_is_a_count"}
    assert set(found["refused"]["row"]) == {"generic/2", f"{apart}/2"}


def test_parts_of_rows_that_were_told_apart_keep_their_whole(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gtd.csv").write_bytes((SAMPLES / "gtd.csv").read_bytes())
    claims = pipeline.extract([tmp_path / "a", tmp_path / "b"], Desk())["claims"]
    docs = dict(zip(claims["claim_id"], claims["doc"], strict=True))
    wholes = [(row["doc"], docs.get(row["whole_id"])) for row in records(claims) if row["whole_id"]]
    assert len({doc for doc, _ in wholes if doc.startswith(tmp_path.as_posix())}) > 0
    assert all(doc == whole for doc, whole in wholes)


@pytest.mark.parametrize("figure", ["30", "65"])
def test_two_figures_of_one_place_on_different_days_are_a_conflict_and_no_sum(tmp_path: Path, figure: str) -> None:
    later = {"displacement_start_date": "2013-06-20", "displacement_end_date": "2013-06-20"}
    place = Workspace(tmp_path)
    (place.inputs / "2013-06").mkdir(parents=True)
    text = rewrite("idmc_idu.csv", {"id": "1", "figure": "65"}, {"id": "2", "figure": figure} | later)
    (place.inputs / "2013-06" / "idu.csv").write_text(text, encoding="utf-8")
    found = pipeline.run(place, "2013-06").found
    assert found["figures"]["high"].tolist() == [65]
    assert "dates that exclude each other" in set(found["conflicts"]["kind"])
