"""A text split into paragraphs, sentences and tokens, each with its span. The text is never changed.

Sentences are found at once; the tokens of a sentence only when they are used, because most sentences of most texts
contain no figure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, cached_property

from nupunkt import sent_spans

from reconcile.language import Pack, WordFile
from reconcile.model.article import Article, Span
from reconcile.text.grids import find_grids

# Similar signs are read as one character each, so that offsets stay valid: curly quotes, dashes, non-breaking spaces.
_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ′`´", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\u2005\u2006\t\r", " "),
    }
)

# U.S. | 94,000 | 6.1 | 1'500 | 17 | 1e309 (one token, so that neither half is read as a figure) | Al-Qusayr's
# | d'Alunguli | -- | any other single sign
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?<!\w)@[^\W\d]\w*|\d+(?:[.,]\d+|['·]\d{3}(?!\d))*(?:[eE]\+?\d+(?!\w))?|[^\W\d_]+(?:['.](?=[^\W\d_])[^\W\d_]+)*|--+|[^\w\s]|_+"
)


# Lower-case and capital letters of Latin-1. They are counted by deleting them, which is the fastest way.
_SMALL = bytes([*range(ord("a"), ord("z") + 1), *range(0xDF, 0x100)])
_CAPITAL = bytes([*range(ord("A"), ord("Z") + 1), *range(0xC0, 0xDF)])


# Characters that are not seen and say nothing: soft hyphens, zero-width characters, marks of direction.
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_HIDDEN_SIGN = re.compile(f"[{_HIDDEN}]")
_INSIDE_WORD = rf"(?<=[^\W\d_])[{_HIDDEN}]+(?=[^\W\d_])|(?<=[\d.,])[{_HIDDEN}]+(?=[\d.,])"
# What is in a text and not part of its sentences: the mark of a footnote behind a word (was burnt.[12][13]), a web
# address, a hidden character that is not inside a word or a number.
_BESIDE_TEXT = re.compile(
    r"(?<=\S)(?:\[(?:\d{1,3}|[a-z]|(?:note|nb) \d+|citation needed)\])+"
    r"|\bhttps?:\S+|\bwww\.\S+"
    rf"|(?!{_INSIDE_WORD})(?<![{_HIDDEN}])[{_HIDDEN}]+"
)


class TokenWords(WordFile):
    """`tokens.yaml`; a comment there explains each field."""

    elided: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    unfinished: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()


@cache
def token_pattern(code: str) -> re.Pattern[str]:
    """The pattern for a token of a language; elided words listed in its pack are tokens of their own.

    >>> token_pattern("fr").findall("l'attaque d'hier"), token_pattern("en").findall("O'Neill's")
    (["l'", 'attaque', "d'", 'hier'], ["O'Neill's"])
    """
    words = token_words(code)
    if not words.elided:
        return _TOKEN
    whole, elided = ("|".join(map(re.escape, group)) for group in (words.whole, words.elided))
    begins = rf"(?<![^\W\d_])(?i:(?:{whole})(?![^\W\d_])|(?:{elided})'(?=\w))"
    return re.compile(rf"{begins}|{_TOKEN.pattern}")


@cache
def token_words(code: str) -> TokenWords:
    """The words of a language that decide where its texts are cut.

    >>> "of" in token_words("en").unfinished
    True
    """
    pack = Pack(code)
    return pack.read("tokens", TokenWords) if pack.has("tokens") else TokenWords(about="")


def _blanks(hit: re.Match[str]) -> str:
    return " " * len(hit[0])


class Token:
    """A word, a number or a sign. `low` is its text in lower case with similar signs made equal.

    `index` is its position in its sentence; `title` is True where it begins with a capital, `number` where it begins
    with a digit. It is not a dataclass for speed, because a document has hundreds of tokens.
    """

    __slots__ = ("end", "index", "low", "number", "start", "title")

    def __init__(self, index: int, start: int, end: int, look: tuple[str, bool, bool]):
        self.index = index
        self.start = start
        self.end = end
        self.low, self.title, self.number = look


def word_at(tokens: Sequence[Token], i: int) -> str:
    """The word of token i; empty before the first and behind the last, so that callers need no check of the ends.

    >>> tokens = Document(Article("a", "Nine died.")).sentences[0].tokens
    >>> word_at(tokens, 1), word_at(tokens, 3), word_at(tokens, -1)
    ('died', '', '')
    """
    return tokens[i].low if 0 <= i < len(tokens) else ""


class _Looks(dict[str, tuple[str, bool, bool]]):
    """Cache of the properties of a token's text (low, title, number), since a few words make up most of a text."""

    def __missing__(self, word: str) -> tuple[str, bool, bool]:
        if len(self) >= _LOOKS_KEPT:
            self.clear()
        low = word.lower()
        if word[-1] == "." and len(word) > 1:
            low = low[:-1]
        self[word] = look = (low, word[0].isupper(), word[0].isdecimal())
        return look


