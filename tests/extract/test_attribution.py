"""Who says so: rows of examples, and what must hold of any figure in any text."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.errors import BadLanguageData
from reconcile.extract.speakers.attribution import Attribution, Speakers
from reconcile.extract.speakers.saywords import BIT, AttributionWords
from reconcile.language import Pack
from reconcile.model.article import Article, Span
from reconcile.model.records import Ground
from reconcile.text.document import Document
from reconcile.text.quotations import Quotations
from schemas.codes import ReadingRule, SpeakerRule
from schemas.columns import ATTRIBUTION_KINDS, STANCES

PACK = Pack("en")
WORDS = PACK.read("attribution", AttributionWords)
ROWS = list(csv.DictReader((Path(__file__).parents[1] / "examples" / "attribution.csv").open(encoding="utf-8")))


def speakers_of(text: str) -> Speakers:
    return Speakers(Document(Article("a", text)), PACK)


def ask(text: str, figure: str) -> Attribution:
    start = text.index(figure)
    return speakers_of(text).of(start, start + len(figure))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['origin']}: {row['text'][:50]}")
def test_the_examples(row: dict[str, str]) -> None:
    found = ask(row["text"].replace(" ¶ ", "\n\n"), row["figure"])
    assert (found.name or "", found.kind, found.stance) == (row["name"], row["kind"], row["stance"]), found.grounds


def test_the_grounds_name_the_rule_its_words_and_the_short_form() -> None:
    text = "The Orlova Observatory said the town had fallen.\n\nAt least 11 guards lay dead in the yard, it added."
    grounds = (Ground("speaker", SpeakerRule.SAID_AFTER, "it added"), Ground("name", ReadingRule.SHORT_FORM, "it"))
    assert ask(text, "At least 11").grounds == grounds


def test_a_speaker_of_another_sentence_is_marked_as_such() -> None:
    text = "The mayor said 5 people were hurt. She said the fire was out. Another 3 were missing."
    found = ask(text, "3")
    assert found.grounds[0].rule == SpeakerRule.CARRIED
    assert Ground("speaker's sentence", ReadingRule.EARLIER_SENTENCE) in found.grounds


def test_nobody_speaks_in_page_furniture() -> None:
    text = "Police said two died. Read 3 more articles."
    page = Document(Article("a", text, fences=(Span(22, len(text)),)))
    assert Speakers(page, PACK).of(27, 28).grounds == (Ground("speaker", SpeakerRule.OUTSIDE),)


def test_a_figure_in_a_repeated_title_is_the_titles() -> None:
    title = "12 civilians dead in raid on held village: monitor"
    text = f"{title}\n\nSaturday 6 May {title} AFP The army said nine men died."
    assert ask(text[len(title) :], "nine").name == "The army"
    again = text.rindex("12")
    assert speakers_of(text).of(again, again + 2).name == "monitor"


def test_quotation_marks_that_stand_apart_pair_up() -> None:
    text = '" It was loud, " she said. " We ran. "'
    assert Quotations(Document(Article("a", text))).spans == [(0, 16), (27, 38)]


def test_a_quotation_that_opens_anew_in_the_next_paragraph_is_one() -> None:
    text = "“The first wall fell.\n\n“Then 14 men ran,” said Captain Ivo Kranz."
    assert ask(text, "14").name == "Ivo Kranz"
    assert len(Quotations(Document(Article("a", text))).spans) == 1


def test_every_agency_alias_and_every_word_is_in_small_letters() -> None:
    words = [*WORDS.tags, *WORDS.anyone, *WORDS.hedges, *WORDS.background, *WORDS.carried]
    assert [word for word in words if word != word.lower()] == []


def test_what_yields_has_a_kind_to_yield_and_every_kind_is_known() -> None:
    assert WORDS.anyone <= WORDS.kind_of.keys()
    assert {*WORDS.kinds, *WORDS.otherwise.values()} <= set(ATTRIBUTION_KINDS)
    assert {kind for kinds in WORDS.stand_ins.values() for kind in kinds} <= {*ATTRIBUTION_KINDS, "any"}


def test_each_class_has_a_bit_of_its_own() -> None:
    assert len(set(BIT.values())) == len(BIT)
    assert all(low & high == 0 for low, high in pairwise(sorted(BIT.values())))


def test_a_desk_may_add_a_speaker(tmp_path: Path) -> None:
    text = "Four trawlers sank, Tidewatch said."
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "attribution.yaml").write_text("kinds: {monitor: [tidewatch]}\n", encoding="utf-8")
    page = Document(Article("a", text))
    assert Speakers(page, PACK).of(0, 4).kind != "monitor"
    assert Speakers(page, Pack("en", tmp_path)).of(0, 4).kind == "monitor"


def test_a_slip_in_a_desks_file_is_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "attribution.yaml").write_text("sayd: [yelled]\n", encoding="utf-8")
    with pytest.raises(BadLanguageData, match="sayd"):
        Pack("en", tmp_path).read("attribution", AttributionWords)


TEXTS = st.lists(st.sampled_from([row["text"].replace(" ¶ ", "\n\n") for row in ROWS]), min_size=1, max_size=4)
SCRAPS = st.lists(
    st.sampled_from(
        [*sorted(WORDS.tags)[::7], "said", "Tarsa", "12", ",", ".", '"', "(", ")", ":", "-", "to", "\n\n", "THE"]
    ),
    max_size=40,
)


def all_of(text: str, spans: list[tuple[int, int]]) -> dict[tuple[int, int], Attribution]:
    speakers = speakers_of(text)
    return {span: speakers.of(*span) for span in spans}


@given(TEXTS)
def test_the_order_of_questions_changes_no_answer(texts: list[str]) -> None:
    text = "\n\n".join(texts)
    spans = [(t.start, t.end) for s in Document(Article("a", text)).sentences for t in s.tokens][::5]
    assert all_of(text, spans) == all_of(text, spans[::-1])


@given(SCRAPS)
def test_every_text_gets_an_answer_from_the_closed_lists(scraps: list[str]) -> None:
    text = " ".join(scraps)
    for start in range(0, len(text), 5):
        found = speakers_of(text).of(start, start + 1)
        assert found.kind in ATTRIBUTION_KINDS
        assert found.stance in STANCES
        assert (found.name is None) == (found.kind == "narrator")
        assert found.name != ""
