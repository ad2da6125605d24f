"""Rulings as typed become rulings for the log, or are refused with what is wrong, in words for who typed them.

Each check is named for the fact that it makes sure of; adding one is a function and a line in CHECKS.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reconcile.decisions.cells import CELLS, SHEETS, Entry
from reconcile.decisions.known import Known
from reconcile.decisions.ruling_values import Unfit, subject_of, value_of
from reconcile.model.ids import short_id
from reconcile.model.records import Ruling
from schemas.codes import DecisionWord

Check = Callable[[Entry, Known], str | None]
"""What is wrong with an entry, in a sentence or two; None where nothing is."""

NEW = 0
"""The sequence of a ruling that is not in the log yet; those that are count from 1."""


@dataclass(frozen=True)
class Refusal:
    """A filled-in row that was not taken: the first check that it failed, and all that is wrong with it."""

    entry: Entry
    check: str
    reason: str


@dataclass(frozen=True)
class Judged:
    """The entries of a workbook, told apart. `taken` are new rulings, which have no time yet and the sequence NEW.

    `same` are the standing rulings that a workbook merely shows again; `reopened` the ids among them whose evidence
    has changed since.
    """

    taken: tuple[Ruling, ...] = ()
    refused: tuple[Refusal, ...] = ()
    same: tuple[Ruling, ...] = ()
    reopened: tuple[str, ...] = ()


def judge(entries: Iterable[Entry], known: Known) -> Judged:
    """Tell the rulings that are new and sound from those that the log has already, and from those to refuse."""
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
    """The row for the log that an entry comes to, or the log's own row that says the same; else why it is refused."""
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


def make_ruling(entry: Entry, known: Known) -> Ruling:
    """A sound entry as a new ruling; its id is a hash of what was ruled, by whom, on what evidence."""
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
    """True for a ruling that was taken at some time, also where a later one has replaced it."""
    outcome = judge_one(entry, known)
    if isinstance(outcome, Refusal):
        return outcome.check == "was_not_replaced"
    return outcome.sequence != NEW


def id_is_known(entry: Entry, known: Known) -> str | None:
    """The row's id is one of the period's last run."""
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
    return f"'{entry.decision}' is no decision of the sheet {entry.sheet}: {', '.join(words)}."


def value_fits(entry: Entry, known: Known) -> str | None:
    """The value is what the decision wants."""
    try:
        value_of(entry, known)
    except Unfit as problem:
        return str(problem)
    return None


def reason_is_given(entry: Entry, known: Known) -> str | None:
    """Somebody who reads it next year knows why."""
    return None if entry.reason else "It has no reason: say why under Reason."


def analyst_is_named(entry: Entry, known: Known) -> str | None:
    """Somebody stands by it."""
    return None if entry.analyst else "It names no analyst: say under Analyst who rules."


def reviewer_is_another(entry: Entry, known: Known) -> str | None:
    """Four eyes: nobody reviews their own ruling."""
    if not entry.reviewer or entry.reviewer.casefold() != entry.analyst.casefold():
        return None
    return f"{entry.reviewer} cannot review a ruling of their own: name somebody else, or nobody yet."


def evidence_is_as_shown(entry: Entry, known: Known) -> str | None:
    """The analyst saw what the ruling rests on: the workbook's own hash, where it has one, is the last run's."""
    if not entry.evidence or entry.evidence == known.evidence(entry.about):
        return None
    return "Its evidence has changed since this workbook was made: decide it in the one that the last run made."


def was_not_replaced(ruling: Ruling) -> str:
    """Says that a ruling stood once and was replaced, so that an old workbook never undoes a later ruling."""
    return (
        f"This ruling was taken on {ruling.decided_at[:10]}, and a later one has replaced it. "
        "To go back to it, give a reason in other words."
    )


WHAT: tuple[Check, ...] = (id_is_known, decision_is_offered)
HOW: tuple[Check, ...] = (value_fits, reason_is_given, analyst_is_named, reviewer_is_another)
CHECKS = (*WHAT, *HOW)
"""In the order in which they are made; what a row rules on must be known before how it rules can be judged."""
