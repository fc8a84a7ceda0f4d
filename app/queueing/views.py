"""What verbs and screens hand out: frozen records, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.models import Ticket
from app.office import Office
from app.rules.texts import Texts


@dataclass(frozen=True)
class TicketView:
    """A ticket as it stood when it was looked at. `ahead` is None once the citizen has been called.

    The `…_seconds` add up what was spent in each state; `estimate_…` are minutes until the call, as told at issue, and
    None while no time is promised.
    """

    id: int
    branch: str
    number: str
    letter: str
    queue: str
    token: str
    state: str
    priority: str
    service: str
    service_name: Texts
    counter: str | None
    calls: int
    issued_at: datetime
    since: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    wait_seconds: int
    walk_seconds: int
    service_seconds: int
    hold_seconds: int
    next_service: str | None
    ahead: int | None = None
    estimate_minutes: int | None = None
    estimate_low: int | None = None
    estimate_high: int | None = None


def view(office: Office, ticket: Ticket, ahead: int | None = None) -> TicketView:
    """The record of a ticket row, `ahead` being the number of people before it."""
    service = office.services_by_id[ticket.service_id]
    promised = office.promises_time(service)
    return TicketView(
        id=ticket.id,
        branch=office.branch.code,
        number=ticket.label,
        letter=ticket.letter,
        queue=ticket.queue,
        token=ticket.token,
        state=ticket.state,
        priority=ticket.priority,
        service=service.code,
        service_name=service.name,
        counter=office.every_counter[ticket.counter_id].number if ticket.counter_id else None,
        calls=ticket.calls,
        issued_at=ticket.issued_at,
        since=ticket.since,
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        ended_at=ticket.ended_at,
        wait_seconds=ticket.wait_seconds,
        walk_seconds=ticket.walk_seconds,
        service_seconds=ticket.service_seconds,
        hold_seconds=ticket.hold_seconds,
        next_service=ticket.journey[ticket.step] if ticket.step < len(ticket.journey) else None,
        ahead=ahead,
        estimate_minutes=ticket.estimate_minutes if promised else None,
        estimate_low=ticket.estimate_low if promised else None,
        estimate_high=ticket.estimate_high if promised else None,
    )
