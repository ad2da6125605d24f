"""Numbers: rows of examples, and numbers written in every form the grammar knows and read back."""

from __future__ import annotations

import csv
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.extract.counted.read import CountReader
from reconcile.extract.numbers.not_figures import NonFigures
from reconcile.extract.numbers.numbers import Number, NumberReader
from reconcile.language import Pack, load_pack
from reconcile.model.article import Article
from reconcile.text.document import Document, Sentence

PACK = load_pack("en")
READER = NumberReader(PACK)
NAMES = NonFigures(PACK)
NAMES.events = frozenset({"conflict", "war"})
NAMES.hedge_words = frozenset({"than", "over"})
FIGURES = CountReader(PACK)
ROWS = list(csv.DictReader((Path(__file__).parents[1] / "examples" / "numbers.csv").open(encoding="utf-8")))
KINDS = {"exact": {"cardinal", "none", "multiple", "both"}, "range": {"range"}, "vague": {"vague"}}


def rows(wanted: str) -> list[object]:
    """Example rows of one shape: figures, no figures ('not age'), texts without a number; known gaps must fail."""
    shape: dict[str, Callable[[str], bool]] = {
        "figure": lambda bound: bool(bound) and not bound.startswith("not "),
        "none": lambda bound: not bound,
        "name": lambda bound: bound.startswith("not "),
    }
    chosen = [row for row in ROWS if shape[wanted](row["bound"])]
    gap = pytest.mark.xfail(strict=True, reason="a known gap")
    return [
        pytest.param(
            row, id=f"{row['text'][:50]} [{row['quote']}]", marks=gap if row["kind_of_case"].startswith("gap") else ()
        )
        for row in chosen
    ]


def numbers(text: str) -> list[tuple[str, Number, Sentence]]:
    """Every number of a text with its words."""
    page = Document(Article("a", text))
    return [
        (text[s.tokens[n.first].start : s.tokens[n.last - 1].end], n, s) for s in page.sentences for n in READER.find(s)
    ]


def number_at(row: dict[str, str]) -> tuple[Number, Sentence]:
    """The number that reads exactly the row's quote."""
    found = [(n, s) for quote, n, s in numbers(row["text"]) if quote == row["quote"]]
    assert found, [quote for quote, _, _ in numbers(row["text"])]
    return found[0]


@pytest.mark.parametrize("row", rows("figure"))
def test_a_figure_is_read_in_whole(row: dict[str, str]) -> None:
    number, sentence = number_at(row)
    assert number.kind in KINDS[row["bound"]]
    assert (number.low, number.high) == pytest.approx((float(row["low"]), float(row["high"])))
    assert number.best == (pytest.approx(float(row["best"])) if row["best"] else None)
    assert NAMES.name(sentence.tokens, number, sentence.document.plain) is None


@pytest.mark.parametrize("row", rows("name"))
def test_a_number_that_is_no_figure_is_known_as_what_it_is(row: dict[str, str]) -> None:
    number, sentence = number_at(row)
    assert NAMES.name(sentence.tokens, number, sentence.document.plain) == row["bound"].removeprefix("not ")


@pytest.mark.parametrize("row", rows("none"))
def test_a_word_that_is_no_number_is_left_alone(row: dict[str, str]) -> None:
    assert [quote for quote, _, _ in numbers(row["text"])] == []


def test_the_examples_cover_their_subject() -> None:
    assert len(ROWS) >= 300
    assert len({row["kind_of_case"] for row in ROWS}) >= 30
    assert all(row["quote"] in row["text"] for row in ROWS)


@pytest.mark.parametrize(("profile", "low", "high"), [("interval", 24, 99), ("acled", 12, 12), ("pitf", 24, 99)])
def test_a_vague_word_names_the_profile_that_read_it(profile: str, low: int, high: int) -> None:
    (number,) = NumberReader(PACK, profile).find(Document(Article("a", "Dozens died.")).sentences[0])
    assert (number.low, number.high, number.profile) == (low, high, profile)


def test_both_ends_of_a_change_are_numbers_of_their_own() -> None:
    sentence = Document(Article("a", "The toll rose from 2 to 3 million.")).sentences[0]
    (opened,) = READER.find(sentence)
    ends = READER.ends(sentence.tokens, opened, sentence.document.plain)
    assert [(n.low, n.kind) for n in ends] == [(2_000_000, "cardinal"), (3_000_000, "cardinal")]


