"""Counters: open, pause, close, call."""

from __future__ import annotations

from typing import Any

from flask import Response

from app.api import schemas, shown
from app.api.blueprint import part
from app.api.keys import reached
from app.errors import NobodyWaiting
from app.models import Counter
from app.office import Office
from app.queueing import calling, opening, reading

pages = part("counters", "Counters, and calling citizens to them")


@pages.get("/branches/<branch>/counters")
@pages.response(200, schemas.listing(schemas.Counter))
def counters(branch: str) -> dict[str, Any]:
    """The counters of an office, and who is at each."""
    office = reached(branch)
    held = reading.at_counters(office)
    return {"items": [shown.counter(row, held.get(row.id)) for row in office.counters.values()], "next": None}


@pages.post("/branches/<branch>/counters/<counter>/open")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Counter)
def open_counter(_asked: dict[str, Any], branch: str, counter: str) -> dict[str, Any]:
    """Open a counter; an open one stays as it is."""
    opening.open_counter(_counter(reached(branch), counter).id)
    return _counter_now(branch, counter)


@pages.post("/branches/<branch>/counters/<counter>/pause")
@pages.arguments(schemas.Reason)
@pages.response(200, schemas.Counter)
def pause_counter(asked: dict[str, Any], branch: str, counter: str) -> dict[str, Any]:
    """Call nobody here for a while."""
    opening.pause_counter(_counter(reached(branch), counter).id, reason=asked["reason"])
    return _counter_now(branch, counter)


@pages.post("/branches/<branch>/counters/<counter>/close")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Counter)
def close_counter(_asked: dict[str, Any], branch: str, counter: str) -> dict[str, Any]:
    """Close a counter; a closed one stays as it is."""
    opening.close_counter(_counter(reached(branch), counter).id)
    return _counter_now(branch, counter)


@pages.post("/branches/<branch>/counters/<counter>/call-next")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Ticket)
@pages.alt_response(204, description="Nobody is waiting")
def call_next(_asked: dict[str, Any], branch: str, counter: str) -> Any:
    """Invite the citizen whose turn it is."""
    office = reached(branch)
    try:
        return shown.ticket(office, calling.call_next(_counter(office, counter).id))
    except NobodyWaiting:
        return Response(status=204)


@pages.post("/branches/<branch>/counters/<counter>/call/<int(max=2147483647):ticket>")
@pages.arguments(schemas.NeededReason)
@pages.response(200, schemas.Ticket)
def call_this_one(asked: dict[str, Any], branch: str, counter: str, ticket: int) -> dict[str, Any]:
    """Invite somebody out of order; the reason stays in the history."""
    office = reached(branch)
    return shown.ticket(office, calling.call_this_one(ticket, _counter(office, counter).id, asked["reason"]))


@pages.post("/branches/<branch>/counters/<counter>/serve")
@pages.arguments(schemas.ServeNow)
@pages.response(201, schemas.Ticket)
def serve_without_number(asked: dict[str, Any], branch: str, counter: str) -> dict[str, Any]:
    """Give a number to somebody at the counter and call it, in one step."""
    office = reached(branch)
    seen = calling.serve_without_number(_counter(office, counter).id, asked["service"], priority=asked["priority"])
    return shown.ticket(office, seen)


def _counter(office: Office, number: str) -> Counter:
    return reading.counter_numbered(office, number)


def _counter_now(branch: str, number: str) -> dict[str, Any]:
    office = reached(branch)
    row = _counter(office, number)
    return shown.counter(row, reading.at_counters(office).get(row.id))
