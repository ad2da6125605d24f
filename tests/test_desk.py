from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from reconcile.errors import BadInput, BadLanguageData
from reconcile.extract.numbers.numbers import NumberWords
from reconcile.language import Pack
from reconcile.model.settings import Settings
from reconcile.store.desk import FILES, fresh_desk, notes_text, read_desk, read_settings, settings_text

SHIPPED = Path(__file__).parents[1] / "inputs" / "desk"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in fresh_desk().items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def add(folder: Path, file: str, *lines: str, encoding: str = "utf-8") -> None:
    (folder / file).write_bytes("\n".join([",".join(FILES[file]), *lines, ""]).encode(encoding))


def test_a_fresh_desk_reads_as_defaults_and_empty_tables(folder: Path) -> None:
    desk, refused = read_desk(folder)
    assert desk.settings == Settings()
    assert [len(f) for f in (desk.sources, desk.places, desk.events, desk.decisions, refused)] == [0] * 5


def test_a_missing_folder_reads_as_a_fresh_desk(tmp_path: Path) -> None:
    desk, refused = read_desk(tmp_path / "none")
    assert desk.settings == Settings()
    assert len(refused) == 0


def test_the_settings_file_holds_every_setting_with_its_meaning() -> None:
    text = settings_text()
    for name, about in Settings.model_fields.items():
        assert f"\n{name}:" in text
        assert about.description is not None
        assert about.description in text


def test_the_shipped_desk_is_accepted_whole() -> None:
    _, refused = read_desk(SHIPPED)
    assert refused == []


def test_the_shipped_notes_are_those_made_from_the_schemas() -> None:
    assert (SHIPPED / "README.md").read_text(encoding="utf-8") == notes_text()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("rule: boldest\n", "rule"),
        ("about_tolerance: 3\n", "about_tolerance"),
        ("rool: range\n", "rool"),
        ("language: es\n", "'es' has no language pack; there are en"),
        ("rule: [\n", "not valid YAML"),
        ("- a\n- b\n", "the file"),
        ("tolerances: {distance: far}\n", "tolerances.distance"),
        ("tolerances: {lenght: 0.1}\n", "'lenght' is not a measure"),
        ("tolerances: {distance: -0.1}\n", "a share from 0 to 1"),
        ("tolerances: {distance: .nan}\n", "a share from 0 to 1"),
        ("tolerances: {distance: .inf}\n", "a share from 0 to 1"),
        ("event_distance_km: .inf\n", "event_distance_km"),
        ("event_gap_days: 1" + "0" * 30 + "\n", "event_gap_days"),
        ("event_gap_days: " + "9" * 5000 + "\n", "not valid YAML"),
        ("largest_file_mb: .inf\n", "largest_file_mb"),
        ("rule: range\nrule: conservative\n", "duplicate key 'rule'"),
        ("rule: 2013-13-45\n", "not valid YAML"),
        ("rule: " + "[" * 3000 + "\n", "not valid YAML"),
    ],
)
def test_settings_that_cannot_be_obeyed_are_refused_by_name(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(content)
    with pytest.raises(BadInput) as refusal:
        read_settings(path)
    assert named in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_sources_are_read_with_their_aliases(folder: Path) -> None:
    add(folder, "sources.csv", "s-1,Harbour Watch,originator,monitor, HW | Harbor Watch ,B,")
    desk, _ = read_desk(folder)
    assert desk.sources[0].aliases == ("HW", "Harbor Watch")
    assert desk.sources[0].reliability == "B"


def test_a_source_without_id_or_reliability_gets_both(folder: Path) -> None:
    add(folder, "sources.csv", ",Harbour Watch,originator,monitor,,,")
    first, _ = read_desk(folder)
    again, _ = read_desk(folder)
    assert first.sources[0].reliability == "F"
    assert first.sources[0].source_id == again.sources[0].source_id


def test_a_bad_row_is_refused_with_its_row_in_the_sheet_and_the_rest_is_kept(folder: Path) -> None:
    add(folder, "places.csv", "Orlova,48.1,37.2,UA,1,,", "", "Nowhere,140,37.2,UA,1,,", "Elsewhere,north,1,UA,9,,")
    desk, refused = read_desk(folder)
    assert [place.name for place in desk.places] == ["Orlova"]
    said = [[row.file, row.row, row.column, row.check, row.value] for row in refused]
    assert said == [
        ["inputs/desk/places.csv", "row 4", "latitude", "is_at_most_90", "140"],
        ["inputs/desk/places.csv", "row 5", "latitude", "is_a_number", "north"],
        ["inputs/desk/places.csv", "row 5", "precision", "is_at_most_7", "9"],
    ]


def test_a_sheet_saved_with_semicolons_and_a_mark_is_read(folder: Path) -> None:
    heading = ";".join([*FILES["places.csv"], "notes"])
    (folder / "places.csv").write_bytes(
        f"{heading}\r\nOrlova;48.1;37.2;UA;1;Orlowa|Orlovo;;seen\r\n".encode("utf-8-sig")
    )
    desk, refused = read_desk(folder)
    assert len(refused) == 0
    assert desk.places[0].aliases == ("Orlowa", "Orlovo")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,latitude\n", "lacks the column longitude"),
        (",".join([*FILES["places.csv"], "colour"]) + "\n", "'colour' that nothing reads"),
        (",".join(FILES["places.csv"]) + "\na,1,2,UA,1,,,,\n", "row 2 has more cells"),
        (",".join([*FILES["places.csv"], "name"]) + "\n", "has the column 'name' twice"),
        (",".join(FILES["places.csv"]) + "\n" + "a" * 9_000_000 + "\n", "not a separated-values file"),
    ],
)
def test_a_sheet_of_another_shape_is_refused(folder: Path, content: str, message: str) -> None:
    (folder / "places.csv").write_text(content)
    with pytest.raises(BadInput, match=message):
        read_desk(folder)


