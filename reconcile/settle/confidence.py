"""How far a figure can be trusted, in the words that casualty recorders use (after Airwars' grading)."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.compare.voices import TRUST, Voice

CONDITIONS = {
    "contested": "sources exclude one another, or a party denies the event, and the desk has not ruled",
    "confirmed": "the desk has ruled, or three independent originators allow it, or two of which one is rated A or B",
    "fair": "two independent originators allow it, or a single one that is rated A or B",
    "weak": "a single originator that is not rated A or B, or nothing but allegations",
    "discounted": "every originator behind it is rated E, unreliable",
}
"""What each word means; docs and the data dictionary print this."""


def confidence_of(status: str, voices: Sequence[Voice]) -> str:
    """The word for a figure of this status with these voices behind it; the first condition that holds decides."""
    trusted = any(TRUST[v.reliability] <= TRUST["B"] for v in voices)
    if status == "decided":
        return "confirmed"
    if all(v.reliability == "E" for v in voices):
        return "discounted"
    if status == "contested":
        return "contested"
    if all(v.alleged for v in voices):
        return "weak"
    if len(voices) >= 3 or (len(voices) == 2 and trusted):
        return "confirmed"
    return "fair" if len(voices) == 2 or trusted else "weak"
