"""How much of Microsoft's recognizer tests is read in whole: numbers, number ranges and durations, phrase by phrase.

    python benchmarks/recognizers.py PATH/recognizers.jsonl [--misses]

A number or a range counts where span and values agree, a duration where the span agrees (the file gives no values).
Phrases outside this grammar are excluded for the reasons below; all others count.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from reconcile.extract.numbers.bounds import BoundReader
from reconcile.extract.numbers.durations import DurationReader
from reconcile.extract.numbers.numbers import NumberReader
from reconcile.language import load_pack
from reconcile.model.article import Article
from reconcile.text.document import Document, Sentence

OUTSIDE = (
    ("a negative number: nobody counts less than nothing", re.compile(r"^[- ]*-\s*\d|^<-|\b(negative|minus)\b")),
    ("an exponent", re.compile(r"\d\^|\de[+-]?\d")),
    ("a division spelt with 'over', which is a hedge here", re.compile(r"^\w+ over \w+$")),
    (
        "a fraction of parts smaller than a tenth, or with more than nine on top",
        re.compile(
            r"hundredth|twenty[- ](fifth|first)|(ty|ty[- ]\w+|hundred)[- ](and )?(\w+ )?fifths|out of five hundreds"
        ),
    ),
    ("'and a third', where a third person is meant here", re.compile(r"\band a (third|fourth|thirtieth)$")),
    (
        "an interval put together from two inequalities",
        re.compile(r"(than|above) .* and .*(less|smaller|below) |than 50 and no less"),
    ),
    ("an equation", re.compile(r"^equals |^equal to \d+$")),
    (
        "an inequality whose words go on behind its number",
        re.compile(r"^equal to \d+ or (less|more than)$|\d or equal( to)?$"),
    ),
    ("an interval of ranks", re.compile(r"th and the \w+th")),
)
LISTS = re.compile(r"(?<![\d.])\d+(\.\d+){3}(?![\d.])|\d,\d\d,\d\d,\d")
"""Network addresses and lists without blanks: where one number ends cannot be known from the text alone."""
Span = tuple[int, int, float | None, float | None]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("path", type=Path)
    arguments.add_argument("--misses", action="store_true", help="print every phrase missed or set aside")
    chosen = arguments.parse_args()
    cases = [json.loads(line) for line in chosen.path.read_text(encoding="utf-8").splitlines()]
    pack = load_pack("en")
    numbers, bounds = NumberReader(pack), BoundReader(pack)
    bounds.number_words = numbers.starts
    durations = DurationReader(numbers)
    readers: dict[str, Callable[[Sentence], Iterator[Span]]] = {
        "number": lambda sentence: read_numbers(sentence, numbers),
        "numberrange": lambda sentence: read_ranges(sentence, numbers, bounds),
        "duration": lambda sentence: read_durations(sentence, durations),
    }
    for kind, reader in readers.items():
        report(kind, [c for c in cases if any(g["type"] == kind for g in c["gold"])], reader, chosen.misses)
    return 0


def report(kind: str, cases: list[dict[str, Any]], reader: Callable[[Sentence], Iterator[Span]], misses: bool) -> None:
    aside: Counter[str] = Counter()
    right = total = 0
    for case in cases:
        golds = [g for g in case["gold"] if g["type"] == kind]
        wanted = [g for g in golds if kind == "duration" or not why_outside(case["text"], g["span"])]
        aside.update(why for g in golds if g not in wanted and (why := why_outside(case["text"], g["span"])))
        found = [span for sentence in Document(Article("case", case["text"])).sentences for span in reader(sentence)]
        hits = [g for g in wanted if any(agrees(kind, g, span) for span in found)]
        right, total = right + len(hits), total + len(wanted)
        if misses and len(hits) < len(wanted):
            print("missed:", case["text"], [(g["span"], g["low"], g["high"]) for g in wanted if g not in hits], found)
    print(f"{kind:12} read in whole {right}/{total} = {right / total:.3f} of those in scope")
    for reason, count in aside.items():
        print(f"{'':12} set aside {count}: {reason}")


def why_outside(text: str, span: str) -> str | None:
    """Why a phrase is outside the grammar, or None where it is inside."""
    if LISTS.search(text):
        return "a network address, or a list without blanks"
    return next((why for why, pattern in OUTSIDE if pattern.search(span)), None)


def agrees(kind: str, gold: dict[str, Any], span: Span) -> bool:
    first, last = gold["start"], gold["start"] + len(gold["span"])
    if kind == "duration":
        return (first, last) == span[:2]
    return (first, last) == span[:2] and same(gold["low"], span[2]) and same(gold["high"], span[3])


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-6 * max(1.0, abs(one))


def read_numbers(sentence: Sentence, numbers: NumberReader) -> Iterator[Span]:
    tokens = sentence.tokens
    for number in numbers.find(sentence):
        ends = [number] if number.kind != "range" else []
        yield from ((tokens[n.first].start, tokens[n.last - 1].end, n.low, n.high) for n in ends)


def read_ranges(sentence: Sentence, numbers: NumberReader, bounds: BoundReader) -> Iterator[Span]:
    tokens = sentence.tokens
    for number in numbers.find(sentence):
        quantity = bounds.read(tokens, number)
        if quantity.bound not in ("exact", "about"):
            yield tokens[quantity.first].start, tokens[quantity.last - 1].end, quantity.low, quantity.high


def read_durations(sentence: Sentence, durations: DurationReader) -> Iterator[Span]:
    tokens, i = sentence.tokens, 0
    while i < len(tokens):
        found = durations.read(tokens, i, sentence.document.plain)
        if found is None:
            i += 1
            continue
        yield tokens[found.first].start, tokens[found.last - 1].end, found.number.low, found.number.high
        i = found.last


if __name__ == "__main__":
    sys.exit(main())
