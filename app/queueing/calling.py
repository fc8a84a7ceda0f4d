"""Inviting a citizen to a counter."""

from __future__ import annotations

from sqlalchemy import select

from app.errors import CounterBusy, CounterNotOpen, NobodyWaiting
from app.models import Counter, Ticket
from app.queueing.acting import Acting, acting_at, acting_on
from app.queueing.line import first_waiting_for
from app.queueing.views import TicketView, view
from app.rules.states import AT_COUNTER, Action, CounterState


def call_next(counter_id: int, staff_id: int | None = None) -> TicketView:
    """Invite the citizen whose turn it is.

    Raises:
        CounterNotOpen: nobody serves here.
        CounterBusy: the counter still has a citizen; a call never completes the one before.
        NobodyWaiting: there is nobody to call.
    """
    with acting_at(counter_id, staff_id) as (act, counter):
        _ready_to_call(act, counter)
        ticket = first_waiting_for(act, counter)
        if ticket is None:
            raise NobodyWaiting
        act.move(ticket, Action.CALL)
        ticket.counter, ticket.calls, ticket.called_at = counter, 1, act.at
        act.record("ticket.called", ticket=ticket, counter=counter, waiting=act.waiting_now(ticket))
        return view(ticket)


def recall(ticket_id: int, counter_id: int, staff_id: int | None = None) -> TicketView:
    """Invite the same citizen again: a new event, so that every screen rings once more.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        WrongState: the citizen is not being called any more.
    """
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket, counter):
        act.move(ticket, Action.RECALL)
        ticket.calls, ticket.called_at = ticket.calls + 1, act.at
        act.record("ticket.recalled", ticket=ticket, counter=counter)
        return view(ticket)


def held_by(act: Acting, counter: Counter) -> Ticket | None:
    """The citizen a counter has called or serves, if any; the database allows one."""
    return act.session.scalar(select(Ticket).where(Ticket.counter_id == counter.id, Ticket.state.in_(AT_COUNTER)))


def _ready_to_call(act: Acting, counter: Counter) -> None:
    if counter.state != CounterState.OPEN:
        raise CounterNotOpen(counter=counter.number)
    held = held_by(act, counter)
    if held:
        raise CounterBusy(counter=counter.number, ticket=held.label)
