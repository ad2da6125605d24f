"""A small table of each dataset's published columns: exactly which claims, events and notes come of it."""

from __future__ import annotations

import csv
import re
from datetime import date
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import making
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from reconcile.ingest import read_datasets
from reconcile.ingest.datasets.mapping import (
    Blocks,
    Column,
    Day,
    Figure,
    Mapping,
    Unheaded,
    load_mappings,
    parse_mapping,
)
from reconcile.model.settings import Settings
from schemas import records, span_holds_quote

SAMPLES = Path(__file__).parent / "datasets"
EXPECTED = SAMPLES / "expected"

# What is pointed out in each sample: check, row, value.
FLAGS: dict[str, list[tuple[str, str | None, str]]] = {
    "acled.csv": [
        ("code_is_known", "acled/ISL106", "4"),
        ("day_is_a_date", "acled/ISL106", "05/06/2013"),
        ("id_is_unique", "acled/ISL101#2", "ISL101"),
    ],
    "airwars.csv": [
        ("code_is_known", "airwars/XS004", "Somewhere"),
        ("bounds_in_order", "airwars/XS005", "low 9, high 4"),
        ("id_is_unique", "airwars/XS001#2", "XS001"),
    ],
    "emdat.csv": [
        ("days_are_near", "emdat/2013-0103-ISL", "2014-12-31"),
        ("days_in_order", "emdat/2013-0105-ISL", "2012-06-12"),
        ("days_are_near", "emdat/1981-0106-DFR", "1991-07-03"),
    ],
    "gdelt.gkg.csv": [
        ("row_fits_heading", "row 7", "20130605081500-9; cut off"),
        ("count_is_known", "gdelt-gkg/20130605081500-4", "TAX_PIRATES#5##1#Norway#NO#NO#62#10#NO#30"),
        ("value_is_a_count", "gdelt-gkg/20130605081500-5", "best many"),
        ("block_fits_fields", "gdelt-gkg/20130605081500-5", "KILL#3#9#Bergen"),
        ("id_is_unique", "gdelt-gkg/20130605081500-1#2", "20130605081500-1"),
    ],
    "gtd.csv": [
        ("day_is_a_date", "gtd/201306080005", "2013-06-31"),
        ("id_is_unique", "gtd/201306090006#2", "201306090006"),
    ],
    "idmc_gidd_disasters.csv": [("code_is_known", "idmc-gidd-disasters/idmc_gidd_disasters.csv#4", "QQQ")],
    "idmc_gidd_figures.csv": [],
    "idmc_gidd_years.csv": [],
    "idmc_idu.csv": [
        ("days_are_near", "idmc-idu/9007", "2015-06-05"),
        ("code_is_known", "idmc-idu/9007", "roughly"),
        ("row_is_counted", None, "Triangulation"),
    ],
    "ucdp_ged.csv": [
        ("bounds_in_order", "ucdp-ged/5005", "low 12, best 9, high 14"),
        ("days_are_near", "ucdp-ged/5006", "2015-06-22"),
        ("id_is_unique", "ucdp-ged/5001#2", "5001"),
        ("days_in_order", "ucdp-ged/5008", "2013-06-29"),
    ],
}


def read(path: Path) -> Any:
    found = making.framed(read_datasets([path], path.parent, [], Settings()))
    texts = {article.doc: article.text for article in found.articles}
    assert span_holds_quote(found.claims, texts).all()
    return found


