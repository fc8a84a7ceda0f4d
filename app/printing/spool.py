"""The spool: slips waiting to print. A verb puts one in; the worker of a printer takes it out.

Delivery is at least once: a slip that may have come out already is printed again marked as a copy.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.db import db, transaction
from app.events import History, history_of
from app.models import Branch, Printer, PrintJob, Ticket
from app.models.printer import JobState
from app.printing.recap_slip import recap_slip
from app.printing.slips import slip_of, strip_slip
from app.statements import Statement
from printers.drivers import PrinterError
from printers.slip import as_copy
from printers.worker import Job

EXPIRES_AFTER = timedelta(minutes=2)
LEASE = timedelta(seconds=30)
LONGEST_BACK_OFF = 10
OPEN = (JobState.QUEUED, JobState.PRINTING)


PUT = Statement(insert(PrintJob), ("branch_id", "printer_id", "ticket_id", "facts", "created_at", "next_try_at"))


def put_ticket(history: History, ticket: Ticket, ahead: int) -> None:
    """Write a ticket's slip into the spool of the office's printer, inside the verb's transaction.

    Only the facts of this moment are kept: the slip is worded and laid out when the printer is free.
    """
    _put(history, {"ahead": ahead}, ticket.id)


def put_strip(history: History, letter: str, numbers: list[str]) -> None:
    """Write the slips of a paper strip into the spool, one each."""
    for number in numbers:
        _put(history, {"strip": number, "letter": letter})


def put_recap(history: History, facts: dict[str, Any]) -> None:
    """Write a day's closing slip into the spool; the facts are worded when it prints (printing.recap_slip)."""
    _put(history, {"recap": facts})


def _put(history: History, facts: dict[str, Any], ticket_id: int | None = None) -> None:
    if not history.office.printers:
        return
    PUT.run(
        history.session,
        branch_id=history.office.id,
        printer_id=history.office.printers[0].id,
        ticket_id=ticket_id,
        facts=json.dumps(facts),
        created_at=history.at,
        next_try_at=history.at,
    )


class PrinterSpool:
    """One printer's side of the spool, as its worker sees it (printers.worker.Spool)."""

    def __init__(self, app: Flask, printer_id: int) -> None:
        self.app = app
        self.printer_id = printer_id

    def claim(self) -> Job | None:
        """Take the oldest slip that is due, for as long as a lease lasts; None when there is none."""
        with self.app.app_context():
            return self._claim() if self._anything_due() else None

    def _claim(self) -> Job | None:
        with transaction() as session:
            printer = self._locked_printer(session)
            if printer is None:
                return None
            self._let_expire(session)
            row = session.scalar(self._due().limit(1))
            if row is None or self._somebody_prints(session):
                return None
            return _claimed(row, printer)

    def mark_printed(self, job: Job) -> None:
        """The slip came out, as far as the printer can tell."""
        with self.app.app_context(), transaction() as session:
            printer, row = self._mine(session, job)
            if printer is None or row is None:
                return
            row.state, row.ended_at, row.error = JobState.PRINTED, now(), ""
            _printer_is(session, printer, trouble="")

    def mark_failed(self, job: Job, error: PrinterError) -> None:
        """The slip did not come out (or nobody knows): try again soon, and tell the office."""
        with self.app.app_context(), transaction() as session:
            printer, row = self._mine(session, job)
            if printer is None or row is None:
                return
            row.state, row.claimed_until, row.error = JobState.QUEUED, None, error.reason[:200]
            row.may_have_printed = row.may_have_printed or error.maybe_printed
            row.attempts += 1
            row.next_try_at = now() + timedelta(seconds=min(2 ** (row.attempts - 1), LONGEST_BACK_OFF))
            _printer_is(session, printer, trouble=error.trouble)

    def _due(self) -> Select[PrintJob]:
        moment = now()
        queued = (PrintJob.state == JobState.QUEUED) & (PrintJob.next_try_at <= moment)
        lost = (PrintJob.state == JobState.PRINTING) & (PrintJob.claimed_until < moment)
        return select(PrintJob).where(PrintJob.printer_id == self.printer_id, queued | lost).order_by(PrintJob.id)

    def _anything_due(self) -> bool:
        return db.session.scalar(self._due().with_only_columns(PrintJob.id).limit(1)) is not None

    def _locked_printer(self, session: Session) -> Printer | None:
        printer = session.get(Printer, self.printer_id)
        if printer:
            session.get(Branch, printer.branch_id, with_for_update=True)
            session.refresh(printer)
        return printer if printer and printer.is_active else None

    def _let_expire(self, session: Session) -> None:
        # A citizen has gone after two minutes; the numbers of a strip wait for nobody.
        too_old = (PrintJob.created_at < now() - EXPIRES_AFTER) & PrintJob.ticket_id.is_not(None)
        mine = (PrintJob.printer_id == self.printer_id) & PrintJob.state.in_(OPEN)
        expired = update(PrintJob).where(mine, too_old, PrintJob.next_try_at <= now())
        session.execute(expired.values(state=JobState.EXPIRED, ended_at=now()))

    def _somebody_prints(self, session: Session) -> bool:
        printing = (PrintJob.state == JobState.PRINTING) & (PrintJob.claimed_until >= now())
        return session.scalar(select(PrintJob.id).where(PrintJob.printer_id == self.printer_id, printing)) is not None

    def _mine(self, session: Session, job: Job) -> tuple[Printer | None, PrintJob | None]:
        # The claim is a fencing number: whoever lost the lease may not speak for the slip any more.
        printer = self._locked_printer(session)
        row = session.get(PrintJob, job.id)
        mine = row is not None and row.state == JobState.PRINTING and row.claim == job.claim
        return printer, row if mine else None


def _claimed(row: PrintJob, printer: Printer) -> Job:
    row.may_have_printed = row.may_have_printed or row.state == JobState.PRINTING
    row.state, row.claimed_until = JobState.PRINTING, now() + LEASE
    row.claim += 1
    return Job(
        id=row.id,
        slip_json=_slip_json(row),
        url=printer.url,
        width_mm=printer.width_mm,
        copy=row.may_have_printed,
        claim=row.claim,
    )


def _slip_json(row: PrintJob) -> str:
    facts = json.loads(row.facts)
    if "recap" in facts:
        slip = recap_slip(row.branch, facts["recap"])
    elif row.ticket is None:
        slip = strip_slip(row.branch, facts["letter"], facts["strip"], row.created_at)
    else:
        slip = slip_of(row.ticket, facts["ahead"])
    return (as_copy(slip) if row.may_have_printed else slip).to_json()


def _printer_is(session: Session, printer: Printer, *, trouble: str) -> None:
    was_down, printer.is_down, printer.trouble = printer.is_down, bool(trouble), trouble
    if was_down != printer.is_down:
        with history_of(session, printer.branch_id) as history:
            history.record("printer.down" if printer.is_down else "printer.up", printer=printer.name)