_LOOKS_KEPT = 100_000
_looks = _Looks()


class Sentence:
    """One sentence (or heading), with its position in the document."""

    __slots__ = ("__dict__", "document", "end", "index", "paragraph", "start")

    def __init__(self, document: Document, index: int, paragraph: int, start: int, end: int):
        self.document = document
        self.index = index
        self.paragraph = paragraph
        self.start = start
        self.end = end

    @property
    def text(self) -> str:
        """The sentence, unchanged."""
        return self.document.text[self.start : self.end]

    @cached_property
    def tokens(self) -> list[Token]:
        """Its tokens, in order. Hyphens are tokens of their own: 17-day is `17`, `-`, `day`."""
        if self.document.hidden:
            return self._tokens_around_hidden()
        hits = self.document.token.finditer(self.document.plain, self.start, self.end)
        return [Token(index, *hit.span(), _looks[hit[0]]) for index, hit in enumerate(hits)]

    def _tokens_around_hidden(self) -> list[Token]:
        """The same where the text has characters that are not seen: they are in no token's `low`."""
        plain = self.document.plain
        seen = [at for at in range(self.start, self.end) if not _HIDDEN_SIGN.match(plain, at)]
        hits = self.document.token.finditer("".join(plain[at] for at in seen))
        spans = ((hit[0], seen[hit.start()], seen[hit.end() - 1] + 1) for hit in hits)
        return [Token(index, start, end, _looks[word]) for index, (word, start, end) in enumerate(spans)]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its tokens, to check quickly whether one of a set of words occurs."""
        return frozenset([token.low for token in self.tokens])

    @cached_property
    def lows(self) -> list[str]:
        """The words of its tokens, in order."""
        return [token.low for token in self.tokens]

    @cached_property
    def shouting(self) -> bool:
        """True where nearly all letters are capitals, so that a capital does not mark a name (wires of the 1990s)."""
        letters = self.document.plain[self.start : self.end].encode("latin-1", "replace")
        small = len(letters) - len(letters.translate(None, _SMALL))
        capital = len(letters) - len(letters.translate(None, _CAPITAL))
        return small + capital > 8 and capital > 0.8 * (small + capital)

    @cached_property
    def heading(self) -> bool:
        """True for a title line: no full stop at its end, and first in the text or short and alone in its paragraph."""
        return self.text.rstrip()[-1:] not in ".!?\"'”’:;," and (
            self.index == 0 or (self.end - self.start < 120 and self.document.alone(self))
        )

    def token_at(self, offset: int) -> int:
        """Index of the first token that ends after the offset (len(tokens) where there is none)."""
        return bisect_right(self._ends, offset)

    @cached_property
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]


_FEW_CAPITALS = 0.005
"""Share of capitals among the letters up to which a text counts as written without them (page furniture has some)."""
_ENOUGH_LETTERS = 150
"""Small letters from which a text is long enough to say so."""


def with_capitals(plain: str) -> str:
    """The text, in capitals where it is written in small letters: in neither do capitals show which words are names.

    >>> with_capitals("two men were shot dead in barsk. ") == "two men were shot dead in barsk. "
    True
    >>> with_capitals("two men were shot dead in barsk. " * 9)[:8]
    'TWO MEN '
    """
    small = sum(map(str.islower, plain))
    capital = sum("A" <= sign <= "Z" for sign in plain)
    if small < _ENOUGH_LETTERS or capital > _FEW_CAPITALS * small:
        return plain
    return "".join(upper if len(upper := sign.upper()) == 1 else sign for sign in plain)


class Document:
    """An article split into sentences.

    `plain` is the text with similar signs made equal, in capitals where the text has none, and with blanks for what is
    not part of its sentences; its length is the same. `hidden` is True where words of it hold hidden characters.
    `grids` are its tables; no sentence is in them, except in their cells of prose.
    """

    def __init__(self, article: Article):
        self.article = article
        self.text = article.text
        self.plain = _BESIDE_TEXT.sub(_blanks, with_capitals(article.text.translate(_SAME)))
        self.hidden = _HIDDEN_SIGN.search(self.plain) is not None
        self._named: dict[frozenset[str], bool] = {}
        self.grids = find_grids(self.text, article.fences)
        self.fences = (*article.fences, *(span for grid in self.grids for span in grid.covered))
        self.token = token_pattern(article.language)
        self.sentences = list(self._cut())
        self._starts = [s.start for s in self.sentences]

    def words(self, start: int, end: int) -> str:
        """The text between two offsets without its hidden characters."""
        return _HIDDEN_SIGN.sub("", self.text[start:end]) if self.hidden else self.text[start:end]

    def names_any(self, words: frozenset[str]) -> bool:
        """True where one of the words is anywhere in the text (looked up once for each set of words)."""
        if words not in self._named:
            low = self.plain.lower()
            self._named[words] = any(word in low for word in words)
        return self._named[words]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that contains the offset, or None (furniture, blank lines)."""
        i = bisect_right(self._starts, offset) - 1
        if i < 0 or offset >= self.sentences[i].end:
            return None
        return self.sentences[i]

    def alone(self, sentence: Sentence) -> bool:
        """True where the sentence is the only one of its paragraph."""
        i, p = sentence.index, sentence.paragraph
        before = i > 0 and self.sentences[i - 1].paragraph == p
        after = i + 1 < len(self.sentences) and self.sentences[i + 1].paragraph == p
        return not before and not after

    def before(self, sentence: Sentence, count: int = 1) -> list[Sentence]:
        """Up to `count` sentences before this one, the nearest first."""
        return self.sentences[max(0, sentence.index - count) : sentence.index][::-1]

    def _cut(self) -> list[Sentence]:
        found: list[Sentence] = []
        words = token_words(self.article.language)
        for paragraph, (start, end) in enumerate(_paragraphs(self.plain, self.fences, words.unfinished)):
            for s, e in _sentences(self.plain, start, end, words.abbreviations):
                found.append(Sentence(self, len(found), paragraph, s, e))
        return found


