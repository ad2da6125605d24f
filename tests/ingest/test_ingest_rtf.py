"""Rich text: what stands on the page is read, what does not is left out."""

from __future__ import annotations

from pathlib import Path

import making
import pytest

from reconcile.ingest.datasets.dataset_rows import File, Problem, Record
from reconcile.ingest.formats.rtf import read_rtf


def read(folder: Path, content: bytes) -> tuple[Record, list[Problem]]:
    path = folder / "a.rtf"
    path.write_bytes(content)
    found = list(read_rtf(File(path, "a.rtf")))
    (record,) = [item for item in found if isinstance(item, Record)]
    return record, [item for item in found if isinstance(item, Problem)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"One died.\par Two\line lived.", "One died.\n\nTwo\nlived."),
        ("One died.\\\nTwo lived.", "One died.\n\nTwo lived."),
        ("One d\ried.\r\n", "One died."),
        (r"\b At\b0  least {\i 14} died", "At least 14 died"),
        (r"Orl\'e9ans \'93nine\'94", "Orléans “nine”"),
        (r"\f1 \'c4\'e0\f0 , \'e9", "Да, é"),
        (r"Orl\u233?ans, \u8220?nine\u8221?", "Orléans, “nine”"),
        (r"\uc2\u233\'3f\'3fa \uc0\u233 b", "éa éb"),
        (r"{\uc1\u-10179?\u-8704?}", "\U0001f600"),
        (r"nine\emdash ten\endash\lquote a\rquote\ldblquote b\rdblquote\~c\_d", "nine\u2014ten\u2013‘a’“b”\u00a0c-d"),
        (r"{\header Tarn Post}{\footer page 1}Nine died", "Nine died"),
        (r"{\*\generator Writer 7;}{\*\unheard of}Nine died", "Nine died"),
        (r"{\pict\pngblip 89504e47}{\pict\bin4 }{{ }Nine died", "Nine died"),
        (r'{\field{\*\fldinst{HYPERLINK "https://a.example"}}{\fldrslt{nine}}} died', "nine died"),
        (r"{\deleted Eleven}{\revised Nine} died{\v  secretly}", "Nine died"),
        (r"Nine{\*\annotation{\*\atnid IH}wrong?} died", "Nine died"),
        (r"Nine{\super 1}{\footnote The count is the ministry's.} died", "Nine1 died\n\nThe count is the ministry's."),
        (r"\trowd Killed\cell 14\cell\row\trowd Hurt\cell 9\cell\row", "Killed | 14\nHurt | 9"),
        (r"{\shp{\*\shpinst{\sp{\sn fill}{\sv 1}}{\shptxt Nine hurt\par}}}Ten died", "Nine hurt\n\nTen died"),
        (r"\{braces\} and \\ stay", "{braces} and \\ stay"),
        (r"ends early}}}\par nothing here", "ends early"),
    ],
)
def test_the_words_on_the_page_are_read(tmp_path: Path, body: str, text: str) -> None:
    record, problems = read(tmp_path, making.rtf(body))
    assert (record.text, problems) == (text, [])


def test_title_and_author_come_from_the_description(tmp_path: Path) -> None:
    record, _ = read(tmp_path, making.rtf())
    assert (record.title, record.author, record.truncated) == ("Landslide buries bus", "Ida Holm", False)
    assert "draft" not in record.text


def test_what_is_cut_off_says_so_and_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    record, problems = read(tmp_path, making.rtf("Nine people died, it sa")[:-1])
    assert (record.text, record.truncated) == ("Nine people died, it sa", True)
    assert [problem.check for problem in problems] == ["file_is_whole"]


@pytest.mark.parametrize("page", [b"99999", b"65001", b"1"])
def test_an_unknown_code_page_stops_nothing(tmp_path: Path, page: bytes) -> None:
    record, _ = read(tmp_path, b"{\\rtf1\\ansi\\ansicpg" + page + b" Nine died near Orl\\'c3\\'a9ans}")
    assert record.text.startswith("Nine died near Orl")
