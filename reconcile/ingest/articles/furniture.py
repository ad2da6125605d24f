"""Finds page furniture (subscription offers, menus, buttons, link lists, legal lines) and fences it off.

A text is split into lines. A long line that contains furniture is split into sentences, so that only the offer inside
a paragraph is removed. A paywall or an offer opens a block, which takes in the prices, labels and selling lines around
it; the block ends where the article's own sentences go on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import re2

from reconcile.language import Pack, WordFile
from reconcile.model.article import Span

WALL, OFFER, PRICE, BUTTON, LIST, SELLING, LABEL, PROSE = range(8)
"""Kinds of lines. A label is a short line that is not a sentence: a heading of the article, or part of an offer."""

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ′`´\x91\x92", "'"),
        **dict.fromkeys("“”„«»″\x93\x94", '"'),
        **dict.fromkeys("‐‑‒–—−\x96\x97", "-"),
        "\u00a0": " ",
    }
)
_LINE = re.compile(r"[^\r\n]+")
_SENTENCE_END = re.compile(r"""[.!?]["')\]]*(?:\s+|\Z)""")
_FINISHED = re.compile(r"""[.!?]["')\]]*\s*\Z""")
_LONG_LINE = 160
_LIST_LENGTH = 12
_WRAPPED = 55
_LEAST_REST = 4
_LONG_WORDS = 25
_MATCHED = 2_000
_PATTERN_MEMORY = 256_000_000
_LEAST_ROW = 3
_CUE_WORD = re.compile(r"[a-z][a-z-]+")


class Furniture(WordFile):
    """`furniture.yaml`: the phrases that identify page furniture."""

    walls: tuple[str, ...]
    offers: tuple[str, ...]
    cues: tuple[str, ...]
    prices: tuple[str, ...]
    lines: tuple[str, ...]
    lists: tuple[str, ...]
    tails: tuple[str, ...]
    cuts: tuple[str, ...]
    stamps: tuple[str, ...]
    datelines: tuple[str, ...]
    openers: dict[str, tuple[str, ...]]
    teasers: tuple[str, ...] = ()
    teaser_ends: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrases:
    """The furniture phrases of a language pack, compiled."""

    walls: Any
    offers: Any
    prices: Any
    lines: Any
    lists: Any
    tails: Any
    cuts: Any
    stamps: Any
    datelines: Any
    cues: frozenset[str]
    openers: dict[str, str]
    teasers: Any
    teaser_ends: tuple[str, ...]
    inside: Any


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text (or a sentence of a long line) and its kind."""

    start: int
    end: int
    kind: int


@cache
def load_phrases(code: str = "en", overlay: Path | None = None) -> Phrases:
    """The furniture phrases of a pack, compiled; the English ones where the language has none."""
    pack = Pack(code, overlay)
    words = (pack if pack.has("furniture") else Pack("en", overlay)).read("furniture", Furniture)
    return Phrases(
        walls=_any_of(words.walls),
        offers=_any_of(words.offers),
        prices=_any_of(words.prices),
        lines=_any_of(words.lines),
        lists=_any_of(words.lists),
        tails=_any_of(words.tails),
        cuts=_any_of(words.cuts, r"\s*$"),
        stamps=_any_of(words.stamps),
        datelines=_any_of(words.datelines),
        cues=frozenset(words.cues),
        teasers=_any_of(words.teasers) if words.teasers else None,
        teaser_ends=words.teaser_ends,
        inside=_any_of(words.inside) if words.inside else None,
        openers={key: field for field, keys in words.openers.items() for key in keys},
    )


def make_plain(text: str) -> str:
    """The text with curly quotes and long dashes replaced by plain ones; its length does not change."""
    return text.translate(_PLAIN)


def cut_lines(text: str, phrases: Phrases) -> list[Line]:
    """The lines of a text that are not blank, each with its kind."""
    plain = make_plain(text)
    found: list[Line] = []
    seen: dict[str, int] = {}
    for hit in _LINE.finditer(plain):
        for line in _kinds(plain, *_trim(plain, *hit.span()), phrases, seen):
            wrapped = line.kind != PROSE and bool(found) and goes_on(plain, found[-1], line)
            found.append(Line(line.start, line.end, PROSE) if wrapped else line)
    return _without_teasers(plain, found, phrases)


def _without_teasers(plain: str, lines: list[Line], phrases: Phrases) -> list[Line]:
    """The lines, those of a row of films made buttons."""
    if phrases.teasers is None:
        return lines
    is_teaser = [
        line.end - line.start < _MATCHED and phrases.teasers.fullmatch(plain[line.start : line.end]) is not None
        for line in lines
    ]
    done: list[Line] = []
    for teases, row in groupby(zip(lines, is_teaser, strict=True), key=lambda pair: pair[1]):
        same = [line for line, _ in row]
        if teases and _is_row(tuple(plain[line.start : line.end] for line in same), phrases.teaser_ends):
            same = [Line(line.start, line.end, BUTTON) for line in same]
        done += same
    return done


def _is_row(row: tuple[str, ...], ends: tuple[str, ...]) -> bool:
    """True for a row of films: the player's button is at the end of one, or their times are in no order."""
    times = [tuple(int(part) for part in line.split(None, 1)[0].split(":")) for line in row]
    ordered = times in (sorted(times), sorted(times, reverse=True))
    return any(line.lower().endswith(ends) for line in row) or (len(row) >= _LEAST_ROW and not ordered)


