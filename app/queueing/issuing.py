"""Giving a citizen a number."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from app.errors import KeyTooOld, KeyUnusable, KeyUsedOtherwise, PriorityUnknown
from app.models import Service, Ticket
from app.printing import spool
from app.queueing import estimating, rows
from app.queueing.acting import Acting
from app.queueing.giving import must_be_given
from app.queueing.locking import acting_in
from app.queueing.views import TicketView, view
from app.rules.numbering import label
from app.rules.order import Kind, sort_key
from app.rules.priority import Priority
from app.rules.states import State
from app.statements import Statement

KEY = re.compile(r"[\x21-\x7e]{1,100}")
TOUCH_WINDOW = timedelta(minutes=2)

ID_OF_KEY = Statement(
    select(Ticket.id).where(Ticket.branch_id == bindparam("branch_id"), Ticket.key == bindparam("key"))
)
COLUMNS = (
    "branch_id", "service_id", "day", "letter", "number", "token", "key", "label", "queue", "language", "priority",
    "state", "arrived_at", "sort_key", "since", "journey", "estimate_minutes", "estimate_low", "estimate_high",
    "issued_at", "last_seq",
)  # fmt: skip
AT_FIRST: dict[str, Any] = {
    "calls": 0, "step": 0, "wait_seconds": 0, "walk_seconds": 0, "service_seconds": 0, "hold_seconds": 0,
    "counter_id": None, "called_at": None, "started_at": None, "ended_at": None,
}  # fmt: skip
BEHIND_ALL = 2**31 - 1
"""The id of whoever has none yet: the largest there can be."""
TAKE_PLACE = Statement(insert(Ticket).returning(Ticket.id), COLUMNS)


def issue(
    branch_id: int,
    service_code: str,
    key: str,
    *,
    priority: str = Priority.NONE,
    language: str = "id",
    print_slip: bool = True,
    kiosk_id: int | None = None,
    replay_window: timedelta = TOUCH_WINDOW,
    key_of: str = "",
    staff_id: int | None = None,
) -> TicketView:
    """Give the next number of a service's letter, and put its slip into the spool.

    Args:
        branch_id: the office.
        service_code: the service's code in this office, as "A-KTPR".
        key: idempotency key of this touch, 1-100 printable characters. The same key gives the same
            ticket as long as `replay_window` lasts.
        priority: a class of `rules.priority.Priority`.
        language: in which the slip speaks to this citizen.
        print_slip: False when the number goes to a phone only.
        kiosk_id: the kiosk that was touched, near whose printers its slip comes out.
        key_of: whose keys these are, when a program makes them: apart from others', and to be used anew after
            the window. A kiosk's key is refused then, since whoever stands there now is somebody else.

    Raises:
        NoSuchBranch, NoSuchService, PriorityUnknown, KeyUnusable: the input means nothing here.
        KeyUsedOtherwise: the key gave a ticket of another service or priority.
        KeyTooOld: the key gave a ticket longer ago.
        OfficeClosed, ServiceClosed, QuotaReached, CountersClosed: no number is given now; says why and when.
    """
    if not KEY.fullmatch(key):
        raise KeyUnusable
    wanted = known_priority(priority)
    with acting_in(branch_id, staff_id) as act:
        key = f"{key_of}:{key}" if key_of else key
        earlier = _ticket_of_key(act, key, replay_window, key_returns=bool(key_of))
        if earlier:
            return _again(act, earlier, service_code, wanted)
        service = act.service(service_code)
        must_be_given(act.session, act.office, service, act.at, act.day)
        ticket, ahead = take_place(act, service, key, wanted, language=language)
        if print_slip:
            spool.put_ticket(act.history, ticket, ahead, kiosk_id)
        return view(act.office, ticket, ahead)


def known_priority(name: str) -> Priority:
    """The priority class with this name; raises PriorityUnknown."""
    try:
        return Priority(name)
    except ValueError:
        raise PriorityUnknown from None


def take_place(
    act: Acting,
    service: Service,
    key: str | None,
    priority: Priority,
    *,
    language: str = "id",
    number: int | None = None,
) -> tuple[Ticket, int]:
    """Write the ticket and say so.

    Args:
        number: one of a paper strip, already taken from the series; None takes the next.

    Returns:
        the ticket as it was written, belonging to no session, and how many are called before it.
    """
    letter = act.office.letters[service.letter]
    waiting, last, width = act.series(act.day, letter.letter, waiting=1, numbers=1 if number is None else 0)
    number = last if number is None else number
    values: dict[str, Any] = {
        "branch_id": act.office.id,
        "service_id": service.id,
        "day": act.day,
        "letter": letter.letter,
        "number": number,
        "token": secrets.token_urlsafe(16),
        "key": key,
        "label": label(letter.letter, number, width),
        "queue": letter.letter,
        "language": language,
        "priority": priority.value,
        "state": State.WAITING.value,
        "arrived_at": act.at,
        "sort_key": sort_key(act.at, priority, act.office.policy),
        "since": act.at,
        "journey": service.journey,
        "issued_at": act.at,
        "last_seq": act.history.last_seq + 1,
    }
    newcomer = rows.as_row(**values, id=BEHIND_ALL)
    ahead = _ahead_of_newcomer(act, newcomer, waiting)
    guess = estimating.guess(act, newcomer, ahead)
    told = (guess.minutes, guess.low, guess.high) if guess else (None, None, None)
    values |= dict(zip(("estimate_minutes", "estimate_low", "estimate_high"), told, strict=True))
    written = TAKE_PLACE.one(act.session, **values)
    assert written
    ticket = rows.as_row(**AT_FIRST, **values, id=written[0])
    act.record("ticket.issued", ticket=ticket, waiting={letter.letter: waiting}, service=service.code)
    return ticket, ahead


def _ticket_of_key(act: Acting, key: str, window: timedelta, *, key_returns: bool) -> Ticket | None:
    found = ID_OF_KEY.one(act.session, branch_id=act.office.id, key=key)
    if found is None:
        return None
    ticket = act.ticket(found[0])
    if act.at - ticket.issued_at <= window:
        return ticket
    if not key_returns:
        raise KeyTooOld
    act.session.execute(update(Ticket).where(Ticket.id == ticket.id).values(key=None))
    return None


def _again(act: Acting, ticket: Ticket, service_code: str, priority: Priority) -> TicketView:
    issued_for = act.service(service_code)
    if ticket.letter != issued_for.letter or ticket.priority != priority:
        raise KeyUsedOtherwise
    return view(act.office, ticket, act.people_ahead(ticket))


def _ahead_of_newcomer(act: Acting, newcomer: Ticket, waiting: int) -> int:
    # Nobody stands behind an ordinary newcomer, so the kept count is the answer; a head start must be counted, and
    # where classes take turns so must everybody.
    if newcomer.sort_key == newcomer.arrived_at and act.office.policy.kind != Kind.INTERLEAVE:
        return waiting - 1
    return act.people_ahead(newcomer) or 0
