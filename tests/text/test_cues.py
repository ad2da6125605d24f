"""Cues: the side, the reach, what stops one, which of two counts, and that adding one is a line of a word file."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.extract.denials import Denials
from reconcile.extract.scope import ScopeLexicon, Scopes
from reconcile.language import Pack, known_codes, load_pack
from reconcile.model.article import Article
from reconcile.text.cues import CueRule, Cues, CueWords
from reconcile.text.document import Document, Token
from schemas.codes import Measure

PHRASES = {"total": ["so far"], "period": ["in ~ days", "so far this week"]}


def tokens_of(text: str) -> list[Token]:
    return Document(Article("a", text)).sentences[0].tokens


def says(rule: CueRule, text: str) -> str | None:
    """What the rule's cues say of the one number in the text."""
    tokens = tokens_of(text)
    at = next(token.index for token in tokens if token.number)
    hit = Cues(rule).nearest(tokens, at, at + 1)
    return hit.value if hit else None


@pytest.mark.parametrize(
    ("side", "reach", "text", "value"),
    [
        ("before", 0, "So far 12 died.", "total"),
        ("before", 0, "So far at least 12 died.", None),
        ("before", 2, "So far at least 12 died.", "total"),
        ("before", 2, "We saw 12 die so far.", None),
        ("after", 1, "We saw 12 die so far.", "total"),
        ("after", 0, "We saw 12 die so far.", None),
        ("after", 9, "So far 12 died.", None),
        ("either", 3, "So far 12 died.", "total"),
        ("either", 3, "We saw 12 die so far.", "total"),
    ],
)
def test_a_cue_applies_on_its_side_within_its_reach(side: str, reach: int, text: str, value: str | None) -> None:
    rule = CueRule.model_validate({"side": side, "reach": reach, "values": PHRASES})
    assert says(rule, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("So far, we said; 12 died.", None),
        ("So far, we said 12 died.", "total"),
        ("We saw 12 die; the toll so far is high.", None),
        ("We saw 12 die, and the toll so far is high.", "total"),
    ],
)
def test_a_stop_between_ends_its_reach(text: str, value: str | None) -> None:
    rule = CueRule.model_validate({"reach": 9, "stops": [";"], "values": PHRASES})
    assert says(rule, text) == value


def test_the_nearest_counts_then_the_longest_then_the_first_in_the_file() -> None:
    rule = CueRule(reach=9, values=PHRASES)
    assert says(rule, "So far the army says 12 died in a few days.") == "period"
    assert says(rule, "We saw 12 die so far this week.") == "period"
    assert says(CueRule(reach=9, values={"one": ["here"], "two": ["there"]}), "There it saw 12 it saw here.") == "one"


def test_found_cues_share_no_word() -> None:
    sentence = Document(Article("a", "So far this week it was calm, so far.")).sentences[0]
    assert [(hit.value, hit.words) for hit in Cues(CueRule(values=PHRASES)).find(sentence)] == [
        ("period", "so far this week"),
        ("total", "so far"),
    ]


@pytest.mark.parametrize("code", known_codes())
def test_every_phrase_of_every_rule_is_found_again(code: str) -> None:
    words = load_pack(code).read("cues", CueWords)
    for name in set(CueWords.model_fields) - {"about"}:
        cues = Cues(getattr(words, name))
        for value, phrases in cues.rule.values.items():
            for phrase in phrases:
                said = " ".join(w.removesuffix("?").split("/")[0] or "/" for w in phrase.split() if w != "~")
                page = Document(Article("a", f"9 {said} 9".replace("' ", "'"), language=code))
                tokens = [token for sentence in page.sentences for token in sentence.tokens]
                assert any(cues.phrases.starting(tokens, at) for at in range(len(tokens))), (name, value, phrase)


def test_a_desk_adds_a_cue_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "cues.yaml").write_text("scope: {values: {period: [over the long weekend]}}\n")
    page = Document(Article("a", "Over the long weekend 12 people were killed in Homs."))
    lexicons = [ScopeLexicon(pack) for pack in (Pack("en"), Pack("en", tmp_path))]
    assert [Scopes(page, words).of(22, 24, "killed", 12).scope for words in lexicons] == ["incident", "period"]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("L'armée a démenti les informations faisant état de 12 civils tués.", True),
        ("Le gouvernement nie que 12 civils ont été tués.", True),
        ("Le gouvernement dit que 12 civils ont été tués.", False),
    ],
)
def test_french_denies_figures(text: str, denied: bool) -> None:
    sentence = Document(Article("a", text, language="fr")).sentences[0]
    assert bool(Denials(load_pack("fr")).holds(sentence, text.index("12"), Measure.KILLED)) == denied
