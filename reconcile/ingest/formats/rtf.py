r"""Rich text (.rtf): the text of its body, read in one pass; title and author from its own description.

RTF is text with groups `{...}`, control words `\par`, bytes `\'e9` in the code page of their font, letters `\u8217?`.
Common RTF readers use patterns that a hostile file can make run for hours, and they include deleted text; this one
does neither. Reference: Rich Text Format Specification, version 1.9.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reconcile.ingest.datasets.dataset_rows import LONGEST_TEXT, File, Problem, Record, Unreadable

MOST_NESTED = 500
"""Groups inside one another; word processors stay below thirty."""

MOST_TOKENS = 5_000_000
"""Control words, brackets and runs of text; a long report has some hundred thousand."""

# {  }  |  \par  \fs24  \u-3913  |  \'e9  |  \~  \*  |  a run of text
_TOKEN = re.compile(
    r"(?P<brace>[{}])"
    r"|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<byte>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[\s\S])"
    r"|(?P<run>[^\\{}\r\n]{1,4096})"
)
_SIGNS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n\n", "\r": "\n\n"}
_MARKS = {
    **{"par": "\n\n", "sect": "\n\n", "page": "\n\n", "row": "\n", "line": "\n", "tab": "\t", "cell": " | "},
    **{"nestcell": " | ", "nestrow": "\n", "emdash": "\u2014", "endash": "\u2013", "bullet": "\u2022"},
    **{"lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d"},
    **{"emspace": " ", "enspace": " ", "qmspace": " "},
}
# Where the text of a group other than the body goes. Any group marked \* that is not named here is skipped.
_PLACES = {
    **{"title": "title", "author": "author", "footnote": "notes", "shptxt": "body", "shpinst": "body"},
    **dict.fromkeys(("fonttbl", "colortbl", "stylesheet", "info", "pict", "nonshppict", "object", "fldinst"), ""),
    **dict.fromkeys(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), ""),
    **dict.fromkeys(("xe", "tc", "rxe", "txe", "sp", "listtext", "pntext", "pntxta", "pntxtb"), ""),
    **dict.fromkeys(("atnid", "atnauthor", "annotation", "themedata", "datastore", "filetbl", "revtbl"), ""),
}
# \fcharset of a font: the code page of its bytes
_CHARSETS = {
    **{0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5"},
    **{161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251"},
    **{222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850"},
}


@dataclass(frozen=True, slots=True)
class _Group:
    """The state of a group: where its text goes, its font, the number of fallback letters, what is hidden."""

    place: str = "body"
    font: int | None = None
    skip: int = 1
    hidden: bool = False
    struck: bool = False


@dataclass
class _Reading:
    """The state of reading: texts by place, the fonts' code pages, open groups, bytes not yet decoded."""

    page: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=lambda: {"body": [], "title": [], "author": [], "notes": []})
    open: list[_Group] = field(default_factory=list)
    now: _Group = field(default_factory=_Group)
    starred: bool = False
    table: int | None = None
    waiting: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    length: int = 0


def read_rtf(file: File) -> Iterator[Record | Problem]:
    """The article of an RTF file: a blank line between paragraphs, a table's row on a line, notes at the end.

    Left out: page headers and footers, pictures, comments, field codes, hidden text, and text deleted under 'track
    changes'. A file that is cut off gives what was read and a Problem.

    Raises:
        Unreadable: the file is not RTF, or exceeds the limits on nesting or size.
    """
    data = file.path.read_bytes()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("file_is_rtf", "is not an RTF file.", "Save it again as .rtf, or as .txt.")
    found = _read(data.decode("latin-1"))
    text = _tidy("".join(found.texts["body"]) + "\n\n" + "".join(found.texts["notes"]))
    if not text:
        raise Unreadable("text_is_not_empty", "holds no text.", "Delete it, or save the article again.")
    title, author = (" ".join("".join(found.texts[place]).split()) or None for place in ("title", "author"))
    if found.open:
        said = f"{file.name} ends in the middle: {len(found.open)} of its groups are not closed."
        yield Problem(file.name, "file_is_whole", said, "What is there was read. Save it again if words are missing.")
    yield Record(file.name, text, title=title, author=author, truncated=bool(found.open))


