"""The data package says of itself what holds: columns, types, keys, hashes."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256

import pytest
from town import settle_town

from reconcile import pipeline
from reconcile.cli import main
from reconcile.model.run_tables import RunTables
from reconcile.store.datapackage import DESCRIPTOR, REFERENCES, make_package, table_schema
from reconcile.store.tables import csv_files
from reconcile.store.workspace import Workspace
from schemas import TABLES, columns_of


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    place = settle_town(tmp_path_factory.mktemp("town"))
    pipeline.run(place, "2013-06")
    return place


def run(place: Workspace, *words: str) -> int | str | None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--workspace", str(place.root)])
    return ended.value.code


@pytest.fixture(scope="module")
def package(place, tmp_path_factory):
    folder = tmp_path_factory.mktemp("package")
    words = ("export", "all", "--period", "2013-06", "--format", "datapackage", "--out", str(folder))
    assert run(place, *words) == 0
    return folder, json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))


def rows(folder, resource):
    text = (folder / resource["path"]).read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_table_is_a_resource_with_its_own_hash(package):
    folder, descriptor = package
    assert [resource["name"] for resource in descriptor["resources"]] == list(TABLES)
    for resource in descriptor["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{sha256(data).hexdigest()}"


def test_headings_are_the_fields_of_the_schema(package):
    folder, descriptor = package
    for resource in descriptor["resources"]:
        heading = (folder / resource["path"]).read_text(encoding="utf-8").partition("\n")[0]
        assert heading.split(",") == [field["name"] for field in resource["schema"]["fields"]]
        assert heading.split(",") == columns_of(resource["name"])


def test_foreign_keys_lead_to_rows_that_are_there(package):
    folder, descriptor = package
    found = {resource["name"]: rows(folder, resource) for resource in descriptor["resources"]}
    checked = 0
    for name, references in REFERENCES.items():
        for column, (other, key) in references.items():
            known = {row[key] for row in found[other]}
            assert {row[column] for row in found[name] if row[column]} <= known
            checked += len(found[name])
    assert checked > 0


def test_types_and_constraints_follow_the_schemas():
    fields = {field["name"]: field for field in table_schema("claims")["fields"]}
    assert fields["low"] | {"description": ""} == {
        "name": "low",
        "type": "number",
        "description": "",
        "constraints": {"minimum": 0},
    }
    assert fields["as_of"]["type"] == "date"
    assert fields["candidates"]["type"] == "array"
    assert "killed" in fields["measure"]["constraints"]["enum"]
    assert table_schema("claims")["primaryKey"] == "claim_id"


def test_equal_runs_make_equal_packages():
    files = csv_files(RunTables())
    first, again = (make_package("2013-06", files, "abc", "2013-07-01T00:00:00+00:00", "1") for _ in range(2))
    assert first == again


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_all_tables_go_into_a_folder(place, tmp_path, form):
    assert run(place, "export", "all", "-p", "2013-06", "-f", form, "-o", str(tmp_path)) == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.{form}" for name in TABLES}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "all", "-p", "2013-06"), 2),
        (("export", "claims", "-p", "2013-06", "-f", "datapackage"), 2),
        (("export", "claims", "-p", "2013-06", "--as-of", "9"), 4),
        (("export", "claims", "-p", "2013-06", "--as-of", "1"), 0),
    ],
)
def test_what_does_not_go_together_is_refused(place, words, code):
    assert run(place, *words) == code