# A paragraph ends at a blank line, or at a line break after which a new line of prose plainly begins.
_BREAK = re.compile(r"\n[ \t\r]*(?:\n\s*)?")
# Two sentences without a space between them (a house.Police said), or with a detached quote (the smell. " She).
_GLUED = re.compile(r"[.!?](?:(?<=[a-z]{2}.)\"?(?=\"?[A-Z][a-z]+[ ,])|(?<=[a-z].) \"(?= [A-Z]))")
# A decimal that a tokenizer has split: quake of 6. 1 magnitude.
_SPLIT_NUMBER = re.compile(r"\d\.\s\d")
_ENDLESS = 3000
_WRAPPED = 55
_LONGEST_ABBREVIATION = 12
_BROKEN = 20
"""Characters of a line from which an empty line behind it may be a page break."""


def _paragraphs(plain: str, fences: tuple[Span, ...], unfinished: frozenset[str]) -> list[tuple[int, int]]:
    """Paragraph spans. A line break ends one, unless the text is hard-wrapped or the sentence goes on behind it."""
    wrapped = _is_wrapped(plain)
    cuts, start = [], 0
    for hit in _BREAK.finditer(plain):
        single = hit.group().count("\n") == 1
        if (single and wrapped) or _goes_on(plain, plain.rfind("\n", 0, hit.start()) + 1, hit, unfinished):
            continue
        cuts.append((start, hit.start()))
        start = hit.end()
    cuts.append((start, len(plain)))
    return [span for cut in cuts for span in _outside(cut, fences)]


