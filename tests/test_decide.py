from __future__ import annotations

import csv
import io
import json
import random
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from reconcile import pipeline
from reconcile.cli import main
from reconcile.decide import Decided, decide
from reconcile.decisions.cells import CELLS, SHEETS, read_book
from reconcile.decisions.values import VALUES
from reconcile.desk import DECISION_COLUMNS, fresh_desk
from reconcile.errors import BadInput
from reconcile.ledger import reading
from reconcile.report import sheets
from reconcile.report.layout import HEAD
from reconcile.workspace import Workspace
from schemas import records, table
from schemas.columns import DECISION_WORDS

PERIOD = "2013-06"
MOMENT = datetime(2013, 7, 2, 10, 0, tzinfo=UTC)
ARTICLES = {
    "harbour.txt": """Market of Orlova shelled

ORLOVA, June 5, 2013 (Harbour News) - Shells killed 30 people at the market of Orlova on Wednesday, the mayor said.
Another 25 people were wounded, he added.
""",
    "valley.txt": """Orlova market attack

June 6, 2013 (Valley News) - Shells killed at least 43 people at the market of Orlova on Wednesday, hospital staff said.
Police said 52 people were wounded there.
""",
    "coast.txt": """Bakery of Nemi bombed

NEMI, June 19, 2013 (Coast Post) - An air strike killed 9 people in a bakery in Nemi on Tuesday, the governor said.
""",
}
LATE = """Toll of the Orlova market attack

June 7, 2013 (Coast Post) - Shells killed 61 people at the market of Orlova on Wednesday, the Interior Ministry said.
"""

Rows = list[tuple[str, str, dict[str, Any]]]


class Desk:
    """A workspace with one month run, and what its last run found."""

    def __init__(self, root: Path):
        self.place = Workspace(root)
        self.workbook = self.place.report(PERIOD) / pipeline.WORKBOOK
        self.log = self.place.desk / "decisions.csv"

    def found(self, name: str) -> list[dict[str, Any]]:
        with reading(self.place) as ledger:
            run = ledger.last_run(PERIOD)
            frame = ledger.table(run.number, name) if run else None
        return records(frame) if frame is not None else []

    def one(self, name: str, **like: Any) -> dict[str, Any]:
        (row,) = [r for r in self.found(name) if all(r[key] == value for key, value in like.items())]
        return row

    def run(self) -> pipeline.Outcome:
        return pipeline.run(self.place, PERIOD)

    def decide(self, workbook: Path | None = None, **options: Any) -> Decided:
        return decide(self.place, workbook or self.workbook, clock=lambda: MOMENT, **options)

    def add(self, name: str, text: str) -> None:
        (self.place.inputs / PERIOD / name).write_text(text)

    @property
    def killed(self) -> str:
        return str(self.one("conflicts", kind="values that cannot both hold", measure="killed")["conflict_id"])

    @property
    def injured(self) -> str:
        return str(self.one("conflicts", kind="values that cannot both hold", measure="injured")["conflict_id"])


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("desk")
    desk = Desk(root)
    desk.place.desk.mkdir(parents=True)
    for name, content in fresh_desk().items():
        (desk.place.desk / name).write_text(content)
    (desk.place.inputs / PERIOD).mkdir()
    for name, text in ARTICLES.items():
        desk.add(name, text)
    desk.run()
    return root


@pytest.fixture
def desk(month: Path, tmp_path: Path) -> Desk:
    shutil.copytree(month, tmp_path / "desk")
    return Desk(tmp_path / "desk")


def ruling(decision: Any, value: Any = None, **changes: Any) -> dict[str, Any]:
    return {"decision": decision, "value": value, "reason": "checked", "analyst": "Ana", "reviewer": "Bo", **changes}


def columns_at(page: Any) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in page[HEAD] if cell.value is not None}


