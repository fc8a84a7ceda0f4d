"""Event: one thing that happened. The history is append-only: rows are never changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch
from app.models.counter import Counter
from app.models.staff import Staff
from app.models.ticket import Ticket


class Event(Model):
    """History, audit, announcements and catch-up in one table.

    `body` is the canonical JSON that screens receive (CONTRACT: Socket.IO), so that what was
    pushed and what is caught up are the same bytes. Who did it stays in the columns beside it.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_day", "branch_id", "day", "seq"),)

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(30))
    body: Mapped[str] = mapped_column(Text)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey(Ticket.id), index=True)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey(Counter.id))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(Staff.id))

    ticket: Mapped[Ticket | None] = relationship()
