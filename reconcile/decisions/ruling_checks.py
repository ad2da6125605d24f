"""Check rulings as entered: valid ones become rulings for the log, others are refused with the reason and the remedy.

Each check is named for the fact that it verifies; a new check is one function and one line in CHECKS.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from reconcile.decisions.cells import CELLS, SHEETS, Entry
from reconcile.decisions.known import Known
from reconcile.decisions.ruling_values import Unfit, subject_of, value_of
from reconcile.model.ids import short_id
from reconcile.model.records import Ruling
from reconcile.model.short_references import spell_out
from schemas.codes import DecisionWord

Check = Callable[[Entry, Known], str | None]
"""Returns what is wrong with an entry, in a sentence or two; None where nothing is wrong."""

_WORD = re.compile(r"[^\s,;]+")

NEW = 0
"""The sequence of a ruling that is not in the log yet; rulings in the log are numbered from 1."""


@dataclass(frozen=True)
class Refusal:
    """A filled-in row that was refused: the first check that it failed, and all that is wrong with it."""

    entry: Entry
    check: str
    reason: str


@dataclass(frozen=True)
class Judged:
    """The entries of a workbook, sorted by result. `taken` are new rulings, without a time and with the sequence NEW.

    `same` are rulings in force that the workbook shows again; `reopened` are the ids of those whose evidence has
    changed since.
    """

    taken: tuple[Ruling, ...] = ()
    refused: tuple[Refusal, ...] = ()
    same: tuple[Ruling, ...] = ()
    reopened: tuple[str, ...] = ()


def judge(entries: Iterable[Entry], known: Known) -> Judged:
    """Sort entries into new valid rulings, rulings that are already in the log, and refused rows."""
    outcomes = [(entry, judge_one(entry, known)) for entry in entries]
    refused = [outcome for _, outcome in outcomes if isinstance(outcome, Refusal)]
    found = [(entry, outcome) for entry, outcome in outcomes if not isinstance(outcome, Refusal)]
    same = [ruling for _, ruling in found if ruling.sequence != NEW]
    new = defaultdict(list)
    for entry, ruling in found:
        if ruling.sequence == NEW:
            new[ruling.about].append((entry, ruling))
    torn = {about for about, made in new.items() if len({_cells(ruling) for _, ruling in made}) > 1}
    refused += [
        Refusal(entry, "is_ruled_on_once", f"Several rows rule on {about}, each in another way: keep one of them.")
        for about in sorted(torn)
        for entry, _ in new[about]
    ]
    return Judged(
        tuple(made[0][1] for about, made in new.items() if about not in torn),
        tuple(sorted(refused, key=lambda refusal: (list(SHEETS).index(refusal.entry.sheet), refusal.entry.row))),
        tuple(same),
        tuple(ruling.about for ruling in same if known.has_moved(ruling)),
    )


def _cells(ruling: Ruling) -> tuple[str | None, ...]:
    return tuple(getattr(ruling, key) for key in CELLS)


def judge_one(entry: Entry, known: Known) -> Ruling | Refusal:
    """The new ruling for an entry, or the log's own ruling if it is the same, or the refusal with its reason."""
    entry = replace(entry, value=named_in(entry, known))
    standing = known.already(entry.about, entry)
    if standing is None:
        for checks in (WHAT, HOW):
            wrong = {check.__name__: said for check in checks if (said := check(entry, known))}
            if wrong:
                return Refusal(entry, next(iter(wrong)), " ".join(wrong.values()))
    ruling = standing or make_ruling(entry, known)
    logged = known.already(ruling.about, ruling)
    if logged and known.stands(logged):
        return logged
    problem = was_not_replaced(logged) if logged else evidence_is_as_shown(entry, known)
    check = "was_not_replaced" if logged else "evidence_is_as_shown"
    return Refusal(entry, check, problem) if problem else ruling


def named_in(entry: Entry, known: Known) -> str:
    """The value with its short references, beginnings of ids and names of events replaced by whole ids.

    A word that may name several rows is left as it is, and refused where it must name one.
    """
    decision = entry.decision.casefold()
    said = spell_out(entry.value, known.refs)
    if decision not in NAMING:
        return said
    return known.event_named(entry.value) or _WORD.sub(lambda word: known.whole_id(word[0]), said)


