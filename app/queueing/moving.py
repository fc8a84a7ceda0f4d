"""A ticket goes elsewhere: back to the line, to another service or counter, away; or its last step is undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.errors import (
    CounterBusy,
    CounterNotOpen,
    NoNextStep,
    NoSuchCounter,
    NothingToUndo,
    NotYours,
    PlaceUnknown,
    TooLateToReturn,
    WhereTo,
)
from app.models import Counter, Ticket
from app.queueing import rows
from app.queueing.acting import Acting, one_line
from app.queueing.calling import counter_of
from app.queueing.estimating import unlearn
from app.queueing.line import place_of
from app.queueing.locking import acting_on
from app.queueing.views import TicketView, view
from app.rules.no_show import Place, may_return
from app.rules.states import AT_COUNTER, Action, CounterState, State


def return_to_queue(
    ticket_id: int,
    counter_id: int | None,
    to: str | None = None,
    after: int | None = None,
    staff_id: int | None = None,
) -> TicketView:
    """Put a citizen back into the line; also one who missed their call, within the office's window.

    Args:
        to: a `rules.no_show.Place`; None keeps the arrival, and follows the office's policy after a no-show.
        after: how many people go first, 0-999, with `to` "after"; None is the policy's number.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        PlaceUnknown: `to` or `after` means nothing.
        WrongState: the ticket waits already, or its day is over.
        TooLateToReturn: the window after a missed call is over.
    """
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket):
        missed, policy = ticket.state == State.NO_SHOW, act.office.no_show
        place = _place(to) or (policy.place if missed else Place.KEEP)
        people = policy.after if after is None else after
        if not 0 <= people <= 999:
            raise PlaceUnknown
        if missed and not may_return(policy, ticket.ended_at or act.at, act.at):
            raise TooLateToReturn(ticket=ticket.label, minutes=str(policy.window))
        counter = counter_of(act, ticket)
        waiting = act.move(ticket, Action.RETURN)
        ticket.sort_key = place_of(act.session, ticket, place, people, act.at)
        if place in (Place.TAIL, Place.AFTER):
            ticket.arrived_at = act.at
        _leave_counter(ticket)
        act.record_move("ticket.returned", ticket, counter=counter, waiting=waiting, to=place.value)
        return _in_line(act, ticket)


def transfer(
    ticket_id: int,
    counter_id: int | None,
    *,
    service: str | None = None,
    to_counter: str | None = None,
    staff_id: int | None = None,
) -> TicketView:
    """Send a citizen on, with the same number and the wait they have behind them.

    Args:
        service: the code of the service they go on to.
        to_counter: the number of the counter that alone may call them.
        Neither: the next step of the service's journey.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        NoSuchService, NoSuchCounter: there is no such place in this office.
        WhereTo: both were named.
        NoNextStep: nothing was named, and the journey has no further step.
        WrongState: the ticket has ended.
    """
    if service and to_counter:
        raise WhereTo
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket):
        counter = counter_of(act, ticket)
        waiting = act.move(ticket, Action.TRANSFER)
        left = act.count(ticket, -1)
        if to_counter:
            ticket.only_counter_id = _counter(act, to_counter).id
        else:
            _go_on_to(act, ticket, service)
        waiting |= left | act.count(ticket, +1)
        _leave_counter(ticket)
        going_to = {"to_counter": to_counter} if to_counter else {"service": _code(act, ticket)}
        act.record_move("ticket.transferred", ticket, counter=counter, waiting=waiting, **going_to)
        return _in_line(act, ticket)


def cancel(
    ticket_id: int, counter_id: int | None = None, reason: str = "", staff_id: int | None = None, by: str = "staff"
) -> TicketView:
    """Give a number up, for the citizen or by them.

    Args:
        reason: optional, one line.
        by: "staff", "citizen" or "program", told in the history.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        ReasonUnusable: the reason is too long.
        WrongState: it has ended, or the citizen is being served.
    """
    why = one_line(reason, needed=False)
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket):
        counter = counter_of(act, ticket)
        waiting = act.move(ticket, Action.CANCEL)
        ticket.ended_at = act.at
        act.record_move("ticket.cancelled", ticket, counter=counter, waiting=waiting, reason=why, by=by)
        return view(act.office, ticket)


def undo(ticket_id: int, counter_id: int | None, staff_id: int | None = None) -> TicketView:
    """Take the last action on a ticket back, shortly after it, if nothing followed.

    The history keeps both: what was done, and that it was undone.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        NothingToUndo: too long ago, or nothing that can be undone.
        CounterBusy: the counter has called somebody else meanwhile.
    """
    with acting_on(ticket_id, None, staff_id) as (act, ticket):
        _must_be_of_counter(ticket, counter_id)
        before = _undoable(act, ticket)
        _counter_must_take_back(act, ticket, before.get("counter_id"), before["state"])
        waiting = act.count(ticket, -1) if ticket.state == State.WAITING else {}
        if ticket.state == State.SERVED:
            unlearn(act, ticket)
        _turn_back(act, before.get("turn"))
        for name in rows.ACTED_ON:
            setattr(ticket, name, _value(ticket, name, before[name]))
        if ticket.state == State.WAITING:
            waiting |= act.count(ticket, +1)
        ticket.before = None
        act.record_move("ticket.undone", ticket, counter=counter_of(act, ticket), waiting=waiting, state=ticket.state)
        return _in_line(act, ticket)


def _must_be_of_counter(ticket: Ticket, counter_id: int | None) -> None:
    # Whoever sent a citizen away may take it back, though the ticket is at no counter now.
    known = (ticket.counter_id, (ticket.before or {}).get("counter_id"))
    if counter_id is not None and counter_id not in known:
        raise NotYours


def _undoable(act: Acting, ticket: Ticket) -> dict[str, object]:
    within = timedelta(seconds=act.office.branch.undo_seconds)
    # `since` is the moment of the action, also where it changed nothing else.
    if ticket.before is None or act.at - ticket.since > within or ticket.day != act.day:
        raise NothingToUndo(ticket=ticket.label)
    return ticket.before


def _counter_must_take_back(act: Acting, ticket: Ticket, counter_id: object, state: object) -> None:
    if state not in AT_COUNTER or not isinstance(counter_id, int):
        return
    counter = act.office.every_counter[counter_id]
    if counter.state == CounterState.CLOSED:
        raise CounterNotOpen(counter=counter.number)
    held = act.held_by(counter)
    if held and held[0] != ticket.id:
        raise CounterBusy(counter=counter.number, ticket=held[1], ticket_id=str(held[0]))


def _turn_back(act: Acting, turn: object) -> None:
    # Only if no other citizen was called by turn since: those calls took the turns after this one rightly, and with
    # one turn less somebody of their class would have a second turn before this citizen's own class comes again.
    if turn == act.history.interleave_turn:
        act.history.interleave_turn -= 1


def _value(ticket: Ticket, name: str, kept: object) -> object:
    is_moment = name.endswith("_at") or name in ("since", "sort_key")
    return datetime.fromisoformat(kept) if is_moment and isinstance(kept, str) else kept


def _place(name: str | None) -> Place | None:
    if name is None:
        return None
    try:
        return Place(name)
    except ValueError:
        raise PlaceUnknown from None


def _counter(act: Acting, number: str) -> Counter:
    found = next((each for each in act.office.counters.values() if each.number == number), None)
    if found is None:
        raise NoSuchCounter
    return found


def _go_on_to(act: Acting, ticket: Ticket, code: str | None) -> None:
    if code is None:
        if ticket.step >= len(ticket.journey):
            raise NoNextStep(ticket=ticket.label)
        code = ticket.journey[ticket.step]
    service = act.service(code)
    if ticket.step < len(ticket.journey) and ticket.journey[ticket.step] == code:
        ticket.step += 1
    ticket.service_id, ticket.queue, ticket.only_counter_id = service.id, service.letter, None


def _code(act: Acting, ticket: Ticket) -> str:
    return act.office.services_by_id[ticket.service_id].code


def _leave_counter(ticket: Ticket) -> None:
    ticket.counter_id, ticket.calls, ticket.called_at, ticket.started_at, ticket.ended_at = None, 0, None, None, None


def _in_line(act: Acting, ticket: Ticket) -> TicketView:
    act.session.flush()
    return view(act.office, ticket, act.people_ahead(ticket))
