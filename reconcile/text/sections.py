"""The sections of a document: which headings apply to a sentence.

A heading is a short line of its own without a full stop. It applies to what follows until the next heading of its style
or of a style above it. The styles of a document rank by the order in which they first occur.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from reconcile.text.document import Document, Sentence

_LONGEST = 120  # characters of a heading
_ENDS = frozenset(".!?;,\"'”’")
# What makes a line an item of a list: • Two killed | - Two killed | 12 people died (not: 2. Flood of 6 May)
_ITEM = re.compile(r"[•·▪◦*-]\s|\(?\d(?!\d?[.)]\s+[A-Z])")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+")
# The words before a colon or dash that say what their paragraph is about: Kabul: Two people were hurt.
_LEAD_IN = re.compile(r"[A-Z][^.:;!?\n]{1,60}?(?=:\s| - | -- )")


@dataclass(frozen=True, slots=True)
class Heading:
    """Words that say what the text after them is about: `plain[start:end]` of the sentence `sentence`."""

    sentence: int
    start: int
    end: int


class Sections:
    """The headings of one document."""

    def __init__(self, document: Document):
        self._document = document

    def over(self, sentence: Sentence) -> tuple[Heading, ...]:
        """The headings that apply to a sentence, the nearest first: its paragraph's lead-in, then its section's.

        A heading does not apply to itself.
        """
        lead_in = self._lead_in(sentence)
        return (*((lead_in,) if lead_in else ()), *self._over[sentence.index])

    @cached_property
    def _headings(self) -> frozenset[int]:
        return frozenset(s.index for s in self._document.sentences if self._reads_as_heading(s))

    def _reads_as_heading(self, sentence: Sentence) -> bool:
        text = self._document.plain[sentence.start : sentence.end].strip()
        short = len(text) <= _LONGEST and text[-1:] not in _ENDS and not _ITEM.match(text)
        words = _NUMBERED.sub("", text.strip("*#_= "), count=1)
        return short and words[:1].isupper() and self._document.alone(sentence)

    @cached_property
    def _over(self) -> list[tuple[Heading, ...]]:
        """For each sentence the headings of its section, the nearest first."""
        found: list[tuple[Heading, ...]] = []
        ranked: list[tuple[str, Heading]] = []
        for sentence in self._document.sentences:
            if sentence.index in self._headings:
                ranked = self._above(sentence, ranked)
                found.append(tuple(heading for _, heading in reversed(ranked)))
                ranked.append((self._style(sentence), Heading(sentence.index, sentence.start, sentence.end)))
            else:
                found.append(tuple(heading for _, heading in reversed(ranked)))
        return found

    def _above(self, sentence: Sentence, ranked: list[tuple[str, Heading]]) -> list[tuple[str, Heading]]:
        """The headings that still apply to a heading: those above the first one of its style."""
        style = self._style(sentence)
        same = next((i for i, (other, _) in enumerate(ranked) if other == style), len(ranked))
        return ranked[:same]

    def _style(self, sentence: Sentence) -> str:
        """How a heading is written: in capitals, with marks before it, with a colon, in a few words or more."""
        text = self._document.plain[sentence.start : sentence.end].strip()
        marks = re.match(r"[*#_= ]*", text)
        numbered = "1. " if _NUMBERED.match(text) else ""
        case = "capitals" if sentence.shouting or text.isupper() else "title" if text.istitle() else "words"
        return f"{marks[0] if marks else ''}{numbered}{case}{':' if text.endswith(':') else ''}"

    def _lead_in(self, sentence: Sentence) -> Heading | None:
        """The words before the colon or dash with which the paragraph of a sentence begins."""
        first = self._document.sentences[self._firsts[sentence.index]]
        hit = _LEAD_IN.match(self._document.plain, first.start, first.end)
        return Heading(first.index, *hit.span()) if hit else None

    @cached_property
    def _firsts(self) -> list[int]:
        """For each sentence the first one of its paragraph."""
        firsts: list[int] = []
        for sentence in self._document.sentences:
            before = self._document.sentences[sentence.index - 1] if sentence.index else None
            same = before is not None and before.paragraph == sentence.paragraph
            firsts.append(firsts[-1] if same else sentence.index)
        return firsts
