"""Where a claim's quote is in its sentence."""

from __future__ import annotations

from reconcile.model.records import Claim


def quote_span(claim: Claim) -> tuple[int, int] | None:
    """The quote's first code point in the claim's sentence and the one behind its last.

    Returns:
        None where the sentence does not hold the quote there. Claims of an old ledger do not say where their sentence
        starts: the first place with the same words is taken.
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