def find_fences(lines: list[Line]) -> tuple[Span, ...]:
    """The spans that contain page furniture, sorted, none overlapping another."""
    fenced = [False] * len(lines)
    for index, line in enumerate(lines):
        if fenced[index]:
            continue
        if line.kind in (WALL, OFFER):
            for inside in range(_first_of_block(lines, index), _last_of_block(lines, index) + 1):
                fenced[inside] = True
        elif line.kind == LIST:
            for inside in range(index, _last_of_list(lines, index) + 1):
                fenced[inside] = True
        elif line.kind == BUTTON:
            fenced[index] = True
    return _joined(lines, fenced)


def lines_outside(lines: list[Line], fences: tuple[Span, ...]) -> list[Line]:
    """The lines outside all fences: the article's own."""
    starts = [fence.start for fence in fences]
    own = []
    for line in lines:
        at = bisect_right(starts, line.start) - 1
        if at < 0 or line.start >= fences[at].end:
            own.append(line)
    return own


def is_truncated(text: str, lines: list[Line], fences: tuple[Span, ...], phrases: Phrases) -> bool:
    """True where the article was cut off.

    That is where a paywall has no sentence of the article behind it, or where the text ends in dots, in '[+1234 chars]'
    or in the middle of a sentence.
    """
    own = lines_outside(lines, fences)
    prose = [line for line in own if line.kind == PROSE]
    last = prose[-1].start if prose else -1
    if any(line.kind == WALL and line.start > last for line in lines):
        return True
    end = make_plain(text[max(0, lines[-1].end - 200) : lines[-1].end]) if lines else ""
    if phrases.cuts.search(end) or (own and phrases.cuts.search(make_plain(text[own[-1].start : own[-1].end])[-200:])):
        return True
    return bool(own) and own[-1].kind == PROSE and _breaks_off(make_plain(text[own[-1].start : own[-1].end]))


def _any_of(patterns: tuple[str, ...], ending: str = "") -> Any:
    options = re2.Options()
    options.max_mem = _PATTERN_MEMORY
    options.log_errors = False
    return re2.compile("(?is)(?:" + "|".join(f"(?:{p})" for p in patterns) + f"){ending}", options)


def _kinds(plain: str, start: int, end: int, phrases: Phrases, seen: dict[str, int]) -> Iterator[Line]:
    """A line, or the sentences of a long line that contains furniture; `seen` caches the kind of each line."""
    if start >= end:
        return
    line = plain[start:end]
    if line in seen:
        yield Line(start, end, seen[line])
        return
    tail = phrases.tails.search(line)
    button = phrases.inside.search(line) if phrases.inside is not None and tail is None else None
    if tail:
        yield from _kinds(plain, *_trim(plain, start, start + tail.start()), phrases, seen)
        yield Line(start + tail.start(), end, BUTTON)
    elif button:
        first, last = button.span(button.lastindex or 0)
        yield from _kinds(plain, *_trim(plain, start, start + first), phrases, seen)
        yield Line(start + first, start + last, BUTTON)
        yield from _kinds(plain, *_trim(plain, start + last, end), phrases, seen)
    elif end - start > _LONG_LINE and (phrases.walls.search(line) or phrases.offers.search(line)):
        cuts = [start, *(start + hit.end() for hit in _SENTENCE_END.finditer(line)), end]
        for first, last in pairwise(cuts):
            if (span := _trim(plain, first, last))[0] < span[1]:
                said = plain[span[0] : span[1]]
                seen[said] = seen[said] if said in seen else _kind(said, phrases)
                yield Line(*span, seen[said])
    else:
        seen[line] = _kind(line, phrases)
        yield Line(start, end, seen[line])