NAMING = ("merge events", "split events", "wrong reading", "accept value", "same source", "not comparable")
"""The decisions whose value may name other rows."""


def make_ruling(entry: Entry, known: Known) -> Ruling:
    """A valid entry as a new ruling; its id is a hash of what was ruled, by whom, on what evidence."""
    about, value = subject_of(entry, known, value_of(entry, known))
    decision, reviewer, evidence = (
        DecisionWord(entry.decision.casefold()),
        entry.reviewer or None,
        known.evidence(about),
    )
    said = (known.period, about, decision.value, value, entry.reason, entry.analyst, reviewer, evidence)
    return Ruling(
        decision_id=short_id("d", *said),
        period=known.period,
        about=about,
        decision=decision,
        value=value,
        reason=entry.reason,
        analyst=entry.analyst,
        reviewer=reviewer,
        decided_at="",
        evidence_hash=evidence,
        sequence=NEW,
    )


def is_in_the_log(entry: Entry, known: Known) -> bool:
    """True for a ruling that is in the log, even if a later one has replaced it."""
    outcome = judge_one(entry, known)
    if isinstance(outcome, Refusal):
        return outcome.check == "was_not_replaced"
    return outcome.sequence != NEW


def id_is_known(entry: Entry, known: Known) -> str | None:
    """The row's id is in the period's last run."""
    if not entry.about:
        return "The row has no id: decide in the row that the workbook came with."
    if entry.about in known.rows[entry.sheet]:
        return None
    return f"The last run of {known.period} found no {entry.about}: decide in the workbook that it made."


def decision_is_offered(entry: Entry, known: Known) -> str | None:
    """The decision is one of those that its sheet offers."""
    words = SHEETS[entry.sheet].words
    if entry.decision.casefold() in words:
        return None
    if not entry.decision:
        return "No decision is picked: pick one, or empty the row's other yellow cells."
    return f"'{entry.decision}' is not a decision of the sheet {entry.sheet}: {', '.join(words)}."


def value_fits(entry: Entry, known: Known) -> str | None:
    """The value is of the kind that the decision needs."""
    try:
        value_of(entry, known)
    except Unfit as problem:
        return str(problem)
    return None


def reason_is_given(entry: Entry, known: Known) -> str | None:
    """A reason is given, for those who read the log later."""
    return None if entry.reason else "It has no reason: say why under Reason."


def analyst_is_named(entry: Entry, known: Known) -> str | None:
    """The analyst who makes the ruling is named."""
    return None if entry.analyst else "It names no analyst: say under Analyst who rules."


def reviewer_is_another(entry: Entry, known: Known) -> str | None:
    """The reviewer is not the analyst: nobody reviews their own ruling."""
    if not entry.reviewer or entry.reviewer.casefold() != entry.analyst.casefold():
        return None
    return f"{entry.reviewer} cannot review a ruling of their own: name somebody else, or nobody yet."


def evidence_is_as_shown(entry: Entry, known: Known) -> str | None:
    """The evidence is as the analyst saw it: the workbook's hash, where it has one, is that of the last run."""
    if not entry.evidence or entry.evidence == known.evidence(entry.about):
        return None
    return "Its evidence has changed since this workbook was made: decide it in the one that the last run made."


def was_not_replaced(ruling: Ruling) -> str:
    """The refusal of a ruling that a later one has replaced, so that an old workbook does not undo a later ruling."""
    return (
        f"This ruling was taken on {ruling.decided_at[:10]}, and a later one has replaced it. "
        "To go back to it, give a reason in other words."
    )


WHAT: tuple[Check, ...] = (id_is_known, decision_is_offered)
HOW: tuple[Check, ...] = (value_fits, reason_is_given, analyst_is_named, reviewer_is_another)
CHECKS = (*WHAT, *HOW)
"""The checks in the order in which they are made; what a row rules on is checked before how it rules."""
