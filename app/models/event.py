"""Event: one thing that happened. The history is append-only: rows are never changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch
from app.models.counter import Counter
from app.models.staff import Staff
from app.models.ticket import Ticket

IS_CHANGE_OF_RULES = "kind = 'branch.rules_changed'"
"""What the partial index is of, as the migration makes it (see app.models.ticket)."""


class Event(Model):
    """History, audit, announcements and catch-up in one table.

    `body` is the canonical JSON that screens receive (CONTRACT: Socket.IO), so that what was
    pushed and what is caught up are the same bytes. `facts` is the canonical JSON of what stays in the office:
    who did it, and the digest of the reason. `link` chains both to the row before (rules.chain).
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_day", "branch_id", "day", "seq"),
        Index("ix_event_at_counter", "counter_id", "seq"),
        Index(
            "ix_event_rules_changed",
            "branch_id",
            "seq",
            info={"where": IS_CHANGE_OF_RULES},
        ),
    )

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(30))
    body: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(64))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey(Ticket.id), index=True)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey(Counter.id))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(Staff.id))

    ticket: Mapped[Ticket | None] = relationship()


RULES_CHANGED = Event.kind == literal_column("'branch.rules_changed'")
"""The very words of the partial index: given as a parameter, SQLite would not see that it fits."""


class Reason(Model):
    """Why somebody did something, in their own words; erased, its text is None and the chain still holds."""

    __tablename__ = "reason"
    __table_args__ = (ForeignKeyConstraint(["branch_id", "seq"], [Event.branch_id, Event.seq], ondelete="CASCADE"),)

    branch_id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(32))
    text: Mapped[str | None] = mapped_column(String(200))


class Checkpoint(Model):
    """Where an office's history begins after old years were pruned: the link to go on from, signed."""

    __tablename__ = "checkpoint"

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    seq: Mapped[int]
    link: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    removed: Mapped[int]
    signature: Mapped[str] = mapped_column(String(64))