def cells_of(book: Any, rows: Rows) -> list[tuple[Any, Any]]:
    """The cells of these rulings, found by id and heading, each with what is to be typed there."""
    found = []
    for name, about, cells in rows:
        page, sheet = book[name], SHEETS[name]
        at = columns_at(page)
        ids = {page.cell(n, at[sheet.heading(sheet.id_key)]).value: n for n in range(HEAD + 1, page.max_row + 1)}
        found += [(page.cell(ids[about], at[sheet.heading(key)]), value) for key, value in cells.items()]
    return found


def fill(workbook: Path, rows: Rows, change: Callable[[Any], None] | None = None) -> None:
    """Type rulings into the rows of these ids, as an analyst would, and save."""
    book = openpyxl.load_workbook(workbook)
    for cell, value in cells_of(book, rows):
        cell.value = value
    for name in SHEETS if change else ():
        change(book[name])
    book.save(workbook)


def five(desk: Desk) -> Rows:
    """A ruling of each kind of row, as people type: stray blanks, capitals, separators."""
    misread = desk.one("claims", measure="killed", quote="9")
    (figure,) = [f for f in desk.found("figures") if f["claim_ids"] == (misread["claim_id"],)]
    events = sorted(row["event_id"] for row in desk.found("events"))
    return [
        ("Conflicts", desk.killed, ruling(" Accept  value ", 43)),
        ("Conflicts", desk.injured, ruling("set value", "1,040\u00a0")),
        ("Claims", misread["claim_id"], ruling("wrong reading")),
        ("Figures", figure["figure_id"], ruling("dismiss", reviewer=None)),
        ("Events", events[0], ruling("merge events", events[1])),
    ]


def taken(came: Decided) -> set[tuple[str, str]]:
    return {(row["about"], row["decision"]) for row in came.taken}


def test_every_sheet_to_decide_in_is_read_and_every_decision_is_known() -> None:
    made = {sheet.name: sheet for sheet in sheets({}, {}, PERIOD)}
    deciding = {name for name, sheet in made.items() if any(column.kind == "choice" for column in sheet.columns)}
    assert deciding == set(SHEETS)
    assert all(
        made[name].columns == sheet.columns and made[name].id_key == sheet.id_key for name, sheet in SHEETS.items()
    )
    assert {word for _, word in VALUES} == set(DECISION_WORDS)


def test_five_rulings_are_taken_once_and_the_next_run_shows_them(desk: Desk) -> None:
    rows = five(desk)
    fill(desk.workbook, rows)
    came = desk.decide()
    assert (came.period, came.refused, came.same) == (PERIOD, (), 0)
    assert taken(came) == {(about, " ".join(cells["decision"].split()).lower()) for _, about, cells in rows}
    accepted = desk.one("claims", quote="at least 43")["claim_id"]
    assert {row["value"] for row in came.taken} == {accepted, "1040", rows[4][2]["value"], None}
    log = desk.log.read_bytes()
    assert [row["decided_at"] for row in csv.DictReader(io.StringIO(log.decode()))] == [MOMENT.isoformat()] * 5

    again = desk.decide()
    assert (again.taken, again.refused, again.same) == ((), (), 5)
    assert desk.log.read_bytes() == log

    outcome = desk.run()
    assert outcome.problems == ()
    killed, injured = (desk.one("figures", measure=m, status="decided") for m in ("killed", "injured"))
    assert (killed["low"], killed["best"], killed["high"]) == (43, 43, None)
    assert (injured["low"], injured["best"], injured["high"]) == (1040, 1040, 1040)
    assert len(desk.found("figures")) == 2, "the claim that was misread is in no figure"
    assert {row["state"] for row in desk.found("conflicts") if row["measure"] in ("killed", "injured")} == {"decided"}
    shown = desk.decide()
    assert (shown.taken, shown.refused, shown.same) == ((), (), 4), "the figure of the misread claim has no row"


def shuffled(page: Any) -> None:
    """Sort the rows anew, move the decision's column to the right end, hide one and widen one; a row on top."""
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=HEAD + 1)]
    random.Random(7).shuffle(rows)
    heading = [cell.value for cell in page[HEAD]]
    place = heading.index("Decision")
    for number, row in enumerate([heading, *rows], HEAD):
        for column, value in enumerate([*row[:place], *row[place + 1 :], row[place]], 1):
            page.cell(number, column).value = value
    page.column_dimensions["B"].hidden = True
    page.column_dimensions["C"].width = 90
    page.insert_rows(1)