def _kind(line: str, phrases: Phrases) -> int:
    if phrases.walls.search(line):
        return WALL
    if phrases.offers.search(line):
        return OFFER
    if len(line) < _MATCHED:
        for kind, pattern in ((PRICE, phrases.prices), (LIST, phrases.lists), (BUTTON, phrases.lines)):
            if pattern.fullmatch(line):
                return kind
    words = line.split(None, _LONG_WORDS)
    sentence = len(words) >= 4 and (_FINISHED.search(line) or len(words) > _LONG_WORDS or _SENTENCE_END.search(line))
    cues = sum(word in phrases.cues for word in set(_CUE_WORD.findall(line.lower()[:_MATCHED])))
    if cues >= (2 if sentence else 1) and len(words) <= _LONG_WORDS:
        return SELLING
    return PROSE if sentence or len(words) > 14 else LABEL


def goes_on(plain: str, above: Line, line: Line) -> bool:
    """True for the last words of a hard-wrapped paragraph: the line above is long and stops in mid-sentence."""
    between = plain[above.end : line.start]
    first = plain[line.start]
    return (
        between.count("\n") == 1
        and above.kind in (PROSE, LABEL)
        and _WRAPPED <= above.end - above.start < 2 * _WRAPPED
        and not _closed(plain[above.start : above.end])
        and (first.islower() or plain[above.start : above.end].isupper())
    )


def _first_of_block(lines: list[Line], index: int) -> int:
    """The first line of an offer's block: prices and buttons right above belong to it; a label may be the headline."""
    while index and lines[index - 1].kind in (PRICE, BUTTON, OFFER, WALL):
        index -= 1
    return index


def _last_of_block(lines: list[Line], index: int) -> int:
    """The last line of an offer's block: the text's last, or the one before the labels that lead back to prose."""
    last, at = index, index + 1
    while at < len(lines) and lines[at].kind != PROSE:
        if lines[at].kind != LABEL:
            last = at
        at += 1
    return at - 1 if at == len(lines) else last


def _last_of_list(lines: list[Line], index: int) -> int:
    last = index
    while last + 1 < len(lines) and last - index < _LIST_LENGTH and lines[last + 1].kind not in (PROSE, WALL, OFFER):
        last += 1
    return last


def _joined(lines: list[Line], fenced: list[bool]) -> tuple[Span, ...]:
    spans: list[Span] = []
    previous = False
    for line, inside in zip(lines, fenced, strict=True):
        if inside and previous:
            spans[-1] = Span(spans[-1].start, line.end)
        elif inside:
            spans.append(Span(line.start, line.end))
        previous = inside
    return tuple(spans)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _closed(line: str) -> bool:
    """True where a line ends as a text does: with a full stop, a quote, a bracket, or a credit after a dash."""
    return bool(re.search(r"""(?:[.!?:;"'\])*_|]|-{1,2} ?[\w/ .]{2,30})\s*\Z""", line[-60:]))


def _breaks_off(line: str) -> bool:
    """True where a line stops in the middle of a sentence; names and initials after its last full stop are credits.

    >>> _breaks_off("Floods drove families from their homes in the"), _breaks_off("It fell. H. Zain / Manal")
    (True, False)
    """
    if _closed(line):
        return False
    ends = [hit.end() for hit in _SENTENCE_END.finditer(line)]
    rest = line[ends[-1] if ends else 0 :].split()
    return len(rest) >= _LEAST_REST and 2 * sum(word[0].islower() for word in rest) > len(rest)
