"""Printer: where slips come out; PrintJob: one slip on its way there."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch
from app.models.device import Device
from app.models.ticket import Ticket

USUAL_SLIP_MM = 130
"""What a slip is taken to need before a printer has printed its first one from a roll."""


class JobState(StrEnum):
    """Where a slip is on its way to paper.

    Unconfirmed: sent, to a printer that cannot say whether it came out. Superseded: a later reprint took its place.
    """

    QUEUED = "queued"
    PRINTING = "printing"
    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


class PrinterStatus(StrEnum):
    """How a printer is, as far as anybody knows."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    DOWN = "down"


IS_OPEN = "state IN ('queued', 'printing')"
"""What the partial index is of; see app.models.ticket."""


class Printer(Model):
    """A thermal printer of an office; slips go to the first in `position` that is not down.

    `status`, `trouble` and `paper` belong to the office's set-up: whoever changes them gives it a new version
    (printing.condition). The rest changes with every slip. `mm_used` and `slips_used` count since the last new roll.
    `device_id` is the print agent that drives it; without one the server does. `profile` is what it can do, as
    printers.profiles says it; empty is what is usual for the width of its paper.
    """

    __tablename__ = "printer"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey(Device.id), index=True)
    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(String(240))
    width_mm: Mapped[int] = mapped_column(default=80)
    profile: Mapped[dict[str, Any]] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    status: Mapped[str] = mapped_column(String(10), default=PrinterStatus.UNKNOWN)
    trouble: Mapped[str] = mapped_column(String(20), default="")
    paper: Mapped[str] = mapped_column(String(10), default="unknown")

    checked_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    roll_metres: Mapped[int] = mapped_column(default=80)
    mm_used: Mapped[int] = mapped_column(default=0)
    slips_used: Mapped[int] = mapped_column(default=0)

    branch: Mapped[Branch] = relationship()

    @property
    def is_down(self) -> bool:
        return self.status == PrinterStatus.DOWN

    @property
    def paper_low(self) -> bool:
        return self.paper == "near_end"

    @property
    def slips_left(self) -> int:
        """About how many slips the roll still holds, from the length of those printed on it."""
        each = self.mm_used / self.slips_used if self.slips_used else USUAL_SLIP_MM
        return max(0, int((self.roll_metres * 1000 - self.mm_used) / max(1.0, each)))


class PrintJob(Model):
    """A slip in the spool, written by the verb that made it necessary.

    `next_try_at` is when somebody may take it: of a slip that is printing, when its lease ends. `claim` is the
    fencing number: whoever took it earlier may not speak for it any more. `kiosk_id` is the kiosk where its number was
    taken, along whose printers it goes; a slip that is `only_here` goes to no other printer at all. `touch` is the key
    of the touch that a list without a ticket was asked for by: it is printed once.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        Index("ix_print_job_open", "printer_id", "next_try_at", "id", info={"where": IS_OPEN}),
        Index("ix_print_job_touch", "branch_id", "touch", unique=True, info={"where": "touch IS NOT NULL"}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id))
    printer_id: Mapped[int] = mapped_column(ForeignKey(Printer.id))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey(Ticket.id), index=True)
    kiosk_id: Mapped[int | None] = mapped_column(ForeignKey(Device.id))
    only_here: Mapped[bool] = mapped_column(default=False)
    touch: Mapped[str | None] = mapped_column(String(100))
    facts: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default=JobState.QUEUED)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    claim: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    may_have_printed: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="")

    branch: Mapped[Branch] = relationship()
    printer: Mapped[Printer] = relationship()
    ticket: Mapped[Ticket | None] = relationship()


OPEN_JOB = PrintJob.state.in_((literal_column("'queued'"), literal_column("'printing'")))
QUEUED_JOB = OPEN_JOB & (PrintJob.state == literal_column("'queued'"))
PRINTING_JOB = OPEN_JOB & (PrintJob.state == literal_column("'printing'"))
"""The very words of the partial index."""
