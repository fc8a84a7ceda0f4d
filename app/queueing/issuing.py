"""Giving a citizen a number."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from sqlalchemy import select

from app.errors import KeyTooOld, KeyUnusable, NoSuchService, PriorityUnknown, ServiceClosed, ServiceClosedBecause
from app.models import Series, Service, Ticket
from app.printing import spool
from app.queueing.acting import Acting, acting_in
from app.queueing.line import people_ahead
from app.queueing.views import TicketView, view
from app.rules.priority import Priority, sort_key
from app.rules.states import State
from app.rules.texts import said_in

KEY = re.compile(r"[\x21-\x7e]{1,100}")
REPLAY_WINDOW = timedelta(minutes=2)


def issue(
    branch_id: int,
    service_code: str,
    key: str,
    *,
    priority: str = Priority.NONE,
    language: str = "id",
    print_slip: bool = True,
    staff_id: int | None = None,
) -> TicketView:
    """Give the next number of a service's letter, and put its slip into the spool.

    Args:
        branch_id: the office.
        service_code: the service's code in this office, as "A-KTPR".
        key: idempotency key of this touch, 1-100 printable characters. The same key gives the same
            ticket for two minutes.
        priority: a class of `rules.priority.Priority`.
        language: in which the slip speaks to this citizen.
        print_slip: False when the number goes to a phone only.

    Raises:
        NoSuchBranch, NoSuchService, PriorityUnknown, KeyUnusable: the input means nothing here.
        ServiceClosed: the office has closed this service for now.
        KeyTooOld: the key gave a ticket longer ago; whoever stands there now is somebody else.
    """
    if not KEY.fullmatch(key):
        raise KeyUnusable
    wanted = _priority(priority)
    with acting_in(branch_id, staff_id) as act:
        earlier = _ticket_of_key(act, key)
        if earlier:
            return view(earlier, people_ahead(act.session, earlier))
        service = _open_service(act, service_code)
        ticket = _next_ticket(act, service, key, wanted, language)
        ahead = _ahead_when_issued(act, ticket)
        act.count_waiting(ticket, +1)
        act.record("ticket.issued", ticket=ticket, waiting=act.waiting_now(ticket), service=service.code)
        if print_slip:
            spool.put_ticket(act.session, act.branch, ticket, ahead, act.at)
        act.session.flush()
        return view(ticket, ahead)


def _priority(name: str) -> Priority:
    try:
        return Priority(name)
    except ValueError:
        raise PriorityUnknown from None


def _ticket_of_key(act: Acting, key: str) -> Ticket | None:
    ticket = act.session.scalar(select(Ticket).where(Ticket.branch_id == act.branch.id, Ticket.key == key))
    if ticket and act.at - ticket.issued_at > REPLAY_WINDOW:
        raise KeyTooOld
    return ticket


def _open_service(act: Acting, code: str) -> Service:
    service = act.session.scalar(select(Service).where(Service.branch_id == act.branch.id, Service.code == code))
    if service is None:
        raise NoSuchService
    if not service.is_open and service.closed_reason:
        raise ServiceClosedBecause(service=said_in(service.name, "id"), reason=service.closed_reason)
    if not service.is_open:
        raise ServiceClosed(service=said_in(service.name, "id"))
    return service


def _next_ticket(act: Acting, service: Service, key: str, priority: Priority, language: str) -> Ticket:
    series = act.session.get(Series, (act.branch.id, act.day, service.letter))
    if series is None:
        series = Series(branch_id=act.branch.id, day=act.day, letter=service.letter, last_number=0, waiting=0)
        act.session.add(series)
        act.session.flush()
    series.last_number += 1
    ticket = Ticket(
        branch=act.branch,
        service=service,
        day=act.day,
        letter=service.letter,
        number=series.last_number,
        token=secrets.token_urlsafe(16),
        key=key,
        language=language,
        priority=priority,
        state=State.WAITING,
        calls=0,
        sort_key=sort_key(act.at, priority),
        issued_at=act.at,
    )
    act.session.add(ticket)
    return ticket


def _ahead_when_issued(act: Acting, ticket: Ticket) -> int:
    # Nobody can stand behind an ordinary newcomer, so the kept count is the answer; a head start must be counted.
    if ticket.priority == Priority.NONE:
        return act.series_of(ticket).waiting
    act.session.flush()
    return people_ahead(act.session, ticket) or 0
