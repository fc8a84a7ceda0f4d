"""The spool: slips waiting to print. A verb puts one in; the worker of a printer takes it out.

Delivery is at least once: a slip that may have come out already is printed again marked as a copy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any, cast

from flask import Flask

from app.clock import now
from app.db import db, transaction
from app.errors import NoPrinter
from app.events import History, history_of
from app.language import speaking
from app.models import Printer, Ticket
from app.models.printer import JobState
from app.office import Office
from app.printing import condition, jobs
from app.printing.condition import Condition
from app.printing.office_printers import printer_for_slips
from app.printing.recap_slip import recap_slip
from app.printing.slips import slip_of, strip_slip
from app.printing.todo_slip import todo_slip
from app.printing.trying import lesson
from printers.drivers import UNKNOWN, PrinterError, Status, Trouble
from printers.slip import Slip
from printers.teaching import Lesson
from printers.worker import Job

LEASE = timedelta(seconds=30)
LONGEST_BACK_OFF = 10
TRIED_ANYWAY_AFTER = timedelta(minutes=1)
"""A printer that failed and cannot say how it is gets its next slip after so long."""
NOTED_EVERY = timedelta(minutes=1)
"""So often it is written down that a printer is as it was."""


def put_ticket(history: History, ticket: Ticket, ahead: int, kiosk_id: int | None) -> None:
    """Write a ticket's slip into the spool of the kiosk's printer, inside the verb's transaction.

    Only the facts of this moment are kept: the slip is worded and laid out when the printer is free.
    """
    _put(history, json.dumps({"ahead": ahead}), ticket.id, kiosk_id)


def put_strip(history: History, letter: str, numbers: list[str]) -> None:
    """Write the slips of a paper strip into the spool, one each."""
    for number in numbers:
        _put(history, json.dumps({"strip": number, "letter": letter}))


def put_recap(history: History, facts: dict[str, Any]) -> None:
    """Write a day's closing slip into the spool; the facts are worded when it prints (printing.recap_slip)."""
    _put(history, json.dumps({"recap": facts}))


def put_todo(history: History, facts: dict[str, Any], touch: str, kiosk_id: int | None = None) -> None:
    """Write the list of what a citizen still has to bring into the spool (printing.todo_slip), once per touch."""
    if jobs.OF_TOUCH.one(history.session, of_office=history.office.id, by_touch=touch) is None:
        _put(history, json.dumps({"todo": facts}), kiosk_id=kiosk_id, touch=touch)


def put_again(history: History, ticket: Ticket, ahead: int, kiosk_id: int | None) -> int | None:
    """Write a ticket's slip into the spool once more, as a copy of the one it had; that one is printed no more.

    Args:
        ahead: how many are before it now, should it never have had a slip.
        kiosk_id: where it is asked for; None is at a desk.

    Returns:
        how many copies it had before; None when one is still on its way, and so is not joined by another.

    Raises:
        NoPrinter: the office has none.
    """
    if not history.office.printers:
        raise NoPrinter
    earlier = jobs.OF_TICKET.run(history.session, of_ticket=ticket.id)
    if any(is_copy and state in (JobState.QUEUED, JobState.PRINTING) for _facts, state, is_copy in earlier):
        return None
    jobs.SUPERSEDE.run(history.session, of_ticket=ticket.id, moment=now())
    facts = earlier[0][0] if earlier else json.dumps({"ahead": ahead})
    _put(history, facts, ticket.id, kiosk_id, is_copy=True)
    return sum(bool(is_copy) for _facts, _state, is_copy in earlier)


def _put(
    history: History,
    facts: str,
    ticket_id: int | None = None,
    kiosk_id: int | None = None,
    *,
    is_copy: bool = False,
    touch: str | None = None,
) -> None:
    printer = printer_for_slips(history.office, kiosk_id)
    if printer is None:
        return
    # By the clock, not by the history, which may be ahead of a clock that was set back.
    moment = now()
    jobs.PUT.run(
        history.session,
        branch_id=history.office.id,
        printer_id=printer.id,
        ticket_id=ticket_id,
        kiosk_id=kiosk_id,
        only_here=False,
        touch=touch,
        facts=facts,
        created_at=moment,
        next_try_at=moment,
        may_have_printed=is_copy,
    )


