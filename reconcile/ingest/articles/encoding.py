"""Bytes to text: detects the encoding of a file, and records where it had to be guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from reconcile.ingest.datasets.dataset_rows import Unreadable

SAMPLE = 200_000
"""Number of bytes from which an undeclared encoding is detected."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CANDIDATES = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r", "mac_roman"),
    *("big5", "gb18030", "shift_jis", "euc_jp", "euc_kr"),
]
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.01
_MOST_DAMAGED = 0.02
_AS_TIDY, _AS_LIKE = 0.01, 0.05


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, its encoding, and how many of its characters (U+FFFD) replace bytes that could not be decoded.

    `guessed` is True where the encoding was inferred from letter frequencies, and may be wrong.
    """

    text: str
    encoding: str
    damaged: int = 0
    guessed: bool = False


def decode(data: bytes, stated: str | None = None) -> Decoded:
    r"""Decode the bytes of a text file. Line ends are kept; a byte order mark is dropped.

    Args:
        data: the content of the file.
        stated: the encoding that the file declares; used where the bytes are not UTF-8.

    Raises:
        Unreadable: the file has only blanks (text_is_not_empty), or is not text at all (text_is_readable).

    >>> decode(b"\xef\xbb\xbf11 killed\r\n")
    Decoded(text='11 killed\r\n', encoding='utf-8', damaged=0, guessed=False)
    >>> decode("onze tués à Damas".encode("utf-16")).encoding
    'utf-16-le'
    """
    if not data.strip():
        raise Unreadable("text_is_not_empty", "holds no text.", "Delete it, or save the article again.")
    found = _marked(data) or _unmarked(data, stated)
    if len(_CONTROLS.findall(found.text[:SAMPLE])) > _MOST_CONTROLS * min(len(found.text), SAMPLE):
        raise _binary()
    if not found.text.strip():
        raise Unreadable("text_is_not_empty", "holds no text.", "Delete it, or save the article again.")
    return found


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            return Decoded(text, encoding, text.count("\ufffd"))
    return None


def _unmarked(data: bytes, stated: str | None) -> Decoded:
    if b"\0" in data:
        return _wide(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _as_stated(data, stated) or _mended(data) or _named(data)


def _as_stated(data: bytes, stated: str | None) -> Decoded | None:
    try:
        return Decoded(data.decode(stated), stated.lower()) if stated else None
    except (LookupError, UnicodeError):
        return None


def _wide(data: bytes) -> Decoded:
    """UTF-16 without a mark: in Latin script every second byte is zero. Other bytes with zeros are not text."""
    head = data[:SAMPLE]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if max(even, odd) < 0.4 * half or min(even, odd) > 0.05 * half:
        raise _binary()
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _mended(data: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes (a file cut in the middle of a letter); each bad byte is replaced by U+FFFD."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    whole = sum(ord(c) > 127 for c in text[:SAMPLE]) - text[:SAMPLE].count("\ufffd")
    if whole >= damaged and damaged <= max(1, _MOST_DAMAGED * len(text)):
        return Decoded(text, "utf-8", damaged)
    return None


def _named(data: bytes) -> Decoded:
    """Decode with an encoding guessed from letter frequencies; among nearly equal guesses the most common is used."""
    matches = list(from_bytes(data[:SAMPLE], cp_isolation=_CANDIDATES))
    if not matches:
        raise _binary()
    tidy = min(match.chaos for match in matches) + _AS_TIDY
    like = max(match.coherence for match in matches if match.chaos <= tidy) - _AS_LIKE
    likely = [match.encoding for match in matches if match.chaos <= tidy and match.coherence >= like]
    encoding = next((name for name in _CANDIDATES if name in likely), likely[0])
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"), guessed=True)


def _binary() -> Unreadable:
    return Unreadable(
        "text_is_readable", "is not text (a picture, a program, a damaged file?).", "Save the article as UTF-8 text."
    )