def test_order_of_rows_and_columns_makes_no_difference(desk: Desk) -> None:
    rows = five(desk)
    fill(desk.workbook, rows, shuffled)
    came = desk.decide()
    assert came.refused == ()
    assert {about for about, _ in taken(came)} == {about for _, about, _ in rows}


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Work(source As String, target As String, form As String, cells As String)
  Dim opening(0) As New com.sun.star.beans.PropertyValue
  opening(0).Name = "Hidden" : opening(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, opening())
  For Each entry In Split(cells, "|")
    parts = Split(entry, "~")
    book.Sheets.getByName(parts(0)).getCellRangeByName(parts(1)).Formula = parts(2)
  Next
  Dim fields(0) As New com.sun.star.table.TableSortField
  Dim how(1) As New com.sun.star.beans.PropertyValue
  For Each name In Array("Conflicts", "Figures", "Claims", "Events")
    page = book.Sheets.getByName(name)
    cursor = page.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress.EndColumn
    fields(0).Field = last
    fields(0).IsAscending = (form = "calc8")
    how(0).Name = "SortFields" : how(0).Value = fields()
    how(1).Name = "ContainsHeader" : how(1).Value = False
    page.getCellRangeByPosition(0, 3, last, cursor.RangeAddress.EndRow).sort(how())
    page.Columns.getByIndex(1).IsVisible = False
    page.Columns.getByIndex(2).Width = 9000
  Next
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  saving(0).Name = "FilterName" : saving(0).Value = form
  book.storeToURL(target, saving())
  book.close(True)
