"""What must hold of every claim in any text, and figures written in every form and read back."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reconcile.extract.reader import Reader, extract_claims
from reconcile.gazetteer import load_gazetteer
from reconcile.model.article import Article, Span
from reconcile.model.crossing import to_frame
from reconcile.model.records import Claim
from reconcile.model.settings import Settings
from reconcile.validate import quarantine
from schemas import span_holds_quote

READER = Reader("en", "interval", load_gazetteer())
EXAMPLES = Path(__file__).parents[1] / "examples"
SENTENCES = sorted(
    {row["sentence"] for row in csv.DictReader((EXAMPLES / "figures.csv").open(encoding="utf-8"))}
    | {
        row["text"].replace(" ¶ ", "\n\n")
        for row in csv.DictReader((EXAMPLES / "attribution.csv").open(encoding="utf-8"))
    }
)
SCRAPS = [
    "“",
    "”",
    '"',
    "'",
    "—",
    "…",
    "\u00a0",
    "\n",
    "\n\n",
    "\t",
    "(",
    ")",
    "12",
    "94\u202f000",
    "&amp;",
    "🙂",
    "é",
    "ﬁ",
    "",
]

PIECES = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(SCRAPS), st.text(max_size=12))
TEXTS = st.lists(PIECES, min_size=1, max_size=8).flatmap(
    lambda pieces: st.sampled_from([" ", "\n\n", "\n", ""]).map(lambda between: between.join(pieces))
)
ARTICLES = st.lists(TEXTS, min_size=1, max_size=5).map(
    lambda texts: [Article(f"a{number}.txt", text) for number, text in enumerate(texts)]
)


def read(text: str, fences: tuple[Span, ...] = ()) -> list[Claim]:
    return READER.read(Article("a.txt", text, fences=fences), None).claims


@given(TEXTS)
@example("² people were killed in 20² of ½ raids.")
@example("١٢ people were killed.")
def test_every_quote_stands_at_its_span(text: str) -> None:
    read = READER.read(Article("a.txt", text), None)
    claims, dates = read.claims, read.dates
    for row in (*claims, *dates):
        assert text[row.start : row.end] == row.quote
        assert row.quote.strip() == row.quote != ""
    assert span_holds_quote(to_frame(Claim, claims), {"a.txt": text}).all()


@settings(max_examples=20)
@given(TEXTS)
def test_every_claim_holds_to_its_schema(text: str) -> None:
    claims = read(text)
    kept, refused = quarantine("claims", to_frame(Claim, claims))
    assert refused.empty, refused[["column", "check", "value"]].to_dict("records")
    assert len(kept) == len(claims)


@given(TEXTS)
def test_no_low_lies_above_its_high(text: str) -> None:
    for row in read(text):
        assert row.low is None or row.low >= 0
        assert None in (row.low, row.high) or row.low <= row.high
        assert (row.low, row.high) != (None, None)


@given(TEXTS)
def test_ids_are_unique_and_the_same_in_every_run(text: str) -> None:
    ids = [row.claim_id for row in read(text)]
    assert len(set(ids)) == len(ids)
    assert [row.claim_id for row in read(text)] == ids


@given(TEXTS)
def test_every_claim_stands_in_its_sentence_and_says_how_it_was_read(text: str) -> None:
    for row in read(text):
        assert row.quote in row.sentence
        assert row.sentence in text
        assert row.grounds[0].field == "measure"
        assert text[row.sentence_start :].startswith(row.sentence)


@given(TEXTS)
def test_a_part_names_a_whole_of_the_same_text(text: str) -> None:
    claims = {row.claim_id: row for row in read(text)}
    for row in claims.values():
        whole = claims.get(row.whole_id or "")
        assert (whole is None) == (row.part_of is None)
        assert whole is None or (whole.quote == row.part_of and whole is not row)


@given(TEXTS, st.data())
def test_nothing_is_read_behind_a_fence(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    fences = (Span(ends[0], ends[1]), Span(ends[2], ends[3]))
    for row in read(text, fences):
        assert all(row.end <= fence.start or fence.end <= row.start for fence in fences)


@settings(max_examples=40)
@given(ARTICLES.flatmap(lambda articles: st.tuples(st.just(articles), st.permutations(articles))))
def test_an_article_is_read_alike_whatever_was_read_before(batch: tuple[list[Article], list[Article]]) -> None:
    first, second = ({article.doc: READER.read(article, None) for article in articles} for articles in batch)
    assert first == second


def test_the_order_of_articles_changes_nothing() -> None:
    articles = [Article(f"{n}.txt", " ".join(SENTENCES[n::12])) for n in range(12)]
    forth, back = (extract_claims(batch, Settings()) for batch in (articles, articles[::-1]))
    assert sorted(forth.claims, key=lambda c: c.claim_id) == sorted(back.claims, key=lambda c: c.claim_id)
    assert sorted(forth.dates, key=lambda d: d.date_id) == sorted(back.dates, key=lambda d: d.date_id)


def test_the_number_of_workers_changes_nothing() -> None:
    articles = [Article(f"{n}.txt", " ".join(SENTENCES[n::12])) for n in range(12)]
    alone, shared = (extract_claims(articles, Settings(), workers=workers) for workers in (1, 2))
    assert len(alone.claims) > 100
    assert alone == shared


def test_an_article_in_a_language_without_a_pack_is_refused_by_name() -> None:
    found = extract_claims([Article("a.txt", "Zwölf Menschen starben.", language="xx")], Settings())
    assert found.claims == []
    assert [refusal.row for refusal in found.refused] == ["a.txt"]


# A figure written in every form, in every frame, and read back.

ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    """The number in words, as British papers write it.

    >>> spelled(112), spelled(4035)
    ('one hundred and twelve', 'four thousand and thirty-five')
    """
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    for size, word in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            link = " and " if rest < 100 else " "
            return f"{spelled(number // size)} {word}" + (f"{link}{spelled(rest)}" if rest else "")
    raise AssertionError(number)


FORMS = {
    "plain": (str, 2, 1800),  # beyond, a bare number may be a year
    "with commas": (lambda number: f"{number:,}", 2, 9_000_000),
    "in words": (spelled, 2, 99_999),
    "in millions": (lambda number: f"{number / 10} million", 11, 99),
}
BOUNDS = {
    "{}": "exact",
    "at least {}": "at_least",
    "no fewer than {}": "at_least",
    "more than {}": "more_than",
    "over {}": "more_than",
    "up to {}": "at_most",
    "as many as {}": "at_most",
    "fewer than {}": "less_than",
    "about {}": "about",
    "some {}": "about",
    "around {}": "about",
    "nearly {}": "about",
}
FRAMES = {
    "The flood killed {} people.": "killed",
    "In Tarsa, {} people were killed.": "killed",
    "The flood left {} people dead.": "killed",
    "A wall fell, killing {} miners.": "killed",
    "Doctors said {} soldiers had been wounded.": "injured",
    "A wall fell, injuring {} miners.": "injured",
    "In the raid {} villagers were arrested.": "detained",
    "In Tarsa {} people are missing.": "missing",
    "The fighting has displaced {} people.": "displaced",
    "The storm destroyed {} houses.": "property",
    "Jets dropped {} bombs on the town.": "munitions",
}


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, float]:
    """A number in some form, its words, and its value."""
    name = draw(st.sampled_from(sorted(FORMS)))
    write, least, most = FORMS[name]
    number = draw(st.integers(least, most))
    return name, write(number), number * 100_000 if name == "in millions" else number


def sides(value: float, bound: str) -> tuple[float | None, float | None]:
    """What the words allow; 'more than 50 people' begins at 51."""
    return {
        "at_least": (value, None),
        "more_than": (value + 1, None),
        "at_most": (None, value),
        "less_than": (None, value),
    }.get(bound, (value, value))


@settings(max_examples=300)
@given(written(), st.sampled_from(sorted(BOUNDS)), st.sampled_from(sorted(FRAMES)))
def test_a_figure_in_any_form_is_read_back(number: tuple[str, str, float], hedge: str, frame: str) -> None:
    _, words, value = number
    quote = hedge.format(words)
    found = [row for row in read(frame.format(quote)) if row.measure == FRAMES[frame]]
    assert [(row.quote, row.bound, (row.low, row.high)) for row in found] == [
        (quote, BOUNDS[hedge], sides(value, BOUNDS[hedge]))
    ]


@given(
    st.integers(2, 400),
    st.integers(1, 400),
    st.sampled_from(["{}-{}", "between {} and {}", "from {} to {}", "{} to {}"]),
)
def test_a_range_in_any_form_is_read_back(low: int, more: int, form: str) -> None:
    quote = form.format(low, low + more)
    found = read(f"The flood killed {quote} people.")
    assert [(row.quote, row.bound, row.low, row.high) for row in found] == [(quote, "range", low, low + more)]


@pytest.mark.parametrize("quote", ["94 000", "94,000", "94\u202f000", "94\u00a0000", "ninety-four thousand"])
def test_thousands_are_one_number_however_they_are_parted(quote: str) -> None:
    found = read(f"The war has killed more than {quote} people.")
    assert [(row.quote, row.low) for row in found] == [(f"more than {quote}", 94_001)]


@pytest.mark.parametrize(
    "number", ["1e309", "9" * 20, "9" * 310, "9" * 5000, "1" + ",000" * 102, "five " + "million " * 60]
)
def test_no_figure_is_as_great_as_that(number: str) -> None:
    rows = read(f"In Orlova {number} people were killed since {number}, {number} km away.")
    assert all((row.high or 0) <= 1e15 for row in rows)
    assert not any(row.measure == "killed" and row.best in (1, 309) for row in rows)


@pytest.mark.parametrize("sign", ["①", "²", "㉛", "९"])
def test_signs_that_look_like_digits_stop_nothing(sign: str) -> None:
    assert [row.best for row in read(f"Since {sign} and on {sign} June, 12 people were killed.")].count(12) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_cannot_be_read_costs_itself_only(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    whole = Reader.read

    def stumble(self: Reader, article: Article, *given: Any) -> Any:
        if article.doc == "b.txt":
            raise OverflowError("no such number")
        return whole(self, article, *given)

    monkeypatch.setattr(Reader, "read", stumble)
    articles = [Article(f"{name}.txt", "The mayor said 12 people were killed.") for name in "abcdef"]
    found = extract_claims(articles, Settings(), workers=workers)
    assert sorted({claim.doc for claim in found.claims}) == ["a.txt", "c.txt", "d.txt", "e.txt", "f.txt"]
    (lost,) = found.refused
    assert (lost.row, lost.check, lost.value) == ("b.txt", "article_can_be_read", "OverflowError: no such number")
    assert "report it" in (lost.remedy or "")


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The town lies 10 kilometres (six miles) from the border.", (10, "kilometre"), (6, "mile")),
        ("They fled 10 km, or about 6.2 miles, from the front.", (10, "kilometre"), (6.2, "mile")),
        ("It struck 20 miles (32 kilometers) north of the port.", (20, "mile"), (32, "kilometre")),
        ("It struck 20 miles (some 30 miles, said others) north of the port.", (20, "mile"), (None, None)),
        ("The town lies 10 kilometres (the army said) from the border.", (10, "kilometre"), (None, None)),
    ],
)
def test_a_length_keeps_the_same_length_in_another_unit(
    text: str, first: tuple[float, str], second: tuple[float | None, str | None]
) -> None:
    claim = read(text)[0]
    assert (claim.best, claim.unit) == first
    assert (claim.other_value, claim.other_unit) == second


@pytest.mark.parametrize(
    ("behind", "who"),
    [
        ("The army denied that the attack took place.", "the army"),
        ("Moscow, an ally, and the army have repeatedly denied the strike.", "Moscow and the army"),
        ("The army denied responsibility for the attack.", None),
        ("The army did not deny the attack.", None),
        ("The army neither confirmed nor denied the attack.", None),
        ("The army denied being behind the attack.", None),
        ("The army denied entry to reporters.", None),
        ("Rescuers came at dawn. The army denied the attack.", None),
    ],
)
def test_a_claim_knows_who_denies_its_event_in_the_next_sentence(behind: str, who: str | None) -> None:
    claim = read(f"A raid on the market killed 12 people on Monday. {behind}")[0]
    assert (claim.quote, claim.denied_by) == ("12", who)
    assert (claim.ground("denied by") is None) == (who is None)


def test_the_total_of_a_war_is_not_denied_with_an_act_in_it() -> None:
    (claim,) = read("The war has killed 94,000 people so far. The army denied the attack.")
    assert (claim.scope, claim.denied_by) == ("cumulative", None)


def test_a_text_in_small_letters_has_places_too() -> None:
    text = (
        "at least 12 people were killed and 30 injured on monday when a bomb exploded near a market in the city of "
        "idlib in northern syria, police said. the blast damaged several shops and two cars, and the injured were "
        "taken to a hospital in aleppo."
    )
    killed = next(row for row in read(text) if row.measure == "killed")
    assert ((killed.place or "").casefold(), killed.country, killed.best) == ("idlib", "SY", 12)
    assert killed.quote == text[killed.start : killed.end] == "at least 12"


def test_a_person_beside_another_who_is_counted_is_one_claim() -> None:
    ids = [row.claim_id for row in read("A joint force captured a rebel leader and one suspected insurgent in Orlova.")]
    assert len(ids) == len(set(ids)) == 2
