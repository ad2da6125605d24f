"""Event tables: every row becomes a document, its claims and its event, or a line that says why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import making
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from reconcile.errors import BadInput
from reconcile.ingest import DatasetRead, read_datasets
from reconcile.ingest.datasets.dataset_figures import bounds as _bounds
from reconcile.ingest.datasets.mapping import load_mappings
from reconcile.model.settings import Settings
from schemas import records, span_holds_quote

HEADING = (
    "id,event_id,country,date_start,date_end,city,location,latitude,longitude,geo_precision,event_context,"
    "deaths_best,deaths_low,deaths_high,injuries_best,injuries_low,injuries_high,source,source_author"
)
MINE = "about: a\nname: x\ntitle: x\nrequires: []\n"
SOUND = "r1,E-1,Kenya,2008-01-01,2008-01-02,Tarn,Old Town,-1.2,36.8,6.0,Clash,8,7,9,,,,AFP (2008-01-03) Clash,AFP"


def read(folder: Path, *rows: str, heading: str = HEADING, mappings: tuple[Path, ...] = ()) -> Any:
    (folder / "table.csv").write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return check(read_datasets([folder / "table.csv"], folder, mappings, Settings()))


def check(read: DatasetRead) -> Any:
    found = making.framed(read)
    texts = {article.doc: article.text for article in found.articles}
    assert span_holds_quote(found.claims, texts).all()
    return found


def test_a_row_becomes_a_document_a_claim_for_each_figure_and_an_event(tmp_path: Path) -> None:
    found = read(tmp_path, SOUND)
    (document,), (claim,), (event,) = records(found.documents), records(found.claims), records(found.events)
    assert (document["doc"], document["publisher"], document["agency"]) == ("maverick/r1", "AFP", "AFP")
    assert document["published"] == "2008-01-03"
    assert claim["quote"] == "deaths_best: 8; deaths_low: 7; deaths_high: 9"
    assert (claim["measure"], claim["low"], claim["best"], claim["high"]) == ("killed", 7, 8, 9)
    assert (claim["bound"], claim["extractor"], claim["attribution_kind"]) == ("range", "mapping:maverick", "dataset")
    assert (claim["event_id"], claim["link"]) == ("E-1", "linked")
    assert (claim["event_start"], claim["event_end"], claim["date_precision"]) == ("2008-01-01", "2008-01-02", 2)
    assert (claim["place"], claim["country"], claim["place_precision"]) == ("Old Town", "KE", 1)
    assert (event["event_id"], event["origin"], event["start"]) == ("E-1", "dataset", "2008-01-01")
    assert found.refused.empty


def test_an_empty_cell_is_unknown_and_a_zero_is_stated(tmp_path: Path) -> None:
    row = SOUND.replace("8,7,9,,,", "0,0,0,3,,")
    claims = {claim["measure"]: claim for claim in records(read(tmp_path, row).claims)}
    assert (claims["killed"]["low"], claims["killed"]["high"], claims["killed"]["bound"]) == (0, 0, "exact")
    assert (claims["injured"]["low"], claims["injured"]["high"]) == (3, 3)


def test_a_low_above_the_best_is_pointed_out_and_kept_as_wide_as_its_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, SOUND.replace("8,7,9", "2,4,2"), SOUND.replace("r1", "r2"))
    kept = records(found.claims)[0]
    assert (kept["doc"], kept["low"], kept["best"], kept["high"]) == ("maverick/r1", 2, 2, 4)
    assert found.documents["doc"].tolist() == ["maverick/r1", "maverick/r2"]
    (row,) = records(found.refused)
    assert (row["check"], row["table"], row["row"]) == ("bounds_in_order", "claims", "maverick/r1")
    assert row["value"] == "low 4, best 2, high 2"


@pytest.mark.parametrize("value", ["many", "-3", "1e999", "nan", "8.8.8"])
def test_what_is_no_count_is_refused_with_its_value(tmp_path: Path, value: str) -> None:
    found = read(tmp_path, SOUND.replace("8,7,9", f"{value},7,9"))
    assert found.claims.empty
    (row,) = records(found.refused)
    assert row["check"] == "value_is_a_count"
    assert value in row["value"]


def test_days_that_exclude_one_another_are_pointed_out_and_left_empty(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        SOUND.replace("2008-01-02", "2007-12-01"),
        SOUND.replace("r1", "r2").replace("2008-01-02", "2028-01-02"),
        SOUND.replace("r1", "r3").replace("2008-01-02", "soon"),
    )
    claims = records(found.claims)
    assert [(c["event_start"], c["event_end"]) for c in claims] == [
        (None, None),
        ("2008-01-01", "2028-01-02"),
        ("2008-01-01", "2008-01-01"),
    ]
    rows = {row["row"]: (row["check"], row["column"]) for row in records(found.refused)}
    assert rows == {
        "maverick/r1": ("days_in_order", "date_end"),
        "maverick/r2": ("days_are_near", "date_end"),
        "maverick/r3": ("day_is_a_date", "date_end"),
    }


def test_codes_and_degrees_that_nobody_knows_are_notes(tmp_path: Path) -> None:
    found = read(tmp_path, SOUND.replace("Kenya", "Atlantis").replace("-1.2", "-120").replace(",6.0,", ",9,"))
    (claim,) = records(found.claims)
    assert (claim["country"], claim["latitude"], claim["place_precision"]) == (None, None, None)
    assert sorted(found.refused["check"]) == ["code_is_known", "code_is_known", "degrees_in_range"]


def test_reports_of_one_event_make_one_event(tmp_path: Path) -> None:
    later = SOUND.replace("r1", "r2").replace("2008-01-02", "2008-01-04").replace("8,7,9", "12,12,12")
    found = read(tmp_path, SOUND, later)
    (event,) = records(found.events)
    assert (event["start"], event["end"]) == ("2008-01-01", "2008-01-04")
    assert found.claims["event_id"].tolist() == ["E-1", "E-1"]


def test_the_same_id_is_kept_apart_and_the_same_row_is_a_duplicate(tmp_path: Path) -> None:
    found = read(tmp_path, SOUND, SOUND.replace("8,7,9", "5,5,5"), SOUND)
    statuses = dict(zip(found.documents["doc"], found.documents["status"], strict=True))
    assert statuses == {"maverick/r1": "read", "maverick/r1#2": "read", "maverick/r1#3": "duplicate"}
    assert found.claims["doc"].tolist() == ["maverick/r1", "maverick/r1#2"]
    assert found.refused["check"].tolist() == ["id_is_unique", "id_is_unique"]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, "r1,2008-01-01,3", heading="id,date_start,killed")
    (row,) = records(found.refused)
    assert row["check"] == "columns_fit_a_mapping"
    assert "lacks event_id" in row["reason"]
    assert found.claims.empty


def test_unknown_columns_are_listed_and_stand_in_the_text(tmp_path: Path) -> None:
    found = read(tmp_path, f"{SOUND},blue", heading=f"{HEADING},colour")
    (row,) = records(found.refused)
    assert (row["check"], row["value"]) == ("columns_are_known", "colour")
    assert "colour: blue" in found.articles[0].text


def test_a_ragged_row_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, SOUND, "r2,E-1,Kenya")
    assert found.documents["doc"].tolist() == ["maverick/r1"]
    assert found.refused["check"].tolist() == ["row_fits_heading"]


def test_the_generic_mapping_reads_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["event_id", "event", "date_start", "place", "killed", "civilians_killed_low", "attribution"])
    book.active.append(["e1", "Tarn ferry", "2013-06-11", "Tarn", 14.0, 6, "Coast guard"])
    book.active.append(["e2", None, None, None, "unknown", None, None])
    book.save(tmp_path / "events.xlsx")
    found = check(read_datasets([tmp_path / "events.xlsx"], tmp_path, [], Settings()))
    claims = records(found.claims)
    assert [(c["low"], c["high"], c["bound"], c["group"]) for c in claims] == [
        (14, 14, "exact", None),
        (6, None, "at_least", "civilians"),
    ]
    assert claims[0]["attribution"] == "Coast guard"
    assert found.events["name"].tolist()[0] == "Tarn ferry"
    assert found.events["start"].isna().tolist() == [False, True]


def test_a_mapping_beside_the_table_or_of_the_desk_is_obeyed(tmp_path: Path) -> None:
    mapping = "about: a\nname: mine\ntitle: Mine\nrequires: [who, n]\nmeasures: [{measure: injured, best: n}]\n"
    (tmp_path / "table.csv.mapping.yaml").write_text(mapping, encoding="utf-8")
    beside = read(tmp_path, "a,3", heading="who,n")
    assert beside.claims["extractor"].tolist() == ["mapping:mine"]
    (tmp_path / "table.csv.mapping.yaml").unlink()
    desk = tmp_path / "mappings"
    desk.mkdir()
    (desk / "mine.yaml").write_text(mapping, encoding="utf-8")
    assert records(read(tmp_path, "a,3", heading="who,n", mappings=(desk,)).claims)[0]["link"] == "unlinked"


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("about: [", "not valid YAML"),
        ("about: a\nname: x\n", "title"),
        ("about: a\nname: x\ntitle: x\nrequires: []\nmeasures: [{measure: wounded, best: n}]", "measures.0.measure"),
        ("about: a\nname: x\ntitle: x\nrequires: []\nmeasures: []\ncolor: red", "color"),
        (
            "about: a\nname: x\ntitle: x\nrequires: []\nmeasures: []\npublished: {column: a, pattern: b}",
            "published.pattern",
        ),
        (
            "about: a\nname: x\ntitle: x\nrequires: []\nmeasures: []\ntitle: y",
            "duplicate key 'title' in the mapping at line 1",
        ),
        (
            "about: a\nname: x\ntitle: x\nrequires: []\nmeasures: [{measure: killed, best: n, best: m}]",
            "duplicate key 'best'",
        ),
        ("about: a\nname: x\ntitle: x\nrequires: []\nmeasures: [{measure: killed}]", "names no column"),
        (f"{MINE}measures: [{{measure: killed, best: n, part_of: m}}]", "'m' is not the column of another figure"),
        (
            f"{MINE}measures: [{{measure: killed, best: n, bound: {{column: q, codes: {{a: vague}}}}}}]",
            "vague: not a number's bound",
        ),
        (f"{MINE}measures: []\nstart: {{year: a, moth: b}}", "start.moth"),
        (f"{MINE}measures: []\nunheaded: {{separator: tab, first: '(', columns: [a]}}", "unheaded.first"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_its_key(tmp_path: Path, mapping: str, says: str) -> None:
    (tmp_path / "bad.yaml").write_text(mapping, encoding="utf-8")
    with pytest.raises(BadInput, match=says):
        load_mappings([tmp_path])


@pytest.mark.parametrize(
    ("name", "content", "check"),
    [
        ("empty.csv", b"", "text_is_not_empty"),
        ("binary.csv", bytes(range(256)) * 9, "text_is_readable"),
        ("twice.csv", b"a,a\n1,2\n", "columns_have_names"),
        ("open.csv", b'a,b\n"' + b"x" * 6_000_000, "file_is_a_table"),
        ("broken.xlsx", b"PK\x03\x04 nothing", "file_is_whole"),
    ],
)
def test_a_bad_table_is_one_clear_line(tmp_path: Path, name: str, content: bytes, check: str) -> None:
    (tmp_path / name).write_bytes(content)
    (row,) = records(making.framed(read_datasets([tmp_path / name], tmp_path, [], Settings())).refused)
    assert (row["file"], row["check"]) == (name, check)
    assert row["reason"].startswith(name)


COUNTS = st.one_of(st.none(), st.integers(0, 20).map(float))


@given(COUNTS, COUNTS, COUNTS)
def test_bounds_are_never_closed_by_guessing(low: float | None, best: float | None, high: float | None) -> None:
    given_values = {"low": low, "best": best, "high": high}
    numbers = {side: value for side, value in given_values.items() if value is not None}
    if not numbers or list(numbers.values()) != sorted(numbers.values()):
        return
    found = _bounds(dict(numbers))
    if low is not None or high is not None:
        assert (found.low, found.high) == (low, high)
    assert (found.high is None) == (found.bound == "at_least")
    assert (found.low is None) == (found.bound == "at_most")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from(["", "0", "3", "9", "x"])] * 3), max_size=5))
def test_figures_in_are_claims_and_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    lines = [SOUND.replace("r1", f"r{i}").replace("8,7,9", ",".join(cells)) for i, cells in enumerate(rows)]
    found = read(folder, *lines)
    lost = found.refused[found.refused["check"] == "value_is_a_count"]
    assert len(found.documents) == len(rows)
    assert len(found.claims) + len(lost) == sum(any(cells) for cells in rows)


@pytest.mark.parametrize(
    "mapping",
    [b"\xe9t\xe9: [", b"about: [1", b"name: x\n", b"[" * 3000, b"about: a\nstart: {column: a, pattern: '('}\n"],
)
def test_a_bad_mapping_costs_its_dataset_only(tmp_path: Path, mapping: bytes) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    (tmp_path / "bad.csv.mapping.yaml").write_bytes(mapping)
    (tmp_path / "table.csv").write_text(f"{HEADING}\n{SOUND}\n")
    found = check(read_datasets([tmp_path / "bad.csv", tmp_path / "table.csv"], tmp_path, (), Settings()))
    assert list(found.documents["doc"]) == ["maverick/r1"]
    (row,) = records(found.refused)
    assert row["check"] == "mapping_can_be_used"
    assert "bad.csv.mapping.yaml" in row["reason"]


def test_a_dataset_that_cannot_be_opened_costs_itself_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "held.csv").write_text(f"{HEADING}\n{SOUND}\n")
    (tmp_path / "table.csv").write_text(f"{HEADING}\n{SOUND}\n")
    opened = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "held.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = check(read_datasets([tmp_path / "held.csv", tmp_path / "table.csv"], tmp_path, (), Settings()))
    assert len(found.claims) == 1
    assert [(row["file"], row["check"]) for row in records(found.refused)] == [("held.csv", "file_is_readable")]
