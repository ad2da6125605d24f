"""E-mails (.eml): each message is one article, such as a newsletter or a forwarded agency text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from reconcile.ingest.articles.encoding import decode
from reconcile.ingest.datasets.dataset_rows import PARSER_FAILURES, File, Problem, Record, Unreadable
from reconcile.ingest.formats.page import record_of_page

_HEAD = ("Subject", "From", "Date", "Content-Language")


def read_mail(file: File) -> Iterator[Record | Problem]:
    """The article of a message: its plain text, else its HTML; subject, sender, day and language from its headers.

    The author is the sender's name, or the address where there is no name.
    """
    data = file.path.read_bytes()
    if not data.strip():
        raise Unreadable("text_is_not_empty", "holds no text.", "Delete it, or save the message again.")
    try:
        message = message_from_bytes(data, policy=policy.default)
        part = message.get_body(preferencelist=("plain", "html"))
        body = _text_of(part) if isinstance(part, EmailMessage) else ""
        head = {key: str(message.get(key, "")).strip() or None for key in _HEAD}
    except PARSER_FAILURES as failure:
        raise Unreadable(
            "message_is_readable",
            f"is a message that cannot be taken apart ({type(failure).__name__}).",
            "Save it as text.",
        ) from None
    if not body.strip():
        raise Unreadable("text_is_not_empty", "holds no text to read.", "Save the message's words as a .txt file.")
    is_page = isinstance(part, EmailMessage) and part.get_content_type() == "text/html"
    record = record_of_page(file, body) if is_page else Record(file.name, body)
    yield replace(
        record,
        title=head["Subject"] or record.title,
        author=next(filter(None, parseaddr(head["From"] or "")), head["From"]),
        published=head["Date"],
        language=head["Content-Language"],
    )


def _text_of(part: EmailMessage) -> str:
    """The text of a part, decoded by its stated or detected encoding; line ends are those of the standard library."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    return decode(payload, part.get_content_charset()).text