def shown(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def lines(name: str) -> list[list[str]]:
    return list(csv.reader((SAMPLES / name).read_text(encoding="utf-8").splitlines()))


def rewrite(folder: Path, name: str, rows: list[list[str]], separator: str = ",", lead: str = "") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(lead)
        csv.writer(stream, delimiter=separator).writerows(rows)
    return path


@pytest.mark.parametrize("name", sorted(FLAGS))
def test_a_dataset_becomes_exactly_these_claims(name: str) -> None:
    claims = {claim["claim_id"]: claim for claim in records(read(SAMPLES / name).claims)}
    rows = [
        claim | {"part_of": claim["whole_id"] and (claims[claim["whole_id"]]["group"] or "all")}
        for claim in claims.values()
    ]
    with (EXPECTED / name).open(encoding="utf-8", newline="") as stream:
        expected = list(csv.DictReader(stream))
    assert expected
    assert [{column: shown(row[column]) for column in expected[0]} for row in rows] == expected


@pytest.mark.parametrize("name", sorted(FLAGS))
def test_what_looks_wrong_is_pointed_out_and_nothing_else(name: str) -> None:
    refused = records(read(SAMPLES / name).refused)
    assert [(row["check"], row["row"], row["value"]) for row in refused] == FLAGS[name]


@pytest.mark.parametrize("name", sorted(FLAGS))
def test_every_row_is_a_document_a_duplicate_or_refused(name: str) -> None:
    found = read(SAMPLES / name)
    rows = len((SAMPLES / name).read_text(encoding="utf-8").splitlines()) - (name != "gdelt.gkg.csv")
    assert len(found.documents) + (found.refused["check"] == "row_fits_heading").sum() == rows
    assert len(found.articles) == (found.documents["status"] == "read").sum()
    assert set(found.documents["file_sha256"]) == {sha256((SAMPLES / name).read_bytes()).hexdigest()}


@pytest.mark.parametrize("name", sorted(FLAGS.keys() - {"gdelt.gkg.csv"}))
def test_a_missing_column_is_named_with_the_nearest_mapping(tmp_path: Path, name: str) -> None:
    heading, *rows = lines(name)
    found = read(SAMPLES / name)
    mapping = next(m for m in load_mappings() if f"mapping:{m.name}" == found.claims["extractor"].iloc[0])
    column = "ISO3" if name == "idmc_gidd_years.csv" else mapping.requires[-1]
    lost = heading.index(column)
    without = [row[:lost] + row[lost + 1 :] for row in (heading, *rows)]
    (row,) = records(read(rewrite(tmp_path, name, without)).refused)
    assert row["check"] == "columns_fit_a_mapping"
    assert f"for '{mapping.name}', the nearest, it lacks {column}." in row["reason"]


@pytest.mark.parametrize("name", sorted(FLAGS.keys() - {"gdelt.gkg.csv"}))
def test_unknown_columns_are_listed_and_lose_nothing(tmp_path: Path, name: str) -> None:
    heading, *rows = lines(name)
    wider = [[*heading, "reviewed by", "colour"], *([*row, "Ana", "blue"] for row in rows)]
    found = read(rewrite(tmp_path, name, wider))
    listed = records(found.refused[found.refused["check"] == "columns_are_known"])
    assert [row["value"] for row in listed] == ["reviewed by, colour"]
    assert len(found.claims) == len(read(SAMPLES / name).claims)
    assert all("reviewed by: Ana; colour: blue" in article.text for article in found.articles)


@pytest.mark.parametrize("change", [str.upper, lambda c: f"  {c} ", lambda c: c.replace("_", " ").title()])
@pytest.mark.parametrize("name", ["acled.csv", "airwars.csv", "idmc_idu.csv", "ucdp_ged.csv"])
def test_headings_may_differ_in_capitals_and_signs(tmp_path: Path, name: str, change: Any) -> None:
    heading, *rows = lines(name)
    found = read(rewrite(tmp_path, name, [[change(column) for column in heading], *rows]))
    same = ["claim_id", "measure", "low", "best", "high", "country", "event_id", "event_start"]
    expected = read(SAMPLES / name)
    assert found.claims[same].equals(expected.claims[same])
    assert found.refused["check"].tolist() == expected.refused["check"].tolist()


def test_the_workbook_of_idmc_names_its_columns_in_camel_case(tmp_path: Path) -> None:
    heading, *rows = lines("idmc_idu.csv")
    camel = ["".join(part.title() for part in column.split("_")) for column in heading]
    assert "DisplacementStartDate" in camel
    assert len(read(rewrite(tmp_path, "idu.csv", [camel, *rows])).claims) == 6


def test_two_headings_that_differ_in_signs_alone_stay_what_they_are(tmp_path: Path) -> None:
    heading, *rows = lines("acled.csv")
    twice = [[*heading[:-1], "Geo Precision", "geo-precision"]] + [[*row[:-1], "1", "3"] for row in rows]
    found = read(rewrite(tmp_path, "acled.csv", twice))
    listed = found.refused[found.refused["check"] == "columns_are_known"]
    assert listed["value"].tolist() == ["Geo Precision, geo-precision"]
    assert records(found.claims)[0]["place_precision"] == 1


def test_a_mark_of_order_and_semicolons_make_no_difference(tmp_path: Path) -> None:
    found = read(rewrite(tmp_path, "ucdp_ged.csv", lines("ucdp_ged.csv"), separator=";", lead="\ufeff"))
    assert found.claims["claim_id"].tolist() == read(SAMPLES / "ucdp_ged.csv").claims["claim_id"].tolist()


def test_a_workbook_with_days_and_numbers_as_such_is_read_alike(tmp_path: Path) -> None:
    heading, *rows = lines("emdat.csv")
    book = Workbook()
    book.active.append(heading)
    for row in rows:
        book.active.append([float(cell) if cell.replace(".", "", 1).isdecimal() else cell or None for cell in row])
    book.save(tmp_path / "emdat.xlsx")
    same = ["measure", "low", "high", "event_start", "event_end", "date_precision", "country", "event_id"]
    assert read(tmp_path / "emdat.xlsx").claims[same].equals(read(SAMPLES / "emdat.csv").claims[same])


def test_days_of_a_workbook_are_days(tmp_path: Path) -> None:
    heading, first, *_ = lines("acled.csv")
    first[heading.index("event_date")], first[heading.index("fatalities")] = "", ""
    book = Workbook()
    book.active.append(heading)
    book.active.append(first)
    book.active.cell(2, heading.index("event_date") + 1, date(2013, 6, 5))
    book.active.cell(2, heading.index("fatalities") + 1, 1204)
    book.save(tmp_path / "acled.xlsx")
    (claim,) = records(read(tmp_path / "acled.xlsx").claims)
    assert (claim["event_start"], claim["event_end"], claim["best"]) == ("2013-06-05", "2013-06-05", 1204)


def test_ucdp_without_its_heading_is_known_by_its_shape(tmp_path: Path) -> None:
    headed = read(SAMPLES / "ucdp_ged.csv")
    bare = read(rewrite(tmp_path, "candidate.csv", lines("ucdp_ged.csv")[1:]))
    assert bare.claims["claim_id"].tolist() == headed.claims["claim_id"].tolist()


def test_a_table_without_heading_that_lacks_its_last_columns_is_refused_with_their_names(tmp_path: Path) -> None:
    rows = (SAMPLES / "gdelt.gkg.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "a.gkg.csv").write_text("\n".join("\t".join(row.split("\t")[:25]) for row in rows), encoding="utf-8")
    (row,) = records(read(tmp_path / "a.gkg.csv").refused)
    assert row["check"] == "columns_fit_a_mapping"
    assert "'gdelt-gkg' has 27: it lacks V2.1TRANSLATIONINFO, V2EXTRASXML" in row["reason"]


def test_a_torn_first_row_costs_itself_only(tmp_path: Path) -> None:
    rows = (SAMPLES / "gdelt.gkg.csv").read_text(encoding="utf-8").splitlines()
    torn = [rows[0].rsplit("\t", 3)[0], *rows[1:3]]
    (tmp_path / "a.gkg.csv").write_text("\n".join(torn) + "\n", encoding="utf-8")
    found = read(tmp_path / "a.gkg.csv")
    assert (len(found.documents), len(found.claims)) == (2, 2)
    assert found.refused["row"].tolist() == ["row 1"]


def test_a_heading_of_numbers_is_still_a_heading(tmp_path: Path) -> None:
    years = [str(year) for year in range(1990, 2039)]
    mapping = "about: a\nname: wide\ntitle: Wide\nrequires: ['2013']\nmeasures: [{measure: killed, best: '2013'}]\n"
    path = rewrite(tmp_path, "wide.csv", [years[:40], ["3"] * 40])
    (tmp_path / "wide.csv.mapping.yaml").write_text(mapping, encoding="utf-8")
    assert read(path).claims["best"].tolist() == [3.0]


def test_gdelt_speaks_with_one_voice_and_gives_no_event() -> None:
    found = read(SAMPLES / "gdelt.gkg.csv")
    assert set(found.claims["originator"]) == {"GDELT GKG"}
    assert set(found.claims["publisher"]) == {"harbourpost.example", "nordnett.example"}
    assert found.claims["event_id"].isna().all()
    assert found.events.empty
    assert (
        records(found.claims)[0]["quote"]
        == "KILL#47#sailors#4#Bergen, Hordaland, Norway#NO#NO07#60.3917#5.32444#-256322#181"
    )
    assert not any("V2GCAM" in article.text for article in found.articles)


def test_events_of_two_datasets_never_share_an_id(tmp_path: Path) -> None:
    ucdp, idu = lines("ucdp_ged.csv"), lines("idmc_idu.csv")
    idu[1][idu[0].index("event_id")] = ucdp[1][0]
    paths = [rewrite(tmp_path, "ucdp.csv", ucdp[:2]), rewrite(tmp_path, "idu.csv", idu[:2])]
    found = making.framed(read_datasets(paths, tmp_path, [], Settings()))
    assert found.events["event_id"].tolist() == ["IDMC-5001", "IDMC-5001/Vik, Iceland", "UCDP-5001"]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.booleans(), st.sampled_from(["", "3", "x", "-9"])), max_size=8))