def _read(text: str) -> _Reading:
    found = _Reading()
    at = text.index("{")
    for _ in range(MOST_TOKENS):
        token = _TOKEN.match(text, at)
        if token is None:
            if at >= len(text):
                return found
            at += 1  # a line end, which means nothing, or a stroke at the very end
            continue
        at = token.end() + _take(found, token)
        if token["brace"] == "}" and not found.open:
            return found
        if found.length > LONGEST_TEXT:
            raise Unreadable("text_is_not_too_long", "holds more text than an article.", "Cut it into its articles.")
    raise Unreadable("file_is_not_too_large", f"holds more than {MOST_TOKENS:,} marks.", "Save it as .txt.")


def _take(found: _Reading, token: re.Match[str]) -> int:
    """Process one token; returns how many characters after it are binary picture data."""
    if token["byte"]:
        _put_byte(found, int(token["byte"], 16))
        return 0
    if token["run"]:
        _put_run(found, token["run"])
        return 0
    _spell(found)
    if token["brace"]:
        _turn(found, token["brace"])
    elif token["word"]:
        return _obey(found, token["word"], None if token["number"] is None else int(token["number"]))
    elif token["sign"] == "*":
        found.starred = True
    else:
        _put(found, _SIGNS.get(token["sign"], ""))
    return 0


def _turn(found: _Reading, brace: str) -> None:
    """Open or close a group."""
    found.to_skip, found.starred = 0, False
    if brace == "}":
        found.now = found.open.pop()
    elif len(found.open) >= MOST_NESTED:
        raise Unreadable("file_is_rtf", f"has more than {MOST_NESTED} groups inside one another.", "Save it as .txt.")
    else:
        found.open.append(found.now)


def _obey(found: _Reading, word: str, number: int | None) -> int:
    """Apply a control word."""
    starred, found.starred = found.starred, False
    if word in _PLACES or starred:
        place = _PLACES.get(word, "")
        inside = found.now.place == "" and place in ("body", "notes")
        found.now = replace(found.now, place="" if inside else place)
        if word in ("shpinst", "shptxt") and not inside:
            _put(found, "\n\n")
    elif word in _MARKS:
        _put(found, _MARKS[word])
    elif word == "u" and number is not None:
        _put(found, chr(number % 0x10000))
        found.to_skip = found.now.skip
    elif word == "bin":
        return max(number or 0, 0)
    else:
        _set(found, word, number)
    return 0


def _set(found: _Reading, word: str, number: int | None) -> None:
    """Control words that change how the text behind them is read."""
    if word == "plain":
        found.now = replace(found.now, hidden=False)
    elif word == "v":
        found.now = replace(found.now, hidden=number != 0)
    elif word == "deleted":
        found.now = replace(found.now, struck=number != 0)
    elif word == "uc":
        found.now = replace(found.now, skip=max(number or 0, 0))
    elif word == "f":
        found.now, found.table = replace(found.now, font=number), number
    elif word == "fcharset" and found.table is not None and number in _CHARSETS:
        found.fonts[found.table] = _CHARSETS[number]
    elif word == "ansicpg" and number:
        found.page = "utf-8" if number == 65001 else f"cp{number}"
    elif word in ("mac", "pc", "pca"):
        found.page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]


def _put(found: _Reading, text: str) -> None:
    found.to_skip = 0
    if found.now.place and not found.now.hidden and not found.now.struck:
        found.texts[found.now.place].append(text)
        found.length += len(text)


def _put_run(found: _Reading, run: str) -> None:
    """Add a run of text, except the fallback letters for readers without Unicode."""
    passed = min(found.to_skip, len(run))
    found.to_skip -= passed
    if passed < len(run):
        found.waiting += run[passed:].encode("latin-1")
        _spell(found)


def _put_byte(found: _Reading, byte: int) -> None:
    if found.to_skip:
        found.to_skip -= 1
    else:
        found.waiting.append(byte)


def _spell(found: _Reading) -> None:
    """Decode the collected bytes in the code page of their font."""
    if not found.waiting:
        return
    page = found.fonts.get(-1 if found.now.font is None else found.now.font, found.page)
    try:
        text = found.waiting.decode(page, errors="replace")
    except LookupError:
        text = found.waiting.decode("cp1252", errors="replace")
    found.waiting.clear()
    _put(found, text)


def _tidy(text: str) -> str:
    """The text with surrogate pairs joined, and without spaces at line ends and empty paragraphs."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    lines = [line.strip().removesuffix(" |").strip() for line in whole.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
