"""The word files as data: each word once, each field read by code, no reference unused, no English ending in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

import reconcile
from reconcile.errors import BadLanguageData
from reconcile.language import Pack, WordFile, known_codes
from reconcile.language.references import CLASSES

PACKAGE = Path(reconcile.__file__).parent
CODES = known_codes()
SHORTEST = 4
"""Words that a list must have for its likeness to another to mean anything."""
MOST_SHARED = 0.8

NO_WORDS = re.compile(r"inflection\.")
"""Rules of endings, whose forms may be alike (killed is past and participle)."""

TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def lists_in(value: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    """Every list of words with its path, as written: references and what is taken out of them are left out."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield from lists_in(held, f"{path}.{key}")
    elif isinstance(value, list) and all(isinstance(word, str) for word in value):
        yield path, [word for word in value if not re.match(r"=\w|-\w", word)]
    elif isinstance(value, list):
        for number, held in enumerate(value):
            yield from lists_in(held, f"{path}.{number}")


def written(code: str) -> dict[str, list[str]]:
    pack = Pack(code)
    lists = {path: words for file in pack.files for path, words in lists_in(pack.data(file), file)}
    return {path: words for path, words in lists.items() if not NO_WORDS.match(path)}


def near_copies(lists: dict[str, list[str]]) -> list[str]:
    """Pairs of lists of which the longer holds most words of the shorter."""
    sets = {path: set(words) for path, words in lists.items() if len(set(words)) >= SHORTEST}
    pairs = ((a, b) if len(sets[a]) <= len(sets[b]) else (b, a) for a, b in combinations(sets, 2))
    return [f"{a} in {b}" for a, b in pairs if len(sets[a] & sets[b]) >= MOST_SHARED * len(sets[a])]


def test_near_copies_are_seen() -> None:
    lists = {"a": ["in", "on", "at", "by", "to"], "b": ["to", "at", "by", "on", "of", "up"], "c": ["in", "on", "at"]}
    assert near_copies(lists) == ["a in b"]


@pytest.mark.parametrize("code", CODES)
def test_no_list_is_a_near_copy_of_another(code: str) -> None:
    assert near_copies(written(code)) == []


@pytest.mark.parametrize("code", CODES)
def test_no_word_is_twice_in_a_list(code: str) -> None:
    twice = {path: sorted({w for w in words if words.count(w) > 1}) for path, words in written(code).items()}
    assert {path: words for path, words in twice.items() if words} == {}


@pytest.mark.parametrize("code", CODES)
def test_every_word_class_is_referred_to(code: str) -> None:
    pack = Pack(code)
    text = repr([pack.data(file) for file in pack.files])
    unused = [name for name in pack.data(CLASSES) or {} if name != "about" and not re.search(rf"'={name}\b", text)]
    assert unused == []


NOT_YET = {"denials", "link", "wording"}
"""Files whose notes are still at their top."""


@pytest.mark.parametrize("code", CODES)
def test_a_comment_above_each_field_explains_it(code: str) -> None:
    bare = []
    for file in set(Pack(code).files) - NOT_YET:
        lines = (PACKAGE / "language" / code / f"{file}.yaml").read_text(encoding="utf-8").splitlines()
        fields = ((above, line) for above, line in pairwise(lines) if re.match(r"\w+:", line))
        bare += [
            f"{file}.{line}" for above, line in fields if not above.startswith("#") and not line.startswith("about")
        ]
    assert bare == []


def models() -> dict[str, str]:
    """The model class that the code reads each file with."""
    calls = (node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.Call))
    found = {}
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "read" and len(call.args) == 2:
            name, model = call.args
            if isinstance(name, ast.Constant) and isinstance(model, ast.Name):
                found[name.value] = model.id
    return found


def subclasses(base: type[WordFile]) -> Iterator[type[WordFile]]:
    for model in base.__subclasses__():
        yield model
        yield from subclasses(model)