def test_rows_in_are_documents_duplicates_and_refused_rows(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, bool, str]]
) -> None:
    heading, *rows = lines("ucdp_ged.csv")
    best = heading.index("best")
    made = [[*rows[i][:best], cell, *rows[i][best + 1 :]][: len(heading) - cut] for i, cut, cell in drawn]
    found = read(rewrite(tmp_path_factory.mktemp("rows"), "ged.csv", [heading, *made]))
    status = found.documents["status"].tolist()
    ragged = (found.refused["check"] == "row_fits_heading").sum()
    assert status.count("read") + status.count("duplicate") + ragged == len(drawn)
    assert status.count("read") == len(found.articles) == found.documents["sha256"].nunique()


@pytest.mark.parametrize("mapping", load_mappings(), ids=lambda mapping: mapping.name)
def test_each_mapping_says_where_its_columns_are_described_and_what_a_zero_is(mapping: Any) -> None:
    assert "Source: " in mapping.about or mapping.name == "generic"
    assert " 0 " in mapping.about or "not 0" in mapping.about
    assert mapping.licence or mapping.name == "generic"


ROOT = Path(__file__).resolve().parents[2]


def test_the_desks_template_is_the_generic_mapping() -> None:
    folder = ROOT / "inputs" / "desk" / "mappings"
    template = (folder / "generic.mapping.yaml.example").read_text(encoding="utf-8")
    assert template == (resources.files("reconcile.ingest.mappings") / "generic.yaml").read_text(encoding="utf-8")


