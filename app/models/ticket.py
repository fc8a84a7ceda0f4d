"""Ticket: one citizen's place in line; Series: the day's numbers of a letter."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch
from app.models.counter import Counter
from app.models.service import Service
from app.rules.numbering import label
from app.rules.priority import Priority
from app.rules.states import State

IS_WAITING = text("state = 'waiting'")
IS_AT_COUNTER = text("state IN ('called', 'serving')")


class Series(Model):
    """The numbers of one letter on one office day, and how many of them wait (kept, never counted)."""

    __tablename__ = "series"

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    letter: Mapped[str] = mapped_column(String(2), primary_key=True)
    last_number: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)


class Ticket(Model):
    """A number, from the kiosk to the counter. Nobody's name is on it."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("branch_id", "day", "letter", "number"),
        UniqueConstraint("branch_id", "key"),
        Index(
            "ix_ticket_in_line",
            "branch_id",
            "day",
            "sort_key",
            "id",
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
        Index(
            "uq_ticket_one_citizen_per_counter",
            "counter_id",
            unique=True,
            sqlite_where=IS_AT_COUNTER,
            postgresql_where=IS_AT_COUNTER,
        ),
        Index("ix_ticket_last_calls", "branch_id", "day", "called_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id))
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id))
    day: Mapped[date]
    letter: Mapped[str] = mapped_column(String(2))
    number: Mapped[int]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    key: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(8), default="id")
    priority: Mapped[str] = mapped_column(String(10), default=Priority.NONE)
    state: Mapped[str] = mapped_column(String(10), default=State.WAITING)
    sort_key: Mapped[datetime]
    calls: Mapped[int] = mapped_column(default=0)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey(Counter.id))
    issued_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    branch: Mapped[Branch] = relationship()
    service: Mapped[Service] = relationship()
    counter: Mapped[Counter | None] = relationship()

    @property
    def label(self) -> str:
        """The number as people read it: A-001."""
        return label(self.letter, self.number)
