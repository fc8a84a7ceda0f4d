"""How every verb begins: lock the office, then look, then act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app import events
from app.clock import office_day
from app.db import transaction
from app.errors import NoSuchBranch, NoSuchCounter, NoSuchTicket, NotYours, WrongState
from app.models import Branch, Counter, Series, Ticket
from app.rules.states import Action, State, after


@dataclass(frozen=True)
class Acting:
    """What a verb holds while it acts: the locked office, its moment and its day, and who acts."""

    session: Session
    branch: Branch
    at: datetime
    day: date
    staff_id: int | None = None

    def record(self, kind: str, **facts: Any) -> None:
        """Append an event to the office's history; the arguments are those of `events.record`."""
        events.record(self.session, self.branch, kind, self.at, staff_id=self.staff_id, **facts)

    def move(self, ticket: Ticket, action: Action) -> None:
        """Take a ticket through the transition table and keep the waiting count true.

        Raises:
            WrongState: the table has no such step from where the ticket is.
        """
        before, state = State(ticket.state), after(State(ticket.state), action)
        if state is None:
            raise WrongState(ticket=ticket.label)
        ticket.state = state
        if before is State.WAITING:
            self.count_waiting(ticket, -1)

    def count_waiting(self, ticket: Ticket, change: int) -> None:
        """Add to the kept number of those waiting in the ticket's series."""
        self.series_of(ticket).waiting += change

    def series_of(self, ticket: Ticket) -> Series:
        """The day's series the ticket's number came from."""
        return self.session.get_one(Series, (self.branch.id, ticket.day, ticket.letter))

    def waiting_now(self, ticket: Ticket) -> dict[str, int]:
        """How many wait in the ticket's letter, as events tell it."""
        return {ticket.letter: self.series_of(ticket).waiting}


@contextmanager
def acting_in(branch_id: int, staff_id: int | None = None) -> Iterator[Acting]:
    """Act in an office, under its lock.

    Raises:
        NoSuchBranch: there is no office with this id.
    """
    with transaction() as session:
        yield _locked(session, branch_id, staff_id)


@contextmanager
def acting_at(counter_id: int, staff_id: int | None = None) -> Iterator[tuple[Acting, Counter]]:
    """Act at a counter, under its office's lock.

    Raises:
        NoSuchCounter: there is no counter with this id.
    """
    with transaction() as session:
        counter = session.get(Counter, counter_id)
        if counter is None:
            raise NoSuchCounter
        act = _locked(session, counter.branch_id, staff_id)
        session.refresh(counter)
        yield act, counter


@contextmanager
def acting_on(ticket_id: int, counter_id: int, staff_id: int | None = None) -> Iterator[tuple[Acting, Ticket, Counter]]:
    """Act on the ticket a counter holds, under the office's lock.

    Raises:
        NoSuchTicket: there is no ticket with this id.
        NotYours: another counter called it.
    """
    with transaction() as session:
        ticket = session.get(Ticket, ticket_id)
        if ticket is None:
            raise NoSuchTicket
        act = _locked(session, ticket.branch_id, staff_id)
        session.refresh(ticket)
        if ticket.counter_id != counter_id:
            raise NotYours
        yield act, ticket, session.get_one(Counter, counter_id)


def _locked(session: Session, branch_id: int, staff_id: int | None) -> Acting:
    branch = session.get(Branch, branch_id, with_for_update=True, populate_existing=True)
    if branch is None:
        raise NoSuchBranch
    at = events.moment(branch)
    return Acting(session, branch, at, office_day(at, branch.zone), staff_id)
