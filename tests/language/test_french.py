"""French, read from a folder of data alone: rows of examples, numbers in words, and the languages side by side.

The rows of tests/examples/french.csv are read as those of figures.csv are: one row a claim, each sentence with exactly
the claims that its rows name. `known_gap` says what the reader still gets wrong; such a sentence must fail.
"""

from __future__ import annotations

import csv
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from reconcile.extract.counted.read import CountReader
from reconcile.extract.numbers.numbers import NumberReader
from reconcile.extract.reader import Reader
from reconcile.gazetteer import load_gazetteer
from reconcile.ingest.articles.languages import tell_language
from reconcile.language import load_pack
from reconcile.model.article import Article
from reconcile.model.group import vocabulary
from reconcile.text.document import Document

Claim = tuple[str, str, float | None, float | None, str, str, bool]
Row = dict[str, str]

PACK = load_pack("fr")
READER = CountReader(PACK)
NUMBERS = NumberReader(PACK)
ROWS = list(csv.DictReader((Path(__file__).parents[1] / "examples" / "french.csv").open(encoding="utf-8")))
SENTENCES = [list(rows) for _, rows in groupby(ROWS, key=lambda row: row["sentence"])]


def page(text: str) -> Document:
    return Document(Article("a", text, language="fr"))


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def expected(row: Row) -> Claim:
    low, high = number(row["low"]), number(row["high"])
    return row["quote"], row["measure"], low, high, row["bound"], row["unit"], bool(row["implicit"])


def read(text: str) -> list[tuple[Claim, str | None]]:
    """Each claim of the text, with the group it counts."""
    return [
        ((text[f.start : f.end], f.measure, q.low, q.high, q.bound, f.unit, f.implicit), f.group)
        for f in READER.read_document(page(text))
        if (q := f.quantity)
    ]


def marked(rows: list[Row]) -> object:
    first = rows[0]
    gap = [pytest.mark.xfail(reason=first["known_gap"], strict=True)] if first["known_gap"] else []
    return pytest.param(rows, marks=gap, id=f"{first['kind_of_case']}: {first['sentence'][:50]}")


@pytest.mark.parametrize("rows", [marked(rows) for rows in SENTENCES])
def test_the_examples(rows: list[Row]) -> None:
    found = read(rows[0]["sentence"])
    wanted = [row for row in rows if row["quote"]]
    assert Counter(claim for claim, _ in found) == Counter(map(expected, wanted))
    assert Counter(group or "" for _, group in found) == Counter(row["group"] for row in wanted)


TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
UNITS = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize"]
UNITS += ["quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"]
ASKED = [n for n in (*range(2, 100), *range(100, 1000, 37), 121, 180, 191, 300, 771, 999) if n < 100 or n % 100 != 1]
"""All below a hundred, and some above it; cent un is left out: un alone is an article."""


def in_words(value: int) -> str:
    """A number from 2 to 999 as French writes it."""
    if value >= 100:
        head = "cent" if value < 200 else f"{UNITS[value // 100 - 1]} cent"
        return f"{head} {in_words(value % 100)}" if value % 100 else head + "s" * (value >= 200)
    if value < 20:
        return UNITS[value - 1]
    ten = max(t for t in TENS if t <= value)
    if value == ten:
        return TENS[ten] + "s" * (ten == 80)
    joined = value - ten in (1, 11) and ten < 80
    return f"{TENS[ten]} et {UNITS[value - ten - 1]}" if joined else f"{TENS[ten]}-{UNITS[value - ten - 1]}"


def test_the_writer_of_the_next_test_counts_as_french_does() -> None:
    words = [in_words(n) for n in (17, 21, 70, 71, 80, 81, 91, 99, 100, 280, 371)]
    assert words == [
        "dix-sept",
        "vingt et un",
        "soixante-dix",
        "soixante et onze",
        "quatre-vingts",
        "quatre-vingt-un",
        "quatre-vingt-onze",
        "quatre-vingt-dix-neuf",
        "cent",
        "deux cent quatre-vingts",
        "trois cent soixante et onze",
    ]


@pytest.mark.parametrize("value", ASKED)
def test_numbers_in_words_are_read_back(value: int) -> None:
    words = in_words(value)
    before_mille = words.replace("vingts", "vingt").replace("cents", "cent")
    read_back = [
        n.best for n in NUMBERS.find(page(f"Bilan : {words} morts, {before_mille} mille blessés.").sentences[0])
    ]
    assert read_back == [value, value * 1000], words


def test_the_units_are_those_of_every_language() -> None:
    french = read("Au moins 12 maisons ont été détruites.")
    english = CountReader(load_pack("en")).read_document(Document(Article("a", "At least 12 houses were destroyed.")))
    assert [claim[5] for claim, _ in french] == [figure.unit for figure in english] == ["house"]


def test_groups_have_one_name_in_every_language() -> None:
    names = vocabulary().names
    assert [names[word] for word in ("civils", "soldats", "enfants")] == [
        names[word] for word in ("civilians", "soldiers", "children")
    ]


def test_an_article_is_told_and_read_whole() -> None:
    text = (
        "BEYROUTH, 5 juin 2013 (AFP) - Au moins onze soldats ont été tués mercredi près de Homs, "
        "a indiqué la police.\n\n"
        "La bataille a duré 17 jours et plus de 3 000 familles ont fui la ville."
    )
    assert tell_language(text) == "fr"
    article = Article("a", text, language="fr", published="2013-06-05", published_precision=1)
    rows = Reader("fr", "interval", load_gazetteer()).read(article, None).claims
    killed = rows[0]
    assert (killed.quote, killed.measure, killed.group) == ("Au moins onze", "killed", "soldats")
    assert (killed.attribution_kind, killed.place, killed.event_start) == ("official", "Homs", "2013-06-05")
    assert [(r.quote, r.measure, r.unit) for r in rows[1:]] == [
        ("17 jours", "duration", "day"),
        ("plus de 3 000", "displaced", "family"),
    ]


@pytest.mark.parametrize(
    ("behind", "who"),
    [
        ("L'armée a démenti que l'attaque ait eu lieu.", "l'armée"),
        ("L'armée n'a pas démenti l'attaque.", None),
        ("L'armée a démenti toute responsabilité dans l'attaque.", None),
    ],
)
def test_a_claim_knows_who_denies_its_event(behind: str, who: str | None) -> None:
    article = Article("a", f"Un raid a tué 12 personnes lundi. {behind}", language="fr", published="2013-06-05")
    claims = Reader("fr", "interval", load_gazetteer()).read(article, None).claims
    assert [claim.denied_by for claim in claims] == [who]


def test_a_length_keeps_its_second_unit() -> None:
    article = Article("a", "La ville se trouve à 10 kilomètres (six miles) de la frontière.", language="fr")
    (claim,) = Reader("fr", "interval", load_gazetteer()).read(article, None).claims
    assert (claim.best, claim.unit, claim.other_value, claim.other_unit) == (10, "kilometre", 6, "mile")
