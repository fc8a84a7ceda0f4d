"""Ticket rows as verbs hold them: read after the lock, written back whole with their event.

An ORM object costs as much as ten statements, and a verb holds one ticket for a moment. So a verb holds a plain
record with the columns of the row, and `Acting.record_move` keeps it.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.models import Ticket
from app.statements import Statement

ACTED_ON = (
    "state", "queue", "service_id", "step", "counter_id", "only_counter_id", "calls", "arrived_at", "sort_key", "since",
    "wait_seconds", "walk_seconds", "service_seconds", "hold_seconds", "called_at", "started_at", "ended_at",
)  # fmt: skip
"""Every column that an action may change, and undo gives back."""

KEPT = (*ACTED_ON, "before", "last_seq")

_columns = tuple(Ticket.__table__.columns)
READ = Statement(select(*_columns).where(Ticket.id == bindparam("ticket_id")))
KEEP = Statement(update(Ticket).where(Ticket.id == bindparam("ticket_id")), KEPT)


def read(session: Session, ticket_id: int) -> Ticket | None:
    """The ticket with this id as it stands now, belonging to no session; None when there is none."""
    found = READ.one(session, ticket_id=ticket_id)
    return as_row(**{column.name: value for column, value in zip(_columns, found, strict=True)}) if found else None


def keep(session: Session, ticket: Ticket) -> None:
    """Write back whatever an action changed."""
    KEEP.run(session, ticket_id=ticket.id, **{name: getattr(ticket, name) for name in KEPT})


def as_row(**values: object) -> Ticket:
    """A record that reads like the row with these values."""
    return cast(Ticket, SimpleNamespace(**values))
