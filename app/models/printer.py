"""Printer: where slips come out; PrintJob: one slip on its way there."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch
from app.models.ticket import Ticket


class JobState(StrEnum):
    """Where a slip is on its way to paper."""

    QUEUED = "queued"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    EXPIRED = "expired"


IS_OPEN = text("state IN ('queued', 'printing')")


class Printer(Model):
    """A thermal printer of an office. `is_down` and `trouble` are what its last job told."""

    __tablename__ = "printer"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), index=True)
    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(String(240))
    width_mm: Mapped[int] = mapped_column(default=80)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_down: Mapped[bool] = mapped_column(default=False)
    trouble: Mapped[str] = mapped_column(String(20), default="")

    branch: Mapped[Branch] = relationship()


class PrintJob(Model):
    """A slip in the spool, written by the verb that made it necessary."""

    __tablename__ = "print_job"
    __table_args__ = (
        Index("ix_print_job_open", "printer_id", "next_try_at", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id))
    printer_id: Mapped[int] = mapped_column(ForeignKey(Printer.id))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey(Ticket.id), index=True)
    facts: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    claim: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    may_have_printed: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="")

    branch: Mapped[Branch] = relationship()
    printer: Mapped[Printer] = relationship()
    ticket: Mapped[Ticket | None] = relationship()