def take_back(app: Flask) -> None:
    """Let slips be taken at once whose worker is gone for certain: the only server has just begun."""
    with app.app_context(), transaction() as session:
        jobs.TAKE_BACK.run(session, moment=now())


class PrinterSpool:
    """One printer's side of the spool, as its worker sees it (printers.worker.Spool)."""

    def __init__(self, app: Flask, printer_id: int) -> None:
        self.app = app
        self.printer_id = printer_id

    def claim(self) -> Job | None:
        """Take the oldest slip that is due, for as long as a lease lasts; None when there is none."""
        with self.app.app_context():
            if jobs.DUE.one(db.session(), of_printer=self.printer_id, moment=now()) is None:
                return None
            return self._claim()

    def mark_printed(self, job: Job, status: Status, millimetres: int) -> None:
        """The slip came out, as far as the printer can tell."""
        ends_as = JobState.UNCONFIRMED if status == UNKNOWN else JobState.PRINTED
        with self._at_office() as (history, printer):
            if not self._end(history, job, ends_as) or printer is None:
                return
            jobs.HAS_PRINTED.run(history.session, of_printer=printer.id, more_mm=millimetres, moment=now())
            now_is = Condition.of(printer).having_printed(status)
            if now_is != Condition.of(printer):
                condition.keep(history, printer, now_is)

    def mark_failed(self, job: Job, error: PrinterError) -> None:
        """The slip did not come out (or nobody knows): here or elsewhere it is tried again, and the office hears."""
        with self._at_office() as (history, printer):
            if error.trouble is Trouble.UNPRINTABLE:
                self._end(history, job, JobState.FAILED, error.reason)
            elif self._put_back(history, job, error):
                if printer is not None:
                    condition.keep(history, printer, Condition.of(printer).in_trouble(error.trouble))
                condition.move_waiting(history, self.printer_id)

    def address(self) -> str | None:
        """The printer's address; None when the office does not use it any more."""
        with self.app.app_context():
            found = jobs.ADDRESS.one(db.session(), of_printer=self.printer_id)
            return found[0] if found else None

    def mark_status(self, status: Status, trouble: Trouble | None) -> None:
        """What the printer said, or that it could not be asked."""
        with self._at_office() as (history, printer):
            if printer is None:
                return
            known = Condition.of(printer)
            now_is = known.in_trouble(trouble) if trouble else known.having_said(status)
            if now_is == known:
                self._note_now_and_then(history, printer, now_is)
            elif now_is.is_down or not known.is_down or self._may_be_believed(history, known, status):
                condition.keep(history, printer, now_is)

    def put_back(self, *, maybe_printed: bool) -> None:
        """Let what is being printed wait again: whoever printed it is gone, or never heard that it was theirs."""
        with self._at_office() as (history, _printer):
            jobs.RELEASE.run(history.session, of_printer=self.printer_id, maybe=maybe_printed)

    def give_up_old(self, age: timedelta) -> None:
        """Let slips expire that are older than the office prints them, of a printer that nobody works at."""
        with self.app.app_context():
            oldest = jobs.DUE.one(db.session(), of_printer=self.printer_id, moment=now())
        if oldest and oldest[1] and now() - oldest[2] > age:
            with self._at_office() as (history, _printer):
                self._first_due(history, now())

    @cached_property
    def _office_id(self) -> int:
        found = jobs.OFFICE_OF_PRINTER.one(db.session(), of_printer=self.printer_id)
        assert found
        return int(found[0])

    @contextmanager
    def _at_office(self) -> Iterator[tuple[History, Printer | None]]:
        with self.app.app_context():
            office_id = self._office_id
            with transaction() as session, history_of(session, office_id) as history:
                yield history, next((each for each in history.office.printers if each.id == self.printer_id), None)

    def _claim(self) -> Job | None:
        moment = now()
        with self._at_office() as (history, printer):
            job_id = self._first_due(history, moment) if printer else None
            if printer is None or job_id is None:
                return None
            if jobs.LEASED.one(history.session, of_printer=self.printer_id, moment=moment):
                return None
            taken = jobs.CLAIM.one(history.session, job_id=job_id, lease_ends=moment + LEASE)
            assert taken
            ticket_id, facts, put_at, claim, is_copy = taken
            ticket = _ticket(history, ticket_id) if ticket_id else None
            office = history.office
        words = _worded(office, printer, ticket, json.loads(facts), put_at)
        return Job(job_id, words.to_json(), printer.url, printer.width_mm, is_copy, claim, printer.profile)

    def _first_due(self, history: History, moment: datetime) -> int | None:
        due = jobs.DUE.one(history.session, of_printer=self.printer_id, moment=moment)
        # A citizen has gone after two minutes; the numbers of a strip wait for nobody.
        too_old = moment - timedelta(seconds=history.office.branch.slip_expires_seconds)
        if due and due[1] and due[2] < too_old:
            jobs.EXPIRE.run(history.session, of_printer=self.printer_id, moment=moment, too_old=too_old)
            due = jobs.DUE.one(history.session, of_printer=self.printer_id, moment=moment)
        return due[0] if due else None

    def _end(self, history: History, job: Job, ends_as: JobState, why: str = "") -> bool:
        ours = {"job_id": job.id, "by_claim": job.claim}
        return bool(jobs.END.run(history.session, **ours, ends_as=ends_as.value, why=why[:200], moment=now()))

    def _put_back(self, history: History, job: Job, error: PrinterError) -> bool:
        failures = self._tries(history)[0]
        again_at = now() + timedelta(seconds=min(2**failures, LONGEST_BACK_OFF))
        back = jobs.PUT_BACK.run(
            history.session,
            job_id=job.id,
            by_claim=job.claim,
            again_at=again_at,
            maybe=error.maybe_printed,
            why=error.reason[:200],
        )
        if back:
            jobs.HAS_FAILED.run(history.session, of_printer=self.printer_id, again_at=again_at)
        return bool(back)

    def _may_be_believed(self, history: History, known: Condition, status: Status) -> bool:
        # A printer may call itself well and break off all the same: not before its next try is due. One that does
        # not say how it is can at least be reached again; whatever else was wrong is tried anew after a while.
        _failures, again_at, _checked_at = self._tries(history)
        says_nothing = status == UNKNOWN and known.trouble != Trouble.UNREACHABLE
        rest = TRIED_ANYWAY_AFTER if says_nothing else timedelta()
        return again_at is None or now() >= again_at + rest

    def _note_now_and_then(self, history: History, printer: Printer, now_is: Condition) -> None:
        checked_at = self._tries(history)[2]
        if checked_at is None or now() - checked_at >= NOTED_EVERY:
            condition.keep(history, printer, now_is)

    def _tries(self, history: History) -> tuple[int, datetime | None, datetime | None]:
        found = jobs.TRIES.one(history.session, of_printer=self.printer_id)
        assert found
        return found[0], found[1], found[2]


def _ticket(history: History, ticket_id: int) -> Ticket:
    found = jobs.TICKET.one(history.session, ticket_id=ticket_id)
    assert found
    values = dict(zip(jobs.TICKET_COLUMNS, found, strict=True))
    office = history.office
    return cast(
        Ticket,
        SimpleNamespace(**values, branch=office.branch, service=office.services_by_id[values["service_id"]]),
    )


def _worded(
    office: Office, printer: Printer, ticket: Ticket | None, facts: dict[str, Any], put_at: datetime
) -> Slip | Lesson:
    if "test" in facts:
        with speaking(facts["test"]):
            return lesson(office.branch, printer.name)
    if "recap" in facts:
        return recap_slip(office.branch, facts["recap"])
    if "todo" in facts:
        return todo_slip(office, facts["todo"], put_at)
    if ticket is None:
        return strip_slip(office, facts["letter"], facts["strip"], put_at)
    return slip_of(office, ticket, facts["ahead"])
