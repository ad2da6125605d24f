"""Close a month, and open it again.

A month is closed by the sealed record in the ledger. Its files are prepared beside the report before the record is
added, and moved into place after it. So a closing that is interrupted either has no effect, or is completed by the next
command.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from reconcile.errors import BadInput
from reconcile.months.closing.frozen import Write, complete_closing, stage, stage_version
from reconcile.months.closing.obstacles import obstacles, serious, typed_sign_off
from reconcile.months.closing.signing import Signing, name_faults, reason_faults, same_words
from reconcile.store.closed_months import (
    CLOSED,
    REOPENED,
    Closing,
    closed_months,
    last_closing,
    read_closings,
    refuse_closed,
    refuse_no_month,
    seal_of,
)
from reconcile.store.ledger import INPUTS, Ledger, Run, writing
from reconcile.store.workspace import Workspace
from reconcile.wording.figure_words import period_words

__all__ = ["Closing", "Signing", "close", "reopen"]

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present time, with its zone."""
    return datetime.now(UTC)


def close(workspace: Workspace, period: str, signing: Signing, write: Write, clock: Clock = now) -> Closing:
    """Close a month on its last run: write its report once more, record who signed it, and freeze it with its hashes.

    A name that is not given is the one typed into the workbook's sign-off; its remarks are kept in the signed workbook.

    An interrupted closing by the same two people is completed.

    Raises:
        BadInput: the month cannot be closed; the message lists all `obstacles`.
    """
    refuse_no_month(period)
    with writing(workspace) as ledger:
        if complete_closing(workspace, ledger, period) and (made := _made_by(ledger, period, signing)):
            return made
        refuse_closed(ledger, period, workspace)
        run = _run_to_close(ledger, period)
        typed = typed_sign_off(workspace, period)
        signing = replace(
            signing, by=signing.by or typed.prepared_by, reviewed_by=signing.reviewed_by or typed.reviewed_by
        )
        _refuse(f"{period_words(period)} cannot be closed:", list(obstacles(workspace, ledger, run, signing)))
        closing = _draft(ledger, run, signing, typed.remarks, clock())
        sealed = _seal(ledger, replace(closing, files=stage(workspace, ledger, run, closing, write)))
        complete_closing(workspace, ledger, period)
    return sealed


def reopen(workspace: Workspace, period: str, by: str, reason: str, write: Write, clock: Clock = now) -> Closing:
    """Open a closed month again, for a reason; the signed files are kept beside the report as a version of their own.

    A signed file that was altered since is written again from the ledger, by `write`.

    Raises:
        BadInput: the month is not closed, a later month is, or the ledger does not give the file as signed.
    """
    refuse_no_month(period)
    with writing(workspace) as ledger:
        complete_closing(workspace, ledger, period)
        last = last_closing(ledger, period)
        if last is None or last.action != CLOSED:
            raise BadInput(f"{period_words(period)} is not closed.", "There is nothing to reopen.")
        _refuse("Reopening needs a name and a reason:", [*name_faults("--by", by), *reason_faults("--reason", reason)])
        _refuse_under_closed(ledger, period)
        stage_version(workspace, ledger, last, write)
        sealed = _seal(ledger, _reopening(last, by.strip(), reason.strip(), clock()))
        complete_closing(workspace, ledger, period)
    return sealed


def _refuse(what: str, faults: Sequence[str]) -> None:
    if faults:
        raise BadInput("\n- ".join([what, *faults]))


def _refuse_under_closed(ledger: Ledger, period: str) -> None:
    later = [p for p in closed_months(read_closings(ledger)) if p > period]
    if later:
        raise BadInput(
            f"{period_words(later[0])}, which opens with the figures of {period_words(period)}, is closed.",
            f"Restate the figure in an open month, or first: reconcile reopen {later[-1]} --by NAME --reason WHY",
        )


def _made_by(ledger: Ledger, period: str, signing: Signing) -> Closing | None:
    """The closing of the month, where it is closed and was signed by these two people."""
    last = last_closing(ledger, period)
    if last is None or last.action != CLOSED:
        return None
    asked, signed = (signing.by, signing.reviewed_by), (last.by, last.reviewed_by or "")
    return last if [*map(same_words, asked)] == [*map(same_words, signed)] else None


def _run_to_close(ledger: Ledger, period: str) -> Run:
    run = ledger.last_run(period)
    if run is None:
        raise BadInput(f"{period_words(period)} was not run yet.", f"Run it first: reconcile run {period}")
    return run


def _draft(ledger: Ledger, run: Run, signing: Signing, remarks: Sequence[str], moment: datetime) -> Closing:
    last = last_closing(ledger, run.period)
    waived = tuple(conflict.conflict_id for conflict in serious(ledger, run)) if signing.waive else ()
    rulings = ledger.last_ruling()
    return Closing(
        period=run.period,
        version=last.version + 1 if last else 1,
        action=CLOSED,
        run=run.number,
        content=run.content or "",
        by=signing.by.strip(),
        reviewed_by=signing.reviewed_by.strip(),
        reason=signing.waive.strip() if signing.waive else None,
        at=moment.isoformat(timespec="seconds"),
        waived=waived,
        remarks=tuple(remarks),
        inputs=ledger.paper(run.number, INPUTS),
        trail=ledger.trail(run.number, rulings),
        rulings=rulings,
    )


def _reopening(last: Closing, by: str, reason: str, moment: datetime) -> Closing:
    at = moment.isoformat(timespec="seconds")
    return replace(last, action=REOPENED, by=by, reviewed_by=None, reason=reason, at=at, waived=())


def _seal(ledger: Ledger, closing: Closing) -> Closing:
    """Seal the record on top of the one before it and add it to the ledger; from here on the closing is in force."""
    chain = read_closings(ledger)
    bound = replace(closing, previous=chain[-1].seal if chain else None)
    record = bound.record()
    ledger.add_closing(closing.period, record, seal_of(record))
    return replace(bound, seal=seal_of(record))