FRENCH_TENS = """
values: {vingt: 20, soixante: 60, un: 1, dix: 10, douze: 12, sept: 7, deux: 2}
compounds: {"quatre - vingt": 80, "quatre - vingts": 80, "dix - sept": 17}
score_tens: [60, 80]
tens_joins: [et]
hundred: [cent, cents]
bare_scales: [cent, mille]
scales: {mille: 1000}
joins: [et]
"""


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("soixante-dix", 70),
        ("soixante et douze", 72),
        ("quatre-vingt-dix", 90),
        ("quatre-vingts", 80),
        ("vingt et un", 21),
        ("deux cent dix-sept", 217),
        ("deux mille sept cents", 2700),
        ("mille deux cents", 1200),
        ("cent vingt", 120),
        ("thirty-five", 35),
    ],
)
def test_a_desk_can_lay_words_that_count_in_scores_over_a_pack(tmp_path: Path, words: str, value: int) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "numbers.yaml").write_text(FRENCH_TENS, encoding="utf-8")
    reader = NumberReader(Pack("en", tmp_path))
    (number,) = reader.find(Document(Article("a", f"On compte {words} personnes.")).sentences[0])
    assert number.best == value


# ------------------------------------------------------------------ written and read back

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def below_thousand(value: int, dash: str, join: str) -> str:
    """234 as two hundred and thirty-four."""
    hundreds, rest = divmod(value, 100)
    head = f"{ONES.split()[hundreds]} hundred" if hundreds else ""
    tail = (
        ONES.split()[rest]
        if rest < 20
        else TENS.split()[rest // 10 - 2] + (dash + ONES.split()[rest % 10] if rest % 10 else "")
    )
    return f"{head}{join if hundreds and rest else ''}{tail if rest else ''}"


def spelled(value: int, dash: str = "-", join: str = " and ") -> str:
    """A number in words; 'and' stands before the last tens and ones only."""
    parts = []
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        count, value = divmod(value, size)
        if count:
            parts.append(f"{below_thousand(count, dash, join)} {name}")
    if value:
        parts.append(
            (join.strip() + " " if parts and value < 100 and join.strip() else "") + below_thousand(value, dash, join)
        )
    return " ".join(parts)


def indian(value: int) -> str:
    """1,50,000."""
    head, last = divmod(value, 1000)
    groups = []
    while head >= 100:
        head, group = divmod(head, 100)
        groups.append(f"{group:02d}")
    return ",".join([str(head), *reversed(groups), f"{last:03d}"])


def only(text: str) -> Number:
    ((_, number, _),) = numbers(text)
    return number


SHOUTED = st.booleans()
COUNTS = st.integers(2, 10**10)


def in_text(words: str, shout: bool) -> str:
    text = f"There {words} people fled."
    return text.upper() if shout else text


@given(COUNTS, st.sampled_from([",", " ", "\u202f", "\u00a0", "\u2009"]))
def test_digits_with_separators_are_read_back(value: int, mark: str) -> None:
    assert only(in_text(f"{value:,}".replace(",", mark), False)).best == value


@given(st.integers(1000, 10**9))
def test_indian_digits_are_read_back(value: int) -> None:
    assert only(in_text(indian(value), False)).best == value


@given(COUNTS, st.sampled_from(["-", " "]), st.sampled_from([" and ", " "]), SHOUTED)
def test_words_are_read_back(value: int, dash: str, join: str, shout: bool) -> None:
    assert only(in_text(spelled(value, dash, join), shout)).best == value


@given(st.integers(1, 9999), st.sampled_from(sorted(READER.words.scales)), SHOUTED)
def test_scaled_decimals_are_read_back(tenths: int, scale: str, shout: bool) -> None:
    number = only(in_text(f"{tenths / 10} {scale}", shout))
    assert number.best == pytest.approx(tenths / 10 * READER.words.scales[scale])


@given(st.integers(1, 9999), st.sampled_from(sorted(READER.words.suffixes)))
def test_glued_suffixes_are_read_back(tenths: int, suffix: str) -> None:
    assert only(in_text(f"{tenths / 10}{suffix}", False)).best == pytest.approx(
        tenths / 10 * READER.words.suffixes[suffix]
    )


@given(
    st.integers(1, 99),
    st.sampled_from([("half", 0.5), ("quarter", 0.25)]),
    st.sampled_from(["million", "thousand", "dozen"]),
)
def test_mixed_numbers_are_read_back(whole: int, share: tuple[str, float], scale: str) -> None:
    size = {"million": 10**6, "thousand": 1000, "dozen": 12}[scale]
    assert only(in_text(f"{spelled(whole)} and a {share[0]} {scale}", False)).best == (whole + share[1]) * size


FORMS = ("between {} and {}", "between {} to {}", "from {} to {}", "{} to {}", "{}-{}", "{} - {}", "{}–{}")


@given(st.integers(20, 10**7), st.integers(1, 10**6), st.sampled_from(FORMS), SHOUTED)
def test_ranges_are_read_back(low: int, more: int, form: str, shout: bool) -> None:
    number = only(in_text(form.format(f"{low:,}", f"{low + more:,}"), shout))
    assert (number.kind, number.low, number.high) == ("range", low, low + more)


@given(st.integers(2, 999), st.integers(1, 300), st.sampled_from(FORMS[:4]))
def test_ranges_in_words_are_read_back(low: int, more: int, form: str) -> None:
    number = only(in_text(form.format(spelled(low, join=" "), spelled(low + more, join=" ")), False))
    assert (number.kind, number.low, number.high) == ("range", low, low + more)


@given(st.integers(2, 9), st.integers(1, 9), st.sampled_from(["million", "thousand", "hundred", "dozen", "lakh"]))
def test_the_scale_of_the_second_end_goes_for_both(low: int, more: int, scale: str) -> None:
    size = {"dozen": 12, "hundred": 100, **READER.words.scales}[scale]
    number = only(in_text(f"{spelled(low)} to {spelled(low + more)} {scale}", False))
    assert (number.low, number.high) == (low * size, (low + more) * size)


@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    for quote, number, sentence in numbers(text):
        assert quote
        assert number.low <= number.high
        NAMES.name(sentence.tokens, number, sentence.document.plain)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 5000,
        "1 " + "234 " * 3000,
        "9 " + "trillion " * 400,
        "1/" + "2" * 5000,
        "one in " * 2000,
        "a half and " * 2000,
    ],
    ids=["digits", "groups", "scales", "slashed", "shares", "halves"],
)
def test_endless_numbers_are_refused_and_cost_no_time(text: str) -> None:
    assert all(number.high <= 1e21 for _, number, _ in numbers(f"There {text} people fled."))


