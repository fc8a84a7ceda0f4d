"""What happens at the counter once the citizen was called."""

from __future__ import annotations

from app.models import Counter, Ticket
from app.queueing.acting import Acting, acting_on
from app.queueing.views import TicketView, view
from app.rules.states import Action


def start(ticket_id: int, counter_id: int, staff_id: int | None = None) -> TicketView:
    """The citizen has arrived: walking ends and service begins.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        WrongState: the ticket is not called.
    """
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket, counter):
        act.move(ticket, Action.START)
        ticket.started_at = act.at
        act.record("ticket.started", ticket=ticket, counter=counter)
        return view(ticket)


def finish(ticket_id: int, counter_id: int, staff_id: int | None = None) -> TicketView:
    """The citizen's business is done; the counter is free.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        WrongState: the service has not begun, or has ended.
    """
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket, counter):
        act.move(ticket, Action.FINISH)
        return _ended(act, ticket, counter, "ticket.finished")


def mark_no_show(ticket_id: int, counter_id: int, staff_id: int | None = None) -> TicketView:
    """Called, and did not come; the counter is free.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        WrongState: the ticket is not called.
    """
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket, counter):
        act.move(ticket, Action.MARK_NO_SHOW)
        return _ended(act, ticket, counter, "ticket.no_show")


def _ended(act: Acting, ticket: Ticket, counter: Counter, kind: str) -> TicketView:
    ticket.ended_at = act.at
    act.record(kind, ticket=ticket, counter=counter)
    return view(ticket)