def _goes_on(plain: str, line: int, hit: re.Match[str], unfinished: frozenset[str]) -> bool:
    """True where a sentence goes on behind a line break: in lower case, or after a word that cannot end it.

    Behind an empty line, only after a long line without an end of its own (a page break inside a sentence).
    """
    before, after = plain[line : hit.start()].rstrip(), plain[hit.end() : hit.end() + 1]
    single = hit.group().count("\n") == 1
    if not single and (len(before) < _BROKEN or not (before[-1].isalnum() or before[-1] == ",")):
        return False
    last = before.split()[-1] if before else ""
    return after.islower() or (last in unfinished and after.isalnum())


def _is_wrapped(plain: str) -> bool:
    r"""True where lines break in mid-sentence at a constant width.

    >>> line = "ABOUT FIFTY PEASANTS OF ALL AGES HAVE BEEN TAKEN AWAY BY AN"
    >>> _is_wrapped(f"{line}\n{line}\nOF 3 MAY")
    True
    """
    lines = [line.rstrip() for line in plain.split("\n") if line.strip()]
    inner = [line for line in lines[:-1] if len(line) >= _WRAPPED]
    if not inner or max(map(len, lines)) > 130:
        return False
    unfinished = sum(line[-1] not in ".!?\"':" for line in inner)
    return unfinished >= 0.6 * len(inner) and len(inner) >= 0.5 * (len(lines) - 1)


def _outside(cut: tuple[int, int], fences: tuple[Span, ...]) -> list[tuple[int, int]]:
    start, end = cut
    pieces = []
    for fence in fences:
        if fence.end <= start or fence.start >= end:
            continue
        if fence.start > start:
            pieces.append((start, fence.start))
        start = max(start, fence.end)
    if start < end:
        pieces.append((start, end))
    return pieces


def _sentences(plain: str, start: int, end: int, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Sentence spans of one paragraph, by nupunkt; then glued sentences are split and split decimals joined."""
    spans: list[tuple[int, int]] = []
    for s, e in sent_spans(plain[start:end]):
        split = _SPLIT_NUMBER.search(plain[max(start, start + s - 6) : start + e][:12])
        if spans and (split or _is_abbreviated(plain, start, start + s, abbreviations)):
            spans[-1] = (spans[-1][0], start + e)
        else:
            spans.append((start + s, start + e))
    parted = [cut for span in spans for piece in _part_glued(plain, *span) for cut in _part_endless(plain, *piece)]
    return [trimmed for span in parted if (trimmed := _trim(plain, *span))]


def _is_abbreviated(plain: str, start: int, at: int, abbreviations: frozenset[str]) -> bool:
    """True for 'approx. 12': a number behind an abbreviation does not begin a sentence."""
    word = plain[max(start, at - _LONGEST_ABBREVIATION) : at].lower().split()[-1:]
    return plain[at : at + 1].isdecimal() and not abbreviations.isdisjoint(word)


def _part_endless(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut very long runs of words at blanks: no real sentence is so long, and reading one takes quadratic time."""
    pieces = []
    while end - start > _ENDLESS:
        blank = plain.rfind(" ", start, start + _ENDLESS)
        cut = blank if blank > start else start + _ENDLESS
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def _part_glued(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces, first = [], start
    for hit in _GLUED.finditer(plain, start, end):
        pieces.append((first, hit.end()))
        first = hit.end()
    pieces.append((first, end))
    return pieces


def _trim(plain: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and plain[start].isspace():
        start += 1
    while end > start and plain[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
