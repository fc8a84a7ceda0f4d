"""What goes in and comes out, field by field; the OpenAPI document is made from these."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields, validate

from app.rules.no_show import Place
from app.rules.priority import Priority
from app.rules.states import CounterState, State
from app.rules.texts import LANGUAGES

LABEL = {"example": "A-012"}


def text(most: int, **more: Any) -> fields.String:
    """A text of 1 to `most` characters."""
    return fields.String(validate=validate.Length(min=1, max=most), **more)


def word(words: type[StrEnum], **more: Any) -> fields.String:
    """One of a fixed set of words."""
    return fields.String(validate=validate.OneOf([each.value for each in words]), **more)


class Problem(Schema):
    """An error (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    code = fields.String()
    errors = fields.Dict()
    ticket = fields.Dict()


class Branch(Schema):
    """An office."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)
    zone = fields.String(required=True)


class BranchNow(Branch):
    """An office, and how it stands now."""

    open = fields.Boolean(required=True)
    closed_because = fields.String(allow_none=True, required=True)
    opens_at = fields.String(allow_none=True, required=True)
    suspended = fields.String(allow_none=True, required=True)
    seq = fields.Integer(required=True)
    waiting = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class Service(Schema):
    """A service. `closed_because` says in words why it gives no number now."""

    code = fields.String(required=True)
    letter = fields.String(required=True)
    name = fields.String(required=True)
    names = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    open = fields.Boolean(required=True)
    closed_because = fields.String(allow_none=True, required=True)
    suspended = fields.String(allow_none=True, required=True)
    quota = fields.Integer(allow_none=True, required=True)
    journey = fields.List(fields.String(), required=True)


class Counter(Schema):
    """A counter. `ticket` is the number it has called or serves."""

    number = fields.String(required=True)
    state = word(CounterState, required=True)
    letters = fields.List(fields.String(), required=True)
    ticket = fields.String(allow_none=True, required=True, metadata=LABEL)
    ticket_id = fields.Integer(allow_none=True, required=True)


class Minutes(Schema):
    """A range of minutes."""

    low = fields.Integer(required=True)
    high = fields.Integer(required=True)


class Ticket(Schema):
    """A ticket. `ahead` and the estimate are null once it does not wait, the estimate also while nobody is called."""

    id = fields.Integer(required=True)
    number = fields.String(required=True, metadata=LABEL)
    token = fields.String(required=True)
    branch = fields.String(required=True)
    state = word(State, required=True)
    service = fields.String(required=True)
    letter = fields.String(required=True)
    queue = fields.String(required=True)
    priority = word(Priority, required=True)
    counter = fields.String(allow_none=True, required=True)
    calls = fields.Integer(required=True)
    ahead = fields.Integer(allow_none=True, required=True)
    estimate_minutes = fields.Integer(allow_none=True, required=True)
    estimate_range = fields.Nested(Minutes, allow_none=True, required=True)
    next_service = fields.String(allow_none=True, required=True)
    issued_at = fields.String(required=True)
    called_at = fields.String(allow_none=True, required=True)
    started_at = fields.String(allow_none=True, required=True)
    ended_at = fields.String(allow_none=True, required=True)
    wait_seconds = fields.Integer(required=True)
    walk_seconds = fields.Integer(required=True)
    service_seconds = fields.Integer(required=True)
    hold_seconds = fields.Integer(required=True)


class Why(Schema):
    """Why a ticket stands where it stands, in one sentence."""

    number = fields.String(required=True, metadata=LABEL)
    ahead = fields.Integer(allow_none=True, required=True)
    why = fields.String(required=True)


class Event(Schema):
    """One thing that happened, as the sockets push it; further fields by kind."""

    branch = fields.String(required=True)
    seq = fields.Integer(required=True)
    kind = fields.String(required=True)
    at = fields.String(required=True)


def listing(item: type[Schema]) -> type[Schema]:
    """A page of a list: `{"items": [...], "next": cursor or null}`."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(allow_none=True, required=True),
        },
        name=f"{item.__name__}s",
    )


class Issue(Schema):
    """A number wanted."""

    service = text(20, required=True, metadata={"example": "A-KTPR"})
    priority = word(Priority, load_default=Priority.NONE.value)
    language = fields.String(load_default="id", validate=validate.OneOf(list(LANGUAGES)))
    print = fields.Boolean(load_default=True, data_key="print")


class IdempotencyKey(Schema):
    """One key for one number wanted, honoured for 24 hours; without one, every call gives a new number."""

    key = fields.String(data_key="Idempotency-Key", validate=validate.Length(min=1, max=100))


class Where(Schema):
    """Where to: either, or nothing for the next step of the journey."""

    service = text(20)
    counter = text(8)


class Return(Schema):
    """Where in the line; nothing follows the office's policy."""

    to = word(Place)
    n = fields.Integer(strict=True, validate=validate.Range(0, 999))


class Reason(Schema):
    """Why, in one line, if there is something to say."""

    reason = fields.String(load_default="", validate=validate.Length(max=200))


class NeededReason(Schema):
    """Why, in one line."""

    reason = text(200, required=True)


class At(Schema):
    """At which counter; nothing is the one it was at."""

    counter = text(8)


class Nothing(Schema):
    """No body is needed; unknown fields are refused."""


class ServeNow(Schema):
    """Somebody without a number stands at the counter."""

    service = text(20, required=True)
    priority = word(Priority, load_default=Priority.NONE.value)


class StripWanted(Schema):
    """Numbers to print in advance."""

    letter = text(2, required=True)
    count = fields.Integer(required=True, strict=True, validate=validate.Range(1, 200))
    print = fields.Boolean(load_default=True)


class Strip(Schema):
    """Numbers of a paper strip."""

    numbers = fields.List(fields.String(metadata=LABEL), required=True)


class StripNumber(ServeNow):
    """A number of a strip that somebody holds."""

    number = text(12, required=True, metadata=LABEL)


class TicketsWanted(Schema):
    """Which tickets of today."""

    state = word(State)
    cursor = fields.String(validate=validate.Length(max=40))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class EventsWanted(Schema):
    """Which part of the history."""

    since = fields.Integer(load_default=0, validate=validate.Range(0, 2**31 - 1))
    cursor = fields.String(validate=validate.Length(max=40))
    limit = fields.Integer(load_default=200, validate=validate.Range(1, 500))
