"""How a ticket's slip is getting on, for those who wait for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, select

from app.db import db
from app.models import Printer, PrintJob
from app.models.printer import JobState, PrinterStatus
from app.office import Office
from app.printing.office_printers import printer_for_slips
from app.statements import Statement


class Slip(StrEnum):
    """What to tell the citizen about the paper. Sent: it went to a printer that cannot say whether it came out."""

    NONE = "none"
    ON_ITS_WAY = "on_its_way"
    OUT = "out"
    SENT = "sent"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Progress:
    """How a slip is getting on.

    Args:
        why: of one in trouble: a `printers.drivers.Trouble`, or "late" when it is not printed any more.
    """

    slip: Slip
    why: str = ""


LATE = "late"
ENDED = {
    JobState.PRINTED: Progress(Slip.OUT),
    JobState.UNCONFIRMED: Progress(Slip.SENT),
    JobState.FAILED: Progress(Slip.TROUBLE, "unprintable"),
    JobState.EXPIRED: Progress(Slip.TROUBLE, LATE),
}
LAST_JOB = Statement(
    select(PrintJob.state, Printer.status, Printer.trouble)
    .join(Printer, Printer.id == PrintJob.printer_id)
    .where(PrintJob.ticket_id == bindparam("ticket_id"))
    .order_by(PrintJob.id.desc())
    .limit(1)
)


def of_slip(ticket_id: int) -> Progress:
    """How a ticket's latest slip is getting on. To wait for a printer that is down is trouble: the citizen is here."""
    found = LAST_JOB.one(db.session(), ticket_id=ticket_id)
    if found is None:
        return Progress(Slip.NONE)
    state, status, trouble = found
    return ENDED.get(state) or _waiting(status, trouble)


def to_be_expected(office: Office, kiosk_id: int | None) -> Progress:
    """How a slip will get on that was put into the spool this moment, at a kiosk or at none."""
    printer = printer_for_slips(office, kiosk_id)
    return _waiting(printer.status, printer.trouble) if printer else Progress(Slip.NONE)


def _waiting(status: str, trouble: str) -> Progress:
    return Progress(Slip.TROUBLE, trouble) if status == PrinterStatus.DOWN else Progress(Slip.ON_ITS_WAY)
