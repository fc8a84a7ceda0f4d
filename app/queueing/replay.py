"""A day's events played again: who was at which counter when, and when each citizen was called first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.models import Event
from app.rules.states import CounterState, State

COUNTER_BECOMES = {
    "counter.opened": CounterState.OPEN,
    "counter.paused": CounterState.PAUSED,
    "counter.closed": CounterState.CLOSED,
}
LEAVES_COUNTER = (
    "ticket.finished", "ticket.no_show", "ticket.held", "ticket.returned", "ticket.transferred", "ticket.cancelled",
    "ticket.expired",
)  # fmt: skip
BEGINS_ANEW = ("ticket.returned", "ticket.transferred")
"""After these a citizen has to be called and started again (queueing.moving)."""

KINDS = (*COUNTER_BECOMES, *LEAVES_COUNTER, "ticket.called", "ticket.started", "ticket.resumed", "ticket.undone")


class Happened(NamedTuple):
    """What is read of an event; `body` only where its columns do not tell enough."""

    at: datetime
    kind: str
    ticket_id: int | None
    counter_id: int | None
    body: str


@dataclass
class DeskTime:
    """What a counter's day was spent on, in seconds; a citizen's presence goes before a pause."""

    serving: int = 0
    calling: int = 0
    paused: int = 0
    idle: int = 0
    sent_on: int = 0
    """Citizens served here who then went on to another service or counter with the same number."""

    @property
    def open(self) -> int:
        return self.serving + self.calling + self.paused + self.idle


@dataclass
class _Desk:
    time: DeskTime
    since: datetime
    state: CounterState = CounterState.CLOSED
    ticket_id: int | None = None
    phase: State | None = None

    def spend(self, until: datetime) -> None:
        spent = max(0, round((until - self.since).total_seconds()))
        self.since = until
        if self.phase is State.SERVING:
            self.time.serving += spent
        elif self.phase is State.CALLED:
            self.time.calling += spent
        elif self.state is CounterState.PAUSED:
            self.time.paused += spent
        elif self.state is CounterState.OPEN:
            self.time.idle += spent


@dataclass
class _Path:
    """What a ticket's next event has to know of it."""

    counter_id: int | None = None
    started: bool = False
    called_first: datetime | None = None
    before: tuple[bool, datetime | None] = (False, None)
    sent_on_from: int | None = None


class Replay:
    """The day so far; feed it events in order, then `end` it."""

    def __init__(self) -> None:
        self._desks: dict[int, _Desk] = {}
        self._paths: dict[int, _Path] = {}

    def happens(self, event: Happened) -> None:
        """Take the next event."""
        # A row that does not say who or where is passed over: figures never keep an office from closing.
        if event.kind == "counter.closed" and event.counter_id not in self._desks:
            return  # left open the evening before, when nobody was there to end the day
        if event.kind in COUNTER_BECOMES and event.counter_id:
            self._desk(event.counter_id, event.at).state = COUNTER_BECOMES[event.kind]
        elif event.ticket_id:
            self._moves(event, event.ticket_id)

    def end(self, at: datetime) -> dict[int, DeskTime]:
        """What each counter's day was spent on until a moment, by the counter's id."""
        for desk in self._desks.values():
            desk.spend(at)
        return {counter_id: desk.time for counter_id, desk in self._desks.items()}

    @property
    def first_calls(self) -> dict[int, datetime]:
        """When each ticket that was called was called first, by the ticket's id."""
        return {ticket_id: path.called_first for ticket_id, path in self._paths.items() if path.called_first}

    def _moves(self, event: Happened, ticket_id: int) -> None:
        path = self._paths.setdefault(ticket_id, _Path())
        if event.kind == "ticket.undone":
            self._undo(event, path)
            return
        path.before, path.sent_on_from = (path.started, path.called_first), None
        if event.kind == "ticket.called":
            path.called_first = path.called_first or event.at
            self._sit(event, path, State.CALLED)
        elif event.kind == "ticket.started":
            path.started = True
            self._sit(event, path, State.SERVING)
        elif event.kind == "ticket.resumed":
            self._sit(event, path, State.SERVING if path.started else State.CALLED)
        else:
            self._leave_for_good(event, path)

    def _leave_for_good(self, event: Happened, path: _Path) -> None:
        self._leave(event, path)
        if event.kind == "ticket.transferred" and path.started and event.counter_id:
            path.sent_on_from = event.counter_id
            self._desk(event.counter_id, event.at).time.sent_on += 1
        if event.kind in BEGINS_ANEW:
            path.started = False

    def _undo(self, event: Happened, path: _Path) -> None:
        path.started, path.called_first = path.before
        if path.sent_on_from:
            self._desk(path.sent_on_from, event.at).time.sent_on -= 1
            path.sent_on_from = None
        self._leave(event, path)
        state = json.loads(event.body).get("state")
        if state in (State.CALLED, State.SERVING):
            self._sit(event, path, State(state))

    def _sit(self, event: Happened, path: _Path, phase: State) -> None:
        self._leave(event, path)
        if event.counter_id is None:
            return
        desk = self._desk(event.counter_id, event.at)
        desk.ticket_id, desk.phase, path.counter_id = event.ticket_id, phase, event.counter_id

    def _leave(self, event: Happened, path: _Path) -> None:
        if path.counter_id is None:
            return
        desk = self._desk(path.counter_id, event.at)
        path.counter_id = None
        if desk.ticket_id == event.ticket_id:
            desk.ticket_id = desk.phase = None

    def _desk(self, counter_id: int, at: datetime) -> _Desk:
        desk = self._desks.setdefault(counter_id, _Desk(DeskTime(), at))
        desk.spend(at)
        return desk


@dataclass(frozen=True)
class Replayed:
    """What a day's events tell."""

    desks: dict[int, DeskTime]
    first_calls: dict[int, datetime]


def replayed(session: Session, branch_id: int, day: date, until: datetime | None) -> Replayed:
    """Play an office's day again.

    Args:
        until: how far a counter that is still open counts; None is the day's last event, for a day that was left
            behind without being ended.
    """
    story, last = Replay(), until
    for event in _events(session, branch_id, day):
        story.happens(event)
        last = max(event.at, until or event.at)
    return Replayed(story.end(last) if last else {}, story.first_calls)


def _events(session: Session, branch_id: int, day: date) -> Iterable[Happened]:
    body: Any = case((Event.kind == "ticket.undone", Event.body), else_="")
    rows = select(Event.at, Event.kind, Event.ticket_id, Event.counter_id, body).where(
        Event.branch_id == branch_id, Event.day == day, Event.kind.in_(KINDS)
    )
    return (Happened(*row) for row in session.execute(rows.order_by(Event.seq)))
