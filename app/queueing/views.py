"""What verbs and screens hand out: frozen records, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.models import Ticket
from app.rules.texts import Texts


@dataclass(frozen=True)
class TicketView:
    """A ticket as it stood when it was looked at. `ahead` is None once the citizen has been called."""

    id: int
    branch: str
    number: str
    letter: str
    token: str
    state: str
    priority: str
    service: str
    service_name: Texts
    counter: str | None
    calls: int
    issued_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ahead: int | None = None


def view(ticket: Ticket, ahead: int | None = None) -> TicketView:
    """The record of a ticket row, `ahead` being the number of people before it."""
    return TicketView(
        id=ticket.id,
        branch=ticket.branch.code,
        number=ticket.label,
        letter=ticket.letter,
        token=ticket.token,
        state=ticket.state,
        priority=ticket.priority,
        service=ticket.service.code,
        service_name=ticket.service.name,
        counter=ticket.counter.number if ticket.counter else None,
        calls=ticket.calls,
        issued_at=ticket.issued_at,
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        ahead=ahead,
    )
