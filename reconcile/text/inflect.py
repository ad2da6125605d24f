"""Word forms from one form: regular words by the rules of inflection.yaml, irregular words list their own forms."""

from __future__ import annotations

from pydantic import BaseModel

from reconcile.language import Pack, WordFile

BASE, THIRD, PAST, PARTICIPLE, GERUND = range(5)
_ALL_ALIKE = [""] * 5
"""Forms of a word that no rule fits, in a pack without rules: one form serves for all."""


class EndingRule(BaseModel):
    """Words with this ending form their forms as listed ('<' removes a letter, '+' doubles the last)."""

    ends: list[str]
    forms: list[str]


class Inflection(WordFile):
    """`inflection.yaml`; a comment there explains each field."""

    nouns: list[EndingRule]
    verbs: list[EndingRule]


def noun_forms(pack: Pack, entry: str) -> tuple[list[str], list[str]]:
    """Singular spellings and plural spellings of one entry, hyphens kept.

    >>> from reconcile.language import load_pack
    >>> noun_forms(load_pack("en"), "child children"), noun_forms(load_pack("en"), "family")
    ((['child'], ['children']), (['family'], ['families']))
    """
    slots = _slots(entry, pack.read("inflection", Inflection).nouns)
    return slots[0], slots[-1]


def verb_forms(pack: Pack, entry: str) -> list[list[str]]:
    """The five forms of a verb, each with its spellings.

    >>> from reconcile.language import load_pack
    >>> verb_forms(load_pack("en"), "injure")
    [['injure'], ['injures'], ['injured'], ['injured'], ['injuring']]
    """
    return _slots(entry, pack.read("inflection", Inflection).verbs)


def _slots(entry: str, rules: list[EndingRule]) -> list[list[str]]:
    given = entry.lower().split()
    if len(given) > 1:
        return [slot.split("/") for slot in given]
    word = given[0]
    fitting = (rule.forms for rule in rules if any(word.endswith(ending) for ending in rule.ends))
    return [[_form(word, form)] for form in next(fitting, _ALL_ALIKE)]


def _form(word: str, change: str) -> str:
    cut = len(change) - len(change.lstrip("<"))
    stem = word[: len(word) - cut]
    ending = change[cut:]
    return stem + stem[-1] + ending[1:] if ending.startswith("+") else stem + ending
