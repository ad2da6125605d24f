"""Where a quote is in its sentence."""

from __future__ import annotations

from reconcile.model.records import Claim, Unread


def quote_span(claim: Claim | Unread) -> tuple[int, int] | None:
    """Start and end of the quote in the sentence of a claim or of what was not read, in code points, the end exclusive.

    Returns:
        (start, end), or None where the sentence does not contain the quote there. Claims of an old ledger do not
        record where their sentence starts: the first place with the same words is used.
    """
    known = claim.sentence_start is not None
    start = claim.start - (claim.sentence_start or 0) if known else claim.sentence.find(claim.quote)
    end = start + len(claim.quote)
    return (start, end) if start >= 0 and claim.sentence[start:end] == claim.quote else None


def quoted(claim: Claim) -> str:
    """The sentence with the quote between « and », so that nothing depends on colour."""
    span = quote_span(claim)
    if span is None:
        return claim.sentence
    start, end = span
    return f"{claim.sentence[:start]}«{claim.quote}»{claim.sentence[end:]}"
