"""The rows of the spool: every statement on them, compiled once, each a range of the index of open slips."""

from __future__ import annotations

from sqlalchemy import Boolean, Integer, bindparam, case, insert, or_, select, update

from app.db import UtcDateTime
from app.models import Printer, PrintJob, Ticket
from app.models.printer import OPEN_JOB, PRINTING_JOB, QUEUED_JOB, JobState
from app.statements import Statement

moment = bindparam("moment", type_=UtcDateTime())
_of_printer = PrintJob.printer_id == bindparam("of_printer")
_claimed = (PrintJob.id == bindparam("job_id")) & (PrintJob.claim == bindparam("by_claim")) & PRINTING_JOB

_maybe = bindparam("maybe", type_=Boolean())

PUT_COLUMNS = (
    "branch_id", "printer_id", "ticket_id", "kiosk_id", "only_here", "touch", "facts", "created_at", "next_try_at",
    "may_have_printed",
)  # fmt: skip
PUT = Statement(insert(PrintJob), PUT_COLUMNS)

OF_TOUCH = Statement(
    select(PrintJob.id).where(PrintJob.branch_id == bindparam("of_office"), PrintJob.touch == bindparam("by_touch"))
)

_waits_for_nobody = PrintJob.ticket_id.is_(None) & PrintJob.only_here.is_(False) & PrintJob.touch.is_(None)

DUE = Statement(
    select(PrintJob.id, ~_waits_for_nobody, PrintJob.created_at)
    .join(Printer, Printer.id == PrintJob.printer_id)
    .where(
        _of_printer,
        OPEN_JOB,
        PrintJob.next_try_at <= moment,
        or_(Printer.next_try_at.is_(None), Printer.next_try_at <= moment),
    )
    .order_by(PrintJob.next_try_at, PrintJob.id)
    .limit(1)
)
"""The next slip of a printer: one that waits, or one whose lease has run out; and whether it may become too old."""

LEASED = Statement(select(PrintJob.id).where(_of_printer, PRINTING_JOB, PrintJob.next_try_at > moment).limit(1))
"""The slip that somebody prints now."""

EXPIRE = Statement(
    update(PrintJob)
    .where(
        _of_printer,
        OPEN_JOB,
        PrintJob.next_try_at <= moment,
        ~_waits_for_nobody,
        PrintJob.created_at < bindparam("too_old", type_=UtcDateTime()),
    )
    .values(state=JobState.EXPIRED.value, ended_at=moment)
)

CLAIM = Statement(
    update(PrintJob)
    .where(PrintJob.id == bindparam("job_id"))
    .values(
        state=JobState.PRINTING.value,
        next_try_at=bindparam("lease_ends", type_=UtcDateTime()),
        claim=PrintJob.claim + 1,
        # Whoever had it before is gone, and nobody knows how far they came.
        may_have_printed=or_(PrintJob.may_have_printed, PRINTING_JOB),
    )
    .returning(PrintJob.ticket_id, PrintJob.facts, PrintJob.created_at, PrintJob.claim, PrintJob.may_have_printed)
)

END = Statement(
    update(PrintJob)
    .where(_claimed)
    .values(state=bindparam("ends_as"), ended_at=moment, error=bindparam("why"))
    .returning(PrintJob.id)
)

PUT_BACK = Statement(
    update(PrintJob)
    .where(_claimed)
    .values(
        state=JobState.QUEUED.value,
        # A slip that broke off may be the reason why: others go first. One that was never sent keeps its place.
        next_try_at=case((_maybe, bindparam("again_at", type_=UtcDateTime())), else_=PrintJob.created_at),
        attempts=PrintJob.attempts + 1,
        may_have_printed=or_(PrintJob.may_have_printed, _maybe),
        error=bindparam("why"),
    )
    .returning(PrintJob.id)
)

_may_move = _of_printer & QUEUED_JOB & PrintJob.only_here.is_(False)

KIOSKS_WAITING = Statement(select(PrintJob.kiosk_id).where(_may_move).distinct())
"""At which kiosks the slips were taken that wait at a printer; None is at none."""

MOVE = Statement(
    update(PrintJob)
    .where(_may_move, PrintJob.kiosk_id.is_not_distinct_from(bindparam("of_kiosk", type_=Integer())))
    .values(printer_id=bindparam("to_printer"), next_try_at=PrintJob.created_at)
)
"""Another printer takes over what waits of a kiosk, at once."""

SUPERSEDE = Statement(
    update(PrintJob)
    .where(PrintJob.ticket_id == bindparam("of_ticket"), OPEN_JOB)
    .values(state=JobState.SUPERSEDED.value, ended_at=moment)
)

OF_TICKET = Statement(
    select(PrintJob.facts, PrintJob.state, PrintJob.may_have_printed)
    .where(PrintJob.ticket_id == bindparam("of_ticket"))
    .order_by(PrintJob.id.desc())
)
"""The slips of a ticket, the last one first."""

RELEASE = Statement(
    update(PrintJob)
    .where(_of_printer, PRINTING_JOB)
    .values(
        state=JobState.QUEUED.value,
        next_try_at=PrintJob.created_at,
        may_have_printed=or_(PrintJob.may_have_printed, _maybe),
    )
)
"""Whoever printed it is gone, or never heard that it was theirs."""

TAKE_BACK = Statement(
    update(PrintJob)
    .where(PRINTING_JOB, PrintJob.printer_id.in_(select(Printer.id).where(Printer.device_id.is_(None))))
    .values(next_try_at=moment)
)
"""A print agent prints on while the server starts anew: what it holds is its own."""

_ticket = tuple(Ticket.__table__.columns)
TICKET = Statement(select(*_ticket).where(Ticket.id == bindparam("ticket_id")))
TICKET_COLUMNS = tuple(column.name for column in _ticket)

OFFICE_OF_PRINTER = Statement(select(Printer.branch_id).where(Printer.id == bindparam("of_printer")))

ADDRESS = Statement(select(Printer.url).where(Printer.id == bindparam("of_printer"), Printer.is_active))

TRIES = Statement(
    select(Printer.failures, Printer.next_try_at, Printer.checked_at).where(Printer.id == bindparam("of_printer"))
)

HAS_PRINTED = Statement(
    update(Printer)
    .where(Printer.id == bindparam("of_printer"))
    .values(
        mm_used=Printer.mm_used + bindparam("more_mm"),
        slips_used=Printer.slips_used + 1,
        failures=0,
        next_try_at=None,
        checked_at=moment,
    )
)

HAS_FAILED = Statement(
    update(Printer)
    .where(Printer.id == bindparam("of_printer"))
    .values(failures=Printer.failures + 1, next_try_at=bindparam("again_at", type_=UtcDateTime()))
)
