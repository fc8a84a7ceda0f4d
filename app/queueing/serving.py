"""What happens at the counter once the citizen was called."""

from __future__ import annotations

from datetime import timedelta

from app.errors import CallAgainFirst, CounterNotOpen, TooSoon
from app.models import Counter, Ticket
from app.queueing.acting import Acting
from app.queueing.calling import counter_of, must_be_free
from app.queueing.day_end import close_counter_if_day_ended
from app.queueing.estimating import learn
from app.queueing.locking import acting_on
from app.queueing.views import TicketView, view
from app.rules.no_show import may_give_up_at
from app.rules.states import Action, CounterState, State


def start(ticket_id: int, counter_id: int | None, staff_id: int | None = None) -> TicketView:
    """The citizen has arrived: walking ends and service begins.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        WrongState: the ticket is not called.
    """
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket):
        act.move(ticket, Action.START)
        ticket.started_at = act.at
        act.record_move("ticket.started", ticket, counter=counter_of(act, ticket))
        return view(act.office, ticket)


def finish(ticket_id: int, counter_id: int | None, staff_id: int | None = None) -> TicketView:
    """The citizen's business is done; the counter is free, and after closing time closes.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        WrongState: the service has not begun, or has ended.
    """
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket):
        act.move(ticket, Action.FINISH)
        learn(act, ticket)
        return _ended(act, ticket, "ticket.finished")


def mark_no_show(ticket_id: int, counter_id: int | None, staff_id: int | None = None) -> TicketView:
    """Called as often as the office's policy says, and did not come; the counter is free.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        WrongState: the ticket is not called.
        CallAgainFirst, TooSoon: the office's policy is not fulfilled yet.
    """
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket):
        if ticket.state == State.CALLED:
            _must_have_been_called_enough(act, ticket)
        act.move(ticket, Action.MARK_NO_SHOW)
        return _ended(act, ticket, "ticket.no_show")


def hold(ticket_id: int, counter_id: int | None, staff_id: int | None = None) -> TicketView:
    """Set a citizen aside, to fetch a copy or a witness; the counter is free for the next.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        WrongState: the citizen is not at a counter.
    """
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket):
        act.move(ticket, Action.HOLD)
        act.record_move("ticket.held", ticket, counter=counter_of(act, ticket))
        return view(act.office, ticket)


def resume(ticket_id: int, counter_id: int | None, staff_id: int | None = None) -> TicketView:
    """Go on with a citizen who was set aside, where they left off, at a counter that is free.

    Args:
        counter_id: where to go on; None is the counter that set them aside.

    Raises:
        NoSuchTicket: no such ticket in this office.
        WrongState: the citizen was not set aside.
        CounterNotOpen, CounterBusy: the counter cannot take them now.
    """
    with acting_on(ticket_id, None, staff_id) as (act, ticket):
        was_served = ticket.started_at is not None
        waiting = act.move(ticket, Action.RESUME_SERVICE if was_served else Action.RESUME_CALL)
        counter = _free_counter(act, counter_id or ticket.counter_id)
        ticket.counter_id = counter.id
        act.record_move("ticket.resumed", ticket, counter=counter, waiting=waiting)
        return view(act.office, ticket)


def _free_counter(act: Acting, counter_id: int | None) -> Counter:
    counter = act.office.counters.get(counter_id or 0)
    if counter is None or counter.state != CounterState.OPEN:
        raise CounterNotOpen(counter=counter.number if counter else "?")
    must_be_free(act, counter)
    return counter


def _must_have_been_called_enough(act: Acting, ticket: Ticket) -> None:
    policy = act.office.no_show
    assert ticket.called_at
    allowed_at = may_give_up_at(policy, ticket.calls, ticket.called_at)
    if allowed_at is None:
        raise CallAgainFirst(ticket=ticket.label, calls=str(policy.calls))
    if act.at < allowed_at:
        left = (allowed_at - act.at + timedelta(milliseconds=999)) // timedelta(seconds=1)
        raise TooSoon(ticket=ticket.label, seconds=str(left))


def _ended(act: Acting, ticket: Ticket, kind: str) -> TicketView:
    ticket.ended_at = act.at
    counter = counter_of(act, ticket)
    act.record_move(kind, ticket, counter=counter)
    if counter:
        close_counter_if_day_ended(act, counter)
    return view(act.office, ticket)