@pytest.mark.parametrize("code", CODES)
def test_every_file_has_a_model_that_reads_it(code: str) -> None:
    assert set(Pack(code).files) - {CLASSES} <= set(models())


def names_used() -> set[str]:
    """Every attribute that the code asks for, and every name in a tuple of names that it goes through."""
    nodes = [node for tree in TREES.values() for node in ast.walk(tree)]
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    tuples = (node.elts for node in nodes if isinstance(node, ast.Tuple | ast.List))
    listed = {e.value for elts in tuples for e in elts if isinstance(e, ast.Constant) and isinstance(e.value, str)}
    return asked | listed


def test_every_field_is_read_by_code() -> None:
    used, known = names_used(), set(models().values())
    unread = [
        f"{model.__name__}.{field}"
        for model in subclasses(WordFile)
        if model.__name__ in known
        for field in model.model_fields
        if field != "about" and field not in used
    ]
    assert unread == []


CUTTING = {"endswith", "startswith", "removesuffix", "removeprefix", "rstrip", "strip"}
MATCHING = {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"}
ENDING = re.compile(r"[’']?[a-z]{1,3}| ?(?:the|an|a|and|or) ", re.I)
CHOICE = re.compile(r"(?<![\w\\])(?:the|an|and|or)(?!\w)|\\b(?:the|an|and|or)\b|'s\b|’\]s\\b", re.I)
OUTPUT = "wording"
"""The room that writes English."""
TO_MOVE = {
    "extract/counted/noun_phrase.py": 1,
    "extract/counted/first_mention.py": 1,
    "extract/counted/measured.py": 1,
    "extract/numbers/not_figures.py": 1,
    "gazetteer/__init__.py": 1,
    "ingest/datasets/countries.py": 1,
    "model/group.py": 5,
}
"""Known places, with how many each still has at most."""


def literals(call: ast.Call) -> list[str]:
    constants = (node for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Constant))
    return [node.value for node in constants if isinstance(node.value, str)]


def english_in(tree: ast.AST) -> list[str]:
    """Endings that are cut off or asked for, and patterns with articles or possessives: all belong into word files."""
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        found += [text for text in literals(call) if name in CUTTING and ENDING.fullmatch(text)]
        found += [text for text in literals(call) if name in MATCHING and CHOICE.search(text)]
    return found


def test_english_in_code_is_seen() -> None:
    code = (
        'w.endswith("ies"), w.removesuffix("\'s"), re.compile(r"(?:the|a|an) "), w.strip(), re.compile(r"\\d+ ?[a-z]")'
    )
    assert english_in(ast.parse(code)) == ["ies", "'s", "(?:the|a|an) "]


def test_no_english_ending_is_in_code() -> None:
    rooms = {path: path.relative_to(PACKAGE).as_posix() for path in TREES}
    found = {room: english_in(TREES[path]) for path, room in rooms.items() if not room.startswith(OUTPUT)}
    assert {room: words for room, words in found.items() if len(words) > TO_MOVE.get(room, 0)} == {}


def overlay(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "en").mkdir()
    for name, text in files.items():
        (tmp_path / "en" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_desk_adds_to_a_class_and_takes_out_of_a_list(tmp_path: Path) -> None:
    folder = overlay(tmp_path, classes="wars: [troubles]\n", scope="wars: [-crisis]\n")
    words = Pack("en", folder).vocabulary("scope")
    assert "troubles" in words
    assert "crisis" not in words
    assert "crisis" in Pack("en").vocabulary("scope")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("wars: [=battles]\n", "'=battles' names no word class"),
        ("wars: [-armistice]\n", "'-armistice' takes out a word that is not there"),
        ("wars: [=scope.wars]\n", "'=scope.wars' refers to itself"),
    ],
)
def test_bad_references_are_refused_by_name(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadLanguageData, match=says) as refusal:
        Pack("en", overlay(tmp_path, scope=text)).vocabulary("scope")
    assert "scope.yaml" in str(refusal.value)
