"""Inviting a citizen to a counter."""

from __future__ import annotations

from typing import Any

from app.errors import (
    ChoiceNotAllowed,
    CounterBusy,
    CounterNotOpen,
    NobodyWaiting,
    Suspended,
    WrongState,
)
from app.models import Counter, Role, Staff, Ticket
from app.queueing.acting import Acting, one_line
from app.queueing.giving import must_be_given
from app.queueing.issuing import known_priority, take_place
from app.queueing.line import next_for
from app.queueing.locking import acting_at, acting_on
from app.queueing.views import TicketView, view
from app.rules.order import BY_TURN, Why
from app.rules.priority import Priority
from app.rules.states import Action, CounterState, State

MAY_ALWAYS_CHOOSE = (Role.SUPERVISOR, Role.ADMIN)
"""Who may call out of order also where officers may not."""


def call_next(counter_id: int, staff_id: int | None = None) -> TicketView:
    """Invite the citizen whose turn it is; the event says why it is theirs, and who would have been next.

    Raises:
        CounterNotOpen: nobody serves here.
        CounterBusy: the counter still has a citizen; a call never completes the one before.
        Suspended: the office calls nobody now.
        NobodyWaiting: there is nobody to call.
    """
    with acting_at(counter_id, staff_id) as (act, counter):
        must_be_ready(act, counter)
        choice = next_for(act.session, act.office, counter, act.history.interleave_turn, act.at)
        if choice is None:
            raise NobodyWaiting
        ticket = act.ticket(choice.standing.id)
        call(act, ticket, counter, choice.why, runners_up=[each.label for each in choice.runners_up])
        return view(act.office, ticket)


def call_this_one(ticket_id: int, counter_id: int, reason: str, staff_id: int | None = None) -> TicketView:
    """Invite somebody out of order, with a reason that stays in the history.

    Raises:
        NoSuchTicket: no such ticket waits in this office.
        ReasonUnusable: no reason, or a too long one.
        ChoiceNotAllowed: in this office officers call in order; a supervisor may choose.
        CounterNotOpen, CounterBusy, Suspended: as for call_next.
        WrongState: the ticket does not wait.
    """
    why = one_line(reason)
    with acting_at(counter_id, staff_id) as (act, counter):
        _may_choose(act)
        must_be_ready(act, counter)
        ticket = act.ticket(ticket_id)
        call(act, ticket, counter, Why.CHOSEN, reason=why)
        return view(act.office, ticket)


def recall(ticket_id: int, counter_id: int | None, staff_id: int | None = None) -> TicketView:
    """Invite the same citizen again: a new event, so that every screen rings once more.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        WrongState: the citizen is not being called any more.
    """
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket):
        walked, since = ticket.walk_seconds, ticket.since
        act.move(ticket, Action.RECALL)
        # The walk goes on: it began with the first call.
        ticket.walk_seconds, ticket.since = walked, since
        ticket.calls, ticket.called_at, ticket.before = ticket.calls + 1, act.at, None
        act.record_move("ticket.recalled", ticket, counter=counter_of(act, ticket))
        return view(act.office, ticket)


def serve_without_number(
    counter_id: int, service_code: str, *, priority: str = Priority.NONE, staff_id: int | None = None
) -> TicketView:
    """Somebody stands at the counter without a number: give one and call it, in one step. No slip is printed.

    Raises:
        NoSuchService, PriorityUnknown: the input means nothing here.
        CounterNotOpen, CounterBusy, Suspended: as for call_next.
        OfficeClosed, ServiceClosed, QuotaReached: no number is given now.
    """
    wanted = known_priority(priority)
    with acting_at(counter_id, staff_id) as (act, counter):
        must_be_ready(act, counter)
        service = act.service(service_code)
        must_be_given(act.session, act.office, service, act.at, act.day)
        given, _ahead = take_place(act, service, None, wanted)
        ticket = act.ticket(given.id)
        call(act, ticket, counter, Why.CHOSEN)
        return view(act.office, ticket)


def call(act: Acting, ticket: Ticket, counter: Counter, why: Why, **facts: Any) -> None:
    """Bring a waiting ticket to a counter and ring."""
    waiting = act.move(ticket, Action.CALL)
    ticket.counter_id, ticket.calls, ticket.called_at = counter.id, 1, act.at
    if why in BY_TURN:
        _next_turn(act, ticket)
    act.record_move("ticket.called", ticket, counter=counter, waiting=waiting, why=why.value, **facts)


def counter_of(act: Acting, ticket: Ticket) -> Counter | None:
    """The counter a ticket is or was at."""
    return act.office.counters[ticket.counter_id] if ticket.counter_id else None


def _next_turn(act: Acting, ticket: Ticket) -> None:
    act.history.interleave_turn += 1
    # So that undo knows whether anybody else was called by turn since (queueing.moving).
    ticket.before = {**(ticket.before or {}), "turn": act.history.interleave_turn}


def must_be_ready(act: Acting, counter: Counter) -> None:
    """Refuse a call where nobody can be received.

    Raises:
        CounterNotOpen, CounterBusy, Suspended.
    """
    if counter.state != CounterState.OPEN:
        raise CounterNotOpen(counter=counter.number)
    must_be_free(act, counter)
    if act.office.branch.suspended_reason:
        raise Suspended(reason=act.office.branch.suspended_reason)


def must_be_free(act: Acting, counter: Counter) -> None:
    """Refuse a second citizen at a counter; raises CounterBusy with the one who is there."""
    held = act.held_by(counter)
    if held:
        raise CounterBusy(counter=counter.number, ticket=held[1], ticket_id=str(held[0]))


def _may_choose(act: Acting) -> None:
    if act.office.branch.officers_may_choose or act.staff_id is None:
        return
    chooser = act.session.get_one(Staff, act.staff_id)
    if not chooser.roles.include_in(act.office.id, *MAY_ALWAYS_CHOOSE):
        raise ChoiceNotAllowed


def must_be(ticket: Ticket, *states: State) -> None:
    """Refuse what the ticket's state does not allow; raises WrongState."""
    if ticket.state not in states:
        raise WrongState(ticket=ticket.label)