SCRAPS = (
    "a an half quarter two thirds of the 40 hundred thousand million dozen dozens and to or between from - -- , ."
    " 12 300 000 1/2 ½ point no one none several few killed wounded May 2013 $ % one in three 6 years old 3h"
    " couple score both twin"
)


@given(st.lists(st.sampled_from(SCRAPS.split()), max_size=20).map(" ".join))
def test_numbers_never_overlap(text: str) -> None:
    found = [(n.first, n.last) for _, n, s in numbers(text) if s.index == 0]
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    assert all(first < last for first, last in found)


# ------------------------------------------------------------------ durations


def durations(text: str) -> list[tuple[str, float | None, float | None, str, str]]:
    """The claims of how long something lasted."""
    return [
        (text[f.start : f.end], f.quantity.low, f.quantity.high, f.quantity.bound, f.unit)
        for f in FIGURES.read_document(Document(Article("a", text)))
        if f.measure == "duration"
    ]


@pytest.mark.parametrize(
    ("words", "low", "high", "unit"),
    [
        ("3h", 3, 3, "hour"),
        ("3 h", 3, 3, "hour"),
        ("10 mins", 10, 10, "minute"),
        ("2.5 hours", 2.5, 2.5, "hour"),
        ("half an hour", 0.5, 0.5, "hour"),
        ("half hour", 0.5, 0.5, "hour"),
        ("a quarter of an hour", 0.25, 0.25, "hour"),
        ("an hour and a half", 1.5, 1.5, "hour"),
        ("an hour and half", 1.5, 1.5, "hour"),
        ("two and a half years", 2.5, 2.5, "year"),
        ("two years and a half", 2.5, 2.5, "year"),
        ("a few weeks", 3, 5, "week"),
        ("a couple of weeks", 2, 3, "week"),
        ("several days", 3, 24, "day"),
        ("dozens of years", 24, 99, "year"),
        ("two to three weeks", 2, 3, "week"),
        ("1 year and 3 months", 15, 15, "month"),
        ("two weeks, three days", 17, 17, "day"),
        ("1 hour 20 minutes", 80, 80, "minute"),
        ("a decade", 10, 10, "year"),
        ("a fortnight", 2, 2, "week"),
        ("three nights", 3, 3, "day"),
        ("17-day", 17, 17, "day"),
        ("17 - day", 17, 17, "day"),
        ("30-minutes", 30, 30, "minute"),
        ("five consecutive days", 5, 5, "day"),
        ("THREE DAYS", 3, 3, "day"),
    ],
)
def test_a_length_of_time_is_read_in_whole(words: str, low: float, high: float, unit: str) -> None:
    ((quote, least, most, _, name),) = durations(f"It lasted {words} there.")
    assert (quote, least, most, name) == (words, low, high, unit)


def test_units_that_do_not_divide_are_added_roughly() -> None:
    assert durations("It lasted 2 days 1 month.") == [("2 days 1 month", 32, 32, "about", "day")]


@pytest.mark.parametrize(
    "text", ["It lasted there.", "No days were lost.", "The 12 houses fell.", "A man died.", "Day one came."]
)
def test_what_is_no_length_of_time_is_left_alone(text: str) -> None:
    assert durations(text) == []


UNITS = {spelling: unit for unit, spellings in READER.words.time_units.items() for spelling in spellings}


@given(st.integers(2, 999), st.sampled_from(sorted(UNITS)), st.sampled_from(["{} {}", "{}-{}"]), SHOUTED)
def test_lengths_of_time_are_read_back(value: int, unit: str, form: str, shout: bool) -> None:
    text = f"it lasted {form.format(value, unit)} there"
    ((_, low, *_),) = durations(text.upper() if shout else text)
    assert low == value * {"century": 100, "decade": 10, "fortnight": 2}.get(UNITS[unit], 1)
