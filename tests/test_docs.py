"""The documentation keeps up with what it describes."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from reconcile.compare.kinds import KINDS
from reconcile.extract.numbers.numbers import NumberWords
from reconcile.language import load_pack
from reconcile.settle.confidence import CONDITIONS
from reconcile.settle.rules import RULES
from reconcile.wording.claim_words import REASONS
from schemas.columns import BOUNDS, CONFIDENCES, MEASURES, STATUSES, VERDICTS

PROJECT = Path(__file__).resolve().parent.parent
PAGES = [PROJECT / "README.md", PROJECT / "CHANGELOG.md", PROJECT / "inputs" / "README.md", *PROJECT.glob("docs/*.md")]
CODEBOOK = (PROJECT / "docs" / "codebook.md").read_text(encoding="utf-8")


def test_the_data_dictionary_is_up_to_date() -> None:
    made = runpy.run_path(str(PROJECT / "scripts" / "build_data_dictionary.py"))["dictionary"]()
    kept = (PROJECT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert kept == made, "run: python scripts/build_data_dictionary.py"


def cells(heading: str) -> set[str]:
    """The first cells of the table below a heading of the codebook."""
    section = CODEBOOK.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return {line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")}


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("What is a claim", MEASURES),
        ("Comparability before conflict", VERDICTS),
        ("Confidence", CONFIDENCES),
    ],
)
def test_the_codebook_explains_every_word(heading: str, words: tuple[str, ...]) -> None:
    assert set(words) <= cells(heading)


def test_the_codebook_lists_every_kind_of_conflict() -> None:
    listed = {cell.removesuffix(" (warning)") for cell in cells("Kinds of conflict")}
    assert set(KINDS) == listed - {"Kind", "---"}
    assert {name for name, kind in KINDS.items() if kind.warning} == {
        cell.removesuffix(" (warning)") for cell in cells("Kinds of conflict") if cell.endswith(" (warning)")
    }


def test_the_codebook_lists_every_rule() -> None:
    assert set(RULES) == {cell.removesuffix(" (default)") for cell in cells("Settling")} - {"Rule", "---"}


@pytest.mark.parametrize("word", [*BOUNDS, *STATUSES, *CONDITIONS, *REASONS])
def test_the_codebook_names(word: str) -> None:
    assert word in " ".join(CODEBOOK.split())


def test_the_codebook_gives_the_profiles_as_they_are() -> None:
    profiles = load_pack("en").read("numbers", NumberWords).profiles
    section = CODEBOOK.split("\n## Vague words\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in section.splitlines() if "| " in line]
    shown = {cells[0].removeprefix("a "): cells[1:] for cells in rows[2:]}
    for place, profile in enumerate(("interval", "acled", "pitf")):
        for word, (low, high) in profiles[profile].items():
            if word != "billions":
                assert shown[word][place] == (f"{low:,}" if low == high else f"{low:,}-{high:,}"), (word, profile)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
