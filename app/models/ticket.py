"""Ticket: one citizen's place in line; Series: the day's numbers of a letter; PaperStrip: numbers printed ahead."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch
from app.models.counter import Counter
from app.models.service import Service
from app.rules.numbering import WIDTH
from app.rules.priority import Priority
from app.rules.states import State

IS_WAITING = "state = 'waiting'"
IS_AT_COUNTER = "state IN ('called', 'serving')"
"""What the partial indexes are of. The migrations make them so; saying it to SQLAlchemy, dialect by dialect, would load
PostgreSQL's at every start of an office that has none.
"""


class Series(Model):
    """The numbers of one letter on one office day, and how many of them wait (kept, never counted).

    `width` is how many digits they have: a day's numbers look alike, whatever the letter is set to meanwhile.
    """

    __tablename__ = "series"

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    letter: Mapped[str] = mapped_column(String(2), primary_key=True)
    first_number: Mapped[int] = mapped_column(default=1)
    last_number: Mapped[int] = mapped_column(default=0)
    width: Mapped[int] = mapped_column(default=WIDTH)
    waiting: Mapped[int] = mapped_column(default=0)


class Ticket(Model):
    """A number, from the kiosk to the counter. Nobody's name is on it.

    `letter` and `number` are what is painted on the slip; `queue` is the letter in whose line it stands now, which
    a transfer changes. `arrived_at` is since when the citizen stands there, `since` when they came into this state,
    and the seconds add up what they spent in each. `before` is how the row stood before the last action, for undo.
    """

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
            "queue",
            info={"where": IS_WAITING},
        ),
        Index(
            "uq_ticket_one_citizen_per_counter",
            "counter_id",
            unique=True,
            info={"where": IS_AT_COUNTER},
        ),
        Index(
            "ix_ticket_longest_wait",
            "branch_id",
            "day",
            "arrived_at",
            info={"where": IS_WAITING},
        ),
        Index("ix_ticket_last_calls", "branch_id", "day", "called_at"),
        Index("ix_ticket_of_service", "service_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id))
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id))
    day: Mapped[date]
    letter: Mapped[str] = mapped_column(String(2))
    number: Mapped[int]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    key: Mapped[str | None] = mapped_column(String(140))
    label: Mapped[str] = mapped_column(String(12))
    queue: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(8), default="id")
    priority: Mapped[str] = mapped_column(String(10), default=Priority.NONE)
    state: Mapped[str] = mapped_column(String(10), default=State.WAITING)
    arrived_at: Mapped[datetime]
    sort_key: Mapped[datetime]
    since: Mapped[datetime]
    wait_seconds: Mapped[int] = mapped_column(default=0)
    walk_seconds: Mapped[int] = mapped_column(default=0)
    service_seconds: Mapped[int] = mapped_column(default=0)
    hold_seconds: Mapped[int] = mapped_column(default=0)
    calls: Mapped[int] = mapped_column(default=0)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey(Counter.id))
    only_counter_id: Mapped[int | None] = mapped_column(ForeignKey(Counter.id))
    step: Mapped[int] = mapped_column(default=0)
    journey: Mapped[list[str]] = mapped_column(default=list)
    estimate_minutes: Mapped[int | None]
    estimate_low: Mapped[int | None]
    estimate_high: Mapped[int | None]
    issued_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    last_seq: Mapped[int] = mapped_column(default=0)
    before: Mapped[dict[str, Any] | None]

    branch: Mapped[Branch] = relationship()
    service: Mapped[Service] = relationship()
    counter: Mapped[Counter | None] = relationship(foreign_keys=[counter_id])


class PaperStrip(Model):
    """Numbers of a day printed in advance, to be handed out while the power is off, and marked as used later."""

    __tablename__ = "paper_strip"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), index=True)
    day: Mapped[date]
    letter: Mapped[str] = mapped_column(String(2))
    first_number: Mapped[int]
    last_number: Mapped[int]
    created_at: Mapped[datetime]


WAITS = Ticket.state == literal_column("'waiting'")
HOLDS_A_COUNTER = Ticket.state.in_((literal_column("'called'"), literal_column("'serving'")))
"""The very words of the partial indexes: given as parameters, SQLite would not see that an index fits."""