def test_a_sheet_that_is_not_utf8_says_how_to_save_it(folder: Path) -> None:
    add(folder, "places.csv", "Orléans,47.9,1.9,FR,1,,", encoding="latin-1")
    with pytest.raises(BadInput, match=r"not UTF-8. In Excel"):
        read_desk(folder)


def test_decisions_are_numbered_in_their_order_and_four_eyes_hold(folder: Path) -> None:
    ruling = "d-{0},2013-06,k-1,dismiss,,same raid,Ana,{1},2013-07-02T10:00:00+00:00,h"
    add(folder, "decisions.csv", ruling.format(1, "Bo"), ruling.format(2, "ana "), ruling.format(3, ""))
    desk, refused = read_desk(folder)
    assert [ruling.decision_id for ruling in desk.decisions] == ["d-1", "d-3"]
    assert [ruling.sequence for ruling in desk.decisions] == [1, 3]
    assert [row.check for row in refused] == ["reviewer_is_not_the_preparer"]
    assert [row.column for row in refused] == ["reviewer, analyst"]


def test_the_desks_own_words_are_laid_over(folder: Path) -> None:
    assert read_desk(folder)[0].language_overlay is None
    (folder / "language").mkdir()
    assert read_desk(folder)[0].language_overlay == folder / "language"


@pytest.mark.parametrize("name", ["settings.yaml", "places.csv", "language", "mappings"])
def test_what_stands_in_the_place_of_a_file_is_not_passed_over(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(folder / "nowhere")
    with pytest.raises(BadInput, match=f"{name} is not "):
        read_desk(folder)
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(BadInput, match=f"{name} is not "):
        read_desk(folder)


@pytest.mark.parametrize(
    ("file", "known"),
    [
        ("en/agensies.yaml", "agencies.yaml"),
        ("en/agencies.yml", "agencies.yaml"),
        ("eng/agencies.yaml", "Languages: en"),
        ("agencies.yaml", "Languages: en"),
    ],
)
def test_words_that_no_pack_would_read_are_refused_with_what_there_is(folder: Path, file: str, known: str) -> None:
    (folder / "language" / file).parent.mkdir(parents=True)
    (folder / "language" / file).write_text("about: mine\n")
    with pytest.raises(BadLanguageData, match=known):
        read_desk(folder)


@pytest.mark.parametrize("content", [b"about: caf\xe9\n", b"about: [\n", b"about: 2013-13-45\n", b"[" * 3000])
def test_words_that_cannot_be_read_are_one_clear_line(folder: Path, content: bytes) -> None:
    (folder / "language" / "en").mkdir(parents=True)
    (folder / "language" / "en" / "numbers.yaml").write_bytes(content)
    with pytest.raises(BadLanguageData, match=r"numbers.yaml is not") as refusal:
        Pack("en", read_desk(folder)[0].language_overlay).read("numbers", NumberWords)
    assert "\n" not in str(refusal.value)


def test_a_day_that_no_calendar_has_is_refused(folder: Path) -> None:
    rows = pd.DataFrame([{"event_id": "E-1", "name": "raid", "start": "2013-02-30"}, {"event_id": "E-2", "name": "x"}])
    rows.reindex(columns=FILES["events.csv"]).to_csv(folder / "events.csv", index=False)
    desk, refused = read_desk(folder)
    assert [event.event_id for event in desk.events] == ["E-2"]
    assert [(row.row, row.column, row.check) for row in refused] == [("row 2", "start", "is_an_iso_day")]


def test_parents_that_are_unknown_or_go_in_circles_are_named_and_the_events_kept(folder: Path) -> None:
    parents = {"E-1": "E-2", "E-2": "E-3", "E-3": "E-1", "E-4": "E-1", "E-5": "E-9", "E-6": ""}
    rows = pd.DataFrame([{"event_id": key, "name": "raid", "parent": parent} for key, parent in parents.items()])
    rows.reindex(columns=FILES["events.csv"]).to_csv(folder / "events.csv", index=False)
    desk, refused = read_desk(folder)
    kept = {event.event_id: event.parent or "" for event in desk.events}
    assert kept == {"E-1": "", "E-2": "", "E-3": "", "E-4": "E-1", "E-5": "", "E-6": ""}
    assert {row.row: row.check for row in refused} == {
        **dict.fromkeys(["E-1", "E-2", "E-3"], "parents_lead_upwards"),
        "E-5": "parent_is_known",
    }