def test_the_template_is_not_read_and_the_pages_send_to_it_alone() -> None:
    assert not [*(ROOT / "inputs" / "desk" / "mappings").glob("*.yaml")]
    for page in ("docs/datasets.md", "docs/adding.md"):
        said = (ROOT / page).read_text(encoding="utf-8")
        assert set(re.findall(r"`([^`]*/generic\.[^`]*)`", said)) == {
            "inputs/desk/mappings/generic.mapping.yaml.example"
        }


def test_the_head_of_the_generic_mapping_explains_every_key() -> None:
    head = (
        (resources.files("reconcile.ingest.mappings") / "generic.yaml").read_text(encoding="utf-8").split("\nabout:")[0]
    )
    for model in (Mapping, Column, Figure, Blocks, Unheaded, Day):
        for key in model.model_fields:
            assert re.search(rf"\b{key}\b", head), f"{key} of {model.__name__}"


@pytest.mark.parametrize("page", ["docs/datasets.md", "inputs/desk/mappings/README.md"])
def test_the_five_lines_of_the_pages_are_a_mapping(tmp_path: Path, page: str) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)
    (tmp_path / "log.csv.mapping.yaml").write_text(blocks[0], encoding="utf-8")
    (tmp_path / "log.csv").write_text("ref,day,dead\n1,2013-06-05,3\n", encoding="utf-8")
    assert read(tmp_path / "log.csv").claims["best"].tolist() == [3.0]
    head = blocks[0].split("measures:")[0]
    for fuller in blocks[1:]:
        assert len(parse_mapping(head + fuller, page).measures) == 4
