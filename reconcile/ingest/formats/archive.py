"""Archives (.zip): each member is read as a file of its own, one after another, within limits on number and size.

What an archive states about itself is not trusted: entries are counted, and bytes measured while they are unpacked. A
member is written to a temporary file under a generated name, so a name like '../../x' has no effect.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from reconcile.ingest.datasets.dataset_rows import PARSER_FAILURES, File, Problem, Unreadable
from reconcile.ingest.files import is_beside
from reconcile.ingest.formats.sheets import LARGEST_UNPACKED, PACKINGS

MOST_MEMBERS = 100_000
"""Files of one archive."""

MOST_RATIO = 200
"""Highest ratio of a member's size to its packed size, above one megabyte; text seldom reaches a ratio of thirty."""

_ENTRY = b"PK\x01\x02"
_PIECE = 1 << 20
_MAC = "__MACOSX"
_LONGEST_NAME = 300


def unpack(file: File, largest_mb: float) -> Iterator[File | Problem]:
    """The members of an archive as files, named 'archive.zip/member'; a member that cannot be read gives a Problem.

    A member's temporary file is deleted when the next one is requested. Folders, hidden files and notes are skipped.

    Raises:
        Unreadable: the file is not an archive, has too many members, or unpacks to more than 400 MB.
    """
    _check_entries(file)
    with _opened(file) as packed, tempfile.TemporaryDirectory(prefix="reconcile-") as folder:
        room = LARGEST_UNPACKED
        for info in packed.infolist():
            name = _plain_name(info.filename)
            if info.filename.endswith("/") or _is_passed_over(name):
                continue
            member = File(Path(folder) / f"member{_ending(name)}", f"{file.name}/{name}")
            try:
                room -= _unfold(packed, info, member.path, min(int(largest_mb * 1_000_000), room))
            except Unreadable as failure:
                yield Problem(
                    member.name, failure.check, f"{member.name} {failure.message}", failure.remedy, doc=member.name
                )
            else:
                yield member
            member.path.unlink(missing_ok=True)
            if room <= 0:
                raise Unreadable(
                    "file_is_not_too_large",
                    f"unfolds to more than {LARGEST_UNPACKED / 1e6:g} MB; it was read as far as {name}.",
                    "Split it.",
                )


def _check_entries(file: File) -> None:
    """Refuse an archive with too many members before its list of members is loaded."""
    found, tail = 0, b""
    with file.path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            found += (tail + piece).count(_ENTRY)
            tail = piece[-len(_ENTRY) + 1 :]
    if found > MOST_MEMBERS:
        raise Unreadable("file_is_not_too_large", f"holds more than {MOST_MEMBERS:,} files.", "Split it.")


def _opened(file: File) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file.path)
    except (zipfile.BadZipFile, *PARSER_FAILURES):
        raise Unreadable("file_is_whole", "is damaged and cannot be opened as .zip.", "Pack it again.") from None


def _unfold(packed: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, room: int) -> int:
    """Write a member's bytes to the target; returns their number.

    Raises:
        Unreadable: the member is locked, damaged, or larger than `room` bytes.
    """
    if info.flag_bits & 0x1:
        raise Unreadable("file_is_open", "is locked by a password.", "Unpack it, and put it there without one.")
    if info.compress_type not in PACKINGS:
        raise Unreadable("file_is_whole", "is packed in a way that is not read.", "Pack it again as a plain .zip.")
    try:
        with packed.open(info) as source, target.open("wb") as sink:
            return _pour(source, sink, room, info.compress_size)
    except (zipfile.BadZipFile, RuntimeError, *PARSER_FAILURES):
        raise Unreadable("file_is_whole", "is damaged and cannot be unpacked.", "Pack it again.") from None


def _pour(source: IO[bytes], sink: IO[bytes], room: int, packed_size: int) -> int:
    size = 0
    while piece := source.read(_PIECE):
        size += len(piece)
        if size > room:
            said = f"unfolds to more than {room / 1e6:,.1f} MB."
            remedy = "Unpack it and split it, or raise largest_file_mb in the desk's settings."
            raise Unreadable("file_is_not_too_large", said, remedy)
        if size > _PIECE and size > MOST_RATIO * packed_size:
            said = f"unfolds to more than {MOST_RATIO} times its size, as no text does."
            raise Unreadable("file_is_not_too_large", said, "Unpack it, look what it is, and put the text there.")
        sink.write(piece)
    return size


def _plain_name(name: str) -> str:
    r"""A member's name as a path below its archive; leading and parent folders are removed.

    >>> _plain_name("../../etc/passwd.txt"), _plain_name("C:\\desk\\a.txt"), _plain_name("/b\n.txt")
    ('etc/passwd.txt', 'C:/desk/a.txt', 'b\ufffd.txt')
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(" .")]
    plain = "/".join(parts)[-_LONGEST_NAME:] or "nameless"
    return "".join(c if c.isprintable() else "\ufffd" for c in plain)


def _is_passed_over(name: str) -> bool:
    *folders, own = name.split("/")
    return is_beside(own) or any(folder == _MAC or folder.startswith(".") for folder in folders)


def _ending(name: str) -> str:
    """All endings of a name ('.warc.gz'), as far as a file system allows them."""
    return "".join(PurePosixPath(name).suffixes[-2:]).lower().replace("/", "")[-20:]