End Sub
</script:module>
"""
"""What an analyst does in LibreOffice: open, type into cells, sort four sheets, hide and widen columns, save as."""


class Office:
    """LibreOffice with a profile of its own that knows the macro."""

    def __init__(self, home: Path):
        self.words = ["soffice", f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore"]
        self.call("--terminate_after_init")
        (home / "user" / "basic" / "Standard" / "Module1.xba").write_text(MACRO)

    def call(self, *words: str) -> None:
        subprocess.run([*self.words, *words], check=True, capture_output=True, timeout=180)

    def work(self, source: Path, target: Path, form: str, typed: str = "") -> None:
        given = ",".join(f'"{word}"' for word in (source.as_uri(), target.as_uri(), form, typed))
        self.call(f"macro:///Standard.Module1.Work({given})")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
def test_five_rulings_come_back_from_libreoffice_which_typed_sorted_and_saved_them(desk: Desk, tmp_path: Path) -> None:
    rows, xlsx, ods = five(desk), tmp_path / "back.xlsx", tmp_path / "back.ods"
    places = cells_of(openpyxl.load_workbook(desk.workbook), rows)
    typed = "|".join(f"{cell.parent.title}~{cell.coordinate}~{value}" for cell, value in places if value is not None)
    office = Office(tmp_path / "office")
    office.work(desk.workbook, ods, "calc8", typed)
    office.work(ods, xlsx, "Calc MS Excel 2007 XML")
    orders = {tuple(ids_of(path)) for path in (desk.workbook, ods, xlsx)}
    assert len(orders) == 3, "the rows stand in another order in each"

    desk.workbook.unlink()
    came = desk.decide(xlsx)
    assert came.refused == ()
    assert {about for about, _ in taken(came)} == {about for _, about, _ in rows}
    log = desk.log.read_bytes()
    assert [desk.decide(path).same for path in (xlsx, ods)] == [5, 5]
    assert desk.log.read_bytes() == log
    desk.run()
    decided = {row["measure"]: row["best"] for row in desk.found("figures") if row["status"] == "decided"}
    assert decided == {"killed": 43, "injured": 1040}


def ids_of(workbook: Path) -> list[str]:
    rows = CalamineWorkbook.from_path(workbook).get_sheet_by_name("Claims").to_python(skip_empty_area=False)
    return [row[rows[HEAD - 1].index("Claim id")] for row in rows[HEAD:]]


@pytest.mark.parametrize(
    ("cells", "check", "said"),
    [
        (ruling("accept"), "decision_is_offered", "'accept' is no decision"),
        (ruling(None), "decision_is_offered", "No decision is picked"),
        (ruling("accept value"), "value_fits", "needs under Value the id"),
        (ruling("accept value", "many"), "value_fits", "'many' is neither"),
        (ruling("accept value", 31), "value_fits", "None of its claims states 31"),
        (ruling("accept value", "c-000000000000"), "value_fits", "'c-000000000000' is neither"),
        (ruling("set value"), "value_fits", "needs under Value a number"),
        (ruling("set value", "about 30"), "value_fits", "'about 30' is none"),
        (ruling("set value", -3), "value_fits", "'-3' is none"),
        (ruling("set value", 30.5), "value_fits", "fraction"),
        (ruling("dismiss", 30), "value_fits", "takes no value"),
        (ruling("merge events", "e-000000000000"), "value_fits", "another event"),
        (ruling("wrong reading", "c-000000000000"), "value_fits", "the claim that was misread: c-"),
        (ruling("dismiss", reason=" \u00a0"), "reason_is_given", "no reason"),
        (ruling("dismiss", analyst=None), "analyst_is_named", "no analyst"),
        (ruling("dismiss", reviewer=" ANA "), "reviewer_is_another", "cannot review"),
    ],
)
def test_what_is_wrong_is_refused_and_the_others_are_taken(
    desk: Desk, cells: dict[str, Any], check: str, said: str
) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, cells), ("Conflicts", desk.injured, ruling("dismiss"))])
    came = desk.decide()
    assert taken(came) == {(desk.injured, "dismiss")}
    (refused,) = came.refused
    assert (refused.check, refused.entry.about) == (check, desk.killed)
    assert said in refused.reason


def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, {"decision": "dismiss"})])
    (refused,) = desk.decide().refused
    assert "no reason" in refused.reason
    assert "no analyst" in refused.reason


def test_an_unknown_id_and_a_row_without_one_are_refused(desk: Desk) -> None:
    def rename(page: Any) -> None:
        if page.title == "Conflicts":
            at = columns_at(page)["Conflict id"]
            for row in (HEAD + 1, HEAD + 2):
                if page.cell(row, at).value == gone:
                    page.cell(row, at).value = "x-000000000000"
                else:
                    page.cell(row, at).value = None

    gone = desk.killed
    fill(desk.workbook, [("Conflicts", id, ruling("dismiss")) for id in (gone, desk.injured)], rename)
    came = desk.decide()
    assert came.taken == ()
    assert {refusal.check for refusal in came.refused} == {"id_is_known"}
    assert any("found no x-000000000000" in refusal.reason for refusal in came.refused)
    assert any("no id" in refusal.reason for refusal in came.refused)


def test_a_wrong_reading_ruled_on_from_a_conflict_is_one_on_its_claim(desk: Desk) -> None:
    claim = desk.one("claims", quote="30")["claim_id"]
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("wrong reading", claim.upper()))])
    assert taken(desk.decide()) == {(claim, "wrong reading")}
    assert desk.decide().same == 1
    desk.run()
    assert all(claim not in figure["claim_ids"] for figure in desk.found("figures"))
    assert all(claim not in conflict["claim_ids"] for conflict in desk.found("conflicts"))


def test_two_rows_that_rule_on_one_claim_differently_are_both_refused(desk: Desk) -> None:
    claim = desk.one("claims", quote="30")["claim_id"]
    other = ruling("wrong reading", reason="another reason")
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("wrong reading", claim)), ("Claims", claim, other)])
    came = desk.decide()
    assert came.taken == ()
    assert [refusal.check for refusal in came.refused] == ["is_ruled_on_once"] * 2


def test_evidence_that_changed_under_a_workbook_refuses_its_rulings(desk: Desk, tmp_path: Path) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("dismiss"))])
    old = shutil.copy(desk.workbook, tmp_path / "mine.xlsx")
    desk.add("valley.txt", ARTICLES["valley.txt"].replace("at least 43", "at least 44"))
    desk.run()
    conflict = desk.killed
    (refused,) = desk.decide(old).refused
    assert (refused.check, refused.entry.about) == ("evidence_is_as_shown", conflict)


def test_a_ruling_whose_evidence_changed_is_confirmed_by_new_words_only(desk: Desk) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("dismiss"))])
    desk.decide()
    desk.add("valley.txt", ARTICLES["valley.txt"].replace("at least 43", "at least 44"))
    desk.run()
    assert desk.one("conflicts", conflict_id=desk.killed)["state"] == "decided, but changed"
    came = desk.decide()
    assert (came.taken, came.same, came.reopened) == ((), 1, (desk.killed,))
    fill(desk.workbook, [("Conflicts", desk.killed, {"reason": "holds for 44 as well"})])
    assert taken(desk.decide()) == {(desk.killed, "dismiss")}
    desk.run()
    assert desk.one("conflicts", conflict_id=desk.killed)["state"] == "decided"


def test_an_old_workbook_never_undoes_a_later_ruling(desk: Desk, tmp_path: Path) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("set value", 30))])
    first = shutil.copy(desk.workbook, tmp_path / "first.xlsx")
    desk.decide()
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("set value", 43, reason="the hospital counted"))])
    assert [row["sequence"] for row in desk.decide().taken] == [2]
    log = desk.log.read_bytes()
    (refused,) = desk.decide(first).refused
    assert (refused.check, desk.log.read_bytes()) == ("was_not_replaced", log)


@pytest.mark.parametrize(("mark", "separator", "ending"), [("", ",", "\n"), ("\ufeff", ";", "\r\n")])
def test_the_log_keeps_what_stands_in_it_and_how_it_is_written(
    desk: Desk, mark: str, separator: str, ending: str
) -> None:
    columns = ["notes", *reversed(DECISION_COLUMNS)]
    row = ["mine", "h", "2013-07-01T10:00:00+00:00", "", "Ana", "same raid", "", "dismiss", "k-1", PERIOD, "d-1"]
    kept = (mark + ending.join([separator.join(columns), separator.join(row)])).encode()
    desk.log.write_bytes(kept)
    reason = 'says "one; two, three"'
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("dismiss", reason=reason))])
    desk.decide()
    assert desk.log.read_bytes().startswith(kept + ending.encode())
    log = desk.run().found["decisions"]
    assert log["reason"].tolist() == ["same raid", reason]
    assert log["sequence"].tolist() == [1, 2]
    assert desk.decide().same == 1


def test_an_open_log_is_left_alone(desk: Desk) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("dismiss"))])
    (desk.place.desk / ".~lock.decisions.csv#").write_text("held")
    with pytest.raises(BadInput, match="open in a spreadsheet program"):
        desk.decide()


def everything(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_dry_run_writes_nothing_and_foretells_the_next_run(desk: Desk) -> None:
    fill(desk.workbook, five(desk))
    before = everything(desk.place.root)
    came = desk.decide(dry_run=True)
    assert everything(desk.place.root) == before
    assert {(change.measure, change.before, change.after) for change in came.changes} == {
        ("killed", "≥ 30, contested", "≥ 43, decided"),
        ("injured", "25–52, contested", "1,040, decided"),
        ("killed", "9, single source", ""),
    }
    assert desk.decide().changes == came.changes
    foretold = {change.figure_id: change.because for change in came.changes if change.after}
    desk.run()
    assert {row["figure_id"]: row["because"] for row in desk.found("figures")} == foretold


def test_a_run_keeps_a_workbook_whose_rulings_were_not_taken(desk: Desk) -> None:
    fill(
        desk.workbook,
        [
            ("Conflicts", desk.killed, ruling("dismiss")),
            ("Claims", desk.found("claims")[0]["claim_id"], {"reason": "hm"}),
        ],
    )
    filled = desk.workbook.read_bytes()
    (problem,) = desk.run().problems
    kept = desk.workbook.with_name("reconciliation-undecided-1.xlsx")
    assert kept.read_bytes() == filled != desk.workbook.read_bytes()
    assert "held 2 rulings not taken yet" in problem
    assert f"reconcile decide {kept}" in problem
    assert taken(desk.decide(kept)) == {(desk.killed, "dismiss")}
    assert desk.run().problems == ()

    fill(desk.workbook, [("Conflicts", desk.injured, ruling("dismiss"))])
    assert "reconciliation-undecided-2.xlsx" in desk.run().problems[0]


def test_a_run_keeps_what_it_cannot_look_through(desk: Desk) -> None:
    desk.workbook.write_bytes(b"a torn file")
    assert "could not be looked through" in desk.run().problems[0]
    assert desk.workbook.with_name("reconciliation-undecided-1.xlsx").read_bytes() == b"a torn file"


def test_a_workbook_that_was_moved_is_known_by_its_title(desk: Desk, tmp_path: Path) -> None:
    fill(desk.workbook, [("Conflicts", desk.killed, ruling("dismiss"))])
    moved = shutil.move(desk.workbook, tmp_path / "Kopie von 06 (2).xlsx")
    assert desk.decide(moved).period == PERIOD


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda book: book["Conflicts"].delete_cols(columns_at(book["Conflicts"])["Conflict id"]),
            "lacks the headings",
        ),
        (lambda book: book["Figures"].insert_rows(1, 20), "lacks the headings"),
        (lambda book: setattr(book["Claims"].cell(HEAD, 1), "value", "Reason"), "has 2 columns 'Reason'"),
        (lambda book: [book.remove(book[name]) for name in SHEETS], "has none of the sheets"),
    ],
)
def test_a_workbook_that_cannot_be_read_back_is_refused_by_name(
    desk: Desk, spoil: Callable[[Any], Any], said: str
) -> None:
    book = openpyxl.load_workbook(desk.workbook)
    spoil(book)
    book.save(desk.workbook)
    with pytest.raises(BadInput, match=said):
        desk.decide()


def test_other_files_are_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("no workbook")
    for path, said in ((tmp_path / "none.xlsx", "no workbook"), (tmp_path / "text.xlsx", "cannot be read")):
        with pytest.raises(BadInput, match=said):
            desk.decide(path)
    (tmp_path / "sub").mkdir()
    stranger = tmp_path / "sub" / "book.xlsx"
    pipeline.write_workbook(stranger, {"claims": table("claims", [])}, {}, "2031-01", {})
    with pytest.raises(BadInput, match="does not say which period"):
        desk.decide(stranger)


def test_an_untouched_workbook_holds_nothing(desk: Desk) -> None:
    assert read_book(desk.workbook).entries == ()
    assert desk.decide() == Decided(PERIOD, (), (), 0, (), ())


def call(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capfd.readouterr()
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    said = capfd.readouterr()
    return int(end.value.code or 0), said.out, said.err


def test_the_command_lists_what_it_took_and_refused(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    words = ("decide", desk.workbook, "-w", desk.place.root)
    rows: Rows = [("Conflicts", desk.killed, ruling("set value", 43)), ("Conflicts", desk.injured, ruling("dismiss"))]
    fill(desk.workbook, [rows[0], (*rows[1][:2], {**rows[1][2], "reason": None})])
    code, out, _ = call(capfd, *words, "--dry-run")
    assert code == 4
    for said in ("would be taken", "refused", desk.killed, desk.injured, "no reason", "≥ 30, contested"):
        assert said in out
    code, out, _ = call(capfd, *words, "--json")
    summary = json.loads(out)
    assert code == 4
    assert [row["about"] for row in summary["taken"]] == [desk.killed]
    assert [(row["about"], row["check"]) for row in summary["refused"]] == [(desk.injured, "reason_is_given")]
    fill(desk.workbook, rows)
    code, out, _ = call(capfd, *words)
    assert code == 0
    assert "1 taken, 0 refused, 1 in the log already" in out
    assert f"reconcile run {PERIOD}" in out


def test_cells_are_named_as_the_schema_names_them() -> None:
    assert set(CELLS) < set(DECISION_COLUMNS)
