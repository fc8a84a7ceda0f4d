"""Tickets: take one, look at it, and everything that can happen to it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import g

from app.api import schemas, shown
from app.api.blueprint import after, page, part
from app.api.keys import must_reach, reached
from app.office import Office
from app.queueing import calling, issuing, moving, reading, reasons, reprinting, serving
from app.queueing.views import TicketView

pages = part("tickets", "Tickets, and what happens to them")

KEYS_HONOURED = timedelta(hours=24)


@pages.post("/branches/<branch>/tickets")
@pages.arguments(schemas.IdempotencyKey, location="headers")
@pages.arguments(schemas.Issue)
@pages.response(201, schemas.Ticket)
def take_number(header: dict[str, Any], asked: dict[str, Any], branch: str) -> dict[str, Any]:
    """Take a number; the same `Idempotency-Key` gives the same one for 24 hours. It prints on the office's printer."""
    office = reached(branch)
    seen = issuing.issue(
        office.id,
        asked["service"],
        header.get("key") or secrets.token_urlsafe(16),
        key_of=f"api-{g.api_key_id}",
        priority=asked["priority"],
        language=asked["language"],
        print_slip=asked["print"],
        replay_window=KEYS_HONOURED,
    )
    return shown.ticket(office, seen)


@pages.get("/branches/<branch>/tickets")
@pages.arguments(schemas.TicketsWanted, location="query")
@pages.response(200, schemas.listing(schemas.Ticket))
def tickets(asked: dict[str, Any], branch: str) -> dict[str, Any]:
    """Today's tickets, in the order they were taken; go on with `next` as `cursor`."""
    office, limit = reached(branch), asked["limit"]
    found = reading.tickets_today(office, asked.get("state"), after(asked.get("cursor")), limit + 1)
    rows, following = page(found, limit, lambda row: row.id)
    return {"items": [shown.ticket_now(office, row) for row in rows], "next": following}


@pages.get("/tickets/<int(max=2147483647):ticket>")
@pages.response(200, schemas.Ticket)
def ticket(ticket: int) -> dict[str, Any]:
    """A ticket as it stands now."""
    return shown.ticket_now(_office(ticket), reading.ticket_by_id(ticket))


@pages.get("/tickets/<int(max=2147483647):ticket>/why")
@pages.response(200, schemas.Why)
def why(ticket: int) -> dict[str, Any]:
    """Why a ticket stands where it stands, in one sentence."""
    office, row = _office(ticket), reading.ticket_by_id(ticket)
    ahead = reading.people_ahead_of(office, row)
    return {"number": row.label, "ahead": ahead, "why": reasons.why_it_stands(office, row, ahead)}


@pages.post("/tickets/<int(max=2147483647):ticket>/recall")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Ticket)
def recall(_asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """Invite the same citizen again."""
    return _act(ticket, lambda: calling.recall(ticket, None))


@pages.post("/tickets/<int(max=2147483647):ticket>/start")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Ticket)
def start(_asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """The citizen has arrived."""
    return _act(ticket, lambda: serving.start(ticket, None))


@pages.post("/tickets/<int(max=2147483647):ticket>/finish")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Ticket)
def finish(_asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """The citizen's business is done."""
    return _act(ticket, lambda: serving.finish(ticket, None))


@pages.post("/tickets/<int(max=2147483647):ticket>/no-show")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Ticket)
def no_show(_asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """The citizen did not come."""
    return _act(ticket, lambda: serving.mark_no_show(ticket, None))


@pages.post("/tickets/<int(max=2147483647):ticket>/hold")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Ticket)
def hold(_asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """Set the citizen aside."""
    return _act(ticket, lambda: serving.hold(ticket, None))


@pages.post("/tickets/<int(max=2147483647):ticket>/resume")
@pages.arguments(schemas.At)
@pages.response(200, schemas.Ticket)
def resume(asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """Go on with a citizen who was set aside."""
    number, office = asked.get("counter"), _office(ticket)
    counter = reading.counter_numbered(office, number).id if number else None
    return _act(ticket, lambda: serving.resume(ticket, counter))


@pages.post("/tickets/<int(max=2147483647):ticket>/return")
@pages.arguments(schemas.Return)
@pages.response(200, schemas.Ticket)
def return_to_queue(asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """Put the citizen back into the line."""
    return _act(ticket, lambda: moving.return_to_queue(ticket, None, asked.get("to"), asked.get("n")))


@pages.post("/tickets/<int(max=2147483647):ticket>/transfer")
@pages.arguments(schemas.Where)
@pages.response(200, schemas.Ticket)
def transfer(asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """Send the citizen on, with the same number."""
    service, counter = asked.get("service"), asked.get("counter")
    return _act(ticket, lambda: moving.transfer(ticket, None, service=service, to_counter=counter))


@pages.post("/tickets/<int(max=2147483647):ticket>/cancel")
@pages.arguments(schemas.Reason)
@pages.response(200, schemas.Ticket)
def cancel(asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """Give the number up."""
    return _act(ticket, lambda: moving.cancel(ticket, None, asked["reason"], by="program"))


@pages.post("/tickets/<int(max=2147483647):ticket>/undo")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Ticket)
def undo(_asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """Take the last action on the ticket back."""
    return _act(ticket, lambda: moving.undo(ticket, None))


@pages.post("/tickets/<int(max=2147483647):ticket>/reprint")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Ticket)
def reprint(_asked: dict[str, Any], ticket: int) -> dict[str, Any]:
    """Print the slip once more, marked as a copy."""
    return _act(ticket, lambda: reprinting.reprint(ticket, by="program"))


def _office(ticket_id: int) -> Office:
    branch_id = reading.ticket_by_id(ticket_id).branch_id
    must_reach(branch_id)
    return reading.office_of(branch_id)


def _act(ticket_id: int, verb: Callable[[], TicketView]) -> dict[str, Any]:
    office = _office(ticket_id)
    return shown.ticket(office, verb())
